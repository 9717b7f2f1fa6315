//! Rates of the journal per core second, at 1×, 10× and 100× (10,000, 100,000 and 1,000,000 entries):
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

/// Time this process spent on a core, in seconds: unlike wall time it does not move with the load of
/// the machine. `None` where the kernel does not say.
fn core_seconds() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = text.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// Prints how many entries a core second, what one costs, and the wall time beside it.
fn timed<T>(what: &str, entries: u64, work: impl FnOnce() -> T) -> T {
    let (wall, core) = (Instant::now(), core_seconds());
    let done = work();
    let wall = wall.elapsed().as_secs_f64();
    let core = core_seconds().zip(core).map_or(wall, |(after, before)| after - before);
    let (rate, cost) = (entries as f64 / core, core * 1e6 / entries as f64);
    println!(
        "{entries:>9} entries  {what:<26} {rate:>10.0} /core-s  {cost:>7.3} µs each  {core:>7.3} s core  {wall:>7.3} s wall"
    );
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
