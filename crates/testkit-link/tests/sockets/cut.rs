//! A cut loses everything in its direction until it is repaired.

use std::time::Duration;

use testkit_link::{Direction, Fate, LinkSpec, Profile};

use crate::{PATIENCE, numbers_at, open_link, udp_pair};

#[test]
fn a_cut_link_loses_everything_and_a_repaired_one_nothing() {
    let open = Profile::delayed(Duration::from_millis(2));
    let link = open_link(&LinkSpec::both(41, open));
    let (near, far) = udp_pair(&link);
    let send = |numbers: std::ops::Range<u32>| {
        for number in numbers {
            near.send(&number.to_be_bytes()).unwrap();
            far.send(&number.to_be_bytes()).unwrap();
        }
        link.wait_until_empty(PATIENCE).unwrap();
    };
    send(0..50);
    link.change(Direction::Forth, open.cut()).unwrap();
    send(50..100);
    link.change(Direction::Forth, open).unwrap();
    send(100..150);
    let arrived: Vec<u32> = (0..50).chain(100..150).collect();
    assert_eq!(numbers_at(&far), arrived);
    assert_eq!(numbers_at(&near), (0..150).collect::<Vec<u32>>(), "the other direction was not cut");
    let truth = link.truth().unwrap();
    assert_eq!(truth.count(Direction::Forth, Fate::Cut), 50);
    let from: Vec<(Direction, u64)> =
        truth.changes.iter().map(|change| (change.direction, change.from_number)).collect();
    let forth = |number| (Direction::Forth, number);
    assert_eq!(from, [forth(0), forth(50), forth(100), (Direction::Back, 0)]);
}

/// A time line plays inside the link: who sends needs no clock.
#[test]
fn a_planned_cut_comes_and_goes_at_its_moments() {
    let open = Profile::delayed(Duration::from_millis(1));
    let link = open_link(&LinkSpec::both(42, open));
    let (near, far) = udp_pair(&link);
    let begin = link.elapsed();
    let (cut_at, repaired_at) = (begin + Duration::from_millis(100), begin + Duration::from_millis(200));
    link.change_at(cut_at, Direction::Forth, open.cut()).unwrap();
    link.change_at(repaired_at, Direction::Forth, open).unwrap();
    let mut number = 0_u32;
    // Paced by the answer of the link itself.
    while link.elapsed() < begin + Duration::from_millis(300) {
        near.send(&number.to_be_bytes()).unwrap();
        number += 1;
        link.wait_until_empty(PATIENCE).unwrap();
    }
    let truth = link.truth().unwrap();
    let cut_ns = cut_at.as_nanos() as u64..repaired_at.as_nanos() as u64;
    for record in truth.of(Direction::Forth) {
        let expected = if cut_ns.contains(&record.entered_ns) { Fate::Cut } else { Fate::Passed };
        assert_eq!(record.decision.fate, expected, "{record:?}");
    }
    let cut = truth.count(Direction::Forth, Fate::Cut);
    assert!(cut > 0 && numbers_at(&far).len() == number as usize - cut);
}
