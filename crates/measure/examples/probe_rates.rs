//! What one probe costs: CPU time of this process a probe, for TCP connects and ICMP echoes to
//! loopback, with 1, 10 and 100 times as many targets at once. The listener runs in a child process,
//! so that its work is not counted as ours.
//!
//! `cargo run --release -p measure --example probe_rates [targets] [seconds]`
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement may stop at once")]

use std::io::BufRead;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use calendar::{Instant, ManualClock};
use measure::{Granted, Outcome, ProbeKind, Prober, ProberSpec, TargetSpec};
use series::{SampleStatus, Sketch};

/// First argument of the child process.
const LISTEN: &str = "--listen";
/// Jiffies a second; Linux reports CPU time to user space in these, whatever the kernel's own tick.
const TICKS_A_SECOND: u64 = 100;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let first = arguments.next();
    if first.as_deref() == Some(LISTEN) {
        listen().await;
        return;
    }
    let base: usize = first.map_or(10, |n| n.parse().unwrap());
    let seconds: u64 = arguments.next().map_or(3, |n| n.parse().unwrap());
    let mut child =
        Command::new(std::env::current_exe().unwrap()).arg(LISTEN).stdout(Stdio::piped()).spawn().unwrap();
    let mut port = String::new();
    std::io::BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
    let port: u16 = port.trim().parse().unwrap();
    println!("kind  targets  probes  ok      own_late  cpu_us/probe  rtt_p50_us  rtt_p99_us  probes/s");
    for kind in [ProbeKind::Tcp, ProbeKind::Icmp] {
        for scale in [1, 10, 100] {
            run(kind, base * scale, port, Duration::from_secs(seconds)).await;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Takes connections and closes them.
async fn listen() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let listener = socket.listen(4096).unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    loop {
        // The prober closes first; a closed connection is then gone on this side at once.
        drop(listener.accept().await);
    }
}

/// Keeps `targets` probes going at once for `time`, each again as soon as it is answered.
async fn run(kind: ProbeKind, targets: usize, port: u16, time: Duration) {
    let counter = AtomicU64::new(1);
    let random = move || counter.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
    let clock = Arc::new(ManualClock::new(Instant::from_ms(0)));
    let prober =
        Arc::new(Prober::new(ProberSpec { granted: Granted::loopback(), clock, random: Arc::new(random) }));
    let (cpu, began) = (cpu_us(), tokio::time::Instant::now());
    let mut tasks = tokio::task::JoinSet::new();
    for i in 0..targets {
        let prober = prober.clone();
        // Spread over 127.1.0.0/16: each target is an address of its own.
        let host = format!("127.1.{}.{}", i / 250, i % 250 + 1);
        let address = if kind == ProbeKind::Tcp { format!("127.0.0.1:{port}") } else { host };
        let spec = TargetSpec::new("target".parse().unwrap(), "owner".parse().unwrap(), kind, address);
        tasks.spawn(async move {
            let mut tally = Tally::default();
            while began.elapsed() < time {
                tally.add(&prober.probe_once(&spec).await.unwrap());
            }
            tally
        });
    }
    let mut tally = Tally::default();
    while let Some(one) = tasks.join_next().await {
        tally.merge(&one.unwrap());
    }
    let elapsed_us = began.elapsed().as_micros() as u64;
    let spent_us = cpu_us() - cpu;
    println!(
        "{:<5} {targets:<8} {:<7} {:<7} {:<9} {:<13.2} {:<11} {:<11} {}",
        kind.name(),
        tally.probes,
        tally.ok,
        tally.own_late,
        spent_us as f64 / tally.probes as f64,
        tally.rtt.quantile_us(500_000).unwrap_or_default(),
        tally.rtt.quantile_us(990_000).unwrap_or_default(),
        tally.probes * 1_000_000 / elapsed_us,
    );
    for (detail, n) in tally.others {
        println!("      {n} × {detail}");
    }
}

#[derive(Default)]
struct Tally {
    probes: u64,
    ok: u64,
    own_late: u64,
    rtt: Sketch,
    others: std::collections::BTreeMap<String, u64>,
}

impl Tally {
    fn add(&mut self, outcome: &Outcome) {
        self.probes += 1;
        match outcome.status {
            SampleStatus::Ok => {
                self.ok += 1;
                self.rtt.add(outcome.value_us);
            }
            status => {
                self.own_late += u64::from(status == SampleStatus::OwnLate);
                *self.others.entry(outcome.detail.clone()).or_default() += 1;
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.probes += other.probes;
        self.ok += other.ok;
        self.own_late += other.own_late;
        self.rtt.merge(&other.rtt);
        for (detail, n) in &other.others {
            *self.others.entry(detail.clone()).or_default() += n;
        }
    }
}

/// CPU time of this process so far, user and system, from /proc.
fn cpu_us() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
    let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    ticks * (1_000_000 / TICKS_A_SECOND)
}
