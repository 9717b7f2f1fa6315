//! Reading a segment: the whole of it, verified to the last byte ([`Segment`]), or only the blocks
//! an answer needs, each against its checksum ([`SegmentFile`]).

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::index::{self, Area, BlockLine};
use super::{DIGEST_BYTES, Header, LENGTH_BYTES, MAX_SEGMENT_BYTES, PREFIX_BYTES, header_length};
use crate::block;
use crate::fault::{SegmentFault, SeriesFault};
use crate::sample::Sample;

/// A segment whose every byte was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The header.
    pub header: Header,
    /// The footer index.
    pub lines: Vec<BlockLine>,
    /// Samples of each series of the header, in time order.
    pub samples: Vec<Vec<Sample>>,
    /// SHA-256 of all before it, as it stands at the end of the file.
    pub digest: [u8; 32],
}

impl Segment {
    /// Reads and verifies a whole segment.
    pub fn parse(bytes: &[u8]) -> Result<Self, SegmentFault> {
        let length = header_length(bytes)?;
        let cut = |what| SegmentFault::Cut { what };
        let header_bytes = bytes.get(PREFIX_BYTES..PREFIX_BYTES + length).ok_or(cut("header"))?;
        let header = Header::decode(header_bytes)?;
        let (covered, digest) = bytes.split_last_chunk::<DIGEST_BYTES>().ok_or(cut("digest"))?;
        if Sha256::digest(covered).as_slice() != digest {
            return Err(SegmentFault::Digest);
        }
        let (rest, index_length) = covered.split_last_chunk::<LENGTH_BYTES>().ok_or(cut("index"))?;
        let end = rest.len().checked_sub(u32::from_le_bytes(*index_length) as usize).ok_or(cut("index"))?;
        let begin = PREFIX_BYTES + length;
        if end < begin {
            return Err(cut("index"));
        }
        let area = Area {
            begin: begin as u64,
            end: end as u64,
            start_us: header.start_us(),
            series: header.series.len(),
        };
        let lines = index::decode(&rest[end..], area)?;
        let mut samples = vec![Vec::new(); header.series.len()];
        for (number, line) in lines.iter().enumerate() {
            let block = &bytes[line.offset as usize..][..line.length as usize];
            samples[line.series as usize].extend(decode_block(block, number, line, &header)?);
        }
        if samples.iter().any(Vec::is_empty) {
            return Err(SegmentFault::Index { what: "a series without samples" });
        }
        Ok(Self { header, lines, samples, digest: *digest })
    }

    /// Samples of one series, if the segment has it.
    pub fn series(&self, name: &str) -> Option<&[Sample]> {
        let place = self.header.series.binary_search_by(|known| known.as_str().cmp(name)).ok()?;
        Some(&self.samples[place])
    }
}

fn decode_block(
    bytes: &[u8],
    number: usize,
    line: &BlockLine,
    header: &Header,
) -> Result<Vec<Sample>, SegmentFault> {
    let wrong = |what| SegmentFault::Block { block: number, what };
    let (series, samples) = block::decode(bytes, header.start_us()).map_err(wrong)?;
    let agrees = series == line.series
        && samples.len() == line.samples as usize
        && samples.first().is_some_and(|s| s.at_us == line.first_us)
        && samples.last().is_some_and(|s| s.at_us == line.last_us);
    if agrees { Ok(samples) } else { Err(wrong("does not agree with the index")) }
}

/// A segment on disk, of which header and index are held and blocks are fetched when asked for.
#[derive(Debug)]
pub struct SegmentFile {
    path: PathBuf,
    header: Header,
    lines: Vec<BlockLine>,
    /// Times of the first and the last sample, µs.
    span_us: (i64, i64),
    digest: [u8; 32],
    bytes: u64,
}

