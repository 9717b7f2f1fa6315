//! What a report says, before any layout: plain values with every name, figure and number of evidence resolved.
//!
//! A model is what the JSON form of a report shows, and all that a layout reads. It holds personal data only where
//! the reader was given it: see [`Private`].

use calendar::Instant;
use campaign::{CheckKind, Modality, Op, Paper, Status};
use journal::Grade;
use serde::Serialize;

use crate::parts::{AssignmentPart, ChangePart, CheckPart, DutyPart, PeriodPart, SincePart};

/// One report: a campaign at a moment, as one organisation reports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Model {
    /// Which paper it is written as.
    pub paper: Paper,
    /// Who reports, to whom, and where.
    pub letterhead: Letterhead,
    /// The campaign reported on.
    pub campaign: CampaignPart,
    /// The letters it was drawn from.
    pub directives: Vec<DirectivePart>,
    /// The moment the board was read at; also the date of the report.
    pub at: Instant,
    /// How many (obligation, organisation) pairs stand at each status, worst first, none left out.
    pub counts: Vec<(Status, usize)>,
    /// The same for each organisation.
    pub by_organisation: Vec<OrganisationCounts>,
    /// What was asked, in the order of the campaign, and how it stands.
    pub obligations: Vec<ObligationPart>,
    /// The evidence named anywhere in the report, in the order of its logs.
    pub evidence: Vec<EvidencePart>,
    /// Who signed the newest draft of this report that bears a signature, first signature first.
    pub attested: Vec<AttestedPart>,
    /// The heads of the logs the report was computed from.
    pub checkpoints: Vec<CheckpointPart>,
    /// Who was given what.
    pub assignments: Vec<AssignmentPart>,
    /// The paper it goes on from, where there is one.
    pub since: Option<SincePart>,
    /// What stands otherwise since then.
    pub changes: Vec<ChangePart>,
    /// What the reporter's duty log has since then; none where its reader does not read it.
    pub duty: Option<Vec<DutyPart>>,
}

/// What stands at the head and foot of the first page and is not computed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Letterhead {
    /// The body above the one reporting; left out where there is none.
    pub superior: Option<String>,
    /// The body reporting.
    pub body: String,
    /// Its short sign in the report's number ("Số: …/BC-STTTT"); dots where it is not known.
    pub sign: Option<String>,
    /// The place in the date line; dots where it is not known.
    pub place: Option<String>,
    /// "Kính gửi": whom it is addressed to.
    pub addressees: Vec<String>,
    /// "Nơi nhận", besides the addressees and the file copy.
    pub copies: Vec<String>,
    /// The office of who is to sign; the general word where it is not known.
    pub signatory: Option<String>,
    /// Who signs does so for that office: the form's letters, and the signer's own office.
    pub signed_for: Option<SignedFor>,
}

/// A signature for another's office (Decree 30/2020/NĐ-CP, annex I, II.7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SignedFor {
    /// `KT.`, `TL.` or `TUQ.`.
    pub prefix: String,
    /// The signer's own office, where known.
    pub own_office: Option<String>,
}

/// A signature under a draft of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AttestedPart {
    /// The lines above it, where it was given for another.
    pub lines: Vec<String>,
    /// The name under it.
    pub signer: Private,
    /// When it was given.
    pub recorded_at: Instant,
    /// The moment the draft speaks of.
    pub drafted_at: Instant,
    /// SHA-256 of the draft.
    pub report: String,
}

/// The campaign in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CampaignPart {
    /// Its short name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// First moment of the period.
    pub from: Instant,
    /// First moment after it.
    pub to: Instant,
    /// SHA-256 of its file.
    pub digest: String,
    /// Its phases.
    pub phases: Vec<PeriodPart>,
    /// Its critical hours.
    pub critical: Vec<PeriodPart>,
    /// When networks are not to be changed.
    pub freeze: Vec<PeriodPart>,
}

/// A letter in a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DirectivePart {
    /// Its number and sign.
    pub number: Option<String>,
    /// Day of issue, `YYYY-MM-DD`.
    pub issued: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// One organisation's line of the summary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OrganisationCounts {
    /// Its short name.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How many of its obligations stand at each status, worst first, none left out.
    pub counts: Vec<(Status, usize)>,
}

/// One obligation with how each of its owners stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ObligationPart {
    /// Its number in this report, from 1.
    pub number: usize,
    /// Its short name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The words of the letter.
    pub quote: String,
    /// Must, or must not.
    pub modality: Modality,
    /// "Unless", in the letter's words.
    pub condition: Option<String>,
    /// By when.
    pub due: Option<Instant>,
    /// True for "trước": the due moment itself is too late.
    pub due_strict: bool,
    /// How it is to be proved.
    pub checks: Vec<CheckPart>,
    /// One line an owner.
    pub cells: Vec<CellPart>,
}

