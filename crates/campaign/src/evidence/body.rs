//! The facts of each kind of entry, in types.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::{Cursor, EntryId, Fact, Facts, Hash, Slug};
use serde::{Deserialize, Serialize};

use crate::{
    Paper,
    dispute::{Claim, Ruling},
};

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
    /// `obligation.assigned`: who carries it out from now on. Whoever owes it answers for it as before.
    ObligationAssigned(Assignment),
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
    /// `probing.granted`: the ranges in which an organisation's targets may be probed.
    ProbingGranted {
        /// Each grant: its ranges, and from when until when.
        grants: Vec<Fact>,
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
    /// `account.changed`: who may sign in, or as what, is another from now on.
    AccountChanged {
        /// Opaque id of the account.
        account: Slug,
        /// What was done.
        change: AccountChange,
    },
    /// `key.changed`: a program's key was made or revoked.
    KeyChanged {
        /// Opaque id of the key.
        key: Slug,
        /// What was done.
        change: KeyChange,
    },
    /// `delegation.changed`: somebody signs for another, or no longer.
    DelegationChanged {
        /// Opaque id of the delegation.
        delegation: Slug,
        /// Opaque id of the account that signs.
        account: Slug,
        /// What was done.
        change: GivenChange,
    },
    /// `access.opened`: somebody who does not see an organisation's data reads them for a stated reason and time.
    AccessOpened {
        /// Opaque id of the opening.
        opening: Slug,
        /// Opaque id of the account that reads.
        account: Slug,
        /// Until when.
        until: Instant,
    },
    /// `access.closed`: it ended before its time.
    AccessClosed {
        /// Opaque id of the opening.
        opening: Slug,
    },
    /// `duty.logged`: something the duty officer heard, told, handed over or noted.
    DutyLogged(DutyEntry),
    /// `report.drafted`: a report was drawn up and kept, with what it was drawn from.
    ReportDrafted(DraftedReport),
    /// `report.attested`: a named signer stands by a draft, whose facts are repeated.
    ReportAttested(DraftedReport),
    /// `rollback.accepted`: the log goes on from where it was found, and entries it had are lost.
    RollbackAccepted {
        /// How many entries it was found with.
        found_size: u64,
        /// How many it had been signed with.
        kept_size: u64,
    },
    /// `dispute.opened`: a claim against a figure.
    DisputeOpened(Claim),
    /// `dispute.answered`: an answer to a claim.
    DisputeAnswered {
        /// Of which obligation.
        obligation: Slug,
    },
    /// `dispute.decided`: what was decided about a claim.
    DisputeDecided {
        /// Of which obligation.
        obligation: Slug,
        /// What was decided.
        ruling: Ruling,
    },
    /// A kind this version does not know, or facts that do not fit their kind: kept, shown, never judged.
    NotUnderstood {
        /// What did not fit; none for an unknown kind.
        why: Option<String>,
    },
}

/// What was done with an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountChange {
    /// Made with a password.
    Made,
    /// Made, with a code for its owner to set the password.
    Invited,
    /// Given another code.
    InvitedAgain,
    /// Its owner has set the password.
    Enrolled,
    /// Given another role.
    RoleChanged,
    /// Shut out.
    ShutOut,
    /// Let in again.
    LetIn,
    /// Signed out everywhere.
    SignedOut,
    /// One administrator asks that its owner may set the password anew.
    RecoveryAsked,
    /// A second one agrees: the password and the second factor are gone.
    RecoveryConfirmed,
    /// The request was taken back.
    RecoveryWithdrawn,
    /// One who may not asked for a recovery or tried to confirm one: nothing came of it.
    RecoveryRefused,
}

/// What was done with a program's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyChange {
    /// Made.
    Made,
    /// Revoked.
    Revoked,
}

/// What was done with what can be given and taken back: a delegation, an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GivenChange {
    /// Given.
    Given,
    /// Withdrawn.
    Withdrawn,
}

/// An obligation handed to a unit or a person of its owner, without what must not be in the clear: name and note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// Which obligation.
    pub obligation: Slug,
    /// What was done.
    pub change: GivenChange,
    /// Which unit carries it out.
    pub unit: Option<Slug>,
    /// Opaque id of the account of who carries it out.
    pub account: Option<Slug>,
    /// Until when; until it is taken back or given to another where absent.
    pub until: Option<Instant>,
}

/// An entry of a duty log without what must not be in the clear: the words, the caller and the number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyEntry {
    /// What it is.
    pub what: DutyWhat,
    /// The organisation it concerns.
    pub concerns: Option<Slug>,
    /// The obligation it speaks of.
    pub obligation: Option<Slug>,
    /// The target it speaks of.
    pub target: Option<Slug>,
    /// True: it takes the place of the entry it answers.
    pub corrects: bool,
}

/// A report as it was drawn up: the document, what was known, and the numbers shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftedReport {
    /// The organisation reported on alone; everything the writer sees where absent.
    pub about: Option<Slug>,
    /// Which paper; the results where the entry names none.
    pub paper: Paper,
    /// The moment it speaks of.
    pub at: Instant,
    /// Digest of the document.
    pub report: Hash,
    /// How far each log had come.
    pub known: Cursor,
    /// How many cells stood how, by [`crate::review::counts`].
    pub counts: BTreeMap<String, u32>,
}

/// What an entry of a duty log is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DutyWhat {
    /// Somebody rang or came.
    Heard,
    /// The duty officer told somebody.
    Told,
    /// One shift hands over to the next.
    Handover,
    /// A note of the shift's own.
    Note,
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
            | Self::DisputeAnswered { obligation }
            | Self::DisputeDecided { obligation, .. }
            | Self::FindingExplained { obligation } => Some(obligation),
            Self::DisputeOpened(claim) => Some(&claim.obligation),
            Self::ObligationAssigned(assignment) => Some(&assignment.obligation),
            Self::EvidenceCorrected { obligation, .. } => obligation.as_ref(),
            _ => None,
        }
    }

    /// Whether this version understood it.
    pub const fn is_understood(&self) -> bool {
        !matches!(self, Self::NotUnderstood { .. })
    }
}
