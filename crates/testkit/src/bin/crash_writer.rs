//! The program that the crash harness kills: records into a store and prints what was acknowledged.
#![allow(clippy::disallowed_methods, reason = "a program of its own, with a real runtime")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use testkit::crash::{WriterOptions, write_until_killed};

/// Records until it is killed.
#[derive(Parser)]
#[command(name = "crash-writer")]
struct Arguments {
    /// The data directory.
    #[arg(long)]
    data: PathBuf,
    /// Decides what is recorded.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Clients that record at the same time.
    #[arg(long, default_value_t = 8)]
    clients: u64,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { data, seed, clients } = Arguments::parse();
    match write_until_killed(WriterOptions { data, seed, clients }).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("crash-writer: {fault:#}");
            ExitCode::from(3)
        }
    }
}
