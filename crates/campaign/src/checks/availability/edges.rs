//! The turns of one target, and the outages between them.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::{EntryId, Grade};
use serde::{Deserialize, Serialize};

use crate::{
    checks::{
        Context, Moment,
        corrections::{Answered, Change, InForce},
        ledger::Covered,
    },
    evidence::{Evidence, TargetState},
};

const KIND: &str = "target.turned";

/// The turns of one target, by when they happened and id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Edges(Vec<Edge>);

/// One turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// When the first probe showed it.
    pub at: Instant,
    /// Why.
    pub cause: Box<str>,
    /// The entry.
    pub id: EntryId,
    log: u32,
    recorded_at: Instant,
    /// What it turned to.
    pub to: TargetState,
}

/// What the turns say at a moment.
#[derive(Debug, Default)]
pub struct Turned<'a> {
    /// The latest turn of each log.
    pub latest: Vec<&'a Edge>,
    /// The turns that began the outages over so far, with the measured time of each; the longest first.
    pub outages: Vec<(&'a Edge, i64)>,
    /// Some turn that counts, or a correction of one, was written down late.
    pub late: bool,
}

impl Edges {
    /// Takes in a turn unless it is known.
    pub fn add(&mut self, evidence: &Evidence, log: u32, to: TargetState, cause: &str) {
        let key = (evidence.held.from, evidence.id);
        if let Err(place) = self.0.binary_search_by_key(&key, |edge| (edge.at, edge.id)) {
            let (at, id, recorded_at) = (evidence.held.from, evidence.id, evidence.recorded_at);
            self.0.insert(place, Edge { at, id, recorded_at, log, to, cause: cause.into() });
        }
    }

    /// What the turns say at a moment. What happened after the campaign is not looked at; an outage is cut at its ends,
    /// and time in it that nobody measured is a gap and no part of its length.
    pub fn turned<'a>(
        &'a self,
        context: &Context<'_>,
        in_force: &InForce<'_>,
        covered: &Covered<'_>,
        moment: &Moment,
    ) -> Turned<'a> {
        let (from, to) = (context.campaign.from, context.campaign.to);
        let length_ms = |began: &Edge, end: Instant| covered.measured_ms(began.log, began.at.max(from), end);
        let mut turned = Turned::default();
        let mut down: BTreeMap<u32, &Edge> = BTreeMap::new();
        let mut latest: BTreeMap<u32, &Edge> = BTreeMap::new();
        for edge in self.0.iter().take_while(|edge| edge.at < to) {
            if !moment.reached(edge.at) {
                break;
            }
            if !in_force.is_empty() {
                let change = edge.change(context, in_force);
                turned.late |= change.recorded_at.is_some_and(|at| context.is_late(at, moment));
                if change.withdrawn {
                    continue;
                }
            }
            // Both are asked: the moment must learn when an unknown turn becomes known.
            let unknown_then = !moment.reached(edge.recorded_at);
            turned.late |= unknown_then || edge.recorded_at.ms_since(edge.at) > context.stale_after_ms();
            latest.insert(edge.log, edge);
            match edge.to {
                TargetState::Down => {
                    down.entry(edge.log).or_insert(edge);
                }
                TargetState::Up | TargetState::Excluded => {
                    if let Some(began) = down.remove(&edge.log) {
                        turned.outages.push((began, length_ms(began, edge.at)));
                    }
                }
                TargetState::Unknown => {}
            }
        }
        if moment.reached(to) {
            turned.outages.extend(down.values().map(|began| (*began, length_ms(began, to))));
        }
        turned.outages.sort_by_key(|(began, length_ms)| (-length_ms, began.at, began.id));
        // Of a target still down the turn that began the outage speaks, not a repetition of it.
        turned.latest =
            latest.into_iter().map(|(log, edge)| down.get(&log).copied().unwrap_or(edge)).collect();
        turned
    }
}

impl Edge {
    fn change<'a>(&self, context: &Context<'_>, in_force: &InForce<'a>) -> Change<'a> {
        let Some(log) = context.roster.name(self.log) else { return Change::default() };
        let answered = Answered { id: self.id, log, kind: KIND, grade: Grade::Measured };
        in_force.change(answered, context.roster)
    }
}
