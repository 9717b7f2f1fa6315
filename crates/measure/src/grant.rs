//! Where probes may go. A campaign file names targets; the administrator grants ranges, by default
//! loopback alone. A name is resolved once, the address found is checked, and that very address is
//! connected to: between check and use there is nothing that could answer differently.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::address::Host;

/// The ranges an administrator granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted(Vec<IpNet>);

/// The address asked for is in none of the granted ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{address} is outside the ranges granted for measurement")]
pub struct NotGranted {
    /// The address.
    pub address: IpAddr,
}

impl Default for Granted {
    fn default() -> Self {
        let v4 = Ipv4Net::new_assert([127, 0, 0, 0].into(), 8);
        let v6 = Ipv6Net::new_assert(std::net::Ipv6Addr::LOCALHOST, 128);
        Self(vec![v4.into(), v6.into()])
    }
}

impl Granted {
    /// Exactly these ranges; loopback is in them only if named.
    pub const fn new(ranges: Vec<IpNet>) -> Self {
        Self(ranges)
    }

    /// Checks an address. One that wraps an IPv4 address in IPv6 is judged as what it wraps.
    pub fn check(&self, address: IpAddr) -> Result<IpAddr, NotGranted> {
        let address = address.to_canonical();
        if self.0.iter().any(|range| range.contains(&address)) {
            Ok(address)
        } else {
            Err(NotGranted { address })
        }
    }

    /// The ranges.
    pub fn ranges(&self) -> &[IpNet] {
        &self.0
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

    #[test]
    fn by_default_only_loopback_is_granted() {
        let granted = Granted::default();
        for inside in ["127.0.0.1", "127.9.8.7", "::1", "::ffff:127.0.0.1"] {
            assert!(granted.check(inside.parse().unwrap()).is_ok(), "{inside}");
        }
        for outside in [
            "0.0.0.0",
            "10.0.0.1",
            "169.254.169.254",
            "::",
            "::ffff:169.254.169.254",
            "fe80::1",
            "255.255.255.255",
        ] {
            assert!(granted.check(outside.parse().unwrap()).is_err(), "{outside}");
        }
    }

    #[test]
    fn an_administrator_may_grant_less_than_loopback() {
        let granted = Granted::new(vec!["127.0.0.9/32".parse().unwrap()]);
        assert!(granted.check("127.0.0.1".parse().unwrap()).is_err());
        assert!(granted.check("127.0.0.9".parse().unwrap()).is_ok());
    }

    #[tokio::test]
    async fn a_literal_address_is_not_looked_up() {
        let host = Host::Ip("192.0.2.7".parse().unwrap());
        assert_eq!(resolve(&host).await.unwrap().to_string(), "192.0.2.7");
    }
}
