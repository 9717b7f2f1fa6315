//! The certificate in use, read again when its files change: an ACME client renews them every few weeks, and nobody is
//! there to start the node again.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::Path,
    sync::{Mutex, PoisonError, RwLock},
    time::Duration,
};

use tokio_rustls::TlsAcceptor;

use super::{TlsFiles, acceptor};
use crate::fault::AppFault;

/// How often the files are looked at: a renewal comes weeks before the old certificate runs out.
const EVERY: Duration = Duration::from_mins(1);

/// By what a file that was written again differs: inode, length, and when it was written, s and ns.
type Stamp = (u64, u64, i64, i64);

/// A certificate with its key, as the files had them when they last read well.
pub struct Certificate {
    files: TlsFiles,
    acceptor: RwLock<TlsAcceptor>,
    read: Mutex<[Option<Stamp>; 2]>,
}

impl Certificate {
    /// Reads both files.
    pub fn read(files: TlsFiles) -> Result<Self, AppFault> {
        // Looked at before they are read: what changes meanwhile is read again.
        let stamps = stamps(&files);
        let acceptor = acceptor(&files)?;
        Ok(Self { files, acceptor: RwLock::new(acceptor), read: Mutex::new(stamps) })
    }

    /// What shakes hands with it.
    pub fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the files again if they changed since they last read well; says whether they did. After a fault the
    /// certificate in use stays, and the next call tries anew: two files are not renewed in one moment.
    pub fn renew(&self) -> Result<bool, AppFault> {
        let stamps = stamps(&self.files);
        if *self.read.lock().unwrap_or_else(PoisonError::into_inner) == stamps {
            return Ok(false);
        }
        let acceptor = acceptor(&self.files)?;
        *self.acceptor.write().unwrap_or_else(PoisonError::into_inner) = acceptor;
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = stamps;
        Ok(true)
    }

    /// Looks at the files every minute, for as long as it is awaited.
    pub async fn keep(&self) {
        loop {
            tokio::time::sleep(EVERY).await;
            match self.renew() {
                Ok(true) => tracing::info!(
                    certificate = %self.files.certificate.display(),
                    "the renewed certificate is in use for connections from now on"
                ),
                Ok(false) => {}
                Err(fault) => tracing::error!(
                    %fault,
                    "the certificate changed and can't be used; the one before stays in use until it runs out"
                ),
            }
        }
    }
}

fn stamps(files: &TlsFiles) -> [Option<Stamp>; 2] {
    [&files.certificate, &files.key].map(|path| stamp(path))
}

/// None for a file that is not there.
fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::metadata(path).ok()?;
    Some((found.ino(), found.len(), found.mtime(), found.mtime_nsec()))
}
