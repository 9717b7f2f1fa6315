//! The simulator can fail: each fault let into the product's code is found by some seed, by the very promise it breaks,
//! and that seed holds without it.
//!
//! `cargo test -p testkit --features sabotage --test sabotage`
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::{
    fmt,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use sabotage::Mutant;
use testkit::sim::{Breach, Plan, Refusal, run};

/// Seeds that are tried for one fault.
const SEEDS: u64 = 100;

/// Whether a breach is of the promise that a fault breaks. Any other may be a fault of the simulator, or of its machine.
fn is_of(mutant: Mutant, breach: &Breach) -> bool {
    use Breach as B;
    use Mutant as M;
    match mutant {
        // What was told is gone, or another stands where it stood.
        M::AcknowledgeUnsynced => {
            matches!(breach, B::Lost(_) | B::Altered(_) | B::Receipt(_) | B::Forked(_))
        }
        // The board is not what the entries give, today or as it was.
        M::CountTwice | M::ForgetCursor | M::DropLastAtStart => {
            matches!(breach, B::Board(_) | B::Verdict(_) | B::Past(_))
        }
        // What a log says of itself, or the board, runs ahead of what the log holds.
        M::ShowUncommitted => {
            matches!(breach, B::Altered(_) | B::Board(_) | B::Verdict(_) | B::Past(_)) || is_short(breach)
        }
        M::ForgetTime => matches!(breach, B::Board(_) | B::Verdict(_)),
        M::LoseIndexLines => matches!(breach, B::Index(_)),
        M::JudgeByToday => matches!(breach, B::Past(_) | B::Board(_)),
        // The log says it is longer than it is, and what follows stands in the wrong place.
        M::KeepHeadsOfFailure => {
            matches!(breach, B::Altered(_) | B::Lost(_) | B::Forked(_) | B::Unverified(_)) || is_short(breach)
        }
        M::ServeForeign | M::FindForeign => matches!(breach, B::Leak(_)),
        M::HideClear => matches!(breach, B::Index(_)),
        M::IgnoreCorrections
        | M::LoseGap
        | M::ForgiveLoss
        | M::HideLateness
        | M::ForgiveSlowness
        | M::JudgeByFirstPeriod => matches!(breach, B::Verdict(_)),
        // A journal that lost entries goes on.
        M::ForgetWitness => matches!(breach, B::Rotten(_)),
        M::HushTime => matches!(breach, B::Untold(_)),
        M::SignUnobserved => matches!(breach, B::Unobserved(_)),
        M::FollowClockBack => matches!(breach, B::TimeWentBack(_)),
        M::SignTwoRoots => matches!(breach, B::Forked(_)),
        M::TakeOtherContent => matches!(breach, B::Confused(_)),
        M::RefuseReplay => matches!(breach, B::NotArrived(_)),
        M::TakeMarked => matches!(breach, B::Taken(_, Refusal::Marked)),
        M::HideClock => matches!(breach, B::ClockUntold(_)),
        M::ShareDirectory => matches!(breach, B::Shared),
        M::RefuseGood => matches!(breach, B::Refused(..)),
        M::TakeToCome => matches!(breach, B::Taken(_, Refusal::ToCome)),
        M::TakeNotOver => matches!(breach, B::Taken(_, Refusal::NotOver)),
        M::StampLate | M::HideOffset => matches!(breach, B::Stamped(_)),
    }
}

/// Whether the store itself finds that a log does not hold what its head says.
fn is_short(breach: &Breach) -> bool {
    matches!(breach, Breach::Unreadable(what) if what.starts_with("reading the entries of a log"))
}

/// What the seeds made of a fault.
struct Told {
    mutant: Mutant,
    /// The first seed that found it, by a breach that is its own.
    found: Option<(u64, Breach)>,
    /// Seeds before it that broke another promise.
    strays: Vec<(u64, Breach)>,
    /// What the finding seed says without the fault.
    without: Option<Breach>,
}

impl Told {
    fn of(mutant: Mutant) -> Self {
        let mut told = Self { mutant, found: None, strays: Vec::new(), without: None };
        for seed in 1..=SEEDS {
            let Some((_, breach)) = sabotage::with(mutant, || run(&Plan::of(seed))).breach else { continue };
            if is_of(mutant, &breach) {
                told.without = run(&Plan::of(seed)).breach.map(|(_, breach)| breach);
                told.found = Some((seed, breach));
                break;
            }
            told.strays.push((seed, breach));
        }
        told
    }

    fn is_well(&self) -> bool {
        self.found.is_some() && self.without.is_none()
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |(seed, breach): &(u64, Breach)| {
            format!("seed {seed}: {}", breach.to_string().chars().take(120).collect::<String>())
        };
        let found = self.found.as_ref().map_or_else(|| "not found".to_owned(), short);
        write!(f, "{:?}: {found}; without it {:?}", self.mutant, self.without)?;
        self.strays.iter().try_for_each(|stray| write!(f, "\n    not its own: {}", short(stray)))
    }
}

#[test]
fn every_fault_let_in_breaks_its_own_promise_and_the_same_seed_holds_without_it() {
    let next = AtomicUsize::new(0);
    let told = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(mutant) = Mutant::ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let one = Told::of(*mutant);
                    println!("{one}");
                    told.lock().unwrap().push(one);
                }
            });
        }
    });
    let told = told.into_inner().unwrap();
    assert_eq!(told.len(), Mutant::ALL.len());
    let missed: Vec<Mutant> = told.iter().filter(|one| !one.is_well()).map(|one| one.mutant).collect();
    assert!(missed.is_empty(), "not found by what they break, or not held without: {missed:?}");
}
