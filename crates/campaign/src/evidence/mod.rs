//! Evidence as the checks read it: an entry of the journal with its facts in types.
//!
//! [`Evidence::read`] names the field that does not fit; [`Evidence::keep`] never fails, so that a mirrored log with
//! an entry of a later version replays to the end: what is not understood is kept and never judged.

mod body;
mod correction;
mod facts;
mod read;
pub mod says;
mod shape;
mod times;
mod validate;

pub use body::{
    AccountChange, Assignment, Body, ChecklistAnswer, ChecklistResult, DraftedReport, DutyEntry, DutyWhat,
    GivenChange, KeyChange, Outcome, TargetState, TargetSummary,
};
pub use correction::check_correction;
pub(crate) use facts::{checklist_fact, outcome_fact, slug_fact};
pub use shape::{is_known_kind, known_kinds, names_document};
pub use times::check_measured_times;
pub use validate::{DraftFault, validate};

use calendar::Instant;
use journal::{EntryId, Grade, Hash, Held, Kind, Origin, Slug};

use crate::Said;

/// One immutable fact with where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The log it stands in.
    pub log: Origin,
    /// Its place in that log.
    pub index: u64,
    /// Its id.
    pub id: EntryId,
    /// Its kind, `noun.past_verb`.
    pub kind: Kind,
    /// When it was so.
    pub held: Held,
    /// When it was written down.
    pub recorded_at: Instant,
    /// Opaque id of who wrote it.
    pub actor: String,
    /// The system it came through.
    pub source: String,
    /// How far it can be trusted; none for what is no evidence.
    pub grade: Option<Grade>,
    /// Earlier entries it answers.
    pub answers: Vec<EntryId>,
    /// Digest of the campaign it was made under.
    pub campaign: Option<Hash>,
    /// The organisation it is about.
    pub organisation: Slug,
    /// Its facts.
    pub body: Body,
}

/// Why an entry's facts do not fit its kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {what}")]
pub struct EvidenceFault {
    /// Path of the field, as `facts.targets[2].ok`.
    pub field: String,
    /// What is wrong with it.
    pub what: Said,
}
