//! What a pdf says outside its pages: titles, annotations, values of forms, metadata.

use hayro_syntax::object::{Dict, MaybeRef, Name, Object};

use crate::{IntakeFault, Unseen, bounds, lines::of_xml, marks::hold};

/// What an object says in text strings, and whether something in it is out of reach.
pub(super) fn words_of(object: &Object<'_>, depth: usize) -> Result<(), IntakeFault> {
    if depth > bounds::MAX_PDF_OBJECT_DEPTH {
        return Err(Unseen::Pdf.into());
    }
    match object {
        Object::String(text) => hold(&text_of(text.as_bytes())),
        Object::Array(values) => values.raw_iter().try_for_each(|value| match value {
            MaybeRef::NotRef(value) => words_of(&value, depth + 1),
            // What is referred to is an object by itself.
            MaybeRef::Ref(_) => Ok(()),
        }),
        Object::Dict(dict) => words_of_dict(dict, depth),
        Object::Stream(stream) => {
            let dict = stream.dict();
            words_of_dict(dict, depth)?;
            if !is(dict, b"Type", b"Metadata") {
                return Ok(());
            }
            let metadata = stream.decoded().map_err(|_| Unseen::Pdf)?;
            of_xml::<IntakeFault>(&metadata, hold)
        }
        Object::Null(_) | Object::Boolean(_) | Object::Number(_) | Object::Name(_) => Ok(()),
    }
}

fn words_of_dict(dict: &Dict<'_>, depth: usize) -> Result<(), IntakeFault> {
    // Files in a pdf, and forms in XML, are held against the rule by nobody.
    if dict.contains_key(b"EF") || dict.contains_key(b"XFA") || is(dict, b"Type", b"EmbeddedFile") {
        return Err(Unseen::PdfFiles.into());
    }
    // Letters by a table of codes that no pdf holds, as of East Asian fonts: they would be drawn as nothing.
    let named = dict.get::<Name<'_>>(b"Encoding");
    let spelt = named.is_none_or(|name| matches!(name.as_ref(), b"Identity-H" | b"Identity-V"));
    if is(dict, b"Subtype", b"Type0") && !spelt {
        return Err(Unseen::Pdf.into());
    }
    // What could be chosen from a list is not what was chosen.
    dict.keys().filter(|key| key.as_ref() != b"Opt").try_for_each(|key| {
        match dict.get_raw::<Object<'_>>(key.as_ref()) {
            Some(MaybeRef::NotRef(value)) => words_of(&value, depth + 1),
            Some(MaybeRef::Ref(_)) | None => Ok(()),
        }
    })
}

fn is(dict: &Dict<'_>, key: &[u8], name: &[u8]) -> bool {
    dict.get::<Name<'_>>(key).is_some_and(|found| found.as_ref() == name)
}

/// A text string: UTF-16 where it says so, else UTF-8 or the letters of Latin-1.
fn text_of(bytes: &[u8]) -> String {
    if let [0xFE, 0xFF, wide @ ..] = bytes {
        let units: Vec<u16> =
            wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    std::str::from_utf8(bytes).map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned)
}
