//! Many seeds of the simulator, for `make soak`.

use std::{fs::OpenOptions, io::Write, path::PathBuf, process::ExitCode, thread, time::Instant};

use clap::Parser;
use testkit::sim::{Counted, Failure, Plan, play, run, run_on};

/// Seeds after which it says how far it is.
const PIECE: u64 = 100;
/// Of so many seeds one is played a second time, on threads of its own.
const TWICE_EVERY: u64 = 50;
/// The threads of the second time.
const WORKERS: usize = 3;

/// Plays seeds one after the other and says how often each thing happened; a seed that does not hold is told with the
/// smallest plan that does not hold either, which is kept. Every 50th is played a second time on three threads and must
/// be the same to the byte.
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
    /// The file to which plans that do not hold are added, one a line.
    #[arg(long, default_value = "crates/testkit/tests/kept_plans.jsonl")]
    keep: PathBuf,
}

#[allow(clippy::disallowed_methods, reason = "how long the soak takes is the machine's own time")]
fn main() -> ExitCode {
    let Flags { seeds, from, threads, keep } = Flags::parse();
    let threads = threads.unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let start = Instant::now();
    let (mut counted, mut failed, mut differ) = (Counted::default(), 0, 0);
    let end = from.saturating_add(seeds);
    let mut next = from;
    while next < end {
        let to = end.min(next + PIECE);
        let played = play(next..to, threads);
        counted.add(&played.counted);
        failed += played.failures.len();
        played.failures.iter().for_each(|failure| tell(failure, &keep));
        differ += (next..to).filter(|seed| seed.is_multiple_of(TWICE_EVERY) && differs(*seed)).count();
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
    let twice = (from..end).filter(|seed| seed.is_multiple_of(TWICE_EVERY)).count();
    println!("{differ} of {twice} played a second time on {WORKERS} threads differ");
    if failed == 0 && differ == 0 { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// Whether a seed gives other bytes, or counts otherwise, on threads of its own.
fn differs(seed: u64) -> bool {
    let plan = Plan::of(seed);
    let (alone, threaded) = (run(&plan), run_on(&plan, WORKERS));
    let differs = (alone.digest, alone.counted) != (threaded.digest, threaded.counted);
    if differs {
        eprintln!("\nseed {seed} is {} alone and {} on {WORKERS} threads", alone.digest, threaded.digest);
    }
    differs
}

/// A failure, with the smallest plan that fails too.
fn tell(failure: &Failure, keep: &PathBuf) {
    let smallest = failure.smallest();
    eprintln!("\n{failure}\nthe smallest plan that fails: {smallest}");
    let line = match serde_json::to_string(&smallest) {
        Ok(line) => line,
        Err(fault) => return eprintln!("the plan can't be written: {fault}"),
    };
    let added = OpenOptions::new().create(true).append(true).open(keep);
    match added.and_then(|mut file| writeln!(file, "{line}")) {
        Ok(()) => eprintln!("added to {}", keep.display()),
        Err(fault) => eprintln!("not added to {} ({fault}):\n{line}", keep.display()),
    }
}
