//! The sealed segment, format `TSSEG001`: many series, immutable, every byte covered.
//!
//! ```text
//! "TSSEG001"  u32 LE length  header   canonical JSON {"series":[…],"start":"…","units":[…],"version":1}
//! block*                              at most 4,096 samples of one series each, own CRC32C
//! index  u32 LE length of index       one line a block, own CRC32C
//! SHA-256 of everything before        the name under which the journal knows the segment
//! ```
//! Series are in the order of their names and blocks in the order of series and time, so that one
//! set of samples has one encoding. A program refuses a version newer than its own.

mod index;
mod read;
mod write;

pub use index::BlockLine;
pub use read::{Segment, SegmentFile};
pub use write::SegmentWriter;

use calendar::Instant;
use serde::{Deserialize, Serialize};

use crate::fault::SegmentFault;
use crate::sample::is_series_name;

/// First bytes of every segment; the last three are the version.
pub const MAGIC: &[u8; 8] = b"TSSEG001";
/// The version this program writes, and the newest it reads.
pub const VERSION: u32 = 1;
/// The unit of every value so far: microseconds.
pub const UNIT_US: &str = "us";
/// Most series in one segment: 50,000 targets and room.
pub const MAX_SERIES: usize = 65_536;
/// Largest header: every series at the longest name.
pub const MAX_HEADER_BYTES: usize = 16 * 1024 * 1024;
/// Largest segment read: the tail is sealed at 8 MiB, and may reach 64 MiB if sealing fails.
pub const MAX_SEGMENT_BYTES: u64 = 128 * 1024 * 1024;
/// Last instant a sample may have: where the calendar ends, on 30 December 9999, µs.
pub const MAX_AT_US: i64 = 253_402_128_000_000_000;

const DIGEST_BYTES: usize = 32;
const LENGTH_BYTES: usize = 4;
const PREFIX_BYTES: usize = MAGIC.len() + LENGTH_BYTES;

/// The header; the keys are in the order RFC 8785 asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Names of the series; a block speaks of them by position.
    pub series: Vec<String>,
    /// Instant the times count from: that of the earliest sample, rounded down to a millisecond.
    pub start: Instant,
    /// Unit of each series' values.
    pub units: Vec<String>,
    /// Version of the format.
    pub version: u32,
}

impl Header {
    fn encode(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and integers always have a JSON form")
    }

    fn decode(bytes: &[u8]) -> Result<Self, SegmentFault> {
        let wrong = |what: &str| SegmentFault::Header { what: what.to_owned() };
        // The version first: a newer header may have other keys.
        #[derive(Deserialize)]
        struct VersionOnly {
            version: u32,
        }
        let version =
            serde_json::from_slice::<VersionOnly>(bytes).map_err(|e| wrong(&e.to_string()))?.version;
        if version > VERSION {
            return Err(SegmentFault::NewerVersion { version, known: VERSION });
        }
        let header: Self = serde_json::from_slice(bytes).map_err(|e| wrong(&e.to_string()))?;
        if header.version != VERSION {
            return Err(wrong("no such version"));
        }
        if header.encode() != bytes {
            return Err(wrong("not canonical JSON"));
        }
        if header.series.is_empty()
            || header.series.len() > MAX_SERIES
            || header.units.len() != header.series.len()
        {
            return Err(wrong("number of series or units"));
        }
        if !header.series.iter().all(|name| is_series_name(name)) || !header.series.is_sorted_by(|a, b| a < b)
        {
            return Err(wrong("names of series"));
        }
        if header.units.iter().any(|unit| unit != UNIT_US) {
            return Err(wrong("unknown unit"));
        }
        if !(0..=MAX_AT_US / 1000).contains(&header.start.as_ms()) {
            return Err(wrong("start out of range"));
        }
        Ok(header)
    }

    const fn start_us(&self) -> i64 {
        self.start.as_ms() * 1000
    }
}

/// The header's length, from the first bytes of a file.
fn header_length(prefix: &[u8]) -> Result<usize, SegmentFault> {
    let Some((magic, rest)) = prefix.split_first_chunk::<8>() else {
        return Err(if MAGIC.starts_with(prefix) && !prefix.is_empty() {
            SegmentFault::Cut { what: "header" }
        } else {
            SegmentFault::NotASegment
        });
    };
    if magic != MAGIC {
        return Err(newer_magic(*magic).unwrap_or(SegmentFault::NotASegment));
    }
    let (length, _) = rest.split_first_chunk::<LENGTH_BYTES>().ok_or(SegmentFault::Cut { what: "header" })?;
    let length = u32::from_le_bytes(*length) as usize;
    if length > MAX_HEADER_BYTES {
        return Err(SegmentFault::Header { what: "too long".to_owned() });
    }
    Ok(length)
}

fn newer_magic(magic: [u8; 8]) -> Option<SegmentFault> {
    let digits = magic.strip_prefix(b"TSSEG")?;
    let version = std::str::from_utf8(digits).ok()?.parse::<u32>().ok()?;
    (version > VERSION && digits.iter().all(u8::is_ascii_digit))
        .then_some(SegmentFault::NewerVersion { version, known: VERSION })
}
