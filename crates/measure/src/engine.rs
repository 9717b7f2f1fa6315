//! The engine: asks every target on schedule, keeps samples, states edges and summaries.
//!
//! One loop holds all state and never waits for a network, a disk or the journal: probes, series and
//! journal have tasks of their own. It stops when told to; what was running then is a gap.

mod figures;
mod measuring;

use std::collections::{BTreeMap, HashMap};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use calendar::{Clock, Instant};
use journal::{Hash, NameFault, Origin, Slug};
use series::SeriesStore;
use thiserror::Error;
use tokio::task::{Id, JoinError, JoinSet};

pub use figures::{Counters, EngineFigures, EngineHandle, TargetNow};
pub use measuring::{Measuring, Started};

use crate::address::Endpoint;
use crate::drafts::Writer;
use crate::edge::State;
use crate::outbox::Outbox;
use crate::outcome::{Cause, Outcome};
use crate::probe::Probing;
use crate::samples::{Batches, Keeping};
use crate::schedule::{Tick, Verdict};
use crate::sink::Sink;
use crate::stall::StallMeter;
use crate::target::{SpecFault, TargetSpec};

/// Longest sleep of the loop: a clock that was set is noticed within this time.
const LONGEST_SLEEP_MS: i64 = 250;
/// How often collected samples are handed over, ms: what a kill -9 may cost.
const FLUSH_MS: i64 = 1000;
/// Probes that may run at once, unless told otherwise: well below the usual limit of descriptors.
const DEFAULT_IN_FLIGHT: usize = 512;
/// Length of a period, unless told otherwise, s.
const DEFAULT_SUMMARY_S: u32 = 300;
/// Longest period, s: a day.
const MAX_SUMMARY_S: u32 = 86_400;

/// What an engine is built from.
#[derive(Clone, Debug)]
pub struct EngineSpec {
    /// Name of this node, the first half of every origin.
    pub node: String,
    /// Opaque id of this program as an actor.
    pub actor: String,
    /// The organisation that runs the node; its log says which segments were sealed.
    pub node_organisation: Slug,
    /// Digest of the campaign the targets come from.
    pub campaign: Option<Hash>,
    /// Length of a summary's period, s.
    pub summary_s: u32,
    /// Most probes that run at once; what exceeds it waits, and may become our own lateness.
    pub max_in_flight: usize,
    /// What to measure.
    pub targets: Vec<TargetSpec>,
    /// How targets stood when last heard of: only a change from there is an edge.
    pub states: BTreeMap<Slug, State>,
}

impl EngineSpec {
    /// An engine with the usual settings.
    pub fn new(node: impl Into<String>, node_organisation: Slug, targets: Vec<TargetSpec>) -> Self {
        Self {
            node: node.into(),
            actor: "measure".to_owned(),
            node_organisation,
            campaign: None,
            summary_s: DEFAULT_SUMMARY_S,
            max_in_flight: DEFAULT_IN_FLIGHT,
            targets,
            states: BTreeMap::new(),
        }
    }
}

