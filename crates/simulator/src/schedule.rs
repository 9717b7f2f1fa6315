//! What happens next.

use std::{cmp::Ordering, collections::BinaryHeap};

use calendar::Instant;

/// Events in the order of their time; those of one instant in the order they were put in.
#[derive(Clone, Debug)]
pub struct Schedule<E> {
    queue: BinaryHeap<Waiting<E>>,
    number: u64,
    now: Instant,
}

#[derive(Clone, Debug)]
struct Waiting<E> {
    at: Instant,
    number: u64,
    event: E,
}

impl<E> Schedule<E> {
    /// Nothing to come, from this moment on.
    pub const fn new(now: Instant) -> Self {
        Self { queue: BinaryHeap::new(), number: 0, now }
    }

    /// The moment of the event taken last.
    pub const fn now(&self) -> Instant {
        self.now
    }

    /// How many are to come.
    pub fn len(&self) -> usize {
        self.queue.len()
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    /// Puts an event in. One for a moment that has passed happens next.
    pub fn at(&mut self, at: Instant, event: E) {
        let at = at.max(self.now);
        self.number += 1;
        self.queue.push(Waiting { at, number: self.number, event });
    }

    /// Puts an event in, `ms` from now.
    pub fn after(&mut self, ms: i64, event: E) {
        self.at(self.now.plus_ms(ms), event);
    }

    /// When the next one comes.
    pub fn next_at(&self) -> Option<Instant> {
        self.queue.peek().map(|waiting| waiting.at)
    }

    /// The next event before `until`, whose moment it then is.
    pub fn next_before(&mut self, until: Instant) -> Option<(Instant, E)> {
        if self.next_at()? >= until {
            return None;
        }
        let Waiting { at, event, .. } = self.queue.pop()?;
        self.now = at;
        Some((at, event))
    }
}

impl<E> PartialEq for Waiting<E> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<E> Eq for Waiting<E> {}

impl<E> PartialOrd for Waiting<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for Waiting<E> {
    /// The heap gives the greatest: the earliest is.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_event_for_the_past_happens_next_and_time_does_not_go_back() {
        let mut schedule = Schedule::new(Instant::from_ms(1_000));
        schedule.at(Instant::from_ms(10), "late");
        schedule.at(Instant::from_ms(1_000), "now");
        let end = Instant::from_ms(i64::MAX);
        assert_eq!(schedule.next_before(end), Some((Instant::from_ms(1_000), "late")));
        assert_eq!(schedule.next_before(end), Some((Instant::from_ms(1_000), "now")));
        assert_eq!(schedule.next_before(end), None);
    }

    proptest! {
        #[test]
        fn what_comes_out_is_what_went_in_sorted_and_stable(times in proptest::collection::vec(0i64..50, 0..200)) {
            let mut schedule = Schedule::new(Instant::from_ms(0));
            for (number, at) in times.iter().enumerate() {
                schedule.at(Instant::from_ms(*at), number);
            }
            let mut want: Vec<(i64, usize)> = times.iter().copied().zip(0..).collect();
            want.sort_unstable();
            let end = Instant::from_ms(i64::MAX);
            let got: Vec<(i64, usize)> = std::iter::from_fn(|| schedule.next_before(end))
                .map(|(at, number)| (at.as_ms(), number)).collect();
            prop_assert_eq!(got, want);
        }
    }
}
