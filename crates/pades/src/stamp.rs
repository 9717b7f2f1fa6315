//! Time stamps (RFC 3161, RFC 5816): an authority's word that some bytes were there at a time.

use calendar::Instant;

use crate::{
    algorithms::Digest,
    certificate::Certificate,
    cms::{Cms, Holds, NamesSigner, is_digest},
    der::{Der, tag},
    fault::Flaw,
    times,
};

/// A stamp that is of its form.
#[derive(Debug)]
pub struct Stamp<'a> {
    /// When it was made, by the authority's clock.
    pub at: Instant,
    cms: Cms<'a>,
    info: &'a [u8],
    digest: Digest,
    imprint: &'a [u8],
}

impl<'a> Stamp<'a> {
    /// Reads the next thing of `der`, and leaves what stands behind it there.
    pub fn read(der: &mut Der<'a>) -> Result<Self, Flaw> {
        let cms = Cms::read(der, Holds::StampInfo)?;
        let info = cms.content.ok_or(Flaw::Stamp)?;
        // RFC 3161 §2.4.2 asks that its certificate be named, and in its time SHA-1 was the only way.
        if cms.names_signer == NamesSigner::No {
            return Err(Flaw::Stamp);
        }
        let mut inside = Der::new(info).only(tag::SEQUENCE)?.inside();
        if inside.small()? != 1 {
            return Err(Flaw::Stamp);
        }
        // Under which policy: any will do.
        inside.oid()?;
        let mut of = inside.take(tag::SEQUENCE)?.inside();
        let digest = Digest::of(of.algorithm()?)?;
        let imprint = of.take(tag::OCTETS)?.content;
        of.end()?;
        inside.integer()?;
        let at = times::of_der(inside.take(tag::GENERALIZED_TIME)?).ok_or(Flaw::Stamp)?;
        while !inside.is_empty() {
            // How exact it is, its place in a row, a number of the asker's, the authority's name; but no extensions, which
            // may set conditions.
            if inside.any()?.tag == tag::ONE {
                return Err(Flaw::Stamp);
            }
        }
        Ok(Self { at, cms, info, digest, imprint })
    }

    /// Whether it is of these bytes, one after another, and was signed with the key of its certificate.
    pub fn is_of(&self, content: &[&[u8]]) -> Result<bool, Flaw> {
        Ok(is_digest(self.digest, content, self.imprint) && self.cms.is_signed(&[self.info])?)
    }

    /// The certificate of whoever made it.
    pub fn signer(&self) -> Result<&Certificate<'a>, Flaw> {
        self.cms.signer()
    }

    /// What it carries along.
    pub fn carried(&self) -> &[Certificate<'a>] {
        &self.cms.certificates
    }
}
