//! Going through XML from a stranger: no document types, no entities but the five, no nesting beyond a bound.

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use crate::bounds::MAX_XML_DEPTH;

/// Why XML was not read on, in the words of its reader.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct XmlFault(String);

impl XmlFault {
    /// Of tags that go deeper than taken.
    pub(crate) fn deep() -> Self {
        Self(format!("nested deeper than {MAX_XML_DEPTH}"))
    }
}

/// What is met on the way.
pub enum Part<'a> {
    /// An opening tag, or one that closes itself: then its closing follows.
    Open(&'a BytesStart<'a>),
    /// Text between tags.
    Text(&'a str),
    /// A closing tag, by its name without a prefix.
    Close(&'a [u8]),
}

/// The value of an attribute, by its name without a prefix.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|one| one.key.local_name().as_ref() == name.as_bytes())?;
    found.unescape_value().ok().map(std::borrow::Cow::into_owned)
}

/// Shows everything in the document's order.
pub fn walk<E: From<XmlFault>>(xml: &[u8], mut each: impl FnMut(Part<'_>) -> Result<(), E>) -> Result<(), E> {
    let told = |error: &dyn std::fmt::Display| XmlFault(error.to_string());
    let decoded = decode_wide(xml);
    let mut reader = Reader::from_reader(decoded.as_deref().unwrap_or(xml));
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(|error| told(&error))? {
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_XML_DEPTH {
                    return Err(XmlFault::deep().into());
                }
                each(Part::Open(&tag))?;
            }
            Event::Empty(tag) => {
                each(Part::Open(&tag))?;
                each(Part::Close(tag.local_name().as_ref()))?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                each(Part::Close(tag.local_name().as_ref()))?;
            }
            Event::Text(text) => each(Part::Text(&text.decode().map_err(|error| told(&error))?))?,
            Event::CData(text) => each(Part::Text(&String::from_utf8_lossy(&text)))?,
            Event::GeneralRef(name) => each(Part::Text(&resolved(&name)))?,
            // A document type may say what `&name;` stands for, and so hide what a reader sees.
            Event::DocType(kind) if kind.contains(&b'[') => {
                return Err(XmlFault("a document type with declarations".to_owned()).into());
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// XML may be in UTF-16 as well, told by its first bytes.
fn decode_wide(xml: &[u8]) -> Option<Vec<u8>> {
    let read = match xml {
        [0xFF, 0xFE, ..] => u16::from_le_bytes,
        [0xFE, 0xFF, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units: Vec<u16> = xml[2..].chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units).into_bytes())
}

/// What `&name;` stands for; nothing for what only a document type could say.
fn resolved(name: &BytesRef<'_>) -> String {
    if let Ok(Some(letter)) = name.resolve_char_ref() {
        return letter.to_string();
    }
    let name = String::from_utf8_lossy(name);
    quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default().to_owned()
}
