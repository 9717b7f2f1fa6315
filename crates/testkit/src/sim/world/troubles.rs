//! What goes wrong, and how it is put right.

use calendar::Clock;
use journal::EntryId;
use simulator::{Link, Party};
use testkit_disk::Remains;

use super::{CLIENTS, Event, TARGETS, World};
use crate::sim::{model::Breach, node::NodeFault, plan::What};

impl World {
    pub(super) fn trouble(&mut self, number: usize) -> Result<(), Breach> {
        let trouble = self.plan.troubles[number].clone();
        self.note(format_args!("{:?}", trouble.what));
        let mut ends = true;
        match &trouble.what {
            What::PowerCut(None, _) | What::Rot => {
                if self.node.is_up() {
                    self.counted.cut_between += 1;
                    self.node.cut_power().map_err(NodeFault::from)?;
                } else {
                    ends = false;
                }
            }
            What::PowerCut(Some(_), _) => {
                // It ends once it came.
                ends = false;
                if self.armed.is_none() {
                    self.armed = Some(number);
                    self.node.arm(trouble.what.fault().expect("a cut at an operation has one"));
                }
            }
            What::SyncFails(..) | What::Full(_) if self.armed.is_none() => {
                self.node.arm(trouble.what.fault().expect("a fault of the disk has one"));
            }
            What::SyncFails(..) | What::Full(_) => ends = false,
            What::CutOff(who) => {
                let parties: Vec<Party> = who.iter().map(|who| self.clients[*who].party.clone()).collect();
                self.network.cut_off(number.to_string(), parties);
            }
            What::PoorLinks(link) => self.network.set_usual(*link),
            What::NodeClock(ms, ppm) => {
                self.counted.node_clock_jumps += 1;
                self.counted.node_clock_drifts += u64::from(*ppm != 0);
                self.node.clock().jump(*ms);
                self.node.clock().drift(*ppm);
            }
            What::ClientClock(who, ms) => {
                self.counted.client_clock_jumps += 1;
                self.clients[*who].clock.jump(*ms);
            }
            What::Silent(who) => *self.silent.entry(*who).or_default() += 1,
            What::TargetDown(target) => {
                self.sites.break_down(TARGETS[*target], self.time.now().as_ms());
            }
        }
        if ends {
            self.schedule.after(trouble.for_ms, Event::TroubleEnds(number));
        }
        Ok(())
    }

    pub(super) fn trouble_ends(&mut self, number: usize) -> Result<(), Breach> {
        match self.plan.troubles[number].what.clone() {
            What::PowerCut(_, remains) => self.power_returns(remains, false)?,
            What::Rot => self.power_returns(Remains::AnyOfThem, true)?,
            What::SyncFails(..) | What::Full(_) => {
                if self.armed.is_none() {
                    self.node.relieve();
                }
            }
            What::CutOff(_) => self.network.join(&number.to_string()),
            What::PoorLinks(_) => self.network.set_usual(Link::GOOD),
            What::NodeClock(..) => self.node.clock().correct(),
            What::ClientClock(who, _) => self.clients[who].clock.correct(),
            What::Silent(who) => {
                if let Some(silences) = self.silent.get_mut(&who) {
                    *silences -= 1;
                }
                self.silent.retain(|_, silences| *silences > 0);
            }
            What::TargetDown(target) => self.sites.mend(TARGETS[target], self.time.now().as_ms()),
        }
        Ok(())
    }

    pub(super) fn power_returns(&mut self, remains: Remains, rot: bool) -> Result<(), Breach> {
        if self.node.is_up() {
            return Ok(());
        }
        let machine = NodeFault::from;
        self.node.restore_power(remains).map_err(machine)?;
        if rot {
            self.node.rot("state.db").map_err(machine)?;
        }
        self.start_node()
    }

    /// Everything that can be put right is.
    pub(super) fn heal(&mut self) -> Result<(), Breach> {
        self.healed = true;
        self.note(format_args!("healed"));
        self.network.heal();
        self.node.relieve();
        self.armed = None;
        self.node.clock().correct();
        self.clients.iter().for_each(|client| client.clock.correct());
        if !self.node.is_up() {
            self.power_returns(Remains::AnyOfThem, false)?;
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
