//! The journal: what an organisation recorded, in an order nobody can change without it showing.
//!
//! An [`Entry`] is a canonical JSON object (RFC 8785); its leaf hash goes into an RFC 6962 Merkle
//! tree whose signed heads are C2SP checkpoints. Private values enter as salted commitments and can
//! be erased without breaking the tree. Exports follow C2SP `tlog-tiles` and are checked by
//! [`verify`] without the server. Pure: time, salts and ids are passed in; only [`export`],
//! [`verify`], [`prove`] and [`generate`] touch files.

mod checkpoint;
mod cursor;
pub mod dossier;
mod draft;
mod entry;
pub mod export;
mod fact;
pub mod fuzz;
pub mod generate;
mod hash;
mod id;
mod json;
mod key;
mod name;
mod note;
pub mod prove;
mod tiles;
mod time;
mod tree;
pub mod verify;
mod view;
mod voucher;

pub use checkpoint::{Checkpoint, CheckpointFault, Split, compare_checkpoints};
pub use cursor::{Cursor, CursorFault};
pub use draft::{Disclosure, Draft, commit, commitment_matches, same_content};
pub use entry::{Entry, Grade, Held, MAX_ENTRY_BYTES};
pub use fact::{Fact, Facts, MAX_DEPTH, MAX_INTEGER};
pub use hash::{Hash, HashFault, leaf_hash, node_hash};
pub use id::{EntryId, IdFault};
pub use json::{EntryFault, FaultKind};
pub use key::{KeyFault, SigningKey, VerifierKey};
pub use name::{Kind, NameFault, Origin, Slug, Subject};
pub use note::{NoteFault, SignedNote};
pub use tree::{
    Frontier, HashReader, ProofFault, consistency_proof, empty_root, inclusion_proof, root_at,
    verify_consistency, verify_inclusion,
};
pub use view::EntryView;
pub use voucher::{Voucher, VoucherFault};
