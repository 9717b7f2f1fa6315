//! The facts of each kind of entry, in types.

use calendar::Instant;
use journal::{EntryId, Facts, Hash, Slug};
use serde::{Deserialize, Serialize};

/// What an entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// `campaign.issued`: from now on this campaign file is in force.
    CampaignIssued {
        /// The campaign's id, where the facts repeat the subject's.
        campaign: Option<Slug>,
        /// Its title.
        title: String,
    },
    /// `acknowledgement.given`: the organisation has taken note.
    AcknowledgementGiven {
        /// Of which obligation.
        obligation: Slug,
    },
    /// `inspection.signed`: a named signer went through a checklist.
    InspectionSigned {
        /// For which obligation.
        obligation: Slug,
        /// What was found, line by line.
        checklist: Vec<ChecklistAnswer>,
        /// How many photographs lie with it.
        photos: u32,
    },
    /// `plan.filed`.
    PlanFiled {
        /// For which obligation.
        obligation: Slug,
        /// Which plan.
        plan: Slug,
    },
    /// `plan.approved`.
    PlanApproved {
        /// For which obligation.
        obligation: Slug,
        /// Which plan.
        plan: Slug,
    },
    /// `plan.tested`.
    PlanTested {
        /// For which obligation.
        obligation: Slug,
        /// Which plan.
        plan: Slug,
        /// How the exercise went.
        result: Outcome,
    },
    /// `briefing.read`: a shift read the briefing.
    BriefingRead {
        /// For which obligation.
        obligation: Slug,
        /// Which shift.
        shift: Slug,
        /// Digest of what was read.
        briefing: Hash,
    },
    /// `report.submitted`.
    ReportSubmitted {
        /// For which obligation.
        obligation: Slug,
        /// Digest of the report.
        report: Hash,
    },
    /// `obligation.waived`: the regulator lifts an obligation from an organisation.
    ObligationWaived {
        /// Which obligation.
        obligation: Slug,
        /// Until when; for good where absent.
        until: Option<Instant>,
    },
    /// `handling.promised`: "đã nhận, đang xử lý đến …".
    HandlingPromised {
        /// Which obligation.
        obligation: Slug,
        /// Until when.
        until: Instant,
    },
    /// `evidence.corrected`: the entries answered are withdrawn, or some of their facts replaced.
    EvidenceCorrected {
        /// Which obligation; measurements may be corrected without naming one.
        obligation: Option<Slug>,
        /// True: the answered entries no longer count at all.
        withdraws: bool,
        /// Facts that take the place of the answered entries' own.
        fields: Facts,
    },
    /// `finding.explained`: words beside a finding; it changes no verdict.
    FindingExplained {
        /// Which obligation.
        obligation: Slug,
    },
    /// `measurement.summarised`: one period of all the targets of an organisation.
    MeasurementSummarised {
        /// Length of a full period, in seconds.
        period_s: u32,
        /// One line per target.
        targets: Vec<TargetSummary>,
    },
    /// `target.turned`: a target changed its state.
    TargetTurned {
        /// Which target.
        target: Slug,
        /// What it was.
        from: TargetState,
        /// What it is now.
        to: TargetState,
        /// Why, in one word.
        cause: String,
        /// Why, for a technician.
        detail: String,
    },
    /// `clock.observed`: how far the node's clock was off.
    ClockObserved {
        /// Offset in microseconds.
        offset_us: i64,
        /// Against what.
        source: String,
    },
    /// `segment.sealed`: a file of samples is closed and its digest known.
    SegmentSealed {
        /// Digest of the file.
        sha256: Hash,
        /// Its size.
        bytes: u64,
    },
    /// `disclosure.erased`: clear values behind commitments were destroyed.
    DisclosureErased {
        /// Of which entry.
        entry: EntryId,
        /// Which fields.
        fields: Vec<String>,
    },
    /// A kind this version does not know, or facts that do not fit their kind: kept, shown, never judged.
    NotUnderstood {
        /// What did not fit; none for an unknown kind.
        why: Option<String>,
    },
}

/// One line of a signed checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistAnswer {
    /// Which item.
    pub item: Slug,
    /// What was found.
    pub result: ChecklistResult,
}

/// What was found at one line of a checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChecklistResult {
    /// In order.
    Pass,
    /// Not in order.
    Fail,
    /// Does not apply here.
    NotApplicable,
}

/// How an exercise went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As planned.
    Pass,
    /// Not as planned.
    Fail,
}

/// State of a target between two edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetState {
    /// Not probed yet.
    Unknown,
    /// Answers.
    Up,
    /// Does not answer.
    Down,
    /// Left out of measuring on purpose.
    Excluded,
}

impl TargetState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Unknown, Self::Up, Self::Down, Self::Excluded];

    /// Its word in facts, on the wire and in mappings: the one place that has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Up => "up",
            Self::Down => "down",
            Self::Excluded => "excluded",
        }
    }
}

/// One target's line in a summary. Counts are of probes; times are microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetSummary {
    /// Which target.
    pub target: Slug,
    /// Probes due.
    pub sent: u32,
    /// Answered.
    pub ok: u32,
    /// Not answered: these alone count against the network.
    pub lost: u32,
    /// Not sent in time by the measuring node itself.
    pub own_late: u32,
    /// Left out on purpose.
    pub excluded: u32,
    /// Median of the answers.
    pub rtt_us_p50: Option<u32>,
    /// 95th percentile of the answers.
    pub rtt_us_p95: Option<u32>,
    /// Slowest answer.
    pub rtt_us_max: Option<u32>,
    /// Seconds of the period without samples.
    pub gap_s: u32,
    /// When the certificate met runs out.
    pub not_after: Option<Instant>,
}

impl Body {
    /// The obligation it speaks of, if it speaks of one.
    pub fn obligation(&self) -> Option<&Slug> {
        match self {
            Self::AcknowledgementGiven { obligation }
            | Self::InspectionSigned { obligation, .. }
            | Self::PlanFiled { obligation, .. }
            | Self::PlanApproved { obligation, .. }
            | Self::PlanTested { obligation, .. }
            | Self::BriefingRead { obligation, .. }
            | Self::ReportSubmitted { obligation, .. }
            | Self::ObligationWaived { obligation, .. }
            | Self::HandlingPromised { obligation, .. }
            | Self::FindingExplained { obligation } => Some(obligation),
            Self::EvidenceCorrected { obligation, .. } => obligation.as_ref(),
            _ => None,
        }
    }

    /// Whether this version understood it.
    pub const fn is_understood(&self) -> bool {
        !matches!(self, Self::NotUnderstood { .. })
    }
}
