//! How long the search box waits: questions over a campaign of many targets, at 1, 10 and 100 times the size.
//! `cargo run --release -p store --example search_rates -- 50000`
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "an example measures on the real clock and may stop at once"
)]

use std::{fmt::Write as _, sync::Arc, time::Instant as Stopwatch};

use access::{Role, Scope};
use calendar::{Instant, ManualClock};
use journal::Slug;
use store::{OpenOptions, Store};

const FRAME: &str = r#"
schema = 1
[campaign]
id = "tet"
title = "Tết"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-11T00:00:00+07:00
[[organisation]]
id = "so"
name = "Sở"
kind = "regulator"
[[organisation]]
id = "song"
name = "Sóng Ngàn"
kind = "telecom_operator"
parent = "so"
[[obligation]]
id = "mang"
title = "Bảo đảm mạng lưới"
quote = "mạng lưới thông suốt"
owners = ["song"]
[[obligation.check]]
kind = "acknowledgement"
"#;
const ROUNDS: usize = 40;
/// A few letters that most names have, words without marks and with them, a short name, and what nothing has.
const QUESTIONS: [&str; 5] = ["tr", "tram ben do", "Bến Đò 499", "tram-049999", "khong co gi"];

async fn measure(targets: usize) {
    let mut text = FRAME.to_owned();
    for n in 0..targets {
        let place = if n % 2 == 0 { "Bến Đò" } else { "Đồi Sim" };
        let (high, low) = (n / 250, n % 250);
        let _ = write!(
            text,
            "[[target]]\nid = \"tram-{n:06}\"\ntitle = \"Trạm {place} {n}\"\nowner = \"song\"\nkind = \"tcp\"\n\
             address = \"127.{}.{}.{}:7001\"\n",
            high / 250,
            high % 250,
            low + 1
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let clock = ManualClock::new(Instant::parse("2027-02-01T01:00:00.000Z").unwrap());
    let options = OpenOptions::new(folder.path().join("data"), "nut.example", Arc::new(clock));
    let store = Store::open(options).await.unwrap();
    let so = Slug::new("so").unwrap();
    let head = Scope::new("u-1", Role::RegulatorHead, so.clone(), &store.tree());
    store.issue_campaign(&head, text.as_bytes(), "tet.toml").await.unwrap();
    let desk = Scope::new("u-1", Role::RegulatorDesk, so, &store.tree());
    let mut took_us = Vec::new();
    for _ in 0..ROUNDS {
        for question in QUESTIONS {
            let start = Stopwatch::now();
            let hits = store.search(&desk, question, 8).await.unwrap();
            took_us.push(start.elapsed().as_micros());
            assert!(hits.len() <= 24);
        }
    }
    took_us.sort_unstable();
    let at = |part: usize| took_us[(took_us.len() - 1) * part / 100];
    println!("{targets:>7} targets: p50 {:>7} us, p99 {:>7} us, most {:>7} us", at(50), at(99), at(100));
    store.close().await.unwrap();
}

#[tokio::main]
async fn main() {
    let most = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(50_000_usize);
    for targets in [most / 100, most / 10, most] {
        measure(targets).await;
    }
}
