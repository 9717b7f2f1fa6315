//! `make bench`: the figures that a closing note quotes, each with the command that gives it.

use std::time::Instant;

use crate::fault::Fault;
use crate::load::{self, Database};
use crate::results::{self, Run};
use crate::steps::read;
use crate::{screens, workspace};

/// An example program of a crate, built for speed.
macro_rules! example {
    ($package:literal, $name:literal $(, $argument:literal)*) => {
        ["cargo", "run", "--quiet", "--release", "--locked", "-p", $package, "--example", $name, "--" $(, $argument)*]
    };
}

/// How a figure is had.
enum How {
    /// From a command.
    Command(&'static [&'static str]),
    /// From a node with load on it.
    Load(Database),
}

impl How {
    fn command(&self) -> String {
        match self {
            Self::Command(words) => words.join(" "),
            Self::Load(_) => load::COMMAND.to_owned(),
        }
    }

    fn run(&self) -> Result<String, Fault> {
        match self {
            Self::Command(words) => read(&workspace::root(), words),
            Self::Load(database) => load::run(*database),
        }
    }
}

/// What is measured, and how.
const FIGURES: &[(&str, How)] = &[
    (
        "durable entries a second, 64 clients and one",
        How::Command(&example!("store", "store_rates", "10", "64", "1")),
    ),
    (
        "board of 10,000 obligations and 1,000,000 entries",
        How::Command(&example!("store", "store_board", "10000", "1000000")),
    ),
    ("search box over 50,000 targets", How::Command(&example!("store", "search_rates", "50000"))),
    ("frames a second of 50,000 rows in chromium", How::Command(&["node", "web/dev/frames.mjs"])),
    ("board at 1, 10 and 100 times the size", How::Command(&example!("campaign", "board_rates"))),
    ("journal at 1, 10 and 100 times the size", How::Command(&example!("journal", "journal_rates"))),
    ("2,000 viewers and 1,000 requests a second, SQLite", How::Load(Database::Sqlite)),
    ("2,000 viewers and 1,000 requests a second, PostgreSQL", How::Load(Database::Postgres)),
    ("probes at 1, 10 and 100 times the targets", How::Command(&example!("measure", "probe_rates"))),
    ("report at 1, 10 and 100 times the obligations", How::Command(&example!("report", "report_rates"))),
];

/// Runs every figure (the screens are built first), or those whose title contains one of the words given.
pub fn run(only: &[&str]) -> Result<(), Fault> {
    screens::build_if_older()?;
    let mut runs = Vec::new();
    for (title, how) in
        FIGURES.iter().filter(|(title, _)| only.is_empty() || only.iter().any(|word| title.contains(word)))
    {
        let command = how.command();
        println!("{title}: {command}");
        let start = Instant::now();
        let output = how.run()?;
        print!("{output}");
        runs.push(Run {
            title: (*title).to_owned(),
            command,
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
