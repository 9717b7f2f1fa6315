//! What stands in papers beside how things stand: what was asked in detail, who was given what, what turned since the
//! last time, and what the duty log has.

use calendar::Instant;
use campaign::{CheckKind, DutyWhat, PlanState, Status};
use journal::Grade;
use serde::Serialize;

use crate::model::{LimitPart, Private};

/// A named stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeriodPart {
    /// Its title.
    pub title: String,
    /// First moment.
    pub from: Instant,
    /// First moment after it.
    pub to: Instant,
}

/// How an obligation is to be proved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckPart {
    /// Which check.
    pub kind: CheckKind,
    /// The lowest grade that proves.
    pub min_grade: Grade,
    /// What is measured, of those the paper speaks of.
    pub targets: Vec<String>,
    /// The limits.
    pub limits: Vec<LimitedPart>,
    /// What is to be looked at.
    pub checklist: Vec<String>,
    /// How far a plan must have come.
    pub requires: Option<PlanState>,
}

/// A limit with what it limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LimitedPart {
    /// Name of the figure.
    pub name: String,
    /// Its unit.
    pub unit: String,
    /// The limit.
    pub limit: LimitPart,
}

/// An obligation that was given to a unit or a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AssignmentPart {
    /// Number of the obligation.
    pub obligation: usize,
    /// Name of the organisation that owes it.
    pub organisation_name: String,
    /// Name of the unit.
    pub unit: Option<String>,
    /// The person.
    pub person: Private,
    /// What was said with it.
    pub note: Private,
    /// Since when.
    pub from: Instant,
    /// Until when; until it is taken back where absent.
    pub until: Option<Instant>,
}

/// The paper of the same kind that this one goes on from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SincePart {
    /// The moment it speaks of.
    pub at: Instant,
    /// Digest of its document.
    pub report: String,
}

/// A cell that stands otherwise than it did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChangePart {
    /// Number of the obligation.
    pub obligation: usize,
    /// Name of the organisation.
    pub organisation_name: String,
    /// How it stood; none where it was not there.
    pub before: Option<StandPart>,
    /// How it stands.
    pub after: Option<StandPart>,
}

/// How a cell stands, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StandPart {
    /// The status.
    pub status: Status,
    /// The grade behind it.
    pub grade: Option<Grade>,
    /// It rests on something written down late.
    pub late: bool,
}

/// An entry of the duty log, without its words: those are its organisation's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DutyPart {
    /// When it was heard.
    pub at: Instant,
    /// What it is.
    pub what: DutyWhat,
    /// The organisation, obligation and target it concerns, by their names.
    pub about: Vec<String>,
}
