//! Every signature of a file, judged.

use calendar::Instant;

use crate::{
    anchors::Anchors,
    bounds,
    certificate::{Certificate, Use},
    chain::Search,
    cms::{Cms, Holds, NamesSigner},
    der::Der,
    fault::{Flaw, PadesFault},
    pdf::{Form, Placed, signatures},
    seal::{ChainState, Covers, Kind, Seal, Why},
    stamp::Stamp,
};

/// The signatures of a pdf, from the one that covers least of it to the one that covers most, as they stand at `at`: the
/// moment at which the file was taken in.
///
/// A signature is judged by when its time stamp says it was there. Without a stamp that holds there is the signer's word
/// alone: then its certificates must have been in force at the time it says, and at `at` as well (ETSI EN 319 102-1
/// §5.3), since whoever has the key of a certificate that ran out can set a clock back.
pub fn examine(pdf: &[u8], anchors: &Anchors, at: Instant) -> Result<Vec<Seal>, PadesFault> {
    let anchors = anchors.certificates();
    let looked_at = Look { pdf, anchors: &anchors, at };
    let seal = |placed: Placed| {
        let seal = match placed.form {
            Form::Stamp => looked_at.document_stamp(&placed),
            Form::Cades | Form::Pkcs7 => looked_at.signature(&placed),
        };
        seal.map_err(|flaw| PadesFault::Signature { at: placed.at, flaw })
    };
    signatures(pdf)?.into_iter().map(seal).collect()
}

struct Look<'l> {
    pdf: &'l [u8],
    anchors: &'l [Certificate<'l>],
    at: Instant,
}

/// What became of the stamps of one signature.
#[derive(Default)]
struct Stamped {
    /// By the earliest that holds.
    at: Option<Instant>,
    chain: Option<ChainState>,
    /// Whether one is of something else.
    is_of_other: bool,
}

impl Look<'_> {
    fn signature(&self, placed: &Placed) -> Result<Seal, Flaw> {
        let mut der = Der::new(&placed.contents);
        let cms = Cms::read(&mut der, Holds::Nothing)?;
        only_zeros(der)?;
        match (placed.form, cms.names_signer) {
            (Form::Cades, NamesSigner::No) => return Err(Flaw::Attributes),
            (Form::Cades, NamesSigner::BySha1) => return Err(Flaw::Weak),
            _ => {}
        }
        let stamped = self.stamps(&cms)?;
        let intact = cms.is_signed(&placed.covered(self.pdf))? && !stamped.is_of_other;
        let signer = cms.signer()?;
        let signed_at = cms.signed_at.or(placed.claimed);
        let chain = match stamped.at {
            Some(at) => self.chain(signer, &cms.certificates, Use::Documents, at),
            None => self.chain_by_claim(signer, &cms.certificates, signed_at),
        };
        Ok(Seal {
            kind: Kind::Signature,
            at: placed.at,
            intact,
            covers: self.covers(placed),
            signer: signer.name(),
            certificate: signer.fingerprint(),
            signed_at,
            stamped_at: stamped.at.filter(|_| intact),
            stamp: stamped.chain,
            chain,
        })
    }

    fn document_stamp(&self, placed: &Placed) -> Result<Seal, Flaw> {
        let mut der = Der::new(&placed.contents);
        let stamp = Stamp::read(&mut der)?;
        only_zeros(der)?;
        let intact = stamp.is_of(&placed.covered(self.pdf))?;
        let signer = stamp.signer()?;
        let chain = self.chain_of_stamp(&stamp, &[])?;
        let holds = intact && matches!(chain, ChainState::Trusted { .. });
        Ok(Seal {
            kind: Kind::TimeStamp,
            at: placed.at,
            intact,
            covers: self.covers(placed),
            signer: signer.name(),
            certificate: signer.fingerprint(),
            signed_at: None,
            stamped_at: Some(stamp.at).filter(|_| holds),
            stamp: None,
            chain,
        })
    }

    /// The stamps on a signature. One that can't be read refuses the file, as everything that can't be.
    fn stamps(&self, cms: &Cms<'_>) -> Result<Stamped, Flaw> {
        let mut stamped = Stamped::default();
        for token in &cms.stamps {
            let stamp = Stamp::read(&mut Der::new(token))?;
            if !stamp.is_of(&[cms.signature])? {
                stamped.is_of_other = true;
                continue;
            }
            let chain = self.chain_of_stamp(&stamp, &cms.certificates)?;
            let holds = matches!(chain, ChainState::Trusted { .. });
            let is_better =
                if holds { stamped.at.is_none_or(|at| stamp.at < at) } else { stamped.chain.is_none() };
            if is_better {
                stamped.at = Some(stamp.at).filter(|_| holds).or(stamped.at);
                stamped.chain = Some(chain);
            }
        }
        // What is said of a stamp of something else counts for nothing.
        Ok(if stamped.is_of_other { Stamped { is_of_other: true, ..Stamped::default() } } else { stamped })
    }

    fn chain_of_stamp(&self, stamp: &Stamp<'_>, more: &[Certificate<'_>]) -> Result<ChainState, Flaw> {
        let carried: Vec<Certificate<'_>> = stamp.carried().iter().chain(more).cloned().collect();
        Ok(self.chain(stamp.signer()?, &carried, Use::Stamps, stamp.at))
    }

    /// By the word of the signer alone.
    fn chain_by_claim(
        &self,
        leaf: &Certificate<'_>,
        carried: &[Certificate<'_>],
        signed_at: Option<Instant>,
    ) -> ChainState {
        let then = self.chain(leaf, carried, Use::Documents, signed_at.unwrap_or(self.at));
        let ChainState::Trusted { authority } = then else { return then };
        match self.chain(leaf, carried, Use::Documents, self.at) {
            ChainState::Trusted { .. } => ChainState::Trusted { authority },
            ChainState::Untrusted { why: Why::Expired { name, until } } => {
                ChainState::Untrusted { why: Why::ExpiredSince { name, until } }
            }
            other @ ChainState::Untrusted { .. } => other,
        }
    }

    fn chain(
        &self,
        leaf: &Certificate<'_>,
        carried: &[Certificate<'_>],
        what: Use,
        at: Instant,
    ) -> ChainState {
        if at > self.at.plus_ms(bounds::MAX_AHEAD_MS) {
            return ChainState::Untrusted { why: Why::Ahead { at } };
        }
        Search { carried, anchors: self.anchors, what, at }.from(leaf)
    }

    fn covers(&self, placed: &Placed) -> Covers {
        match self.pdf.len() - placed.end {
            0 => Covers::Whole,
            unsigned_bytes => Covers::Until { byte: placed.end, unsigned_bytes },
        }
    }
}

/// What fills the place of a signature behind it.
fn only_zeros(der: Der<'_>) -> Result<(), Flaw> {
    if der.rest().iter().all(|byte| *byte == 0) { Ok(()) } else { Err(Flaw::Trailing) }
}
