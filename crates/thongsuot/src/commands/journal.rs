//! `journal generate|export|prove`.

use super::input;
use crate::{
    args::Journal,
    outcome::{Answer, Fault, Outcome},
};
use journal::Origin;
use std::path::Path;

/// Runs it.
pub fn run(command: Journal) -> Outcome {
    match command {
        Journal::Generate { entries, seed, out } => {
            journal::generate::generate(entries, seed, &out).map_err(|fault| cannot_write(&out, &fault))?;
        }
        Journal::Export { data, config, out } => {
            let config = input::config(config.as_deref())?;
            input::runtime()?.block_on(app::export(&config, &data, &out)).map_err(super::fault_of)?;
        }
        Journal::Prove { path, origin, index } => prove(&path, origin, index)?,
    }
    Ok(Answer::Yes)
}

fn cannot_write(out: &Path, fault: &dyn std::fmt::Display) -> Fault {
    Fault::environment(format!("cannot write {}: {fault}", out.display()))
}

fn prove(path: &Path, origin: Option<String>, index: u64) -> Result<(), Fault> {
    let origin = match origin {
        Some(text) => {
            Origin::new(text.clone()).map_err(|fault| Fault::input(format!("--origin {text}: {fault}")))?
        }
        None => only_log(path)?,
    };
    let proof = journal::prove::prove(path, &origin, index)
        .map_err(|fault| Fault::input(format!("{}: {fault}", path.display())))?;
    input::print_line(proof.text().trim_end())
}

fn only_log(path: &Path) -> Result<Origin, Fault> {
    let logs = logs_of(path).map_err(|error| Fault::input(format!("{}: {error}", path.display())))?;
    match logs.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Fault::input(format!("{}: no log in it", path.display()))),
        many => {
            let names = many.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            Err(Fault::input(format!("{}: holds several logs", path.display()))
                .hint(format!("name one with --origin: {names}")))
        }
    }
}

/// The logs of an export: its folders `logs/<node>/<organisation>`.
fn logs_of(path: &Path) -> std::io::Result<Vec<Origin>> {
    let mut logs = Vec::new();
    for node in std::fs::read_dir(path.join("logs"))? {
        let node = node?;
        for organisation in std::fs::read_dir(node.path())? {
            let name = format!(
                "{}/{}",
                node.file_name().to_string_lossy(),
                organisation?.file_name().to_string_lossy()
            );
            logs.extend(Origin::new(name));
        }
    }
    logs.sort();
    Ok(logs)
}
