//! The entries of a dossier: each in its canonical bytes with what bears it out beside it, the keys of their logs, and
//! what opens their commitments. The files lie in an export without logs, whose signed manifest covers every byte; this
//! checks that each entry stands in its log, or that the log's key says so.
//!
//! ```text
//! dossier.json                     what is claimed
//! campaign.toml                    the campaign file it was judged by, where its reader may read all of it
//! campaign-extract.toml            otherwise what the cell is judged by, cut out of that file
//! entry-<organisation>-<index>.json   canonical bytes
//! entry-<organisation>-<index>.proof  that they stand in the log
//! entry-<organisation>-<id>.json      the same of a log that is not its reader's: neither its length nor the
//! entry-<organisation>-<id>.voucher   entry's place is told
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
use crate::voucher::Voucher;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What is claimed.
pub const STATEMENT: &str = "dossier.json";
/// The campaign file it was judged by.
pub const CAMPAIGN: &str = "campaign.toml";
/// What the cell is judged by, cut out of a campaign file that its reader may not read.
pub const EXTRACT: &str = "campaign-extract.toml";
/// What opens commitments.
pub const DISCLOSURES: &str = "disclosures.jsonl";

const ENTRY: &str = "entry-";

const JSON: &str = ".json";
const PROOF: &str = ".proof";
const VOUCHER: &str = ".voucher";

/// Longest proof: 64 hashes and a signed head.
const MAX_PROOF_BYTES: u64 = 16 * 1024;

/// What bears an entry out, and the entry's file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is proved to stand here in its log.
    At(u64),
    /// The log's key says that it stands there, and not where.
    Vouched,
}

impl Standing {
    /// The place, where it is told.
    pub const fn index(&self) -> Option<u64> {
        match self {
            Self::At(index) => Some(*index),
            Self::Vouched => None,
        }
    }

    /// The name of the entry's files, without their ending.
    pub fn name(&self, origin: &Origin, id: EntryId) -> String {
        match self {
            Self::At(index) => format!("{ENTRY}{}-{index:010}", origin.organisation()),
            Self::Vouched => format!("{ENTRY}{}-{id}", origin.organisation()),
        }
    }

    /// The file of the entry.
    pub fn file(&self, origin: &Origin, id: EntryId) -> String {
        self.name(origin, id) + JSON
    }

    /// The file of what bears it out.
    pub fn borne_out_by(&self, origin: &Origin, id: EntryId) -> String {
        let ending = match self {
            Self::At(_) => PROOF,
            Self::Vouched => VOUCHER,
        };
        self.name(origin, id) + ending
    }
}

/// The file of a log's key.
pub fn key_name(origin: &Origin) -> String {
    format!("log-{}.vkey", origin.organisation())
}

/// The line that opens a commitment of an entry.
pub fn disclosure_line(standing: &Standing, disclosure: &Disclosure) -> Vec<u8> {
    let value = value_text(&disclosure.value);
    let state = State::Disclosed(disclosure.salt, &value);
    let mut line = Vec::new();
    DisclosureLine { index: standing.index(), id: disclosure.id, field: &disclosure.field, state }
        .push(&mut line);
    line
}

/// An entry that is borne out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its file.
    pub file: String,
    /// What bears it out.
    pub standing: Standing,
    /// What it says.
    pub entry: Entry,
    /// Its private values that are opened here.
    pub disclosed: BTreeMap<String, Fact>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The entries that are borne out, by file.
    pub entries: Vec<Kept>,
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
    for file in files.iter().filter(|file| file.ends_with(JSON)) {
        match kept(folder, file, node.as_ref()) {
            Ok(entry) => checked.entries.push(entry),
            Err(fault) => checked.faults.push(*fault),
        }
    }
    for file in &files {
        let borne_out = file.strip_suffix(PROOF).or_else(|| file.strip_suffix(VOUCHER));
        if borne_out.is_some_and(|name| !files.contains(&format!("{name}{JSON}"))) {
            checked.faults.push(Fault::file(file, "bears out an entry that is not here"));
        }
    }
    checked.open(folder);
    Ok(checked)
}

fn read_key(folder: &Path, file: &str) -> Option<VerifierKey> {
    let text = std::fs::read_to_string(folder.join(file)).ok()?;
    VerifierKey::parse(text.strip_suffix('\n')?).ok()
}

