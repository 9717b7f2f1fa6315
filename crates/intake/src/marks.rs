//! The one rule on secrecy marks for whatever comes in: every text of a file is held against it, compressed or not.

use access::secrecy::{self, Refused, Taking};
use flate2::read::MultiGzDecoder;
use serde_json::Value;

use crate::{
    IntakeFault, Unseen,
    archive::{ArchiveFault, Bounds, Parts, UnpackFault, unpack},
    bounds::{ARCHIVE, MAX_NESTED, MAX_OLD_LINE_BYTES},
    kind::Kind,
    lines, old_fonts, pdf,
    xml::XmlFault,
};

/// What is held against the rule: a node that takes marked input does not look.
const STRICT: Taking = Taking { isolated: false };

/// Refuses a file with a secrecy mark, and one that may hide it, unless the node is isolated.
///
/// Unpacking takes up to a second, a pdf up to `bounds::MAX_SECONDS` and its turn behind others: not for a thread that
/// answers others.
pub fn admit(bytes: &[u8], taking: &Taking) -> Result<(), IntakeFault> {
    if taking.isolated { Ok(()) } else { look(bytes, &mut ARCHIVE.bytes.clone(), 0) }
}

/// As [`admit`], for a table in text or a workbook: in a table, a cell that is nothing but a mark is one.
pub fn admit_sheet(bytes: &[u8], taking: &Taking) -> Result<(), IntakeFault> {
    admit(bytes, taking)?;
    if !taking.isolated && Kind::of(bytes) == Kind::Plain {
        let text = String::from_utf8_lossy(bytes);
        text.split(['\n', '\r', ',', ';', '\t']).try_for_each(|cell| admit_text(cell.trim(), &STRICT))?;
    }
    Ok(())
}

/// Refuses a text with a secrecy mark unless the node is isolated. A text may be in a font of before Unicode, which
/// only its document tells: each line is read so, too.
pub fn admit_text(text: &str, taking: &Taking) -> Result<(), Refused> {
    // Most of what a document is made of: attributes and figures, in which no mark can be typed.
    if text.is_ascii() && !text.contains('M') {
        return Ok(());
    }
    secrecy::admit(text, taking)?;
    if taking.isolated || text.is_ascii() {
        return Ok(());
    }
    let lines = text.lines().filter(|line| line.len() < MAX_OLD_LINE_BYTES);
    lines.flat_map(old_fonts::guesses).try_for_each(|line| secrecy::admit(&line, taking))
}

/// As [`admit_text`], for a text in a file that is looked at.
pub(crate) fn hold(text: &str) -> Result<(), IntakeFault> {
    Ok(admit_text(text, &STRICT)?)
}

fn look(bytes: &[u8], left: &mut u64, depth: usize) -> Result<(), IntakeFault> {
    if depth > MAX_NESTED {
        return Err(Unseen::Nested.into());
    }
    match Kind::of(bytes) {
        Kind::Archive => archive(bytes, left, depth),
        Kind::Gzip => {
            let inner = unpack(MultiGzDecoder::new(bytes), left).map_err(|fault| match fault {
                UnpackFault::Damaged => Unseen::Damaged,
                UnpackFault::Large => Unseen::UnpacksLarge,
            })?;
            look(&inner, left, depth + 1)
        }
        Kind::Pdf => pdf::look(bytes),
        Kind::Compound if depth == 0 => Err(Unseen::OldOffice.into()),
        Kind::Rtf => Err(Unseen::Rtf.into()),
        Kind::Sealed => Err(Unseen::Sealed.into()),
        // A drawing or a macro inside a document: its words stand in it as they are.
        Kind::Compound => wide_words(bytes),
        Kind::Picture => Ok(secrecy::admit_bytes(bytes, &STRICT)?),
        Kind::Plain => plain(bytes),
    }
}

