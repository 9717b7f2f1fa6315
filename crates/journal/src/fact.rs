//! The values an entry may state: plain JSON without floats, in the bounds that make its canonical
//! text unique. `check` is for values built in memory; what came from canonical text is checked.

use crate::json::{EntryFault, FaultKind, Reader, is_key, is_nfc, push_fact};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Largest magnitude of an integer: 2^53−1, what every JSON reader keeps exactly.
pub const MAX_INTEGER: i64 = 9_007_199_254_740_991;

/// Deepest nesting of lists and maps, the entry itself counted; bounds the stack of every reader.
pub const MAX_DEPTH: usize = 16;

/// What an entry states, by key.
pub type Facts = BTreeMap<String, Fact>;

/// One stated value. Units are in the key (`rtt_us`, `loss_ppm`), so there are no floats.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fact {
    /// Nothing.
    Null,
    /// Yes or no.
    Bool(bool),
    /// An integer within ±(2^53−1).
    Int(i64),
    /// Text in normal form C.
    Text(String),
    /// Values in order.
    List(Vec<Fact>),
    /// Values by key.
    Map(Facts),
}

impl Fact {
    /// Checks what the canonical text could not hold: other numbers, other normal forms, other keys.
    pub fn check(&self) -> Result<(), EntryFault> {
        self.check_at(1)
    }

    fn check_at(&self, depth: usize) -> Result<(), EntryFault> {
        let fault = |what| Err(EntryFault::new("", what));
        match self {
            Self::Null | Self::Bool(_) => Ok(()),
            Self::Int(value) if value.unsigned_abs() <= MAX_INTEGER as u64 => Ok(()),
            Self::Int(_) => fault(FaultKind::Number),
            Self::Text(text) if is_nfc(text) => Ok(()),
            Self::Text(_) => fault(FaultKind::NotNfc),
            Self::List(_) | Self::Map(_) if depth >= MAX_DEPTH => fault(FaultKind::TooDeep),
            Self::List(list) => list.iter().enumerate().try_for_each(|(at, item)| {
                item.check_at(depth + 1).map_err(|fault| fault.within(&format!("[{at}]")))
            }),
            Self::Map(map) => check_map(map, depth),
        }
    }

    /// The canonical text.
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = Vec::new();
        push_fact(&mut out, self);
        out
    }

    /// Reads canonical text; anything else is a fault.
    pub fn parse(canonical: &[u8]) -> Result<Self, EntryFault> {
        let mut reader = Reader::new(canonical)?;
        let fact = reader.fact()?;
        reader.end()?;
        Ok(fact)
    }

    /// The integer, if it is one.
    pub fn as_int(&self) -> Option<i64> {
        if let Self::Int(value) = self { Some(*value) } else { None }
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The yes or no, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    /// The list, if it is one.
    pub fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(list) = self { Some(list) } else { None }
    }

    /// The map, if it is one.
    pub fn as_map(&self) -> Option<&Facts> {
        if let Self::Map(map) = self { Some(map) } else { None }
    }
}

fn check_map(map: &Facts, depth: usize) -> Result<(), EntryFault> {
    map.iter().try_for_each(|(key, value)| {
        if is_key(key) {
            value.check_at(depth + 1).map_err(|fault| fault.within(key))
        } else {
            Err(EntryFault::new("", FaultKind::Key))
        }
    })
}

/// Checks the facts of an entry, which stand one level inside it.
pub(crate) fn check_facts(facts: &Facts) -> Result<(), EntryFault> {
    check_map(facts, 2)
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Fact {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Fact {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<Vec<Self>> for Fact {
    fn from(list: Vec<Self>) -> Self {
        Self::List(list)
    }
}

impl From<Facts> for Fact {
    fn from(map: Facts) -> Self {
        Self::Map(map)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_text_is_read() {
        for good in [
            "null",
            "true",
            "false",
            "0",
            "-1",
            "9007199254740991",
            "-9007199254740991",
            "\"\"",
            "\"a\\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f\u{7f}\u{2028}/\"",
            "\"Tết Đinh Mùi\"",
            "[]",
            "{}",
            "[1,[2],{\"a\":null}]",
            "{\"a\":1,\"a_\":2,\"b\":{}}",
        ] {
            assert_eq!(Fact::parse(good.as_bytes()).unwrap().canonical(), good.as_bytes(), "{good}");
        }
        for bad in [
            "",
            " 1",
            "1 ",
            "01",
            "-0",
            "+1",
            "1.0",
            "1e3",
            "9007199254740992",
            "99999999999999999999",
            "-",
            "\"",
            "\"\\/\"",
            "\"\\u0041\"",
            "\"\\u001F\"",
            "\"\\u000a\"",
            "\"\\u00e9\"",
            "\"\\ud800\"",
            "\"\n\"",
            "\"a\u{301}\"",
            "\"\\\\a\u{301}\"",
            "[1,]",
            "[,1]",
            "[1 ,2]",
            "{\"a\":1,\"a\":2}",
            "{\"b\":1,\"a\":2}",
            "{\"A\":1}",
            "{\"\":1}",
            "{a:1}",
            "{\"a\":1,}",
            "nul",
            "True",
            "1,2",
            "[",
            "{\"a\"",
        ] {
            assert!(Fact::parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Fact::parse(b"\"\xff\"").is_err());
    }

    #[test]
    fn deep_nesting_is_refused_and_does_not_touch_the_stack() {
        let deep = |n: usize| ["[".repeat(n), "]".repeat(n)].concat();
        assert!(Fact::parse(deep(MAX_DEPTH).as_bytes()).is_ok());
        assert!(Fact::parse(deep(MAX_DEPTH + 1).as_bytes()).is_err());
        assert!(Fact::parse(deep(100_000).as_bytes()).is_err());
    }

    #[test]
    fn a_fault_names_its_field() {
        let fault = Fact::parse(br#"{"targets":[{"lost":1},{"lost":1.5}]}"#).unwrap_err();
        assert_eq!(fault.field, "targets[1].lost");
        assert_eq!(fault.what, FaultKind::Number);
    }
}
