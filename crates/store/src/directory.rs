//! The data directory: who holds it, which format it has, where things lie, and how a file is written so that it is
//! there whole after a power cut or not at all.
//!
//! ```text
//! lock  format  node.key  accounts.key  journal.db  state.db  database  blobs/<sha256>  segments/  scratch/
//! ```

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{Read, Seek, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use sabotage::Mutant;

use crate::{
    fault::{EnvironmentFault, OpenFault},
    sql::Home,
};

/// The format this program writes, and the newest it reads. It grows when an older program would misread the files.
pub const FORMAT: u32 = 1;

/// First words of the format file.
const FORMAT_NAME: &str = "thongsuot data directory, format";
/// How often, and how long in all, a lock is waited for: a fork takes a few milliseconds.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: std::time::Duration = std::time::Duration::from_millis(10);

/// A data directory this process holds; dropping it lets another process in.
#[derive(Debug)]
pub struct Directory {
    path: PathBuf,
    /// The lock lives as long as this handle.
    _lock: File,
}

impl Directory {
    /// Creates the directory if it is missing, takes its lock and checks its format.
    pub fn hold(path: &Path) -> Result<Self, OpenFault> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
        made.map_err(|error| EnvironmentFault::io("creating", path, error))?;
        let lock = take_lock(path)?;
        let directory = Self { path: path.to_owned(), _lock: lock };
        directory.check_format()?;
        for sub in [directory.blobs(), directory.segments()] {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(&sub);
            made.map_err(|error| EnvironmentFault::io("creating", &sub, error))?;
        }
        sync_directory(path)?;
        Ok(directory)
    }

    /// The database of what was recorded.
    pub fn journal(&self) -> PathBuf {
        self.path.join("journal.db")
    }

    /// The database of what is derived from it.
    pub fn state(&self) -> PathBuf {
        self.path.join("state.db")
    }

    /// Where blobs lie, by SHA-256.
    pub fn blobs(&self) -> PathBuf {
        self.path.join("blobs")
    }

    /// Where the segments of samples lie.
    pub fn segments(&self) -> PathBuf {
        self.path.join("segments")
    }

    /// Where what is handed over once is put together, in the data directory at `path`.
    pub fn scratch(path: &Path) -> PathBuf {
        path.join("scratch")
    }

    /// The node's signing key: 64 hex digits of its seed, readable by its owner alone.
    pub fn key(&self) -> PathBuf {
        self.path.join("node.key")
    }

    /// The key that secrets of accounts are sealed with, in the same form.
    pub fn accounts_key(&self) -> PathBuf {
        self.path.join("accounts.key")
    }

    /// Which journal in PostgreSQL the directory belongs to; not there while its journal is journal.db.
    pub fn database(&self) -> PathBuf {
        self.path.join("database")
    }

    /// Signed heads on their way from what was derived to what is derived anew.
    pub fn carried(&self) -> PathBuf {
        self.path.join("heads")
    }

    /// The files of a journal that lies in the directory.
    pub fn home(&self) -> Home {
        Home::Files { journal: self.journal(), state: self.state() }
    }

    /// What stands for the journal in the directory: journal.db, or what names the one in PostgreSQL.
    pub fn place_of_journal(&self) -> PathBuf {
        let database = self.database();
        if database.exists() { database } else { self.journal() }
    }

    fn check_format(&self) -> Result<(), OpenFault> {
        let path = self.path.join("format");
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                // A directory of somebody else's files is not taken over.
                if self.journal().exists() {
                    let what = "there is a journal.db beside it, but no format file".to_owned();
                    return Err(OpenFault::Damaged { path, what });
                }
                begin_format(&self.path)?;
                return Ok(());
            }
            Err(error) => return Err(EnvironmentFault::io("reading", &path, error).into()),
        };
        let number = text.strip_prefix(FORMAT_NAME).and_then(|rest| rest.trim().parse::<u32>().ok());
        match number {
            Some(found) if found > FORMAT => {
                Err(OpenFault::NewerVersion { dir: self.path.clone(), found, known: FORMAT })
            }
            Some(_) => Ok(()),
            None => Err(OpenFault::Damaged { path, what: "not a format file".to_owned() }),
        }
    }
}

