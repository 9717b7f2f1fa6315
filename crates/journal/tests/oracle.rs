//! The tree against an independent implementation (`ct-merkle`): the same roots and proofs, and each
//! side accepts the other's proofs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use journal::{
    Frontier, Hash, HashReader, consistency_proof, empty_root, inclusion_proof, leaf_hash, root_at,
    verify_consistency, verify_inclusion,
};
use sha2_oracle::{Digest, Sha256};
use std::collections::HashMap;

#[derive(Default)]
struct Nodes(HashMap<(u8, u64), Hash>);

impl HashReader for Nodes {
    fn hash(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.get(&(level, index)).copied()
    }
}

struct Both {
    oracle: MemoryBackedTree<Sha256, Vec<u8>>,
    nodes: Nodes,
    roots: Vec<Hash>,
}

fn leaf(at: u64) -> Vec<u8> {
    format!("entry {at}").into_bytes()
}

/// Both trees with this many leaves, and our root at every size.
fn both(size: u64) -> Both {
    let mut oracle = MemoryBackedTree::new();
    let mut nodes = Nodes::default();
    let mut frontier = Frontier::new();
    let mut roots = vec![frontier.root()];
    for at in 0..size {
        let hash = leaf_hash(&leaf(at));
        oracle.push(leaf(at));
        nodes.0.insert((0, at), hash);
        frontier.push(hash, |level, index, hash| {
            nodes.0.insert((level, index), hash);
        });
        roots.push(frontier.root());
    }
    Both { oracle, nodes, roots }
}

fn joined(proof: &[Hash]) -> Vec<u8> {
    proof.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

fn theirs(root: Hash, size: u64) -> RootHash<Sha256> {
    RootHash::new((*root.as_bytes()).into(), size)
}

fn check_inclusion(both: &Both, index: u64, size: u64) {
    let proof = inclusion_proof(&both.nodes, index, size).unwrap();
    let root = both.roots[size as usize];
    verify_inclusion(leaf_hash(&leaf(index)), index, size, &proof, root).unwrap();
    let bytes = joined(&proof);
    let parsed = InclusionProof::<Sha256>::try_from_bytes(bytes).unwrap();
    theirs(root, size).verify_inclusion(&leaf(index), index, &parsed).unwrap();
}

fn check_consistency(both: &Both, old: u64, size: u64) {
    let proof = consistency_proof(&both.nodes, old, size).unwrap();
    let (old_root, root) = (both.roots[old as usize], both.roots[size as usize]);
    verify_consistency(old, size, old_root, root, &proof).unwrap();
    if old > 0 && old < size {
        let parsed = ConsistencyProof::<Sha256>::try_from_bytes(joined(&proof)).unwrap();
        theirs(root, size).verify_consistency(&theirs(old_root, old), &parsed).unwrap();
    }
}

#[test]
fn roots_and_proofs_agree_for_every_size_to_300() {
    let all = both(300);
    for size in 0..=300 {
        assert_eq!(root_at(&all.nodes, size).unwrap(), all.roots[size as usize]);
        for index in 0..size {
            check_inclusion(&all, index, size);
        }
        for old in 0..=size {
            check_consistency(&all, old, size);
        }
    }
    let mut oracle = MemoryBackedTree::<Sha256, Vec<u8>>::new();
    assert_eq!(all.roots[0], empty_root());
    for size in 1..=300 {
        oracle.push(leaf(size - 1));
        assert_eq!(oracle.root().as_bytes().as_slice(), all.roots[size as usize].as_bytes());
    }
}

#[test]
fn proofs_are_the_same_bytes_as_the_oracles() {
    for size in [1_u64, 2, 3, 7, 64, 100, 257, 1_000] {
        let both = both(size);
        for index in (0..size).step_by(7).chain([size - 1]) {
            let ours = joined(&inclusion_proof(&both.nodes, index, size).unwrap());
            assert_eq!(ours, both.oracle.prove_inclusion(index as usize).as_bytes(), "{index} of {size}");
        }
        for old in (1..size).step_by(5) {
            let ours = joined(&consistency_proof(&both.nodes, old, size).unwrap());
            let added = (size - old) as usize;
            assert_eq!(ours, both.oracle.prove_consistency(added).as_bytes(), "{old} of {size}");
        }
    }
}

#[test]
fn large_trees_agree() {
    let size = 70_001;
    let all = both(size);
    assert_eq!(all.oracle.root().as_bytes().as_slice(), all.roots[size as usize].as_bytes());
    for index in [0, 1, 255, 256, 65_535, 65_536, 69_999, 70_000] {
        check_inclusion(&all, index, size);
        check_consistency(&all, index, size);
    }
}

#[test]
fn a_frontier_goes_on_from_stored_nodes() {
    let all = both(300);
    for size in 0..=300 {
        let mut frontier = Frontier::load(&all.nodes, size).unwrap();
        assert_eq!(frontier.root(), all.roots[size as usize]);
        for at in size..300 {
            frontier.push(leaf_hash(&leaf(at)), |_, _, _| {});
        }
        assert_eq!(frontier.root(), all.roots[300]);
    }
}

#[test]
fn no_proof_holds_for_another_index_size_leaf_or_root() {
    let all = both(40);
    for size in 1..=40_u64 {
        let root = all.roots[size as usize];
        for index in 0..size {
            let proof = inclusion_proof(&all.nodes, index, size).unwrap();
            let hash = leaf_hash(&leaf(index));
            for other in (0..=size).filter(|other| *other != index) {
                assert!(verify_inclusion(hash, other, size, &proof, root).is_err());
            }
            let other = Hash::new(Sha256::digest(b"other").into());
            assert!(verify_inclusion(other, index, size, &proof, root).is_err());
            assert!(verify_inclusion(hash, index, size, &proof, other).is_err());
            let longer = [proof.as_slice(), &[other]].concat();
            assert!(verify_inclusion(hash, index, size, &longer, root).is_err());
            if let Some((_, shorter)) = proof.split_last() {
                assert!(verify_inclusion(hash, index, size, shorter, root).is_err());
            }
        }
        for old in 1..size {
            let proof = consistency_proof(&all.nodes, old, size).unwrap();
            let old_root = all.roots[old as usize];
            let other = Hash::of(b"other");
            assert!(verify_consistency(old, size, other, root, &proof).is_err());
            assert!(verify_consistency(old, size, old_root, other, &proof).is_err());
            for at in 0..proof.len() {
                let mut changed = proof.clone();
                changed[at] = other;
                assert!(verify_consistency(old, size, old_root, root, &changed).is_err());
            }
            let longer = [proof.as_slice(), &[other]].concat();
            assert!(verify_consistency(old, size, old_root, root, &longer).is_err());
        }
    }
}
