//! A self-signed certificate that expires when the specification says, counted from the real clock.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{CertificateParams, DnType, KeyPair, SanType};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::TlsAcceptor;

const DAY: Duration = Duration::from_hours(24);
/// How long before now the certificate became valid.
const AGE_DAYS: u32 = 300;

/// What the two libraries may refuse.
#[derive(Debug, thiserror::Error)]
pub enum CertificateFault {
    /// The certificate itself.
    #[error("generating")]
    Generate(#[from] rcgen::Error),
    /// The server's configuration.
    #[error("configuring TLS")]
    Tls(#[from] rustls::Error),
}

/// A TLS acceptor whose certificate expires `days` from now (negative: it has expired).
pub fn acceptor(id: &str, address: IpAddr, days: i32) -> Result<TlsAcceptor, CertificateFault> {
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(vec![format!("{id}.example")])?;
    params.subject_alt_names.push(SanType::IpAddress(address));
    params.distinguished_name.push(DnType::CommonName, format!("{id}.example"));
    let now = SystemTime::now();
    let span = DAY * days.unsigned_abs();
    // Half an hour more, so that "expires in 12 days" still reads 12 some minutes after the start.
    let end = if days < 0 { now - span } else { now + span + Duration::from_mins(30) };
    params.not_after = end.into();
    params.not_before = (end.min(now) - DAY * AGE_DAYS).into();
    let certificate = params.self_signed(&key)?;
    let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
