//! Names that have been checked once, so that nobody checks them again: slugs, the origin of a log,
//! the kind of an entry and its subject. Each is plain ASCII, so byte order is also the order of
//! RFC 8785.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash as StdHash, Hasher};
use std::str::FromStr;

/// Longest slug.
const MAX_SLUG: usize = 64;
/// Longest host name (RFC 1035) a node may carry.
const MAX_NODE: usize = 253;
/// Longest kind and longest type part of a subject.
const MAX_WORD: usize = 64;

/// Why a text is no such name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// Not a slug.
    #[error("a slug is 1 to 64 of a-z, 0-9 and '-', and does not start with '-'")]
    Slug,
    /// Not an origin.
    #[error("an origin is <node>/<organisation>, a lower-case host name and a slug")]
    Origin,
    /// Not a kind.
    #[error("a kind is noun.past_verb in a-z, 0-9 and '_'")]
    Kind,
    /// Not a subject.
    #[error("a subject is type:slug")]
    Subject,
}

fn is_slug(text: &[u8]) -> bool {
    !text.is_empty()
        && text.len() <= MAX_SLUG
        && text[0] != b'-'
        && text.iter().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn is_word(text: &[u8]) -> bool {
    !text.is_empty()
        && text.len() <= MAX_WORD
        && text[0].is_ascii_lowercase()
        && text.iter().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// Whether the text names a node.
pub(crate) fn is_node(text: &[u8]) -> bool {
    text.len() <= MAX_NODE
        && text
            .split(|b| *b == b'.')
            .all(|label| is_slug(label) && label.len() < MAX_SLUG && label[label.len() - 1] != b'-')
}

/// Whether the text is `<node>/<organisation>`.
pub(crate) fn is_origin(text: &[u8]) -> bool {
    let mut parts = text.splitn(2, |b| *b == b'/');
    parts.next().is_some_and(is_node) && parts.next().is_some_and(is_slug)
}

/// Whether the text is a kind.
pub(crate) fn is_kind(text: &[u8]) -> bool {
    let mut parts = text.splitn(2, |b| *b == b'.');
    text.len() <= MAX_WORD && parts.next().is_some_and(is_word) && parts.next().is_some_and(is_word)
}

/// Whether the text is a subject.
pub(crate) fn is_subject(text: &[u8]) -> bool {
    let mut parts = text.splitn(2, |b| *b == b':');
    parts.next().is_some_and(is_word) && parts.next().is_some_and(is_slug)
}

/// Comparison, hashing, text and serde of a name that is one checked string.
macro_rules! checked_text {
    ($name:ident, $fault:expr, $valid:path) => {
        impl $name {
            /// Checks the text.
            pub fn new(text: impl Into<String>) -> Result<Self, NameFault> {
                let text = text.into();
                if $valid(text.as_bytes()) { Ok(Self(text)) } else { Err($fault) }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        checked_serde!($name);
    };
}

macro_rules! checked_serde {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl FromStr for $name {
            type Err = NameFault;
            fn from_str(text: &str) -> Result<Self, NameFault> {
                Self::new(text)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                Self::new(text).map_err(serde::de::Error::custom)
            }
        }
    };
}

/// A short name chosen by people: an organisation, an obligation, a target, a plan.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

/// What an entry says happened, as `noun.past_verb`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(String);

/// What an entry is about, as `type:slug`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject(String);

checked_text!(Slug, NameFault::Slug, is_slug);

impl Slug {
    /// The longest.
    pub const MAX_CHARS: usize = MAX_SLUG;
}
checked_text!(Kind, NameFault::Kind, is_kind);
checked_text!(Subject, NameFault::Subject, is_subject);

impl Kind {
    /// The noun before the dot.
    pub fn noun(&self) -> &str {
        self.0.split('.').next().unwrap_or_default()
    }
}

impl Subject {
    /// A subject of this type and slug.
    pub fn of(kind: &str, slug: &Slug) -> Result<Self, NameFault> {
        Self::new(format!("{kind}:{slug}"))
    }

    /// The type before the colon.
    pub fn kind(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// The slug after the colon.
    pub fn slug(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, slug)| slug)
    }
}

/// The name of one log: `<node>/<organisation>`. Ordered by its text.
#[derive(Clone)]
pub struct Origin {
    text: String,
    organisation: Slug,
}

impl Origin {
    /// Checks `<node>/<organisation>`.
    pub fn new(text: impl Into<String>) -> Result<Self, NameFault> {
        let text = text.into();
        if !is_origin(text.as_bytes()) {
            return Err(NameFault::Origin);
        }
        let (_, organisation) = text.split_once('/').ok_or(NameFault::Origin)?;
        let organisation = Slug(organisation.to_owned());
        Ok(Self { text, organisation })
    }

    /// The log of an organisation on a node.
    pub fn of(node: &str, organisation: &Slug) -> Result<Self, NameFault> {
        Self::new(format!("{node}/{organisation}"))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The node that writes the log.
    pub fn node(&self) -> &str {
        &self.text[..self.text.len() - self.organisation.0.len() - 1]
    }

    /// The organisation whose log it is.
    pub fn organisation(&self) -> &Slug {
        &self.organisation
    }
}

checked_serde!(Origin);

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Origin({:?})", self.text)
    }
}

impl PartialEq for Origin {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Origin {}

impl PartialOrd for Origin {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Origin {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl StdHash for Origin {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn only_the_stated_shapes_are_names() {
        for good in ["a", "0", "so-khcn", "a--b", &"x".repeat(64)] {
            assert!(Slug::new(good).is_ok(), "{good}");
        }
        for bad in ["", "-a", "A", "a_b", "a.b", "đ", &"x".repeat(65)] {
            assert!(Slug::new(bad).is_err(), "{bad}");
        }
        for good in ["n/a", "node.tinh.example/so-khcn"] {
            assert!(Origin::new(good).is_ok(), "{good}");
        }
        for bad in ["n", "n/", "/a", "n/a/b", "N/a", "n-/a", "n..m/a", "n /a", "n/a\n", "n+m/a"] {
            assert!(Origin::new(bad).is_err(), "{bad}");
        }
        assert!(Kind::new("measurement.summarised").is_ok());
        for bad in ["measurement", "a.b.c", ".b", "a.", "A.b", "1.b", "a-b.c"] {
            assert!(Kind::new(bad).is_err(), "{bad}");
        }
        assert!(Subject::new("obligation:nv-01").is_ok());
        for bad in ["obligation", "obligation:", ":a", "a:b:c", "a:B"] {
            assert!(Subject::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn origins_order_by_their_text_and_not_by_node_first() {
        let dotted = Origin::new("a.b/x").unwrap();
        let plain = Origin::new("a/x").unwrap();
        assert!(dotted < plain);
        assert_eq!(dotted.node(), "a.b");
        assert_eq!(dotted.organisation().as_str(), "x");
    }
}
