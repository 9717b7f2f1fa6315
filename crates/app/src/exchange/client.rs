//! One question to an API and its answer, over a connection of its own. Everything is bounded: the time, the size, and
//! where it goes. A redirect is an answer like any other, and no way to follow.

use std::{fmt, path::Path, sync::Arc, time::Duration};

use axum::http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use serde_json::Value;
use sources::zabbix_api::{self, ApiFault, MAX_ANSWER_BYTES};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

use super::address::ApiAddress;

/// Longest time for a question and its answer: what a duty officer waits for is told again after it.
pub const LIMIT: Duration = Duration::from_secs(10);
/// Longest token, in bytes.
const MAX_TOKEN_BYTES: usize = 512;

/// What this node proves itself with. It is never shown.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A token as it stands in a file: blanks and breaks around it do not belong to it.
    pub fn new(text: &str) -> Result<Self, &'static str> {
        let token = text.trim();
        let fits = (16..=MAX_TOKEN_BYTES).contains(&token.len());
        if fits && token.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self(token.to_owned()))
        } else {
            Err("holds no token: one word of 16 to 512 ASCII letters")
        }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(…)")
    }
}

/// Whose certificates are believed.
#[derive(Clone)]
pub struct Trust(Arc<ClientConfig>);

impl Trust {
    /// Those of the authorities of the web.
    pub fn web() -> Self {
        Self::of(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
    }

    /// Those of the authorities in a file alone.
    pub fn read(path: &Path) -> Result<Self, String> {
        let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let certificates = read.map_err(|error| format!("no certificate in PEM can be read: {error}"))?;
        let mut roots = RootCertStore::empty();
        let (taken, _) = roots.add_parsable_certificates(certificates);
        if taken == 0 {
            return Err("holds no certificate of an authority".to_owned());
        }
        Ok(Self::of(roots))
    }

    fn of(roots: RootCertStore) -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring offers the versions that rustls counts as safe")
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self(Arc::new(config))
    }
}

impl fmt::Debug for Trust {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Trust(…)")
    }
}

/// An API and how to be let in.
#[derive(Clone, Debug)]
pub struct ApiSpec {
    /// Where it is.
    pub address: ApiAddress,
    /// What lets this node in.
    pub token: Token,
    /// Whose certificates are believed.
    pub trust: Trust,
    /// How often it is asked, in seconds.
    pub every_s: u32,
}

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum CallFault {
    /// No connection, or it broke.
    #[error("{address} cannot be reached: {what}")]
    Unreachable {
        /// Where.
        address: String,
        /// Why.
        what: String,
    },
    /// Nothing came in time.
    #[error("{0} did not answer in time")]
    Late(String),
    /// Another status than 200.
    #[error("{address} answered with status {status}")]
    Status {
        /// Where.
        address: String,
        /// Which.
        status: StatusCode,
    },
    /// An answer, and no result in it.
    #[error(transparent)]
    Api(#[from] ApiFault),
}

/// Asks an API.
#[derive(Clone, Debug)]
pub struct Client {
    spec: ApiSpec,
    limit: Duration,
}

impl Client {
    /// A client; `limit` bounds each question with its answer.
    pub const fn new(spec: ApiSpec, limit: Duration) -> Self {
        Self { spec, limit }
    }

    /// How often it is to be asked, in seconds.
    pub const fn every_s(&self) -> u32 {
        self.spec.every_s
    }

    /// Asks a question.
    pub async fn call(&self, (method, params): (&'static str, Value)) -> Result<Value, CallFault> {
        let body = zabbix_api::request(method, &params, &self.spec.token.0);
        let late = |_| CallFault::Late(self.spec.address.authority());
        let answer = timeout(self.limit, self.post(body)).await.map_err(late)??;
        Ok(zabbix_api::result(&answer)?)
    }

    fn unreachable(&self, what: &dyn fmt::Display) -> CallFault {
        CallFault::Unreachable { address: self.spec.address.authority(), what: what.to_string() }
    }

    async fn post(&self, body: Vec<u8>) -> Result<Bytes, CallFault> {
        let address = &self.spec.address;
        let stream = TcpStream::connect((address.host.as_str(), address.port)).await;
        let stream = stream.map_err(|error| self.unreachable(&error))?;
        if !address.tls {
            return self.send(stream, body).await;
        }
        let name = ServerName::try_from(address.host.clone()).map_err(|error| self.unreachable(&error))?;
        let stream = TlsConnector::from(self.spec.trust.0.clone()).connect(name, stream).await;
        self.send(stream.map_err(|error| self.unreachable(&error))?, body).await
    }

    async fn send<S>(&self, stream: S, body: Vec<u8>) -> Result<Bytes, CallFault>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let address = &self.spec.address;
        let handshake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
        let (mut sender, connection) = handshake.map_err(|error| self.unreachable(&error))?;
        let request = Request::post(address.path.as_str())
            .header(header::HOST, address.authority())
            .header(header::CONTENT_TYPE, "application/json-rpc")
            .header(header::USER_AGENT, concat!("thongsuot/", env!("CARGO_PKG_VERSION")))
            .body(Full::new(Bytes::from(body)));
        let request = request.map_err(|error| self.unreachable(&error))?;
        let answering = async {
            let answer = sender.send_request(request).await.map_err(|error| self.unreachable(&error))?;
            let status = answer.status();
            if status != StatusCode::OK {
                return Err(CallFault::Status { address: address.authority(), status });
            }
            let body = Limited::new(answer.into_body(), MAX_ANSWER_BYTES).collect().await;
            Ok(body.map_err(|error| self.unreachable(&error))?.to_bytes())
        };
        tokio::pin!(answering);
        tokio::select! {
            answer = &mut answering => answer,
            // The connection may end before the last of the answer was read from it.
            _ = connection => answering.await,
        }
    }
}
