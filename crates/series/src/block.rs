//! A block: at most 4,096 samples of one series, in time order.
//!
//! `series` and `count` as varints; the times in µs (first relative to the segment's start, then one
//! delta, then deltas of deltas) as zigzag varints; the values in µs as zigzag varints; one status
//! byte a sample; then the CRC32C (little endian) of all that.

use crate::sample::{Sample, SampleStatus};
use crate::varint;

/// Most samples in a block: what a reader decodes to answer for one instant.
pub const MAX_SAMPLES: usize = 4096;
/// Largest encoded block: two varints of at most 10 bytes and a status byte a sample, and the frame.
pub const MAX_BYTES: usize = MAX_SAMPLES * 21 + 32;
const CRC_BYTES: usize = 4;

/// Appends a block. `samples` are in time order, not empty, and at most [`MAX_SAMPLES`].
pub fn encode(out: &mut Vec<u8>, series: u32, start_us: i64, samples: &[Sample]) {
    debug_assert!(!samples.is_empty() && samples.len() <= MAX_SAMPLES);
    let begin = out.len();
    varint::put(out, u64::from(series));
    varint::put(out, samples.len() as u64);
    let (mut last, mut last_delta) = (start_us, 0i64);
    for (i, sample) in samples.iter().enumerate() {
        // Wrapping: any two instants of 64 bits have a difference modulo 2^64 that leads back.
        let delta = sample.at_us.wrapping_sub(last);
        varint::put_signed(out, if i < 2 { delta } else { delta.wrapping_sub(last_delta) });
        (last, last_delta) = (sample.at_us, delta);
    }
    for sample in samples {
        varint::put_signed(out, i64::from(sample.value_us));
    }
    out.extend(samples.iter().map(|s| s.status.code()));
    let crc = crc32c::crc32c(&out[begin..]);
    out.extend_from_slice(&crc.to_le_bytes());
}

/// Reads a whole block back; the error names what is wrong.
pub fn decode(bytes: &[u8], start_us: i64) -> Result<(u32, Vec<Sample>), &'static str> {
    let (mut body, crc) = bytes.split_last_chunk::<CRC_BYTES>().ok_or("shorter than its checksum")?;
    if crc32c::crc32c(body) != u32::from_le_bytes(*crc) {
        return Err("checksum does not match");
    }
    let input = &mut body;
    let series = varint::take(input).and_then(|n| u32::try_from(n).ok()).ok_or("series number")?;
    let count = varint::take(input).map_or(0, |n| n.min(MAX_SAMPLES as u64 + 1) as usize);
    if count == 0 || count > MAX_SAMPLES {
        return Err("number of samples");
    }
    let times = decode_times(input, count, start_us)?;
    let mut samples = Vec::with_capacity(count);
    for at_us in times {
        let value = varint::take_signed(input).ok_or("value")?;
        let value_us = u32::try_from(value).map_err(|_| "value out of range")?;
        samples.push(Sample { at_us, value_us, status: SampleStatus::Ok });
    }
    if input.len() != count {
        return Err("length does not match the number of samples");
    }
    for (sample, &code) in samples.iter_mut().zip(*input) {
        sample.status = SampleStatus::from_code(code).ok_or("unknown status")?;
    }
    Ok((series, samples))
}

fn decode_times(input: &mut &[u8], count: usize, start_us: i64) -> Result<Vec<i64>, &'static str> {
    let mut times = Vec::with_capacity(count);
    let (mut last, mut last_delta) = (start_us, 0i64);
    for i in 0..count {
        let step = varint::take_signed(input).ok_or("time")?;
        let delta = if i < 2 { step } else { step.wrapping_add(last_delta) };
        let at_us = last.wrapping_add(delta);
        if i > 0 && at_us < last {
            return Err("times out of order");
        }
        times.push(at_us);
        (last, last_delta) = (at_us, delta);
    }
    Ok(times)
}
