//! Which trouble is behind what: a target that does not stand, and would without this trouble, is down by it.

use std::collections::BTreeMap;

use calendar::Instant;
use campaign::Campaign;
use journal::Slug;
use simulator::Sites;

use super::{
    Span,
    watch::{Noted, Watch},
};
use crate::{
    answer::{By, Missed, Noticed, TroubleAnswer, Turn},
    file::{DrillFile, Trouble, What},
};

/// How long after its end a trouble may still turn a cell: a summary has to be made and judged.
const AFTERWARDS_MS: i64 = 15 * 60_000;

/// What is known of each trouble, in the order of the file.
pub struct Causes(Vec<Known>);

#[derive(Default)]
struct Known {
    is_active: bool,
    began: Option<Instant>,
    ended: Option<Instant>,
    /// Measurements that were made and went with a killed node.
    lost: u64,
    /// Targets it brought down or slowed, and when it was last seen to.
    hit: BTreeMap<Slug, Instant>,
    noticed: Option<(Instant, By)>,
}

impl Known {
    fn is_felt(&self, now: Instant) -> bool {
        self.is_active || self.ended.is_some_and(|ended| now.ms_since(ended) <= AFTERWARDS_MS)
    }

    /// Whether it lasted at some moment since then, for a clock that was off by so much.
    fn lasted_since(&self, since: Instant, off_ms: i64) -> bool {
        self.began.is_some() && self.ended.is_none_or(|ended| ended.plus_ms(off_ms) >= since)
    }

    fn is_unnoticed_clock(&self, trouble: &Trouble) -> bool {
        self.is_active && self.noticed.is_none() && matches!(trouble.what, What::ClockWrong { .. })
    }

    fn notice(&mut self, at: Instant, by: impl FnOnce() -> By) {
        if self.noticed.is_none() {
            self.noticed = Some((at, by()));
        }
    }
}

impl Causes {
    /// Of so many troubles.
    pub fn new(count: usize) -> Self {
        Self((0..count).map(|_| Known::default()).collect())
    }

    /// One begins.
    pub fn begins(&mut self, number: usize, now: Instant) {
        let known = &mut self.0[number];
        (known.is_active, known.began) = (true, Some(now));
    }

    /// So many measurements went with the node that it killed.
    pub fn loses(&mut self, number: usize, measurements: u64) {
        self.0[number].lost += measurements;
    }

    /// One ends.
    pub fn ends(&mut self, number: usize, now: Instant) {
        let known = &mut self.0[number];
        (known.is_active, known.ended) = (false, Some(now));
    }

    /// Those that last now.
    pub fn active<'a>(&'a self, troubles: &'a [Trouble]) -> impl Iterator<Item = &'a What> {
        let known = self.0.iter().zip(troubles);
        known.filter(|(known, _)| known.is_active).map(|(_, trouble)| &trouble.what)
    }

    /// Takes note of the targets that fail now, and by which trouble.
    pub fn see(&mut self, troubles: &[Trouble], campaign: &Campaign, sites: &Sites, now: Instant) {
        let now_ms = now.as_ms();
        for (known, trouble) in self.0.iter_mut().zip(troubles).filter(|(known, _)| known.is_active) {
            match &trouble.what {
                What::CableCut(site) | What::PowerLost(site) => {
                    let mut without = sites.clone();
                    without.mend(site, now_ms);
                    let targets = campaign.targets.iter().map(|target| &target.id);
                    let fallen = targets.filter(|id| {
                        !sites.stands(id.as_str(), now_ms) && without.stands(id.as_str(), now_ms)
                    });
                    known.hit.extend(fallen.map(|id| (id.clone(), now)));
                }
                What::Slow(target, _) => {
                    known.hit.extend(Slug::new(target.as_str()).ok().map(|id| (id, now)));
                }
                _ => {}
            }
        }
    }

    /// The troubles behind a turn.
    pub fn of_turn(&self, troubles: &[Trouble], turn: &Turn, now: Instant) -> Vec<usize> {
        let felt = || (0..).zip(self.0.iter().zip(troubles)).filter(|(_, (known, _))| known.is_felt(now));
        // Of the node is what nobody heard of: a silence into which a trouble of the node fell.
        if let Some(since) = turn.silent_since() {
            let of_node = (0..).zip(self.0.iter().zip(troubles));
            let of_node = of_node.filter(|(_, (_, trouble))| trouble.what.is_of_node());
            let of_node =
                of_node.filter(|(_, (known, trouble))| known.lasted_since(since, trouble.what.off_ms()));
            return of_node.map(|(number, _)| number).collect();
        }
        let target = turn.target();
        let hit = felt().filter(|(_, (known, _))| known.hit.keys().any(|id| Some(id.as_str()) == target));
        hit.map(|(number, _)| number).collect()
    }

    /// A target stands on record as down.
    pub fn note_target(&mut self, target: &Slug, now: Instant) {
        for known in self.0.iter_mut().filter(|known| known.is_felt(now) && known.hit.contains_key(target)) {
            known.notice(now, || By::Target(target.clone()));
        }
    }

    /// A cell turned.
    pub fn note_cell(&mut self, noted: &Noted, now: Instant) {
        let Turn { organisation, obligation, .. } = &noted.turn;
        for number in &noted.causes {
            self.0[*number].notice(now, || By::Cell {
                organisation: organisation.clone(),
                obligation: obligation.clone(),
            });
        }
    }

