//! What is held against the model: after every event, and once everything was healed.

use super::{ANEW_EVERY, REMEMBER_EVERY, World};
use crate::sim::{
    model::{Breach, verify},
    node::NodeFault,
};

impl World {
    pub(super) fn finish(&mut self) -> Result<(), Breach> {
        if !self.node.is_up() {
            return Err(Breach::NotArrived("the node is down although everything was healed".to_owned()));
        }
        for client in &self.clients {
            if let Some(draft) = client.outbox().next() {
                let what = format!("{} of {} ({})", draft.kind, client.party.0, draft.id);
                return Err(Breach::NotArrived(what));
            }
        }
        self.check_all()?;
        verify(&self.model, &mut self.node)?;
        // What a person closes and opens is the same.
        let machine = NodeFault::from;
        self.node.close().map_err(machine)?;
        self.start_node()?;
        let (entries, acknowledged) = (self.model.len(), self.model.acknowledged());
        self.note(format_args!("{entries} entries, {acknowledged} acknowledged"));
        Ok(())
    }

    pub(super) fn check(&mut self) -> Result<(), Breach> {
        self.counted.checks += 1;
        if self.counted.checks.is_multiple_of(ANEW_EVERY) {
            return self.check_all();
        }
        let remembers = self.counted.checks.is_multiple_of(REMEMBER_EVERY);
        let turn = self.counted.checks as usize;
        let Self { model, node, .. } = self;
        let checked = node.call(async |store| {
            model.check(store, turn).await?;
            if remembers { model.remember(store).await } else { Ok(()) }
        })?;
        checked.unwrap_or(Ok(()))
    }

    pub(super) fn check_all(&mut self) -> Result<(), Breach> {
        let Self { model, node, counted, .. } = self;
        let checked = node.call(async |store| {
            model.check_all(store).await?;
            counted.past_boards += model.check_past(store).await?;
            Ok(())
        })?;
        checked.unwrap_or(Ok(()))
    }
}
