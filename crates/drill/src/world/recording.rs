//! The way of measurements into the journal: in order, tried again while the node can't take them.

use std::collections::{BTreeMap, VecDeque};

use access::Scope;
use calendar::{Clock, Instant};
use futures_util::future::join_all;
use journal::{Draft, Slug};
use measure::{State, TargetSpec};
use store::{EnvironmentReason, RecordFault};

use super::World;
use crate::{fault::DrillFault, probing::ACTOR};

/// Drafts that may wait, as in the engine's own outbox.
const MAX_WAITING: usize = 8192;
/// Drafts handed over at once.
const AT_ONCE: usize = 512;

/// What was measured and is not yet recorded.
#[derive(Default)]
pub struct Outbox {
    waiting: VecDeque<Waiting>,
    scopes: BTreeMap<Slug, Scope>,
}

struct Waiting {
    organisation: Slug,
    draft: Draft,
    /// The target that the draft says is down.
    down: Option<Slug>,
}

impl World<'_> {
    /// Asks every target that is due, and records what follows from it.
    pub(super) fn probe(&mut self) -> Result<(), DrillFault> {
        let Self { probing: Some(probing), node, time, ground, sites, probes, .. } = self else {
            return Ok(());
        };
        let before = probes.sent;
        let world_ms = time.now().as_ms();
        let answer = |number, spec: &TargetSpec, due| ground.answer(number, spec, due, sites, world_ms);
        let found = probing.look(node.clock().now(), answer, probes);
        self.figures.events += self.probes.sent - before;
        self.figures.measurements_unwritten += found.unwritten;
        if found.turned.is_empty() && found.summaries.is_empty() {
            return Ok(());
        }
        let turned = !found.turned.is_empty();
        for turn in found.turned {
            let down = (turn.to == State::Down).then_some(turn.target);
            self.outbox.waiting.push_back(Waiting { organisation: turn.owner, draft: turn.draft, down });
        }
        for (organisation, draft) in found.summaries {
            self.outbox.waiting.push_back(Waiting { organisation, draft, down: None });
        }
        while self.outbox.waiting.len() > MAX_WAITING {
            self.outbox.waiting.pop_front();
            self.figures.measurements_dropped += 1;
        }
        self.deliver();
        if turned { self.look() } else { Ok(()) }
    }

    /// Nobody goes on measuring: what no summary tells of yet none will.
    pub(super) fn lose_unstated(&mut self) {
        self.figures.probes_unstated += self.probing.take().map_or(0, |probing| probing.unstated());
    }

    /// The node is killed: what it measured and had not yet recorded goes with it.
    pub(super) fn lose_waiting(&mut self, trouble: usize) {
        let lost = self.outbox.waiting.len() as u64;
        self.outbox = Outbox::default();
        self.causes.loses(trouble, lost);
        self.figures.measurements_lost += lost;
    }

    /// Records what waits, as far as the node takes it.
    pub(super) fn deliver(&mut self) {
        let count = self.outbox.waiting.len().min(AT_ONCE);
        if count == 0 {
            return;
        }
        let batch: Vec<Waiting> = self.outbox.waiting.drain(..count).collect();
        for one in &batch {
            let of = one.organisation.clone();
            let scope = || Scope::machine(ACTOR, one.organisation.clone(), &self.tree);
            self.outbox.scopes.entry(of).or_insert_with(scope);
        }
        let Self { node, outbox, .. } = self;
        let answers = node.call(async |store| {
            let records = batch.iter().filter_map(|one| {
                let scope = outbox.scopes.get(&one.organisation)?;
                Some(store.record(scope, &one.organisation, one.draft.clone()))
            });
            join_all(records).await
        });
        let now = self.time.now();
        let heard = batch.iter().map(|one| one.organisation.clone()).collect();
        let mut left = VecDeque::new();
        for (one, answer) in batch.into_iter().zip(answers.unwrap_or_default()) {
            left.extend(self.recorded(one, answer.err(), now));
        }
        left.append(&mut self.outbox.waiting);
        self.outbox.waiting = left;
        self.look_at_clock_notes(&heard);
    }

    fn recorded(&mut self, one: Waiting, fault: Option<RecordFault>, now: Instant) -> Option<Waiting> {
        match fault {
            None => {
                if let Some(target) = &one.down {
                    self.causes.note_target(target, now);
                }
                None
            }
            Some(RecordFault::Environment(fault)) => {
                if fault.reason == EnvironmentReason::DiskFull {
                    self.causes.note_full(&self.file.troubles, now);
                }
                Some(one)
            }
            // A node that was killed within a period makes it again from what it still saw; what stands stays.
            Some(RecordFault::Conflict { .. }) => {
                self.figures.measurements_repeated += 1;
                None
            }
            Some(_) => {
                self.figures.measurements_refused += 1;
                None
            }
        }
    }
}
