//! The evidence index: which entries speak of what. It follows the journal a moment later, in a task of its own, and
//! can be dropped and rebuilt; who has just been acknowledged finds the entry by waiting for what is queued.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, atomic::Ordering},
};

use campaign::{Body, Campaign, CellKey, Evidence, Obligation, Target};
use journal::{EntryId, Slug};
use sabotage::Mutant;
use tokio::sync::{mpsc, oneshot};

use crate::{
    campaigns::evidence_of,
    fault::EnvironmentFault,
    mending::Mender,
    sql::{
        Journal, Place,
        state_writer::{IndexLine, SignedLog, StateWriter},
    },
    standing::Shared,
    witness::{self, Carried, Witness},
    writer::{Committed, Heads, LogHead},
};

/// Batches that may wait for the index; then the writer waits.
const QUEUE: usize = 64;

/// Lines in one transaction of a rebuild.
const LINES: usize = 8_192;

/// What the index is asked for.
pub enum IndexJob {
    /// These entries were committed.
    Entries(Vec<Committed>),
    /// Keep this piece of a snapshot of the board.
    Piece(u32, Vec<u8>),
    /// The pieces make a whole snapshot.
    Snapshot,
    /// Say when everything before is done.
    Settle(oneshot::Sender<Result<(), EnvironmentFault>>),
    /// Finish what is queued before this, and stop.
    Close,
}

/// A queue for the index.
pub fn queue() -> (mpsc::Sender<IndexJob>, mpsc::Receiver<IndexJob>) {
    mpsc::channel(QUEUE)
}

/// What an entry can be asked for by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// One obligation of one organisation.
    Cell(CellKey),
    /// The turns of a target.
    Target(Slug),
    /// The summaries in an organisation's log.
    Summaries(Slug),
    /// What is about an organisation as a whole.
    Whole(Slug),
    /// An organisation's duty log, by when it was heard.
    Duty(Slug),
    /// What answers an entry.
    Answers(EntryId),
    /// The disputes about an organisation's figures.
    Disputes(Slug),
    /// The reports an organisation drew up.
    Reports(Slug),
    /// The observations of the clock in an organisation's log.
    Clock(Slug),
    /// The segments of samples sealed in an organisation's log.
    Segments(Slug),
    /// What may be probed of an organisation.
    Probing(Slug),
    /// The corrections of what is about an organisation.
    Corrections(Slug),
}

impl Topic {
    /// The topic as it is stored.
    pub fn text(&self) -> String {
        match self {
            Self::Cell(key) => format!("cell/{}/{}", key.organisation, key.obligation),
            Self::Target(target) => format!("target/{target}"),
            Self::Summaries(log) => format!("summaries/{log}"),
            Self::Whole(organisation) => format!("whole/{organisation}"),
            Self::Duty(organisation) => format!("duty/{organisation}"),
            Self::Disputes(organisation) => format!("disputes/{organisation}"),
            Self::Reports(organisation) => format!("reports/{organisation}"),
            Self::Clock(log) => format!("clock/{log}"),
            Self::Segments(log) => format!("segments/{log}"),
            Self::Probing(organisation) => format!("probing/{organisation}"),
            Self::Corrections(organisation) => format!("corrections/{organisation}"),
            Self::Answers(entry) => format!("answers/{entry}"),
        }
    }

    /// The organisation it names, where it names one.
    pub const fn whose(&self) -> Option<&Slug> {
        match self {
            Self::Cell(key) => Some(&key.organisation),
            Self::Target(_) | Self::Answers(_) => None,
            Self::Summaries(one)
            | Self::Whole(one)
            | Self::Duty(one)
            | Self::Disputes(one)
            | Self::Reports(one)
            | Self::Clock(one)
            | Self::Segments(one)
            | Self::Probing(one)
            | Self::Corrections(one) => Some(one),
        }
    }

    /// Every topic a piece of evidence stands under: what it speaks of, and what it answers.
    pub fn all_of(evidence: &Evidence) -> impl Iterator<Item = Self> {
        let corrections = matches!(evidence.body, Body::EvidenceCorrected { .. })
            .then(|| Self::Corrections(evidence.organisation.clone()));
        let disputes = matches!(evidence.body, Body::DisputeOpened(_))
            .then(|| Self::Disputes(evidence.organisation.clone()));
        let spoken_of = Self::of(evidence).into_iter().chain(corrections).chain(disputes);
        spoken_of.chain(evidence.answers.iter().copied().map(Self::Answers))
    }

