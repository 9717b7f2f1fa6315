//! The periods of a ledger that count at a moment.

use std::{collections::BTreeSet, ops::Range};

use calendar::Instant;
use journal::{EntryId, Grade, Slug};

use super::{Head, KIND, LOST, Ledger, Row, Scale, Sums};
use crate::checks::{
    context::Context,
    corrections::{Answered, InForce},
    moment::Moment,
};

impl Ledger {
    /// The periods that count at a moment.
    pub fn window<'a>(
        &'a self,
        context: &Context<'a>,
        in_force: &InForce<'a>,
        moment: &Moment,
    ) -> Window<'a> {
        let (from, to) = (context.campaign.from, context.campaign.to);
        let start = self.heads.partition_point(|head| head.from < from);
        let end = self.heads.partition_point(|head| head.from < to);
        let mut window = Window {
            ledger: self,
            range: start..end,
            left_out: Vec::new(),
            corrected_late: false,
            unknown_then: Vec::new(),
        };
        let surely_over = moment.at().plus_ms(-self.longest_ms);
        let sure = self.heads.partition_point(|head| head.from <= surely_over).clamp(start, end);
        window.left_out.extend((sure..end).filter(|place| !moment.reached(self.heads[*place].to())));
        if !in_force.is_empty() {
            window.leave_out_withdrawn(context, in_force, moment);
        }
        if self.latest_recorded.is_some_and(|latest| latest > moment.at()) {
            let heads = self.heads[window.range.clone()].iter().zip(start..);
            window.unknown_then =
                heads.filter(|(head, _)| !moment.reached(head.recorded_at)).map(|(_, place)| place).collect();
        }
        window
    }
}

/// The periods that count at a moment.
#[derive(Debug)]
pub struct Window<'a> {
    ledger: &'a Ledger,
    range: Range<usize>,
    /// Places within the range that do not count, in order.
    left_out: Vec<usize>,
    /// Places within the range that were not yet written down at the moment asked for, in order.
    unknown_then: Vec<usize>,
    /// A correction written down late changed what counts.
    pub corrected_late: bool,
}

impl<'a> Window<'a> {
    fn leave_out_withdrawn(&mut self, context: &Context<'_>, in_force: &InForce<'_>, moment: &Moment) {
        let answered: BTreeSet<EntryId> = in_force.answered().collect();
        for place in self.range.clone() {
            let head = &self.ledger.heads[place];
            if !answered.contains(&head.id) {
                continue;
            }
            let Some(log) = context.roster.name(head.log) else {
                continue;
            };
            let change = in_force
                .change(Answered { id: head.id, log, kind: KIND, grade: Grade::Measured }, context.roster);
            self.corrected_late |= change.recorded_at.is_some_and(|at| context.is_late(at, moment));
            if change.withdrawn
                && let Err(at) = self.left_out.binary_search(&place)
            {
                self.left_out.insert(at, place);
            }
        }
    }

    /// The longest period of the ledger.
    pub const fn longest_ms(&self) -> i64 {
        self.ledger.longest_ms
    }

    fn counts(&self, place: usize) -> bool {
        self.left_out.binary_search(&place).is_err()
    }

    /// The target's sums over what counts.
    pub fn sums(&self, target: &Slug, scale: &Scale) -> Sums {
        let Some(line) = self.ledger.lines.get(target) else {
            return Sums::default();
        };
        let heads = &self.ledger.heads;
        let outside = heads.len() - self.range.len() + self.left_out.len();
        let weigh = |place: usize| scale.weigh(&heads[place], line.row(place));
        let mut sums = Sums::default();
        if outside <= self.range.len() {
            sums = line.sums;
            let outer = (0..self.range.start).chain(self.range.end..heads.len());
            outer.chain(self.left_out.iter().copied()).for_each(|place| sums -= weigh(place));
        } else {
            self.range.clone().filter(|place| self.counts(*place)).for_each(|place| sums += weigh(place));
        }
        let unknown = self.unknown_then.iter().filter(|place| self.counts(**place));
        sums.late += unknown.filter(|place| line.row(**place) != Row::default()).count() as i64;
        sums
    }

    /// The target's periods with samples, newest first.
    pub fn newest_first(&self, target: &Slug) -> impl Iterator<Item = (&'a Head, Row)> + '_ {
        let ledger = self.ledger;
        let line = ledger.lines.get(target);
        let places = line.map_or(0..0, |_| self.range.clone()).rev().filter(|place| self.counts(*place));
        places
            .filter_map(move |place| Some((&ledger.heads[place], line?.row(place))))
            .filter(|(_, row)| row.samples() > 0)
    }

    /// The periods within [from, to) in which `log` speaks of the target, with samples or without, oldest first.
    pub fn periods_in(
        &self,
        target: &Slug,
        log: u32,
        from: Instant,
        to: Instant,
    ) -> impl Iterator<Item = (&'a Head, Row)> + '_ {
        let ledger = self.ledger;
        let line = ledger.lines.get(target);
        // No period is longer than the longest: what began earlier was over by then.
        let earliest = from.plus_ms(-ledger.longest_ms);
        let start = ledger.heads.partition_point(|head| head.from < earliest).max(self.range.start);
        let end = ledger.heads.partition_point(|head| head.from < to).min(self.range.end);
        let places = line.map_or(0..0, |_| start..end.max(start)).filter(|place| self.counts(*place));
        places
            .filter_map(move |place| Some((&ledger.heads[place], line?.row(place))))
            .filter(move |(head, row)| head.log == log && *row != Row::default())
    }

    /// The target's periods in which something was lost, oldest first; cheap where little was.
    pub fn lossy(&self, target: &Slug) -> impl Iterator<Item = (&'a Head, Row)> + '_ {
        let ledger = self.ledger;
        let line = ledger.lines.get(target);
        let lost = line.map_or(&[][..], |line| &line.columns[LOST].0);
        let places = lost.iter().enumerate().filter(|(_, lost)| **lost > 0).map(|(place, _)| place);
        places
            .filter(|place| self.range.contains(place) && self.counts(*place))
            .filter_map(move |place| Some((&ledger.heads[place], line?.row(place))))
    }
}
