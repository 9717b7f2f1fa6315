//! Summaries of many targets over many periods, kept so that a verdict costs the same in the last week as in the first.
//!
//! Periods stand in order of when they began; each target has columns beside them, which stay empty for what never
//! happened. Sums over all periods are kept up to date, and a judgement takes away the few that do not count for it:
//! periods outside the campaign's, periods not over at the moment asked for, and withdrawn entries.

mod covered;
mod scale;
mod stored;
mod window;

pub use covered::Covered;
pub use scale::{Keep, Scale, Sums};
pub use window::Window;

use std::collections::BTreeMap;

use calendar::Instant;
use journal::{EntryId, Grade, Slug};
use sabotage::Mutant;

use super::{context::Context, growth::make_room, moment::Moment};
use crate::evidence::{Body, Evidence};

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
            make_room(&mut self.0);
            self.0.insert(place, value);
        } else if value != 0 {
            if place >= self.0.capacity() {
                self.0.reserve_exact(place - self.0.len() + 4 + place / 8);
            }
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

impl Head {
    /// How much of the period there are samples of.
    pub fn measured_ms(&self, row: Row) -> i64 {
        let gap_ms = i64::from(row.gap_s) * 1_000;
        if row.samples() > 0 { (i64::from(self.length_ms) - gap_ms).max(0) } else { 0 }
    }

    /// When the period was over.
    pub fn to(&self) -> Instant {
        self.from.plus_ms(i64::from(self.length_ms))
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
        let place = match self.heads.binary_search_by_key(&key, |head| (head.from, head.id)) {
            Ok(place) if sabotage::is(Mutant::CountTwice) => place,
            Ok(_) => return,
            Err(place) => place,
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
        make_room(&mut self.heads);
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
}

impl Line {
    fn row(&self, place: usize) -> Row {
        Row::of(std::array::from_fn(|figure| self.columns[figure].get(place)))
    }
}

/// Where the lost probes stand among the columns.
const LOST: usize = 1;
