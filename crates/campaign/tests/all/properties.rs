//! What holds for every history: order, doubles, no evidence, late entries, staleness, replay, snapshots.

use std::sync::Arc;

use calendar::Instant;
use campaign::{Board, Campaign, ChecklistResult, Evidence, Outcome, Status, TargetState, board_at};
use journal::{Facts, Grade, Hash};
use proptest::prelude::*;

use crate::{
    golden::EVERYTHING,
    support::{Also, Log, at, briefing_digest, bytes, line, province},
};

/// One random piece of evidence, in numbers.
#[derive(Clone, Debug)]
pub struct Roll {
    what: u8,
    log: u8,
    hour: i64,
    delay_min: i64,
    grade: u8,
    detail: u8,
    answers: Option<prop::sample::Index>,
}

pub fn roll() -> impl Strategy<Value = Roll> {
    let delay = prop_oneof![3 => Just(0_i64), 2 => 0..120_i64, 1 => 0..20_000_i64];
    (
        0..14_u8,
        0..6_u8,
        -30..260_i64,
        delay,
        0..8_u8,
        any::<u8>(),
        prop::option::weighted(0.3, any::<prop::sample::Index>()),
    )
        .prop_map(|(what, log, hour, delay_min, grade, detail, answers)| Roll {
            what,
            log,
            hour,
            delay_min,
            grade,
            detail,
            answers,
        })
}

const LOGS: [&str; 4] = ["di-dong", "buu-dien", "tram", "so"];
const TARGETS: [&str; 3] = ["a", "b", "c"];

/// A history: any of the logs, any kind, any order of being held and recorded.
pub fn history(rolls: &[Roll]) -> Vec<Evidence> {
    let mut logs = LOGS.map(Log::of);
    let mut evidence: Vec<Evidence> = Vec::new();
    for roll in rolls {
        // The operator's own log speaks most.
        let place = usize::from(roll.log.saturating_sub(2));
        let log = &mut logs[place];
        let when = at("2027-02-01T00:00:00").plus_ms(roll.hour * 3_600_000);
        let answers: Vec<_> = roll
            .answers
            .filter(|_| !evidence.is_empty())
            .map(|index| index.get(&evidence).id)
            .into_iter()
            .collect();
        let mut piece = piece(log, roll, when, &answers);
        if place == 3 {
            piece = piece.about(LOGS[usize::from(roll.detail % 2)]);
        }
        let grades = [Grade::Asserted, Grade::Attested, Grade::Countersigned, Grade::Measured];
        if let Some(grade) = grades.get(usize::from(roll.grade)) {
            piece = piece.graded(*grade);
        }
        let ended = piece.held.to.unwrap_or(when);
        evidence.push(piece.recorded(ended.plus_ms(roll.delay_min * 60_000)));
    }
    evidence
}

fn piece(log: &mut Log, roll: &Roll, when: Instant, answers: &[journal::EntryId]) -> Evidence {
    let detail = roll.detail;
    let result = |bit: u8| {
        if (detail >> bit).is_multiple_of(4) { ChecklistResult::Fail } else { ChecklistResult::Pass }
    };
    let plan = ["ung-cuu", "khac"][usize::from(detail & 1)];
    let losing = if detail.is_multiple_of(4) { u32::from(detail % 61) } else { 0 };
    match roll.what {
        0 => log.acknowledge(when).answering(answers),
        1 => log.inspect(when, &[("pin", result(0)), ("may-no", result(3))]).answering(answers),
        2 => log.inspect(when, &[("pin", result(2))]).answering(answers),
        3 => log.file_plan(when, plan).answering(answers),
        4 => log.approve_plan(when, plan),
        5 => log.test_plan(when, plan, if detail & 2 == 0 { Outcome::Pass } else { Outcome::Fail }),
        6 => {
            let digest = if detail & 2 == 0 { briefing_digest() } else { Hash::of(b"old") };
            log.read_briefing(when, ["ca-1", "ca-2"][usize::from(detail & 1)], digest)
        }
        7 => log.submit(when).answering(answers),
        8 if detail & 1 == 0 => log.waive(when, (detail & 2 == 0).then(|| when.plus_ms(90_000_000))),
        8 => log.promise(when, when.plus_ms(7_200_000)),
        9 if detail & 1 == 0 => log.explain(when, answers),
        9 | 10 => log.correct(when, answers, detail & 6 != 0, Facts::new()),
        11 => {
            let states = [TargetState::Up, TargetState::Down, TargetState::Up, TargetState::Excluded];
            log.turn(when, TARGETS[usize::from(detail % 3)], states[usize::from(detail >> 3 & 3)])
        }
        _ => {
            let mut lines = vec![line("a", 60 - losing, losing), line("b", 60, 0), line("c", 60, 0)];
            lines[1].not_after = Some(at("2027-02-20T06:00:00").plus_ms(i64::from(detail) * 3_600_000));
            lines.truncate(1 + usize::from(detail % 3));
            log.summarise(when, &lines).answering(answers)
        }
    }
}

