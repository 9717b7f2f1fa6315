//! Summaries of many targets over many periods, kept so that a verdict costs the same in the last week as in the first.
//!
//! Periods stand in order of when they began; each target has columns beside them, which stay empty for what never
//! happened. Sums over all periods are kept up to date, and a judgement takes away the few that do not count for it:
//! periods outside the campaign's, periods not over at the moment asked for, and withdrawn entries.

mod stored;

use std::{
    collections::BTreeMap,
    ops::{AddAssign, Range, SubAssign},
};

use calendar::Instant;
use journal::{EntryId, Grade, Slug};

use super::{
    context::Context,
    corrections::{Answered, InForce},
    moment::Moment,
};
use crate::{
    evidence::{Body, Evidence, TargetSummary},
    model::Op,
};

/// The kind of entry a ledger holds.
const KIND: &str = "measurement.summarised";

/// Every period heard of, and each target's figures in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    heads: Vec<Head>,
    lines: BTreeMap<Slug, Line>,
    /// The first entry whose grade was too low to count, for the reason given when nothing else was heard.
    weak: Option<Weak>,
    /// Derived: nothing was written down later than this.
    latest_recorded: Option<Instant>,
    /// Derived: no period is longer than this.
    longest_ms: i64,
}

/// One period of one log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// When it began.
    pub from: Instant,
    /// When it was written down.
    pub recorded_at: Instant,
    /// The entry.
    pub id: EntryId,
    length_ms: u32,
    log: u32,
}

/// An entry of a grade too low.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weak {
    from: Instant,
    id: EntryId,
    grade: Grade,
}

/// The columns of one target.
#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    columns: [Column; COLUMNS],
    /// Derived: the sums over all periods.
    sums: Sums,
}

/// How many figures a period has.
const COLUMNS: usize = 7;

/// One figure over all periods. What lies beyond its end is zero, so a figure that never occurs takes no room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Column(Vec<u32>);

impl Column {
    fn get(&self, place: usize) -> u32 {
        self.0.get(place).copied().unwrap_or(0)
    }

    fn insert(&mut self, place: usize, value: u32) {
        if place < self.0.len() {
            self.0.insert(place, value);
        } else if value != 0 {
            self.0.resize(place, 0);
            self.0.push(value);
        }
    }
}

/// One target's figures in one period; zero where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Answered.
    pub ok: u32,
    /// Not answered.
    pub lost: u32,
    /// Not sent in time by the measuring node.
    pub own_late: u32,
    /// Left out on purpose.
    pub excluded: u32,
    /// Seconds without samples.
    pub gap_s: u32,
    /// 95th percentile of the answers, in microseconds.
    pub rtt_us_p95: u32,
    /// End of the certificate, in seconds since 1970.
    pub not_after_s: u32,
}

impl Row {
    const fn figures(self) -> [u32; COLUMNS] {
        [self.ok, self.lost, self.own_late, self.excluded, self.gap_s, self.rtt_us_p95, self.not_after_s]
    }

    const fn of(figures: [u32; COLUMNS]) -> Self {
        let [ok, lost, own_late, excluded, gap_s, rtt_us_p95, not_after_s] = figures;
        Self { ok, lost, own_late, excluded, gap_s, rtt_us_p95, not_after_s }
    }

    /// Probes that say something about the network.
    pub const fn samples(self) -> u64 {
        self.ok as u64 + self.lost as u64
    }

    /// Share of the samples that were lost; none without samples.
    pub fn loss_ppm(self) -> Option<i64> {
        let samples = self.samples();
        (samples > 0).then(|| (u64::from(self.lost) * 1_000_000 / samples) as i64)
    }
}

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

impl Head {
    /// When the period was over.
    pub fn to(&self) -> Instant {
        self.from.plus_ms(i64::from(self.length_ms))
    }
}

