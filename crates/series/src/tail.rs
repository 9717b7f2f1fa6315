//! The open end of a store: framed records in one append-only file.
//!
//! `TSTAIL01`, then frames: u32 LE length, u32 LE CRC32C, payload. A frame is one batch and is
//! written with one call, without a buffer of ours: what `append` acknowledged is in the system's
//! hands and outlives a kill -9. A torn last frame (power loss, full disk) is cut off and said.
//!
//! Payload: count of new names, each with its length; count of samples, each as series number,
//! time relative to the sample before it, value, status.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::fault::{SegmentFault, SeriesFault};
use crate::sample::{Reading, Sample, SampleStatus, is_series_name};
use crate::segment::{MAX_AT_US, MAX_SERIES, SegmentWriter};
use crate::varint;

const MAGIC: &[u8; 8] = b"TSTAIL01";
const FRAME_BYTES: usize = 8;
/// Largest frame taken: a batch of 100,000 readings and all its names fit.
const MAX_FRAME_BYTES: usize = 8 * 1024 * 1024;
/// A tail is sealed from this size on.
pub const SEAL_BYTES: u64 = 8 * 1024 * 1024;
/// Sealing has failed for so long that more would only make it worse.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// What came back from a tail's file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Content {
    names: Vec<Arc<str>>,
    samples: Vec<Vec<Sample>>,
}

/// An open tail: the file, and its samples in memory for reading and sealing.
#[derive(Debug)]
pub struct Tail {
    path: PathBuf,
    file: File,
    /// Length up to the last whole frame.
    length: u64,
    /// Whether a failed write may have left bytes beyond `length`.
    torn: bool,
    content: Content,
    numbers: HashMap<Arc<str>, u32>,
    first_us: Option<i64>,
    count: u64,
}

impl Tail {
    /// Creates an empty tail, durably; the directory's own sync is the caller's.
    pub fn create(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().create_new(true).append(true).open(path)?;
        file.write_all(MAGIC)?;
        file.sync_all()?;
        Ok(Self {
            path: path.to_owned(),
            file,
            length: MAGIC.len() as u64,
            torn: false,
            content: Content::default(),
            numbers: HashMap::new(),
            first_us: None,
            count: 0,
        })
    }

    /// Opens a tail left by an earlier process; returns the bytes of a torn end that were cut off.
    pub fn recover(path: &Path) -> Result<(Self, u64), SeriesFault> {
        let disk = |source| SeriesFault::Disk { path: path.to_owned(), source };
        let mut file = OpenOptions::new().read(true).append(true).open(path).map_err(disk)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(disk)?;
        if let Some(version) = newer_version(&bytes) {
            let source = SegmentFault::NewerVersion { version, known: 1 };
            return Err(SeriesFault::Newer { path: path.to_owned(), source });
        }
        let (content, whole) = read_frames(&bytes);
        let cut = bytes.len() - whole;
        if cut > 0 {
            file.set_len(whole as u64).map_err(disk)?;
        }
        let mut length = whole as u64;
        if whole == 0 {
            // Even the first eight bytes were torn: begin again.
            file.write_all(MAGIC).map_err(disk)?;
            length = MAGIC.len() as u64;
        }
        file.sync_all().map_err(disk)?;
        let numbers = content.names.iter().cloned().zip(0..).collect();
        let first_us = content.samples.iter().flatten().map(|s| s.at_us).min();
        let count = content.samples.iter().map(|s| s.len() as u64).sum();
        let tail =
            Self { path: path.to_owned(), file, length, torn: false, content, numbers, first_us, count };
        Ok((tail, cut as u64))
    }

    /// Keeps a batch: all of it or nothing.
    pub fn append(&mut self, batch: &[Reading]) -> Result<(), SeriesFault> {
        if batch.is_empty() {
            return Ok(());
        }
        if self.length >= MAX_BYTES {
            return Err(SeriesFault::TailFull { bytes: self.length });
        }
        let (frame, new_names) = self.frame(batch)?;
        self.write(&frame).map_err(|source| SeriesFault::Disk { path: self.path.clone(), source })?;
        for name in new_names {
            self.numbers.insert(name.clone(), self.content.names.len() as u32);
            self.content.names.push(name);
            self.content.samples.push(Vec::new());
        }
        for reading in batch {
            let number = self.numbers[&reading.series];
            self.content.samples[number as usize].push(reading.sample);
            let at_us = reading.sample.at_us;
            self.first_us = Some(self.first_us.map_or(at_us, |first| first.min(at_us)));
        }
        self.count += batch.len() as u64;
        Ok(())
    }

    /// Samples of one series, in the order of keeping.
    pub fn series(&self, name: &str) -> &[Sample] {
        self.numbers.get(name).map_or(&[], |&number| &self.content.samples[number as usize])
    }

    /// Every series with its samples.
    pub fn all(&self) -> impl Iterator<Item = (&str, &[Sample])> {
        self.content
            .names
            .iter()
            .zip(&self.content.samples)
            .map(|(name, samples)| (&**name, samples.as_slice()))
    }

    /// The bytes of a segment that holds all of it.
    pub fn sealed_bytes(&self) -> Result<Vec<u8>, SegmentFault> {
        let mut writer = SegmentWriter::new();
        for (name, samples) in self.all() {
            writer.add(name, samples)?;
        }
        writer.finish()
    }

    /// Start of the earliest sample, µs.
    pub const fn first_us(&self) -> Option<i64> {
        self.first_us
    }

