//! A listener whose connections have shaken hands. A slow or silent peer holds up nobody: handshakes run beside one
//! another, so many at most, each for so long at most.

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{ConnectInfo, Request, connect_info::Connected},
    http::{HeaderValue, header},
    middleware,
    response::Response,
    serve::{IncomingStream, Listener},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc},
};
use tokio_rustls::server::TlsStream;

use super::Certificate;

/// Handshakes at once.
const AT_ONCE: usize = 256;
/// How long one may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// After a failed accept, such as when there are no more file handles.
const PAUSE: Duration = Duration::from_secs(1);
/// A year: whoever came by TLS once does not come without.
const STRICT: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// A connection with its peer's address.
type Shaken = (TlsStream<TcpStream>, SocketAddr);

/// Where a connection comes from.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// Accepts TLS connections.
pub struct TlsListener {
    shaken: mpsc::Receiver<Shaken>,
    local: SocketAddr,
}

impl TlsListener {
    /// Takes over a listener; must be called within a tokio runtime.
    pub fn new(listener: TcpListener, certificate: Arc<Certificate>) -> io::Result<Self> {
        let local = listener.local_addr()?;
        let (sender, shaken) = mpsc::channel(AT_ONCE);
        tokio::spawn(accept(listener, certificate, sender));
        Ok(Self { shaken, local })
    }
}

async fn accept(listener: TcpListener, certificate: Arc<Certificate>, sender: mpsc::Sender<Shaken>) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    loop {
        let Ok(turn) = Arc::clone(&room).acquire_owned().await else { return };
        let (stream, peer) = tokio::select! {
            () = sender.closed() => return,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(PAUSE).await;
                    continue;
                }
            },
        };
        let (acceptor, sender) = (certificate.acceptor(), sender.clone());
        tokio::spawn(async move {
            let _turn = turn;
            // Whoever speaks no TLS, or never speaks, is not worth a word in the log.
            if let Ok(Ok(stream)) = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await {
                let _ = sender.send((stream, peer)).await;
            }
        });
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.shaken.recv().await {
            Some(shaken) => shaken,
            // The accepting task ends with this listener alone.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.local)
    }
}

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// The routes as they are served over TLS: handlers find the peer where they find it without, cookies travel over TLS
/// alone, and browsers remember to come by TLS.
pub fn over_tls(routes: Router) -> Router {
    routes.layer(middleware::map_response(seal)).layer(middleware::map_request(
        async |mut request: Request| {
            if let Some(ConnectInfo(Peer(address))) = request.extensions().get::<ConnectInfo<Peer>>().copied()
            {
                request.extensions_mut().insert(ConnectInfo(address));
            }
            request
        },
    ))
}

async fn seal(mut response: Response) -> Response {
    let headers = response.headers_mut();
    let cookies: Vec<HeaderValue> = headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        let sealed = [cookie.as_bytes(), b"; Secure"].concat();
        headers.append(header::SET_COOKIE, HeaderValue::from_bytes(&sealed).unwrap_or(cookie));
    }
    headers.insert(header::STRICT_TRANSPORT_SECURITY, STRICT);
    response
}
