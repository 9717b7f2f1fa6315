//! What a link's log tells of probes, and whether what they measured is that.

use std::ops::Range;
use std::time::Duration;

use calendar::Instant;
use measure::Outcome;
use series::{Sample, SampleStatus, Window};
use testkit_link::{Label, Protocol, Truth, quantile, round_trip};

/// How long a probe waits: longer than any way there and back takes, shorter than the second after
/// which TCP knocks again.
pub const TIMEOUT: Duration = Duration::from_millis(700);
/// How much longer than the log tells, and than its thread slept meanwhile, a round trip may be
/// measured: all of them, nearly all, and half, ppm. A probe never measures less than the log tells.
const OWN_TIME: [(u32, Duration); 3] = [
    (1_000_000, Duration::from_millis(20)),
    (950_000, Duration::from_millis(10)),
    (500_000, Duration::from_millis(2)),
];
/// What is below a µs, on either side of a subtraction.
const ROUNDING: Duration = Duration::from_micros(2);
/// Error of the percentiles a window gives, parts per million: one bucket of its sketch.
const SKETCH_PPM: u32 = 16_000;

/// Round trips of echo probes, in the order in which they were sent. None where no answer came in time.
pub fn echoes(truth: &Truth, probes: u16) -> Vec<Option<Duration>> {
    let one = |sequence: u16| {
        let is_echo = |label: &Label| label.is_echo(sequence);
        in_time(round_trip(truth, is_echo, is_echo))
    };
    (0..probes).map(one).collect()
}

/// Round trips of DNS probes, whose ids are counted from 1.
pub fn questions(truth: &Truth, probes: u16) -> Vec<Option<Duration>> {
    let one = |id: u16| {
        let is_of_id = |label: &Label| label.protocol == Protocol::Udp && label.tag == id;
        in_time(round_trip(truth, is_of_id, is_of_id))
    };
    (1..=probes).map(one).collect()
}

/// Round trips of TCP probes to a port each, between the packets of each that `is_meant` names.
pub fn connections(truth: &Truth, ports: &[u16], is_meant: impl Fn(&Label) -> bool) -> Vec<Option<Duration>> {
    let is_meant = |label: &Label| label.protocol == Protocol::Tcp && is_meant(label);
    let one = |port: &u16| {
        let is_request = |label: &Label| label.to == *port && is_meant(label);
        in_time(round_trip(truth, is_request, |label| label.from == *port && is_meant(label)))
    };
    ports.iter().map(one).collect()
}

/// What came later than a probe waits is no answer.
fn in_time(told: Option<Duration>) -> Option<Duration> {
    told.filter(|told| *told < TIMEOUT)
}

/// What probes found, in the order in which they were sent, and how long their thread slept meanwhile.
pub struct Probed {
    pub outcomes: Vec<Outcome>,
    slept: Vec<Duration>,
}

impl Probed {
    /// Outcomes with the time each took, and the times in which the thread slept.
    pub fn new(
        ended: Vec<(Outcome, Range<tokio::time::Instant>)>,
        sleeps: &[Range<tokio::time::Instant>],
    ) -> Self {
        let overlap = |a: &Range<tokio::time::Instant>, b: &Range<tokio::time::Instant>| {
            a.end.min(b.end).saturating_duration_since(a.start.max(b.start))
        };
        let slept = |took| sleeps.iter().map(|sleep| overlap(took, sleep)).sum();
        let slept = ended.iter().map(|(_, took)| slept(took)).collect();
        Self { outcomes: ended.into_iter().map(|(outcome, _)| outcome).collect(), slept }
    }

    /// Holds probes against what the log tells of each: answered if and only if an answer arrived, and
    /// measured as long as it took; lost counted exactly; percentiles those of the log.
    pub fn judge(&self, told: &[Option<Duration>]) {
        self.agree(told, |outcome| (outcome.status == SampleStatus::Ok).then_some(outcome.value_us));
        let mut window = Window::new(Instant::from_ms(0), 1_000);
        for (n, (outcome, told)) in self.outcomes.iter().zip(told).enumerate() {
            let expected = if told.is_some() { SampleStatus::Ok } else { SampleStatus::Timeout };
            assert_eq!(outcome.status, expected, "probe {n}: {outcome:?}; the log tells {told:?}");
            window.add(&Sample::new(Instant::from_ms(0), outcome.value_us, outcome.status));
        }
        let mut told: Vec<Duration> = told.iter().filter_map(|told| *told).collect();
        told.sort_unstable();
        let lost = self.outcomes.len() - told.len();
        assert!(lost > 0, "the link loses some");
        assert_eq!((window.sent, window.lost), (self.outcomes.len() as u32, lost as u32));
        for (measured_us, (ppm, allowed)) in
            [window.p95_us(), window.p50_us()].into_iter().zip(&OWN_TIME[1..])
        {
            let told = quantile(&told, *ppm).unwrap();
            let error = told * SKETCH_PPM / 1_000_000;
            let measured = Duration::from_micros(measured_us.unwrap().into());
            assert!(
                measured + error >= told && measured <= told + error + *allowed,
                "{ppm} ppm: {measured:?} measured, {told:?} told"
            );
        }
    }

    /// Holds what was measured, µs, against what the log tells, where there are both.
    pub fn agree(&self, told: &[Option<Duration>], measured_us: impl Fn(&Outcome) -> Option<u32>) {
        assert_eq!(self.outcomes.len(), told.len());
        let mut all = Vec::new();
        for (n, (outcome, told)) in self.outcomes.iter().zip(told).enumerate() {
            let Some((measured_us, told)) = measured_us(outcome).zip(*told) else { continue };
            let measured = Duration::from_micros(measured_us.into()) + ROUNDING;
            let over = measured.checked_sub(told);
            let over = over.unwrap_or_else(|| panic!("probe {n}: {measured:?} measured, {told:?} told"));
            all.push(over.saturating_sub(self.slept[n]));
        }
        all.sort_unstable();
        assert!(all.len() > told.len() / 2, "most are answered");
        for (ppm, allowed) in OWN_TIME {
            let over = quantile(&all, ppm).unwrap();
            assert!(over < allowed, "{over:?} more than told, for {ppm} ppm of them");
        }
    }
}
