//! Whatever is changed in an export shows: every byte of every file, every missing, added or renamed
//! file; and the first bad entry is named.
#![allow(clippy::unwrap_used, clippy::panic, clippy::format_push_string, reason = "a test may stop at once")]

#[path = "golden/files.rs"]
#[expect(dead_code, reason = "only the export is used here")]
mod files;

use files::sample;
use journal::export::ExportWriter;
use journal::verify::{Report, verify};
use journal::{Entry, Origin, SigningKey};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn check(directory: &Path) -> Report {
    verify(directory, None).unwrap()
}

fn small() -> (tempfile::TempDir, BTreeMap<String, Vec<u8>>) {
    let directory = tempfile::tempdir().unwrap();
    files::write_export(directory.path());
    let mut found = BTreeMap::new();
    files::read_all(directory.path(), directory.path(), &mut found);
    (directory, found)
}

#[test]
fn every_flipped_byte_of_every_file_is_caught() {
    let (directory, found) = small();
    assert!(check(directory.path()).holds());
    for (name, bytes) in &found {
        let path = directory.path().join(name);
        for at in 0..bytes.len() {
            // One turns a byte into its neighbour, the other turns the case of a letter.
            let bits = if bytes[at].is_ascii_alphabetic() { &[0x01, 0x20][..] } else { &[0x01] };
            for bit in bits {
                let mut changed = bytes.clone();
                changed[at] ^= bit;
                fs::write(&path, &changed).unwrap();
                let report = check(directory.path());
                assert!(!report.holds(), "{name}: byte {at} ^ {bit:#x} went unseen");
            }
        }
        fs::write(&path, bytes).unwrap();
    }
    assert!(check(directory.path()).holds());
}

#[test]
fn every_added_or_cut_byte_is_caught() {
    let (directory, found) = small();
    for (name, bytes) in &found {
        let path = directory.path().join(name);
        for more in [b'\n', b' ', b'=', 0] {
            fs::write(&path, [bytes.as_slice(), &[more]].concat()).unwrap();
            assert!(!check(directory.path()).holds(), "{name}: a byte {more} at the end went unseen");
        }
        for length in 0..bytes.len() {
            fs::write(&path, &bytes[..length]).unwrap();
            assert!(!check(directory.path()).holds(), "{name}: cut to {length} went unseen");
        }
        fs::write(&path, bytes).unwrap();
    }
    assert!(check(directory.path()).holds());
}

#[test]
fn every_removed_renamed_or_added_file_is_caught() {
    let (directory, found) = small();
    let root = directory.path();
    for (name, bytes) in &found {
        let path = root.join(name);
        fs::remove_file(&path).unwrap();
        assert!(!check(root).holds(), "{name} removed went unseen");
        fs::write(path.with_extension("other"), bytes).unwrap();
        assert!(!check(root).holds(), "{name} renamed went unseen");
        fs::write(&path, bytes).unwrap();
        let report = check(root);
        assert_eq!(report.faults.len(), 1, "{name} doubled: {report}");
        fs::remove_file(path.with_extension("other")).unwrap();
    }
    fs::create_dir(root.join("blobs/00")).unwrap();
    assert!(!check(root).holds(), "an empty directory went unseen");
    fs::remove_dir(root.join("blobs/00")).unwrap();
    std::os::unix::fs::symlink("manifest", root.join("link")).unwrap();
    assert!(!check(root).holds(), "a link went unseen");
    fs::remove_file(root.join("link")).unwrap();
    assert!(check(root).holds());
}

#[test]
fn a_changed_entry_is_named_by_log_index_and_id() {
    let (directory, found) = small();
    let name = format!("logs/{}/tile/entries/000.p/9", sample::origin());
    let bytes = &found[&name];
    let (entry, _) = &sample::entries()[5];
    let canonical = entry.canonical();
    let start = bytes.windows(canonical.len()).position(|window| window == canonical).unwrap();
    // The byte stands before the id, so that the entry must be named from what is left of it.
    for at in [start + 3, start + 20, start + canonical.len() - 2, start - 1] {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        fs::write(directory.path().join(&name), &changed).unwrap();
        let report = check(directory.path());
        let fault = report.first_bad_entry().unwrap();
        assert_eq!(fault.origin.as_ref(), Some(&sample::origin()), "{report}");
        assert_eq!(fault.index, Some(5), "{report}");
        assert_eq!(fault.id, Some(entry.id), "{report}");
    }
}

#[test]
fn a_changed_hash_tile_does_not_accuse_an_entry() {
    let (directory, found) = small();
    let name = format!("logs/{}/tile/0/000.p/9", sample::origin());
    let mut changed = found[&name].clone();
    changed[40] ^= 1;
    fs::write(directory.path().join(&name), &changed).unwrap();
    let report = check(directory.path());
    assert!(report.first_bad_entry().is_none(), "{report}");
    assert_eq!(report.faults[0].file, name);
}

/// Writes an export of one log with these entries, well formed and well signed.
fn signed(directory: &Path, entries: &[Entry]) -> Report {
    let mut export = ExportWriter::create(directory).unwrap();
    let mut log = export.log(sample::origin()).unwrap();
    for entry in entries {
        log.push(&entry.canonical(), &[], &[]).unwrap();
    }
    log.sign(&sample::key()).unwrap();
    export.finish(&sample::key()).unwrap();
    check(directory)
}

