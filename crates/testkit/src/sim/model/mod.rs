//! What must hold: a model that knows the entries it has seen and what was acknowledged, and asks the store as any
//! reader does.

pub mod answers;
mod board;
mod oracle;
mod outside;

use std::{collections::BTreeMap, fmt, sync::Arc};

use access::{Action, KeyLimit, Role, Scope};
use calendar::Instant;
use campaign::{Board, Campaign, Evidence};
use journal::{Checkpoint, Draft, Entry, EntryId, Fact, Frontier, Hash, Origin, Slug};
use store::{ReadFault, Receipt, Store};

pub use outside::verify;

use answers::Refusal;

use super::{
    counted::Counted,
    node::{NAME, NodeFault},
    person::is_marked,
    world::{ORGANISATIONS, REGULATOR},
};

/// Entries on one page.
const PAGE: u32 = 500;

/// Entries read at once where few are expected.
const FEW: u32 = 8;

/// What the node says of its own clock.
const OBSERVED: &str = "clock.observed";

/// How far a clock is behind its log before that has to stand on record, ms.
const CLOCK_BEHIND_MS: i64 = 1_000;

/// How much of the logs is read.
#[derive(Clone, Copy)]
enum Reading {
    OnlyNew,
    Everything,
}

/// Something that must not be.
#[derive(Debug)]
pub enum Breach {
    /// What was acknowledged is not in its place.
    Lost(EntryId),
    /// An entry that was read before is gone or another.
    Altered(String),
    /// One id stands twice.
    Twice(EntryId),
    /// A log's times go back.
    TimeWentBack(EntryId),
    /// The board is not what its journal gives.
    Board(String),
    /// A cell says what its entries do not.
    Verdict(String),
    /// The index does not find what is there.
    Index(String),
    /// An entry stands there that nobody asked for, or says something else.
    Invented(EntryId),
    /// A word was taken that is to be refused, and why.
    Taken(EntryId, Refusal),
    /// A word was refused that is good, or for another reason than it is bad.
    Refused(EntryId, String),
    /// An entry does not say by whom it came, or when.
    Stamped(String),
    /// The node signed a head of its own accord, and the entry before it is no observation of its clock.
    Unobserved(String),
    /// A board of the past is not what it was.
    Past(String),
    /// Somebody reads what is not his.
    Leak(String),
    /// Who follows the live stream was not told what turned.
    Untold(String),
    /// An entry was stamped while the node's clock was behind its log, and nothing says so.
    ClockUntold(EntryId),
    /// Two programs have one data directory.
    Shared,
    /// An export does not verify.
    Unverified(String),
    /// Two signed heads contradict each other, or one is not signed.
    Forked(String),
    /// A receipt is not the first one again.
    Receipt(EntryId),
    /// Another word under an id on record was told to be recorded.
    Confused(EntryId),
    /// After everything was healed something did not arrive.
    NotArrived(String),
    /// The node failed by itself.
    Node(NodeFault),
    /// The store refused a question it should answer.
    Unreadable(String),
    /// The node doubts a journal that lacks nothing.
    Doubted,
    /// A bit of the journal turned in a byte that means something, and nobody is told.
    Rotten(String),
}

