//! The kept inputs of a fuzz target, replayed by the tests of the crate that it is of.

use std::path::Path;

/// Gives each kept input of a target to it; how many there are.
pub fn replay(target: &str, run: fn(&[u8])) -> usize {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut inputs = 0;
    for item in std::fs::read_dir(corpus).unwrap() {
        run(&std::fs::read(item.unwrap().path()).unwrap());
        inputs += 1;
    }
    assert!(inputs > 0, "{target} has no kept inputs");
    inputs
}
