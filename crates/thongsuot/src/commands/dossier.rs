//! `dossier`: everything behind one sentence of a report; and its check without the server, which judges again from the
//! entries alone.

use std::{path::Path, sync::Arc};

use super::input;
use crate::{
    args::{Dossier, Format},
    outcome::{Answer, Fault, Outcome},
};
use calendar::Instant;
use campaign::{Cell, CellKey, Evidence, board_at};
use journal::{Slug, VerifierKey, dossier};
use serde::Serialize;
use serde_json::Value;

/// Largest claim and campaign file read: a dossier holds some thousands of windows at most.
const MAX_CLAIM_BYTES: u64 = 64 * 1024 * 1024;

/// Runs it.
pub fn run(flags: Dossier) -> Outcome {
    let config = input::config(flags.config.as_deref())?;
    input::fresh_folder("--out", &flags.out)?;
    let slug = |flag: &str, text: String| {
        Slug::new(text.clone()).map_err(|fault| Fault::input(format!("{flag} {text}: {fault}")))
    };
    let known = flags.known.as_deref().map(app::Known::parse).transpose().map_err(super::fault_of)?;
    let wish = app::DossierWish {
        organisation: slug("--organisation", flags.organisation)?,
        obligation: slug("--obligation", flags.obligation)?,
        at: flags.at.as_deref().map(|text| input::moment("--at", text)).transpose()?,
        known,
    };
    let written = app::write_dossier(&config, &flags.data, wish, &flags.out);
    let elsewhere = "its obligation pages hand out the same dossier";
    let claim = input::runtime()?
        .block_on(written)
        .map_err(|fault| super::fault_beside_node(fault, &config, elsewhere))?;
    match flags.format {
        Format::Json => input::print_json(&claim)?,
        Format::Text => {
            input::print_line(claim["sentence"].as_str().unwrap_or_default())?;
            input::print_line(&flags.out.join(dossier::STATEMENT).display().to_string())?;
        }
    }
    eprintln!("hint: `thongsuot verify {}` checks the dossier", flags.out.display());
    Ok(Answer::Yes)
}

/// Whether a folder says that it is a dossier.
pub fn is_dossier(folder: &Path) -> bool {
    folder.join(dossier::STATEMENT).is_file()
}

/// What the check of a dossier found.
#[derive(Debug, Serialize)]
struct Found {
    /// Every byte, by the signed manifest.
    files: journal::verify::Report,
    /// Entries that stand in their logs.
    entries: usize,
    /// Private values opened and found to be what was committed.
    disclosed: usize,
    /// What is wrong with entries, proofs and the claim.
    faults: Vec<journal::verify::Fault>,
    /// `same`, `differs`, or why it was not judged again.
    verdict: String,
}

/// Checks a dossier: exit 1 when anything does not hold.
pub fn verify(folder: &Path, key: Option<VerifierKey>, format: Format) -> Outcome {
    let cannot = |error| Fault::input(format!("cannot read {}: {error}", folder.display()));
    let files = journal::verify::verify(folder, key).map_err(cannot)?;
    let checked = dossier::check(folder).map_err(cannot)?;
    let mut faults = checked.faults;
    let mut claimed = |what: String| {
        let fault = journal::verify::Fault {
            file: dossier::STATEMENT.to_owned(),
            origin: None,
            index: None,
            id: None,
            what,
        };
        faults.push(fault);
    };
    let verdict = match read(folder, dossier::STATEMENT)
        .and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok())
    {
        None => {
            claimed("is no claim in JSON".to_owned());
            "not judged again: there is no claim".to_owned()
        }
        Some(claim) => {
            missing(&claim, &checked.entries).into_iter().for_each(&mut claimed);
            match judge(folder, &claim, &checked.entries) {
                Judged::Same => "same".to_owned(),
                Judged::Differs(what) => {
                    claimed(what);
                    "differs".to_owned()
                }
                Judged::Not(why) => format!("not judged again: {why}"),
            }
        }
    };
    let disclosed = checked.entries.iter().map(|entry| entry.disclosed.len()).sum();
    let found = Found { files, entries: checked.entries.len(), disclosed, faults, verdict };
    let holds = found.files.holds() && found.faults.is_empty();
    match format {
        Format::Json => input::print_json(&found)?,
        Format::Text => {
            for fault in &found.faults {
                input::print_line(&format!("fault: {fault}"))?;
            }
            let (entries, disclosed) = (found.entries, found.disclosed);
            input::print_line(&format!(
                "{entries} entries stand in their logs, {disclosed} private values opened"
            ))?;
            input::print_line(&format!("verdict: {}", found.verdict))?;
            input::print_line(found.files.to_string().trim_end())?;
            if !holds && found.files.holds() {
                input::print_line(
                    "does not verify: its files are as they were signed, and do not bear each other out",
                )?;
            }
        }
    }
    Ok(if holds { Answer::Yes } else { Answer::No })
}

