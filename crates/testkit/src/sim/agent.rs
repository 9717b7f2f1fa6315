//! The measuring agents: the engine's own state, asked by the simulated clock instead of its tasks.

use std::{collections::BTreeMap, sync::Arc};

use calendar::{Clock, Instant};
use campaign::Campaign;
use journal::{Draft, Slug};
use measure::{Cause, Measuring, Outcome, ProbeKind, TargetSpec, Verdict, Writer};
use simulator::{Answer, Dice, NodeClock, Sites};

use super::{counted::Counted, node::NAME};

/// How long an answer usually takes, µs.
const USUAL_US: u32 = 1_200;

/// Measures the targets of one organisation.
pub struct Agent {
    targets: Arc<Vec<TargetSpec>>,
    measuring: Measuring,
    writer: Writer,
    dice: Dice,
}

impl Agent {
    /// An agent for the targets this organisation owns.
    pub fn new(seed: u64, campaign: &Campaign, organisation: &Slug, now: Instant) -> Self {
        let owned = campaign.targets.iter().filter(|target| target.owner == *organisation);
        let specs: Vec<TargetSpec> = owned
            .map(|target| {
                let mut spec =
                    TargetSpec::new(target.id.clone(), organisation.clone(), ProbeKind::Tcp, &target.address);
                spec.every_ms = target.every_s * 1_000;
                spec.fail_after = target.fail_after;
                spec
            })
            .collect();
        let targets = Arc::new(specs);
        let measuring = Measuring::new(Arc::clone(&targets), &BTreeMap::new(), campaign.summary_s, now);
        let writer =
            Writer { node: NAME.to_owned(), actor: "measure".to_owned(), campaign: Some(campaign.digest) };
        Self { targets, measuring, writer, dice: Dice::of(seed, &format!("agent/{organisation}")) }
    }

    /// Asks what is due and returns what is to be recorded.
    pub fn work(
        &mut self,
        clock: &NodeClock,
        sites: &Sites,
        world_ms: i64,
        counted: &mut Counted,
    ) -> Vec<Draft> {
        let now = clock.now();
        let mut drafts = Vec::new();
        while let Some(tick) = self.measuring.take_due(now) {
            if tick.verdict == Verdict::OwnLate {
                self.measuring.own_late(&tick, now);
                continue;
            }
            let started = self.measuring.start(&tick, now);
            let target = &self.targets[started.target];
            counted.probes += 1;
            let usual = USUAL_US + self.dice.below(400) as u32;
            let outcome = match sites.answer(target.id.as_str(), world_ms, usual) {
                Answer::In(us) => Outcome::answered(us),
                Answer::Never => {
                    counted.probes_lost += 1;
                    Outcome::of(Cause::Timeout, "no answer")
                }
            };
            let (_, turn) = self.measuring.end(started, outcome, now);
            if let Some(turn) = turn {
                counted.turns += 1;
                drafts.extend(self.writer.turned(&target.owner, &target.id, &turn));
            }
        }
        for closed in self.measuring.close(now) {
            for organisation in closed.organisations() {
                drafts.extend(self.writer.summarised(organisation, &closed).into_iter().flatten());
            }
        }
        drafts
    }
}
