//! The outages between the turns of one target.

use std::collections::BTreeMap;

use calendar::Instant;

use crate::{
    checks::{
        Context, Moment,
        corrections::InForce,
        ledger::Covered,
        turns::{Turn, Turns},
    },
    evidence::TargetState,
};

/// What the turns say at a moment.
#[derive(Debug, Default)]
pub struct Turned<'a> {
    /// The latest turn of each log.
    pub latest: Vec<&'a Turn>,
    /// The turns that began the outages over so far, with the measured time of each; the longest first.
    pub outages: Vec<(&'a Turn, i64)>,
    /// The measured time of all outages that one log tells of, ms: of the log that tells of most.
    pub downtime_ms: i64,
    /// Some turn that counts, or a correction of one, was written down late.
    pub late: bool,
}

/// What the turns say at a moment. What happened after the campaign is not looked at; an outage is cut at its ends, and
/// time in it that nobody measured is a gap and no part of its length.
pub fn turned<'a>(
    turns: &'a Turns,
    context: &Context<'_>,
    in_force: &InForce<'_>,
    covered: &Covered<'_>,
    moment: &Moment,
) -> Turned<'a> {
    let (from, to) = (context.campaign.from, context.campaign.to);
    let length_ms = |began: &Turn, end: Instant| covered.measured_ms(began.log, began.at.max(from), end);
    let mut down: BTreeMap<u32, &Turn> = BTreeMap::new();
    let mut latest: BTreeMap<u32, &Turn> = BTreeMap::new();
    let mut outages = Vec::new();
    let late = turns.walk(context, in_force, moment, |turn| {
        latest.insert(turn.log, turn);
        match turn.to {
            TargetState::Down => {
                down.entry(turn.log).or_insert(turn);
            }
            TargetState::Up | TargetState::Excluded => {
                if let Some(began) = down.remove(&turn.log) {
                    outages.push((began, length_ms(began, turn.at)));
                }
            }
            TargetState::Unknown => {}
        }
    });
    if moment.reached(to) {
        outages.extend(down.values().map(|began| (*began, length_ms(began, to))));
    }
    outages.sort_by_key(|(began, length_ms)| (-length_ms, began.at, began.id));
    let mut by_log: BTreeMap<u32, i64> = BTreeMap::new();
    for (began, length_ms) in &outages {
        *by_log.entry(began.log).or_default() += length_ms;
    }
    let downtime_ms = by_log.into_values().max().unwrap_or(0);
    // Of a target still down the turn that began the outage speaks, not a repetition of it.
    let latest = latest.into_iter().map(|(log, turn)| down.get(&log).copied().unwrap_or(turn)).collect();
    Turned { latest, outages, downtime_ms, late }
}
