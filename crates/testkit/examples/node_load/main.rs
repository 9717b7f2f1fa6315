//! Load on a running node, from the same machine: live viewers who wait for an entry, one of them before a screen, and a
//! mix of requests at a fixed rate. Prints what they saw, and what memory the node took.
//!
//! Requests are sent when they are due, whether or not earlier ones were answered, and their time counts from then: a
//! node that falls behind cannot hide it.
#![allow(clippy::disallowed_methods, reason = "a load client lives on the real clock")]

mod screen;

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use clap::Parser;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    sync::mpsc,
};

use crate::screen::{Screen, now_ms};

/// What the load is.
#[derive(Parser)]
struct Flags {
    /// The node's address.
    #[arg(long)]
    node: SocketAddr,
    /// Who writes and asks, as login:password; an operator's manager.
    #[arg(long)]
    writer: String,
    /// Who watches, as login:password; repeat it, for an account follows 32 streams at most.
    #[arg(long = "viewer", required = true)]
    viewers: Vec<String>,
    /// Live viewers.
    #[arg(long, default_value_t = 2_000)]
    streams: usize,
    /// Entries recorded while they watch.
    #[arg(long, default_value_t = 40)]
    entries: usize,
    /// Requests a second.
    #[arg(long, default_value_t = 1_000)]
    rate: u64,
    /// Seconds of them.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// The script that opens the screens in chromium before the last of those who watch (`web/dev/screen.mjs`).
    #[arg(long)]
    screen: Option<PathBuf>,
    /// Process id of the node, for its memory.
    #[arg(long)]
    pid: Option<u32>,
}

/// A session as the client holds it.
#[derive(Clone)]
struct Session {
    node: SocketAddr,
    cookie: String,
    csrf: String,
}

/// A connection that is kept for the next request.
struct Connection(BufReader<TcpStream>);

/// What stands before a body.
#[derive(Default)]
struct Head {
    status: u16,
    length: usize,
    cookie: Option<String>,
}

