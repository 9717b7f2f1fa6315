//! The footer index: where each block lies and what time it covers, so that a reader fetches only
//! the blocks it needs. Varints, one line a block, and a CRC32C of its own.

use crate::block;
use crate::fault::SegmentFault;
use crate::segment::MAX_AT_US;
use crate::varint;

/// One block, as the index describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockLine {
    /// Position of its series in the header.
    pub series: u32,
    /// Number of samples.
    pub samples: u32,
    /// Where it begins in the file.
    pub offset: u64,
    /// Its length, checksum included.
    pub length: u32,
    /// Time of its first sample, µs.
    pub first_us: i64,
    /// Time of its last sample, µs.
    pub last_us: i64,
}

/// Bytes of the index, checksum included.
pub fn encode(lines: &[BlockLine], start_us: i64) -> Vec<u8> {
    let mut out = Vec::with_capacity(lines.len() * 16 + 16);
    varint::put(&mut out, lines.len() as u64);
    for line in lines {
        varint::put(&mut out, u64::from(line.series));
        varint::put(&mut out, u64::from(line.samples));
        varint::put(&mut out, u64::from(line.length));
        varint::put(&mut out, (line.first_us - start_us) as u64);
        varint::put(&mut out, (line.last_us - line.first_us) as u64);
    }
    let crc = crc32c::crc32c(&out);
    out.extend_from_slice(&crc.to_le_bytes());
    out
}

/// The area between header and index, and what the header allows.
#[derive(Clone, Copy)]
pub struct Area {
    /// Where the blocks begin.
    pub begin: u64,
    /// Where they end.
    pub end: u64,
    /// Start of the segment, µs.
    pub start_us: i64,
    /// Number of series in the header.
    pub series: usize,
}

/// Reads the index and checks that its blocks fill the area exactly, in the one right order.
pub fn decode(bytes: &[u8], area: Area) -> Result<Vec<BlockLine>, SegmentFault> {
    let wrong = |what| SegmentFault::Index { what };
    let (mut body, crc) = bytes.split_last_chunk::<4>().ok_or(SegmentFault::Cut { what: "index" })?;
    if crc32c::crc32c(body) != u32::from_le_bytes(*crc) {
        return Err(wrong("checksum does not match"));
    }
    let input = &mut body;
    let count = varint::take(input).ok_or(wrong("number of blocks"))?;
    // Each line takes five bytes or more: a count beyond that is a lie, and must not reserve memory.
    if count == 0 || count > input.len() as u64 / 5 {
        return Err(wrong("number of blocks"));
    }
    let mut lines: Vec<BlockLine> = Vec::with_capacity(count as usize);
    let mut offset = area.begin;
    for _ in 0..count {
        let line = take_line(input, offset, area.start_us).ok_or(wrong("a line cannot be read"))?;
        if line.series as usize >= area.series || line.length == 0 {
            return Err(wrong("a line names no series or no bytes"));
        }
        if lines.last().is_some_and(|before| (before.series, before.last_us) > (line.series, line.first_us)) {
            return Err(wrong("blocks out of order"));
        }
        offset = line.offset + u64::from(line.length);
        lines.push(line);
    }
    if !input.is_empty() || offset != area.end {
        return Err(wrong("blocks do not fill the file"));
    }
    Ok(lines)
}

fn take_line(input: &mut &[u8], offset: u64, start_us: i64) -> Option<BlockLine> {
    let series = u32::try_from(varint::take(input)?).ok()?;
    let samples = u32::try_from(varint::take(input)?).ok().filter(|&n| n as usize <= block::MAX_SAMPLES)?;
    let length = u32::try_from(varint::take(input)?).ok().filter(|&n| n as usize <= block::MAX_BYTES)?;
    let first_us = start_us.checked_add_unsigned(varint::take(input)?)?;
    let last_us = first_us.checked_add_unsigned(varint::take(input)?).filter(|&t| t <= MAX_AT_US)?;
    Some(BlockLine { series, samples, offset, length, first_us, last_us })
}
