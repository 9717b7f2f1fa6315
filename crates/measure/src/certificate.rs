//! The facts of a TLS certificate: what it says, and whether its chain leads to the chosen roots.
//! Recorded, not judged: that a certificate runs out next week is for a check to say.

use calendar::Instant;
use serde::Serialize;
use sha2::{Digest, Sha256};
use thiserror::Error;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};

/// Most names kept of a certificate.
const MAX_NAMES: usize = 100;
/// Longest text kept of a certificate, characters.
const MAX_TEXT_CHARS: usize = 256;
/// Largest certificate read, bytes; usual ones are below 4 KiB.
const MAX_CERTIFICATE_BYTES: usize = 64 * 1024;

/// What a server's certificate says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Certificate {
    /// Valid from.
    pub not_before: Instant,
    /// Valid until.
    pub not_after: Instant,
    /// Whom it was issued to.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// Host names and addresses it speaks for.
    pub names: Vec<String>,
    /// SHA-256 of the certificate, lower-case hex.
    pub sha256: String,
    /// Whether its chain leads to the chosen roots.
    pub chain: Chain,
    /// Why it does not.
    pub chain_detail: Option<String>,
}

/// What became of verifying a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Chain {
    /// No roots were chosen for this target.
    NotChecked,
    /// It leads to a root, is in force, and speaks for the host asked.
    Trusted,
    /// It does not.
    NotTrusted,
}

/// Why bytes are no certificate we can read.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum CertificateFault {
    /// Too large, not DER, not X.509, or followed by something else.
    #[error("the certificate cannot be read")]
    Unreadable,
    /// Its dates are outside what a calendar knows.
    #[error("the certificate's dates are out of range")]
    Dates,
}

impl Certificate {
    /// Reads a DER certificate; the chain is not its business.
    pub fn read(der: &[u8]) -> Result<Self, CertificateFault> {
        if der.len() > MAX_CERTIFICATE_BYTES {
            return Err(CertificateFault::Unreadable);
        }
        let (rest, found) = X509Certificate::from_der(der).map_err(|_| CertificateFault::Unreadable)?;
        if !rest.is_empty() {
            return Err(CertificateFault::Unreadable);
        }
        let validity = found.validity();
        let names = found.subject_alternative_name().ok().flatten();
        Ok(Self {
            not_before: instant(validity.not_before.timestamp())?,
            not_after: instant(validity.not_after.timestamp())?,
            subject: shown(&found.subject().to_string()),
            issuer: shown(&found.issuer().to_string()),
            names: names
                .map(|names| names.value.general_names.iter().filter_map(name_of).take(MAX_NAMES).collect())
                .unwrap_or_default(),
            sha256: hex(&Sha256::digest(der)),
            chain: Chain::NotChecked,
            chain_detail: None,
        })
    }
}

fn instant(seconds: i64) -> Result<Instant, CertificateFault> {
    let ms = seconds.checked_mul(1000).ok_or(CertificateFault::Dates)?;
    // An instant beyond the calendar's ends becomes its nearest end: that would be another date.
    Some(Instant::from_ms(ms)).filter(|at| at.as_ms() == ms).ok_or(CertificateFault::Dates)
}

fn name_of(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(shown(name)),
        GeneralName::IPAddress(bytes) => {
            let v4 = <[u8; 4]>::try_from(*bytes).map(|b| std::net::Ipv4Addr::from(b).to_string());
            v4.or_else(|_| <[u8; 16]>::try_from(*bytes).map(|b| std::net::Ipv6Addr::from(b).to_string())).ok()
        }
        _ => None,
    }
}

/// Bounded, and without control characters: it comes from whoever runs the server.
fn shown(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(MAX_TEXT_CHARS).collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
