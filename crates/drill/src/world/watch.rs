//! The board as the drill sees it: which cells turned for the worse, and when they came back.

use std::collections::BTreeMap;

use calendar::{Clock, Instant};
use campaign::{Cell, CellKey, Status};
use journal::EntryId;
use store::Asked;

use super::{Event, World};
use crate::{answer::Turn, fault::DrillFault};

/// A turn, with what is behind it.
#[derive(Debug)]
pub struct Noted {
    /// The turn.
    pub turn: Turn,
    /// The troubles behind it, by their place in the file.
    pub causes: Vec<usize>,
    /// The entry that showed it.
    pub evidence: Option<EntryId>,
}

/// All that was seen.
#[derive(Debug, Default)]
pub struct Watch {
    cells: BTreeMap<CellKey, Status>,
    noted: Vec<Noted>,
    /// Turns that have not come back, by cell.
    open: BTreeMap<CellKey, Vec<usize>>,
    begun_with: Option<BTreeMap<CellKey, Status>>,
}

/// What a look at the board brought.
#[derive(Debug, Default)]
struct Seen {
    worse: Vec<usize>,
    back: Vec<usize>,
}

impl Watch {
    /// From here on turns count.
    pub fn count_from_here(&mut self) {
        self.begun_with = Some(self.cells.clone());
    }

    /// The turns, oldest first.
    pub fn noted(&self) -> &[Noted] {
        &self.noted
    }

    /// One of them.
    pub fn get_mut(&mut self, number: usize) -> Option<&mut Noted> {
        self.noted.get_mut(number)
    }

    /// Turns without a trouble behind them.
    pub fn unexplained(&self) -> Vec<Turn> {
        let stray = self.noted.iter().filter(|noted| noted.causes.is_empty());
        stray.map(|noted| noted.turn.clone()).collect()
    }

    /// How many cells stood how when turns began to count, and stand now.
    pub fn counts(&self) -> [BTreeMap<&'static str, u32>; 2] {
        [self.begun_with.as_ref().unwrap_or(&self.cells), &self.cells].map(|cells| {
            let mut counts = BTreeMap::new();
            for status in cells.values() {
                *counts.entry(status.as_str()).or_insert(0) += 1;
            }
            counts
        })
    }

    fn see(&mut self, cells: &[Cell], at: Instant) -> Seen {
        let mut seen = Seen::default();
        for cell in cells {
            let key = cell.key();
            let Some(was) = self.cells.insert(key.clone(), cell.status) else { continue };
            if was == cell.status {
                continue;
            }
            if self.begun_with.is_some() && cell.status.rank() < was.rank() {
                seen.worse.push(self.noted.len());
                self.open.entry(key.clone()).or_default().push(self.noted.len());
                self.noted.push(Noted {
                    turn: turn(cell, was, at),
                    causes: Vec::new(),
                    evidence: evidence(cell),
                });
            }
            let Some(open) = self.open.get_mut(&key) else { continue };
            let noted = &mut self.noted;
            open.retain(|number| {
                let turn = &mut noted[*number].turn;
                let is_back = cell.status.rank() >= turn.was.rank();
                if is_back {
                    turn.back_at = Some(at);
                    seen.back.push(*number);
                }
                !is_back
            });
        }
        seen
    }
}

fn turn(cell: &Cell, was: Status, at: Instant) -> Turn {
    Turn {
        at,
        organisation: cell.organisation.clone(),
        obligation: cell.obligation.clone(),
        was,
        is: cell.status,
        reason: cell.reason.clone(),
        answered_at: None,
        back_at: None,
    }
}

fn evidence(cell: &Cell) -> Option<EntryId> {
    let worst = cell.findings.iter().min_by_key(|finding| finding.status.rank())?;
    worst.evidence.first().copied()
}

impl World<'_> {
    /// Looks at the board, and lets people do what follows from it.
    pub(super) fn look(&mut self) -> Result<(), DrillFault> {
        let scope = self.desk_scope();
        let cells = self.node.call(async |store| store.board_at(&scope, &Asked::default()).await);
        let cells = cells.transpose().map_err(|fault| self.unread("the board", fault))?;
        let Some(cells) = cells else { return Ok(()) };
        let now = self.time.now();
        let seen = self.watch.see(&cells, now);
        for number in seen.worse {
            let Some(noted) = self.watch.get_mut(number) else { continue };
            noted.causes = self.causes.of_turn(&self.file.troubles, &noted.turn, now);
            self.causes.note_cell(noted, now);
            if let Some(wait_ms) = self.desk.wait_ms(self.seed, &noted.turn) {
                self.schedule.after(wait_ms, Event::Answer(number));
            }
        }
        for number in seen.back {
            let Some(noted) = self.watch.get_mut(number) else { continue };
            if noted.turn.answered_at.is_some()
                && let Some(wait_ms) = self.desk.wait_ms(self.seed, &noted.turn)
            {
                self.schedule.after(wait_ms, Event::Explain(number));
            }
        }
        self.hear_audience()
    }
}
