//! From the board to a report's model and its documents: what the download and the command line share.

use std::{collections::BTreeMap, collections::BTreeSet, sync::Arc};

use crate::routes::{delegations::signature_lines, signing::attested_for};
use access::{Action, Scope};
use calendar::Instant;
use campaign::{Campaign, Cell, Evidence};
use journal::{EntryId, Fact, Origin, Slug};
use report::{
    AttestedPart, CheckpointPart, Disclosures, Language, Letterhead, Model, Private, SignedFor, Sources,
    Wording,
};
use store::{Asked, Disclosed, EvidenceView, ReadFault, Store};

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

/// What to report on.
pub struct Order {
    /// The campaign.
    pub campaign: Arc<Campaign>,
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
        let what = if kind == Kind::Xlsx { "so-lieu" } else { "bao-cao" };
        format!("{what}-{}.{}", self.campaign.id, kind.ending())
    }

    /// Of these cells, those the report is about.
    pub fn wanted(&self, cells: Vec<Cell>) -> Vec<Cell> {
        let owed = |cell: &Cell| self.campaign.find_obligation(&cell.obligation).is_some();
        let about = |cell: &Cell| self.organisation.as_ref().is_none_or(|only| *only == cell.organisation);
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
    let cells = order.wanted(cells);
    if cells.is_empty() {
        return Err(OrderFault::Empty {
            organisation: order.organisation.clone(),
            campaign: order.campaign.id.clone(),
        });
    }
    let found = named(store, scope, &cells).await?;
    let evidence: Vec<Evidence> =
        found.values().map(|view| Evidence::keep(&view.entry, view.index)).collect();
    let reporter = order.organisation.as_ref().unwrap_or(&scope.organisation);
    let checkpoints = store.logs(scope).await?.into_iter().map(|log| CheckpointPart {
        origin: log.origin.to_string(),
        size: log.size,
        root: log.root.to_string(),
        key: Some(log.vkey),
    });
    let goes_along = logs(store, scope, order.organisation.as_ref()).await?;
    let mut letterhead = Letterhead::of(&order.campaign, reporter);
    // Whoever draws it up to sign for the head signs it so.
    let signs = |action| scope.signs_as(action, reporter);
    if let Some(delegated) = signs(Action::AttestReport).or_else(|| signs(Action::SubmitReport))
        && let Some(signature) = store.signature(scope, &delegated.id).await?
    {
        letterhead.signatory = signature.position.or(letterhead.signatory);
        let prefix = signature.signed_as.prefix().to_owned();
        letterhead.signed_for = Some(SignedFor { prefix, own_office: signature.own_position });
    }
    let attested = attested(store, scope, order.organisation.as_ref()).await?;
    let sources = Sources {
        campaign: &order.campaign,
        cells: &cells,
        evidence: &evidence,
        disclosures: &Given { found: &found, goes_along },
        checkpoints: checkpoints.collect(),
        letterhead,
        attested,
        at,
    };
    Ok(Model::build(sources, Wording::of(Language::Vietnamese)))
}

/// The signatures under the newest draft of this report that bears any, as its reader may see them.
async fn attested(
    store: &Store,
    scope: &Scope,
    about: Option<&Slug>,
) -> Result<Vec<AttestedPart>, ReadFault> {
    let drafts = store.drafted(scope).await?.into_iter();
    let signed = drafts.filter(|one| one.report.about.as_ref() == about).find(|one| !one.attested.is_empty());
    let Some(draft) = signed else { return Ok(Vec::new()) };
    let part = |view: &EvidenceView| AttestedPart {
        lines: attested_for(view).map(|signature| signature.lines).unwrap_or_default(),
        signer: private(Some(view), "signer"),
        recorded_at: view.entry.recorded_at,
        drafted_at: draft.report.at,
        report: draft.report.report.hex(),
    };
    Ok(draft.attested.iter().map(part).collect())
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
