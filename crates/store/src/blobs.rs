//! Documents and pictures, by the SHA-256 of their bytes. A blob is on the disk, whole and synced, before an entry can
//! commit to it; equal bytes are kept once.

use std::{collections::HashSet, fs, io, path::PathBuf};

use journal::Hash;

use crate::{
    directory::{sync_directory, write_durably},
    fault::EnvironmentFault,
};

/// Largest blob: a scanned plan of some dozens of pages.
pub const MAX_BLOB_BYTES: usize = 10 * 1024 * 1024;

/// The directory of blobs. Calls block on the disk.
#[derive(Clone, Debug)]
pub struct Blobs(PathBuf);

impl Blobs {
    /// Opens the directory and clears what a crash left half-written.
    pub fn open(path: PathBuf) -> Result<Self, EnvironmentFault> {
        let failed = |error| EnvironmentFault::io("reading", &path, error);
        for file in fs::read_dir(&path).map_err(failed)? {
            let file = file.map_err(failed)?.path();
            if file.extension().is_some_and(|extension| extension == "tmp") {
                fs::remove_file(&file).map_err(|error| EnvironmentFault::io("removing", &file, error))?;
            }
        }
        Ok(Self(path))
    }

    /// Keeps the bytes; once it returns, a power cut does not lose them.
    pub fn put(&self, bytes: &[u8]) -> Result<Hash, EnvironmentFault> {
        let digest = Hash::of(bytes);
        let path = self.path(digest);
        if path.exists() {
            // It may have been renamed a moment ago by another call that has not synced the directory yet.
            sync_directory(&self.0)?;
        } else {
            write_durably(&path, bytes, 0o600)?;
        }
        Ok(digest)
    }

    /// The bytes. `None` when there is no such blob; bytes that do not match their name are a fault.
    pub fn get(&self, digest: Hash) -> Result<Option<Vec<u8>>, EnvironmentFault> {
        let path = self.path(digest);
        match fs::read(&path) {
            Ok(bytes) if Hash::of(&bytes) == digest => Ok(Some(bytes)),
            Ok(_) => Err(EnvironmentFault::damaged(format!("reading {}", path.display()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(EnvironmentFault::io("reading", &path, error)),
        }
    }

    /// Removes the blob for good.
    pub fn remove(&self, digest: Hash) -> Result<(), EnvironmentFault> {
        let path = self.path(digest);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(EnvironmentFault::io("removing", &path, error))
            }
            _ => sync_directory(&self.0),
        }
    }

    /// Removes every blob that is not among these.
    pub fn keep_only(&self, held: &HashSet<Hash>) -> Result<(), EnvironmentFault> {
        let failed = |error| EnvironmentFault::io("reading", &self.0, error);
        for file in fs::read_dir(&self.0).map_err(failed)? {
            let name = file.map_err(failed)?.file_name();
            let digest = name.to_str().and_then(|name| Hash::parse(name).ok());
            if let Some(digest) = digest.filter(|digest| !held.contains(digest)) {
                self.remove(digest)?;
            }
        }
        Ok(())
    }

    fn path(&self, digest: Hash) -> PathBuf {
        self.0.join(digest.hex())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_blob_reads_back_until_it_is_removed_and_damage_shows() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::open(dir.path().to_owned()).unwrap();
        let digest = blobs.put(b"a plan").unwrap();
        assert_eq!(blobs.put(b"a plan").unwrap(), digest);
        assert_eq!(blobs.get(digest).unwrap().unwrap(), b"a plan");
        fs::write(blobs.path(digest), b"another").unwrap();
        assert!(blobs.get(digest).is_err());
        blobs.remove(digest).unwrap();
        blobs.remove(digest).unwrap();
        assert!(blobs.get(digest).unwrap().is_none());
    }

    #[test]
    fn what_a_crash_left_half_written_is_cleared_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("0a.tmp"), b"half of a name").unwrap();
        Blobs::open(dir.path().to_owned()).unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
