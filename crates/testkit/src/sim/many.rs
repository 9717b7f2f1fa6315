//! Many seeds, on as many threads as there are; what they count does not depend on how many.

use std::{
    fmt,
    ops::Range,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use super::{Breach, Counted, Outcome, Plan, minimise, run};

/// What became of some seeds.
#[derive(Debug, Default)]
pub struct Played {
    /// How often each thing happened, in those that held.
    pub counted: Counted,
    /// Those that did not hold, by seed.
    pub failures: Vec<Failure>,
}

/// A plan that did not hold.
#[derive(Debug)]
pub struct Failure {
    /// The plan.
    pub plan: Plan,
    /// When it broke, ms after the begin.
    pub at_ms: i64,
    /// What must not have been.
    pub breach: Breach,
}

impl Failure {
    /// Plays a plan; nothing where it holds.
    pub fn of(plan: &Plan, counted: &mut Counted) -> Option<Self> {
        let Outcome { counted: happened, breach, .. } = run(plan);
        if breach.is_none() {
            counted.add(&happened);
        }
        breach.map(|(at_ms, breach)| Self { plan: plan.clone(), at_ms, breach })
    }

    /// The smallest plan found that breaks the same promise.
    pub fn smallest(&self) -> Plan {
        let is_like = |(_, breach): (i64, Breach)| breach.is_like(&self.breach);
        minimise(&self.plan, &mut |plan| run(plan).breach.is_some_and(is_like))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plan, at_ms, breach } = self;
        write!(f, "after {} s of {plan}\n{breach}", at_ms / 1_000)
    }
}

/// Plays every seed, on so many threads.
pub fn play(seeds: Range<u64>, threads: usize) -> Played {
    let next = AtomicU64::new(seeds.start);
    let played = Mutex::new(Played::default());
    thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                let mut own = Played::default();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds.end {
                        break;
                    }
                    own.failures.extend(Failure::of(&Plan::of(seed), &mut own.counted));
                }
                let mut played = played.lock().unwrap_or_else(PoisonError::into_inner);
                played.counted.add(&own.counted);
                played.failures.extend(own.failures);
            });
        }
    });
    let mut played = played.into_inner().unwrap_or_else(PoisonError::into_inner);
    played.failures.sort_by_key(|failure| failure.plan.seed);
    played
}
