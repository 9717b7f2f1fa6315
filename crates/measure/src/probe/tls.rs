//! A TLS handshake (RFC 8446, RFC 5246) that takes any certificate and writes down what it says.
//! The server must still prove that it holds the certificate's key; whether the chain leads to the
//! roots chosen for the target is recorded beside it. Nothing is resumed: every handshake is whole.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use calendar::Clock;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use thiserror::Error;
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

use crate::address::Host;
use crate::certificate::{Certificate, Chain};
use crate::outcome::{Cause, Ending, Outcome};
use crate::stopwatch::Stopwatch;

/// Against what a chain is verified.
#[derive(Clone, Debug, Default)]
pub enum Roots {
    /// Nothing: the certificate's facts are wanted, not its standing.
    #[default]
    NotChecked,
    /// The roots web browsers trust.
    Web,
    /// Roots of one's own.
    Given(Arc<TrustRoots>),
}

/// Roots of one's own, ready for use.
#[derive(Debug)]
pub struct TrustRoots(Arc<WebPkiServerVerifier>);

/// Why roots can't be used.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("no usable root certificate")]
pub struct RootsFault;

impl TrustRoots {
    /// Roots from DER certificates; each must be readable.
    pub fn from_der(certificates: &[Vec<u8>]) -> Result<Self, RootsFault> {
        let mut store = RootCertStore::empty();
        for der in certificates {
            store.add(CertificateDer::from(der.as_slice())).map_err(|_| RootsFault)?;
        }
        Self::from_store(store)
    }

    fn web() -> Result<Self, RootsFault> {
        Self::from_store(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
    }

    fn from_store(store: RootCertStore) -> Result<Self, RootsFault> {
        let built = WebPkiServerVerifier::builder_with_provider(store.into(), provider()).build();
        built.map(Self).map_err(|_| RootsFault)
    }
}

fn provider() -> Arc<CryptoProvider> {
    static PROVIDER: OnceLock<Arc<CryptoProvider>> = OnceLock::new();
    PROVIDER.get_or_init(|| Arc::new(rustls::crypto::ring::default_provider())).clone()
}

/// Does handshakes.
pub struct Handshaker {
    time: Arc<ByClock>,
    web: OnceLock<Option<Arc<WebPkiServerVerifier>>>,
}

impl Handshaker {
    /// Certificates are in force or not by this clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { time: Arc::new(ByClock(clock)), web: OnceLock::new() }
    }

    /// Does one handshake, and fills in its duration and the certificate, also when it fails.
    pub async fn shake(
        &self,
        stream: TcpStream,
        host: &Host,
        roots: &Roots,
        outcome: &mut Outcome,
    ) -> Result<TlsStream<TcpStream>, Ending> {
        let watch = Stopwatch::start();
        let name = match host {
            Host::Ip(ip) => ServerName::IpAddress((*ip).into()),
            Host::Name(name) => ServerName::try_from(name.trim_end_matches('.').to_owned())
                .map_err(|_| Ending::new(Cause::Error, "not a name TLS can ask for"))?,
        };
        let recorder = Arc::new(Recorder {
            chain: self.verifier(roots),
            algorithms: provider().signature_verification_algorithms,
            seen: Mutex::new(None),
        });
        let config = self.config(recorder.clone())?;
        let shaken = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await;
        outcome.certificate = recorder.seen.lock().unwrap_or_else(PoisonError::into_inner).take();
        match shaken {
            Ok(stream) => {
                outcome.phases.tls_us = Some(watch.elapsed_us());
                Ok(stream)
            }
            Err(fault) => Err(ending_of(&fault)),
        }
    }

    fn config(&self, recorder: Arc<Recorder>) -> Result<ClientConfig, Ending> {
        let mut config = ClientConfig::builder_with_details(provider(), self.time.clone())
            .with_safe_default_protocol_versions()
            .map_err(|_| Ending::new(Cause::Error, "no TLS version in common"))?
            .dangerous()
            .with_custom_certificate_verifier(recorder)
            .with_no_client_auth();
        config.resumption = rustls::client::Resumption::disabled();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    fn verifier(&self, roots: &Roots) -> Option<Arc<WebPkiServerVerifier>> {
        match roots {
            Roots::NotChecked => None,
            Roots::Given(roots) => Some(roots.0.clone()),
            Roots::Web => self.web.get_or_init(|| TrustRoots::web().ok().map(|roots| roots.0)).clone(),
        }
    }
}

fn ending_of(fault: &std::io::Error) -> Ending {
    match fault.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::AlertReceived(alert)) => {
            Ending::new(Cause::Error, format!("TLS handshake refused by the server ({alert:?})"))
        }
        Some(_) => Ending::new(Cause::Error, "TLS handshake failed"),
        None => Ending::of_io(fault),
    }
}

#[derive(Debug)]
struct Recorder {
    chain: Option<Arc<WebPkiServerVerifier>>,
    algorithms: WebPkiSupportedAlgorithms,
    seen: Mutex<Option<Certificate>>,
}

impl ServerCertVerifier for Recorder {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        if let Ok(mut certificate) = Certificate::read(end_entity) {
            if let Some(chain) = &self.chain {
                match chain.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
                    Ok(_) => certificate.chain = Chain::Trusted,
                    Err(fault) => {
                        certificate.chain = Chain::NotTrusted;
                        certificate.chain_detail = Some(reason_of(&fault));
                    }
                }
            }
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(certificate);
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Why a chain does not lead to the roots, in a few words that hold nothing of the certificate.
fn reason_of(fault: &rustls::Error) -> String {
    use rustls::CertificateError as E;
    let rustls::Error::InvalidCertificate(fault) = fault else {
        return "the chain cannot be verified".to_owned();
    };
    match fault {
        E::Expired | E::ExpiredContext { .. } => "expired",
        E::NotValidYet | E::NotValidYetContext { .. } => "not valid yet",
        E::UnknownIssuer => "unknown issuer",
        E::NotValidForName | E::NotValidForNameContext { .. } => "not valid for this name",
        E::Revoked => "revoked",
        E::BadSignature => "bad signature",
        E::InvalidPurpose | E::InvalidPurposeContext { .. } => "not for servers",
        _ => "the chain cannot be verified",
    }
    .to_owned()
}

struct ByClock(Arc<dyn Clock>);

impl std::fmt::Debug for ByClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ByClock")
    }
}

impl TimeProvider for ByClock {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.now().as_ms()).ok()? / 1000;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}
