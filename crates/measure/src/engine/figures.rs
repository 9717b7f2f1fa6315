//! What others may read of a running engine: how targets stand, and how well the engine itself does.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use calendar::Instant;
use journal::Slug;
use serde::Serialize;
use series::{Sample, Sketch};

use crate::certificate::Certificate;
use crate::edge::{State, Turn};
use crate::outcome::{Cause, Outcome};
use crate::stall::StallMeter;
use crate::target::TargetSpec;

/// A target as it stands.
#[derive(Clone, Debug)]
pub struct TargetNow {
    /// Its id.
    pub id: Slug,
    /// How it stands.
    pub state: State,
    /// Since when; `None` if it has not turned since the engine began.
    pub since: Option<Instant>,
    /// Why it turned.
    pub cause: Option<Cause>,
    /// Why, in a few words.
    pub detail: String,
    /// The last sample.
    pub last: Option<Sample>,
    /// The last HTTP status seen.
    pub http_status: Option<u16>,
    /// The last certificate seen.
    pub certificate: Option<Certificate>,
}

impl TargetNow {
    pub(super) fn new(spec: &TargetSpec, state: State) -> Self {
        Self {
            id: spec.id.clone(),
            state,
            since: None,
            cause: None,
            detail: String::new(),
            last: None,
            http_status: None,
            certificate: None,
        }
    }

    pub(super) fn take(&mut self, sample: Sample, outcome: Outcome, turn: Option<&Turn>) {
        self.last = Some(sample);
        self.http_status = outcome.http_status.or(self.http_status);
        if outcome.certificate.is_some() {
            self.certificate = outcome.certificate;
        }
        if let Some(turn) = turn {
            self.state = turn.to;
            self.since = Some(turn.at);
            self.cause = Some(turn.cause);
            self.detail.clone_from(&turn.detail);
        }
    }
}

/// One number that tasks share.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// Counts.
    pub fn add(&self, n: u64) {
        self.0.fetch_add(n, Ordering::Relaxed);
    }

    /// States a level.
    pub fn set(&self, n: u64) {
        self.0.store(n, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// What the engine counts of itself.
#[derive(Debug, Default)]
pub struct Counters {
    pub(crate) in_flight: Counter,
    pub(crate) own_late: Counter,
    pub(crate) missed_ticks: Counter,
    pub(crate) samples_kept: Counter,
    pub(crate) samples_dropped: Counter,
    pub(crate) drafts_recorded: Counter,
    pub(crate) drafts_refused: Counter,
    pub(crate) drafts_dropped: Counter,
    lateness_ms: Mutex<(Sketch, u32)>,
}

impl Counters {
    pub(crate) fn note_lateness(&self, late_ms: i64) {
        let late_ms = u32::try_from(late_ms.max(0)).unwrap_or(u32::MAX);
        let mut lateness = self.lateness_ms.lock().unwrap_or_else(PoisonError::into_inner);
        lateness.0.add(late_ms);
        lateness.1 = lateness.1.max(late_ms);
    }
}

/// How well the engine does, since it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct EngineFigures {
    /// Targets.
    pub targets: u64,
    /// Probes running now.
    pub in_flight: u64,
    /// Ticks served.
    pub ticks: u64,
    /// How late they were served: median, ms.
    pub late_ms_p50: Option<u32>,
    /// How late 99 % of them were at most, ms.
    pub late_ms_p99: Option<u32>,
    /// How late the latest was, ms.
    pub late_ms_max: u32,
    /// Ticks and probes spoilt by our own lateness.
    pub own_late: u64,
    /// Ticks nobody served: gaps.
    pub missed_ticks: u64,
    /// Times this process slept when it should have run.
    pub stalls: u64,
    /// Samples kept.
    pub samples_kept: u64,
    /// Samples lost, because the disk could not take them.
    pub samples_dropped: u64,
    /// Facts recorded.
    pub drafts_recorded: u64,
    /// Facts the journal refused.
    pub drafts_refused: u64,
    /// Facts lost, because too many waited.
    pub drafts_dropped: u64,
}

/// A view of a running engine; cheap to clone, and valid after the engine is gone.
#[derive(Clone)]
pub struct EngineHandle {
    now: Arc<RwLock<Vec<TargetNow>>>,
    counters: Arc<Counters>,
    stalls: StallMeter,
}

impl EngineHandle {
    pub(super) const fn new(
        now: Arc<RwLock<Vec<TargetNow>>>,
        counters: Arc<Counters>,
        stalls: StallMeter,
    ) -> Self {
        Self { now, counters, stalls }
    }

    /// A target as it stands.
    pub fn target(&self, id: &Slug) -> Option<TargetNow> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.binary_search_by(|known| known.id.cmp(id)).ok().map(|place| now[place].clone())
    }

    /// All targets as they stand, by id.
    pub fn targets(&self) -> Vec<TargetNow> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How well the engine does.
    pub fn figures(&self) -> EngineFigures {
        let counters = &self.counters;
        let (lateness, late_ms_max) =
            counters.lateness_ms.lock().unwrap_or_else(PoisonError::into_inner).clone();
        EngineFigures {
            targets: self.now.read().unwrap_or_else(PoisonError::into_inner).len() as u64,
            in_flight: counters.in_flight.get(),
            ticks: lateness.count(),
            late_ms_p50: lateness.quantile_us(500_000),
            late_ms_p99: lateness.quantile_us(990_000),
            late_ms_max,
            own_late: counters.own_late.get(),
            missed_ticks: counters.missed_ticks.get(),
            stalls: self.stalls.count(),
            samples_kept: counters.samples_kept.get(),
            samples_dropped: counters.samples_dropped.get(),
            drafts_recorded: counters.drafts_recorded.get(),
            drafts_refused: counters.drafts_refused.get(),
            drafts_dropped: counters.drafts_dropped.get(),
        }
    }
}
