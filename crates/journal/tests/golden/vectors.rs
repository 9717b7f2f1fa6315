//! Vectors for verifiers in other languages: one proof each, as the journal page receives it, with
//! the answer and the first step that must refuse it.

use super::sample;
use journal::{Checkpoint, Frontier, Hash, HashReader, Origin, SigningKey, inclusion_proof, root_at};
use serde::Serialize;
use std::collections::BTreeMap;

/// One vector. `why` is empty when `ok`, else the step that must say no: `leaf`, `index`, `path`,
/// `root`, `checkpoint`, `key`, `signature`.
#[derive(Clone, Serialize)]
struct Vector {
    name: &'static str,
    ok: bool,
    why: &'static str,
    raw: String,
    leaf: String,
    index: u64,
    size: u64,
    path: Vec<String>,
    root: String,
    checkpoint: String,
    vkey: String,
}

struct Nodes(BTreeMap<(u8, u64), Hash>);

impl HashReader for Nodes {
    fn hash(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.get(&(level, index)).copied()
    }
}

fn nodes(leaves: &[Hash]) -> Nodes {
    let mut nodes = BTreeMap::new();
    let mut frontier = Frontier::new();
    for leaf in leaves {
        nodes.insert((0, frontier.size()), *leaf);
        frontier.push(*leaf, |level, index, hash| {
            nodes.insert((level, index), hash);
        });
    }
    Nodes(nodes)
}

fn vector(name: &'static str, nodes: &dyn HashReader, raw: &[u8], index: u64, size: u64) -> Vector {
    let root = root_at(nodes, size).unwrap();
    let checkpoint = Checkpoint { origin: sample::origin(), size, root };
    Vector {
        name,
        ok: true,
        why: "",
        raw: String::from_utf8(raw.to_vec()).unwrap(),
        leaf: journal::leaf_hash(raw).hex(),
        index,
        size,
        path: inclusion_proof(nodes, index, size).unwrap().iter().map(Hash::hex).collect(),
        root: root.hex(),
        checkpoint: checkpoint.sign(&sample::key()),
        vkey: sample::key().verifier_for(&sample::origin()).to_string(),
    }
}

/// A tree too large for 32-bit arithmetic, of which only the last leaf is real.
struct Vast {
    last: u64,
    leaf: Hash,
}

impl HashReader for Vast {
    fn hash(&self, level: u8, index: u64) -> Option<Hash> {
        let real = level == 0 && index == self.last;
        Some(if real { self.leaf } else { Hash::of(format!("node {level} {index}").as_bytes()) })
    }
}

fn good() -> Vec<Vector> {
    let entries: Vec<Vec<u8>> = sample::entries().into_iter().map(|(entry, _)| entry.canonical()).collect();
    let leaves: Vec<Hash> = entries.iter().map(|raw| journal::leaf_hash(raw)).collect();
    let nodes = nodes(&leaves);
    let last = (1 << 33) + 4;
    let vast = Vast { last, leaf: leaves[3] };
    vec![
        vector("the only entry of a log", &nodes, &entries[0], 0, 1),
        vector("the first of two", &nodes, &entries[0], 0, 2),
        vector("the second of two", &nodes, &entries[1], 1, 2),
        vector("the last of an odd log", &nodes, &entries[6], 6, 7),
        vector("in the middle of a log of nine", &nodes, &entries[4], 4, 9),
        vector("Vietnamese text and escapes", &nodes, &entries[2], 2, 9),
        vector("the last of nine, beside a full subtree", &nodes, &entries[8], 8, 9),
        vector("beyond 32 bits", &vast, &entries[3], last, last + 1),
    ]
}

fn turned(hex: &str) -> String {
    let first = if hex.starts_with('0') { '1' } else { '0' };
    format!("{first}{}", &hex[1..])
}

