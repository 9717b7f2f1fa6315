//! The address a request comes from: of whoever opened the connection, or, where that is a server in front of this node
//! that the configuration trusts, of whoever that server says it speaks for (`X-Forwarded-For`, or `Forwarded`,
//! RFC 7239).
//!
//! A list is read from its end: what trusted servers added stands there, and whatever a client wrote itself stands
//! before it. Of the two headers a trusted server writes one and passes the other on as it came, so that both together
//! say nothing.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::{
    extract::{ConnectInfo, FromRequestParts},
    http::{HeaderMap, HeaderName, request::Parts},
};
use ipnet::IpNet;

use crate::{node::Node, problem::Problem};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED: HeaderName = HeaderName::from_static("forwarded");
/// Servers one behind the other at most; a longer list is nobody's honest work.
const MAX_HOPS: usize = 16;

/// Servers in front of this node whose word on who asks is taken.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    /// Those in these ranges; nobody where there are none.
    pub const fn new(ranges: Vec<IpNet>) -> Self {
        Self(ranges)
    }

    /// Whether this address is one of them.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|range| range.contains(&address))
    }

    /// Who asks, when the connection comes from `peer`.
    pub fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut caller = peer.to_canonical();
        if !self.trusts(caller) {
            return caller;
        }
        for hop in hops(headers).iter().rev().take(MAX_HOPS) {
            // A server that hides or misspells for whom it speaks is the last of whom something is known.
            let Some(address) = hop else { break };
            caller = *address;
            if !self.trusts(caller) {
                break;
            }
        }
        caller
    }
}

/// The addresses of the one header that is there, in their order; none in the place of what is no address.
fn hops(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let list = |name: &HeaderName| -> Vec<String> {
        let lines = headers.get_all(name).iter().map(|line| line.to_str().unwrap_or_default());
        lines.flat_map(|line| line.split(',')).map(|hop| hop.trim().to_owned()).collect()
    };
    let (plain, named) = (list(&FORWARDED_FOR), list(&FORWARDED));
    match (plain.is_empty(), named.is_empty()) {
        (false, true) => plain.iter().map(|hop| address(hop)).collect(),
        (true, false) => named.iter().map(|hop| for_of(hop).and_then(address)).collect(),
        _ => Vec::new(),
    }
}

/// The value of `for` in an element of `Forwarded`.
fn for_of(element: &str) -> Option<&str> {
    element.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case("for").then(|| value.trim().trim_matches('"'))
    })
}

/// An address, with a port or without.
fn address(text: &str) -> Option<IpAddr> {
    let bare = || text.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().ok();
    let address = text.parse::<SocketAddr>().map(|with_port| with_port.ip()).ok().or_else(bare)?;
    Some(address.to_canonical())
}

/// The address a request comes from.
pub struct Caller(pub IpAddr);

impl FromRequestParts<Node> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, node: &Node) -> Result<Self, Problem> {
        Ok(Self(caller_of(parts, node)))
    }
}

/// The address a request comes from; one that came by no connection has none.
pub fn caller_of(parts: &Parts, node: &Node) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(peer)| peer.ip());
    node.proxies.caller(peer, &parts.headers)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    /// Who asks, by a node that trusts 10.0.0.0/8 and ::1.
    fn caller(peer: &str, headers: &[(&str, &str)]) -> String {
        let proxies = TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()]);
        let mut sent = HeaderMap::new();
        for (name, value) in headers {
            sent.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        proxies.caller(peer.parse().unwrap(), &sent).to_string()
    }

    #[test]
    fn a_header_counts_only_where_the_peer_is_trusted() {
        let claims = [("x-forwarded-for", "192.0.2.7")];
        assert_eq!(caller("203.0.113.5", &claims), "203.0.113.5");
        assert_eq!(caller("10.0.0.1", &claims), "192.0.2.7");
        assert_eq!(caller("::ffff:10.0.0.1", &claims), "192.0.2.7");
        assert_eq!(caller("10.0.0.1", &[("forwarded", "for=192.0.2.7;proto=https")]), "192.0.2.7");
        assert_eq!(caller("10.0.0.1", &[]), "10.0.0.1");
        assert_eq!(
            TrustedProxies::default().caller("10.0.0.1".parse().unwrap(), &HeaderMap::new()).to_string(),
            "10.0.0.1"
        );
    }

    #[test]
    fn what_a_client_wrote_before_a_trusted_server_added_its_part_is_not_believed() {
        let table: [(&[(&str, &str)], &str); 9] = [
            (&[("x-forwarded-for", "198.51.100.1, 192.0.2.7")], "192.0.2.7"),
            (&[("x-forwarded-for", "198.51.100.1, 192.0.2.7, 10.0.0.9")], "192.0.2.7"),
            (&[("x-forwarded-for", "198.51.100.1"), ("x-forwarded-for", "192.0.2.7:4711")], "192.0.2.7"),
            (&[("x-forwarded-for", "[2001:db8::5]:80")], "2001:db8::5"),
            (&[("forwarded", "for=198.51.100.1, FOR=\"[2001:db8::7]:4711\";by=10.0.0.1")], "2001:db8::7"),
            // Hidden, misspelt or left out: whoever said so is the last that is known.
            (&[("x-forwarded-for", "192.0.2.7, unknown")], "10.0.0.1"),
            (&[("forwarded", "for=192.0.2.7, for=_hidden, for=10.0.0.9")], "10.0.0.9"),
            (&[("forwarded", "for=192.0.2.7"), ("x-forwarded-for", "192.0.2.8")], "10.0.0.1"),
            (&[("x-forwarded-for", "10.0.0.7, 10.0.0.8")], "10.0.0.7"),
        ];
        for (headers, wanted) in table {
            assert_eq!(caller("10.0.0.1", headers), wanted, "{headers:?}");
        }
    }
}
