//! One cell of the board: how one obligation of one owner stands.

use calendar::Instant;
use journal::{EntryId, Grade, Slug};
use serde::{Deserialize, Serialize};

use crate::{
    finding::{Finding, Status},
    reason::Reason,
};

/// Which cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CellKey {
    /// Whose.
    pub organisation: Slug,
    /// Of what.
    pub obligation: Slug,
}

/// How one obligation of one owner stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Whose.
    pub organisation: Slug,
    /// Of what.
    pub obligation: Slug,
    /// The worst of its checks, unless it is waived.
    pub status: Status,
    /// The grade behind the status: of a proven one the lowest among its checks.
    pub grade: Option<Grade>,
    /// Why, from the check that decides.
    pub reason: Reason,
    /// Since when, where the evidence tells.
    pub since: Option<Instant>,
    /// It rests on something written down after its due moment, or after the moment asked for.
    pub late: bool,
    /// What each check says, in the order of the file.
    pub findings: Vec<Finding>,
    /// Explanations that stand beside the findings, newest first.
    pub explanations: Vec<EntryId>,
    /// "Đã nhận, đang xử lý đến …", while that has not passed.
    pub promised_until: Option<Instant>,
    /// Who carries it out, where somebody was given it. The owner answers for it all the same: it is no part of the
    /// verdict, and a cell that nobody was given has the bytes it always had.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holder: Option<Holder>,
    /// The waiver in force.
    pub waiver: Option<Waiver>,
    /// Until then the cell stays as it is unless new evidence comes.
    pub next_change_at: Option<Instant>,
}

impl Cell {
    /// Its key.
    pub fn key(&self) -> CellKey {
        CellKey { organisation: self.organisation.clone(), obligation: self.obligation.clone() }
    }
}

/// Who carries an obligation out for its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Holder {
    /// The entry that gave it, whose private fields say the name and a note.
    pub id: EntryId,
    /// The unit.
    pub unit: Option<Slug>,
    /// Opaque id of the person's account.
    pub account: Option<Slug>,
    /// Since when.
    pub from: Instant,
    /// Until when; until it is taken back or given to another where absent.
    pub until: Option<Instant>,
}

/// A waiver in force: the regulator's alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Waiver {
    /// The entry, whose private field says why.
    pub id: EntryId,
    /// Opaque id of who waived.
    pub actor: String,
    /// Since when.
    pub from: Instant,
    /// Until when; for good where absent.
    pub until: Option<Instant>,
}
