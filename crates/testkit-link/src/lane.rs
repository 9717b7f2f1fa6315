//! One direction of a link as a pure machine: a packet enters at a time, and what becomes of it and
//! when it leaves is decided at once. Nothing here reads a clock or a socket.

use std::collections::VecDeque;

use crate::draw::{Draw, Draws, is_within};
use crate::profile::Profile;
use crate::queue::Queue;
use crate::truth::{Change, Decision, Direction, Fate};

/// Most changes that may be planned ahead for a direction.
pub const MAX_PLANNED_CHANGES: usize = 10_000;

/// A direction.
///
/// What chance decides (loss, bursts, duplication, hold, the draw of the jitter) depends on the seed,
/// the packet's number and the profile in force alone. What time decides (the queue, waiting for the
/// packet before) depends on when packets enter. A packet dropped by the queue is counted like any
/// other, so that those after it have the fates they would have had.
pub struct Lane {
    direction: Direction,
    draws: Draws,
    profile: Profile,
    queue: Option<Queue>,
    is_bad: bool,
    next_number: u64,
    /// When the last packet that wasn't held leaves, ns: none after it leaves earlier.
    last_leaves_ns: u64,
    planned: VecDeque<(u64, Profile)>,
    changes: Vec<Change>,
}

impl Lane {
    /// A direction with its first profile.
    pub fn new(seed: u64, direction: Direction, profile: Profile) -> Self {
        let mut lane = Self {
            direction,
            draws: Draws::new(seed, direction),
            profile: Profile::default(),
            queue: None,
            is_bad: false,
            next_number: 0,
            last_leaves_ns: 0,
            planned: VecDeque::new(),
            changes: Vec::new(),
        };
        lane.put_in_force(0, profile);
        lane
    }

    /// Plans a change; false when too many are planned. Of two for the same moment the later call wins.
    pub fn plan(&mut self, at_ns: u64, profile: Profile) -> bool {
        if self.planned.len() >= MAX_PLANNED_CHANGES {
            return false;
        }
        let place = self.planned.partition_point(|(planned_ns, _)| *planned_ns <= at_ns);
        self.planned.insert(place, (at_ns, profile));
        true
    }

    /// Puts the changes that are due in force.
    pub fn advance(&mut self, now_ns: u64) {
        while let Some(&(at_ns, profile)) = self.planned.front().filter(|(at_ns, _)| *at_ns <= now_ns) {
            self.planned.pop_front();
            self.put_in_force(at_ns, profile);
        }
    }

    /// Decides of a packet; times never go back.
    pub fn enter(&mut self, now_ns: u64, length_bytes: u32) -> Decision {
        self.advance(now_ns);
        let number = self.next_number;
        self.next_number += 1;
        let draw = self.draws.of(number);
        let lost = self.lost_on_the_wire(draw);
        let profile = self.profile;
        let gone = |fate| Decision { number, fate, is_held: false, copies: 0, planned_ns: 0 };
        if profile.is_cut {
            return gone(Fate::Cut);
        }
        let sent_ns = match &mut self.queue {
            None => now_ns,
            Some(queue) => match queue.offer(now_ns, length_bytes) {
                Some(sent_ns) => sent_ns,
                None => return gone(Fate::Overflowed),
            },
        };
        if let Some(fate) = lost {
            return gone(fate);
        }
        let delay_ns = profile.delay.as_nanos() as u64;
        let travels_ns = delay_ns.saturating_add(profile.jitter.of_draw(draw.jitter));
        let mut leaves_ns = sent_ns.saturating_add(travels_ns).max(self.last_leaves_ns);
        let is_held = is_within(draw.held, profile.held.ppm);
        if is_held {
            leaves_ns = leaves_ns.saturating_add(profile.held.hold.as_nanos() as u64);
        } else {
            self.last_leaves_ns = leaves_ns;
        }
        let copies = 1 + u8::from(is_within(draw.duplicate, profile.duplicate_ppm));
        Decision { number, fate: Fate::Passed, is_held, copies, planned_ns: leaves_ns - now_ns }
    }

    /// What came into force so far.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    fn put_in_force(&mut self, at_ns: u64, profile: Profile) {
        if self.profile.rate != profile.rate {
            self.queue = profile.rate.map(Queue::new);
        }
        if !self.profile.has_same_way(&profile) {
            self.last_leaves_ns = 0;
        }
        if self.profile.bursts != profile.bursts {
            self.is_bad = false;
        }
        self.profile = profile;
        let (direction, from_number) = (self.direction, self.next_number);
        self.changes.push(Change { direction, from_number, at_ns, profile });
    }

    fn lost_on_the_wire(&mut self, draw: Draw) -> Option<Fate> {
        let mut in_burst = false;
        if let Some(bursts) = self.profile.bursts {
            let turn_ppm = if self.is_bad { bursts.to_good_ppm } else { bursts.to_bad_ppm };
            self.is_bad ^= is_within(draw.turn, turn_ppm);
            let loss_ppm = if self.is_bad { bursts.loss_bad_ppm } else { bursts.loss_good_ppm };
            in_burst = is_within(draw.burst_loss, loss_ppm);
        }
        if is_within(draw.loss, self.profile.loss_ppm) {
            Some(Fate::Lost)
        } else {
            in_burst.then_some(Fate::LostInBurst)
        }
    }
}
