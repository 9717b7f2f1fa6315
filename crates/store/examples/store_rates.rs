//! How many entries a second the store acknowledges durably: `store_rates [postgres] [SECONDS] [CLIENTS…]`; with
//! `postgres`, into a database of a server of its own.
//!
//! Each client records one entry after the other, each waiting for its acknowledgement. Printed for each number of
//! clients: entries a second, the latency of an acknowledgement at the median and the 99th percentile, and the mean
//! number of entries an fsync is shared by.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a benchmark reads the machine's clock and stops at the first fault"
)]

use std::{
    fmt::Write as _,
    sync::{Arc, atomic::AtomicU64, atomic::Ordering},
    time::{Duration, Instant as Stopwatch, SystemTime, UNIX_EPOCH},
};

use access::{Role, Scope};
use calendar::{Clock, Instant};
use journal::{Draft, Facts, Grade, Held, Kind, Slug, Subject};
use store::{Database, OpenOptions, Store};

/// Obligations the entries are spread over.
const OBLIGATIONS: u64 = 1_000;

struct MachineClock;

impl Clock for MachineClock {
    fn now(&self) -> Instant {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Instant::from_ms(i64::try_from(since.as_millis()).unwrap())
    }
}

fn campaign() -> String {
    let mut text = String::from(
        "schema = 1\n[campaign]\nid = \"rates\"\ntitle = \"Rates\"\nzone = \"Asia/Ho_Chi_Minh\"\n\
         from = 2020-01-01T00:00:00+07:00\nto = 2090-01-01T00:00:00+07:00\n\
         [[organisation]]\nid = \"so\"\nkind = \"regulator\"\n\
         [[organisation]]\nid = \"di-dong\"\nkind = \"telecom_operator\"\nparent = \"so\"\n",
    );
    for number in 0..OBLIGATIONS {
        let _ = write!(
            text,
            "[[obligation]]\nid = \"o-{number}\"\nquote = \"…\"\nowners = [\"di-dong\"]\n\
             [[obligation.check]]\nkind = \"acknowledgement\"\n"
        );
    }
    text
}

fn draft(store: &Store, number: u64) -> Draft {
    let obligation = format!("o-{}", number % OBLIGATIONS);
    Draft {
        id: store.new_id(),
        kind: Kind::new("acknowledgement.given").unwrap(),
        subject: Subject::new(format!("obligation:{obligation}")).unwrap(),
        held: Held::at(store.now()),
        source: "rates".to_owned(),
        actor: "a-1".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade: Some(Grade::Attested),
        facts: Facts::from([("obligation".to_owned(), obligation.into())]),
        private: Facts::from([("note".to_owned(), "đã nhận, đã phân công".into())]),
    }
}

async fn run(clients: u64, seconds: u64, on_postgres: bool) {
    let dir = tempfile::tempdir().unwrap();
    let postgres = on_postgres.then(testkit_postgres::database);
    let mut options = OpenOptions::new(dir.path(), "rates.example", Arc::new(MachineClock));
    if let Some(postgres) = &postgres {
        options.database = Database::Postgres { url: postgres.url() };
    }
    let store = Store::open(options).await.unwrap();
    let slug = |text: &str| Slug::new(text).unwrap();
    let regulator = Scope::new("r", Role::RegulatorHead, slug("so"), &store.tree());
    store.issue_campaign(&regulator, campaign().as_bytes(), "rates.toml").await.unwrap();
    let scope = Scope::new("a-1", Role::OperatorManager, slug("di-dong"), &store.tree());
    let next = Arc::new(AtomicU64::new(0));
    let before = store.commit_count();
    let start = Stopwatch::now();
    let mut tasks = Vec::new();
    for _ in 0..clients {
        let (store, scope, next, log) = (store.clone(), scope.clone(), Arc::clone(&next), slug("di-dong"));
        tasks.push(tokio::spawn(async move {
            let mut latencies = Vec::new();
            while start.elapsed() < Duration::from_secs(seconds) {
                let draft = draft(&store, next.fetch_add(1, Ordering::Relaxed));
                let asked = Stopwatch::now();
                store.record(&scope, &log, draft).await.unwrap();
                latencies.push(asked.elapsed());
            }
            latencies
        }));
    }
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.extend(task.await.unwrap());
    }
    let elapsed = start.elapsed();
    let commits = store.commit_count() - before;
    latencies.sort_unstable();
    let at = |percent: usize| latencies[(latencies.len() - 1) * percent / 100];
    println!(
        "{clients:>4} clients: {:>7.0} entries/s, median {:>6} µs, p99 {:>6} µs, {:.1} entries a commit",
        latencies.len() as f64 / elapsed.as_secs_f64(),
        at(50).as_micros(),
        at(99).as_micros(),
        latencies.len() as f64 / commits as f64,
    );
    store.close().await.unwrap();
}

#[tokio::main]
async fn main() {
    let mut words = std::env::args().skip(1).peekable();
    let on_postgres = words.next_if(|word| word == "postgres").is_some();
    let mut arguments = words.map(|argument| argument.parse::<u64>().unwrap());
    let seconds = arguments.next().unwrap_or(5);
    let clients: Vec<u64> = arguments.collect();
    for clients in if clients.is_empty() { vec![1, 8, 64] } else { clients } {
        run(clients, seconds, on_postgres).await;
    }
}
