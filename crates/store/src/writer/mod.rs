//! The one writer of the journal. Whatever is queued becomes one transaction and one fsync (group commit); an
//! acknowledgement goes out only after it. The queue is bounded: when the disk is slower than the producers, they wait.
//!
//! After a failure nothing is assumed: the connection is opened anew and the heads are read back, so that the writer
//! recovers by itself when space returns, and entries that did reach the disk are not forgotten.

mod commit;
pub mod head;
pub mod plan;

use std::{future::Future, pin::Pin, sync::Arc};

use calendar::{Clock, Instant};
use journal::{Draft, Hash, Slug};
use tokio::sync::{mpsc, oneshot};

pub use commit::Writer;
pub use head::{Heads, LogHead};
pub use plan::{Committed, Erasure};

use crate::{
    Receipt,
    carried_out::Mark,
    entropy::Entropy,
    fault::{EnvironmentFault, RecordFault},
    limit::PageLimit,
    projections::IndexJob,
    rollback::Doubt,
    sql::{Connection, Home},
};

/// Jobs that may wait. At 32 KiB an entry this bounds the queue to 32 MiB.
const QUEUE: usize = 1024;

/// Entries in one transaction: enough that the fsync is paid by many, few enough that the first need not wait long.
const MAX_BATCH: usize = 512;

/// Where the answer to a draft goes.
pub type Reply = oneshot::Sender<Result<Receipt, RecordFault>>;

/// A write that is no entry: accounts, sessions, checkpoints. It begins its own transaction where it needs one.
pub type Task = Box<dyn for<'c> FnOnce(&'c mut Connection) -> TaskFuture<'c> + Send>;

/// What a task does; false when it failed and the connection should not be trusted.
pub type TaskFuture<'c> = Pin<Box<dyn Future<Output = bool> + Send + 'c>>;

/// A write that entries tell of; a fault of it refuses them all, and nothing is kept.
pub type Write = Box<dyn for<'c> FnOnce(&'c mut Connection) -> WriteFuture<'c> + Send>;

/// What such a write does.
pub type WriteFuture<'c> =
    Pin<Box<dyn Future<Output = Result<Result<(), RecordFault>, sqlx::Error>> + Send + 'c>>;

/// Entries that tell of a write beside the journal: both are durable together, or neither is.
pub struct ChangeJob {
    /// What it does, for a fault.
    pub what: &'static str,
    /// The entries, each with whose log it goes to.
    pub entries: Vec<(Slug, Draft)>,
    /// The mark of the write, which lies with the first of them.
    pub mark: Option<Mark>,
    /// The write.
    pub write: Write,
    /// Where the answer goes.
    pub reply: oneshot::Sender<Result<(), RecordFault>>,
}

/// What the writer is asked for.
pub enum Job {
    /// An entry.
    Append(Box<AppendJob>),
    /// Another write.
    Task(Task),
    /// Entries, with a write that they tell of.
    Change(ChangeJob),
    /// Finish what is queued before this, and stop.
    Close,
}

/// A draft that passed every check but those of the writer.
pub struct AppendJob {
    /// Whose log it goes to.
    pub organisation: Slug,
    /// The draft.
    pub draft: Draft,
    /// What else belongs into its transaction.
    pub with: With,
    /// The mark of the write that it tells of, which lies with it.
    pub mark: Option<Mark>,
    /// Where the answer goes.
    pub reply: Reply,
}

/// What else belongs into the transaction of an entry.
pub enum With {
    /// Nothing.
    Nothing,
    /// The campaign whose file is this blob is in force from now on.
    Campaign(Hash),
    /// These clear values go.
    Erasure(Erasure),
    /// These heads, signed before, are given up.
    Rollback(Vec<(u64, Hash)>),
}

/// What happens between the commit and the acknowledgement: the board and whoever follows it.
pub trait Afterwards: Send + Sync {
    /// These entries are on the disk; the logs stand so now.
    fn committed(&self, heads: &Heads, entries: &[Committed]);
    /// These blobs are held by nobody any more.
    fn unheld(&self, blobs: &[Hash]) -> Result<(), EnvironmentFault>;
}

