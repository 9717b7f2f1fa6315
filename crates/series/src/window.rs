//! One-minute windows and their roll-ups: what was sent, what came back, how long it took.
//! A window exists only where there are samples; a missing window is a gap, never a zero.

use std::collections::BTreeMap;

use calendar::Instant;

use crate::sample::{Sample, SampleStatus};
use crate::sketch::Sketch;

/// Width of the basic window, ms.
pub const MINUTE_MS: i64 = 60_000;

/// What happened in [start, start + width).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Begin of the window.
    pub start: Instant,
    /// Its width, ms.
    pub width_ms: i64,
    /// Probes that went out.
    pub sent: u32,
    /// Of those, answered as they should be.
    pub ok: u32,
    /// Of those, not: `sent` is `ok` plus `lost`.
    pub lost: u32,
    /// Ticks our own node could not serve in time; not in `sent`.
    pub own_late: u32,
    /// Ticks deliberately not measured; not in `sent`.
    pub excluded: u32,
    /// Fastest good answer, µs.
    pub min_us: Option<u32>,
    /// Slowest good answer, µs.
    pub max_us: Option<u32>,
    /// Sum over good answers, µs.
    pub sum_us: u64,
    /// Good answers by duration.
    pub sketch: Sketch,
}

impl Window {
    /// An empty window.
    pub fn new(start: Instant, width_ms: i64) -> Self {
        Self {
            start,
            width_ms,
            sent: 0,
            ok: 0,
            lost: 0,
            own_late: 0,
            excluded: 0,
            min_us: None,
            max_us: None,
            sum_us: 0,
            sketch: Sketch::default(),
        }
    }

    /// Counts one sample; whether it lies inside is the caller's business.
    pub fn add(&mut self, sample: &Sample) {
        match sample.status {
            SampleStatus::OwnLate => self.own_late += 1,
            SampleStatus::Excluded => self.excluded += 1,
            SampleStatus::Ok => {
                self.sent += 1;
                self.ok += 1;
                self.min_us = Some(self.min_us.map_or(sample.value_us, |v| v.min(sample.value_us)));
                self.max_us = Some(self.max_us.map_or(sample.value_us, |v| v.max(sample.value_us)));
                self.sum_us += u64::from(sample.value_us);
                self.sketch.add(sample.value_us);
            }
            SampleStatus::Timeout
            | SampleStatus::Refused
            | SampleStatus::Unreachable
            | SampleStatus::Error => {
                self.sent += 1;
                self.lost += 1;
            }
        }
    }

    /// Counts all of another window too; start and width stay.
    pub fn merge(&mut self, other: &Self) {
        self.sent += other.sent;
        self.ok += other.ok;
        self.lost += other.lost;
        self.own_late += other.own_late;
        self.excluded += other.excluded;
        self.min_us = [self.min_us, other.min_us].into_iter().flatten().min();
        self.max_us = [self.max_us, other.max_us].into_iter().flatten().max();
        self.sum_us += other.sum_us;
        self.sketch.merge(&other.sketch);
    }

    /// Every recorded tick: what is missing of the expected number is a gap.
    pub const fn recorded(&self) -> u32 {
        self.sent + self.own_late + self.excluded
    }

    /// The duration 5 % of good answers did not exceed, µs.
    pub fn p05_us(&self) -> Option<u32> {
        self.sketch.quantile_us(50_000)
    }

    /// Median of the good answers, µs.
    pub fn p50_us(&self) -> Option<u32> {
        self.sketch.quantile_us(500_000)
    }

    /// The duration 95 % of good answers did not exceed, µs.
    pub fn p95_us(&self) -> Option<u32> {
        self.sketch.quantile_us(950_000)
    }

    /// Parts per million lost of what was sent; `None` when nothing was sent.
    pub const fn loss_ppm(&self) -> Option<u32> {
        match (self.lost as u64 * 1_000_000).checked_div(self.sent as u64) {
            Some(ppm) => Some(ppm as u32),
            None => None,
        }
    }
}

/// Windows of `width_ms` (aligned to the epoch) over samples in any order; those without samples are absent.
pub fn windows(samples: &[Sample], width_ms: i64) -> Vec<Window> {
    let mut found = BTreeMap::new();
    for sample in samples {
        window_at(&mut found, sample.at(), width_ms).add(sample);
    }
    found.into_values().collect()
}

/// Wider windows out of narrower ones; exact where the wider is a multiple of the narrower.
pub fn roll_up(narrow: &[Window], width_ms: i64) -> Vec<Window> {
    let mut found = BTreeMap::new();
    for window in narrow {
        window_at(&mut found, window.start, width_ms).merge(window);
    }
    found.into_values().collect()
}

fn window_at(found: &mut BTreeMap<i64, Window>, at: Instant, width_ms: i64) -> &mut Window {
    let width_ms = width_ms.max(1);
    let start_ms = at.as_ms() - at.as_ms().rem_euclid(width_ms);
    found.entry(start_ms).or_insert_with(|| Window::new(Instant::from_ms(start_ms), width_ms))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_sample() -> impl Strategy<Value = Sample> {
        (0i64..7_200_000, any::<u32>(), 0u8..7).prop_map(|(ms, value_us, code)| {
            Sample::new(Instant::from_ms(ms), value_us, SampleStatus::from_code(code).unwrap())
        })
    }

    proptest! {
        #[test]
        fn rolling_up_minutes_is_windowing_hours(samples in proptest::collection::vec(any_sample(), 0..200)) {
            let minutes = windows(&samples, MINUTE_MS);
            prop_assert_eq!(roll_up(&minutes, 60 * MINUTE_MS), windows(&samples, 60 * MINUTE_MS));
        }

        #[test]
        fn order_does_not_matter(samples in proptest::collection::vec(any_sample(), 0..100)) {
            let mut turned = samples.clone();
            turned.reverse();
            prop_assert_eq!(windows(&samples, MINUTE_MS), windows(&turned, MINUTE_MS));
        }
    }

    #[test]
    fn our_own_lateness_is_never_a_loss() {
        let at = Instant::from_ms(0);
        let window = &windows(
            &[
                Sample::new(at, 10, SampleStatus::Ok),
                Sample::new(at, 0, SampleStatus::OwnLate),
                Sample::new(at, 0, SampleStatus::Excluded),
            ],
            MINUTE_MS,
        )[0];
        assert_eq!((window.sent, window.ok, window.lost, window.own_late, window.excluded), (1, 1, 0, 1, 1));
        assert_eq!(window.loss_ppm(), Some(0));
    }

    #[test]
    fn a_silent_minute_has_no_window() {
        let samples = [0, 120_000].map(|ms| Sample::new(Instant::from_ms(ms), 5, SampleStatus::Ok));
        let starts: Vec<i64> = windows(&samples, MINUTE_MS).iter().map(|w| w.start.as_ms()).collect();
        assert_eq!(starts, [0, 120_000]);
    }

    #[test]
    fn nothing_sent_has_no_loss_rate() {
        assert_eq!(Window::new(Instant::from_ms(0), MINUTE_MS).loss_ppm(), None);
    }
}
