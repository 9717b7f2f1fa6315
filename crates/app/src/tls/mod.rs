//! TLS for the node's own listener: certificate and key from files, or from an authority of the node's own.

mod install;
mod make;
mod renewal;
mod sealed;
#[cfg(test)]
pub(crate) mod tests;

pub use install::{Authority, InstallPage, routes as install_routes};
pub use make::{Made, make};
pub use renewal::Certificate;
pub use sealed::sealed;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio_rustls::TlsAcceptor;

use crate::fault::AppFault;

/// Where certificate and key lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate with those between it and its authority, PEM.
    pub certificate: PathBuf,
    /// Its key, PEM.
    pub key: PathBuf,
}

/// Reads both files. A key that everybody on the machine can read is refused.
fn acceptor(files: &TlsFiles) -> Result<TlsAcceptor, AppFault> {
    let fault = |path: &Path, what: String| AppFault::Input(format!("{}: {what}", path.display()));
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect)
        .map_err(|error| fault(&files.certificate, format!("no certificate in PEM can be read: {error}")))?;
    if chain.is_empty() {
        return Err(fault(&files.certificate, "holds no certificate".to_owned()));
    }
    refuse_open_key(&files.key)?;
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|error| fault(&files.key, format!("no key in PEM can be read: {error}")))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key));
    let mut config = config.map_err(|error| {
        fault(&files.certificate, format!("does not go with {}: {error}", files.key.display()))
    })?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn refuse_open_key(path: &Path) -> Result<(), AppFault> {
    use std::os::unix::fs::PermissionsExt as _;
    let found = std::fs::metadata(path);
    let mode = found.map_err(|source| AppFault::File { path: path.to_owned(), source })?.permissions().mode();
    if mode & 0o007 != 0 {
        let what = "everybody on this machine can use this key; run chmod o= on it";
        return Err(AppFault::Input(format!("{}: {what}", path.display())));
    }
    Ok(())
}