fn kept(folder: &Path, file: &str, node: Option<&VerifierKey>) -> Result<Kept, Box<Fault>> {
    let bytes = std::fs::read(folder.join(file)).map_err(|_| Fault::file(file, "cannot be read"))?;
    let entry = Entry::parse(&bytes).map_err(|fault| Fault::file(file, format!("is no entry: {fault}")))?;
    let key_file = key_name(&entry.origin);
    let key =
        read_key(folder, &key_file).ok_or_else(|| Fault::file(&key_file, "is missing or no verifier key"))?;
    if node.is_none_or(|node| node.public_bytes() != key.public_bytes()) {
        return Err(Fault::file(&key_file, "is not a key of the node that made the dossier").into());
    }
    let name = file.strip_suffix(JSON).unwrap_or(file);
    let (proof, voucher) = (format!("{name}{PROOF}"), format!("{name}{VOUCHER}"));
    let standing = match (folder.join(&proof).exists(), folder.join(&voucher).exists()) {
        (true, true) => return Err(Fault::file(&voucher, "stands beside a proof of the same entry").into()),
        (false, true) => {
            let text = read_short(folder, &voucher)?;
            check_voucher(&text, &bytes, &entry, &key).map_err(|what| wrong(file, &entry, None, what))?;
            Standing::Vouched
        }
        (_, false) => {
            let text = read_short(folder, &proof)?;
            let read =
                InclusionProof::parse(&text).map_err(|fault| Fault::file(&proof, fault.to_string()))?;
            let index = Some(read.index);
            check_proof(&read, &bytes, &entry, &key).map_err(|what| wrong(file, &entry, index, what))?;
            Standing::At(read.index)
        }
    };
    if name != standing.name(&entry.origin, entry.id) {
        let what = "does not bear the name of its place".to_owned();
        return Err(wrong(file, &entry, standing.index(), what));
    }
    Ok(Kept { file: file.to_owned(), standing, entry, disclosed: BTreeMap::new() })
}

fn wrong(file: &str, entry: &Entry, index: Option<u64>, what: String) -> Box<Fault> {
    Box::new(Fault::file(file, what).in_log(&entry.origin).entry(index, Some(entry.id)))
}

fn read_short(folder: &Path, file: &str) -> Result<String, Box<Fault>> {
    let missing = || Fault::file(file, "is missing, too long or not text");
    let length = std::fs::metadata(folder.join(file)).map_err(|_| missing())?.len();
    if length > MAX_PROOF_BYTES {
        return Err(missing().into());
    }
    Ok(std::fs::read_to_string(folder.join(file)).map_err(|_| missing())?)
}

/// That the entry stands in its log. What is wrong otherwise, said of the entry.
fn check_proof(proof: &InclusionProof, bytes: &[u8], entry: &Entry, key: &VerifierKey) -> Result<(), String> {
    let head = proof.verify(bytes, key).map_err(|fault| format!("is not proved: {fault}"))?;
    if head.origin == entry.origin { Ok(()) } else { Err("is proved to stand in another log".to_owned()) }
}

/// That the log's key says so. What is wrong otherwise, said of the entry.
fn check_voucher(text: &str, bytes: &[u8], entry: &Entry, key: &VerifierKey) -> Result<(), String> {
    let voucher =
        Voucher::open(text.as_bytes(), key).map_err(|fault| format!("is not vouched for: {fault}"))?;
    let own = voucher == Voucher::of(entry.origin.clone(), bytes);
    if own { Ok(()) } else { Err("has the voucher of another entry".to_owned()) }
}

impl Checked {
    fn open(&mut self, folder: &Path) {
        let Ok(text) = std::fs::read(folder.join(DISCLOSURES)) else {
            return self.faults.push(Fault::file(DISCLOSURES, "is missing"));
        };
        let mut places: BTreeMap<EntryId, usize> = BTreeMap::new();
        places.extend(self.entries.iter().enumerate().map(|(place, kept)| (kept.entry.id, place)));
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

fn opened(kept: &Kept, line: DisclosureLine<'_>) -> Option<(String, Fact)> {
    let State::Disclosed(salt, value) = line.state else { return None };
    let value = Fact::parse(value.as_bytes()).ok()?;
    let fits =
        kept.standing.index() == line.index && commitment_matches(&kept.entry, line.field, &salt, &value);
    fits.then(|| (line.field.to_owned(), value))
}
