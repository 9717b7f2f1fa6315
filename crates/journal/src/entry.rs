//! The entry: one immutable fact, as the canonical JSON object of version 1 that is hashed, stored,
//! exported and verified. Every key is always present; a reader accepts the canonical bytes alone,
//! so an entry has exactly one leaf hash.

use crate::fact::{Facts, check_facts};
use crate::hash::{Hash, from_hex, leaf_hash, push_hex};
use crate::id::EntryId;
use crate::json::{EntryFault, FaultKind, Reader, is_key, is_nfc, push_facts, push_string};
use crate::name::{Kind, Origin, Subject, is_kind, is_origin, is_subject};
use crate::time;
use calendar::Instant;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
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
        let view = read(canonical, |reader| reader.facts())?;
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

fn check_held(held: Held) -> Result<(), EntryFault> {
    if held.to.is_some_and(|to| to < held.from) {
        return Err(EntryFault::invalid("to", "before `from`"));
    }
    Ok(())
}

fn check_label(field: &str, text: &str) -> Result<(), EntryFault> {
    if text.is_empty() || text.len() > MAX_LABEL_BYTES || text.chars().any(char::is_control) {
        return Err(EntryFault::invalid(field, "not 1 to 256 bytes without control characters"));
    }
    if is_nfc(text) { Ok(()) } else { Err(EntryFault::new(field, FaultKind::NotNfc)) }
}

/// An entry read without copying: every rule of the format is checked, nothing is built. `F` is the
/// facts, by default their canonical text.
#[derive(Debug, Clone)]
pub struct EntryView<'a, F = &'a str> {
    /// The id.
    pub id: EntryId,
    /// The log it stands in.
    pub origin: &'a str,
    /// What it says happened.
    pub kind: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// When it was so.
    pub held: Held,
    /// When the node knew.
    pub recorded_at: Instant,
    /// The program, system or form it came from.
    pub source: Cow<'a, str>,
    /// Opaque id of who recorded it.
    pub actor: Cow<'a, str>,
    /// Earlier entries it answers.
    pub answers: Vec<EntryId>,
    /// Digest of the campaign file.
    pub campaign: Option<Hash>,
    /// Grade; `None` for what is no evidence.
    pub grade: Option<Grade>,
    /// What it states.
    pub facts: F,
    /// Commitments by field, in order.
    pub commitments: Vec<(&'a str, Hash)>,
}

impl<'a> EntryView<'a> {
    /// Reads canonical bytes as strictly as [`Entry::parse`].
    pub fn parse(canonical: &'a [u8]) -> Result<Self, EntryFault> {
        read(canonical, |reader| reader.skip_facts())
    }

    /// The commitment of a field.
    pub fn commitment(&self, field: &str) -> Option<Hash> {
        self.commitments.iter().find(|(name, _)| *name == field).map(|(_, hash)| *hash)
    }
}

fn read<'a, F>(
    canonical: &'a [u8],
    facts: impl FnOnce(&mut Reader<'a>) -> Result<F, EntryFault>,
) -> Result<EntryView<'a, F>, EntryFault> {
    if canonical.len() > MAX_ENTRY_BYTES {
        return Err(EntryFault::new("entry", FaultKind::TooLong));
    }
    let mut reader = Reader::new(canonical).map_err(|fault| fault.within("entry"))?;
    let r = &mut reader;
    let actor = field(r, "{\"actor\":", "actor", Reader::string)?;
    check_label("actor", &actor)?;
    let answers = field(r, ",\"answers\":", "answers", read_ids)?;
    let campaign = field(r, ",\"campaign\":", "campaign", |r| optional(r, read_hash))?;
    let commitments = field(r, ",\"commitments\":", "commitments", read_commitments)?;
    let facts = field(r, ",\"facts\":", "facts", facts)?;
    let grade = field(r, ",\"grade\":", "grade", |r| optional(r, read_grade))?;
    let held = field(r, ",\"held\":", "held", read_held)?;
    let id = field(r, ",\"id\":", "id", read_id)?;
    let kind = field(r, ",\"kind\":", "kind", |r| named(r, is_kind, "not noun.past_verb"))?;
    let origin = field(r, ",\"origin\":", "origin", |r| named(r, is_origin, "not <node>/<organisation>"))?;
    let recorded_at = field(r, ",\"recorded_at\":", "recorded_at", read_instant)?;
    let source = field(r, ",\"source\":", "source", Reader::string)?;
    check_label("source", &source)?;
    let subject = field(r, ",\"subject\":", "subject", |r| named(r, is_subject, "not type:slug"))?;
    field(r, ",\"v\":", "v", |r| match r.integer()? {
        1 => Ok(()),
        _ => Err(EntryFault::invalid("", "not a version this program knows")),
    })?;
    r.take("}").and_then(|()| r.end()).map_err(|fault| fault.within("entry"))?;
    Ok(EntryView {
        id, origin, kind, subject, held, recorded_at, source, actor, answers, campaign, grade, facts, commitments,
    })
}

