//! Summaries: one for all targets of an organisation and aligned period, with gaps as gaps.

use journal::Grade;
use measure::Cause;

use crate::paper::int;
use crate::{Answer, Stage, target, tet};

#[tokio::test(start_paused = true)]
async fn one_entry_an_organisation_and_period_for_all_its_targets() {
    let dir = tempfile::tempdir().unwrap();
    let targets = vec![target("a", "mang"), target("b", "mang"), target("c", "buu-chinh")];
    let stage = Stage::new(dir.path(), targets, |id, second| match (id, second) {
        ("b", 70..76) => Answer::Fails(Cause::Timeout),
        ("a", _) => Answer::Ok(1000),
        _ => Answer::Ok(2000),
    });
    stage.run(185).await;
    let entries = stage.paper.of_kind("measurement.summarised");
    assert_eq!(entries.len(), 6, "two organisations, three periods");
    for (organisation, draft) in &entries {
        assert_eq!(draft.subject.as_str(), format!("organisation:{organisation}"));
        assert_eq!((draft.grade, int(&draft.facts, "period_s")), (Some(Grade::Measured), Some(60)));
        assert_eq!(draft.held.to, Some(draft.held.from.plus_ms(60_000)));
        assert_eq!(draft.held.from.ms_since(tet()) % 60_000, 0, "aligned");
    }
    let lines = stage.paper.summaries();
    let line = |second: i64, id: &str| &lines.iter().find(|l| l.1 == second && l.2 == id).unwrap().3;
    let b = line(60, "b");
    assert_eq!([int(b, "sent"), int(b, "ok"), int(b, "lost")], [Some(60), Some(54), Some(6)]);
    assert_eq!(
        [int(b, "loss_ppm"), int(b, "gap_s"), int(b, "own_late"), int(b, "excluded")],
        [Some(100_000), Some(0), Some(0), Some(0)]
    );
    let a = line(60, "a");
    for key in ["rtt_us_p50", "rtt_us_p95"] {
        assert!((992..=1008).contains(&int(a, key).unwrap()), "{a:?}");
    }
    assert_eq!(int(a, "rtt_us_max"), Some(1000));
    assert_eq!((a.get("not_after"), a.get("status")), (None, None));
}

#[tokio::test(start_paused = true)]
async fn without_a_good_answer_there_is_no_duration() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Fails(Cause::Timeout));
    stage.run(61).await;
    let line = &stage.paper.summaries()[0].3;
    assert_eq!(int(line, "loss_ppm"), Some(1_000_000));
    assert!(
        ["rtt_us_p50", "rtt_us_p95", "rtt_us_max"].iter().all(|key| !line.contains_key(*key)),
        "{line:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_period_begun_halfway_has_the_rest_as_its_gap() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Ok(500));
    stage.clock.jump(45_000);
    stage.run(20).await;
    let line = &stage.paper.summaries()[0].3;
    assert_eq!((int(line, "sent"), int(line, "gap_s")), (Some(15), Some(45)));
}

#[tokio::test(start_paused = true)]
async fn more_targets_than_an_entry_holds_are_continued_in_another() {
    let dir = tempfile::tempdir().unwrap();
    let name = |i: usize| format!("{i:03}-{}", "x".repeat(60));
    let targets = (0..200).map(|i| target(&name(i), "mang")).collect();
    let stage = Stage::new(dir.path(), targets, |_, _| Answer::Ok(4_000_000));
    stage.run(61).await;
    let entries = stage.paper.of_kind("measurement.summarised");
    assert_eq!(entries.len(), 3);
    let mut named: Vec<String> = stage.paper.summaries().into_iter().map(|l| l.2).collect();
    named.sort();
    assert_eq!(named, (0..200).map(name).collect::<Vec<_>>(), "each once");
}

#[tokio::test(start_paused = true)]
async fn a_probe_across_the_boundary_belongs_to_the_period_it_began_in() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Ok(850_000));
    stage.run(125).await;
    for (_, second, _, line) in stage.paper.summaries() {
        assert_eq!((int(&line, "sent"), int(&line, "gap_s")), (Some(60), Some(0)), "{second}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_measured_after_a_clock_was_put_back_is_stated_once_more() {
    let dir = tempfile::tempdir().unwrap();
    let stage = Stage::new(dir.path(), vec![target("a", "x")], |_, _| Answer::Ok(500));
    let lived = std::sync::Arc::new(std::sync::atomic::AtomicI64::new(0));
    let (clock, asked) = (stage.clock.clone(), lived.clone());
    let stage = Stage {
        script: std::sync::Arc::new(move |_, second| {
            let so_far = asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            // It fails only when the second minute is lived again.
            if so_far > 190 && second < 120 { Answer::Fails(Cause::Timeout) } else { Answer::Ok(500) }
        }),
        ..stage
    };
    tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(190_400)).await;
        clock.jump(-130_000);
    });
    stage.run(372).await;
    let sums = stage.paper.summaries().into_iter().map(|(_, second, _, line)| {
        let figures = ["sent", "lost", "gap_s"].map(|key| int(&line, key).unwrap());
        (second, figures)
    });
    let sums: Vec<(i64, [i64; 3])> = sums.collect();
    // Three minutes and ten seconds, back by two minutes and ten, and on to the sixth minute's end.
    assert_eq!(sums.iter().filter(|(second, _)| *second == 60).count(), 2, "{sums:?}");
    let again = sums.iter().filter(|(second, _)| *second == 60).nth(1).unwrap().1;
    assert!(again[1] >= 58 && again[0] == again[1] && again[0] + again[2] == 60, "{sums:?}");
    let sent: i64 = sums.iter().map(|(_, [sent, ..])| sent).sum();
    assert_eq!(
        sent,
        lived.load(std::sync::atomic::Ordering::SeqCst) - 2,
        "all but the last two, of an open minute: {sums:?}"
    );
    let ids: std::collections::BTreeSet<_> =
        stage.paper.of_kind("measurement.summarised").into_iter().map(|(_, draft)| draft.id).collect();
    assert_eq!(ids.len(), sums.len(), "each is a fact of its own");
}
