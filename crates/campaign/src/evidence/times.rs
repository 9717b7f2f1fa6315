//! Which times a word may name: a person's none that is still to come, and none far from every campaign in force; of
//! another program's measurement none that is not over.

use calendar::Instant;
use journal::{Draft, Fact};
use sabotage::Mutant;

use super::{EvidenceFault, says};
use crate::{Said, model::Campaign};

/// How far ahead of ours another clock may be, ms.
const CLOCK_SLACK_MS: i64 = 10 * 60 * 1_000;
/// How long before the first campaign, or after the last, what a person says may lie.
const REACH_MS: i64 = 366 * 24 * 3_600 * 1_000;

/// What machines write of themselves. Whatever the clock did, what was measured is kept.
const MEASURED: [&str; 4] = ["measurement.summarised", "target.turned", "clock.observed", "segment.sealed"];

/// The faults of the times of a person's word.
pub fn check_times(draft: &Draft, campaigns: &[&Campaign], now: Instant) -> Vec<EvidenceFault> {
    let mut faults = Vec::new();
    let mut add = |field: &str, what: Said| faults.push(EvidenceFault { field: field.to_owned(), what });
    if MEASURED.contains(&draft.kind.as_str()) {
        return faults;
    }
    let latest = if sabotage::is(Mutant::TakeToCome) {
        Instant::from_ms(i64::MAX)
    } else {
        now.plus_ms(CLOCK_SLACK_MS)
    };
    if draft.held.from > latest {
        add("held.from", says::still_to_come());
    }
    if draft.held.to.is_some_and(|to| to > latest && to > draft.held.from) {
        add("held.to", says::still_to_come());
    }
    let earliest = campaigns.iter().map(|campaign| campaign.from.plus_ms(-REACH_MS)).min();
    if earliest.is_some_and(|earliest| draft.held.from < earliest) {
        add("held.from", says::long_before());
    }
    let until = draft.facts.get("until").and_then(Fact::as_text).and_then(|text| Instant::parse(text).ok());
    let last = campaigns.iter().map(|campaign| campaign.to.plus_ms(REACH_MS)).max();
    if let (Some(until), Some(last)) = (until, last)
        && until > last
    {
        add("facts.until", says::long_after());
    }
    faults
}

/// The fault of the times that another program states of what it measured: a period is told of once it is over, or a
/// target would count as heard in time that nobody has seen; a moment may lie ahead as far as another's clock may be
/// fast. What a node measures by itself is bound by nothing: whatever its clock did, it is kept.
pub fn check_measured_times(draft: &Draft, now: Instant) -> Option<EvidenceFault> {
    let fault = |field: &str| EvidenceFault { field: field.to_owned(), what: says::still_to_come() };
    let is_over = draft.held.to.is_none_or(|to| to <= draft.held.from || to <= now);
    if !MEASURED.contains(&draft.kind.as_str()) {
        None
    } else if draft.held.from > now.plus_ms(CLOCK_SLACK_MS) {
        Some(fault("held.from"))
    } else if !is_over && !sabotage::is(Mutant::TakeNotOver) {
        Some(fault("held.to"))
    } else {
        None
    }
}
