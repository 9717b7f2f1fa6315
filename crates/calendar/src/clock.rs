//! The clock everything is given: nothing in the pure crates asks the machine for the time.
//!
//! `ManualClock` is for tests, drills and simulation: it stands still until it is set or advanced, also backwards.
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use crate::Instant;

/// Where the present instant comes from.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Instant;
}

/// A clock moved by hand; clones share the same hands.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// A clock standing at `start`.
    pub fn new(start: Instant) -> Self {
        Self(Arc::new(AtomicI64::new(start.as_ms())))
    }

    /// Moves the clock to `at`, which may lie in the past.
    pub fn set(&self, at: Instant) {
        self.0.store(at.as_ms(), Ordering::SeqCst);
    }

    /// Moves the clock by `ms` (negative: a clock that jumped back) and returns the new instant.
    pub fn advance(&self, ms: i64) -> Instant {
        let before = self
            .0
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |now| {
                Some(Instant::from_ms(now).plus_ms(ms).as_ms())
            })
            .unwrap_or_else(|now| now);
        Instant::from_ms(before).plus_ms(ms)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        Instant::from_ms(self.0.load(Ordering::SeqCst))
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Instant {
        (**self).now()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clones_of_a_manual_clock_share_its_hands() {
        let clock = ManualClock::new(Instant::from_ms(1_000));
        let other = clock.clone();
        assert_eq!(clock.advance(500), Instant::from_ms(1_500));
        assert_eq!(other.now(), Instant::from_ms(1_500));
        other.set(Instant::from_ms(10));
        assert_eq!(clock.now(), Instant::from_ms(10), "a clock may jump back");
    }
}
