//! The JSON of the journal: RFC 8785 canonical form for the values we allow, which are null, bool,
//! integers within ±(2^53−1), NFC strings, lists, and maps with keys `[a-z0-9_]+`. There is exactly
//! one text for a value, and every other text is a fault that names its field.

mod reader;
mod writer;

pub(crate) use reader::Reader;
pub(crate) use writer::{push_fact, push_facts, push_integer, push_string};

use std::fmt;

/// Why bytes or values are no entry, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {what}")]
pub struct EntryFault {
    /// The field at fault, such as `held.to` or `facts.targets[3].lost`; `entry` for the whole.
    pub field: String,
    /// What is wrong with it. Never quotes the value.
    pub what: FaultKind,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// Longer than an entry may be.
    TooLong,
    /// Not UTF-8.
    NotUtf8,
    /// Another byte was expected at this position.
    Expected {
        /// What was expected.
        what: &'static str,
        /// Where, in bytes from the start.
        at: usize,
    },
    /// A string with an escape that RFC 8785 writes otherwise.
    Escape,
    /// A string that is not in Unicode normal form C.
    NotNfc,
    /// A number that is no integer within ±(2^53−1), or not written the one way.
    Number,
    /// A key with other characters than `[a-z0-9_]`.
    Key,
    /// A key that stands twice or out of order.
    KeyOrder,
    /// Lists and maps nested too deep.
    TooDeep,
    /// Bytes after the end.
    Trailing,
    /// A value of the right type that the field does not take.
    Invalid(&'static str),
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => f.write_str("longer than 32 KiB"),
            Self::NotUtf8 => f.write_str("not UTF-8"),
            Self::Expected { what, at } => write!(f, "expected {what} at byte {at}"),
            Self::Escape => f.write_str("an escape that is not canonical"),
            Self::NotNfc => f.write_str("not in normal form C"),
            Self::Number => f.write_str("not a plain integer within ±(2^53−1)"),
            Self::Key => f.write_str("a key has other characters than a-z, 0-9 and '_'"),
            Self::KeyOrder => f.write_str("a key is doubled or out of order"),
            Self::TooDeep => f.write_str("nested too deep"),
            Self::Trailing => f.write_str("bytes after the end"),
            Self::Invalid(what) => f.write_str(what),
        }
    }
}

impl EntryFault {
    pub(crate) fn new(field: &str, what: FaultKind) -> Self {
        Self { field: field.to_owned(), what }
    }

    pub(crate) fn invalid(field: &str, what: &'static str) -> Self {
        Self::new(field, FaultKind::Invalid(what))
    }

    /// The same fault seen from outside the key or index it happened in.
    pub(crate) fn within(mut self, outer: &str) -> Self {
        let joint = if self.field.is_empty() || self.field.starts_with('[') { "" } else { "." };
        self.field = format!("{outer}{joint}{}", self.field);
        self
    }
}

/// Whether the text is in normal form C. Everything below U+0300 is, which spares plain text the
/// look-up: the first byte of U+0300 and above is at least 0xCC.
pub(crate) fn is_nfc(text: &str) -> bool {
    text.is_ascii() || text.bytes().all(|byte| byte < 0xcc) || unicode_normalization::is_nfc(text)
}

/// Whether the text may be a key of facts or commitments.
pub(crate) fn is_key(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}
