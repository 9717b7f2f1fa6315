//! What the fuzz target calls, and what the replay of its kept inputs calls: reading anything must
//! end without a panic, and whatever is accepted has one encoding only.

use crate::block;
use crate::segment::{Segment, SegmentWriter};
use crate::tail;
use sha2::{Digest, Sha256};

/// Bytes as a segment, as one whose digest is right, as a block, and as a frame of the tail.
pub fn segment(bytes: &[u8]) {
    check_segment(bytes);
    // A fuzzer can't guess a SHA-256 or a CRC: behind them lies most of what is to be tried.
    check_segment(&[bytes, &Sha256::digest(bytes)].concat());
    let summed = [bytes, &crc32c::crc32c(bytes).to_le_bytes()].concat();
    if let Ok((series, samples)) = block::decode(&summed, 0) {
        let mut again = Vec::new();
        block::encode(&mut again, series, 0, &samples);
        assert_eq!(again, summed, "a block has one encoding");
    }
    tail::read_payload(bytes);
}

fn check_segment(bytes: &[u8]) {
    let Ok(segment) = Segment::parse(bytes) else { return };
    let mut writer = SegmentWriter::new();
    for (name, samples) in segment.header.series.iter().zip(&segment.samples) {
        writer.add(name, samples).expect("what was read can be written");
    }
    // Blocks may be smaller than they have to be: the bytes can differ, what they say can't.
    let again =
        Segment::parse(&writer.finish().expect("what was read can be written")).expect("and read again");
    for (name, samples) in segment.header.series.iter().zip(&segment.samples) {
        let mut sorted = samples.clone();
        sorted.sort_by_key(|s| (s.at_us, s.status, s.value_us));
        assert_eq!(again.series(name), Some(&sorted[..]));
    }
}
