//! What a drill answers.

use campaign::Status;
use drill::{By, Kind, Layout, Missed, Told};
use report::Language;

use crate::support::{campaign, kinds, only, order, play, summarised, trouble};

fn power(at: &str, for_s: u32) -> String {
    trouble("mat-dien", "power_lost", "site = \"dien-luoi\"", at, for_s)
}

#[test]
fn a_calm_day_turns_nothing_and_everything_due_before_was_done() {
    let answer = play(&[], 1);
    assert!(answer.troubles.is_empty() && answer.unexplained.is_empty(), "{answer:#?}");
    let [begin, end] = &answer.board;
    assert_eq!(begin, end);
    assert_eq!(begin.get(Status::Proven.as_str()), Some(&5), "{begin:?}");
    assert!(answer.figures.probes > 7_000 && answer.figures.probes_lost == 0, "{:?}", answer.figures);
}

#[test]
fn power_lost_is_noticed_within_two_probes_and_answered_and_comes_back() {
    let answer = play(&[power("01:00:00", 1_200)], 1);
    let trouble = only(&answer);
    let hit: Vec<&str> = trouble.hit.iter().map(journal::Slug::as_str).collect();
    assert_eq!(hit, ["loi", "tram"], "what rests on the power, and nothing else");
    let noticed = trouble.noticed.as_ref().unwrap();
    assert!((10..=20).contains(&noticed.after_s), "two failures, ten seconds apart: {noticed:?}");
    assert!(matches!(&noticed.by, By::Target(id) if hit.contains(&id.as_str())));
    assert_eq!(trouble.turned.len(), 1, "{:#?}", trouble.turned);
    let turn = &trouble.turned[0];
    assert_eq!((turn.was, turn.is, turn.organisation.as_str()), (Status::Proven, Status::Failing, "di-dong"));
    assert!(turn.answered_at.unwrap() > turn.at && turn.back_at.unwrap() >= trouble.to);
    assert!(answer.unexplained.is_empty(), "{:#?}", answer.unexplained);
}

#[test]
fn a_ring_carries_one_cut_and_not_two_and_both_are_then_to_blame() {
    let cut =
        |id: &str, site: &str, at: &str| trouble(id, "cable_cut", &format!("site = \"{site}\""), at, 3_600);
    let one = play(&[cut("bac", "cap-bac", "01:00:00")], 1);
    assert!(only(&one).hit.is_empty() && only(&one).noticed.is_none() && only(&one).missed.is_empty());
    let both = play(&[cut("bac", "cap-bac", "01:00:00"), cut("nam", "cap-nam", "01:30:00")], 1);
    for trouble in &both.troubles {
        assert_eq!(trouble.hit.len(), 2, "{trouble:#?}");
        assert_eq!(trouble.turned.len(), 1, "{trouble:#?}");
    }
}

#[test]
fn a_trouble_taken_away_disappears_and_leaves_the_others_as_they_were() {
    let slow = trouble("cham", "slow", "target = \"ten-mien\"\ntimes = 40", "03:00:00", 1_800);
    let both = play(&[power("01:00:00", 1_200), slow.clone()], 7);
    let alone = play(&[slow], 7);
    assert_eq!(kinds(&both), [Kind::PowerLost, Kind::Slow]);
    assert_eq!(kinds(&alone), [Kind::Slow]);
    assert_eq!(both.troubles[1], alone.troubles[0]);
    assert!(!both.troubles[1].turned.is_empty(), "{:#?}", both.troubles[1]);
    assert!(alone.unexplained.is_empty());
}

#[test]
fn a_trouble_that_ends_takes_nothing_from_another_of_its_kind_that_lasts() {
    for (kind, more) in
        [("slow", "target = \"ten-mien\"\ntimes = 40"), ("disk_full", ""), ("node_killed", "")]
    {
        let long = trouble("dai", kind, more, "02:00:00", 3_600);
        let short = trouble("ngan", kind, more, "02:10:00", 600);
        let (both, alone) = (play(&[long.clone(), short], 5), play(&[long], 5));
        assert!(!alone.troubles[0].turned.is_empty(), "{kind}");
        assert_eq!(both.troubles[0].turned, alone.troubles[0].turned, "{kind}");
    }
}

