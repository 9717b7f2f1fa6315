//! One generated log: a clock that moves on, sources that take turns, and what is due later.

use super::random::Random;
use super::{NODE, campaign, machines, people};
use crate::draft::{Disclosure, Draft};
use crate::entry::{Entry, Grade, Held};
use crate::fact::{Fact, Facts};
use crate::hash::Hash;
use crate::id::EntryId;
use crate::name::{Kind, Origin, Slug, Subject};
use calendar::Instant;

/// 2027-01-24T17:00:00Z, the first midnight of the campaign at +07:00.
const BEGIN_MS: i64 = 1_800_810_000_000;
/// The time the entries are spread over: four weeks.
const SPAN_MS: i64 = 28 * 86_400_000;

/// Targets of an operator.
pub(super) const TARGETS: usize = 12;

/// An entry, what opens its commitments, and which of its fields were erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The entry.
    pub entry: Entry,
    /// Its disclosures, those of erased fields left out.
    pub disclosures: Vec<Disclosure>,
    /// Fields whose value and salt were erased.
    pub erased: Vec<&'static str>,
}

/// The entries of one generated log, in order.
#[derive(Debug, Clone)]
pub struct LogStream {
    origin: Origin,
    pub(super) organisation: Slug,
    pub(super) random: Random,
    pub(super) now: Instant,
    step_ms: i64,
    left: u64,
    first: bool,
    regulator: bool,
    campaign: Hash,
    /// Which targets answer.
    pub(super) up: [bool; TARGETS],
    /// Entries that people may answer.
    pub(super) recent: Vec<EntryId>,
    /// An erasure still to be recorded.
    pub(super) to_erase: Option<EntryId>,
}

impl LogStream {
    pub(super) fn new(organisation: &str, size: u64, entries: u64, seed: u64) -> Option<Self> {
        let organisation = Slug::new(organisation).ok()?;
        let origin = Origin::of(NODE, &organisation).ok()?;
        let mixed = Hash::of(format!("{seed} {origin}").as_bytes());
        let (start, _) = mixed.as_bytes().split_first_chunk::<8>()?;
        Some(Self {
            regulator: organisation.as_str() == super::LOGS[0].0,
            origin,
            organisation,
            random: Random::new(u64::from_le_bytes(*start)),
            now: Instant::from_ms(BEGIN_MS),
            step_ms: (SPAN_MS / (entries.max(1) as i64)).max(1),
            left: size,
            first: true,
            campaign: Hash::of(campaign(seed).as_bytes()),
            up: [true; TARGETS],
            recent: Vec::new(),
            to_erase: None,
        })
    }

    /// The log.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// How many entries are still to come.
    pub fn left(&self) -> u64 {
        self.left
    }

    /// A draft of a kind; kinds and subjects are written in this crate and always valid.
    pub(super) fn draft(
        &mut self,
        kind: &str,
        subject: (&str, &str),
        grade: Option<Grade>,
        facts: Facts,
    ) -> Option<Draft> {
        let machine = grade.is_none_or(|grade| grade == Grade::Measured);
        Some(Draft {
            id: EntryId::v7(self.now, self.random.bytes()),
            kind: Kind::new(kind).ok()?,
            subject: Subject::new(format!("{}:{}", subject.0, subject.1)).ok()?,
            held: Held::at(self.now),
            source: if machine { "measure" } else { "bieu-mau" }.to_owned(),
            actor: if machine { "machine".to_owned() } else { format!("u-{:04x}", self.random.below(400)) },
            answers: Vec::new(),
            campaign: Some(self.campaign),
            grade,
            facts,
            private: Facts::new(),
        })
    }

    fn draw(&mut self) -> Option<Draft> {
        if let Some(entry) = self.to_erase.filter(|_| self.random.chance(50)) {
            self.to_erase = None;
            return people::disclosure_erased(self, entry);
        }
        if self.regulator {
            return people::regulator(self);
        }
        if self.random.chance(740) { machines::draw(self) } else { people::draw(self) }
    }

    fn seal(&mut self, draft: Draft) -> Option<Generated> {
        let erased: Vec<&'static str> =
            if self.to_erase == Some(draft.id) { vec!["note"] } else { Vec::new() };
        let mut salts = self.random.clone();
        let recorded_at = self.now.plus_ms(self.random.below(900));
        let sealed = draft.seal(self.origin.clone(), recorded_at, &mut || salts.bytes());
        let (entry, mut disclosures) = sealed.ok()?;
        self.random = salts;
        disclosures.retain(|disclosure| !erased.contains(&disclosure.field.as_str()));
        Some(Generated { entry, disclosures, erased })
    }
}

impl Iterator for LogStream {
    type Item = Generated;

    fn next(&mut self) -> Option<Generated> {
        self.left = self.left.checked_sub(1)?;
        self.now = self.now.plus_ms(self.random.below(2 * self.step_ms as u64) + 1);
        let first = std::mem::take(&mut self.first);
        let draft =
            if first && self.regulator { people::campaign_issued(self, self.campaign) } else { self.draw() }?;
        let generated = self.seal(draft)?;
        if generated.entry.grade.is_some() {
            self.recent.push(generated.entry.id);
            if self.recent.len() > 64 {
                self.recent.swap_remove(0);
            }
        }
        Some(generated)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left as usize, Some(self.left as usize))
    }
}

/// Facts from pairs.
pub(super) fn facts<const N: usize>(pairs: [(&str, Fact); N]) -> Facts {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}
