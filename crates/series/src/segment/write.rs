//! Writing a segment: samples in, bytes out. The same set of samples gives the same bytes,
//! whatever the order it came in.

use std::collections::BTreeMap;

use calendar::Instant;
use sha2::{Digest, Sha256};

use super::{BlockLine, Header, MAGIC, MAX_AT_US, MAX_SERIES, UNIT_US, VERSION, index};
use crate::block;
use crate::fault::SegmentFault;
use crate::sample::{Sample, is_series_name};

/// Collects samples of many series until they are sealed.
#[derive(Debug, Default)]
pub struct SegmentWriter {
    series: BTreeMap<String, Vec<Sample>>,
}

impl SegmentWriter {
    /// A segment without samples yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes samples of one series.
    pub fn add(&mut self, series: &str, samples: &[Sample]) -> Result<(), SegmentFault> {
        if !is_series_name(series) {
            return Err(SegmentFault::Unfit { what: "the name of a series" });
        }
        if samples.iter().any(|s| !(0..=MAX_AT_US).contains(&s.at_us)) {
            return Err(SegmentFault::Unfit { what: "an instant before 1970 or after 9999" });
        }
        if samples.is_empty() {
            return Ok(());
        }
        if let Some(known) = self.series.get_mut(series) {
            known.extend_from_slice(samples);
        } else if self.series.len() == MAX_SERIES {
            return Err(SegmentFault::Unfit { what: "more than 65,536 series" });
        } else {
            self.series.insert(series.to_owned(), samples.to_vec());
        }
        Ok(())
    }

    /// The bytes of the sealed segment.
    pub fn finish(self) -> Result<Vec<u8>, SegmentFault> {
        let earliest_us = self.series.values().flatten().map(|s| s.at_us).min();
        let start = Instant::from_ms(earliest_us.ok_or(SegmentFault::Unfit { what: "no samples" })? / 1000);
        let header = Header {
            units: vec![UNIT_US.to_owned(); self.series.len()],
            series: self.series.keys().cloned().collect(),
            start,
            version: VERSION,
        };
        let header_bytes = header.encode();
        let mut out =
            Vec::with_capacity(header_bytes.len() + self.series.values().map(Vec::len).sum::<usize>() * 8);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&(header_bytes.len() as u32).to_le_bytes());
        out.extend_from_slice(&header_bytes);
        let lines = write_blocks(&mut out, self.series, header.start_us());
        let index_bytes = index::encode(&lines, header.start_us());
        out.extend_from_slice(&index_bytes);
        out.extend_from_slice(&(index_bytes.len() as u32).to_le_bytes());
        let digest = Sha256::digest(&out);
        out.extend_from_slice(&digest);
        Ok(out)
    }
}

fn write_blocks(out: &mut Vec<u8>, series: BTreeMap<String, Vec<Sample>>, start_us: i64) -> Vec<BlockLine> {
    let mut lines = Vec::new();
    for (number, mut samples) in series.into_values().enumerate() {
        samples.sort_by_key(|s| (s.at_us, s.status, s.value_us));
        for chunk in samples.chunks(block::MAX_SAMPLES) {
            let offset = out.len() as u64;
            block::encode(out, number as u32, start_us, chunk);
            lines.push(BlockLine {
                series: number as u32,
                samples: chunk.len() as u32,
                offset,
                length: (out.len() as u64 - offset) as u32,
                first_us: chunk[0].at_us,
                last_us: chunk[chunk.len() - 1].at_us,
            });
        }
    }
    lines
}
