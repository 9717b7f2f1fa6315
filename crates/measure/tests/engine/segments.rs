//! Segments: samples are kept as they come, sealed by the hour, and the seal is stated.

use journal::Fact;
use series::SeriesStore;

use crate::paper::int;
use crate::{Answer, Stage, target};

#[tokio::test(start_paused = true)]
async fn a_sealed_hour_is_stated_in_the_nodes_own_log() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x"), target("b", "y")], |_, _| Answer::Ok(700));
    stage.clock.jump(3_600_000 - 30_000);
    stage.run(40).await;
    let sealed = stage.series.sealed();
    assert_eq!(sealed.len(), 1);
    let stated = stage.paper.of_kind("segment.sealed");
    assert_eq!(stated.len(), 1);
    let (organisation, draft) = &stated[0];
    assert_eq!(organisation.as_str(), "so");
    assert_eq!(draft.facts["sha256"], Fact::Text(sealed[0].sha256.clone()));
    assert_eq!(
        (int(&draft.facts, "bytes"), int(&draft.facts, "series")),
        (Some(sealed[0].bytes as i64), Some(2))
    );
    assert_eq!(draft.facts["from"].as_text(), Some(sealed[0].from.to_string().as_str()));
    assert_eq!(stage.samples("a").len(), 40, "sealed or open, each sample is there once");
}

#[tokio::test(start_paused = true)]
async fn a_seal_that_was_not_stated_is_stated_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Ok(700));
    stage.run(5).await;
    stage.series.seal(crate::tet(), series::SealWhen::Now).unwrap().unwrap();
    assert!(stage.paper.of_kind("segment.sealed").is_empty());
    stage.run(5).await;
    stage.run(5).await;
    assert_eq!(stage.paper.of_kind("segment.sealed").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_ran_when_it_stopped_is_a_gap_and_the_rest_is_kept() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Ok(600_000));
    let figures = stage.run(10).await;
    assert_eq!(figures.samples_dropped, 0);
    assert_eq!(figures.samples_kept as usize, stage.samples("a").len());
    assert!((9..=10).contains(&figures.samples_kept), "{figures:?}");
}
