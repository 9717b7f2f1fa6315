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
            input::fresh_folder("--out", &out)?;
            journal::generate::generate(entries, seed, &out).map_err(|fault| cannot_write(&out, &fault))?;
        }
        Journal::Export { data, config, out } => {
            let config = input::config(config.as_deref())?;
            input::fresh_folder("--out", &out)?;
            let elsewhere = "its Journal page shows every log and proves its entries";
            input::runtime()?
                .block_on(app::export(&config, &data, &out))
                .map_err(|fault| super::fault_beside_node(fault, &config, elsewhere))?;
        }
        Journal::Prove { path, origin, index } => prove(&path, origin, index)?,
    }
    Ok(Answer::Yes)
}

fn cannot_write(out: &Path, fault: &dyn std::fmt::Display) -> Fault {
    Fault::environment(format!("cannot write {}: {fault}", out.display()))
}

fn prove(path: &Path, origin: Option<String>, index: u64) -> Result<(), Fault> {
    let logs = logs_of(path).map_err(|error| {
        Fault::input(format!("{}: no exported journal: {error}", path.display()))
            .hint("`thongsuot journal export` writes one")
    })?;
    let names = || logs.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let origin = match (origin, logs.as_slice()) {
        (Some(text), _) => {
            let known = logs.iter().find(|log| log.as_str() == text);
            known.cloned().ok_or_else(|| {
                Fault::input(format!("--origin {text}: no such log in {}", path.display()))
                    .hint(format!("its logs are {}", names()))
            })?
        }
        (None, [only]) => only.clone(),
        (None, []) => return Err(Fault::input(format!("{}: no log in it", path.display()))),
        (None, _) => {
            return Err(Fault::input(format!("{}: holds several logs", path.display()))
                .hint(format!("name one with --origin: {}", names())));
        }
    };
    let proof = journal::prove::prove(path, &origin, index).map_err(|fault| {
        let cause = std::error::Error::source(&fault).map_or_else(String::new, |cause| format!(": {cause}"));
        let answer = Fault::input(format!("{}: {fault}{cause}", path.display()));
        match fault {
            journal::prove::ProveFault::OutOfRange { size: 1.., .. } => {
                answer.hint("entries are numbered from 0")
            }
            _ => answer,
        }
    })?;
    input::print_line(proof.text().trim_end())
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
