//! `store backup|restore|accept-rollback`.

use super::input;
use crate::{
    args::{Format, Store},
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
        Store::Backup { data, to, with_keys, format } => {
            let done = input::runtime()?.block_on(app::back_up(&data, &to, with_keys));
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
        Store::Restore { from, data, keys, format } => {
            let done = input::runtime()?.block_on(app::restore(&from, &data, keys));
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
        logs: done
            .logs
            .iter()
            .map(|(origin, (size, root))| Log { origin: origin.to_string(), size: *size, root: root.hex() })
            .collect(),
    };
    print(&copied, verb, format)?;
    Ok(Answer::Yes)
}

fn print(copied: &Copied, verb: &str, format: Format) -> Result<(), Fault> {
    if format == Format::Json {
        return input::print_json(copied);
    }
    for Log { origin, size, root } in &copied.logs {
        input::print_line(&format!("{origin}: {size} entries, root {root}"))?;
    }
    let Copied { node, made, files, bytes, .. } = copied;
    input::print_line(&format!("{verb}: {node} as of {made}, {files} files, {bytes} bytes"))
}
