//! Replays the kept inputs of the fuzz targets, so that what was found once stays found.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

#[path = "../../../fuzz/replay.rs"]
mod replay;

use replay::replay;

#[test]
fn the_kept_inputs_of_every_target_pass() {
    replay("journal_entry", journal::fuzz::entry);
    replay("journal_note", journal::fuzz::note);
    replay("journal_cursor", journal::fuzz::cursor);
    replay("journal_bundle", journal::fuzz::bundle);
}
