//! The engine's state, without its tasks: what a tick, an ended probe and the end of a period change.
//! Told the time, it asks nobody.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use calendar::Instant;
use journal::Slug;
use series::{Reading, Sample, SampleStatus};

use super::figures::TargetNow;
use crate::edge::{Edge, State, Turn};
use crate::outcome::Outcome;
use crate::schedule::{Schedule, Tick};
use crate::stopwatch::Stopwatch;
use crate::summary::{Closed, Summaries};
use crate::target::TargetSpec;

/// A probe that was sent out.
#[derive(Clone, Copy, Debug)]
pub struct Started {
    /// Which target.
    pub target: usize,
    /// For which tick.
    pub tick: Instant,
    /// When.
    pub at: Instant,
    /// Since when, for durations.
    pub watch: Stopwatch,
}

/// All that is known of all targets.
pub struct Measuring {
    targets: Arc<Vec<TargetSpec>>,
    names: Vec<Arc<str>>,
    schedule: Schedule,
    summaries: Summaries,
    edges: Vec<Edge>,
    now: Arc<RwLock<Vec<TargetNow>>>,
    started_at: Instant,
}

impl Measuring {
    /// Nothing measured yet; `states` is how targets stood when last heard of.
    pub fn new(
        targets: Arc<Vec<TargetSpec>>,
        states: &BTreeMap<Slug, State>,
        summary_s: u32,
        now: Instant,
    ) -> Self {
        let state_of = |spec: &TargetSpec| states.get(&spec.id).copied().unwrap_or_default();
        Self {
            names: targets.iter().map(|spec| Arc::from(spec.id.as_str())).collect(),
            schedule: Schedule::new(targets.iter().map(|spec| spec.every_ms), now),
            summaries: Summaries::new(summary_s),
            edges: targets.iter().map(|spec| Edge::new(state_of(spec), spec.fail_after)).collect(),
            now: Arc::new(RwLock::new(
                targets.iter().map(|spec| TargetNow::new(spec, state_of(spec))).collect(),
            )),
            started_at: now,
            targets,
        }
    }

    /// The next tick to serve.
    pub fn take_due(&mut self, now: Instant) -> Option<Tick> {
        self.schedule.take_due(now)
    }

    /// When the next tick comes.
    pub fn next_due(&self) -> Option<Instant> {
        self.schedule.next_due()
    }

    /// Ticks nobody served.
    pub const fn missed(&self) -> u64 {
        self.schedule.missed()
    }

    /// What others may read.
    pub fn now(&self) -> Arc<RwLock<Vec<TargetNow>>> {
        self.now.clone()
    }

    /// A probe goes out.
    pub fn start(&mut self, tick: &Tick, now: Instant) -> Started {
        let started = Started { target: tick.target, tick: tick.due, at: now, watch: Stopwatch::start() };
        self.summaries.began(tick.due);
        started
    }

    /// We came too late to ask.
    pub fn own_late(&mut self, tick: &Tick, now: Instant) -> Reading {
        let late_us = u32::try_from(tick.late_ms.saturating_mul(1000)).unwrap_or(u32::MAX);
        let sample = Sample::new(now, late_us, SampleStatus::OwnLate);
        self.summaries.kept(tick.target, tick.due, &sample);
        self.schedule.done(tick.target, now);
        self.note(tick.target, |known| known.last = Some(sample));
        Reading { series: self.names[tick.target].clone(), sample }
    }

    /// A probe came back: its reading, and the edge it showed.
    pub fn end(&mut self, started: Started, outcome: Outcome, now: Instant) -> (Reading, Option<Turn>) {
        let Started { target, tick, at, .. } = started;
        self.schedule.done(target, now);
        let sample = Sample::new(at, outcome.value_us, outcome.status);
        self.summaries.ended(target, tick, &sample, &outcome);
        let turn = self.edges[target].observe(at, outcome.cause, &outcome.detail);
        self.note(target, |known| known.take(sample, outcome, turn.as_ref()));
        (Reading { series: self.names[target].clone(), sample }, turn)
    }

    /// The periods that are over.
    pub fn close(&mut self, now: Instant) -> Vec<Closed> {
        self.summaries.close(now, &self.targets, &self.schedule)
    }

    /// Probes that came back and are in no period that is over yet.
    pub fn unstated_probes(&self) -> u64 {
        self.summaries.unstated()
    }

    /// The time whose samples an earlier process may have kept without stating them: the present
    /// period and the one before.
    pub fn unstated(&self, now: Instant) -> (Instant, Instant) {
        let present = self.summaries.period_of(now);
        (self.summaries.period_of(present.plus_ms(-1)), now)
    }

    /// Takes up samples that an earlier process kept.
    pub fn take_up(&mut self, target: usize, samples: &[Sample]) {
        for sample in samples.iter().filter(|sample| sample.at() < self.started_at) {
            let tick = self.schedule.tick_of(target, sample.at());
            self.summaries.kept(target, tick, sample);
        }
    }

    fn note(&self, target: usize, change: impl FnOnce(&mut TargetNow)) {
        // A reader that panicked changed nothing.
        change(&mut self.now.write().unwrap_or_else(PoisonError::into_inner)[target]);
    }
}
