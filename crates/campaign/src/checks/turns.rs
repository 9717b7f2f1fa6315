//! The turns of measured targets: what each check keeps of them, and the walk over those that count at a moment.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::{EntryId, Grade, Slug};
use serde::{Deserialize, Serialize};

use crate::{
    checks::{
        Context, Moment,
        corrections::{Answered, Change, InForce},
    },
    evidence::{Body, Evidence, TargetState},
};

const KIND: &str = "target.turned";

/// The turns of the targets of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TargetTurns(BTreeMap<Slug, Turns>);

/// The turns of one target, by when they happened and id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Turns(Vec<Turn>);

/// One turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// When the first probe showed it.
    pub at: Instant,
    /// Why.
    pub cause: Box<str>,
    /// The entry.
    pub id: EntryId,
    /// The log it stands in, as the roster numbers it.
    pub log: u32,
    recorded_at: Instant,
    /// What it turned to.
    pub to: TargetState,
}

impl TargetTurns {
    /// Takes in a turn of a target of the check that its reporter may report, unless it is known.
    pub fn add(&mut self, evidence: &Evidence, context: &Context<'_>) {
        let Body::TargetTurned { target, to, cause, .. } = &evidence.body else { return };
        let own = context.targets.iter().find(|own| &own.id == target);
        let log = context.roster.number(evidence.log.organisation());
        if let (Some(own), Some(log)) = (own, log)
            && context.may_report(own, evidence)
            && evidence.grade >= Some(context.spec.min_grade)
        {
            self.0.entry(target.clone()).or_default().add(evidence, log, *to, cause);
        }
    }

    /// The turns of one target, if it has any.
    pub fn of(&self, target: &Slug) -> Option<&Turns> {
        self.0.get(target)
    }
}

impl Turns {
    fn add(&mut self, evidence: &Evidence, log: u32, to: TargetState, cause: &str) {
        let key = (evidence.held.from, evidence.id);
        if let Err(place) = self.0.binary_search_by_key(&key, |turn| (turn.at, turn.id)) {
            let (at, id, recorded_at) = (evidence.held.from, evidence.id, evidence.recorded_at);
            self.0.insert(place, Turn { at, id, recorded_at, log, to, cause: cause.into() });
        }
    }

    /// Those that count at a moment, in order: they happened in the campaign by then and were not withdrawn. Answers
    /// whether any of them, or a correction of one, was written down late.
    pub fn walk<'a>(
        &'a self,
        context: &Context<'_>,
        in_force: &InForce<'_>,
        moment: &Moment,
        mut visit: impl FnMut(&'a Turn),
    ) -> bool {
        let mut late = false;
        for turn in self.0.iter().take_while(|turn| turn.at < context.campaign.to) {
            if !moment.reached(turn.at) {
                break;
            }
            if !in_force.is_empty() {
                let change = turn.change(context, in_force);
                late |= change.recorded_at.is_some_and(|at| context.is_late(at, moment));
                if change.withdrawn {
                    continue;
                }
            }
            // Both are asked: the moment must learn when an unknown turn becomes known.
            let unknown_then = !moment.reached(turn.recorded_at);
            late |= unknown_then || turn.recorded_at.ms_since(turn.at) > context.stale_after_ms();
            visit(turn);
        }
        late
    }
}

impl Turn {
    fn change<'a>(&self, context: &Context<'_>, in_force: &InForce<'a>) -> Change<'a> {
        let Some(log) = context.roster.name(self.log) else { return Change::default() };
        let answered = Answered { id: self.id, log, kind: KIND, grade: Grade::Measured };
        in_force.change(answered, context.roster)
    }
}
