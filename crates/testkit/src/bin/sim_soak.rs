//! Many seeds of the simulator, for `make soak`.

use std::{process::ExitCode, thread, time::Instant};

use clap::Parser;
use testkit::sim::{Counted, Failure, play};

/// Seeds after which it says how far it is.
const PIECE: u64 = 100;

/// Plays seeds one after the other and says how often each thing happened; a seed that does not hold is told with the
/// smallest plan that does not hold either.
#[derive(Parser)]
struct Flags {
    /// How many seeds.
    #[arg(long, default_value_t = 10_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// How many at a time; by default as many as there are cores.
    #[arg(long)]
    threads: Option<usize>,
}

#[allow(clippy::disallowed_methods, reason = "how long the soak takes is the machine's own time")]
fn main() -> ExitCode {
    let Flags { seeds, from, threads } = Flags::parse();
    let threads = threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let start = Instant::now();
    let (mut counted, mut failed) = (Counted::default(), 0);
    let end = from.saturating_add(seeds);
    let mut next = from;
    while next < end {
        let to = end.min(next + PIECE);
        let played = play(next..to, threads);
        counted.add(&played.counted);
        failed += played.failures.len();
        played.failures.iter().for_each(tell);
        next = to;
        eprintln!("{} of {seeds} seeds after {:.0} s", next - from, start.elapsed().as_secs_f64());
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{seeds} seeds from {from} on {threads} threads in {seconds:.1} s: {:.1} seeds/s",
        seeds as f64 / seconds
    );
    print!("{counted}");
    println!("{failed} of {seeds} seeds do not hold");
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// A failure, with the smallest plan that fails too.
fn tell(failure: &Failure) {
    let smallest = failure.smallest();
    eprintln!("\n{failure}\nthe smallest plan that fails: {smallest}");
    match serde_json::to_string(&smallest) {
        Ok(line) => eprintln!("to be kept in crates/testkit/tests/kept_plans.jsonl:\n{line}"),
        Err(fault) => eprintln!("the plan can't be written: {fault}"),
    }
}
