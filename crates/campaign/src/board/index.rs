//! Where evidence belongs: from targets, obligations and organisations to the cells they are about.

use std::{collections::HashMap, sync::Arc};

use journal::Slug;

use super::{cell::CellKey, slot::Slot};
use crate::{
    checks::{CheckKind, CheckState, Context, Corrections, OwnTarget, Roster},
    evidence::Evidence,
    model::{Campaign, Obligation},
};

/// The lasting part of a board.
#[derive(Debug, Default)]
pub struct Index {
    frames: Vec<Frame>,
    /// The obligations in order, each with the places of its cells.
    pub(super) rows: Vec<Row>,
    row_of: HashMap<Slug, usize>,
    place_of: HashMap<CellKey, u32>,
    measuring: HashMap<Slug, Vec<u32>>,
    owned_by: HashMap<Slug, Vec<u32>>,
}

#[derive(Debug)]
struct Frame {
    campaign: Arc<Campaign>,
    roster: Roster,
    targets: HashMap<Slug, OwnTarget>,
}

impl Frame {
    fn new(campaign: Arc<Campaign>) -> Self {
        let mut lineages: HashMap<&Slug, Arc<[Slug]>> = HashMap::new();
        let mut targets = HashMap::with_capacity(campaign.targets.len());
        for target in &campaign.targets {
            let speakers = lineages
                .entry(&target.owner)
                .or_insert_with(|| campaign.lineage(&target.owner).into_iter().cloned().collect());
            let own = OwnTarget { id: target.id.clone(), kind: target.kind, speakers: Arc::clone(speakers) };
            targets.insert(target.id.clone(), own);
        }
        Self { roster: Roster::new(&campaign), targets, campaign }
    }

    /// Those of the targets for which the owner answers, by id.
    fn own(&self, targets: &[Slug], owner: &Slug) -> Vec<OwnTarget> {
        let known = targets.iter().filter_map(|id| self.targets.get(id));
        let mut own: Vec<OwnTarget> =
            known.filter(|target| target.speakers.contains(owner)).cloned().collect();
        own.sort_by(|a, b| a.id.cmp(&b.id));
        own.dedup_by(|a, b| a.id == b.id);
        own
    }
}

/// One obligation with its cells.
#[derive(Debug)]
pub struct Row {
    frame: usize,
    obligation: usize,
    /// The places of its cells, in the order of its owners.
    pub cells: std::ops::Range<u32>,
}

/// Where a cell stands.
#[derive(Debug)]
pub struct Site {
    /// Which cell.
    pub key: CellKey,
    frame: usize,
    obligation: usize,
    /// The kinds of its checks.
    pub kinds: Vec<CheckKind>,
    /// The targets of each check for which the owner answers.
    targets: Vec<Vec<OwnTarget>>,
}

impl Index {
    /// The index of some campaigns. Of campaigns with the same id, and of obligations with the same id, the last
    /// one counts.
    pub fn new(campaigns: Vec<Arc<Campaign>>) -> Self {
        let mut kept: Vec<Arc<Campaign>> = Vec::new();
        for campaign in campaigns {
            kept.retain(|earlier| earlier.id != campaign.id);
            kept.push(campaign);
        }
        let mut index = Self { frames: kept.into_iter().map(Frame::new).collect(), ..Self::default() };
        let mut last: HashMap<Slug, (usize, usize)> = HashMap::new();
        for (frame, Frame { campaign, .. }) in index.frames.iter().enumerate() {
            for (number, obligation) in campaign.obligations.iter().enumerate() {
                // The reader of campaign files refuses an obligation without checks; one built otherwise has no cell.
                if !obligation.checks.is_empty() {
                    last.insert(obligation.id.clone(), (frame, number));
                }
            }
        }
        let mut places: Vec<(usize, usize)> = last.into_values().collect();
        places.sort_unstable();
        for (frame, obligation) in places {
            index.add_row(frame, obligation);
        }
        index
    }

