//! The RFC 6962 Merkle tree over leaf hashes: an append-only frontier, and proofs made from stored
//! nodes of complete subtrees. Nodes are named by level (0 for leaves) and index within the level;
//! node `(l, i)` stands over leaves `i·2^l` to `(i+1)·2^l − 1`, and is stored once that many exist.

mod frontier;
mod proof;

pub use frontier::Frontier;
pub use proof::{consistency_proof, inclusion_proof, root_at, verify_consistency, verify_inclusion};

use crate::hash::Hash;

/// Gives the hashes of complete subtrees.
pub trait HashReader {
    /// The hash of node `(level, index)`; level 0 holds the leaf hashes.
    fn hash(&self, level: u8, index: u64) -> Option<Hash>;
}

/// Why there is no proof, or why one does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// The index or the size lies outside the tree.
    #[error("{index} lies outside a tree of {size}")]
    OutOfRange {
        /// The index or older size asked for.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// A stored node is missing.
    #[error("the node at level {level}, index {index} is missing")]
    MissingNode {
        /// Its level.
        level: u8,
        /// Its index within the level.
        index: u64,
    },
    /// The proof has too few or too many hashes.
    #[error("the proof has the wrong number of hashes")]
    Length,
    /// The proof leads to another root.
    #[error("the proof leads to another root")]
    Root,
}

/// The root of the empty tree: SHA-256 of nothing.
pub fn empty_root() -> Hash {
    Hash::of(&[])
}
