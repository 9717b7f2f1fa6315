//! A place in the journal: for each log, how many of its entries count. The same thing serves as
//! journal prefix, as `--known` position and as the id of a live event, and names only the logs in
//! its holder's scope. Text: base64url without padding over canonical JSON.

use crate::fact::MAX_INTEGER;
use crate::json::{Reader, push_integer, push_string};
use crate::name::Origin;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;

/// Longest text of a cursor: some hundreds of logs.
const MAX_CURSOR_BYTES: usize = 64 * 1024;

/// How many entries of each log count. A log that is not named has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cursor(BTreeMap<Origin, u64>);

/// Why a text is no cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a journal cursor")]
pub struct CursorFault;

impl Cursor {
    /// The beginning.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Entries of this log that count.
    pub fn size(&self, origin: &Origin) -> u64 {
        self.0.get(origin).copied().unwrap_or(0)
    }

    /// Sets how many entries of a log count; sizes beyond 2^53−1 are cut to it.
    pub fn set(&mut self, origin: Origin, size: u64) {
        self.0.insert(origin, size.min(MAX_INTEGER as u64));
    }

    /// Whether the entry at this index of the log counts.
    pub fn includes(&self, origin: &Origin, index: u64) -> bool {
        index < self.size(origin)
    }

    /// Whether everything that counts for `other` counts here.
    pub fn covers(&self, other: &Self) -> bool {
        other.0.iter().all(|(origin, size)| self.size(origin) >= *size)
    }

    /// The same place, told to someone who may see these logs only.
    pub fn restricted_to(&self, sees: impl Fn(&Origin) -> bool) -> Self {
        let seen = self.0.iter().filter(|(origin, _)| sees(origin));
        Self(seen.map(|(origin, size)| (origin.clone(), *size)).collect())
    }

    /// The logs and sizes, in order of origin.
    pub fn iter(&self) -> impl Iterator<Item = (&Origin, u64)> {
        self.0.iter().map(|(origin, size)| (origin, *size))
    }

    /// The canonical JSON.
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = vec![b'{'];
        for (at, (origin, size)) in self.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            push_string(&mut out, origin.as_str());
            out.push(b':');
            push_integer(&mut out, size as i64);
        }
        out.push(b'}');
        out
    }

    /// The text.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.canonical())
    }

    /// Reads the text that [`Cursor::encode`] writes, and no other.
    pub fn decode(text: &str) -> Result<Self, CursorFault> {
        if text.len() > MAX_CURSOR_BYTES {
            return Err(CursorFault);
        }
        let canonical = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorFault)?;
        let cursor = Self::read(&canonical).ok_or(CursorFault)?;
        if cursor.canonical() == canonical { Ok(cursor) } else { Err(CursorFault) }
    }

    fn read(canonical: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(canonical).ok()?;
        let mut sizes = BTreeMap::new();
        reader.take("{").ok()?;
        while !reader.try_take("}") {
            if !sizes.is_empty() {
                reader.take(",").ok()?;
            }
            let origin = Origin::new(reader.plain().ok()?).ok()?;
            reader.take(":").ok()?;
            sizes.insert(origin, u64::try_from(reader.integer().ok()?).ok()?);
        }
        reader.end().ok()?;
        Some(Self(sizes))
    }
}

impl FromIterator<(Origin, u64)> for Cursor {
    fn from_iter<I: IntoIterator<Item = (Origin, u64)>>(sizes: I) -> Self {
        let mut cursor = Self::new();
        for (origin, size) in sizes {
            cursor.set(origin, size);
        }
        cursor
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.encode())
    }
}

impl std::str::FromStr for Cursor {
    type Err = CursorFault;

    fn from_str(text: &str) -> Result<Self, CursorFault> {
        Self::decode(text)
    }
}

impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.encode())
    }
}

impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::decode(&text).map_err(serde::de::Error::custom)
    }
}
