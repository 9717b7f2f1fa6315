//! Since when a target is not measured: of its turns those into exclusion and those that may lead out of it.

use std::collections::BTreeMap;

use crate::{
    checks::{
        Context, Moment,
        corrections::InForce,
        turns::{Turn, Turns},
    },
    evidence::TargetState,
};

/// Whether a turn says that a target is not measured, or may say that it is again. A node that restarts knows nothing of
/// a target it left out, so the next turn may come from there.
pub fn concerns(from: TargetState, to: TargetState) -> bool {
    to == TargetState::Excluded || matches!(from, TargetState::Excluded | TargetState::Unknown)
}

/// What the turns of a target say at a moment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Standing<'a> {
    /// The turn since which no log measures the target, if none does.
    pub since: Option<&'a Turn>,
    /// Some turn that counts, or a correction of one, was written down late.
    pub late: bool,
}

/// Whether the target is left out at a moment, by the turns that concern it.
pub fn standing<'a>(
    turns: &'a Turns,
    context: &Context<'_>,
    in_force: &InForce<'_>,
    moment: &Moment,
) -> Standing<'a> {
    let mut latest: BTreeMap<u32, &Turn> = BTreeMap::new();
    let late = turns.walk(context, in_force, moment, |turn| {
        latest.insert(turn.log, turn);
    });
    let all = latest.values().all(|turn| turn.to == TargetState::Excluded);
    let since = latest.into_values().filter(|_| all).max_by_key(|turn| (turn.at, turn.id));
    Standing { since, late }
}
