//! `quality`: answers come fast enough, few enough are lost, and certificates live long enough.
//!
//! Each summary period is held against the limits. The latest one over a limit fails the obligation now; over the
//! whole campaign, periods over a limit may take up `over_ppm` of the time (5 % where the file sets nothing, as a
//! 95th percentile leaves out 5 %). A certificate must have its days left at every moment. A target that is not measured
//! says nothing, and the reason why it is not is told instead of a loss of signal.

mod left_out;
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
pub struct Quality;

/// Summaries of the owner's targets, and since when some of them are not measured.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    left_out: TargetTurns,
    ledger: Ledger,
}

/// An hour in microseconds: no answer is waited for longer.
const HOUR_US: i64 = 3_600_000_000;
/// Ten years in days: no certificate lives longer.
const TEN_YEARS_DAYS: i64 = 3_650;

impl Check for Quality {
    const RULES: Rules = Rules {
        name: "quality",
        version: 2,
        meaning: "answers are fast enough, losses few enough, certificates valid long enough",
        reads: &["measurement.summarised", "target.turned"],
        fields: &["targets", "thresholds", "stale_after_s"],
        needs: &["targets", "thresholds"],
        thresholds: &[
            ThresholdRule {
                name: "rtt_us_p95",
                unit: "us",
                ops: CEILING,
                range: (1, HOUR_US),
                meaning: "95th percentile of the answers within a summary period",
            },
            ThresholdRule {
                name: "loss_ppm",
                unit: "ppm",
                ops: CEILING,
                range: (0, WHOLE_PPM),
                meaning: "share of probes lost within a summary period",
            },
            ThresholdRule {
                name: "cert_days_left",
                unit: "days",
                ops: FLOOR,
                range: (0, TEN_YEARS_DAYS),
                meaning: "whole days until the certificate runs out",
            },
            ThresholdRule {
                name: "over_ppm",
                unit: "ppm",
                ops: &[crate::model::Op::AtMost],
                range: (0, WHOLE_PPM),
                meaning: "share of the measured time that may lie in periods over a limit; 50000 where absent",
            },
        ],
        figures: &["rtt_us_p95", "loss_ppm", "slow_ppm", "lossy_ppm", "cert_days_left", "targets"],
        min_grade: Grade::Measured,
        best_grade: Grade::Measured,
    };

    type State = State;

    fn fold(state: &mut State, evidence: &Evidence, context: &Context<'_>) {
        match &evidence.body {
            Body::MeasurementSummarised { .. } => state.ledger.add(evidence, context, &scale(context)),
            Body::TargetTurned { from, to, .. } if left_out::concerns(*from, *to) => {
                state.left_out.add(evidence, context);
            }
            _ => {}
        }
    }

    fn warm(state: &mut State, context: &Context<'_>) {
        state.ledger.warm(&scale(context));
    }

    fn judge(state: &State, context: &Context<'_>, moment: &Moment) -> Verdict {
        if !moment.reached(context.campaign.from) {
            let reason = Reason::new("quality.not_due", [("from", context.campaign.from.into())]);
            return Verdict::bare(Status::NotDue, reason);
        }
        let bench = Bench::new(state, context, moment);
        let assessed: Vec<Assessment<'_>> = context.targets.iter().map(|own| bench.assess(own)).collect();
        let late = assessed.iter().any(|target| target.late) || bench.corrected_late();
        let Some(worst) = assessed.into_iter().min_by_key(Assessment::severity) else {
            return Verdict::bare(Status::Unproven, Reason::new("quality.no_target", []));
        };
        let targets = context.targets.len() as i64;
        let mut figures = bench.figures(&worst);
        figures.push(Figure { name: "targets", value: targets, unit: "count", target: None, limit: None });
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

fn scale(context: &Context<'_>) -> Scale {
    let limit = |name| context.find_threshold(name).map(|threshold| (threshold.op, threshold.value));
    Scale {
        keep: Keep::Times,
        rtt_us_p95: limit("rtt_us_p95"),
        loss_ppm: limit("loss_ppm"),
        late_after_ms: context.stale_after_ms(),
    }
}