#[test]
fn a_well_signed_log_is_still_judged_by_its_entries() {
    let entries: Vec<Entry> = sample::entries().into_iter().map(|(entry, _)| entry).collect();
    let directory = tempfile::tempdir().unwrap();
    assert!(signed(&directory.path().join("good"), &entries).holds());
    let mut foreign = entries.clone();
    foreign[2].origin = Origin::new("khac.example/di-dong-mau").unwrap();
    let report = signed(&directory.path().join("foreign"), &foreign);
    assert_eq!(report.first_bad_entry().unwrap().index, Some(2), "{report}");
    let mut doubled = entries.clone();
    doubled[7] = doubled[3].clone();
    let report = signed(&directory.path().join("doubled"), &doubled);
    assert_eq!(report.first_bad_entry().unwrap().index, Some(7), "{report}");
}

#[test]
fn a_disclosure_of_another_value_is_a_fault_even_when_well_signed() {
    let directory = tempfile::tempdir().unwrap();
    let mut export = ExportWriter::create(directory.path()).unwrap();
    let mut log = export.log(sample::origin()).unwrap();
    for (entry, mut disclosures) in sample::entries() {
        for disclosure in &mut disclosures {
            if disclosure.field == "signer" {
                disclosure.value = "Trần Thị Khác".into();
            }
        }
        log.push(&entry.canonical(), &disclosures, &[]).unwrap();
    }
    log.sign(&sample::key()).unwrap();
    export.blob(b"a picture nobody spoke of").unwrap();
    export.finish(&sample::key()).unwrap();
    let report = check(directory.path());
    let fault = report.first_bad_entry().unwrap();
    assert_eq!((fault.index, fault.id), (Some(1), Some(sample::entries()[1].0.id)));
    assert!(fault.what.contains("`signer`"), "{report}");
    assert!(!report.to_string().contains("Khác"), "a report never quotes a private value");
    assert!(report.faults.iter().any(|fault| fault.what.contains("no entry")), "{report}");
}

#[test]
fn the_pinned_key_decides_who_signed() {
    let (directory, _) = small();
    let with = |name: &str, seed: u8| {
        let key = SigningKey::from_seed(name, &[seed; 32]).unwrap().verifier();
        verify(directory.path(), Some(key)).unwrap()
    };
    let unpinned = check(directory.path());
    assert!(unpinned.holds() && !unpinned.key_checked);
    assert!(unpinned.to_string().contains("khoá chưa đối chiếu"));
    let pinned = verify(directory.path(), Some(sample::key().verifier())).unwrap();
    assert!(pinned.holds() && pinned.key_checked);
    let one_log = sample::key().verifier_for(&sample::origin());
    let pinned = verify(directory.path(), Some(one_log)).unwrap();
    assert!(pinned.holds() && !pinned.key_checked && pinned.logs[0].key_checked);
    assert!(!with(sample::NODE, 9).holds(), "another key of the same name");
    assert!(!with("khac.example", 9).holds(), "a key of another name");
}

#[test]
fn an_export_without_manifest_was_cut_short() {
    let (directory, _) = small();
    fs::remove_file(directory.path().join("manifest")).unwrap();
    let report = check(directory.path());
    assert_eq!(report.faults.len(), 1, "{report}");
    assert!(verify(&directory.path().join("nowhere"), None).is_err());
}

#[test]
fn a_generated_export_of_many_tiles_names_what_was_changed() {
    let directory = tempfile::tempdir().unwrap();
    let out = directory.path().join("export");
    let generated = journal::generate::generate(3_000, 7, &out).unwrap();
    let report = verify(&out, Some(generated.key.clone())).unwrap();
    assert!(report.holds() && report.key_checked, "{report}");
    assert_eq!(report.logs.iter().map(|log| log.entries).sum::<u64>(), 3_000);
    assert!(report.logs.iter().map(|log| log.erased).sum::<u64>() > 0, "{report}");
    let log = generated.heads.iter().find(|head| head.size > 1_024).unwrap();
    let path = out.join(format!("logs/{}/tile/entries/003", log.origin));
    let mut bundle = fs::read(&path).unwrap();
    let last = bundle.len() - 3;
    bundle[last] ^= 1;
    fs::write(&path, &bundle).unwrap();
    let report = verify(&out, None).unwrap();
    let fault = report.first_bad_entry().unwrap();
    assert_eq!((fault.origin.as_ref(), fault.index), (Some(&log.origin), Some(1_023)), "{report}");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let directory = tempfile::tempdir().unwrap();
    let mut made = Vec::new();
    for (name, seed) in [("one", 7), ("two", 7), ("three", 8)] {
        let out = directory.path().join(name);
        journal::generate::generate(700, seed, &out).unwrap();
        let mut found = BTreeMap::new();
        files::read_all(&out, &out, &mut found);
        made.push(found);
    }
    assert!(made[0] == made[1]);
    assert!(made[0] != made[2]);
}