    /// What a piece of evidence speaks of.
    fn of(evidence: &Evidence) -> Option<Self> {
        let organisation = || evidence.organisation.clone();
        match &evidence.body {
            Body::MeasurementSummarised { .. } => Some(Self::Summaries(evidence.log.organisation().clone())),
            Body::TargetTurned { target, .. } => Some(Self::Target(target.clone())),
            Body::EvidenceCorrected { obligation: None, .. } => Some(Self::Whole(organisation())),
            Body::DutyLogged(_) => Some(Self::Duty(organisation())),
            Body::ClockObserved { .. } => Some(Self::Clock(evidence.log.organisation().clone())),
            Body::SegmentSealed { .. } => Some(Self::Segments(evidence.log.organisation().clone())),
            Body::ProbingGranted { .. } => Some(Self::Probing(organisation())),
            Body::ReportDrafted(_) => Some(Self::Reports(organisation())),
            body => body.obligation().map(|obligation| {
                Self::Cell(CellKey { organisation: organisation(), obligation: obligation.clone() })
            }),
        }
    }

    /// Where the evidence of a cell is found: its own topic, its targets', the summaries of those who may report on
    /// them, and what is about its organisation, or one below it, as a whole.
    pub fn of_cell(campaign: &Campaign, obligation: &Obligation, organisation: &Slug) -> Vec<Self> {
        let key = CellKey { organisation: organisation.clone(), obligation: obligation.id.clone() };
        let mut topics = vec![Self::Cell(key)];
        let below = campaign.organisations.iter().filter(|one| campaign.answers_for(organisation, &one.id));
        topics.extend(below.map(|one| Self::Whole(one.id.clone())));
        let targets = own_targets(campaign, obligation, organisation);
        for target in &targets {
            topics.push(Self::Target(target.id.clone()));
            topics.extend(campaign.lineage(&target.owner).into_iter().cloned().map(Self::Summaries));
        }
        if !targets.is_empty() {
            let ids = campaign.organisations.iter().map(|organisation| &organisation.id);
            topics.extend(ids.filter(|id| campaign.is_regulator(id)).cloned().map(Self::Summaries));
        }
        topics.sort_unstable();
        topics.dedup();
        topics
    }
}

/// The targets of an obligation for which an organisation answers, each once.
pub fn own_targets<'a>(
    campaign: &'a Campaign,
    obligation: &'a Obligation,
    organisation: &Slug,
) -> Vec<&'a Target> {
    let checks = obligation.checks.iter();
    let mut targets: Vec<&Target> =
        checks.flat_map(|check| campaign.targets_of(check, organisation)).collect();
    targets.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    targets.dedup_by(|a, b| a.id == b.id);
    targets
}

/// Whether a piece of evidence found by topic is about these targets: a summary may name others only.
pub fn concerns(targets: &[&Target], evidence: &Evidence) -> bool {
    match &evidence.body {
        Body::MeasurementSummarised { targets: lines, .. } => {
            targets.iter().any(|target| lines.iter().any(|line| line.target == target.id))
        }
        _ => true,
    }
}

/// The lines of an entry in the index, each once.
pub fn lines_of(place: Place, evidence: &Evidence) -> impl Iterator<Item = IndexLine> {
    let topics: BTreeSet<Topic> = Topic::all_of(evidence).collect();
    topics.into_iter().map(move |topic| {
        let recorded_at = match topic {
            Topic::Duty(_) => evidence.held.from,
            _ => evidence.recorded_at,
        };
        IndexLine { topic: topic.text(), recorded_at, place }
    })
}

/// The index and what it has not yet written.
pub struct Index {
    state: StateWriter,
    lines: Vec<IndexLine>,
    /// How far each log is taken in, and whose it is.
    sizes: BTreeMap<u32, (Slug, u64)>,
    /// Signs the heads of logs that were taken in.
    witness: Option<Witness>,
    /// Keeps them while this is built anew.
    carried: Carried,
    /// The last failure. Until the journal was read again from where the index stands, nothing new is added.
    failed: Option<EnvironmentFault>,
    /// A piece of the snapshot being kept is missing.
    spoilt: bool,
    /// How often it was built anew.
    rebuilds: u64,
}

impl Index {
    /// An index that goes on writing.
    pub fn new(state: StateWriter, carried: Carried) -> Self {
        let (lines, sizes) = (Vec::new(), BTreeMap::new());
        Self { state, lines, sizes, witness: None, carried, failed: None, spoilt: false, rebuilds: 0 }
    }

    /// How often it was built anew.
    pub const fn rebuilds(&self) -> u64 {
        self.rebuilds
    }

    /// How far each log is indexed.
    pub async fn cursor(&mut self) -> Result<std::collections::HashMap<u32, u64>, EnvironmentFault> {
        self.state.cursor().await
    }

