//! Answers on a listener, in the clear or by TLS, until told to stop. Whoever comes is taken at once and has so long for
//! each part of what they say; a slow or silent peer holds up nobody and keeps no place that another wants, and no
//! number of them holds up a stop.

mod crowd;
mod patient;
#[cfg(test)]
mod tests;

pub use crowd::Room;
pub use patient::Patience;

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use api::TrustedProxies;
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
};
use hyper::{
    body::{Body as _, Incoming},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinSet,
};
use tower::ServiceExt as _;

use self::{crowd::Crowd, patient::Patient};
use crate::tls::Certificate;

/// After a failed accept, such as when there are no more file handles.
const PAUSE: Duration = Duration::from_secs(1);
/// The largest head of a request: the longest address that hyper takes, and the headers of any browser.
const MAX_HEAD_BYTES: usize = 128 * 1024;
/// Open files that are left to the journal, the samples and the probes, of every four.
const KEPT_OF_FOUR: usize = 1;

/// How long a peer may take, and how many there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For the handshake of TLS.
    pub handshake: Duration,
    /// For the head of a request, from when the connection is ready for it: also how long one stays open unused.
    pub head: Duration,
    /// For the body.
    pub body: Patience,
    /// For taking what was sent to it, in whatever pieces.
    pub unread: Duration,
    /// For ending what it is in the middle of, once the node is told to stop.
    pub stop: Duration,
    /// How many.
    pub room: Room,
}

impl Limits {
    /// What a node keeps to that may have so many files open.
    pub fn within(files: usize) -> Self {
        Self {
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(10),
            // 64 kbit/s: what is left of a mobile line at the edge of its cell.
            body: Patience { grace: Duration::from_secs(20), bytes_per_s: 8 * 1024 },
            unread: Duration::from_mins(1),
            // Well below the 90 s after which systemd kills.
            stop: Duration::from_secs(10),
            room: Room {
                all: (files / 4 * (4 - KEPT_OF_FOUR)).max(16),
                unheard: (files / 4).clamp(8, 1_024),
                of_one: 1_024,
                unheard_of_one: 256,
            },
        }
    }
}

/// A listener with what it answers by.
pub struct Listening {
    /// Where connections come in.
    pub listener: TcpListener,
    /// Speaks TLS with it; in the clear without.
    pub certificate: Option<Arc<Certificate>>,
    /// Servers in front: many stand behind one of their addresses.
    pub proxies: TrustedProxies,
    /// How long and how many.
    pub limits: Limits,
}

/// What every connection is answered with.
struct House {
    certificate: Option<Arc<Certificate>>,
    limits: Limits,
    routes: Router,
    crowd: Mutex<Crowd<oneshot::Sender<()>>>,
}

impl House {
    fn crowd(&self) -> MutexGuard<'_, Crowd<oneshot::Sender<()>>> {
        self.crowd.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Listening {
    /// Answers with these routes until `stopped`, and then as long as it takes to end what was begun, within the limit.
    /// Handlers find the peer in `ConnectInfo<SocketAddr>`.
    pub async fn answer(self, routes: Router, stopped: impl Future<Output = ()>) -> io::Result<()> {
        let Self { listener, certificate, proxies, limits } = self;
        let house =
            Arc::new(House { certificate, limits, routes, crowd: Mutex::new(Crowd::new(limits.room)) });
        let graceful = GracefulShutdown::new();
        let mut talks = JoinSet::new();
        let mut stopped = std::pin::pin!(stopped);
        loop {
            let accepted = tokio::select! {
                () = &mut stopped => break,
                Some(_) = talks.join_next() => continue,
                accepted = listener.accept() => accepted,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let counted = counted(peer.ip(), &proxies);
                    if let Some((place, shed)) = Place::take(&house, counted) {
                        talks.spawn(talk(place, shed, stream, peer, graceful.watcher()));
                    }
                }
                // It went before it was taken: nothing is amiss here.
                Err(error) if is_of_peer(&error) => {}
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
        drop(listener);
        // What was never said whole was not acted upon.
        drop(house.crowd().shed_unheard());
        if tokio::time::timeout(limits.stop, graceful.shutdown()).await.is_err() {
            let left = house.crowd().len();
            tracing::warn!(left, "connections that did not end in time were cut");
        }
        talks.shutdown().await;
        Ok(())
    }
}

/// Whether a connection failed for what the peer did.
fn is_of_peer(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// The address that a peer's connections are counted for.
fn counted(peer: IpAddr, proxies: &TrustedProxies) -> Option<IpAddr> {
    let peer = peer.to_canonical();
    (!peer.is_loopback() && !proxies.trusts(peer)).then(|| api::counted_address(peer))
}

/// A place among those who are connected, given up when it is dropped.
struct Place {
    house: Arc<House>,
    number: u64,
    heard: AtomicBool,
}

impl Place {
    /// A place, and what resolves when it is wanted back.
    fn take(house: &Arc<House>, counted: Option<IpAddr>) -> Option<(Self, oneshot::Receiver<()>)> {
        let (sender, shed) = oneshot::channel();
        // The one that makes room hears of it when its sender is dropped here.
        let number = house.crowd().enter(counted, sender)?.number;
        Some((Self { house: Arc::clone(house), number, heard: AtomicBool::new(false) }, shed))
    }

    fn heard(&self) {
        if !self.heard.swap(true, Ordering::Relaxed) {
            self.house.crowd().heard(self.number);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.house.crowd().leave(self.number);
    }
}

async fn talk(
    place: Place,
    shed: oneshot::Receiver<()>,
    stream: TcpStream,
    peer: SocketAddr,
    watcher: Watcher,
) {
    let house = Arc::clone(&place.house);
    let limits = house.limits;
    if let Err(error) = SockRef::from(&stream).set_tcp_user_timeout(Some(limits.unread)) {
        tracing::debug!(%error, "a connection may take as long as it likes to be read");
    }
    let talking = async {
        match &house.certificate {
            None => speak(place, stream, peer, watcher).await,
            Some(certificate) => {
                // Whoever speaks no TLS, or never speaks, is not worth a word in the log.
                let shaken = tokio::time::timeout(limits.handshake, certificate.acceptor().accept(stream));
                if let Ok(Ok(stream)) = shaken.await {
                    speak(place, stream, peer, watcher).await;
                }
            }
        }
    };
    tokio::select! {
        _ = shed => {}
        () = talking => {}
    }
}

async fn speak(
    place: Place,
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    watcher: Watcher,
) {
    let limits = place.house.limits;
    let service = service_fn(move |request: Request<Incoming>| {
        place.heard();
        let mut request = request.map(|body| {
            if body.is_end_stream() { Body::empty() } else { Body::new(Patient::new(body, limits.body)) }
        });
        request.extensions_mut().insert(ConnectInfo(peer));
        place.house.routes.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head)
        .max_buf_size(MAX_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%error, "a connection ended badly");
    }
}
