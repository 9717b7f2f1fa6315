//! The examination: the node reads its own journal again, from the first entry to the last and every hour anew, and holds
//! every row against what was recorded. A bit that turned on the disk, or a row that somebody changed past the program, is
//! told before the day the evidence is asked for, while a backup still has it.
//!
//! Held against the entries, which are held against the tree and the tree against the signed heads: where an id stands,
//! clear values, documents, tree nodes, older heads and the names of the logs; and the index, which is built anew where it
//! lost an entry. Accounts and sessions are in no tree: nothing is known of them.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    sync::{Mutex, PoisonError},
};

use access::{Action, Scope};
use campaign::{Body, Evidence};
use journal::{Checkpoint, Disclosure, Entry, EntryId, Fact, Frontier, Hash, Slug, leaf_hash};
use serde::Serialize;

use crate::{
    Store,
    campaigns::evidence_of,
    fault::{EnvironmentFault, EnvironmentReason},
    projections::{Topic, lines_of},
    sql::{
        Place,
        erasable::digest_of,
        examined::{RawDisclosure, RawEntry},
        state::TopicPlace,
        state_writer::IndexLine,
    },
    writer::{Heads, LogHead},
};

/// Entries of a page: some milliseconds of reading.
const PAGE: u64 = 512;

/// Damages that are kept; more are as bad.
const KEPT: usize = 1_000;

/// A part of an entry, or of what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The entry itself.
    Entry,
    /// Where its id stands: it might be recorded a second time.
    Id,
    /// A clear value of it.
    ClearValue,
    /// A document or a picture it names.
    Document,
    /// The tree over it: proofs of it do not hold.
    Tree,
    /// A signed head at it.
    Checkpoint,
    /// The line of its log: the name does not lead to it, or the time is not that of its last entry.
    Log,
    /// It cannot be read.
    Unreadable,
}

/// Something that is not as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Damage {
    /// Whose log.
    pub organisation: Slug,
    /// Which entry of it.
    pub index: u64,
    /// What of it.
    pub part: Part,
}

/// What the examination came to, and how far it is.
#[derive(Debug, Default)]
pub struct Examination {
    round: tokio::sync::Mutex<Round>,
    /// What the last whole round found, and this one so far.
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    before: BTreeSet<Damage>,
    now: BTreeSet<Damage>,
    rounds: u64,
}

/// One way through all logs.
#[derive(Debug, Default)]
struct Round {
    at: Option<Reading>,
}

/// How far a log was read.
#[derive(Clone, Debug)]
struct Reading {
    organisation: Slug,
    /// The tree over what was read.
    tree: Frontier,
    /// A leaf was not there, or a head did not fit: what comes after is held against the tree no more.
    is_torn: bool,
}

impl Reading {
    const fn of(organisation: Slug) -> Self {
        Self { organisation, tree: Frontier::new(), is_torn: false }
    }
}

impl Examination {
    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, organisation: &Slug, index: u64, part: Part) {
        let damage = Damage { organisation: organisation.clone(), index, part };
        let mut known = self.known();
        let is_new = !known.before.contains(&damage);
        if known.now.len() < KEPT && known.now.insert(damage) && is_new {
            tracing::error!(%organisation, index, ?part, "the journal is damaged: put back a backup");
        }
    }

    fn end_round(&self) {
        let mut known = self.known();
        known.before = std::mem::take(&mut known.now);
        known.rounds += 1;
    }
}

impl Store {
    /// Damages of logs that a viewer reads.
    pub fn damages(&self, scope: &Scope) -> Vec<Damage> {
        let known = self.core.examination.known();
        let may = |damage: &&Damage| scope.may(Action::ReadJournal, &damage.organisation).is_ok();
        known.before.union(&known.now).filter(may).cloned().collect()
    }

    /// How many damages are known.
    pub fn damage_count(&self) -> u64 {
        let known = self.core.examination.known();
        known.before.union(&known.now).count() as u64
    }

