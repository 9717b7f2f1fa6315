//! The example campaign holds together: it parses, quotes its letter to the character, names the letter's
//! and the briefing's digests, and measures only what the province opens on loopback.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use campaign::{Campaign, TargetKind};
use journal::Hash;
use testkit::province::{Behaviour, Service, Spec};

fn read(name: &str) -> String {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/tet-2027")).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn example() -> Campaign {
    campaign::parse(&read("campaign.toml"), "campaign.toml").unwrap_or_else(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}", lines.join("\n"))
    })
}

fn digest(name: &str) -> Hash {
    Hash::of(read(name).as_bytes())
}

#[test]
fn every_quote_stands_in_the_letter_where_its_span_says() {
    let letter: Vec<char> = read("cong-van.txt").chars().collect();
    let at = |[from, to]: [u32; 2]| letter[from as usize..to as usize].iter().collect::<String>();
    let example = example();
    assert!((12..=16).contains(&example.obligations.len()));
    for obligation in &example.obligations {
        assert_eq!(at(obligation.span.unwrap()), obligation.quote, "{}", obligation.id);
        if let Some(condition) = &obligation.condition {
            assert_eq!(at(condition.span.unwrap()), condition.quote, "{}", obligation.id);
        }
    }
}

#[test]
fn the_files_named_are_those_beside_it() {
    let example = example();
    for directive in &example.directives {
        assert_eq!(directive.sha256, digest(&directive.file));
    }
    for briefing in &example.briefings {
        assert_eq!(briefing.sha256, digest(briefing.file.as_ref().unwrap()));
    }
}

#[test]
fn what_is_measured_is_what_the_province_opens() {
    let province = Spec::parse(&read("province.toml")).unwrap();
    let sockets: BTreeMap<_, _> =
        province.sockets.iter().map(|socket| (socket.id.as_str(), socket)).collect();
    let example = example();
    for target in example.targets.iter().filter(|target| target.kind != TargetKind::Icmp) {
        let socket = sockets[target.id.as_str()];
        let service = match target.kind {
            TargetKind::Tcp | TargetKind::Icmp => Service::Tcp,
            TargetKind::Dns => Service::Dns,
            TargetKind::Http => Service::Http,
            TargetKind::Https => Service::Https,
            TargetKind::Tls => Service::Tls,
        };
        assert_eq!(socket.service, service, "{}", target.id);
        assert!(target.address.contains(&socket.address.to_string()), "{}: {}", target.id, target.address);
    }
    for target in example.targets.iter().filter(|target| target.kind == TargetKind::Icmp) {
        assert!(target.address.parse::<std::net::IpAddr>().unwrap().is_loopback());
    }
    let targets: BTreeSet<_> = example.targets.iter().map(|target| target.id.as_str()).collect();
    assert!(sockets.keys().all(|id| targets.contains(id)));
}

#[test]
fn the_province_shows_every_behaviour_once_and_is_otherwise_healthy() {
    let province = Spec::parse(&read("province.toml")).unwrap();
    for behaviour in [Behaviour::Slow, Behaviour::Flapping, Behaviour::Refused] {
        assert_eq!(province.sockets.iter().filter(|socket| socket.behaviour == behaviour).count(), 1);
    }
    let soon = province.sockets.iter().filter(|socket| socket.certificate_days < 30).count();
    assert_eq!(soon, 1);
}

#[test]
fn tet_falls_into_the_campaign_and_its_critical_hours() {
    let example = example();
    let giao_thua = calendar::giao_thua_after(example.from);
    assert_eq!(giao_thua.edge(), "2027-02-06T00:00:00+07:00");
    assert!(example.critical.iter().any(|hours| hours.from < giao_thua && giao_thua < hours.to));
    assert!(example.freeze.iter().any(|window| window.from < giao_thua && giao_thua < window.to));
}
