//! What a cell must say at least, told from the entries by a second hand: the product's checks judge both the board that
//! is shown and the one it is compared with, and a fault of theirs would be in both.

use calendar::Instant;
use campaign::{Body, Campaign, Cell, Evidence, Status, TargetState};
use journal::Slug;

use crate::sim::world::REGULATOR;

/// What does not fit between a cell and the entries, if anything does not.
pub fn contradiction(
    entries: &[&Evidence],
    campaign: &Campaign,
    cell: &Cell,
    now: Instant,
) -> Option<String> {
    let own = Own { entries, cell, now };
    let is_waived = own.is_waived();
    if is_waived != (cell.status == Status::Waived) {
        return Some(format!("waived: {is_waived}"));
    }
    if is_waived {
        return None;
    }
    match cell.obligation.as_str() {
        "truc" => {
            let is_given = own.is_acknowledged();
            (is_given != (cell.status == Status::Proven)).then(|| format!("acknowledged: {is_given}"))
        }
        "thong-suot" => own.targets(campaign).find_map(|target| own.unheard(campaign, target)),
        // No evidence is never shown as green.
        _ => (cell.status == Status::Proven && !own.is_anything_signed())
            .then(|| "nothing was signed".to_owned()),
    }
}

struct Own<'a> {
    entries: &'a [&'a Evidence],
    cell: &'a Cell,
    now: Instant,
}

impl<'a> Own<'a> {
    /// What was so by now, of the cell's own.
    fn held(&self) -> impl Iterator<Item = &'a Evidence> {
        let (now, organisation) = (self.now, &self.cell.organisation);
        let held = self.entries.iter().copied().filter(move |entry| entry.held.from <= now);
        held.filter(move |entry| entry.organisation == *organisation)
    }

    fn is_waived(&self) -> bool {
        self.held().any(|entry| match &entry.body {
            Body::ObligationWaived { obligation, until } => {
                entry.log.organisation().as_str() == REGULATOR
                    && *obligation == self.cell.obligation
                    && until.is_none_or(|until| until > self.now)
            }
            _ => false,
        })
    }

    fn is_withdrawn(&self, answered: &Evidence) -> bool {
        let withdraws =
            |entry: &Evidence| matches!(entry.body, Body::EvidenceCorrected { withdraws: true, .. });
        self.held().any(|entry| withdraws(entry) && entry.answers.contains(&answered.id))
    }

    fn is_acknowledged(&self) -> bool {
        let given = |entry: &&Evidence| match &entry.body {
            Body::AcknowledgementGiven { obligation } => *obligation == self.cell.obligation,
            _ => false,
        };
        self.held().filter(given).any(|entry| !self.is_withdrawn(entry))
    }

    fn is_anything_signed(&self) -> bool {
        let signed = |entry: &&Evidence| {
            matches!(entry.body, Body::InspectionSigned { .. } | Body::PlanTested { .. })
                && entry.body.obligation() == Some(&self.cell.obligation)
        };
        self.held().filter(signed).any(|entry| !self.is_withdrawn(entry))
    }

    fn targets<'b>(&'b self, campaign: &'b Campaign) -> impl Iterator<Item = &'b Slug> {
        let own = campaign.targets.iter().filter(|target| target.owner == self.cell.organisation);
        own.map(|target| &target.id)
    }

    /// A target that was seen down last, or of which nothing was heard for long, is no green cell.
    fn unheard(&self, campaign: &Campaign, target: &Slug) -> Option<String> {
        let turned = |entry: &&Evidence| matches!(&entry.body, Body::TargetTurned { target: turned, .. } if turned == target);
        let last = self.held().filter(turned).max_by_key(|entry| (entry.held.from, entry.id));
        let is_down =
            last.is_some_and(|last| matches!(last.body, Body::TargetTurned { to: TargetState::Down, .. }));
        if is_down && self.cell.status != Status::Failing {
            return Some(format!("{target} was seen down last"));
        }
        let told = self.held().filter_map(|entry| match &entry.body {
            Body::MeasurementSummarised { targets, .. } => {
                targets.iter().any(|line| line.target == *target).then_some(entry.held.to?)
            }
            _ => None,
        });
        let heard = told.filter(|to| *to <= self.now).chain(last.map(|last| last.held.from)).max();
        let silent_ms = heard.map_or(i64::MAX, |heard| self.now.ms_since(heard));
        let stale_ms = 3 * i64::from(campaign.summary_s) * 1_000;
        (silent_ms > stale_ms && self.cell.status == Status::Proven)
            .then(|| format!("nothing was heard of {target} for {silent_ms} ms"))
    }
}
