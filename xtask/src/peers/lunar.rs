//! The lunar calendar of 1900 to 2100 against PyPI's `lunar-vn`, made afresh and compared with the table that
//! `make test` reads.

use std::time::Instant;

use anyhow::Context;

use crate::fault::Fault;
use crate::results::Run;
use crate::steps::{read, run as run_command};
use crate::workspace;

/// The version whose dates are kept in `testdata/calendar`.
const LUNAR_VN: &str = "lunar-vn==1.4.0";
const TABLE: &str = "testdata/calendar/lunar-vn-1900-2100.csv";
const SCRIPT: &str = "testdata/calendar/make_table.py";

/// Compares the two, with a Python to run the other.
pub fn run(python: &str) -> Result<Run, Fault> {
    let root = workspace::root();
    run_command(&root, &[python, "-m", "pip", "install", "--quiet", LUNAR_VN])?;
    let start = Instant::now();
    let fresh = read(&root, &[python, SCRIPT])?;
    let kept = std::fs::read_to_string(root.join(TABLE)).with_context(|| format!("reading {TABLE}"))?;
    if fresh != kept {
        return Err(Fault::no(format!("{LUNAR_VN} no longer gives {TABLE}")));
    }
    let words = ["cargo", "test", "--locked", "-p", "calendar", "--test", "second_oracle"];
    let tests = read(&root, &words)?;
    let passed = tests.lines().filter(|line| line.starts_with("test ")).collect::<Vec<_>>().join("\n");
    let months = kept.lines().filter(|line| !line.starts_with('#')).count();
    Ok(Run {
        title: format!("lunar calendar against {LUNAR_VN}"),
        command: format!("python {SCRIPT}; {}", words.join(" ")),
        output: format!(
            "{months} lunar months from 1900 to 2100, the table made afresh is the one kept\n{passed}"
        ),
        seconds: start.elapsed().as_secs_f64(),
    })
}
