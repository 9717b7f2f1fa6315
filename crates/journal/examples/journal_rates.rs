//! Rates of the journal on one core, at 1×, 10× and 100× (10,000, 100,000 and 1,000,000 entries):
//! making entries, writing an export, reading them to typed entries, checking them without building,
//! and verifying the export. `cargo run --release -p journal --example journal_rates [MULTIPLE]`.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a tool for developers may stop at once, and times what it runs"
)]

use journal::generate::{generate, streams};
use journal::verify::verify;
use journal::{Entry, EntryView, Frontier, leaf_hash};
use std::hint::black_box;
use std::time::Instant;

const UNIT: u64 = 10_000;
const SEED: u64 = 1;

/// Prints how many entries a second, and what one costs.
fn timed<T>(what: &str, entries: u64, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    let seconds = start.elapsed().as_secs_f64();
    let (rate, cost) = (entries as f64 / seconds, seconds * 1e6 / entries as f64);
    println!("{entries:>9} entries  {what:<28} {seconds:>8.3} s  {rate:>12.0} /s  {cost:>7.3} µs each");
    done
}

fn main() {
    let most = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(100);
    for multiple in [1, 10, 100].into_iter().filter(|multiple| *multiple <= most) {
        let entries = UNIT * multiple;
        let canonical = timed("generate in memory", entries, || {
            let all = streams(entries, SEED).into_iter().flatten();
            all.map(|generated| generated.entry.canonical()).collect::<Vec<_>>()
        });
        let bytes: usize = canonical.iter().map(Vec::len).sum();
        println!("{entries:>9} entries  {} bytes each on average", bytes as u64 / entries);
        timed("parse to typed entries", entries, || {
            for bytes in &canonical {
                black_box(Entry::parse(bytes).unwrap());
            }
        });
        timed("check without building", entries, || {
            for bytes in &canonical {
                black_box(EntryView::parse(bytes).unwrap());
            }
        });
        timed("leaf hashes and tree", entries, || {
            let mut frontier = Frontier::new();
            for bytes in &canonical {
                frontier.push(leaf_hash(bytes), |_, _, _| {});
            }
            black_box(frontier.root())
        });
        drop(canonical);
        let directory = tempfile::tempdir().unwrap();
        let out = directory.path().join("export");
        let generated =
            timed("generate and write export", entries, || generate(entries, SEED, &out).unwrap());
        let report = timed("verify export", entries, || verify(&out, Some(generated.key)).unwrap());
        assert!(report.holds(), "{report}");
    }
}
