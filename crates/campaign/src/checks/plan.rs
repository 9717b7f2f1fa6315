//! `plan`: a plan was filed, approved, or exercised. Three states that are asked for one by one.
//!
//! An approval or an exercise counts for what was filed before it: a plan filed anew is to be approved anew. Nobody
//! approves their own plan. A failed exercise weighs whatever was asked for, until a later one passes.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::{EntryId, Facts, Grade, Slug};
use serde::{Deserialize, Serialize};

use super::{
    Check, Context, Moment, Verdict,
    items::{Counted, Items, Said, Standing, led_by},
    rules::Rules,
};
use crate::{
    evidence::{Body, Evidence, Outcome, outcome_fact, slug_fact},
    finding::Status,
    model::PlanState,
    reason::Reason,
};

/// The check.
#[derive(Debug)]
pub struct Plan;

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    plan: Slug,
    step: Step,
}

/// Which step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Step {
    Filed,
    Approved,
    Passed,
    Failed,
}

impl Said for Taken {
    fn kind(&self) -> &'static str {
        match self.step {
            Step::Filed => "plan.filed",
            Step::Approved => "plan.approved",
            Step::Passed | Step::Failed => "plan.tested",
        }
    }

    fn corrected(&self, fields: &Facts) -> Self {
        let plan = slug_fact(fields, "plan").unwrap_or_else(|| self.plan.clone());
        let step = match (self.step, outcome_fact(fields, "result")) {
            (Step::Passed | Step::Failed, Some(result)) => Step::of(result),
            (step, _) => step,
        };
        Self { plan, step }
    }
}

impl Step {
    const fn of(result: Outcome) -> Self {
        match result {
            Outcome::Pass => Self::Passed,
            Outcome::Fail => Self::Failed,
        }
    }
}

impl Check for Plan {
    const RULES: Rules = Rules {
        name: "plan",
        version: 1,
        meaning: "a plan was filed, approved or exercised, as `requires` asks",
        reads: &["plan.filed", "plan.approved", "plan.tested"],
        fields: &["requires", "plan"],
        needs: &["requires"],
        thresholds: &[],
        figures: &[],
        min_grade: Grade::Attested,
        best_grade: Grade::Countersigned,
    };

    type State = Items<Taken>;

    fn fold(state: &mut Self::State, evidence: &Evidence, context: &Context<'_>) {
        let (plan, step) = match &evidence.body {
            Body::PlanFiled { plan, .. } => (plan, Step::Filed),
            Body::PlanApproved { plan, .. } => (plan, Step::Approved),
            Body::PlanTested { plan, result, .. } => (plan, Step::of(*result)),
            _ => return,
        };
        state.add(evidence, context, Taken { plan: plan.clone(), step });
    }

    fn judge(state: &Self::State, context: &Context<'_>, moment: &Moment) -> Verdict {
        let standing = state.standing(context, moment);
        let requires = context.spec.requires.unwrap_or(PlanState::Filed);
        let lacking = context.lacking(moment);
        let courses = courses(&standing, context);
        let judged =
            courses.into_iter().map(|(plan, course)| course.verdict(plan, requires, lacking, context));
        // A failed exercise of any plan weighs most; otherwise the plan that has come furthest speaks.
        let best = judged.max_by_key(|(weight, _)| *weight).map(|(_, verdict)| verdict);
        let mut verdict = best.unwrap_or_else(|| {
            let code = if lacking == Status::NotDue { "plan.not_due" } else { "plan.missing" };
            let args = [("requires", word(requires).into()), ("due", context.due().into())];
            Verdict::bare(lacking, Reason::new(code, args))
        });
        verdict.evidence = led_by(&verdict.evidence, standing.ids());
        verdict.late |= standing.corrected_late;
        verdict
    }
}

const fn word(state: PlanState) -> &'static str {
    match state {
        PlanState::Filed => "filed",
        PlanState::Approved => "approved",
        PlanState::Tested => "tested",
    }
}

/// A step as it counts for one plan.
#[derive(Clone, Copy)]
struct Mark {
    from: Instant,
    id: EntryId,
    grade: Grade,
    late: bool,
}

impl Mark {
    fn of(counted: &Counted<'_, Taken>) -> Self {
        Self { from: counted.from, id: counted.id, grade: counted.grade, late: counted.late }
    }
}

/// How far one plan has come.
#[derive(Default)]
struct Course<'a> {
    first_filed: Option<Mark>,
    filed_by: Option<&'a Slug>,
    filed: Option<Mark>,
    approved: Option<Mark>,
    passed: Option<Mark>,
    failed: Option<Mark>,
    /// A failed exercise stopped counting by one that was written down late.
    cleared_late: bool,
}

