//! The page from which a device on the local network takes the node's authority: plain HTTP, because a device that
//! does not trust the node yet cannot come by TLS.
//!
//! Whoever sits on the way can change what is read here, so the page asks for nothing, carries nothing private, and has
//! the reader compare the fingerprint with one that came by another way. Nothing else of the node answers on this port.

mod profile;
#[cfg(test)]
mod tests;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use axum::{
    Router,
    http::{HeaderName, HeaderValue, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use sha2::{Digest as _, Sha256};

use crate::{fault::AppFault, tls::make::AUTHORITY_NAMES};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("install.css");
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Where the authority is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstallPage {
    /// Address and port of the page.
    pub listen: SocketAddr,
    /// The authority's certificate, PEM.
    pub authority: PathBuf,
}

/// What devices are to trust, read from its file.
#[derive(Clone)]
pub struct Authority {
    der: Vec<u8>,
    links: Vec<String>,
}

impl Authority {
    /// Reads the certificate, and the names it vouches for where `tls make` wrote them beside it.
    pub fn read(certificate: &Path, port: u16) -> Result<Self, AppFault> {
        let fault = |what: String| AppFault::Input(format!("{}: {what}", certificate.display()));
        let found = CertificateDer::pem_file_iter(certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| fault(format!("no certificate in PEM can be read: {error}")))?;
        let [only] = found.as_slice() else {
            return Err(fault(format!("holds {} certificates; an authority is one", found.len())));
        };
        let names = certificate.with_file_name(AUTHORITY_NAMES);
        let names = match std::fs::read_to_string(&names) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => return Err(AppFault::File { path: names, source }),
        };
        let links = names.lines().filter(|name| !name.is_empty()).map(|name| address(name, port)).collect();
        Ok(Self { der: only.to_vec(), links })
    }

    /// SHA-256 of the certificate as tools print it: upper-case pairs with colons.
    pub fn fingerprint(&self) -> String {
        let pairs: Vec<String> = Sha256::digest(&self.der).iter().map(|byte| format!("{byte:02X}")).collect();
        pairs.join(":")
    }

    fn page(&self) -> String {
        let links: Vec<String> =
            self.links.iter().map(|link| format!("<a class=\"node\" href=\"{link}\">{link}</a>")).collect();
        let links = if links.is_empty() { "https://…".to_owned() } else { links.join(" ") };
        // A line may break between the pairs, never in one.
        let fingerprint = self.fingerprint().replace(':', ":<wbr>");
        PAGE.replace("{fingerprint}", &fingerprint).replace("{links}", &links)
    }
}

/// Names come from a file the administrator can write, so they are no more than what a host may be called.
fn address(name: &str, port: u16) -> String {
    let host: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || "-.:".contains(*c)).collect();
    let host = if host.contains(':') { format!("[{host}]") } else { host };
    if port == 443 { format!("https://{host}/") } else { format!("https://{host}:{port}/") }
}

/// The page, its style and the authority in the two forms devices take. Everything else leads to the page.
pub fn routes(authority: &Authority) -> Router {
    let page = authority.page();
    let (der, profile) = (authority.der.clone(), profile::profile(&authority.der));
    Router::new()
        .route("/", get(move || async move { guarded(Html(page.clone())) }))
        .route("/install.css", get(|| async { guarded(([(header::CONTENT_TYPE, "text/css")], STYLE)) }))
        .route(
            "/authority.crt",
            get(move || async move {
                guarded(([(header::CONTENT_TYPE, "application/x-x509-ca-cert")], der.clone()))
            }),
        )
        .route(
            "/authority.mobileconfig",
            get(move || async move {
                guarded(([(header::CONTENT_TYPE, "application/x-apple-aspen-config")], profile.clone()))
            }),
        )
        .fallback(|| async { axum::response::Redirect::temporary("/") })
}

fn guarded(answer: impl IntoResponse) -> Response {
    let mut answer = answer.into_response();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in fixed {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}
