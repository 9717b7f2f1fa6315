//! The segment format: golden bytes, round trips, and that no flipped bit goes unseen.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::path::PathBuf;

use calendar::Instant;
use proptest::prelude::*;
use series::{Sample, SampleStatus, Segment, SegmentFault, SegmentWriter};
use sha2::{Digest, Sha256};

fn golden_path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../testdata/series").join(name)
}

/// A target that answers, one that does not, and a long one that fills more than a block.
fn golden() -> Vec<u8> {
    let start = Instant::parse("2027-02-05T17:00:00.000Z").unwrap().as_ms() * 1000;
    let mut writer = SegmentWriter::new();
    let steady: Vec<Sample> = (0..5000)
        .map(|i| Sample {
            at_us: start + i * 1_000_000 + (i * 37) % 1000,
            value_us: 180 + ((i * i) % 97) as u32,
            status: SampleStatus::Ok,
        })
        .collect();
    writer.add("di-dong-01", &steady).unwrap();
    let every: Vec<Sample> = (0..7u8)
        .map(|code| Sample {
            at_us: start + 250_000 + i64::from(code) * 5_000_000,
            value_us: u32::from(code) * 1_000_003,
            status: SampleStatus::from_code(code).unwrap(),
        })
        .collect();
    writer.add("co-dinh-02", &every).unwrap();
    let edge = [Sample { at_us: start + 999, value_us: u32::MAX, status: SampleStatus::Timeout }];
    writer.add("buu-chinh/web.1", &edge).unwrap();
    writer.finish().unwrap()
}

#[test]
fn the_bytes_are_those_committed() {
    let committed = std::fs::read(golden_path("golden.tsseg")).unwrap();
    assert!(golden() == committed, "the segment format is final: its bytes may not change");
    let segment = Segment::parse(&committed).unwrap();
    assert_eq!(segment.header.series, ["buu-chinh/web.1", "co-dinh-02", "di-dong-01"]);
    assert_eq!(segment.series("di-dong-01").unwrap().len(), 5000);
    assert_eq!(segment.series("co-dinh-02").unwrap()[5].status, SampleStatus::OwnLate);
    assert_eq!(segment.series("not-there"), None);
    assert_eq!(segment.lines.len(), 4, "5,000 samples take two blocks");
}

/// Two writers that share nothing but the description agree on the bytes.
#[test]
fn a_segment_by_another_hand_is_read_and_written_the_same() {
    let bytes = std::fs::read(golden_path("by-another-hand.tsseg")).unwrap();
    let segment = Segment::parse(&bytes).unwrap();
    let mut writer = SegmentWriter::new();
    for (name, samples) in segment.header.series.iter().zip(&segment.samples) {
        writer.add(name, samples).unwrap();
    }
    assert!(writer.finish().unwrap() == bytes);
    let lost = Sample { at_us: 1_801_846_800_001_000, value_us: u32::MAX, status: SampleStatus::Timeout };
    assert_eq!(segment.series("mang"), Some(&[lost][..]));
    assert_eq!(segment.series("buu-chinh").unwrap().len(), 12);
}

/// Kept as it was made: a file from the year when there is a version 2.
#[test]
fn a_newer_version_is_refused_by_name() {
    let newer = std::fs::read(golden_path("newer-version.tsseg")).unwrap();
    assert_eq!(Segment::parse(&newer), Err(SegmentFault::NewerVersion { version: 2, known: 1 }));
    let mut magic = golden();
    magic[7] = b'2';
    assert_eq!(Segment::parse(&magic), Err(SegmentFault::NewerVersion { version: 2, known: 1 }));
}

#[test]
fn every_single_flipped_bit_is_found_in_a_small_segment() {
    let mut writer = SegmentWriter::new();
    writer.add("a", &[Sample { at_us: 5, value_us: 7, status: SampleStatus::Ok }]).unwrap();
    writer.add("b", &[Sample { at_us: 9, value_us: 7, status: SampleStatus::Error }]).unwrap();
    let bytes = writer.finish().unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(Segment::parse(&flipped).is_err(), "bit {bit}");
    }
    for length in 0..bytes.len() {
        assert!(Segment::parse(&bytes[..length]).is_err(), "cut to {length}");
    }
    assert!(Segment::parse(&[&bytes[..], b"x"].concat()).is_err(), "a byte after the end");
}

