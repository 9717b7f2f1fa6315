//! Reading facts field by field, so that what does not fit is named by its path.

use calendar::Instant;
use journal::{EntryId, Fact, Facts, Hash, Slug};

use crate::{Paper, Said, dispute::Ruling};

use super::{
    AccountChange, ChecklistAnswer, ChecklistResult, DutyWhat, EvidenceFault, GivenChange, KeyChange,
    Outcome, TargetState, says,
};

/// Facts with the path that leads to them.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    facts: &'a Facts,
    path: &'a str,
}

/// What a field gives, or the fault that names it.
pub type Got<T> = Result<T, EvidenceFault>;

impl<'a> Fields<'a> {
    /// Facts found at `path`.
    pub const fn new(facts: &'a Facts, path: &'a str) -> Self {
        Self { facts, path }
    }

    /// A fault about a field.
    pub fn fault<T>(&self, field: &str, what: impl Into<Said>) -> Got<T> {
        Err(EvidenceFault { field: format!("{}.{field}", self.path), what: what.into() })
    }

    /// The fact, unless it is absent or null.
    pub fn find(&self, field: &str) -> Option<&'a Fact> {
        self.facts.get(field).filter(|fact| **fact != Fact::Null)
    }

    fn get(&self, field: &str) -> Got<&'a Fact> {
        self.find(field).map_or_else(|| self.fault(field, says::missing()), Ok)
    }

    /// Text.
    pub fn text(&self, field: &str) -> Got<&'a str> {
        self.get(field)?.as_text().map_or_else(|| self.fault(field, says::not_text()), Ok)
    }

    /// Text, if there is one.
    pub fn find_text(&self, field: &str) -> Got<Option<&'a str>> {
        self.optional(field, Self::text)
    }

    /// Text read by `parse`.
    fn parsed<T>(&self, field: &str, not: fn() -> Said, parse: impl FnOnce(&str) -> Option<T>) -> Got<T> {
        parse(self.text(field)?).map_or_else(|| self.fault(field, not()), Ok)
    }

    fn optional<T>(&self, field: &str, get: impl FnOnce(&Self, &str) -> Got<T>) -> Got<Option<T>> {
        if self.find(field).is_some() { get(self, field).map(Some) } else { Ok(None) }
    }

    /// A slug.
    pub fn slug(&self, field: &str) -> Got<Slug> {
        self.parsed(field, says::not_slug, |text| Slug::new(text).ok())
    }

    /// A slug, if there is one.
    pub fn find_slug(&self, field: &str) -> Got<Option<Slug>> {
        self.optional(field, Self::slug)
    }

    /// A moment.
    pub fn instant(&self, field: &str) -> Got<Instant> {
        self.parsed(field, says::not_time, |text| Instant::parse(text).ok())
    }

    /// A moment, if there is one.
    pub fn find_instant(&self, field: &str) -> Got<Option<Instant>> {
        self.optional(field, Self::instant)
    }

    /// A digest.
    pub fn hash(&self, field: &str) -> Got<Hash> {
        self.parsed(field, says::not_digest, |text| Hash::parse(text).ok())
    }

    /// An entry's id.
    pub fn id(&self, field: &str) -> Got<EntryId> {
        self.parsed(field, says::not_entry_id, |text| EntryId::parse(text).ok())
    }

    /// One word of several.
    pub fn word<T: Copy>(&self, field: &str, words: &[(&str, T)]) -> Got<T> {
        let listed = || words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        let text = self.text(field)?;
        let found = words.iter().find(|(word, _)| *word == text).map(|(_, value)| *value);
        found.map_or_else(|| self.fault(field, says::none_of(listed())), Ok)
    }

    /// The value of a word, if there is one.
    pub fn find_word<T: Copy>(&self, field: &str, words: &[(&str, T)]) -> Got<Option<T>> {
        self.optional(field, |facts, field| facts.word(field, words))
    }

    /// Yes or no.
    pub fn bool(&self, field: &str) -> Got<bool> {
        self.get(field)?.as_bool().map_or_else(|| self.fault(field, says::not_flag()), Ok)
    }

    /// Yes or no; no where it is absent.
    pub fn flag(&self, field: &str) -> Got<bool> {
        Ok(self.optional(field, Self::bool)?.unwrap_or(false))
    }

    /// An integer.
    pub fn int(&self, field: &str) -> Got<i64> {
        self.get(field)?.as_int().map_or_else(|| self.fault(field, says::not_integer()), Ok)
    }

    /// A count.
    pub fn count(&self, field: &str) -> Got<u32> {
        let value = self.int(field)?;
        u32::try_from(value).or_else(|_| self.fault(field, says::not_count()))
    }

    /// A count, if there is one.
    pub fn find_count(&self, field: &str) -> Got<Option<u32>> {
        self.optional(field, Self::count)
    }

    /// A list.
    pub fn list(&self, field: &str) -> Got<&'a [Fact]> {
        self.get(field)?.as_list().map_or_else(|| self.fault(field, says::not_list()), Ok)
    }

    /// A map.
    pub fn map(&self, field: &str) -> Got<&'a Facts> {
        self.get(field)?.as_map().map_or_else(|| self.fault(field, says::not_map()), Ok)
    }

    /// A list of maps, each read by `read`.
    pub fn maps<T>(&self, field: &str, read: impl Fn(Fields<'_>) -> Got<T>) -> Got<Vec<T>> {
        let read_one = |(place, fact): (usize, &Fact)| {
            let path = format!("{}.{field}[{place}]", self.path);
            match fact.as_map() {
                Some(facts) => read(Fields::new(facts, &path)),
                None => Err(EvidenceFault { field: path, what: says::not_map() }),
            }
        };
        self.list(field)?.iter().enumerate().map(read_one).collect()
    }

    /// The first key that is not among `known`, as a fault.
    pub fn only(&self, known: &[&str]) -> Got<()> {
        match self.facts.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => self.fault(key, says::unknown_field()),
            None => Ok(()),
        }
    }
}