impl SegmentFile {
    /// Reads header and index. Their checksums are verified, the digest of the whole file is not:
    /// [`SegmentFile::verify`] does that.
    pub fn open(path: &Path) -> Result<Self, SeriesFault> {
        let disk = |source| SeriesFault::Disk { path: path.to_owned(), source };
        let damaged = |source| match source {
            SegmentFault::NewerVersion { .. } => SeriesFault::Newer { path: path.to_owned(), source },
            source => SeriesFault::Damaged { path: path.to_owned(), source },
        };
        let mut file = File::open(path).map_err(disk)?;
        let bytes = file.metadata().map_err(disk)?.len();
        if bytes > MAX_SEGMENT_BYTES {
            return Err(damaged(SegmentFault::Unfit { what: "more than 128 MiB" }));
        }
        let mut prefix = Vec::with_capacity(PREFIX_BYTES);
        file.by_ref().take(PREFIX_BYTES as u64).read_to_end(&mut prefix).map_err(disk)?;
        let begin = PREFIX_BYTES as u64 + header_length(&prefix).map_err(damaged)? as u64;
        let tail_bytes = (LENGTH_BYTES + DIGEST_BYTES) as u64;
        let index_end = bytes.checked_sub(tail_bytes).filter(|&end| end >= begin);
        let index_end = index_end.ok_or_else(|| damaged(SegmentFault::Cut { what: "index" }))?;

        let header_bytes = read_range(&file, PREFIX_BYTES as u64, begin).map_err(disk)?;
        let header = Header::decode(&header_bytes).map_err(damaged)?;
        let trailer = read_range(&file, index_end, bytes).map_err(disk)?;
        let (length, digest) = trailer.split_at(LENGTH_BYTES);
        let length = u32::from_le_bytes(length.try_into().expect("split at four bytes"));
        let end = index_end.checked_sub(u64::from(length)).filter(|&end| end >= begin);
        let end = end.ok_or_else(|| damaged(SegmentFault::Cut { what: "index" }))?;
        let index_bytes = read_range(&file, end, index_end).map_err(disk)?;
        let area = Area { begin, end, start_us: header.start_us(), series: header.series.len() };
        let lines = index::decode(&index_bytes, area).map_err(damaged)?;
        let digest = digest.try_into().expect("what is left are 32 bytes");
        let first_us = lines.iter().map(|line| line.first_us).min().unwrap_or_default();
        let last_us = lines.iter().map(|line| line.last_us).max().unwrap_or_default();
        Ok(Self { path: path.to_owned(), header, lines, span_us: (first_us, last_us), digest, bytes })
    }

    /// Reads the whole file and verifies every byte.
    pub fn verify(&self) -> Result<Segment, SeriesFault> {
        let bytes = std::fs::read(&self.path)
            .map_err(|source| SeriesFault::Disk { path: self.path.clone(), source })?;
        Segment::parse(&bytes).map_err(|source| SeriesFault::Damaged { path: self.path.clone(), source })
    }

    /// Shows the samples of a series with `from_us` ≤ time < `to_us`, in time order.
    pub fn visit(
        &self,
        series: &str,
        from_us: i64,
        to_us: i64,
        each: &mut dyn FnMut(&Sample),
    ) -> Result<(), SeriesFault> {
        if self.span_us.0 >= to_us || self.span_us.1 < from_us {
            return Ok(());
        }
        let Ok(place) = self.header.series.binary_search_by(|known| known.as_str().cmp(series)) else {
            return Ok(());
        };
        // Lines are in the order of series and time; the block's number is its place among all lines.
        let begin = self.lines.partition_point(|line| (line.series as usize) < place);
        let lines = self.lines.iter().enumerate().skip(begin);
        let of_series = lines.take_while(|(_, line)| line.series as usize == place);
        let disk = |source| SeriesFault::Disk { path: self.path.clone(), source };
        let mut file = None;
        for (number, line) in of_series.filter(|(_, line)| line.first_us < to_us && line.last_us >= from_us) {
            if file.is_none() {
                file = Some(File::open(&self.path).map_err(disk)?);
            }
            let Some(file) = &file else { continue };
            let block = read_range(file, line.offset, line.offset + u64::from(line.length)).map_err(disk)?;
            let samples = decode_block(&block, number, line, &self.header)
                .map_err(|source| SeriesFault::Damaged { path: self.path.clone(), source })?;
            samples.iter().filter(|s| (from_us..to_us).contains(&s.at_us)).for_each(&mut *each);
        }
        Ok(())
    }

    /// The header.
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// The footer index.
    pub fn lines(&self) -> &[BlockLine] {
        &self.lines
    }

    /// Times of the first and the last sample, µs.
    pub const fn span_us(&self) -> (i64, i64) {
        self.span_us
    }

    /// The digest at the end of the file.
    pub const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// Length of the file.
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }
}

fn read_range(file: &File, begin: u64, end: u64) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; (end - begin) as usize];
    file.read_exact_at(&mut bytes, begin)?;
    Ok(bytes)
}
