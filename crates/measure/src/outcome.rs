//! What one probe found: its status, why, how long each phase took, and what it saw on the way.

use std::io;
use std::net::IpAddr;

use serde::Serialize;
use series::SampleStatus;

use crate::certificate::Certificate;

/// The answer of one probe, as `measure probe` prints it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// How it ended.
    pub status: SampleStatus,
    /// Why, as a code that screens translate.
    pub cause: Cause,
    /// Why, in a few words for a person; holds no address and no content.
    pub detail: String,
    /// The address that was asked, once resolved.
    pub address: Option<IpAddr>,
    /// What is kept as the sample's value: the answer itself, without the time to resolve a name.
    pub value_us: u32,
    /// How long each phase took.
    pub phases: Phases,
    /// Status code of an HTTP answer.
    pub http_status: Option<u16>,
    /// What was read of an HTTP body.
    pub body: Option<Body>,
    /// The certificate a TLS server showed.
    pub certificate: Option<Certificate>,
}

/// Durations of the phases that were reached, µs; null where there is no such phase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Phases {
    /// Resolving the name; null for a literal address.
    pub dns_us: Option<u32>,
    /// Until the TCP connection stood.
    pub connect_us: Option<u32>,
    /// The TLS handshake.
    pub tls_us: Option<u32>,
    /// From the request until the first byte (or packet) of the answer.
    pub first_byte_us: Option<u32>,
    /// All of it.
    pub total_us: u32,
}

/// What was read of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Body {
    /// Bytes read.
    pub bytes: u64,
    /// Whether there was more than a probe reads.
    pub cut: bool,
}

/// Why a probe ended as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Answered as it should.
    Ok,
    /// No answer within the time allowed.
    Timeout,
    /// The connection was refused.
    Refused,
    /// The network knows no way.
    Unreachable,
    /// Answered wrongly.
    Error,
    /// Our own node was late or out of means.
    OwnLate,
    /// Outside the ranges the administrator granted.
    NotGranted,
    /// The system does not let this program send such probes.
    NotPermitted,
}

impl Cause {
    /// Its word in facts and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Timeout => "timeout",
            Self::Refused => "refused",
            Self::Unreachable => "unreachable",
            Self::Error => "error",
            Self::OwnLate => "own_late",
            Self::NotGranted => "not_granted",
            Self::NotPermitted => "not_permitted",
        }
    }

    /// The status a sample gets: a few causes share one.
    pub const fn status(self) -> SampleStatus {
        match self {
            Self::Ok => SampleStatus::Ok,
            Self::Timeout => SampleStatus::Timeout,
            Self::Refused => SampleStatus::Refused,
            Self::Unreachable => SampleStatus::Unreachable,
            Self::Error => SampleStatus::Error,
            Self::OwnLate => SampleStatus::OwnLate,
            Self::NotGranted | Self::NotPermitted => SampleStatus::Excluded,
        }
    }
}

impl Outcome {
    /// Nothing happened yet: what a probe fills in as it goes, so that a timeout keeps what was reached.
    pub(crate) fn pending() -> Self {
        Self {
            status: SampleStatus::Error,
            cause: Cause::Error,
            detail: String::new(),
            address: None,
            value_us: 0,
            phases: Phases::default(),
            http_status: None,
            body: None,
            certificate: None,
        }
    }

    /// An outcome of this cause without anything measured.
    pub fn of(cause: Cause, detail: impl Into<String>) -> Self {
        Self { status: cause.status(), cause, detail: detail.into(), ..Self::pending() }
    }

    /// An answer as it should be, after so long.
    pub fn answered(value_us: u32) -> Self {
        let phases = Phases { total_us: value_us, ..Phases::default() };
        Self { value_us, phases, ..Self::of(Cause::Ok, "") }
    }

    pub(crate) fn end(&mut self, end: Ending) {
        self.status = end.cause.status();
        self.cause = end.cause;
        self.detail = end.detail;
    }
}

/// How a probe ended, before durations are filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Why.
    pub cause: Cause,
    /// For a person.
    pub detail: String,
}

impl Ending {
    /// An ending.
    pub fn new(cause: Cause, detail: impl Into<String>) -> Self {
        Self { cause, detail: detail.into() }
    }

    /// It went well.
    pub const fn ok() -> Self {
        Self { cause: Cause::Ok, detail: String::new() }
    }

    /// What a system error says of the network, or of ourselves: running out of descriptors, ports
    /// or buffers is our own trouble and never the target's.
    pub fn of_io(fault: &io::Error) -> Self {
        use io::ErrorKind as K;
        match fault.kind() {
            K::ConnectionRefused => Self::new(Cause::Refused, "connection refused"),
            K::HostUnreachable => Self::new(Cause::Unreachable, "host unreachable"),
            K::NetworkUnreachable => Self::new(Cause::Unreachable, "network unreachable"),
            K::NetworkDown => Self::new(Cause::Unreachable, "network down"),
            K::TimedOut => Self::new(Cause::Timeout, "the system gave up waiting"),
            K::ConnectionReset => Self::new(Cause::Error, "connection reset"),
            K::ConnectionAborted => Self::new(Cause::Error, "connection aborted"),
            K::UnexpectedEof | K::BrokenPipe => Self::new(Cause::Error, "connection closed early"),
            K::AddrNotAvailable | K::AddrInUse => Self::new(Cause::OwnLate, "this node has no free port"),
            K::OutOfMemory => Self::new(Cause::OwnLate, "this node has no free memory"),
            K::PermissionDenied => Self::new(Cause::NotPermitted, "the system does not permit it"),
            other => match fault.raw_os_error() {
                // EMFILE, ENFILE, ENOBUFS on Linux; they have no kind of their own.
                Some(23 | 24 | 105) => Self::new(Cause::OwnLate, "this node has no free sockets"),
                _ => Self::new(Cause::Error, other.to_string()),
            },
        }
    }
}
