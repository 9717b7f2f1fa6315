//! The right edge of a growing tree: one hash per complete subtree, at most 64 of them, so a log
//! appends in constant memory and hands out each interior node as soon as it is complete.

use super::{HashReader, ProofFault, empty_root};
use crate::hash::{Hash, node_hash};

/// The complete subtrees of a tree, largest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    nodes: Vec<Hash>,
}

impl Frontier {
    /// The empty tree.
    pub const fn new() -> Self {
        Self { size: 0, nodes: Vec::new() }
    }

    /// The frontier of a stored tree, to go on appending to it.
    pub fn load(reader: &dyn HashReader, size: u64) -> Result<Self, ProofFault> {
        let mut nodes = Vec::with_capacity(size.count_ones() as usize);
        for level in (0..64_u8).rev().filter(|level| size >> level & 1 == 1) {
            let index = (size >> level) - 1;
            nodes.push(reader.hash(level, index).ok_or(ProofFault::MissingNode { level, index })?);
        }
        Ok(Self { size, nodes })
    }

    /// Leaves so far.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf and gives `completed` each interior node this completes, as level (1 and up),
    /// index and hash, lowest first. The leaf itself is node (0, size before).
    pub fn push(&mut self, leaf: Hash, mut completed: impl FnMut(u8, u64, Hash)) {
        let mut hash = leaf;
        let mut index = self.size;
        let mut level = 0;
        while index & 1 == 1 {
            let Some(left) = self.nodes.pop() else { break };
            hash = node_hash(&left, &hash);
            index >>= 1;
            level += 1;
            completed(level, index, hash);
        }
        self.nodes.push(hash);
        self.size += 1;
    }

    /// The root over all leaves so far.
    pub fn root(&self) -> Hash {
        let mut nodes = self.nodes.iter().rev();
        let Some(last) = nodes.next() else { return empty_root() };
        nodes.fold(*last, |right, left| node_hash(left, &right))
    }
}
