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
        let mut command = Command::new(env!("CARGO_BIN_EXE_thongsuot"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--campaign", &example("campaign.toml")]);
        command.args(["--config", &example("node.toml"), "--data"]).arg(data);
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
    assert_eq!((code(&nothing), text(&nothing.stderr).contains("pg_dump")), (2, true));
}
