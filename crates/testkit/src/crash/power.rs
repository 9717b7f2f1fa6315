//! A power cut, made out of a SIGKILL and the shim's undo log.
//! The log says what stood where before each change and what was synced since. Applying it takes back
//! every change that no sync covered: contents by inode, names in reverse order. A torn cut goes further
//! and lets a seeded part of the unsynced sectors and names survive, which is what real disks do.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

#[path = "../../../testkit-shim/src/record.rs"]
pub mod record;

use record::Change;

/// The unit in which a disk keeps or loses what was not synced.
const SECTOR_BYTES: usize = 512;

/// What survives of the unsynced part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Nothing.
    Clean,
    /// Some sectors and the first few names, by this seed.
    Torn(u64),
}

/// What a cut took back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Writes and changes of length that no sync covered.
    pub writes: u64,
    /// Creations, renames and removals that no sync of their directory covered.
    pub names: u64,
}

/// The watched directory and the shim's side directory.
#[derive(Debug, Clone)]
pub struct Disk {
    watched: PathBuf,
    side: PathBuf,
}

impl Disk {
    /// Creates both directories below `root` and forgets an earlier log.
    pub fn create(root: &Path) -> io::Result<Self> {
        fs::create_dir_all(root)?;
        let root = root.canonicalize()?;
        let disk = Self { watched: root.join("data"), side: root.join("undo") };
        fs::create_dir_all(&disk.watched)?;
        disk.forget()?;
        Ok(disk)
    }

    /// The directory whose files the shim watches.
    pub fn watched(&self) -> &Path {
        &self.watched
    }

    /// The environment that puts a program on this disk.
    pub fn environment(&self, shim: &Path) -> [(&'static str, PathBuf); 3] {
        [
            ("LD_PRELOAD", shim.to_owned()),
            ("TESTKIT_SHIM_WATCH", self.watched.clone()),
            ("TESTKIT_SHIM_SIDE", self.side.clone()),
        ]
    }

    /// Takes back what was not synced. No program may have the files open.
    pub fn cut(&self, cut: Cut) -> io::Result<Taken> {
        let (contents, names) = self.unsynced()?;
        let files = self.open_changed(&contents)?;
        let mut rng = match cut {
            Cut::Clean => None,
            Cut::Torn(seed) => Some(StdRng::seed_from_u64(seed)),
        };
        let killed = rng.as_ref().map(|_| read_all(&files)).transpose()?;
        for content in contents.iter().rev() {
            let file = &files[&content.inode];
            file.write_all_at(&content.old, content.offset)?;
            file.set_len(content.old_length)?;
        }
        let surviving = rng.as_mut().map_or(0, |rng| rng.random_range(0..=names.len()));
        for change in names[surviving..].iter().rev() {
            self.undo_name(change)?;
        }
        if let (Some(rng), Some(killed)) = (rng.as_mut(), killed) {
            for (inode, bytes) in killed {
                tear(&files[&inode], &bytes, rng)?;
            }
        }
        let taken = Taken { writes: contents.len() as u64, names: (names.len() - surviving) as u64 };
        remove_shared_memory(&self.watched)?;
        self.forget()?;
        Ok(taken)
    }

    /// Empties the side directory: everything on the disk counts as synced from here.
    pub fn forget(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.side) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
            _ => {}
        }
        fs::create_dir(&self.side)
    }

    /// The changes that no sync covered, contents and names apart, each in its order.
    fn unsynced(&self) -> io::Result<(Vec<Content>, Vec<Change>)> {
        let log = match fs::read(self.side.join("undo.log")) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Vec::new(),
            read => read?,
        };
        let mut changes = Vec::new();
        let mut synced: BTreeMap<u64, u64> = BTreeMap::new();
        let mut at = 0;
        while let Some((change, length)) = Change::decode(&log[at..]) {
            match change {
                Change::Synced { inode, through } => {
                    let reach = synced.entry(inode).or_default();
                    *reach = through.max(*reach);
                }
                change => changes.push((at as u64, change)),
            }
            at += length;
        }
        let covered = |inode: u64, at: u64| synced.get(&inode).is_some_and(|through| at < *through);
        let (mut contents, mut names) = (Vec::new(), Vec::new());
        for (at, change) in changes {
            match change {
                Change::Content { inode, offset, old_length, old } => {
                    if !covered(inode, at) {
                        contents.push(Content { inode, offset, old_length, old });
                    }
                }
                Change::Created { parent, .. }
                | Change::Unlinked { parent, .. }
                | Change::DirectoryRemoved { parent, .. }
                | Change::Renamed { parent, .. } => {
                    if !covered(parent, at) {
                        names.push(change);
                    }
                }
                Change::Synced { .. } => {}
            }
        }
        Ok((contents, names))
    }

    /// Opens every file whose contents must be taken back, wherever its name is by now.
    fn open_changed(&self, contents: &[Content]) -> io::Result<BTreeMap<u64, File>> {
        let mut paths = BTreeMap::new();
        find_files(&self.watched, &mut paths)?;
        find_files(&self.side, &mut paths)?;
        let mut files = BTreeMap::new();
        for content in contents {
            if files.contains_key(&content.inode) {
                continue;
            }
            let path = paths.get(&content.inode).ok_or_else(|| {
                io::Error::other(format!(
                    "the undo log speaks of inode {}, which no name leads to",
                    content.inode
                ))
            })?;
            files.insert(content.inode, OpenOptions::new().read(true).write(true).open(path)?);
        }
        Ok(files)
    }

    /// Takes back one change of a name. A change that never took place leaves nothing to take back.
    fn undo_name(&self, change: &Change) -> io::Result<()> {
        match change {
            Change::Created { path, .. } => remove(as_path(path)),
            Change::Unlinked { path, grave, .. } => self.restore(grave, as_path(path)),
            Change::DirectoryRemoved { path, .. } => match fs::create_dir(as_path(path)) {
                Err(fault) if fault.kind() != io::ErrorKind::AlreadyExists => Err(fault),
                _ => Ok(()),
            },
            Change::Renamed { from, to, grave, .. } => {
                let (from, to) = (as_path(from), as_path(to));
                if exists(from) || !exists(to) {
                    return Ok(());
                }
                fs::rename(to, from)?;
                if grave.is_empty() { Ok(()) } else { self.restore(grave, to) }
            }
            Change::Content { .. } | Change::Synced { .. } => Ok(()),
        }
    }

    fn restore(&self, grave: &[u8], path: &Path) -> io::Result<()> {
        if exists(path) {
            return Ok(());
        }
        fs::rename(self.side.join(OsStr::from_bytes(grave)), path)
    }
}

