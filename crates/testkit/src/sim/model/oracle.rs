//! What a cell must say at least, told from the entries by a second hand: the product's checks judge both the board that
//! is shown and the one it is compared with, and a fault of theirs would be in both.

use calendar::Instant;
use campaign::{Body, Campaign, Cell, Evidence, Status, TargetState};
use journal::Slug;

use crate::sim::world::REGULATOR;

mod figures;
mod quality;

/// What does not fit between a cell and the entries, if anything does not; how many figures were held against them.
pub fn contradiction(
    entries: &[&Evidence],
    campaign: &Campaign,
    cell: &Cell,
    now: Instant,
) -> Result<u64, String> {
    let own = Own { entries, cell, now };
    let is_waived = own.is_waived();
    if is_waived != (cell.status == Status::Waived) {
        return Err(format!("waived: {is_waived}"));
    }
    if is_waived {
        return Ok(0);
    }
    let is_proven = cell.status == Status::Proven;
    let is_measured = ["thong-suot", "tra-loi"].contains(&cell.obligation.as_str());
    if !is_measured && let Some(what) = own.overrated() {
        return Err(what);
    }
    match cell.obligation.as_str() {
        "truc" if own.is_acknowledged() != is_proven => {
            Err(format!("acknowledged: {}", own.is_acknowledged()))
        }
        "truc" => own.belated(campaign).map_or(Ok(1), Err),
        "thong-suot" => match own.targets(campaign).find_map(|target| own.unheard(campaign, target)) {
            Some(what) => Err(what),
            None => own.figures(campaign),
        },
        "tra-loi" => own.quality(campaign),
        // No evidence is never shown as green.
        _ if is_proven && !own.is_anything_signed() => Err("nothing was signed".to_owned()),
        _ => Ok(0),
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

    fn given(&self) -> impl Iterator<Item = &'a Evidence> {
        let obligation = &self.cell.obligation;
        self.held().filter(move |entry| match &entry.body {
            Body::AcknowledgementGiven { obligation: given } => given == obligation,
            _ => false,
        })
    }

    fn is_acknowledged(&self) -> bool {
        self.given().any(|entry| !self.is_withdrawn(entry))
    }

    /// What was acknowledged after its due moment is marked so, and what was in time is not. With a withdrawal, or with
    /// some in time and some not, it depends on which one counts.
    fn belated(&self, campaign: &Campaign) -> Option<String> {
        let due = campaign.find_obligation(&self.cell.obligation)?.due?;
        let late = self.cell.findings.first()?.late;
        let is_belated = |entry: &Evidence| entry.recorded_at > due.min(self.now);
        let mut standing = self.given().filter(|entry| !self.is_withdrawn(entry)).peekable();
        standing.peek()?;
        let is_any_withdrawn = self.given().any(|entry| self.is_withdrawn(entry));
        if standing.all(is_belated) {
            return (!late).then(|| "it was recorded after it was due".to_owned());
        }
        let in_time = !is_any_withdrawn && !self.given().any(is_belated);
        (in_time && late).then(|| "it was recorded in time".to_owned())
    }

    /// No verdict has a better grade than the best of what was said of its obligation.
    fn overrated(&self) -> Option<String> {
        let of_it =
            self.entries.iter().filter(|entry| entry.body.obligation() == Some(&self.cell.obligation));
        let best = of_it.filter_map(|entry| entry.grade).max();
        let claimed = self.cell.findings.iter().filter_map(|finding| finding.grade).max();
        (claimed > best).then(|| format!("its grade is {claimed:?} and the best entry's {best:?}"))
    }

    fn is_anything_signed(&self) -> bool {
        let signed = |entry: &&Evidence| {
            let signs = |body: &Body| {
                matches!(
                    body,
                    Body::InspectionSigned { .. } | Body::PlanTested { .. } | Body::BriefingRead { .. }
                )
            };
            signs(&entry.body) && entry.body.obligation() == Some(&self.cell.obligation)
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
