//! What a drill answers: of each trouble, what it hit, when it was noticed and by what, what turned, who answered, and
//! what was missed. The shape of `--format json`; stable.

use std::collections::BTreeMap;

use calendar::Instant;
use campaign::{Arg, Reason, Status};
use journal::{Hash, Slug};
use serde::Serialize;

use crate::file::Kind;

/// The version of the shape.
pub const SCHEMA: u32 = 1;

/// What takes the place of the world in a drill.
pub const SIMULATED: [&str; 5] = ["targets", "links", "people", "clocks", "disk_limit"];
/// What is the program itself.
pub const REAL: [&str; 6] = ["journal", "store", "board", "measuring", "rights", "answer"];

/// The answer of a drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// Version of this shape.
    pub schema: u32,
    /// Title of the drill.
    pub title: String,
    /// Id of the campaign played.
    pub campaign: Slug,
    /// Its digest.
    pub digest: Hash,
    /// What chance was drawn from.
    pub seed: u64,
    /// First moment played.
    pub from: Instant,
    /// First moment no longer played.
    pub to: Instant,
    /// First moment that was not to be played; later than `to` where the play was stopped before its end.
    pub planned_to: Instant,
    /// What was simulated.
    pub simulated: [&'static str; 5],
    /// What was the program itself.
    pub real: [&'static str; 6],
    /// The troubles, in the order in which they began.
    pub troubles: Vec<TroubleAnswer>,
    /// Cells that turned for the worse without a trouble of the file behind it.
    pub unexplained: Vec<Turn>,
    /// The duty officers.
    pub officers: Vec<OfficerAnswer>,
    /// How many cells stood how when the drill began to count, and at its end.
    pub board: [BTreeMap<&'static str, u32>; 2],
    /// How much happened.
    pub figures: Figures,
    /// The heads of all logs at the end: the same file and seed give the same.
    pub heads: Vec<Head>,
}

/// What became of one trouble.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TroubleAnswer {
    /// Its id.
    pub id: Slug,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: Kind,
    /// When it began.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// The targets that failed or slowed by it.
    pub hit: Vec<Slug>,
    /// What first showed it.
    pub noticed: Option<Noticed>,
    /// The cells that turned for the worse by it.
    pub turned: Vec<Turn>,
    /// What was missed.
    pub missed: Vec<Missed>,
}

/// What first showed a trouble.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Noticed {
    /// When it stood on record, or was refused.
    pub at: Instant,
    /// Seconds after the trouble began.
    pub after_s: i64,
    /// By what.
    pub by: By,
}

/// By what a trouble was noticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// A target was recorded as down.
    Target(Slug),
    /// A cell of the board turned.
    Cell {
        /// Whose.
        organisation: Slug,
        /// Of what.
        obligation: Slug,
    },
    /// The node refused to record: its disk is full.
    DiskFull,
    /// The node put on record how far its clock is off.
    Clock,
}

/// A cell that turned for the worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Turn {
    /// When.
    pub at: Instant,
    /// Whose.
    pub organisation: Slug,
    /// Of what.
    pub obligation: Slug,
    /// How it stood.
    pub was: Status,
    /// How it stands.
    pub is: Status,
    /// Why.
    pub reason: Reason,
    /// When the duty officer answered.
    pub answered_at: Option<Instant>,
    /// When it stood no worse than before again.
    pub back_at: Option<Instant>,
}

impl Turn {
    /// The target that its reason names.
    pub fn target(&self) -> Option<&str> {
        match self.reason.args.get("target") {
            Some(Arg::Text(target)) => Some(target.as_ref()),
            _ => None,
        }
    }

    /// Since when nothing was heard, where its reason is silence.
    pub fn silent_since(&self) -> Option<Instant> {
        match self.reason.args.get("since") {
            Some(Arg::At(since)) if self.reason.code.ends_with(".silent") => Some(*since),
            _ => None,
        }
    }
}

/// What was missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "what")]
pub enum Missed {
    /// Nothing ever showed it.
    NotNoticed,
    /// It was shown late.
    NoticedLate {
        /// Seconds after it began.
        after_s: i64,
    },
    /// Nobody answered for a cell that turned.
    NotAnswered {
        /// Whose.
        organisation: Slug,
        /// Of what.
        obligation: Slug,
        /// When it had turned.
        turned_at: Instant,
    },
    /// It was answered late.
    AnsweredLate {
        /// Whose.
        organisation: Slug,
        /// Of what.
        obligation: Slug,
        /// When it had turned.
        turned_at: Instant,
        /// Seconds after it had turned.
        after_s: i64,
    },
    /// A cell never came back.
    NotBack {
        /// Whose.
        organisation: Slug,
        /// Of what.
        obligation: Slug,
    },
    /// Nothing was measured for so long: the node was killed, or its clock was put ahead over that time.
    NotMeasured {
        /// Seconds.
        seconds: i64,
    },
    /// What was measured and waited to be recorded went with the node that was killed.
    MeasurementsLost {
        /// How many: turns of targets and summaries.
        count: u64,
    },
}

/// What a duty officer did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfficerAnswer {
    /// Whose.
    pub organisation: Slug,
    /// How many turns for the worse there were to answer.
    pub asked: u32,
    /// Of those, answered in time.
    pub in_time: u32,
    /// Answered late.
    pub late: u32,
    /// Not answered.
    pub not: u32,
    /// Words that the node refused: mistakes, or times it could not believe.
    pub refused: u32,
}

/// How much happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Probes sent.
    pub probes: u64,
    /// Of those, not answered.
    pub probes_lost: u64,
    /// Of those sent, in no summary: the node was killed within their period, or it was not over at the end.
    pub probes_unstated: u64,
    /// Events of the simulated world, probes included.
    pub events: u64,
    /// Entries in all logs at the end.
    pub entries: u64,
    /// Transactions that added them since the node was last started.
    pub commits: u64,
    /// Measurements the node refused for good.
    pub measurements_refused: u64,
    /// Of a period that stood on record otherwise, as a node makes again that was killed within it.
    pub measurements_repeated: u64,
    /// Given up, oldest first, because too many waited.
    pub measurements_dropped: u64,
    /// That waited and went with a node that was killed.
    pub measurements_lost: u64,
    /// That made no entry.
    pub measurements_unwritten: u64,
    /// Times the node was started.
    pub starts: u32,
}

impl Figures {
    /// Measurements that did not come into the journal, by why: the key of the message that says so.
    pub const fn unrecorded(&self) -> [(&'static str, u64); 5] {
        [
            ("drill-figures-refused", self.measurements_refused),
            ("drill-figures-repeated", self.measurements_repeated),
            ("drill-figures-dropped", self.measurements_dropped),
            ("drill-figures-lost", self.measurements_lost),
            ("drill-figures-unwritten", self.measurements_unwritten),
        ]
    }
}

/// The head of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The log.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// Their root.
    pub root: Hash,
}
