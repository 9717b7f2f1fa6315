//! The way of samples to the series: batched, written on a thread of their own, and sealed when due.

use std::sync::Arc;
use std::time::Duration;

use calendar::Clock;
use journal::Slug;
use series::{Reading, SealWhen, SeriesFault, SeriesStore};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;

use crate::drafts::Writer;
use crate::engine::Counters;
use crate::outbox::Outbox;

/// Batches that may wait for a slow disk.
const MAX_WAITING: usize = 64;
/// Largest batch handed to the series at once.
const MAX_BATCH: usize = 50_000;
/// How often it is looked whether something is to be sealed, even if nothing is measured.
const SEAL_CHECK: Duration = Duration::from_secs(1);
/// How often a batch is tried on a disk that says no, and the pause between.
const MAX_TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_secs(1);

/// Collects readings and hands them over in batches, from the engine's side.
pub struct Batches {
    sender: mpsc::Sender<Vec<Reading>>,
    pending: Vec<Reading>,
    counters: Arc<Counters>,
}

impl Batches {
    /// A collector, and the receiving end for [`Keeping`].
    pub fn new(counters: Arc<Counters>) -> (Self, mpsc::Receiver<Vec<Reading>>) {
        let (sender, receiver) = mpsc::channel(MAX_WAITING);
        (Self { sender, pending: Vec::new(), counters }, receiver)
    }

    /// Collects one reading.
    pub fn push(&mut self, reading: Reading) {
        self.pending.push(reading);
        if self.pending.len() >= MAX_BATCH {
            self.flush();
        }
    }

    /// Hands over what was collected; never waits. If the disk is so far behind that there is no
    /// room, the batch is lost and said: its samples become a gap in the series.
    pub fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let batch = std::mem::take(&mut self.pending);
        let count = batch.len() as u64;
        if self.sender.try_send(batch).is_err() {
            self.counters.samples_dropped.add(count);
            tracing::error!(samples = count, "the disk is too slow, samples are lost");
        }
    }
}

impl Drop for Batches {
    /// An engine that stops loses nothing it had collected.
    fn drop(&mut self) {
        self.flush();
    }
}

/// Writes batches and seals.
pub struct Keeping {
    /// Where to.
    pub series: Arc<dyn SeriesStore>,
    /// Where batches come from.
    pub receiver: mpsc::Receiver<Vec<Reading>>,
    /// For the fact that a segment was sealed.
    pub outbox: Outbox,
    /// Writes that fact.
    pub writer: Writer,
    /// In whose log it stands.
    pub node_organisation: Slug,
    /// Tells the hour.
    pub clock: Arc<dyn Clock>,
    /// Counts what was kept and lost.
    pub counters: Arc<Counters>,
}

impl Keeping {
    /// Runs until the collector is gone and its last batch is kept.
    pub async fn run(mut self) {
        // Segments sealed by a process that died before it could say so; what was said is one fact.
        for sealed in self.series.sealed() {
            self.state(&sealed);
        }
        loop {
            match tokio::time::timeout(SEAL_CHECK, self.receiver.recv()).await {
                Ok(Some(batch)) => self.keep(batch).await,
                Ok(None) => return,
                Err(_) => {}
            }
            self.seal().await;
        }
    }

    async fn keep(&self, batch: Vec<Reading>) {
        let batch = Arc::new(batch);
        for attempt in 1..=MAX_TRIES {
            let (series, readings) = (self.series.clone(), batch.clone());
            let kept = spawn_blocking(move || series.append(&readings)).await;
            match kept {
                Ok(Ok(())) => {
                    self.counters.samples_kept.add(batch.len() as u64);
                    return;
                }
                Ok(Err(fault @ (SeriesFault::Disk { .. } | SeriesFault::TailFull { .. })))
                    if attempt < MAX_TRIES =>
                {
                    tracing::warn!(%fault, attempt, "samples can't be kept, trying again");
                    tokio::time::sleep(PAUSE).await;
                }
                Ok(Err(fault)) => {
                    tracing::error!(%fault, samples = batch.len(), "samples are lost");
                    break;
                }
                // Only when the runtime is shutting down.
                Err(_) => break,
            }
        }
        self.counters.samples_dropped.add(batch.len() as u64);
    }

    async fn seal(&self) {
        let (series, now) = (self.series.clone(), self.clock.now());
        match spawn_blocking(move || series.seal(now, SealWhen::Due)).await {
            Ok(Ok(Some(sealed))) => self.state(&sealed),
            Ok(Err(fault)) => tracing::error!(%fault, "the open samples can't be sealed"),
            Ok(Ok(None)) | Err(_) => {}
        }
    }

    fn state(&self, sealed: &series::Sealed) {
        match self.writer.sealed(&self.node_organisation, sealed) {
            Ok(draft) => self.outbox.post(&self.node_organisation, draft),
            Err(fault) => tracing::error!(%fault, "a sealed segment can't be stated"),
        }
    }
}
