//! What goes wrong, and how it is put right.

use calendar::Clock;
use journal::EntryId;
use simulator::Party;
use testkit_disk::Remains;

use super::{CLIENTS, Event, TARGETS, World};
use crate::sim::{
    model::Breach,
    node::{Node, NodeFault},
    plan::What,
};

impl World {
    pub(super) fn trouble(&mut self, number: usize) -> Result<(), Breach> {
        let trouble = self.plan.troubles[number].clone();
        self.note(format_args!("{:?}", trouble.what));
        match &trouble.what {
            // Of a node that was stopped in good order everything lies in state.db itself, and nothing in its log.
            What::Rot if trouble.for_ms % 2 == 0 && self.node.is_up() => {
                self.node.spared(Node::close).map_err(NodeFault::from)?;
                self.dark.insert(number);
            }
            What::PowerCut(None, _) | What::Rot => {
                if self.node.has_power() {
                    self.counted.cut_between += u64::from(self.node.is_up());
                    self.node.cut_power().map_err(NodeFault::from)?;
                }
                self.dark.insert(number);
            }
            What::PowerCut(Some(_), _) => {
                self.node.arm(number, trouble.what.fault().expect("a cut at an operation has one"));
                // It ends once it came.
                return Ok(());
            }
            What::RotJournal | What::RotWal if !self.node.is_up() => return Ok(()),
            What::RotJournal => {
                self.rot_journal()?;
                self.dark.insert(number);
            }
            What::RotWal => {
                self.rot_wal()?;
                self.dark.insert(number);
            }
            What::SyncFails(..) | What::Full(_) => {
                self.node.arm(number, trouble.what.fault().expect("a fault of the disk has one"));
            }
            What::CutOff(who) => {
                let parties: Vec<Party> = who.iter().map(|who| self.clients[*who].party.clone()).collect();
                self.network.cut_off(number.to_string(), parties);
            }
            What::PoorLinks(link) => self.network.worsen(number, *link),
            What::NodeClock(ms, ppm) => {
                self.counted.node_clock_jumps += 1;
                self.counted.node_clock_drifts += u64::from(*ppm != 0);
                self.node.clock().go_wrong(number, *ms, *ppm);
            }
            What::ClientClock(who, ms, ppm) => {
                self.counted.client_clock_jumps += 1;
                self.counted.client_clock_drifts += u64::from(*ppm != 0);
                self.clients[*who].clock.go_wrong(number, *ms, *ppm);
            }
            What::Silent(who) => *self.silent.entry(*who).or_default() += 1,
            What::TargetDown(target) => {
                self.sites.break_down(TARGETS[*target], self.time.now().as_ms());
            }
            What::TargetSlow(target, _) => {
                self.counted.targets_slowed += 1;
                self.spoiling.insert(number);
                self.spoil(*target);
            }
            What::TargetLossy(target, _) => {
                self.counted.targets_lossy += 1;
                self.spoiling.insert(number);
                self.spoil(*target);
            }
        }
        self.schedule.after(trouble.for_ms, Event::TroubleEnds(number));
        Ok(())
    }

    /// A trouble that ends takes nothing from another of its kind that lasts.
    pub(super) fn trouble_ends(&mut self, number: usize) -> Result<(), Breach> {
        match self.plan.troubles[number].what.clone() {
            What::PowerCut(_, remains) => self.light_returns(number, remains)?,
            What::Rot => {
                self.rots = true;
                self.light_returns(number, Remains::AnyOfThem)?;
            }
            What::RotJournal | What::RotWal => self.light_returns(number, Remains::AnyOfThem)?,
            What::SyncFails(..) | What::Full(_) => self.node.relieve(number),
            What::CutOff(_) => self.network.join(&number.to_string()),
            What::PoorLinks(_) => self.network.better(number),
            What::NodeClock(..) => self.node.clock().go_right(number),
            What::ClientClock(who, ..) => {
                self.clients[who].clock.go_right(number);
                self.clients[who].forget_to_come();
            }
            What::Silent(who) => {
                if let Some(silences) = self.silent.get_mut(&who) {
                    *silences -= 1;
                }
                self.silent.retain(|_, silences| *silences > 0);
            }
            What::TargetDown(target) => self.sites.mend(TARGETS[target], self.time.now().as_ms()),
            What::TargetSlow(target, _) | What::TargetLossy(target, _) => {
                self.spoiling.remove(&number);
                self.spoil(target);
            }
        }
        Ok(())
    }

    /// Of what makes a target slow or lossy the worst counts.
    fn spoil(&mut self, target: usize) {
        let (mut times, mut lost_ppm) = (1, 0);
        for number in &self.spoiling {
            match self.plan.troubles[*number].what {
                What::TargetSlow(slow, by) if slow == target => times = times.max(by),
                What::TargetLossy(lossy, ppm) if lossy == target => lost_ppm = lost_ppm.max(ppm),
                _ => {}
            }
        }
        self.sites.slow(TARGETS[target], times.saturating_mul(1_000));
        self.sites.lose(TARGETS[target], lost_ppm);
    }

    /// One trouble that left the node dark is over; what the last one left is what there is.
    fn light_returns(&mut self, number: usize, remains: Remains) -> Result<(), Breach> {
        self.dark.remove(&number);
        if self.dark.is_empty() { self.power_returns(remains) } else { Ok(()) }
    }

    fn power_returns(&mut self, remains: Remains) -> Result<(), Breach> {
        if self.node.is_up() {
            return Ok(());
        }
        let machine = NodeFault::from;
        if !self.node.has_power() {
            self.node.restore_power(remains).map_err(machine)?;
        }
        if std::mem::take(&mut self.rots) {
            self.node.rot("state.db").map_err(machine)?;
        }
        self.start_node()
    }

    /// Everything that can be put right is.
    pub(super) fn heal(&mut self) -> Result<(), Breach> {
        let now = self.time.now();
        self.healed_at = Some(now);
        self.note(format_args!("healed"));
        self.silent.clear();
        self.spoiling.clear();
        self.sites.mend_all(now.as_ms());
        self.network.heal();
        self.node.relieve_all();
        self.dark.clear();
        self.node.clock().correct();
        for client in &mut self.clients {
            client.clock.correct();
            client.forget_to_come();
        }
        if !self.node.is_up() {
            self.power_returns(Remains::AnyOfThem)?;
        }
        // Who waits for long asks once more.
        let waiting: Vec<(usize, EntryId)> = (0..CLIENTS)
            .flat_map(|number| self.clients[number].outbox().map(move |draft| (number, draft.id)))
            .collect();
        for (client, id) in waiting {
            self.send(client, id, 0);
        }
        Ok(())
    }
}