impl Connection {
    async fn open(node: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(node).await.context("connecting")?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    async fn send(
        &mut self,
        session: &Session,
        (method, path, body): (&str, &str, &str),
    ) -> Result<(Head, Vec<u8>)> {
        /// Each write has a key of its own, as those of the screens have.
        static WRITES: AtomicU64 = AtomicU64::new(0);
        let Session { node, cookie, csrf } = session;
        let key = match method {
            "GET" => String::new(),
            _ => format!("idempotency-key: load-{}\r\n", WRITES.fetch_add(1, Ordering::Relaxed)),
        };
        let head = format!(
            "{method} /api/v1{path} HTTP/1.1\r\nhost: {node}\r\ncookie: {cookie}\r\nx-csrf-token: {csrf}\r\n{key}\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.0.get_mut().write_all(head.as_bytes()).await?;
        let head = self.head().await?;
        let mut bytes = vec![0; head.length];
        self.0.read_exact(&mut bytes).await?;
        Ok((head, bytes))
    }

    async fn head(&mut self) -> Result<Head> {
        let mut head = Head::default();
        let mut line = String::new();
        self.0.read_line(&mut line).await?;
        head.status = line.split(' ').nth(1).context("no status line")?.parse()?;
        loop {
            line.clear();
            self.0.read_line(&mut line).await?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { return Ok(head) };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => head.length = value.parse()?,
                "set-cookie" if value.starts_with("ts_session=") => {
                    head.cookie = value.split(';').next().map(str::to_owned);
                }
                _ => {}
            }
        }
    }
}

async fn sign_in(node: SocketAddr, who: &str) -> Result<(Session, Value)> {
    let (login, password) = who.split_once(':').context("an account is login:password")?;
    let nobody = Session { node, cookie: String::new(), csrf: String::new() };
    let body = json!({ "login": login, "password": password }).to_string();
    let mut connection = Connection::open(node).await?;
    let (head, bytes) = connection.send(&nobody, ("POST", "/session", &body)).await?;
    if head.status != 200 {
        bail!("{login} cannot sign in: {}", head.status);
    }
    let told: Value = serde_json::from_slice(&bytes)?;
    let csrf = told["csrf"].as_str().unwrap_or_default().to_owned();
    Ok((Session { node, cookie: head.cookie.context("no cookie")?, csrf }, told))
}

/// The longest log of this organisation that a viewer was told of, and when.
type Heard = mpsc::UnboundedSender<(Instant, u64)>;

/// Reads a stream to its end and tells of each `entry`.
async fn watch(session: Session, log: String, heard: Heard, ready: Arc<AtomicUsize>) -> Result<()> {
    let mut connection = Connection::open(session.node).await?;
    let Session { node, cookie, .. } = &session;
    let head = format!("GET /api/v1/events HTTP/1.1\r\nhost: {node}\r\ncookie: {cookie}\r\n\r\n");
    connection.0.get_mut().write_all(head.as_bytes()).await?;
    let head = connection.head().await?;
    if head.status != 200 {
        bail!("a viewer is answered {}", head.status);
    }
    ready.fetch_add(1, Ordering::Relaxed);
    let mut line = String::new();
    loop {
        line.clear();
        if connection.0.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let Some(data) = line.strip_prefix("data: ").filter(|data| data.contains("\"size\"")) else {
            continue;
        };
        let told: Value = serde_json::from_str(data.trim_end())?;
        if told["origin"].as_str().is_some_and(|origin| origin.ends_with(&log)) {
            // Nobody counts any more once the last entry was counted.
            let _ = heard.send((Instant::now(), told["size"].as_u64().unwrap_or(0)));
        }
    }
}

fn percentile_ms(sorted: &[Duration], share: f64) -> f64 {
    let at = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(at).map_or(f64::NAN, |one| one.as_secs_f64() * 1_000.0)
}

fn told(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let [p50, p95, p99, longest] = [0.50, 0.95, 0.99, 1.0].map(|share| percentile_ms(&times, share));
    println!(
        "{what}: {} times, p50 {p50:.1} ms, p95 {p95:.1} ms, p99 {p99:.1} ms, longest {longest:.1} ms",
        times.len()
    );
}

fn memory(pid: Option<u32>) -> String {
    let Some(pid) = pid else { return "memory not asked for".to_owned() };
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let mb = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1_024
    };
    format!("{} MB, at most {} MB", mb("VmRSS:"), mb("VmHWM:"))
}

/// Processor seconds of the node so far.
fn cpu_s(pid: Option<u32>) -> f64 {
    let stat = pid.and_then(|pid| std::fs::read_to_string(format!("/proc/{pid}/stat")).ok());
    let stat = stat.unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    // User and system time, in hundredths of a second on every Linux.
    (ticks(11) + ticks(12)) / 100.0
}

#[tokio::main]
async fn main() -> Result<()> {
    let flags = Flags::parse();
    let (session, who) = sign_in(flags.node, &flags.writer).await?;
    let organisation = who["organisation"].as_str().context("no organisation")?.to_owned();
    let mut viewers = Vec::new();
    for viewer in &flags.viewers {
        viewers.push(sign_in(flags.node, viewer).await?.0);
    }
    println!("the node before: {}", memory(flags.pid));
    let obligation = own_obligation(&session, &organisation).await?;
    let load = Load { flags, session, organisation, obligation };
    load.live(&viewers, load.screen().await?).await?;
    load.mixed().await
}

/// An obligation the writer's organisation has.
async fn own_obligation(writer: &Session, organisation: &str) -> Result<String> {
    let (_, bytes) = Connection::open(writer.node).await?.send(writer, ("GET", "/board", "")).await?;
    let board: Value = serde_json::from_slice(&bytes)?;
    let cells = board["cells"].as_array().cloned().unwrap_or_default();
    let own = cells.iter().find(|cell| cell["organisation"] == organisation);
    Ok(own.context("no cell of the writer's")?["obligation"].as_str().unwrap_or_default().to_owned())
}

