//! Variable-length integers: LEB128 for counts, zigzag over it for signed numbers.
//! Decoding takes the shortest form only, so that one value has one encoding.

/// Longest encoding of 64 bits, 7 at a time.
const MAX_BYTES: usize = 10;

/// Appends `value`, least significant seven bits first.
pub fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value as u8) | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a signed value: small magnitudes of either sign stay short.
pub fn put_signed(out: &mut Vec<u8>, value: i64) {
    put(out, ((value << 1) ^ (value >> 63)) as u64);
}

/// Takes one integer from the front of `input`; `None` if it is cut, too long or not the shortest.
pub fn take(input: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for (i, &byte) in input.iter().take(MAX_BYTES).enumerate() {
        let low = u64::from(byte & 0x7f);
        if i == MAX_BYTES - 1 && low > 1 {
            return None;
        }
        value |= low << (7 * i);
        if byte & 0x80 == 0 {
            if byte == 0 && i > 0 {
                return None;
            }
            *input = &input[i + 1..];
            return Some(value);
        }
    }
    None
}

/// Takes one signed integer from the front of `input`.
pub fn take_signed(input: &mut &[u8]) -> Option<i64> {
    let raw = take(input)?;
    Some(((raw >> 1) as i64) ^ -((raw & 1) as i64))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_signed_number_comes_back(value in any::<i64>(), small in -70_000i64..70_000) {
            for v in [value, small] {
                let mut out = Vec::new();
                put_signed(&mut out, v);
                let mut rest = out.as_slice();
                prop_assert_eq!(take_signed(&mut rest), Some(v));
                prop_assert!(rest.is_empty());
            }
        }
    }

    #[test]
    fn a_longer_form_of_the_same_number_is_refused() {
        for bytes in [&[0x80u8, 0x00][..], &[0xff, 0x80, 0x00], &[0x80], &[], &[0xff; 10], &[0xff; 11]] {
            assert_eq!(take(&mut &*bytes), None, "{bytes:?}");
        }
        let mut out = Vec::new();
        put(&mut out, u64::MAX);
        assert_eq!(take(&mut out.as_slice()), Some(u64::MAX));
    }
}
