//! `briefing`: every shift named has read the briefing in its present form, told by its digest.

use journal::{Facts, Grade, Hash, Slug};
use serde::{Deserialize, Serialize};

use super::{
    Check, Context, Moment, Verdict,
    items::{Items, Said, Standing, led_by},
    rules::Rules,
};
use crate::{
    evidence::{Body, Evidence, slug_fact},
    finding::{Figure, Status},
    reason::Reason,
};

/// The check.
#[derive(Debug)]
pub struct Briefing;

/// A shift's word that it read a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    briefing: Hash,
    shift: Slug,
}

impl Said for Read {
    fn kind(&self) -> &'static str {
        "briefing.read"
    }

    fn corrected(&self, fields: &Facts) -> Self {
        let shift = slug_fact(fields, "shift").unwrap_or_else(|| self.shift.clone());
        Self { shift, briefing: self.briefing }
    }
}

impl Check for Briefing {
    const RULES: Rules = Rules {
        name: "briefing",
        version: 1,
        meaning: "every shift named has read the briefing in its present form",
        reads: &["briefing.read"],
        fields: &["briefing", "shifts"],
        needs: &["briefing", "shifts"],
        thresholds: &[],
        figures: &["shifts_read", "shifts"],
        min_grade: Grade::Attested,
        best_grade: Grade::Countersigned,
    };

    type State = Items<Read>;

    fn fold(state: &mut Self::State, evidence: &Evidence, context: &Context<'_>) {
        if let Body::BriefingRead { shift, briefing, .. } = &evidence.body {
            state.add(evidence, context, Read { shift: shift.clone(), briefing: *briefing });
        }
    }

    fn judge(state: &Self::State, context: &Context<'_>, moment: &Moment) -> Verdict {
        let standing = state.standing(context, moment);
        let wanted = context.spec.briefing.as_ref().and_then(|id| context.campaign.find_briefing(id));
        let tally = Tally::of(&standing, context, wanted.map(|briefing| briefing.sha256));
        let verdict = tally.verdict(&standing, context, moment);
        let shifts = context.spec.shifts.len();
        Verdict {
            late: verdict.late || standing.corrected_late,
            figures: vec![count("shifts_read", shifts - tally.missing - tally.weak), count("shifts", shifts)],
            ..verdict
        }
    }
}

fn count(name: &'static str, value: usize) -> Figure {
    Figure { name, value: value as i64, unit: "count", target: None, limit: None }
}

/// How many of the shifts have read, and the first that has not.
#[derive(Default)]
struct Tally<'a> {
    missing: usize,
    first_missing: Option<&'a Slug>,
    first_outdated: Option<&'a Slug>,
    weak: usize,
    grade: Option<Grade>,
    read_at: Option<calendar::Instant>,
    late: bool,
}

impl<'a> Tally<'a> {
    fn of(standing: &Standing<'_, Read>, context: &Context<'a>, wanted: Option<Hash>) -> Self {
        let mut tally = Self::default();
        for shift in &context.spec.shifts {
            let fits = |read: &Read| &read.shift == shift && Some(read.briefing) == wanted;
            if let Some(read) = standing.first_proving(context.spec.min_grade, fits) {
                tally.grade = Some(tally.grade.map_or(read.grade, |grade| grade.min(read.grade)));
                tally.read_at = tally.read_at.max(Some(read.from));
                tally.late |= read.late;
            } else if standing.items.iter().any(|read| fits(&read.what)) {
                tally.weak += 1;
            } else {
                tally.missing += 1;
                tally.first_missing = tally.first_missing.or(Some(shift));
                if tally.first_outdated.is_none()
                    && standing.items.iter().any(|read| &read.what.shift == shift)
                {
                    tally.first_outdated = Some(shift);
                }
            }
        }
        tally
    }

    fn verdict(&self, standing: &Standing<'_, Read>, context: &Context<'_>, moment: &Moment) -> Verdict {
        let evidence = led_by(&[], standing.ids());
        if let Some(shift) = self.first_missing {
            let status = context.lacking(moment);
            let due = context.due();
            let reason = if let Some(outdated) = self.first_outdated {
                Reason::new("briefing.outdated", [("shift", outdated.into())])
            } else if status == Status::NotDue {
                Reason::new("briefing.not_due", [("due", due.into())])
            } else {
                let args = [("missing", self.missing.into()), ("shift", shift.into()), ("due", due.into())];
                Reason::new("briefing.missing", args)
            };
            return Verdict { evidence, ..Verdict::bare(status, reason) };
        }
        let min_grade = context.spec.min_grade;
        if self.weak > 0 {
            let weakest = standing.items.iter().map(|item| item.grade).min().unwrap_or(Grade::Asserted);
            let args = [("grade", weakest.as_str().into()), ("min_grade", min_grade.as_str().into())];
            let reason = Reason::new("briefing.low_grade", args);
            return Verdict {
                evidence,
                grade: Some(weakest),
                ..Verdict::bare(context.lacking(moment), reason)
            };
        }
        let Some(at) = self.read_at else {
            // No shift is named: nothing was read, so nothing is proven.
            let reason = Reason::new("briefing.not_due", [("due", context.due().into())]);
            return Verdict::bare(context.lacking(moment), reason);
        };
        let args = [("shifts", context.spec.shifts.len().into()), ("at", at.into())];
        Verdict {
            since: Some(at),
            evidence,
            grade: self.grade,
            late: self.late,
            ..Verdict::bare(Status::Proven, Reason::new("briefing.read", args))
        }
    }
}
