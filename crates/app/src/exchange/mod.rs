//! The exchange with Zabbix's API, in both directions. What people do about a problem on the screens is told to its
//! event, and what Zabbix's own list has and no message brought is recorded.
//!
//! What is to be told is derived from the organisation's log and a durable place in it: nothing is queued, so nothing is
//! lost over a crash. Telling is at least once, and each message carries the id of its entry, which is looked for before
//! it is said: twice stands there only what Zabbix took in and did not show a moment later.

mod address;
mod catching_up;
mod client;
mod telling;

pub use address::ApiAddress;
pub use client::{ApiSpec, CallFault, Client, LIMIT, Token, Trust};

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use access::{Role, Scope};
use api::{Source, Sources};
use calendar::Instant;
use journal::Slug;
use sources::{OpenProblems, source_label};
use store::{EnvironmentFault, ReadFault, RecordFault, SourceProgress, Store};
use tokio::sync::watch;

/// How often the log is looked at for something to tell: it costs a look into memory.
const LOOK_MS: u64 = 300;
/// The first and the longest wait after a failure.
const FIRST_WAIT_MS: u64 = 1_000;
const LONGEST_WAIT_MS: u64 = 60_000;
/// How far back Zabbix's list is read at the very first start.
const FIRST_BACK_MS: i64 = 24 * 3_600 * 1_000;
/// How far the moment up to which it was read may lie behind before it is kept: each keeping is a write to the disk, and
/// what is read twice stays one fact.
const KEPT_EVERY_MS: i64 = 60_000;
/// Events whose turns are known to be on record, or never to be: asked again they would be counted again.
const MAX_SETTLED: usize = 20_000;

/// The exchange with one source.
pub struct Exchange {
    store: Store,
    sources: Arc<Sources>,
    id: Slug,
    organisation: Slug,
    client: Client,
    known: Option<Known>,
    /// Of each event and state, whether there is nothing left to record.
    settled: BTreeSet<(u64, bool)>,
    /// Acknowledgements that are on record, or never will be, by event and second.
    acknowledged: BTreeSet<(u64, u64)>,
    asked_at: Option<Instant>,
}

/// How far the exchange has come.
struct Known {
    taken: u64,
    open: OpenProblems,
    caught_up_to: Instant,
    kept: SourceProgress,
}

