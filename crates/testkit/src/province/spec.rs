//! The province's specification: one small TOML file beside the campaign it serves.
//! A socket's `id` is the target's id in the campaign file; its address must be a loopback one.

use std::net::{Ipv4Addr, SocketAddr};

use serde::{Deserialize, Serialize};

/// The whole file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// Where the control endpoint listens.
    pub control: SocketAddr,
    /// The sockets.
    #[serde(rename = "socket", default)]
    pub sockets: Vec<SocketSpec>,
}

/// One socket.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SocketSpec {
    /// The target's id.
    pub id: String,
    /// Where it listens.
    pub address: SocketAddr,
    /// What it speaks.
    pub service: Service,
    /// How it behaves.
    #[serde(default)]
    pub behaviour: Behaviour,
    /// How long a slow socket waits before it answers.
    #[serde(default)]
    pub delay_ms: u64,
    /// How long a flapping socket stays open, at the median.
    #[serde(default)]
    pub up_ms: u64,
    /// How long a flapping socket stays closed, at the median.
    #[serde(default)]
    pub down_ms: u64,
    /// Seed of a flapping socket's periods.
    #[serde(default)]
    pub seed: u64,
    /// Days until the certificate of a TLS socket expires; negative when it has.
    #[serde(default = "a_year")]
    pub certificate_days: i32,
    /// The address that a DNS socket answers with.
    #[serde(default = "documentation_address")]
    pub answer: Ipv4Addr,
}

/// What a socket speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// Accepts and says nothing.
    Tcp,
    /// HTTP/1.1, one answer a connection.
    Http,
    /// HTTP/1.1 inside TLS.
    Https,
    /// The TLS handshake alone.
    Tls,
    /// DNS over UDP, one A record for every name.
    Dns,
}

/// How a socket behaves while nobody has ordered it closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Behaviour {
    /// Answers at once.
    #[default]
    Healthy,
    /// Answers after `delay_ms`.
    Slow,
    /// Opens and closes by itself.
    Flapping,
    /// Closed from the start, until it is ordered open.
    Refused,
    /// Takes what comes and never answers.
    Silent,
}

/// Why a specification can't be used.
#[derive(Debug, thiserror::Error)]
pub enum SpecFault {
    /// The text is not such a file.
    #[error("the province file cannot be read")]
    Unreadable(#[from] toml::de::Error),
    /// A socket outside loopback.
    #[error("{what} asks for {address}, which is not a loopback address")]
    NotLoopback {
        /// The socket or the control endpoint.
        what: String,
        /// The address refused.
        address: SocketAddr,
    },
    /// Two sockets with one id.
    #[error("two sockets are called `{0}`")]
    Twice(String),
    /// A value that the behaviour needs is missing.
    #[error("socket `{id}` is {behaviour} but has no {missing}")]
    Missing {
        /// The socket's id.
        id: String,
        /// What it was asked to be.
        behaviour: &'static str,
        /// The field it lacks.
        missing: &'static str,
    },
    /// A plain TCP handshake can't be slowed or kept silent: the kernel completes it.
    #[error("socket `{0}` is plain TCP, whose handshake the kernel answers at once: it cannot be slow")]
    SlowHandshake(String),
}

const fn a_year() -> i32 {
    365
}

/// TEST-NET-1 (RFC 5737): an answer that leads nowhere.
const fn documentation_address() -> Ipv4Addr {
    Ipv4Addr::new(192, 0, 2, 1)
}

impl Spec {
    /// Reads and checks a specification.
    pub fn parse(text: &str) -> Result<Self, SpecFault> {
        let spec: Self = toml::from_str(text)?;
        loopback("the control endpoint", spec.control)?;
        for (n, socket) in spec.sockets.iter().enumerate() {
            if spec.sockets[..n].iter().any(|other| other.id == socket.id) {
                return Err(SpecFault::Twice(socket.id.clone()));
            }
            socket.check()?;
        }
        Ok(spec)
    }
}

impl SocketSpec {
    /// A healthy socket; the base that tests change field by field.
    pub fn healthy(id: &str, address: SocketAddr, service: Service) -> Self {
        Self {
            id: id.to_owned(),
            address,
            service,
            behaviour: Behaviour::Healthy,
            delay_ms: 0,
            up_ms: 0,
            down_ms: 0,
            seed: 0,
            certificate_days: a_year(),
            answer: documentation_address(),
        }
    }

    fn check(&self) -> Result<(), SpecFault> {
        loopback(&format!("socket `{}`", self.id), self.address)?;
        let missing =
            |behaviour, missing| Err(SpecFault::Missing { id: self.id.clone(), behaviour, missing });
        match self.behaviour {
            Behaviour::Slow if self.service == Service::Tcp => Err(SpecFault::SlowHandshake(self.id.clone())),
            Behaviour::Slow if self.delay_ms == 0 => missing("slow", "delay_ms"),
            Behaviour::Flapping if self.up_ms == 0 => missing("flapping", "up_ms"),
            Behaviour::Flapping if self.down_ms == 0 => missing("flapping", "down_ms"),
            _ => Ok(()),
        }
    }
}

fn loopback(what: &str, address: SocketAddr) -> Result<(), SpecFault> {
    if address.ip().is_loopback() {
        return Ok(());
    }
    Err(SpecFault::NotLoopback { what: what.to_owned(), address })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn an_address_outside_loopback_is_refused() {
        let text = "control = \"127.0.0.1:0\"\n[[socket]]\nid = \"a\"\naddress = \"192.0.2.7:80\"\nservice = \"tcp\"\n";
        assert!(matches!(Spec::parse(text), Err(SpecFault::NotLoopback { .. })));
        assert!(matches!(Spec::parse("control = \"0.0.0.0:1\""), Err(SpecFault::NotLoopback { .. })));
    }

    #[test]
    fn a_slow_plain_tcp_socket_is_refused_because_the_kernel_answers() {
        let text = "control = \"127.0.0.1:0\"\n[[socket]]\nid = \"a\"\naddress = \"127.0.0.1:0\"\nservice = \"tcp\"\nbehaviour = \"slow\"\ndelay_ms = 5\n";
        assert!(matches!(Spec::parse(text), Err(SpecFault::SlowHandshake(_))));
    }

    #[test]
    fn unknown_fields_and_double_ids_are_refused() {
        assert!(Spec::parse("control = \"127.0.0.1:0\"\nextra = 1").is_err());
        let one = "[[socket]]\nid = \"a\"\naddress = \"127.0.0.1:0\"\nservice = \"tcp\"\n";
        let text = format!("control = \"127.0.0.1:0\"\n{one}{one}");
        assert!(matches!(Spec::parse(&text), Err(SpecFault::Twice(_))));
    }
}
