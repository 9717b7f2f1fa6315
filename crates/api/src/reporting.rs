//! From the board to a report's model and its documents: what the download and the command line share.

use std::{collections::BTreeMap, collections::BTreeSet, sync::Arc};

use crate::routes::{delegations::signature_lines, signing::attested_for};
use access::{Action, Scope};
use calendar::Instant;
use campaign::{Body, Campaign, Cell, DraftedReport, Evidence, review};
use journal::{EntryId, Fact, Origin, Slug};
use report::{
    AttestedPart, CheckpointPart, Disclosures, DutyPart, Language, Lately, Letterhead, Minutes, Model,
    Office, Paper, Private, SignedFor, SincePart, Sources, Wording,
};
use store::{Asked, Disclosed, Drafted, DutyLine, DutyQuery, EvidenceView, ReadFault, Store};

/// The documents a report can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Word document.
    Docx,
    /// PDF document.
    Pdf,
    /// Workbook: the annex of figures.
    Xlsx,
    /// Clean text, for a chat.
    Text,
    /// Picture, for a chat.
    Png,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Docx, Self::Pdf, Self::Xlsx, Self::Text, Self::Png];

    /// Reads the file name's ending.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.ending() == text)
    }

    /// The file name's ending.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Xlsx => "xlsx",
            Self::Text => "txt",
            Self::Png => "png",
        }
    }

    /// The media type.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Text => "text/plain; charset=utf-8",
            Self::Png => "image/png",
        }
    }
}

/// Pixels to the inch of a picture: its letters are as high as those of a chat on a telephone.
const PICTURE_PPI: u16 = 144;

/// How far back a situation report looks into the duty log where there is none before it.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
/// Lines of the duty log in a situation report at most: a page of them is no short report any more.
const MAX_DUTY_LINES: u32 = 100;

/// What stands at the head and foot of each organisation's papers.
pub type Offices = Arc<BTreeMap<Slug, Office>>;

