//! `inspection`: a named signer went through a checklist and found every item in order.
//!
//! Items may be signed at different times; for each the latest word counts, but a finding of a higher grade is not
//! overruled by a pass of a lower one. An item passed by the owner and by the regulator is countersigned. A failed
//! item puts the obligation at risk, and fails it once it is due.

use std::collections::BTreeSet;

use calendar::Instant;
use journal::{EntryId, Facts, Grade, Slug};
use serde::{Deserialize, Serialize};

use super::{
    Check, Context, Moment, Verdict,
    items::{Counted, Items, Said, Standing, led_by},
    rules::Rules,
};
use crate::{
    evidence::{Body, ChecklistAnswer, ChecklistResult, Evidence, checklist_fact},
    finding::{Figure, Status},
    reason::Reason,
};

/// The check.
#[derive(Debug)]
pub struct Inspection;

/// A signed checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    checklist: Vec<ChecklistAnswer>,
}

impl Said for Signed {
    fn kind(&self) -> &'static str {
        "inspection.signed"
    }

    fn corrected(&self, fields: &Facts) -> Self {
        Self { checklist: checklist_fact(fields, "checklist").unwrap_or_else(|| self.checklist.clone()) }
    }
}

impl Check for Inspection {
    const RULES: Rules = Rules {
        name: "inspection",
        version: 1,
        meaning: "a named signer found every item of the checklist in order",
        reads: &["inspection.signed"],
        fields: &["checklist"],
        needs: &["checklist"],
        thresholds: &[],
        figures: &["items_passed", "items_failed", "items"],
        min_grade: Grade::Attested,
        best_grade: Grade::Countersigned,
    };

    type State = Items<Signed>;

    fn fold(state: &mut Self::State, evidence: &Evidence, context: &Context<'_>) {
        if let Body::InspectionSigned { checklist, .. } = &evidence.body {
            state.add(evidence, context, Signed { checklist: checklist.clone() });
        }
    }

    fn judge(state: &Self::State, context: &Context<'_>, moment: &Moment) -> Verdict {
        let standing = state.standing(context, moment);
        let tally = Tally::of(&standing, context);
        let verdict = tally.verdict(&standing, context, moment);
        let figures = vec![
            count("items_passed", tally.passed),
            count("items_failed", tally.failed.len()),
            count("items", context.spec.checklist.len()),
        ];
        Verdict { late: verdict.late || standing.corrected_late, figures, ..verdict }
    }
}

fn count(name: &'static str, value: usize) -> Figure {
    Figure { name, value: value as i64, unit: "count", target: None, limit: None }
}

/// How one item stands after every word about it.
#[derive(Default)]
struct ItemWord<'a> {
    /// Of the word that counts; none where the item was never looked at.
    failed: Option<bool>,
    grade: Option<Grade>,
    passed_by: BTreeSet<&'a Slug>,
    from: Option<Instant>,
    id: Option<EntryId>,
    late: bool,
}

impl<'a> ItemWord<'a> {
    fn hear(&mut self, signed: &Counted<'a, Signed>, result: ChecklistResult, min_grade: Grade) {
        if result == ChecklistResult::Fail {
            *self = Self {
                failed: Some(true),
                grade: Some(signed.grade),
                from: Some(signed.from),
                id: Some(signed.id),
                late: signed.late,
                passed_by: BTreeSet::new(),
            };
            return;
        }
        if self.failed == Some(true) && Some(signed.grade) < self.grade {
            return;
        }
        if self.failed != Some(false) {
            *self = Self { failed: Some(false), ..Self::default() };
        }
        let before = self.grade;
        self.passed_by.insert(signed.log);
        let confirmed = if self.passed_by.len() > 1 { Grade::Countersigned } else { signed.grade };
        self.grade = before.max(Some(confirmed));
        // What first reached the grade asked for is what proves; a later repetition does not make it late.
        if before.is_none() || (before < Some(min_grade) && self.grade >= Some(min_grade)) {
            (self.from, self.id, self.late) = (Some(signed.from), Some(signed.id), signed.late);
        }
    }
}

