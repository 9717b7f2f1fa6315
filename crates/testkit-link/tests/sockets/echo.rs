//! ICMP echo answered by the far end's own system: the round trip is twice the delay.

use std::io::Read;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use testkit_link::{LinkSpec, Profile, quantile, round_trip};

use crate::{OWN_DELAY, PATIENCE, open_link};

const DELAY: Duration = Duration::from_millis(40);
/// How late the link may be at most; half of its packets are far less late. What it is on a machine
/// stands in `docs/results`, under `bench-link`.
const OWN_LATENESS: Duration = Duration::from_millis(50);
const OWN_LATENESS_MEDIAN: Duration = Duration::from_millis(1);

/// Sends echo requests one after the other and returns how long each answer took.
#[expect(clippy::disallowed_methods, reason = "how long it took is the question")]
fn ping(target: IpAddr, count: u16) -> Vec<Duration> {
    let (domain, protocol, request, reply, header) = match target {
        IpAddr::V4(_) => (Domain::IPV4, Protocol::ICMPV4, 8, 0, 20),
        IpAddr::V6(_) => (Domain::IPV6, Protocol::ICMPV6, 128, 129, 0),
    };
    let socket = Socket::new(domain, Type::RAW, Some(protocol)).unwrap();
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    let target = SockAddr::from(SocketAddr::new(target, 0));
    let one = |sequence: u16| {
        let mut packet = [request, 0, 0, 0, 0x0b, 0xad, 0, 0];
        packet[6..].copy_from_slice(&sequence.to_be_bytes());
        // The system fills in the checksum of ICMPv6; that of ICMP is ours (RFC 1071).
        let words = packet.chunks(2).map(|two| u32::from(u16::from_be_bytes([two[0], two[1]])));
        let sum: u32 = words.sum();
        packet[2..4].copy_from_slice(&(!((sum & 0xffff) + (sum >> 16)) as u16).to_be_bytes());
        let sent = Instant::now();
        socket.send_to(&packet, &target).unwrap();
        let mut got = [0; 256];
        loop {
            // A read of a raw socket is one packet.
            let length = (&socket).read(&mut got).unwrap();
            if length >= header + 8
                && got[header] == reply
                && got[header + 6..header + 8] == sequence.to_be_bytes()
            {
                return sent.elapsed();
            }
        }
    };
    (0..count).map(one).collect()
}

#[test]
fn a_round_trip_is_twice_the_delay_in_both_families() {
    let link = open_link(&LinkSpec::both(31, Profile::delayed(DELAY)));
    for target in [IpAddr::from(link.far().v4()), IpAddr::from(link.far().v6())] {
        let before = link.truth().unwrap().records.len();
        let seen =
            link.near().start_prompt("ping", PATIENCE, move |_| ping(target, 5)).unwrap().join().unwrap();
        let mut truth = link.truth().unwrap();
        truth.records.drain(..before);
        for (sequence, seen) in seen.into_iter().enumerate() {
            let is_echo = |label: &testkit_link::Label| label.is_echo(sequence as u16);
            let told = round_trip(&truth, is_echo, is_echo).unwrap();
            assert!(told >= 2 * DELAY && seen >= told, "{seen:?} seen, {told:?} told");
            assert!(seen < told + OWN_DELAY, "{seen:?} seen, {told:?} told");
            assert!(told < 2 * (DELAY + OWN_LATENESS), "{told:?} told");
        }
    }
    let late = link.truth().unwrap().lateness();
    assert!(quantile(&late, 500_000).unwrap() < OWN_LATENESS_MEDIAN, "{late:?}");
}
