//! The disk: every file's image, what is armed, and whether there is power.

use std::{
    collections::{BTreeMap, BTreeSet},
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

/// A bit of a file that turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turned {
    /// In which byte.
    pub byte: usize,
    /// Which of it, 0 being the lowest.
    pub bit: u8,
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
    /// What is to come, each under a number of its owner's.
    armed: BTreeMap<usize, Fault>,
    /// Files SQLite has open.
    open: u64,
    no_power: bool,
    /// The program was killed: what its threads still ask for is not done.
    is_killed: bool,
    /// The armed cut that took the power, until somebody asks.
    cut_by: Option<usize>,
    /// The faults that leave no room.
    full: BTreeSet<usize>,
    figures: Figures,
    /// FNV-1a over the operations on each file, for comparing two runs.
    traces: BTreeMap<String, u64>,
}

/// What an operation is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Goes,
    /// Without power, or asked by a program that was killed.
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

    /// Lets something go wrong, under a number to relieve it by.
    pub fn arm(&self, number: usize, fault: Fault) {
        self.shared.lock().armed.insert(number, fault);
    }

    /// What was armed under this number does not come any more, or has an end: there is room again, unless another
    /// leaves none.
    pub fn relieve(&self, number: usize) {
        let mut inner = self.shared.lock();
        inner.armed.remove(&number);
        inner.full.remove(&number);
    }

    /// The same of all.
    pub fn relieve_all(&self) {
        let mut inner = self.shared.lock();
        inner.armed.clear();
        inner.full.clear();
    }

    /// Does something while nothing goes wrong; what is armed, and what leaves no room, is there again afterwards.
    pub fn spared<T>(&self, act: impl FnOnce() -> T) -> T {
        let take = |inner: &mut Inner| (std::mem::take(&mut inner.armed), std::mem::take(&mut inner.full));
        let (armed, full) = take(&mut self.shared.lock());
        let done = act();
        let mut inner = self.shared.lock();
        (inner.armed, inner.full) = (armed, full);
        done
    }

    /// The number of the armed cut that took the power; told once.
    pub fn take_cut(&self) -> Option<usize> {
        self.shared.lock().cut_by.take()
    }

    /// Whether the power is gone.
    pub fn is_without_power(&self) -> bool {
        self.shared.lock().no_power
    }

    /// Whether there is no room for any write.
    pub fn is_full(&self) -> bool {
        !self.shared.lock().full.is_empty()
    }

    /// Kills the program: while its threads let go, nothing they ask for is done, whichever of them is first. What was
    /// written before stays.
    pub fn killed<T>(&self, let_go: impl FnOnce() -> T) -> T {
        self.shared.lock().is_killed = true;
        let done = let_go();
        self.shared.lock().is_killed = false;
        done
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
        Ok(cut)
    }

    /// Turns one bit of a file that nobody has open, and says which. None where the file is empty or not there.
    pub fn rot(&self, file: &Path, dice: &mut dyn FnMut(u64) -> u64) -> io::Result<Option<Turned>> {
        let mut inner = self.shared.lock();
        let mut bytes = match fs::read(file) {
            Ok(bytes) if !bytes.is_empty() => bytes,
            Ok(_) => return Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let byte = dice(bytes.len() as u64) as usize;
        let bit = dice(8) as u8;
        bytes[byte] ^= 1 << bit;
        fs::write(file, &bytes)?;
        inner.images.insert(file.to_owned(), Image::of(bytes));
        inner.figures.rotten += 1;
        Ok(Some(Turned { byte, bit }))
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
        } else if fs::metadata(path).is_ok_and(|file| file.len() == 0)
            && let Some(image) = inner.images.get_mut(path)
            && !image.is_empty()
        {
            // The program removed it past SQLite, and made it anew: until that is synced, a cut may bring it back.
            image.truncate(0);
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
        inner.meets(path, On::Write);
        if inner.is_dead() {
            return Verdict::NoPower;
        }
        if !inner.full.is_empty() && length > 0 {
            return Verdict::Full;
        }
        inner.note(path, what, at, length);
        inner.figures.writes += 1;
        change(inner.images.entry(path.to_owned()).or_default());
        Verdict::Goes
    }

    pub fn sync(&self, path: &Path) -> Verdict {
        let mut inner = self.lock();
        let sync_fails = inner.meets(path, On::Sync);
        if inner.is_dead() {
            return Verdict::NoPower;
        }
        inner.note(path, "sync", 0, 0);
        let image = inner.images.entry(path.to_owned()).or_default();
        if sync_fails {
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
        if inner.is_dead() {
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
        !self.lock().is_dead()
    }
}

impl Inner {
    /// Whether nothing is done any more.
    const fn is_dead(&self) -> bool {
        self.no_power || self.is_killed
    }

    /// Counts an operation, and lets come what is armed for it; whether a sync is to fail.
    fn meets(&mut self, path: &Path, on: On) -> bool {
        if self.is_dead() {
            return false;
        }
        let name = path.to_string_lossy();
        let mut due = Vec::new();
        for (number, fault) in &mut self.armed {
            if fault.on != on || !name.ends_with(&fault.file) {
                continue;
            }
            if fault.after > 0 {
                fault.after -= 1;
            } else {
                due.push((*number, fault.wrong));
            }
        }
        let mut sync_fails = false;
        for (number, wrong) in due {
            // Of two cuts the second comes when there is power to take.
            if self.no_power && wrong == Wrong::PowerCut {
                continue;
            }
            self.armed.remove(&number);
            match wrong {
                Wrong::PowerCut => {
                    self.no_power = true;
                    self.cut_by = Some(number);
                    self.figures.cuts += 1;
                }
                Wrong::SyncFails => sync_fails = true,
                Wrong::Full => {
                    self.full.insert(number);
                    self.figures.full += 1;
                }
            }
        }
        sync_fails
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
