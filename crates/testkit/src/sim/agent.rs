//! The measuring agents: the engine's own state, asked by the simulated clock instead of its tasks.

use std::collections::BTreeMap;

use calendar::{Clock, Instant};
use campaign::Campaign;
use drill::{Probes, Probing};
use journal::{Draft, Slug};
use measure::{Cause, Outcome, TargetSpec};
use simulator::{Answer, Dice, NodeClock, Sites};

use super::{counted::Counted, node::NAME};

/// How long an answer usually takes, µs.
const USUAL_US: u32 = 1_200;

/// Measures the targets of one organisation.
pub struct Agent {
    probing: Probing,
    dice: Dice,
}

impl Agent {
    /// An agent for the targets this organisation owns.
    pub fn new(seed: u64, campaign: &Campaign, organisation: &Slug, now: Instant) -> Self {
        let owned = campaign.targets.iter().filter(|target| target.owner == *organisation);
        let probing =
            Probing::of(owned.map(TargetSpec::from).collect(), campaign, NAME, BTreeMap::new(), now);
        Self { probing, dice: Dice::of(seed, &format!("agent/{organisation}")) }
    }

    /// Asks what is due and returns what is to be recorded.
    pub fn work(
        &mut self,
        clock: &NodeClock,
        sites: &Sites,
        world_ms: i64,
        counted: &mut Counted,
    ) -> Vec<Draft> {
        let Self { probing, dice } = self;
        let answer = |_: usize, target: &TargetSpec, _: Instant| {
            let usual = USUAL_US + dice.below(400) as u32;
            match sites.answer(target.id.as_str(), world_ms, usual) {
                Answer::In(us) => Outcome::answered(us),
                Answer::Never => Outcome::of(Cause::Timeout, "no answer"),
            }
        };
        let mut probes = Probes::default();
        let found = probing.look(clock.now(), answer, &mut probes);
        counted.probes += probes.sent;
        counted.probes_lost += probes.lost;
        counted.turns += found.turned.len() as u64;
        let turned = found.turned.into_iter().map(|turned| turned.draft);
        turned.chain(found.summaries.into_iter().map(|(_, draft)| draft)).collect()
    }
}
