//! Addresses of targets: what a campaign file or a command line writes, read strictly.
//!
//! A URL form exists for every kind (`icmp://`, `tcp://`, `dns://`, `http://`, `https://`, `tls://`);
//! a campaign may leave the scheme out, since the kind says it. No user names, no fragments, and
//! only visible ASCII: what is read here is written into requests.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

use campaign::Said;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::says;

/// Longest address accepted, bytes.
const MAX_ADDRESS_BYTES: usize = 2048;

/// How a target is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProbeKind {
    /// ICMP echo.
    Icmp,
    /// A TCP connection, closed as soon as it stands.
    Tcp,
    /// One DNS question over UDP.
    Dns,
    /// An HTTP GET in the clear.
    Http,
    /// An HTTP GET over TLS.
    Https,
    /// A TLS handshake alone.
    Tls,
}

impl ProbeKind {
    /// Its word, also the scheme of its URLs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Icmp => "icmp",
            Self::Tcp => "tcp",
            Self::Dns => "dns",
            Self::Http => "http",
            Self::Https => "https",
            Self::Tls => "tls",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Icmp, Self::Tcp, Self::Dns, Self::Http, Self::Https, Self::Tls]
            .into_iter()
            .find(|k| k.name() == name)
    }

    const fn default_port(self) -> Option<u16> {
        match self {
            Self::Icmp => Some(0),
            Self::Tcp => None,
            Self::Dns => Some(53),
            Self::Http => Some(80),
            Self::Https | Self::Tls => Some(443),
        }
    }
}

/// Whom to ask: an address, or a name still to be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Host {
    /// A literal address.
    Ip(IpAddr),
    /// A DNS name.
    Name(String),
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ip(IpAddr::V6(ip)) => write!(f, "[{ip}]"),
            Self::Ip(IpAddr::V4(ip)) => write!(f, "{ip}"),
            Self::Name(name) => f.write_str(name),
        }
    }
}

/// An address read and checked: everything a probe needs to know of where to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// How it is asked.
    pub kind: ProbeKind,
    /// Whom to ask.
    pub host: Host,
    /// At which port; 0 for ICMP, which has none.
    pub port: u16,
    /// For HTTP(S): path and query. Empty otherwise.
    pub path: String,
    /// For DNS: the name asked for, with its record type. Empty otherwise.
    pub question: (String, String),
}

/// Why an address can't be read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum AddressFault {
    /// The scheme is none of ours.
    #[error("no such kind of probe: {0:?}; there are icmp, tcp, dns, http, https, tls")]
    Scheme(String),
    /// A URL without `://`.
    #[error("a URL like tcp://host:port is needed")]
    NotAUrl,
    /// The scheme contradicts the kind.
    #[error("scheme {scheme} does not fit kind {kind}")]
    KindMismatch {
        /// The scheme of the address.
        scheme: String,
        /// The kind it was given for.
        kind: &'static str,
    },
    /// Longer than 2,048 bytes.
    #[error("address is longer than {MAX_ADDRESS_BYTES} bytes")]
    TooLong,
    /// Control characters, spaces, letters outside ASCII.
    #[error("address holds a character that is not visible ASCII")]
    Character,
    /// A user name or password.
    #[error("address holds a user name; credentials do not belong in a target")]
    UserName,
    /// Neither an address nor a DNS name.
    #[error("no host name or address: {0:?}")]
    Host(String),
    /// Missing, zero or not a number.
    #[error("no port: {0:?}")]
    Port(String),
    /// Something after the host that the kind has no use for.
    #[error("kind {0} takes no path")]
    Path(&'static str),
    /// A DNS target without a question, or with one that can't be asked.
    #[error("no DNS question: {0:?}")]
    Question(String),
}

impl AddressFault {
    /// The same, to be said in any language.
    pub fn said(&self) -> Said {
        match self {
            Self::Scheme(found) => says::probe_scheme(found),
            Self::NotAUrl => says::probe_no_url(),
            Self::KindMismatch { scheme, kind } => says::probe_other_kind(scheme, kind),
            Self::TooLong => says::probe_too_long(MAX_ADDRESS_BYTES),
            Self::Character => says::probe_letter(),
            Self::UserName => says::probe_user_name(),
            Self::Host(found) => says::probe_no_host(found),
            Self::Port(found) => says::probe_no_port(found),
            Self::Path(kind) => says::probe_no_path(kind),
            Self::Question(found) => says::probe_no_question(found),
        }
    }
}