    /// How often what is derived from the journal was found damaged since the start, and was built anew.
    pub fn rebuild_count(&self) -> u64 {
        self.core.shared.rebuilds.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// How often the whole journal was examined since the start.
    pub fn examination_count(&self) -> u64 {
        self.core.examination.known().rounds
    }

    /// Examines every log once, from its first entry.
    pub async fn examine(&self) -> Result<(), EnvironmentFault> {
        *self.core.examination.round.lock().await = Round::default();
        while !self.examine_page().await? {}
        Ok(())
    }

    /// Examines the next entries; true when that was the last of a round. Where the machine fails, the same are next again.
    pub async fn examine_page(&self) -> Result<bool, EnvironmentFault> {
        let mut round = self.core.examination.round.lock().await;
        let heads = self.core.shared.read().heads.clone();
        let begun = round.at.as_ref().filter(|at| heads.contains_key(&at.organisation));
        let first = || heads.keys().next().map(|first| Reading::of(first.clone()));
        let Some(mut reading) = begun.cloned().or_else(first) else { return Ok(true) };
        let head = &heads[&reading.organisation];
        let to = head.frontier.size().min(reading.tree.size() + PAGE);
        let is_over = match self.examine_entries(head, &mut reading, to).await {
            Ok(()) => to == head.frontier.size(),
            Err(fault) if fault.reason == EnvironmentReason::Damaged => {
                // Nothing after it can be held against the tree.
                self.core.examination.tell(&reading.organisation, reading.tree.size(), Part::Unreadable);
                true
            }
            Err(fault) => return Err(fault),
        };
        if !is_over {
            round.at = Some(reading);
            return Ok(false);
        }
        let rest = (Bound::Excluded(&reading.organisation), Bound::Unbounded);
        round.at = heads.range::<Slug, _>(rest).next().map(|(next, _)| Reading::of(next.clone()));
        if round.at.is_some() {
            return Ok(false);
        }
        self.examine_strays(&heads).await?;
        self.core.examination.end_round();
        Ok(true)
    }

    /// Examines the entries of a log from where it is read up to an index.
    async fn examine_entries(
        &self,
        head: &LogHead,
        reading: &mut Reading,
        to: u64,
    ) -> Result<(), EnvironmentFault> {
        let journal = &self.core.journal;
        let from = reading.tree.size();
        let rows = journal.raw_entries(head.no, from, to).await?;
        let clear = journal.raw_disclosures(head.no, from, to).await?;
        let mut page =
            Page { store: self, head, organisation: reading.organisation.clone(), entries: BTreeMap::new() };
        page.examine_tree(reading, to, &rows).await?;
        page.examine_time();
        page.examine_ids().await?;
        page.examine_clear_values(clear).await?;
        page.examine_index().await
    }

    /// A clear value that is not there was erased, or went with a damage: that is not to look like an erasure.
    pub(crate) async fn check_erased(&self, entry: &Entry, place: Place) -> Result<(), EnvironmentFault> {
        let kept = self.core.journal.disclosures(&[place]).await?;
        let kept = kept.into_iter().map(|row| row.field).collect();
        if self.lost_fields(entry, &kept).await?.is_empty() {
            Ok(())
        } else {
            Err(EnvironmentFault::damaged("reading a clear value that nobody erased"))
        }
    }

    /// The private fields of an entry whose clear values are not kept, though no erasure of them stands on record.
    async fn lost_fields(
        &self,
        entry: &Entry,
        kept: &BTreeSet<String>,
    ) -> Result<BTreeSet<String>, EnvironmentFault> {
        let gone = entry.commitments.keys().filter(|field| !kept.contains(*field));
        let mut lost: BTreeSet<String> = gone.cloned().collect();
        // What was erased a moment ago is on its way to the index. Where that cannot be written, nobody is accused.
        if lost.is_empty() || self.settle().await.is_err() {
            return Ok(BTreeSet::new());
        }
        let places = self.core.state.all_places(&Topic::Answers(entry.id).text()).await?;
        for stored in self.core.journal.entries_at(&places).await? {
            if let Body::DisclosureErased { entry: erased, fields } = evidence_of(&stored)?.body
                && erased == entry.id
            {
                lost.retain(|field| !fields.contains(field));
            }
        }
        Ok(lost)
    }

    /// What is of no entry: the number of its log or its entry turned into another.
    async fn examine_strays(&self, heads: &Heads) -> Result<(), EnvironmentFault> {
        let mut sizes: Vec<(u32, u64)> = heads.values().map(|head| (head.no, head.frontier.size())).collect();
        sizes.sort_unstable();
        let journal = &self.core.journal;
        for (stray, part) in [
            (journal.stray_disclosure(&sizes).await?, Part::ClearValue),
            (journal.stray_checkpoint(&sizes).await?, Part::Checkpoint),
        ] {
            if let Some(stray) = stray {
                self.tell_stray(stray, part);
            }
        }
        if !journal.are_logs_found().await?
            && let Some(first) = first_log(heads)
        {
            self.core.examination.tell(first, 0, Part::Log);
        }
        Ok(())
    }

    fn tell_stray(&self, stray: Place, part: Part) {
        let now = self.core.shared.read().heads.clone();
        let of_log = now.iter().find(|(_, head)| head.no == stray.log);
        let is_recorded_meanwhile = match (of_log, part) {
            (Some((_, head)), Part::ClearValue) => stray.index < head.frontier.size(),
            (Some((_, head)), _) => (1..=head.frontier.size()).contains(&stray.index),
            (None, _) => false,
        };
        if let Some(organisation) = of_log.map(|(organisation, _)| organisation).or_else(|| first_log(&now))
            && !is_recorded_meanwhile
        {
            self.core.examination.tell(organisation, stray.index, part);
        }
    }
}

/// Whose log is the first: who answers for the node, and is told of what is of no log.
fn first_log(heads: &Heads) -> Option<&Slug> {
    heads.iter().min_by_key(|(_, head)| head.no).map(|(organisation, _)| organisation)
}

/// Some entries in a row, and what is held against them.
struct Page<'a> {
    store: &'a Store,
    head: &'a LogHead,
    organisation: Slug,
    /// Those that are as they were recorded.
    entries: BTreeMap<u64, Entry>,
}

