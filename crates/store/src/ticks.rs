//! What happens without anybody asking: cells that time alone changes, snapshots, signed heads, expired sessions.

use std::{sync::atomic::Ordering, time::Duration};

use calendar::Instant;
use journal::{Draft, Fact, Facts, Held, Kind, Subject};
use sabotage::Mutant;

use crate::{
    Store,
    fault::{EnvironmentFault, RecordFault},
    projections::IndexJob,
    sql::erasable,
    writer::{LogHead, With},
};

/// How often the clock is looked at. A cell that turns by itself shows it this much later at most.
const LOOK_EVERY: Duration = Duration::from_millis(200);

/// Minutes between removals of expired sessions.
const SWEEP_MINUTES: u32 = 60;

const MINUTE_MS: i64 = 60_000;

/// Between two pages of the examination: some ten million entries a day, for a hundredth of a core.
const EXAMINE_EVERY_MS: i64 = 5_000;

/// Checkpoints are kept outside no faster than this, however much is recorded: each is a file written durably.
const OUTSIDE_APART_MS: i64 = 10_000;

/// How long a document may wait for the entry that names it.
const UNNAMED_MS: i64 = 24 * 60 * MINUTE_MS;

/// Bytes of a snapshot taken while the board is held still: a millisecond or two.
const PIECE_BYTES: usize = 256 * 1024;

/// A pause between pieces, in which the writer and the disk have their turn: 100 MB then take two seconds.
const BETWEEN_PIECES: Duration = Duration::from_millis(5);

/// How fast a snapshot is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// While the store is in use.
    Gentle,
    /// When nothing else is left to do.
    AtOnce,
}

/// What happens without anybody asking, one look at a time.
pub struct Ticks {
    store: Store,
    done: Done,
}

/// When each thing was last done.
struct Done {
    examination: Examined,
    snapshot: Instant,
    checkpoints: Instant,
    sweep: Instant,
}

/// How far the examination is.
struct Examined {
    begun: Instant,
    page: Instant,
    is_whole: bool,
}

impl Ticks {
    /// Does what is due by the store's clock.
    pub async fn look(&mut self) {
        self.store.tick(&mut self.done).await;
    }
}

