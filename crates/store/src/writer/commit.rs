//! The writer's loop: take what is queued, plan it, commit it, tell the board, then the callers, then the index.

use std::{collections::HashSet, time::Duration};

use campaign::Evidence;
use journal::{Draft, Entry, EntryId, Slug};
use sabotage::Mutant;
use tokio::sync::{mpsc, oneshot};

use super::{
    AppendJob, ChangeJob, Committed, Job, MAX_BATCH, Parts, Reply, With, Write, head,
    head::Heads,
    plan::{Erasure, Frame, Plan},
};
use crate::{
    Receipt,
    carried_out::Mark,
    fault::{EnvironmentFault, EnvironmentReason, RecordFault},
    projections::IndexJob,
    sql::{
        Connection, Place, StoredEntry,
        append::{append, canonical, recorded},
        carried_out, erasable,
        journal::disclosures,
    },
};

/// How often the end of an erasure is tried while a reader holds old pages; each try waits for readers by itself.
const ERASE_TRIES: u32 = 5;

/// The writer.
pub struct Writer {
    parts: Parts,
    connection: Option<Connection>,
    /// The bound on the file that the connection was opened with.
    limit: Option<u32>,
    heads: Heads,
    /// An erasure is committed, but copies may still lie in the file or its log.
    unfinished: bool,
}

impl Writer {
    /// A writer that goes on from these heads.
    pub fn new(parts: Parts, connection: Connection, heads: Heads) -> Self {
        let limit = parts.limit.get();
        Self { parts, connection: Some(connection), limit, heads, unfinished: false }
    }

