//! Replays the kept inputs of the fuzz targets, so that what was found once stays found.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::path::Path;

fn replay(target: &str, run: fn(&[u8])) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut inputs = 0;
    for item in std::fs::read_dir(corpus).unwrap() {
        run(&std::fs::read(item.unwrap().path()).unwrap());
        inputs += 1;
    }
    assert!(inputs >= 10, "{target} has {inputs} kept inputs");
}

#[test]
fn the_kept_inputs_of_every_target_pass() {
    replay("intake_archive", intake::fuzz::archive);
    replay("intake_pdf", intake::fuzz::pdf);
}
