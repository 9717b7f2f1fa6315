//! Down-sampling for charts: at most so many points, each the truth of its slot.
//! A slot without samples is null and is never drawn through; a slot whose probes all failed has
//! null durations beside its counts.

use calendar::Instant;
use serde::Serialize;

use crate::sample::Sample;
use crate::window::Window;

/// Most points a chart may have: more than any screen is wide.
pub const MAX_POINTS: usize = 4000;

/// Steps a person can read off an axis, ms.
const STEPS_MS: [u64; 19] = [
    1_000,
    2_000,
    5_000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
    900_000,
    1_800_000,
    3_600_000,
    7_200_000,
    10_800_000,
    21_600_000,
    43_200_000,
    86_400_000,
    604_800_000,
];

/// What a chart is to show.
#[derive(Clone, Copy, Debug)]
pub struct ChartSpan {
    /// Begin, included.
    pub from: Instant,
    /// End, excluded.
    pub to: Instant,
    /// Most points wanted; held to 2 to [`MAX_POINTS`].
    pub points: usize,
    /// Interval of the series: a slot is at least two of it wide, so that a sample that starts a
    /// little late is not drawn as a gap.
    pub every_ms: i64,
}

/// Columns of a chart, one place per slot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// Begin of the first slot.
    pub from: Instant,
    /// End of the last slot.
    pub to: Instant,
    /// Width of a slot, ms.
    pub step_ms: i64,
    /// Begin of each slot, ms since the epoch.
    pub t: Vec<i64>,
    /// Median of the good answers, µs; null where there are none.
    pub p50_us: Vec<Option<u32>>,
    /// The duration 5 % of good answers did not exceed, µs; null where there are none.
    pub p05_us: Vec<Option<u32>>,
    /// The duration 95 % of good answers did not exceed, µs; null where there are none.
    pub p95_us: Vec<Option<u32>>,
    /// Slowest good answer, µs; null where there are none.
    pub max_us: Vec<Option<u32>>,
    /// Probes that went out.
    pub sent: Vec<u32>,
    /// Of those, without a good answer.
    pub lost: Vec<u32>,
    /// Ticks our own node could not serve in time.
    pub own_late: Vec<u32>,
    /// Ticks deliberately not measured.
    pub excluded: Vec<u32>,
}

/// Takes samples one by one, in any order, so that a long range never sits in memory.
#[derive(Debug)]
pub struct ChartBuilder {
    from_ms: i64,
    step_ms: i64,
    span: ChartSpan,
    slots: Vec<Option<Window>>,
}

impl ChartBuilder {
    /// A chart without samples yet.
    pub fn new(span: ChartSpan) -> Self {
        let points = span.points.clamp(2, MAX_POINTS) as u64;
        let length_ms = span.to.ms_since(span.from).max(1) as u64;
        // One slot fewer than allowed: aligning the begin may add one.
        let least_ms = length_ms.div_ceil(points - 1).max(span.every_ms.max(1).saturating_mul(2) as u64);
        let step_ms = readable_step(least_ms);
        let from_ms = span.from.as_ms() - span.from.as_ms().rem_euclid(step_ms);
        let lead_ms = (span.from.as_ms() - from_ms) as u64;
        let slots = (lead_ms + length_ms).div_ceil(step_ms as u64) as usize;
        Self { from_ms, step_ms, span, slots: vec![None; slots] }
    }

    /// Counts one sample; what lies outside the span is left out.
    pub fn add(&mut self, sample: &Sample) {
        let at = sample.at();
        if at < self.span.from || at >= self.span.to {
            return;
        }
        let slot = ((at.as_ms() - self.from_ms) / self.step_ms) as usize;
        let start = Instant::from_ms(self.from_ms + slot as i64 * self.step_ms);
        if let Some(window) = self.slots.get_mut(slot) {
            window.get_or_insert_with(|| Window::new(start, self.step_ms)).add(sample);
        }
    }

