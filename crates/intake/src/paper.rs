//! A letter as text, whatever it came in: typed text, a .docx, a pdf with text.
//!
//! The rule on secrecy marks comes first and sees every part of the file; what is read afterwards is the letter alone.
//! A paragraph becomes a line, the cells of a row are parted by tabs, so that `directive` reads all forms alike. A pdf
//! without letters is no letter: what a picture says only a person can read.

use std::borrow::Cow;

use access::secrecy::Taking;
use unicode_normalization::UnicodeNormalization;

use crate::{
    IntakeFault, Unseen, admit, admit_text,
    archive::ArchiveFault,
    bounds::{MAX_LETTER_BYTES, MAX_PAPER_BYTES},
    docx,
    kind::Kind,
    old_fonts, pdf,
    xml::XmlFault,
};

/// What a letter came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text in UTF-8, or in TCVN3 or VNI.
    Text,
    /// A .docx of any office program.
    Docx,
    /// A pdf whose letters have names.
    Pdf,
}

/// A letter's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What they came in.
    pub form: Form,
    /// In normal form C: `\n` ends a paragraph, `\t` parts the cells of a row.
    pub text: String,
}

/// Why a file was not read as a letter. No fault repeats any of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperFault {
    /// Marked, or nobody can see whether it is.
    #[error(transparent)]
    Refused(#[from] IntakeFault),
    /// The file has more than [`MAX_PAPER_BYTES`], or more than [`MAX_LETTER_BYTES`] where it is text.
    #[error("the file has {bytes} bytes; a letter has at most {most} ({limit})")]
    TooLarge {
        /// How many it has.
        bytes: usize,
        /// How many it may have.
        most: usize,
        /// The limit's name.
        limit: &'static str,
    },
    /// What it says is more than a letter says.
    #[error("the text is longer than {MAX_LETTER_BYTES} bytes, the most a letter has (MAX_LETTER_BYTES)")]
    TooLong,
    /// Pages that are pictures.
    #[error("the pdf is scanned: {pages} of its pages are pictures without text")]
    Scanned {
        /// How many of them are.
        pages: usize,
    },
    /// A picture, a workbook, an archive: nothing that a letter comes in.
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
}

/// Reads a file as a letter. `taking` says whether this node may take what bears a secrecy mark.
///
/// A pdf takes up to `bounds::MAX_SECONDS` twice, and its turn behind others: not for a thread that answers others.
pub fn paper(bytes: &[u8], taking: &Taking) -> Result<Paper, PaperFault> {
    let kind = Kind::of(bytes);
    let (most, limit) = match kind {
        Kind::Plain => (MAX_LETTER_BYTES, "MAX_LETTER_BYTES"),
        _ => (MAX_PAPER_BYTES, "MAX_PAPER_BYTES"),
    };
    if bytes.len() > most {
        return Err(PaperFault::TooLarge { bytes: bytes.len(), most, limit });
    }
    let (form, text) = match kind {
        Kind::Plain => (Form::Text, typed(bytes, taking)?),
        Kind::Archive => {
            admit(bytes, taking)?;
            (Form::Docx, docx::text(bytes)?)
        }
        Kind::Pdf => {
            admit(bytes, taking)?;
            (Form::Pdf, pdf::text(bytes)?)
        }
        // What says in which form to save it is of more use than that it is no letter.
        Kind::Compound => return Err(IntakeFault::from(Unseen::OldOffice).into()),
        Kind::Rtf => return Err(IntakeFault::from(Unseen::Rtf).into()),
        Kind::Gzip | Kind::Picture | Kind::Sealed => {
            admit(bytes, taking)?;
            return Err(PaperFault::NoLetter);
        }
    };
    let text = match form {
        Form::Text => text,
        // TCVN3 has a letter where Unicode has the place at which a word may be broken.
        Form::Docx | Form::Pdf => old_fonts::of_text(&text).unwrap_or_else(|| whole_words(&text)),
    };
    // Words that were put together here from many pieces, and those of a font of before Unicode, are looked at as well.
    admit_text(&text, taking).map_err(IntakeFault::from)?;
    Ok(Paper { form, text })
}

/// A text without the places at which its words may be broken, and with those whole that were broken there.
fn whole_words(text: &str) -> String {
    text.replace("\u{ad} ", "").replace('\u{ad}', "")
}

