//! Availability: summaries over time, gaps as gaps, whose measurements count. How cells turn as time goes on is told by
//! the stories of testkit.

use campaign::{
    Evidence,
    TargetState::{Down, Excluded, Unknown, Up},
};
use journal::Grade;

use crate::support::{Also, Log, at, cell_at, line, obligation, province, told};

/// Ten days at 99.9 % allow 864 s of downtime.
const CHECK: &str = r#"[[obligation.check]]
kind = "availability"
targets = ["a", "b"]
thresholds = [
  { name = "availability_ppm", op = ">=", value = 999000, unit = "ppm", source = "QCVN 36", source_date = "2022-12-30" },
  { name = "outage_s", op = "<=", value = 600, unit = "s", source = "QCVN 36", source_date = "2022-12-30" },
]
"#;

fn summaries(log: &mut Log, from: &str, count: i64, losing: u32) -> Vec<Evidence> {
    let lines = [line("a", 60 - losing, losing), line("b", 60, 0)];
    (0..count).map(|number| log.summarise(at(from).plus_ms(number * 300_000), &lines)).collect()
}

#[test]
fn before_the_campaign_nothing_is_due_and_then_nothing_heard_is_unproven() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let early = log.turn(at("2027-01-31T23:00:00"), "a", Up);
    assert_eq!(
        told(&cell_at(&campaign, [&early], at("2027-01-31T23:59:59"))),
        "not_due availability.not_due"
    );
    assert_eq!(told(&cell_at(&campaign, [], at("2027-02-01T00:00:00"))), "unproven availability.unheard");
}

#[test]
fn a_down_cell_names_its_turn_and_the_cause() {
    let campaign = province(&obligation(CHECK));
    let down = Log::of("di-dong").turn(at("2027-02-01T00:01:00"), "b", Down);
    let cell = cell_at(&campaign, [&down], at("2027-02-01T00:01:30"));
    assert_eq!(cell.since, Some(down.held.from));
    assert_eq!(cell.findings[0].evidence, [down.id]);
    assert_eq!(serde_json::to_value(&cell.reason).unwrap()["args"]["cause"], "refused");
}

#[test]
fn a_single_outage_can_be_too_long_by_dark_periods() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let mut dark = summaries(&mut log, "2027-02-01T00:00:00", 2, 0);
    dark.extend(summaries(&mut log, "2027-02-01T00:10:00", 3, 60));
    dark.extend(summaries(&mut log, "2027-02-01T00:25:00", 1, 0));
    assert_eq!(told(&cell_at(&campaign, &dark, at("2027-02-01T00:31:00"))), "failing availability.outage");
}

#[test]
fn own_lateness_exclusions_and_gaps_never_count_against_the_network() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let mut late = line("a", 40, 0);
    (late.own_late, late.excluded, late.gap_s) = (15, 5, 100);
    let half = log.summarise(at("2027-02-01T00:00:00"), &[late, line("b", 60, 0)]);
    let mut none = line("a", 0, 0);
    (none.own_late, none.gap_s) = (60, 300);
    let blind = log.summarise(at("2027-02-01T00:05:00"), &[none, line("b", 60, 0)]);
    let cell = cell_at(&campaign, [&half, &blind], at("2027-02-01T00:11:00"));
    assert_eq!(told(&cell), "proven availability.held");
    // The blind period is no sign of life: fifteen minutes after the last sample there is no signal.
    assert_eq!(
        told(&cell_at(&campaign, [&half, &blind], at("2027-02-01T00:20:00"))),
        "no_signal availability.silent"
    );
}

#[test]
fn an_excluded_target_is_neither_failing_nor_proven() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let mut all = summaries(&mut log, "2027-02-01T00:00:00", 2, 0);
    all.push(log.turn(at("2027-02-01T00:10:00"), "a", Excluded));
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-01T00:11:00"))), "unproven availability.excluded");
    for cause in ["not_granted", "not_permitted"] {
        let turn = log.turn_because(at("2027-02-01T00:00:01"), "b", Unknown, Excluded, cause);
        let cell = cell_at(&campaign, [&turn], at("2027-02-01T12:00:00"));
        assert_eq!(told(&cell), "unproven availability.unheard", "nothing was heard of target a");
        let both = [turn, log.turn_because(at("2027-02-01T00:00:01"), "a", Unknown, Excluded, cause)];
        let cell = cell_at(&campaign, &both, at("2027-02-01T12:00:00"));
        assert_eq!(told(&cell), format!("unproven availability.{cause}"));
        assert_eq!(cell.since, Some(at("2027-02-01T00:00:01")));
    }
}

