//! The drill file: TOML that a person edits, read with every fault at once and where it stands.
//!
//! It names a campaign file beside it, the stretch of time to play, what rests on what, who is on duty, and the
//! troubles with their time. What it says of the campaign (targets, organisations) is held against that file.

mod keys;
mod read;

use std::collections::BTreeMap;

use calendar::Instant;
use campaign::{Campaign, Fault, settings::Reader};
use journal::Slug;
use serde::Serialize;
use simulator::{Dice, Site, SiteId};

/// Largest file read: a province has some thousand sites.
pub const MAX_BYTES: usize = 1024 * 1024;

/// A drill as its file tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrillFile {
    /// Title shown to people.
    pub title: String,
    /// File name of the campaign, from the folder of this one.
    pub campaign: String,
    /// First moment played.
    pub from: Instant,
    /// First moment no longer played.
    pub to: Instant,
    /// Whether everything that was due before was done in time, so that the board begins without it.
    pub prepared: bool,
    /// After so many seconds without anything showing it, a trouble counts as noticed late.
    pub notice_within_s: u32,
    /// After so many seconds without a word from the duty officer, a turn counts as answered late.
    pub answer_within_s: u32,
    /// What rests on what; targets are sites too.
    pub sites: BTreeMap<SiteId, Site>,
    /// How each target of the campaign answers while nothing is wrong.
    pub points: BTreeMap<Slug, Point>,
    /// Who is on duty.
    pub officers: Vec<Officer>,
    /// What goes wrong, in the order of the file.
    pub troubles: Vec<Trouble>,
}

/// How a target answers while nothing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// Usual time until the answer, µs; each answer takes up to half as long again.
    pub rtt_us: u32,
    /// How many probes in a million go unanswered for no reason.
    pub loss_ppm: u32,
    /// Until when the certificate shown is valid, where one is shown.
    pub certificate_until: Option<Instant>,
}

impl Default for Point {
    fn default() -> Self {
        Self { rtt_us: 8_000, loss_ppm: 0, certificate_until: None }
    }
}

/// A duty officer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// Whose.
    pub organisation: Slug,
    /// Mean time until a turn is answered, s.
    pub answers_after_s: u32,
    /// For how long an answer promises that it is being handled, s.
    pub promises_s: u32,
    /// How often in a million an answer is wrong at first, so that the node refuses it.
    pub mistakes_ppm: u32,
}

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Short name.
    pub id: Slug,
    /// Title shown to people; the id where the file gives none.
    pub title: String,
    /// What.
    pub what: What,
    /// When it begins, at the earliest and at the latest; where in between is the seed's affair.
    pub at: (Instant, Instant),
    /// How long it lasts, s, at least and at most.
    pub for_s: (u32, u32),
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A cable is cut: whatever needs this site loses it.
    CableCut(SiteId),
    /// Power is lost at a site.
    PowerLost(SiteId),
    /// A target answers so many times slower.
    Slow(SiteId, u32),
    /// The duty officer of an organisation says nothing.
    OfficerSilent(Slug),
    /// The journal may not grow any more.
    DiskFull,
    /// The node is killed, and started again at the end.
    NodeKilled,
    /// The node's clock is off by so many seconds, and drifts by so many parts in a million.
    ClockWrong {
        /// How far it jumps, s; forwards where positive.
        offset_s: i64,
        /// How much it gains from then on, parts in a million.
        drift_ppm: i64,
    },
}

/// The kinds of trouble, as the file and the answer call them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A cable is cut.
    CableCut,
    /// Power is lost.
    PowerLost,
    /// A target is slow.
    Slow,
    /// A duty officer is silent.
    OfficerSilent,
    /// The disk is full.
    DiskFull,
    /// The node is killed.
    NodeKilled,
    /// The node's clock is wrong.
    ClockWrong,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::CableCut,
        Self::PowerLost,
        Self::Slow,
        Self::OfficerSilent,
        Self::DiskFull,
        Self::NodeKilled,
        Self::ClockWrong,
    ];

    /// Its word in the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::CableCut => "cable_cut",
            Self::PowerLost => "power_lost",
            Self::Slow => "slow",
            Self::OfficerSilent => "officer_silent",
            Self::DiskFull => "disk_full",
            Self::NodeKilled => "node_killed",
            Self::ClockWrong => "clock_wrong",
        }
    }
}