/// Words of a checklist's answers.
pub const RESULTS: &[(&str, ChecklistResult)] = &[
    ("pass", ChecklistResult::Pass),
    ("fail", ChecklistResult::Fail),
    ("not_applicable", ChecklistResult::NotApplicable),
];

/// Words of an exercise's outcome.
pub const OUTCOMES: &[(&str, Outcome)] = &[("pass", Outcome::Pass), ("fail", Outcome::Fail)];

/// Words of a ruling.
pub const RULINGS: &[(&str, Ruling)] =
    &[("upheld", Ruling::Upheld), ("partly", Ruling::Partly), ("rejected", Ruling::Rejected)];

/// Words of a duty entry.
pub const DUTY: &[(&str, DutyWhat)] = &[
    ("heard", DutyWhat::Heard),
    ("told", DutyWhat::Told),
    ("handover", DutyWhat::Handover),
    ("note", DutyWhat::Note),
];

/// Names of papers.
pub const PAPERS: &[(&str, Paper)] = &{
    let [a, b, c, d, e, f, g] = Paper::ALL;
    [(a.name(), a), (b.name(), b), (c.name(), c), (d.name(), d), (e.name(), e), (f.name(), f), (g.name(), g)]
};

/// Words of a target's state.
pub const STATES: &[(&str, TargetState)] = &{
    let [unknown, up, down, excluded] = TargetState::ALL;
    [(unknown.name(), unknown), (up.name(), up), (down.name(), down), (excluded.name(), excluded)]
};

/// Words of what was done with an account.
pub const ACCOUNT_CHANGES: &[(&str, AccountChange)] = &[
    ("made", AccountChange::Made),
    ("invited", AccountChange::Invited),
    ("invited_again", AccountChange::InvitedAgain),
    ("enrolled", AccountChange::Enrolled),
    ("role_changed", AccountChange::RoleChanged),
    ("shut_out", AccountChange::ShutOut),
    ("let_in", AccountChange::LetIn),
    ("signed_out", AccountChange::SignedOut),
    ("recovery_asked", AccountChange::RecoveryAsked),
    ("recovery_confirmed", AccountChange::RecoveryConfirmed),
    ("recovery_withdrawn", AccountChange::RecoveryWithdrawn),
    ("recovery_refused", AccountChange::RecoveryRefused),
];

/// Words of what was done with a program's key.
pub const KEY_CHANGES: &[(&str, KeyChange)] = &[("made", KeyChange::Made), ("revoked", KeyChange::Revoked)];

/// Words of what was done with what can be given and taken back.
pub const GIVEN_CHANGES: &[(&str, GivenChange)] =
    &[("given", GivenChange::Given), ("withdrawn", GivenChange::Withdrawn)];

/// A signed checklist.
pub fn checklist(fields: Fields<'_>, field: &str) -> Got<Vec<ChecklistAnswer>> {
    fields.maps(field, |line| {
        Ok(ChecklistAnswer { item: line.slug("item")?, result: line.word("result", RESULTS)? })
    })
}

/// The slug a correction puts in place of a fact, if it fits.
pub fn slug_fact(facts: &Facts, field: &str) -> Option<Slug> {
    Fields::new(facts, "").slug(field).ok()
}

/// The outcome a correction puts in place of a fact, if it fits.
pub fn outcome_fact(facts: &Facts, field: &str) -> Option<Outcome> {
    Fields::new(facts, "").word(field, OUTCOMES).ok()
}

/// The checklist a correction puts in place of a fact, if it fits.
pub fn checklist_fact(facts: &Facts, field: &str) -> Option<Vec<ChecklistAnswer>> {
    checklist(Fields::new(facts, ""), field).ok()
}
