//! `drill --play`: a live board that says it is a drill, the same answer as without anybody looking on, and an end at
//! any time that leaves nothing behind.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod support;

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;
use support::{code, example, text, thongsuot};

/// The example, from its begin until `to`, with one trouble after twenty minutes.
fn drill_file(folder: &Path, to: &str) -> String {
    for entry in fs::read_dir(example("")).unwrap().flatten() {
        fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    let whole = fs::read_to_string(example("drill.toml")).unwrap();
    let (ground, _) = whole.split_once("[[trouble]]").unwrap();
    let played = ground.replace("to = 2027-02-10T00:00:00", &format!("to = {to}"));
    let trouble = "[[trouble]]\nid = \"dut-cap\"\nkind = \"cable_cut\"\nsite = \"cap-bac\"\nat = 2027-02-03T00:20:00\nfor_s = 1800\n";
    let file = folder.join("drill.toml");
    fs::write(&file, format!("{played}{trouble}")).unwrap();
    file.to_str().unwrap().to_owned()
}

/// A drill that is being played, and where and with what to sign in.
struct Playing {
    child: Child,
    told: BufReader<std::process::ChildStderr>,
    address: String,
    password: String,
}

fn playing(file: &str, speed: &str) -> Playing {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thongsuot"));
    command.args(["drill", file, "--seed", "7", "--format", "json", "--play", speed]);
    command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut told = BufReader::new(child.stderr.take().unwrap());
    let mut after = |word: &str| {
        let mut line = String::new();
        while !line.contains(word) {
            line.clear();
            assert!(told.read_line(&mut line).unwrap() > 0, "it ended without saying {word:?}");
        }
        let rest = line.split_once(word).unwrap().1;
        rest.split([' ', ',']).next().unwrap().to_owned()
    };
    let (address, password) = (after("drill on http://"), after("with the password "));
    Playing { child, told, address, password }
}

impl Playing {
    /// Its answer, once it has ended.
    fn answer(mut self) -> Value {
        let mut told = Vec::new();
        self.child.stdout.take().unwrap().read_to_end(&mut told).unwrap();
        let mut said = String::new();
        self.told.read_to_string(&mut said).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(0), "{said}");
        serde_json::from_slice(&told).unwrap()
    }

    fn interrupt(&self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    }

    fn ask(&self, head: &str, cookie: &str, body: &str) -> BufReader<TcpStream> {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let cookie = if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") };
        let length = body.len();
        write!(
            stream,
            "{head} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n{cookie}content-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}",
            self.address
        )
        .unwrap();
        BufReader::new(stream)
    }

    fn get(&self, path: &str, cookie: &str) -> Value {
        let mut whole = String::new();
        self.ask(&format!("GET /api/v1{path}"), cookie, "").read_to_string(&mut whole).unwrap();
        let (head, body) = whole.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{whole}");
        assert!(head.lines().any(|line| line.starts_with("x-drill-speed: ")), "{head}");
        serde_json::from_str(body).unwrap_or_else(|fault| panic!("{fault}: {whole}"))
    }

    fn sign_in(&self) -> String {
        let body = serde_json::json!({"login": "skhcn-van-dai", "password": self.password}).to_string();
        let mut answer = String::new();
        self.ask("POST /api/v1/session", "", &body).read_to_string(&mut answer).unwrap();
        let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        cookie.unwrap_or_else(|| panic!("{answer}")).split(';').next().unwrap().to_owned()
    }
}

fn status_of<'a>(cells: &'a Value, cell: &Value) -> Option<&'a str> {
    let is_it = |one: &&Value| {
        (&one["organisation"], &one["obligation"]) == (&cell["organisation"], &cell["obligation"])
    };
    cells.as_array().unwrap().iter().find(is_it)?["status"].as_str()
}

