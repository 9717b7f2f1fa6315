//! The shared vectors, judged by the steps their README gives: the answer and the first step that
//! says no are those in the file. The verifier in the screens is held to the same file.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use journal::{Checkpoint, Hash, SignedNote, VerifierKey, leaf_hash, verify_inclusion};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    name: String,
    ok: bool,
    why: String,
    raw: String,
    leaf: String,
    index: u64,
    size: u64,
    path: Vec<String>,
    root: String,
    checkpoint: String,
    vkey: String,
}

/// The step that says no.
fn judge(vector: &Vector) -> Result<(), &'static str> {
    let leaf = leaf_hash(vector.raw.as_bytes());
    if Hash::parse(&vector.leaf) != Ok(leaf) {
        return Err("leaf");
    }
    if vector.index >= vector.size {
        return Err("index");
    }
    let note = SignedNote::parse(vector.checkpoint.as_bytes()).map_err(|_| "checkpoint")?;
    let head = Checkpoint::parse_text(&note.text).map_err(|_| "checkpoint")?;
    if head.size != vector.size {
        return Err("checkpoint");
    }
    if Hash::parse(&vector.root) != Ok(head.root) {
        return Err("root");
    }
    let path: Result<Vec<Hash>, _> = vector.path.iter().map(|hash| Hash::parse(hash)).collect();
    verify_inclusion(leaf, vector.index, vector.size, &path.map_err(|_| "path")?, head.root)
        .map_err(|_| "path")?;
    let key = VerifierKey::parse(&vector.vkey).map_err(|_| "key")?;
    if key.name() != head.origin.as_str() {
        return Err("key");
    }
    note.verify(&key).map_err(|fault| match fault {
        journal::NoteFault::Unsigned => "key",
        _ => "signature",
    })
}

#[test]
fn every_vector_is_judged_as_it_says() {
    let text = include_str!("../../../testdata/journal/vectors.json");
    let vectors: Vec<Vector> = serde_json::from_str(text).unwrap();
    assert!(vectors.iter().any(|vector| vector.ok) && vectors.iter().any(|vector| !vector.ok));
    for vector in &vectors {
        let why = judge(vector).err().unwrap_or("");
        assert_eq!((why.is_empty(), why), (vector.ok, vector.why.as_str()), "{}", vector.name);
    }
}
