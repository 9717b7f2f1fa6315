//! When each target is due, on whatever clock it is told. Pure: it never asks what time it is.
//!
//! Ticks lie on the epoch plus a phase of the target's own, spread evenly over the interval, so that
//! starts don't bunch and a restart keeps the rhythm. A tick we come to late is `OwnLate` beyond
//! half the interval; one we missed altogether is a gap, and so is the rest of that interval: no
//! burst makes up for lost time. A clock that jumps back starts the rhythm anew at once.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use calendar::Instant;

/// What to do about a tick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Ask the target.
    Probe,
    /// We are more than half an interval late: asking now would speak of another time.
    OwnLate,
}

/// A target that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Position of the target.
    pub target: usize,
    /// When it was due.
    pub due: Instant,
    /// How late we are by our own doing, ms.
    pub late_ms: i64,
    /// What to do.
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug)]
struct Rhythm {
    every_ms: i64,
    phase_ms: i64,
    /// The tick being served, while its probe runs.
    busy_with: Option<i64>,
}

/// One place in the queue: when a target is due, and since when it could have been served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    ready_ms: i64,
    due_ms: i64,
    target: usize,
}

/// The schedule of all targets.
#[derive(Debug)]
pub struct Schedule {
    rhythms: Vec<Rhythm>,
    queue: BinaryHeap<Reverse<Place>>,
    last_now_ms: i64,
    missed: u64,
}

impl Schedule {
    /// Targets with these intervals; the first ticks are from `now` on.
    pub fn new(every_ms: impl IntoIterator<Item = u32>, now: Instant) -> Self {
        let rhythms = every_ms.into_iter().enumerate().map(|(i, every_ms)| {
            let every_ms = i64::from(every_ms.max(1));
            Rhythm { every_ms, phase_ms: spread(i as u64, every_ms), busy_with: None }
        });
        let mut schedule = Self {
            rhythms: rhythms.collect(),
            queue: BinaryHeap::new(),
            last_now_ms: now.as_ms(),
            missed: 0,
        };
        schedule.restart(now.as_ms());
        schedule
    }

    /// The next target that is due, if any; it is not due again before [`Schedule::done`].
    pub fn take_due(&mut self, now: Instant) -> Option<Tick> {
        let now_ms = now.as_ms();
        if now_ms < self.last_now_ms {
            self.restart(now_ms);
        }
        self.last_now_ms = now_ms;
        while let Some(&Reverse(place)) = self.queue.peek() {
            if place.ready_ms > now_ms {
                return None;
            }
            self.queue.pop();
            let rhythm = self.rhythms[place.target];
            // Waiting for the target's own earlier probe is not our lateness.
            let late_ms = now_ms - place.ready_ms;
            if now_ms - place.due_ms >= rhythm.every_ms {
                let next_ms = rhythm.tick_after(now_ms);
                self.missed += ((next_ms - place.due_ms) / rhythm.every_ms) as u64;
                self.enqueue(place.target, next_ms, next_ms);
                continue;
            }
            let verdict = if late_ms * 2 > rhythm.every_ms { Verdict::OwnLate } else { Verdict::Probe };
            self.rhythms[place.target].busy_with = Some(place.due_ms);
            return Some(Tick {
                target: place.target,
                due: Instant::from_ms(place.due_ms),
                late_ms,
                verdict,
            });
        }
        None
    }

    /// The target's tick has been served; it is due again at its next one.
    pub fn done(&mut self, target: usize, now: Instant) {
        let now_ms = now.as_ms();
        let Some(rhythm) = self.rhythms.get_mut(target) else {
            return;
        };
        let Some(served_ms) = rhythm.busy_with.take() else {
            return;
        };
        let mut due_ms = served_ms + rhythm.every_ms;
        if due_ms > now_ms + rhythm.every_ms {
            // The clock jumped back while the probe ran.
            due_ms = rhythm.tick_from(now_ms);
        }
        self.enqueue(target, due_ms, due_ms.max(now_ms));
    }

    /// When the next target is due; `None` while all of them are being served.
    pub fn next_due(&self) -> Option<Instant> {
        self.queue.peek().map(|Reverse(place)| Instant::from_ms(place.ready_ms))
    }

    /// Ticks that nobody served: gaps, not losses.
    pub const fn missed(&self) -> u64 {
        self.missed
    }

    /// Number of the target's ticks in [from, to).
    pub fn ticks_between(&self, target: usize, from: Instant, to: Instant) -> u32 {
        let Some(rhythm) = self.rhythms.get(target) else {
            return 0;
        };
        let before =
            |at: Instant| (at.as_ms() - rhythm.phase_ms + rhythm.every_ms - 1).div_euclid(rhythm.every_ms);
        (before(to) - before(from)).max(0) as u32
    }

    /// The tick that a probe started at `at` belongs to: the latest one not after it.
    pub fn tick_of(&self, target: usize, at: Instant) -> Instant {
        self.rhythms.get(target).map_or(at, |rhythm| {
            Instant::from_ms(at.as_ms() - (at.as_ms() - rhythm.phase_ms).rem_euclid(rhythm.every_ms))
        })
    }

    fn restart(&mut self, now_ms: i64) {
        self.queue.clear();
        for target in 0..self.rhythms.len() {
            let rhythm = self.rhythms[target];
            if rhythm.busy_with.is_none() {
                let due_ms = rhythm.tick_from(now_ms);
                self.enqueue(target, due_ms, due_ms);
            }
        }
    }