    /// Works until told to stop, or nobody can ask any more.
    pub async fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut batch = Vec::with_capacity(MAX_BATCH);
        let mut open = true;
        while open && jobs.recv_many(&mut batch, MAX_BATCH).await > 0 {
            // Those acknowledged together come again together: letting them hand in costs microseconds and saves half
            // the fsyncs.
            tokio::task::yield_now().await;
            while let Some(job) = (batch.len() < MAX_BATCH).then(|| jobs.try_recv().ok()).flatten() {
                batch.push(job);
            }
            let mut drafts = Vec::with_capacity(batch.len());
            for job in batch.drain(..) {
                match job {
                    Job::Append(job) => drafts.push(*job),
                    Job::Task(task) => {
                        self.append(std::mem::take(&mut drafts)).await;
                        if let Ok(connection) = self.connection().await
                            && !task(connection).await
                        {
                            self.distrust().await;
                        }
                    }
                    Job::Change(job) => {
                        self.append(std::mem::take(&mut drafts)).await;
                        let ChangeJob { what, entries, mark, write, reply } = job;
                        // The caller may have gone; what was written stays all the same.
                        let _ = reply.send(self.change((what, write), entries, mark).await);
                    }
                    Job::Close => open = false,
                }
            }
            self.append(drafts).await;
            if self.unfinished {
                // What could not be finished when it was asked for is tried again whenever something is written.
                let _ = self.scrub(1).await;
            }
        }
        if let Some(connection) = self.connection.take() {
            // Closing folds the log away; where it can't, the next start does.
            let _ = connection.close().await;
        }
    }

    /// Records these drafts. One whose id comes twice in a batch waits for the first to be committed.
    async fn append(&mut self, mut jobs: Vec<AppendJob>) {
        while !jobs.is_empty() {
            let mut seen = HashSet::with_capacity(jobs.len());
            let (now, later) = jobs.into_iter().partition(|job: &AppendJob| seen.insert(job.draft.id));
            jobs = later;
            self.append_distinct(now).await;
        }
    }

    async fn append_distinct(&mut self, jobs: Vec<AppendJob>) {
        let fresh = match self.answer_known(jobs).await {
            Ok(fresh) => fresh,
            Err((fault, jobs)) => {
                self.distrust().await;
                return refuse(jobs.into_iter().map(|job| job.reply), &fault);
            }
        };
        let frame = Frame {
            heads: &self.heads,
            node: &self.parts.node,
            now: self.parts.now(),
            entropy: &self.parts.entropy,
        };
        let plan = frame.plan(fresh);
        if plan.accepted.is_empty() {
            return;
        }
        if sabotage::is(Mutant::KeepHeadsOfFailure) {
            self.heads.extend(plan.heads.clone());
        }
        if sabotage::is(Mutant::ShowUncommitted) {
            self.parts.afterwards.committed(&plan.heads, &plan.committed);
        }
        let replies = match self.commit(&plan, None).await {
            Ok(unheld) => self.settle(plan, &unheld.unwrap_or_default()).await,
            Err(fault) => {
                self.distrust().await;
                return refuse(plan.accepted.into_iter().map(|(reply, _)| reply), &fault);
            }
        };
        for (reply, answer) in replies {
            // The caller may have gone; the entry is durable all the same.
            let _ = reply.send(answer);
        }
    }

    /// After the commit: the heads, the board, the erasures' remains, the index. Returns whom to tell what.
    async fn settle(
        &mut self,
        plan: Plan,
        unheld: &[journal::Hash],
    ) -> Vec<(Reply, Result<Receipt, RecordFault>)> {
        self.heads.extend(plan.heads.clone());
        plan.marks.iter().for_each(|(mark, _)| mark.note());
        self.parts.afterwards.committed(&plan.heads, &plan.committed);
        let mut scrubbed = Ok(());
        if !plan.erasures.is_empty() {
            scrubbed = self.parts.afterwards.unheld(unheld);
            if let Err(fault) = self.scrub(ERASE_TRIES).await {
                scrubbed = Err(fault);
            }
        }
        // A slow index makes the writer wait rather than grow; a closed one is being closed with the store.
        let _ = self.parts.index.send(IndexJob::Entries(plan.committed)).await;
        let answer = |receipt| match &scrubbed {
            Ok(()) => Ok(receipt),
            Err(fault) => Err(RecordFault::from(fault.clone())),
        };
        plan.accepted.into_iter().map(|(reply, receipt)| (reply, answer(receipt))).collect()
    }

    /// Records entries together with the write they tell of. A fault of either keeps both out.
    async fn change(
        &mut self,
        write: (&'static str, Write),
        entries: Vec<(Slug, Draft)>,
        mut mark: Option<Mark>,
    ) -> Result<(), RecordFault> {
        // The heads are those of the file.
        self.connection().await?;
        let (mut jobs, mut answers) = (Vec::new(), Vec::new());
        for (organisation, draft) in entries {
            let (reply, answer) = oneshot::channel();
            jobs.push(AppendJob { organisation, draft, with: With::Nothing, mark: mark.take(), reply });
            answers.push(answer);
        }
        let frame = Frame {
            heads: &self.heads,
            node: &self.parts.node,
            now: self.parts.now(),
            entropy: &self.parts.entropy,
        };
        let plan = frame.plan(jobs);
        if plan.accepted.len() < answers.len() {
            let refused = answers.iter_mut().find_map(|answer| answer.try_recv().ok()?.err());
            return Err(refused.unwrap_or_else(|| EnvironmentFault::closed().into()));
        }
        match self.commit(&plan, Some(write)).await {
            Ok(Ok(unheld)) => {
                self.settle(plan, &unheld).await;
                Ok(())
            }
            Ok(Err(fault)) => Err(fault),
            Err(fault) => {
                self.distrust().await;
                Err(fault.into())
            }
        }
    }

    /// One transaction. Returns the blobs nobody holds any more; what the write beside the entries refuses is undone.
    async fn commit(
        &mut self,
        plan: &Plan,
        write: Option<(&'static str, Write)>,
    ) -> Result<Result<Vec<journal::Hash>, RecordFault>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("recording", error);
        let now = self.parts.now();
        let transaction = self.connection().await?;
        transaction.begin().await.map_err(failed)?;
        if let Some((what, write)) = write {
            let written = write(transaction).await;
            if let Err(fault) = written.map_err(|error| EnvironmentFault::sql(what, error))? {
                transaction.roll_back().await.map_err(failed)?;
                return Ok(Err(fault));
            }
        }
        append(transaction, &plan.addition).await.map_err(failed)?;
        for (mark, entry) in &plan.marks {
            let marked = carried_out::mark(transaction, &mark.sent, *entry, now, Mark::past(now)).await;
            marked.map_err(failed)?;
        }
        let mut unheld = Vec::new();
        for Erasure { place, fields, organisation } in &plan.erasures {
            let gone = erasable::delete(transaction, *place, fields, organisation.as_str()).await;
            unheld.extend(gone.map_err(failed)?);
        }
        transaction.commit().await.map_err(failed)?;
        Ok(Ok(unheld))
    }

    /// Answers the drafts whose ids are in the journal, and returns the others.
    async fn answer_known(
        &mut self,
        jobs: Vec<AppendJob>,
    ) -> Result<Vec<AppendJob>, (EnvironmentFault, Vec<AppendJob>)> {
        let ids: Vec<EntryId> = jobs.iter().map(|job| job.draft.id).collect();
        let connection = match self.connection().await {
            Ok(connection) => connection,
            Err(fault) => return Err((fault, jobs)),
        };
        let known = match recorded(connection, &ids).await {
            Ok(known) => known,
            Err(error) => return Err((EnvironmentFault::sql("looking up ids", error), jobs)),
        };
        if known.is_empty() {
            return Ok(jobs);
        }
        let (again, fresh): (Vec<_>, Vec<_>) =
            jobs.into_iter().partition(|job| known.contains_key(&job.draft.id));
        let mut is_sound = true;
        for job in again {
            let answer = replay(connection, known[&job.draft.id], &job).await;
            is_sound &= !matches!(answer, Err(RecordFault::Environment(_)));
            let _ = job.reply.send(answer);
        }
        if !is_sound {
            self.distrust().await;
        }
        Ok(fresh)
    }

    /// Makes sure that erased bytes are nowhere in the file or its log.
    async fn scrub(&mut self, tries: u32) -> Result<(), EnvironmentFault> {
        self.unfinished = true;
        match finish_erasing(self.connection().await?, tries).await {
            Ok(true) => {
                self.unfinished = false;
                Ok(())
            }
            Ok(false) => Err(EnvironmentFault::new("erasing", EnvironmentReason::Busy)),
            Err(error) => {
                self.distrust().await;
                Err(EnvironmentFault::sql("erasing", error))
            }
        }
    }

    /// The connection; opened anew after a failure and when the file got another bound, with the heads read back from
    /// the database.
    async fn connection(&mut self) -> Result<&mut Connection, EnvironmentFault> {
        let limit = self.parts.limit.get();
        if self.limit != limit {
            self.distrust().await;
        }
        if self.connection.is_none() {
            self.limit = limit;
            let mut connection = self.parts.home.journal_writer(limit).await?;
            let heads = head::load(&mut connection).await?;
            let missed = missed(&mut connection, &self.heads, &heads).await?;
            if !sabotage::is(Mutant::KeepHeadsOfFailure) {
                self.heads = heads;
            }
            if !missed.is_empty() {
                self.parts.afterwards.committed(&self.heads, &missed);
                let _ = self.parts.index.send(IndexJob::Entries(missed)).await;
            }
            self.connection = Some(connection);
        }
        self.connection.as_mut().ok_or_else(EnvironmentFault::closed)
    }

    /// Lets go of a connection that failed, whatever it was asked: a server that fell over closes it for good, and what it
    /// left behind is read back on the next.
    async fn distrust(&mut self) {
        if let Some(connection) = self.connection.take() {
            let _ = connection.close().await;
        }
    }
}

