//! Golden bytes: a board with every kind of evidence, as findings and as a snapshot. A change of either is a new
//! version of a check or of the format, never an accident.

use std::sync::Arc;

use campaign::{Board, ChecklistResult::Pass, Evidence, Outcome, TargetState};

use crate::support::{Also, Log, at, briefing_digest, line, province};

pub const EVERYTHING: &str = r#"
[[obligation]]
id = "x"
quote = "bảo đảm thông suốt"
owners = ["di-dong", "buu-dien"]
due = 2027-02-05T12:00:00+07:00
[[obligation.check]]
kind = "acknowledgement"
[[obligation.check]]
kind = "inspection"
checklist = [{ item = "pin" }, { item = "may-no" }]
[[obligation.check]]
kind = "plan"
requires = "approved"
[[obligation.check]]
kind = "availability"
targets = ["a", "b", "c"]
thresholds = [
  { name = "availability_ppm", op = ">=", value = 999000, unit = "ppm", source = "QCVN 36", source_date = "2022-12-30" },
  { name = "outage_s", op = "<=", value = 600, unit = "s", source = "QCVN 36", source_date = "2022-12-30" },
]
[[obligation.check]]
kind = "quality"
targets = ["a", "b", "c"]
thresholds = [
  { name = "rtt_us_p95", op = "<=", value = 2000, unit = "us", source = "QCVN 81", source_date = "2019-08-22" },
  { name = "cert_days_left", op = ">=", value = 14, unit = "days", source = "QCVN 81", source_date = "2019-08-22" },
]
[[obligation.check]]
kind = "briefing"
briefing = "pho-bien"
shifts = ["ca-1", "ca-2"]
[[obligation.check]]
kind = "report"
"#;

fn story() -> Vec<Evidence> {
    let (mut own, mut post, mut regulator) = (Log::of("di-dong"), Log::of("buu-dien"), Log::of("so"));
    let mut b = line("b", 60, 0);
    b.not_after = Some(at("2027-06-01T00:00:00"));
    let passed = [("pin", Pass), ("may-no", Pass)];
    let signed = own.inspect(at("2027-02-01T10:00:00"), &passed);
    vec![
        own.acknowledge(at("2027-02-01T09:00:00")),
        regulator.inspect(at("2027-02-02T10:00:00"), &passed).about("di-dong"),
        own.explain(at("2027-02-02T12:00:00"), &[signed.id]),
        signed,
        own.file_plan(at("2027-02-01T11:00:00"), "ung-cuu"),
        regulator.approve_plan(at("2027-02-02T11:00:00"), "ung-cuu").about("di-dong"),
        own.test_plan(at("2027-02-03T11:00:00"), "ung-cuu", Outcome::Pass),
        own.turn(at("2027-02-01T00:00:01"), "a", TargetState::Up),
        own.turn(at("2027-02-01T00:02:00"), "a", TargetState::Down),
        own.turn(at("2027-02-01T00:02:30"), "a", TargetState::Up),
        own.summarise(at("2027-02-01T00:00:00"), &[line("a", 57, 3), b.clone()]),
        own.summarise(at("2027-02-05T10:00:00"), &[line("a", 60, 0), b]),
        own.read_briefing(at("2027-02-03T06:00:00"), "ca-1", briefing_digest()),
        own.read_briefing(at("2027-02-03T14:00:00"), "ca-2", briefing_digest()),
        own.submit(at("2027-02-05T09:00:00")),
        post.acknowledge(at("2027-02-06T09:00:00")).recorded(at("2027-02-06T09:01:00")),
        post.promise(at("2027-02-05T10:00:00"), at("2027-02-07T00:00:00")),
    ]
}

#[test]
fn the_findings_and_the_snapshot_of_a_known_story_stay_as_they_are() {
    let campaign = province(EVERYTHING);
    let story = story();
    let now = at("2027-02-05T10:06:00");
    let board = campaign::board_at(vec![Arc::clone(&campaign)], &story, now);
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../../../../testdata/campaign/golden", omit_expression => true }, {
        insta::assert_snapshot!("cells", format!("{:#}", serde_json::to_value(board.cells_at(now)).unwrap()));
        insta::assert_snapshot!("snapshot", String::from_utf8(board.snapshot()).unwrap());
    });
    let restored = Board::restore(&board.snapshot(), vec![campaign], now).unwrap();
    assert_eq!(restored.cells_at(now), board.cells_at(now));
}
