//! The moment a judgement is made for, which remembers what it was compared with.
//!
//! Every comparison of a check with time goes through [`Moment::reached`]. So the earliest moment at which any of
//! them would turn out differently is known when the judgement is done: between `at` and [`Moment::next`] the
//! verdict is the same byte for byte, and staleness needs no polling.

use std::cell::Cell;

use calendar::Instant;

/// A moment asked for.
#[derive(Debug)]
pub struct Moment {
    at: Instant,
    next: Cell<Option<Instant>>,
}

impl Moment {
    /// The moment `at`.
    pub const fn new(at: Instant) -> Self {
        Self { at, next: Cell::new(None) }
    }

    /// The moment itself. Only for what is computed as a step function and announces its step by [`Self::reached`].
    pub const fn at(&self) -> Instant {
        self.at
    }

    /// Whether `instant` has come; if not, the verdict may change then.
    pub fn reached(&self, instant: Instant) -> bool {
        let come = instant <= self.at;
        if !come && self.next.get().is_none_or(|next| instant < next) {
            self.next.set(Some(instant));
        }
        come
    }

    /// The earliest moment at which a comparison made so far would turn out differently.
    pub const fn next(&self) -> Option<Instant> {
        self.next.get()
    }
}
