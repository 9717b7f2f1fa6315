//! One target's quality: which limit troubles it most, with the figures and entries that show it.

use calendar::Instant;
use journal::{EntryId, Grade, Slug};
use sabotage::Mutant;

use super::{State, left_out, scale};
use crate::{
    checks::{
        Context, Moment, OwnTarget,
        corrections::InForce,
        items::led_by,
        ledger::{Head, Row, Scale, Sums, Window},
        turns::Turn,
    },
    finding::{Figure, Limit, MAX_EVIDENCE, Status},
    model::{TargetKind, Threshold},
    reason::Reason,
};

/// From this share of the allowance on, the obligation is at risk.
const AT_RISK_PERCENT: i64 = 50;
/// Share of the time that may lie in periods over a limit where the file sets nothing.
const OVER_PPM: i64 = 50_000;
/// A whole, in parts per million.
const WHOLE: i64 = 1_000_000;
const DAY_MS: i64 = 86_400_000;

/// What all targets of a check are judged with.
pub struct Bench<'a> {
    state: &'a State,
    context: &'a Context<'a>,
    moment: &'a Moment,
    in_force: InForce<'a>,
    window: Window<'a>,
    scale: Scale,
    /// The campaign is over: shares count for good, and the latest period no longer does by itself.
    ended: bool,
}

