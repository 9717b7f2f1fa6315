//! The formats are final: the golden files are made again and compared byte by byte. After a change
//! that is meant, `cargo run -p journal --example journal_golden` writes them anew.
#![allow(clippy::unwrap_used, clippy::panic, clippy::format_push_string, reason = "a test may stop at once")]

mod files;

use std::collections::BTreeMap;
use std::path::Path;

#[test]
fn the_golden_files_are_what_the_program_writes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/journal");
    let mut found = BTreeMap::new();
    files::read_all(&root, &root, &mut found);
    found.remove("README.md");
    let made = files::all();
    assert_eq!(found.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>());
    for (name, bytes) in &made {
        assert!(found[name] == *bytes, "{name} differs");
    }
}

#[test]
fn the_golden_export_verifies_under_its_key() {
    let export = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/journal/export");
    let report = journal::verify::verify(&export, Some(files::sample::key().verifier())).unwrap();
    assert!(report.holds(), "{report}");
    assert!(report.key_checked);
    let log = &report.logs[0];
    assert_eq!((log.entries, log.disclosed, log.erased, log.withheld), (9, 2, 1, 1));
    assert_eq!(log.erased_unsaid, 1, "the sample leaves a value out and says nowhere that it was erased");
}

#[test]
fn the_golden_proofs_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/journal");
    let key = files::sample::key().verifier();
    let (entry, _) = files::sample::entries().swap_remove(4);
    let text = std::fs::read_to_string(root.join("proof.txt")).unwrap();
    let proof = journal::prove::InclusionProof::parse(&text).unwrap();
    assert_eq!(proof.verify(&entry.canonical(), &key).unwrap().size, 9);
    assert!(proof.verify(&files::sample::entries()[3].0.canonical(), &key).is_err());
    let text = std::fs::read_to_string(root.join("consistency.txt")).unwrap();
    let proof = journal::prove::ConsistencyProof::parse(&text).unwrap();
    let mut old = journal::Frontier::new();
    for (entry, _) in &files::sample::entries()[..5] {
        old.push(entry.leaf(), |_, _, _| {});
    }
    assert!(proof.verify(old.root(), &key).is_ok());
    assert!(proof.verify(journal::empty_root(), &key).is_err());
}