impl Store {
    /// Keeps the store going until it is closed; the program runs this as a task. Failures are logged and tried again.
    pub async fn run_ticks(&self) {
        let mut ticks = self.ticks();
        while !self.core.index.is_closed() {
            ticks.look().await;
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// The same, for whoever has a clock of his own: nothing happens between two looks.
    pub fn ticks(&self) -> Ticks {
        let start = self.now();
        let examination = Examined { begun: start, page: start, is_whole: false };
        let done = Done { examination, snapshot: start, checkpoints: start, sweep: start };
        Ticks { store: self.clone(), done }
    }

    /// Waits until what was acknowledged, and what was kept of the board, has reached everything that follows from it.
    pub async fn settle(&self) -> Result<(), EnvironmentFault> {
        self.core.settle_index().await
    }

    async fn tick(&self, done: &mut Done) {
        let options = &self.core.options;
        self.core.shared.tick();
        let now = self.now();
        let due = |last: Instant, minutes: u32| now.ms_since(last).abs() >= i64::from(minutes) * MINUTE_MS;
        let unsaved = self.core.shared.unsaved.load(Ordering::Relaxed);
        if unsaved >= options.snapshot_entries
            || (unsaved > 0 && due(done.snapshot, options.snapshot_minutes))
        {
            done.snapshot = now;
            note("keeping a snapshot", self.keep_snapshot().await);
            note("keeping a snapshot", self.settle().await);
        }
        if due(done.checkpoints, options.checkpoint_minutes) || self.is_worth_keeping(done.checkpoints, now) {
            done.checkpoints = now;
            self.core.shared.unsigned.store(0, Ordering::Relaxed);
            note("signing checkpoints", self.sign_checkpoints().await);
            self.core.replays.sweep(now).await;
        }
        self.go_on_examining(&mut done.examination).await;
        if due(done.sweep, SWEEP_MINUTES) {
            done.sweep = now;
            note("removing expired sessions", self.sweep_sessions().await.map(|_| ()));
            note("removing marks that are past", self.sweep_carried_out().await.map(|_| ()));
            note("removing what no entry names", self.sweep_blobs().await);
        }
    }

    async fn go_on_examining(&self, done: &mut Examined) {
        let now = self.now();
        let passed_ms = |last: Instant| now.ms_since(last).abs();
        if done.is_whole {
            if passed_ms(done.begun) < i64::from(self.core.options.examination_minutes) * MINUTE_MS {
                return;
            }
            *done = Examined { begun: now, page: done.page, is_whole: false };
        }
        if passed_ms(done.page) >= EXAMINE_EVERY_MS {
            done.page = now;
            let examined = self.examine_page().await;
            done.is_whole = matches!(examined, Ok(true));
            note("examining the journal", examined.map(drop));
        }
    }

    /// Whether a checkpoint is to be kept outside before its time: what is acknowledged after the last one there can be
    /// lost by a rollback that nobody notices.
    fn is_worth_keeping(&self, last: Instant, now: Instant) -> bool {
        let unsigned = self.core.shared.unsigned.load(Ordering::Relaxed);
        let passed_ms = now.ms_since(last).abs();
        self.core.outside.is_some()
            && unsigned > 0
            && (passed_ms >= MINUTE_MS
                || (unsigned >= self.core.options.checkpoint_entries && passed_ms >= OUTSIDE_APART_MS))
    }

    /// Removes documents and pictures that were handed in a day ago and that no entry came to name. While a figure is
    /// under dispute nothing goes: what was handed in may yet be named as evidence.
    pub async fn sweep_blobs(&self) -> Result<(), EnvironmentFault> {
        if self.is_anything_disputed().await? {
            return Ok(());
        }
        let (before, blobs) = (self.now().plus_ms(-UNNAMED_MS), self.core.shared.blobs.clone());
        let (what, queue) = ("removing what no entry names", &self.core.queue);
        let gone = queue.run(what, move |connection| {
            Box::pin(async move { erasable::let_go_unnamed(connection, before.as_ms()).await })
        });
        for digest in gone.await? {
            let blobs = blobs.clone();
            // In the writer's turn: nobody notes it anew meanwhile.
            let removed = queue.run(what, move |connection| {
                Box::pin(async move {
                    let held = erasable::is_held(connection, digest).await?;
                    Ok(if held { Ok(()) } else { blobs.remove(digest) })
                })
            });
            removed.await??;
        }
        Ok(())
    }

    /// The moment the board was last brought to: now, or later where the clock fell back. Nothing on it changes between
    /// the two by time alone.
    pub fn board_moment(&self) -> Instant {
        self.core.shared.read().board.now()
    }

    /// The states of the board in canonical bytes: two boards that heard the same say the same.
    pub fn board_snapshot(&self) -> Vec<u8> {
        self.core.shared.read().board.snapshot()
    }

    /// Keeps a snapshot of the board, so that the next start reads little. Goes on beside everything else.
    pub async fn keep_snapshot(&self) -> Result<(), EnvironmentFault> {
        self.snapshot(Pace::Gentle).await
    }

    pub(crate) async fn snapshot(&self, pace: Pace) -> Result<(), EnvironmentFault> {
        let (shared, index) = (&self.core.shared, &self.core.index);
        let closed = |_| EnvironmentFault::closed();
        let _turn = self.core.snapshot.lock().await;
        let mut body = Vec::with_capacity(2 * PIECE_BYTES);
        let mut parts = {
            let standing = shared.read();
            shared.unsaved.store(0, Ordering::Relaxed);
            standing.board.begin_snapshot(&mut body)
        };
        for piece in 0.. {
            let whole = shared.read().board.continue_snapshot(&mut parts, &mut body, PIECE_BYTES);
            let Some(whole) = whole else {
                // A campaign was taken up meanwhile: the next snapshot is of the new board.
                shared.unsaved.fetch_add(1, Ordering::Relaxed);
                return Ok(());
            };
            index.send(IndexJob::Piece(piece, std::mem::take(&mut body))).await.map_err(closed)?;
            if whole {
                break;
            }
            if pace == Pace::Gentle {
                tokio::time::sleep(BETWEEN_PIECES).await;
            }
        }
        index.send(IndexJob::Snapshot).await.map_err(closed)
    }

    /// Signs the head of every log that has grown since its last signed head; before each, how far the clock is off
    /// is journaled, where that is known.
    pub async fn sign_checkpoints(&self) -> Result<(), EnvironmentFault> {
        if self.is_in_doubt() {
            return Ok(());
        }
        let heads: Vec<LogHead> = self.core.shared.read().heads.values().cloned().collect();
        for head in heads {
            let kept = self.core.journal.find_checkpoint(head.no).await?;
            if let Some(kept) = kept.filter(|kept| kept.size == head.frontier.size()) {
                // What could not be kept outside before is tried again.
                self.keep_outside(&head.origin, kept.size, &kept.note).await;
                continue;
            }
            let offset = self.core.options.clock_offset.as_ref().and_then(|ask| ask());
            let offset = offset.filter(|_| !sabotage::is(Mutant::SignUnobserved));
            if let Some(offset) = offset {
                match self.observe_clock(&head, offset.offset_us, offset.source).await {
                    Err(RecordFault::Environment(fault)) => return Err(fault),
                    Err(fault) => {
                        tracing::error!(%fault, log = %head.origin, "the clock's offset was not journaled, and no head is signed");
                        if let Some(outside) = &self.core.outside {
                            outside.note_failing();
                        }
                        continue;
                    }
                    // What follows from the note has ended before the head over it is signed.
                    Ok(()) => self.settle().await?,
                }
            }
            let organisation = head.origin.organisation();
            if let Some(head) = self.head(organisation) {
                self.signed(&head).await?;
            }
        }
        Ok(())
    }

    async fn observe_clock(&self, head: &LogHead, offset_us: i64, source: String) -> Result<(), RecordFault> {
        let organisation = head.origin.organisation();
        let form = |_| RecordFault::field("organisation", "is no subject");
        let offset_us = if sabotage::is(Mutant::HideOffset) { 0 } else { offset_us };
        let facts =
            [("offset_us".to_owned(), Fact::Int(offset_us)), ("source".to_owned(), Fact::Text(source))];
        let draft = Draft {
            id: self.new_id(),
            kind: Kind::new("clock.observed").map_err(form)?,
            subject: Subject::of("organisation", organisation).map_err(form)?,
            held: Held::at(self.now()),
            source: "store".to_owned(),
            actor: "node".to_owned(),
            answers: Vec::new(),
            campaign: None,
            grade: None,
            facts: Facts::from(facts),
            private: Facts::new(),
        };
        self.core.queue.append(organisation.clone(), draft, With::Nothing).await.map(|_| ())
    }
}

fn note(what: &'static str, result: Result<(), EnvironmentFault>) {
    if let Err(fault) = result {
        tracing::error!(%fault, what, "background work failed and is tried again");
    }
}
