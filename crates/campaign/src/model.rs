//! The campaign as a reader of its file holds it: every reference resolved, every moment an instant.
//!
//! A value of these types comes from [`crate::parse`] alone in production, so that whoever holds one need not check
//! again that owners exist, periods run forwards or thresholds name their source.

use std::collections::BTreeSet;

use calendar::Instant;
use journal::{Grade, Hash, Slug};
use serde::{Deserialize, Serialize};

use crate::{checks::CheckKind, evidence::Evidence};

/// A period of heightened duty with the organisations it addresses and what each must do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Campaign {
    /// SHA-256 of the file's bytes: what an entry and a finding name as "the campaign".
    pub digest: Hash,
    /// Short name, unique on the node.
    pub id: Slug,
    /// Title shown to people.
    pub title: String,
    /// IANA name of the zone; Asia/Ho_Chi_Minh in every campaign issued today.
    pub zone: String,
    /// First moment of the period.
    pub from: Instant,
    /// First moment after the period.
    pub to: Instant,
    /// How often a measuring node summarises its targets into the journal, in seconds.
    pub summary_s: u32,
    /// The letters the campaign was drawn from.
    pub directives: Vec<Directive>,
    /// Named parts of the period.
    pub phases: Vec<Period>,
    /// Critical hours.
    pub critical: Vec<Period>,
    /// Windows in which networks must not be changed.
    pub freeze: Vec<Period>,
    /// Organisations and their units.
    pub organisations: Vec<Organisation>,
    /// What is measured.
    pub targets: Vec<Target>,
    /// Briefings that shifts must read.
    pub briefings: Vec<Briefing>,
    /// What the addressees must do, in the order of the file.
    pub obligations: Vec<Obligation>,
}

/// One letter behind the campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Directive {
    /// File name of the letter beside the campaign file.
    pub file: String,
    /// SHA-256 of the letter's text: of its bytes where it is text in UTF-8, else of what was read of it.
    pub sha256: Hash,
    /// SHA-256 of the file that the text was read of, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_sha256: Option<Hash>,
    /// Number and sign of the letter, when it has one.
    pub number: Option<String>,
    /// Day of issue, `YYYY-MM-DD`.
    pub issued: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// What it is about ("V/v …").
    pub subject: Option<String>,
}

/// A named stretch of time `[from, to)`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// Short name.
    pub id: Slug,
    /// Title shown to people.
    pub title: String,
    /// First moment.
    pub from: Instant,
    /// First moment after it.
    pub to: Instant,
}

/// A regulator, operator, agency, or a unit of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Organisation {
    /// Short name; also names its journal.
    pub id: Slug,
    /// Full name shown to people.
    pub name: String,
    /// The organisation above it.
    pub parent: Option<Slug>,
    /// What it is.
    pub kind: OrganisationKind,
    /// When it began, if within memory.
    pub valid_from: Option<Instant>,
    /// When it ceased under this name and parent.
    pub valid_to: Option<Instant>,
    /// Who took over its duties.
    pub successor: Option<Slug>,
}

/// What an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// The authority that issues campaigns; its log alone may speak of another organisation.
    Regulator,
    /// A telecom operator, mobile or fixed.
    TelecomOperator,
    /// A postal operator.
    PostalOperator,
    /// An agency whose communications are to be kept up.
    Agency,
    /// A unit of one of the above.
    Unit,
}

/// One thing that is probed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Target {
    /// Short name.
    pub id: Slug,
    /// Name shown to people; the id where the file gives none.
    pub title: String,
    /// Whose network it stands for.
    pub owner: Slug,
    /// How it is probed.
    pub kind: TargetKind,
    /// Host, `host:port` or URL, according to the kind.
    pub address: String,
    /// For `dns`: the name to ask for.
    pub query: Option<String>,
    /// Seconds between probes.
    pub every_s: u32,
    /// How long a probe waits for an answer, in milliseconds.
    pub timeout_ms: u32,
    /// How many probes in a row must fail before the target counts as down.
    pub fail_after: u32,
}

/// How a target is probed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    /// ICMP echo.
    Icmp,
    /// TCP connection.
    Tcp,
    /// A DNS question.
    Dns,
    /// HTTP in the clear.
    Http,
    /// HTTP over TLS.
    Https,
    /// A TLS handshake, for the certificate.
    Tls,
}

