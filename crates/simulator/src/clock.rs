//! The time there is, and the time a machine believes.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
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
#[derive(Clone, Debug)]
pub struct NodeClock {
    world: WorldTime,
    hands: Arc<Hands>,
}

/// Parts in a million are what crystals are off by; a day at 100 of them is 8.6 s.
#[derive(Debug)]
struct Hands {
    /// The world's time at which the rest was set, ms.
    since: AtomicI64,
    offset_ms: AtomicI64,
    drift_ppm: AtomicI64,
}

impl NodeClock {
    /// A clock that is right.
    pub fn right(world: &WorldTime) -> Self {
        let hands = Hands {
            since: AtomicI64::new(world.now().as_ms()),
            offset_ms: AtomicI64::new(0),
            drift_ppm: AtomicI64::new(0),
        };
        Self { world: world.clone(), hands: Arc::new(hands) }
    }

    /// How far it is ahead, ms.
    pub fn offset_ms(&self) -> i64 {
        let passed = self.world.now().as_ms() - self.hands.since.load(Ordering::SeqCst);
        let drifted = passed.saturating_mul(self.hands.drift_ppm.load(Ordering::SeqCst)) / 1_000_000;
        self.hands.offset_ms.load(Ordering::SeqCst).saturating_add(drifted)
    }

    /// It jumps by so much.
    pub fn jump(&self, ms: i64) {
        let offset = self.offset_ms().saturating_add(ms);
        self.set(offset, self.hands.drift_ppm.load(Ordering::SeqCst));
    }

    /// From now on it gains `ppm` parts in a million.
    pub fn drift(&self, ppm: i64) {
        self.set(self.offset_ms(), ppm);
    }

    /// It is put right, and keeps right.
    pub fn correct(&self) {
        self.set(0, 0);
    }

    fn set(&self, offset_ms: i64, drift_ppm: i64) {
        self.hands.since.store(self.world.now().as_ms(), Ordering::SeqCst);
        self.hands.offset_ms.store(offset_ms, Ordering::SeqCst);
        self.hands.drift_ppm.store(drift_ppm, Ordering::SeqCst);
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
        clock.jump(-500);
        clock.drift(100);
        world.set(Instant::from_ms(10_000_000));
        assert_eq!(clock.offset_ms(), -500 + 1_000);
        clock.jump(7);
        assert_eq!(clock.now(), Instant::from_ms(10_000_507));
        clock.correct();
        world.set(Instant::from_ms(20_000_000));
        assert_eq!(clock.now(), world.now());
    }
}
