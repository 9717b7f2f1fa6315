//! One target's availability: what troubles it most, with the figures and entries that show it.

use calendar::Instant;
use journal::{EntryId, Grade, Slug};
use sabotage::Mutant;

use super::{
    State,
    outages::{Turned, turned},
    scale,
};
use crate::{
    checks::{
        Context, Moment,
        corrections::InForce,
        items::led_by,
        ledger::{Covered, Head, Row, Scale, Sums, Window},
        turns::Turn,
    },
    evidence::TargetState,
    finding::{Figure, Limit, MAX_EVIDENCE, Status},
    model::Threshold,
    reason::Reason,
};

/// From this share of the allowance on, the obligation is at risk.
const AT_RISK_PERCENT: i64 = 50;
/// A whole, in parts per million.
const WHOLE: i64 = 1_000_000;

/// What all targets of a check are judged with.
pub struct Bench<'a> {
    state: &'a State,
    context: &'a Context<'a>,
    moment: &'a Moment,
    in_force: InForce<'a>,
    window: Window<'a>,
    scale: Scale,
    /// The campaign is over: shares count for good, and the present state no longer does.
    ended: bool,
}

/// What troubles a target, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble<'a> {
    Down(&'a Turn),
    /// The last period had samples and not one answer, and nothing says that it came back.
    Dark {
        since: Instant,
        probes_lost: u32,
    },
    Outage {
        began: Option<&'a Turn>,
        outage_s: i64,
    },
    Below,
    Silent {
        since: Instant,
    },
    Unheard,
    Weak(EntryId, Grade),
    Excluded(&'a Turn),
    Uncovered,
    Used {
        percent: i64,
    },
    ThinlyCovered,
    SoFar,
    Up {
        since: Instant,
    },
    /// The campaign sets no limit: that it answers now is all that is shown.
    Answers,
    /// The campaign set no limit, and is over: whether what was lost is acceptable is for a person to say.
    Unjudged,
    Held,
}

/// One target, judged.
pub struct Assessment<'a> {
    target: &'a Slug,
    trouble: Trouble<'a>,
    turned: Turned<'a>,
    sums: Sums,
    /// When it was last heard of.
    heard: Option<Instant>,
    outage_s: i64,
    /// It rests on something written down late.
    pub late: bool,
}

impl Assessment<'_> {
    /// Its status.
    pub const fn status(&self) -> Status {
        match self.trouble {
            Trouble::Down(_) | Trouble::Dark { .. } | Trouble::Outage { .. } | Trouble::Below => {
                Status::Failing
            }
            Trouble::Silent { .. } => Status::NoSignal,
            Trouble::Unheard
            | Trouble::Weak(..)
            | Trouble::Excluded(_)
            | Trouble::Uncovered
            | Trouble::Unjudged => Status::Unproven,
            Trouble::Used { .. } | Trouble::ThinlyCovered | Trouble::SoFar => Status::AtRisk,
            Trouble::Up { .. } | Trouble::Answers | Trouble::Held => Status::Proven,
        }
    }

    /// Place among the targets: the smallest is the worst.
    pub fn severity(&self) -> (u8, u8, i64) {
        let within = match self.trouble {
            Trouble::Down(_)
            | Trouble::Dark { .. }
            | Trouble::Silent { .. }
            | Trouble::Unheard
            | Trouble::Used { .. }
            | Trouble::Up { .. } => 0,
            Trouble::Outage { .. }
            | Trouble::Weak(..)
            | Trouble::ThinlyCovered
            | Trouble::Answers
            | Trouble::Held => 1,
            Trouble::Below | Trouble::Excluded(_) | Trouble::SoFar => 2,
            Trouble::Uncovered | Trouble::Unjudged => 3,
        };
        (self.status().rank(), within, self.availability_ppm().unwrap_or(WHOLE))
    }

    /// Whether its latest turn says down.
    pub const fn is_down(&self) -> bool {
        matches!(self.trouble, Trouble::Down(_) | Trouble::Dark { .. })
    }

    /// Since when the trouble lasts, where that is known.
    pub fn since(&self) -> Option<Instant> {
        match self.trouble {
            Trouble::Down(turn) | Trouble::Excluded(turn) => Some(turn.at),
            Trouble::Outage { began, .. } => began.map(|turn| turn.at),
            Trouble::Dark { since, .. } | Trouble::Silent { since } | Trouble::Up { since } => Some(since),
            _ => None,
        }
    }

    /// The grade of what it rests on.
    pub fn grade(&self) -> Option<Grade> {
        match self.trouble {
            Trouble::Weak(_, grade) => Some(grade),
            _ => self.heard.map(|_| Grade::Measured),
        }
    }

    fn availability_ppm(&self) -> Option<i64> {
        let samples = self.sums.ok + self.sums.lost;
        (samples > 0).then(|| (i128::from(self.sums.ok) * i128::from(WHOLE) / i128::from(samples)) as i64)
    }

    /// Measured time times the share lost; turns tell the length of an outage to the second, so never less than what
    /// they tell of.
    fn downtime_ms(&self) -> i64 {
        let samples = i128::from(self.sums.ok + self.sums.lost).max(1);
        let lost_ms = (i128::from(self.sums.measured_ms) * i128::from(self.sums.lost) / samples) as i64;
        lost_ms.max(self.outage_s * 1_000).max(self.turned.downtime_ms)
    }
}

