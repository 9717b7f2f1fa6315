//! One probe: resolve, check against the granted ranges, ask, and say what came of it. Whatever
//! happens, it ends within the target's timeout, and a timeout keeps the phases that were reached.

pub mod dns;
pub mod http;
pub mod icmp;
mod icmp_packet;
pub mod tls;

use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use calendar::Clock;
use tokio::net::TcpStream;

use crate::address::{Endpoint, Host, ProbeKind};
use crate::grant::{Granted, resolve};
use crate::outcome::{Cause, Ending, Outcome};
use crate::probe::icmp::Pinger;
use crate::probe::tls::Handshaker;
use crate::stopwatch::Stopwatch;
use crate::target::{SpecFault, TargetSpec};

/// How much later than its timeout a probe may end before we say that it was us who slept, µs.
const OWN_SLACK_US: u32 = 50_000;

/// A future that some implementation boxed.
pub type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Asks one question; what the engine needs of a prober, and what a simulation puts in its place.
pub trait Probing: Send + Sync {
    /// Asks, and always answers, at the latest after the target's timeout.
    fn probe<'a>(&'a self, spec: &'a TargetSpec, endpoint: &'a Endpoint) -> Boxed<'a, Outcome>;
}

/// How the name of a target becomes an address. It is asked once a probe, and what it said is what is checked and
/// connected to: a name that answers differently the next moment leads nowhere else.
pub trait Resolving: Send + Sync {
    /// The one address to be used.
    fn resolve<'a>(&'a self, host: &'a Host) -> Boxed<'a, std::io::Result<IpAddr>>;
}

/// As the system resolves names.
struct SystemNames;

impl Resolving for SystemNames {
    fn resolve<'a>(&'a self, host: &'a Host) -> Boxed<'a, std::io::Result<IpAddr>> {
        Box::pin(resolve(host))
    }
}

/// What a prober is given.
pub struct ProberSpec {
    /// Where it may go.
    pub granted: Granted,
    /// By which clock certificates are in force.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable numbers, for the ids of questions.
    pub random: Arc<dyn Fn() -> u64 + Send + Sync>,
}

/// Asks real targets over real sockets.
pub struct Prober {
    granted: Granted,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Fn() -> u64 + Send + Sync>,
    pinger: Pinger,
    handshaker: Handshaker,
    names: Arc<dyn Resolving>,
}

impl Prober {
    /// A prober; sockets are opened when they are first needed.
    pub fn new(spec: ProberSpec) -> Self {
        Self {
            granted: spec.granted,
            clock: Arc::clone(&spec.clock),
            pinger: Pinger::new(spec.random.clone()),
            random: spec.random,
            handshaker: Handshaker::new(spec.clock),
            names: Arc::new(SystemNames),
        }
    }

    /// The same, with names resolved another way than the system's.
    #[must_use]
    pub fn with_names(self, names: Arc<dyn Resolving>) -> Self {
        Self { names, ..self }
    }

    /// One probe by hand: the address is read, asked once, and the outcome returned.
    pub async fn probe_once(&self, spec: &TargetSpec) -> Result<Outcome, SpecFault> {
        let endpoint = spec.endpoint()?;
        Ok(self.ask(spec, &endpoint).await)
    }

    async fn ask(&self, spec: &TargetSpec, endpoint: &Endpoint) -> Outcome {
        let watch = Stopwatch::start();
        let mut outcome = Outcome::pending();
        let asked = self.steps(spec, endpoint, &mut outcome);
        let ended = tokio::time::timeout(Duration::from_millis(spec.timeout_ms.into()), asked).await;
        let total_us = watch.elapsed_us();
        let timeout_us = spec.timeout_ms.saturating_mul(1000);
        let end = match ended {
            Ok(end) => end,
            Err(_) if total_us > timeout_us.saturating_add(OWN_SLACK_US) => {
                Ending::new(Cause::OwnLate, "this node slept through the wait for an answer")
            }
            Err(_) => Ending::new(
                Cause::Timeout,
                format!("no answer within {} ms ({})", spec.timeout_ms, outcome.waiting_for(endpoint)),
            ),
        };
        outcome.end(end);
        outcome.phases.total_us = total_us;
        outcome.value_us = match (endpoint.kind, outcome.cause) {
            (ProbeKind::Icmp | ProbeKind::Dns, Cause::Ok) => outcome.phases.first_byte_us.unwrap_or(total_us),
            (ProbeKind::Tcp, Cause::Ok) => outcome.phases.connect_us.unwrap_or(total_us),
            _ => total_us - outcome.phases.dns_us.unwrap_or(0).min(total_us),
        };
        outcome
    }

