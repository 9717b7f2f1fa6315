//! UDP: nothing between sender and receiver but the link.

use std::time::Duration;

use testkit_link::{Direction, Fate, Held, Jitter, Link, LinkSpec, Profile, Rate};

use crate::{PATIENCE, numbers_at, open_link, udp, udp_pair};

/// What must have arrived, in order, by the log: by departure, and by entry where that is the same.
fn arrivals(link: &Link, direction: Direction) -> Vec<u32> {
    let truth = link.truth().unwrap();
    let mut leaving: Vec<(u64, u64, u8)> = truth
        .of(direction)
        .filter(|record| record.has_arrived())
        .map(|record| {
            let due_ns = record.entered_ns + record.decision.planned_ns;
            (due_ns, record.decision.number, record.decision.copies)
        })
        .collect();
    leaving.sort_unstable();
    leaving.iter().flat_map(|(_, number, copies)| vec![*number as u32; usize::from(*copies)]).collect()
}

#[test]
fn a_receiver_gets_exactly_what_the_log_says() {
    let profile = Profile { loss_ppm: 100_000, ..Profile::delayed(Duration::from_millis(30)) };
    let link = open_link(&LinkSpec::both(11, profile));
    let (near, far) = udp_pair(&link);
    let mut got = Vec::new();
    // A socket keeps some 250 small datagrams; what else arrives meanwhile its system drops.
    for hundred in 0..10_u32 {
        for number in hundred * 100..(hundred + 1) * 100 {
            near.send(&number.to_be_bytes()).unwrap();
        }
        link.wait_until_empty(PATIENCE).unwrap();
        got.extend(numbers_at(&far));
    }
    let truth = link.truth().unwrap();
    assert_eq!(truth.of(Direction::Forth).count(), 1_000);
    assert_eq!(got, arrivals(&link, Direction::Forth));
    let lost = truth.count(Direction::Forth, Fate::Lost);
    assert_eq!(lost, 1_000 - got.len());
    assert!((70..130).contains(&lost), "{lost} of 1,000 lost at 10 %");
    assert!(
        truth.of(Direction::Forth).all(|r| r.decision.copies == 0 || r.decision.planned_ns >= 30_000_000)
    );
}

#[test]
fn duplicates_held_packets_and_a_full_queue_arrive_as_the_log_says() {
    let profile = Profile {
        jitter: Jitter::Uniform { width: Duration::from_millis(4) },
        duplicate_ppm: 100_000,
        held: Held { ppm: 100_000, hold: Duration::from_millis(8) },
        rate: Some(Rate { bits_per_s: 400_000, queue_bytes: 3_200 }),
        ..Profile::delayed(Duration::from_millis(5))
    };
    let link = open_link(&LinkSpec::both(12, profile));
    let (near, far) = udp_pair(&link);
    for number in 0..200_u32 {
        far.send(&number.to_be_bytes()).unwrap();
    }
    link.wait_until_empty(PATIENCE).unwrap();
    let got = numbers_at(&near);
    assert_eq!(got, arrivals(&link, Direction::Back));
    let truth = link.truth().unwrap();
    assert!(truth.count(Direction::Back, Fate::Overflowed) > 50);
    assert!(truth.of(Direction::Back).any(|record| record.decision.copies == 2));
    assert!(!got.is_sorted(), "packets were held back");
}

#[test]
fn both_families_and_full_packets_cross() {
    let link = open_link(&LinkSpec::both(13, Profile::default()));
    let (near, far) = (udp(link.near(), link.near().v6()), udp(link.far(), link.far().v6()));
    // 1,500 bytes less the headers of IPv6 and UDP.
    let datagram = vec![7; 1_452];
    near.send_to(&datagram, far.local_addr().unwrap()).unwrap();
    let mut got = vec![0; 2_000];
    let (length, from) = far.recv_from(&mut got).unwrap();
    assert_eq!((&got[..length], from), (&datagram[..], near.local_addr().unwrap()));
    let truth = link.truth().unwrap();
    assert_eq!(truth.records[0].length_bytes, 1_500);
}

#[test]
fn the_log_as_a_file_has_a_line_a_packet() {
    let profile = Profile { loss_ppm: 500_000, ..Profile::default() };
    let link = open_link(&LinkSpec::both(14, profile));
    let (near, far) = udp_pair(&link);
    for number in 0..20_u32 {
        near.send(&number.to_be_bytes()).unwrap();
    }
    link.wait_until_empty(PATIENCE).unwrap();
    let mut file = Vec::new();
    link.truth().unwrap().write_csv(&mut file).unwrap();
    let file = String::from_utf8(file).unwrap();
    let lines: Vec<Vec<&str>> = file.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines.len(), 21);
    assert!(lines.iter().all(|line| line.len() == 16), "{file}");
    let from = near.local_addr().unwrap().port().to_string();
    let to = far.local_addr().unwrap().port().to_string();
    for (number, line) in lines[1..].iter().enumerate() {
        let number = number.to_string();
        assert_eq!(line[..8], ["forth", &number, "udp", &from, &to, "0", "32", "4"]);
        assert_eq!(line[10] == "lost", line[14].is_empty(), "{line:?}");
    }
    assert_eq!(lines[1..].iter().filter(|line| line[10] == "passed").count(), numbers_at(&far).len());
}

#[test]
fn a_full_log_ends_the_link_and_says_so() {
    let spec = LinkSpec { max_records: 10, ..LinkSpec::both(15, Profile::default()) };
    let link = open_link(&spec);
    let (near, _far) = udp_pair(&link);
    for number in 0..11_u32 {
        near.send(&number.to_be_bytes()).unwrap();
    }
    let fault = loop {
        match link.truth() {
            Ok(_) => {}
            Err(fault) => break fault.to_string(),
        }
    };
    assert_eq!(fault, "the link ended: the log is full with 10 packets");
}
