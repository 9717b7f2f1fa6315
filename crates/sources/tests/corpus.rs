//! Replays the kept inputs of the fuzz targets, so that what was found once stays found.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

#[path = "../../../fuzz/replay.rs"]
mod replay;

use replay::replay;

#[test]
fn the_kept_inputs_of_every_target_pass() {
    replay("sources_body", sources::fuzz::body);
    replay("sources_answer", sources::fuzz::answer);
    replay("sources_sheet", sources::fuzz::sheet);
    replay("sources_workbook", sources::fuzz::workbook);
    replay("sources_mapping", sources::fuzz::mapping_file);
}
