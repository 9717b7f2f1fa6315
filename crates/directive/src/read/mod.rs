//! Reading a letter: bytes in, [`Letter`] out.
//!
//! Layout gives paragraphs and sentences, the header gives the frame, `outline` walks the body with what each section
//! says about whom, `clause` decides sentence by sentence. Everything is linear in the length of the text, which is
//! limited, so that no letter keeps a node busy. No fault repeats any of the letter.
mod citation;
mod clause;
mod completeness;
mod condition;
mod contact;
mod date;
mod deadline;
mod header;
mod layout;
mod lexicon;
mod markup;
mod name;
mod outline;
mod promptness;
mod relation;
mod sector;
mod text;

use std::borrow::Cow;
use std::collections::BTreeMap;

use access::secrecy::{Refused, Taking};
use jiff::civil::Date;

use self::date::Reference;
use self::header::Frame;
use self::layout::Paragraph;
use self::text::{Text, TokenKind};
use crate::letter::{Citation, Deadline, Kind, Letter, Obligation};

/// Largest letter read. The longest directives with all their appendices stay below a fifth of it.
pub const MAX_LETTER_BYTES: usize = 512 * 1024;
/// Longest name of an addressee or a section, in characters. What is longer is a sentence; it stays where it stands.
const MAX_NAME_CHARS: usize = 400;
/// Most characters of addressees together: each obligation repeats them.
const MAX_ADDRESSEE_CHARS: usize = 4_000;

/// Why a file was not read as a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadFault {
    /// Nothing, or white space alone.
    #[error("the file is empty")]
    Empty,
    /// Over [`MAX_LETTER_BYTES`].
    #[error("the file has {bytes} bytes; a letter has at most {MAX_LETTER_BYTES} (MAX_LETTER_BYTES)")]
    TooLarge {
        /// How many it has.
        bytes: usize,
    },
    /// Not text in UTF-8, nor in TCVN3 or VNI.
    #[error("the file is not UTF-8 text: byte {at} begins no character")]
    NotUtf8 {
        /// Offset of the first byte that is none.
        at: usize,
    },
    /// UTF-8 by chance, but no text.
    #[error("the file is binary: byte {at} is a control character")]
    Binary {
        /// Offset of the first such byte.
        at: usize,
    },
    /// Marked with a secrecy level.
    #[error(transparent)]
    Secret(#[from] Refused),
}

/// Reads a letter. `taking` says whether this node may take what bears a secrecy mark.
pub fn read(bytes: &[u8], taking: &Taking) -> Result<Letter, ReadFault> {
    Ok(read_text(&admitted(bytes, *taking)?))
}

/// The letter's text in normal form C, whose characters every span counts; refused as [`read`] refuses it.
pub fn letter_text(bytes: &[u8], taking: &Taking) -> Result<String, ReadFault> {
    Ok(admitted(bytes, *taking)?.original().iter().collect())
}

fn admitted(bytes: &[u8], taking: Taking) -> Result<Text, ReadFault> {
    if bytes.len() > MAX_LETTER_BYTES {
        return Err(ReadFault::TooLarge { bytes: bytes.len() });
    }
    let raw = typed_text(bytes)?;
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}');
    if let Some(at) = raw.find(control) {
        return Err(ReadFault::Binary { at });
    }
    intake::admit_text(&raw, &taking)?;
    let text = Text::new(&raw);
    if text.chars().iter().all(|c| text::is_blank(*c)) { Err(ReadFault::Empty) } else { Ok(text) }
}

/// The text in Unicode: as it is, or from TCVN3 or VNI.
fn typed_text(bytes: &[u8]) -> Result<Cow<'_, str>, ReadFault> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(intake::old_fonts::of_text(text).map_or(Cow::Borrowed(text), Cow::Owned)),
        Err(fault) => intake::old_fonts::of_bytes(bytes)
            .map(Cow::Owned)
            .ok_or(ReadFault::NotUtf8 { at: fault.valid_up_to() }),
    }
}