impl Scale {
    fn weigh(&self, head: &Head, row: Row) -> Sums {
        if row == Row::default() {
            return Sums::default();
        }
        let length_ms = i64::from(head.length_ms);
        let measured_ms =
            if row.samples() > 0 { (length_ms - i64::from(row.gap_s) * 1_000).max(0) } else { 0 };
        let over = |limit: Option<(Op, i64)>, value: Option<i64>| match (limit, value) {
            (Some((op, limit)), Some(value)) if !op.holds(value, limit) => measured_ms,
            _ => 0,
        };
        let p95 = (row.rtt_us_p95 > 0).then_some(i64::from(row.rtt_us_p95));
        Sums {
            ok: row.ok.into(),
            lost: row.lost.into(),
            own_late: row.own_late.into(),
            excluded: row.excluded.into(),
            measured_ms,
            slow_ms: over(self.rtt_us_p95, p95),
            lossy_ms: over(self.loss_ppm, row.loss_ppm()),
            late: i64::from(head.recorded_at.ms_since(head.to()) > self.late_after_ms),
        }
    }

    fn row(&self, summary: &TargetSummary) -> Row {
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

impl Ledger {
    /// Takes in a summary unless it is known, of too low a grade, or from a log that may not report on the targets.
    pub fn add(&mut self, evidence: &Evidence, context: &Context<'_>, scale: &Scale) {
        let Body::MeasurementSummarised { targets, .. } = &evidence.body else {
            return;
        };
        let Some(log) = context.roster.number(evidence.log.organisation()) else {
            return;
        };
        let Some(to) = evidence.held.to else { return };
        let Ok(length_ms) = u32::try_from(to.ms_since(evidence.held.from)) else {
            return;
        };
        let heard: Vec<(&Slug, Row)> = context
            .targets
            .iter()
            .filter(|own| context.may_report(own, evidence))
            .filter_map(|own| {
                let place = targets.binary_search_by(|summary| summary.target.cmp(&own.id)).ok()?;
                Some((&own.id, scale.row(&targets[place])))
            })
            .collect();
        if heard.is_empty() {
            return;
        }
        if evidence.grade < Some(context.spec.min_grade) {
            let grade = evidence.grade.unwrap_or(Grade::Asserted);
            let weak = Weak { from: evidence.held.from, id: evidence.id, grade };
            self.weak = Some(self.weak.map_or(weak, |known| known.min(weak)));
            return;
        }
        let key = (evidence.held.from, evidence.id);
        let Err(place) = self.heads.binary_search_by_key(&key, |head| (head.from, head.id)) else {
            return;
        };
        let head = Head {
            from: evidence.held.from,
            recorded_at: evidence.recorded_at,
            id: evidence.id,
            length_ms,
            log,
        };
        self.insert(place, head, &heard, scale);
    }

    fn insert(&mut self, place: usize, head: Head, heard: &[(&Slug, Row)], scale: &Scale) {
        self.heads.insert(place, head);
        self.latest_recorded = self.latest_recorded.max(Some(head.recorded_at));
        self.longest_ms = self.longest_ms.max(i64::from(head.length_ms));
        for (target, _) in heard {
            if !self.lines.contains_key(*target) {
                self.lines.insert((*target).clone(), Line::default());
            }
        }
        for (target, line) in &mut self.lines {
            let row = heard.iter().find(|(id, _)| *id == target).map_or(Row::default(), |(_, row)| *row);
            for (column, value) in line.columns.iter_mut().zip(row.figures()) {
                column.insert(place, value);
            }
            line.sums += scale.weigh(&head, row);
        }
    }

    /// Rebuilds what is derived, after reading a stored ledger.
    pub fn warm(&mut self, scale: &Scale) {
        self.latest_recorded = self.heads.iter().map(|head| head.recorded_at).max();
        self.longest_ms = self.heads.iter().map(|head| i64::from(head.length_ms)).max().unwrap_or(0);
        for line in self.lines.values_mut() {
            line.sums = Sums::default();
            for (place, head) in self.heads.iter().enumerate() {
                line.sums += scale.weigh(head, line.row(place));
            }
        }
    }

    /// The grade of the first entry that came with too low a grade, if that was by then.
    pub fn weak_grade(&self, moment: &Moment) -> Option<(EntryId, Grade)> {
        self.weak.filter(|weak| moment.reached(weak.from)).map(|weak| (weak.id, weak.grade))
    }

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

impl Line {
    fn row(&self, place: usize) -> Row {
        Row::of(std::array::from_fn(|figure| self.columns[figure].get(place)))
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
        let answered: std::collections::BTreeSet<EntryId> = in_force.answered().collect();
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

/// Where the lost probes stand among the columns.
const LOST: usize = 1;
