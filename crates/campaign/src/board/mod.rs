//! The board: every obligation of every owner, judged.
//!
//! It is a pure function of the campaigns, the evidence and the moment: [`board_at`] replays, [`Board::apply`] goes on
//! from where it stands, and both run the same code to the same bytes. One piece of evidence touches the cells it is
//! about and no others; what changes by the passing of time waits in a heap of moments, so nothing is polled.

mod cell;
mod index;
mod page;
mod slot;
mod snapshot;
mod target;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
    sync::Arc,
};

use calendar::Instant;
use journal::{Cursor, Slug};

pub use cell::{Cell, CellKey, Holder, Waiver};
pub use page::{Counts, Page};
pub use snapshot::{SnapshotFault, SnapshotParts};
pub use target::{LastSummary, TargetNow};

use crate::{
    evidence::{Body, Evidence},
    model::Campaign,
};
use index::Index;
use slot::Slot;

/// The board, held in memory.
#[derive(Debug)]
pub struct Board {
    index: Index,
    slots: Vec<Slot>,
    targets: BTreeMap<Slug, TargetNow>,
    counts: BTreeMap<Slug, Counts>,
    /// When a cell may change by itself. A cell may stand here more than once; only its own latest moment counts.
    timers: BinaryHeap<Reverse<(Instant, u32)>>,
    cursor: Cursor,
    now: Instant,
}

/// The board at `at`, from all evidence known: the same code path as the live board.
pub fn board_at<'a>(
    campaigns: Vec<Arc<Campaign>>,
    evidence: impl IntoIterator<Item = &'a Evidence>,
    at: Instant,
) -> Board {
    let mut board = Board::new(campaigns, at);
    for piece in evidence {
        board.absorb(piece);
    }
    board.settle(at);
    board
}

impl Board {
    /// A board without evidence, judged at `now`. Of campaigns or obligations with the same id the last one counts.
    pub fn new(campaigns: Vec<Arc<Campaign>>, now: Instant) -> Self {
        let mut board = Self::unjudged(campaigns, now);
        board.settle(now);
        board
    }

    fn unjudged(campaigns: Vec<Arc<Campaign>>, now: Instant) -> Self {
        let mut index = Index::new(campaigns);
        let slots = index.slots();
        let (targets, counts) = (BTreeMap::new(), BTreeMap::new());
        Self { index, slots, targets, counts, timers: BinaryHeap::new(), cursor: Cursor::new(), now }
    }

    /// The campaigns it judges by.
    pub fn campaigns(&self) -> impl Iterator<Item = &Arc<Campaign>> {
        self.index.campaigns()
    }

    /// How far each log is taken in.
    pub const fn cursor(&self) -> &Cursor {
        &self.cursor
    }

