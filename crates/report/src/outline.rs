//! A report laid out in blocks and not yet in any file format.
//!
//! Both outputs are drawn from one [`Outline`], so that the docx and the PDF say the same, word for word. It serialises
//! to the JSON that the Typst template reads. Text in it is plain: one line, composed of letters a reader can see.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// A whole document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outline {
    /// What a file manager shows of it.
    pub meta: Meta,
    /// The top of the first page.
    pub head: Head,
    /// What stands between head and signature.
    pub body: Vec<Block>,
    /// The signature and the recipients.
    pub closing: Closing,
    /// The annexes, each on pages of its own numbering.
    pub annexes: Vec<Annex>,
}

/// Title, author and date for the file's properties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Meta {
    /// BCP 47 tag of its language.
    pub language: String,
    /// The document's title.
    pub title: String,
    /// The body reporting.
    pub author: String,
    /// Day it is dated with, at +07:00: year, month, day.
    pub dated: [i32; 3],
    /// The moment of that date, in UTC and whole seconds.
    pub dated_utc: String,
}

/// The top of the first page (Decree 30/2020/NĐ-CP, annex I, cells 1 to 6 and 9a).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Head {
    /// How kind and subject stand in it.
    pub form: HeadForm,
    /// The body above; empty where there is none.
    #[serde(serialize_with = "divided")]
    pub superior: String,
    /// The body reporting.
    #[serde(serialize_with = "divided")]
    pub body: String,
    /// Quốc hiệu.
    pub nation: String,
    /// Tiêu ngữ.
    pub motto: String,
    /// Number and sign, the number left for the office.
    pub number: String,
    /// Place and date.
    pub place_date: String,
    /// The kind of document.
    pub kind: String,
    /// What it is about.
    #[serde(serialize_with = "divided")]
    pub subject: String,
    /// "Kính gửi:"
    pub to: String,
    /// Whom it is addressed to.
    #[serde(serialize_with = "divided_each")]
    pub addressees: Vec<String>,
}

/// How kind and subject stand in a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadForm {
    /// Both in the middle of the page (cell 5a).
    Named,
    /// A letter (công văn) names no kind, and its subject stands below its number (cell 5b).
    Letter,
}

/// Signature and recipients (cells 7 and 9b).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// "Nơi nhận:"
    pub title: String,
    /// The recipients, one a line, with their punctuation.
    #[serde(serialize_with = "divided_each")]
    pub recipients: Vec<String>,
    /// The office of who is to sign; name, signature and seal are left blank.
    #[serde(serialize_with = "divided")]
    pub signatory: String,
    /// The signer's own office, where it is signed for another's.
    pub own_office: Option<String>,
    /// Who signs beside, on the left; the recipients then stand below.
    pub beside: Option<String>,
}

/// An annex.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Annex {
    /// "Phụ lục I".
    pub label: String,
    /// Its title.
    pub title: String,
    /// Which document it belongs to.
    #[serde(serialize_with = "divided")]
    pub of: String,
    /// Its content.
    pub body: Vec<Block>,
}

/// A piece of the content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Block {
    /// A heading; level 1 for the parts, 2 for each obligation.
    Heading {
        /// 1 or 2.
        level: u8,
        /// Its text.
        #[serde(serialize_with = "divided")]
        text: String,
    },
    /// A paragraph.
    Paragraph {
        /// How it looks.
        look: Look,
        /// Its text.
        runs: Vec<Run>,
    },
    /// A table whose header row stands again on every page.
    Table(Table),
}

/// How a paragraph looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// Running text with its first line set in.
    Plain,
    /// Running text that stays with what follows.
    Lead,
    /// One line of a list, with its dash.
    Item,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Width of each column in thousandths of the text's width; they add up to a thousand.
    pub widths: Vec<u16>,
    /// The header row.
    #[serde(serialize_with = "divided_each")]
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Smaller letters, for lists to look things up in.
    pub dense: bool,
    /// The whole table stands on one page: for the few lines of a summary.
    pub together: bool,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// Its cells, as many as the table has columns.
    pub cells: Vec<Cell>,
    /// It stands on one page. A long row goes on over the page's end, since one longer than a page could not be shown.
    pub whole: bool,
}

/// A cell: one or more paragraphs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Where its text stands.
    pub align: Align,
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Run>>,
}

/// Where the text of a cell stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// Left.
    #[default]
    Left,
    /// Centred.
    Centre,
}

/// A run of letters of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// Its text.
    #[serde(serialize_with = "divided")]
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
}

