//! What is held against the model: after every event that reaches the node, and once everything was healed.

use super::{ANEW_EVERY, REMEMBER_EVERY, Rotten, World};
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

    /// A bit turns in the closed journal, so many times, each in a journal that was whole: what stands there is then as
    /// it was, or somebody is told.
    pub(super) fn rot_journal(&mut self, times: u32) -> Result<Rotten, Breach> {
        let mut rotten = Rotten::default();
        self.node.close().map_err(NodeFault::from)?;
        let whole = self.node.copy().map_err(NodeFault::from)?;
        for _ in 0..times {
            self.node.rot("journal.db").map_err(NodeFault::from)?;
            let told = match self.node.start() {
                Err(NodeFault::Open(fault)) => Some(fault.to_string()),
                Err(fault) => return Err(fault.into()),
                Ok(_) => match self.check_all().and_then(|()| verify(&self.model, &mut self.node)) {
                    Ok(()) => None,
                    Err(Breach::Unreadable(what) | Breach::Unverified(what)) => Some(what),
                    Err(breach) => return Err(breach),
                },
            };
            rotten.noticed += u32::from(told.is_some());
            rotten.harmless += u32::from(told.is_none());
            self.node.put_back(&whole).map_err(NodeFault::from)?;
        }
        self.start_node()?;
        Ok(rotten)
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
