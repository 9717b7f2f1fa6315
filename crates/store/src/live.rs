//! Live events: what changed, told to everybody who may see it, from the journal cursor they last saw.
//!
//! Each change is kept once and handed to every subscriber; what a viewer may see is decided when it is delivered, and
//! cells are then shown as they stand at that moment. A subscriber that falls behind its bounded buffer is told to
//! reload rather than slowing anyone down.

use std::{
    borrow::Cow,
    collections::{BTreeSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use access::{Action, Scope};
use calendar::Instant;
use campaign::{Cell, CellKey, board::TargetNow};
use journal::{Cursor, Origin, Slug};
use tokio::sync::Notify;

use crate::{Store, standing::Shared};

/// Changes a subscriber may be behind.
const BUFFER: usize = 256;

/// Changes kept for those who come back, and cells named in them.
const KEPT_CHANGES: usize = 1024;
const KEPT_CELLS: usize = 20_000;

/// Cells in one event; more means that the viewer had better fetch the board anew.
const MAX_CELLS: usize = 2_000;

/// Something a viewer may want to know at once.
#[derive(Clone, Debug)]
pub enum LiveEvent {
    /// Cells changed; here they are as they stand.
    Cells {
        /// Place in the viewer's logs.
        cursor: Cursor,
        /// The moment they are judged for.
        now: Instant,
        /// The cells.
        cells: Vec<Cell>,
    },
    /// A target turned.
    Target {
        /// Place in the viewer's logs.
        cursor: Cursor,
        /// Which target.
        id: Slug,
        /// How it stands.
        target: TargetNow,
    },
    /// A log has grown.
    Entry {
        /// Place in the viewer's logs.
        cursor: Cursor,
        /// Which log.
        origin: Origin,
        /// How many entries it has.
        size: u64,
    },
    /// Too much happened to be told piece by piece: fetch a new snapshot.
    Reload {
        /// Place in the viewer's logs.
        cursor: Cursor,
    },
}

/// What one commit or one tick changed.
#[derive(Debug)]
pub struct Change {
    /// Where the journal stood.
    pub cursor: Cursor,
    /// Cells that changed.
    pub cells: Vec<CellKey>,
    /// Targets that turned.
    pub targets: Vec<Slug>,
    /// Logs that grew.
    pub logs: Vec<Origin>,
    /// Everything may have changed: a campaign came into force.
    pub everything: bool,
}

/// Those who listen, and what was told last.
#[derive(Debug, Default)]
pub struct Live(Mutex<Listening>);

#[derive(Debug, Default)]
struct Listening {
    buffers: Vec<Weak<Buffer>>,
    kept: VecDeque<Arc<Change>>,
    kept_cells: usize,
    /// Somebody who saw less than this must reload: what followed is no longer kept.
    kept_from: Cursor,
    closed: bool,
}

#[derive(Debug, Default)]
struct Buffer {
    waiting: Mutex<Waiting>,
    bell: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    changes: VecDeque<Arc<Change>>,
    overrun: bool,
    /// Time may have changed cells since the viewer's cursor without anything being kept of it.
    stale: bool,
    closed: bool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Live {
    /// Begins at a cursor: nothing before it can be told.
    pub fn from(cursor: Cursor) -> Self {
        Self(Mutex::new(Listening { kept_from: cursor, ..Listening::default() }))
    }

    /// Tells everybody.
    pub fn tell(&self, change: Change) {
        let change = Arc::new(change);
        let mut listening = lock(&self.0);
        listening.keep(&change);
        listening.buffers.retain(|buffer| buffer.upgrade().is_some_and(|buffer| buffer.push(&change)));
    }

    /// Ends every subscription.
    pub fn close(&self) {
        let mut listening = lock(&self.0);
        listening.closed = true;
        for buffer in listening.buffers.drain(..).filter_map(|buffer| buffer.upgrade()) {
            lock(&buffer.waiting).closed = true;
            buffer.bell.notify_one();
        }
    }

    fn listen(&self, scope: &Scope, after: Option<&Cursor>) -> Arc<Buffer> {
        let buffer = Arc::new(Buffer::default());
        let mut listening = lock(&self.0);
        let mut waiting = lock(&buffer.waiting);
        waiting.closed = listening.closed;
        if let Some(after) = after {
            match listening.since(scope, after) {
                Some(changes) => waiting.changes = changes,
                None => waiting.overrun = true,
            }
            waiting.stale = listening.seen(scope).covers(after);
        }
        drop(waiting);
        listening.buffers.push(Arc::downgrade(&buffer));
        buffer
    }
}

impl Listening {
    fn keep(&mut self, change: &Arc<Change>) {
        self.kept_cells += change.cells.len();
        self.kept.push_back(Arc::clone(change));
        while self.kept.len() > KEPT_CHANGES || self.kept_cells > KEPT_CELLS {
            let Some(gone) = self.kept.pop_front() else { break };
            self.kept_cells -= gone.cells.len();
            self.kept_from = gone.cursor.clone();
        }
    }

    /// Where what is kept begins, as a viewer sees it.
    fn seen(&self, scope: &Scope) -> Cursor {
        self.kept_from.restricted_to(|origin| scope.sees(origin.organisation()))
    }

    /// What happened at or after the cursor of a viewer; `None` when that is no longer known. Changes that time alone
    /// brought bear the cursor of the entry before them, so those at the cursor itself are told again: they show how
    /// things stand, and telling twice is harmless.
    fn since(&self, scope: &Scope, after: &Cursor) -> Option<VecDeque<Arc<Change>>> {
        if !after.covers(&self.seen(scope)) {
            return None;
        }
        let seen = |change: &Change| change.cursor.restricted_to(|origin| scope.sees(origin.organisation()));
        let changes = self.kept.iter().filter(|change| seen(change).covers(after));
        let changes: VecDeque<_> = changes.cloned().collect();
        (changes.len() <= BUFFER).then_some(changes)
    }
}

impl Buffer {
    /// Hands over a change; false when nobody will take it any more.
    fn push(&self, change: &Arc<Change>) -> bool {
        let mut waiting = lock(&self.waiting);
        if waiting.overrun || waiting.changes.len() >= BUFFER {
            waiting.overrun = true;
            waiting.changes.clear();
        } else {
            waiting.changes.push_back(Arc::clone(change));
        }
        drop(waiting);
        self.bell.notify_one();
        true
    }
}

/// One viewer's live events.
#[derive(Debug)]
pub struct Subscription {
    shared: Arc<Shared>,
    scope: Scope,
    buffer: Arc<Buffer>,
    ready: VecDeque<LiveEvent>,
}

impl Store {
    /// A viewer's live events, from now or after a cursor it was given. The scope is that of the moment: a caller ends
    /// a subscription after some minutes, so that a role withdrawn takes effect.
    pub fn subscribe(&self, scope: &Scope, after: Option<&Cursor>) -> Subscription {
        Subscription::new(Arc::clone(&self.core.shared), scope, after)
    }
}

impl Subscription {
    /// Listens as this viewer, going on after a cursor it was given, or from now.
    fn new(shared: Arc<Shared>, scope: &Scope, after: Option<&Cursor>) -> Self {
        let buffer = shared.live.listen(scope, after);
        Self { shared, scope: scope.clone(), buffer, ready: VecDeque::new() }
    }

    /// The next event; none when the store closes.
    pub async fn next(&mut self) -> Option<LiveEvent> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let Waiting { changes, overrun, stale, closed } = {
                let mut waiting = lock(&self.buffer.waiting);
                let closed = waiting.closed;
                std::mem::replace(&mut *waiting, Waiting { closed, ..Waiting::default() })
            };
            if overrun {
                let cursor = self.shared.cursor(&self.scope);
                return Some(LiveEvent::Reload { cursor });
            }
            if stale {
                self.show_all();
            }
            self.show(&changes);
            if self.ready.is_empty() {
                if closed {
                    return None;
                }
                self.buffer.bell.notified().await;
            }
        }
    }

    /// Shows every cell the viewer sees, or has it reload if they are many.
    fn show_all(&mut self) {
        let standing = self.shared.read();
        let (cursor, now) = (standing.cursor(&self.scope), standing.board.now());
        let page = standing.board.page(None, MAX_CELLS, now, |organisation| self.scope.sees(organisation));
        let event = if page.next.is_some() || page.cells.len() > MAX_CELLS {
            LiveEvent::Reload { cursor }
        } else {
            LiveEvent::Cells { cursor, now, cells: page.cells.into_iter().map(Cow::into_owned).collect() }
        };
        self.ready.push_back(event);
    }

    /// Makes events of changes: several that wait together are told as one.
    fn show(&mut self, changes: &VecDeque<Arc<Change>>) {
        let Some(last) = changes.back() else { return };
        let cursor = last.cursor.restricted_to(|origin| self.scope.sees(origin.organisation()));
        if changes.iter().any(|change| change.everything) {
            self.ready.push_back(LiveEvent::Reload { cursor });
            return;
        }
        let keys: BTreeSet<&CellKey> = changes.iter().flat_map(|change| &change.cells).collect();
        let keys: Vec<&CellKey> = keys.into_iter().filter(|key| self.scope.sees(&key.organisation)).collect();
        if keys.len() > MAX_CELLS {
            self.ready.push_back(LiveEvent::Reload { cursor });
            return;
        }
        let standing = self.shared.read();
        let cells: Vec<Cell> = keys.iter().filter_map(|key| standing.board.held(key)).cloned().collect();
        if !cells.is_empty() {
            self.ready.push_back(LiveEvent::Cells {
                cursor: cursor.clone(),
                now: standing.board.now(),
                cells,
            });
        }
        let turned: BTreeSet<&Slug> = changes.iter().flat_map(|change| &change.targets).collect();
        for id in turned {
            let owner = standing.catalogue.targets.get(id).map(|site| &site.target.owner);
            if let (Some(owner), Some(target)) = (owner, standing.board.target(id))
                && self.scope.may(Action::ReadTarget, owner).is_ok()
            {
                let (id, target) = (id.clone(), target.clone());
                self.ready.push_back(LiveEvent::Target { cursor: cursor.clone(), id, target });
            }
        }
        let grown: BTreeSet<&Origin> = changes.iter().flat_map(|change| &change.logs).collect();
        let reads = |origin: &&Origin| self.scope.may(Action::ReadJournal, origin.organisation()).is_ok();
        for origin in grown.into_iter().filter(reads) {
            let size = cursor.size(origin);
            self.ready.push_back(LiveEvent::Entry { cursor: cursor.clone(), origin: origin.clone(), size });
        }
    }
}
