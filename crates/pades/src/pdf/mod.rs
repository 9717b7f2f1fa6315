//! The signatures in a pdf: where they stand, which bytes they leave out, and what they are (ISO 32000-2 §12.8.1).
//!
//! Files are not read as viewers read them, from their tables: what a table says may be changed by whoever appends
//! something. A signature is taken for what it says of bytes, wherever in the file it stands, and all that makes it one is
//! held against those bytes: the byte range begins with the file, its gap is the `/Contents` of the dictionary that the
//! byte range itself stands in, and that dictionary lies within what is signed but for its gap. So nothing can be
//! hidden in the gap, and no second byte range or second signature can be put in the place of the first (the attacks of
//! Mladenov, Mainka and others, 2019).
//!
//! One freedom would be left to whoever prepares a document for somebody else to sign: a second dictionary in it, into
//! which the signature is moved afterwards. The bytes that were signed stay the same, one after the other, and what
//! stood between the two places is shifted, so that tables lead elsewhere. The dictionary that the signature was made in
//! then stays behind without it; so every byte range in a file must be one of a whole signature, also where it seems to be
//! words of a text, or the file is refused.

mod dictionary;

use calendar::Instant;

use self::dictionary::{Dictionary, Place, Value, dictionary_with_key, is_blank, number_of, unescaped};
use crate::{
    bounds,
    fault::{Flaw, PadesFault},
    times,
};

const BYTE_RANGE: &[u8] = b"/ByteRange";

/// A signature as it stands in a file.
#[derive(Debug)]
pub struct Placed {
    /// Where its dictionary begins.
    pub at: usize,
    /// What it leaves out: itself.
    gap: Place,
    /// The first byte behind what it covers.
    pub end: usize,
    /// Of which form it is.
    pub form: Form,
    /// The signature, unpacked from hex, with the zeros that fill its place.
    pub contents: Vec<u8>,
    /// When it was signed, as the dictionary says.
    pub claimed: Option<Instant>,
}

impl Placed {
    /// The bytes it covers, in two parts.
    pub fn covered<'a>(&self, file: &'a [u8]) -> [&'a [u8]; 2] {
        let before = file.get(..self.gap.start).unwrap_or_default();
        [before, file.get(self.gap.end..self.end).unwrap_or_default()]
    }
}

/// What a signature says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// PAdES (ETSI EN 319 142-1 §4).
    Cades,
    /// As Adobe's programs sign (ISO 32000-1 §12.8.3.3).
    Pkcs7,
    /// A time stamp over the document (ISO 32000-2 §12.8.5).
    Stamp,
}

/// Every signature in a file, from the one that covers least to the one that covers most.
pub fn signatures(file: &[u8]) -> Result<Vec<Placed>, PadesFault> {
    if file.len() > bounds::MAX_PDF_BYTES {
        return Err(PadesFault::TooLarge);
    }
    if !file.starts_with(b"%PDF-") {
        return Err(PadesFault::NotPdf);
    }
    let (mut found, mut places, mut from) = (Vec::new(), 0, 0);
    while let Some(key_at) = find(file, BYTE_RANGE, from) {
        places += 1;
        if places > bounds::MAX_PLACES {
            return Err(PadesFault::ManyPlaces);
        }
        from = key_at + BYTE_RANGE.len();
        let fault = |at: usize| move |flaw: Flaw| PadesFault::Signature { at, flaw };
        let dictionary = dictionary_around(file, key_at).ok_or(Flaw::Dictionary).map_err(fault(key_at))?;
        found.push(placed(file, &dictionary).map_err(fault(dictionary.place.start))?);
    }
    if found.is_empty() {
        return Err(PadesFault::NoSignature);
    }
    found.sort_by_key(|one| (one.end, one.at));
    Ok(found)
}

fn find(file: &[u8], word: &[u8], from: usize) -> Option<usize> {
    let rest = file.get(from..)?;
    rest.windows(word.len()).position(|window| window == word).map(|at| from + at)
}

