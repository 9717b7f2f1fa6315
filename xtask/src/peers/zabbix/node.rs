//! Our side: a node with a campaign of one target, Zabbix as its source, and somebody on duty.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

use super::api::request;
use super::servers::free_port;
use crate::fault::Fault;
use crate::node::{Places, account, accounts};
use crate::process::{Running, get};
use crate::workspace;

const READY_LIMIT: Duration = Duration::from_mins(2);
const LOGIN: &str = "truc";

/// The node and whoever is signed in there.
pub struct Node {
    folder: PathBuf,
    server: Option<Running>,
    /// Where it answers.
    pub address: SocketAddr,
    password: String,
    cookie: String,
    csrf: String,
}

fn write(path: &Path, text: &str, mode: u32) -> Result<(), Fault> {
    use std::io::Write as _;
    let opened = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(path);
    opened
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|fault| Fault::environment(format!("cannot write {}: {fault}", path.display())))
}

/// The day so many days from today, in Vietnam.
fn day(from_today: i32) -> Result<String, Fault> {
    let when = format!("{from_today} days");
    let output = Command::new("date").args(["+%F", "-d", &when]).env("TZ", "UTC-7").output();
    let output = output.map_err(|fault| Fault::environment(format!("cannot run date: {fault}")))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn programs() -> PathBuf {
    workspace::target().join("debug")
}

impl Node {
    /// Writes down what it is to be. It is not started yet.
    pub fn prepare(folder: &Path, secret: &str) -> Result<Self, Fault> {
        let folder = folder.join("node");
        fs::create_dir_all(&folder)
            .map_err(|fault| Fault::environment(format!("cannot make a folder: {fault}")))?;
        let campaign = format!(
            "schema = 1\n[campaign]\nid = \"thu\"\ntitle = \"Thử\"\nzone = \"Asia/Ho_Chi_Minh\"\n\
             from = {}T00:00:00+07:00\nto = {}T00:00:00+07:00\n\
             [[organisation]]\nid = \"so\"\nname = \"Sở\"\nkind = \"regulator\"\n\
             [[organisation]]\nid = \"di-dong\"\nname = \"Di động\"\nkind = \"telecom_operator\"\nparent = \"so\"\n\
             [[target]]\nid = \"sn-loi\"\ntitle = \"Lõi\"\nowner = \"di-dong\"\nkind = \"icmp\"\naddress = \"127.0.0.1\"\n\
             every_s = 60\n[[obligation]]\nid = \"thong\"\ntitle = \"Thông\"\nquote = \"thông suốt\"\n\
             owners = [\"di-dong\"]\n[[obligation.check]]\nkind = \"availability\"\ntargets = [\"sn-loi\"]\n",
            day(-1)?,
            day(10)?
        );
        write(&folder.join("campaign.toml"), &campaign, 0o600)?;
        write(
            &folder.join("zbx.toml"),
            "[[target]]\nis = \"sn-loi\"\nwhen = { host = \"core-1\" }\n",
            0o600,
        )?;
        write(&folder.join("zbx.secret"), secret, 0o600)?;
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        Ok(Self {
            folder,
            server: None,
            address,
            password: String::new(),
            cookie: String::new(),
            csrf: String::new(),
        })
    }

    /// Where Zabbix is to send to.
    pub fn events_url(&self) -> String {
        format!("http://{}/api/v1/sources/zbx/events", self.address)
    }

    /// Says where Zabbix's API is and how often it is to be asked, and makes the account on the first call.
    pub fn configure(&mut self, web: SocketAddr, token: &str, every_s: u32) -> Result<(), Fault> {
        let text = format!(
            "[node]\nname = \"nut.example\"\n[http]\nlisten = \"{}\"\n[measure]\nenabled = false\n\
             [[source]]\nid = \"zbx\"\norganisation = \"di-dong\"\nkind = \"zabbix\"\nsecret_file = \"zbx.secret\"\n\
             mapping = \"zbx.toml\"\napi = \"http://{web}/api_jsonrpc.php\"\napi_token_file = \"zbx.token\"\n\
             every_s = {every_s}\naccount = \"{LOGIN}\"\nacknowledged_for_min = 30\n",
            self.address
        );
        write(&self.folder.join("zbx.token"), token, 0o600)?;
        write(&self.folder.join("node.toml"), &text, 0o600)?;
        let (programs, data) = (programs(), self.folder.join("data"));
        let places = Places { programs: &programs, example: &self.folder, data: &data, logs: &self.folder };
        let make = || Ok(vec![account(LOGIN, "operator_manager", "di-dong", "Trực")?]);
        let made = accounts(&places, &self.folder.join("accounts.json"), make)?;
        self.password = made.first().map(|account| account.password.clone()).unwrap_or_default();
        Ok(())
    }

    /// Starts it and signs in.
    pub fn start(&mut self) -> Result<(), Fault> {
        let mut command = Command::new(programs().join("thongsuot"));
        command.arg("serve").arg("--config").arg(self.folder.join("node.toml"));
        command.arg("--data").arg(self.folder.join("data"));
        command.arg("--campaign").arg(self.folder.join("campaign.toml"));
        let mut server = Running::start("thongsuot", &mut command, &self.folder.join("thongsuot.log"))?;
        let address = self.address;
        server.wait_until(READY_LIMIT, |_| get(address, "/readyz").is_some_and(|(code, _)| code == 200))?;
        self.server = Some(server);
        let body = json!({ "login": LOGIN, "password": self.password });
        let headers = ["content-type: application/json".to_owned()];
        let answer = request(self.address, "POST", "/api/v1/session", &headers, Some(&body))?;
        let cookie = answer.head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("set-cookie").then(|| value.split(';').next().unwrap_or("").to_owned())
        });
        let told = || Fault::no(format!("nobody was signed in: {} {}", answer.status, answer.body));
        self.cookie = cookie.ok_or_else(told)?;
        answer.body["csrf"].as_str().unwrap_or_default().clone_into(&mut self.csrf);
        Ok(())
    }

    /// Stops it as an administrator does.
    pub fn stop(&mut self) {
        self.server = None;
    }

    /// Stops it as a power cut does.
    pub fn kill(&mut self) {
        if let Some(server) = &mut self.server {
            server.kill();
        }
        self.server = None;
    }

    fn headers(&self) -> Vec<String> {
        vec![
            format!("cookie: {}", self.cookie),
            format!("x-csrf-token: {}", self.csrf),
            "content-type: application/json".to_owned(),
        ]
    }

    /// The turns on record, the newest first: what each turned to and when it was so.
    pub fn turns(&self) -> Result<Vec<(String, String)>, Fault> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let turns = self.entries("target.turned")?.into_iter();
        Ok(turns.map(|entry| (text(&entry["facts"]["to"]), text(&entry["held"]["from"]))).collect())
    }

    /// How many promises were taken over from acknowledgements at Zabbix.
    pub fn taken_over(&self) -> Result<usize, Fault> {
        let promises = self.entries("handling.promised")?.into_iter();
        Ok(promises.filter(|entry| entry["source"] == "source/zbx").count())
    }

    fn entries(&self, kind: &str) -> Result<Vec<Value>, Fault> {
        let path = format!("/api/v1/journal/di-dong/entries?kind={kind}&limit=200");
        let answer = request(self.address, "GET", &path, &self.headers(), None)?;
        let entries = answer.body["entries"].as_array().cloned().unwrap_or_default();
        Ok(entries.into_iter().map(|mut line| line["entry"].take()).collect())
    }

    /// "Đã nhận, đang xử lý": what the form on the screen sends. The id of the entry.
    pub fn promise(&self, until: &str) -> Result<String, Fault> {
        let body = json!({
            "kind": "handling.promised", "obligation": "thong",
            "facts": { "obligation": "thong", "until": until }, "private": {}, "answers": [],
        });
        let answer = request(self.address, "POST", "/api/v1/evidence", &self.headers(), Some(&body))?;
        let id = answer.body["id"].as_str().map(str::to_owned);
        id.ok_or_else(|| Fault::no(format!("the promise was refused: {} {}", answer.status, answer.body)))
    }

    /// What the node says of its source.
    pub fn source(&self) -> Result<Value, Fault> {
        let answer = request(self.address, "GET", "/api/v1/sources", &self.headers(), None)?;
        Ok(answer.body["sources"][0].clone())
    }
}
