//! A mergeable sketch of durations for quantiles, in integers only, so that every machine gets the
//! same answer: exact below 128 µs, above it 64 buckets for each power of two, hence a relative
//! error of at most 1/128 (0.8 %).

use std::collections::BTreeMap;

const EXACT_BELOW: u32 = 128;
const SUB_BITS: u32 = 6;

/// Counts of durations by bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch {
    buckets: BTreeMap<u16, u32>,
    count: u64,
}

impl Sketch {
    /// Counts one duration.
    pub fn add(&mut self, value_us: u32) {
        let slot = self.buckets.entry(bucket_of(value_us)).or_default();
        *slot = slot.saturating_add(1);
        self.count += 1;
    }

    /// Counts all of another sketch's durations too.
    pub fn merge(&mut self, other: &Self) {
        for (&bucket, &n) in &other.buckets {
            let slot = self.buckets.entry(bucket).or_default();
            *slot = slot.saturating_add(n);
        }
        self.count += other.count;
    }

    /// How many durations were counted.
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// The duration at or below which `ppm` parts per million lie (nearest rank); `None` when empty.
    pub fn quantile_us(&self, ppm: u32) -> Option<u32> {
        let rank =
            (u128::from(self.count) * u128::from(ppm.min(1_000_000))).div_ceil(1_000_000).max(1) as u64;
        let mut seen = 0u64;
        for (&bucket, &n) in &self.buckets {
            seen += u64::from(n);
            if seen >= rank {
                return Some(middle_of(bucket));
            }
        }
        None
    }
}

const fn bucket_of(value_us: u32) -> u16 {
    if value_us < EXACT_BELOW {
        return value_us as u16;
    }
    let exponent = value_us.ilog2();
    let sub = (value_us >> (exponent - SUB_BITS)) & ((1 << SUB_BITS) - 1);
    (EXACT_BELOW + (exponent - 7) * (1 << SUB_BITS) + sub) as u16
}

const fn middle_of(bucket: u16) -> u32 {
    let bucket = bucket as u32;
    if bucket < EXACT_BELOW {
        return bucket;
    }
    let shift = (bucket - EXACT_BELOW) / (1 << SUB_BITS) + 7 - SUB_BITS;
    let sub = (bucket - EXACT_BELOW) % (1 << SUB_BITS);
    (((1 << SUB_BITS) + sub) << shift) + ((1 << shift) >> 1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_bucket_is_within_one_part_in_128(value in any::<u32>(), small in 0u32..5_000_000) {
            for v in [value, small] {
                let off = i64::from(middle_of(bucket_of(v))).abs_diff(i64::from(v));
                prop_assert!(off <= u64::from(v) / 128, "{} off by {}", v, off);
            }
        }

        #[test]
        fn quantiles_agree_with_sorting(mut values in proptest::collection::vec(0u32..3_000_000, 1..300), ppm in 0u32..=1_000_000) {
            let mut sketch = Sketch::default();
            for &v in &values { sketch.add(v); }
            values.sort_unstable();
            let rank = (values.len() as u64 * u64::from(ppm)).div_ceil(1_000_000).max(1) as usize;
            let exact = values[rank - 1];
            prop_assert!(sketch.quantile_us(ppm).unwrap().abs_diff(exact) <= exact / 128);
        }

        #[test]
        fn merging_is_counting_together(a in proptest::collection::vec(any::<u32>(), 0..50), b in proptest::collection::vec(any::<u32>(), 0..50)) {
            let of = |values: &[u32]| { let mut s = Sketch::default(); for &v in values { s.add(v); } s };
            let mut merged = of(&a);
            merged.merge(&of(&b));
            prop_assert_eq!(merged, of(&[a, b].concat()));
        }
    }

    #[test]
    fn an_empty_sketch_has_no_quantile() {
        assert_eq!(Sketch::default().quantile_us(500_000), None);
    }
}
