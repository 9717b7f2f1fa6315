//! The second witness of the journal: what is derived from it keeps the head of each log, signed when something of it was
//! last indexed. A journal that ends before such a head lost what was acknowledged: an older copy was put in its place,
//! or a disk damaged its write-ahead log, of which SQLite takes what stands before the damage and says nothing.
//!
//! These heads are no checkpoints: nobody is shown them but whoever decides on a rollback, so that no observation of the
//! clock stands before them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use journal::{Origin, SigningKey};
use sabotage::Mutant;

use crate::{
    directory::{sync_directory, write_durably},
    fault::EnvironmentFault,
    outside::{Kept, origin_of},
    rollback::Doubt,
    sql::state_writer::SignedLog,
    writer::{Heads, LogHead},
};

/// Signs how logs stand, to be kept with what is derived from them.
#[derive(Debug)]
pub struct Witness {
    key: SigningKey,
    doubt: Arc<Doubt>,
}

impl Witness {
    /// By the node's key, while nothing is in doubt.
    pub const fn new(key: SigningKey, doubt: Arc<Doubt>) -> Self {
        Self { key, doubt }
    }

    /// The head of a log, signed; none while a rollback is undecided: it would tell a second history.
    pub fn sign(&self, head: &LogHead) -> Option<SignedLog> {
        if self.doubt.is_open() || head.frontier.size() == 0 {
            return None;
        }
        Some((head.origin.clone(), head.checkpoint().sign(&self.key)))
    }
}

fn size_of(note: &str) -> u64 {
    note.lines().nth(1).and_then(|line| line.parse().ok()).unwrap_or(0)
}

/// What notes say of the logs as they are.
pub struct Compared<'a> {
    /// The heads that this node signed and that its logs do not stand at.
    pub elsewhere: Vec<Kept>,
    /// The logs that no note stands at: what they lose from now on nobody would miss.
    pub unguarded: Vec<&'a LogHead>,
}

/// Holds notes against the logs as they are. One that is not signed by this node guards against nothing, and is left out.
pub fn compare<'a>(notes: Vec<String>, node: &str, key: &SigningKey, heads: &'a Heads) -> Compared<'a> {
    let mut compared = Compared { elsewhere: Vec::new(), unguarded: Vec::new() };
    let mut guarded = BTreeSet::new();
    for note in notes {
        let Some(origin) = origin_of(&note).filter(|origin| origin.node() == node) else {
            tracing::warn!("a head kept with what is derived is of no log of this node");
            continue;
        };
        let head = heads.get(origin.organisation()).filter(|head| head.origin == origin);
        // So it is at every orderly start, with every log: no signature has to be looked at.
        if head.is_some_and(|head| note.starts_with(&head.checkpoint().text())) {
            guarded.insert(origin);
            continue;
        }
        match Kept::open(note, &origin, key) {
            Ok(kept) => compared.elsewhere.push(kept),
            Err(fault) => {
                tracing::warn!(%origin, %fault, "a head kept with what is derived is not signed by this node");
            }
        }
    }
    compared.unguarded = heads.values().filter(|head| !guarded.contains(&head.origin)).collect();
    if sabotage::is(Mutant::ForgetWitness) {
        compared.elsewhere.clear();
    }
    compared
}

/// The heads while what is derived is made anew: a file of the data directory, from before the old is dropped until the
/// new has them.
#[derive(Clone, Debug)]
pub struct Carried(PathBuf);

impl Carried {
    /// In this file.
    pub const fn in_file(path: PathBuf) -> Self {
        Self(path)
    }

    /// What is carried; nothing where nothing is being made anew, or where the file is damaged.
    pub fn read(&self) -> Result<Vec<String>, EnvironmentFault> {
        match fs::read(&self.0) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_else(|fault| {
                tracing::error!(%fault, "{} is damaged: a journal that lost something may pass", self.0.display());
                Vec::new()
            })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(EnvironmentFault::io("reading", &self.0, error)),
        }
    }

    /// Takes these along as well; of two of one log the longer.
    pub fn add(&self, notes: Vec<String>) -> Result<(), EnvironmentFault> {
        if notes.is_empty() {
            return Ok(());
        }
        let mut carried: BTreeMap<Origin, String> = BTreeMap::new();
        for note in self.read()?.into_iter().chain(notes) {
            let Some(origin) = origin_of(&note) else { continue };
            if carried.get(&origin).is_none_or(|other| size_of(other) < size_of(&note)) {
                carried.insert(origin, note);
            }
        }
        let carried: Vec<String> = carried.into_values().collect();
        let bytes = serde_json::to_vec(&carried).map_err(io::Error::from);
        let bytes = bytes.map_err(|error| EnvironmentFault::io("writing", &self.0, error))?;
        write_durably(&self.0, &bytes, 0o600)
    }

    /// They have arrived.
    pub fn let_go(&self) -> Result<(), EnvironmentFault> {
        fs::remove_file(&self.0).map_err(|error| EnvironmentFault::io("removing", &self.0, error))?;
        sync_directory(self.0.parent().unwrap_or(Path::new(".")))
    }
}

/// The notes with the logs that they name.
pub fn named(notes: &[String]) -> Vec<SignedLog> {
    notes.iter().filter_map(|note| Some((origin_of(note)?, note.clone()))).collect()
}
