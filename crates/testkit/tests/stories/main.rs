//! The stories beside this file, each a promise by its name.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use testkit::story::{self, Story};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/stories")
}

fn play(name: &str) {
    if let Err(faults) = story::check(&folder().join(format!("{name}.story"))) {
        panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"));
    }
}

macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        $(
            #[test]
            fn $name() {
                play(stringify!($name));
            }
        )*

        const PLAYED: &[&str] = &[$(stringify!($name)),*];
    };
}

stories![
    a_clock_that_falls_back_silences_nobody_for_good,
    a_down_target_stays_failing_through_silence,
    a_node_that_was_killed_goes_on_where_it_stood,
    a_single_outage_can_be_too_long,
    a_slow_target_fails_and_its_share_of_the_campaign_stays,
    a_target_left_out_on_purpose_is_neither_up_nor_down,
    an_acknowledgement_proves_and_its_lack_shows_only_when_due,
    an_edge_turns_the_cell_at_once_and_turns_it_back,
    an_inspection_needs_every_item_and_what_the_regulator_signed_stands,
    downtime_uses_up_the_allowance_of_the_whole_campaign,
    every_shift_reads_its_briefing,
    filed_approved_and_tested_are_three_states,
    silence_turns_the_cell_without_anyone_asking,
    what_is_explained_or_promised_stays_as_it_is_and_says_so,
    what_is_waived_is_waived_until_then_and_by_the_regulator_alone,
    what_was_said_in_error_is_taken_back,
];

#[test]
fn every_story_in_the_folder_is_played() {
    let names =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let there: BTreeSet<String> =
        names.filter_map(|name| name.strip_suffix(".story").map(str::to_owned)).collect();
    assert_eq!(there, PLAYED.iter().map(|name| (*name).to_owned()).collect());
}

const HEAD: &str = "campaign province.toml\nstart 2027-02-01T00:00:00+07:00\ncell thong-suot of di-dong\n";

fn faults(lines: &str) -> Vec<String> {
    let dir = tempfile::tempdir().unwrap();
    fs::copy(folder().join("province.toml"), dir.path().join("province.toml")).unwrap();
    let path = dir.path().join("told.story");
    fs::write(&path, format!("{HEAD}{lines}")).unwrap();
    story::check(&path).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn every_line_that_cannot_be_read_is_told_by_its_number() {
    let lines = "at soon target a down\nat 1m target a sideways\nat 1m want cell red\nbetween 2m and 1m want cell failing\n\
                 want nothing\nat 1m clock jumps\nonce upon a time\nat 1m target a down now\n";
    let told = faults(lines);
    let expected = [
        "told.story:4: \"soon\" is no time",
        "told.story:5: \"sideways\" is nothing a target does",
        "told.story:6: \"red\" is no status",
        "told.story:7: the second time is before the first",
        "told.story:8: \"else\" is missing",
        "told.story:9: a time is missing",
        "told.story:10: no line begins with \"once\"",
        "told.story:11: \"now\" is not expected here",
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (told, expected) in told.iter().zip(expected) {
        assert!(told.starts_with(expected), "{told} is not {expected}…");
    }
    let whole = Story::parse("at 1m target a down\n", "bare").unwrap_err();
    assert_eq!(whole.len(), 3, "campaign, start and cell: {whole:?}");
    assert!(faults("at 1m target z down\n")[0].contains("line 4: the campaign has no target z"));
}

#[test]
fn a_want_that_does_not_come_true_and_a_turn_nobody_wanted_fail_the_story() {
    let told = faults(
        "at 6m target b down\nat 7m want cell proven\nbetween 6m and 7m want cell no_signal\n\
         at 1m di-dong waives for buu-dien\nwant nothing else\n",
    );
    let is_told = |part: &str| assert!(told.iter().any(|line| line.contains(part)), "{part}: {told:#?}");
    is_told("told.story:5: wanted proven, but cell thong-suot of di-dong is failing availability.down");
    is_told(
        "told.story:6: cell thong-suot of di-dong did not turn no_signal between 6m0s and 7m0s; what turned:",
    );
    is_told("told.story:7: refused:");
    is_told("told.story:8: nobody wanted that cell thong-suot of di-dong turned at 6m");
    assert_eq!(told.len(), 6, "three turns that nobody wanted: {told:#?}");
}
