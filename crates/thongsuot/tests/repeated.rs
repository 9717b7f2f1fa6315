//! A write sent again after its node was killed: done once, whatever the moment of the kill.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]
#![allow(clippy::disallowed_methods, reason = "when it is killed is what is tried")]

mod support;

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use support::example;

/// Kills tried. Each comes a little later than one that came before the answer, and earlier than one that came after it: so
/// they close in on the write itself, however long one takes on this machine.
const KILLS: u32 = 16;
const PASSWORD: &str = "sông Ngàn chảy qua bến";

struct Node {
    child: Child,
    address: String,
}

impl Node {
    fn start(data: &Path, config: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thongsuot"));
        command.args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--campaign",
            &example("campaign.toml"),
            "--config",
        ]);
        command.arg(config).arg("--data").arg(data);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines.find_map(|line| Some(line.unwrap().strip_prefix("serving http://")?.to_owned()));
        // What it says later is read too, so that it is not held up.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: address.unwrap() }
    }

    fn kill(self) {
        drop(self);
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have ended by itself, which the test notices.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A session's headers.
struct Session(String);

/// Asks and returns the status with the body; none where the connection broke off.
fn ask(address: &str, method: &str, path: &str, headers: &str, body: &Value) -> Option<(u16, String, Value)> {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let mut stream = TcpStream::connect(address).ok()?;
    let length = body.len();
    let head = format!(
        "{method} /api/v1{path} HTTP/1.0\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n{headers}\r\n"
    );
    stream.write_all(format!("{head}{body}").as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, head.to_owned(), serde_json::from_str(body).unwrap_or_default()))
}

fn sign_in(address: &str) -> Session {
    let (status, head, body) =
        ask(address, "POST", "/session", "", &json!({ "login": "quan-tri", "password": PASSWORD })).unwrap();
    assert_eq!(status, 200, "{body}");
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = cookie.split(';').next().unwrap();
    let csrf = body["csrf"].as_str().unwrap();
    Session(format!("cookie: {cookie}\r\nx-csrf-token: {csrf}\r\n"))
}

/// The node runs by the machine's clock, and so does what it is told.
fn in_a_month() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    calendar::Instant::from_ms(since.as_millis() as i64).plus_ms(30 * 24 * 3_600_000).to_string()
}

fn add_administrator(data: &Path, config: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thongsuot"));
    command.args(["account", "add", "--password-stdin", "--login", "quan-tri", "--role", "administrator"]);
    command.args(["--organisation", "skhcn-van-dai", "--name", "Quản trị", "--config"]).arg(config);
    let mut child = command.arg("--data").arg(data).stdin(Stdio::piped()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{PASSWORD}").unwrap();
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_write_sent_again_after_a_kill_is_done_once() {
    let dir = tempfile::tempdir().unwrap();
    let (data, config) = (dir.path().join("data"), dir.path().join("node.toml"));
    std::fs::write(&config, "[node]\nname = \"nut.example\"\n[measure]\nenabled = false\n").unwrap();
    add_administrator(&data, &config);
    let mut node = Node::start(&data, &config);
    let session = sign_in(&node.address);
    let order = |name: &str| {
        json!({
            "name": name, "organisation": "skhcn-van-dai", "actions": ["record_measurement"],
            "expires_at": in_a_month(),
        })
    };
    let mut delay = Duration::ZERO;
    let (mut lost, mut answered) = (0, 0);
    for round in 0..KILLS {
        let order = order(&format!("chương trình {round}"));
        let headers = format!("{}idempotency-key: lan-{round}\r\n", session.0);
        let address = node.address.clone();
        let first = std::thread::scope(|scope| {
            let asked = scope.spawn(|| ask(&address, "POST", "/keys", &headers, &order));
            std::thread::sleep(delay);
            node.kill();
            asked.join().unwrap()
        });
        node = Node::start(&data, &config);
        let (status, _, again) = ask(&node.address, "POST", "/keys", &headers, &order).unwrap();
        match first {
            Some((first, _, answer)) => {
                answered += 1;
                delay = delay * 2 / 3;
                assert_eq!(first, 201, "{answer}");
                // It was on its way: the same answer, or that it is lost, and never a second key.
                assert!(again == answer || status == 409, "{status} {again}");
            }
            None => {
                lost += 1;
                delay = delay * 2 + Duration::from_millis(1);
                assert!(status == 201 || again["code"] == "carried_out", "{status} {again}");
            }
        }
        let (_, _, keys) = ask(&node.address, "GET", "/keys", &session.0, &Value::Null).unwrap();
        let named = keys["keys"].as_array().unwrap().iter().filter(|key| key["name"] == order["name"]);
        assert_eq!(named.count(), 1, "round {round}: {keys}");
    }
    node.kill();
    assert!(lost > 0 && answered > 0, "both sides of the write were met: {lost} before, {answered} after");
}
