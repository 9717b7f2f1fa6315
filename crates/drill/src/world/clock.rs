//! What the node puts on record of its own clock: whoever reads the journal notices by it that the clock is wrong.

use std::collections::BTreeSet;

use calendar::Clock;
use journal::{Entry, EntryId, Fact, Slug};

use super::World;

/// The kind of such a note.
const NOTE: &str = "clock.observed";
/// Off by less nobody minds, µs.
const MINDED_US: u64 = 1_000_000;
/// How many of the newest entries of a log are looked through: a note comes with what is recorded.
const NEWEST: u32 = 32;

/// The notes that were there before.
#[derive(Debug, Default)]
pub struct ClockNotes(BTreeSet<EntryId>);

impl World<'_> {
    /// What stands on record by now is of no trouble that begins.
    pub(super) fn know_clock_notes(&mut self) {
        self.new_clock_notes(&self.everybody());
    }

    /// Every organisation of the campaign.
    pub(super) fn everybody(&self) -> BTreeSet<Slug> {
        self.campaign.organisations.iter().map(|one| one.id.clone()).collect()
    }

    /// Looks into the logs in which something was recorded, while the clock is wrong and nobody noticed.
    pub(super) fn look_at_clock_notes(&mut self, organisations: &BTreeSet<Slug>) {
        if self.causes.waits_for_clock(&self.file.troubles) && self.new_clock_notes(organisations) {
            self.causes.note_clock(&self.file.troubles, self.time.now());
        }
    }

    fn new_clock_notes(&mut self, organisations: &BTreeSet<Slug>) -> bool {
        let scope = self.desk_scope();
        let found = self.node.call(async |store| {
            let mut found = Vec::new();
            for organisation in organisations {
                // A log that cannot be read now is read after what comes next.
                let Ok(page) = store.entries(&scope, organisation, None, NEWEST).await else { continue };
                found.extend(page.entries.iter().filter_map(|view| minded_note(&view.canonical)));
            }
            found
        });
        let known = &mut self.clock_notes.0;
        let before = known.len();
        known.extend(found.unwrap_or_default());
        known.len() > before
    }
}

/// The id of a note that the clock is off by so much that somebody minds.
fn minded_note(canonical: &[u8]) -> Option<EntryId> {
    let entry = Entry::parse(canonical).ok()?;
    let offset_us = entry.facts.get("offset_us").and_then(Fact::as_int)?;
    (entry.kind.as_str() == NOTE && offset_us.unsigned_abs() >= MINDED_US).then_some(entry.id)
}
