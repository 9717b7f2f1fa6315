//! `acknowledgement`: the addressee has taken note of the obligation, by a named person.

use journal::{Facts, Grade};
use serde::{Deserialize, Serialize};

use super::{
    Check, Context, Moment, Verdict,
    items::{Items, Said, led_by},
    rules::Rules,
};
use crate::{
    evidence::{Body, Evidence},
    finding::Status,
    reason::Reason,
};

/// The check.
#[derive(Debug)]
pub struct Acknowledgement;

/// An acknowledgement says nothing beyond that it was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {}

impl Said for Given {
    fn kind(&self) -> &'static str {
        "acknowledgement.given"
    }

    fn corrected(&self, _fields: &Facts) -> Self {
        self.clone()
    }
}

impl Check for Acknowledgement {
    const RULES: Rules = Rules {
        name: "acknowledgement",
        version: 1,
        meaning: "the owner has taken note, by a named person",
        reads: &["acknowledgement.given"],
        fields: &[],
        needs: &[],
        thresholds: &[],
        figures: &[],
        min_grade: Grade::Attested,
        best_grade: Grade::Countersigned,
    };

    type State = Items<Given>;

    fn fold(state: &mut Self::State, evidence: &Evidence, context: &Context<'_>) {
        if matches!(evidence.body, Body::AcknowledgementGiven { .. }) {
            state.add(evidence, context, Given {});
        }
    }

    fn judge(state: &Self::State, context: &Context<'_>, moment: &Moment) -> Verdict {
        let standing = state.standing(context, moment);
        let min_grade = context.spec.min_grade;
        let verdict = if let Some(given) = standing.first_proving(min_grade, |_| true) {
            let reason = Reason::new("acknowledgement.given", [("at", given.from.into())]);
            Verdict {
                since: Some(given.from),
                evidence: led_by(&[given.id], standing.ids()),
                grade: Some(given.grade),
                late: given.late,
                ..Verdict::bare(Status::Proven, reason)
            }
        } else if let Some(grade) = standing.best_grade() {
            let args = [("grade", grade.as_str().into()), ("min_grade", min_grade.as_str().into())];
            let reason = Reason::new("acknowledgement.low_grade", args);
            Verdict {
                evidence: standing.ids(),
                grade: Some(grade),
                ..Verdict::bare(context.lacking(moment), reason)
            }
        } else {
            let status = context.lacking(moment);
            let code =
                if status == Status::NotDue { "acknowledgement.not_due" } else { "acknowledgement.missing" };
            Verdict::bare(status, Reason::new(code, [("due", context.due().into())]))
        };
        Verdict { late: verdict.late || standing.corrected_late, ..verdict }
    }
}
