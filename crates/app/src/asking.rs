//! `campaign status`, `campaign calendar`, `report` and `journal export`: what the command line asks a data directory.

use std::{collections::BTreeMap, fmt, path::Path};

use api::{
    bundle,
    reporting::{self, Kind},
    schedule,
    wire::CellView,
};
use calendar::Instant;
use campaign::Campaign;
use journal::{Cursor, Slug};
use report::{Language, Wording};
use serde::Serialize;
use store::{Asked, ExportScope};

use crate::{config::NodeConfig, fault::AppFault, opening};

/// What was known: a place in the journal, or a moment.
pub enum Known {
    /// A cursor.
    Cursor(Cursor),
    /// A moment.
    Moment(Instant),
}

impl Known {
    /// Reads a cursor or a date-time with zone.
    pub fn parse(text: &str) -> Result<Self, AppFault> {
        if let Ok(cursor) = Cursor::decode(text) {
            return Ok(Self::Cursor(cursor));
        }
        let moment = calendar::parse_moment(text)
            .map_err(|fault| AppFault::Input(format!("{text}: neither a cursor nor a moment: {fault}")))?;
        Ok(Self::Moment(moment))
    }
}

/// How a campaign stands, as `campaign status` prints it.
#[derive(Serialize)]
pub struct Status {
    /// The campaign.
    pub campaign: String,
    /// Its digest.
    pub digest: String,
    /// The moment it is told for.
    pub at: Instant,
    /// By what was known.
    pub known: String,
    /// Cells by status.
    pub counts: BTreeMap<&'static str, usize>,
    /// The cells.
    pub cells: Vec<CellView>,
    #[serde(skip)]
    sentences: Vec<String>,
}

impl fmt::Display for Status {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{} lúc {}", self.campaign, self.at.edge())?;
        for (status, cells) in &self.counts {
            writeln!(out, "  {status}: {cells}")?;
        }
        self.sentences.iter().try_for_each(|sentence| writeln!(out, "{sentence}"))
    }
}

/// How the obligations stand, or stood at `at` by what was `known`.
pub async fn status(
    config: &NodeConfig,
    data: &Path,
    at: Option<Instant>,
    known: Option<Known>,
) -> Result<Status, AppFault> {
    let store = opening::open_existing(config, data).await?;
    let (scope, campaign) = opening::desk(&store, data)?;
    let known = match known {
        Some(Known::Cursor(cursor)) => Some(cursor),
        Some(Known::Moment(moment)) => Some(store.known_at(&scope, moment).await?),
        None => None,
    };
    let told = known.clone().unwrap_or_else(|| store.cursor(&scope));
    let cells = store.board_at(&scope, &Asked { at, known }).await?;
    let words = Wording::of(Language::Vietnamese);
    let mut counts = BTreeMap::new();
    for cell in &cells {
        *counts.entry(cell.status.as_str()).or_insert(0) += 1;
    }
    let sentences = cells.iter().map(|cell| {
        let reason = words.reason(&cell.reason, &|_, _| None);
        format!("{} · {}: {}: {reason}", cell.organisation, cell.obligation, words.status(cell.status))
    });
    let status = Status {
        campaign: campaign.id.to_string(),
        digest: campaign.digest.to_string(),
        at: at.unwrap_or_else(|| store.now()),
        known: told.encode(),
        counts,
        sentences: sentences.collect(),
        cells: cells.iter().map(CellView::from).collect(),
    };
    store.close().await?;
    Ok(status)
}

/// What `report` is told.
pub struct ReportOrder {
    /// Id of the campaign.
    pub campaign: String,
    /// Which document.
    pub kind: Kind,
    /// The moment; now where absent.
    pub at: Option<Instant>,
    /// One organisation alone.
    pub organisation: Option<Slug>,
}

/// Writes the document into `out`, with the bundle that `verify` accepts.
pub async fn write_report(
    config: &NodeConfig,
    data: &Path,
    order: ReportOrder,
    out: &Path,
) -> Result<String, AppFault> {
    let store = opening::open_existing(config, data).await?;
    let (scope, _) = opening::desk(&store, data)?;
    let issued = store.campaigns_in_force();
    let campaign = issued.iter().find(|campaign| campaign.id.as_str() == order.campaign).cloned();
    let campaign = campaign.ok_or_else(|| {
        let known = opening::listed(issued.iter().map(|campaign| &campaign.id));
        let data = data.display();
        AppFault::Input(format!("no campaign {} was issued in {data}; there are {known}", order.campaign))
    })?;
    known_in(&campaign, order.organisation.as_ref())?;
    let wanted = reporting::Order { campaign, organisation: order.organisation, at: order.at };
    let name = bundle::write(&store, &scope, &wanted, order.kind, out).await?;
    store.close().await?;
    Ok(name)
}

/// The deadlines of the campaign in force as a calendar file.
pub async fn calendar(
    config: &NodeConfig,
    data: &Path,
    organisation: Option<Slug>,
) -> Result<String, AppFault> {
    let store = opening::open_existing(config, data).await?;
    let (scope, campaign) = opening::desk(&store, data)?;
    known_in(&campaign, organisation.as_ref())?;
    let file = schedule::calendar_file(&store, &scope, &campaign, organisation.as_ref()).await?;
    store.close().await?;
    Ok(file)
}

/// What is asked about one organisation is asked about one of the campaign's.
fn known_in(campaign: &Campaign, organisation: Option<&Slug>) -> Result<(), AppFault> {
    match organisation.filter(|asked| campaign.find_organisation(asked).is_none()) {
        None => Ok(()),
        Some(asked) => {
            let known = opening::listed(campaign.organisations.iter().map(|one| &one.id));
            let what = format!("--organisation {asked}: not in campaign {}; there are {known}", campaign.id);
            Err(AppFault::Input(what))
        }
    }
}

/// Exports the journals as plain files.
pub async fn export(config: &NodeConfig, data: &Path, out: &Path) -> Result<(), AppFault> {
    let store = opening::open_existing(config, data).await?;
    let (scope, _) = opening::desk(&store, data)?;
    store.export(&scope, &ExportScope::All, Vec::new(), out).await?;
    Ok(store.close().await?)
}