#[test]
fn only_measurements_of_those_who_may_report_count() {
    let campaign = province(&obligation(CHECK));
    let when = at("2027-02-01T00:06:00");
    let lines = [line("a", 60, 0), line("b", 60, 0)];
    let from = at("2027-02-01T00:00:00");
    let said = Log::of("di-dong").summarise(from, &lines).graded(Grade::Attested);
    assert_eq!(told(&cell_at(&campaign, [&said], when)), "unproven availability.low_grade");
    let foreign = Log::of("buu-dien").summarise(from, &lines);
    assert_eq!(told(&cell_at(&campaign, [&foreign], when)), "unproven availability.unheard");
    // The unit reports on its own target, the operator above it on both, the regulator on everyone's.
    let unit = Log::of("tram").summarise(from, &[line("b", 60, 0)]);
    let own = Log::of("di-dong").summarise(from, &[line("a", 60, 0)]);
    assert_eq!(told(&cell_at(&campaign, [&unit, &own], when)), "proven availability.held");
    let regulator = Log::of("so").summarise(from, &lines).about("di-dong");
    assert_eq!(told(&cell_at(&campaign, [&regulator], when)), "proven availability.held");
}

#[test]
fn an_operator_does_not_withdraw_a_measurement_but_a_measurement_and_the_regulator_do() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let mut all = summaries(&mut log, "2027-02-01T00:00:00", 2, 0);
    all.push(log.turn(at("2027-02-01T00:08:00"), "a", Down));
    let when = at("2027-02-01T00:14:00");
    let down = all[2].id;
    let attested = log.withdraw(at("2027-02-01T00:12:00"), &[down]);
    let with = |evidence: &Evidence| told(&cell_at(&campaign, all.iter().chain([evidence]), when));
    assert_eq!(with(&attested), "failing availability.down");
    let measured = log.withdraw(at("2027-02-01T00:12:00"), &[down]).graded(Grade::Measured);
    assert_eq!(with(&measured), "proven availability.held");
    let regulator = Log::of("so").withdraw(at("2027-02-01T00:12:00"), &[down]).about("di-dong");
    assert_eq!(with(&regulator), "proven availability.held");
}

#[test]
fn after_the_campaign_shares_count_for_good() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let mut all = summaries(&mut log, "2027-02-01T00:00:00", 10 * 24 * 12, 0);
    let when = at("2027-02-12T00:00:00");
    let cell = cell_at(&campaign, &all, when);
    assert_eq!((told(&cell).as_str(), cell.next_change_at), ("proven availability.held", None));
    // Down one minute before the end: an outage of a minute, and no failing state that outlives the campaign.
    all.push(log.turn(at("2027-02-10T23:59:00"), "a", Down));
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-10T23:59:30"))), "failing availability.down");
    let cell = cell_at(&campaign, &all, when);
    assert_eq!(told(&cell), "proven availability.held");
    let outage = cell.findings[0].figures.iter().find(|figure| figure.name == "outage_s").unwrap();
    assert_eq!((outage.value, outage.target.as_ref().map(journal::Slug::as_str)), (60, Some("a")));
}

#[test]
fn backfilled_summaries_are_marked_late() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let all: Vec<Evidence> = summaries(&mut log, "2027-02-01T00:00:00", 2, 0)
        .into_iter()
        .map(|evidence| evidence.recorded(at("2027-02-01T00:12:00")))
        .collect();
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-01T00:10:30"))), "proven availability.held late");
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-01T00:12:00"))), "proven availability.held");
    let days_later: Vec<Evidence> =
        all.into_iter().map(|evidence| evidence.recorded(at("2027-02-03T00:00:00"))).collect();
    assert_eq!(
        told(&cell_at(&campaign, &days_later, at("2027-02-03T00:00:00"))),
        "no_signal availability.silent late"
    );
}

#[test]
fn a_check_without_a_target_of_the_owner_is_unproven() {
    let text = obligation(CHECK).replace("[\"di-dong\"]", "[\"di-dong\", \"buu-dien\"]");
    let campaign = province(&text);
    let board = campaign::board_at(vec![campaign], [], at("2027-02-02T00:00:00"));
    let cells = board.cells_of(&crate::support::slug("x"), board.now());
    assert_eq!(told(&cells[1]), "unproven availability.no_target");
}

fn figure(cell: &campaign::Cell, name: &str) -> i64 {
    cell.findings[0].figures.iter().find(|figure| figure.name == name).unwrap().value
}

