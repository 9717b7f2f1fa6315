//! Writes whose sender gave them a key, so that the same sent again is not done twice, however the node fared meanwhile.
//!
//! Two things are kept: a mark, in the very transaction of the entry that tells of the write, and the answer, as soon as it
//! is given. A write that left its mark is never done again. The answer is sealed under bytes that the sender alone has
//! (its credential and its key), for it may show a secret once: neither a copy of the disk nor whoever runs the node opens
//! it.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use calendar::Instant;
use journal::EntryId;

use crate::{Store, fault::EnvironmentFault, sealing::Sealer, sql::carried_out as rows};

/// How long a write is known: over a night without power, or a node that waits for a disk.
pub const CARRIED_OUT_MS: i64 = 24 * 3_600_000;

/// A write as its sender names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Opaque id of the account or program's key.
    pub caller: String,
    /// Digest of the credential and the sender's key.
    pub key: [u8; 32],
    /// Digest of the request.
    pub request: [u8; 32],
}

/// What is known of a write that comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CarriedOut {
    /// It was answered so.
    Answered(Vec<u8>),
    /// It was done, and the answer was lost with the node that was about to give it; the entry tells of it.
    Unanswered(Option<EntryId>),
    /// The key was used for another request.
    Other,
}

tokio::task_local! {
    static MARK: Mark;
}

/// The mark of the write that is being carried out.
#[derive(Clone, Debug)]
pub struct Mark {
    pub(crate) sent: Arc<Sent>,
    left: Arc<AtomicBool>,
}

impl Mark {
    /// That of the write that the running task carries out, if it has one.
    pub(crate) fn of_task() -> Option<Self> {
        MARK.try_with(Clone::clone).ok()
    }

    /// The entry that it lies with is durable.
    pub(crate) fn note(&self) {
        self.left.store(true, Ordering::Relaxed);
    }

    /// The moment up to which marks are past.
    pub(crate) fn past(now: Instant) -> Instant {
        now.plus_ms(-CARRIED_OUT_MS)
    }
}

/// Carries out a write under its sender's name: the first entry that the task records takes the mark along. Returns whether
/// one did.
pub async fn carrying_out<F: Future>(sent: Sent, write: F) -> (F::Output, bool) {
    let mark = Mark { sent: Arc::new(sent), left: Arc::default() };
    let left = Arc::clone(&mark.left);
    let output = MARK.scope(mark, write).await;
    (output, left.load(Ordering::Relaxed))
}

impl Store {
    /// What is known of a write; `opener` are the bytes that its answer was sealed under.
    pub async fn find_carried_out(
        &self,
        sent: &Sent,
        opener: &[u8; 32],
    ) -> Result<Option<CarriedOut>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading what was carried out", error);
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        let kept = rows::find(&mut connection, sent, Mark::past(self.now())).await?;
        Ok(kept.map(|kept| {
            if kept.request != sent.request {
                return CarriedOut::Other;
            }
            let opened = Sealer::new(opener).open(&sent.caller, &kept.answer);
            opened.map_or(CarriedOut::Unanswered(kept.entry), CarriedOut::Answered)
        }))
    }

    /// Keeps the answer to a write, sealed under `opener`.
    pub async fn keep_answer(
        &self,
        sent: Sent,
        opener: &[u8; 32],
        answer: &[u8],
    ) -> Result<(), EnvironmentFault> {
        let sealed = Sealer::new(opener).seal(self.core.entropy().nonce(), &sent.caller, answer)?;
        let now = self.now();
        let keep = self.core.queue.run("keeping an answer", move |connection| {
            Box::pin(async move { rows::keep(connection, &sent, &sealed, now).await })
        });
        keep.await
    }

    /// Lets go of writes that are no longer known.
    pub(crate) async fn sweep_carried_out(&self) -> Result<u64, EnvironmentFault> {
        let past = Mark::past(self.now());
        let sweep = self.core.queue.run("removing marks that are past", move |connection| {
            Box::pin(async move { rows::sweep(connection, past).await })
        });
        sweep.await
    }
}