impl<'a> Bench<'a> {
    /// The bench at a moment.
    pub fn new(state: &'a State, context: &'a Context<'a>, moment: &'a Moment) -> Self {
        let in_force = context.corrections.in_force(context.roster, moment);
        let window = state.ledger.window(context, &in_force, moment);
        let ended = moment.reached(context.campaign.to);
        Self { state, context, moment, in_force, window, scale: scale(context), ended }
    }

    /// Whether a late correction changed what counts.
    pub const fn corrected_late(&self) -> bool {
        self.window.corrected_late
    }

    /// Judges one target.
    pub fn assess(&self, target: &'a Slug) -> Assessment<'a> {
        let covered = Covered::new(&self.window, target, self.context.stale_after_ms());
        let turns = self.state.edges.of(target);
        let turned = turns
            .map(|turns| turned(turns, self.context, &self.in_force, &covered, self.moment))
            .unwrap_or_default();
        let sums = self.window.sums(target, &self.scale);
        let newest = self.window.newest_first(target).next();
        let heard = turned.latest.iter().map(|turn| turn.at).chain(newest.map(|(head, _)| head.to())).max();
        let dark_s = if sums.lost > 0 { self.longest_dark_ms(target) / 1_000 } else { 0 };
        let turn_s = turned.outages.first().map_or(0, |(_, length_ms)| length_ms / 1_000);
        let late = turned.late || sums.late > 0;
        let outage_s = dark_s.max(turn_s);
        let mut assessment =
            Assessment { target, trouble: Trouble::Held, turned, sums, heard, outage_s, late };
        assessment.trouble = self.trouble(&assessment);
        assessment
    }

    /// The measured time of the longest run of periods without a single answer.
    fn longest_dark_ms(&self, target: &Slug) -> i64 {
        let (mut longest_ms, mut run): (i64, Option<(i64, Instant)>) = (0, None);
        for (head, row) in self.window.lossy(target) {
            if row.ok > 0 {
                run = None;
                continue;
            }
            let before_ms = run.filter(|(_, end)| head.from <= *end).map_or(0, |(before_ms, _)| before_ms);
            let dark_ms = before_ms + head.measured_ms(row);
            run = Some((dark_ms, head.to()));
            longest_ms = longest_ms.max(dark_ms);
        }
        longest_ms
    }

    fn trouble(&self, target: &Assessment<'a>) -> Trouble<'a> {
        let Some(heard) = target.heard else {
            return match self.state.ledger.weak_grade(self.moment) {
                Some((id, grade)) => Trouble::Weak(id, grade),
                None => Trouble::Unheard,
            };
        };
        if let Some(trouble) = self.failing(target).or_else(|| self.excluded(target)) {
            return trouble;
        }
        let stale = heard.plus_ms(self.context.stale_after_ms());
        if stale < self.context.campaign.to && self.moment.reached(stale) && !sabotage::is(Mutant::LoseGap) {
            return Trouble::Silent { since: heard };
        }
        self.lacking(target)
            .or_else(|| self.at_risk(target))
            .or_else(|| self.unlimited(target))
            .unwrap_or(Trouble::Held)
    }

    fn failing(&self, target: &Assessment<'a>) -> Option<Trouble<'a>> {
        let down = target.turned.latest.iter().filter(|turn| turn.to == TargetState::Down);
        // Silence does not clear a target that was last seen down: it stays failing until something says otherwise.
        if let Some(turn) = down.min_by_key(|turn| (turn.at, turn.id)).filter(|_| !self.ended) {
            return Some(Trouble::Down(turn));
        }
        if let Some(dark) = self.dark(target).filter(|_| !self.ended) {
            return Some(dark);
        }
        if let Some(limit) = self.context.find_threshold("outage_s")
            && !limit.op.holds(target.outage_s, limit.value)
        {
            let began = target.turned.outages.first().filter(|(_, ms)| ms / 1_000 == target.outage_s);
            return Some(Trouble::Outage { began: began.map(|(edge, _)| *edge), outage_s: target.outage_s });
        }
        let limit = self.context.find_threshold("availability_ppm")?;
        let ppm = target.availability_ppm()?;
        let missed_for_good = self.ended && !limit.op.holds(ppm, limit.value);
        (missed_for_good || target.downtime_ms() > self.allowance_ms(limit)).then_some(Trouble::Below)
    }

    fn dark(&self, target: &Assessment<'a>) -> Option<Trouble<'a>> {
        let (head, row) = self.window.newest_first(target.target).next()?;
        let since_then = |turn: &&Turn| turn.at >= head.from && turn.to != TargetState::Down;
        let silent = row.ok == 0 && !target.turned.latest.iter().any(since_then);
        silent.then_some(Trouble::Dark { since: head.from, probes_lost: row.lost })
    }

    /// A target left out on purpose says nothing, and its silence is no loss of signal.
    fn excluded(&self, target: &Assessment<'a>) -> Option<Trouble<'a>> {
        let latest = &target.turned.latest;
        let all = latest.iter().all(|turn| turn.to == TargetState::Excluded);
        latest.first().filter(|_| all && !self.ended).map(|turn| Trouble::Excluded(turn))
    }

    fn lacking(&self, target: &Assessment<'a>) -> Option<Trouble<'a>> {
        let latest = &target.turned.latest;
        if target.sums.measured_ms == 0 {
            // Nothing but turns: enough to say that it answers now, not enough to say that it answered all along.
            let up = latest.iter().filter(|turn| turn.to == TargetState::Up).map(|turn| turn.at).max();
            return Some(match up {
                Some(since) if !self.ended => Trouble::Up { since },
                _ => Trouble::Unheard,
            });
        }
        let limit = self.context.find_threshold("coverage_ppm")?;
        let covered = limit.op.holds(self.coverage_ppm(target), limit.value);
        (self.ended && !covered).then_some(Trouble::Uncovered)
    }

    fn at_risk(&self, target: &Assessment<'a>) -> Option<Trouble<'a>> {
        if let Some(limit) = self.context.find_threshold("availability_ppm")
            && let Some(ppm) = target.availability_ppm()
        {
            let allowance_ms = self.allowance_ms(limit).max(1);
            let percent = (i128::from(target.downtime_ms()) * 100 / i128::from(allowance_ms)) as i64;
            if percent > AT_RISK_PERCENT {
                return Some(Trouble::Used { percent });
            }
            if !limit.op.holds(ppm, limit.value) {
                return Some(Trouble::SoFar);
            }
        }
        let limit = self.context.find_threshold("coverage_ppm")?;
        (!limit.op.holds(self.coverage_ppm(target), limit.value)).then_some(Trouble::ThinlyCovered)
    }

    /// Something was lost, and no limit says how much may be.
    fn unlimited(&self, target: &Assessment<'a>) -> Option<Trouble<'a>> {
        let limited = ["availability_ppm", "outage_s"].map(|name| self.context.find_threshold(name));
        let lost = target.sums.lost > 0 || target.outage_s > 0;
        (lost && limited.iter().all(Option::is_none)).then_some(if self.ended {
            Trouble::Unjudged
        } else {
            Trouble::Answers
        })
    }

    /// How much downtime the threshold leaves over the whole campaign.
    fn allowance_ms(&self, limit: &Threshold) -> i64 {
        let period_ms = self.context.campaign.to.ms_since(self.context.campaign.from);
        (i128::from(period_ms) * i128::from(WHOLE - limit.value) / i128::from(WHOLE)) as i64
    }

    /// Share of the time of which there are samples, until it was last heard of or the campaign's end.
    fn coverage_ppm(&self, target: &Assessment<'_>) -> i64 {
        let from = self.context.campaign.from;
        let until = if self.ended { Some(self.context.campaign.to) } else { target.heard };
        let elapsed_ms = until.map_or(1, |until| until.ms_since(from)).max(1);
        (i128::from(target.sums.measured_ms) * i128::from(WHOLE) / i128::from(elapsed_ms))
            .min(i128::from(WHOLE)) as i64
    }

    /// The sentence about the worst target.
    pub fn reason(&self, worst: &Assessment<'_>) -> Reason {
        let target = ("target", worst.target.into());
        let availability = ("availability_ppm", worst.availability_ppm().unwrap_or(0).into());
        let limit = |name| self.context.find_threshold(name).map_or(0, |limit| limit.value);
        let limit_ppm = |name| ("limit_ppm", limit(name).into());
        let coverage = ("coverage_ppm", self.coverage_ppm(worst).into());
        let targets = ("targets", self.context.targets.len().into());
        let outage = ("outage_s", worst.outage_s.into());
        match worst.trouble {
            Trouble::Down(turn) => {
                let args = [target, ("since", turn.at.into()), ("cause", turn.cause.as_ref().into())];
                Reason::new("availability.down", args)
            }
            Trouble::Dark { since, probes_lost } => {
                let lost = ("probes_lost", i64::from(probes_lost).into());
                Reason::new("availability.dark", [target, ("since", since.into()), lost])
            }
            Trouble::Outage { outage_s, .. } => {
                let args = [target, ("outage_s", outage_s.into()), ("limit_s", limit("outage_s").into())];
                Reason::new("availability.outage", args)
            }
            Trouble::Below => {
                Reason::new("availability.below", [target, availability, limit_ppm("availability_ppm")])
            }
            Trouble::Silent { since } => {
                Reason::new("availability.silent", [target, ("since", since.into())])
            }
            Trouble::Unheard => Reason::new("availability.unheard", [target]),
            Trouble::Weak(_, grade) => {
                let min_grade = self.context.spec.min_grade.as_str().into();
                Reason::new(
                    "availability.low_grade",
                    [("grade", grade.as_str().into()), ("min_grade", min_grade)],
                )
            }
            Trouble::Excluded(turn) => {
                let code = match turn.cause.as_ref() {
                    "not_granted" => "availability.not_granted",
                    "not_permitted" => "availability.not_permitted",
                    _ => "availability.excluded",
                };
                Reason::new(code, [target, ("since", turn.at.into())])
            }
            Trouble::Uncovered | Trouble::ThinlyCovered => {
                Reason::new("availability.coverage", [target, coverage, limit_ppm("coverage_ppm")])
            }
            Trouble::Used { percent } => {
                Reason::new("availability.allowance", [target, ("used_percent", percent.into())])
            }
            Trouble::SoFar => {
                Reason::new("availability.so_far", [target, availability, limit_ppm("availability_ppm")])
            }
            Trouble::Up { since } => Reason::new("availability.up", [targets, ("since", since.into())]),
            Trouble::Answers => Reason::new("availability.answers", [targets, target, availability, outage]),
            Trouble::Unjudged => Reason::new("availability.unjudged", [target, availability, outage]),
            Trouble::Held => Reason::new("availability.held", [targets, availability]),
        }
    }

    /// The figures of the worst target.
    pub fn figures(&self, worst: &Assessment<'_>) -> Vec<Figure> {
        let figure = |name, value, unit| {
            let limit = self.context.find_threshold(name).map(Limit::of);
            Figure { name, value, unit, target: Some(worst.target.clone()), limit }
        };
        let mut figures: Vec<Figure> =
            worst.availability_ppm().map(|ppm| figure("availability_ppm", ppm, "ppm")).into_iter().collect();
        if worst.heard.is_some() {
            figures.push(figure("outage_s", worst.outage_s, "s"));
        }
        if worst.sums != Sums::default() {
            figures.extend([
                figure("downtime_s", worst.downtime_ms() / 1_000, "s"),
                figure("coverage_ppm", self.coverage_ppm(worst), "ppm"),
                figure("probes_ok", worst.sums.ok, "count"),
                figure("probes_lost", worst.sums.lost, "count"),
                figure("probes_own_late", worst.sums.own_late, "count"),
                figure("probes_excluded", worst.sums.excluded, "count"),
            ]);
        }
        figures
    }

    /// The entries about the worst target, most telling first: the turn, the worst periods, then the latest ones.
    pub fn evidence(&self, worst: &Assessment<'_>) -> Vec<EntryId> {
        /// Half of the list for what went wrong, so that the latest periods are named as well.
        const WORST_PERIODS: usize = MAX_EVIDENCE / 2;
        let mut first: Vec<EntryId> = match worst.trouble {
            Trouble::Down(turn) | Trouble::Excluded(turn) | Trouble::Outage { began: Some(turn), .. } => {
                vec![turn.id]
            }
            Trouble::Weak(id, _) => vec![id],
            _ => worst.turned.latest.iter().map(|turn| turn.id).collect(),
        };
        let mut lossy: Vec<(&Head, Row)> = Vec::new();
        if worst.sums.lost > 0 {
            for period in self.window.lossy(worst.target) {
                let place = lossy
                    .partition_point(|(head, row)| (row.lost, head.from) >= (period.1.lost, period.0.from));
                if place < WORST_PERIODS {
                    lossy.insert(place, period);
                    lossy.truncate(WORST_PERIODS);
                }
            }
        }
        first.extend(lossy.iter().map(|(head, _)| head.id));
        let latest = self.window.newest_first(worst.target).map(|(head, _)| head.id).take(MAX_EVIDENCE);
        led_by(&first, latest.collect())
    }
}