fn read(folder: &Path, file: &str) -> Option<Vec<u8>> {
    let path = folder.join(file);
    let length = std::fs::metadata(&path).ok()?.len();
    if length > MAX_CLAIM_BYTES { None } else { std::fs::read(path).ok() }
}

/// Where the claim and the entries that are here do not name each other.
fn missing(claim: &Value, entries: &[dossier::Proven]) -> Vec<String> {
    let named: Vec<&Value> = claim["entries"].as_array().into_iter().flatten().collect();
    let mut faults = Vec::new();
    for line in &named {
        let file = line["file"].as_str().unwrap_or_default();
        let found = entries.iter().find(|entry| entry.file == file);
        let same = found.is_some_and(|found| {
            line["id"] == found.entry.id.to_string().as_str() && line["kind"] == found.entry.kind.as_str()
        });
        if !same {
            faults.push(format!("names {file}, which is not here as it says"));
        }
    }
    for entry in entries.iter().filter(|entry| named.iter().all(|line| line["file"] != entry.file.as_str())) {
        faults.push(format!("does not name {}", entry.file));
    }
    faults
}

/// What judging again gave.
enum Judged {
    Same,
    Differs(String),
    Not(&'static str),
}

/// Judges the cell again from the campaign file and the entries.
fn judge(folder: &Path, claim: &Value, entries: &[dossier::Proven]) -> Judged {
    if claim["complete"] != true {
        return Judged::Not("entries it was judged from are withheld or too many");
    }
    let Some(file) = claim["campaign"]["file"].as_str().filter(|file| *file == dossier::CAMPAIGN) else {
        return Judged::Not("the campaign file is withheld");
    };
    let parsed = read(folder, file).and_then(|bytes| String::from_utf8(bytes).ok());
    let Some(campaign) = parsed.and_then(|text| campaign::parse_issued(&text, file).ok()) else {
        return Judged::Differs("was judged by a campaign file that does not read".to_owned());
    };
    if claim["campaign"]["digest"] != campaign.digest.hex().as_str() {
        return Judged::Differs("names another campaign file than the one beside it".to_owned());
    }
    let field = |name: &str| claim["cell"][name].as_str().and_then(|text| Slug::new(text).ok());
    let at = claim["at"].as_str().and_then(|text| Instant::parse(text).ok());
    let (Some(organisation), Some(obligation), Some(at)) = (field("organisation"), field("obligation"), at)
    else {
        return Judged::Differs("says not whose cell it is, or of which moment".to_owned());
    };
    let version =
        |finding: &Value| (finding["check"].as_str().map(str::to_owned), finding["check_version"].as_u64());
    let evidence: Vec<Evidence> =
        entries.iter().map(|proven| Evidence::keep(&proven.entry, proven.index)).collect();
    let key = CellKey { organisation, obligation };
    let board = board_at(vec![Arc::new(campaign)], &evidence, at);
    // Who holds a cell is no part of its verdict.
    let judged = board.cell(&key, at).map(|cell| Cell { holder: None, ..cell });
    let Some(cell) = judged.and_then(|cell| serde_json::to_value(cell).ok()) else {
        return Judged::Differs("is about a cell that its campaign does not have".to_owned());
    };
    let findings = |cell: &Value| cell["findings"].as_array().cloned().unwrap_or_default();
    let versions = |cell: &Value| findings(cell).iter().map(version).collect::<Vec<_>>();
    if versions(&cell) != versions(&claim["cell"]) {
        return Judged::Not("this program judges by another version of the checks");
    }
    if cell == claim["cell"] {
        Judged::Same
    } else {
        Judged::Differs("gives another verdict than its entries do".to_owned())
    }
}
