//! The campaign, its organisations and obligations.

use calendar::Instant;
use campaign::{Campaign, Obligation, Organisation, Period};
use journal::Slug;
use serde::Serialize;
use utoipa::ToSchema;

/// The campaign in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct CampaignView {
    /// Short name.
    pub id: String,
    /// Title.
    pub title: String,
    /// SHA-256 of the campaign file.
    pub digest: String,
    /// First moment.
    #[schema(value_type = String)]
    pub from: Instant,
    /// First moment after it.
    #[schema(value_type = String)]
    pub to: Instant,
    /// IANA zone of the organisations.
    pub zone: String,
    /// Named parts.
    pub phases: Vec<PeriodView>,
    /// Critical hours.
    pub critical: Vec<PeriodView>,
    /// Windows in which networks are left alone.
    pub freeze: Vec<PeriodView>,
    /// The next Giao thừa from now.
    #[schema(value_type = String)]
    pub giao_thua: Instant,
    /// The day that Giao thừa opens, by the lunar calendar.
    pub lunar: LunarView,
    /// The node's clock.
    #[schema(value_type = String)]
    pub now: Instant,
    /// The organisations this viewer sees.
    pub organisations: Vec<OrganisationView>,
    /// The letter behind it.
    pub directive: Option<DirectiveView>,
}

/// A day of the lunar calendar, in words.
#[derive(Debug, Serialize, ToSchema)]
pub struct LunarView {
    /// As spoken: "mùng 1 tháng Giêng …".
    pub text: String,
    /// Name of the lunar year it opens: "Đinh Mùi".
    pub year_name: String,
}

/// A stretch of time with a name.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeriodView {
    /// Short name.
    pub id: String,
    /// Title.
    pub title: String,
    /// First moment.
    #[schema(value_type = String)]
    pub from: Instant,
    /// First moment after it.
    #[schema(value_type = String)]
    pub to: Instant,
}

/// An organisation or unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationView {
    /// Short name.
    pub id: String,
    /// Full name.
    pub name: String,
    /// What it is.
    #[schema(value_type = String)]
    pub kind: campaign::OrganisationKind,
    /// The organisation above, if the viewer sees it.
    pub parent: Option<String>,
}

/// The letter.
#[derive(Debug, Serialize, ToSchema)]
pub struct DirectiveView {
    /// Number and sign.
    pub number: Option<String>,
    /// Day of issue.
    pub issued: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// What it is about.
    pub subject: Option<String>,
}

/// An obligation with the words it comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct ObligationView {
    /// Short name.
    pub id: String,
    /// Title.
    pub title: String,
    /// The words of the letter.
    pub quote: String,
    /// Where they stand in it, in characters.
    pub span: Option<[u32; 2]>,
    /// By when.
    #[schema(value_type = Option<String>)]
    pub due: Option<Instant>,
    /// True: the moment itself is already too late.
    pub due_strict: bool,
    /// `must` or `must_not`.
    #[schema(value_type = super::names::ModalityName)]
    pub modality: campaign::Modality,
    /// "Unless", quoted.
    pub condition: Option<SpanQuote>,
    /// Field of work.
    pub sector: Option<String>,
    /// Who owes it, as far as the viewer sees them.
    pub owners: Vec<String>,
    /// Kinds of its checks.
    pub checks: Vec<CheckView>,
}

/// What a person needs to know of a check to answer it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckView {
    /// Kind.
    pub kind: String,
    /// Lowest grade that proves.
    #[schema(value_type = super::names::GradeName)]
    pub min_grade: journal::Grade,
    /// `inspection`: the lines to look at.
    pub checklist: Vec<ChecklistLine>,
    /// `plan`: how far it must have come.
    #[schema(value_type = Option<String>)]
    pub requires: Option<campaign::PlanState>,
    /// `plan`: which one.
    pub plan: Option<String>,
    /// `briefing`: which one.
    pub briefing: Option<BriefingView>,
    /// `briefing`: the shifts that must have read it.
    pub shifts: Vec<String>,
}

/// A page that every shift must have read.
#[derive(Debug, Serialize, ToSchema)]
pub struct BriefingView {
    /// Short name.
    pub id: String,
    /// Title.
    pub title: String,
    /// SHA-256 of its bytes: what a reader confirms having read.
    pub sha256: String,
}

/// One line of a checklist.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChecklistLine {
    /// Short name.
    pub item: String,
    /// As the inspector reads it.
    pub title: String,
}

/// Quoted words with their place.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpanQuote {
    /// The words.
    pub quote: String,
    /// Their place.
    pub span: Option<[u32; 2]>,
}

impl From<&Period> for PeriodView {
    fn from(period: &Period) -> Self {
        Self { id: period.id.to_string(), title: period.title.clone(), from: period.from, to: period.to }
    }
}

impl OrganisationView {
    /// The organisation as a viewer sees it who sees `visible`.
    pub fn of(organisation: &Organisation, visible: impl Fn(&Slug) -> bool) -> Self {
        let parent = organisation.parent.as_ref().filter(|parent| visible(parent));
        Self {
            id: organisation.id.to_string(),
            name: organisation.name.clone(),
            kind: organisation.kind,
            parent: parent.map(ToString::to_string),
        }
    }
}

impl ObligationView {
    /// The obligation as a viewer sees it who sees `visible`.
    pub fn of(campaign: &Campaign, obligation: &Obligation, visible: impl Fn(&Slug) -> bool) -> Self {
        Self {
            id: obligation.id.to_string(),
            title: obligation.title.clone(),
            quote: obligation.quote.clone(),
            span: obligation.span,
            due: obligation.due,
            due_strict: obligation.due_strict,
            modality: obligation.modality,
            condition: obligation
                .condition
                .as_ref()
                .map(|condition| SpanQuote { quote: condition.quote.clone(), span: condition.span }),
            sector: obligation.sector.clone(),
            owners: obligation
                .owners
                .iter()
                .filter(|owner| visible(owner))
                .map(ToString::to_string)
                .collect(),
            checks: obligation.checks.iter().map(|check| CheckView::of(campaign, check)).collect(),
        }
    }
}

impl CheckView {
    fn of(campaign: &Campaign, check: &campaign::CheckSpec) -> Self {
        let briefing = check.briefing.as_ref().and_then(|id| campaign.find_briefing(id));
        Self {
            kind: check.kind.as_str().to_owned(),
            min_grade: check.min_grade,
            checklist: check
                .checklist
                .iter()
                .map(|line| ChecklistLine { item: line.item.to_string(), title: line.title.clone() })
                .collect(),
            requires: check.requires,
            plan: check.plan.as_ref().map(ToString::to_string),
            briefing: briefing.map(|briefing| BriefingView {
                id: briefing.id.to_string(),
                title: briefing.title.clone(),
                sha256: briefing.sha256.to_string(),
            }),
            shifts: check.shifts.iter().map(ToString::to_string).collect(),
        }
    }
}