/// What troubles a target, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble<'a> {
    Over { limit: &'a Threshold, value: i64, since: Instant },
    OverAllowance { limit: &'a Threshold, over_ppm: i64 },
    CertificateLow { limit: &'a Threshold, days_left: i64, not_after: Instant },
    Silent { since: Instant },
    Unheard { name: &'a str },
    Weak(EntryId, Grade),
    LeftOut(&'a Turn),
    Used { limit: &'a Threshold, percent: i64 },
    SoFar { limit: &'a Threshold, over_ppm: i64 },
    CertificateSoon { limit: &'a Threshold, days_left: i64, not_after: Instant },
    Within,
}

/// One target, judged.
pub struct Assessment<'a> {
    target: &'a Slug,
    trouble: Trouble<'a>,
    sums: Sums,
    latest: Option<(&'a Head, Row)>,
    days_left: Option<i64>,
    /// It rests on something written down late.
    pub late: bool,
}

impl Trouble<'_> {
    const fn status(self) -> Status {
        match self {
            Self::Over { .. } | Self::OverAllowance { .. } | Self::CertificateLow { .. } => Status::Failing,
            Self::Silent { .. } => Status::NoSignal,
            Self::Unheard { .. } | Self::Weak(..) | Self::LeftOut(_) => Status::Unproven,
            Self::Used { .. } | Self::SoFar { .. } | Self::CertificateSoon { .. } => Status::AtRisk,
            Self::Within => Status::Proven,
        }
    }

    const fn severity(self) -> (u8, u8) {
        let within = match self {
            Self::Over { .. }
            | Self::Silent { .. }
            | Self::Unheard { .. }
            | Self::Used { .. }
            | Self::Within => 0,
            Self::OverAllowance { .. } | Self::Weak(..) | Self::SoFar { .. } => 1,
            Self::CertificateLow { .. } | Self::CertificateSoon { .. } | Self::LeftOut(_) => 2,
        };
        (self.status().rank(), within)
    }
}

impl Assessment<'_> {
    /// Its status.
    pub const fn status(&self) -> Status {
        self.trouble.status()
    }

    /// Place among the targets: the smallest is the worst.
    pub fn severity(&self) -> (u8, u8, i64) {
        let (rank, within) = self.trouble.severity();
        let slowest = self.latest.map_or(0, |(_, row)| -i64::from(row.rtt_us_p95));
        (rank, within, slowest)
    }

    /// Since when the trouble lasts, where that is known.
    pub const fn since(&self) -> Option<Instant> {
        match self.trouble {
            Trouble::Over { since, .. } | Trouble::Silent { since } => Some(since),
            Trouble::LeftOut(turn) => Some(turn.at),
            _ => None,
        }
    }

    /// The grade of what it rests on.
    pub fn grade(&self) -> Option<Grade> {
        match self.trouble {
            Trouble::Weak(_, grade) => Some(grade),
            Trouble::LeftOut(_) => Some(Grade::Measured),
            _ => self.latest.map(|_| Grade::Measured),
        }
    }
}

/// What a period says about a limit; none where it says nothing.
fn value(limit: &Threshold, row: Row) -> Option<i64> {
    match limit.name.as_str() {
        "rtt_us_p95" => (row.rtt_us_p95 > 0).then_some(i64::from(row.rtt_us_p95)),
        "loss_ppm" => row.loss_ppm(),
        _ => None,
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
    pub fn assess(&self, own: &'a OwnTarget) -> Assessment<'a> {
        let target = &own.id;
        let sums = self.window.sums(target, &self.scale);
        let mut newest_first = self.window.newest_first(target);
        let latest =
            if sabotage::is(Mutant::JudgeByFirstPeriod) { newest_first.last() } else { newest_first.next() };
        let turns = self.state.left_out.of(target);
        let turns = turns
            .map(|turns| left_out::standing(turns, self.context, &self.in_force, self.moment))
            .unwrap_or_default();
        let late = turns.late || sums.late > 0;
        let mut assessment =
            Assessment { target, trouble: Trouble::Within, sums, latest, days_left: None, late };
        let not_after = self.not_after(own);
        assessment.days_left = not_after.map(|end| self.days_left(end));
        // Once the campaign is over it no longer matters what is measured.
        let left_out = turns.since.filter(|_| !self.ended).map(Trouble::LeftOut);
        assessment.trouble = self.trouble(own, &assessment, left_out, not_after);
        assessment
    }

    fn trouble(
        &self,
        own: &'a OwnTarget,
        target: &Assessment<'a>,
        left_out: Option<Trouble<'a>>,
        not_after: Option<Instant>,
    ) -> Trouble<'a> {
        let Some((head, row)) = target.latest else {
            if let Some(trouble) = left_out {
                return trouble;
            }
            return match self.state.ledger.weak_grade(self.moment) {
                Some((id, grade)) => Trouble::Weak(id, grade),
                None => Trouble::Unheard { name: "measurement" },
            };
        };
        let limits = || self.context.spec.thresholds.iter();
        let found = limits().filter_map(|limit| match limit.name.as_str() {
            "cert_days_left" => self.certificate(own, limit, not_after),
            "over_ppm" => None,
            _ => self.limited(target, limit, row),
        });
        let worst = found.min_by_key(|trouble| trouble.severity()).unwrap_or(Trouble::Within);
        if worst.status() == Status::Failing {
            return worst;
        }
        if let Some(trouble) = left_out {
            return trouble;
        }
        let stale = head.to().plus_ms(self.context.stale_after_ms());
        if stale < self.context.campaign.to && self.moment.reached(stale) {
            return Trouble::Silent { since: head.to() };
        }
        worst
    }

    /// What one limit on the periods says.
    fn limited(&self, target: &Assessment<'a>, limit: &'a Threshold, latest: Row) -> Option<Trouble<'a>> {
        let now = value(limit, latest);
        if let Some(value) = now.filter(|value| !self.ended && !limit.op.holds(*value, limit.value)) {
            return Some(Trouble::Over { limit, value, since: self.over_since(target.target, limit) });
        }
        let over_ms = if limit.name == "rtt_us_p95" { target.sums.slow_ms } else { target.sums.lossy_ms };
        let allowed_ppm = self.context.find_threshold("over_ppm").map_or(OVER_PPM, |allowed| allowed.value);
        let share = |of_ms: i64| (i128::from(over_ms) * i128::from(WHOLE) / i128::from(of_ms.max(1))) as i64;
        let over_ppm = share(target.sums.measured_ms);
        let period_ms = self.context.campaign.to.ms_since(self.context.campaign.from);
        let of_period_ppm = share(period_ms);
        if of_period_ppm > allowed_ppm || (self.ended && over_ppm > allowed_ppm) {
            return Some(Trouble::OverAllowance { limit, over_ppm });
        }
        if now.is_none() && !self.ended {
            return Some(Trouble::Unheard { name: &limit.name });
        }
        let percent = of_period_ppm * 100 / allowed_ppm.max(1);
        if percent > AT_RISK_PERCENT {
            return Some(Trouble::Used { limit, percent });
        }
        (over_ppm > allowed_ppm).then_some(Trouble::SoFar { limit, over_ppm })
    }

    /// When the run of periods over the limit began that is going on.
    fn over_since(&self, target: &Slug, limit: &Threshold) -> Instant {
        let run = self.window.newest_first(target).take_while(|(_, row)| {
            value(limit, *row).is_some_and(|value| !limit.op.holds(value, limit.value))
        });
        run.last().map_or(self.context.campaign.from, |(head, _)| head.from)
    }

    fn certificate(
        &self,
        own: &OwnTarget,
        limit: &'a Threshold,
        not_after: Option<Instant>,
    ) -> Option<Trouble<'a>> {
        let has_certificate = matches!(own.kind, TargetKind::Https | TargetKind::Tls);
        let Some(not_after) = not_after else {
            return has_certificate.then_some(Trouble::Unheard { name: "cert_days_left" });
        };
        let days_left = self.days_left(not_after);
        if !limit.op.holds(days_left, limit.value) {
            return Some(Trouble::CertificateLow { limit, days_left, not_after });
        }
        let left_at_the_end = not_after.ms_since(self.context.campaign.to).div_euclid(DAY_MS);
        let soon = !self.ended && !limit.op.holds(left_at_the_end, limit.value);
        soon.then_some(Trouble::CertificateSoon { limit, days_left, not_after })
    }

    /// The end of the certificate met last.
    fn not_after(&self, own: &OwnTarget) -> Option<Instant> {
        if !matches!(own.kind, TargetKind::Https | TargetKind::Tls) {
            return None;
        }
        let met = self.window.newest_first(&own.id).find(|(_, row)| row.not_after_s > 0);
        met.map(|(_, row)| Instant::from_ms(i64::from(row.not_after_s) * 1_000))
    }

    /// Whole days left at the moment, or at the campaign's end once that is over.
    fn days_left(&self, not_after: Instant) -> i64 {
        if self.ended {
            return not_after.ms_since(self.context.campaign.to).div_euclid(DAY_MS);
        }
        let days = not_after.ms_since(self.moment.at()).div_euclid(DAY_MS);
        // The count drops one millisecond after the full days; the moment must learn of it.
        self.moment.reached(not_after.plus_ms(1 - days * DAY_MS));
        days
    }

    /// The sentence about the worst target.
    pub fn reason(&self, worst: &Assessment<'_>) -> Reason {
        let target = ("target", worst.target.into());
        let name = |limit: &Threshold| ("name", limit.name.as_str().into());
        let allowed_ppm = self.context.find_threshold("over_ppm").map_or(OVER_PPM, |allowed| allowed.value);
        let shares = |over_ppm: i64| [("over_ppm", over_ppm.into()), ("limit_ppm", allowed_ppm.into())];
        match worst.trouble {
            Trouble::Over { limit, value, since } => Reason::new(
                "quality.over",
                [
                    target,
                    name(limit),
                    ("value", value.into()),
                    ("unit", limit.unit.as_str().into()),
                    ("limit", limit.value.into()),
                    ("since", since.into()),
                ],
            ),
            Trouble::OverAllowance { limit, over_ppm } => {
                let [over, allowed] = shares(over_ppm);
                Reason::new("quality.over_allowance", [target, name(limit), over, allowed])
            }
            Trouble::SoFar { limit, over_ppm } => {
                let [over, allowed] = shares(over_ppm);
                Reason::new("quality.so_far", [target, name(limit), over, allowed])
            }
            Trouble::Used { limit, percent } => {
                Reason::new("quality.allowance", [target, name(limit), ("used_percent", percent.into())])
            }
            Trouble::CertificateLow { limit, days_left, not_after }
            | Trouble::CertificateSoon { limit, days_left, not_after } => {
                let low = matches!(worst.trouble, Trouble::CertificateLow { .. });
                let code = if low { "quality.certificate_low" } else { "quality.certificate_soon" };
                let days = [("days_left", days_left.into()), ("limit_days", limit.value.into())];
                let [left, wanted] = days;
                Reason::new(code, [target, left, wanted, ("not_after", not_after.into())])
            }
            Trouble::Silent { since } => Reason::new("quality.silent", [target, ("since", since.into())]),
            Trouble::LeftOut(turn) => {
                let code = match turn.cause.as_ref() {
                    "not_granted" => "quality.not_granted",
                    "not_permitted" => "quality.not_permitted",
                    _ => "quality.excluded",
                };
                Reason::new(code, [target, ("since", turn.at.into())])
            }
            Trouble::Unheard { name } => Reason::new("quality.unheard", [target, ("name", name.into())]),
            Trouble::Weak(_, grade) => {
                let min_grade = self.context.spec.min_grade.as_str().into();
                Reason::new("quality.low_grade", [("grade", grade.as_str().into()), ("min_grade", min_grade)])
            }
            Trouble::Within => {
                Reason::new("quality.within", [("targets", self.context.targets.len().into())])
            }
        }
    }

    /// The figures of the worst target: the latest period's, and the share of time over each limit.
    pub fn figures(&self, worst: &Assessment<'_>) -> Vec<Figure> {
        let mut figures = Vec::new();
        let Some((_, row)) = worst.latest else {
            return figures;
        };
        let figure = |name, value, unit, limit: Option<&Threshold>| Figure {
            name,
            value,
            unit,
            target: Some(worst.target.clone()),
            limit: limit.map(Limit::of),
        };
        let find = |name| self.context.find_threshold(name);
        if row.rtt_us_p95 > 0 {
            figures.push(figure("rtt_us_p95", row.rtt_us_p95.into(), "us", find("rtt_us_p95")));
        }
        if let Some(loss_ppm) = row.loss_ppm() {
            figures.push(figure("loss_ppm", loss_ppm, "ppm", find("loss_ppm")));
        }
        let share = |over_ms: i64| {
            (i128::from(over_ms) * i128::from(WHOLE) / i128::from(worst.sums.measured_ms.max(1))) as i64
        };
        if find("rtt_us_p95").is_some() {
            figures.push(figure("slow_ppm", share(worst.sums.slow_ms), "ppm", find("over_ppm")));
        }
        if find("loss_ppm").is_some() {
            figures.push(figure("lossy_ppm", share(worst.sums.lossy_ms), "ppm", find("over_ppm")));
        }
        if let Some(days_left) = worst.days_left {
            figures.push(figure("cert_days_left", days_left, "days", find("cert_days_left")));
        }
        figures
    }

    /// The entries about the worst target, the latest periods first.
    pub fn evidence(&self, worst: &Assessment<'_>) -> Vec<EntryId> {
        let first: Vec<EntryId> = match worst.trouble {
            Trouble::Weak(id, _) => vec![id],
            Trouble::LeftOut(turn) => vec![turn.id],
            _ => Vec::new(),
        };
        let latest = self.window.newest_first(worst.target).map(|(head, _)| head.id).take(MAX_EVIDENCE);
        led_by(&first, latest.collect())
    }
}
