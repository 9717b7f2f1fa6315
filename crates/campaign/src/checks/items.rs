//! What people signed for one check, kept in order of when it held, with corrections applied on reading.

mod stored;

use std::borrow::Cow;

use calendar::Instant;
use journal::{EntryId, Facts, Grade, Slug};

use super::{context::Context, corrections::Answered, growth::make_room, moment::Moment};
use crate::{evidence::Evidence, finding::MAX_EVIDENCE};

/// The part of an entry a check looks at.
pub trait Said: Clone {
    /// The kind of entry it came from.
    fn kind(&self) -> &'static str;
    /// The same with some facts replaced; a fact that does not fit changes nothing.
    fn corrected(&self, fields: &Facts) -> Self;
}

/// One signed thing.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item<T> {
    from: Instant,
    grade: Option<Grade>,
    id: EntryId,
    /// Number of the log's organisation in the roster.
    log: u32,
    recorded_at: Instant,
    what: T,
}

/// Every signed thing, by when it held and id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Items<T>(Vec<Item<T>>);

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// A signed thing that counts at a moment.
#[derive(Debug)]
pub struct Counted<'a, T: Clone> {
    /// When it held.
    pub from: Instant,
    /// Its id.
    pub id: EntryId,
    /// Its log.
    pub log: &'a Slug,
    /// The grade it carries here.
    pub grade: Grade,
    /// Written down late.
    pub late: bool,
    /// What was said, corrections applied.
    pub what: Cow<'a, T>,
}

/// What counts at a moment.
#[derive(Debug)]
pub struct Standing<'a, T: Clone> {
    /// In order of when it held.
    pub items: Vec<Counted<'a, T>>,
    /// A correction written down late changed what counts.
    pub corrected_late: bool,
}

impl<T: Said> Items<T> {
    /// Takes in a signed thing unless it is known or its log may not speak of the owner.
    pub fn add(&mut self, evidence: &Evidence, context: &Context<'_>, what: T) {
        let log = evidence.log.organisation();
        let Some(log) = context.roster.number(log).filter(|_| context.may_speak(log)) else { return };
        let key = (evidence.held.from, evidence.id);
        if let Err(place) = self.0.binary_search_by_key(&key, |item| (item.from, item.id)) {
            let item = Item {
                from: evidence.held.from,
                id: evidence.id,
                recorded_at: evidence.recorded_at,
                log,
                grade: evidence.grade,
                what,
            };
            make_room(&mut self.0);
            self.0.insert(place, item);
        }
    }

    /// What counts at `moment`.
    pub fn standing<'a>(&'a self, context: &Context<'a>, moment: &Moment) -> Standing<'a, T> {
        let in_force = context.corrections.in_force(context.roster, moment);
        let mut standing = Standing { items: Vec::with_capacity(self.0.len()), corrected_late: false };
        for item in &self.0 {
            if !moment.reached(item.from) {
                break;
            }
            let Some(log) = context.roster.name(item.log) else { continue };
            let grade = context.spoken_grade(log, item.grade);
            let answered = Answered { id: item.id, log, kind: item.what.kind(), grade };
            let change = in_force.change(answered, context.roster);
            standing.corrected_late |= change.recorded_at.is_some_and(|at| context.is_late(at, moment));
            if change.withdrawn {
                continue;
            }
            let what = change
                .fields
                .iter()
                .fold(Cow::Borrowed(&item.what), |what, fields| Cow::Owned(what.corrected(fields)));
            let late = context.is_late(item.recorded_at, moment);
            standing.items.push(Counted { from: item.from, id: item.id, log, grade, late, what });
        }
        standing
    }
}

impl<'a, T: Clone> Standing<'a, T> {
    /// The ids of what counts, newest first, as far as a finding lists them.
    pub fn ids(&self) -> Vec<EntryId> {
        self.items.iter().rev().map(|item| item.id).take(MAX_EVIDENCE).collect()
    }

    /// The highest grade that anything carries.
    pub fn best_grade(&self) -> Option<Grade> {
        self.items.iter().map(|item| item.grade).max()
    }

    /// The thing that proves by itself: of at least `min_grade`, in time before late, then the earliest.
    pub fn first_proving(&self, min_grade: Grade, fits: impl Fn(&T) -> bool) -> Option<&Counted<'a, T>> {
        let proving = self.items.iter().filter(|item| item.grade >= min_grade && fits(&item.what));
        proving.min_by_key(|item| (item.late, item.from, item.id))
    }
}

/// Puts `first` at the head of a finding's evidence and drops what exceeds the limit.
pub fn led_by(first: &[EntryId], rest: Vec<EntryId>) -> Vec<EntryId> {
    let mut ids = first.to_vec();
    ids.extend(rest.into_iter().filter(|id| !first.contains(id)));
    ids.truncate(MAX_EVIDENCE);
    ids
}
