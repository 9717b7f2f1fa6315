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
    pub const fn new(window: &'a Window<'a>, target: &'a Slug, pending_ms: i64) -> Self {
        Self { window, target, pending_ms }
    }

    /// Measured time in [from, to) by this log. A log that gives turns and never a summary is taken at its word.
    pub fn measured_ms(&self, log: u32, from: Instant, to: Instant) -> i64 {
        let whole_ms = to.ms_since(from).max(0);
        let mut periods = self.window.periods_of(self.target, log).peekable();
        if periods.peek().is_none() {
            return whole_ms;
        }
        let (mut measured_ms, mut heard_until, mut longest_ms) = (0, from, 0);
        for (head, row) in periods {
            longest_ms = longest_ms.max(head.to().ms_since(head.from));
            if head.to() <= heard_until || head.from >= to {
                continue;
            }
            measured_ms += within(head, row, heard_until, to);
            heard_until = head.to().min(to);
        }
        let pending_ms = to.ms_since(heard_until).min(self.pending_ms.max(longest_ms));
        (measured_ms + pending_ms.max(0)).min(whole_ms)
    }
}

/// Where in a period its gap lies is not known: the stretch gets the benefit of what was measured.
fn within(head: &Head, row: Row, from: Instant, to: Instant) -> i64 {
    let overlap_ms = head.to().min(to).ms_since(head.from.max(from));
    overlap_ms.min(head.measured_ms(row)).max(0)
}
