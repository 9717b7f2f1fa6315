//! A client: what it wants recorded, what it was told, and when it asks again.

use std::collections::BTreeMap;

use access::Role;
use calendar::Clock;
use journal::{Draft, EntryId, Slug};
use simulator::{NodeClock, Party, WorldTime};

/// How long it waits for an answer before it asks again, ms; twice as long each time, up to the last.
const FIRST_WAIT_MS: i64 = 20_000;
const LONGEST_WAIT_MS: i64 = 600_000;

/// A client of the node.
pub struct Client {
    /// How the network knows it.
    pub party: Party,
    /// Whose log it writes in.
    pub organisation: Slug,
    /// As what.
    pub role: Role,
    /// Its own clock.
    pub clock: NodeClock,
    outbox: BTreeMap<EntryId, Draft>,
    /// The message it waits for an answer to, of each of those.
    asked: BTreeMap<EntryId, u64>,
    /// What was acknowledged to it, oldest first.
    pub done: Vec<Draft>,
}

impl Client {
    /// A client that has nothing to say yet.
    pub fn new(name: &str, organisation: Slug, role: Role, world: &WorldTime) -> Self {
        Self {
            party: Party::new(name),
            organisation,
            role,
            clock: NodeClock::right(world),
            outbox: BTreeMap::new(),
            asked: BTreeMap::new(),
            done: Vec::new(),
        }
    }

    /// It wants this recorded.
    pub fn want(&mut self, draft: Draft) {
        self.outbox.insert(draft.id, draft);
    }

    /// What it still wants under this id.
    pub fn wanted(&self, id: EntryId) -> Option<&Draft> {
        self.outbox.get(&id)
    }

    /// Everything it still wants.
    pub fn outbox(&self) -> impl Iterator<Item = &Draft> {
        self.outbox.values()
    }

    /// It sent this in a message of this number, and waits for an earlier one no longer.
    pub fn asked(&mut self, id: EntryId, message: u64) {
        self.asked.insert(id, message);
    }

    /// Whether it waits for the answer to this message.
    pub fn waits_for(&self, id: EntryId, message: u64) -> bool {
        self.outbox.contains_key(&id) && self.asked.get(&id) == Some(&message)
    }

    /// It was told that this stands on record.
    pub fn told_recorded(&mut self, id: EntryId) {
        if let Some(draft) = self.outbox.remove(&id) {
            self.done.push(draft);
        }
    }

    /// It was told that this will never be.
    pub fn told_refused(&mut self, id: EntryId) -> bool {
        self.outbox.remove(&id).is_some()
    }

    /// A measuring program says nothing more of periods that by a clock put right are not over: it measured them by a
    /// wrong one, and states them again.
    pub fn forget_to_come(&mut self) {
        let now = self.clock.now();
        if self.role == Role::Machine {
            self.outbox.retain(|_, draft| draft.held.to.is_none_or(|to| to <= draft.held.from || to <= now));
        }
    }

    /// How long it waits after the nth try.
    pub fn wait_ms(attempt: u32) -> i64 {
        FIRST_WAIT_MS.saturating_mul(1 << attempt.min(5)).min(LONGEST_WAIT_MS)
    }
}
