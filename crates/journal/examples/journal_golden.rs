//! Writes the golden files of the journal to `testdata/journal`, after a change of format that is
//! meant. The test `golden` compares them with what the program makes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    reason = "a tool for developers may stop at once"
)]

#[path = "../tests/golden/files.rs"]
mod files;

use std::path::Path;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/journal");
    let readme = std::fs::read(root.join("README.md")).unwrap_or_default();
    if root.exists() {
        std::fs::remove_dir_all(&root).unwrap();
    }
    for (name, bytes) in files::all() {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    std::fs::write(root.join("README.md"), readme).unwrap();
}