/// The dictionary whose key stands at `key_at`: that of the nearest object before it, or of one further up where words in
/// a string only look like the beginning of an object.
fn dictionary_around(file: &[u8], key_at: usize) -> Option<Dictionary<'_>> {
    let lowest = key_at.saturating_sub(bounds::MAX_DICTIONARY_BYTES);
    let mut to = key_at;
    for _ in 0..bounds::MAX_BEGINNINGS {
        let begin = lowest + file.get(lowest..to)?.windows(3).rposition(|word| word == b"obj")?;
        to = begin;
        // `12 0 obj`, and not `endobj`.
        let before = begin.checked_sub(1).and_then(|at| file.get(at)).is_some_and(|byte| is_blank(*byte));
        if before && let Ok(Some(found)) = dictionary_with_key(file, begin + 3, key_at) {
            return Some(found);
        }
    }
    None
}

/// Holds a signature's dictionary against the bytes it stands in.
fn placed(file: &[u8], dictionary: &Dictionary<'_>) -> Result<Placed, Flaw> {
    let [Some(range), Some(contents), Some(form), claimed] =
        one_of_each(dictionary, [b"ByteRange", b"Contents", b"SubFilter", b"M"])?
    else {
        return Err(Flaw::Dictionary);
    };
    let Value::Array(range) = range else { return Err(Flaw::ByteRange) };
    let number = |value: &Value<'_>| match value {
        Value::Word(word) => number_of(word),
        _ => None,
    };
    let range: Option<Vec<usize>> = range.iter().map(number).collect();
    let Some(&[0, start, second, length]) = range.as_deref() else { return Err(Flaw::ByteRange) };
    let end = second.checked_add(length).filter(|end| *end <= file.len()).ok_or(Flaw::ByteRange)?;
    let gap = start..second;
    let Value::Hex(place) = contents else { return Err(Flaw::Gap) };
    let inside =
        dictionary.place.start < gap.start && gap.end < dictionary.place.end && dictionary.place.end <= end;
    if *place != gap || !inside {
        return Err(Flaw::Gap);
    }
    let form = match form {
        Value::Name(b"ETSI.CAdES.detached") => Form::Cades,
        Value::Name(b"adbe.pkcs7.detached") => Form::Pkcs7,
        Value::Name(b"ETSI.RFC3161") => Form::Stamp,
        // By SHA-1, by their definition.
        Value::Name(b"adbe.pkcs7.sha1" | b"adbe.x509.rsa_sha1") => return Err(Flaw::Weak),
        _ => return Err(Flaw::UnknownForm),
    };
    let claimed = match claimed {
        Some(Value::Text(text)) => times::of_pdf(&unescaped(text)),
        _ => None,
    };
    let contents = unpacked(file.get(gap.clone()).unwrap_or_default())?;
    Ok(Placed { at: dictionary.place.start, gap, end, form, contents, claimed })
}

/// The values of these keys. None of them may stand twice, and no key may be spelt with escapes, since two readers could
/// then take different values.
fn one_of_each<'d, const N: usize>(
    dictionary: &'d Dictionary<'_>,
    keys: [&[u8]; N],
) -> Result<[Option<&'d Value<'d>>; N], Flaw> {
    let mut values = [None; N];
    for (key, _, value) in &dictionary.entries {
        if key.contains(&b'#') {
            return Err(Flaw::Dictionary);
        }
        let Some(slot) = keys.iter().position(|wanted| wanted == key).and_then(|at| values.get_mut(at))
        else {
            continue;
        };
        if slot.replace(value).is_some() {
            return Err(Flaw::Dictionary);
        }
    }
    Ok(values)
}

/// A string in hex digits, brackets included. In one case, so that its bytes can be written in one way only.
fn unpacked(hex: &[u8]) -> Result<Vec<u8>, Flaw> {
    let digits = hex.strip_prefix(b"<").and_then(|hex| hex.strip_suffix(b">")).ok_or(Flaw::Gap)?;
    if digits.len() > 2 * bounds::MAX_SIGNATURE_BYTES {
        return Err(Flaw::Large);
    }
    let (lower, upper) =
        (digits.iter().any(u8::is_ascii_lowercase), digits.iter().any(u8::is_ascii_uppercase));
    if digits.len() % 2 != 0 || (lower && upper) {
        return Err(Flaw::Hex);
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    };
    digits.chunks(2).map(pair).collect::<Option<Vec<u8>>>().ok_or(Flaw::Hex)
}
