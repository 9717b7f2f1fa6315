//! Boards of the past. A past moment is asked of the live board, which holds all that is known; what was known at an
//! earlier time is replayed from that prefix of the journal, and the last such board is kept for the next page.

use std::{collections::BTreeSet, sync::Arc};

use access::Scope;
use calendar::Instant;
use campaign::{Board, Cell, CellKey};
use journal::{Cursor, EntryView, Slug};
use sabotage::Mutant;
use tokio::sync::Mutex;

use crate::{
    Store,
    campaigns::{board_of, evidence_of},
    fault::{EnvironmentFault, ReadFault},
    projections::Topic,
    says,
    sql::{Journal, Place, Wall, state::TopicPlace},
    standing::Issued,
    writer::{Heads, LogHead},
};

/// Which board is asked for. By default the live one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// How it stood at this moment; now, when absent.
    pub at: Option<Instant>,
    /// By what was known at this place in the viewer's logs; all, when absent.
    pub known: Option<Cursor>,
}

/// A board replayed from a prefix of the journal.
#[derive(Debug)]
struct Replay {
    prefix: Cursor,
    /// What it was read behind: a board holds the cells of its viewer alone.
    wall: Option<Wall>,
    board: Board,
    used_at: Instant,
}

/// The last replay.
#[derive(Debug, Default)]
pub struct Replays(Mutex<Option<Arc<Replay>>>);

/// A replay nobody asked for in this time is let go: it holds as much memory as the live board.
const KEPT_MS: i64 = 120_000;

impl Replays {
    /// Lets go of a replay that is no longer asked for.
    pub async fn sweep(&self, now: Instant) {
        let mut kept = self.0.lock().await;
        if kept.as_ref().is_some_and(|replay| now.ms_since(replay.used_at) > KEPT_MS) {
            *kept = None;
        }
    }
}

impl Store {
    /// The journal position at which a viewer's logs stand.
    pub fn cursor(&self, scope: &Scope) -> Cursor {
        self.core.shared.cursor(scope)
    }

    /// The journal position of a viewer's logs at a moment: what was known by then.
    pub async fn known_at(&self, scope: &Scope, moment: Instant) -> Result<Cursor, ReadFault> {
        let heads = self.core.shared.read().heads.clone();
        let journal = self.core.seen(scope);
        let mut cursor = Cursor::new();
        for (_, head) in heads.iter().filter(|(organisation, _)| scope.sees(organisation)) {
            cursor.set(head.origin.clone(), size_at(&journal, head, moment).await?);
        }
        Ok(cursor)
    }

    /// Every cell a viewer sees, in the order of the board.
    pub async fn board_at(&self, scope: &Scope, asked: &Asked) -> Result<Vec<Cell>, ReadFault> {
        self.with_board(scope, asked, |board, at| {
            let page = board.page(None, usize::MAX, at, |organisation| scope.sees(organisation), |_| true);
            page.cells.into_iter().map(std::borrow::Cow::into_owned).collect()
        })
        .await
    }

    /// Asks the board that is meant, at the moment that is meant.
    pub(crate) async fn with_board<T>(
        &self,
        scope: &Scope,
        asked: &Asked,
        ask: impl FnOnce(&Board, Instant) -> T,
    ) -> Result<T, ReadFault> {
        let Some(known) = &asked.known else {
            self.core.shared.tick();
            let standing = self.core.shared.read();
            let at = asked.at.unwrap_or_else(|| standing.board.now());
            return Ok(ask(&standing.board, at));
        };
        let prefix = self.prefix(scope, known).await?;
        let replay = self.replay(scope, prefix).await?;
        let at = asked.at.unwrap_or_else(|| self.now());
        Ok(ask(&replay.board, at))
    }

    /// One cell by what was known at a prefix: only what concerns it is read.
    pub(crate) async fn cell_known(
        &self,
        scope: &Scope,
        key: &CellKey,
        known: &Cursor,
        at: Instant,
    ) -> Result<Option<Cell>, ReadFault> {
        let prefix = self.prefix(scope, known).await?;
        self.cell_within(scope, key, &prefix, at).await
    }

    /// The same at the whole journal prefix.
    pub(crate) async fn cell_within(
        &self,
        scope: &Scope,
        key: &CellKey,
        prefix: &Cursor,
        at: Instant,
    ) -> Result<Option<Cell>, ReadFault> {
        let mut board = board_of(&self.issued_within(prefix), at);
        let topics = {
            let Some((campaign, obligation)) = board.find_obligation(&key.obligation) else {
                return Ok(None);
            };
            Topic::of_cell(campaign, obligation, &key.organisation)
        };
        self.core.settle_index().await?;
        let view = self.core.judging(scope, topics.iter().filter_map(Topic::whose).cloned().collect());
        for topic in topics {
            let mut before: Option<TopicPlace> = None;
            loop {
                let places = view.index.places(&topic.text(), before, PIECE).await?;
                before = places.last().copied();
                let whole = places.len() == PIECE as usize;
                let places: Vec<Place> = places.into_iter().map(|found| found.place).collect();
                for stored in view.journal.entries_at(&places).await? {
                    let evidence = evidence_of(&stored)?;
                    if prefix.includes(&evidence.log, evidence.index) {
                        board.absorb(&evidence);
                    }
                }
                if !whole {
                    break;
                }
            }
        }
        board.settle(at);
        Ok(board.cell(key, at))
    }

