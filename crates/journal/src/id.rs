//! Entry ids: UUIDv7 made by the producer, or UUIDv8 derived from another system's event so that the
//! same event always gets the same id. Text form is lower case with hyphens only.

use crate::hash::{from_hex, push_hex};
use crate::name::Origin;
use calendar::Instant;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::fmt;

/// The id of an entry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId([u8; 16]);

/// Why a text is no entry id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an entry id is a lower-case UUID of version 7 or 8")]
pub struct IdFault;

/// Where the hyphens stand in the 36 characters.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

impl EntryId {
    /// A UUIDv7 (RFC 9562 §5.7) of this instant; 74 of the 80 random bits are used.
    /// Before 1970 the time part is zero.
    pub fn v7(at: Instant, random: [u8; 10]) -> Self {
        let ms = at.as_ms().max(0) as u64;
        let mut bytes = [0; 16];
        bytes[..6].copy_from_slice(&ms.to_be_bytes()[2..]);
        bytes[6..].copy_from_slice(&random);
        Self::stamped(bytes, 7)
    }

    /// A UUIDv8 from another system's event: the first half of SHA-256 over
    /// `"thongsuot/id/v1" 0x00 origin 0x00 source 0x00 external`.
    pub fn v8(origin: &Origin, source: &str, external: &str) -> Self {
        let digest = Sha256::new()
            .chain_update(b"thongsuot/id/v1\0")
            .chain_update(origin.as_str())
            .chain_update([0])
            .chain_update(source)
            .chain_update([0])
            .chain_update(external)
            .finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self::stamped(bytes, 8)
    }

    fn stamped(mut bytes: [u8; 16], version: u8) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | (version << 4);
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    /// The version: 7 or 8. Whoever knows the names behind a version 8 knows the id.
    pub const fn version(&self) -> u8 {
        self.0[6] >> 4
    }

    /// The 16 bytes.
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The id with these bytes, if they carry version 7 or 8 and the RFC 9562 variant.
    pub fn from_bytes(bytes: [u8; 16]) -> Result<Self, IdFault> {
        let known = matches!(bytes[6] >> 4, 7 | 8) && bytes[8] >> 6 == 0b10;
        if known { Ok(Self(bytes)) } else { Err(IdFault) }
    }

    /// Reads the 36 characters.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        Self::parse_bytes(text.as_bytes()).ok_or(IdFault)
    }

    pub(crate) fn parse_bytes(text: &[u8]) -> Option<Self> {
        if text.len() != 36 || HYPHENS.iter().any(|at| text[*at] != b'-') {
            return None;
        }
        let mut digits = [0; 32];
        let mut end = 0;
        for part in [0..8, 9..13, 14..18, 19..23, 24..36] {
            let length = part.len();
            digits[end..end + length].copy_from_slice(&text[part]);
            end += length;
        }
        Self::from_bytes(from_hex(&digits)?).ok()
    }

    pub(crate) fn push_text(&self, out: &mut Vec<u8>) {
        for (i, part) in [0..4, 4..6, 6..8, 8..10, 10..16].into_iter().enumerate() {
            if i > 0 {
                out.push(b'-');
            }
            push_hex(out, &self.0[part]);
        }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = Vec::with_capacity(36);
        self.push_text(&mut out);
        f.pad(&String::from_utf8_lossy(&out))
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryId({self})")
    }
}

impl std::str::FromStr for EntryId {
    type Err = IdFault;

    fn from_str(text: &str) -> Result<Self, IdFault> {
        Self::parse(text)
    }
}

impl Serialize for EntryId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EntryId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(serde::de::Error::custom)
    }
}
