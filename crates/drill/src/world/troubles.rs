//! What goes wrong in a play, and how it is put right.

use calendar::{Clock, Instant};

use super::{Event, World};
use crate::{fault::DrillFault, file::What, probing::Probing};

impl World<'_> {
    pub(super) fn trouble_begins(&mut self, number: usize) {
        let now = self.time.now();
        let now_ms = now.as_ms();
        self.causes.begins(number, now);
        match self.file.troubles[number].what.clone() {
            What::CableCut(site) | What::PowerLost(site) => self.sites.break_down(&site, now_ms),
            What::Slow(target, _) => self.slow(&target),
            What::OfficerSilent(organisation) => self.desk.silence(&organisation, true),
            What::DiskFull => self.fill_disk(),
            What::NodeKilled => {
                self.lose_unstated();
                self.lose_waiting(number);
                self.node.kill();
            }
            What::ClockWrong { offset_s, drift_ppm } => {
                self.know_clock_notes();
                self.node.clock().go_wrong(number, offset_s * 1_000, drift_ppm);
            }
        }
        self.sites_changed();
    }

    pub(super) fn trouble_ends(&mut self, number: usize) -> Result<(), DrillFault> {
        self.sites_changed();
        self.causes.ends(number, self.time.now());
        let now_ms = self.time.now().as_ms();
        match self.file.troubles[number].what.clone() {
            What::CableCut(site) | What::PowerLost(site) => self.sites.mend(&site, now_ms),
            What::Slow(target, _) => self.slow(&target),
            What::OfficerSilent(organisation) => self.desk.silence(&organisation, false),
            What::DiskFull => {
                self.fill_disk();
                self.deliver();
            }
            What::NodeKilled => self.restart()?,
            What::ClockWrong { .. } => self.node.clock().go_right(number),
        }
        self.sites_changed();
        self.look()
    }

    /// A trouble that ends takes nothing from another of its kind that still lasts: what follows is set from all of them.
    fn lasting(&self) -> impl Iterator<Item = &What> {
        self.causes.active(&self.file.troubles)
    }

    /// The worst of what slows a target counts.
    fn slow(&mut self, target: &str) {
        let times = self.lasting().filter_map(|what| match what {
            What::Slow(slowed, times) if slowed == target => Some(*times),
            _ => None,
        });
        match times.max() {
            Some(times) => self.sites.slow(target, times.saturating_mul(1_000)),
            None => self.sites.hasten(target),
        }
    }

    fn fill_disk(&self) {
        self.node.fill_disk(self.lasting().any(|what| matches!(what, What::DiskFull)));
    }

    fn restart(&mut self) -> Result<(), DrillFault> {
        // Another kill may still last.
        if self.lasting().any(|what| matches!(what, What::NodeKilled)) {
            return Ok(());
        }
        let at = self.time.now();
        self.node.start().map_err(|fault| match fault {
            DrillFault::Open(fault) => DrillFault::Restart { at, fault },
            other => other,
        })?;
        self.figures.starts += 1;
        self.open_doors()?;
        let scope = self.desk_scope();
        self.probing = Some(Probing::going_on(&self.campaign, &mut self.node, &scope));
        Ok(())
    }

    /// Sees to what rests on what: who fell by which trouble, and who will when its battery is empty.
    pub(super) fn sites_changed(&mut self) {
        let now = self.time.now();
        self.sites.look(now.as_ms());
        self.causes.see(&self.file.troubles, &self.campaign, &self.sites, now);
        if let Some(at_ms) = self.sites.next_failure_ms(now.as_ms()) {
            self.schedule.at(Instant::from_ms(at_ms), Event::Sites);
        }
    }
}
