//! The entries of a dossier: each in its canonical bytes with a C2SP `tlog-proof` beside it, the keys of their logs, and
//! what opens their commitments. The files lie in an export without logs, whose signed manifest covers every byte; this
//! checks that each entry stands in its log.
//!
//! ```text
//! dossier.json                     what is claimed
//! campaign.toml                    the campaign file it was judged by
//! entry-<organisation>-<index>.json   canonical bytes
//! entry-<organisation>-<index>.proof  that they stand in the log
//! log-<organisation>.vkey          verifier key of the log
//! disclosures.jsonl                one line for each commitment that is opened
//! ```

use crate::draft::{Disclosure, commitment_matches};
use crate::entry::Entry;
use crate::export::{DisclosureLine, NODE_KEY, State, value_text};
use crate::fact::Fact;
use crate::id::EntryId;
use crate::key::VerifierKey;
use crate::name::Origin;
use crate::prove::InclusionProof;
use crate::verify::Fault;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What is claimed.
pub const STATEMENT: &str = "dossier.json";
/// The campaign file it was judged by.
pub const CAMPAIGN: &str = "campaign.toml";
/// What opens commitments.
pub const DISCLOSURES: &str = "disclosures.jsonl";

const ENTRY: &str = "entry-";

/// Longest proof: 64 hashes and a signed head.
const MAX_PROOF_BYTES: u64 = 16 * 1024;

/// The name of an entry's files, without their ending.
pub fn entry_name(origin: &Origin, index: u64) -> String {
    format!("{ENTRY}{}-{index:010}", origin.organisation())
}

/// The file of a log's key.
pub fn key_name(origin: &Origin) -> String {
    format!("log-{}.vkey", origin.organisation())
}

/// The line that opens a commitment of the entry at an index.
pub fn disclosure_line(index: u64, disclosure: &Disclosure) -> Vec<u8> {
    let value = value_text(&disclosure.value);
    let state = State::Disclosed(disclosure.salt, &value);
    let mut line = Vec::new();
    DisclosureLine { index, id: disclosure.id, field: &disclosure.field, state }.push(&mut line);
    line
}

/// An entry that stands in its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proven {
    /// Its file.
    pub file: String,
    /// Where it stands.
    pub index: u64,
    /// What it says.
    pub entry: Entry,
    /// Its private values that are opened here.
    pub disclosed: BTreeMap<String, Fact>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The entries that stand in their logs, by file.
    pub entries: Vec<Proven>,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Checks every entry in the folder of a dossier. An error means that the folder cannot be read.
pub fn check(folder: &Path) -> io::Result<Checked> {
    let mut checked = Checked::default();
    let mut files: Vec<String> = Vec::new();
    for item in std::fs::read_dir(folder)? {
        files.extend(item?.file_name().into_string().ok().filter(|name| name.starts_with(ENTRY)));
    }
    files.sort_unstable();
    let node = read_key(folder, NODE_KEY);
    for file in files.iter().filter(|file| file.ends_with(".json")) {
        match proven(folder, file, node.as_ref()) {
            Ok(entry) => checked.entries.push(entry),
            Err(fault) => checked.faults.push(*fault),
        }
    }
    for file in files.iter().filter_map(|file| file.strip_suffix(".proof")) {
        if !files.contains(&format!("{file}.json")) {
            checked.faults.push(Fault::file(&format!("{file}.proof"), "proves an entry that is not here"));
        }
    }
    checked.open(folder);
    Ok(checked)
}

fn read_key(folder: &Path, file: &str) -> Option<VerifierKey> {
    let text = std::fs::read_to_string(folder.join(file)).ok()?;
    VerifierKey::parse(text.strip_suffix('\n')?).ok()
}

fn proven(folder: &Path, file: &str, node: Option<&VerifierKey>) -> Result<Proven, Box<Fault>> {
    let bytes = std::fs::read(folder.join(file)).map_err(|_| Fault::file(file, "cannot be read"))?;
    let entry = Entry::parse(&bytes).map_err(|fault| Fault::file(file, format!("is no entry: {fault}")))?;
    let proof_file = file.replace(".json", ".proof");
    let missing = || Fault::file(&proof_file, "is missing, too long or not text");
    let length = std::fs::metadata(folder.join(&proof_file)).map_err(|_| missing())?.len();
    if length > MAX_PROOF_BYTES {
        return Err(missing().into());
    }
    let text = std::fs::read_to_string(folder.join(&proof_file)).map_err(|_| missing())?;
    let proof = InclusionProof::parse(&text).map_err(|fault| Fault::file(&proof_file, fault.to_string()))?;
    let key_file = key_name(&entry.origin);
    let key =
        read_key(folder, &key_file).ok_or_else(|| Fault::file(&key_file, "is missing or no verifier key"))?;
    if node.is_none_or(|node| node.public_bytes() != key.public_bytes()) {
        return Err(Fault::file(&key_file, "is not a key of the node that made the dossier").into());
    }
    let wrong =
        |what: String| Fault::file(file, what).in_log(&entry.origin).entry(proof.index, Some(entry.id));
    let head = proof.verify(&bytes, &key).map_err(|fault| wrong(format!("is not proved: {fault}")))?;
    if head.origin != entry.origin {
        return Err(wrong("is proved to stand in another log".to_owned()).into());
    }
    if file.strip_suffix(".json") != Some(entry_name(&entry.origin, proof.index).as_str()) {
        return Err(wrong("does not bear the name of its place".to_owned()).into());
    }
    Ok(Proven { file: file.to_owned(), index: proof.index, entry, disclosed: BTreeMap::new() })
}

impl Checked {
    fn open(&mut self, folder: &Path) {
        let Ok(text) = std::fs::read(folder.join(DISCLOSURES)) else {
            return self.faults.push(Fault::file(DISCLOSURES, "is missing"));
        };
        let mut places: BTreeMap<EntryId, usize> = BTreeMap::new();
        places.extend(self.entries.iter().enumerate().map(|(place, proven)| (proven.entry.id, place)));
        let lines = text.strip_suffix(b"\n").map(|text| text.split(|byte| *byte == b'\n'));
        for line in lines.into_iter().flatten() {
            let Some(line) = DisclosureLine::parse(line) else {
                self.faults.push(Fault::file(DISCLOSURES, "has a line that opens nothing"));
                continue;
            };
            let opened = places.get(&line.id).copied().and_then(|place| opened(&self.entries[place], line));
            match (places.get(&line.id), opened) {
                (Some(place), Some((field, value))) => {
                    self.entries[*place].disclosed.insert(field, value);
                }
                (place, _) => {
                    let what = format!("does not open {} as it was committed", line.field);
                    let fault = Fault::file(DISCLOSURES, what).entry(line.index, Some(line.id));
                    let log = place.map(|place| self.entries[*place].entry.origin.clone());
                    self.faults.push(log.map_or(fault.clone(), |log| fault.in_log(&log)));
                }
            }
        }
    }
}

fn opened(proven: &Proven, line: DisclosureLine<'_>) -> Option<(String, Fact)> {
    let State::Disclosed(salt, value) = line.state else { return None };
    let value = Fact::parse(value.as_bytes()).ok()?;
    let fits = proven.index == line.index && commitment_matches(&proven.entry, line.field, &salt, &value);
    fits.then(|| (line.field.to_owned(), value))
}
