//! From a certificate to an authority that the office named (RFC 5280 §6, as far as it can be done offline).
//!
//! Certificates that a signature carries along are offers by whoever made the file: one counts only once the signature
//! on it was made with the key of the next, and that one may issue. The search is bounded in length and in how many
//! signatures it checks, whatever is offered.

use calendar::Instant;

use crate::{
    algorithms::AlgorithmFault,
    bounds,
    certificate::{Certificate, Use},
    seal::{ChainState, Why},
};

/// What a chain is looked for with.
pub struct Search<'s> {
    /// What the signature carries along.
    pub carried: &'s [Certificate<'s>],
    /// Where a chain may end.
    pub anchors: &'s [Certificate<'s>],
    /// What the first certificate was used for.
    pub what: Use,
    /// When each certificate must have been in force.
    pub at: Instant,
}

/// Where a search is.
struct Walk<'w> {
    search: &'w Search<'w>,
    checks: usize,
    /// Why it did not get further, at the place where it got furthest.
    why: Why,
    depth: usize,
}

impl Search<'_> {
    /// Looks for a chain from this certificate.
    pub fn from(&self, leaf: &Certificate<'_>) -> ChainState {
        let judged =
            leaf.conditions().and_then(|()| leaf.may_sign(self.what)).and_then(|()| leaf.in_force(self.at));
        if let Err(why) = judged {
            return ChainState::Untrusted { why };
        }
        let is = |anchor: &&Certificate<'_>| anchor.der() == leaf.der();
        if let Some(anchor) = self.anchors.iter().find(is) {
            return ChainState::Trusted { authority: anchor.name() };
        }
        let mut walk =
            Walk { search: self, checks: bounds::MAX_CHAIN_CHECKS, why: Why::UnknownAuthority, depth: 0 };
        match walk.up(leaf, 0, 0) {
            Some(authority) => ChainState::Trusted { authority },
            None => ChainState::Untrusted { why: walk.why },
        }
    }
}

impl Walk<'_> {
    /// The name of the authority above this certificate, below which `between` other authorities stand by now.
    fn up(&mut self, of: &Certificate<'_>, depth: usize, between: u32) -> Option<String> {
        let search = self.search;
        let offers = search.anchors.iter().map(|one| (one, true));
        let offers = offers.chain(search.carried.iter().map(|one| (one, false)));
        for (above, is_anchor) in offers.filter(|(above, _)| above.subject() == of.issuer()) {
            match self.vouches(above, of, depth, between) {
                Err(why) => self.note(depth, why),
                Ok(()) if is_anchor => return Some(above.name()),
                Ok(()) => {
                    // One that issued itself, as when an authority changes its key, is not counted (RFC 5280 §6.1.4).
                    let further = u32::from(above.subject() != above.issuer());
                    if let Some(found) = self.up(above, depth + 1, between.saturating_add(further)) {
                        return Some(found);
                    }
                }
            }
        }
        None
    }

    /// That `above` issued `of` and may have.
    fn vouches(
        &mut self,
        above: &Certificate<'_>,
        of: &Certificate<'_>,
        depth: usize,
        between: u32,
    ) -> Result<(), Why> {
        // The signer's own, those passed by now, and this one.
        if depth + 2 > bounds::MAX_CHAIN {
            return Err(Why::TooLong);
        }
        let Some(left) = self.checks.checked_sub(1) else { return Err(Why::TooLong) };
        self.checks = left;
        match of.is_signed_by(above) {
            Ok(true) => {}
            Ok(false) | Err(AlgorithmFault::Form) => return Err(Why::UnknownAuthority),
            Err(AlgorithmFault::Weak) => return Err(Why::Weak { name: of.name() }),
            Err(AlgorithmFault::Unknown) => return Err(Why::UnknownCondition { name: of.name() }),
        }
        let most = above.authority()?;
        if most.is_some_and(|most| between > most) {
            return Err(Why::TooLong);
        }
        above.conditions()?;
        above.may_vouch_for(self.search.what)?;
        above.in_force(self.search.at)
    }

    /// Keeps the reason that stands furthest from the signer; a chain that merely ends tells less than any other.
    fn note(&mut self, depth: usize, why: Why) {
        let tells_more = self.why == Why::UnknownAuthority && why != Why::UnknownAuthority;
        if tells_more || (depth > self.depth && why != Why::UnknownAuthority) {
            (self.depth, self.why) = (depth, why);
        }
    }
}