struct Load {
    flags: Flags,
    session: Session,
    organisation: String,
    obligation: String,
}

impl Load {
    fn acknowledgement(&self) -> String {
        json!({ "kind": "acknowledgement.given", "obligation": self.obligation }).to_string()
    }

    /// A promise for the obligation with a time of its own, and how a cell shows that time (+07:00).
    fn promise(&self, number: usize) -> (String, String) {
        const MINUTE_MS: u64 = 60_000;
        let minutes = now_ms() / MINUTE_MS + 60 + number as u64;
        let until = calendar::Instant::from_ms(i64::try_from(minutes * MINUTE_MS).unwrap_or(i64::MAX));
        let facts = json!({ "until": until.to_string() });
        let body = json!({ "kind": "handling.promised", "obligation": self.obligation, "facts": facts });
        let of_day = (minutes + 7 * 60) % (24 * 60);
        (body.to_string(), format!("{:02}:{:02}", of_day / 60, of_day % 60))
    }

    /// The screen that somebody watches, if one was asked for.
    async fn screen(&self) -> Result<Option<Screen>> {
        let Some(script) = &self.flags.screen else { return Ok(None) };
        let cell = format!("cell-{}-{}", self.organisation, self.obligation);
        let watches = self.flags.viewers.last().context("nobody watches")?;
        Screen::open(script, &self.flags.node.to_string(), watches, &cell).await.map(Some)
    }

