//! Replays the kept inputs of the fuzz targets, so that what was found once stays found.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

#[path = "../../../fuzz/replay.rs"]
mod replay;

use replay::replay;

#[test]
fn the_kept_inputs_of_every_target_pass() {
    for inputs in [
        replay("intake_archive", intake::fuzz::archive),
        replay("intake_pdf", intake::fuzz::pdf),
        replay("letter_docx", intake::fuzz::letter_docx),
        replay("letter_pdf", intake::fuzz::letter_pdf),
    ] {
        assert!(inputs >= 10, "{inputs} kept inputs");
    }
}