/// Why an engine can't be built.
#[derive(Debug, Error)]
pub enum EngineFault {
    /// Targets that can't be measured: all of them.
    #[error("{} targets can't be measured, the first: {}", .0.len(), .0[0])]
    Targets(Vec<SpecFault>),
    /// The node's name makes no origin.
    #[error(transparent)]
    Node(#[from] NameFault),
    /// The period is 0 or longer than a day, or nothing may run at once.
    #[error("{0}")]
    Bounds(&'static str),
}

/// Measures until it is stopped.
pub struct Engine {
    measuring: Measuring,
    endpoints: Arc<Vec<Endpoint>>,
    targets: Arc<Vec<TargetSpec>>,
    max_in_flight: usize,
    node_organisation: Slug,
    writer: Writer,
    prober: Arc<dyn Probing>,
    series: Arc<dyn SeriesStore>,
    sink: Arc<dyn Sink>,
    clock: Arc<dyn Clock>,
    counters: Arc<Counters>,
    stalls: StallMeter,
}

/// The probes that are out.
#[derive(Default)]
struct Running {
    tasks: JoinSet<Outcome>,
    started: HashMap<Id, Started>,
}

type Joined = Result<(Id, Outcome), JoinError>;

impl Engine {
    /// Checks everything; nothing is sent before [`Engine::run`].
    pub fn new(
        spec: EngineSpec,
        prober: Arc<dyn Probing>,
        series: Arc<dyn SeriesStore>,
        sink: Arc<dyn Sink>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, EngineFault> {
        if !(1..=MAX_SUMMARY_S).contains(&spec.summary_s) {
            return Err(EngineFault::Bounds("a summary's period is not between 1 s and a day"));
        }
        if spec.max_in_flight == 0 {
            return Err(EngineFault::Bounds("no probe may run"));
        }
        Origin::new(format!("{}/{}", spec.node, spec.node_organisation))?;
        // By id, so that every target keeps its phase when the order of a file changes.
        let mut targets = spec.targets;
        targets.sort_by(|a, b| a.id.cmp(&b.id));
        let endpoints = endpoints_of(&targets)?;
        let targets = Arc::new(targets);
        let counters = Arc::new(Counters::default());
        Ok(Self {
            measuring: Measuring::new(targets.clone(), &spec.states, spec.summary_s, clock.now()),
            endpoints: Arc::new(endpoints),
            targets,
            max_in_flight: spec.max_in_flight,
            node_organisation: spec.node_organisation,
            writer: Writer { node: spec.node, actor: spec.actor, campaign: spec.campaign },
            prober,
            series,
            sink,
            clock,
            counters,
            stalls: StallMeter::new(),
        })
    }

    /// A view of what the engine knows, for others to read while it runs.
    pub fn handle(&self) -> EngineHandle {
        EngineHandle::new(self.measuring.now(), self.counters.clone(), self.stalls.clone())
    }

    /// Measures until `stop` resolves, then hands over what was collected and returns.
    pub async fn run(mut self, stop: impl Future<Output = ()>) {
        let (outbox, delivery) = Outbox::new(self.sink.clone(), self.counters.clone());
        let (batches, receiver) = Batches::new(self.counters.clone());
        let keeping = Keeping {
            series: self.series.clone(),
            receiver,
            outbox: outbox.clone(),
            writer: self.writer.clone(),
            node_organisation: self.node_organisation.clone(),
            clock: self.clock.clone(),
            counters: self.counters.clone(),
        };
        let delivering = tokio::spawn(delivery.run());
        let kept = tokio::spawn(keeping.run());
        let beating = tokio::spawn(self.stalls.clone().run());
        self.take_up().await;
        tokio::select! {
            () = self.measure(batches, outbox) => {}
            () = stop => {}
        }
        beating.abort();
        // The collector and the engine's outbox are gone: both tasks end once they are through.
        let _ = kept.await;
        let _ = delivering.await;
    }

    /// Takes up where an earlier process left off: the samples it kept of the periods still open.
    async fn take_up(&mut self) {
        let (from, now) = self.measuring.unstated(self.clock.now());
        for (number, spec) in self.targets.iter().enumerate() {
            let (series, name) = (self.series.clone(), spec.id.clone());
            let read = move || series.read(name.as_str(), from, now.plus_ms(1));
            match tokio::task::spawn_blocking(read).await {
                Ok(Ok(samples)) => self.measuring.take_up(number, &samples),
                Ok(Err(fault)) => {
                    tracing::warn!(%fault, target = %spec.id, "earlier samples can't be read");
                }
                Err(_) => return,
            }
        }
    }

    async fn measure(&mut self, mut batches: Batches, outbox: Outbox) {
        let mut running = Running::default();
        let mut flushed_at = self.clock.now();
        loop {
            let now = self.clock.now();
            while running.tasks.len() < self.max_in_flight
                && let Some(tick) = self.measuring.take_due(now)
            {
                self.serve(tick, now, &mut running, &mut batches);
            }
            self.close_periods(now, &outbox);
            if (now.ms_since(flushed_at)).abs() >= FLUSH_MS {
                batches.flush();
                flushed_at = now;
            }
            self.counters.in_flight.set(running.tasks.len() as u64);
            self.counters.missed_ticks.set(self.measuring.missed());
            let room = running.tasks.len() < self.max_in_flight;
            tokio::select! {
                Some(joined) = running.tasks.join_next_with_id() => {
                    let mut next = Some(joined);
                    while let Some(joined) = next {
                        self.take(joined, &mut running.started, &mut batches, &outbox);
                        next = running.tasks.try_join_next_with_id();
                    }
                }
                () = tokio::time::sleep(self.pause(now, room)) => {}
            }
        }
    }

    /// Serves one tick: asks, or says that we were too late to ask.
    fn serve(&mut self, tick: Tick, now: Instant, running: &mut Running, batches: &mut Batches) {
        self.counters.note_lateness(tick.late_ms);
        match tick.verdict {
            Verdict::OwnLate => {
                self.counters.own_late.add(1);
                batches.push(self.measuring.own_late(&tick, now));
            }
            Verdict::Probe => {
                let started = self.measuring.start(&tick, now);
                let (prober, targets, endpoints) =
                    (self.prober.clone(), self.targets.clone(), self.endpoints.clone());
                let asked =
                    async move { prober.probe(&targets[started.target], &endpoints[started.target]).await };
                let id = running.tasks.spawn(asked).id();
                running.started.insert(id, started);
            }
        }
    }

    fn take(
        &mut self,
        joined: Joined,
        started: &mut HashMap<Id, Started>,
        batches: &mut Batches,
        outbox: &Outbox,
    ) {
        let (id, mut outcome) = joined.unwrap_or_else(|fault| {
            // A fault of ours must neither silence a target nor be held against it.
            tracing::error!(%fault, "a probe died");
            (fault.id(), Outcome::of(Cause::OwnLate, "the probe died"))
        });
        let Some(started) = started.remove(&id) else {
            return;
        };
        self.stalls.judge(started.watch, &mut outcome);
        if outcome.status == series::SampleStatus::OwnLate {
            self.counters.own_late.add(1);
        }
        let target = started.target;
        let (reading, turn) = self.measuring.end(started, outcome, self.clock.now());
        batches.push(reading);
        if let Some(turn) = turn {
            let spec = &self.targets[target];
            match self.writer.turned(&spec.owner, &spec.id, &turn) {
                Ok(draft) => outbox.post(&spec.owner, draft),
                Err(fault) => tracing::error!(%fault, target = %spec.id, "a turn can't be stated"),
            }
        }
    }

    fn close_periods(&mut self, now: Instant, outbox: &Outbox) {
        for closed in self.measuring.close(now) {
            if closed.before > 0 {
                let from = closed.from;
                tracing::warn!(%from, "a stated period is stated once more: the clock was put back, or probes ended late");
            }
            for organisation in closed.organisations() {
                match self.writer.summarised(organisation, &closed) {
                    Ok(drafts) => drafts.into_iter().for_each(|draft| outbox.post(organisation, draft)),
                    Err(fault) => {
                        tracing::error!(%fault, %organisation, "a summary can't be stated");
                    }
                }
            }
        }
    }

    fn pause(&self, now: Instant, room: bool) -> Duration {
        let due_ms =
            self.measuring.next_due().filter(|_| room).map_or(LONGEST_SLEEP_MS, |due| due.ms_since(now));
        Duration::from_millis(due_ms.clamp(0, LONGEST_SLEEP_MS) as u64)
    }
}

fn endpoints_of(targets: &[TargetSpec]) -> Result<Vec<Endpoint>, EngineFault> {
    let mut faults = Vec::new();
    let mut endpoints = Vec::with_capacity(targets.len());
    for (number, spec) in targets.iter().enumerate() {
        if number > 0 && targets[number - 1].id == spec.id {
            faults.push(SpecFault::Twice { target: spec.id.clone() });
        }
        match spec.endpoint() {
            Ok(endpoint) => endpoints.push(endpoint),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(endpoints) } else { Err(EngineFault::Targets(faults)) }
}