#[test]
fn a_wrong_clock_goes_on_being_wrong_after_another_one_ended_within_it() {
    let long = trouble("dai", "clock_wrong", "offset_s = 1200", "02:00:00", 3_600);
    let short = trouble("ngan", "clock_wrong", "offset_s = -1200", "02:10:00", 600);
    let answer = play(&[long, short], 1);
    let [long, short] = &answer.troubles[..] else { panic!("{answer:#?}") };
    // Between 02:10 and 02:20 the two cancel each other out; then the first is alone again.
    let again = long.turned.iter().filter(|turn| (short.to..long.to).contains(&turn.at));
    assert!(again.count() > 0, "{:#?}", long.turned);
    assert!(answer.unexplained.is_empty(), "{:#?}", answer.unexplained);
    assert_eq!(answer.board[0], answer.board[1], "both ended: all is as it was");
}

#[test]
fn what_waited_when_the_node_was_killed_is_told_as_missed() {
    let full = trouble("day", "disk_full", "", "02:00:00", 3_600);
    let killed = trouble("chet", "node_killed", "", "02:30:00", 600);
    let answer = play(&[full, killed], 1);
    let lost = answer.figures.measurements_lost;
    assert!(lost > 0, "{:?}", answer.figures);
    assert!(answer.troubles[1].missed.contains(&Missed::MeasurementsLost { count: lost }));
    assert!(!answer.troubles[0].missed.iter().any(|one| matches!(one, Missed::MeasurementsLost { .. })));
    let campaign = campaign();
    let told = Told { answer: &answer, campaign: &campaign, language: Language::English };
    assert!(told.text(Layout::Plain).contains(&format!("{lost} measurements waited and went with a node")));
}

#[test]
fn a_trouble_of_the_node_is_not_blamed_for_what_it_did_not_silence() {
    let strays = "[[target]]\nid = \"tram\"\nloss_ppm = 200000\n".to_owned();
    let harmless = trouble("lech", "clock_wrong", "offset_s = 1", "01:00:00", 10_800);
    let answer = play(&[strays, harmless], 1);
    assert!(only(&answer).turned.is_empty(), "{:#?}", only(&answer));
    assert!(!answer.unexplained.is_empty());
}

#[test]
fn the_same_seed_is_the_same_story_to_the_byte_and_another_is_another() {
    let troubles = [
        power("01:00:00", 1_200) + "for_s_most = 2400\nat_latest = 2027-02-03T02:00:00\n",
        trouble("chet", "node_killed", "", "03:00:00", 900),
    ];
    let json = |seed| serde_json::to_string(&play(&troubles, seed)).unwrap();
    let first = json(7);
    assert_eq!(first, json(7), "heads of the logs included");
    let (first, other) = (play(&troubles, 7), play(&troubles, 8));
    assert_ne!(first.troubles[0].from, other.troubles[0].from);
    assert_ne!(first.troubles[0].turned[0].answered_at, other.troubles[0].turned[0].answered_at);
    assert_ne!(first.heads, other.heads);
}

#[test]
fn a_silent_officer_shows_by_what_nobody_answered() {
    let silent = trouble("im", "officer_silent", "organisation = \"di-dong\"", "00:30:00", 14_400);
    let answer = play(&[silent, power("01:00:00", 1_200)], 3);
    let silence = answer.troubles.iter().find(|one| one.kind == Kind::OfficerSilent).unwrap();
    assert_eq!(silence.turned.len(), 1);
    assert!(
        silence.missed.iter().any(|missed| matches!(missed, Missed::AnsweredLate { .. })),
        "{silence:#?}"
    );
    assert_eq!((answer.officers[0].late, answer.officers[0].in_time), (1, 0));
    let heard = play(&[power("01:00:00", 1_200)], 3);
    assert_eq!((heard.officers[0].late, heard.officers[0].in_time), (0, 1));
}

#[test]
fn a_node_that_is_killed_measures_nothing_and_says_so_only_when_it_is_back() {
    let answer = play(&[trouble("chet", "node_killed", "", "02:00:00", 1_800)], 1);
    let trouble = only(&answer);
    let noticed = trouble.noticed.as_ref().unwrap();
    assert!(noticed.after_s >= 1_800, "{noticed:?}");
    assert!(trouble.missed.contains(&Missed::NotMeasured { seconds: 1_800 }));
    assert!(trouble.turned.iter().all(|turn| turn.is == Status::NoSignal && turn.back_at.is_some()));
    assert_eq!(answer.figures.starts, 2);
    assert!(answer.unexplained.is_empty());
}

