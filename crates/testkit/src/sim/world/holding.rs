//! What is held against the model: after every event that reaches the node, and once everything was healed.

use store::ReadFault;

use super::{ALONE_EVERY, ANEW_EVERY, REMEMBER_EVERY, World};
use crate::sim::{
    counted::Counted,
    model::{Breach, Model, regulator, verify},
    node::{Node, NodeFault},
    uses::{self, Use, Uses},
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
        let Self { model, node, .. } = self;
        node.store().map_or(Ok(()), |store| model.check_back(store))?;
        verify(&self.model, &mut self.node)?;
        // What a person closes and opens is the same.
        let machine = NodeFault::from;
        self.node.close().map_err(machine)?;
        self.start_node()?;
        let (entries, acknowledged) = (self.model.len(), self.model.acknowledged());
        self.note(format_args!("{entries} entries, {acknowledged} acknowledged"));
        Ok(())
    }

    /// The node is stopped and a bit of its journal turns. Where that is in a byte that is read, somebody is told: the
    /// node does not start, or it refuses what stands there, or the verifier does not accept it. Nothing is ever served
    /// as good that is not as it was. The journal is put back whole, and the node left stopped.
    pub(super) fn rot_journal(&mut self) -> Result<(), Breach> {
        let Self { model, node, counted, .. } = self;
        node.spared(|node| {
            let machine = NodeFault::from;
            node.close().map_err(machine)?;
            let whole = node.copy().map_err(machine)?;
            let uses = Uses::of(&whole[0].1);
            let Some(turned) = node.rot("journal.db").map_err(machine)? else { return Ok(()) };
            let used = uses.of_bit(turned);
            match (told(model, node, used == Use::Of("nodes"), counted)?, used) {
                (Some(_), _) => counted.rot_told += 1,
                (None, Use::Nothing | Use::Accounting) => counted.rot_harmless += 1,
                (None, Use::Of(table)) if UNREAD.contains(&table) => counted.rot_unread += 1,
                (None, Use::Of(table)) => {
                    let around = turned.byte.saturating_sub(40)..(turned.byte + 40).min(whole[0].1.len());
                    let around = whole[0].1[around].escape_ascii();
                    return Err(Breach::Rotten(format!(
                        "{turned:?}, of {table}, and nobody is told: {around}"
                    )));
                }
            }
            node.put_back(&whole).map_err(machine)?;
            Ok(())
        })
    }

    /// The node is killed and a bit of its journal's write-ahead log turns, of which SQLite takes what stands before the
    /// damage. Where entries are gone by that the node is in doubt, at this start and at the next. All is put back, and
    /// the node left stopped.
    pub(super) fn rot_wal(&mut self) -> Result<(), Breach> {
        let Self { model, node, counted, .. } = self;
        node.spared(|node| {
            let machine = NodeFault::from;
            // Nothing goes wrong meanwhile: all that follows from what was acknowledged is there.
            node.call(async |store| store.settle().await)?;
            node.kill_now().map_err(machine)?;
            let whole = node.copy().map_err(machine)?;
            if node.rot("journal.db-wal").map_err(machine)?.is_none() {
                return Ok(());
            }
            let is_told = doubts(model, node, counted)?;
            node.kill_now().map_err(machine)?;
            // What a start writes can be the very words that rotted: then all that followed them is there again.
            if doubts(model, node, counted)? && !is_told {
                return Err(Breach::Rotten("it is told at the second start alone".to_owned()));
            }
            counted.wal_told += u64::from(is_told);
            node.put_back(&whole).map_err(machine)?;
            Ok(())
        })
    }

    /// Nothing is in doubt in a journal that lacks nothing.
    pub(super) fn check_doubt(&self) -> Result<(), Breach> {
        let is_in_doubt = self.node.store().is_some_and(store::Store::is_in_doubt);
        if is_in_doubt { Err(Breach::Doubted) } else { Ok(()) }
    }

    /// Holds that nothing moved, after an event that did not reach the node.
    pub(super) fn check_still(&mut self) -> Result<(), Breach> {
        let Self { model, node, .. } = self;
        let checked = node.call_still(async |store| model.check_still(store).await);
        model.count(&mut self.counted);
        self.counted.still_checks += u64::from(matches!(checked, Some(Ok(()))));
        checked.unwrap_or(Ok(()))
    }

    /// Holds everything against the model, after each event that reached the node.
    pub(super) fn check(&mut self) -> Result<(), Breach> {
        let turn = self.counted.checks + 1;
        if turn.is_multiple_of(ANEW_EVERY) {
            return self.check_all();
        }
        let remembers = turn.is_multiple_of(REMEMBER_EVERY);
        let Self { model, node, viewers, counted, .. } = self;
        let viewer = &mut viewers[turn as usize % 2];
        model.know_clock(node.clock().offset_ms());
        let checked = node.call(async |store| {
            model.check(store, turn as usize).await?;
            counted.told_live += viewer.follow(store).await?;
            if remembers { model.remember(store).await } else { Ok(()) }
        })?;
        model.count(&mut self.counted);
        self.counted(checked)
    }

    /// Counts a check that was answered, and what the node mended to answer it.
    fn counted(&mut self, checked: Option<Result<(), Breach>>) -> Result<(), Breach> {
        match checked {
            None => Ok(()),
            Some(held) => {
                self.counted.checks += u64::from(held.is_ok());
                let rebuilds = self.node.store().map_or(0, store::Store::rebuild_count);
                self.counted.index_rebuilds += rebuilds.saturating_sub(self.rebuilds);
                self.rebuilds = rebuilds;
                held
            }
        }
    }

    /// One program writes a data directory: another that opens it is told that it is in use. It waits for that in real
    /// time, so that few starts are asked.
    pub(super) fn check_alone(&mut self) -> Result<(), Breach> {
        let is_asked = self.healed_at.is_some() && self.plan.seed.is_multiple_of(ALONE_EVERY);
        if !is_asked {
            return Ok(());
        }
        if !self.node.keeps_others_out() {
            return Err(Breach::Shared);
        }
        self.counted.kept_out += 1;
        Ok(())
    }

    pub(super) fn check_all(&mut self) -> Result<(), Breach> {
        let Self { model, node, counted, .. } = self;
        let checked = node.call(async |store| {
            model.check_all(store).await?;
            counted.past_boards += model.check_past(store).await?;
            Ok(())
        })?;
        model.count(counted);
        self.counted(checked)
    }
}

