//! Seeds of the simulator: nothing acknowledged is lost, altered or counted twice, and the board is what its journal
//! gives, whatever fails around them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::{fmt::Write as _, thread};

use testkit::sim::{Counted, Failure, Plan, play, rot_journal, run, run_on};

/// Seeds that are played at every change; `make soak` plays more.
const SEEDS: u64 = 200;

/// Journals in which bits turn, and how many in each.
const ROTTEN_SEEDS: u64 = 2;
const ROTTEN_BITS: u32 = 30;

/// Plans that failed once, made small, and one of two days with everyone cut off for 45 hours: one a line.
const KEPT: &str = include_str!("kept_plans.jsonl");

fn kept() -> impl Iterator<Item = Plan> {
    KEPT.lines().map(|line| serde_json::from_str(line).unwrap())
}

/// Stops with every failure, the first of them made small.
fn stop(failures: &[Failure]) {
    let Some(first) = failures.first() else { return };
    let mut said = String::new();
    for failure in failures {
        writeln!(said, "{failure}").unwrap();
    }
    let smallest = first.smallest();
    let line = serde_json::to_string(&smallest).unwrap();
    panic!("{said}\nthe smallest plan that fails: {smallest}\nto be kept in kept_plans.jsonl:\n{line}");
}

#[test]
fn seeds_hold_and_every_fault_occurs() {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let played = play(1..SEEDS + 1, threads);
    stop(&played.failures);
    println!("{SEEDS} seeds\n{}", played.counted);
    // What a node holds against nothing is an exemption, and that it mends its index while it runs is an answer: neither is
    // a fault, and in so few seeds neither need occur. The bits that turned are counted.
    let is_wanted = |name: &str| !["rot_unread", "index_rebuilds"].contains(&name);
    let never = played.counted.lines().into_iter().filter(|(name, count)| is_wanted(name) && *count == 0);
    assert_eq!(never.map(|(name, _)| name).collect::<Vec<_>>(), [""; 0], "never occurred");
}

#[test]
fn plans_that_failed_once_hold() {
    let failures: Vec<Failure> =
        kept().filter_map(|plan| Failure::of(&plan, &mut Counted::default())).collect();
    stop(&failures);
}

#[test]
fn every_bit_that_turns_in_a_byte_of_the_journal_that_is_read_is_told() {
    let mut counted = Counted::default();
    for seed in 1..=ROTTEN_SEEDS {
        let rotten = rot_journal(&Plan::quiet(seed), ROTTEN_BITS);
        counted.add(&rotten.unwrap_or_else(|breach| panic!("seed {seed}: {breach}")));
    }
    let Counted { rot_told, rot_harmless, rot_unread, .. } = counted;
    println!(
        "{rot_told} told, {rot_harmless} in bytes that mean nothing, {rot_unread} in rows nobody asked for"
    );
    assert_eq!(rot_told + rot_harmless + rot_unread, ROTTEN_SEEDS * u64::from(ROTTEN_BITS));
    assert!(rot_told > 0 && rot_harmless > 0);
}

#[test]
fn a_seed_gives_the_same_bytes_whatever_the_number_of_threads() {
    for seed in [3, 11, 29] {
        let plan = Plan::of(seed);
        let alone = run(&plan);
        let beside = thread::scope(|scope| {
            let other = scope.spawn(|| run(&Plan::of(seed + 1)));
            let same = scope.spawn(|| run(&plan));
            other.join().unwrap();
            same.join().unwrap()
        });
        let threaded = run_on(&plan, 3);
        assert!(alone.breach.is_none(), "{:?}", alone.breach);
        assert_eq!((alone.digest, alone.counted), (beside.digest, beside.counted), "seed {seed}");
        assert_eq!((alone.digest, alone.counted), (threaded.digest, threaded.counted), "seed {seed}");
    }
    assert_ne!(run(&Plan::quiet(3)).digest, run(&Plan::quiet(4)).digest);
}
