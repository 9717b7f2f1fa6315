//! A journal that was rolled back and went on says so in the first entry after the gap: both sizes and roots, and the
//! signed head that was given up. The sizes are held against where the entry stands and the head against the log's key,
//! so that nobody can make up a loss, or understate one that was signed.

use crate::checkpoint::Checkpoint;
use crate::entry::Entry;
use crate::fact::Fact;
use crate::hash::Hash;
use crate::key::VerifierKey;
use crate::tree::Frontier;
use serde::Serialize;
use std::fmt;

/// The kind of entry that says it.
const KIND: &str = "rollback.accepted";

/// A rollback that a person accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AcceptedRollback {
    /// The entry that says so.
    pub index: u64,
    /// Whether the log contradicted what was signed, instead of only ending before it.
    pub forked: bool,
    /// How many entries the log was found with.
    pub found_size: u64,
    /// The root over them.
    pub found_root: Hash,
    /// How many entries it had been signed with.
    pub kept_size: u64,
    /// The root that was signed.
    pub kept_root: Hash,
}

impl fmt::Display for AcceptedRollback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, forked, found_size, kept_size, .. } = self;
        if *forked {
            write!(f, "contradicted a signed head of size {kept_size}; ")?;
        } else {
            write!(f, "entries {found_size} to {} of an earlier history are lost; ", kept_size - 1)?;
        }
        write!(f, "accepted in entry {index}")
    }
}

/// What an entry says of a rollback, if it is of that kind; what is wrong with it otherwise. The tree is that of the
/// entries before it.
pub(super) fn accepted(
    kind: &str,
    canonical: &[u8],
    before: &Frontier,
    key: Option<&VerifierKey>,
) -> Result<Option<AcceptedRollback>, &'static str> {
    if kind != KIND {
        return Ok(None);
    }
    let said = read(canonical).ok_or("does not read as the acceptance of a rollback")?;
    let (rollback, note) = said;
    if rollback.found_size != before.size() || rollback.found_root != before.root() {
        return Err("accepts a rollback, and does not stand where the log was found");
    }
    if rollback.kept_size <= rollback.found_size && !rollback.forked {
        return Err("accepts a rollback by which nothing was lost");
    }
    if let Some(key) = key {
        let head = Checkpoint::open(note.as_bytes(), key).ok();
        let signed = head.is_some_and(|head| {
            head.origin.as_str() == key.name()
                && (head.size, head.root) == (rollback.kept_size, rollback.kept_root)
        });
        if !signed {
            return Err("accepts a rollback from a head that the log's key did not sign");
        }
    }
    Ok(Some(rollback))
}

fn read(canonical: &[u8]) -> Option<(AcceptedRollback, String)> {
    let entry = Entry::parse(canonical).ok()?;
    let fact = |name: &str| entry.facts.get(name);
    let size = |name: &str| match fact(name) {
        Some(Fact::Int(size)) => u64::try_from(*size).ok(),
        _ => None,
    };
    let root = |name: &str| fact(name).and_then(Fact::as_text).and_then(|text| Hash::parse(text).ok());
    let Some(Fact::Bool(forked)) = fact("forked") else { return None };
    let found_size = size("found_size")?;
    let rollback = AcceptedRollback {
        index: found_size,
        forked: *forked,
        found_size,
        found_root: root("found_root")?,
        kept_size: size("kept_size")?,
        kept_root: root("kept_root")?,
    };
    Some((rollback, fact("checkpoint").and_then(Fact::as_text)?.to_owned()))
}
