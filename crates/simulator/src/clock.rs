//! The time there is, and the time a machine believes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use calendar::{Clock, Instant, ManualClock};

/// The world's time. Clones are one clock.
#[derive(Clone, Debug)]
pub struct WorldTime(ManualClock);

impl WorldTime {
    /// A world that begins at this moment.
    pub fn new(start: Instant) -> Self {
        Self(ManualClock::new(start))
    }

    /// Moves on to an event's moment.
    pub fn set(&self, at: Instant) {
        self.0.set(at);
    }
}

impl Clock for WorldTime {
    fn now(&self) -> Instant {
        self.0.now()
    }
}

/// A machine's clock: off by so much, and drifting. Clones are one clock.
///
/// Each trouble that puts it wrong does so under a number of its own, and what the clock shows is made from all that
/// last: one that ends takes nothing from another.
#[derive(Clone, Debug)]
pub struct NodeClock {
    world: WorldTime,
    wrongs: Arc<Mutex<Wrongs>>,
}

#[derive(Debug, Default)]
struct Wrongs {
    /// What it jumped by and nobody puts right by a number.
    jumped_ms: i64,
    by_number: BTreeMap<usize, Wrong>,
}

/// Parts in a million are what crystals are off by; a day at 100 of them is 8.6 s.
#[derive(Clone, Copy, Debug)]
struct Wrong {
    /// The world's time at which it began.
    since: Instant,
    offset_ms: i64,
    drift_ppm: i64,
}

impl NodeClock {
    /// A clock that is right.
    pub fn right(world: &WorldTime) -> Self {
        Self { world: world.clone(), wrongs: Arc::default() }
    }

    /// How far it is ahead, ms.
    pub fn offset_ms(&self) -> i64 {
        let now = self.world.now();
        let wrongs = self.wrongs();
        let off = wrongs.by_number.values().map(|wrong| {
            let drifted = now.ms_since(wrong.since).saturating_mul(wrong.drift_ppm) / 1_000_000;
            wrong.offset_ms.saturating_add(drifted)
        });
        off.fold(wrongs.jumped_ms, i64::saturating_add)
    }

    /// It jumps by so much, and stays so.
    pub fn jump(&self, ms: i64) {
        let mut wrongs = self.wrongs();
        wrongs.jumped_ms = wrongs.jumped_ms.saturating_add(ms);
    }

    /// A trouble puts it off by so much, and lets it gain `drift_ppm` parts in a million from now on.
    pub fn go_wrong(&self, number: usize, offset_ms: i64, drift_ppm: i64) {
        let wrong = Wrong { since: self.world.now(), offset_ms, drift_ppm };
        self.wrongs().by_number.insert(number, wrong);
    }

    /// What a trouble did to it is put right.
    pub fn go_right(&self, number: usize) {
        self.wrongs().by_number.remove(&number);
    }

    /// It is put right, whatever was wrong, and keeps right.
    pub fn correct(&self) {
        *self.wrongs() = Wrongs::default();
    }

    fn wrongs(&self) -> MutexGuard<'_, Wrongs> {
        self.wrongs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for NodeClock {
    fn now(&self) -> Instant {
        self.world.now().plus_ms(self.offset_ms())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_jumps_drifts_and_is_put_right() {
        let world = WorldTime::new(Instant::from_ms(0));
        let clock = NodeClock::right(&world);
        clock.go_wrong(1, -500, 100);
        world.set(Instant::from_ms(10_000_000));
        assert_eq!(clock.offset_ms(), -500 + 1_000);
        clock.jump(7);
        assert_eq!(clock.now(), Instant::from_ms(10_000_507));
        clock.correct();
        world.set(Instant::from_ms(20_000_000));
        assert_eq!(clock.now(), world.now());
    }

    #[test]
    fn a_trouble_that_ends_takes_nothing_from_another_that_lasts() {
        let world = WorldTime::new(Instant::from_ms(0));
        let clock = NodeClock::right(&world);
        clock.go_wrong(1, 60_000, 0);
        clock.go_wrong(2, -10_000, 200);
        world.set(Instant::from_ms(1_000_000));
        assert_eq!(clock.offset_ms(), 60_000 - 10_000 + 200);
        clock.go_right(1);
        assert_eq!(clock.offset_ms(), -10_000 + 200);
        clock.go_right(2);
        assert_eq!(clock.offset_ms(), 0);
    }
}