/// Every part of an archive: XML as lines, other parts as they are, archives in it as archives.
fn archive(bytes: &[u8], left: &mut u64, depth: usize) -> Result<(), IntakeFault> {
    let mut parts = Parts::open(bytes, Bounds { bytes: *left, ..ARCHIVE })?;
    for name in parts.names() {
        name.split(['/', '\\', '.']).try_for_each(|word| admit_text(word, &STRICT))?;
    }
    for at in 0..parts.count() {
        let part = parts.unpack(at)?;
        if is_xml(&part) {
            lines::of_xml::<IntakeFault>(&part, hold)?;
        } else {
            look(&part, parts.left(), depth + 1)?;
        }
    }
    *left = *parts.left();
    Ok(())
}

fn plain(bytes: &[u8]) -> Result<(), IntakeFault> {
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            admit_text(text, &STRICT)?;
            if let Some(value) = json(text) {
                texts(&value)?;
            }
            if is_xml(bytes) {
                // What only begins like XML was looked at as text.
                let looked = lines::of_xml::<IntakeFault>(bytes, hold);
                looked.or_else(
                    |fault| if matches!(fault, IntakeFault::Secret(_)) { Err(fault) } else { Ok(()) },
                )?;
            }
            Ok(())
        }
        // Text in the codes of before Unicode: a letter for each byte.
        Err(_) if bytes.iter().all(|byte| *byte >= b' ' || byte.is_ascii_whitespace()) => {
            secrecy::admit_bytes(bytes, &STRICT)?;
            let text: String = bytes.iter().copied().map(char::from).collect();
            Ok(admit_text(&text, &STRICT)?)
        }
        Err(_) => wide_words(bytes),
    }
}

fn json(text: &str) -> Option<Value> {
    text.trim_start().starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}

fn texts(value: &Value) -> Result<(), Refused> {
    match value {
        Value::String(text) => admit_text(text, &STRICT),
        Value::Array(values) => values.iter().try_for_each(texts),
        Value::Object(values) => values.iter().try_for_each(|(name, value)| {
            admit_text(name, &STRICT)?;
            texts(value)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// The words of a binary file in UTF-16, wherever in it they begin.
fn wide_words(bytes: &[u8]) -> Result<(), IntakeFault> {
    for bytes in [bytes, bytes.get(1..).unwrap_or_default()] {
        let units: Vec<u16> =
            bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        let text = String::from_utf16_lossy(&units);
        text.split(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER)
            .try_for_each(|words| secrecy::admit(words, &STRICT))?;
    }
    Ok(secrecy::admit_bytes(bytes, &STRICT)?)
}

fn is_xml(part: &[u8]) -> bool {
    let plain = part.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(part).trim_ascii_start();
    plain.starts_with(b"<") || matches!(part, [0xFF, 0xFE, b'<', 0, ..] | [0xFE, 0xFF, 0, b'<', ..])
}

impl From<ArchiveFault> for IntakeFault {
    fn from(fault: ArchiveFault) -> Self {
        Self::Unseen(match fault {
            ArchiveFault::NotOpened | ArchiveFault::NotUnpacked(_) => Unseen::Damaged,
            ArchiveFault::TooManyParts => Unseen::ManyParts,
            ArchiveFault::UnpacksLarge => Unseen::UnpacksLarge,
        })
    }
}

impl From<XmlFault> for IntakeFault {
    fn from(_: XmlFault) -> Self {
        Self::Unseen(Unseen::Damaged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fuzz::archive_of;

    #[test]
    fn all_files_within_files_share_one_bound() {
        let blank = [b' '; 10_000];
        let inner = archive_of(&[("a.txt", &blank)]);
        let outer = archive_of(&[("1.zip", &inner), ("2.zip", &inner), ("b.txt", &blank)]);
        let within = |left: u64| look(&outer, &mut left.clone(), 0);
        let packed = 2 * inner.len() as u64;
        assert_eq!(within(30_000 + packed), Ok(()));
        assert_eq!(within(30_000 + packed - 1), Err(IntakeFault::Unseen(Unseen::UnpacksLarge)));
    }
}
