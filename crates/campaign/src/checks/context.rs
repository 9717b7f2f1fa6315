//! What a check may know besides its evidence: the campaign, the obligation, the owner, and who corrected what.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use calendar::Instant;
use journal::{Grade, Slug};
use sabotage::Mutant;

use super::{corrections::Corrections, moment::Moment};
use crate::{
    evidence::Evidence,
    finding::Status,
    model::{Campaign, CheckSpec, Obligation, OrganisationKind, TargetKind, Threshold},
};

/// The frame of one check in one cell.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The campaign in force.
    pub campaign: &'a Campaign,
    /// The obligation.
    pub obligation: &'a Obligation,
    /// The check as the campaign file sets it.
    pub spec: &'a CheckSpec,
    /// Whose cell it is.
    pub owner: &'a Slug,
    /// The check's targets for which the owner answers, ordered by id.
    pub targets: &'a [OwnTarget],
    /// Corrections known for the cell.
    pub corrections: &'a Corrections,
    /// The campaign's organisations.
    pub roster: &'a Roster,
}

/// The organisations of a campaign by number, so that a state need not repeat their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    names: Vec<Slug>,
    numbers: BTreeMap<Slug, u32>,
    regulators: BTreeSet<Slug>,
}

impl Roster {
    /// The roster of a campaign; numbers follow the order of the file.
    pub fn new(campaign: &Campaign) -> Self {
        let mut roster = Self::default();
        for organisation in &campaign.organisations {
            roster.numbers.insert(organisation.id.clone(), roster.names.len() as u32);
            roster.names.push(organisation.id.clone());
            if organisation.kind == OrganisationKind::Regulator {
                roster.regulators.insert(organisation.id.clone());
            }
        }
        roster
    }

    /// The number of an organisation.
    pub fn number(&self, organisation: &Slug) -> Option<u32> {
        self.numbers.get(organisation).copied()
    }

    /// The organisation of a number.
    pub fn name(&self, number: u32) -> Option<&Slug> {
        self.names.get(number as usize)
    }

    /// Whether its log may speak of others.
    pub fn is_regulator(&self, organisation: &Slug) -> bool {
        self.regulators.contains(organisation)
    }
}

/// A target of the cell and the organisations whose logs may report on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnTarget {
    /// Its id.
    pub id: Slug,
    /// How it is probed.
    pub kind: TargetKind,
    /// Its owner and the organisations above the owner.
    pub speakers: Arc<[Slug]>,
}

impl<'a> Context<'a> {
    /// The moment by which the obligation must stand proven.
    pub fn due(&self) -> Instant {
        self.obligation.due_in(self.campaign)
    }

    /// What lack of proof means: nothing yet before the due moment, unproven from then on.
    pub fn lacking(&self, moment: &Moment) -> Status {
        if moment.reached(self.due()) { Status::Unproven } else { Status::NotDue }
    }

    /// Whether something written down at `recorded_at` came after the due moment, or was not yet known at the
    /// moment asked for.
    pub fn is_late(&self, recorded_at: Instant, moment: &Moment) -> bool {
        // Both sides are evaluated: the moment must learn of `recorded_at` even when the due moment decides.
        let unknown_then = !moment.reached(recorded_at);
        let is_late = unknown_then || self.obligation.is_late(self.campaign, recorded_at);
        is_late && !sabotage::is(Mutant::HideLateness)
    }

    /// Whether `log` may speak of the owner at all.
    pub fn may_speak(&self, log: &Slug) -> bool {
        log == self.owner || self.roster.is_regulator(log)
    }

    /// The grade a person's word carries. What an organisation says of itself is attested at best, and only the
    /// regulator's log can countersign: a tick never looks like a measurement.
    pub fn spoken_grade(&self, log: &Slug, stated: Option<Grade>) -> Grade {
        let best = if log != self.owner && self.roster.is_regulator(log) {
            Grade::Countersigned
        } else {
            Grade::Attested
        };
        stated.unwrap_or(Grade::Asserted).min(best)
    }

    /// Whether a measurement in `evidence` counts for `target`.
    pub fn may_report(&self, target: &OwnTarget, evidence: &Evidence) -> bool {
        let log = evidence.log.organisation();
        target.speakers.contains(log) || self.roster.is_regulator(log)
    }

    /// The threshold of this name.
    pub fn find_threshold(&self, name: &str) -> Option<&'a Threshold> {
        self.spec.thresholds.iter().find(|threshold| threshold.name == name)
    }

    /// How long a target may be silent before there is no signal.
    pub fn stale_after_ms(&self) -> i64 {
        self.spec.stale_after_ms(self.campaign)
    }
}
