//! `make soak`: long runs, kept out of `make test` for their length alone: rounds of kill -9 and power cuts against the
//! store, and seeds of the simulator.

use std::{path::Path, time::Instant};

use crate::fault::Fault;
use crate::results::{self, Run};
use crate::steps::{ended, hear, run as run_command};
use crate::workspace;

const ROUNDS: &str = "500";
const SEED: &str = "1";
const SEEDS: &str = "10000";

/// Runs the soak; `--rounds N` and `--seeds N` change its length, `--seed S` its course.
pub fn run(arguments: &[&str]) -> Result<(), Fault> {
    let (mut rounds, mut seed, mut seeds) = (ROUNDS, SEED, SEEDS);
    for pair in arguments.chunks(2) {
        match pair {
            ["--rounds", value] => rounds = value,
            ["--seed", value] => seed = value,
            ["--seeds", value] => seeds = value,
            other => {
                return Err(Fault::usage(format!(
                    "soak takes --rounds N, --seeds N and --seed S, not `{}`",
                    other.join(" ")
                )));
            }
        }
    }
    let root = workspace::root();
    // Built first: the harness needs its writer beside it, and the time of the build is not the soak's.
    run_command(&root, &["cargo", "build", "--release", "--locked", "-p", "testkit", "--bins"])?;
    let rounds_of = format!("ROUNDS={rounds} SEED={seed}");
    let crashes = ["target/release/crash-soak", "--rounds", rounds, "--seed", seed];
    let crashes = soak(&root, "crash-soak", "kill -9 and power cuts against the store", &rounds_of, &crashes);
    let seeds_of = format!("SEEDS={seeds} SEED={seed}");
    let seeds = ["target/release/sim-soak", "--seeds", seeds, "--from", seed];
    let seeds = soak(&root, "sim-soak", "the seeded simulator", &seeds_of, &seeds);
    match (crashes, seeds) {
        (Err(one), Err(other)) => Err(Fault::no(format!("{one}; {other}"))),
        (crashes, seeds) => crashes.and(seeds),
    }
}

/// Runs one program to its end and keeps what it said, also when it found something.
fn soak(root: &Path, name: &str, title: &str, settings: &str, program: &[&str]) -> Result<(), Fault> {
    let start = Instant::now();
    let (status, output) = hear(root, program)?;
    print!("{output}");
    if status.code().is_none() {
        // It was killed: what it would have come to is not known.
        return Err(ended(program, status));
    }
    let run = Run {
        title: title.to_owned(),
        command: format!("make soak {settings}"),
        output,
        seconds: start.elapsed().as_secs_f64(),
    };
    results::write(name, &[run])?;
    if status.success() { Ok(()) } else { Err(ended(program, status)) }
}
