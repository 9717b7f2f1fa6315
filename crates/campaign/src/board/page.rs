//! Pages of the board and its counts. A page costs what it shows, whatever the size of the board; one of what is wanted
//! alone costs what is looked through for it.

use std::borrow::Cow;

use calendar::Instant;
use journal::Slug;
use serde::Serialize;

use super::{Board, Cell, index::Row, slot::Slot};
use crate::{
    finding::Status,
    model::{Campaign, Obligation},
};

/// How many cells stand at each status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u32; Status::ALL.len()]);

impl Counts {
    /// How many stand at one status.
    pub const fn of(&self, status: Status) -> u32 {
        self.0[status.rank() as usize]
    }

    pub(super) const fn add(&mut self, status: Status) {
        self.0[status.rank() as usize] += 1;
    }

    pub(super) const fn remove(&mut self, status: Status) {
        self.0[status.rank() as usize] -= 1;
    }
}

impl Serialize for Counts {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Status::ALL.map(|status| (status, self.of(status))))
    }
}

/// Some obligations with their cells.
#[derive(Debug)]
pub struct Page<'a> {
    /// The obligations, in the order of the board, each with its campaign.
    pub obligations: Vec<(&'a Campaign, &'a Obligation)>,
    /// Their cells, obligation by obligation, of the organisations asked for.
    pub cells: Vec<Cow<'a, Cell>>,
    /// The last obligation shown, to ask for what follows; none at the end.
    pub next: Option<&'a Slug>,
}

impl Board {
    /// The obligations after `after`, at most `limit` of those that show a cell, with the cells of the organisations
    /// `sees` lets through that are wanted. At another moment than the board's own the cells of the page are judged for it.
    pub fn page(
        &self,
        after: Option<&Slug>,
        limit: usize,
        at: Instant,
        sees: impl Fn(&Slug) -> bool,
        is_wanted: impl Fn(&Cell) -> bool,
    ) -> Page<'_> {
        let slots_of = |row: &Row| &self.slots[row.cells.start as usize..row.cells.end as usize];
        let is_seen = |row: &Row| slots_of(row).iter().any(|slot| sees(&slot.site().key.organisation));
        let first = match after {
            // One that nothing is seen of answers as one that is not there.
            Some(after) => {
                let row = self.index.row_of(after).filter(|row| is_seen(&self.index.rows[*row]));
                row.map_or(self.index.rows.len(), |row| row + 1)
            }
            None => 0,
        };
        let mut page = Page { obligations: Vec::new(), cells: Vec::new(), next: None };
        for row in &self.index.rows[first..] {
            let (campaign, obligation) = self.index.obligation(row);
            let seen = slots_of(row).iter().filter(|slot| sees(&slot.site().key.organisation));
            let cells = seen.map(|slot| match slot.cell().filter(|_| at == self.now) {
                Some(cell) => Cow::Borrowed(cell),
                None => Cow::Owned(slot.judge(&self.index, at)),
            });
            let cells: Vec<_> = cells.filter(|cell| is_wanted(cell)).collect();
            if cells.is_empty() {
                continue;
            }
            if page.obligations.len() == limit {
                page.next = page.obligations.last().map(|(_, last)| &last.id);
                break;
            }
            page.obligations.push((campaign, obligation));
            page.cells.extend(cells);
        }
        page
    }

    /// The obligation of this id, with its campaign.
    pub fn find_obligation(&self, id: &Slug) -> Option<(&Campaign, &Obligation)> {
        let row = self.index.row_of(id)?;
        Some(self.index.obligation(&self.index.rows[row]))
    }

    /// The cells of one obligation, in the order of its owners.
    pub fn cells_of(&self, obligation: &Slug, at: Instant) -> Vec<Cell> {
        let Some(row) = self.index.row_of(obligation) else {
            return Vec::new();
        };
        let cells = &self.index.rows[row].cells;
        let slots = &self.slots[cells.start as usize..cells.end as usize];
        slots.iter().map(|slot| self.cell_at(slot, at)).collect()
    }

    /// The cells that somebody holds for their owner, as the board holds them, in its order.
    pub fn assigned(&self) -> impl Iterator<Item = &Cell> {
        self.slots.iter().filter_map(Slot::cell).filter(|cell| cell.holder.is_some())
    }

    /// How the cells of the organisations `sees` lets through stand, at the board's own moment.
    pub fn counts(&self, sees: impl Fn(&Slug) -> bool) -> Counts {
        let mut counts = Counts::default();
        for (_, own) in self.counts.iter().filter(|(organisation, _)| sees(organisation)) {
            for (sum, count) in counts.0.iter_mut().zip(own.0) {
                *sum += count;
            }
        }
        counts
    }
}