/// Writes the erasable tables anew and waits for readers of the old pages; false where one still holds them.
async fn finish_erasing(connection: &mut Connection, tries: u32) -> Result<bool, sqlx::Error> {
    erasable::rewrite(connection).await?;
    for _ in 0..tries {
        if erasable::finish(connection).await? {
            return Ok(true);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(false)
}

fn refuse(replies: impl Iterator<Item = Reply>, fault: &EnvironmentFault) {
    tracing::error!(%fault, source = ?fault.source, "entries were not recorded");
    for reply in replies {
        let _ = reply.send(Err(RecordFault::from(fault.clone())));
    }
}

/// The first receipt for an id that comes again, or a refusal when it comes with other content.
async fn replay(connection: &mut Connection, place: Place, job: &AppendJob) -> Result<Receipt, RecordFault> {
    let failed = |error| EnvironmentFault::sql("reading an entry", error);
    let canonical = canonical(connection, place).await.map_err(failed)?;
    let kept = disclosures(connection, &[place]).await?;
    let stored = StoredEntry { place, leaf: journal::leaf_hash(&canonical), canonical };
    Receipt::again(&job.draft, &job.organisation, &stored, kept)
}

/// Entries that reached the disk although the commit seemed to fail.
async fn missed(
    connection: &mut Connection,
    known: &Heads,
    found: &Heads,
) -> Result<Vec<Committed>, EnvironmentFault> {
    let failed = |error| EnvironmentFault::sql("reading an entry", error);
    let mut missed = Vec::new();
    for (organisation, head) in found {
        let from = known.get(organisation).map_or(0, |head| head.frontier.size());
        for index in from..head.frontier.size() {
            let place = Place { log: head.no, index };
            let bytes = canonical(connection, place).await.map_err(failed)?;
            let entry = Entry::parse(&bytes).map_err(|_| EnvironmentFault::damaged("reading an entry"))?;
            missed.push(Committed { place, evidence: Evidence::keep(&entry, index) });
        }
    }
    Ok(missed)
}
