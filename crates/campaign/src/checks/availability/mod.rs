//! `availability`: targets answer, and what downtime there was stays within what the threshold allows.
//!
//! Edges tell at once that a target is down; summaries tell how much was lost. A period without samples is a gap and
//! counted neither way, and an outage is as long as it was measured; probes the measuring node was late with, or that were left out on purpose, never count
//! against the network. The allowance is that of the whole campaign: one lost probe on the first day is no failure,
//! an allowance used up can't be earned back.

mod outages;
mod target;

use journal::Grade;
use serde::{Deserialize, Serialize};

use super::{
    Check, Context, Moment, Verdict,
    ledger::{Keep, Ledger, Scale},
    rules::{CEILING, FLOOR, Rules, ThresholdRule, WHOLE_PPM},
    turns::TargetTurns,
};
use crate::{
    evidence::{Body, Evidence},
    finding::{Figure, Status},
    reason::Reason,
};
use target::{Assessment, Bench};

/// The check.
#[derive(Debug)]
pub struct Availability;

/// Summaries and turns of the owner's targets.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    edges: TargetTurns,
    ledger: Ledger,
}

/// The year in seconds: no outage limit is longer.
const YEAR_S: i64 = 31_536_000;

impl Check for Availability {
    const RULES: Rules = Rules {
        name: "availability",
        version: 3,
        meaning: "targets answer, and downtime stays within the threshold",
        reads: &["measurement.summarised", "target.turned"],
        fields: &["targets", "thresholds", "stale_after_s"],
        needs: &["targets"],
        thresholds: &[
            ThresholdRule {
                name: "availability_ppm",
                unit: "ppm",
                ops: FLOOR,
                range: (0, WHOLE_PPM),
                meaning: "share of probes answered, over the whole campaign",
            },
            ThresholdRule {
                name: "outage_s",
                unit: "s",
                ops: CEILING,
                range: (0, YEAR_S),
                meaning: "longest single outage",
            },
            ThresholdRule {
                name: "coverage_ppm",
                unit: "ppm",
                ops: FLOOR,
                range: (0, WHOLE_PPM),
                meaning: "share of the time of which there are samples",
            },
        ],
        figures: &[
            "availability_ppm",
            "outage_s",
            "downtime_s",
            "coverage_ppm",
            "probes_ok",
            "probes_lost",
            "probes_own_late",
            "probes_excluded",
            "targets",
            "targets_down",
        ],
        min_grade: Grade::Measured,
        best_grade: Grade::Measured,
    };

    type State = State;

    fn fold(state: &mut State, evidence: &Evidence, context: &Context<'_>) {
        match &evidence.body {
            Body::MeasurementSummarised { .. } => state.ledger.add(evidence, context, &scale(context)),
            Body::TargetTurned { .. } => state.edges.add(evidence, context),
            _ => {}
        }
    }

    fn warm(state: &mut State, context: &Context<'_>) {
        state.ledger.warm(&scale(context));
    }

    fn judge(state: &State, context: &Context<'_>, moment: &Moment) -> Verdict {
        if !moment.reached(context.campaign.from) {
            let reason = Reason::new("availability.not_due", [("from", context.campaign.from.into())]);
            return Verdict::bare(Status::NotDue, reason);
        }
        let bench = Bench::new(state, context, moment);
        let assessed: Vec<Assessment<'_>> = context.targets.iter().map(|own| bench.assess(&own.id)).collect();
        let down = assessed.iter().filter(|target| target.is_down()).count();
        let late = assessed.iter().any(|target| target.late) || bench.corrected_late();
        let Some(worst) = assessed.into_iter().min_by_key(Assessment::severity) else {
            return Verdict::bare(Status::Unproven, Reason::new("availability.no_target", []));
        };
        let mut figures = bench.figures(&worst);
        figures.push(count("targets", context.targets.len()));
        figures.push(count("targets_down", down));
        Verdict {
            status: worst.status(),
            reason: bench.reason(&worst),
            since: worst.since(),
            figures,
            evidence: bench.evidence(&worst),
            grade: worst.grade(),
            late,
        }
    }
}

fn count(name: &'static str, value: usize) -> Figure {
    Figure { name, value: value as i64, unit: "count", target: None, limit: None }
}

fn scale(context: &Context<'_>) -> Scale {
    Scale { keep: Keep::Counts, rtt_us_p95: None, loss_ppm: None, late_after_ms: context.stale_after_ms() }
}
