//! What machines record: edges of targets, summaries, clock offsets, sealed segments.

use super::stream::{LogStream, TARGETS, facts};
use crate::draft::Draft;
use crate::entry::{Grade, Held};
use crate::fact::{Fact, Facts};
use crate::hash::Hash;

const PERIOD_S: i64 = 300;
const CAUSES: [(&str, &str); 5] = [
    ("timeout", "no answer within 2 s"),
    ("refused", "connection refused"),
    ("unreachable", "host unreachable"),
    ("error", "HTTP status 503"),
    ("slow", "first byte after 1.5 s"),
];
const TARGET_KINDS: [&str; 4] = ["cong", "dns", "web", "tram"];

pub(super) fn draw(stream: &mut LogStream) -> Option<Draft> {
    match stream.random.below(100) {
        0..=54 => measurement_summarised(stream),
        55..=85 => target_turned(stream),
        86..=96 => clock_observed(stream),
        _ => segment_sealed(stream),
    }
}

fn target_name(stream: &LogStream, at: usize) -> String {
    format!("{}-{}-{:02}", stream.organisation, TARGET_KINDS[at % TARGET_KINDS.len()], at)
}

fn measurement_summarised(stream: &mut LogStream) -> Option<Draft> {
    let first = stream.random.below(TARGETS as u64) as usize;
    let count = stream.random.below(3) as usize + 1;
    let targets = (first..first + count).map(|at| target(stream, at % TARGETS).into()).collect();
    let stated = facts([("period_s", PERIOD_S.into()), ("targets", Fact::List(targets))]);
    let organisation = stream.organisation.to_string();
    let subject = ("organisation", organisation.as_str());
    let draft = stream.draft("measurement.summarised", subject, Some(Grade::Measured), stated)?;
    let from = stream.now.plus_ms(-PERIOD_S * 1000);
    Some(Draft { held: Held::between(from, stream.now), ..draft })
}

fn target(stream: &mut LogStream, at: usize) -> Facts {
    let name = target_name(stream, at);
    let random = &mut stream.random;
    let sent = 300;
    let own_late = random.below(3);
    let lost = if stream.up[at] { random.below(4) } else { 120 + random.below(170) };
    let ok = sent - own_late - lost;
    let p50 = 300 + random.below(9_000);
    let p95 = p50 + 100 + random.below(30_000);
    facts([
        ("target", name.into()),
        ("sent", sent.into()),
        ("ok", ok.into()),
        ("lost", lost.into()),
        ("own_late", own_late.into()),
        ("excluded", 0.into()),
        ("rtt_us_p50", p50.into()),
        ("rtt_us_p95", p95.into()),
        ("rtt_us_max", (p95 + random.below(90_000)).into()),
        ("loss_ppm", (lost * 1_000_000 / (ok + lost)).into()),
        ("gap_s", own_late.into()),
    ])
}

fn target_turned(stream: &mut LogStream) -> Option<Draft> {
    let at = stream.random.below(TARGETS as u64) as usize;
    let was_up = stream.up[at];
    stream.up[at] = !was_up;
    let (cause, detail) = if was_up { stream.random.pick(&CAUSES) } else { ("ok", "answers again") };
    let name = target_name(stream, at);
    let word = |up| if up { "up" } else { "down" };
    let stated = facts([
        ("target", name.as_str().into()),
        ("from", word(was_up).into()),
        ("to", word(!was_up).into()),
        ("cause", cause.into()),
        ("detail", detail.into()),
    ]);
    stream.draft("target.turned", ("target", &name), Some(Grade::Measured), stated)
}

fn clock_observed(stream: &mut LogStream) -> Option<Draft> {
    let offset = stream.random.below(4_000) - 2_000;
    let stated = facts([("offset_us", offset.into()), ("source", "chrony".into())]);
    stream.draft("clock.observed", ("node", "sinh-mau"), None, stated)
}

fn segment_sealed(stream: &mut LogStream) -> Option<Draft> {
    let digest = Hash::new(stream.random.bytes());
    let bytes = 1_000_000 + stream.random.below(7_000_000);
    let from = stream.now.plus_ms(-3_600_000);
    let stated = facts([
        ("sha256", digest.hex().into()),
        ("bytes", bytes.into()),
        ("from", from.to_string().into()),
        ("to", stream.now.to_string().into()),
        ("series", (TARGETS as i64).into()),
    ]);
    stream.draft("segment.sealed", ("segment", &digest.hex()[..16]), None, stated)
}
