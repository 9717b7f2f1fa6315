//! Any bytes as a letter: read or refused, spans that fit the text, and a draft of what was read.
#![no_main]
use access::secrecy::Taking;
use directive::LetterFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(letter) = directive::read(bytes, &Taking { isolated: true }) else { return };
    for obligation in &letter.obligations {
        assert!(obligation.span[0] < obligation.span[1] && obligation.span[1] <= letter.characters);
        assert_eq!(obligation.quote.chars().count(), obligation.span[1] - obligation.span[0]);
    }
    let _ = directive::draft(&letter, &LetterFile { name: "letter.txt", sha256: "00", original_sha256: None });
});