/// What the writer is given.
pub struct Parts {
    /// Where the journal lies.
    pub home: Home,
    /// How large it may grow.
    pub limit: PageLimit,
    /// The node's name.
    pub node: String,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Fresh bytes.
    pub entropy: Entropy,
    /// The board.
    pub afterwards: Arc<dyn Afterwards>,
    /// The index, which follows a little later.
    pub index: mpsc::Sender<IndexJob>,
}

impl Parts {
    fn now(&self) -> Instant {
        self.clock.now()
    }
}

/// The way to the writer.
#[derive(Clone)]
pub struct Queue(mpsc::Sender<Job>, Arc<Doubt>);

impl Queue {
    /// A queue and its end for the writer.
    pub fn new(doubt: Arc<Doubt>) -> (Self, mpsc::Receiver<Job>) {
        let (sender, receiver) = mpsc::channel(QUEUE);
        (Self(sender, doubt), receiver)
    }

    /// Hands in a draft and waits until it is durable, or refused.
    pub async fn append(&self, organisation: Slug, draft: Draft, with: With) -> Result<Receipt, RecordFault> {
        if !matches!(with, With::Rollback(_)) {
            self.1.check("recording")?;
        }
        let (reply, answer) = oneshot::channel();
        let job =
            Job::Append(Box::new(AppendJob { organisation, draft, with, mark: Mark::of_task(), reply }));
        self.0.send(job).await.map_err(|_| EnvironmentFault::closed())?;
        answer.await.map_err(|_| EnvironmentFault::closed())?
    }

    /// Writes what these entries tell of, together with them, and waits until both are durable, or refused.
    pub async fn change<F>(
        &self,
        what: &'static str,
        entries: Vec<(Slug, Draft)>,
        write: F,
    ) -> Result<(), RecordFault>
    where
        F: for<'c> FnOnce(&'c mut Connection) -> WriteFuture<'c> + Send + 'static,
    {
        self.1.check("recording")?;
        let (reply, answer) = oneshot::channel();
        let job =
            Job::Change(ChangeJob { what, entries, mark: Mark::of_task(), write: Box::new(write), reply });
        self.0.send(job).await.map_err(|_| EnvironmentFault::closed())?;
        answer.await.map_err(|_| EnvironmentFault::closed())?
    }

    /// Runs another write and waits until it is durable.
    pub async fn run<T, F>(&self, what: &'static str, task: F) -> Result<T, EnvironmentFault>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(
                &'c mut Connection,
            ) -> Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'c>>
            + Send
            + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let task: Task = Box::new(move |connection| {
            Box::pin(async move {
                let result = task(connection).await;
                let fine = result.is_ok();
                // The caller may have gone.
                let _ = reply.send(result);
                fine
            })
        });
        self.0.send(Job::Task(task)).await.map_err(|_| EnvironmentFault::closed())?;
        let result = answer.await.map_err(|_| EnvironmentFault::closed())?;
        result.map_err(|error| EnvironmentFault::sql(what, error))
    }

    /// As [`Self::run`], for writes of several statements: all of them are durable, or none is.
    pub async fn run_whole<T, F>(&self, what: &'static str, task: F) -> Result<T, EnvironmentFault>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(
                &'c mut Connection,
            ) -> Pin<Box<dyn Future<Output = Result<T, sqlx::Error>> + Send + 'c>>
            + Send
            + 'static,
    {
        self.run(what, move |connection| {
            Box::pin(async move {
                // Where it fails the writer lets the connection go, and the transaction with it.
                connection.begin().await?;
                let done = task(connection).await?;
                connection.commit().await?;
                Ok(done)
            })
        })
        .await
    }

    /// As [`Self::run_whole`], for writes that may turn out not to fit: where the answer is no, nothing is written.
    pub async fn run_if<F>(&self, what: &'static str, task: F) -> Result<bool, EnvironmentFault>
    where
        F: for<'c> FnOnce(
                &'c mut Connection,
            )
                -> Pin<Box<dyn Future<Output = Result<bool, sqlx::Error>> + Send + 'c>>
            + Send
            + 'static,
    {
        self.run(what, move |connection| {
            Box::pin(async move {
                connection.begin().await?;
                let done = task(connection).await?;
                if done {
                    connection.commit().await?;
                } else {
                    connection.roll_back().await?;
                }
                Ok(done)
            })
        })
        .await
    }

    /// Tells the writer to stop after what is queued.
    pub async fn close(&self) {
        // A writer that has stopped needs no telling.
        let _ = self.0.send(Job::Close).await;
    }
}
