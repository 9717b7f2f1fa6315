//! Campaigns in force: read back from their blobs at a start, and taken up when one is issued. A campaign changes what
//! every cell is judged by, so the board is built anew from the journal, beside the one in use, and swapped in.

use std::sync::Arc;

use access::{Action, Scope, Tree};
use calendar::Instant;
use campaign::{Board, Campaign, Evidence};
use journal::{Entry, Frontier, Slug};
use sabotage::Mutant;

use crate::{
    Store,
    blobs::Blobs,
    fault::EnvironmentFault,
    live::Change,
    sql::{Connection, Journal, Place, StoredEntry, append::canonical, journal::campaigns},
    standing::{Catalogue, Issued, Shared},
    writer::{Heads, head},
};

/// Reads and parses every campaign issued, oldest first.
pub async fn load(connection: &mut Connection, blobs: &Blobs) -> Result<Vec<Issued>, EnvironmentFault> {
    let mut issued = Vec::new();
    for row in campaigns(connection).await? {
        let damaged =
            |what: &str| EnvironmentFault::damaged(format!("reading campaign file {}: {what}", row.file));
        let bytes = blobs.get(row.file)?.ok_or_else(|| damaged("it is missing"))?;
        let text = String::from_utf8(bytes).map_err(|_| damaged("it is not text"))?;
        // An older program may have taken what this one would not; the file name only serves faults.
        let campaign = campaign::parse_issued(&text, "campaign").map_err(|faults| {
            damaged(
                &faults.first().map_or_else(String::new, |fault| format!("{}: {}", fault.field, fault.what)),
            )
        })?;
        issued.push(Issued { place: row.place, campaign: Arc::new(campaign) });
    }
    Ok(issued)
}

/// Reads a stored entry as evidence.
pub fn evidence_of(stored: &StoredEntry) -> Result<Evidence, EnvironmentFault> {
    Ok(Evidence::keep(&stored.entry()?, stored.place.index))
}

/// Takes into a board what these logs hold beyond its cursor. The board is to be settled afterwards.
pub async fn catch_up(journal: &Journal, heads: &Heads, board: &mut Board) -> Result<(), EnvironmentFault> {
    for head in heads.values() {
        let overlap = u64::from(sabotage::is(Mutant::CountTwice));
        let from = board.cursor().size(&head.origin).saturating_sub(overlap);
        let to = head.frontier.size() - u64::from(sabotage::is(Mutant::DropLastAtStart));
        let mut tree = Frontier::default();
        let take = |stored: StoredEntry| {
            tree.push(stored.leaf, |_, _, _| ());
            board.absorb(&evidence_of(&stored)?);
            Ok(())
        };
        journal.visit(head.no, from, to, take).await?;
        // A log read from its beginning must lead to the tree it is signed by.
        if from == 0 && tree.root() != head.frontier.root() {
            let what = format!("reading {}, whose entries do not lead to its tree", head.origin);
            return Err(EnvironmentFault::damaged(what));
        }
    }
    Ok(())
}

impl Store {
    /// The campaign a viewer sees: the latest in which its organisation stands.
    pub fn campaign(&self, scope: &Scope) -> Option<Arc<Campaign>> {
        let standing = self.core.shared.read();
        let seen = |issued: &&Issued| {
            let mut organisations = issued.campaign.organisations.iter();
            organisations
                .any(|organisation| scope.sees(&organisation.id) || organisation.id == scope.organisation)
        };
        standing.campaigns.iter().rev().find(seen).map(|issued| Arc::clone(&issued.campaign))
    }

    /// The campaigns the board judges by, for the engines of this node: what they measure is in them.
    pub fn campaigns_in_force(&self) -> Vec<Arc<Campaign>> {
        self.core.shared.read().board.campaigns().cloned().collect()
    }

    /// Which organisation stands under which: what a scope is made from.
    pub fn tree(&self) -> Arc<Tree> {
        Arc::clone(&self.core.shared.read().catalogue.tree)
    }

    /// The name of an organisation, as the latest campaign gives it.
    pub fn organisation_name(&self, scope: &Scope, organisation: &Slug) -> Option<String> {
        if !scope.sees(organisation) && organisation != &scope.organisation {
            scope.may(Action::ReadAccounts, organisation).ok()?;
        }
        self.core.shared.read().catalogue.names.get(organisation).cloned()
    }

    /// Judges by the campaigns as the journal has them now. One at a time; a campaign issued while this runs is taken
    /// up by the call that follows it.
    pub(crate) async fn take_up_campaigns(&self) -> Result<(), EnvironmentFault> {
        let core = &self.core;
        let _turn = core.taking_up.lock().await;
        let issued = self.issued().await?;
        let heads = core.shared.read().heads.clone();
        let mut board = board_of(&issued, core.now());
        // Most of the journal is read while entries go on being recorded; the rest in the writer's own turn.
        catch_up(&core.journal, &heads, &mut board).await?;
        let shared = Arc::clone(&core.shared);
        core.queue
            .run("taking up a campaign", move |connection| {
                Box::pin(async move { swap(connection, &shared, issued, board).await })
            })
            .await
    }

    async fn issued(&self) -> Result<Vec<Issued>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading the campaigns", error);
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        load(&mut connection, &self.core.shared.blobs).await
    }
}

/// A board of these campaigns that has heard nothing.
pub fn board_of(issued: &[Issued], now: Instant) -> Board {
    Board::new(issued.iter().map(|issued| Arc::clone(&issued.campaign)).collect(), now)
}

/// Puts a board in the place of the one in use. Runs in the writer's turn, so nothing is recorded meanwhile.
async fn swap(
    connection: &mut Connection,
    shared: &Shared,
    issued: Vec<Issued>,
    mut board: Board,
) -> Result<(), sqlx::Error> {
    let heads = shared.read().heads.clone();
    for head in heads.values() {
        for index in board.cursor().size(&head.origin)..head.frontier.size() {
            let bytes = canonical(connection, Place { log: head.no, index }).await?;
            let entry = Entry::parse(&bytes).map_err(|fault| sqlx::Error::Decode(Box::new(fault)))?;
            board.absorb(&Evidence::keep(&entry, index));
        }
    }
    board.settle(shared.clock.now());
    let catalogue = Catalogue::new(&issued);
    let cursor = head::cursor(&heads);
    let mut standing = shared.write();
    standing.board = board;
    standing.campaigns = issued;
    standing.catalogue = catalogue;
    drop(standing);
    shared.live.tell(Change {
        cursor,
        cells: Vec::new(),
        targets: Vec::new(),
        owners: Vec::new(),
        logs: Vec::new(),
        everything: true,
    });
    Ok(())
}