impl Kind {
    /// Whether it strikes what targets rest on, or a target itself.
    pub const fn strikes_sites(self) -> bool {
        matches!(self, Self::CableCut | Self::PowerLost | Self::Slow)
    }
}

impl What {
    /// Its kind.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::CableCut(_) => Kind::CableCut,
            Self::PowerLost(_) => Kind::PowerLost,
            Self::Slow(..) => Kind::Slow,
            Self::OfficerSilent(_) => Kind::OfficerSilent,
            Self::DiskFull => Kind::DiskFull,
            Self::NodeKilled => Kind::NodeKilled,
            Self::ClockWrong { .. } => Kind::ClockWrong,
        }
    }

    /// Whether it troubles the node itself, and so whatever it measures.
    pub const fn is_of_node(&self) -> bool {
        matches!(self, Self::DiskFull | Self::NodeKilled | Self::ClockWrong { .. })
    }

    /// How far it puts the node's clock ahead where it begins, and where it ends after so many seconds: what of the
    /// node's time nobody lived through, s.
    pub fn skipped_s(&self, ends_after_s: Option<i64>) -> i64 {
        let Self::ClockWrong { offset_s, drift_ppm } = self else { return 0 };
        let put_right_s = |lasts_s: i64| -(offset_s + lasts_s * drift_ppm / 1_000_000);
        (*offset_s).max(0) + ends_after_s.map_or(0, put_right_s).max(0)
    }

    /// How far it puts the node's clock off at once, ms.
    pub const fn off_ms(&self) -> i64 {
        if let Self::ClockWrong { offset_s, .. } = self { offset_s.saturating_abs() * 1_000 } else { 0 }
    }
}

impl Trouble {
    /// When it begins and ends under this seed. Of the trouble's own stream of chance: another one taken away leaves
    /// it where it was.
    pub fn span(&self, seed: u64) -> (Instant, Instant) {
        let mut dice = Dice::of(seed, &format!("trouble/{}", self.id));
        let (earliest, latest) = self.at;
        let whole_s = latest.ms_since(earliest) / 1_000;
        let from = earliest.plus_ms(dice.between(0, whole_s) * 1_000);
        let lasts_s = dice.between(i64::from(self.for_s.0), i64::from(self.for_s.1));
        (from, from.plus_ms(lasts_s * 1_000))
    }
}

/// How long the board is given to hear of every target for the first time, ms. Turns count from then on.
pub fn warm_up_ms(campaign: &Campaign) -> i64 {
    const SUMMARIES: i64 = 4;
    SUMMARIES * i64::from(campaign.summary_s) * 1_000
}

/// The name of the campaign file that a drill file speaks of.
pub fn campaign_named(text: &str, file: &str) -> Result<String, Vec<Fault>> {
    Reader::read(file, text, |reader, root| {
        let name = reader.section(root, "drill").and_then(|drill| read::campaign_name(reader, drill));
        if name.is_none() && reader.fault_count() == 0 {
            reader.add(0, "drill", "is missing", "write [drill] with title, campaign, from and to");
        }
        name.unwrap_or_default()
    })
}

/// Reads a drill file beside its campaign; `file` names it in faults.
pub fn parse(text: &str, file: &str, campaign: &Campaign) -> Result<DrillFile, Vec<Fault>> {
    let read = Reader::read(file, text, |reader, root| read::DrillReader::new(reader, campaign).file(root));
    // A file without faults has everything it must.
    read.and_then(|file| file.ok_or_else(Vec::new))
}
