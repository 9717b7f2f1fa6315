//! The entry: one immutable fact, as the canonical JSON object of version 1 that is hashed, stored,
//! exported and verified. Every key is always present; a reader accepts the canonical bytes alone,
//! so an entry has exactly one leaf hash.

use crate::fact::{Facts, check_facts};
use crate::hash::{Hash, leaf_hash, push_hex};
use crate::id::EntryId;
use crate::json::{EntryFault, FaultKind, Reader, is_key, is_nfc, push_facts, push_string};
use crate::name::{Kind, Origin, Subject};
use crate::time;
use crate::view::read;
use calendar::Instant;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest canonical entry; two bytes of length hold it in an entry bundle.
pub const MAX_ENTRY_BYTES: usize = 32 * 1024;

/// Longest `source` and `actor`, in bytes.
const MAX_LABEL_BYTES: usize = 256;

/// The version of the entry format that is written and read.
const VERSION: u8 = 1;

/// When something was so: `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// The first instant.
    pub from: Instant,
    /// The end, not included; equal to `from` for an instant, `None` for what goes on.
    pub to: Option<Instant>,
}

impl Held {
    /// An instant.
    pub const fn at(at: Instant) -> Self {
        Self { from: at, to: Some(at) }
    }

    /// What began and goes on.
    pub const fn since(from: Instant) -> Self {
        Self { from, to: None }
    }

    /// A span.
    pub const fn between(from: Instant, to: Instant) -> Self {
        Self { from, to: Some(to) }
    }
}

/// How far evidence can be trusted, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Somebody says so ("tự khai").
    Asserted,
    /// A named signer answers for it ("ký xác nhận").
    Attested,
    /// A second party confirms it ("đối chứng").
    Countersigned,
    /// A machine measured it ("đo được").
    Measured,
}

impl Grade {
    /// The word in an entry.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asserted => "asserted",
            Self::Attested => "attested",
            Self::Countersigned => "countersigned",
            Self::Measured => "measured",
        }
    }

    /// The grade with this word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Asserted, Self::Attested, Self::Countersigned, Self::Measured]
            .into_iter()
            .find(|grade| grade.as_str() == word)
    }
}

/// One immutable fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Format version, 1.
    pub v: u8,
    /// The id.
    pub id: EntryId,
    /// The log it stands in.
    pub origin: Origin,
    /// What it says happened.
    pub kind: Kind,
    /// What it is about.
    pub subject: Subject,
    /// When it was so.
    pub held: Held,
    /// When the node knew.
    pub recorded_at: Instant,
    /// The program, system or form it came from.
    pub source: String,
    /// Opaque id of who recorded it.
    pub actor: String,
    /// Earlier entries it corrects, explains or answers.
    pub answers: Vec<EntryId>,
    /// Digest of the campaign file it was recorded under.
    pub campaign: Option<Hash>,
    /// Grade; `None` for what is no evidence.
    pub grade: Option<Grade>,
    /// What it states, free of personal data.
    pub facts: Facts,
    /// Salted commitments to private values, by field.
    pub commitments: BTreeMap<String, Hash>,
}

impl Entry {
    /// The canonical bytes.
    ///
    /// An entry from [`Entry::parse`] or [`crate::Draft::seal`] is always valid. One built by hand
    /// from values outside the format gives bytes that no reader accepts.
    pub fn canonical(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(768);
        self.push_canonical(&mut out);
        out
    }