#[test]
fn a_full_disk_is_noticed_by_the_node_and_nothing_measured_is_lost() {
    let calm = play(&[], 1);
    let answer = play(&[trouble("day", "disk_full", "", "02:00:00", 3_600)], 1);
    let trouble = only(&answer);
    assert_eq!(trouble.noticed.as_ref().unwrap().by, By::DiskFull);
    assert!(!trouble.turned.is_empty() && trouble.turned.iter().all(|turn| turn.is == Status::NoSignal));
    let measured = |answer: &drill::Answer| answer.figures.probes;
    assert_eq!(measured(&answer), measured(&calm));
    assert!(answer.figures.entries >= calm.figures.entries, "{:?}", answer.figures);
}

#[test]
fn a_clock_that_runs_ahead_turns_cells_that_are_well() {
    let wrong = trouble("nhanh", "clock_wrong", "offset_s = 1200", "02:00:00", 3_600);
    let answer = play(&[wrong], 1);
    let trouble = only(&answer);
    assert!(trouble.noticed.is_some(), "{trouble:#?}");
    assert!(trouble.turned.iter().all(|turn| turn.is == Status::NoSignal), "{:#?}", trouble.turned);
    assert!(answer.unexplained.is_empty(), "{:#?}", answer.unexplained);
}

#[test]
fn a_wrong_clock_is_noticed_by_what_the_node_puts_on_record_of_it() {
    for offset_s in [60, -60, -1_200] {
        let wrong = trouble("lech", "clock_wrong", &format!("offset_s = {offset_s}"), "02:00:00", 3_600);
        let answer = play(&[wrong], 1);
        let noticed = only(&answer).noticed.as_ref().unwrap();
        assert_eq!(noticed.by, By::Clock, "{offset_s}");
        assert!(noticed.after_s <= 360, "{offset_s}: with the next signed heads, {noticed:?}");
    }
}

#[test]
fn the_answer_in_words_says_what_is_simulated_and_names_things_as_people_do() {
    let answer = play(&[power("01:00:00", 1_200)], 1);
    let campaign = campaign();
    for (language, simulated) in [(Language::Vietnamese, "Mô phỏng:"), (Language::English, "Simulated:")] {
        let told = Told { answer: &answer, campaign: &campaign, language };
        let plain = told.text(Layout::Plain);
        assert!(plain.contains(simulated), "{plain}");
        assert!(!plain.contains("drill-") && !plain.contains("{ $"), "a message is missing: {plain}");
        let markdown = told.text(Layout::Markdown);
        assert!(markdown.starts_with("# ") && markdown.contains("\n## "), "{markdown}");
    }
}

#[test]
fn what_is_measured_after_a_clock_was_put_right_is_in_the_journal_and_on_the_board() {
    let cut = || trouble("dut", "cable_cut", "site = \"dien-luoi\"", "01:33:00", 600);
    let lost_by_cut = play(&[cut()], 1).figures.probes_lost;
    assert!(lost_by_cut > 100, "{lost_by_cut}");
    for (offset_s, skipped_s) in [(1_200, 1_200), (-900, 900)] {
        let wrong = trouble("lech", "clock_wrong", &format!("offset_s = {offset_s}"), "01:00:00", 1_800);
        let dir = tempfile::tempdir_in(drill::memory()).unwrap();
        let answer = drill::play(order(&[wrong, cut()], 1, dir.path()), &mut |_| ()).unwrap();
        let clock = answer.troubles.iter().find(|one| one.kind == Kind::ClockWrong).unwrap();
        assert!(clock.missed.contains(&Missed::NotMeasured { seconds: skipped_s }), "{:?}", clock.missed);
        let figures = &answer.figures;
        assert_eq!(figures.unrecorded().map(|(_, count)| count), [0; 5]);
        assert_eq!(figures.probes_lost, lost_by_cut, "clocks change nothing in the world");
        let [sent, lost] = summarised(dir.path());
        assert_eq!(figures.probes, sent + figures.probes_unstated, "{offset_s}: {figures:?}");
        assert_eq!(lost, lost_by_cut, "{offset_s}: all of it is told");
    }
}