/// Even one who recomputes every checksum can't say the same samples in other bytes.
#[test]
fn a_header_in_another_form_is_refused_whatever_its_digest() {
    let bytes = golden();
    let length = u32::from_le_bytes(bytes[8..12].try_into().unwrap()) as usize;
    let header = std::str::from_utf8(&bytes[12..12 + length]).unwrap();
    let forms = [
        header.replace("{\"series\"", "{ \"series\""),
        header.replace("\"us\"", "\"ms\""),
        header.replace("\"version\":1", "\"version\":0"),
        header.replace("\"version\":1", "\"version\":1,\"x\":0"),
        header.replace("\"start\":\"2027", "\"start\":\"1927"),
        header.replace("co-dinh-02", "zz-dinh-02"),
        header.replace("co-dinh-02", "CO-dinh-02"),
        header.replace("buu-chinh/web.1", ""),
    ];
    for form in forms {
        assert_ne!(form, header);
        let mut changed = [&bytes[..8], &(form.len() as u32).to_le_bytes(), form.as_bytes()].concat();
        changed.extend_from_slice(&bytes[12 + length..bytes.len() - 32]);
        let digest = Sha256::digest(&changed);
        changed.extend_from_slice(&digest);
        assert!(matches!(Segment::parse(&changed), Err(SegmentFault::Header { .. })), "{form}");
    }
}

#[test]
fn what_does_not_fit_is_refused_before_it_is_written() {
    let at = |at_us| [Sample { at_us, value_us: 0, status: SampleStatus::Ok }];
    assert!(SegmentWriter::new().add("a", &at(-1)).is_err());
    assert!(SegmentWriter::new().add("a", &at(i64::MAX)).is_err());
    assert!(SegmentWriter::new().add("Điểm đo", &at(0)).is_err());
    assert!(SegmentWriter::new().add("", &at(0)).is_err());
    assert_eq!(SegmentWriter::new().finish(), Err(SegmentFault::Unfit { what: "no samples" }));
}

fn any_sample() -> impl Strategy<Value = Sample> {
    let time = prop_oneof![
        0..series::segment::MAX_AT_US,
        0i64..10_000_000,
        1_801_000_000_000_000i64..1_801_000_900_000_000
    ];
    (time, any::<u32>(), 0u8..7).prop_map(|(at_us, value_us, code)| Sample {
        at_us,
        value_us,
        status: SampleStatus::from_code(code).unwrap(),
    })
}

fn any_series() -> impl Strategy<Value = Vec<(String, Vec<Sample>)>> {
    proptest::collection::btree_map(
        "[a-z0-9._/-]{1,12}",
        proptest::collection::vec(any_sample(), 1..80),
        1..6,
    )
    .prop_map(|found| found.into_iter().collect())
}

fn seal(series: &[(String, Vec<Sample>)]) -> Vec<u8> {
    let mut writer = SegmentWriter::new();
    for (name, samples) in series {
        writer.add(name, samples).unwrap();
    }
    writer.finish().unwrap()
}

proptest! {
    #[test]
    fn what_goes_in_comes_out(series in any_series()) {
        let segment = Segment::parse(&seal(&series)).unwrap();
        prop_assert_eq!(segment.header.series.len(), series.len());
        for (name, samples) in &series {
            let mut sorted = samples.clone();
            sorted.sort_by_key(|s| (s.at_us, s.status, s.value_us));
            prop_assert_eq!(segment.series(name).unwrap(), &sorted[..]);
        }
    }

    #[test]
    fn the_order_of_arrival_leaves_no_trace(series in any_series()) {
        let mut turned = series.clone();
        turned.reverse();
        for (_, samples) in &mut turned {
            samples.reverse();
        }
        prop_assert_eq!(seal(&series), seal(&turned));
    }

    #[test]
    fn any_flip_is_found(series in any_series(), place in any::<prop::sample::Index>(), mask in 1u8..) {
        let mut bytes = seal(&series);
        let at = place.index(bytes.len());
        bytes[at] ^= mask;
        prop_assert!(Segment::parse(&bytes).is_err());
    }

    #[test]
    fn no_bytes_at_all_cause_a_panic(mut bytes in proptest::collection::vec(any::<u8>(), 0..400), valid_start in any::<bool>()) {
        if valid_start {
            bytes.splice(0..0, golden()[..200].iter().copied());
        }
        prop_assert!(Segment::parse(&bytes).is_err());
    }
}
