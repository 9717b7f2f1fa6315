//! Edges: stated once, in the owner's log, with the instant of the first probe that showed them.

use measure::{Cause, State};

use crate::{Answer, Stage, slug, target};

fn turn(
    owner: &str,
    id: &str,
    second: i64,
    turn: &str,
    cause: &str,
) -> (String, String, i64, String, String) {
    (owner.into(), id.into(), second, turn.into(), cause.into())
}

#[tokio::test(start_paused = true)]
async fn an_outage_is_two_edges_in_its_owners_log() {
    let dir = tempfile::tempdir().unwrap();
    let targets = vec![target("a", "mang-di-dong"), target("b", "buu-chinh")];
    let stage = Stage::new(dir.path(), targets, |id, second| match (id, second) {
        ("a", 10..20) => Answer::Fails(Cause::Refused),
        ("b", 15..17) => Answer::Fails(Cause::Timeout),
        _ => Answer::Ok(800),
    });
    let engine = stage.engine();
    let handle = engine.handle();
    engine.run(tokio::time::sleep(std::time::Duration::from_secs(30))).await;
    let mut turns = stage.paper.turns();
    turns.sort();
    assert_eq!(
        turns,
        [
            turn("buu-chinh", "b", 0, "unknown>up", "ok"),
            turn("mang-di-dong", "a", 0, "unknown>up", "ok"),
            turn("mang-di-dong", "a", 10, "up>down", "refused"),
            turn("mang-di-dong", "a", 20, "down>up", "ok"),
        ]
    );
    let a = handle.target(&slug("a")).unwrap();
    assert_eq!((a.state, a.cause), (State::Up, Some(Cause::Ok)));
    assert!(handle.target(&slug("c")).is_none());
}

#[tokio::test(start_paused = true)]
async fn what_stood_before_a_restart_is_no_new_edge() {
    let dir = tempfile::tempdir().unwrap();
    let mut stage = Stage::new(dir.path(), vec![target("a", "x"), target("b", "x")], |id, _| match id {
        "a" => Answer::Ok(500),
        _ => Answer::Fails(Cause::Unreachable),
    });
    stage.spec.states = [(slug("a"), State::Up), (slug("b"), State::Up)].into();
    stage.run(10).await;
    let turns = stage.paper.turns();
    assert_eq!(turns.len(), 1, "{turns:?}");
    assert_eq!((turns[0].1.as_str(), turns[0].3.as_str()), ("b", "up>down"));
}

#[tokio::test(start_paused = true)]
async fn a_target_outside_the_grant_says_so_once() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Fails(Cause::NotGranted));
    stage.run(60).await;
    assert_eq!(stage.paper.turns(), [turn("x", "a", 0, "unknown>excluded", "not_granted")]);
}

#[tokio::test(start_paused = true)]
async fn an_edge_waits_for_a_journal_that_is_busy() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Ok(500));
    stage.paper.be_busy(4);
    let figures = stage.run(20).await;
    assert_eq!((stage.paper.turns().len(), stage.paper.attempts()), (1, 5));
    assert_eq!((figures.drafts_recorded, figures.drafts_dropped), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a_journal_that_stays_busy_does_not_keep_the_engine_from_stopping() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Ok(500));
    stage.paper.be_busy(1_000_000);
    let began = tokio::time::Instant::now();
    stage.run(20).await;
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}
