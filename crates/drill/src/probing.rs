//! The node's measuring: the engine's own state (schedule, edges, summaries), asked by the drill's clock instead of its
//! tasks, and answered by simulated targets.

use std::{collections::BTreeMap, sync::Arc};

use access::Scope;
use calendar::{Clock, Instant};
use campaign::{Campaign, TargetState};
use journal::{Draft, Slug};
use measure::{Cause, Certificate, Chain, Measuring, Outcome, State, TargetSpec, Verdict, Writer};
use simulator::{Answer, Luck, Sites};

use crate::{
    file::Point,
    node::{NAME, Node},
};

/// Opaque id of the measuring program as an actor.
pub const ACTOR: &str = "measure";

/// How the targets of a campaign answer while nothing is wrong.
pub struct Ground(Vec<Standing>);

/// One of them.
struct Standing {
    point: Point,
    certificate: Option<Certificate>,
    /// By moment, so that no trouble changes anybody's later luck.
    luck: Luck,
}

/// A target that turned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turned {
    /// Which.
    pub target: Slug,
    /// Whose log says so.
    pub owner: Slug,
    /// To what.
    pub to: State,
    /// The draft that says so.
    pub draft: Draft,
}

/// What a look at the time brought.
#[derive(Debug, Default)]
pub struct Found {
    /// Targets that turned.
    pub turned: Vec<Turned>,
    /// Summaries, with whose they are.
    pub summaries: Vec<(Slug, Draft)>,
    /// Periods that were stated before, and are stated once more.
    pub again: u64,
    /// What made no draft.
    pub unwritten: u64,
}

/// Probes sent, and those that were lost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Probes {
    /// Sent.
    pub sent: u64,
    /// Not answered.
    pub lost: u64,
}

/// The measuring part of a running node; a kill ends it.
pub struct Probing {
    targets: Arc<Vec<TargetSpec>>,
    measuring: Measuring,
    writer: Writer,
}

/// The engine keeps its targets by id.
fn specs(campaign: &Campaign) -> Vec<TargetSpec> {
    let mut specs: Vec<TargetSpec> = campaign.targets.iter().map(TargetSpec::from).collect();
    specs.sort_by(|a, b| a.id.cmp(&b.id));
    specs
}

impl Ground {
    /// Of all targets of a campaign, as their points say.
    pub fn new(campaign: &Campaign, points: &BTreeMap<Slug, Point>, seed: u64) -> Self {
        let point = |id: &Slug| points.get(id).copied().unwrap_or_default();
        Self::of(&specs(campaign), campaign.from, point, seed)
    }

    /// Of some targets in this order, with certificates valid from a moment on.
    pub fn of(
        targets: &[TargetSpec],
        from: Instant,
        mut point: impl FnMut(&Slug) -> Point,
        seed: u64,
    ) -> Self {
        let standing = |spec: &TargetSpec| {
            let point = point(&spec.id);
            let certificate = point.certificate_until.map(|until| certificate(&spec.id, from, until));
            let luck = Luck::of(seed, &format!("target/{}", spec.id));
            Standing { point, certificate, luck }
        };
        Self(targets.iter().map(standing).collect())
    }

    /// How a target answers the probe of a tick.
    pub fn answer(
        &self,
        number: usize,
        spec: &TargetSpec,
        due: Instant,
        sites: &Sites,
        world_ms: i64,
    ) -> Outcome {
        let Some(Standing { point, certificate, luck }) = self.0.get(number) else {
            return Outcome::of(Cause::Error, "no such target");
        };
        let (slower, stray) = luck.at(due);
        let usual_us = point.rtt_us + ((u64::from(slower) * u64::from(point.rtt_us / 2)) >> 32) as u32;
        let site = spec.id.as_str();
        let lost_ppm = point.loss_ppm.max(sites.lost_ppm(site));
        let strays = ((u64::from(stray) * 1_000_000) >> 32) < u64::from(lost_ppm);
        match sites.answer(site, world_ms, usual_us) {
            Answer::Never => Outcome::of(Cause::Timeout, "no answer"),
            Answer::In(_) if strays => Outcome::of(Cause::Timeout, "lost on the way"),
            Answer::In(us) if us / 1_000 >= spec.timeout_ms => {
                Outcome::of(Cause::Timeout, "answered too late")
            }
            Answer::In(us) => Outcome { certificate: certificate.clone(), ..Outcome::answered(us) },
        }
    }
}

