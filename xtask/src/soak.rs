//! `make soak`: long runs, kept out of `make test` for their length alone.
//! Now: five hundred rounds of kill -9 and power cuts against the store.

use std::time::Instant;

use crate::fault::Fault;
use crate::results::{self, Run};
use crate::steps::{read, run as run_command};
use crate::workspace;

const ROUNDS: &str = "500";
const SEED: &str = "1";

/// Runs the soak; `--rounds N` and `--seed S` change its length and its course.
pub fn run(arguments: &[&str]) -> Result<(), Fault> {
    let (mut rounds, mut seed) = (ROUNDS, SEED);
    for pair in arguments.chunks(2) {
        match pair {
            ["--rounds", value] => rounds = value,
            ["--seed", value] => seed = value,
            other => {
                return Err(Fault::usage(format!(
                    "soak takes --rounds N and --seed S, not `{}`",
                    other.join(" ")
                )));
            }
        }
    }
    let root = workspace::root();
    // Built first: the harness needs its writer beside it, and the time of the build is not the soak's.
    run_command(&root, &["cargo", "build", "--release", "--locked", "-p", "testkit", "--bins"])?;
    let start = Instant::now();
    let output = read(&root, &["target/release/crash-soak", "--rounds", rounds, "--seed", seed])?;
    print!("{output}");
    let run = Run {
        title: "kill -9 and power cuts against the store".to_owned(),
        command: format!("make soak ROUNDS={rounds} SEED={seed}"),
        output,
        seconds: start.elapsed().as_secs_f64(),
    };
    results::write("crash-soak", &[run])?;
    Ok(())
}
