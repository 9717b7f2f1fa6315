//! Reading an entry: one pass over the canonical bytes, field by field in the one order they have. The
//! same pass serves whoever wants the typed entry and whoever only checks it.

use crate::entry::{Grade, Held, MAX_ENTRY_BYTES, check_held, check_label};
use crate::hash::{Hash, from_hex};
use crate::id::EntryId;
use crate::json::{EntryFault, FaultKind, Reader};
use crate::name::{is_kind, is_origin, is_subject};
use crate::time;
use calendar::Instant;
use std::borrow::Cow;

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
        read(canonical, Reader::skip_facts)
    }

    /// The commitment of a field.
    pub fn commitment(&self, field: &str) -> Option<Hash> {
        self.commitments.iter().find(|(name, _)| *name == field).map(|(_, hash)| *hash)
    }
}

/// Reads the canonical bytes, the facts by `facts`.
pub(crate) fn read<'a, F>(
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
        id,
        origin,
        kind,
        subject,
        held,
        recorded_at,
        source,
        actor,
        answers,
        campaign,
        grade,
        facts,
        commitments,
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
