//! schemathesis against a node of the example campaign: as each role and as a stranger, no answer may be a server error
//! or differ from what `docs/reference/openapi.json` says. The cases are counted from its own report.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Instant;

use crate::e2e::{free_port, in_own_folder, own_example};
use crate::fault::Fault;
use crate::node::{self, Account, Node, Places, account};
use crate::results::Run;
use crate::steps::{read, run as run_command};
use crate::workspace;

/// The version the options below are written for.
pub const PACKAGE: &str = "schemathesis==4.32.5";
/// Cases in all, at least.
const WANTED: u64 = 20_000;
/// Cases of an operation for a role: with the roles below well over what is wanted.
const EXAMPLES: &str = "90";
/// Judged are server errors and everything the description promises. What input is taken or refused is not: a strict
/// node refuses much that a schema allows.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
response_headers_conformance,response_schema_conformance";
/// Left out for somebody signed in, who would be signed out by it; a stranger tries them.
const ENDS_OWN: &[&str] = &["/api/v1/session", "/api/v1/sessions"];
/// Names of the example, for cases that reach what is behind them.
const NAMES: &str = "testdata/schemathesis.toml";
/// A stream that never ends is no case.
const STREAM: &str = "/api/v1/events";

/// Runs it.
pub fn run(python: &str) -> Result<Run, Fault> {
    let root = workspace::root();
    run_command(&root, &[python, "-m", "pip", "install", "--quiet", PACKAGE])?;
    node::build(&[])?;
    in_own_folder("schemathesis", |folder| in_folder(folder, python))
}

fn in_folder(folder: &Path, python: &str) -> Result<Run, Fault> {
    let cannot = |fault: std::io::Error| Fault::environment(format!("{}: {fault}", folder.display()));
    let example = own_example(folder)?;
    let address = free_port().map_err(cannot)?;
    let programs = workspace::target().join("debug");
    let data = folder.join("data");
    let places = Places { programs: &programs, example: &example, data: &data, logs: folder };
    let accounts = node::accounts(&places, &folder.join("accounts.json"), roles)?;
    let mut node = Node::start(&places, address)?;
    let start = Instant::now();
    let (mut cases, mut lines) = (0, Vec::new());
    // Side by side, each in a process of its own: within one, its threads meet a fault of CPython 3.11.
    let runs: Vec<(&str, Result<u64, Fault>)> = std::thread::scope(|scope| {
        let who = accounts.iter().map(Some).chain([None]);
        let running: Vec<_> = who
            .map(|who| {
                let name = who.map_or("a stranger", |account| account.role.as_str());
                (name, scope.spawn(move || one(folder, python, address, who)))
            })
            .collect();
        let ended = |(name, run): (_, std::thread::ScopedJoinHandle<'_, _>)| {
            (name, run.join().unwrap_or_else(|_| Err(Fault::environment("a run ended badly"))))
        };
        running.into_iter().map(ended).collect()
    });
    node.check()?;
    for (name, found) in runs {
        let found = found?;
        lines.push(format!("{name:<18} {found:>6} cases, 0 failures"));
        cases += found;
    }
    lines.push(format!(
        "{:<18} {cases:>6} cases, 0 server errors, 0 answers beside the description",
        "in all"
    ));
    if cases < WANTED {
        return Err(Fault::no(format!("{cases} cases are fewer than {WANTED}")));
    }
    Ok(Run {
        title: format!("the HTTP API against {PACKAGE}"),
        command: format!(
            "schemathesis run docs/reference/openapi.json --max-examples {EXAMPLES} --checks {CHECKS}"
        ),
        output: lines.join("\n"),
        seconds: start.elapsed().as_secs_f64(),
    })
}

fn roles() -> Result<Vec<Account>, Fault> {
    Ok(vec![
        account("st-desk", "regulator_desk", "skhcn-van-dai", "Trực Sở")?,
        account("st-head", "regulator_head", "skhcn-van-dai", "Lãnh đạo Sở")?,
        account("st-manager", "operator_manager", "song-ngan", "Trực Sóng Ngàn")?,
        account("st-duty", "duty_officer", "cap-dai", "Ca trực Cáp Đài")?,
        account("st-auditor", "auditor", "buu-van", "Kiểm tra Bưu Vân")?,
        account("st-admin", "administrator", "skhcn-van-dai", "Quản trị")?,
    ])
}

