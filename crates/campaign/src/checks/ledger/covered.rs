//! How much of a stretch of time one log measured a target: what lies between its periods is a gap, not an outage.

use calendar::Instant;
use journal::Slug;

use super::{Head, Row, Window};

/// The periods of one target, asked for the time measured in a stretch.
#[derive(Debug)]
pub struct Covered<'a> {
    window: &'a Window<'a>,
    target: &'a Slug,
    /// What no period tells yet counts as measured up to here: the summary of it is still to come.
    pending_ms: i64,
}

impl<'a> Covered<'a> {
    /// Over these periods; a stretch after the last of them counts up to `pending_ms`.
    pub fn new(window: &'a Window<'a>, target: &'a Slug, pending_ms: i64) -> Self {
        Self { window, target, pending_ms: pending_ms.max(window.longest_ms()) }
    }

    /// Measured time in [from, to) by this log. A log that gives turns and never a summary is taken at its word.
    pub fn measured_ms(&self, log: u32, from: Instant, to: Instant) -> i64 {
        let whole_ms = to.ms_since(from).max(0);
        let (mut measured_ms, mut heard_until) = (0, from);
        // What of the latest stretch nobody is known to have measured.
        let mut unmeasured_ms = 0;
        for (head, row) in self.window.periods_in(self.target, log, from, to) {
            let end = head.to().min(to);
            if end > heard_until {
                let stretch = (head.from.max(heard_until), end);
                let here_ms = within(head, row, stretch);
                (measured_ms, heard_until) = (measured_ms + here_ms, end);
                unmeasured_ms = end.ms_since(stretch.0) - here_ms;
            } else if end == heard_until {
                // The same period stated once more: it tells of what the other one did not.
                let more_ms = within(head, row, (head.from.max(from), heard_until)).min(unmeasured_ms);
                (measured_ms, unmeasured_ms) = (measured_ms + more_ms, unmeasured_ms - more_ms);
            }
        }
        let pending_ms = to.ms_since(heard_until).max(0);
        // What no period tells is pending up to a limit, and a gap beyond it, from a log that summarises at all.
        let pending_ms =
            if pending_ms <= self.pending_ms || !self.summarises(log) { pending_ms } else { self.pending_ms };
        (measured_ms + pending_ms).min(whole_ms)
    }

    fn summarises(&self, log: u32) -> bool {
        let (from, to) = (Instant::from_ms(i64::MIN / 4), Instant::from_ms(i64::MAX / 4));
        self.window.periods_in(self.target, log, from, to).next().is_some()
    }
}

/// Where in a period its gap lies is not known: the stretch gets the benefit of what was measured.
fn within(head: &Head, row: Row, (from, to): (Instant, Instant)) -> i64 {
    to.ms_since(from).min(head.measured_ms(row)).max(0)
}
