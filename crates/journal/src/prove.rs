//! Proofs from an exported journal, as text that other people's tools read: inclusion as a C2SP
//! `tlog-proof`, consistency in the form of a C2SP `tlog-witness` request (`old <size>`, the hashes,
//! an empty line, the checkpoint).

use crate::checkpoint::{Checkpoint, CheckpointFault, decimal};
use crate::export::log_path;
use crate::hash::{Hash, leaf_hash};
use crate::key::VerifierKey;
use crate::name::Origin;
use crate::note::SignedNote;
use crate::tiles::TileReader;
use crate::tree::{ProofFault, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io;
use std::path::{Path, PathBuf};

const HEADER: &str = "c2sp.org/tlog-proof@v1\n";

/// Longest path of a proof: one hash a level.
const MAX_PATH: usize = 64;

/// Why there is no proof, or why one does not hold.
#[derive(Debug, thiserror::Error)]
pub enum ProveFault {
    /// The log's head cannot be read.
    #[error("cannot read {}", .0.display())]
    Read(PathBuf, #[source] io::Error),
    /// The log has no such entry, or was never so large.
    #[error("{index} lies outside the log {origin}, which has {size} entries")]
    OutOfRange {
        /// The log.
        origin: Origin,
        /// The index or older size asked for.
        index: u64,
        /// How many entries the log has.
        size: u64,
    },
    /// The text is no proof.
    #[error("not a proof in the form of {0}")]
    Form(&'static str),
    /// The checkpoint does not hold.
    #[error("the checkpoint does not hold")]
    Checkpoint(#[from] CheckpointFault),
    /// The proof cannot be made, or does not lead to the signed root.
    #[error("the proof does not hold")]
    Proof(#[from] ProofFault),
}

/// That an entry stands at an index of a log, provable without the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InclusionProof {
    /// Where it stands.
    pub index: u64,
    /// Siblings from the leaf upward.
    pub path: Vec<Hash>,
    /// The signed head.
    pub checkpoint: String,
}

/// That a log of one size begins with the log of an older size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsistencyProof {
    /// The older size.
    pub old: u64,
    /// The hashes of RFC 6962 §2.1.2.
    pub path: Vec<Hash>,
    /// The signed newer head.
    pub checkpoint: String,
}

/// The head of a log in an export and its text, with a reader of its nodes. The signature is not
/// checked here: whoever receives the proof does that.
fn open(export: &Path, origin: &Origin) -> Result<(String, Checkpoint, TileReader), ProveFault> {
    let directory = export.join(log_path(origin));
    let path = directory.join("checkpoint");
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => return Err(ProveFault::Read(path, error)),
    };
    let note = SignedNote::parse(text.as_bytes()).map_err(CheckpointFault::from)?;
    let head = Checkpoint::parse_text(&note.text)?;
    let reader = TileReader::new(&directory, head.size);
    Ok((text, head, reader))
}

/// Proves that the entry at `index` stands in the exported log.
pub fn prove(export: &Path, origin: &Origin, index: u64) -> Result<InclusionProof, ProveFault> {
    let (checkpoint, head, reader) = open(export, origin)?;
    let path = inclusion_proof(&reader, index, head.size).map_err(|fault| named(fault, origin))?;
    Ok(InclusionProof { index, path, checkpoint })
}

/// Proves that the exported log begins with its first `old` entries.
pub fn prove_consistency(export: &Path, origin: &Origin, old: u64) -> Result<ConsistencyProof, ProveFault> {
    let (checkpoint, head, reader) = open(export, origin)?;
    let path = consistency_proof(&reader, old, head.size).map_err(|fault| named(fault, origin))?;
    Ok(ConsistencyProof { old, path, checkpoint })
}

/// What a proof lacks, with the log it is about.
fn named(fault: ProofFault, origin: &Origin) -> ProveFault {
    match fault {
        ProofFault::OutOfRange { index, size } => {
            ProveFault::OutOfRange { origin: origin.clone(), index, size }
        }
        other => other.into(),
    }
}

impl InclusionProof {
    /// The text of C2SP `tlog-proof`.
    pub fn text(&self) -> String {
        format!("{HEADER}index {}\n{}\n{}", self.index, path_text(&self.path), self.checkpoint)
    }

    /// Reads that text, strictly. Proofs with an `extra` line are not ours and are refused.
    pub fn parse(text: &str) -> Result<Self, ProveFault> {
        let read = || {
            let (index, path, checkpoint) = parts(text.strip_prefix(HEADER)?, "index ")?;
            Some(Self { index, path, checkpoint })
        };
        read().ok_or(ProveFault::Form("C2SP tlog-proof"))
    }

    /// Checks that these canonical bytes are the entry proved, and gives the head they stand under.
    pub fn verify(&self, canonical: &[u8], key: &VerifierKey) -> Result<Checkpoint, ProveFault> {
        let head = Checkpoint::open(self.checkpoint.as_bytes(), key)?;
        verify_inclusion(leaf_hash(canonical), self.index, head.size, &self.path, head.root)?;
        Ok(head)
    }
}

impl ConsistencyProof {
    /// The text of a C2SP `tlog-witness` request.
    pub fn text(&self) -> String {
        format!("old {}\n{}\n{}", self.old, path_text(&self.path), self.checkpoint)
    }

    /// Reads that text, strictly.
    pub fn parse(text: &str) -> Result<Self, ProveFault> {
        let read = || {
            let (old, path, checkpoint) = parts(text, "old ")?;
            Some(Self { old, path, checkpoint })
        };
        read().ok_or(ProveFault::Form("a C2SP tlog-witness request"))
    }

    /// Checks that the head begins with the older head's entries, and gives the newer head.
    pub fn verify(&self, old_root: Hash, key: &VerifierKey) -> Result<Checkpoint, ProveFault> {
        let head = Checkpoint::open(self.checkpoint.as_bytes(), key)?;
        verify_consistency(self.old, head.size, old_root, head.root, &self.path)?;
        Ok(head)
    }
}

fn path_text(path: &[Hash]) -> String {
    path.iter().map(|hash| STANDARD.encode(hash.as_bytes()) + "\n").collect()
}

/// The number after the first word, the hashes, and the checkpoint after the empty line.
fn parts(text: &str, first: &str) -> Option<(u64, Vec<Hash>, String)> {
    let (number, mut rest) = text.strip_prefix(first)?.split_once('\n')?;
    let mut path = Vec::new();
    loop {
        let (line, after) = rest.split_once('\n')?;
        rest = after;
        if line.is_empty() {
            break;
        }
        let bytes = STANDARD.decode(line).ok()?;
        path.push(Hash::new(bytes.try_into().ok()?));
        if path.len() > MAX_PATH {
            return None;
        }
    }
    SignedNote::parse(rest.as_bytes()).ok()?;
    Some((decimal(number)?, path, rest.to_owned()))
}
