//! The disk: every file's image, what is armed, and whether there is power.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{
    fault::{Fault, On, Wrong},
    image::{Image, Remains},
    vfs::Registered,
};

/// How often each thing happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Writes and truncations.
    pub writes: u64,
    /// Syncs that were kept.
    pub syncs: u64,
    /// Power cuts.
    pub cuts: u64,
    /// Writes a cut dropped whole.
    pub dropped: u64,
    /// Writes of which a cut left some sectors.
    pub torn: u64,
    /// Syncs that failed.
    pub failed_syncs: u64,
    /// Times the disk became full.
    pub full: u64,
    /// Bits that turned at rest.
    pub rotten: u64,
}

/// What a power cut left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Files that have a name.
    pub files: u64,
    /// Writes that were dropped.
    pub dropped: u64,
    /// Writes of which some sectors arrived.
    pub torn: u64,
}

/// A disk under SQLite's files.
pub struct Disk {
    shared: Arc<Shared>,
    registered: Registered,
}

/// What the VFS and the owner of the disk share.
#[derive(Default)]
pub struct Shared(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    images: BTreeMap<PathBuf, Image>,
    armed: Option<Fault>,
    /// Files SQLite has open.
    open: u64,
    no_power: bool,
    full: bool,
    figures: Figures,
    /// FNV-1a over the operations on each file, for comparing two runs.
    traces: BTreeMap<String, u64>,
}

/// What an operation is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Goes,
    NoPower,
    SyncFails,
    Full,
}

impl Disk {
    /// A disk, and a VFS of its own for it.
    pub fn new() -> io::Result<Self> {
        let shared = Arc::new(Shared::default());
        let registered = Registered::new(Arc::clone(&shared))?;
        Ok(Self { shared, registered })
    }

    /// The name SQLite knows it by.
    pub fn vfs(&self) -> &str {
        self.registered.name()
    }

    /// Lets something go wrong; what was armed before and did not come is forgotten.
    pub fn arm(&self, fault: Fault) {
        self.shared.lock().armed = Some(fault);
    }

    /// Nothing that was armed comes any more.
    pub fn disarm(&self) -> Option<Fault> {
        self.shared.lock().armed.take()
    }

    /// Whether something armed has not come yet.
    pub fn is_armed(&self) -> bool {
        self.shared.lock().armed.is_some()
    }

    /// Whether the power is gone.
    pub fn is_without_power(&self) -> bool {
        self.shared.lock().no_power
    }

    /// Whether there is no room for any write.
    pub fn is_full(&self) -> bool {
        self.shared.lock().full
    }

    /// Takes the power away between two operations.
    pub fn cut_power(&self) {
        let mut inner = self.shared.lock();
        if !inner.no_power {
            inner.no_power = true;
            inner.figures.cuts += 1;
        }
    }