    /// Every step that needs the network, filling in what was reached.
    async fn steps(&self, spec: &TargetSpec, endpoint: &Endpoint, outcome: &mut Outcome) -> Ending {
        let watch = Stopwatch::start();
        let Ok(address) = self.names.resolve(&endpoint.host).await else {
            return Ending::new(Cause::Error, "the name does not resolve");
        };
        if matches!(endpoint.host, Host::Name(_)) {
            outcome.phases.dns_us = Some(watch.elapsed_us());
        }
        let Ok(address) = self.granted.check(&spec.owner, address, self.clock.now()) else {
            return Ending::new(Cause::NotGranted, "outside the ranges granted for measurement");
        };
        outcome.address = Some(address);
        match endpoint.kind {
            ProbeKind::Icmp => self.ping(address, outcome).await,
            ProbeKind::Dns => {
                let server = SocketAddr::new(address, endpoint.port);
                let id = (self.random)() as u16;
                dns::ask(server, id, &endpoint.question, outcome).await
            }
            ProbeKind::Tcp | ProbeKind::Http | ProbeKind::Https | ProbeKind::Tls => {
                self.connect(spec, endpoint, address, outcome).await
            }
        }
    }

    async fn ping(&self, address: IpAddr, outcome: &mut Outcome) -> Ending {
        match self.pinger.ping(address).await {
            Ok(rtt_us) => {
                outcome.phases.first_byte_us = Some(rtt_us);
                Ending::ok()
            }
            Err(end) => end,
        }
    }

    async fn connect(
        &self,
        spec: &TargetSpec,
        endpoint: &Endpoint,
        address: IpAddr,
        outcome: &mut Outcome,
    ) -> Ending {
        let watch = Stopwatch::start();
        let stream = match TcpStream::connect(SocketAddr::new(address, endpoint.port)).await {
            Ok(stream) => stream,
            Err(fault) => return Ending::of_io(&fault),
        };
        outcome.phases.connect_us = Some(watch.elapsed_us());
        if is_own_echo(&stream) {
            return Ending::new(Cause::Refused, "connection refused");
        }
        // Requests are one small write: waiting to fill a packet would be measured as the target's.
        let _ = stream.set_nodelay(true);
        match endpoint.kind {
            ProbeKind::Http => http::get(stream, endpoint, outcome).await,
            ProbeKind::Https => {
                match self.handshaker.shake(stream, &endpoint.host, &spec.roots, outcome).await {
                    Ok(stream) => http::get(stream, endpoint, outcome).await,
                    Err(end) => end,
                }
            }
            ProbeKind::Tls => match self.handshaker.shake(stream, &endpoint.host, &spec.roots, outcome).await
            {
                Ok(mut stream) => {
                    // Say goodbye in TLS too: a server need not log a torn connection.
                    let _ = tokio::io::AsyncWriteExt::shutdown(&mut stream).await;
                    Ending::ok()
                }
                Err(end) => end,
            },
            ProbeKind::Tcp | ProbeKind::Icmp | ProbeKind::Dns => Ending::ok(),
        }
    }
}

/// Whether a connection leads from a socket to itself. A connect to a closed loopback port does that
/// if the system happens to choose the very same port for our end: nobody listens there.
fn is_own_echo(stream: &TcpStream) -> bool {
    matches!((stream.local_addr(), stream.peer_addr()), (Ok(own), Ok(peer)) if own == peer)
}

impl Probing for Prober {
    fn probe<'a>(&'a self, spec: &'a TargetSpec, endpoint: &'a Endpoint) -> Boxed<'a, Outcome> {
        Box::pin(self.ask(spec, endpoint))
    }
}

impl Outcome {
    /// What a probe that timed out was waiting for.
    fn waiting_for(&self, endpoint: &Endpoint) -> &'static str {
        let phases = &self.phases;
        match endpoint.kind {
            _ if self.address.is_none() => "resolving the name",
            ProbeKind::Icmp => "echo reply",
            ProbeKind::Dns => "answer to the question",
            _ if phases.connect_us.is_none() => "connecting",
            ProbeKind::Https | ProbeKind::Tls if phases.tls_us.is_none() => "TLS handshake",
            ProbeKind::Http | ProbeKind::Https if phases.first_byte_us.is_none() => "first byte",
            _ => "rest of the answer",
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_socket_that_met_itself_is_no_listener() {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let own = socket.local_addr().unwrap();
        assert!(is_own_echo(&socket.connect(own).await.unwrap()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        assert!(!is_own_echo(&TcpStream::connect(listener.local_addr().unwrap()).await.unwrap()));
    }
}