/// A page that every shift must have read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Briefing {
    /// Short name.
    pub id: Slug,
    /// Title shown to people.
    pub title: String,
    /// File name beside the campaign file.
    pub file: Option<String>,
    /// SHA-256 of its bytes: what a reader confirms having read.
    pub sha256: Hash,
}

/// One thing an addressee must do, ensure, refrain from or report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Obligation {
    /// Short name, unique on the node.
    pub id: Slug,
    /// Title shown to people; the quote where the file gives none.
    pub title: String,
    /// The words of the letter.
    pub quote: String,
    /// Where in the letter they stand: characters of its NFC text, `[from, to)`.
    pub span: Option<[u32; 2]>,
    /// Field of work ("telecom", "post", …), as the file names it.
    pub sector: Option<String>,
    /// Who owes it; each owner has a cell of its own on the board.
    pub owners: Vec<Slug>,
    /// Must, or must not.
    pub modality: Modality,
    /// "Unless", in the letter's words.
    pub condition: Option<Condition>,
    /// By when.
    pub due: Option<Instant>,
    /// True for "trước" (before): the moment itself is already too late.
    pub due_strict: bool,
    /// How it is proved; the worst of them is the status.
    pub checks: Vec<CheckSpec>,
}

/// Whether a thing is demanded or forbidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Modality {
    /// It is to be done.
    Must,
    /// It is to be left alone.
    MustNot,
}

/// The circumstance under which an obligation does not bind, quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Condition {
    /// The words of the letter.
    pub quote: String,
    /// Where they stand.
    pub span: Option<[u32; 2]>,
}

/// One check of an obligation with what it is given. Which fields a kind takes is the kind's own business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckSpec {
    /// Which check.
    pub kind: CheckKind,
    /// What is measured; each owner answers for the targets that are its own or its units'.
    pub targets: Vec<Slug>,
    /// The lowest grade that proves.
    pub min_grade: Grade,
    /// Limits, each with the source it comes from.
    pub thresholds: Vec<Threshold>,
    /// `inspection`: what must be looked at.
    pub checklist: Vec<ChecklistItem>,
    /// `plan`: how far the plan must have come.
    pub requires: Option<PlanState>,
    /// `plan`: which plan, where more than one may be filed.
    pub plan: Option<Slug>,
    /// `briefing`: which briefing.
    pub briefing: Option<Slug>,
    /// `briefing`: the shifts that must have read it.
    pub shifts: Vec<Slug>,
    /// Seconds of silence after which there is no signal; three summary periods where absent.
    pub stale_after_s: Option<u32>,
}

/// One line of a checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ChecklistItem {
    /// Short name.
    pub item: Slug,
    /// The line as the inspector reads it.
    pub title: String,
}

/// How far a plan has come: three states, none of which implies the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// Handed in.
    Filed,
    /// Approved by the level above.
    Approved,
    /// Exercised, with a pass.
    Tested,
}

/// A limit and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Threshold {
    /// Which figure it limits.
    pub name: String,
    /// Which side is allowed.
    pub op: Op,
    /// The limit.
    pub value: i64,
    /// Unit of the limit.
    pub unit: String,
    /// The document it was taken from.
    pub source: String,
    /// Day of that document, `YYYY-MM-DD`.
    pub source_date: String,
}

/// Which side of a limit is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Op {
    /// At least.
    #[serde(rename = ">=")]
    AtLeast,
    /// More than.
    #[serde(rename = ">")]
    MoreThan,
    /// At most.
    #[serde(rename = "<=")]
    AtMost,
    /// Less than.
    #[serde(rename = "<")]
    LessThan,
}

impl Op {
    /// Whether `value` keeps to `limit`.
    pub fn holds(self, value: i64, limit: i64) -> bool {
        match self {
            Self::AtLeast => value >= limit,
            Self::MoreThan => value > limit,
            Self::AtMost => value <= limit,
            Self::LessThan => value < limit,
        }
    }

    /// The sign as it stands in the file.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::AtLeast => ">=",
            Self::MoreThan => ">",
            Self::AtMost => "<=",
            Self::LessThan => "<",
        }
    }
}

impl Campaign {
    /// The obligation of this id.
    pub fn find_obligation(&self, id: &Slug) -> Option<&Obligation> {
        self.obligations.iter().find(|obligation| &obligation.id == id)
    }

    /// The organisation of this id.
    pub fn find_organisation(&self, id: &Slug) -> Option<&Organisation> {
        self.organisations.iter().find(|organisation| &organisation.id == id)
    }