    /// How soon every viewer hears of an entry, and a screen shows what it changed.
    async fn live(&self, viewers: &[Session], mut screen: Option<Screen>) -> Result<()> {
        let Flags { node, streams, entries, pid, .. } = self.flags;
        let (heard, mut hears) = mpsc::unbounded_channel();
        let ready = Arc::new(AtomicUsize::new(0));
        let mut watching = Vec::new();
        for at in 0..streams {
            let (session, log) = (viewers[at % viewers.len()].clone(), format!("/{}", self.organisation));
            watching.push(tokio::spawn(watch(session, log, heard.clone(), Arc::clone(&ready))));
            if at % 50 == 49 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        drop(heard);
        let waited = Instant::now();
        while ready.load(Ordering::Relaxed) < streams {
            if waited.elapsed() > Duration::from_mins(1) {
                bail!("{} of {streams} viewers are connected after a minute", ready.load(Ordering::Relaxed));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        println!("{streams} viewers connected; the node: {}", memory(pid));
        let begun = cpu_s(pid);
        let mut connection = Connection::open(node).await?;
        let (mut times, mut missed, mut shown) = (Vec::new(), 0, Vec::new());
        for number in 0..entries {
            let (body, words) = self.promise(number);
            let (sent, sent_ms) = (Instant::now(), now_ms());
            let (head, bytes) = connection.send(&self.session, ("POST", "/evidence", &body)).await?;
            let receipt: Value = serde_json::from_slice(&bytes)?;
            if head.status != 201 {
                bail!("an entry is answered {}: {receipt}", head.status);
            }
            let size = receipt["index"].as_u64().context("no index")? + 1;
            let (mut seen, until) = (0, tokio::time::Instant::now() + Duration::from_secs(10));
            while seen < streams {
                match tokio::time::timeout_at(until, hears.recv()).await {
                    Ok(Some((at, told))) if told >= size => {
                        times.push(at - sent);
                        seen += 1;
                    }
                    Ok(Some(_)) => {}
                    Ok(None) | Err(_) => break,
                }
            }
            missed += streams - seen;
            if let Some(screen) = &mut screen {
                let at = screen.shows(&words, until).await?.context("the screen never showed an entry")?;
                shown.push(Duration::from_millis(at.saturating_sub(sent_ms)));
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        told("from handing an entry in to each viewer's event", times);
        if screen.is_some() {
            told("from handing an entry in to its change on a screen in chromium", shown);
        }
        let cpu = cpu_s(pid) - begun;
        println!(
            "events missed: {missed}; the node: {}, {cpu:.1} CPU seconds for {entries} entries",
            memory(pid)
        );
        watching.iter().for_each(tokio::task::JoinHandle::abort);
        Ok(())
    }

    /// How soon a mix of requests is answered at a fixed rate.
    async fn mixed(&self) -> Result<()> {
        /// More than can be busy at the rates asked for.
        const CONNECTIONS: usize = 128;
        let Flags { node, rate, seconds, pid, .. } = self.flags;
        let (_, bytes) = Connection::open(node).await?.send(&self.session, ("GET", "/targets", "")).await?;
        let listed: Value = serde_json::from_slice(&bytes)?;
        let ids = listed["targets"].as_array().cloned().unwrap_or_default();
        let targets: Arc<[String]> =
            ids.iter().filter_map(|target| Some(target["id"].as_str()?.to_owned())).collect();
        let total = rate * seconds;
        let (next, begun_cpu) = (Arc::new(AtomicU64::new(0)), cpu_s(pid));
        let begun = tokio::time::Instant::now() + Duration::from_millis(200);
        let mut clients = Vec::new();
        for _ in 0..CONNECTIONS {
            let (next, targets, session) = (Arc::clone(&next), Arc::clone(&targets), self.session.clone());
            let (organisation, obligation) = (self.organisation.clone(), self.obligation.clone());
            let (given, mut connection) = (self.acknowledgement(), Connection::open(node).await?);
            clients.push(tokio::spawn(async move {
                let (mut reads, mut writes, mut refused) = (Vec::new(), Vec::new(), 0_u64);
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= total {
                        return Ok::<_, anyhow::Error>((reads, writes, refused));
                    }
                    let due = begun + Duration::from_micros(number * 1_000_000 / rate);
                    tokio::time::sleep_until(due).await;
                    let path = path(number, &organisation, &obligation, &targets);
                    let asked = match &path {
                        Some(path) => ("GET", path.as_str(), ""),
                        None => ("POST", "/evidence", given.as_str()),
                    };
                    let (head, _) = connection.send(&session, asked).await?;
                    refused += u64::from(!(200..300).contains(&head.status));
                    if path.is_some() { reads.push(due.elapsed()) } else { writes.push(due.elapsed()) }
                }
            }));
        }
        let (mut reads, mut writes, mut refused) = (Vec::new(), Vec::new(), 0);
        for client in clients {
            let (read, written, not) = client.await??;
            reads.extend(read);
            writes.extend(written);
            refused += not;
        }
        let took = begun.elapsed().as_secs_f64();
        let rate = total as f64 / took;
        println!(
            "mixed API: {total} requests in {took:.1} s, {rate:.0} a second, {refused} not answered with 2xx"
        );
        told("all", reads.iter().chain(&writes).copied().collect());
        told("reads", reads);
        told("entries", writes);
        println!("the node: {}, {:.1} CPU seconds", memory(pid), cpu_s(pid) - begun_cpu);
        Ok(())
    }
}

/// What the mix asks, by the number of the request: of twenty, eight boards; none where an entry is handed in.
fn path(number: u64, organisation: &str, obligation: &str, targets: &[String]) -> Option<String> {
    Some(match number % 20 {
        0..8 => "/board".to_owned(),
        8..12 => format!("/cells/{organisation}/{obligation}"),
        12 | 13 => "/targets".to_owned(),
        14 | 15 => match targets.get(number as usize / 20 % targets.len().max(1)) {
            Some(target) => format!("/targets/{target}"),
            None => "/targets".to_owned(),
        },
        16 => "/campaign".to_owned(),
        17 => "/journal".to_owned(),
        18 => format!("/journal/{organisation}/entries"),
        _ => return None,
    })
}
