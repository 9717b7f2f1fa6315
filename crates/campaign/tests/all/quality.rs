//! Quality: losses, certificates by the day, what is not measured. How the latest period and the share over the campaign
//! decide is told by a story of testkit.

use campaign::{
    Evidence,
    TargetState::{Excluded, Unknown, Up},
    TargetSummary,
};

use crate::support::{Also, Log, at, cell_at, line, obligation, province, told};

/// Ten days allow 12 hours in periods over a limit.
const CHECK: &str = r#"[[obligation.check]]
kind = "quality"
targets = ["b"]
thresholds = [
  { name = "rtt_us_p95", op = "<=", value = 2000, unit = "us", source = "QCVN 81", source_date = "2019-08-22" },
  { name = "loss_ppm", op = "<=", value = 50000, unit = "ppm", source = "QCVN 81", source_date = "2019-08-22" },
  { name = "cert_days_left", op = ">=", value = 14, unit = "days", source = "QCVN 81", source_date = "2019-08-22" },
]
"#;

fn with_rtt(rtt_us_p95: u32, not_after: &str) -> TargetSummary {
    TargetSummary { rtt_us_p95: Some(rtt_us_p95), not_after: Some(at(not_after)), ..line("b", 100, 0) }
}

const LONG: &str = "2027-06-01T00:00:00";

fn run(log: &mut Log, from: &str, count: i64, of: &TargetSummary) -> Vec<Evidence> {
    let period = |number| log.summarise(at(from).plus_ms(number * 300_000), std::slice::from_ref(of));
    (0..count).map(period).collect()
}

#[test]
fn loss_is_a_limit_of_its_own_and_a_period_without_answers_has_no_round_trip() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let lossy = log.summarise(at("2027-02-01T00:00:00"), &[line("b", 90, 10)]);
    let cell = cell_at(&campaign, [&lossy], at("2027-02-01T00:06:00"));
    assert_eq!(told(&cell), "failing quality.over");
    assert_eq!(serde_json::to_value(&cell.reason).unwrap()["args"]["value"], 100_000);
}

#[test]
fn a_certificate_counts_by_whole_days_and_warns_of_running_out_within_the_campaign() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    // 14 days left until 3 February noon; the campaign ends on the 11th.
    let all = run(&mut log, "2027-02-03T11:00:00", 13, &with_rtt(1_500, "2027-02-17T12:00:00"));
    let cell = cell_at(&campaign, &all, at("2027-02-03T12:00:00"));
    assert_eq!(told(&cell), "at_risk quality.certificate_soon");
    assert_eq!(cell.next_change_at, Some(at("2027-02-03T12:00:00").plus_ms(1)));
    let cell = cell_at(&campaign, &all, at("2027-02-03T12:00:00").plus_ms(1));
    assert_eq!(told(&cell), "failing quality.certificate_low");
    let none = log.summarise(at("2027-02-03T11:00:00"), &[line("b", 10, 0)]);
    assert_eq!(told(&cell_at(&campaign, [&none], at("2027-02-03T11:06:00"))), "unproven quality.unheard");
}

#[test]
fn silence_is_no_signal() {
    let campaign = province(&obligation(CHECK));
    let all = run(&mut Log::of("di-dong"), "2027-02-01T00:00:00", 2, &with_rtt(1_500, LONG));
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-01T00:25:00"))), "no_signal quality.silent");
}

#[test]
fn a_target_that_is_not_measured_says_why_and_is_not_taken_for_silent() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let turn = log.turn_because(at("2027-02-01T00:00:01"), "b", Unknown, Excluded, "not_granted");
    let none = TargetSummary { sent: 0, excluded: 60, ..line("b", 0, 0) };
    let mut all = vec![turn.clone(), log.summarise(at("2027-02-01T00:00:00"), &[none])];
    let cell = cell_at(&campaign, &all, at("2027-02-01T12:00:00"));
    assert_eq!(told(&cell), "unproven quality.not_granted");
    assert_eq!(
        (cell.since, cell.findings[0].evidence.first()),
        (Some(at("2027-02-01T00:00:01")), Some(&turn.id))
    );
    // Granted, and the node started anew: the next turn comes from nowhere.
    all.push(log.turn_because(at("2027-02-01T13:00:00"), "b", Unknown, Up, "ok"));
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-01T13:01:00"))), "unproven quality.unheard");
    all.extend(run(&mut log, "2027-02-01T13:00:00", 2, &with_rtt(1_500, LONG)));
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-01T13:11:00"))), "proven quality.within");
    let gone = log.turn_because(at("2027-02-01T13:12:00"), "b", Up, Excluded, "not_permitted");
    all.push(gone.clone());
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-01T20:00:00"))), "unproven quality.not_permitted");
    all.reverse();
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-01T20:00:00"))), "unproven quality.not_permitted");
    // A turn that was written down long after it happened does not turn the past green unseen.
    let back = log.turn_because(at("2027-02-01T13:12:01"), "b", Excluded, Up, "ok");
    let mut later = all.clone();
    later.push(back.recorded(at("2027-02-01T19:00:00")));
    assert!(cell_at(&campaign, &later, at("2027-02-01T13:13:00")).late);
    // What was withdrawn no longer counts, and the past stays as it was.
    all.push(Log::of("so").withdraw(at("2027-02-02T00:00:00"), &[gone.id]).about("di-dong"));
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-01T20:00:00"))), "unproven quality.not_permitted");
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-02T00:01:00"))), "no_signal quality.silent");
}