/// How many letters a cell may have for its row to stay whole: a few lines of the widest column.
const WHOLE_LETTERS: usize = 300;

impl Row {
    /// A row, kept on one page where it is short.
    pub fn new(cells: Vec<Cell>) -> Self {
        let letters =
            |cell: &Cell| cell.paragraphs.iter().flatten().map(|run| run.text.chars().count()).sum::<usize>();
        let whole = cells.iter().all(|cell| cell.paragraphs.len() <= 6 && letters(cell) <= WHOLE_LETTERS);
        Self { cells, whole }
    }
}

impl Run {
    /// Upright letters.
    pub fn plain(text: impl AsRef<str>) -> Self {
        Self { text: legible(text.as_ref()), bold: false, italic: false }
    }

    /// Bold letters.
    pub fn bold(text: impl AsRef<str>) -> Self {
        Self { bold: true, ..Self::plain(text) }
    }

    /// Italic letters.
    pub fn italic(text: impl AsRef<str>) -> Self {
        Self { italic: true, ..Self::plain(text) }
    }
}

impl Cell {
    /// One paragraph of upright letters.
    pub fn plain(text: impl AsRef<str>) -> Self {
        Self { align: Align::Left, paragraphs: vec![vec![Run::plain(text)]] }
    }

    /// The same, centred.
    pub fn centred(text: impl AsRef<str>) -> Self {
        Self { align: Align::Centre, ..Self::plain(text) }
    }
}

impl Block {
    /// A paragraph of one run of upright letters.
    pub fn paragraph(look: Look, text: impl AsRef<str>) -> Self {
        Self::Paragraph { look, runs: vec![Run::plain(text)] }
    }
}

/// One line of letters a reader can see: line ends and tabs become spaces, and what has no form of its own (controls,
/// marks that turn the reading direction, code points that are no characters) becomes U+FFFD, so that nothing in a
/// quote or an explanation can make the paper read otherwise than the journal.
pub fn legible(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            letter if is_formless(letter) => line.push(char::REPLACEMENT_CHARACTER),
            letter => line.push(letter),
        }
    }
    line
}

/// The longest word that is sure to fit into a column.
const WORD_LETTERS: usize = 24;

/// Words longer than that (hashes, pasted links) with a zero-width space after every so many letters: the typesetter
/// breaks lines at spaces alone, and a word must not run out of its column. Word processors need no such help.
fn divide(text: &str) -> Cow<'_, str> {
    if text.split(' ').all(|word| word.chars().nth(WORD_LETTERS).is_none()) {
        return Cow::Borrowed(text);
    }
    let mut divided = String::with_capacity(text.len() + text.len() / WORD_LETTERS * 3);
    let mut letters = 0;
    for letter in text.chars() {
        letters = if letter == ' ' { 0 } else { letters + 1 };
        if letters > WORD_LETTERS && !is_mark(letter) {
            divided.push('\u{200b}');
            letters = 1;
        }
        divided.push(letter);
    }
    Cow::Owned(divided)
}

/// A mark that belongs to the letter before it.
fn is_mark(letter: char) -> bool {
    matches!(u32::from(letter), 0x300..=0x36F | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE00..=0xFE2F)
}

fn divided<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&divide(text))
}

fn divided_each<S: Serializer>(texts: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(texts.iter().map(|text| divide(text)))
}

fn is_formless(letter: char) -> bool {
    let code = letter as u32;
    letter.is_control()
        || matches!(code, 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB)
        || matches!(code, 0xFDD0..=0xFDEF | 0xE0000..=0xE0FFF)
        || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_can_be_broken_and_short_ones_stay_whole() {
        assert_eq!(divide("bảo đảm thông suốt 24/24"), "bảo đảm thông suốt 24/24");
        let divided = divide(&"a".repeat(60)).replace('\u{200b}', "|");
        assert_eq!(divided, format!("{0}|{0}|{1}", "a".repeat(24), "a".repeat(12)));
        assert!(
            !divide(&"e\u{302}\u{323}".repeat(40)).contains("\u{200b}\u{302}"),
            "a mark stays on its letter"
        );
    }

    #[test]
    fn what_a_reader_cannot_see_is_shown_as_such() {
        assert_eq!(legible("Đạt\u{202e}tạđ\u{0} a\r\nb\tc"), "Đạt\u{fffd}tạđ\u{fffd} a b c");
        assert_eq!(
            legible("Tết Đinh Mùi – “thông suốt” 24/24\u{a0}giờ"),
            "Tết Đinh Mùi – “thông suốt” 24/24\u{a0}giờ"
        );
    }
}