/// An unsynced change of a file's contents.
struct Content {
    inode: u64,
    offset: u64,
    old_length: u64,
    old: Vec<u8>,
}

/// Lets some unsynced sectors of `killed`, the file as the kernel had it, survive.
fn tear(file: &File, killed: &[u8], rng: &mut StdRng) -> io::Result<()> {
    let synced = read_file(file)?;
    let (short, long) = (synced.len().min(killed.len()), synced.len().max(killed.len()));
    let length = match rng.random_range(0..3) {
        0 => synced.len(),
        1 => killed.len(),
        _ => rng.random_range(short..=long),
    };
    let mut out = vec![0_u8; length];
    for (n, sector) in out.chunks_mut(SECTOR_BYTES).enumerate() {
        let source = if rng.random_bool(0.5) { killed } else { &synced };
        let from = source.get(n * SECTOR_BYTES..).unwrap_or_default();
        let known = from.len().min(sector.len());
        sector[..known].copy_from_slice(&from[..known]);
    }
    file.set_len(length as u64)?;
    file.write_all_at(&out, 0)
}

fn read_all(files: &BTreeMap<u64, File>) -> io::Result<BTreeMap<u64, Vec<u8>>> {
    files.iter().map(|(inode, file)| Ok((*inode, read_file(file)?))).collect()
}

fn read_file(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; file.metadata()?.len() as usize];
    file.read_exact_at(&mut bytes, 0)?;
    Ok(bytes)
}

fn find_files(directory: &Path, paths: &mut BTreeMap<u64, PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            find_files(&entry.path(), paths)?;
        } else {
            paths.insert(entry.metadata()?.ino(), entry.path());
        }
    }
    Ok(())
}

/// SQLite's shared memory is not on the disk in any sense: it is rebuilt from the write-ahead log.
fn remove_shared_memory(directory: &Path) -> io::Result<()> {
    let mut paths = BTreeMap::new();
    find_files(directory, &mut paths)?;
    for path in paths.values().filter(|path| path.as_os_str().as_bytes().ends_with(b"-shm")) {
        fs::remove_file(path)?;
    }
    Ok(())
}

/// Removes a created name, with everything below it: a directory whose own name was lost is lost whole.
fn remove(path: &Path) -> io::Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn as_path(bytes: &[u8]) -> &Path {
    Path::new(OsStr::from_bytes(bytes))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back_and_a_cut_one_is_dropped() {
        let changes = [
            Change::Content { inode: 7, offset: 4096, old_length: 9000, old: vec![1, 2, 3] },
            Change::Created { parent: 1, path: b"/a/b".to_vec() },
            Change::Unlinked { parent: 1, path: b"/a/b".to_vec(), grave: b"g".to_vec() },
            Change::DirectoryRemoved { parent: 1, path: b"/a".to_vec() },
            Change::Renamed { parent: 1, from: b"/a".to_vec(), to: b"/b".to_vec(), grave: Vec::new() },
            Change::Synced { inode: 7, through: 500 },
        ];
        for change in changes {
            let bytes = change.encode();
            assert_eq!(Change::decode(&bytes), Some((change, bytes.len())));
            for cut in 0..bytes.len() {
                assert_eq!(Change::decode(&bytes[..cut]), None);
            }
        }
    }
}
