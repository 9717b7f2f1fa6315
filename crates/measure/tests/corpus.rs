//! Replays the kept inputs of the fuzz targets, so that what was found once stays found.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

#[path = "../../../fuzz/replay.rs"]
mod replay;

use replay::replay;

#[test]
fn the_kept_inputs_of_every_target_pass() {
    replay("measure_dns_answer", measure::fuzz::dns_answer);
    replay("measure_http_head", measure::fuzz::http_head);
    replay("measure_certificate", measure::fuzz::certificate);
}
