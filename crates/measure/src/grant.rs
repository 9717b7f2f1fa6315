//! Where probes may go. A campaign file names targets; the node's administrator grants each organisation
//! the ranges its targets may lie in, by default none. A name is resolved once, the address found is
//! checked, and that very address is connected to: between check and use there is nothing that could
//! answer differently.
//!
//! The node itself, its link and the services that machines of a cloud find there are in no range but
//! one that lies among them: whoever grants all addresses does not mean these.

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use calendar::Instant;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use journal::Slug;

use crate::address::Host;

/// Ranges given to one organisation, or to all, for a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// The ranges.
    pub ranges: Vec<IpNet>,
    /// From when; always, when none.
    pub from: Option<Instant>,
    /// Until when; for good, when none.
    pub until: Option<Instant>,
}

impl Grant {
    fn holds(&self, now: Instant) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// The ranges an administrator granted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Granted {
    to_all: Vec<Grant>,
    to_one: BTreeMap<Slug, Vec<Grant>>,
}

/// The address asked for is in none of the granted ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{address} is outside the ranges granted for measurement")]
pub struct NotGranted {
    /// The address.
    pub address: IpAddr,
}

const LOOPBACK: [IpNet; 2] = [v4([127, 0, 0, 0], 8), v6([0, 0, 0, 0, 0, 0, 0, 1], 128)];

/// Loopback, "this" network, the link with its metadata services, groups and broadcast (RFC 6890), and the metadata
/// services that a cloud has at an address of its own: what a wide range leaves out.
const CLOSE: [IpNet; 10] = [
    LOOPBACK[0],
    LOOPBACK[1],
    v4([0, 0, 0, 0], 8),
    v4([169, 254, 0, 0], 16),
    v4([224, 0, 0, 0], 4),
    v4([255, 255, 255, 255], 32),
    v6([0; 8], 128),
    v6([0xfe80, 0, 0, 0, 0, 0, 0, 0], 10),
    v6([0xfd00, 0xec2, 0, 0, 0, 0, 0, 0], 32),
    v6([0xff00, 0, 0, 0, 0, 0, 0, 0], 8),
];

const fn v4([a, b, c, d]: [u8; 4], length: u8) -> IpNet {
    IpNet::V4(Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), length))
}

const fn v6(segments: [u16; 8], length: u8) -> IpNet {
    let mut bits = 0;
    let mut place = 0;
    while place < segments.len() {
        bits = bits << 16 | segments[place] as u128;
        place += 1;
    }
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::from_bits(bits), length))
}

/// Whether a range opens an address: one that is close only where the whole range is.
fn opens(range: &IpNet, address: &IpAddr) -> bool {
    let close = || CLOSE.iter().find(|net| net.contains(address));
    range.contains(address) && close().is_none_or(|net| net.contains(range))
}

impl Granted {
    /// These ranges for the targets of every organisation, for good.
    pub fn new(ranges: Vec<IpNet>) -> Self {
        Self { to_all: vec![Grant { ranges, ..Grant::default() }], to_one: BTreeMap::new() }
    }

    /// The same, with a grant for the targets of one organisation.
    #[must_use]
    pub fn to(mut self, organisation: Slug, grant: Grant) -> Self {
        self.to_one.entry(organisation).or_default().push(grant);
        self
    }

    /// The same, where what each of these was granted holds for its unit too.
    #[must_use]
    pub fn with_units<'a>(&self, units: impl IntoIterator<Item = (&'a Slug, &'a Slug)>) -> Self {
        let mut granted = self.clone();
        for (organisation, unit) in units {
            for grant in self.to_one.get(organisation).into_iter().flatten() {
                granted = granted.to(unit.clone(), grant.clone());
            }
        }
        granted
    }

    /// The node itself, for every organisation: for a campaign that is tried out.
    pub fn loopback() -> Self {
        Self::new(LOOPBACK.to_vec())
    }

    /// All of them for whoever asks: for a probe by hand of the node's administrator, who granted them.
    #[must_use]
    pub fn of_any(&self) -> Self {
        let to_all = self.to_all.iter().chain(self.to_one.values().flatten()).cloned().collect();
        Self { to_all, to_one: BTreeMap::new() }
    }

    /// Checks an address for a target of an organisation. One that wraps an IPv4 address in IPv6 is judged as what it
    /// wraps.
    pub fn check(&self, owner: &Slug, address: IpAddr, now: Instant) -> Result<IpAddr, NotGranted> {
        let address = address.to_canonical();
        if self.ranges(owner, now).any(|range| opens(range, &address)) {
            Ok(address)
        } else {
            Err(NotGranted { address })
        }
    }

    /// Everything granted to an organisation, whenever it holds.
    pub fn grants(&self, owner: &Slug) -> impl Iterator<Item = &Grant> {
        self.to_all.iter().chain(self.to_one.get(owner).into_iter().flatten())
    }

    /// The ranges that hold for an organisation.
    pub fn ranges(&self, owner: &Slug, now: Instant) -> impl Iterator<Item = &IpNet> {
        self.grants(owner).filter(move |grant| grant.holds(now)).flat_map(|grant| &grant.ranges)
    }
}