    /// The columns.
    pub fn finish(self) -> Chart {
        let (from_ms, step_ms) = (self.from_ms, self.step_ms);
        let slots = self.slots;
        let count = |of: fn(&Window) -> u32| slots.iter().map(|w| w.as_ref().map_or(0, of)).collect();
        let time = |of: fn(&Window) -> Option<u32>| slots.iter().map(|w| w.as_ref().and_then(of)).collect();
        Chart {
            from: Instant::from_ms(from_ms),
            to: Instant::from_ms(from_ms + slots.len() as i64 * step_ms),
            step_ms,
            t: (0..slots.len() as i64).map(|i| from_ms + i * step_ms).collect(),
            p50_us: time(Window::p50_us),
            p05_us: time(Window::p05_us),
            p95_us: time(Window::p95_us),
            max_us: time(|w| w.max_us),
            sent: count(|w| w.sent),
            lost: count(|w| w.lost),
            own_late: count(|w| w.own_late),
            excluded: count(|w| w.excluded),
        }
    }
}

fn readable_step(least_ms: u64) -> i64 {
    const WEEK_MS: u64 = STEPS_MS[STEPS_MS.len() - 1];
    let step_ms = STEPS_MS.into_iter().find(|&step| step >= least_ms);
    step_ms.unwrap_or_else(|| least_ms.div_ceil(WEEK_MS).saturating_mul(WEEK_MS)) as i64
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use crate::sample::SampleStatus;
    use proptest::prelude::*;

    fn chart(span: ChartSpan, samples: &[Sample]) -> Chart {
        let mut builder = ChartBuilder::new(span);
        for sample in samples {
            builder.add(sample);
        }
        builder.finish()
    }

    #[test]
    fn a_gap_is_null_and_an_outage_is_counted() {
        let ok = |s: i64| Sample::new(Instant::from_ms(s * 1000), 700, SampleStatus::Ok);
        let lost = |s: i64| Sample::new(Instant::from_ms(s * 1000), 9, SampleStatus::Timeout);
        let span =
            ChartSpan { from: Instant::from_ms(0), to: Instant::from_ms(8_000), points: 5, every_ms: 1000 };
        let got = chart(span, &[ok(0), ok(1), lost(2), lost(3), ok(6)]);
        assert_eq!(got.step_ms, 2000);
        assert_eq!(got.t, [0, 2000, 4000, 6000]);
        assert_eq!(got.sent, [2, 2, 0, 1]);
        assert_eq!(got.lost, [0, 2, 0, 0]);
        assert_eq!(got.p50_us.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, false, true]);
        assert_eq!(got.max_us, [Some(700), None, None, Some(700)]);
    }

    #[test]
    fn the_band_holds_nine_answers_in_ten_and_leaves_out_the_one_that_was_slow() {
        let ok = |s: i64, us: u32| Sample::new(Instant::from_ms(s * 1000), us, SampleStatus::Ok);
        let samples: Vec<Sample> =
            (0..100).map(|s| ok(s, if s == 50 { 90_000 } else { 1_000 + 10 * s as u32 })).collect();
        let span =
            ChartSpan { from: Instant::from_ms(0), to: Instant::from_ms(100_000), points: 2, every_ms: 1000 };
        let got = chart(span, &samples);
        assert_eq!((got.sent.as_slice(), got.max_us.as_slice()), (&[100][..], &[Some(90_000)][..]));
        let (low, high) = (got.p05_us[0].unwrap(), got.p95_us[0].unwrap());
        assert!((1_000..=1_080).contains(&low), "{low}");
        assert!((1_900..=2_010).contains(&high), "{high}");
    }

    proptest! {
        #[test]
        fn no_chart_is_wider_than_asked_and_none_loses_a_sample(
            from in -10_000_000i64..10_000_000, length in 1i64..4_000_000_000, points in 2usize..1000,
            every_ms in 1i64..600_000, offsets in proptest::collection::vec(0f64..1.0, 0..40),
        ) {
            let samples: Vec<Sample> = offsets.iter()
                .map(|f| Sample::new(Instant::from_ms(from + (f * length as f64) as i64), 1, SampleStatus::Ok)).collect();
            let inside = samples.iter().filter(|s| s.at().as_ms() < from + length).count();
            let got = chart(ChartSpan { from: Instant::from_ms(from), to: Instant::from_ms(from + length), points, every_ms }, &samples);
            prop_assert!(got.t.len() <= points);
            prop_assert!(got.step_ms >= 2 * every_ms);
            prop_assert_eq!(got.sent.iter().sum::<u32>() as usize, inside);
        }
    }
}
