//! Room inside the data directory for what is put together to be handed over once. It holds clear values, so it goes
//! with its holder, and what a crash left behind goes at the next start.

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use crate::{
    Store,
    directory::Directory,
    fault::{EnvironmentFault, ReadFault},
};

/// A directory that is removed with this value.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// A path in it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.path) {
            tracing::error!(path = %self.path.display(), %error, "what was put together to be handed over stays behind");
        }
    }
}

impl Store {
    /// A fresh empty directory for what is handed over once.
    pub fn scratch(&self) -> Result<Scratch, ReadFault> {
        let name = self.core.entropy().opaque("scratch");
        let path = Directory::scratch(&self.core.options.data_dir).join(name);
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&path);
        made.map_err(|error| EnvironmentFault::io("making room in", &path, error))?;
        Ok(Scratch { path })
    }
}

/// Removes what a crash left behind.
pub fn sweep(data_dir: &Path) -> Result<(), EnvironmentFault> {
    let path = Directory::scratch(data_dir);
    match fs::remove_dir_all(&path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(EnvironmentFault::io("removing", &path, error))
        }
        _ => Ok(()),
    }
}
