//! What the fuzz targets run, as plain functions: `fuzz/fuzz_targets/journal_*.rs` call them, and the
//! test `corpus` replays the kept inputs through them. Each states what must hold for any bytes.

use crate::cursor::Cursor;
use crate::entry::Entry;
use crate::export::{DisclosureLine, Manifest};
use crate::key::VerifierKey;
use crate::note::SignedNote;
use crate::prove::{ConsistencyProof, InclusionProof};
use crate::tiles::take_from_bundle;
use crate::view::EntryView;
use crate::{Checkpoint, Fact};

/// Bytes that read as an entry are its only text, and both readers agree on them.
pub fn entry(bytes: &[u8]) {
    let parsed = Entry::parse(bytes);
    let view = EntryView::parse(bytes);
    assert_eq!(parsed.as_ref().err(), view.as_ref().err(), "both readers find the same fault");
    if let (Ok(entry), Ok(view)) = (parsed, view) {
        assert!(entry.check().is_ok(), "what reads is valid");
        assert_eq!(entry.canonical(), bytes, "there is one text for an entry");
        assert_eq!(view.commitments.len(), entry.commitments.len(), "no commitment is lost");
        assert_eq!(Fact::Map(entry.facts).canonical(), view.facts.as_bytes(), "facts are canonical");
    }
    if let Ok(fact) = Fact::parse(bytes) {
        assert!(fact.check().is_ok(), "what reads is valid");
        assert_eq!(fact.canonical(), bytes, "there is one text for a value");
    }
}

/// Notes, checkpoints, manifests, proofs and keys: what reads writes itself again.
pub fn note(bytes: &[u8]) {
    if let Ok(note) = SignedNote::parse(bytes) {
        assert!(note.text.ends_with('\n'), "a note's text ends in a newline");
        if let Ok(checkpoint) = Checkpoint::parse_text(&note.text) {
            assert_eq!(checkpoint.text(), note.text, "there is one text for a checkpoint");
        }
        if let Some(manifest) = Manifest::parse(&note.text) {
            assert_eq!(manifest.text(), note.text, "there is one text for a manifest");
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(proof) = InclusionProof::parse(text) {
        assert_eq!(proof.text(), text, "there is one text for a proof");
    }
    if let Ok(proof) = ConsistencyProof::parse(text) {
        assert_eq!(proof.text(), text, "there is one text for a proof");
    }
    if let Ok(key) = VerifierKey::parse(text) {
        assert_eq!(key.to_string(), text, "there is one text for a key");
    }
}

/// A cursor has one text.
pub fn cursor(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(cursor) = Cursor::decode(text) {
        assert_eq!(cursor.encode(), text, "there is one text for a cursor");
        assert!(cursor.covers(&cursor.restricted_to(|_| false)), "a restricted cursor is covered");
    }
}

/// Entry bundles and disclosure lines: taking apart and putting together gives the same bytes.
pub fn bundle(bytes: &[u8]) {
    let mut rest = bytes;
    let mut again = Vec::new();
    while let Some(entry) = take_from_bundle(&mut rest) {
        crate::tiles::push_to_bundle(&mut again, entry);
    }
    again.extend_from_slice(rest);
    assert_eq!(again, bytes, "a bundle loses nothing");
    for line in bytes.split(|byte| *byte == b'\n') {
        if let Some(parsed) = DisclosureLine::parse(line) {
            let mut written = Vec::new();
            parsed.push(&mut written);
            assert_eq!(written.strip_suffix(b"\n"), Some(line), "there is one text for a line");
        }
    }
}
