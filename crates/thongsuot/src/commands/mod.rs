//! One file a subcommand; each reads its flags, asks the crates below and prints.

mod account;
mod campaign;
mod directive;
mod doctor;
mod dossier;
mod drill;
mod input;
mod journal;
mod measure;
mod report;
mod serve;
mod store;
mod tls;
mod verify;

use crate::{
    args::{Cli, Command},
    outcome::{Answer, Fault, Outcome},
};
use clap::CommandFactory;

/// Carries out what was typed.
pub fn run(cli: Cli) -> Outcome {
    match cli.command {
        Command::Serve(flags) => serve::run(flags),
        Command::Directive(command) => directive::run(command),
        Command::Campaign(command) => campaign::run(command),
        Command::Report(flags) => report::run(flags),
        Command::Dossier(flags) => dossier::run(flags),
        Command::Verify(flags) => verify::run(&flags),
        Command::Journal(command) => journal::run(command),
        Command::Measure(command) => measure::run(command),
        Command::Account(command) => account::run(command),
        Command::Store(command) => store::run(command),
        Command::Tls(command) => tls::run(command),
        Command::Drill(flags) => drill::run(&flags),
        Command::Doctor(flags) => doctor::run(&flags),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "thongsuot", &mut std::io::stdout());
            Ok(Answer::Yes)
        }
    }
}

/// A fault of the program's parts with the exit code that is its own.
fn fault_of(fault: app::AppFault) -> Fault {
    let mut answer = match &fault {
        app::AppFault::Campaign(faults) | app::AppFault::Config(faults) => {
            Fault::inputs(faults.iter().map(ToString::to_string).collect())
        }
        fault if fault.is_input() => Fault::input(fault),
        fault => Fault::environment(fault),
    };
    if let Some(hint) = fault.hint() {
        answer = answer.hint(hint);
    }
    answer
}

/// As [`fault_of`]; where a running node holds the data directory it also says what that node shows of it.
fn fault_beside_node(fault: app::AppFault, config: &app::NodeConfig, elsewhere: &str) -> Fault {
    if !fault.is_in_use() {
        return fault_of(fault);
    }
    fault_of(fault).hint(format!(
        "if that is the running node, {elsewhere} (http://{}, unless it was started with --listen); this command \
         needs it stopped",
        config.http.listen
    ))
}