impl Page<'_> {
    fn tell(&self, index: u64, part: Part) {
        self.store.core.examination.tell(&self.organisation, index, part);
    }

    /// The log's time, by which none of the next entries is to be earlier, is that of its last entry.
    fn examine_time(&self) {
        let last = self.head.frontier.size().checked_sub(1);
        if let Some((index, entry)) = last.and_then(|last| self.entries.get_key_value(&last))
            && entry.recorded_at != self.head.recorded_at
        {
            self.tell(*index, Part::Log);
        }
    }

    /// Entries against their leaves, leaves against the tree, the tree against the signed heads.
    async fn examine_tree(
        &mut self,
        reading: &mut Reading,
        to: u64,
        rows: &[RawEntry],
    ) -> Result<(), EnvironmentFault> {
        let (journal, no) = (&self.store.core.journal, self.head.no);
        let from = reading.tree.size();
        let mut heads: BTreeMap<u64, String> = BTreeMap::new();
        for row in journal.raw_checkpoints(no, from, to).await? {
            // A size that turned into that of another head: in its tree the two are apart, and one would be looked up.
            if heads.insert(row.size, row.note).is_some() {
                self.tell(row.size.saturating_sub(1), Part::Checkpoint);
            }
        }
        let mut rows = rows.iter().peekable();
        let mut nodes = Vec::new();
        for index in from..to {
            let row = rows.next_if(|row| row.index == index);
            let leaf = row.and_then(|row| <[u8; 32]>::try_from(row.leaf.as_slice()).ok()).map(Hash::new);
            let entry = row.filter(|row| leaf == Some(leaf_hash(&row.canonical)));
            let entry = entry.and_then(|row| Entry::parse(&row.canonical).ok());
            match entry.filter(|entry| entry.origin == self.head.origin) {
                Some(entry) => drop(self.entries.insert(index, entry)),
                None => self.tell(index, Part::Entry),
            }
            reading.is_torn |= leaf.is_none();
            let leaf = leaf.unwrap_or_else(|| Hash::of(b""));
            reading.tree.push(leaf, |level, at, hash| nodes.push(((level, at), hash, index)));
            if let Some(note) = heads.remove(&(index + 1)) {
                self.examine_head(&note, reading);
            }
        }
        let wanted: Vec<(u8, u64)> = nodes.iter().map(|(node, ..)| *node).collect();
        for ((_, hash, index), found) in nodes.into_iter().zip(journal.nodes(no, &wanted).await?) {
            if found != Some(hash) && !reading.is_torn {
                self.tell(index, Part::Tree);
            }
        }
        Ok(())
    }

    /// A head that this node signed over the entries read so far.
    fn examine_head(&self, note: &str, reading: &mut Reading) {
        let key = self.store.core.key.verifier_for(&self.head.origin);
        let tree = &reading.tree;
        let holds = Checkpoint::open(note.as_bytes(), &key).is_ok_and(|signed| {
            signed.size == tree.size() && (reading.is_torn || signed.root == tree.root())
        });
        if !holds {
            self.tell(tree.size() - 1, Part::Checkpoint);
            // One torn leaf spoils every head after it: it is told once.
            reading.is_torn = true;
        }
    }

    async fn examine_ids(&self) -> Result<(), EnvironmentFault> {
        let ids: Vec<EntryId> = self.entries.values().map(|entry| entry.id).collect();
        let places = self.store.core.journal.find_places(&ids).await?;
        for (&index, entry) in &self.entries {
            if places.get(&entry.id) != Some(&Place { log: self.head.no, index }) {
                self.tell(index, Part::Id);
            }
        }
        Ok(())
    }

    /// Clear values against their commitments, and the documents they name. One that is not there must have been erased.
    async fn examine_clear_values(&self, clear: Vec<RawDisclosure>) -> Result<(), EnvironmentFault> {
        let mut kept: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
        for row in clear {
            let Place { index, .. } = row.place;
            kept.entry(index).or_default().insert(row.field.clone());
            let Some(entry) = self.entries.get(&index) else { continue };
            let opened = opened(entry, row).filter(|opened| opened.verify(entry));
            let Some(opened) = opened else {
                self.tell(index, Part::ClearValue);
                continue;
            };
            if let Some(digest) = digest_of(&opened.value.canonical())
                && !self.is_whole(digest).await?
            {
                self.tell(index, Part::Document);
            }
        }
        for (&index, entry) in &self.entries {
            let kept = kept.remove(&index).unwrap_or_default();
            if !self.store.lost_fields(entry, &kept).await?.is_empty() {
                self.tell(index, Part::ClearValue);
            }
        }
        Ok(())
    }

    /// Whether the index finds the entries. It is no evidence, so nobody is told of what it lost: it is built anew.
    async fn examine_index(&self) -> Result<(), EnvironmentFault> {
        let state = &self.store.core.state;
        // What was recorded a moment ago may be on its way there.
        let indexed = state.indexed(self.head.no).await?;
        let mut wanted: BTreeMap<String, BTreeSet<TopicPlace>> = BTreeMap::new();
        for (&index, entry) in self.entries.range(..indexed) {
            let place = Place { log: self.head.no, index };
            for IndexLine { topic, recorded_at, place } in lines_of(place, &Evidence::keep(entry, index)) {
                wanted.entry(topic).or_default().insert(TopicPlace { recorded_at, place });
            }
        }
        for (topic, places) in wanted {
            let (Some(first), Some(last)) = (places.first(), places.last()) else { continue };
            let found = state.places_between(&topic, first.recorded_at, last.recorded_at).await?;
            if !places.is_subset(&found.into_iter().collect()) {
                tracing::warn!(topic, "the evidence index lost an entry");
                state.mend().await;
                break;
            }
        }
        Ok(())
    }

    /// Whether a document, where there is one of this name, has its bytes and somebody who holds it.
    async fn is_whole(&self, digest: Hash) -> Result<bool, EnvironmentFault> {
        let core = &self.store.core;
        let blobs = core.shared.blobs.clone();
        let read = tokio::task::spawn_blocking(move || blobs.get(digest)).await;
        let there = match read.map_err(|_| EnvironmentFault::closed())? {
            Ok(bytes) => bytes.is_some(),
            Err(fault) if fault.reason == EnvironmentReason::Damaged => return Ok(false),
            Err(fault) => return Err(fault),
        };
        // A text may look like a digest and be none: then nobody holds it and nothing is there.
        Ok(core.journal.owners_of_blob(digest).await?.is_empty() != there)
    }
}

fn opened(entry: &Entry, row: RawDisclosure) -> Option<Disclosure> {
    let salt = <[u8; 32]>::try_from(row.salt.as_slice()).ok()?;
    let value = Fact::parse(&row.value).ok()?;
    Some(Disclosure { id: entry.id, field: row.field, salt, value })
}
