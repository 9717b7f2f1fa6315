//! Fates without a namespace: what a seed decides, and what time decides.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::time::Duration;

use proptest::prelude::*;
use testkit_link::{ALWAYS_PPM, Bursts, Decision, Direction, Fate, Held, Jitter, Lane, Profile, Rate};

const MS: u64 = 1_000_000;

fn ms(ms: u64) -> Duration {
    Duration::from_millis(ms)
}

/// A bit of everything.
fn troubled() -> Profile {
    Profile {
        delay: ms(20),
        jitter: Jitter::Exponential { mean: ms(3), limit: ms(30) },
        loss_ppm: 20_000,
        bursts: Some(Bursts {
            to_bad_ppm: 10_000,
            to_good_ppm: 200_000,
            loss_good_ppm: 0,
            loss_bad_ppm: 700_000,
        }),
        duplicate_ppm: 10_000,
        held: Held { ppm: 10_000, hold: ms(15) },
        rate: None,
        is_cut: false,
    }
}

/// Packets of 100 bytes that enter with these distances.
fn run(lane: &mut Lane, distances_ns: impl IntoIterator<Item = u64>) -> Vec<Decision> {
    let mut now_ns = 0;
    let mut enter = |after_ns: u64| {
        now_ns += after_ns;
        lane.enter(now_ns, 100)
    };
    distances_ns.into_iter().map(&mut enter).collect()
}

fn forth(seed: u64, profile: Profile, packets: usize) -> Vec<Decision> {
    run(&mut Lane::new(seed, Direction::Forth, profile), std::iter::repeat_n(MS, packets))
}

/// What chance decided, without the times.
fn chance(decisions: &[Decision]) -> Vec<(u64, Fate, bool, u8)> {
    decisions.iter().map(|d| (d.number, d.fate, d.is_held, d.copies)).collect()
}

#[test]
fn the_same_seed_gives_the_same_fates_and_another_gives_others() {
    let one = forth(1, troubled(), 5_000);
    assert_eq!(one, forth(1, troubled(), 5_000));
    assert_ne!(chance(&one), chance(&forth(2, troubled(), 5_000)));
    let back = run(&mut Lane::new(1, Direction::Back, troubled()), std::iter::repeat_n(MS, 5_000));
    assert_ne!(chance(&one), chance(&back));
}

#[test]
fn every_trouble_happens_as_often_as_it_should() {
    let decisions = forth(3, troubled(), 200_000);
    let share_ppm = |is: &dyn Fn(&Decision) -> bool| {
        decisions.iter().filter(|d| is(d)).count() * 1_000_000 / decisions.len()
    };
    let lost = share_ppm(&|d| d.fate == Fate::Lost);
    assert!((18_500..21_500).contains(&lost), "{lost} ppm lost, 20,000 asked");
    // A share of 10 / (10 + 200) is bad, and 70 % of that lost: 33,333 ppm, less 2 % lost anyway.
    let in_bursts = share_ppm(&|d| d.fate == Fate::LostInBurst);
    assert!((29_500..36_500).contains(&in_bursts), "{in_bursts} ppm lost in bursts, 32,700 expected");
    let doubled = share_ppm(&|d| d.copies == 2);
    assert!((8_500..11_000).contains(&doubled), "{doubled} ppm doubled, 10,000 × 0.95 expected");
    let held = share_ppm(&|d| d.is_held);
    assert!((8_500..11_000).contains(&held), "{held} ppm held, 10,000 × 0.95 expected");
}

#[test]
fn bursts_are_longer_than_chance_alone_would_make_them() {
    let bursts =
        Bursts { to_bad_ppm: 10_000, to_good_ppm: 250_000, loss_good_ppm: 0, loss_bad_ppm: ALWAYS_PPM };
    let bursty = forth(5, Profile { bursts: Some(bursts), ..Profile::default() }, 200_000);
    let runs = bursty.chunk_by(|a, b| a.fate == b.fate).filter(|run| run[0].fate == Fate::LostInBurst);
    let lengths: Vec<usize> = runs.map(<[Decision]>::len).collect();
    let mean_milli = lengths.iter().sum::<usize>() * 1_000 / lengths.len();
    assert!((3_700..4_300).contains(&mean_milli), "{mean_milli} thousandths of a packet a burst, 4 expected");
}

