//! The shim and the power cut, on programs everybody has: what was synced stays, what was not is gone.
//! Each story is a shell script run under the shim; a `sync FILE` or `sync DIRECTORY` is an fsync of it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use testkit::crash::{Cut, Disk, shim_path};

/// Runs a script in the watched directory, cuts the power, and returns what the files hold.
fn after_power_cut(before: &str, script: &str, lying: Option<&str>) -> BTreeMap<String, String> {
    let root = tempfile::tempdir().unwrap();
    let disk = Disk::create(root.path()).unwrap();
    run(&disk, before, &[]);
    let shim = shim_path().unwrap();
    let mut environment = disk.environment(&shim).to_vec();
    if let Some(part) = lying {
        environment.push(("TESTKIT_SHIM_LYING", PathBuf::from(part)));
    }
    run(&disk, script, &environment);
    disk.cut(Cut::Clean).unwrap();
    let mut files = BTreeMap::new();
    collect(disk.watched(), disk.watched(), &mut files);
    files
}

fn run(disk: &Disk, script: &str, environment: &[(&str, PathBuf)]) {
    let status = Command::new("sh")
        .args(["-euc", script])
        .current_dir(disk.watched())
        .envs(environment.iter().map(|(name, value)| (name, value)))
        .status();
    assert!(status.unwrap().success(), "{script}");
}

fn collect(root: &Path, directory: &Path, files: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(root).unwrap().display().to_string();
        if path.is_dir() {
            files.insert(format!("{name}/"), String::new());
            collect(root, &path, files);
        } else {
            files.insert(name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

fn files(list: &[(&str, &str)]) -> BTreeMap<String, String> {
    list.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// A story's name, what stands before, what runs, and what is left.
type Story<'a> = (&'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);

#[test]
fn what_was_synced_stays_and_what_was_not_is_gone() {
    let stories: [Story<'_>; 12] = [
        ("an unsynced append", "printf old > a", "printf new >> a", &[("a", "old")]),
        ("a synced append", "printf old > a", "printf new >> a; sync a", &[("a", "oldnew")]),
        (
            "an append after the sync",
            "printf old > a",
            "printf 1 >> a; sync a; printf 2 >> a",
            &[("a", "old1")],
        ),
        (
            "an overwrite in the middle",
            "printf abcdef > a",
            "printf XY | dd of=a bs=1 seek=2 conv=notrunc 2>&-",
            &[("a", "abcdef")],
        ),
        ("a truncation", "printf abcdef > a", "truncate -s 2 a; printf Z >> a", &[("a", "abcdef")]),
        ("a truncation by opening", "printf abcdef > a", "printf x > a", &[("a", "abcdef")]),
        ("a created file without its directory's sync", ":", "printf x > a; sync a", &[]),
        ("a created file with both syncs", ":", "printf x > a; sync a; sync .", &[("a", "x")]),
        ("a created file whose contents were not synced", ":", "printf x > a; sync .", &[("a", "")]),
        ("a rename over another file", "printf old > a", "printf new > b; sync b; mv b a", &[("a", "old")]),
        (
            "a rename with its directory's sync",
            "printf old > a",
            "printf new > b; sync b; mv b a; sync .",
            &[("a", "new")],
        ),
        (
            "a removal",
            "printf old > a; mkdir d",
            "rm a; rmdir d; mkdir e; printf x > e/f",
            &[("a", "old"), ("d/", "")],
        ),
    ];
    for (name, before, script, want) in stories {
        assert_eq!(after_power_cut(before, script, None), files(want), "{name}");
    }
}

#[test]
fn a_disk_that_lies_about_a_file_loses_that_file_alone() {
    let script = "printf new >> a; sync a; printf new >> b; sync b";
    let left = |part| after_power_cut("printf old > a; printf old > b", script, Some(part));
    assert_eq!(left("/"), files(&[("a", "old"), ("b", "old")]));
    assert_eq!(left("/data/a"), files(&[("a", "old"), ("b", "oldnew")]));
    assert_eq!(left("no-such-file"), files(&[("a", "oldnew"), ("b", "oldnew")]));
}

#[test]
fn a_torn_cut_leaves_each_sector_old_or_new() {
    for seed in 0..20 {
        let root = tempfile::tempdir().unwrap();
        let disk = Disk::create(root.path()).unwrap();
        run(&disk, "head -c 8192 /dev/zero | tr '\\0' o > a", &[]);
        let shim = shim_path().unwrap();
        run(
            &disk,
            "head -c 8192 /dev/zero | tr '\\0' n | dd of=a conv=notrunc 2>&-",
            &disk.environment(&shim),
        );
        disk.cut(Cut::Torn(seed)).unwrap();
        let bytes = std::fs::read(disk.watched().join("a")).unwrap();
        assert_eq!(bytes.len(), 8192);
        for sector in bytes.chunks(512) {
            assert!(sector.iter().all(|b| *b == sector[0]) && b"on".contains(&sector[0]), "seed {seed}");
        }
    }
}
