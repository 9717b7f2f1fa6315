//! The repository's own commands: what `make` calls, and nothing that ships.
//! Each subcommand is a module; what fails says what and how to go on, and the exit code is that of the
//! product's own commands: 1 a check says no, 2 usage, 3 the environment.
#![allow(clippy::disallowed_methods, reason = "a build tool lives on the real clock and environment")]

mod api_suite;
mod bench;
mod demo;
mod e2e;
mod fault;
mod frames;
mod load;
mod node;
mod peers;
mod process;
mod results;
mod schemathesis;
mod screens;
mod soak;
mod steps;
mod suite;
mod tidy;
mod tools;
mod workspace;

use std::process::ExitCode;

use fault::Fault;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test         everything that decides a landing (make test)
  tidy         the repository's own rules: layering, lengths, purpose lines, words, links
  demo         build and run the example campaign (make demo)
  e2e          the browser test against a node of its own; all of it, or the stories named
  soak         long runs, with a dated result under docs/results (make soak)
  test-peers   comparisons with other people's programs (make test-peers)
  bench        the figures of the closing note (make bench)
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["test"] => suite::run(),
        ["tidy"] => tidy::run(),
        ["demo"] => demo::run(),
        ["e2e", stories @ ..] => e2e::run(stories),
        ["soak", rest @ ..] => soak::run(rest),
        ["test-peers", rest @ ..] => peers::run(rest),
        ["bench", rest @ ..] => bench::run(rest),
        _ => Err(Fault::usage(USAGE)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => fault.report(),
    }
}
