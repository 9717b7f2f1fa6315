//! Our own lateness: measured, said, and never the network's.

use std::time::Duration;

use measure::Cause;
use series::SampleStatus;

use crate::paper::int;
use crate::{Answer, Stage, target};

#[tokio::test(start_paused = true)]
async fn what_has_to_wait_for_others_is_own_late_and_never_lost() {
    let dir = tempfile::tempdir().unwrap();
    let targets = (0..10).map(|i| target(&format!("t{i}"), "x")).collect();
    let mut stage = Stage::new(dir.path(), targets, |_, _| Answer::Ok(300_000));
    // Ten probes of 300 ms a second, of which only one may run at a time: most ticks can't be served.
    stage.spec.max_in_flight = 1;
    let figures = stage.run(125).await;
    assert!(figures.own_late > 0 && figures.late_ms_max > 500, "{figures:?}");
    let summaries = stage.paper.summaries();
    assert!(!summaries.is_empty());
    for (_, _, target, line) in &summaries {
        assert_eq!(int(line, "lost"), Some(0), "{target}: {line:?}");
        assert_eq!(int(line, "sent"), int(line, "ok"), "{target}: {line:?}");
    }
    let own_late: i64 = summaries.iter().filter_map(|(.., line)| int(line, "own_late")).sum();
    assert!(own_late > 0);
    let turns = stage.paper.turns();
    assert!(turns.iter().all(|turn| turn.3 == "unknown>up"), "{turns:?}");
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_ahead_leaves_a_gap_and_no_burst() {
    let dir = tempfile::tempdir().unwrap();
    let targets = (0..50).map(|i| target(&format!("t{i}"), "x")).collect();
    let stage = Stage::new(dir.path(), targets, |_, _| Answer::Ok(500));
    let clock = stage.clock.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(30_400)).await;
        clock.jump(20_000);
    });
    let figures = stage.run(100).await;
    assert!((950..=1050).contains(&figures.missed_ticks), "{figures:?}");
    let summaries = stage.paper.summaries();
    let first: Vec<_> = summaries.iter().filter(|(_, second, ..)| *second == 0).collect();
    assert_eq!(first.len(), 50);
    for (_, _, target, line) in first {
        let gap = int(line, "gap_s").unwrap();
        assert!((19..=21).contains(&gap), "{target}: {line:?}");
        assert_eq!(
            (int(line, "lost"), int(line, "sent").unwrap() + gap),
            (Some(0), 60),
            "{target}: {line:?}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_back_does_not_stop_the_measuring() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Ok(500));
    let clock = stage.clock.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(30)).await;
        clock.jump(-3_600_000);
    });
    stage.run(60).await;
    assert!(stage.samples("a").len() >= 58, "{}", stage.samples("a").len());
}

#[tokio::test(start_paused = true)]
async fn a_target_that_hangs_delays_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x"), target("b", "x")], |id, _| match id {
        "a" => Answer::Hangs(Duration::from_millis(900)),
        _ => Answer::Ok(500),
    });
    let figures = stage.run(60).await;
    assert_eq!((figures.own_late, figures.missed_ticks), (0, 0), "{figures:?}");
    let statuses =
        |series: &str| -> Vec<SampleStatus> { stage.samples(series).iter().map(|s| s.status).collect() };
    assert!(statuses("a").iter().all(|&s| s == SampleStatus::Timeout) && statuses("a").len() >= 59);
    assert!(statuses("b").iter().all(|&s| s == SampleStatus::Ok) && statuses("b").len() >= 59);
}

#[tokio::test(start_paused = true)]
async fn a_probe_that_dies_is_ours_and_its_target_is_asked_again() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, second| match second {
        5..8 => Answer::Dies,
        20.. => Answer::Fails(Cause::Refused),
        _ => Answer::Ok(500),
    });
    stage.run(30).await;
    let own_late = stage.samples("a").iter().filter(|s| s.status == SampleStatus::OwnLate).count();
    assert_eq!(own_late, 3);
    let turns: Vec<String> = stage.paper.turns().into_iter().map(|t| t.3).collect();
    assert_eq!(turns, ["unknown>up", "up>down"]);
}
