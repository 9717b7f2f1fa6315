//! `store backup|restore|move|accept-rollback`.

use super::input;
use crate::{
    args::{Format, JournalPlace, Store},
    outcome::{Answer, Fault, Outcome},
};
use serde::Serialize;

/// A log as it stands in a backup.
#[derive(Serialize)]
struct Log {
    origin: String,
    size: u64,
    root: String,
}

impl Log {
    fn new(origin: &impl ToString, size: u64, root: &impl ToString) -> Self {
        Self { origin: origin.to_string(), size, root: root.to_string() }
    }
}

/// What was moved, as `--format json` prints it.
#[derive(Serialize)]
struct Brought {
    rows: u64,
    logs: Vec<Log>,
}

/// What was copied, as `--format json` prints it.
#[derive(Serialize)]
struct Copied {
    node: String,
    made: String,
    files: u64,
    bytes: u64,
    logs: Vec<Log>,
}

/// Runs it.
pub fn run(command: Store) -> Outcome {
    let (format, verb, done) = match command {
        Store::Backup { data, to, config, with_keys, format } => {
            let config = input::config(config.as_deref())?;
            let done = input::runtime()?.block_on(app::back_up(&config, &data, &to, with_keys));
            if done.is_ok() && !with_keys {
                eprintln!(
                    "note: node.key and accounts.key are not in it; keep a copy of both apart, no restore does without"
                );
            }
            (format, "backed up", done)
        }
        Store::AcceptRollback { data, config, log, reason } => {
            let config = input::config(Some(&config))?;
            let accepted = input::runtime()?.block_on(app::accept_rollback(&config, &data, &log, &reason));
            let receipt = accepted.map_err(super::fault_of)?;
            input::print_line(&format!("{}: goes on from entry {}", receipt.origin, receipt.index))?;
            return Ok(Answer::Yes);
        }
        Store::Move { data, config, to, format } => {
            let config = input::config(Some(&config))?;
            let to = match to {
                JournalPlace::Sqlite => app::Destination::Sqlite,
                JournalPlace::Postgresql => app::Destination::Postgres,
            };
            let moved = input::runtime()?.block_on(app::move_journal(&config, &data, to));
            let moved = moved.map_err(super::fault_of)?;
            print_moved(&Brought { rows: moved.rows, logs: logs(&moved.logs) }, format)?;
            return Ok(Answer::Yes);
        }
        Store::Restore { from, data, config, keys, format } => {
            let config = input::config(config.as_deref())?;
            let done = input::runtime()?.block_on(app::restore(&config, &from, &data, keys));
            if done.is_ok() {
                eprintln!(
                    "note: accounts and erasures stand as they did then; what was disabled or erased since is to be \
                     disabled or erased again"
                );
            }
            (format, "restored", done)
        }
    };
    let done = done.map_err(super::fault_of)?;
    let copied = Copied {
        node: done.node,
        made: done.made.to_string(),
        files: done.files,
        bytes: done.bytes,
        logs: logs(&done.logs),
    };
    print(&copied, verb, format)?;
    Ok(Answer::Yes)
}

fn logs(found: &app::Sizes) -> Vec<Log> {
    let log = |(origin, (size, root)): (&_, &(u64, _))| Log::new(origin, *size, root);
    found.iter().map(log).collect()
}

fn print_logs(logs: &[Log]) -> Result<(), Fault> {
    for Log { origin, size, root } in logs {
        input::print_line(&format!("{origin}: {size} entries, root {root}"))?;
    }
    Ok(())
}

fn print_moved(brought: &Brought, format: Format) -> Result<(), Fault> {
    if format == Format::Json {
        return input::print_json(brought);
    }
    print_logs(&brought.logs)?;
    input::print_line(&format!("moved: {} rows, each compared with where it came from", brought.rows))
}

fn print(copied: &Copied, verb: &str, format: Format) -> Result<(), Fault> {
    if format == Format::Json {
        return input::print_json(copied);
    }
    print_logs(&copied.logs)?;
    let Copied { node, made, files, bytes, .. } = copied;
    input::print_line(&format!("{verb}: {node} as of {made}, {files} files, {bytes} bytes"))
}