/// One run as somebody, or as nobody; gives how many cases its own report counts.
fn one(folder: &Path, python: &str, address: SocketAddr, who: Option<&Account>) -> Result<u64, Fault> {
    let name = who.map_or("stranger", |account| account.login.as_str());
    let report = folder.join(format!("{name}.json"));
    let schema = workspace::root().join("docs/reference/openapi.json");
    let binary = Path::new(python).with_file_name("schemathesis").display().to_string();
    let (schema, report_path) = (schema.display().to_string(), report.display().to_string());
    let url = format!("http://{address}");
    let names = workspace::root().join(NAMES).display().to_string();
    let mut words: Vec<&str> =
        vec![&binary, "--config-file", &names, "run", &schema, "--url", &url, "--checks", CHECKS];
    words.extend(["--max-examples", EXAMPLES, "--phases", "examples,coverage,fuzzing", "--seed", "1"]);
    words.extend(["--continue-on-failure", "--no-shrink", "--workers", "1", "--exclude-path", STREAM]);
    words.extend(["--suppress-health-check", "all", "--report", "json", "--report-json-path", &report_path]);
    let headers = who.map(|account| sign_in(address, account)).transpose()?;
    if let Some((cookie, csrf)) = &headers {
        words.extend(["--header", cookie, "--header", csrf]);
        words.extend(ENDS_OWN.iter().flat_map(|path| ["--exclude-path", path]));
    }
    let said = read(folder, &words);
    if let Ok(said) = &said {
        println!("schemathesis as {name}: {}", said.lines().last().unwrap_or_default());
    }
    let unread = |what: &dyn std::fmt::Display| Fault::environment(format!("{}: {what}", report.display()));
    let text = fs::read_to_string(&report).map_err(|fault| unread(&fault))?;
    let told: serde_json::Value = serde_json::from_str(&text).map_err(|fault| unread(&fault))?;
    said.map_err(|_| {
        Fault::no(format!("as {name}: {}", wrong_in(&told))).hint(format!("all of it: {report_path}"))
    })?;
    cases_in(&told).ok_or_else(|| unread(&"counts no cases"))
}

/// What a report finds wrong, as far as it helps on a terminal.
fn wrong_in(report: &serde_json::Value) -> String {
    /// More are in the report.
    const SHOWN_CHARS: usize = 4_000;
    let lists =
        ["failures", "errors"].map(|name| report.get(name).map_or_else(String::new, ToString::to_string));
    lists.join("\n").chars().take(SHOWN_CHARS).collect()
}

/// The cases of a report.
fn cases_in(report: &serde_json::Value) -> Option<u64> {
    report.pointer("/test_cases/generated")?.as_u64()
}

/// Signs in and gives the two headers of the session.
fn sign_in(address: SocketAddr, account: &Account) -> Result<(String, String), Fault> {
    let failed = |what: &str| Fault::environment(format!("{} cannot sign in: {what}", account.login));
    let body = serde_json::json!({ "login": account.login, "password": account.password }).to_string();
    let mut stream = TcpStream::connect(address).map_err(|fault| failed(&fault.to_string()))?;
    let length = body.len();
    let head = format!(
        "POST /api/v1/session HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\nconnection: close\r\n\r\n"
    );
    let mut answer = String::new();
    let told = stream.write_all((head + &body).as_bytes()).and_then(|()| stream.read_to_string(&mut answer));
    told.map_err(|fault| failed(&fault.to_string()))?;
    let headers = session_in(&answer);
    headers.ok_or_else(|| failed(answer.lines().next().unwrap_or("no answer")))
}

/// The cookie and the token that an answer to a sign-in gives.
fn session_in(answer: &str) -> Option<(String, String)> {
    let cookie = answer.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next())?
    })?;
    let json = answer.split_once("\r\n\r\n")?.1;
    let session: serde_json::Value =
        serde_json::from_str(json.get(json.find('{')?..=json.rfind('}')?)?).ok()?;
    Some((format!("Cookie: {cookie}"), format!("x-csrf-token: {}", session.get("csrf")?.as_str()?)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn cases_are_counted_by_the_report_itself() {
        let report = serde_json::json!({ "test_cases": { "generated": 7, "with_failures": 0 } });
        assert_eq!(cases_in(&report), Some(7));
        assert_eq!(cases_in(&serde_json::json!({})), None);
    }

    #[test]
    fn the_session_is_read_from_the_answer_and_no_other() {
        let answer = "HTTP/1.1 200 OK\r\nSet-Cookie: ts_session=ab; Path=/\r\n\r\n{\"csrf\":\"c1\"}";
        let wanted = ("Cookie: ts_session=ab".to_owned(), "x-csrf-token: c1".to_owned());
        assert_eq!(session_in(answer).unwrap(), wanted);
        assert_eq!(session_in("HTTP/1.1 401 Unauthorized\r\n\r\n{}"), None);
    }
}