    /// Appends the canonical bytes.
    pub fn push_canonical(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"actor\":");
        push_string(out, &self.actor);
        out.extend_from_slice(b",\"answers\":[");
        for (at, id) in self.answers.iter().enumerate() {
            out.extend_from_slice(if at > 0 { b",\"" } else { b"\"" });
            id.push_text(out);
            out.push(b'"');
        }
        out.extend_from_slice(b"],\"campaign\":");
        match &self.campaign {
            Some(digest) => push_quoted_hex(out, digest),
            None => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b",\"commitments\":{");
        for (at, (field, commitment)) in self.commitments.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            push_string(out, field);
            out.push(b':');
            push_quoted_hex(out, commitment);
        }
        out.extend_from_slice(b"},\"facts\":");
        push_facts(out, &self.facts);
        out.extend_from_slice(b",\"grade\":");
        match self.grade {
            Some(grade) => push_string(out, grade.as_str()),
            None => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b",\"held\":{\"from\":");
        push_instant(out, self.held.from);
        out.extend_from_slice(b",\"to\":");
        match self.held.to {
            Some(to) => push_instant(out, to),
            None => out.extend_from_slice(b"null"),
        }
        out.extend_from_slice(b"},\"id\":\"");
        self.id.push_text(out);
        out.extend_from_slice(b"\",\"kind\":\"");
        out.extend_from_slice(self.kind.as_str().as_bytes());
        out.extend_from_slice(b"\",\"origin\":\"");
        out.extend_from_slice(self.origin.as_str().as_bytes());
        out.extend_from_slice(b"\",\"recorded_at\":");
        push_instant(out, self.recorded_at);
        out.extend_from_slice(b",\"source\":");
        push_string(out, &self.source);
        out.extend_from_slice(b",\"subject\":\"");
        out.extend_from_slice(self.subject.as_str().as_bytes());
        out.extend_from_slice(b"\",\"v\":");
        crate::json::push_integer(out, i64::from(self.v));
        out.push(b'}');
    }

    /// Reads canonical bytes; anything else is a fault that names its field.
    pub fn parse(canonical: &[u8]) -> Result<Self, EntryFault> {
        let view = read(canonical, Reader::facts)?;
        let name = |field| move |_| EntryFault::invalid(field, "not a name");
        Ok(Self {
            v: VERSION,
            id: view.id,
            origin: Origin::new(view.origin).map_err(name("origin"))?,
            kind: Kind::new(view.kind).map_err(name("kind"))?,
            subject: Subject::new(view.subject).map_err(name("subject"))?,
            held: view.held,
            recorded_at: view.recorded_at,
            source: view.source.into_owned(),
            actor: view.actor.into_owned(),
            answers: view.answers,
            campaign: view.campaign,
            grade: view.grade,
            facts: view.facts,
            commitments: view.commitments.into_iter().map(|(k, v)| (k.to_owned(), v)).collect(),
        })
    }

    /// The leaf hash.
    pub fn leaf(&self) -> Hash {
        leaf_hash(&self.canonical())
    }

    /// Checks an entry built in memory against the format, its length included.
    pub fn check(&self) -> Result<(), EntryFault> {
        if self.v != VERSION {
            return Err(EntryFault::invalid("v", "not a version this program knows"));
        }
        check_label("actor", &self.actor)?;
        check_label("source", &self.source)?;
        check_held(self.held).map_err(|fault| fault.within("held"))?;
        check_facts(&self.facts).map_err(|fault| fault.within("facts"))?;
        if self.commitments.keys().any(|field| !is_key(field)) {
            return Err(EntryFault::new("commitments", FaultKind::Key));
        }
        if self.canonical().len() > MAX_ENTRY_BYTES {
            return Err(EntryFault::new("entry", FaultKind::TooLong));
        }
        Ok(())
    }
}

fn push_quoted_hex(out: &mut Vec<u8>, hash: &Hash) {
    out.push(b'"');
    push_hex(out, hash.as_bytes());
    out.push(b'"');
}

fn push_instant(out: &mut Vec<u8>, at: Instant) {
    out.push(b'"');
    time::push(out, at);
    out.push(b'"');
}

pub(crate) fn check_held(held: Held) -> Result<(), EntryFault> {
    if held.to.is_some_and(|to| to < held.from) {
        return Err(EntryFault::invalid("to", "before `from`"));
    }
    Ok(())
}

pub(crate) fn check_label(field: &str, text: &str) -> Result<(), EntryFault> {
    if text.is_empty() || text.len() > MAX_LABEL_BYTES || text.chars().any(char::is_control) {
        return Err(EntryFault::invalid(field, "not 1 to 256 bytes without control characters"));
    }
    if is_nfc(text) { Ok(()) } else { Err(EntryFault::new(field, FaultKind::NotNfc)) }
}
