//! `make bench`: the figures that a closing note quotes, each with the command that gives it.

use std::time::Instant;

use crate::fault::Fault;
use crate::results::{self, Run};
use crate::steps::read;
use crate::workspace;

/// What is measured, and how.
const FIGURES: &[(&str, &[&str])] = &[];

/// Runs every figure, or those whose title contains one of the words given.
pub fn run(only: &[&str]) -> Result<(), Fault> {
    let root = workspace::root();
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