fn certificate(id: &Slug, from: Instant, until: Instant) -> Certificate {
    Certificate {
        not_before: from,
        not_after: until,
        subject: format!("CN={id}.example"),
        issuer: "CN=drill".to_owned(),
        names: vec![format!("{id}.example")],
        sha256: journal::Hash::of(id.as_str().as_bytes()).hex(),
        chain: Chain::NotChecked,
        chain_detail: None,
    }
}

impl Probing {
    /// Begins to measure every target of a campaign that nothing was heard of.
    pub fn new(campaign: &Campaign, node: &str, now: Instant) -> Self {
        Self::of(specs(campaign), campaign, node, BTreeMap::new(), now)
    }

    /// Goes on measuring on a node that was started again, from how targets stood when it was last heard of them.
    pub fn going_on(campaign: &Campaign, node: &mut Node, reader: &Scope) -> Self {
        let known = node.call(async |store| store.targets(reader)).unwrap_or_default();
        let states = known.into_iter().map(|detail| (detail.target.id, detail.now.state)).collect();
        Self::of(specs(campaign), campaign, NAME, states, node.clock().now())
    }

    /// Begins to measure some targets of a campaign; `states` is how they stood when last heard of.
    pub fn of(
        targets: Vec<TargetSpec>,
        campaign: &Campaign,
        node: &str,
        states: BTreeMap<Slug, TargetState>,
        now: Instant,
    ) -> Self {
        let targets = Arc::new(targets);
        let known = states.into_iter().filter_map(|(id, state)| Some((id, engine_state(state)?)));
        Self {
            measuring: Measuring::new(Arc::clone(&targets), &known.collect(), campaign.summary_s, now),
            targets,
            writer: Writer {
                node: node.to_owned(),
                actor: ACTOR.to_owned(),
                campaign: Some(campaign.digest),
            },
        }
    }

    /// Probes of periods that are not over, and stand in no summary.
    pub fn unstated(&self) -> u64 {
        self.measuring.unstated_probes()
    }

    /// When the next probe is due by the node's clock.
    pub fn next_due(&self) -> Option<Instant> {
        self.measuring.next_due()
    }

    /// Asks what is due by the node's clock; `answer` is told which target, by its place in the order of ids, and for
    /// which tick.
    pub fn look(
        &mut self,
        node_now: Instant,
        mut answer: impl FnMut(usize, &TargetSpec, Instant) -> Outcome,
        probes: &mut Probes,
    ) -> Found {
        let mut found = Found::default();
        while let Some(tick) = self.measuring.take_due(node_now) {
            if tick.verdict == Verdict::OwnLate {
                self.measuring.own_late(&tick, node_now);
                continue;
            }
            let started = self.measuring.start(&tick, node_now);
            let target = &self.targets[started.target];
            let outcome = answer(started.target, target, tick.due);
            probes.sent += 1;
            probes.lost += u64::from(outcome.cause != Cause::Ok);
            let (_, turn) = self.measuring.end(started, outcome, node_now);
            let Some(turn) = turn else { continue };
            match self.writer.turned(&target.owner, &target.id, &turn) {
                Ok(draft) => {
                    let (target, owner) = (target.id.clone(), target.owner.clone());
                    found.turned.push(Turned { target, owner, to: turn.to, draft });
                }
                Err(_) => found.unwritten += 1,
            }
        }
        for closed in self.measuring.close(node_now) {
            found.again += u64::from(closed.before > 0 && !closed.organisations().is_empty());
            for organisation in closed.organisations() {
                match self.writer.summarised(organisation, &closed) {
                    Ok(drafts) => {
                        let drafts = drafts.into_iter().map(|draft| (organisation.clone(), draft));
                        found.summaries.extend(drafts);
                    }
                    Err(_) => found.unwritten += 1,
                }
            }
        }
        found
    }
}

const fn engine_state(state: TargetState) -> Option<State> {
    match state {
        TargetState::Up => Some(State::Up),
        TargetState::Down => Some(State::Down),
        TargetState::Excluded | TargetState::Unknown => None,
    }
}