    /// The program synced the directory by itself: files removed until now whose names begin so are gone for good.
    pub fn directory_synced(&self, beginning: &str) {
        let begins =
            |path: &Path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(beginning));
        self.shared.lock().images.retain(|path, image| !(image.is_removed() && begins(path)));
    }

    /// There is room again.
    pub fn make_room(&self) {
        self.shared.lock().full = false;
    }

    /// Puts the files back as the cut left them and gives power again. Nothing may have them open. What is armed and did
    /// not come yet still comes.
    pub fn restore_power(&self, remains: Remains, dice: &mut dyn FnMut(u64) -> u64) -> io::Result<Cut> {
        let mut inner = self.shared.lock();
        let mut cut = Cut::default();
        for (path, image) in std::mem::take(&mut inner.images) {
            let left = image.cut(remains, dice);
            cut.dropped += left.dropped;
            cut.torn += left.torn;
            if let Some(bytes) = left.bytes {
                fs::write(&path, &bytes)?;
                inner.images.insert(path, Image::of(bytes));
                cut.files += 1;
            } else if path.exists() {
                fs::remove_file(&path)?;
            }
        }
        // What only processes share is gone with them.
        for path in inner.images.keys() {
            let shm = PathBuf::from(format!("{}-shm", path.display()));
            if shm.exists() {
                fs::remove_file(shm)?;
            }
        }
        inner.figures.dropped += cut.dropped;
        inner.figures.torn += cut.torn;
        inner.no_power = false;
        inner.full = false;
        Ok(cut)
    }

    /// Turns one bit of a file that nobody has open. False where the file is empty or not there.
    pub fn rot(&self, file: &Path, dice: &mut dyn FnMut(u64) -> u64) -> io::Result<bool> {
        let mut inner = self.shared.lock();
        let mut bytes = match fs::read(file) {
            Ok(bytes) if !bytes.is_empty() => bytes,
            Ok(_) => return Ok(false),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(error),
        };
        let at = dice(bytes.len() as u64) as usize;
        bytes[at] ^= 1 << dice(8);
        fs::write(file, &bytes)?;
        inner.images.insert(file.to_owned(), Image::of(bytes));
        inner.figures.rotten += 1;
        Ok(true)
    }

    /// Puts these bytes in the place of a file that nobody has open.
    pub fn replace(&self, file: &Path, bytes: Vec<u8>) -> io::Result<()> {
        let mut inner = self.shared.lock();
        fs::write(file, &bytes)?;
        inner.images.insert(file.to_owned(), Image::of(bytes));
        Ok(())
    }

    /// How often each thing happened.
    pub fn figures(&self) -> Figures {
        self.shared.lock().figures
    }

    /// For each file one number over every operation on it: what, where and how long.
    pub fn traces(&self) -> BTreeMap<String, u64> {
        self.shared.lock().traces.clone()
    }

    /// Files that are open.
    pub fn open_files(&self) -> u64 {
        self.shared.lock().open
    }

    /// Writes that no sync has covered yet.
    pub fn unsynced(&self) -> usize {
        self.shared.lock().images.values().map(Image::pending).sum()
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file is opened; what stands in it without our knowing was there before us.
    pub fn opened(&self, path: &Path, created: bool) {
        let mut inner = self.lock();
        inner.open += 1;
        if created || !inner.images.contains_key(path) {
            let there = if created { Vec::new() } else { fs::read(path).unwrap_or_default() };
            let image = if there.is_empty() { Image::default() } else { Image::of(there) };
            inner.images.insert(path.to_owned(), image);
        }
    }

    /// It is closed.
    pub fn closed(&self) {
        let mut inner = self.lock();
        inner.open = inner.open.saturating_sub(1);
    }

    pub fn write(&self, path: &Path, at: usize, bytes: &[u8]) -> Verdict {
        self.change(path, "write", at, bytes.len(), |image| image.write(at, bytes))
    }

    pub fn truncate(&self, path: &Path, length: usize) -> Verdict {
        self.change(path, "truncate", length, 0, |image| image.truncate(length))
    }

    fn change(
        &self,
        path: &Path,
        what: &str,
        at: usize,
        length: usize,
        change: impl FnOnce(&mut Image),
    ) -> Verdict {
        let mut inner = self.lock();
        let wrong = inner.meets(path, On::Write);
        if inner.no_power {
            return Verdict::NoPower;
        }
        if wrong == Some(Wrong::Full) {
            inner.full = true;
            inner.figures.full += 1;
        }
        if inner.full && length > 0 {
            return Verdict::Full;
        }
        inner.note(path, what, at, length);
        inner.figures.writes += 1;
        change(inner.images.entry(path.to_owned()).or_default());
        Verdict::Goes
    }

    pub fn sync(&self, path: &Path) -> Verdict {
        let mut inner = self.lock();
        let wrong = inner.meets(path, On::Sync);
        if inner.no_power {
            return Verdict::NoPower;
        }
        inner.note(path, "sync", 0, 0);
        let image = inner.images.entry(path.to_owned()).or_default();
        if wrong == Some(Wrong::SyncFails) {
            image.forget();
            inner.figures.failed_syncs += 1;
            return Verdict::SyncFails;
        }
        image.sync();
        inner.figures.syncs += 1;
        Verdict::Goes
    }

    /// A file is removed; with its directory synced it is gone for good.
    pub fn remove(&self, path: &Path, for_good: bool) -> Verdict {
        let mut inner = self.lock();
        if inner.no_power {
            return Verdict::NoPower;
        }
        inner.note(path, "remove", usize::from(for_good), 0);
        if for_good {
            inner.images.remove(path);
        } else if let Some(image) = inner.images.get_mut(path) {
            image.remove();
        }
        Verdict::Goes
    }

    pub fn has_power(&self) -> bool {
        !self.lock().no_power
    }
}

impl Inner {
    /// Counts an operation and returns what it meets.
    fn meets(&mut self, path: &Path, on: On) -> Option<Wrong> {
        let fault = self.armed.as_mut()?;
        if fault.on != on || self.no_power || !path.to_string_lossy().ends_with(&fault.file) {
            return None;
        }
        if fault.after > 0 {
            fault.after -= 1;
            return None;
        }
        let wrong = self.armed.take()?.wrong;
        if wrong == Wrong::PowerCut {
            self.no_power = true;
            self.figures.cuts += 1;
        }
        Some(wrong)
    }

    fn note(&mut self, path: &Path, what: &str, at: usize, length: usize) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let numbers = [at as u64, length as u64].into_iter().flat_map(u64::to_le_bytes);
        let trace = self.traces.entry(name).or_default();
        for byte in what.bytes().chain(numbers) {
            *trace = (*trace ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
