//! Replays what the fuzz target `campaign_file` keeps: no input makes the reader panic, and a refusal names a fault.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::path::Path;

#[test]
fn the_campaign_file_corpus_is_read_or_refused_without_a_panic() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/campaign_file");
    let mut replayed = 0;
    for seed in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(seed.unwrap().path()).unwrap();
        if let Err(faults) = campaign::parse(&String::from_utf8_lossy(&bytes), "seed.toml") {
            assert!(!faults.is_empty());
        }
        replayed += 1;
    }
    assert!(replayed >= 10, "the corpus has {replayed} inputs");
}
