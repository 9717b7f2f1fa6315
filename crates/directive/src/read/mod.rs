//! Reading a letter: bytes in, [`Letter`] out.
//!
//! `intake::paper` gives the words of whatever it came in. Layout gives paragraphs and sentences, the header gives the frame, `outline` walks the body with what each section
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
use intake::{Form, IntakeFault, Paper, PaperFault, Unseen};
use jiff::civil::Date;

use self::date::Reference;
use self::header::Frame;
use self::layout::Paragraph;
use self::text::{Text, TokenKind};
use crate::letter::{Citation, Deadline, Kind, Letter, Obligation};

/// Largest text of a letter. The longest directives with all their appendices stay below a fifth of it.
pub const MAX_LETTER_BYTES: usize = intake::bounds::MAX_LETTER_BYTES;
/// Largest file of a letter that is no plain text.
pub const MAX_PAPER_BYTES: usize = intake::bounds::MAX_PAPER_BYTES;
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
    /// Over [`MAX_LETTER_BYTES`] where it is text, over [`MAX_PAPER_BYTES`] where it is not.
    #[error("the file has {bytes} bytes; a letter has at most {most} ({limit})")]
    TooLarge {
        /// How many it has.
        bytes: usize,
        /// How many it may have.
        most: usize,
        /// The limit's name.
        limit: &'static str,
    },
    /// Its text is over [`MAX_LETTER_BYTES`].
    #[error("the text is longer than {MAX_LETTER_BYTES} bytes, the most a letter has (MAX_LETTER_BYTES)")]
    TooLong,
    /// Pages that are pictures of pages.
    #[error("the pdf is scanned: {pages} of its pages are pictures without text")]
    Scanned {
        /// How many of them are.
        pages: usize,
    },
    /// A picture, a workbook, an archive.
    #[error("the file is no text, .docx or .pdf")]
    NoLetter,
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
    /// It cannot be looked at.
    #[error(transparent)]
    Unseen(#[from] Unseen),
}

impl From<PaperFault> for ReadFault {
    fn from(fault: PaperFault) -> Self {
        match fault {
            PaperFault::Refused(IntakeFault::Secret(refused)) => Self::Secret(refused),
            PaperFault::Refused(IntakeFault::Unseen(unseen)) => Self::Unseen(unseen),
            PaperFault::TooLarge { bytes, most, limit } => Self::TooLarge { bytes, most, limit },
            PaperFault::TooLong => Self::TooLong,
            PaperFault::Scanned { pages } => Self::Scanned { pages },
            PaperFault::NoLetter => Self::NoLetter,
            PaperFault::NotUtf8 { at } => Self::NotUtf8 { at },
            PaperFault::Binary { at } => Self::Binary { at },
        }
    }
}

/// A letter that was taken in: its words, whatever it came in.
pub struct Taken {
    form: Form,
    text: Text,
}

/// Takes a letter in, as text, .docx or pdf. `taking` says whether this node may take what bears a secrecy mark.
///
/// A pdf takes up to `intake::bounds::MAX_SECONDS` and its turn behind others: not for a thread that answers others.
pub fn take(bytes: &[u8], taking: &Taking) -> Result<Taken, ReadFault> {
    let Paper { form, text } = intake::paper(bytes, taking)?;
    let text = Text::new(&text);
    if text.chars().iter().all(|c| text::is_blank(*c)) {
        Err(ReadFault::Empty)
    } else {
        Ok(Taken { form, text })
    }
}

impl Taken {
    /// What it came in.
    pub fn form(&self) -> Form {
        self.form
    }

    /// Its text in normal form C, whose characters every span counts.
    pub fn text(&self) -> String {
        self.text.original().iter().collect()
    }

    /// What it says.
    pub fn letter(&self) -> Letter {
        read_text(&self.text)
    }

    /// The text whose digest a campaign file names: `bytes`, from which it was taken, where they are text in UTF-8, else
    /// what was read of them.
    pub fn named<'a>(&self, bytes: &'a [u8]) -> Cow<'a, str> {
        match (self.form, std::str::from_utf8(bytes)) {
            (Form::Text, Ok(text)) => Cow::Borrowed(text),
            _ => Cow::Owned(self.text()),
        }
    }
}

/// Reads a letter, as [`take`] takes it.
pub fn read(bytes: &[u8], taking: &Taking) -> Result<Letter, ReadFault> {
    Ok(take(bytes, taking)?.letter())
}

/// The letter's text in normal form C, whose characters every span counts; refused as [`read`] refuses it.
pub fn letter_text(bytes: &[u8], taking: &Taking) -> Result<String, ReadFault> {
    Ok(take(bytes, taking)?.text())
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
