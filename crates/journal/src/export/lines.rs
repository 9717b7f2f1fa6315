//! The lines of `disclosures.jsonl`: for every commitment of every entry, in order, whether it is
//! opened here, was erased, or is withheld from this reader. Canonical JSON, one object a line:
//! `{"field":…,"id":…,"index":…,"salt":…,"state":"disclosed","value":…}`; salt and value are null
//! unless disclosed. In a dossier the index is null for an entry whose place its reader is not to know.

use crate::fact::Fact;
use crate::hash::{from_hex, push_hex};
use crate::id::EntryId;
use crate::json::{Reader, push_fact, push_integer, push_string};

/// What became of a private value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State<'a> {
    /// Salt and canonical value.
    Disclosed([u8; 32], &'a str),
    Erased,
    Withheld,
}

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DisclosureLine<'a> {
    /// None in a dossier alone, for an entry of a log that is not its reader's.
    pub(crate) index: Option<u64>,
    pub(crate) id: EntryId,
    pub(crate) field: &'a str,
    pub(crate) state: State<'a>,
}

impl<'a> DisclosureLine<'a> {
    /// Appends the line and its newline; the value of a disclosed state is taken as it is.
    pub(crate) fn push(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"field\":");
        push_string(out, self.field);
        out.extend_from_slice(b",\"id\":\"");
        self.id.push_text(out);
        out.extend_from_slice(b"\",\"index\":");
        match self.index {
            Some(index) => push_integer(out, index as i64),
            None => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b",\"salt\":");
        let (word, value) = match self.state {
            State::Disclosed(salt, value) => {
                out.push(b'"');
                push_hex(out, &salt);
                out.push(b'"');
                ("disclosed", value)
            }
            State::Erased => ("erased", "null"),
            State::Withheld => ("withheld", "null"),
        };
        if !matches!(self.state, State::Disclosed(..)) {
            out.extend_from_slice(b"null");
        }
        out.extend_from_slice(b",\"state\":");
        push_string(out, word);
        out.extend_from_slice(b",\"value\":");
        out.extend_from_slice(value.as_bytes());
        out.extend_from_slice(b"}\n");
    }

    /// Reads a line without its newline, strictly.
    pub(crate) fn parse(line: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(line).ok()?;
        let r = &mut reader;
        r.take("{\"field\":").ok()?;
        let field = r.plain().ok()?;
        r.take(",\"id\":").ok()?;
        let id = EntryId::parse(r.plain().ok()?).ok()?;
        r.take(",\"index\":").ok()?;
        let index = if r.try_take("null") { None } else { Some(u64::try_from(r.integer().ok()?).ok()?) };
        r.take(",\"salt\":").ok()?;
        let salt = if r.try_take("null") { None } else { Some(from_hex::<32>(r.plain().ok()?.as_bytes())?) };
        r.take(",\"state\":").ok()?;
        let word = r.plain().ok()?;
        r.take(",\"value\":").ok()?;
        let value = r.skip_value().ok()?;
        r.take("}").ok()?;
        r.end().ok()?;
        let state = match (word, salt, value) {
            ("disclosed", Some(salt), value) => State::Disclosed(salt, value),
            ("erased", None, "null") => State::Erased,
            ("withheld", None, "null") => State::Withheld,
            _ => return None,
        };
        Some(Self { index, id, field, state })
    }
}

/// The canonical text of a value.
pub(crate) fn value_text(value: &Fact) -> String {
    let mut out = Vec::new();
    push_fact(&mut out, value);
    String::from_utf8(out).unwrap_or_default()
}
