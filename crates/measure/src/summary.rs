//! Periodic summaries: what each target did in each aligned period. A period closes once it is over
//! and no probe that began in it is still running. Ticks without a sample are the period's gap.
//!
//! What is measured in a period that was stated before is stated once more, by itself: a clock that was put back lives
//! its periods a second time, and what stands in the journal does not change.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::Slug;
use series::{Sample, Window};

use crate::outcome::Outcome;
use crate::schedule::Schedule;
use crate::target::{TargetSpec, period_start};

/// How long a period waits for a probe begun in it that never ends: longer than any timeout, ms.
const GRACE_MS: i64 = 65_000;
/// Periods remembered as stated, for clocks that are put back.
const MAX_STATED: usize = 1024;

/// One target in one period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetSummary {
    /// The target.
    pub target: Slug,
    /// Whose it is.
    pub owner: Slug,
    /// Counts and durations.
    pub window: Window,
    /// Time without samples, s.
    pub gap_s: u32,
    /// Until when the last certificate seen is valid.
    pub not_after: Option<Instant>,
    /// Status of the last HTTP answer.
    pub http_status: Option<u16>,
}

/// A period that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// Its begin.
    pub from: Instant,
    /// Its end.
    pub to: Instant,
    /// How often this period was stated before; what was counted then is not counted here.
    pub before: u32,
    /// Every target, whether it was measured or not.
    pub targets: Vec<TargetSummary>,
}

impl Closed {
    /// The organisations of which something was recorded: a period nobody measured states nothing.
    pub fn organisations(&self) -> Vec<&Slug> {
        let heard = self.targets.iter().filter(|t| t.window.recorded() > 0).map(|t| &t.owner);
        let mut found: Vec<&Slug> = heard.collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// What is known of a target in an open period.
#[derive(Clone, Debug)]
struct Line {
    window: Window,
    not_after: Option<Instant>,
    http_status: Option<u16>,
}

#[derive(Debug, Default)]
struct Period {
    lines: BTreeMap<usize, Line>,
    running: u32,
}

/// All open periods.
#[derive(Debug)]
pub struct Summaries {
    period_ms: i64,
    open: BTreeMap<Instant, Period>,
    /// How often each period was stated.
    stated: BTreeMap<Instant, u32>,
}

impl Summaries {
    /// Periods of `period_s`, aligned to the epoch.
    pub fn new(period_s: u32) -> Self {
        Self { period_ms: i64::from(period_s.max(1)) * 1000, open: BTreeMap::new(), stated: BTreeMap::new() }
    }

    /// Begin of the period that a tick belongs to.
    pub fn period_of(&self, tick: Instant) -> Instant {
        period_start(tick, self.period_ms)
    }

    /// A probe of this tick has begun: its period waits for it.
    pub fn began(&mut self, tick: Instant) {
        self.open.entry(period_start(tick, self.period_ms)).or_default().running += 1;
    }

    /// A probe of this tick has ended.
    pub fn ended(&mut self, target: usize, tick: Instant, sample: &Sample, outcome: &Outcome) {
        let start = period_start(tick, self.period_ms);
        if let Some(period) = self.open.get_mut(&start) {
            period.running = period.running.saturating_sub(1);
        }
        let line = self.add(target, tick, sample);
        line.not_after = outcome.certificate.as_ref().map(|c| c.not_after).or(line.not_after);
        line.http_status = outcome.http_status.or(line.http_status);
    }

    /// Counts a sample without more to it: one of our own lateness, or one kept by an earlier process.
    pub fn kept(&mut self, target: usize, tick: Instant, sample: &Sample) {
        self.add(target, tick, sample);
    }

    /// The periods that are over by `now`, oldest first.
    pub fn close(&mut self, now: Instant, targets: &[TargetSpec], schedule: &Schedule) -> Vec<Closed> {
        let mut closed = Vec::new();
        while let Some(first) = self.open.first_entry() {
            let (from, to) = (*first.key(), first.key().plus_ms(self.period_ms));
            let late_ms = now.ms_since(to);
            let before = self.stated.get(&from).copied().unwrap_or(0);
            // More of a stated period waits for all that may still come of it: no tick is served later than that.
            let waits_ms = if before > 0 { self.period_ms } else { 0 };
            if late_ms < waits_ms || (first.get().running > 0 && late_ms < GRACE_MS) {
                break;
            }
            let mut period = first.remove();
            let summary = |(number, spec): (usize, &TargetSpec)| {
                let line = period.lines.remove(&number).unwrap_or_else(|| self.empty(from));
                let expected = schedule.ticks_between(number, from, to);
                let silent = u64::from(expected.saturating_sub(line.window.recorded()));
                TargetSummary {
                    target: spec.id.clone(),
                    owner: spec.owner.clone(),
                    window: line.window,
                    gap_s: (silent * u64::from(spec.every_ms) / 1000) as u32,
                    not_after: line.not_after,
                    http_status: line.http_status,
                }
            };
            let targets: Vec<TargetSummary> = targets.iter().enumerate().map(summary).collect();
            if targets.iter().any(|target| target.window.recorded() > 0) {
                self.stated.insert(from, before + 1);
            }
            if self.stated.len() > MAX_STATED {
                self.stated.pop_first();
            }
            closed.push(Closed { from, to, before, targets });
        }
        closed
    }

    /// Probes that were counted and are in no period that is over yet.
    pub fn unstated(&self) -> u64 {
        let lines = self.open.values().flat_map(|period| period.lines.values());
        lines.map(|line| u64::from(line.window.sent)).sum()
    }

    fn add(&mut self, target: usize, tick: Instant, sample: &Sample) -> &mut Line {
        let start = period_start(tick, self.period_ms);
        let empty = self.empty(start);
        let line = self.open.entry(start).or_default().lines.entry(target).or_insert(empty);
        line.window.add(sample);
        line
    }

    fn empty(&self, start: Instant) -> Line {
        Line { window: Window::new(start, self.period_ms), not_after: None, http_status: None }
    }
}