/// The text of a text: as it is, or from TCVN3 or VNI.
fn typed(bytes: &[u8], taking: &Taking) -> Result<String, PaperFault> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => old_fonts::of_text(text).map_or(Cow::Borrowed(text), Cow::Owned),
        Err(fault) => match old_fonts::of_bytes(bytes) {
            Some(text) => Cow::Owned(text),
            None => {
                admit(bytes, taking)?;
                return Err(PaperFault::NotUtf8 { at: fault.valid_up_to() });
            }
        },
    };
    let control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}');
    if let Some(at) = text.find(control) {
        return Err(PaperFault::Binary { at });
    }
    admit(bytes, taking)?;
    Ok(text.nfc().collect())
}

/// Whether a line opens a part of a letter's form (Decree 30/2020): what stands there in two columns is read one column
/// after the other, where a table of tasks is read row by row.
pub(crate) fn is_part_of_form(line: &str) -> bool {
    const OPENINGS: [&str; 16] = [
        "CỘNG HÒA XÃ HỘI",
        "CỘNG HOÀ XÃ HỘI",
        "ĐẢNG CỘNG SẢN",
        "ĐỘC LẬP -",
        "ĐỘC LẬP –",
        "NƠI NHẬN",
        "KÍNH GỬI",
        "SỐ:",
        "SỐ :",
        "V/V",
        "KT.",
        "TM.",
        "TL.",
        "TUQ.",
        "T/M",
        "K/T",
    ];
    const LONGEST: usize = 24;
    let opening: String = line.trim_start().nfc().take(LONGEST).flat_map(char::to_uppercase).collect();
    let opens = |line: &str| OPENINGS.iter().any(|words| line.starts_with(words));
    opens(&opening) || old_fonts::guesses(line).iter().any(|line| opens(&line.to_uppercase()))
}

/// A figure as the mark of a note.
pub(crate) fn raised_figure(figure: char) -> char {
    match figure {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        other => other,
    }
}

/// Whether a dash at the end of a line only breaks a word: one of the halves is no syllable of its own, as in
/// "Inter-|net". "Bưu chính-|viễn thông" has a dash of its own.
pub fn breaks_a_word(before: &str, after: &str) -> bool {
    after.starts_with(char::is_lowercase)
        && before.ends_with(char::is_alphabetic)
        && !(is_syllable(before) && is_syllable(after))
}

/// Whether a word may be a syllable of Vietnamese: what may open it, vowels, what may close it.
fn is_syllable(word: &str) -> bool {
    const OPENING: [&str; 28] = [
        "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
        "l", "m", "n", "p", "r", "s", "t", "v", "x", "",
    ];
    const CLOSING: [&str; 9] = ["ch", "ng", "nh", "c", "m", "n", "p", "t", ""];
    const MAX_VOWELS: usize = 3;
    let bare = |c: char| !('\u{300}'..='\u{36f}').contains(&c);
    let word: String = word.to_lowercase().nfd().filter(|c| bare(*c)).collect();
    let vowels = |word: &str| {
        (1..=MAX_VOWELS).contains(&word.len())
            && word.bytes().all(|c| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
    };
    OPENING.iter().filter_map(|opening| word.strip_prefix(opening)).any(|rest| {
        CLOSING.iter().filter_map(|closing| rest.strip_suffix(closing)).any(|middle| vowels(middle))
            // "gi" may be all there is before the tone: "gì".
            || rest.is_empty() && word == "gi"
    })
}

impl From<ArchiveFault> for PaperFault {
    fn from(fault: ArchiveFault) -> Self {
        IntakeFault::from(fault).into()
    }
}

impl From<XmlFault> for PaperFault {
    fn from(fault: XmlFault) -> Self {
        IntakeFault::from(fault).into()
    }
}

impl From<Unseen> for PaperFault {
    fn from(fault: Unseen) -> Self {
        IntakeFault::from(fault).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dash_at_the_end_of_a_line_breaks_a_word_or_stands_for_itself() {
        for (before, after) in [("Inter", "net"), ("thô", "ng"), ("Vina", "phone"), ("Mobi", "fone")] {
            assert!(breaks_a_word(before, after), "{before}-{after}");
        }
        for (before, after) in
            [("chính", "viễn"), ("UBND", "VX"), ("thông", "Công"), ("xã", "hội"), ("4", "a")]
        {
            assert!(!breaks_a_word(before, after), "{before}-{after}");
        }
    }

    #[test]
    fn parts_of_the_form_are_known_however_they_are_typed() {
        for line in [
            "Cộng hòa xã hội chủ nghĩa Việt Nam",
            "CỘNG HOÀ XÃ HỘI",
            "Nơi nhận:",
            " Số: 5/KH",
            "KT. GIÁM ĐỐC",
        ] {
            assert!(is_part_of_form(line), "{line}");
        }
        for line in ["Số TT", "Sở Tài chính", "TT", "Nội dung", ""] {
            assert!(!is_part_of_form(line), "{line}");
        }
    }
}
