//! A check's verdict: status, reason, figures with their limits, and the evidence it rests on.

use calendar::Instant;
use journal::{EntryId, Grade, Hash, Slug};
use serde::{Deserialize, Serialize};

use crate::{
    checks::CheckKind,
    model::{Op, Threshold},
    reason::Reason,
};

/// How many evidence ids a finding names at most, most telling first: a page shows them all, and a year of
/// summaries does not make a finding grow.
pub const MAX_EVIDENCE: usize = 16;

/// How an obligation, or one check of it, stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Chưa đạt.
    Failing,
    /// Mất liên lạc: it was heard before and is silent now.
    NoSignal,
    /// Chưa có chứng cứ.
    Unproven,
    /// Có nguy cơ.
    AtRisk,
    /// Chưa đến hạn.
    NotDue,
    /// Đã chứng minh.
    Proven,
    /// Được miễn.
    Waived,
}

impl Status {
    /// Every status, worst first.
    pub const ALL: [Self; 7] = [
        Self::Failing,
        Self::NoSignal,
        Self::Unproven,
        Self::AtRisk,
        Self::NotDue,
        Self::Proven,
        Self::Waived,
    ];

    /// Place in the order worst first; the smallest rank of an obligation's checks is its status.
    pub const fn rank(self) -> u8 {
        match self {
            Self::Failing => 0,
            Self::NoSignal => 1,
            Self::Unproven => 2,
            Self::AtRisk => 3,
            Self::NotDue => 4,
            Self::Proven => 5,
            Self::Waived => 6,
        }
    }

    /// The word as it stands in JSON and in message keys.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::NoSignal => "no_signal",
            Self::Unproven => "unproven",
            Self::AtRisk => "at_risk",
            Self::NotDue => "not_due",
            Self::Proven => "proven",
            Self::Waived => "waived",
        }
    }
}

/// One check's verdict about one organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Which check judged.
    pub check: CheckKind,
    /// Version of the check's rules.
    pub check_version: u32,
    /// Digest of the campaign file it judged by.
    pub campaign: Hash,
    /// The verdict.
    pub status: Status,
    /// Why, as a code with arguments.
    pub reason: Reason,
    /// Since when the reason holds, where that can be told from the evidence.
    pub since: Option<Instant>,
    /// The figures behind it.
    pub figures: Vec<Figure>,
    /// The entries it rests on, most telling first, at most [`MAX_EVIDENCE`].
    pub evidence: Vec<EntryId>,
    /// The lowest grade among what it rests on.
    pub grade: Option<Grade>,
    /// It rests on something recorded after the due moment, or after the moment asked for.
    pub late: bool,
}

/// A number a finding rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Its name, as in a threshold.
    pub name: &'static str,
    /// Its value.
    pub value: i64,
    /// Its unit.
    pub unit: &'static str,
    /// The target it was taken on, where it is one target's.
    pub target: Option<Slug>,
    /// The limit set for it, where there is one.
    pub limit: Option<Limit>,
}

/// A limit as a finding quotes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// Which side is allowed.
    pub op: Op,
    /// The limit.
    pub value: i64,
    /// The document it was taken from.
    pub source: String,
    /// Day of that document.
    pub source_date: String,
}

impl Limit {
    /// A threshold as a finding quotes it.
    pub(crate) fn of(threshold: &Threshold) -> Self {
        Self {
            op: threshold.op,
            value: threshold.value,
            source: threshold.source.clone(),
            source_date: threshold.source_date.clone(),
        }
    }
}