    /// The whole journal prefix a viewer's position stands for. The sizes of logs the viewer does not see are not told,
    /// but what stands there counts, as a waiver does for whom it is given to: of them, all that was recorded before
    /// the first entry the position leaves out. So the latest position means the live board.
    pub(crate) async fn prefix(&self, scope: &Scope, known: &Cursor) -> Result<Cursor, ReadFault> {
        let heads = self.core.shared.read().heads.clone();
        let journal = self.core.seen(scope);
        let mut prefix = Cursor::new();
        let mut left_out: Option<Instant> = None;
        for (organisation, head) in &heads {
            if !scope.sees(organisation) {
                continue;
            }
            let size = known.size(&head.origin);
            if size > head.frontier.size() {
                return Err(ReadFault::Invalid(says::position_beyond()));
            }
            if size < head.frontier.size() {
                let recorded_at = recorded_at(&journal, head.no, size).await?;
                left_out = Some(left_out.map_or(recorded_at, |earlier| earlier.min(recorded_at)));
            }
            prefix.set(head.origin.clone(), size);
        }
        if known.iter().any(|(origin, size)| size > 0 && prefix.size(origin) != size) {
            return Err(ReadFault::Invalid(says::position_no_log()));
        }
        for (organisation, head) in &heads {
            if !scope.sees(organisation) {
                let size = match left_out {
                    Some(moment) => size_at(&self.core.journal, head, moment.plus_ms(-1)).await?,
                    None => head.frontier.size(),
                };
                prefix.set(head.origin.clone(), size);
            }
        }
        Ok(prefix)
    }

    async fn replay(&self, scope: &Scope, prefix: Cursor) -> Result<Arc<Replay>, ReadFault> {
        let view = self.core.judging(scope, self.judged_from(scope));
        let wall = view.journal.wall().cloned();
        // The lock is held while replaying: two at once would only cost twice the memory.
        let mut kept = self.core.replays.0.lock().await;
        let now = self.now();
        let board = match kept.take() {
            Some(replay) if replay.prefix == prefix && replay.wall == wall => {
                *kept = Some(Arc::clone(&replay));
                return Ok(replay);
            }
            _ => self.replay_board(&view.journal, &prefix, now).await?,
        };
        let replay = Arc::new(Replay { prefix, wall, board, used_at: now });
        *kept = Some(Arc::clone(&replay));
        Ok(replay)
    }

    /// Whose entries the cells that a viewer sees are judged from besides their own: the regulators', and those of every
    /// organisation above one that answers for a target of theirs.
    fn judged_from(&self, scope: &Scope) -> BTreeSet<Slug> {
        let standing = self.core.shared.read();
        let mut found = BTreeSet::new();
        for Issued { campaign, .. } in &standing.campaigns {
            for one in &campaign.organisations {
                let lineage = campaign.lineage(&one.id);
                if lineage.iter().any(|above| scope.sees(above)) {
                    found.extend(lineage.into_iter().cloned());
                }
                if campaign.is_regulator(&one.id) {
                    found.insert(one.id.clone());
                }
            }
        }
        found
    }

    async fn replay_board(
        &self,
        journal: &Journal,
        prefix: &Cursor,
        now: Instant,
    ) -> Result<Board, EnvironmentFault> {
        let heads: Heads = self.core.shared.read().heads.clone();
        let mut board = board_of(&self.issued_within(prefix), now);
        for head in heads.values() {
            let take = |stored| {
                board.absorb(&evidence_of(&stored)?);
                Ok(())
            };
            journal.visit(head.no, 0, prefix.size(&head.origin), take).await?;
        }
        board.settle(now);
        Ok(board)
    }

    pub(crate) fn issued_within(&self, prefix: &Cursor) -> Vec<Issued> {
        let standing = self.core.shared.read();
        let origin = |issued: &Issued| standing.heads.values().find(|head| head.no == issued.place.log);
        let known = |issued: &&Issued| {
            sabotage::is(Mutant::JudgeByToday)
                || origin(issued).is_some_and(|head| prefix.includes(&head.origin, issued.place.index))
        };
        standing.campaigns.iter().filter(known).cloned().collect()
    }
}

/// How many entries of a log had been recorded by a moment. Times never go back within a log.
async fn size_at(journal: &Journal, head: &LogHead, moment: Instant) -> Result<u64, EnvironmentFault> {
    let (mut from, mut to) = (0, head.frontier.size());
    while from < to {
        let middle = from + (to - from) / 2;
        if recorded_at(journal, head.no, middle).await? <= moment {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    Ok(from)
}

async fn recorded_at(journal: &Journal, log: u32, index: u64) -> Result<Instant, EnvironmentFault> {
    let damaged = || EnvironmentFault::damaged("reading an entry");
    let stored = journal.find_entry(Place { log, index }).await?.ok_or_else(damaged)?;
    let view = EntryView::parse(&stored.canonical).map_err(|_| damaged())?;
    Ok(view.recorded_at)
}

/// Entries read at once for one topic.
const PIECE: u32 = 1_000;
