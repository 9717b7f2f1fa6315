//! What a link's log tells of probes, and whether what they measured is that.

use std::time::Duration;

use calendar::Instant;
use measure::Outcome;
use series::{Sample, SampleStatus, Window};
use testkit_link::{Direction, Label, Protocol, Truth, quantile, round_trip};

/// How long a probe waits, ms: longer than any way there and back takes, shorter than the second after
/// which TCP knocks again.
pub const TIMEOUT_MS: u32 = 700;
/// How much longer than the log tells one round trip may be measured, on a machine that is itself
/// held up now and then. A probe never measures less than the log tells.
const OWN_TIME: Duration = Duration::from_millis(20);
/// How much longer than the log tells half of them may be measured.
const OWN_TIME_MEDIAN: Duration = Duration::from_millis(2);
/// What is below a µs, on either side of a subtraction.
const ROUNDING: Duration = Duration::from_micros(2);
/// Error of the percentiles a window gives, parts per million: one bucket of its sketch.
const SKETCH_PPM: u32 = 16_000;

/// Round trips of echo probes, in the order in which they were sent. None
/// where there was no answer in time.
pub fn echoes(truth: &Truth, probes: usize) -> Vec<Option<Duration>> {
    let one = |sequence: usize| {
        let is_echo = |label: &Label| label.is_echo(sequence as u16);
        in_time(round_trip(truth, is_echo, is_echo))
    };
    (0..probes).map(one).collect()
}

/// Round trips of DNS probes, each with an id of its own, in the order in which they were sent.
pub fn questions(truth: &Truth) -> Vec<Option<Duration>> {
    let of_id = |label: &Label, id| label.protocol == Protocol::Udp && label.tag == id;
    let one = |id: u16| round_trip(truth, |label| of_id(label, id), |label| of_id(label, id));
    first_seen(truth, Protocol::Udp, |label| label.tag).into_iter().map(|id| in_time(one(id))).collect()
}

/// Round trips of TCP probes, each from a port of its own, in the order in which they were sent,
/// between the packets of each that `is_meant` names.
pub fn connections(truth: &Truth, is_meant: impl Fn(&Label) -> bool) -> Vec<Option<Duration>> {
    let one = |port: u16| {
        let is_request = |label: &Label| label.from == port && is_meant(label);
        round_trip(truth, is_request, |label| label.to == port && is_meant(label))
    };
    first_seen(truth, Protocol::Tcp, |label| label.from).into_iter().map(|port| in_time(one(port))).collect()
}

/// What tells probes apart, in the order in which the first packet of each went forth.
fn first_seen(truth: &Truth, protocol: Protocol, key: impl Fn(&Label) -> u16) -> Vec<u16> {
    let mut keys: Vec<u16> = Vec::new();
    for record in truth.of(Direction::Forth).filter(|record| record.label.protocol == protocol) {
        let key = key(&record.label);
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// What came later than a probe waits is no answer.
fn in_time(told: Option<Duration>) -> Option<Duration> {
    told.filter(|told| *told < Duration::from_millis(TIMEOUT_MS.into()))
}

/// Holds probes against what the log tells of each: answered if and only if an answer arrived, and
/// measured as long as it took; lost counted exactly; percentiles those of the log.
pub fn judge(outcomes: &[Outcome], told: &[Option<Duration>]) {
    assert_eq!(outcomes.len(), told.len());
    let mut window = Window::new(Instant::from_ms(0), 1_000);
    for (n, (outcome, told)) in outcomes.iter().zip(told).enumerate() {
        let expected = if told.is_some() { SampleStatus::Ok } else { SampleStatus::Timeout };
        assert_eq!(outcome.status, expected, "probe {n}: {outcome:?}; the log tells {told:?}");
        window.add(&Sample::new(Instant::from_ms(0), outcome.value_us, outcome.status));
    }
    let answered = outcomes.iter().zip(told).filter_map(|(outcome, told)| Some((outcome.value_us, (*told)?)));
    agree(answered);
    let mut told: Vec<Duration> = told.iter().filter_map(|told| *told).collect();
    told.sort_unstable();
    let lost = outcomes.len() - told.len();
    assert!(lost > 0, "the link loses some");
    assert_eq!((window.sent, window.lost), (outcomes.len() as u32, lost as u32));
    for (measured_us, ppm) in [(window.p50_us(), 500_000), (window.p95_us(), 950_000)] {
        let told = quantile(&told, ppm).unwrap();
        let error = told * SKETCH_PPM / 1_000_000;
        let measured = Duration::from_micros(measured_us.unwrap().into());
        let allowed = if ppm == 500_000 { OWN_TIME_MEDIAN } else { OWN_TIME };
        assert!(
            measured + error >= told && measured <= told + error + allowed,
            "{ppm} ppm: {measured:?} measured, {told:?} told"
        );
    }
}

/// Holds measured round trips, µs, against those the log tells, each and in the middle.
pub fn agree(pairs: impl Iterator<Item = (u32, Duration)>) {
    let over = |(measured_us, told): (u32, Duration)| {
        let measured = Duration::from_micros(measured_us.into()) + ROUNDING;
        let over = measured.checked_sub(told);
        let over = over.unwrap_or_else(|| panic!("{measured_us} µs measured, {told:?} told: too little"));
        assert!(over < OWN_TIME, "{measured_us} µs measured, {told:?} told: too much");
        over
    };
    let mut all: Vec<Duration> = pairs.map(over).collect();
    all.sort_unstable();
    let median = quantile(&all, 500_000).unwrap();
    assert!(median < OWN_TIME_MEDIAN, "{median:?} more than told, for half of them");
}
