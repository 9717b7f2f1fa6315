//! The figures of a cell about targets, from the summaries and the turns alone.

use calendar::Instant;
use campaign::{Body, Campaign, TargetState};
use journal::{EntryId, Slug};

use super::Own;

/// A whole, in parts per million.
pub(super) const WHOLE: i64 = 1_000_000;

/// A summary of one target.
pub(super) struct Told {
    pub id: EntryId,
    pub from: Instant,
    pub to: Instant,
    pub ok: i64,
    pub lost: i64,
    pub p95_us: Option<i64>,
    pub measured_ms: i64,
}

impl Own<'_> {
    /// What does not fit between the figures shown and the entries; how many were compared.
    pub fn figures(&self, campaign: &Campaign) -> Result<u64, String> {
        let Some(finding) = self.cell.findings.first() else { return Ok(0) };
        let Some(target) = finding.figures.iter().find_map(|figure| figure.target.as_ref()) else {
            return Ok(0);
        };
        let shown =
            |name: &str| finding.figures.iter().find(|figure| figure.name == name).map(|figure| figure.value);
        let told = self.told(campaign, target);
        let (ok, lost) =
            (told.iter().map(|one| one.ok).sum::<i64>(), told.iter().map(|one| one.lost).sum::<i64>());
        let share = (ok + lost > 0).then(|| ok * WHOLE / (ok + lost));
        let want = |name: &str, value: Option<i64>| match shown(name) {
            shown if shown == value => Ok(1),
            shown => Err(format!("{name} of {target} is {shown:?} and by the summaries {value:?}")),
        };
        let mut compared = want("availability_ppm", share)?;
        if let Some(downtime_s) = shown("downtime_s") {
            compared += want("probes_ok", Some(ok))? + want("probes_lost", Some(lost))?;
            let (least_ms, most_ms) = self.downtime_ms(campaign, target, &told);
            if downtime_s < least_ms / 1_000 || downtime_s > most_ms / 1_000 {
                return Err(format!(
                    "downtime_s of {target} is {downtime_s}, and by the entries between {least_ms} and {most_ms} ms"
                ));
            }
            compared += 1;
        }
        Ok(compared)
    }

    /// The summaries of a target that are over by now, each entry once.
    pub fn told(&self, campaign: &Campaign, target: &Slug) -> Vec<Told> {
        let told = self.held().filter_map(|entry| {
            let Body::MeasurementSummarised { targets, .. } = &entry.body else { return None };
            let line = targets.iter().find(|line| line.target == *target)?;
            let (from, to) = (entry.held.from, entry.held.to.filter(|to| *to <= self.now)?);
            let is_within = campaign.from <= from && from < campaign.to;
            let (ok, lost) = (i64::from(line.ok), i64::from(line.lost));
            let measured_ms = to.ms_since(from) - i64::from(line.gap_s) * 1_000;
            let measured_ms = if ok + lost > 0 { measured_ms.max(0) } else { 0 };
            let p95_us = line.rtt_us_p95.map(i64::from);
            is_within.then_some(Told { id: entry.id, from, to, ok, lost, p95_us, measured_ms })
        });
        told.collect()
    }

    /// The least and the most that a target can have been down: by the share of probes that were lost, and by its turns,
    /// of which time that nobody measured may or may not be a part.
    fn downtime_ms(&self, campaign: &Campaign, target: &Slug, told: &[Told]) -> (i64, i64) {
        let [ok, lost, measured_ms] =
            [|one: &Told| one.ok, |one: &Told| one.lost, |one: &Told| one.measured_ms]
                .map(|figure| told.iter().map(figure).sum::<i64>());
        let lost_ms = measured_ms * lost / (ok + lost).max(1);
        let dark_ms: i64 = told.iter().filter(|one| one.ok == 0).map(|one| one.measured_ms).sum();
        let outages = self.outages(campaign, target);
        let longest_ms: i64 = outages.iter().map(|(from, to)| to.ms_since(*from)).sum();
        let mut whole: Vec<(Instant, Instant)> = told
            .iter()
            .filter(|one| one.measured_ms == one.to.ms_since(one.from))
            .map(|one| (one.from, one.to))
            .collect();
        whole.sort_unstable();
        whole.dedup();
        let overlaps = outages.iter().flat_map(|(from, to)| {
            whole.iter().map(move |(begin, end)| (*end).min(*to).ms_since((*begin).max(*from)).max(0))
        });
        (lost_ms.max(overlaps.sum()), lost_ms.max(longest_ms).max(dark_ms))
    }

    /// From when to when a target was seen down and up again.
    fn outages(&self, campaign: &Campaign, target: &Slug) -> Vec<(Instant, Instant)> {
        let mut turns: Vec<_> = self
            .held()
            .filter_map(|entry| match &entry.body {
                Body::TargetTurned { target: turned, to, .. } if turned == target => {
                    Some((entry.held.from, entry.id, *to))
                }
                _ => None,
            })
            .collect();
        turns.sort_unstable_by_key(|(at, id, _)| (*at, *id));
        let (mut down, mut outages) = (None, Vec::new());
        for (at, _, to) in turns {
            if to == TargetState::Down {
                down = down.or(Some(at.max(campaign.from)));
            } else if let Some(from) = down.take() {
                outages.push((from, at.min(campaign.to)));
            }
        }
        outages
    }
}
