//! A cell about how fast targets answer, from the summaries alone.

use campaign::{Campaign, Op, Status, Threshold};

use super::{
    Own,
    figures::{Told, WHOLE},
};

/// Share of the campaign that may lie in periods over a limit, ppm: what the reference states where a campaign does not.
const OVER_PPM: i64 = 50_000;
/// Percent of that from which on a cell is at risk.
const AT_RISK_PERCENT: i64 = 50;

impl Own<'_> {
    /// What does not fit between the cell and the summaries; how many figures were compared.
    pub fn quality(&self, campaign: &Campaign) -> Result<u64, String> {
        let status = self.cell.status;
        let is = |wanted: &[Status], why: String| {
            if wanted.contains(&status) { Ok(0) } else { Err(format!("{why}, so it is one of {wanted:?}")) }
        };
        if self.now < campaign.from {
            return is(&[Status::NotDue], "the campaign has not begun".to_owned());
        }
        let spec = campaign.find_obligation(&self.cell.obligation).and_then(|one| one.checks.first());
        let spec = spec.ok_or("the campaign has no such check")?;
        let find = |name: &str| spec.thresholds.iter().find(|limit| limit.name == name);
        let (fast, whole) = (find("rtt_us_p95").ok_or("no limit")?, find("loss_ppm").ok_or("no limit")?);
        let mut own = self.targets(campaign).filter(|target| spec.targets.contains(target));
        let (Some(target), None) = (own.next(), own.next()) else {
            return Err("this hand judges cells of one target".to_owned());
        };
        let mut told = self.told(campaign, target);
        told.retain(|one| one.ok + one.lost > 0);
        told.sort_by_key(|one| (one.from, one.id));
        let Some(last) = told.last() else {
            return is(&[Status::Unproven], format!("no probe of {target} is on record"));
        };
        let is_slow = |one: &Told| one.p95_us.filter(|us| *us > 0).is_some_and(|us| is_over(fast, us));
        let is_lossy = |one: &Told| is_over(whole, one.loss_ppm());
        let sum = |counts: &dyn Fn(&Told) -> bool| {
            told.iter().filter(|one| counts(one)).map(|one| one.measured_ms).sum::<i64>()
        };
        let (slow_ms, lossy_ms, measured_ms) = (sum(&is_slow), sum(&is_lossy), sum(&|_| true));
        let share = |over_ms: i64, of_ms: i64| over_ms * WHOLE / of_ms.max(1);
        let want = [
            ("rtt_us_p95", last.p95_us.filter(|us| *us > 0)),
            ("loss_ppm", Some(last.loss_ppm())),
            ("slow_ppm", Some(share(slow_ms, measured_ms))),
            ("lossy_ppm", Some(share(lossy_ms, measured_ms))),
        ];
        let figures = self.cell.findings.first().map_or(&[][..], |finding| &finding.figures);
        for (name, want) in want {
            let shown = figures.iter().find(|figure| figure.name == name).map(|figure| figure.value);
            if shown != want {
                return Err(format!("{name} of {target} is {shown:?} and by the summaries {want:?}"));
            }
        }
        let used_ppm = share(slow_ms.max(lossy_ms), campaign.to.ms_since(campaign.from));
        let so_far_ppm = share(slow_ms.max(lossy_ms), measured_ms);
        let stale = last.to.plus_ms(3 * i64::from(campaign.summary_s) * 1_000);
        let wanted = if is_slow(last) || is_lossy(last) || used_ppm > OVER_PPM {
            Status::Failing
        } else if self.now >= stale {
            Status::NoSignal
        } else if last.p95_us.is_none() {
            Status::Unproven
        } else if used_ppm * 100 / OVER_PPM > AT_RISK_PERCENT || so_far_ppm > OVER_PPM {
            Status::AtRisk
        } else {
            Status::Proven
        };
        is(
            &[wanted],
            format!("{used_ppm} ppm of the campaign and {so_far_ppm} ppm of what was measured were over"),
        )?;
        Ok(want.len() as u64)
    }
}

impl Told {
    fn loss_ppm(&self) -> i64 {
        self.lost * WHOLE / (self.ok + self.lost)
    }
}

/// Whether a value breaks a limit, by the sign of the limit.
const fn is_over(limit: &Threshold, value: i64) -> bool {
    match limit.op {
        Op::LessThan => value >= limit.value,
        Op::AtMost => value > limit.value,
        Op::MoreThan => value <= limit.value,
        Op::AtLeast => value < limit.value,
    }
}