impl Breach {
    /// Whether it is of the same kind as another: the same promise was broken.
    pub fn is_like(&self, other: &Self) -> bool {
        use std::mem::discriminant;
        match (self, other) {
            (Self::Node(one), Self::Node(other)) => discriminant(one) == discriminant(other),
            (one, other) => discriminant(one) == discriminant(other),
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl From<NodeFault> for Breach {
    fn from(fault: NodeFault) -> Self {
        Self::Node(fault)
    }
}

impl From<ReadFault> for Breach {
    fn from(fault: ReadFault) -> Self {
        Self::Unreadable(fault.to_string())
    }
}

/// What is known for certain.
#[derive(Default)]
pub struct Model {
    logs: BTreeMap<Slug, Log>,
    places: BTreeMap<EntryId, (Slug, u64)>,
    acknowledged: BTreeMap<EntryId, (Slug, Receipt)>,
    campaigns: BTreeMap<Hash, Arc<Campaign>>,
    /// What was asked to be recorded, and as what.
    asked: BTreeMap<EntryId, (Role, Draft)>,
    past: Vec<board::Past>,
    /// The board that heard every entry once, but for the fresh ones.
    rebuilt: Option<Board>,
    fresh: Vec<Evidence>,
    /// How many entries there were when every state was last compared.
    compared: usize,
    /// The board that was last found in order.
    shown: Option<board::Shown>,
    /// What was counted since somebody asked.
    tally: Counted,
    /// How far the node's clock is off, µs.
    off_us: Option<i64>,
    /// Heads that the node signed of its own accord, by log and size, and how far its clock was off, µs.
    unobserved: Vec<(Slug, u64, i64)>,
    /// No reading has come to its end since: what is read next was recorded by a clock that nobody knows.
    is_behind: bool,
}

#[derive(Default)]
struct Log {
    seen: Vec<Seen>,
    tree: Frontier,
    /// It is on record that the clock is behind, and no later time was stamped since.
    is_clock_told: bool,
}

struct Seen {
    /// The root of the tree that ends here.
    root: Hash,
    canonical: Vec<u8>,
    leaf: Hash,
    evidence: Evidence,
}

impl Model {
    /// A campaign that somebody is about to issue.
    pub fn know_campaign(&mut self, campaign: Campaign) {
        self.campaigns.insert(campaign.digest, Arc::new(campaign));
    }

    /// Somebody wants this recorded.
    pub fn ask(&mut self, role: Role, draft: Draft) {
        self.asked.insert(draft.id, (role, draft));
    }

    /// Adds what was counted since it was last asked.
    pub fn count(&mut self, counted: &mut Counted) {
        counted.add(&std::mem::take(&mut self.tally));
    }

    /// A client was told so.
    pub fn acknowledge(&mut self, organisation: &Slug, receipt: Receipt) -> Result<(), Breach> {
        let first = self.acknowledged.get(&receipt.id);
        if let Some((_, first)) = first
            && (first.index, first.leaf, first.recorded_at)
                != (receipt.index, receipt.leaf, receipt.recorded_at)
        {
            return Err(Breach::Receipt(receipt.id));
        }
        self.acknowledged.entry(receipt.id).or_insert((organisation.clone(), receipt));
        Ok(())
    }

    /// The node's clock is off by so much now, ms.
    pub fn know_clock(&mut self, offset_ms: i64) {
        self.off_us = Some(offset_ms * 1_000);
    }

    /// The node signed the head of this size of its own accord, by a clock that was off by so much, ms.
    pub fn expect_observed(&mut self, organisation: Slug, size: u64, offset_ms: i64) {
        self.unobserved.push((organisation, size, offset_ms * 1_000));
    }

    /// Whether this id stands in a log.
    pub fn holds(&self, id: EntryId) -> bool {
        self.places.contains_key(&id)
    }

    /// Whether the store has fewer entries in some log than were seen there.
    pub async fn is_shortened(&self, store: &Store) -> Result<bool, Breach> {
        let found = store.logs(&regulator(store)).await?;
        let size = |organisation: &Slug| {
            found.iter().find(|log| log.organisation == *organisation).map_or(0, |log| log.size)
        };
        Ok(self.logs.iter().any(|(organisation, log)| size(organisation) < log.seen.len() as u64))
    }

    /// How many entries were seen.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// How many ids were acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.len()
    }

    /// Every entry's bytes, log by log.
    pub fn bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.logs.values().flat_map(|log| &log.seen).map(|seen| seen.canonical.as_slice())
    }

    /// A head that was signed, against the entries.
    pub fn check_head(&self, head: &Checkpoint) -> Result<(), Breach> {
        let last = head.size.checked_sub(1);
        let log = self.logs.get(head.origin.organisation());
        let seen = log.zip(last).and_then(|(log, last)| log.seen.get(last as usize));
        if seen.is_some_and(|seen| seen.root == head.root) {
            return Ok(());
        }
        Err(Breach::Forked(format!("{} at size {} is of no tree that was there", head.origin, head.size)))
    }

    /// The heads of all logs.
    pub fn heads(&self) -> impl Iterator<Item = (&Slug, usize, Hash)> {
        self.logs.iter().map(|(organisation, log)| (organisation, log.seen.len(), log.tree.root()))
    }

    fn evidence(&self) -> impl Iterator<Item = &Evidence> {
        self.logs.values().flat_map(|log| &log.seen).map(|seen| &seen.evidence)
    }

    /// Takes in what is new and holds it all against the store; of readers and of the index one in turn.
    pub async fn check(&mut self, store: &Store, turn: usize) -> Result<(), Breach> {
        self.read(store, Reading::OnlyNew).await?;
        self.check_acknowledged()?;
        self.check_board(store).await?;
        match turn % 4 {
            0 => self.check_index(store, turn / 4).await,
            2 => self.check_secrecy(store, turn / 4).await,
            _ => Ok(()),
        }
    }

    /// Holds that nothing moved since the last check: no entry came, what was acknowledged since stands, and the board
    /// that is shown is the one that was found in order.
    pub async fn check_still(&mut self, store: &Store) -> Result<(), Breach> {
        let scope = regulator(store);
        let Some(shown) = self.shown.as_ref().filter(|shown| shown.cursor == store.cursor(&scope)) else {
            return self.check(store, 1).await;
        };
        if shown.acknowledged != self.acknowledged.len() {
            self.check_acknowledged()?;
        }
        self.check_shown(store, &scope).await
    }

    /// The same with every entry read anew, and for every reader: after a start, and at the end.
    pub async fn check_all(&mut self, store: &Store) -> Result<(), Breach> {
        self.read(store, Reading::Everything).await?;
        self.check_acknowledged()?;
        (self.rebuilt, self.compared) = (None, 0);
        self.check_board(store).await?;
        for turn in 0..board::SIGNED.len() {
            self.check_index(store, turn).await?;
            self.check_secrecy(store, turn).await?;
        }
        Ok(())
    }

    async fn read(&mut self, store: &Store, reading: Reading) -> Result<(), Breach> {
        let scope = regulator(store);
        let was_behind = std::mem::replace(&mut self.is_behind, true);
        for organisation in organisations() {
            let origin = Origin::of(NAME, &organisation).expect("the names make an origin");
            let known = self.logs.entry(organisation.clone()).or_default().seen.len() as u64;
            let (from, limit) = match reading {
                Reading::OnlyNew if store.cursor(&scope).size(&origin) == known => continue,
                Reading::OnlyNew => (known, FEW),
                Reading::Everything => (0, PAGE),
            };
            let (mut found, mut before, mut size) = (Vec::new(), None, 0);
            loop {
                let page = match store.entries(&scope, &organisation, before, limit).await {
                    // Nobody is known before the first campaign.
                    Err(ReadFault::NotFound(_)) if known == 0 => break,
                    page => page?,
                };
                size = page.size;
                before = page.next.filter(|next| *next > from);
                found.extend(page.entries.into_iter().filter(|entry| entry.index >= from));
                if before.is_none() {
                    break;
                }
            }
            found.reverse();
            // What is read right after it was recorded was stamped by this clock; else nobody knows by which.
            let is_fresh = matches!(reading, Reading::OnlyNew) && !was_behind;
            let clock = is_fresh.then(|| store.now());
            for view in found {
                self.take(&organisation, view, clock)?;
            }
            let here = self.logs.get(&organisation).map_or(0, |log| log.seen.len() as u64);
            if size != here {
                return Err(Breach::Altered(format!(
                    "{organisation} says it has {size} entries; it has {here}"
                )));
            }
        }
        self.is_behind = false;
        self.check_observed()
    }

    /// Before each head that the node signed of its own accord it put on record how far its clock was off.
    fn check_observed(&mut self) -> Result<(), Breach> {
        for (organisation, size, off_us) in std::mem::take(&mut self.unobserved) {
            let log = self.logs.get(&organisation);
            let last = log.zip(size.checked_sub(1)).and_then(|(log, last)| log.seen.get(last as usize));
            let entry = last.and_then(|last| Entry::parse(&last.canonical).ok());
            let is_observed = |entry: &Entry| {
                entry.kind.as_str() == OBSERVED
                    && entry.source == "store"
                    && told_of_world(entry) == Some(off_us)
            };
            if !entry.as_ref().is_some_and(is_observed) {
                let what = format!("{organisation} at size {size}, by a clock off by {off_us}: {entry:?}");
                return Err(Breach::Unobserved(what));
            }
            self.tally.heads_observed += 1;
        }
        Ok(())
    }

    fn take(
        &mut self,
        organisation: &Slug,
        view: store::EntryView,
        clock: Option<Instant>,
    ) -> Result<(), Breach> {
        let log = self.logs.entry(organisation.clone()).or_default();
        if let Some(seen) = log.seen.get(view.index as usize) {
            if seen.canonical != view.canonical || seen.leaf != view.leaf {
                return Err(Breach::Altered(format!("{organisation}/{}", view.index)));
            }
            return Ok(());
        }
        let entry = Entry::parse(&view.canonical).map_err(|fault| Breach::Altered(fault.to_string()))?;
        if view.index != log.seen.len() as u64 || view.leaf != entry.leaf() {
            return Err(Breach::Altered(format!("{organisation}/{} is not what follows", view.index)));
        }
        if log.seen.last().is_some_and(|last| last.evidence.recorded_at > entry.recorded_at) {
            return Err(Breach::TimeWentBack(entry.id));
        }
        if self.places.insert(entry.id, (organisation.clone(), view.index)).is_some() {
            return Err(Breach::Twice(entry.id));
        }
        let by_node = ["campaign.issued", OBSERVED].contains(&entry.kind.as_str());
        let asked = self.asked.get(&entry.id).map(|(_, draft)| draft);
        if !by_node && !asked.is_some_and(|asked| is_as_asked(asked, &entry)) {
            return Err(Breach::Invented(entry.id));
        }
        if let Some(refusal) = asked.and_then(|asked| self.bad_word(asked, organisation)) {
            return Err(Breach::Taken(entry.id, refusal));
        }
        let log = self.logs.entry(organisation.clone()).or_default();
        let last = log.seen.last().map(|last| last.evidence.recorded_at);
        if let Some(clock) = clock {
            is_stamped(&entry, asked, clock.max(last.unwrap_or(clock)))?;
            self.tally.stamps += 1;
        }
        if entry.kind.as_str() == OBSERVED {
            if let Some(off_us) = self.off_us.filter(|_| clock.is_some() && entry.source == "store") {
                is_offset(&entry, off_us)?;
            }
            log.is_clock_told = true;
            self.tally.clock_told += 1;
        } else {
            let behind_ms = last.zip(clock).map_or(0, |(last, clock)| last.ms_since(clock));
            if behind_ms >= CLOCK_BEHIND_MS && !log.is_clock_told {
                return Err(Breach::ClockUntold(entry.id));
            }
            log.is_clock_told &= last.is_some_and(|last| last >= entry.recorded_at);
        }
        log.tree.push(view.leaf, |_, _, _| ());
        let (root, evidence) = (log.tree.root(), Evidence::keep(&entry, view.index));
        self.fresh.push(evidence.clone());
        log.seen.push(Seen { root, canonical: view.canonical, leaf: view.leaf, evidence });
        Ok(())
    }

    fn check_acknowledged(&self) -> Result<(), Breach> {
        for (id, (organisation, receipt)) in &self.acknowledged {
            let log = self.logs.get(organisation);
            let seen = log.and_then(|log| log.seen.get(receipt.index as usize));
            if !seen.is_some_and(|seen| seen.evidence.id == *id && seen.leaf == receipt.leaf) {
                return Err(Breach::Lost(*id));
            }
        }
        Ok(())
    }
}

/// What the node adds to a word: when it was recorded, by whom, from where, and under which campaign.
fn is_stamped(entry: &Entry, asked: Option<&Draft>, at: Instant) -> Result<(), Breach> {
    let by = asked.map(|asked| (actor(entry.origin.organisation()), &asked.source, asked.campaign));
    let is_by = by.as_ref().is_none_or(|by| *by == (entry.actor.clone(), &entry.source, entry.campaign));
    if is_by && entry.recorded_at == at {
        return Ok(());
    }
    let Entry { id, recorded_at, actor, source, .. } = entry;
    Err(Breach::Stamped(format!("{id} at {recorded_at} by {actor} from {source}; at {at} by {by:?}")))
}

/// What the node says of its clock against the world's is so.
fn is_offset(entry: &Entry, off_us: i64) -> Result<(), Breach> {
    if told_of_world(entry).is_some_and(|told_us| told_us != off_us) {
        return Err(Breach::Stamped(format!(
            "{} says {:?} of a clock off by {off_us}",
            entry.id, entry.facts
        )));
    }
    Ok(())
}

/// How far the clock is off, as an observation of it against the world's says, µs.
fn told_of_world(entry: &Entry) -> Option<i64> {
    let told = |field: &str| entry.facts.get(field);
    told("source").and_then(Fact::as_text).filter(|source| *source == "world")?;
    told("offset_us").and_then(Fact::as_int)
}

/// Whether an entry says what was asked to be recorded.
fn is_as_asked(asked: &Draft, entry: &Entry) -> bool {
    let stated = asked.facts.iter().all(|(field, fact)| entry.facts.get(field) == Some(fact));
    let private = asked.private.keys().all(|field| entry.commitments.contains_key(field));
    stated
        && private
        && (&asked.kind, &asked.subject, asked.held) == (&entry.kind, &entry.subject, entry.held)
        && (&asked.answers, asked.grade) == (&entry.answers, entry.grade)
}

/// Every organisation of the simulated province.
pub fn organisations() -> impl Iterator<Item = Slug> {
    ORGANISATIONS.into_iter().map(slug)
}

/// A slug that is known to be one.
pub fn slug(text: &str) -> Slug {
    Slug::new(text).expect("a word in lower case is a slug")
}

/// Who speaks for an organisation.
fn actor(organisation: &Slug) -> String {
    format!("u-{organisation}")
}

/// What somebody may do, as the store's own tree has it.
pub fn scope(store: &Store, role: Role, organisation: &str) -> Scope {
    let organisation = slug(organisation);
    let (actor, tree) = (actor(&organisation), store.tree());
    if role == Role::Machine {
        let actions = [Action::RecordMeasurement].into();
        return Scope::keyed(actor, organisation, &tree, KeyLimit { actions, ..KeyLimit::default() });
    }
    Scope::new(actor, role, organisation, &tree)
}

/// The regulator's.
pub fn regulator(store: &Store) -> Scope {
    if store.campaigns_in_force().is_empty() {
        let tree = access::Tree::new([(slug(REGULATOR), None)]);
        return Scope::new(actor(&slug(REGULATOR)), Role::RegulatorHead, slug(REGULATOR), &tree);
    }
    scope(store, Role::RegulatorHead, REGULATOR)
}