fn courses<'a>(standing: &'a Standing<'a, Taken>, context: &Context<'a>) -> BTreeMap<&'a Slug, Course<'a>> {
    let mut courses: BTreeMap<&Slug, Course<'_>> = BTreeMap::new();
    let wanted = context.spec.plan.as_ref();
    let min_grade = context.spec.min_grade;
    for counted in &standing.items {
        let taken: &Taken = counted.what.as_ref();
        if wanted.is_some_and(|plan| plan != &taken.plan) {
            continue;
        }
        let course = courses.entry(&taken.plan).or_default();
        let mark = Mark::of(counted);
        match taken.step {
            Step::Filed => {
                let first = course.first_filed.filter(|first| first.grade >= min_grade && !first.late);
                *course = Course {
                    first_filed: first.or(Some(mark)),
                    filed_by: Some(counted.log),
                    filed: Some(mark),
                    failed: course.failed,
                    cleared_late: course.cleared_late,
                    ..Course::default()
                };
            }
            Step::Approved if counted.log != context.owner => {
                course.approved = course.approved.or(Some(mark));
            }
            Step::Approved => {}
            Step::Passed => {
                let cleared = course.failed.is_some_and(|failed| mark.grade >= failed.grade);
                course.cleared_late |= cleared && mark.late;
                course.failed = course.failed.filter(|_| !cleared);
                if course.failed.is_none() {
                    course.passed = course.passed.or(Some(mark));
                }
            }
            Step::Failed => (course.failed, course.passed) = (Some(mark), None),
        }
    }
    courses
}

impl Course<'_> {
    /// The verdict with its weight among several plans.
    fn verdict(
        &self,
        plan: &Slug,
        requires: PlanState,
        lacking: Status,
        context: &Context<'_>,
    ) -> (u8, Verdict) {
        if let Some(failed) = self.failed {
            let status = if lacking == Status::Unproven { Status::Failing } else { Status::AtRisk };
            let args = [("plan", plan.into()), ("at", failed.from.into())];
            let verdict = Verdict::bare(status, Reason::new("plan.test_failed", args));
            return (u8::MAX, rests_on(verdict, &[failed]));
        }
        // An approval by somebody else than who filed makes two parties agree on the plan.
        let countersigned = self.approved.filter(|_| self.filed_by == Some(context.owner));
        let filed_grade = |mark: Mark| {
            if countersigned.is_some() { Grade::Countersigned } else { mark.grade }
        };
        let filed = self.first_filed.map(|mark| Mark { grade: filed_grade(mark), ..mark });
        let current = self.filed.map(|mark| Mark { grade: filed_grade(mark), ..mark });
        let approved = self.approved.map(|mark| Mark { grade: filed_grade(mark), ..mark });
        let rests = match (requires, filed, current, approved, self.passed) {
            (PlanState::Filed, Some(filed), ..) => Some(vec![filed]),
            (PlanState::Approved, _, Some(current), Some(approved), _) => Some(vec![approved, current]),
            (PlanState::Tested, _, Some(current), _, Some(passed)) => Some(vec![passed, current]),
            _ => None,
        };
        let Some(rests) = rests else {
            return (self.reached(), self.short(plan, requires, lacking, context));
        };
        let grade = rests.iter().map(|mark| mark.grade).min().unwrap_or(Grade::Asserted);
        let min_grade = context.spec.min_grade;
        if grade < min_grade {
            let args = [("grade", grade.as_str().into()), ("min_grade", min_grade.as_str().into())];
            let verdict = Verdict::bare(lacking, Reason::new("plan.low_grade", args));
            return (self.reached() + 4, rests_on(verdict, &rests));
        }
        let code = match requires {
            PlanState::Filed => "plan.filed",
            PlanState::Approved => "plan.approved",
            PlanState::Tested => "plan.tested",
        };
        let at = rests[0].from;
        let reason = Reason::new(code, [("plan", plan.into()), ("at", at.into())]);
        let proven = Verdict { since: Some(at), ..Verdict::bare(Status::Proven, reason) };
        let mut verdict = rests_on(proven, &rests);
        verdict.late |= self.cleared_late;
        (u8::MAX - 1, verdict)
    }

    fn reached(&self) -> u8 {
        u8::from(self.filed.is_some()) + u8::from(self.approved.is_some()) + u8::from(self.passed.is_some())
    }

    fn short(&self, plan: &Slug, requires: PlanState, lacking: Status, context: &Context<'_>) -> Verdict {
        let (plan, requires, due) =
            (("plan", plan.into()), ("requires", word(requires).into()), ("due", context.due().into()));
        let has = match self {
            Self { passed: Some(_), .. } => PlanState::Tested,
            Self { approved: Some(_), .. } => PlanState::Approved,
            _ => PlanState::Filed,
        };
        let reason = match self.filed {
            Some(_) => Reason::new("plan.short", [plan, ("has", word(has).into()), requires, due]),
            None => Reason::new("plan.not_filed", [plan, requires, due]),
        };
        let marks: Vec<Mark> = [self.passed, self.approved, self.filed].into_iter().flatten().collect();
        rests_on(Verdict::bare(lacking, reason), &marks)
    }
}

fn rests_on(verdict: Verdict, marks: &[Mark]) -> Verdict {
    Verdict {
        evidence: marks.iter().map(|mark| mark.id).collect(),
        grade: marks.iter().map(|mark| mark.grade).min(),
        late: marks.iter().any(|mark| mark.late),
        since: verdict.since.or(marks.first().map(|mark| mark.from)),
        ..verdict
    }
}
