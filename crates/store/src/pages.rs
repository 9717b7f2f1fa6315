//! Pages of the board, cells and obligations, as one viewer sees them.

use std::{borrow::Cow, sync::Arc};

use access::{Action, Scope};
use calendar::Instant;
use campaign::{Board, Campaign, Cell, CellKey, Obligation, Organisation, Status, Target};
use journal::{Cursor, Slug};

use crate::{Store, core::reading, fault::ReadFault, history::Asked, projections::own_targets};

/// Obligations on a page at most.
pub const MAX_PAGE: usize = 500;

/// Which page of which board.
#[derive(Clone, Debug, Default)]
pub struct BoardQuery {
    /// Which board.
    pub asked: Asked,
    /// The last obligation of the page before.
    pub after: Option<Slug>,
    /// How many obligations, at most [`MAX_PAGE`].
    pub limit: usize,
    /// Only this organisation's cells.
    pub organisation: Option<Slug>,
    /// Only cells that stand so, and obligations that have one. The counts are of all.
    pub status: Option<Status>,
}

/// Something with the campaign it stands in.
#[derive(Clone, Debug)]
pub struct OfCampaign<T> {
    /// The campaign.
    pub campaign: Arc<Campaign>,
    /// The thing.
    pub what: T,
}

/// A page of the board.
#[derive(Clone, Debug)]
pub struct BoardPage {
    /// The moment by the store's clock.
    pub now: Instant,
    /// The moment asked for.
    pub at: Option<Instant>,
    /// What was known.
    pub known: Cursor,
    /// Where live events go on from.
    pub cursor: Cursor,
    /// How many of the cells asked for stand at each status, on all pages; worst status first.
    pub counts: Vec<(Status, u32)>,
    /// The organisations that own cells, as far as the viewer sees them.
    pub organisations: Vec<Organisation>,
    /// The obligations of this page.
    pub obligations: Vec<OfCampaign<Obligation>>,
    /// Their cells.
    pub cells: Vec<Cell>,
    /// What to give as `after` for the next page.
    pub next: Option<Slug>,
}

/// A cell with what it stands for.
#[derive(Clone, Debug)]
pub struct CellDetail {
    /// The cell.
    pub cell: Cell,
    /// Its obligation.
    pub obligation: OfCampaign<Obligation>,
    /// The targets its owner answers for.
    pub targets: Vec<Target>,
    /// Where live events go on from.
    pub cursor: Cursor,
}

/// An obligation with its cells.
#[derive(Clone, Debug)]
pub struct ObligationDetail {
    /// The obligation.
    pub obligation: OfCampaign<Obligation>,
    /// Its cells, as far as the viewer sees them.
    pub cells: Vec<Cell>,
}

/// The campaign a board holds by reference, to be held beyond the board's lock.
fn held(board: &Board, campaign: &Campaign) -> Option<Arc<Campaign>> {
    board.campaigns().find(|held| held.digest == campaign.digest).cloned()
}

/// An obligation of the board, to be held beyond its lock.
pub fn of_campaign(
    board: &Board,
    campaign: &Campaign,
    obligation: &Obligation,
) -> Option<OfCampaign<Obligation>> {
    Some(OfCampaign { campaign: held(board, campaign)?, what: obligation.clone() })
}

impl Store {
    /// A page of the board.
    pub async fn board_page(&self, scope: &Scope, query: &BoardQuery) -> Result<BoardPage, ReadFault> {
        if let Some(organisation) = &query.organisation {
            reading(scope, Action::ReadBoard, organisation, "organisation")?;
        }
        // Taken before the board is asked, so that no event between the two is missed.
        let cursor = self.cursor(scope);
        let limit = query.limit.clamp(1, MAX_PAGE);
        let wanted = |organisation: &Slug| {
            scope.sees(organisation) && query.organisation.as_ref().is_none_or(|only| only == organisation)
        };
        let organisations: Vec<Organisation> = {
            let standing = self.core.shared.read();
            let owners = standing.catalogue.owners.values();
            owners.filter(|organisation| wanted(&organisation.id)).cloned().collect()
        };
        let has_status = |cell: &Cell| query.status.is_none_or(|status| cell.status == status);
        let known = query.asked.known.clone().unwrap_or_else(|| cursor.clone());
        self.with_board(scope, &query.asked, |board, at| {
            let page = board.page(query.after.as_ref(), limit, at, wanted, has_status);
            let obligations = page.obligations.iter();
            BoardPage {
                now: self.now(),
                at: query.asked.at,
                known,
                cursor,
                counts: counts(board, at, wanted),
                organisations,
                obligations: obligations
                    .filter_map(|(campaign, one)| of_campaign(board, campaign, one))
                    .collect(),
                cells: page.cells.into_iter().map(Cow::into_owned).collect(),
                next: page.next.cloned(),
            }
        })
        .await
    }

    /// One cell.
    pub async fn cell(&self, scope: &Scope, key: &CellKey, asked: &Asked) -> Result<CellDetail, ReadFault> {
        reading(scope, Action::ReadBoard, &key.organisation, "cell")?;
        let cursor = self.cursor(scope);
        let found = {
            self.core.shared.tick();
            let standing = self.core.shared.read();
            let board = &standing.board;
            board.find_obligation(&key.obligation).and_then(|(campaign, obligation)| {
                let targets =
                    own_targets(campaign, obligation, &key.organisation).into_iter().cloned().collect();
                let cell = board.cell(key, asked.at.unwrap_or_else(|| board.now()))?;
                Some((of_campaign(board, campaign, obligation)?, targets, cell))
            })
        };
        let (obligation, targets, live) = found.ok_or(ReadFault::NotFound("cell"))?;
        let cell = match &asked.known {
            None => live,
            Some(known) => {
                let at = asked.at.unwrap_or_else(|| self.now());
                self.cell_known(scope, key, known, at).await?.ok_or(ReadFault::NotFound("cell"))?
            }
        };
        Ok(CellDetail { cell, obligation, targets, cursor })
    }

    /// One obligation, if the viewer may read it of any of its owners.
    pub async fn obligation(
        &self,
        scope: &Scope,
        id: &Slug,
        asked: &Asked,
    ) -> Result<ObligationDetail, ReadFault> {
        let reads = |cell: &Cell| scope.may(Action::ReadObligation, &cell.organisation).is_ok();
        let found = self
            .with_board(scope, asked, |board, at| {
                let (campaign, obligation) = board.find_obligation(id)?;
                let cells = board.cells_of(id, at);
                let cells: Vec<Cell> = cells.into_iter().filter(reads).collect();
                Some(ObligationDetail { obligation: of_campaign(board, campaign, obligation)?, cells })
            })
            .await?;
        found.filter(|found| !found.cells.is_empty()).ok_or(ReadFault::NotFound("obligation"))
    }
}

/// How the cells stand that a viewer asked for. At the board's own moment they are counted already.
fn counts(board: &Board, at: Instant, wanted: impl Fn(&Slug) -> bool) -> Vec<(Status, u32)> {
    if at == board.now() {
        let counts = board.counts(wanted);
        return Status::ALL.map(|status| (status, counts.of(status))).to_vec();
    }
    let mut counts = Status::ALL.map(|status| (status, 0));
    for cell in board.page(None, usize::MAX, at, wanted, |_| true).cells {
        counts[cell.status.rank() as usize].1 += 1;
    }
    counts.to_vec()
}