    /// Number of samples.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Length of the file.
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The frame for a batch, and the names it introduces; touches nothing.
    fn frame(&self, batch: &[Reading]) -> Result<(Vec<u8>, Vec<Arc<str>>), SeriesFault> {
        let mut fresh: HashMap<&str, u32> = HashMap::new();
        let mut new_names: Vec<Arc<str>> = Vec::new();
        for reading in batch {
            let name = &*reading.series;
            if self.numbers.contains_key(name) || fresh.contains_key(name) {
                continue;
            }
            if !is_series_name(name) {
                return Err(SeriesFault::Name { name: name.to_owned() });
            }
            fresh.insert(name, (self.content.names.len() + new_names.len()) as u32);
            new_names.push(reading.series.clone());
        }
        if self.content.names.len() + new_names.len() > MAX_SERIES {
            return Err(SegmentFault::Unfit { what: "more than 65,536 series" }.into());
        }
        let mut payload = Vec::with_capacity(batch.len() * 10 + 16);
        varint::put(&mut payload, new_names.len() as u64);
        for name in &new_names {
            varint::put(&mut payload, name.len() as u64);
            payload.extend_from_slice(name.as_bytes());
        }
        varint::put(&mut payload, batch.len() as u64);
        let mut last_us = 0;
        for Reading { series, sample } in batch {
            if !(0..=MAX_AT_US).contains(&sample.at_us) {
                return Err(SegmentFault::Unfit { what: "an instant before 1970 or after 9999" }.into());
            }
            let number = self.numbers.get(series).or_else(|| fresh.get(&**series));
            varint::put(&mut payload, u64::from(*number.expect("every name was given a number above")));
            varint::put_signed(&mut payload, sample.at_us - last_us);
            varint::put(&mut payload, u64::from(sample.value_us));
            payload.push(sample.status.code());
            last_us = sample.at_us;
        }
        if payload.len() > MAX_FRAME_BYTES {
            return Err(SegmentFault::Unfit { what: "a batch of more than 8 MiB" }.into());
        }
        let mut frame = Vec::with_capacity(payload.len() + FRAME_BYTES);
        frame.extend_from_slice(&(payload.len() as u32).to_le_bytes());
        frame.extend_from_slice(&crc32c::crc32c(&payload).to_le_bytes());
        frame.extend_from_slice(&payload);
        Ok((frame, new_names))
    }

    fn write(&mut self, frame: &[u8]) -> io::Result<()> {
        if self.torn {
            self.file.set_len(self.length)?;
            self.torn = false;
        }
        if let Err(fault) = self.file.write_all(frame) {
            // Later frames must not follow half of this one.
            self.torn = self.file.set_len(self.length).is_err();
            return Err(fault);
        }
        self.length += frame.len() as u64;
        Ok(())
    }
}

fn newer_version(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.get(..MAGIC.len())?.strip_prefix(b"TSTAIL")?;
    let version = std::str::from_utf8(digits).ok()?.parse::<u32>().ok()?;
    (version > 1).then_some(version)
}

/// Reads frames until the first that is not whole; returns how many bytes were good.
fn read_frames(bytes: &[u8]) -> (Content, usize) {
    let mut content = Content::default();
    let Some(mut rest) = bytes.strip_prefix(MAGIC.as_slice()) else {
        return (content, 0);
    };
    while let Some((payload, after)) = take_frame(rest) {
        if apply(&mut content, payload).is_none() {
            break;
        }
        rest = after;
    }
    (content, bytes.len() - rest.len())
}

fn take_frame(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (crc, rest) = rest.split_first_chunk::<4>()?;
    let length = u32::from_le_bytes(*length) as usize;
    // A length of 0 is what a file system leaves where a write never arrived.
    if length == 0 || length > MAX_FRAME_BYTES {
        return None;
    }
    let (payload, after) = rest.split_at_checked(length)?;
    (crc32c::crc32c(payload) == u32::from_le_bytes(*crc)).then_some((payload, after))
}

/// Adds a payload's samples; on `None` the content is as before.
fn apply(content: &mut Content, payload: &[u8]) -> Option<()> {
    let mut input = payload;
    let input = &mut input;
    let mut names = Vec::new();
    for _ in 0..varint::take(input)? {
        let length = varint::take(input)?;
        let (name, rest) = input.split_at_checked(usize::try_from(length).ok()?)?;
        names.push(Arc::from(std::str::from_utf8(name).ok().filter(|n| is_series_name(n))?));
        *input = rest;
    }
    let known = content.names.len() + names.len();
    let mut readings = Vec::new();
    let mut at_us = 0i64;
    for _ in 0..varint::take(input)? {
        let number = usize::try_from(varint::take(input)?).ok().filter(|&n| n < known)?;
        at_us = at_us.checked_add(varint::take_signed(input)?).filter(|t| (0..=MAX_AT_US).contains(t))?;
        let value_us = u32::try_from(varint::take(input)?).ok()?;
        let (&code, rest) = input.split_first()?;
        *input = rest;
        readings.push((number, Sample { at_us, value_us, status: SampleStatus::from_code(code)? }));
    }
    if !input.is_empty() {
        return None;
    }
    content.names.extend(names);
    content.samples.resize_with(content.names.len(), Vec::new);
    for (number, sample) in readings {
        content.samples[number].push(sample);
    }
    Some(())
}

/// Reads a frame's payload and forgets it: for fuzzing.
pub fn read_payload(payload: &[u8]) {
    let _ = apply(&mut Content::default(), payload);
}
