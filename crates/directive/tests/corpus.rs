//! Replays the corpus of the fuzz target `directive_read`: what was once found stays found.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use access::secrecy::Taking;
use directive::{LetterFile, draft, read};

const FILE: LetterFile<'_> = LetterFile { name: "letter.txt", sha256: "00", original_sha256: None };

#[test]
fn every_kept_letter_is_read_or_refused() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/directive_read");
    let mut seeds = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        if let Ok(letter) = read(&bytes, &Taking { isolated: true }) {
            for obligation in &letter.obligations {
                assert_eq!(obligation.quote.chars().count(), obligation.span[1] - obligation.span[0]);
            }
            assert!(!draft(&letter, &FILE).is_empty());
        }
        seeds += 1;
    }
    assert!(seeds >= 10, "{seeds} seeds");
}