#[test]
fn an_outage_is_as_long_as_it_was_measured_and_the_gap_in_it_is_a_gap() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let mut all = summaries(&mut log, "2027-02-01T00:00:00", 2, 0);
    // Down at 9:00, the measuring node off from 10:00 to 8 hours later, up again 30 s after it came back.
    all.push(log.turn(at("2027-02-01T00:09:00"), "a", Down));
    all.push(log.turn(at("2027-02-01T08:00:30"), "a", Up));
    let at_once = cell_at(&campaign, &all, at("2027-02-01T08:00:31"));
    assert!(
        figure(&at_once, "outage_s") <= 60 + 900,
        "what nobody has summarised yet counts up to three summaries"
    );
    all.extend(summaries(&mut log, "2027-02-01T08:00:00", 1, 6));
    let cell = cell_at(&campaign, &all, at("2027-02-01T08:05:01"));
    assert_eq!(figure(&cell, "outage_s"), 90, "a minute before the gap, half a minute after it");
    assert_eq!(figure(&cell, "downtime_s"), 90, "never less than the longest outage");
    assert_eq!(told(&cell), "at_risk availability.so_far");
    // The same by dark periods: the time without samples is left out of them as well.
    let mut dark = line("a", 0, 6);
    dark.gap_s = 270;
    let half_dark = log.summarise(at("2027-02-01T00:10:00"), &[dark, line("b", 60, 0)]);
    let mut all = summaries(&mut log, "2027-02-01T00:00:00", 2, 0);
    all.push(half_dark);
    let cell = cell_at(&campaign, &all, at("2027-02-01T00:16:00"));
    assert_eq!((figure(&cell, "outage_s"), figure(&cell, "coverage_ppm")), (30, 700_000));
}

#[test]
fn a_period_stated_once_more_tells_of_its_outage_too_where_that_ends_within_it() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let mut all = summaries(&mut log, "2027-02-01T00:00:00", 2, 10);
    all.push(log.turn(at("2027-02-01T00:00:00"), "a", Down));
    all.push(log.turn(at("2027-02-01T00:13:00"), "a", Up));
    // A clock that was ahead told of half a minute of the period; put right, the node told of all of it.
    let mut little = line("a", 1, 0);
    little.gap_s = 270;
    all.push(log.summarise(at("2027-02-01T00:10:00"), &[little, line("b", 1, 0)]));
    all.push(log.summarise(at("2027-02-01T00:10:00"), &[line("a", 4, 6), line("b", 10, 0)]));
    let cell = cell_at(&campaign, &all, at("2027-02-01T00:15:01"));
    assert_eq!(figure(&cell, "outage_s"), 780);
}

#[test]
fn turns_without_summaries_are_taken_at_their_word() {
    let campaign = province(&obligation(CHECK));
    let mut log = Log::of("di-dong");
    let all = [
        log.turn(at("2027-02-01T00:01:00"), "a", Down),
        log.turn(at("2027-02-01T01:01:00"), "a", Up),
        log.turn(at("2027-02-01T01:01:00"), "b", Up),
    ];
    let cell = cell_at(&campaign, &all, at("2027-02-01T01:02:00"));
    assert_eq!((told(&cell).as_str(), figure(&cell, "outage_s")), ("failing availability.outage", 3_600));
}

#[test]
fn without_a_limit_an_answer_shows_that_it_answers_and_the_end_is_left_to_a_person() {
    let check = "[[obligation.check]]\nkind = \"availability\"\ntargets = [\"a\", \"b\"]\n";
    let campaign = province(&obligation(check));
    let mut log = Log::of("di-dong");
    let mut all = summaries(&mut log, "2027-02-01T00:00:00", 1, 0);
    assert_eq!(told(&cell_at(&campaign, &all, at("2027-02-01T00:06:00"))), "proven availability.held");
    all.extend(summaries(&mut log, "2027-02-01T00:05:00", 1, 60));
    all.extend(summaries(&mut log, "2027-02-01T00:10:00", 1, 0));
    let cell = cell_at(&campaign, &all, at("2027-02-01T00:16:00"));
    assert_eq!((told(&cell).as_str(), figure(&cell, "outage_s")), ("proven availability.answers", 300));
    all.extend(summaries(&mut log, "2027-02-01T00:15:00", 10 * 24 * 12 - 3, 0));
    let cell = cell_at(&campaign, &all, at("2027-02-12T00:00:00"));
    assert_eq!(told(&cell), "unproven availability.unjudged");
}

#[test]
fn a_target_that_never_answered_is_failing_without_any_turn_and_with_the_turn_withdrawn() {
    for check in [CHECK, "[[obligation.check]]\nkind = \"availability\"\ntargets = [\"a\", \"b\"]\n"] {
        let campaign = province(&obligation(check));
        let mut log = Log::of("di-dong");
        let mut all = summaries(&mut log, "2027-02-01T00:00:00", 1, 60);
        let now = at("2027-02-01T00:05:01");
        let cell = cell_at(&campaign, &all, now);
        assert_eq!(told(&cell), "failing availability.dark");
        assert_eq!((cell.since, figure(&cell, "targets_down")), (Some(at("2027-02-01T00:00:00")), 1));
        let down = log.turn(at("2027-02-01T00:00:10"), "a", Down);
        let withdrawn = Log::of("so").withdraw(at("2027-02-01T00:05:00"), &[down.id]).about("di-dong");
        all.extend([down, withdrawn]);
        assert_eq!(told(&cell_at(&campaign, &all, now)), "failing availability.dark");
        // An answer since then is an answer, before its summary is there.
        all.push(log.turn(at("2027-02-01T00:05:00"), "a", Up));
        assert_ne!(told(&cell_at(&campaign, &all, now)), "failing availability.dark");
    }
}
