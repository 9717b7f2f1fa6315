//! Corrections of a cell: which earlier entries no longer count, or count with other facts.
//!
//! A correction waits for what it answers, so it does not matter which of the two arrives first. It holds from its
//! own `held.from`: a past board is not rewritten by what was corrected afterwards. An organisation may correct its
//! own word; a measurement is withdrawn only by a measurement that answers it, or by the regulator. A correction is
//! itself corrected by a later one.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::{EntryId, Facts, Grade, Slug};
use sabotage::Mutant;
use serde::{Deserialize, Serialize};

use super::{context::Roster, moment::Moment};
use crate::evidence::{Body, Evidence};

/// Every correction known, ordered by when it holds and id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Corrections(Vec<Correction>);

/// One correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Correction {
    answers: Vec<EntryId>,
    fields: Facts,
    from: Instant,
    grade: Option<Grade>,
    id: EntryId,
    log: Slug,
    recorded_at: Instant,
    /// Set where an entry takes the place of an earlier one of its own kind and log; none for a correction proper.
    same_kind: Option<String>,
    withdraws: bool,
}

/// The corrections in force at a moment, by the entry they answer.
#[derive(Debug, Default)]
pub struct InForce<'a> {
    by_entry: BTreeMap<EntryId, Vec<&'a Correction>>,
    /// Entries a correction was taken back from, with when that was written down.
    given_back: BTreeMap<EntryId, Instant>,
}

/// What is asked about an entry.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// Its id.
    pub id: EntryId,
    /// Its log.
    pub log: &'a Slug,
    /// Its kind.
    pub kind: &'a str,
    /// Its grade.
    pub grade: Grade,
}

/// What corrections do to an entry.
#[derive(Debug, Default)]
pub struct Change<'a> {
    /// It no longer counts.
    pub withdrawn: bool,
    /// Facts that replace its own, in order.
    pub fields: Vec<&'a Facts>,
    /// When the latest correction that touched it, or took a touch back, was written down.
    pub recorded_at: Option<Instant>,
}

impl Corrections {
    /// Takes in a correction, or the fact that an entry answers an earlier one of its own kind. Says whether it was
    /// news.
    pub fn add(&mut self, evidence: &Evidence) -> bool {
        if evidence.answers.is_empty() {
            return false;
        }
        let (same_kind, withdraws, fields) = match &evidence.body {
            Body::EvidenceCorrected { withdraws, fields, .. } => (None, *withdraws, fields.clone()),
            Body::FindingExplained { .. } | Body::NotUnderstood { .. } => return false,
            _ => (Some(evidence.kind.as_str().to_owned()), true, Facts::new()),
        };
        let key = (evidence.held.from, evidence.id);
        let Err(place) = self.0.binary_search_by_key(&key, |known| (known.from, known.id)) else {
            return false;
        };
        let mut answers = evidence.answers.clone();
        answers.sort_unstable();
        answers.dedup();
        self.0.insert(
            place,
            Correction {
                from: evidence.held.from,
                id: evidence.id,
                recorded_at: evidence.recorded_at,
                log: evidence.log.organisation().clone(),
                grade: evidence.grade,
                same_kind,
                withdraws,
                fields,
                answers,
            },
        );
        true
    }

    /// What is in force at `moment`.
    pub fn in_force(&self, roster: &Roster, moment: &Moment) -> InForce<'_> {
        let mut in_force = InForce::default();
        // A later correction decides about an earlier one, so the last is settled first.
        for correction in self.0.iter().rev() {
            if !moment.reached(correction.from) || sabotage::is(Mutant::IgnoreCorrections) {
                continue;
            }
            let later = in_force.by_entry.get(&correction.id).map_or(&[][..], Vec::as_slice);
            let undoing = later.iter().filter(|by| by.undoes(correction, roster));
            match undoing.map(|by| by.recorded_at).max() {
                Some(at) => {
                    for id in &correction.answers {
                        let known = in_force.given_back.entry(*id).or_insert(at);
                        *known = at.max(*known);
                    }
                }
                None => {
                    for id in &correction.answers {
                        in_force.by_entry.entry(*id).or_default().push(correction);
                    }
                }
            }
        }
        for list in in_force.by_entry.values_mut() {
            list.reverse();
        }
        in_force
    }
}

impl<'a> InForce<'a> {
    /// Whether nothing at all is corrected.
    pub fn is_empty(&self) -> bool {
        self.by_entry.is_empty() && self.given_back.is_empty()
    }

    /// The entries that a correction in force answers, or was taken back from.
    pub fn answered(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.by_entry.keys().chain(self.given_back.keys()).copied()
    }

    /// What the corrections in force do to one entry.
    pub fn change(&self, entry: Answered<'_>, roster: &Roster) -> Change<'a> {
        let mut change = Change { recorded_at: self.given_back.get(&entry.id).copied(), ..Change::default() };
        for correction in self.by_entry.get(&entry.id).into_iter().flatten() {
            if !correction.may_touch(entry, roster) {
                continue;
            }
            change.withdrawn |= correction.withdraws;
            change.recorded_at = change.recorded_at.max(Some(correction.recorded_at));
            if !correction.fields.is_empty() {
                change.fields.push(&correction.fields);
            }
        }
        change
    }
}

impl Correction {
    fn undoes(&self, earlier: &Self, roster: &Roster) -> bool {
        let may_withdraw = earlier.grade < Some(Grade::Measured) || self.grade == Some(Grade::Measured);
        let may = roster.is_regulator(&self.log) || (self.log == earlier.log && may_withdraw);
        self.withdraws && self.same_kind.is_none() && may
    }

    fn may_touch(&self, entry: Answered<'_>, roster: &Roster) -> bool {
        if self.id == entry.id {
            return false;
        }
        match &self.same_kind {
            Some(kind) => kind == entry.kind && &self.log == entry.log && self.grade >= Some(entry.grade),
            None if roster.is_regulator(&self.log) => true,
            None => {
                &self.log == entry.log
                    && (entry.grade < Grade::Measured || self.grade == Some(Grade::Measured))
            }
        }
    }
}