#[test]
fn what_is_not_held_keeps_its_order_and_what_is_held_is_passed() {
    let decisions = forth(7, troubled(), 5_000);
    let leaves_ns = |d: &Decision| (d.number + 1) * MS + d.planned_ns;
    let arrived: Vec<&Decision> = decisions.iter().filter(|d| d.fate == Fate::Passed).collect();
    let (held, kept): (Vec<&Decision>, Vec<&Decision>) = arrived.iter().partition(|d| d.is_held);
    assert!(kept.is_sorted_by_key(|d| leaves_ns(d)));
    let passed =
        held.iter().filter(|h| kept.iter().any(|k| k.number > h.number && leaves_ns(k) < leaves_ns(h)));
    assert!(passed.count() * 10 > held.len() * 9, "15 ms are many packets of 1 ms");
    assert!(arrived.iter().all(|d| d.planned_ns >= 20 * MS));
}

#[test]
fn a_full_queue_drops_the_tail_and_an_empty_one_nothing() {
    let rate = Rate { bits_per_s: 800_000, queue_bytes: 1_000 };
    let profile = Profile { rate: Some(rate), ..Profile::delayed(ms(5)) };
    // 100 bytes take 1 ms; ten at once fill the queue, the eleventh is dropped.
    let burst = run(&mut Lane::new(1, Direction::Forth, profile), std::iter::repeat_n(0, 12));
    let planned_ms: Vec<u64> = burst[..10].iter().map(|d| d.planned_ns / MS).collect();
    assert_eq!(planned_ms, [6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    assert!(burst[10..].iter().all(|d| d.fate == Fate::Overflowed && d.copies == 0));
    assert!(forth(1, profile, 1_000).iter().all(|d| d.fate == Fate::Passed && d.planned_ns == 6 * MS));
}

#[test]
fn a_time_line_cuts_and_restores_at_its_moments() {
    let open = Profile::delayed(ms(5));
    let mut lane = Lane::new(1, Direction::Forth, open);
    // Given out of order on purpose.
    assert!(lane.plan(60 * MS, open) && lane.plan(30 * MS, open.cut()));
    let decisions = run(&mut lane, std::iter::repeat_n(MS, 100));
    for decision in &decisions {
        let is_cut = (30..60).contains(&(decision.number + 1));
        assert_eq!(decision.fate, if is_cut { Fate::Cut } else { Fate::Passed }, "{}", decision.number);
    }
    let changes: Vec<(u64, u64)> = lane.changes().iter().map(|c| (c.from_number, c.at_ns / MS)).collect();
    assert_eq!(changes, [(0, 0), (29, 30), (59, 60)]);
}

#[test]
fn a_shorter_way_does_not_wait_for_what_is_on_the_longer_one() {
    let mut lane = Lane::new(1, Direction::Forth, Profile::delayed(ms(500)));
    assert_eq!(lane.enter(0, 100).planned_ns, 500 * MS);
    assert!(lane.plan(MS, Profile::delayed(ms(10))));
    assert_eq!(lane.enter(MS, 100).planned_ns, 10 * MS);
}

proptest! {
    /// The promise the tests of others rest on: when packets enter, and whether the queue drops some,
    /// changes no other packet's luck.
    #[test]
    fn the_timing_of_packets_changes_no_fate_that_chance_decides(
        seed: u64,
        distances_ns in proptest::collection::vec(0_u64..50 * MS, 1..300),
    ) {
        let narrow = Profile { rate: Some(Rate { bits_per_s: 50_000, queue_bytes: 500 }), ..troubled() };
        let steady = forth(seed, troubled(), distances_ns.len());
        let jumping = run(&mut Lane::new(seed, Direction::Forth, troubled()), distances_ns.clone());
        prop_assert_eq!(chance(&steady), chance(&jumping));
        let queued = run(&mut Lane::new(seed, Direction::Forth, narrow), distances_ns);
        for (free, queued) in chance(&steady).into_iter().zip(chance(&queued)) {
            prop_assert!(queued.1 == Fate::Overflowed || queued == free);
        }
    }

    /// Raising one probability leaves the others' victims alone.
    #[test]
    fn more_loss_only_adds_losses(seed: u64, loss_ppm in 0..ALWAYS_PPM) {
        let with = |loss_ppm| forth(seed, Profile { loss_ppm, duplicate_ppm: 100_000, ..Profile::default() }, 300);
        let (less, more) = (with(loss_ppm / 2), with(loss_ppm));
        for (less, more) in less.iter().zip(&more) {
            prop_assert!(more.fate == Fate::Lost || more == less);
        }
    }
}
