//! Restarts: what was kept is taken up, what was stated is one fact, what nobody measured is a gap.

use measure::Cause;

use crate::paper::int;
use crate::{Answer, Stage, target};

#[tokio::test(start_paused = true)]
async fn a_restart_within_a_period_states_all_of_it_once() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Ok(700));
    stage.run(20).await;
    stage.clock.jump(10_000);
    stage.run(40).await;
    let lines = stage.paper.summaries();
    assert_eq!(lines.len(), 1, "{lines:?}");
    let (sent, gap) = (int(&lines[0].3, "sent").unwrap(), int(&lines[0].3, "gap_s").unwrap());
    assert_eq!(sent + gap, 60, "{lines:?}");
    assert!((9..=12).contains(&gap), "{lines:?}");
}

#[tokio::test(start_paused = true)]
async fn a_period_that_ended_while_nobody_ran_is_stated_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Ok(700));
    stage.run(30).await;
    assert!(stage.paper.summaries().is_empty());
    stage.clock.jump(60_000);
    stage.run(5).await;
    let lines = stage.paper.summaries();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!((lines[0].1, int(&lines[0].3, "sent"), int(&lines[0].3, "gap_s")), (0, Some(30), Some(30)));
}

#[tokio::test(start_paused = true)]
async fn a_summary_made_again_is_the_same_fact() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, second| match second {
        7 => Answer::Fails(Cause::Refused),
        s => Answer::Ok(500 + s as u32),
    });
    stage.run(62).await;
    let attempts = stage.paper.attempts();
    let figures = stage.run(3).await;
    assert!(stage.paper.attempts() > attempts, "it is made again from what was kept");
    assert_eq!(figures.drafts_refused, 0, "and says the same");
    assert_eq!(stage.paper.summaries().len(), 1);
}
