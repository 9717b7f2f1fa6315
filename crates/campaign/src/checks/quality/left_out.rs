//! Since when a target is not measured, and why: of its turns those into exclusion and those that may lead out of it.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::{EntryId, Grade};
use serde::{Deserialize, Serialize};

use crate::{
    checks::{
        Context, Moment,
        corrections::{Answered, Change, InForce},
    },
    evidence::{Evidence, TargetState},
};

const KIND: &str = "target.turned";

/// Whether a turn says that a target is not measured, or may say that it is again. A node that restarts knows nothing of
/// a target it left out, so the next turn may come from there.
pub fn concerns(from: TargetState, to: TargetState) -> bool {
    to == TargetState::Excluded || matches!(from, TargetState::Excluded | TargetState::Unknown)
}

/// Those turns of one target, by when they happened and id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LeftOut(Vec<Turn>);

/// One turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// When the first probe showed it.
    pub at: Instant,
    /// Why.
    pub cause: Box<str>,
    /// It turned to exclusion.
    excluded: bool,
    /// The entry.
    pub id: EntryId,
    log: u32,
    recorded_at: Instant,
}

impl LeftOut {
    /// Takes in a turn unless it is known.
    pub fn add(&mut self, evidence: &Evidence, log: u32, to: TargetState, cause: &str) {
        let key = (evidence.held.from, evidence.id);
        if let Err(place) = self.0.binary_search_by_key(&key, |turn| (turn.at, turn.id)) {
            let turn = Turn {
                at: evidence.held.from,
                cause: cause.into(),
                excluded: to == TargetState::Excluded,
                id: evidence.id,
                log,
                recorded_at: evidence.recorded_at,
            };
            self.0.insert(place, turn);
        }
    }

    /// What the turns say at a moment.
    pub fn standing(&self, context: &Context<'_>, in_force: &InForce<'_>, moment: &Moment) -> Standing<'_> {
        let mut latest: BTreeMap<u32, &Turn> = BTreeMap::new();
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
            latest.insert(turn.log, turn);
        }
        let all = latest.values().all(|turn| turn.excluded);
        let since = latest.into_values().filter(|_| all).max_by_key(|turn| (turn.at, turn.id));
        Standing { since, late }
    }
}

/// What the turns of a target say at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing<'a> {
    /// The turn since which no log measures the target, if none does.
    pub since: Option<&'a Turn>,
    /// Some turn that counts, or a correction of one, was written down late.
    pub late: bool,
}

impl Turn {
    fn change<'a>(&self, context: &Context<'_>, in_force: &InForce<'a>) -> Change<'a> {
        let Some(log) = context.roster.name(self.log) else { return Change::default() };
        let answered = Answered { id: self.id, log, kind: KIND, grade: Grade::Measured };
        in_force.change(answered, context.roster)
    }
}
