//! Series in a directory: sealed segments, and one open tail that survives kill -9.
//!
//! ```text
//! lock                      held while a process has the directory open
//! seg-0000000007.tsseg      sealed, immutable
//! tail-0000000008           open; becomes seg-0000000008.tsseg
//! ```
//! Sealing writes to a temporary name, syncs, renames and syncs the directory. A tail and its
//! segment share their number, so that a death between the two never counts a sample twice.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use calendar::Instant;

use crate::fault::SeriesFault;
use crate::sample::{Reading, Sample};
use crate::segment::SegmentFile;
use crate::store::{Recovery, SealWhen, Sealed, SeriesSpan, SeriesStore};
use crate::tail::{self, Tail};

const HOUR_US: i64 = 3_600_000_000;
/// How often, and how long in all, a lock is waited for: a fork takes a few milliseconds.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: std::time::Duration = std::time::Duration::from_millis(10);

/// The store of series of the embedded default.
#[derive(Debug)]
pub struct FileSeries {
    dir: PathBuf,
    inner: Mutex<Inner>,
    _lock: File,
}

#[derive(Debug)]
struct Inner {
    tail: Tail,
    number: u64,
    segments: BTreeMap<u64, Arc<SegmentFile>>,
}

impl FileSeries {
    /// Opens the directory, creating it if need be, and says what had to be put right.
    pub fn open(dir: &Path) -> Result<(Self, Recovery), SeriesFault> {
        let disk = |source| SeriesFault::Disk { path: dir.to_owned(), source };
        fs::create_dir_all(dir).map_err(disk)?;
        let lock = lock(dir)?;
        let mut recovery = Recovery::default();
        let found = Found::scan(dir, &mut recovery)?;
        let inner = found.settle(dir, &mut recovery)?;
        Ok((Self { dir: dir.to_owned(), inner: Mutex::new(inner), _lock: lock }, recovery))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Every change is made after the write it describes succeeded: what a panic leaves is whole.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SeriesStore for FileSeries {
    fn append(&self, batch: &[Reading]) -> Result<(), SeriesFault> {
        self.inner().tail.append(batch)
    }

    fn visit(
        &self,
        series: &str,
        from: Instant,
        to: Instant,
        each: &mut dyn FnMut(&Sample),
    ) -> Result<(), SeriesFault> {
        let (from_us, to_us) = (from.as_ms().saturating_mul(1000), to.as_ms().saturating_mul(1000));
        let (segments, open) = {
            let inner = self.inner();
            let open: Vec<Sample> = inner
                .tail
                .series(series)
                .iter()
                .filter(|s| (from_us..to_us).contains(&s.at_us))
                .copied()
                .collect();
            (inner.segments.values().cloned().collect::<Vec<_>>(), open)
        };
        for segment in segments {
            segment.visit(series, from_us, to_us, each)?;
        }
        open.iter().for_each(each);
        Ok(())
    }

    fn seal(&self, now: Instant, when: SealWhen) -> Result<Option<Sealed>, SeriesFault> {
        let mut inner = self.inner();
        let Some(first_us) = inner.tail.first_us() else {
            return Ok(None);
        };
        let hour_over = now.as_ms().saturating_mul(1000) >= first_us - first_us.rem_euclid(HOUR_US) + HOUR_US;
        if when == SealWhen::Due && !hour_over && inner.tail.length() < tail::SEAL_BYTES {
            return Ok(None);
        }
        inner.seal(&self.dir).map(Some)
    }

    fn list(&self) -> Result<Vec<SeriesSpan>, SeriesFault> {
        let inner = self.inner();
        let mut spans: BTreeMap<String, SeriesSpan> = BTreeMap::new();
        let mut note = |name: &str, first_us: i64, last_us: i64, samples: u64| {
            let at = |us: i64| Instant::from_ms(us.div_euclid(1000));
            let span = spans.entry(name.to_owned()).or_insert_with(|| SeriesSpan {
                series: name.to_owned(),
                first: at(first_us),
                last: at(last_us),
                samples: 0,
            });
            span.first = span.first.min(at(first_us));
            span.last = span.last.max(at(last_us));
            span.samples += samples;
        };
        for segment in inner.segments.values() {
            for line in segment.lines() {
                let name = &segment.header().series[line.series as usize];
                note(name, line.first_us, line.last_us, u64::from(line.samples));
            }
        }
        for (name, samples) in inner.tail.all() {
            let times = samples.iter().map(|s| s.at_us);
            if let (Some(first), Some(last)) = (times.clone().min(), times.max()) {
                note(name, first, last, samples.len() as u64);
            }
        }
        Ok(spans.into_values().collect())
    }

    fn sealed(&self) -> Vec<Sealed> {
        self.inner().segments.iter().map(|(&number, segment)| describe(number, segment)).collect()
    }
}

impl Inner {
    fn seal(&mut self, dir: &Path) -> Result<Sealed, SeriesFault> {
        let next = self.number + 1;
        let next_path = dir.join(tail_name(next));
        let temporary = write_temporary(dir, self.number, &self.tail)?;
        // The new tail first: once the segment has its name, the old tail may take nothing more.
        let fresh =
            Tail::create(&next_path).map_err(|source| SeriesFault::Disk { path: next_path.clone(), source });
        let fresh = match fresh {
            Ok(fresh) => fresh,
            Err(fault) => {
                let _ = fs::remove_file(&temporary);
                let _ = fs::remove_file(&next_path);
                return Err(fault);
            }
        };
        let path = dir.join(segment_name(self.number));
        if let Err(source) = fs::rename(&temporary, &path) {
            let _ = fs::remove_file(&temporary);
            let _ = fs::remove_file(&next_path);
            return Err(SeriesFault::Disk { path, source });
        }
        let old = std::mem::replace(&mut self.tail, fresh);
        let number = std::mem::replace(&mut self.number, next);
        let segment = Arc::new(SegmentFile::open(&path)?);
        self.segments.insert(number, segment.clone());
        sync_dir(dir)?;
        // If this fails, the next start removes it: its segment is there.
        let _ = fs::remove_file(old.path());
        Ok(describe(number, &segment))
    }
}

/// What lies in the directory.
#[derive(Default)]
struct Found {
    tails: Vec<u64>,
    segments: BTreeMap<u64, Arc<SegmentFile>>,
    highest: u64,
}

impl Found {
    fn scan(dir: &Path, recovery: &mut Recovery) -> Result<Self, SeriesFault> {
        let disk = |source| SeriesFault::Disk { path: dir.to_owned(), source };
        let mut found = Self::default();
        for entry in fs::read_dir(dir).map_err(disk)? {
            let entry = entry.map_err(disk)?;
            let Ok(name) = entry.file_name().into_string() else {
                continue;
            };
            if name.ends_with(".tmp") {
                // A seal that was not finished; its tail is still there.
                fs::remove_file(entry.path()).map_err(disk)?;
            } else if let Some(number) = number_in(&name, "tail-", "") {
                found.tails.push(number);
                found.highest = found.highest.max(number);
            } else if let Some(number) = number_in(&name, "seg-", ".tsseg") {
                found.highest = found.highest.max(number);
                match SegmentFile::open(&entry.path()) {
                    Ok(segment) => drop(found.segments.insert(number, Arc::new(segment))),
                    Err(SeriesFault::Damaged { source, .. }) => {
                        recovery.damaged.push((name, source.to_string()));
                    }
                    Err(fault) => return Err(fault),
                }
            }
        }
        found.tails.sort_unstable();
        recovery.damaged.sort();
        Ok(found)
    }

    /// Brings every tail to its end: already sealed, sealed now, or (the last one) open.
    fn settle(mut self, dir: &Path, recovery: &mut Recovery) -> Result<Inner, SeriesFault> {
        let disk = |source| SeriesFault::Disk { path: dir.to_owned(), source };
        let mut open: Option<(u64, Tail)> = None;
        for number in std::mem::take(&mut self.tails) {
            if self.segments.get(&number).is_some_and(|segment| segment.verify().is_ok()) {
                fs::remove_file(dir.join(tail_name(number))).map_err(disk)?;
                continue;
            }
            if let Some((before, tail)) = open.take() {
                self.finish(dir, before, &tail)?;
            }
            let (tail, cut_bytes) = Tail::recover(&dir.join(tail_name(number)))?;
            recovery.tail_samples += tail.count();
            recovery.cut_bytes += cut_bytes;
            // Its segment, if there was one, did not verify: the tail will write it again.
            self.segments.remove(&number);
            recovery.damaged.retain(|(name, _)| *name != segment_name(number));
            open = Some((number, tail));
        }
        let (number, tail) = if let Some(open) = open {
            open
        } else {
            let number = self.highest + 1;
            (number, Tail::create(&dir.join(tail_name(number))).map_err(disk)?)
        };
        sync_dir(dir)?;
        Ok(Inner { tail, number, segments: self.segments })
    }

    /// Seals a tail that has a successor: the last process died between creating the one and renaming the other.
    fn finish(&mut self, dir: &Path, number: u64, tail: &Tail) -> Result<(), SeriesFault> {
        let disk = |source| SeriesFault::Disk { path: dir.to_owned(), source };
        if tail.count() > 0 {
            let path = dir.join(segment_name(number));
            fs::rename(write_temporary(dir, number, tail)?, &path).map_err(disk)?;
            sync_dir(dir)?;
            self.segments.insert(number, Arc::new(SegmentFile::open(&path)?));
        }
        fs::remove_file(tail.path()).map_err(disk)
    }
}

fn write_temporary(dir: &Path, number: u64, tail: &Tail) -> Result<PathBuf, SeriesFault> {
    let bytes = tail.sealed_bytes()?;
    let path = dir.join(format!("{}.tmp", segment_name(number)));
    let written = File::create(&path).and_then(|mut file| {
        file.write_all(&bytes)?;
        file.sync_all()
    });
    written.map(|()| path.clone()).map_err(|source| {
        let _ = fs::remove_file(&path);
        SeriesFault::Disk { path, source }
    })
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

fn lock(dir: &Path) -> Result<File, SeriesFault> {
    let path = dir.join("lock");
    let disk = |source| SeriesFault::Disk { path: path.clone(), source };
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(disk)?;
    match lock_soon(&file) {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(SeriesFault::InUse { path: dir.to_owned() }),
        Err(TryLockError::Error(source)) => Err(disk(source)),
    }
}

fn sync_dir(dir: &Path) -> Result<(), SeriesFault> {
    let synced: io::Result<()> = File::open(dir).and_then(|file| file.sync_all());
    synced.map_err(|source| SeriesFault::Disk { path: dir.to_owned(), source })
}

fn describe(number: u64, segment: &SegmentFile) -> Sealed {
    let (first_us, last_us) = segment.span_us();
    Sealed {
        file: segment_name(number),
        sha256: hex(segment.digest()),
        bytes: segment.bytes(),
        from: Instant::from_ms(first_us.div_euclid(1000)),
        to: Instant::from_ms(last_us.div_euclid(1000) + 1),
        series: segment.header().series.len() as u32,
        samples: segment.lines().iter().map(|l| u64::from(l.samples)).sum(),
    }
}

fn hex(digest: &[u8; 32]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn tail_name(number: u64) -> String {
    format!("tail-{number:010}")
}

fn segment_name(number: u64) -> String {
    format!("seg-{number:010}.tsseg")
}

fn number_in(name: &str, prefix: &str, suffix: &str) -> Option<u64> {
    let digits = name.strip_prefix(prefix)?.strip_suffix(suffix)?;
    (digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}
