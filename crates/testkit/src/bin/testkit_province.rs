//! Opens the sockets of a simulated province until it is told to stop.
//! `testkit-province --spec FILE`; prints `province ready CONTROL` once every socket listens. Exit 2 for
//! a faulty specification, 3 when an address can't be opened.
#![allow(clippy::disallowed_methods, reason = "a program of its own, with a real runtime")]

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use testkit::province::{Province, Spec};
use tokio::signal::unix::{SignalKind, signal};

/// Opens the sockets that an example campaign measures.
#[derive(Parser)]
#[command(name = "testkit-province")]
struct Arguments {
    /// The province's specification, TOML.
    #[arg(long, value_name = "FILE")]
    spec: PathBuf,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let text = match std::fs::read_to_string(&arguments.spec) {
        Ok(text) => text,
        Err(fault) => return stop(2, &format!("{}: {fault}", arguments.spec.display())),
    };
    let spec = match Spec::parse(&text) {
        Ok(spec) => spec,
        Err(fault) => {
            return stop(2, &format!("{}: {}", arguments.spec.display(), chain(&fault)));
        }
    };
    let province = match Province::open(&spec).await {
        Ok(province) => province,
        Err(fault) => return stop(3, &chain(&fault)),
    };
    println!("province ready {}", province.control());
    wait_for_the_end().await;
    ExitCode::SUCCESS
}

async fn wait_for_the_end() {
    let Ok(mut terminated) = signal(SignalKind::terminate()) else {
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminated.recv() => {}
    }
}

fn stop(code: u8, what: &str) -> ExitCode {
    eprintln!("error: {what}");
    ExitCode::from(code)
}

fn chain(fault: &dyn std::error::Error) -> String {
    let mut text = fault.to_string();
    let mut next = fault.source();
    while let Some(fault) = next {
        text = format!("{text}: {fault}");
        next = fault.source();
    }
    text
}