    /// The target of this id.
    pub fn find_target(&self, id: &Slug) -> Option<&Target> {
        self.targets.iter().find(|target| &target.id == id)
    }

    /// The briefing of this id.
    pub fn find_briefing(&self, id: &Slug) -> Option<&Briefing> {
        self.briefings.iter().find(|briefing| &briefing.id == id)
    }

    /// The obligations due after the campaign's end, as a report on it may be.
    pub fn due_after_end(&self) -> impl Iterator<Item = &Obligation> {
        self.obligations.iter().filter(|obligation| obligation.due > Some(self.to))
    }

    /// Whether `id` is a regulator: its log may speak of other organisations.
    pub fn is_regulator(&self, id: &Slug) -> bool {
        self.find_organisation(id)
            .is_some_and(|organisation| organisation.kind == OrganisationKind::Regulator)
    }

    /// The regulator it belongs to: the first one that stands under nobody.
    pub fn authority(&self) -> Option<&Slug> {
        let mut tops = self.organisations.iter().filter(|one| one.parent.is_none());
        tops.find(|one| one.kind == OrganisationKind::Regulator).map(|one| &one.id)
    }

    /// `id` and every organisation above it, nearest first. Stops at a cycle instead of running round it.
    pub fn lineage(&self, id: &Slug) -> Vec<&Slug> {
        let mut seen = BTreeSet::new();
        let mut line = Vec::new();
        let mut next = self.find_organisation(id);
        while let Some(organisation) = next {
            if !seen.insert(&organisation.id) {
                break;
            }
            line.push(&organisation.id);
            next = organisation.parent.as_ref().and_then(|parent| self.find_organisation(parent));
        }
        line
    }

    /// Whether `above` is `id` itself or an organisation above it.
    pub fn answers_for(&self, above: &Slug, id: &Slug) -> bool {
        self.lineage(id).contains(&above)
    }

    /// Whether it is a unit of that owner, with nothing but units between the two.
    pub fn is_unit_of(&self, unit: &Slug, owner: &Slug) -> bool {
        let line = self.lineage(unit);
        let is_unit =
            |one: &&Slug| self.find_organisation(one).is_some_and(|one| one.kind == OrganisationKind::Unit);
        let above = line.iter().position(|one| *one == owner);
        above.is_some_and(|above| above > 0 && line.iter().take(above).all(is_unit))
    }

    /// The targets of `check` for which `owner` answers: its own and its units'.
    pub fn targets_of<'a>(&'a self, check: &'a CheckSpec, owner: &Slug) -> Vec<&'a Target> {
        let wanted = check.targets.iter().filter_map(|id| self.find_target(id));
        wanted.filter(|target| self.answers_for(owner, &target.owner)).collect()
    }
}

impl CheckSpec {
    /// How long a target may be silent before there is no signal, and a measurement may wait to be written down.
    pub fn stale_after_ms(&self, campaign: &Campaign) -> i64 {
        /// Two lost summaries are a hiccup, three are a pattern.
        const SUMMARIES: i64 = 3;
        match self.stale_after_s {
            Some(stale_after_s) => i64::from(stale_after_s) * 1_000,
            None => SUMMARIES * i64::from(campaign.summary_s) * 1_000,
        }
    }
}

impl Obligation {
    /// The moment by which it must stand proven: its own due, or the end of the campaign.
    pub fn due_in(&self, campaign: &Campaign) -> Instant {
        self.due.unwrap_or(campaign.to)
    }

    /// Whether something recorded at `recorded_at` came after the due moment ("ghi bổ sung sau hạn").
    pub fn is_late(&self, campaign: &Campaign, recorded_at: Instant) -> bool {
        let due = self.due_in(campaign);
        recorded_at > due || (self.due_strict && recorded_at == due)
    }

    /// Whether the cell takes this evidence for written down late: a word after the due moment, a measurement longer
    /// after it was taken than its check waits for one.
    pub fn is_written_late(&self, campaign: &Campaign, evidence: &Evidence) -> bool {
        let kind = evidence.kind.as_str();
        let measured = ["measurement.summarised", "target.turned"].contains(&kind);
        if !measured {
            return self.is_late(campaign, evidence.recorded_at);
        }
        let waited_ms = evidence.recorded_at.ms_since(evidence.held.to.unwrap_or(evidence.held.from));
        let readers = self.checks.iter().filter(|check| check.kind.rules().reads.contains(&kind));
        readers.map(|check| check.stale_after_ms(campaign)).max().is_some_and(|most_ms| waited_ms > most_ms)
    }
}