/// Why a round did not come to its end. It is gone through again.
#[derive(Debug, thiserror::Error)]
pub enum RoundFault {
    /// The other system.
    #[error(transparent)]
    Call(#[from] CallFault),
    /// What it answers is not understood.
    #[error(transparent)]
    Answer(#[from] sources::zabbix_api::ApiFault),
    /// This node's own storage.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// This node's own storage.
    #[error(transparent)]
    Record(#[from] RecordFault),
    /// This node's own storage.
    #[error(transparent)]
    Environment(#[from] EnvironmentFault),
    /// This node's own storage.
    #[error("entry {0} of the log cannot be read")]
    Damaged(u64),
}

/// How long to wait after so many failures in a row.
pub const fn wait_ms(failures: u32) -> u64 {
    let doubled = if failures > 7 { 7 } else { failures.saturating_sub(1) };
    let wait = FIRST_WAIT_MS << doubled;
    if wait > LONGEST_WAIT_MS { LONGEST_WAIT_MS } else { wait }
}

impl Exchange {
    /// The exchange with a source of these.
    pub fn new(store: Store, sources: Arc<Sources>, id: Slug, client: Client) -> Option<Self> {
        let source = sources.find(&id)?;
        let organisation = source.spec.organisation.clone();
        source.heard().exchange = Some(api::Exchange::default());
        Some(Self {
            store,
            sources,
            id,
            organisation,
            client,
            known: None,
            settled: BTreeSet::new(),
            acknowledged: BTreeSet::new(),
            asked_at: None,
        })
    }

    /// Goes on until it is told to stop. Stopping in the middle of a question loses nothing.
    pub async fn run(mut self, mut stopping: watch::Receiver<bool>) {
        let mut failures = 0;
        loop {
            let round = tokio::select! {
                round = self.round() => round,
                _ = stopping.wait_for(|stopping| *stopping) => return,
            };
            let wait = if round.is_ok() {
                failures = 0;
                LOOK_MS
            } else {
                failures += 1;
                wait_ms(failures)
            };
            tokio::select! {
                () = tokio::time::sleep(Duration::from_millis(wait)) => {}
                _ = stopping.wait_for(|stopping| *stopping) => return,
            }
        }
    }

    /// Tells what there is to tell, and asks when it is time to ask. What became of it is to be seen on the source.
    pub async fn round(&mut self) -> Result<(), RoundFault> {
        let done = self.go_round().await;
        let now = self.store.now();
        if let Err(fault) = &done {
            self.note_failure(fault, now);
        }
        done
    }

    async fn go_round(&mut self) -> Result<(), RoundFault> {
        let mut known = match self.known.take() {
            Some(known) => known,
            None => self.begin().await?,
        };
        let told = self.tell_all(&mut known).await;
        let kept = self.keep(&mut known).await;
        let now = self.store.now();
        let since = self.asked_at.map(|at| now.ms_since(at));
        let every_ms = i64::from(self.client.every_s()) * 1_000;
        // A clock that was set back does not put off the next question.
        let due = since.is_none_or(|since| since < 0 || since >= every_ms);
        let caught_up = match (&told, due) {
            (Ok(()), true) => self.catch_up(&mut known, now).await,
            _ => Ok(()),
        };
        let kept_again = if caught_up.is_ok() { self.keep(&mut known).await } else { Ok(()) };
        self.known = Some(known);
        told.and(kept).and(caught_up).and(kept_again)
    }

    /// Where it stood when the node stopped. At the very first start nothing old is told, and what is open is known.
    async fn begin(&mut self) -> Result<Known, RoundFault> {
        let kept = self.store.find_source_progress(&self.machine(), &self.id).await?;
        let first = kept.is_none();
        let kept = kept.unwrap_or_else(|| SourceProgress {
            taken: self.log_size(),
            open: String::new(),
            caught_up_to: self.store.now().plus_ms(-FIRST_BACK_MS),
        });
        let open = match OpenProblems::parse(&kept.open) {
            Some(open) => open,
            None => self.open_after(kept.taken).await?,
        };
        let mut known = Known { taken: kept.taken, open, caught_up_to: kept.caught_up_to, kept };
        if first {
            // Kept at once: what is done from here on is told, whatever happens next.
            known.kept.open = known.open.text();
            self.store.keep_source_progress(&self.machine(), &self.id, known.kept.clone()).await?;
        }
        Ok(known)
    }

    /// Makes durable how far it has come, where that has changed.
    async fn keep(&self, known: &mut Known) -> Result<(), RoundFault> {
        let progress =
            SourceProgress { taken: known.taken, open: known.open.text(), caught_up_to: known.caught_up_to };
        let behind = progress.caught_up_to.ms_since(known.kept.caught_up_to);
        let same = progress.taken == known.kept.taken && behind.abs() < KEPT_EVERY_MS;
        if !same {
            self.store.keep_source_progress(&self.machine(), &self.id, progress.clone()).await?;
            known.kept = progress;
        }
        Ok(())
    }

    fn source(&self) -> Option<&Source> {
        self.sources.find(&self.id)
    }

    fn note(&self, note: impl FnOnce(&mut api::Exchange)) {
        if let Some(source) = self.source() {
            note(source.heard().exchange.get_or_insert_default());
        }
    }

    fn note_reached(&self, now: Instant) {
        let mut ended = false;
        self.note(|exchange| {
            exchange.reached_at = Some(now);
            ended = exchange.failing.take().is_some();
        });
        if ended {
            tracing::info!(source = %self.id, "the API of a source answers again");
        }
    }

    fn note_failure(&self, fault: &RoundFault, now: Instant) {
        let what = fault.to_string();
        let mut changed = false;
        self.note(|exchange| {
            let since = exchange.failing.as_ref().map_or(now, |(since, _)| *since);
            changed = exchange.failing.as_ref().is_none_or(|(_, before)| *before != what);
            exchange.failing = Some((since, what.clone()));
        });
        if changed {
            tracing::warn!(source = %self.id, fault = what, "the exchange with a source fails, and is tried again");
        }
    }

    /// Asks, and notes that it answered.
    async fn ask(&self, question: (&'static str, serde_json::Value)) -> Result<serde_json::Value, CallFault> {
        let answer = self.client.call(question).await;
        if matches!(answer, Ok(_) | Err(CallFault::Api(sources::zabbix_api::ApiFault::Refused(_)))) {
            self.note_reached(self.store.now());
        }
        answer
    }

    /// As which it records: the machine of its organisation.
    fn machine(&self) -> Scope {
        Scope::machine(source_label(&self.id), self.organisation.clone(), &self.store.tree())
    }

    /// As which it reads: whoever verifies its organisation and changes nothing.
    fn reader(&self) -> Scope {
        let tree = self.store.tree();
        Scope::new(source_label(&self.id), Role::Auditor, self.organisation.clone(), &tree)
    }

    fn settle(&mut self, event: &str, up: bool) {
        let Ok(event) = event.parse() else { return };
        self.settled.insert((event, up));
        if self.settled.len() > MAX_SETTLED {
            self.settled.pop_first();
        }
    }

    fn is_settled(&self, event: &str, up: bool) -> bool {
        event.parse().is_ok_and(|event| self.settled.contains(&(event, up)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_and_is_bounded() {
        assert_eq!([1, 2, 3, 6, 7, 100].map(wait_ms), [1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
    }
}
