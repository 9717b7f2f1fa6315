//! The measuring agents: the engine's own state and a drill's targets, asked by the simulated clock.

use std::collections::BTreeMap;

use calendar::{Clock, Instant};
use campaign::Campaign;
use drill::{Ground, Point, Probes, Probing};
use journal::{Draft, Slug};
use measure::TargetSpec;
use simulator::{NodeClock, Sites};

use super::{counted::Counted, node::NAME};

/// How a target answers.
const USUAL: Point = Point { rtt_us: 1_200, loss_ppm: 0, certificate_until: None };

/// Measures the targets of one organisation.
pub struct Agent {
    probing: Probing,
    ground: Ground,
}

impl Agent {
    /// An agent for the targets this organisation owns.
    pub fn new(seed: u64, campaign: &Campaign, organisation: &Slug, now: Instant) -> Self {
        let owned = campaign.targets.iter().filter(|target| target.owner == *organisation);
        let owned: Vec<TargetSpec> = owned.map(TargetSpec::from).collect();
        let ground = Ground::of(&owned, campaign.from, |_| USUAL, seed);
        Self { probing: Probing::of(owned, campaign, NAME, BTreeMap::new(), now), ground }
    }

    /// Asks what is due and returns what is to be recorded.
    pub fn work(
        &mut self,
        clock: &NodeClock,
        sites: &Sites,
        world_ms: i64,
        counted: &mut Counted,
    ) -> Vec<Draft> {
        let Self { probing, ground } = self;
        let mut probes = Probes::default();
        let answer = |number, target: &TargetSpec, due| ground.answer(number, target, due, sites, world_ms);
        let found = probing.look(clock.now(), answer, &mut probes);
        counted.stated_again += found.again;
        counted.probes += probes.sent;
        counted.probes_lost += probes.lost;
        counted.turns += found.turned.len() as u64;
        let turned = found.turned.into_iter().map(|turned| turned.draft);
        turned.chain(found.summaries.into_iter().map(|(_, draft)| draft)).collect()
    }
}
