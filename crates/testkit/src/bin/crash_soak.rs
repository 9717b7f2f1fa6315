//! Many crashes in a row, with the totals at the end: `crash-soak --rounds 500 --seed 1`.
//! Exit 1 when anything acknowledged was lost, altered or counted twice.
#![allow(clippy::disallowed_methods, reason = "a program of its own, with a real clock")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use testkit::crash::{Harness, Honesty, shim_path, writer_path};

/// Kills a writer and cuts its power, again and again.
#[derive(Parser)]
#[command(name = "crash-soak")]
struct Arguments {
    /// How many crashes.
    #[arg(long, default_value_t = 500)]
    rounds: u64,
    /// Decides moments, cuts and what is written.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// A folder for the data; it is emptied. A temporary one where absent.
    #[arg(long)]
    work: Option<PathBuf>,
    /// Let the disk forget its syncs of paths that contain this, to see that the loss is found.
    #[arg(long, value_name = "PART")]
    lies_about: Option<String>,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(code) => code,
        Err(fault) => {
            eprintln!("crash-soak: {fault:#}");
            ExitCode::from(3)
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let temporary = tempfile::tempdir()?;
    let harness = Harness {
        writer: writer_path()?,
        shim: shim_path()?,
        work: arguments.work.unwrap_or_else(|| temporary.path().join("crash")),
        seed: arguments.seed,
        rounds: arguments.rounds,
        honesty: arguments.lies_about.map_or(Honesty::Honest, Honesty::LiesAbout),
    };
    match harness.run()? {
        Ok(totals) => {
            println!("{totals}");
            Ok(ExitCode::SUCCESS)
        }
        Err(failure) => {
            println!("{failure}");
            Ok(ExitCode::from(1))
        }
    }
}