/// Says which format a directory has: from then on it is one.
pub fn begin_format(dir: &Path) -> Result<(), EnvironmentFault> {
    write_durably(&dir.join("format"), format!("{FORMAT_NAME} {FORMAT}\n").as_bytes(), 0o600)
}

/// A key of the directory: 64 hex digits of 32 bytes. `None` when there is no such file.
pub fn find_key(path: &Path) -> Result<Option<[u8; 32]>, OpenFault> {
    match fs::read_to_string(path) {
        Ok(text) => {
            let what = || "not 64 lower-case hex digits".to_owned();
            let key = journal::Hash::parse(text.trim_end());
            let key = key.map_err(|_| OpenFault::Damaged { path: path.to_owned(), what: what() })?;
            Ok(Some(*key.as_bytes()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(EnvironmentFault::io("reading", path, error).into()),
    }
}

/// Takes a lock, or waits a moment for it: between fork and exec a child of this process holds every lock it had, those
/// that were let go meanwhile too.
fn lock_soon(file: &File) -> Result<(), TryLockError> {
    for _ in 0..LOCK_TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::park_timeout(LOCK_PAUSE),
            done => return done,
        }
    }
    file.try_lock()
}

fn take_lock(dir: &Path) -> Result<File, OpenFault> {
    let path = dir.join("lock");
    let failed = |error| OpenFault::from(EnvironmentFault::io("locking", &path, error));
    let opened =
        OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path);
    let mut lock = opened.map_err(failed)?;
    match lock_soon(&lock) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) if sabotage::is(Mutant::ShareDirectory) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let read = lock.read_to_string(&mut text);
            let pid = read.ok().and_then(|_| text.trim().parse().ok());
            return Err(OpenFault::InUse { dir: dir.to_owned(), pid });
        }
        Err(TryLockError::Error(error)) => return Err(failed(error)),
    }
    let written = lock
        .set_len(0)
        .and_then(|()| lock.rewind())
        .and_then(|()| lock.write_all(format!("{}\n", std::process::id()).as_bytes()));
    written.map_err(failed)?;
    Ok(lock)
}

/// Writes a whole file: temporary name, fsync, rename, fsync of the directory.
pub fn write_durably(path: &Path, bytes: &[u8], mode: u32) -> Result<(), EnvironmentFault> {
    // Two writers of one file must not share a temporary one.
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let temporary = path.with_extension(format!("{}.tmp", NEXT.fetch_add(1, Ordering::Relaxed)));
    let written = write_and_sync(&temporary, bytes, mode).and_then(|()| fs::rename(&temporary, path));
    if let Err(error) = written {
        // Best effort: what is left under a temporary name is removed at the next start as well.
        let _ = fs::remove_file(&temporary);
        return Err(EnvironmentFault::io("writing", path, error));
    }
    sync_directory(path.parent().unwrap_or(Path::new(".")))
}

fn write_and_sync(path: &Path, bytes: &[u8], mode: u32) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(mode).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes renames and removals in a directory durable.
pub fn sync_directory(path: &Path) -> Result<(), EnvironmentFault> {
    let synced = File::open(path).and_then(|directory| directory.sync_all());
    synced.map_err(|error| EnvironmentFault::io("syncing", path, error))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_second_holder_is_told_who_has_the_directory() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data");
        let held = Directory::hold(&path).unwrap();
        match Directory::hold(&path).unwrap_err() {
            OpenFault::InUse { pid, .. } => assert_eq!(pid, Some(std::process::id())),
            other => panic!("{other}"),
        }
        drop(held);
        Directory::hold(&path).unwrap();
    }

    #[test]
    fn a_newer_format_is_named_and_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        drop(Directory::hold(dir.path()).unwrap());
        fs::write(dir.path().join("format"), format!("{FORMAT_NAME} 7\n")).unwrap();
        let fault = Directory::hold(dir.path()).unwrap_err();
        assert!(matches!(fault, OpenFault::NewerVersion { found: 7, known: FORMAT, .. }), "{fault}");
        fs::write(dir.path().join("format"), "something else").unwrap();
        assert!(matches!(Directory::hold(dir.path()).unwrap_err(), OpenFault::Damaged { .. }));
    }

    #[test]
    fn the_directory_is_its_owners_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("data");
        let _held = Directory::hold(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
