//! The board: cells, findings, figures.

use super::{EvidenceView, HolderView, ObligationView, OrganisationView};
use access::Action;
use calendar::Instant;
use campaign::{Cell, Figure, Finding, Reason, Status};
use journal::Grade;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A page of the board, by obligation.
#[derive(Debug, Serialize, ToSchema)]
pub struct BoardPage {
    /// The node's clock.
    #[schema(value_type = String)]
    pub now: Instant,
    /// The moment asked for; null for the live board.
    #[schema(value_type = Option<String>)]
    pub at: Option<Instant>,
    /// What was known: a cursor over the viewer's logs.
    pub known: String,
    /// Where live events go on from.
    pub cursor: String,
    /// Cells of the viewer's whole board by status.
    pub counts: BTreeMap<String, u64>,
    /// The organisations that own cells here.
    pub organisations: Vec<OrganisationView>,
    /// The obligations of this page.
    pub obligations: Vec<ObligationView>,
    /// Their cells.
    pub cells: Vec<CellView>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

/// How one obligation stands at one organisation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CellView {
    /// The organisation.
    pub organisation: String,
    /// The obligation.
    pub obligation: String,
    /// Status.
    #[schema(value_type = super::names::StatusName)]
    pub status: Status,
    /// Lowest grade among what it rests on.
    #[schema(value_type = Option<super::names::GradeName>)]
    pub grade: Option<Grade>,
    /// Why.
    pub reason: ReasonView,
    /// Since when, where that can be told.
    #[schema(value_type = Option<String>)]
    pub since: Option<Instant>,
    /// Rests on something written down after the due moment.
    pub late: bool,
    /// Number of explanations beside it.
    pub explained: u32,
    /// "Đã nhận, đang xử lý" until.
    #[schema(value_type = Option<String>)]
    pub promised_until: Option<Instant>,
    /// Who carries it out for its owner, where somebody was given it.
    pub held_by: Option<HolderView>,
    /// When time alone may change it.
    #[schema(value_type = Option<String>)]
    pub next_change_at: Option<Instant>,
    /// Waived: until when (empty for good); null when not waived.
    pub waived: Option<String>,
}

/// A code and what its sentence is filled with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReasonView {
    /// Code.
    pub code: String,
    /// Arguments.
    #[schema(value_type = Object)]
    pub args: BTreeMap<String, campaign::Arg>,
}

/// A cell with everything behind it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellDetail {
    /// The cell.
    pub cell: CellView,
    /// The obligation.
    pub obligation: ObligationView,
    /// Each check's verdict.
    pub findings: Vec<FindingView>,
    /// The evidence, newest first.
    pub evidence: Vec<EvidenceView>,
    /// The targets measured for it.
    pub targets: Vec<TargetBrief>,
    /// What the viewer may say about it now, whatever moment is asked for.
    #[schema(value_type = Vec<super::names::CellActionName>)]
    pub allowed: Vec<Action>,
}

/// One check's verdict.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingView {
    /// Kind of check.
    pub check: String,
    /// Version of its rules.
    pub version: u32,
    /// Verdict.
    #[schema(value_type = super::names::StatusName)]
    pub status: Status,
    /// Why.
    pub reason: ReasonView,
    /// Figures.
    pub figures: Vec<FigureView>,
    /// Entries it rests on.
    pub evidence: Vec<String>,
    /// Lowest grade among them.
    #[schema(value_type = Option<super::names::GradeName>)]
    pub grade: Option<Grade>,
    /// Rests on something late.
    pub late: bool,
    /// Digest of the campaign file it judged by.
    pub campaign: String,
}

/// A number.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureView {
    /// Name.
    pub name: String,
    /// Value.
    pub value: i64,
    /// Unit.
    pub unit: String,
    /// Target it was taken on.
    pub target: Option<String>,
    /// Limit.
    pub limit: Option<LimitView>,
}

/// A limit and its source.
#[derive(Debug, Serialize, ToSchema)]
pub struct LimitView {
    /// Which side is allowed.
    pub op: String,
    /// The limit.
    pub value: i64,
    /// The document it comes from.
    pub source: String,
    /// Day of that document.
    pub source_date: String,
}

/// A target, in short.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetBrief {
    /// Short name.
    pub id: String,
    /// Name shown to people.
    pub title: String,
    /// How it is probed.
    #[schema(value_type = String)]
    pub kind: campaign::TargetKind,
    /// Whose network it stands for.
    pub owner: String,
}

impl From<&Reason> for ReasonView {
    fn from(reason: &Reason) -> Self {
        Self {
            code: reason.code.to_owned(),
            args: reason.args.iter().map(|(name, arg)| ((*name).to_owned(), arg.clone())).collect(),
        }
    }
}

impl From<&Figure> for FigureView {
    fn from(figure: &Figure) -> Self {
        Self {
            name: figure.name.to_owned(),
            value: figure.value,
            unit: figure.unit.to_owned(),
            target: figure.target.as_ref().map(ToString::to_string),
            limit: figure.limit.as_ref().map(|limit| LimitView {
                op: limit.op.sign().to_owned(),
                value: limit.value,
                source: limit.source.clone(),
                source_date: limit.source_date.clone(),
            }),
        }
    }
}

impl From<&Finding> for FindingView {
    fn from(finding: &Finding) -> Self {
        Self {
            check: finding.check.as_str().to_owned(),
            version: finding.check_version,
            status: finding.status,
            reason: (&finding.reason).into(),
            figures: finding.figures.iter().map(Into::into).collect(),
            evidence: finding.evidence.iter().map(ToString::to_string).collect(),
            grade: finding.grade,
            late: finding.late,
            campaign: finding.campaign.to_string(),
        }
    }
}

impl From<&Cell> for CellView {
    fn from(cell: &Cell) -> Self {
        Self {
            organisation: cell.organisation.to_string(),
            obligation: cell.obligation.to_string(),
            status: cell.status,
            grade: cell.grade,
            reason: (&cell.reason).into(),
            since: cell.since,
            late: cell.late,
            explained: u32::try_from(cell.explanations.len()).unwrap_or(u32::MAX),
            promised_until: cell.promised_until,
            held_by: cell.holder.as_ref().map(Into::into),
            next_change_at: cell.next_change_at,
            waived: cell
                .waiver
                .as_ref()
                .map(|waiver| waiver.until.map(|until| until.to_string()).unwrap_or_default()),
        }
    }
}
