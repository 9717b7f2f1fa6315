//! An erasure leaves an entry that says so in the same log. A field that is said to be erased without one is counted:
//! whoever hands an export over could have left the value out.

use crate::entry::Entry;
use crate::fact::Fact;
use crate::id::EntryId;
use std::collections::BTreeSet;

/// The kind of entry that says what was erased.
const KIND: &str = "disclosure.erased";

/// What is erased in one log, and what its entries say was.
#[derive(Debug, Default)]
pub(super) struct Erasures {
    gone: BTreeSet<(EntryId, String)>,
    said: BTreeSet<(EntryId, String)>,
}

impl Erasures {
    /// A field whose disclosure line says that it was erased.
    pub(super) fn gone(&mut self, entry: EntryId, field: &str) {
        self.gone.insert((entry, field.to_owned()));
    }

    /// Takes in what an entry says was erased.
    pub(super) fn said(&mut self, kind: &str, canonical: &[u8]) {
        if kind != KIND {
            return;
        }
        let Ok(entry) = Entry::parse(canonical) else { return };
        let named = entry.facts.get("entry").and_then(Fact::as_text).and_then(|id| EntryId::parse(id).ok());
        let fields = entry.facts.get("fields").and_then(Fact::as_list).unwrap_or_default();
        for field in fields.iter().filter_map(Fact::as_text) {
            self.said.extend(named.map(|id| (id, field.to_owned())));
        }
    }

    /// How many fields are gone without a word.
    pub(super) fn unsaid(&self) -> u64 {
        self.gone.difference(&self.said).count() as u64
    }
}
