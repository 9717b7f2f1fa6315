//! Acknowledged evidence survives kill -9 and power cuts; and a disk that lies about its syncs is found
//! out, so that the first promise is worth something.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use testkit::crash::{Harness, Honesty, Loss, shim_path};

fn harness(work: &std::path::Path, seed: u64, rounds: u64, honesty: Honesty) -> Harness {
    Harness {
        writer: env!("CARGO_BIN_EXE_crash-writer").into(),
        shim: shim_path().unwrap(),
        work: work.join("crash"),
        seed,
        rounds,
        honesty,
    }
}

#[test]
fn nothing_acknowledged_is_lost_over_twenty_crashes() {
    let folder = tempfile::tempdir().unwrap();
    let totals = match harness(folder.path(), 2027, 20, Honesty::Honest).run().unwrap() {
        Ok(totals) => totals,
        Err(failure) => panic!("{failure}"),
    };
    assert_eq!(totals.rounds, 20);
    assert!(totals.kills_only > 0 && totals.clean_cuts > 0 && totals.torn_cuts > 0, "{totals}");
    assert!(totals.acknowledged > 100 && totals.found >= totals.acknowledged, "{totals}");
    assert!(totals.writes_dropped > 0, "no write was ever unsynced: the shim saw nothing\n{totals}");
}

/// What a run reports whose disk forgets its syncs of paths that contain `part`.
fn losses_of_a_disk_that_lies_about(part: &str) -> Vec<Loss> {
    let folder = tempfile::tempdir().unwrap();
    match harness(folder.path(), 7, 3, Honesty::LiesAbout(part.to_owned())).run().unwrap() {
        Ok(totals) => panic!("a disk that lies about {part} went unnoticed\n{totals}"),
        Err(failure) => failure.losses,
    }
}

#[test]
fn without_the_journals_fsync_acknowledged_entries_are_missed() {
    for part in ["/", "journal.db-wal"] {
        let losses = losses_of_a_disk_that_lies_about(part);
        assert!(losses.iter().any(|loss| matches!(loss, Loss::Missing(_))), "{part}: {losses:?}");
    }
}

#[test]
fn without_the_blobs_fsync_acknowledged_files_are_missed() {
    // The campaign's own file is a blob too: without it the store rightly refuses to open.
    let missed = |loss: &Loss| match loss {
        Loss::Picture(_) => true,
        Loss::Unreadable(what) => what.contains("campaign file") && what.contains("missing"),
        _ => false,
    };
    let losses = losses_of_a_disk_that_lies_about("/blobs");
    assert!(losses.iter().any(missed), "{losses:?}");
}
