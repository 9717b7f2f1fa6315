//! What sums are taken over, and how one period adds to them.

use std::ops::{AddAssign, SubAssign};

use sabotage::Mutant;

use super::{Head, Row};
use crate::{evidence::TargetSummary, model::Op};

/// Which figures a check wants to keep; the others take no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// What availability is computed from.
    Counts,
    /// What quality is computed from.
    Times,
}

/// What sums are taken by.
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// Which figures are kept.
    pub keep: Keep,
    /// Limit on the 95th percentile of a period.
    pub rtt_us_p95: Option<(Op, i64)>,
    /// Limit on the loss in a period.
    pub loss_ppm: Option<(Op, i64)>,
    /// What was written down longer than this after its period is late.
    pub late_after_ms: i64,
}

/// Sums over periods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Answered.
    pub ok: i64,
    /// Not answered.
    pub lost: i64,
    /// Not sent in time by the measuring node.
    pub own_late: i64,
    /// Left out on purpose.
    pub excluded: i64,
    /// Time of which there are samples.
    pub measured_ms: i64,
    /// Of it, time in periods over the limit on the 95th percentile.
    pub slow_ms: i64,
    /// Of it, time in periods over the limit on loss.
    pub lossy_ms: i64,
    /// Periods written down late.
    pub late: i64,
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.ok += other.ok;
        self.lost += other.lost;
        self.own_late += other.own_late;
        self.excluded += other.excluded;
        self.measured_ms += other.measured_ms;
        self.slow_ms += other.slow_ms;
        self.lossy_ms += other.lossy_ms;
        self.late += other.late;
    }
}

impl SubAssign for Sums {
    fn sub_assign(&mut self, other: Self) {
        self.ok -= other.ok;
        self.lost -= other.lost;
        self.own_late -= other.own_late;
        self.excluded -= other.excluded;
        self.measured_ms -= other.measured_ms;
        self.slow_ms -= other.slow_ms;
        self.lossy_ms -= other.lossy_ms;
        self.late -= other.late;
    }
}

impl Scale {
    /// What one period adds.
    pub fn weigh(&self, head: &Head, row: Row) -> Sums {
        if row == Row::default() {
            return Sums::default();
        }
        let measured_ms = head.measured_ms(row);
        let over = |limit: Option<(Op, i64)>, value: Option<i64>| match (limit, value) {
            (Some((op, limit)), Some(value)) if !op.holds(value, limit) => measured_ms,
            _ => 0,
        };
        let p95 = (row.rtt_us_p95 > 0).then_some(i64::from(row.rtt_us_p95));
        let p95 = p95.filter(|_| !sabotage::is(Mutant::ForgiveSlowness));
        Sums {
            ok: row.ok.into(),
            lost: if sabotage::is(Mutant::ForgiveLoss) { 0 } else { row.lost.into() },
            own_late: row.own_late.into(),
            excluded: row.excluded.into(),
            measured_ms,
            slow_ms: over(self.rtt_us_p95, p95),
            lossy_ms: over(self.loss_ppm, row.loss_ppm()),
            late: i64::from(head.recorded_at.ms_since(head.to()) > self.late_after_ms),
        }
    }

    /// The figures kept of a summary.
    pub fn row(&self, summary: &TargetSummary) -> Row {
        let both = Row { ok: summary.ok, lost: summary.lost, gap_s: summary.gap_s, ..Row::default() };
        match self.keep {
            Keep::Counts => Row { own_late: summary.own_late, excluded: summary.excluded, ..both },
            Keep::Times => Row {
                rtt_us_p95: summary.rtt_us_p95.unwrap_or(0),
                not_after_s: summary.not_after.map_or(0, |end| (end.as_ms() / 1_000).try_into().unwrap_or(0)),
                ..both
            },
        }
    }
}
