//! Numbers packed for snapshots: zigzag varints in base64 without padding, one string for a column of values.
//!
//! A million summaries must be read back in well under a second, which JSON arrays of numbers are not.

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

/// Bytes being packed.
#[derive(Debug, Default)]
pub struct Packer(Vec<u8>);

impl Packer {
    /// An unsigned number, seven bits a byte, lowest first.
    pub fn unsigned(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    /// A signed number, folded so that small ones stay short.
    pub fn signed(&mut self, value: i64) {
        self.unsigned(((value << 1) ^ (value >> 63)) as u64);
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    /// The text.
    pub fn finish(self) -> String {
        STANDARD_NO_PAD.encode(self.0)
    }
}

/// Packed bytes being read. `None` means the text was not written by [`Packer`].
#[derive(Debug)]
pub struct Unpacker {
    bytes: Vec<u8>,
    place: usize,
}

impl Unpacker {
    /// Reads the text.
    pub fn new(text: &str) -> Option<Self> {
        Some(Self { bytes: STANDARD_NO_PAD.decode(text).ok()?, place: 0 })
    }

    /// The next unsigned number.
    pub fn unsigned(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.place)?;
            self.place += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// The next signed number.
    pub fn signed(&mut self) -> Option<i64> {
        let value = self.unsigned()?;
        Some((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// The next `N` bytes.
    pub fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = self.bytes.get(self.place..self.place + N)?.try_into().ok()?;
        self.place += N;
        Some(bytes)
    }

    /// How many bytes are left; a count read from the text can't exceed it.
    pub fn left(&self) -> usize {
        self.bytes.len() - self.place
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_packed_reads_back(signed in any::<Vec<i64>>(), unsigned in any::<Vec<u64>>(), bytes in any::<[u8; 16]>()) {
            let mut packer = Packer::default();
            for value in &signed {
                packer.signed(*value);
            }
            for value in &unsigned {
                packer.unsigned(*value);
            }
            packer.bytes(&bytes);
            let mut unpacker = Unpacker::new(&packer.finish()).unwrap();
            for value in signed {
                prop_assert_eq!(unpacker.signed(), Some(value));
            }
            for value in unsigned {
                prop_assert_eq!(unpacker.unsigned(), Some(value));
            }
            prop_assert_eq!(unpacker.bytes::<16>(), Some(bytes));
            prop_assert_eq!(unpacker.left(), 0);
        }

        #[test]
        fn foreign_text_is_refused_without_panic(text in "\\PC{0,40}") {
            if let Some(mut unpacker) = Unpacker::new(&text) {
                while unpacker.signed().is_some() {}
                prop_assert!(unpacker.bytes::<32>().is_none());
            }
        }
    }
}
