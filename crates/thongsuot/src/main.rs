//! The `thongsuot` command line: flags and subcommands, nothing else.
//!
//! Data go to standard output, everything else to standard error. Exit 0 is done, 1 the answer is no, 2 usage or bad
//! input, 3 the environment (port, disk, permission).

mod args;
mod commands;
mod outcome;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::run(args::Cli::parse()) {
        Ok(answer) => answer.into(),
        Err(fault) => fault.report(),
    }
}
