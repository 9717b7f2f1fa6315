//! `make bench`: the figures that a closing note quotes, each with the command that gives it.

use std::time::Instant;

use crate::fault::Fault;
use crate::frames;
use crate::load::{self, Database};
use crate::results::{self, Run};
use crate::steps::read;
use crate::{screens, tools, workspace};

/// An example program of a crate, built for speed.
macro_rules! example {
    ($package:literal, $name:literal $(, $argument:literal)*) => {
        ["cargo", "run", "--quiet", "--release", "--locked", "-p", $package, "--example", $name, "--" $(, $argument)*]
    };
}

/// Built as the tests are, since it is a part of them.
const LINK: [&str; 8] =
    ["cargo", "run", "--quiet", "--locked", "-p", "testkit-link", "--example", "link_jitter"];

/// How a figure is had.
enum How {
    /// From a command.
    Command(&'static [&'static str]),
    /// From a node with load on it.
    Load(Database),
    /// From chromium before a node with many targets.
    Frames,
}

impl How {
    fn command(&self) -> String {
        match self {
            Self::Command(words) => words.join(" "),
            Self::Load(_) => load::COMMAND.to_owned(),
            Self::Frames => frames::COMMAND.to_owned(),
        }
    }

    /// The node serves them, and the browser shows them.
    fn needs_screens(&self) -> bool {
        matches!(self, Self::Frames | Self::Load(_))
    }

    fn run(&self) -> Result<String, Fault> {
        match self {
            Self::Command(words) => read(&workspace::root(), words),
            Self::Load(database) => load::run(*database),
            Self::Frames => frames::run(),
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
    ("frames a second of 50,000 rows in chromium", How::Frames),
    ("board at 1, 10 and 100 times the size", How::Command(&example!("campaign", "board_rates"))),
    ("journal at 1, 10 and 100 times the size", How::Command(&example!("journal", "journal_rates"))),
    ("2,000 viewers, then 1,000 requests a second, SQLite", How::Load(Database::Sqlite)),
    ("2,000 viewers, then 1,000 requests a second, PostgreSQL", How::Load(Database::Postgres)),
    ("probes at 1, 10 and 100 times the targets", How::Command(&example!("measure", "probe_rates"))),
    ("how late the link of the tests is", How::Command(&LINK)),
    (
        "simulated events a second, plain case, at 1, 10 and 100 times the sites",
        How::Command(&example!("simulator", "plain_case")),
    ),
    ("a week of the example's drill", How::Command(&example!("drill", "week"))),
    (
        "a letter at 1, 10 and 100 times its length, a paper of 300 pages",
        How::Command(&example!("directive", "letter_rates")),
    ),
    ("report at 1, 10 and 100 times the obligations", How::Command(&example!("report", "report_rates"))),
];

/// Runs every figure, or those whose title contains one of the words given; these get a page of their own.
pub fn run(only: &[&str]) -> Result<(), Fault> {
    let is_asked = |title: &str| only.is_empty() || only.iter().any(|word| title.contains(word));
    let mut runs = Vec::new();
    let asked: Vec<&(&str, How)> = FIGURES.iter().filter(|(title, _)| is_asked(title)).collect();
    if asked.iter().any(|(_, how)| how.needs_screens()) {
        tools::install_missing()?;
    }
    for (title, how) in asked {
        if how.needs_screens() {
            screens::build_if_older()?;
        }
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
    results::write(&page(only), &runs)?;
    Ok(())
}

/// The name of the page: that of all figures is not overwritten by a few.
fn page(only: &[&str]) -> String {
    let words = only.iter().flat_map(|word| word.split(|c: char| !c.is_alphanumeric()));
    ["bench"].into_iter().chain(words.filter(|word| !word.is_empty())).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_figures_have_a_page_of_their_own() {
        assert_eq!(page(&[]), "bench");
        assert_eq!(page(&["link", "board of 10,000"]), "bench-link-board-of-10-000");
    }
}