/// What to report on.
pub struct Order {
    /// The campaign.
    pub campaign: Arc<Campaign>,
    /// As which paper.
    pub paper: Paper,
    /// What the offices say of themselves.
    pub offices: Offices,
    /// One organisation alone; everything the reader sees where absent.
    pub organisation: Option<Slug>,
    /// The moment; now where absent.
    pub at: Option<Instant>,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum OrderFault {
    /// What it is made of may not be read, or could not be.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// Nobody it would speak of owes anything.
    #[error("nothing to report on: {} no obligation in campaign {campaign}", owners(organisation.as_ref()))]
    Empty {
        /// The one asked about; everybody the reader sees where absent.
        organisation: Option<Slug>,
        /// The campaign.
        campaign: Slug,
    },
    /// The paper is its organisation's own, and was asked for another.
    #[error("{} is an organisation's own paper, and {organisation} writes it for itself", paper.name())]
    NotOwn {
        /// Which paper.
        paper: Paper,
        /// The one asked about.
        organisation: Slug,
    },
    /// The moment is later than the node's clock.
    #[error("{} is still to come: it is {} now, and a report says how things stand or stood", at.edge(), now.edge())]
    Future {
        /// The moment asked for.
        at: Instant,
        /// The moment by the node's clock.
        now: Instant,
    },
}

/// Why a document was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteFault {
    /// The Word document.
    #[error(transparent)]
    Docx(#[from] report::PackFault),
    /// The template's data.
    #[error(transparent)]
    Data(#[from] serde_json::Error),
    /// The workbook.
    #[error(transparent)]
    Xlsx(#[from] report::XlsxFault),
    /// The PDF, or the picture of it.
    #[error(transparent)]
    Set(#[from] typeset::TypesetFault),
}

impl WriteFault {
    /// Whether it is too long for the form it was asked for in, and another would do.
    pub const fn is_too_long(&self) -> bool {
        use typeset::TypesetFault as T;
        matches!(self, Self::Set(T::TooLarge { .. } | T::TooManyPixels { .. }))
    }
}

fn owners(organisation: Option<&Slug>) -> String {
    organisation.map_or_else(|| "the organisations seen here have".to_owned(), |one| format!("{one} has"))
}

/// The moment an order is for, once it is one that this reader may give.
pub fn check(store: &Store, scope: &Scope, order: &Order) -> Result<Instant, OrderFault> {
    scope.may(Action::ReadReport, &scope.organisation).map_err(ReadFault::from)?;
    if let Some(organisation) = &order.organisation {
        if !scope.sees(organisation) {
            return Err(ReadFault::NotFound("organisation").into());
        }
        scope.may(Action::ReadReport, organisation).map_err(ReadFault::from)?;
        if order.paper.is_own() && *organisation != scope.organisation {
            return Err(OrderFault::NotOwn { paper: order.paper, organisation: organisation.clone() });
        }
    }
    let now = store.now();
    match order.at {
        Some(at) if at > now => Err(OrderFault::Future { at, now }),
        at => Ok(at.unwrap_or(now)),
    }
}

impl Order {
    /// What the file of a document is called.
    pub fn file_name(&self, kind: Kind) -> String {
        if kind == Kind::Xlsx {
            return format!("so-lieu-{}.xlsx", self.campaign.id);
        }
        format!("{}.{}", self.folder_name(), kind.ending())
    }

    /// What the folder of a document with its bundle is called.
    pub fn folder_name(&self) -> String {
        let what = match self.paper {
            Paper::Results => "bao-cao",
            Paper::Situation => "bao-cao-nhanh",
            Paper::Upward => "bao-cao-tong-hop",
            Paper::Direction => "cong-van",
            Paper::Plan => "phuong-an",
            Paper::Assignment => "phan-cong",
            Paper::Minutes => "bien-ban",
        };
        format!("{what}-{}", self.campaign.id)
    }

    /// Whose paper it is: of a report on one organisation that one's, of minutes whoever draws them up.
    pub fn reporter<'a>(&'a self, scope: &'a Scope) -> &'a Slug {
        let about = self.organisation.as_ref().filter(|_| self.paper != Paper::Minutes);
        about.unwrap_or(&scope.organisation)
    }

    /// Of these cells, those the report is about.
    pub fn wanted(&self, scope: &Scope, cells: Vec<Cell>) -> Vec<Cell> {
        let only = match self.paper {
            // Who carries it out is said of what one owes; what an authority directs is what others owe.
            Paper::Assignment => Some(&scope.organisation),
            Paper::Direction if !self.campaign.is_regulator(&scope.organisation) => Some(&scope.organisation),
            _ => self.organisation.as_ref(),
        };
        let owed = |cell: &Cell| self.campaign.find_obligation(&cell.obligation).is_some();
        let about = |cell: &Cell| only.is_none_or(|only| *only == cell.organisation);
        cells.into_iter().filter(|cell| owed(cell) && about(cell)).collect()
    }
}

/// What a reader of this scope is told.
pub async fn model(store: &Store, scope: &Scope, order: &Order) -> Result<Model, OrderFault> {
    let at = check(store, scope, order)?;
    let asked = Asked { at: order.at, known: None };
    let cells = store.board_at(scope, &asked).await?;
    model_of(store, scope, order, cells, at).await
}

/// The same of a board that was asked for already.
pub async fn model_of(
    store: &Store,
    scope: &Scope,
    order: &Order,
    cells: Vec<Cell>,
    at: Instant,
) -> Result<Model, OrderFault> {
    let cells = order.wanted(scope, cells);
    if cells.is_empty() {
        let own = order.paper.is_own().then(|| scope.organisation.clone());
        return Err(OrderFault::Empty {
            organisation: order.organisation.clone().or(own),
            campaign: order.campaign.id.clone(),
        });
    }
    let found = named(store, scope, &cells).await?;
    let evidence: Vec<Evidence> =
        found.values().map(|view| Evidence::keep(&view.entry, view.index)).collect();
    let reporter = order.reporter(scope);
    let checkpoints = store.logs(scope).await?.into_iter().map(|log| CheckpointPart {
        origin: log.origin.to_string(),
        size: log.size,
        root: log.root.to_string(),
        key: Some(log.vkey),
    });
    let goes_along = logs(store, scope, order.organisation.as_ref()).await?;
    let mut letterhead = letterhead(order, scope);
    // Whoever draws it up to sign for the head signs it so.
    let signs = |action| scope.signs_as(action, reporter);
    if let Some(delegated) = signs(Action::AttestReport).or_else(|| signs(Action::SubmitReport))
        && let Some(signature) = store.signature(scope, &delegated.id).await?
    {
        letterhead.signatory = signature.position.or(letterhead.signatory);
        let prefix = signature.signed_as.prefix().to_owned();
        letterhead.signed_for = Some(SignedFor { prefix, own_office: signature.own_position });
    }
    let drafts = store.drafted(scope, order.paper, order.organisation.as_ref()).await?;
    let lately = match order.paper {
        Paper::Situation => lately(store, scope, order, &drafts, &cells, at).await?,
        _ => Lately::default(),
    };
    let sources = Sources {
        paper: order.paper,
        reporter,
        campaign: &order.campaign,
        cells: &cells,
        evidence: &evidence,
        disclosures: &Given { found: &found, goes_along },
        checkpoints: checkpoints.collect(),
        letterhead,
        attested: attested(&drafts),
        at,
        lately,
    };
    Ok(Model::build(sources, Wording::of(Language::Vietnamese)))
}

/// Head and foot of what an organisation writes, but for who signs it.
fn letterhead(order: &Order, scope: &Scope) -> Letterhead {
    let reporter = order.reporter(scope);
    let letterhead = Letterhead::of(&order.campaign, reporter);
    match order.offices.get(reporter) {
        Some(office) => letterhead.with(office),
        None => letterhead,
    }
}

/// The signatures under the newest of these drafts that bears any, as their reader may see them.
fn attested(drafts: &[Drafted]) -> Vec<AttestedPart> {
    let Some(draft) = drafts.iter().find(|one| !one.attested.is_empty()) else { return Vec::new() };
    let part = |view: &EvidenceView| AttestedPart {
        lines: attested_for(view).map(|signature| signature.lines).unwrap_or_default(),
        signer: private(Some(view), "signer"),
        recorded_at: view.entry.recorded_at,
        drafted_at: draft.report.at,
        report: draft.report.report.hex(),
    };
    draft.attested.iter().map(part).collect()
}

/// What happened since the situation report before: what turned, and what the reporter's own duty log has. Its board is
/// replayed from the position it names, so that the comparison is with what was known then.
async fn lately(
    store: &Store,
    scope: &Scope,
    order: &Order,
    drafts: &[Drafted],
    cells: &[Cell],
    at: Instant,
) -> Result<Lately, ReadFault> {
    let before = drafts.iter().filter(|draft| draft.report.at < at).max_by_key(|draft| draft.report.at);
    let mut lately = Lately::default();
    if let Some(DraftedReport { at, report, known, .. }) = before.map(|draft| &draft.report) {
        let asked = Asked { at: Some(*at), known: Some(known.clone()) };
        let then = order.wanted(scope, store.board_at(scope, &asked).await?);
        lately.changes = review::differences(&then, cells);
        lately.since = Some(SincePart { at: *at, report: report.hex() });
    }
    let from = lately.since.as_ref().map_or_else(|| at.plus_ms(-DAY_MS), |since| since.at);
    let own = order.reporter(scope);
    if scope.may(Action::ReadDuty, own).is_ok() {
        let query = DutyQuery { from: Some(from), to: Some(at), before: None, limit: MAX_DUTY_LINES };
        let page = store.duty(scope, own, query).await?;
        // Last heard first there, in their order here; what was corrected is told by what took its place.
        let stands = |line: &&DutyLine| !line.answered_by.iter().any(|answer| answer.corrects);
        let lines = page.lines.iter().rev().filter(stands);
        lately.duty = Some(lines.filter_map(|line| duty(&order.campaign, line)).collect());
    }
    Ok(lately)
}

/// A line of the duty log without its words.
fn duty(campaign: &Campaign, line: &DutyLine) -> Option<DutyPart> {
    let Body::DutyLogged(entry) = Evidence::keep(&line.view.entry, line.view.index).body else { return None };
    let organisation = entry.concerns.as_ref().and_then(|id| campaign.find_organisation(id));
    let obligation = entry.obligation.as_ref().and_then(|id| campaign.find_obligation(id));
    let target = entry.target.as_ref().and_then(|id| campaign.find_target(id));
    let about = [
        organisation.map(|one| one.name.clone()),
        obligation.map(|one| one.title.clone()),
        target.map(|one| one.title.clone()),
    ];
    Some(DutyPart {
        at: line.view.entry.held.from,
        what: entry.what,
        about: about.into_iter().flatten().collect(),
    })
}

/// The logs that go along with a report. One on one organisation carries its log and its units', as far as they have
/// written anything; the regulator's stays behind, for it speaks of other organisations too.
pub async fn logs(store: &Store, scope: &Scope, only: Option<&Slug>) -> Result<BTreeSet<Slug>, ReadFault> {
    let tree = store.tree();
    let wanted = |log: &Slug| only.is_none_or(|only| log == only || tree.is_above(only, log));
    let written = store.logs(scope).await?.into_iter().map(|log| log.organisation);
    Ok(written.filter(wanted).collect())
}

/// The document. Takes a second or more for a large campaign: not for an async thread.
pub fn write(model: &Model, kind: Kind) -> Result<Vec<u8>, WriteFault> {
    let words = Wording::of(Language::Vietnamese);
    match kind {
        Kind::Docx => Ok(report::docx(model, words)?),
        Kind::Pdf => {
            let (source, data) = report::typst_source(model, words)?;
            Ok(typeset::pdf(source, &data)?)
        }
        Kind::Xlsx => Ok(report::xlsx(model, words)?),
        Kind::Text => Ok(report::plain_text(&report::outline(model, words)).into_bytes()),
        Kind::Png => {
            let (source, data) = report::picture_source(model, words)?;
            // It is set on one sheet, however long.
            Ok(typeset::png(source, &data, PICTURE_PPI)?.into_iter().next().unwrap_or_default())
        }
    }
}

/// The minutes of a dispute, as a Word document or a PDF.
pub fn write_minutes(minutes: &Minutes, kind: Kind) -> Result<Vec<u8>, WriteFault> {
    let words = Wording::of(Language::Vietnamese);
    if kind != Kind::Pdf {
        return Ok(minutes.docx(words)?);
    }
    let (source, data) = minutes.typst_source(words)?;
    Ok(typeset::pdf(source, &data)?)
}

/// Every entry the cells name, as the reader may see it; what it may not see is left out.
async fn named(
    store: &Store,
    scope: &Scope,
    cells: &[Cell],
) -> Result<BTreeMap<EntryId, EvidenceView>, ReadFault> {
    let mut ids = BTreeSet::new();
    for cell in cells {
        ids.extend(cell.findings.iter().flat_map(|finding| &finding.evidence).copied());
        ids.extend(cell.explanations.iter().copied());
        ids.extend(cell.waiver.iter().map(|waiver| waiver.id));
        // Whom it was given to lies with the entry that gave it.
        ids.extend(cell.holder.iter().map(|holder| holder.id));
    }
    let mut found = BTreeMap::new();
    for id in ids {
        match store.find_evidence(scope, id).await {
            Ok(view) => {
                found.insert(id, view);
            }
            Err(ReadFault::NotFound(_) | ReadFault::Denied(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    Ok(found)
}

/// A private field of an entry, as its reader may see it.
fn private(view: Option<&EvidenceView>, field: &str) -> Private {
    let Some(view) = view else { return Private::Withheld };
    if !view.entry.commitments.contains_key(field) {
        return Private::Absent;
    }
    match view.private.as_ref().and_then(|values| values.get(field)) {
        Some(Disclosed::Value(Fact::Text(text))) => Private::Shown(text.clone()),
        Some(Disclosed::Value(other)) => {
            Private::Shown(String::from_utf8_lossy(&other.canonical()).into_owned())
        }
        Some(Disclosed::Erased) => Private::Erased,
        None => Private::Withheld,
    }
}

struct Given<'a> {
    found: &'a BTreeMap<EntryId, EvidenceView>,
    /// The organisations whose logs the bundle holds.
    goes_along: BTreeSet<Slug>,
}

impl Disclosures for Given<'_> {
    fn private(&self, entry: &EntryId, field: &str) -> Private {
        private(self.found.get(entry), field)
    }

    fn goes_along(&self, log: &Origin) -> bool {
        self.goes_along.contains(log.organisation())
    }

    fn by_digest(&self, entry: &EntryId) -> usize {
        self.found.get(entry).map_or(0, |view| view.by_digest.len())
    }

    fn signed_for(&self, entry: &EntryId) -> Vec<String> {
        let signature = self.found.get(entry).and_then(|view| view.signature.as_ref());
        signature.map(signature_lines).unwrap_or_default()
    }

    fn actor(&self, actor: &str) -> Private {
        let named = self.found.values().find(|view| view.entry.actor == actor && view.actor_name.is_some());
        named.and_then(|view| view.actor_name.clone()).map_or(Private::Withheld, Private::Shown)
    }
}