#[test]
fn a_cell_turns_on_the_live_board_and_the_answer_is_that_of_a_drill_nobody_watched() {
    let dir = tempfile::tempdir().unwrap();
    let file = drill_file(dir.path(), "2027-02-03T01:00:00");
    let played = playing(&file, "600");
    let cookie = played.sign_in();
    let node = played.get("/node", &cookie);
    assert_eq!((&node["drill"]["speed"], &node["name"]), (&600.into(), &"dien-tap.example".into()));
    assert!(node["drill"]["clock"].as_str().unwrap().starts_with("2027-02-0"), "{node}");

    let board = played.get("/board", &cookie);
    let cursor = board["cursor"].as_str().unwrap();
    let events = played.ask(&format!("GET /api/v1/events?after={cursor}"), &cookie, "");
    let turned = events.lines().map(Result::unwrap).find_map(|line| {
        let data: Value = serde_json::from_str(line.strip_prefix("data:")?.trim()).ok()?;
        data["cells"].as_array()?.iter().find(|cell| cell["status"] == "failing").cloned()
    });
    let turned = turned.expect("the stream ended before a cell turned");
    let now = played.get("/board", &cookie);
    assert_ne!(status_of(&board["cells"], &turned), Some("failing"), "it stood well before");
    assert_eq!(status_of(&now["cells"], &turned), Some("failing"), "and the board shows it too");

    let mut watched = played.answer();
    let alone = thongsuot(&["drill", &file, "--seed", "7", "--format", "json"]);
    let mut alone: Value = serde_json::from_slice(&alone.stdout).unwrap();
    // A sign-in may fall between two entries that would have shared a transaction.
    for answer in [&mut watched, &mut alone] {
        answer["figures"].as_object_mut().unwrap().remove("commits").unwrap();
    }
    assert_eq!(watched, alone);
    assert_eq!(watched["to"], watched["planned_to"]);
}

/// The drill's temporary directory, as the process has it open.
fn temporary(pid: u32) -> PathBuf {
    let files = fs::read_dir(format!("/proc/{pid}/fd")).unwrap().flatten();
    let open = files.filter_map(|file| fs::read_link(file.path()).ok()).find_map(|path| {
        let is_drill = |one: &&Path| {
            one.file_name().is_some_and(|name| name.to_string_lossy().starts_with("thongsuot-drill-"))
        };
        path.ancestors().find(is_drill).map(Path::to_owned)
    });
    open.expect("the drill has its journal open")
}

#[test]
fn ctrl_c_ends_a_watched_drill_with_the_answer_so_far_and_nothing_stays_behind() {
    let dir = tempfile::tempdir().unwrap();
    let played = playing(&drill_file(dir.path(), "2027-02-10T00:00:00"), "60");
    let left = temporary(played.child.id());
    assert!(left.exists());
    played.interrupt();
    let answer = played.answer();
    assert!(answer["to"].as_str().unwrap() < answer["planned_to"].as_str().unwrap(), "{answer}");
    assert_eq!(answer["troubles"], Value::Array(Vec::new()), "what had not begun is not told");
    assert!(!left.exists(), "{} stays behind", left.display());
}

#[test]
fn ctrl_c_ends_a_drill_nobody_watches_without_half_an_answer_and_nothing_stays_behind() {
    let dir = tempfile::tempdir().unwrap();
    let file = drill_file(dir.path(), "2027-02-10T00:00:00");
    let mut command = Command::new(env!("CARGO_BIN_EXE_thongsuot"));
    command.args(["drill", &file, "--seed", "7"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let pid = child.id();
    let mut left = None;
    while left.is_none() {
        let open = fs::read_dir(format!("/proc/{pid}/fd")).unwrap().flatten();
        let mut open = open.filter_map(|file| fs::read_link(file.path()).ok());
        left = open.any(|path| path.to_string_lossy().contains("thongsuot-drill-")).then(|| temporary(pid));
    }
    assert!(Command::new("kill").args(["-INT", &pid.to_string()]).status().unwrap().success());
    let ended = child.wait_with_output().unwrap();
    assert_eq!((code(&ended), ended.stdout.len()), (3, 0), "{}", text(&ended.stderr));
    assert!(text(&ended.stderr).contains("stopped after"), "{}", text(&ended.stderr));
    assert!(!left.unwrap().exists());
}

#[test]
fn who_stops_listening_to_standard_error_ends_nothing() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thongsuot"));
    command.args(["drill", "khong-co.toml", "--seed", "7"]).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stderr.take());
    assert_eq!(child.wait().unwrap().code(), Some(2));
}

#[test]
fn a_drill_is_served_on_this_machine_alone() {
    let dir = tempfile::tempdir().unwrap();
    let file = drill_file(dir.path(), "2027-02-03T01:00:00");
    let refused = thongsuot(&["drill", &file, "--seed", "7", "--play", "60", "--listen", "0.0.0.0:0"]);
    assert_eq!(code(&refused), 2);
    assert!(text(&refused.stderr).contains("reachable from other machines"), "{}", text(&refused.stderr));
}
