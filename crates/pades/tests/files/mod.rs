//! The files under `testdata/pades`, and what most tests ask of them.
#![allow(dead_code, reason = "each test uses some of it")]

use std::path::Path;

use calendar::Instant;
use pades::{Anchors, ChainState, Flaw, PadesFault, Seal, Why, examine};

/// The moment at which the files were signed; their stamps are of half a minute later.
pub const SIGNED: &str = "2026-11-20T02:00:00.000Z";
pub const STAMPED: &str = "2026-11-20T02:00:30.000Z";
/// When they come in.
pub const TAKEN_IN: &str = "2026-11-20T03:00:00.000Z";

pub fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/pades").join(name)).unwrap()
}

pub fn authority() -> Anchors {
    Anchors::from_pem(&file("authority.pem")).unwrap()
}

pub fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// The seals of a file under the authority of all of them but some.
pub fn seals(pdf: &[u8]) -> Result<Vec<Seal>, PadesFault> {
    examine(pdf, &authority(), at(TAKEN_IN))
}

/// The one seal of a file.
pub fn seal(name: &str) -> Seal {
    let mut found = seals(&file(name)).unwrap();
    assert_eq!(found.len(), 1, "{name}");
    found.remove(0)
}

pub fn flaw(pdf: &[u8]) -> Flaw {
    match seals(pdf) {
        Err(PadesFault::Signature { flaw, .. }) => flaw,
        other => panic!("{other:?}"),
    }
}

pub fn why(seal: &Seal) -> Why {
    match &seal.chain {
        ChainState::Untrusted { why } => why.clone(),
        trusted @ ChainState::Trusted { .. } => panic!("{trusted:?}"),
    }
}

/// Where these bytes stand for the first time.
pub fn place(pdf: &[u8], word: &str) -> usize {
    pdf.windows(word.len()).position(|window| window == word.as_bytes()).unwrap()
}

/// The bytes with a part of them replaced.
pub fn with(pdf: &[u8], from: usize, new: &[u8]) -> Vec<u8> {
    let mut pdf = pdf.to_vec();
    pdf[from..from + new.len()].copy_from_slice(new);
    pdf
}

/// Where the hex digits of the first signature stand, brackets left out.
pub fn hex_of(pdf: &[u8]) -> std::ops::Range<usize> {
    let from = place(pdf, "/Contents <3082") + "/Contents <".len();
    from..from + pdf[from..].iter().position(|byte| *byte == b'>').unwrap()
}

/// The first signature, with the zeros behind it.
pub fn signature_of(pdf: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
    pdf[hex_of(pdf)].chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// The file with another signature in the first one's place.
pub fn with_signature(pdf: &[u8], signature: &[u8]) -> Vec<u8> {
    let place = hex_of(pdf);
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)]);
    let mut hex: Vec<u8> = signature.iter().flat_map(digits).collect();
    assert!(hex.len() <= place.len());
    hex.resize(place.len(), b'0');
    with(pdf, place.start, &hex)
}