/// What a node can hold against nothing: who may sign in; when a head was signed, which is its word and in no signature;
/// what the journal is recognised by, which is chance; and the words of the schema, whose comments mean nothing.
const UNREAD: [&str; 4] = ["accounts", uses::SIGNED_AT, uses::IDENTITY, uses::SCHEMA];

/// Whether a node whose write-ahead log rotted tells so: it does not start, is in doubt where entries are gone and nowhere
/// else, or something does not read. All that it does not tell of is as it was.
fn doubts(model: &mut Model, node: &mut Node, counted: &mut Counted) -> Result<bool, Breach> {
    let told = told(model, node, false, counted);
    let Some(shortened) = node.call(async |store| model.is_shortened(store).await)? else {
        return Ok(told?.is_some());
    };
    let is_in_doubt = node.store().is_some_and(store::Store::is_in_doubt);
    match (shortened?, is_in_doubt) {
        (true, false) => Err(Breach::Rotten(format!("entries are gone, and nobody doubts it: {told:?}"))),
        (false, true) => Err(Breach::Doubted),
        _ => Ok(told?.is_some()),
    }
}

/// What somebody is told of a journal that rotted; none where it reads, proves, verifies and judges as it did.
fn told(
    model: &mut Model,
    node: &mut Node,
    asks_for_proofs: bool,
    counted: &mut Counted,
) -> Result<Option<String>, Breach> {
    match node.start() {
        Err(NodeFault::Open(fault)) => return Ok(Some(fault.to_string())),
        Err(fault) => return Err(fault.into()),
        Ok(_) => {}
    }
    if node.store().is_some_and(store::Store::is_in_doubt) {
        return Ok(Some("the journal was rolled back".to_owned()));
    }
    let held = node.call(async |store| {
        model.check_all(store).await?;
        if asks_for_proofs {
            model.check_proofs(store).await?;
        }
        model.check_past(store).await?;
        model.check_files(store).await?;
        store.examine().await.map_err(ReadFault::from)?;
        let damages = store.damages(&regulator(store));
        damages.first().map_or(Ok(()), |damage| Err(Breach::Unreadable(format!("{damage:?}"))))?;
        counted.sent_again += model.check_replays(store).await?;
        Ok(())
    })?;
    match held.unwrap_or(Ok(())).and_then(|()| verify(model, node)) {
        Ok(()) => Ok(None),
        Err(Breach::Unreadable(what) | Breach::Unverified(what)) => Ok(Some(what)),
        Err(breach) => Err(breach),
    }
}
