//! Replays the kept inputs of the fuzz target, so that what was found once stays found.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

#[path = "../../../fuzz/replay.rs"]
mod replay;

use replay::replay;

#[test]
fn the_kept_inputs_of_the_target_pass() {
    let inputs = replay("pades_examine", pades::fuzz::examined);
    assert!(inputs >= 10, "{inputs} kept inputs");
}
