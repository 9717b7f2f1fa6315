//! The simulator can fail: each fault let into the product's code is found by some seed, and that seed holds without it.
//!
//! `cargo test -p testkit --features sabotage --test sabotage`
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use sabotage::Mutant;
use testkit::sim::{Breach, Plan, run};

/// Seeds that are tried for one fault.
const SEEDS: u64 = 100;

/// The first seed that finds a fault, and what it found.
fn find(mutant: Mutant) -> Option<(u64, Breach)> {
    (1..=SEEDS).find_map(|seed| {
        let outcome = sabotage::with(mutant, || run(&Plan::of(seed)));
        outcome.breach.map(|(_, breach)| (seed, breach))
    })
}

#[test]
fn every_fault_let_in_is_found_and_the_same_seed_holds_without_it() {
    let next = AtomicUsize::new(0);
    let told = Mutex::new(Vec::new());
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(mutant) = Mutant::ALL.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let found = find(*mutant);
                    let without = found.as_ref().and_then(|(seed, _)| run(&Plan::of(*seed)).breach);
                    told.lock().unwrap().push((*mutant, found, without));
                }
            });
        }
    });
    let told = told.into_inner().unwrap();
    for (mutant, found, without) in &told {
        let found = found.as_ref().map(|(seed, breach)| {
            format!("seed {seed}: {}", breach.to_string().chars().take(120).collect::<String>())
        });
        println!("{mutant:?}: {found:?}, without it {without:?}");
    }
    assert_eq!(told.len(), Mutant::ALL.len());
    let missed = told.iter().filter(|(_, found, without)| found.is_none() || without.is_some());
    let missed: Vec<&Mutant> = missed.map(|(mutant, _, _)| mutant).collect();
    assert!(missed.is_empty(), "not found, or not held without: {missed:?}");
}
