//! Every golden file of the journal, made in memory: the test compares them with `testdata/journal`,
//! the example `journal_golden` writes them there.

#[path = "sample.rs"]
pub mod sample;
#[path = "vectors.rs"]
mod vectors;

use journal::export::ExportWriter;
use journal::prove::{prove, prove_consistency};
use journal::{Checkpoint, Cursor, Frontier, Origin};
use std::collections::BTreeMap;
use std::path::Path;

/// The files by path below `testdata/journal`.
pub fn all() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut put = |path: &str, bytes: Vec<u8>| files.insert(path.to_owned(), bytes);
    let entries = sample::entries();
    let mut frontier = Frontier::new();
    let mut leaves = String::new();
    for (at, (entry, _)) in entries.iter().enumerate() {
        put(&format!("entry/{at}-{}.json", entry.kind), entry.canonical());
        frontier.push(entry.leaf(), |_, _, _| {});
        leaves.push_str(&format!("{} {} {}\n", entry.leaf(), entry.id, frontier.root()));
    }
    put("leaves.txt", leaves.into_bytes());
    let head = Checkpoint { origin: sample::origin(), size: frontier.size(), root: frontier.root() };
    put("checkpoint.txt", head.sign(&sample::key()).into_bytes());
    put("vkey.txt", format!("{}\n", sample::key().verifier_for(&head.origin)).into_bytes());
    let other = Origin::new(format!("{}/so-khcn", sample::NODE)).unwrap();
    let cursor = Cursor::from_iter([(head.origin, head.size), (other, 0)]);
    put("cursor.txt", format!("{}\n", cursor.encode()).into_bytes());
    put("disclosures.txt", disclosures().into_bytes());
    put("vectors.json", vectors::file());
    let directory = tempfile::tempdir().unwrap();
    let export = directory.path().join("export");
    write_export(&export);
    put("proof.txt", prove(&export, &sample::origin(), 4).unwrap().text().into_bytes());
    let consistency = prove_consistency(&export, &sample::origin(), 5).unwrap();
    put("consistency.txt", consistency.text().into_bytes());
    read_all(directory.path(), &export, &mut files);
    files
}

/// Writes the sample as an export with a blob, an attachment, an erased and a withheld field, and a
/// second log of one entry.
pub fn write_export(directory: &Path) {
    let mut export = ExportWriter::create(directory).unwrap();
    let mut log = export.log(sample::origin()).unwrap();
    for (entry, mut disclosures) in sample::entries() {
        disclosures.retain(|disclosure| !["note", "signer"].contains(&disclosure.field.as_str()));
        log.push(&entry.canonical(), &disclosures, &["note"]).unwrap();
    }
    log.sign(&sample::key()).unwrap();
    let other = Origin::new(format!("{}/so-khcn", sample::NODE)).unwrap();
    let mut log = export.log(other.clone()).unwrap();
    let (mut entry, _) = sample::entries().swap_remove(7);
    entry.origin = other;
    log.push(&entry.canonical(), &[], &[]).unwrap();
    log.sign(&sample::key()).unwrap();
    export.blob(sample::PHOTO).unwrap();
    export.attach("bao-cao.docx", b"not really a document\n").unwrap();
    export.finish(&sample::key()).unwrap();
}

/// The files under a directory, by path below `root`.
pub fn read_all(root: &Path, directory: &Path, found: &mut BTreeMap<String, Vec<u8>>) {
    for item in std::fs::read_dir(directory).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            read_all(root, &path, found);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            found.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

/// One line for each disclosure: the entry, the field, the salt, the value, and the commitment.
fn disclosures() -> String {
    let mut out = String::new();
    for (entry, disclosures) in sample::entries() {
        for disclosure in disclosures {
            let salt = journal::Hash::new(disclosure.salt);
            let value = String::from_utf8(disclosure.value.canonical()).unwrap();
            let (field, commitment) = (&disclosure.field, entry.commitments[&disclosure.field]);
            out.push_str(&format!("{} {field} {salt} {commitment} {value}\n", entry.id));
        }
    }
    out
}