/// How one organisation stands with one obligation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellPart {
    /// The organisation's short name.
    pub organisation: String,
    /// Its name.
    pub organisation_name: String,
    /// The status.
    pub status: Status,
    /// The lowest grade it rests on.
    pub grade: Option<Grade>,
    /// Why, from the check that decides, in the report's language.
    pub reason: String,
    /// It rests on something recorded after its due date: "ghi bổ sung sau hạn".
    pub late: bool,
    /// "Đã nhận, đang xử lý đến …".
    pub promised_until: Option<Instant>,
    /// Who lifted the obligation, and why.
    pub waiver: Option<WaiverPart>,
    /// One verdict a check.
    pub findings: Vec<FindingPart>,
    /// What was said beside the verdicts.
    pub explanations: Vec<ExplanationPart>,
}

/// One check's verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingPart {
    /// Which check judged.
    pub check: CheckKind,
    /// Version of its rules.
    pub check_version: u32,
    /// The verdict.
    pub status: Status,
    /// Why, in the report's language.
    pub reason: String,
    /// The lowest grade among what it rests on.
    pub grade: Option<Grade>,
    /// It rests on something recorded late.
    pub late: bool,
    /// The figures.
    pub figures: Vec<FigurePart>,
    /// The entries it rests on.
    pub evidence: Vec<EvidenceNumber>,
}

/// A figure with its limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigurePart {
    /// Its name, as in a threshold.
    pub name: String,
    /// Its value.
    pub value: i64,
    /// Its unit.
    pub unit: String,
    /// The target it was taken on.
    pub target: Option<String>,
    /// The limit set for it.
    pub limit: Option<LimitPart>,
}

/// A limit and the document it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LimitPart {
    /// Which side is allowed.
    pub op: Op,
    /// The limit.
    pub value: i64,
    /// The document.
    pub source: String,
    /// Its day, `YYYY-MM-DD`.
    pub source_date: String,
}

/// The number by which evidence is found again: its log and place, and its id to be sure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct EvidenceNumber {
    /// The log it stands in; empty where the entry was not handed to the report.
    pub origin: String,
    /// Its place in that log; none where the log does not go along with the report.
    pub index: Option<u64>,
    /// Its id.
    pub id: String,
}

/// A waiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WaiverPart {
    /// The organisation that lifted the obligation.
    pub by: String,
    /// The person who wrote it, where the reader may know.
    pub person: Private,
    /// Until when; for good where absent.
    pub until: Option<Instant>,
    /// Why.
    pub reason: Private,
    /// The entry.
    pub evidence: EvidenceNumber,
}

/// An explanation beside a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplanationPart {
    /// The organisation that gave it.
    pub by: String,
    /// The person who wrote it, where the reader may know.
    pub person: Private,
    /// When it was recorded, where its entry was handed to the report.
    pub recorded_at: Option<Instant>,
    /// Its words.
    pub text: Private,
    /// The entry.
    pub evidence: EvidenceNumber,
}

/// One line of the list of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EvidencePart {
    /// Its number.
    pub number: EvidenceNumber,
    /// Its kind, `noun.past_verb`.
    pub kind: String,
    /// The organisation it is about.
    pub organisation_name: String,
    /// Since when it was so.
    pub held_from: Instant,
    /// Until when; the same moment for what happened at once, none for what goes on.
    pub held_to: Option<Instant>,
    /// When it was written down.
    pub recorded_at: Instant,
    /// How far it can be trusted.
    pub grade: Option<Grade>,
    /// Who signed it, for an inspection.
    pub signer: Private,
    /// The lines above the signature, where it was signed for another.
    pub signed_for: Vec<String>,
    /// Documents it names of which only the digest is kept here.
    pub by_digest: usize,
}

/// The signed head of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckpointPart {
    /// The log.
    pub origin: String,
    /// How many entries it had.
    pub size: u64,
    /// Root of its tree, in hex.
    pub root: String,
    /// The key that signed it, as a C2SP verifier key, where known.
    pub key: Option<String>,
}

/// A value that may be personal data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Private {
    /// There never was one.
    #[default]
    Absent,
    /// There is one, and this reader was not given it.
    Withheld,
    /// There was one, and it was erased.
    Erased,
    /// The value.
    Shown(String),
}
