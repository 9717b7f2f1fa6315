//! `report`: the owner handed in the report that was asked for; the first in time counts, later ones stand beside it.

use journal::{Facts, Grade, Hash};
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
pub struct Report;

/// A report, by the digest of its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    report: Hash,
}

impl Said for Submitted {
    fn kind(&self) -> &'static str {
        "report.submitted"
    }

    fn corrected(&self, _fields: &Facts) -> Self {
        self.clone()
    }
}

impl Check for Report {
    const RULES: Rules = Rules {
        name: "report",
        version: 1,
        meaning: "the report asked for was handed in",
        reads: &["report.submitted"],
        fields: &[],
        needs: &[],
        thresholds: &[],
        figures: &[],
        min_grade: Grade::Attested,
        best_grade: Grade::Countersigned,
    };

    type State = Items<Submitted>;

    fn fold(state: &mut Self::State, evidence: &Evidence, context: &Context<'_>) {
        if let Body::ReportSubmitted { report, .. } = evidence.body {
            state.add(evidence, context, Submitted { report });
        }
    }

    fn judge(state: &Self::State, context: &Context<'_>, moment: &Moment) -> Verdict {
        let standing = state.standing(context, moment);
        let min_grade = context.spec.min_grade;
        let verdict = if let Some(submitted) = standing.first_proving(min_grade, |_| true) {
            let reason = Reason::new("report.submitted", [("at", submitted.from.into())]);
            Verdict {
                since: Some(submitted.from),
                evidence: led_by(&[submitted.id], standing.ids()),
                grade: Some(submitted.grade),
                late: submitted.late,
                ..Verdict::bare(Status::Proven, reason)
            }
        } else if let Some(grade) = standing.best_grade() {
            let args = [("grade", grade.as_str().into()), ("min_grade", min_grade.as_str().into())];
            let reason = Reason::new("report.low_grade", args);
            Verdict {
                evidence: standing.ids(),
                grade: Some(grade),
                ..Verdict::bare(context.lacking(moment), reason)
            }
        } else {
            let status = context.lacking(moment);
            let code = if status == Status::NotDue { "report.not_due" } else { "report.missing" };
            Verdict::bare(status, Reason::new(code, [("due", context.due().into())]))
        };
        Verdict { late: verdict.late || standing.corrected_late, ..verdict }
    }
}
