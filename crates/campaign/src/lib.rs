//! What an authority asked for and how it stands: the campaign file, the evidence, the checks and the board.
//!
//! Everything here is a pure function: no clock, no randomness, no file, no network. `now` is always an argument,
//! and a verdict depends only on the campaign, the evidence and that moment. No evidence is never shown as proven,
//! and what a person signed is never taken for what a probe measured.

pub mod board;
pub mod checks;
pub mod dispute;
pub mod dossier;
pub mod evidence;
mod extract;
pub mod file;
mod finding;
mod model;
mod paper;
mod reason;
pub mod review;
mod said;
pub mod settings;
pub mod text;

pub use board::{Board, Cell, CellKey, Holder, SnapshotFault, Waiver, board_at};
pub use checks::{Check, CheckKind, Context};
pub use evidence::{
    AccountChange, Assignment, Body, ChecklistAnswer, ChecklistResult, DraftFault, DraftedReport, DutyEntry,
    DutyWhat, Evidence, EvidenceFault, GivenChange, KeyChange, Outcome, TargetState, TargetSummary,
    check_correction, known_kinds, names_document, validate,
};
pub use extract::{extract, extract_text, named_by, parse_extract};
pub use file::{Fault, parse, parse_beside, parse_issued};
pub use finding::{Figure, Finding, Limit, Status};
pub use model::{
    Briefing, Campaign, CheckSpec, ChecklistItem, Condition, Directive, Modality, Obligation, Op,
    Organisation, OrganisationKind, Period, PlanState, Target, TargetKind, Threshold,
};
pub use paper::Paper;
pub use reason::{Arg, Reason};
pub use said::{Said, Sentence};
