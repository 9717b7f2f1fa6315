//! What a node must answer to a word, told by a second hand from the word, who says it, and the node's clock.

use calendar::Instant;
use campaign::Campaign;
use journal::{Draft, Fact, Slug};
use store::RecordFault;

use super::{Model, REGULATOR, is_marked};

/// How far ahead of the node's clock another's may be, ms.
const FAST_MS: i64 = 600_000;

/// Why a word is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It bears a secrecy mark.
    Marked,
    /// It states a fact that its kind does not have.
    NoSuchFact,
    /// Nobody has this obligation, or not who speaks of it.
    NoSuchCell,
    /// It tells of time to come.
    ToCome,
    /// It tells of a measured period that is not over.
    NotOver,
}

impl Refusal {
    /// Whether a fault is told for this reason, by the field where it lies.
    pub fn is_of(self, fault: &RecordFault) -> bool {
        let field = match (self, fault) {
            (Self::Marked, fault) => return matches!(fault, RecordFault::Secret(_)),
            (Self::NoSuchFact, _) => "facts.colour",
            (Self::NoSuchCell, _) => "facts.obligation",
            (Self::ToCome, _) => "held.from",
            (Self::NotOver, _) => "held.to",
        };
        matches!(fault, RecordFault::Invalid(faults) if faults.iter().any(|fault| fault.field == field))
    }
}

impl Model {
    /// Why a word that comes for the first time is to be refused, where the node's clock shows `now`.
    pub fn foresee(&self, draft: &Draft, organisation: &Slug, now: Instant) -> Option<Refusal> {
        self.bad_word(draft, organisation).or_else(|| untimely(draft, now))
    }

    /// Why a word is to be refused whenever it comes.
    pub(super) fn bad_word(&self, draft: &Draft, organisation: &Slug) -> Option<Refusal> {
        // Both campaigns have the same owners.
        let campaign = self.campaigns.values().next()?;
        if is_marked(draft) {
            Some(Refusal::Marked)
        } else if draft.facts.contains_key("colour") {
            Some(Refusal::NoSuchFact)
        } else if !is_of_a_cell(campaign, draft, organisation) {
            Some(Refusal::NoSuchCell)
        } else {
            None
        }
    }
}

/// What it tells of is still to come; a measuring program states a period once it is over.
fn untimely(draft: &Draft, now: Instant) -> Option<Refusal> {
    let is_measured = ["measurement.summarised", "target.turned"].contains(&draft.kind.as_str());
    let is_over = draft.held.to.is_none_or(|to| to <= draft.held.from || to <= now);
    if draft.held.from > now.plus_ms(FAST_MS) {
        Some(Refusal::ToCome)
    } else if is_measured && !is_over {
        Some(Refusal::NotOver)
    } else {
        None
    }
}

/// Whether what it speaks of is an obligation of who speaks, or of whom the regulator names.
fn is_of_a_cell(campaign: &Campaign, draft: &Draft, organisation: &Slug) -> bool {
    let Some(obligation) = draft.facts.get("obligation").and_then(Fact::as_text) else { return true };
    let named = draft.facts.get("organisation").and_then(Fact::as_text);
    let whose = named.filter(|_| organisation.as_str() == REGULATOR).unwrap_or(organisation.as_str());
    let found = campaign.obligations.iter().find(|one| one.id.as_str() == obligation);
    found.is_some_and(|one| one.owners.iter().any(|owner| owner.as_str() == whose))
}