    fn enqueue(&mut self, target: usize, due_ms: i64, ready_ms: i64) {
        self.queue.push(Reverse(Place { ready_ms, due_ms, target }));
    }
}

impl Rhythm {
    /// The first tick at or after `ms`.
    const fn tick_from(&self, ms: i64) -> i64 {
        ms + (self.phase_ms - ms).rem_euclid(self.every_ms)
    }

    /// The first tick after `ms`.
    const fn tick_after(&self, ms: i64) -> i64 {
        self.tick_from(ms + 1)
    }
}

/// A phase in [0, every): the golden ratio's multiples stay evenly apart however many there are.
const fn spread(position: u64, every_ms: i64) -> i64 {
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    ((position.wrapping_mul(GOLDEN) as u128 * every_ms as u128) >> 64) as i64
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use calendar::{Clock, ManualClock};
    use proptest::prelude::*;

    const START_MS: i64 = 1_801_000_000_000;

    fn one(every_ms: u32) -> (Schedule, ManualClock) {
        let clock = ManualClock::new(Instant::from_ms(START_MS));
        (Schedule::new([every_ms], clock.now()), clock)
    }

    #[test]
    fn a_tick_served_in_time_is_probed_and_comes_again() {
        let (mut schedule, clock) = one(1000);
        for i in 0..5 {
            let tick = schedule.take_due(clock.now()).unwrap();
            assert_eq!(
                (tick.due.as_ms() - START_MS, tick.late_ms, tick.verdict),
                (i * 1000, 0, Verdict::Probe)
            );
            assert_eq!(schedule.take_due(clock.now()), None, "not twice");
            clock.advance(40);
            schedule.done(0, clock.now());
            assert_eq!(schedule.next_due().unwrap().as_ms() - START_MS, (i + 1) * 1000);
            clock.advance(960);
        }
        assert_eq!(schedule.missed(), 0);
    }

    #[test]
    fn half_an_interval_late_is_our_own_doing() {
        for (late_ms, verdict) in
            [(499, Verdict::Probe), (500, Verdict::Probe), (501, Verdict::OwnLate), (999, Verdict::OwnLate)]
        {
            let (mut schedule, clock) = one(1000);
            clock.advance(late_ms);
            let tick = schedule.take_due(clock.now()).unwrap();
            assert_eq!((tick.late_ms, tick.verdict), (late_ms, verdict));
        }
    }

    #[test]
    fn missed_ticks_are_counted_and_not_made_up_for() {
        let (mut schedule, clock) = one(1000);
        clock.advance(60 * 60 * 1000 + 1);
        assert_eq!(schedule.take_due(clock.now()), None);
        assert_eq!(schedule.missed(), 3601);
        clock.advance(999);
        assert_eq!(schedule.take_due(clock.now()).unwrap().late_ms, 0, "back in the old rhythm");
    }

    #[test]
    fn a_clock_that_jumps_back_does_not_silence_a_target() {
        let (mut schedule, clock) = one(1000);
        schedule.take_due(clock.now()).unwrap();
        schedule.done(0, clock.now());
        clock.advance(-3_600_000 + 5);
        assert_eq!(schedule.take_due(clock.now()), None);
        assert!(schedule.next_due().unwrap().ms_since(clock.now()) < 1000);
        // And while a probe is running.
        clock.advance(995);
        schedule.take_due(clock.now()).unwrap();
        clock.advance(-7_200_000);
        schedule.done(0, clock.now());
        assert!(schedule.next_due().unwrap().ms_since(clock.now()) < 1000);
    }

    #[test]
    fn a_probe_that_ran_into_the_next_tick_does_not_make_that_one_late() {
        let (mut schedule, clock) = one(1000);
        schedule.take_due(clock.now()).unwrap();
        clock.advance(1700);
        schedule.done(0, clock.now());
        let tick = schedule.take_due(clock.now()).unwrap();
        assert_eq!((tick.late_ms, tick.verdict, tick.due.as_ms() - START_MS), (0, Verdict::Probe, 1000));
    }

    #[test]
    fn starts_do_not_bunch() {
        for n in [10usize, 100, 1000] {
            let schedule = Schedule::new(vec![10_000; n], Instant::from_ms(START_MS));
            let mut in_tenth = [0usize; 10];
            for rhythm in &schedule.rhythms {
                in_tenth[(rhythm.phase_ms / 1000) as usize] += 1;
            }
            assert!(in_tenth.iter().all(|&k| k <= n / 10 + 2 && k + 2 >= n / 10), "{n}: {in_tenth:?}");
        }
    }

    proptest! {
        #[test]
        fn every_tick_is_probed_own_late_or_missed(every_ms in 1u32..5000, steps in proptest::collection::vec(0i64..7000, 1..60)) {
            let (mut schedule, clock) = one(every_ms);
            let mut served = 0u64;
            for step in steps {
                clock.advance(step);
                while let Some(tick) = schedule.take_due(clock.now()) {
                    prop_assert!(tick.late_ms < i64::from(every_ms));
                    prop_assert_eq!(schedule.tick_of(0, clock.now()), tick.due);
                    served += 1;
                    schedule.done(0, clock.now());
                }
            }
            let until = clock.now().plus_ms(1);
            prop_assert_eq!(served + schedule.missed(), u64::from(schedule.ticks_between(0, Instant::from_ms(START_MS), until)));
        }
    }
}