fn field<'a, T>(
    reader: &mut Reader<'a>,
    key: &'static str,
    name: &str,
    value: impl FnOnce(&mut Reader<'a>) -> Result<T, EntryFault>,
) -> Result<T, EntryFault> {
    reader.take(key).and_then(|()| value(reader)).map_err(|fault| fault.within(name))
}

fn optional<'a, T>(
    reader: &mut Reader<'a>,
    value: impl FnOnce(&mut Reader<'a>) -> Result<T, EntryFault>,
) -> Result<Option<T>, EntryFault> {
    if reader.try_take("null") { Ok(None) } else { value(reader).map(Some) }
}

fn named<'a>(
    reader: &mut Reader<'a>,
    valid: impl FnOnce(&[u8]) -> bool,
    what: &'static str,
) -> Result<&'a str, EntryFault> {
    let text = reader.plain()?;
    if valid(text.as_bytes()) { Ok(text) } else { Err(EntryFault::invalid("", what)) }
}

fn read_id(reader: &mut Reader<'_>) -> Result<EntryId, EntryFault> {
    EntryId::parse_bytes(reader.plain()?.as_bytes())
        .ok_or_else(|| EntryFault::invalid("", "not a lower-case UUID of version 7 or 8"))
}

fn read_ids(reader: &mut Reader<'_>) -> Result<Vec<EntryId>, EntryFault> {
    let mut ids = Vec::new();
    reader.list(|reader| {
        ids.push(read_id(reader)?);
        Ok(())
    })?;
    Ok(ids)
}

fn read_hash(reader: &mut Reader<'_>) -> Result<Hash, EntryFault> {
    from_hex(reader.plain()?.as_bytes())
        .map(Hash::new)
        .ok_or_else(|| EntryFault::invalid("", "not 64 lower-case hex digits"))
}

fn read_commitments<'a>(reader: &mut Reader<'a>) -> Result<Vec<(&'a str, Hash)>, EntryFault> {
    let mut commitments = Vec::new();
    reader.map(|reader, field| {
        commitments.push((field, read_hash(reader)?));
        Ok(())
    })?;
    Ok(commitments)
}

fn read_grade(reader: &mut Reader<'_>) -> Result<Grade, EntryFault> {
    Grade::parse(reader.plain()?).ok_or_else(|| EntryFault::invalid("", "not a grade"))
}

fn read_instant(reader: &mut Reader<'_>) -> Result<Instant, EntryFault> {
    time::parse(reader.plain()?.as_bytes())
        .ok_or_else(|| EntryFault::invalid("", "not YYYY-MM-DDTHH:MM:SS.mmmZ"))
}

fn read_held(reader: &mut Reader<'_>) -> Result<Held, EntryFault> {
    let from = field(reader, "{\"from\":", "from", read_instant)?;
    let to = field(reader, ",\"to\":", "to", |reader| optional(reader, read_instant))?;
    reader.take("}")?;
    let held = Held { from, to };
    check_held(held)?;
    Ok(held)
}