    /// The signed heads that were kept; none where they are damaged.
    pub async fn notes(&mut self) -> Result<Vec<String>, EnvironmentFault> {
        match self.take_carried().await {
            Ok(()) => self.state.heads().await,
            // It is built anew, and takes them then.
            Err(_) if self.state.is_damaged() => self.carried.read(),
            Err(fault) => Err(fault),
        }
    }

    /// Keeps the heads of logs that none is kept of.
    pub async fn guard(&mut self, logs: Vec<&LogHead>) -> Result<(), EnvironmentFault> {
        let signed = self.signed(logs);
        if signed.is_empty() { Ok(()) } else { self.state.keep_heads(&signed).await }
    }

    fn signed<'a>(&self, logs: impl IntoIterator<Item = &'a LogHead>) -> Vec<SignedLog> {
        let Some(witness) = &self.witness else { return Vec::new() };
        logs.into_iter().filter_map(|head| witness.sign(head)).collect()
    }

    async fn take_carried(&mut self) -> Result<(), EnvironmentFault> {
        let carried = self.carried.read()?;
        if carried.is_empty() {
            return Ok(());
        }
        self.state.keep_heads(&witness::named(&carried)).await?;
        self.carried.let_go()
    }

    /// From now on it keeps the heads that this one signs.
    pub fn witness_by(&mut self, witness: Witness) {
        self.witness = Some(witness);
    }

    /// Forgets everything but the signed heads, so that it is taken in anew.
    pub async fn clear(&mut self, journal: &Journal, heads: &Heads) -> Result<(), EnvironmentFault> {
        match self.state.clear().await {
            Err(_) if self.state.is_damaged() => self.build_anew(journal, heads).await,
            cleared => cleared,
        }
    }

    /// Lets go of the file.
    pub async fn close(self) -> Result<(), EnvironmentFault> {
        self.state.close().await
    }

    /// Takes in an entry; it is written with the next [`Self::flush`].
    pub fn add(&mut self, place: Place, evidence: &Evidence) {
        self.sizes.insert(place.log, (evidence.log.organisation().clone(), place.index + 1));
        self.lines.extend(lines_of(place, evidence));
    }

    /// Writes what was taken in, with the heads of its logs.
    pub async fn flush(&mut self, heads: &Heads) -> Result<(), EnvironmentFault> {
        let taken_in = std::mem::take(&mut self.sizes);
        let signed = self.signed(taken_in.values().filter_map(|(log, _)| heads.get(log)));
        let sizes: Vec<(u32, u64)> = taken_in.into_iter().map(|(no, (_, size))| (no, size)).collect();
        let mut lines = std::mem::take(&mut self.lines);
        if sabotage::is(Mutant::LoseIndexLines) {
            lines.clear();
        }
        if sizes.is_empty() { Ok(()) } else { self.state.index(&lines, &sizes, &signed).await }
    }

    /// Keeps a piece of a snapshot. One that failed spoils the rest of its snapshot.
    async fn keep_piece(&mut self, piece: u32, body: Vec<u8>) {
        self.spoilt &= piece != 0;
        if !self.spoilt
            && let Err(fault) = self.state.keep_piece(piece, body).await
        {
            self.spoil(&fault);
        }
    }

    async fn finish_snapshot(&mut self) {
        if !self.spoilt
            && let Err(fault) = self.state.finish_snapshot().await
        {
            self.spoil(&fault);
        }
    }

    /// Without a new snapshot the next start reads more of the journal, and that is all.
    fn spoil(&mut self, fault: &EnvironmentFault) {
        tracing::error!(%fault, source = ?fault.source, "a snapshot was not kept");
        self.spoilt = true;
        // A server that fell over may have lost the last lines as well; the journal is read again from where they end.
        self.failed = Some(fault.clone());
    }

    /// Brings the index to the journal: from where it stands or, where it is damaged, from nothing.
    pub async fn restore(&mut self, journal: &Journal, heads: &Heads) -> Result<(), EnvironmentFault> {
        let caught_up = self.catch_up(journal, heads).await;
        if self.state.is_damaged() { self.build_anew(journal, heads).await } else { caught_up }
    }

    /// Drops the index and the board's snapshot, and reads the journal from its first entry.
    async fn build_anew(&mut self, journal: &Journal, heads: &Heads) -> Result<(), EnvironmentFault> {
        tracing::warn!("what is derived from the journal is damaged and is built anew");
        self.lines.clear();
        self.sizes.clear();
        self.spoilt = true;
        let notes = self.state.heads().await?;
        self.carried.add(notes)?;
        let anew = self.state.begin_anew().await?;
        let built = match self.take_carried().await {
            Ok(()) => self.catch_up(journal, heads).await,
            taken => taken,
        };
        if let Err(fault) = built {
            anew.give_up().await;
            return Err(fault);
        }
        self.state.finish_anew(anew);
        self.rebuilds += 1;
        Ok(())
    }

    /// Reads what the journal holds beyond what is indexed.
    async fn catch_up(&mut self, journal: &Journal, heads: &Heads) -> Result<(), EnvironmentFault> {
        let (indexed, none) = (self.cursor().await?, Heads::new());
        for head in heads.values() {
            let mut from = indexed.get(&head.no).copied().unwrap_or(0);
            while from < head.frontier.size() {
                let to = head.frontier.size().min(from + LINES as u64);
                // What can't be read any more is in no list: the examination tells of it, and it keeps nobody from the rest.
                for stored in journal.readable(head.no, from, to).await? {
                    if let Ok(evidence) = evidence_of(&stored) {
                        self.add(stored.place, &evidence);
                    }
                }
                self.sizes.insert(head.no, (head.origin.organisation().clone(), to));
                // Signed once, with its last entry.
                let signed = if to == head.frontier.size() { heads } else { &none };
                self.flush(signed).await?;
                from = to;
            }
        }
        Ok(())
    }

    /// Works until told to stop, or nobody can ask any more.
    pub async fn run(
        mut self,
        mut jobs: mpsc::Receiver<IndexJob>,
        mut mender: Mender,
        journal: Journal,
        shared: Arc<Shared>,
    ) {
        let mut batch = Vec::with_capacity(QUEUE);
        let mut open = true;
        while open {
            tokio::select! {
                count = jobs.recv_many(&mut batch, QUEUE) => {
                    open = count > 0 && self.work(batch.drain(..), &journal, &shared).await;
                }
                Some(asked) = mender.asked() => {
                    self.mend(&journal, &shared).await;
                    let _ = asked.send(());
                    mender.answer_all();
                }
            }
        }
        if let Err(fault) = self.state.close().await {
            tracing::warn!(%fault, "state.db was not closed cleanly");
        }
    }

    /// Does these jobs; false when told to stop.
    async fn work(
        &mut self,
        batch: impl Iterator<Item = IndexJob>,
        journal: &Journal,
        shared: &Shared,
    ) -> bool {
        let (mut waiting, mut goes_on) = (Vec::new(), true);
        for job in batch {
            match job {
                IndexJob::Entries(entries) => {
                    for Committed { place, evidence } in &entries {
                        self.add(*place, evidence);
                    }
                }
                IndexJob::Piece(piece, body) => self.keep_piece(piece, body).await,
                IndexJob::Snapshot => self.finish_snapshot().await,
                IndexJob::Settle(reply) => waiting.push(reply),
                IndexJob::Close => goes_on = false,
            }
        }
        self.write(journal, shared).await;
        for reply in waiting {
            let answer = self.failed.clone().map_or(Ok(()), Err);
            let _ = reply.send(answer);
        }
        goes_on
    }

    /// Writes what was taken in; after a failure, what the journal holds beyond the index, which is as much or more.
    async fn write(&mut self, journal: &Journal, shared: &Shared) {
        let written = if self.failed.take().is_none() {
            let heads = self.heads_taken_in(shared);
            self.flush(&heads).await
        } else {
            self.lines.clear();
            self.sizes.clear();
            let heads = shared.read().heads.clone();
            self.catch_up(journal, &heads).await
        };
        if self.state.is_damaged() { self.mend(journal, shared).await } else { self.note(written) }
    }

    /// How the logs stand of which something was taken in.
    fn heads_taken_in(&self, shared: &Shared) -> Heads {
        let standing = shared.read();
        let logs = self.sizes.values().map(|(log, _)| log);
        logs.filter_map(|log| Some((log.clone(), standing.heads.get(log)?.clone()))).collect()
    }

    /// Builds everything derived anew, and has the board's snapshot taken again.
    async fn mend(&mut self, journal: &Journal, shared: &Shared) {
        let heads = shared.read().heads.clone();
        let built = self.build_anew(journal, &heads).await;
        shared.unsaved.fetch_add(1, Ordering::Relaxed);
        shared.rebuilds.store(self.rebuilds, Ordering::Relaxed);
        self.note(built);
    }

    fn note(&mut self, written: Result<(), EnvironmentFault>) {
        if let Err(fault) = written {
            tracing::error!(%fault, source = ?fault.source, "the evidence index could not be written");
            self.failed = Some(fault);
        }
    }
}