fn all(campaign: &Arc<Campaign>) -> Vec<Arc<Campaign>> {
    vec![Arc::clone(campaign)]
}

pub fn moment() -> impl Strategy<Value = Instant> {
    (-40..280_i64, 0..3_600_000_i64)
        .prop_map(|(hour, ms)| at("2027-02-01T00:00:00").plus_ms(hour * 3_600_000 + ms))
}

/// The same evidence in another order.
fn shuffled(evidence: &[Evidence], seed: u64) -> Vec<Evidence> {
    let mut keyed: Vec<(u64, Evidence)> = evidence
        .iter()
        .enumerate()
        .map(|(place, piece)| ((place as u64 + 1).wrapping_mul(seed | 1).rotate_left(17), piece.clone()))
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, piece)| piece).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_arrival_does_not_matter(rolls in prop::collection::vec(roll(), 0..40), seed in any::<u64>(), now in moment()) {
        let campaign = province(EVERYTHING);
        let evidence = history(&rolls);
        let straight = board_at(all(&campaign), &evidence, now);
        let mixed = board_at(all(&campaign), &shuffled(&evidence, seed), now);
        prop_assert_eq!(bytes(&straight, now), bytes(&mixed, now));
        prop_assert_eq!(straight.snapshot(), mixed.snapshot());
    }

    #[test]
    fn doubles_do_not_count(rolls in prop::collection::vec(roll(), 0..30), seed in any::<u64>(), now in moment()) {
        let campaign = province(EVERYTHING);
        let evidence = history(&rolls);
        let once = board_at(all(&campaign), &evidence, now);
        let twice = board_at(all(&campaign), evidence.iter().chain(&shuffled(&evidence, seed)), now);
        prop_assert_eq!(bytes(&once, now), bytes(&twice, now));
        prop_assert_eq!(once.snapshot(), twice.snapshot());
    }

    #[test]
    fn a_check_states_no_figure_that_its_rules_do_not_list(rolls in prop::collection::vec(roll(), 0..40), now in moment()) {
        let campaign = province(EVERYTHING);
        let evidence = history(&rolls);
        for finding in board_at(all(&campaign), &evidence, now).cells_at(now).iter().flat_map(|cell| &cell.findings) {
            for figure in &finding.figures {
                prop_assert!(finding.check.rules().figures.contains(&figure.name), "{}", figure.name);
            }
        }
    }

    #[test]
    fn no_evidence_is_never_green(now in moment()) {
        let campaign = province(EVERYTHING);
        for cell in board_at(all(&campaign), [], now).cells_at(now) {
            prop_assert!(!matches!(cell.status, Status::Proven | Status::Waived | Status::AtRisk));
            prop_assert!(cell.findings.iter().all(|finding| finding.status != Status::Proven));
        }
    }

    #[test]
    fn green_names_evidence_that_held_by_then_of_the_grade_asked_for(rolls in prop::collection::vec(roll(), 0..40), now in moment()) {
        let campaign = province(EVERYTHING);
        let evidence = history(&rolls);
        for cell in board_at(all(&campaign), &evidence, now).cells_at(now) {
            for (finding, spec) in cell.findings.iter().zip(&campaign.obligations[0].checks) {
                prop_assert!(finding.reason.is_listed(), "{:?}", finding.reason);
                for id in &finding.evidence {
                    let piece = evidence.iter().find(|piece| piece.id == *id).unwrap();
                    prop_assert!(piece.held.from <= now);
                }
                if finding.status == Status::Proven {
                    prop_assert!(!finding.evidence.is_empty());
                    prop_assert!(finding.grade >= Some(spec.min_grade));
                }
            }
        }
    }

    #[test]
    fn a_grade_below_the_one_asked_for_never_proves(rolls in prop::collection::vec(roll(), 0..40), now in moment()) {
        let strict = EVERYTHING.replace("kind = \"report\"", "kind = \"report\"\nmin_grade = \"countersigned\"");
        let campaign = province(&strict);
        let mut evidence = history(&rolls);
        // Without the regulator there is no second party.
        evidence.retain(|piece| piece.log.organisation().as_str() != "so");
        for cell in board_at(all(&campaign), &evidence, now).cells_at(now) {
            prop_assert!(cell.findings[6].status != Status::Proven);
            prop_assert!(cell.status != Status::Proven && cell.status != Status::Waived);
        }
    }

    #[test]
    fn a_late_entry_never_turns_a_past_board_green_unseen(rolls in prop::collection::vec(roll(), 1..25), of in any::<prop::sample::Index>(), any_time in moment(), between in any::<bool>()) {
        let campaign = province(EVERYTHING);
        let evidence = history(&rolls);
        // Most telling is a moment at which something held that nobody had written down yet.
        let piece = of.get(&evidence);
        let from = piece.held.to.unwrap_or(piece.held.from);
        let then = if between { from.plus_ms(piece.recorded_at.ms_since(from) / 2) } else { any_time };
        let known: Vec<Evidence> = evidence.iter().filter(|piece| piece.recorded_at <= then).cloned().collect();
        let was = board_at(all(&campaign), &known, then);
        let is = board_at(all(&campaign), &evidence, then);
        for (before, after) in was.cells_at(then).iter().zip(is.cells_at(then)) {
            for (before, after) in before.findings.iter().zip(&after.findings) {
                let turned_green = after.status == Status::Proven && before.status != Status::Proven;
                prop_assert!(!turned_green || after.late, "{:?} became {:?}", before, after);
            }
            let turned_green = after.status == Status::Proven && before.status != Status::Proven;
            prop_assert!(!turned_green || after.late);
        }
    }

    #[test]
    fn between_changes_a_board_stays_as_it_is_and_a_tick_finds_each(rolls in prop::collection::vec(roll(), 0..30), start in moment()) {
        let campaign = province(EVERYTHING);
        let evidence = history(&rolls);
        let mut board = board_at(all(&campaign), &evidence, start);
        let mut now = start;
        for _ in 0..60 {
            let Some(next) = board.next_change_at() else { break };
            prop_assert!(next > now);
            let just_before = next.plus_ms(-1);
            for (held, fresh) in board.cells_at(board.now()).iter().zip(board.cells_at(just_before)) {
                prop_assert_eq!(held, &fresh);
            }
            board.tick(next);
            now = next;
            let replayed = board_at(all(&campaign), &evidence, now);
            prop_assert_eq!(bytes(&board, now), bytes(&replayed, now));
        }
    }

    #[test]
    fn the_live_board_and_the_replayed_one_are_the_same_bytes(rolls in prop::collection::vec(roll(), 0..40), later_ms in 0..400_000_000_i64) {
        let campaign = province(EVERYTHING);
        let mut evidence = history(&rolls);
        evidence.sort_by_key(|piece| piece.recorded_at);
        let mut live = Board::new(all(&campaign), at("2027-01-30T00:00:00"));
        let mut told = bytes(&live, live.now());
        for (place, piece) in evidence.iter().enumerate() {
            let changed = live.apply(piece, piece.recorded_at);
            let replayed = board_at(all(&campaign), &evidence[..=place], live.now());
            let now = bytes(&live, live.now());
            prop_assert_eq!(&now, &bytes(&replayed, live.now()));
            prop_assert_eq!(live.counts(|_| true), replayed.counts(|_| true));
            prop_assert_eq!(changed.is_empty(), now == told, "changed cells are told, and only those");
            told = now;
        }
        let now = live.now().plus_ms(later_ms);
        live.tick(now);
        let replayed = board_at(all(&campaign), &evidence, now);
        prop_assert_eq!(bytes(&live, now), bytes(&replayed, now));
        prop_assert_eq!(live.snapshot(), replayed.snapshot());
    }

    #[test]
    fn a_snapshot_and_the_rest_make_the_same_board_as_all_from_zero(rolls in prop::collection::vec(roll(), 0..40), cut in any::<prop::sample::Index>(), now in moment()) {
        let campaign = province(EVERYTHING);
        let evidence = history(&rolls);
        let cut = if evidence.is_empty() { 0 } else { cut.index(evidence.len()) };
        let first = board_at(all(&campaign), &evidence[..cut], now);
        let mut resumed = Board::restore(&first.snapshot(), all(&campaign), now).unwrap();
        for piece in &evidence[cut..] {
            resumed.apply(piece, now);
        }
        let whole = board_at(all(&campaign), &evidence, now);
        prop_assert_eq!(resumed.snapshot(), whole.snapshot());
        prop_assert_eq!(bytes(&resumed, now), bytes(&whole, now));
    }
}
