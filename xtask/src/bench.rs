//! `make bench`: the figures that a closing note quotes, each with the command that gives it.

use std::time::Instant;

use crate::fault::Fault;
use crate::results::{self, Run};
use crate::steps::read;
use crate::{screens, workspace};

/// An example program of a crate, built for speed.
macro_rules! example {
    ($package:literal, $name:literal $(, $argument:literal)*) => {
        ["cargo", "run", "--quiet", "--release", "--locked", "-p", $package, "--example", $name, "--" $(, $argument)*]
    };
}

/// What is measured, and how.
const FIGURES: &[(&str, &[&str])] = &[
    ("durable entries a second, 64 clients and one", &example!("store", "store_rates", "10", "64", "1")),
    (
        "board of 10,000 obligations and 1,000,000 entries",
        &example!("store", "store_board", "10000", "1000000"),
    ),
    ("search box over 50,000 targets", &example!("store", "search_rates", "50000")),
    ("frames a second of 50,000 rows in chromium", &["node", "web/dev/frames.mjs"]),
    ("board at 1, 10 and 100 times the size", &example!("campaign", "board_rates")),
    ("journal at 1, 10 and 100 times the size", &example!("journal", "journal_rates")),
    ("probes at 1, 10 and 100 times the targets", &example!("measure", "probe_rates")),
    ("report at 1, 10 and 100 times the obligations", &example!("report", "report_rates")),
];

/// Runs every figure (the screens are built first), or those whose title contains one of the words given.
pub fn run(only: &[&str]) -> Result<(), Fault> {
    let root = workspace::root();
    screens::build_if_older()?;
    let mut runs = Vec::new();
    for (title, command) in
        FIGURES.iter().filter(|(title, _)| only.is_empty() || only.iter().any(|word| title.contains(word)))
    {
        println!("{title}: {}", command.join(" "));
        let start = Instant::now();
        let output = read(&root, command)?;
        print!("{output}");
        runs.push(Run {
            title: (*title).to_owned(),
            command: command.join(" "),
            output,
            seconds: start.elapsed().as_secs_f64(),
        });
    }
    if runs.is_empty() {
        return Err(Fault::usage("no figure has such a title"));
    }
    results::write("bench", &runs)?;
    Ok(())
}