    /// The moment it was last brought to.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// Takes in one piece of evidence at `now` and says which cells changed, those that time changed included.
    /// A `now` before the board's own counts as the board's own: a clock that jumps back undoes nothing.
    pub fn apply(&mut self, evidence: &Evidence, now: Instant) -> Vec<CellKey> {
        let mut changed = self.tick(now);
        for place in self.fold(evidence) {
            if self.judge(place) {
                changed.push(self.slots[place as usize].key());
            }
        }
        self.drop_idle_timers();
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    /// Takes in one piece of evidence without judging: for many at once, with [`Self::settle`] at the end.
    pub fn absorb(&mut self, evidence: &Evidence) {
        self.fold(evidence);
    }

    /// Judges every cell at `now`.
    pub fn settle(&mut self, now: Instant) {
        self.now = self.now.max(now);
        for place in 0..self.slots.len() as u32 {
            self.judge(place);
        }
        let waiting = self
            .slots
            .iter()
            .zip(0..)
            .filter_map(|(slot, place)| Some(Reverse((slot.next_change_at()?, place))));
        self.timers = waiting.collect();
    }

    /// Brings the board to `now`: judges the cells whose moment has come, and says which of them changed.
    pub fn tick(&mut self, now: Instant) -> Vec<CellKey> {
        self.now = self.now.max(now);
        let mut changed = Vec::new();
        while let Some(Reverse((at, place))) =
            self.timers.peek().copied().filter(|Reverse((at, _))| *at <= self.now)
        {
            self.timers.pop();
            let waits = self.slots[place as usize].next_change_at() == Some(at);
            if waits && self.judge(place) {
                changed.push(self.slots[place as usize].key());
            }
        }
        self.drop_idle_timers();
        changed.sort_unstable();
        changed.dedup();
        changed
    }

    /// The next moment at which some cell may change without new evidence.
    pub fn next_change_at(&self) -> Option<Instant> {
        self.timers.peek().map(|Reverse((at, _))| *at)
    }

    /// The cell at a moment. At the board's own moment this is what it holds; any other is judged anew, from all the
    /// evidence known.
    pub fn cell(&self, key: &CellKey, at: Instant) -> Option<Cell> {
        let slot = &self.slots[self.index.place(key)? as usize];
        Some(self.cell_at(slot, at))
    }

    /// The cell as the board holds it.
    pub fn held(&self, key: &CellKey) -> Option<&Cell> {
        self.slots.get(self.index.place(key)? as usize)?.cell()
    }

    fn cell_at(&self, slot: &Slot, at: Instant) -> Cell {
        match slot.cell().filter(|_| at == self.now) {
            Some(cell) => cell.clone(),
            None => slot.judge(&self.index, at),
        }
    }

    /// Every cell at a moment, in the order of the board: what two boards are compared by.
    pub fn cells_at(&self, at: Instant) -> Vec<Cell> {
        self.slots.iter().map(|slot| self.cell_at(slot, at)).collect()
    }

    /// What is known of a target now.
    pub fn target(&self, id: &Slug) -> Option<&TargetNow> {
        self.targets.get(id)
    }

    /// Judges one cell at the board's moment; says whether it changed.
    fn judge(&mut self, place: u32) -> bool {
        let slot = &self.slots[place as usize];
        let cell = slot.judge(&self.index, self.now);
        if slot.cell() == Some(&cell) {
            return false;
        }
        if let Some(at) = cell.next_change_at.filter(|at| slot.next_change_at() != Some(*at)) {
            self.timers.push(Reverse((at, place)));
        }
        let counts = self.counts.entry(cell.organisation.clone()).or_default();
        if let Some(before) = slot.cell() {
            counts.remove(before.status);
        }
        counts.add(cell.status);
        self.slots[place as usize].hold(cell);
        true
    }

    /// Takes away moments at the head of the heap that their cells no longer wait for.
    fn drop_idle_timers(&mut self) {
        while let Some(Reverse((at, place))) = self.timers.peek()
            && self.slots[*place as usize].next_change_at() != Some(*at)
        {
            self.timers.pop();
        }
    }

    /// Folds evidence into the cells it is about and returns their places.
    fn fold(&mut self, evidence: &Evidence) -> Vec<u32> {
        let size = self.cursor.size(&evidence.log).max(evidence.index + 1);
        self.cursor.set(evidence.log.clone(), size);
        self.note_targets(evidence);
        let mut places = match &evidence.body {
            Body::MeasurementSummarised { targets, .. } => {
                self.index.measuring(targets.iter().map(|summary| &summary.target))
            }
            Body::TargetTurned { target, .. } => self.index.measuring([target]),
            Body::EvidenceCorrected { obligation: None, .. } => self.index.owned_by(&evidence.organisation),
            body => match body.obligation() {
                Some(obligation) => {
                    let key = CellKey {
                        organisation: evidence.organisation.clone(),
                        obligation: obligation.clone(),
                    };
                    self.index.place(&key).into_iter().collect()
                }
                None => Vec::new(),
            },
        };
        let (index, slots) = (&self.index, &mut self.slots);
        places.retain(|place| slots[*place as usize].fold(index, evidence));
        places
    }

    fn note_targets(&mut self, evidence: &Evidence) {
        match &evidence.body {
            Body::MeasurementSummarised { targets, .. } => {
                for summary in
                    targets.iter().filter(|summary| self.index.may_report(&summary.target, evidence))
                {
                    self.targets.entry(summary.target.clone()).or_default().summarised(summary, evidence);
                }
            }
            Body::TargetTurned { target, to, cause, .. } if self.index.may_report(target, evidence) => {
                self.targets.entry(target.clone()).or_default().turned(*to, cause, evidence);
            }
            _ => {}
        }
    }
}
