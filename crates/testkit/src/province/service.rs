//! What an open stream socket says: nothing, HTTP, or either inside TLS, at once, late or never.

use std::net::Ipv4Addr;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::{Behaviour, ProvinceFault, Service, SocketSpec, certificate, http};

/// A connection that says nothing is dropped after this long.
const CONNECTION_LIMIT: Duration = Duration::from_secs(30);

/// What a socket serves, prepared once.
pub struct Served {
    pub(super) service: Service,
    pub(super) silent: bool,
    pub(super) delay: Duration,
    pub(super) answer: Ipv4Addr,
    tls: Option<TlsAcceptor>,
}

impl Served {
    /// Makes the certificate, if the service needs one.
    pub fn prepare(spec: &SocketSpec) -> Result<Self, ProvinceFault> {
        let fault = |source| ProvinceFault::Certificate { id: spec.id.clone(), source };
        let tls = match spec.service {
            Service::Tls | Service::Https => Some(
                certificate::acceptor(&spec.id, spec.address.ip(), spec.certificate_days).map_err(fault)?,
            ),
            Service::Tcp | Service::Http | Service::Dns => None,
        };
        Ok(Self {
            service: spec.service,
            silent: spec.behaviour == Behaviour::Silent,
            delay: Duration::from_millis(spec.delay_ms),
            answer: spec.answer,
            tls,
        })
    }
}

/// One connection, from accept to its end.
pub async fn converse(stream: TcpStream, served: std::sync::Arc<Served>) {
    // A peer that goes away mid-answer is a prober's business, not a fault of the socket.
    let _ = tokio::time::timeout(CONNECTION_LIMIT, speak(stream, &served)).await;
}

async fn speak(stream: TcpStream, served: &Served) -> std::io::Result<()> {
    if served.silent || served.service == Service::Tcp {
        return swallow(stream).await;
    }
    let Some(tls) = &served.tls else {
        return answer(stream, served.delay).await;
    };
    if served.service == Service::Https {
        return answer(tls.accept(stream).await?, served.delay).await;
    }
    tokio::time::sleep(served.delay).await;
    let mut stream = tls.accept(stream).await?;
    stream.shutdown().await
}

async fn swallow(mut stream: TcpStream) -> std::io::Result<()> {
    let mut bin = [0_u8; 1024];
    while stream.read(&mut bin).await? > 0 {}
    Ok(())
}

async fn answer(mut stream: impl AsyncRead + AsyncWrite + Unpin, delay: Duration) -> std::io::Result<()> {
    http::read_request(&mut stream).await?;
    tokio::time::sleep(delay).await;
    http::respond(&mut stream, 200, "text/plain; charset=utf-8", "thông suốt\n").await
}