impl Endpoint {
    /// Reads a URL.
    pub fn parse_url(url: &str) -> Result<Self, AddressFault> {
        let (scheme, _) = url.split_once("://").ok_or(AddressFault::NotAUrl)?;
        let kind = ProbeKind::from_name(scheme)
            .ok_or_else(|| AddressFault::Scheme(scheme.chars().take(32).collect()))?;
        Self::parse(kind, url, None)
    }

    /// Reads an address of a known kind, with or without its scheme. For DNS, `query` is the name
    /// asked for, optionally followed by a record type (`tet.example AAAA`).
    pub fn parse(kind: ProbeKind, address: &str, query: Option<&str>) -> Result<Self, AddressFault> {
        if address.len() > MAX_ADDRESS_BYTES {
            return Err(AddressFault::TooLong);
        }
        if !address.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(AddressFault::Character);
        }
        let rest = match address.split_once("://") {
            Some((scheme, rest)) if scheme == kind.name() => rest,
            Some((scheme, _)) => {
                return Err(AddressFault::KindMismatch { scheme: scheme.to_owned(), kind: kind.name() });
            }
            None => address,
        };
        let (authority, path) = match rest.find(['/', '?', '#']) {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        if authority.contains('@') {
            return Err(AddressFault::UserName);
        }
        let (host, port) = split_authority(kind, authority)?;
        let mut endpoint = Self { kind, host, port, path: String::new(), question: Default::default() };
        match kind {
            ProbeKind::Http | ProbeKind::Https => endpoint.path = request_path(path),
            ProbeKind::Dns => endpoint.question = question(path, query)?,
            ProbeKind::Icmp | ProbeKind::Tcp | ProbeKind::Tls if path.is_empty() || path == "/" => {}
            ProbeKind::Icmp | ProbeKind::Tcp | ProbeKind::Tls => {
                return Err(AddressFault::Path(kind.name()));
            }
        }
        Ok(endpoint)
    }