/// Resolves a host to the one address that is checked and used: the first the system prefers.
pub async fn resolve(host: &Host) -> std::io::Result<IpAddr> {
    match host {
        Host::Ip(ip) => Ok(*ip),
        Host::Name(name) => {
            let mut found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            found.next().map(|socket| socket.ip()).ok_or_else(|| std::io::ErrorKind::NotFound.into())
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    fn slug(text: &str) -> Slug {
        Slug::new(text).unwrap()
    }

    fn lets(granted: &Granted, owner: &str, address: &str, now_ms: i64) -> bool {
        granted.check(&slug(owner), address.parse().unwrap(), Instant::from_ms(now_ms)).is_ok()
    }

    fn ranges(list: &[&str]) -> Vec<IpNet> {
        list.iter().map(|range| range.parse().unwrap()).collect()
    }

    #[test]
    fn by_default_nothing_is_granted() {
        for address in ["127.0.0.1", "::1", "0.0.0.0", "10.0.0.1", "169.254.169.254", "fe80::1", "192.0.2.1"]
        {
            assert!(!lets(&Granted::default(), "a", address, 0), "{address}");
        }
    }

    #[test]
    fn loopback_is_loopback_however_it_is_written() {
        for inside in ["127.0.0.1", "127.9.8.7", "::1", "::ffff:127.0.0.1"] {
            assert!(lets(&Granted::loopback(), "a", inside, 0), "{inside}");
        }
        for outside in ["0.0.0.0", "10.0.0.1", "::", "::ffff:169.254.169.254", "fe80::1"] {
            assert!(!lets(&Granted::loopback(), "a", outside, 0), "{outside}");
        }
    }

    #[test]
    fn a_wide_range_leaves_out_the_node_its_link_and_metadata_services() {
        let wide = Granted::new(ranges(&["0.0.0.0/0", "::/0"]));
        for outside in [
            "127.0.0.1",
            "::1",
            "::ffff:127.0.0.1",
            "0.0.0.0",
            "::",
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "fd00:ec2::254",
            "fe80::1",
            "224.0.0.1",
            "255.255.255.255",
        ] {
            assert!(!lets(&wide, "a", outside, 0), "{outside}");
        }
        assert!(lets(&wide, "a", "10.0.0.1", 0) && lets(&wide, "a", "2001:db8::1", 0));
        assert!(
            lets(&Granted::new(ranges(&["169.254.7.0/24"])), "a", "169.254.7.1", 0),
            "named, it is meant"
        );
    }

    #[test]
    fn what_one_organisation_was_granted_is_not_anothers_and_ends_in_time() {
        let grant = |from, until| Grant {
            ranges: ranges(&["10.1.0.0/16"]),
            from: Some(Instant::from_ms(from)),
            until: Some(Instant::from_ms(until)),
        };
        let granted = Granted::default().to(slug("a"), grant(10, 20)).to(slug("a"), grant(30, 40));
        for (now, inside) in [(9, false), (10, true), (19, true), (20, false), (30, true), (40, false)] {
            assert_eq!(lets(&granted, "a", "10.1.2.3", now), inside, "{now}");
            assert!(!lets(&granted, "b", "10.1.2.3", now), "{now}");
        }
        assert!(lets(&granted.of_any(), "b", "10.1.2.3", 15), "by hand, for whoever granted it");
    }

    #[tokio::test]
    async fn a_literal_address_is_not_looked_up() {
        let host = Host::Ip("192.0.2.7".parse().unwrap());
        assert_eq!(resolve(&host).await.unwrap().to_string(), "192.0.2.7");
    }
}
