//! Dated result files under `docs/results`: what was run, on which machine, and what came out.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::thread::available_parallelism;

use anyhow::Context;

use crate::fault::Fault;
use crate::steps::read;
use crate::workspace;

/// One command and what it printed.
pub struct Run {
    /// What the run is about.
    pub title: String,
    /// The command, as one would type it.
    pub command: String,
    /// What it printed on standard output.
    pub output: String,
    /// How long it took.
    pub seconds: f64,
}

/// Writes `docs/results/DATE-NAME.md` and returns its path.
pub fn write(name: &str, runs: &[Run]) -> Result<PathBuf, Fault> {
    let day = workspace::today()?;
    let folder = workspace::root().join("docs/results");
    std::fs::create_dir_all(&folder).with_context(|| format!("creating {}", folder.display()))?;
    let path = folder.join(format!("{day}-{name}.md"));
    let mut page = format!("# {name}, {day}\n\n{}\n", machine());
    for run in runs {
        let _ = write!(
            page,
            "\n## {}\n\n`{}`, {:.1} s\n\n```\n{}\n```\n",
            run.title,
            run.command,
            run.seconds,
            run.output.trim()
        );
    }
    std::fs::write(&path, page).with_context(|| format!("writing {}", path.display()))?;
    println!("written: {}", path.display());
    Ok(path)
}

/// The machine in a line: figures mean nothing without it.
fn machine() -> String {
    let root = workspace::root();
    let cores = available_parallelism().map_or(0, usize::from);
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let kernel = read(&root, &["uname", "-sr"]).unwrap_or_default();
    let rustc = read(&root, &["rustc", "--version"]).unwrap_or_default();
    let commit = read(&root, &["git", "rev-parse", "--short", "HEAD"]).unwrap_or_default();
    format!(
        "Machine: {cores} cores, {}, {}; {}; commit {}.",
        model.trim_start_matches([' ', '\t', ':']),
        kernel.trim(),
        rustc.trim(),
        commit.trim()
    )
}