    /// Host and port as they stand in a `Host` header: the default port is left out.
    pub fn authority(&self) -> String {
        if self.kind.default_port() == Some(self.port) {
            self.host.to_string()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

fn split_authority(kind: ProbeKind, authority: &str) -> Result<(Host, u16), AddressFault> {
    let no_host = || AddressFault::Host(authority.chars().take(80).collect());
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (inside, after) = rest.split_once(']').ok_or_else(no_host)?;
        let ip: Ipv6Addr = inside.parse().map_err(|_| no_host())?;
        let port = match after.strip_prefix(':') {
            Some(port) => Some(port),
            None if after.is_empty() => None,
            None => return Err(no_host()),
        };
        (Host::Ip(ip.into()), port)
    } else if let Ok(ip) = authority.parse::<Ipv6Addr>() {
        (Host::Ip(ip.into()), None)
    } else {
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        };
        (read_host(host).ok_or_else(no_host)?, port)
    };
    let port = match (port, kind.default_port()) {
        (Some(text), _) if kind == ProbeKind::Icmp => {
            return Err(AddressFault::Port(text.to_owned()));
        }
        (None, Some(port)) => port,
        (text, _) => {
            let text = text.unwrap_or_default();
            let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            let port = if digits { text.parse().ok().filter(|&port: &u16| port != 0) } else { None };
            port.ok_or_else(|| AddressFault::Port(text.to_owned()))?
        }
    };
    Ok((host, port))
}

fn read_host(text: &str) -> Option<Host> {
    if let Ok(ip) = text.parse::<IpAddr>() {
        return Some(Host::Ip(ip));
    }
    is_name(text).then(|| Host::Name(text.to_ascii_lowercase()))
}

/// A DNS name in ASCII: labels of 1 to 63, together at most 253; `_` occurs in service names.
fn is_name(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    (1..=253).contains(&text.len())
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
}

fn request_path(path: &str) -> String {
    let path = path.split('#').next().unwrap_or_default();
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

fn question(path: &str, query: Option<&str>) -> Result<(String, String), AddressFault> {
    let given = query.unwrap_or(path);
    let wrong = || AddressFault::Question(given.chars().take(80).collect());
    let (name, record) = if let Some(query) = query {
        if !matches!(path, "" | "/") {
            return Err(AddressFault::Path("dns with a query of its own"));
        }
        let mut words = query.split_whitespace();
        let name = words.next().ok_or_else(wrong)?;
        let record = words.next().unwrap_or("A");
        if words.next().is_some() {
            return Err(wrong());
        }
        (name, record)
    } else {
        // RFC 4501: dns://server/name?type=A
        let rest = path.strip_prefix('/').ok_or_else(wrong)?;
        match rest.split_once('?') {
            Some((name, options)) => (name, options.strip_prefix("type=").ok_or_else(wrong)?),
            None => (rest, "A"),
        }
    };
    let askable = matches!(record, "A" | "AAAA" | "NS" | "SOA" | "MX" | "TXT" | "CNAME" | "PTR");
    if !(name == "." || is_name(name)) || !askable {
        return Err(wrong());
    }
    Ok((name.to_ascii_lowercase(), record.to_owned()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn url(text: &str) -> Endpoint {
        Endpoint::parse_url(text).unwrap()
    }

    #[test]
    fn every_kind_has_a_url() {
        let icmp = url("icmp://127.0.0.1");
        assert_eq!((icmp.kind, icmp.port, icmp.host), (ProbeKind::Icmp, 0, Host::Ip([127, 0, 0, 1].into())));
        assert_eq!(url("tcp://127.0.0.2:81").port, 81);
        let dns = url("dns://127.0.0.1:5300/Tet.example?type=AAAA");
        assert_eq!((dns.port, dns.question), (5300, ("tet.example".into(), "AAAA".into())));
        let http = url("http://tet.example/a?b=c#d");
        assert_eq!((http.port, http.path.as_str(), http.authority().as_str()), (80, "/a?b=c", "tet.example"));
        let https = url("https://[::1]:8443?x");
        assert_eq!(
            (https.port, https.path.as_str(), https.authority().as_str()),
            (8443, "/?x", "[::1]:8443")
        );
        assert_eq!(url("tls://Tet.Example").host, Host::Name("tet.example".into()));
    }

    #[test]
    fn a_campaign_may_leave_the_scheme_out() {
        let parse = |kind, address| Endpoint::parse(kind, address, None).unwrap();
        assert_eq!(parse(ProbeKind::Http, "127.0.0.1:8081/x"), url("http://127.0.0.1:8081/x"));
        assert_eq!(parse(ProbeKind::Icmp, "::1"), url("icmp://[::1]"));
        let dns = Endpoint::parse(ProbeKind::Dns, "127.0.0.1:5300", Some("tet.example MX")).unwrap();
        assert_eq!(dns, url("dns://127.0.0.1:5300/tet.example?type=MX"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        use AddressFault as F;
        let cases = [
            ("127.0.0.1", F::NotAUrl),
            ("ftp://h", F::Scheme("ftp".into())),
            ("tcp://127.0.0.1", F::Port(String::new())),
            ("tcp://127.0.0.1:0", F::Port("0".into())),
            ("tcp://127.0.0.1:+80", F::Port("+80".into())),
            ("tcp://127.0.0.1:65536", F::Port("65536".into())),
            ("icmp://127.0.0.1:7", F::Port("7".into())),
            ("http://user:pass@h/", F::UserName),
            ("http://h/\r\nX: y", F::Character),
            ("http://Huế/", F::Character),
            ("http:///x", F::Host(String::new())),
            ("http://-a/", F::Host("-a".into())),
            ("http://[::1", F::Host("[::1".into())),
            ("http://[::1]x/", F::Host("[::1]x".into())),
            ("tcp://h:1/x", F::Path("tcp")),
            ("dns://127.0.0.1", F::Question(String::new())),
            ("dns://127.0.0.1/a?type=ANY", F::Question("/a?type=ANY".into())),
        ];
        for (text, fault) in cases {
            assert_eq!(Endpoint::parse_url(text), Err(fault), "{text}");
        }
        let mismatch = Endpoint::parse(ProbeKind::Http, "https://h/", None);
        assert!(matches!(mismatch, Err(F::KindMismatch { .. })));
        assert_eq!(Endpoint::parse_url(&format!("http://h/{}", "a".repeat(3000))), Err(F::TooLong));
    }

    proptest! {
        #[test]
        fn no_text_causes_a_panic_and_no_accepted_one_holds_a_line_break(text in ".{0,60}", scheme in "(icmp|tcp|dns|http|https|tls)://") {
            for text in [text.clone(), format!("{scheme}{text}")] {
                if let Ok(found) = Endpoint::parse_url(&text) {
                    prop_assert!(found.path.bytes().chain(found.authority().bytes()).all(|b| b.is_ascii_graphic()));
                }
            }
        }
    }
}
