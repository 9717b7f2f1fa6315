//! What is known of a target right now, for its page: the last turn and the last summary heard.

use calendar::Instant;
use journal::EntryId;
use serde::{Deserialize, Serialize};

use crate::evidence::{Evidence, TargetState, TargetSummary};

/// What is known of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetNow {
    /// Why it is in this state; empty before the first turn.
    pub cause: String,
    /// The entry of the last turn.
    pub entry: Option<EntryId>,
    /// The last summary with answers or losses.
    pub last: Option<LastSummary>,
    /// Since when it is in this state.
    pub since: Option<Instant>,
    /// Its state.
    pub state: TargetState,
}

/// The last summary of a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastSummary {
    /// The entry.
    pub entry: EntryId,
    /// Not answered.
    pub lost: u32,
    /// When the certificate met runs out.
    pub not_after: Option<Instant>,
    /// Answered.
    pub ok: u32,
    /// Median of the answers.
    pub rtt_us_p50: Option<u32>,
    /// 95th percentile of the answers.
    pub rtt_us_p95: Option<u32>,
    /// End of the period.
    pub to: Instant,
}

impl Default for TargetNow {
    fn default() -> Self {
        Self { cause: String::new(), entry: None, last: None, since: None, state: TargetState::Unknown }
    }
}

impl TargetNow {
    /// Takes in a turn if it is the latest.
    pub(super) fn turned(&mut self, to: TargetState, cause: &str, evidence: &Evidence) {
        if (self.since, self.entry) < (Some(evidence.held.from), Some(evidence.id)) {
            cause.clone_into(&mut self.cause);
            (self.entry, self.since, self.state) = (Some(evidence.id), Some(evidence.held.from), to);
        }
    }

    /// Takes in a summary if it is the latest that says anything.
    pub(super) fn summarised(&mut self, summary: &TargetSummary, evidence: &Evidence) {
        let Some(to) = evidence.held.to.filter(|_| summary.ok > 0 || summary.lost > 0) else {
            return;
        };
        let latest = self.last.is_none_or(|last| (last.to, last.entry) < (to, evidence.id));
        if latest {
            self.last = Some(LastSummary {
                entry: evidence.id,
                lost: summary.lost,
                not_after: summary.not_after,
                ok: summary.ok,
                rtt_us_p50: summary.rtt_us_p50,
                rtt_us_p95: summary.rtt_us_p95,
                to,
            });
        }
    }
}