#[derive(Default)]
struct Tally<'a> {
    passed: usize,
    failed: Vec<(&'a Slug, Option<EntryId>, Option<Instant>)>,
    missing: Vec<&'a Slug>,
    weak: Option<Grade>,
    grade: Option<Grade>,
    since: Option<Instant>,
    proving: Vec<EntryId>,
    late: bool,
}

impl<'a> Tally<'a> {
    fn of(standing: &Standing<'a, Signed>, context: &Context<'a>) -> Self {
        let min_grade = context.spec.min_grade;
        let mut tally = Self::default();
        for wanted in &context.spec.checklist {
            let mut word = ItemWord::default();
            for signed in &standing.items {
                for answer in signed.what.checklist.iter().filter(|answer| answer.item == wanted.item) {
                    word.hear(signed, answer.result, min_grade);
                }
            }
            tally.late |= word.late;
            match word.failed {
                None => tally.missing.push(&wanted.item),
                Some(true) => tally.failed.push((&wanted.item, word.id, word.from)),
                Some(false) if word.grade < Some(min_grade) => tally.weak = tally.weak.or(word.grade),
                Some(false) => {
                    tally.passed += 1;
                    tally.grade = tally.grade.map_or(word.grade, |grade| Some(grade).min(word.grade));
                    tally.since = tally.since.max(word.from);
                    tally.proving.extend(word.id.filter(|id| !tally.proving.contains(id)));
                }
            }
        }
        tally
    }

    fn verdict(&self, standing: &Standing<'_, Signed>, context: &Context<'_>, moment: &Moment) -> Verdict {
        let lacking = context.lacking(moment);
        let due = context.due();
        let min_grade = context.spec.min_grade;
        if let Some((item, id, from)) = self.failed.first() {
            let status = if lacking == Status::Unproven { Status::Failing } else { Status::AtRisk };
            let args = [("item", (*item).into()), ("failed", self.failed.len().into())];
            let first: Vec<EntryId> = id.iter().copied().collect();
            return Verdict {
                since: *from,
                evidence: led_by(&first, standing.ids()),
                grade: standing.items.iter().find(|signed| Some(signed.id) == *id).map(|signed| signed.grade),
                late: self.late,
                ..Verdict::bare(status, Reason::new("inspection.failed", args))
            };
        }
        if let Some(item) = self.missing.first() {
            let reason = if !standing.items.is_empty() {
                let args =
                    [("missing", self.missing.len().into()), ("item", (*item).into()), ("due", due.into())];
                Reason::new("inspection.incomplete", args)
            } else if lacking == Status::NotDue {
                Reason::new("inspection.not_due", [("due", due.into())])
            } else {
                Reason::new("inspection.missing", [("due", due.into())])
            };
            return Verdict { evidence: standing.ids(), ..Verdict::bare(lacking, reason) };
        }
        if let Some(grade) = self.weak {
            let args = [("grade", grade.as_str().into()), ("min_grade", min_grade.as_str().into())];
            let reason = Reason::new("inspection.low_grade", args);
            return Verdict {
                evidence: standing.ids(),
                grade: Some(grade),
                ..Verdict::bare(lacking, reason)
            };
        }
        let Some(since) = self.since else {
            // An empty checklist proves nothing.
            return Verdict::bare(lacking, Reason::new("inspection.not_due", [("due", due.into())]));
        };
        let args = [("items", self.passed.into()), ("at", since.into())];
        Verdict {
            since: Some(since),
            evidence: led_by(&self.proving, standing.ids()),
            grade: self.grade,
            late: self.late,
            ..Verdict::bare(Status::Proven, Reason::new("inspection.passed", args))
        }
    }
}
