//! What a verification found, for people (`Display`) and for programs (serde).

use super::rollbacks::AcceptedRollback;
use crate::hash::Hash;
use crate::id::EntryId;
use crate::name::Origin;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// Most faults that are listed; the rest is counted.
const MAX_FAULTS: usize = 1_000;

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The file, below the export.
    pub file: String,
    /// The log, if it is one's.
    pub origin: Option<Origin>,
    /// The index of the entry, if it is one's.
    pub index: Option<u64>,
    /// The id of the entry, as far as it can still be read.
    pub id: Option<EntryId>,
    /// What is wrong: continues a sentence that begins with the entry or the file.
    pub what: String,
}

/// One log of an export.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogReport {
    /// The log.
    pub origin: Origin,
    /// Entries the signed head counts.
    pub size: u64,
    /// The root the signed head gives.
    pub root: Hash,
    /// Entries found valid and in the tree.
    pub entries: u64,
    /// Private fields opened here, and found to be what was committed.
    pub disclosed: u64,
    /// Of those, digests of documents that are not in the export.
    pub by_digest: u64,
    /// Private fields that were erased.
    pub erased: u64,
    /// Of those, fields without an entry of the log that says so.
    pub erased_unsaid: u64,
    /// Private fields withheld from this reader.
    pub withheld: u64,
    /// Whether the log's key is the pinned one.
    pub key_checked: bool,
    /// Times it was rolled back and a person went on from there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rollbacks: Vec<AcceptedRollback>,
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The logs.
    pub logs: Vec<LogReport>,
    /// Whether every log and the manifest are signed by the pinned key.
    pub key_checked: bool,
    /// Whether the manifest is signed by the pinned key.
    pub manifest_key_checked: bool,
    /// Files beside the journal, such as a report, with their SHA-256.
    pub attachments: BTreeMap<String, Hash>,
    /// Files met.
    pub files: u64,
    /// Bytes met.
    pub bytes: u64,
    /// What is wrong; empty when the export verifies.
    pub faults: Vec<Fault>,
    /// Faults beyond those listed.
    pub more_faults: u64,
}

impl Fault {
    pub(crate) fn file(file: &str, what: impl Into<String>) -> Self {
        Self { file: file.to_owned(), origin: None, index: None, id: None, what: what.into() }
    }

    pub(crate) fn in_log(mut self, origin: &Origin) -> Self {
        self.origin = Some(origin.clone());
        self
    }

    pub(crate) fn entry(mut self, index: impl Into<Option<u64>>, id: Option<EntryId>) -> Self {
        self.index = index.into();
        self.id = id;
        self
    }
}

impl Report {
    /// Whether the export verifies.
    pub fn holds(&self) -> bool {
        self.faults.is_empty()
    }

    /// The first fault that names an entry.
    pub fn first_bad_entry(&self) -> Option<&Fault> {
        self.faults.iter().find(|fault| fault.index.is_some())
    }

    pub(super) fn fault(&mut self, fault: Fault) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(fault);
        } else {
            self.more_faults += 1;
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.origin, self.index) {
            (Some(origin), Some(index)) => {
                write!(f, "entry {index} of {origin}")?;
                if let Some(id) = self.id {
                    write!(f, " ({id})")?;
                }
                write!(f, " {} [{}]", self.what, self.file)
            }
            _ => write!(f, "{} {}", self.file, self.what),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for log in &self.logs {
            writeln!(
                f,
                "{}: {} of {} entries, root {}, {} fields disclosed, {} erased, {} withheld",
                log.origin, log.entries, log.size, log.root, log.disclosed, log.erased, log.withheld
            )?;
            if log.erased_unsaid > 0 {
                writeln!(
                    f,
                    "{}: {} fields erased without an entry that says so",
                    log.origin, log.erased_unsaid
                )?;
            }
            if log.by_digest > 0 {
                writeln!(
                    f,
                    "{}: {} documents named by digest alone, not in here",
                    log.origin, log.by_digest
                )?;
            }
        }
        for (log, rollback) in
            self.logs.iter().flat_map(|log| log.rollbacks.iter().map(move |one| (log, one)))
        {
            writeln!(f, "{}: {rollback}", log.origin)?;
        }
        for (file, digest) in &self.attachments {
            writeln!(f, "{file}: SHA-256 {digest}")?;
        }
        for fault in &self.faults {
            writeln!(f, "fault: {fault}")?;
        }
        if self.more_faults > 0 {
            writeln!(f, "fault: {} more", self.more_faults)?;
        }
        let key = if self.key_checked {
            "the key was checked (khoá đã đối chiếu)"
        } else {
            "the key was not checked (khoá chưa đối chiếu)"
        };
        let answer = if self.holds() { "verifies" } else { "does not verify" };
        writeln!(f, "{answer}: {} files, {} bytes; {key}", self.files, self.bytes)
    }
}