fn bad(good: &Vector) -> Vec<Vector> {
    let wrong = |name, why, change: &dyn Fn(&mut Vector)| {
        let mut vector = Vector { name, ok: false, why, ..good.clone() };
        change(&mut vector);
        vector
    };
    let other = SigningKey::from_seed(sample::NODE, &[9; 32]).unwrap();
    let elsewhere = Origin::of(sample::NODE, &"buu-dien".parse().unwrap()).unwrap();
    let checkpoint = Checkpoint::open(good.checkpoint.as_bytes(), &sample::key().verifier()).unwrap();
    vec![
        wrong("a flipped byte in the entry", "leaf", &|v| v.raw = v.raw.replacen("\"v\":1", "\"v\":3", 1)),
        wrong("a flipped byte and a leaf made to match", "path", &|v| {
            v.raw = v.raw.replacen("\"v\":1", "\"v\":3", 1);
            v.leaf = journal::leaf_hash(v.raw.as_bytes()).hex();
        }),
        wrong("a space before the entry", "leaf", &|v| v.raw.insert(0, ' ')),
        wrong("a leaf in upper case", "leaf", &|v| v.leaf = v.leaf.to_uppercase()),
        wrong("a wrong sibling", "path", &|v| v.path[1] = turned(&v.path[1])),
        wrong("siblings in another order", "path", &|v| v.path.swap(0, 1)),
        wrong("a sibling in upper case", "path", &|v| v.path[0] = v.path[0].to_uppercase()),
        wrong("a sibling too few", "path", &|v| v.path.truncate(v.path.len() - 1)),
        wrong("a sibling too many", "path", &|v| v.path.push(v.root.clone())),
        wrong("another index", "path", &|v| v.index += 1),
        wrong("an index outside the log", "index", &|v| v.index = v.size),
        wrong("another size than the checkpoint's", "checkpoint", &|v| v.size -= 1),
        wrong("another root than the checkpoint's", "root", &|v| v.root = turned(&v.root)),
        wrong("a checkpoint of another root, well signed", "root", &|v| {
            let root = Hash::of(b"another tree");
            v.checkpoint = Checkpoint { root, ..checkpoint.clone() }.sign(&sample::key());
        }),
        wrong("a wrong signature", "signature", &|v| {
            let at = v.checkpoint.len() - 20;
            let byte = if v.checkpoint.as_bytes()[at] == b'A' { "B" } else { "A" };
            v.checkpoint.replace_range(at..=at, byte);
        }),
        wrong("a checkpoint whose size was changed after signing", "signature", &|v| {
            v.checkpoint =
                v.checkpoint.replacen(&format!("\n{}\n", v.size), &format!("\n{}\n", v.size + 1), 1);
            v.size += 1;
        }),
        wrong("a checkpoint without its signature", "checkpoint", &|v| v.checkpoint = checkpoint.text()),
        wrong("a checkpoint with a line after its end", "checkpoint", &|v| v.checkpoint.push('\n')),
        wrong("signed by another key", "key", &|v| v.checkpoint = checkpoint.sign(&other)),
        wrong("another verifier key", "key", &|v| {
            v.vkey = other.verifier_for(&checkpoint.origin).to_string();
        }),
        wrong("a verifier key whose id is not its own", "key", &|v| {
            let at = v.vkey.find('+').unwrap() + 1;
            v.vkey = format!("{}{}", &v.vkey[..at], turned(&v.vkey[at..]));
        }),
        wrong("a checkpoint of another log", "key", &|v| {
            v.checkpoint =
                Checkpoint { origin: elsewhere.clone(), ..checkpoint.clone() }.sign(&sample::key());
        }),
    ]
}

/// The file `vectors.json`.
pub fn file() -> Vec<u8> {
    let mut vectors = good();
    let base = vectors[4].clone();
    vectors.extend(bad(&base));
    let mut out = serde_json::to_vec_pretty(&vectors).unwrap();
    out.push(b'\n');
    out
}