    fn add_row(&mut self, frame: usize, number: usize) {
        let obligation = &self.frames[frame].campaign.obligations[number];
        let start = self.place_of.len() as u32;
        for (owner, place) in obligation.owners.iter().zip(start..) {
            self.place_of
                .insert(CellKey { organisation: owner.clone(), obligation: obligation.id.clone() }, place);
            self.owned_by.entry(owner.clone()).or_default().push(place);
        }
        self.row_of.insert(obligation.id.clone(), self.rows.len());
        self.rows.push(Row { frame, obligation: number, cells: start..self.place_of.len() as u32 });
    }

    /// The cells of the board, none of which has heard anything.
    pub fn slots(&mut self) -> Vec<Slot> {
        let mut slots = Vec::with_capacity(self.place_of.len());
        for row in &self.rows {
            let frame = &self.frames[row.frame];
            let obligation = &frame.campaign.obligations[row.obligation];
            for (owner, place) in obligation.owners.iter().zip(row.cells.clone()) {
                let targets: Vec<Vec<OwnTarget>> =
                    obligation.checks.iter().map(|spec| frame.own(&spec.targets, owner)).collect();
                for target in targets.iter().flatten() {
                    let places = self.measuring.entry(target.id.clone()).or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
                let kinds: Vec<CheckKind> = obligation.checks.iter().map(|spec| spec.kind).collect();
                let key = CellKey { organisation: owner.clone(), obligation: obligation.id.clone() };
                let states = kinds.iter().map(|kind| CheckState::new(*kind)).collect();
                let site = Site { key, frame: row.frame, obligation: row.obligation, kinds, targets };
                slots.push(Slot::new(site, states));
            }
        }
        slots
    }

    /// The campaigns that count.
    pub fn campaigns(&self) -> impl Iterator<Item = &Arc<Campaign>> {
        self.frames.iter().map(|frame| &frame.campaign)
    }

    /// The obligation of a row, with its campaign.
    pub fn obligation(&self, row: &Row) -> (&Campaign, &Obligation) {
        let campaign = &self.frames[row.frame].campaign;
        (campaign, &campaign.obligations[row.obligation])
    }

    /// Where an obligation stands among the rows.
    pub fn row_of(&self, obligation: &Slug) -> Option<usize> {
        self.row_of.get(obligation).copied()
    }

    /// Where a cell stands.
    pub fn place(&self, key: &CellKey) -> Option<u32> {
        self.place_of.get(key).copied()
    }

    /// The cells with a check on one of these targets, each once, in order.
    pub fn measuring<'a>(&self, targets: impl IntoIterator<Item = &'a Slug>) -> Vec<u32> {
        let mut places: Vec<u32> =
            targets.into_iter().filter_map(|target| self.measuring.get(target)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The cells that may rest on what an organisation wrote: its own and those of the organisations above it.
    pub fn owned_by(&self, organisation: &Slug) -> Vec<u32> {
        let above = self.frames.iter().flat_map(|frame| frame.campaign.lineage(organisation));
        let mut places: Vec<u32> =
            above.filter_map(|owner| self.owned_by.get(owner)).flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Whether the evidence's log may report on a target.
    pub fn may_report(&self, target: &Slug, evidence: &Evidence) -> bool {
        let log = evidence.log.organisation();
        self.frames.iter().any(|frame| {
            let target = frame.targets.get(target);
            target.is_some_and(|target| target.speakers.contains(log) || frame.roster.is_regulator(log))
        })
    }

    /// The roster of a cell's campaign.
    pub fn roster(&self, site: &Site) -> &Roster {
        &self.frames[site.frame].roster
    }

    /// The frame in which check `number` of a cell folds and judges.
    pub fn context<'a>(&'a self, site: &'a Site, number: usize, corrections: &'a Corrections) -> Context<'a> {
        let Frame { campaign, roster, .. } = &self.frames[site.frame];
        let obligation = &campaign.obligations[site.obligation];
        Context {
            campaign,
            obligation,
            spec: &obligation.checks[number],
            owner: &site.key.organisation,
            targets: &site.targets[number],
            corrections,
            roster,
        }
    }
}
