//! schemathesis against nodes of the example campaign, on SQLite and on PostgreSQL: as each role, as a program with a key
//! and as a stranger, no answer may be a server error or differ from what `docs/reference/openapi.json` says. The cases
//! are counted from its own report.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Instant;

use crate::e2e::{free_port, in_own_folder, own_example};
use crate::fault::Fault;
use crate::load::{Database, on_database};
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
    let start = Instant::now();
    let (mut cases, mut lines) = (0, Vec::new());
    for (database, name) in [(Database::Sqlite, "SQLite"), (Database::Postgres, "PostgreSQL")] {
        let found = in_own_folder("schemathesis", |folder| in_folder(folder, python, database))?;
        lines.push(format!("on {name}:"));
        lines.extend(found.iter().map(|(who, cases)| format!("{who:<18} {cases:>6} cases, 0 failures")));
        cases += found.iter().map(|(_, cases)| cases).sum::<u64>();
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

/// Whoever tries the node, and in how many cases nothing failed.
fn in_folder(folder: &Path, python: &str, database: Database) -> Result<Vec<(String, u64)>, Fault> {
    let cannot = |fault: std::io::Error| Fault::environment(format!("{}: {fault}", folder.display()));
    let example = own_example(folder)?;
    // Kept until the node has stopped.
    let _server = on_database(&example, database)?;
    let address = free_port().map_err(cannot)?;
    let programs = workspace::target().join("debug");
    let data = folder.join("data");
    let places = Places { programs: &programs, example: &example, data: &data, logs: folder };
    let accounts = node::accounts(&places, &folder.join("accounts.json"), roles)?;
    let mut node = Node::start(&places, address)?;
    let signed_in = accounts.iter().map(|account| Ok((account.role.clone(), sign_in(address, account)?)));
    let mut visitors = signed_in.collect::<Result<Vec<Visitor>, Fault>>()?;
    visitors.push(("a program's key".to_owned(), vec![program(address, &visitors)?]));
    visitors.push(("a stranger".to_owned(), Vec::new()));
    // Side by side, each in a process of its own: within one, its threads meet a fault of CPython 3.11.
    let runs: Vec<Result<u64, Fault>> = std::thread::scope(|scope| {
        let running: Vec<_> = visitors
            .iter()
            .map(|visitor| scope.spawn(move || one(folder, python, address, visitor)))
            .collect();
        let badly = |_| Err(Fault::environment("a run ended badly"));
        running.into_iter().map(|run| run.join().unwrap_or_else(badly)).collect()
    });
    node.check()?;
    visitors.into_iter().zip(runs).map(|((name, _), found)| Ok((name, found?))).collect()
}

/// Who tries the node, and the headers by which the node knows them.
type Visitor = (String, Vec<String>);

fn roles() -> Result<Vec<Account>, Fault> {
    Ok(vec![
        account("st-desk", "regulator_desk", "skhcn-van-dai", "Trực Sở")?,
        account("st-head", "regulator_head", "skhcn-van-dai", "Lãnh đạo Sở")?,
        account("st-manager", "operator_manager", "song-ngan", "Trực Sóng Ngàn")?,
        account("st-duty", "duty_officer", "cap-dai", "Ca trực Cáp Đài")?,
        account("st-staff", "unit_staff", "song-ngan-mang-luoi", "Trạm Sóng Ngàn")?,
        account("st-signer", "signer", "song-ngan", "Người ký Sóng Ngàn")?,
        account("st-auditor", "auditor", "buu-van", "Kiểm tra Bưu Vân")?,
        account("st-admin", "administrator", "skhcn-van-dai", "Quản trị")?,
    ])
}

/// One run as somebody, or as nobody; gives how many cases its own report counts.
fn one(folder: &Path, python: &str, address: SocketAddr, (name, headers): &Visitor) -> Result<u64, Fault> {
    let report = folder.join(format!("{}.json", name.replace(' ', "-")));
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
    words.extend(headers.iter().flat_map(|header| ["--header", header]));
    if !headers.is_empty() {
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
fn sign_in(address: SocketAddr, account: &Account) -> Result<Vec<String>, Fault> {
    let failed = |what: &str| Fault::environment(format!("{} cannot sign in: {what}", account.login));
    let body = serde_json::json!({ "login": account.login, "password": account.password });
    let answer = post(address, "/session", &[], &body).map_err(|fault| failed(&fault.to_string()))?;
    let headers = session_in(&answer);
    headers.ok_or_else(|| failed(answer.lines().next().unwrap_or("no answer")))
}

/// Makes a key that may do all that a program may, and gives its header.
fn program(address: SocketAddr, visitors: &[Visitor]) -> Result<String, Fault> {
    let failed = |what: &str| Fault::environment(format!("no key is made: {what}"));
    let mut keepers = visitors.iter().filter(|(role, _)| role == "administrator");
    let (_, headers) = keepers.next().ok_or_else(|| failed("nobody keeps accounts"))?;
    let until = read(&workspace::root(), &["date", "-u", "-d", "+30 days", "+%Y-%m-%dT%H:%M:%SZ"])?;
    let order = serde_json::json!({
        "name": "schemathesis", "organisation": "song-ngan", "expires_at": until.trim(),
        "actions": [
            "record_measurement", "acknowledge", "file_plan", "test_plan", "read_briefing", "read_board",
            "read_obligation", "read_evidence", "read_journal", "read_target", "read_report",
        ],
    });
    let answer = post(address, "/keys", headers, &order).map_err(|fault| failed(&fault.to_string()))?;
    let told =
        body_of(&answer).and_then(|told| Some(format!("Authorization: Bearer {}", told["token"].as_str()?)));
    told.ok_or_else(|| failed(answer.lines().next().unwrap_or("no answer")))
}

/// What the node answers, head and body.
fn post(
    address: SocketAddr,
    path: &str,
    headers: &[String],
    body: &serde_json::Value,
) -> std::io::Result<String> {
    let body = body.to_string();
    let more = headers.iter().map(|header| format!("{header}\r\n")).collect::<Vec<_>>().concat();
    let head = format!(
        "POST /api/v1{path} HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n{more}\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let (mut stream, mut answer) = (TcpStream::connect(address)?, String::new());
    stream.write_all((head + &body).as_bytes())?;
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

/// The object in an answer's body.
fn body_of(answer: &str) -> Option<serde_json::Value> {
    let json = answer.split_once("\r\n\r\n")?.1;
    serde_json::from_str(json.get(json.find('{')?..=json.rfind('}')?)?).ok()
}

/// The cookie and the token that an answer to a sign-in gives.
fn session_in(answer: &str) -> Option<Vec<String>> {
    let cookie = answer.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next())?
    })?;
    let csrf = body_of(answer)?.get("csrf")?.as_str()?.to_owned();
    Some(vec![format!("Cookie: {cookie}"), format!("x-csrf-token: {csrf}")])
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
        let wanted = ["Cookie: ts_session=ab", "x-csrf-token: c1"];
        assert_eq!(session_in(answer).unwrap(), wanted);
        assert_eq!(session_in("HTTP/1.1 401 Unauthorized\r\n\r\n{}"), None);
    }
}
