//! Our own sleep, measured: a heartbeat that notes when it beat too late (a stopped process, a
//! starved machine). A probe that overlaps such a stall measured us, not the network.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use series::SampleStatus;

use crate::outcome::{Cause, Ending, Outcome};
use crate::stopwatch::Stopwatch;

/// Time between heartbeats.
const BEAT: Duration = Duration::from_millis(20);
/// A heartbeat this much later than the one before means a stall, µs.
const STALL_US: u32 = 50_000;
/// Stalls remembered; a probe lasts a minute at most, and more than this many in a minute is no life.
const MAX_REMEMBERED: usize = 256;

/// Knows when this process last slept.
#[derive(Clone, Debug)]
pub struct StallMeter(Arc<Mutex<Beats>>);

#[derive(Debug)]
struct Beats {
    last: Stopwatch,
    stalls: VecDeque<(Stopwatch, u32)>,
    count: u64,
}

impl StallMeter {
    /// A meter that has just beaten.
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Beats { last: Stopwatch::start(), stalls: VecDeque::new(), count: 0 })))
    }

    /// Beats for ever.
    pub async fn run(self) {
        let mut interval = tokio::time::interval(BEAT);
        interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            interval.tick().await;
            self.beat();
        }
    }

    /// Number of stalls so far.
    pub fn count(&self) -> u64 {
        self.beats().count
    }

    /// Says of a probe that began at `start` what it is worth, if we slept meanwhile: an answer or a
    /// timeout of which a quarter or more may be our own sleep is nobody's but ours.
    pub fn judge(&self, start: Stopwatch, outcome: &mut Outcome) {
        if !matches!(outcome.status, SampleStatus::Ok | SampleStatus::Timeout) {
            return;
        }
        let slept_us = self.slept_since(start);
        if slept_us >= STALL_US.max(outcome.phases.total_us / 4) {
            outcome.end(Ending::new(
                Cause::OwnLate,
                format!("this node slept {} ms during the probe", slept_us / 1000),
            ));
        }
    }

    fn beat(&self) {
        let mut beats = self.beats();
        let now = Stopwatch::start();
        let gap_us = beats.last.until_us(now);
        if gap_us >= STALL_US {
            let begin = beats.last;
            beats.stalls.push_back((begin, gap_us));
            beats.count += 1;
            if beats.stalls.len() > MAX_REMEMBERED {
                beats.stalls.pop_front();
            }
        }
        beats.last = now;
    }

    /// The longest stall that reaches into the time from `start` until now, µs.
    fn slept_since(&self, start: Stopwatch) -> u32 {
        let beats = self.beats();
        let now = Stopwatch::start();
        let ongoing_us = Some(beats.last.until_us(now)).filter(|&us| us >= STALL_US).unwrap_or_default();
        let remembered = beats.stalls.iter().map(|(begin, us)| {
            // What lies between the stall's begin and the probe's start did not touch the probe.
            us.saturating_sub(begin.until_us(start))
        });
        remembered.max().unwrap_or_default().max(ongoing_us)
    }

    fn beats(&self) -> MutexGuard<'_, Beats> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    fn ok(total_us: u32) -> Outcome {
        let mut outcome = Outcome::of(Cause::Ok, "");
        outcome.phases.total_us = total_us;
        outcome
    }

    #[tokio::test(start_paused = true)]
    async fn a_probe_we_slept_through_is_ours_and_one_after_it_is_not() {
        let meter = StallMeter::new();
        let before = Stopwatch::start();
        tokio::time::advance(Duration::from_millis(80)).await;
        let mut outcome = ok(80_000);
        meter.judge(before, &mut outcome);
        assert_eq!(outcome.cause, Cause::OwnLate, "not noted yet, but going on");
        meter.beat();
        assert_eq!(meter.count(), 1);
        let mut outcome = ok(80_000);
        meter.judge(before, &mut outcome);
        assert_eq!(outcome.status, SampleStatus::OwnLate);
        let mut outcome = ok(40_000);
        meter.judge(Stopwatch::start(), &mut outcome);
        assert_eq!(outcome.status, SampleStatus::Ok, "it began after the stall");
        let mut slow = ok(1_000_000);
        meter.judge(before, &mut slow);
        assert_eq!(slow.status, SampleStatus::Ok, "a slow answer stays slow: our part in it is small");
        let mut refused = Outcome::of(Cause::Refused, "");
        meter.judge(before, &mut refused);
        assert_eq!(refused.status, SampleStatus::Refused, "a refusal is a refusal, whenever we hear it");
    }
}