fn read_text(text: &Text) -> Letter {
    let layout::Layout { paragraphs, pages } = layout::layout(text);
    let frame = header::frame(text, &paragraphs);
    let mut citations =
        citation::citations(text, cites_from(&paragraphs, &frame), text.len(), frame.number.as_deref());
    let reference = reference(text, &frame, &citations);
    let sentences = body_sentences(text, &paragraphs, &frame);
    let deadlines = deadline::deadlines(text, &sentences, reference);
    let mut outline = outline::outline(text, &paragraphs, &frame, &deadlines);
    let deadlines = due(deadlines, &mut outline.obligations);
    let asked = outline.obligations.iter().map(|obligation| obligation.span[0]).min();
    relation::relate(text, &paragraphs, asked, &frame, &mut citations);
    let cut_at = completeness::cut_at(text, &paragraphs, &pages, &frame, &outline);
    Letter {
        issued: frame.issued.map(|day| day.to_string()),
        kind: frame.kind.unwrap_or(Kind::OfficialLetter),
        issuer: frame.issuer.or(outline.requester),
        subject: frame.subject,
        place: frame.place,
        urgency: frame.urgency,
        addressees: outline.addressees,
        citations,
        obligations: outline.obligations,
        deadlines,
        contacts: contact::contacts(text),
        signer: frame.signer,
        position: frame.position,
        recipients: frame.recipients,
        complete: cut_at.is_none(),
        cut_at,
        unclaimed: outline.unclaimed,
        characters: text.len(),
        number: frame.number,
    }
}

/// Where citations are looked for: from the head on where the letter's own number is known there, else from the body.
/// A footnote or an annex behind the signature cites as well.
fn cites_from(paragraphs: &[Paragraph], frame: &Frame) -> usize {
    let first = if frame.number.is_some() { 0 } else { frame.body };
    paragraphs.get(first).map_or(0, |paragraph| paragraph.from)
}

/// The deadlines some obligation has: a day in a sentence that tells what was or will be is none.
fn due(deadlines: Vec<Deadline>, obligations: &mut [Obligation]) -> Vec<Deadline> {
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for at in obligations.iter().flat_map(|obligation| &obligation.deadlines) {
        places.insert(*at, 0);
    }
    places.values_mut().enumerate().for_each(|(place, kept)| *kept = place);
    for obligation in obligations {
        for at in &mut obligation.deadlines {
            *at = places.get(at).copied().unwrap_or(*at);
        }
    }
    let kept = deadlines.into_iter().enumerate().filter(|(at, _)| places.contains_key(at));
    kept.map(|(_, deadline)| deadline).collect()
}

fn body_sentences(text: &Text, paragraphs: &[Paragraph], frame: &Frame) -> Vec<(usize, usize)> {
    let body = frame.body.min(frame.tail)..frame.tail;
    paragraphs[body].iter().flat_map(|paragraph| layout::sentences(text, paragraph)).collect()
}

/// What a date without a year is counted from: the day of issue, else the latest cited letter of the same time, else
/// the year the letter speaks of most.
fn reference(text: &Text, frame: &Frame, citations: &[Citation]) -> Reference {
    let cited: Option<Date> =
        citations.iter().filter_map(|citation| citation.issued.as_deref()?.parse().ok()).max();
    let mut years: BTreeMap<i16, usize> = BTreeMap::new();
    for pair in text.tokens().windows(2) {
        let named = pair[0].lower == "năm" || matches!(pair[0].kind, TokenKind::Sign('/'));
        if let Some(year) = pair[1].number(4).filter(|year| named && (1990..2100).contains(year)) {
            *years.entry(year as i16).or_default() += 1;
        }
    }
    let year = years.iter().max_by_key(|(year, count)| (**count, **year)).map(|(year, _)| *year);
    let day = frame.issued.or(cited.filter(|day| year.is_none_or(|year| day.year() + 1 >= year)));
    Reference { day, year }
}