    /// Whether the clock is wrong and nobody noticed it yet.
    pub fn waits_for_clock(&self, troubles: &[Trouble]) -> bool {
        self.0.iter().zip(troubles).any(|(known, trouble)| known.is_unnoticed_clock(trouble))
    }

    /// The node put on record how far its clock is off.
    pub fn note_clock(&mut self, troubles: &[Trouble], now: Instant) {
        let wrong = self.0.iter_mut().zip(troubles);
        for (known, _) in wrong.filter(|(known, trouble)| known.is_unnoticed_clock(trouble)) {
            known.notice(now, || By::Clock);
        }
    }

    /// The node found no room.
    pub fn note_full(&mut self, troubles: &[Trouble], now: Instant) {
        let full = self.0.iter_mut().zip(troubles);
        for (known, _) in full.filter(|(known, trouble)| known.is_active && trouble.what == What::DiskFull) {
            known.notice(now, || By::DiskFull);
        }
    }
}

/// What became of each trouble, in the order in which they began.
pub fn trouble_answers(
    file: &DrillFile,
    spans: &[Span],
    causes: &Causes,
    watch: &Watch,
) -> Vec<TroubleAnswer> {
    let known = file.troubles.iter().zip(spans).zip(&causes.0).enumerate();
    let known = known.filter(|(_, ((_, span), _))| span.from < file.to);
    let mut answers: Vec<TroubleAnswer> = known
        .map(|(number, ((trouble, span), known))| {
            let turned = turned_by(file, trouble, span, (number, watch));
            let after_s = |at: Instant| at.ms_since(span.from) / 1_000;
            let noticed = known.noticed.clone();
            let noticed = noticed.map(|(at, by)| Noticed { at, after_s: after_s(at), by });
            TroubleAnswer {
                id: trouble.id.clone(),
                title: trouble.title.clone(),
                kind: trouble.what.kind(),
                from: span.from,
                to: span.to,
                hit: known.hit.keys().cloned().collect(),
                missed: missed((file, trouble, span), (&noticed, known), &turned),
                noticed,
                turned,
            }
        })
        .collect();
    answers.sort_by(|a, b| (a.from, &a.id).cmp(&(b.from, &b.id)));
    answers
}

/// The turns by a trouble; of a silent officer's those there were to answer meanwhile.
fn turned_by(
    file: &DrillFile,
    trouble: &Trouble,
    span: &Span,
    (number, watch): (usize, &Watch),
) -> Vec<Turn> {
    let within_ms = i64::from(file.answer_within_s) * 1_000;
    let is_of = |noted: &&Noted| match &trouble.what {
        What::OfficerSilent(organisation) => {
            let turn = &noted.turn;
            let waited = turn.answered_at.is_none_or(|at| at.ms_since(turn.at) > within_ms);
            &turn.organisation == organisation
                && turn.at >= span.from.plus_ms(-within_ms)
                && turn.at < span.to
                && waited
        }
        _ => noted.causes.contains(&number),
    };
    watch.noted().iter().filter(is_of).map(|noted| noted.turn.clone()).collect()
}

fn missed(
    (file, trouble, span): (&DrillFile, &Trouble, &Span),
    (noticed, known): (&Option<Noticed>, &Known),
    turned: &[Turn],
) -> Vec<Missed> {
    let had_time = file.to.ms_since(span.from) > i64::from(file.notice_within_s) * 1_000;
    let mut missed = Vec::new();
    let is_silence = matches!(trouble.what, What::OfficerSilent(_));
    match noticed {
        // A silent officer shows by what stays unanswered; a cut that a ring carries hits nothing there is to notice.
        None if !is_silence && had_time && (trouble.what.is_of_node() || !known.hit.is_empty()) => {
            missed.push(Missed::NotNoticed);
        }
        Some(noticed) if noticed.after_s > i64::from(file.notice_within_s) => {
            missed.push(Missed::NoticedLate { after_s: noticed.after_s });
        }
        _ => {}
    }
    let lasts_s = |to: Instant| to.ms_since(span.from) / 1_000;
    let unmeasured_s = match &trouble.what {
        What::NodeKilled => lasts_s(span.to.min(file.to)),
        what => what.skipped_s((span.to < file.to).then(|| lasts_s(span.to))),
    };
    if unmeasured_s > 0 {
        missed.push(Missed::NotMeasured { seconds: unmeasured_s });
    }
    if known.lost > 0 {
        missed.push(Missed::MeasurementsLost { count: known.lost });
    }
    let within_ms = i64::from(file.answer_within_s) * 1_000;
    for turn in turned {
        let (organisation, obligation) = (turn.organisation.clone(), turn.obligation.clone());
        let has_officer = file.officers.iter().any(|officer| officer.organisation == organisation);
        match turn.answered_at.map(|at| at.ms_since(turn.at)) {
            None if has_officer && file.to.ms_since(turn.at) > within_ms => {
                missed.push(Missed::NotAnswered { organisation, obligation, turned_at: turn.at });
            }
            Some(ms) if ms > within_ms => {
                let turned_at = turn.at;
                missed.push(Missed::AnsweredLate {
                    organisation,
                    obligation,
                    turned_at,
                    after_s: ms / 1_000,
                });
            }
            _ => {}
        }
        if turn.back_at.is_none() && !is_silence {
            let (organisation, obligation) = (turn.organisation.clone(), turn.obligation.clone());
            missed.push(Missed::NotBack { organisation, obligation });
        }
    }
    missed
}
