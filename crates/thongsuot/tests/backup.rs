//! A backup of a running node, as a user takes it, restores it and verifies it.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod support;

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use support::{code, example, text, thongsuot};

/// A node that serves until it is dropped.
struct Serving(Child);

impl Serving {
    fn start(data: &Path) -> Self {
        Self::with(data, &example("node.toml"))
    }

    fn with(data: &Path, config: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thongsuot"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--campaign", &example("campaign.toml")]);
        command.args(["--config", config, "--data"]).arg(data);
        let mut server = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(server.stderr.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap().starts_with("serving ")));
        Self(server)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn a_running_node_is_backed_up_and_the_restored_one_verifies() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let node = Serving::start(&dir.path().join("data"));
    let backup =
        thongsuot(&["store", "backup", "--data", &path("data"), "--to", &path("b"), "--format", "json"]);
    assert_eq!(code(&backup), 0, "{}", text(&backup.stderr));
    assert!(text(&backup.stdout).contains("\"origin\"") && text(&backup.stderr).contains("node.key"));
    drop(node);

    let without = thongsuot(&["store", "restore", "--from", &path("b"), "--data", &path("r")]);
    assert_eq!(code(&without), 2);
    assert!(text(&without.stderr).contains("--keys"), "{}", text(&without.stderr));
    let keys = path("data");
    let restored =
        thongsuot(&["store", "restore", "--from", &path("b"), "--data", &path("r"), "--keys", &keys]);
    assert_eq!(code(&restored), 0, "{}", text(&restored.stderr));
    let config = example("node.toml");
    let export =
        thongsuot(&["journal", "export", "--data", &path("r"), "--config", &config, "--out", &path("e")]);
    assert_eq!(code(&export), 0, "{}", text(&export.stderr));
    assert_eq!(code(&thongsuot(&["verify", &path("e")])), 0);

    let again = thongsuot(&["store", "restore", "--from", &path("b"), "--data", &path("r"), "--keys", &keys]);
    assert_eq!((code(&again), text(&again.stderr).contains("not empty")), (2, true));
    let nothing = thongsuot(&["store", "backup", "--data", &path("e"), "--to", &path("b2")]);
    assert_eq!((code(&nothing), text(&nothing.stderr).contains("--config")), (2, true));
}

#[test]
fn a_journal_moves_to_postgresql_and_back_and_is_backed_up_there_while_its_node_runs() {
    let postgres = testkit_postgres::database();
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let embedded = example("node.toml");
    std::fs::write(path("database.url"), format!("{}\n", postgres.url())).unwrap();
    let text_of = std::fs::read_to_string(&embedded).unwrap();
    std::fs::write(path("pg.toml"), format!("{text_of}\n[database]\nurl_file = \"database.url\"\n")).unwrap();
    drop(Serving::start(&dir.path().join("data")));
    let data = path("data");
    let go = |to: &str| {
        thongsuot(&[
            "store",
            "move",
            "--data",
            &data,
            "--config",
            &path("pg.toml"),
            "--to",
            to,
            "--format",
            "json",
        ])
    };

    let moved = go("postgresql");
    assert_eq!(code(&moved), 0, "{}", text(&moved.stderr));
    assert!(text(&moved.stdout).contains("\"rows\""), "{}", text(&moved.stdout));
    // The old configuration does not begin a second journal.
    let old = thongsuot(&["journal", "export", "--data", &data, "--config", &embedded, "--out", &path("x")]);
    assert_eq!(code(&old), 3, "{}", text(&old.stderr));
    assert!(text(&old.stderr).contains("lies in PostgreSQL"), "{}", text(&old.stderr));

    let node = Serving::with(&dir.path().join("data"), &path("pg.toml"));
    let config = path("pg.toml");
    let backup = thongsuot(&[
        "store",
        "backup",
        "--data",
        &data,
        "--config",
        &config,
        "--to",
        &path("b"),
        "--with-keys",
    ]);
    assert_eq!(code(&backup), 0, "{}", text(&backup.stderr));
    let running = go("sqlite");
    assert_eq!(code(&running), 3, "{}", text(&running.stderr));
    drop(node);
    // What was saved from PostgreSQL comes back without it.
    let restored = thongsuot(&["store", "restore", "--from", &path("b"), "--data", &path("r")]);
    assert_eq!(code(&restored), 0, "{}", text(&restored.stderr));

    assert_eq!(code(&go("postgresql")), 2, "it is there already");
    let back = go("sqlite");
    assert_eq!(code(&back), 0, "{}", text(&back.stderr));
    for (data, out) in [(&data, "e1"), (&path("r"), "e2")] {
        let export =
            thongsuot(&["journal", "export", "--data", data, "--config", &embedded, "--out", &path(out)]);
        assert_eq!(code(&export), 0, "{}", text(&export.stderr));
        assert_eq!(code(&thongsuot(&["verify", &path(out)])), 0);
    }
}

/// Kills the program at one moment after another, until one comes too late.
#[test]
#[allow(clippy::disallowed_methods, reason = "when it is killed is what is tried")]
fn a_move_that_is_killed_leaves_one_journal_and_made_again_is_whole() {
    let postgres = testkit_postgres::database();
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_string_lossy().into_owned();
    let embedded = example("node.toml");
    std::fs::write(path("database.url"), format!("{}\n", postgres.url())).unwrap();
    let text_of = std::fs::read_to_string(&embedded).unwrap();
    std::fs::write(path("pg.toml"), format!("{text_of}\n[database]\nurl_file = \"database.url\"\n")).unwrap();
    drop(Serving::start(&dir.path().join("data")));
    let (data, config) = (path("data"), path("pg.toml"));
    let order = |to: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_thongsuot"));
        command.args(["store", "move", "--data", &data, "--config", &config, "--to", to]);
        command
    };
    let marker = dir.path().join("data/database");
    let whole = |config: &str, out: &str| {
        let out = path(out);
        let export = thongsuot(&["journal", "export", "--data", &data, "--config", config, "--out", &out]);
        code(&export) == 0 && code(&thongsuot(&["verify", &out])) == 0
    };
    let (mut killed, mut number) = (0, 0);
    for to in ["postgresql", "sqlite"] {
        let moved = |marker: &std::path::Path| marker.exists() == (to == "postgresql");
        for wait_ms in (0..400).map(|step| step * 15) {
            let mut child = order(to)
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(std::time::Duration::from_millis(wait_ms));
            child.kill().unwrap();
            let ended = child.wait().unwrap();
            number += 1;
            if ended.success() {
                break;
            }
            killed += 1;
            // At most one of the two serves, and what serves is whole; where none does, the move is made again.
            let (old, new) = (whole(&embedded, &format!("a{number}")), whole(&config, &format!("b{number}")));
            assert!(!(old && new), "{to} after {wait_ms} ms: both serve");
            if !moved(&marker) && to == "postgresql" {
                assert!(old, "{to} after {wait_ms} ms: the source does not serve");
            }
            if moved(&marker) {
                break;
            }
        }
        let again = order(to).output().unwrap();
        let said = text(&again.stderr);
        assert!(again.status.success() || said.contains("lies there already"), "{to}: {said}");
        assert!(moved(&marker), "{to}");
        let serving = if to == "postgresql" { &config } else { &embedded };
        assert!(whole(serving, &format!("{to}-whole")), "{to}");
    }
    assert!(killed > 2, "the kills came too late: {killed}");
}
