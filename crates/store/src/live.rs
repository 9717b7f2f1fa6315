//! Live events: what changed, told to everybody who may see it, from the journal cursor they last saw.
//!
//! Each change is handed to the subscribers who see one of the organisations it touches, and kept for those who come back,
//! for each organisation by itself: whether a viewer is told or has to reload never depends on what others do. What of it
//! a viewer may see is decided when it is delivered, and cells are then shown as they stand at that moment. A subscriber
//! that falls behind its bounded buffer is told to reload rather than slowing anyone down.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet, VecDeque},
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

/// Changes of one organisation kept for those who come back, and changes of everything.
const KEPT_CHANGES: usize = BUFFER;
const KEPT_OF_ALL: usize = 16;

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
    /// Who answers for them.
    pub owners: Vec<Slug>,
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
    /// Where telling began: nothing before it is known.
    begin: Cursor,
    kept: BTreeMap<Slug, Kept>,
    /// Changes of everything, and where the last one stood that is no longer kept.
    of_all: VecDeque<Arc<Change>>,
    of_all_gone: Option<Cursor>,
    told: u64,
    closed: bool,
}

/// What is kept of one organisation.
#[derive(Debug, Default)]
struct Kept {
    changes: VecDeque<Moment>,
    /// How long its log was at the last change that is no longer kept, and whether a target had turned in one of that length.
    gone: Option<(u64, bool)>,
}

/// A change with its number, and how long the organisation's log was after it.
#[derive(Clone, Debug)]
struct Moment {
    number: u64,
    size: u64,
    change: Arc<Change>,
}

/// What somebody who comes back is to be told.
struct Missed {
    changes: VecDeque<Arc<Change>>,
    /// Time may have changed cells without anything being kept of it.
    stale: bool,
}

#[derive(Debug)]
struct Buffer {
    scope: Scope,
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
        Self(Mutex::new(Listening { begin: cursor, ..Listening::default() }))
    }

    /// Tells everybody whom it concerns.
    pub fn tell(&self, change: Change) {
        let change = Arc::new(change);
        let about = change.about();
        let mut listening = lock(&self.0);
        listening.keep(&change, &about);
        listening.buffers.retain(|buffer| {
            buffer.upgrade().is_some_and(|buffer| {
                if change.everything || about.iter().any(|one| buffer.scope.sees(one)) {
                    buffer.push(&change);
                }
                true
            })
        });
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
        let buffer =
            Arc::new(Buffer { scope: scope.clone(), waiting: Mutex::default(), bell: Notify::new() });
        let mut listening = lock(&self.0);
        let mut waiting = lock(&buffer.waiting);
        waiting.closed = listening.closed;
        if let Some(after) = after {
            match listening.since(scope, after) {
                Some(Missed { changes, stale }) => (waiting.changes, waiting.stale) = (changes, stale),
                None => waiting.overrun = true,
            }
        }
        drop(waiting);
        listening.buffers.push(Arc::downgrade(&buffer));
        buffer
    }
}

impl Change {
    /// The organisations it touches.
    fn about(&self) -> BTreeSet<Slug> {
        let cells = self.cells.iter().map(|cell| &cell.organisation);
        let logs = self.logs.iter().map(Origin::organisation);
        cells.chain(logs).chain(&self.owners).cloned().collect()
    }
}

impl Listening {
    fn keep(&mut self, change: &Arc<Change>, about: &BTreeSet<Slug>) {
        self.told += 1;
        if change.everything {
            self.of_all.push_back(Arc::clone(change));
            if self.of_all.len() > KEPT_OF_ALL {
                self.of_all_gone = self.of_all.pop_front().map(|gone| gone.cursor.clone());
            }
            return;
        }
        let sizes = sizes(&change.cursor);
        for one in about {
            let size = sizes.get(one).copied().unwrap_or(0);
            let moment = Moment { number: self.told, size, change: Arc::clone(change) };
            self.kept.entry(one.clone()).or_default().keep(moment);
        }
    }

    /// What happened at or after the cursor of a viewer; `None` when that is no longer known. Changes that time alone
    /// brought, or an entry in another's log, bear the size that the organisation's log had before, so those at the cursor
    /// itself are told again: they show how things stand, and telling twice is harmless.
    fn since(&self, scope: &Scope, after: &Cursor) -> Option<Missed> {
        let own = |cursor: &Cursor| cursor.restricted_to(|origin| scope.sees(origin.organisation()));
        let begin = own(&self.begin);
        if !after.covers(&begin) || self.of_all_gone.as_ref().is_some_and(|gone| !after.covers(&own(gone))) {
            return None;
        }
        let mut stale = begin.covers(after);
        let mut missed: BTreeMap<u64, Arc<Change>> = BTreeMap::new();
        let after_sizes = sizes(after);
        for (organisation, kept) in self.kept.iter().filter(|(organisation, _)| scope.sees(organisation)) {
            let size = after_sizes.get(organisation).copied().unwrap_or(0);
            match kept.gone {
                Some((gone, turned)) if gone > size || (gone == size && turned) => return None,
                gone => stale |= gone.is_some_and(|(gone, _)| gone == size),
            }
            for moment in kept.changes.iter().rev().take_while(|moment| moment.size >= size) {
                missed.insert(moment.number, Arc::clone(&moment.change));
                if missed.len() > BUFFER {
                    return None;
                }
            }
        }
        let of_all = self.of_all.iter().filter(|change| own(&change.cursor).covers(after)).cloned();
        Some(Missed { changes: missed.into_values().chain(of_all).collect(), stale })
    }
}

impl Kept {
    fn keep(&mut self, moment: Moment) {
        self.changes.push_back(moment);
        if self.changes.len() > KEPT_CHANGES
            && let Some(Moment { size, change, .. }) = self.changes.pop_front()
        {
            let before = self.gone.is_some_and(|(gone, turned)| gone == size && turned);
            self.gone = Some((size, before || !change.targets.is_empty()));
        }
    }
}

/// How long each organisation's log is.
fn sizes(cursor: &Cursor) -> BTreeMap<&Slug, u64> {
    cursor.iter().map(|(origin, size)| (origin.organisation(), size)).collect()
}

impl Buffer {
    /// Hands over a change.
    fn push(&self, change: &Arc<Change>) {
        let mut waiting = lock(&self.waiting);
        if waiting.overrun || waiting.changes.len() >= BUFFER {
            waiting.overrun = true;
            waiting.changes.clear();
        } else {
            waiting.changes.push_back(Arc::clone(change));
        }
        drop(waiting);
        self.bell.notify_one();
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
        let page =
            standing.board.page(None, MAX_CELLS, now, |organisation| self.scope.sees(organisation), |_| true);
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
