//! What the audience of a play says: for an organisation without an officer of the file, people answer.

use access::{Role, Scope};
use calendar::Instant;
use campaign::CellKey;

use super::World;
use crate::{answer::Turn, fault::DrillFault};

/// Entries about one cell that are looked through for an answer: summaries come every few minutes, so that this reaches
/// back for hours.
const LOOKED_THROUGH: usize = 100;

/// The kinds of entry by which people answer for a cell.
const ANSWERS: [&str; 3] = ["handling.promised", "finding.explained", "duty.logged"];

impl World<'_> {
    /// Takes note of what people said to turns that nobody answered yet.
    pub(super) fn hear_audience(&mut self) -> Result<(), DrillFault> {
        if self.audience.is_none() {
            return Ok(());
        }
        let is_theirs = |turn: &Turn| turn.answered_at.is_none() && !self.desk.has(&turn.organisation);
        let noted = self.watch.noted().iter().enumerate();
        let open = noted.filter(|(_, noted)| is_theirs(&noted.turn));
        let open: Vec<(usize, Turn)> = open.map(|(number, noted)| (number, noted.turn.clone())).collect();
        for (number, turn) in open {
            let answered_at = self.said_to(&turn)?;
            if let Some(noted) = self.watch.get_mut(number) {
                noted.turn.answered_at = answered_at;
            }
        }
        Ok(())
    }

    /// When somebody first said something to a turn.
    fn said_to(&mut self, turn: &Turn) -> Result<Option<Instant>, DrillFault> {
        let Turn { organisation, obligation, .. } = turn;
        let scope = Scope::new("drill", Role::OperatorManager, organisation.clone(), &self.tree);
        let key = CellKey { organisation: organisation.clone(), obligation: obligation.clone() };
        let page = self.node.call(async |store| store.evidence(&scope, &key, None, LOOKED_THROUGH).await);
        let page = page.transpose().map_err(|fault| self.unread("what was said to a turn", fault))?;
        let entries = page.into_iter().flat_map(|page| page.items).map(|item| item.entry);
        let said = entries.filter(|entry| ANSWERS.contains(&entry.kind.as_str()));
        Ok(said.map(|entry| entry.recorded_at).filter(|at| *at >= turn.at).min())
    }
}
