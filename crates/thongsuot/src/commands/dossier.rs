//! `dossier`: everything behind one sentence of a report; and its check without the server, which judges again from the
//! entries alone.

use std::path::Path;

use super::input;
use crate::{
    args::{Dossier, Format, Verify},
    outcome::{Answer, Fault, Outcome},
};
use campaign::{
    Evidence,
    dossier::{JudgedBy, Rejudged, check_against, judge_again},
};
use journal::{
    Slug, VerifierKey,
    dossier::{self, Standing},
    verify,
};
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
    files: verify::Report,
    /// Entries that are borne out.
    entries: usize,
    /// Of those, entries of logs that are not the reader's: the node's key says that they stand there.
    vouched: usize,
    /// Private values opened and found to be what was committed.
    disclosed: usize,
    /// What is wrong with entries, proofs and the claim.
    faults: Vec<verify::Fault>,
    /// `same`, `differs`, or why it was not judged again.
    verdict: String,
    /// Whether the verdict was judged by the campaign file, or by what the node cut out of it.
    judged_by: Option<JudgedBy>,
}

/// Checks a dossier: exit 1 when anything does not hold.
pub fn verify(flags: &Verify, key: Option<VerifierKey>) -> Outcome {
    let folder = flags.path.as_path();
    let whole = match &flags.campaign {
        Some(path) => {
            Some(String::from_utf8_lossy(&input::bytes(path, campaign::file::MAX_BYTES as u64)?).into_owned())
        }
        None => None,
    };
    let cannot = |error| Fault::input(format!("cannot read {}: {error}", folder.display()));
    let files = verify::verify(folder, key).map_err(cannot)?;
    let dossier::Checked { entries, mut faults } = dossier::check(folder).map_err(cannot)?;
    let claim = read(folder, dossier::STATEMENT);
    let claim = claim.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    if claim.is_none() {
        faults.push(fault(dossier::STATEMENT, "is no claim in JSON"));
    }
    let claim = claim.unwrap_or_default();
    faults.extend(missing(&claim, &entries).into_iter().map(|what| fault(dossier::STATEMENT, &what)));
    let evidence: Vec<Evidence> = entries
        .iter()
        .map(|kept| Evidence::keep(&kept.entry, kept.standing.index().unwrap_or_default()))
        .collect();
    let judged_by = JudgedBy::named(&claim);
    let text = judged_by.and_then(|by| String::from_utf8(read(folder, by.file())?).ok());
    if let Some(whole) = whole {
        let by = judged_by.map_or(dossier::CAMPAIGN, JudgedBy::file);
        let against = check_against(&claim, text.as_deref(), &whole, &evidence);
        faults.extend(against.err().map(|what| fault(by, what)));
    }
    let verdict = match judge_again(&claim, text.as_deref(), &evidence) {
        Rejudged::Same => "same".to_owned(),
        Rejudged::Differs(what) => {
            faults.push(fault(dossier::STATEMENT, what));
            "differs".to_owned()
        }
        Rejudged::Not(why) => format!("not judged again: {why}"),
    };
    let found = Found {
        entries: entries.len(),
        vouched: entries.iter().filter(|kept| kept.standing == Standing::Vouched).count(),
        disclosed: entries.iter().map(|kept| kept.disclosed.len()).sum(),
        files,
        faults,
        verdict,
        judged_by,
    };
    print(&found, flags.format)?;
    Ok(if found.holds() { Answer::Yes } else { Answer::No })
}

fn fault(file: &str, what: &str) -> verify::Fault {
    verify::Fault { file: file.to_owned(), origin: None, index: None, id: None, what: what.to_owned() }
}

impl Found {
    fn holds(&self) -> bool {
        self.files.holds() && self.faults.is_empty()
    }
}

fn print(found: &Found, format: Format) -> Result<(), Fault> {
    if format == Format::Json {
        return input::print_json(found);
    }
    for fault in &found.faults {
        input::print_line(&format!("fault: {fault}"))?;
    }
    let Found { entries, vouched, disclosed, .. } = found;
    let proved = entries - vouched;
    input::print_line(&format!("{proved} entries stand in their logs, {disclosed} private values opened"))?;
    if *vouched > 0 {
        input::print_line(&format!(
            "{vouched} entries stand in logs of others, by the word of the node's key"
        ))?;
    }
    let by = if found.judged_by == Some(JudgedBy::Extract) {
        ", by the node's extract of the campaign file"
    } else {
        ""
    };
    input::print_line(&format!("verdict: {}{by}", found.verdict))?;
    input::print_line(found.files.to_string().trim_end())?;
    if !found.holds() && found.files.holds() {
        input::print_line(
            "does not verify: its files are as they were signed, and do not bear each other out",
        )?;
    }
    Ok(())
}

fn read(folder: &Path, file: &str) -> Option<Vec<u8>> {
    let path = folder.join(file);
    let length = std::fs::metadata(&path).ok()?.len();
    if length > MAX_CLAIM_BYTES { None } else { std::fs::read(path).ok() }
}

/// Where the claim and the entries that are here do not name each other.
fn missing(claim: &Value, entries: &[dossier::Kept]) -> Vec<String> {
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
