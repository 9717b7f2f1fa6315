//! Inclusion and consistency proofs, made by RFC 6962 §2.1.1 and §2.1.2 and verified by RFC 9162
//! §2.1.3.2 and §2.1.4.2, whose loops do not share code with the recursion that makes them.

use super::{HashReader, ProofFault, empty_root};
use crate::hash::{Hash, node_hash};

/// The root of the first `size` leaves.
pub fn root_at(reader: &dyn HashReader, size: u64) -> Result<Hash, ProofFault> {
    if size == 0 { Ok(empty_root()) } else { subtree(reader, 0, size) }
}

/// The path from a leaf to the root, lowest sibling first.
pub fn inclusion_proof(reader: &dyn HashReader, index: u64, size: u64) -> Result<Vec<Hash>, ProofFault> {
    if index >= size {
        return Err(ProofFault::OutOfRange { index, size });
    }
    let mut proof = Vec::new();
    let (mut from, mut to) = (0, size);
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            proof.push(subtree(reader, middle, to)?);
            to = middle;
        } else {
            proof.push(subtree(reader, from, middle)?);
            from = middle;
        }
    }
    proof.reverse();
    Ok(proof)
}

/// Shows that the tree of `size` leaves begins with the tree of `old` leaves.
pub fn consistency_proof(reader: &dyn HashReader, old: u64, size: u64) -> Result<Vec<Hash>, ProofFault> {
    if old > size {
        return Err(ProofFault::OutOfRange { index: old, size });
    }
    let mut proof = Vec::new();
    if old == 0 || old == size {
        return Ok(proof);
    }
    let (mut from, mut to) = (0, size);
    while old < to {
        let middle = from + split(to - from);
        if old <= middle {
            proof.push(subtree(reader, middle, to)?);
            to = middle;
        } else {
            proof.push(subtree(reader, from, middle)?);
            from = middle;
        }
    }
    // The old root itself is known to whoever checks, so it is not part of the proof.
    if from > 0 {
        proof.push(subtree(reader, from, to)?);
    }
    proof.reverse();
    Ok(proof)
}

/// The largest power of two below `width`.
fn split(width: u64) -> u64 {
    1 << (u64::BITS - 1 - (width - 1).leading_zeros())
}

/// The hash over leaves `from..to`, where `from` is a multiple of the width's next power of two.
fn subtree(reader: &dyn HashReader, from: u64, to: u64) -> Result<Hash, ProofFault> {
    let width = to - from;
    if width.is_power_of_two() {
        let level = width.trailing_zeros() as u8;
        let index = from >> level;
        return reader.hash(level, index).ok_or(ProofFault::MissingNode { level, index });
    }
    let middle = from + split(width);
    Ok(node_hash(&subtree(reader, from, middle)?, &subtree(reader, middle, to)?))
}

/// Checks that the leaf stands at `index` in the tree of this size and root.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: Hash,
) -> Result<(), ProofFault> {
    if index >= size {
        return Err(ProofFault::OutOfRange { index, size });
    }
    let (mut node, mut last) = (index, size - 1);
    let mut hash = leaf;
    for sibling in proof {
        if last == 0 {
            return Err(ProofFault::Length);
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofFault::Length);
    }
    if hash == root { Ok(()) } else { Err(ProofFault::Root) }
}

/// Checks that the tree of `size` leaves and `root` begins with the tree of `old` leaves and
/// `old_root`. The empty tree begins every tree, with an empty proof.
pub fn verify_consistency(
    old: u64,
    size: u64,
    old_root: Hash,
    root: Hash,
    proof: &[Hash],
) -> Result<(), ProofFault> {
    if old > size {
        return Err(ProofFault::OutOfRange { index: old, size });
    }
    if old == 0 || old == size {
        let expected = if old == size { root } else { empty_root() };
        return match (proof.is_empty(), old_root == expected) {
            (false, _) => Err(ProofFault::Length),
            (_, false) => Err(ProofFault::Root),
            _ => Ok(()),
        };
    }
    let mut rest = proof.iter();
    let first = if old.is_power_of_two() { Some(&old_root) } else { rest.next() };
    let Some(first) = first else { return Err(ProofFault::Length) };
    let (mut node, mut last) = (old - 1, size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut of_old, mut of_new) = (*first, *first);
    for sibling in rest {
        if last == 0 {
            return Err(ProofFault::Length);
        }
        if node & 1 == 1 || node == last {
            of_old = node_hash(sibling, &of_old);
            of_new = node_hash(sibling, &of_new);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            of_new = node_hash(&of_new, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofFault::Length);
    }
    if of_old == old_root && of_new == root { Ok(()) } else { Err(ProofFault::Root) }
}
