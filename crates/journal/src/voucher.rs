//! A voucher: a node's signed word that an entry stands in a log of its own, for who may read the entry and not the log.
//! Unlike a proof of inclusion it tells neither the entry's place nor how long the log is. What it is worth is the key
//! under it; whoever holds the log finds the leaf in it, and a voucher for a leaf that is not there convicts the signer,
//! as a signed certificate timestamp (RFC 6962 §3.2) does.
//!
//! ```text
//! thongsuot/voucher/v1
//! <origin>
//! <leaf hash in hex>
//!
//! — <origin> <signature>
//! ```

use crate::hash::{Hash, leaf_hash};
use crate::key::{SigningKey, VerifierKey};
use crate::name::Origin;
use crate::note::{NoteFault, SignedNote};

const HEADER: &str = "thongsuot/voucher/v1";

/// That a leaf stands in a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    /// The log.
    pub origin: Origin,
    /// The entry's leaf hash.
    pub leaf: Hash,
}

/// Why bytes are no voucher of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VoucherFault {
    /// The note does not read or is not signed by the key.
    #[error(transparent)]
    Note(#[from] NoteFault),
    /// The text is not a voucher's.
    #[error("the text is not that of a voucher")]
    Form,
    /// The key does not stand for this log.
    #[error("the key does not stand for this log")]
    Key,
}

impl Voucher {
    /// The voucher of an entry's canonical bytes.
    pub fn of(origin: Origin, canonical: &[u8]) -> Self {
        Self { origin, leaf: leaf_hash(canonical) }
    }

    fn text(&self) -> String {
        format!("{HEADER}\n{}\n{}\n", self.origin, self.leaf)
    }

    /// The signed note, under the name of the log.
    pub fn sign(&self, key: &SigningKey) -> String {
        SignedNote::sign(&self.text(), &key.verifier_for(&self.origin), key)
    }

    /// Reads a signed note and checks its signature.
    pub fn open(note: &[u8], key: &VerifierKey) -> Result<Self, VoucherFault> {
        let note = SignedNote::parse(note)?;
        let voucher = Self::parse(&note.text).ok_or(VoucherFault::Form)?;
        let key = key.for_origin(&voucher.origin).ok_or(VoucherFault::Key)?;
        note.verify(&key)?;
        Ok(voucher)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (HEADER, origin, leaf, None) = (lines.next()?, lines.next()?, lines.next()?, lines.next()) else {
            return None;
        };
        Some(Self { origin: Origin::new(origin).ok()?, leaf: Hash::parse(leaf).ok()? })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may stop at once")]
    use super::*;
    use crate::checkpoint::{Checkpoint, CheckpointFault};

    fn key() -> SigningKey {
        SigningKey::from_seed("nut.example", &[7; 32]).unwrap()
    }

    fn origin(text: &str) -> Origin {
        Origin::new(text).unwrap()
    }

    #[test]
    fn what_was_signed_is_read_again_and_any_other_byte_is_not() {
        let voucher = Voucher::of(origin("nut.example/so"), b"{}");
        let note = voucher.sign(&key());
        assert_eq!(Voucher::open(note.as_bytes(), &key().verifier()), Ok(voucher));
        for place in 0..note.len() {
            let mut changed = note.clone().into_bytes();
            changed[place] ^= 1;
            assert!(Voucher::open(&changed, &key().verifier()).is_err(), "byte {place}");
        }
    }

    #[test]
    fn another_node_s_key_and_another_log_s_key_sign_no_voucher() {
        let voucher = Voucher::of(origin("nut.example/so"), b"{}");
        let other = SigningKey::from_seed("nut.example", &[8; 32]).unwrap();
        assert!(Voucher::open(voucher.sign(&other).as_bytes(), &key().verifier()).is_err());
        let of_another = key().verifier_for(&origin("nut.example/di-dong"));
        assert_eq!(Voucher::open(voucher.sign(&key()).as_bytes(), &of_another), Err(VoucherFault::Key));
    }

    #[test]
    fn a_voucher_is_no_checkpoint_and_a_checkpoint_no_voucher() {
        let log = origin("nut.example/so");
        let note = Voucher::of(log.clone(), b"{}").sign(&key());
        assert!(Checkpoint::open(note.as_bytes(), &key().verifier()).is_err());
        let head = Checkpoint { origin: log, size: 3, root: leaf_hash(b"{}") };
        let head = head.sign(&key());
        assert_eq!(Voucher::open(head.as_bytes(), &key().verifier()), Err(VoucherFault::Form));
        assert!(!matches!(
            Checkpoint::open(note.as_bytes(), &key().verifier()),
            Err(CheckpointFault::Note(NoteFault::Signature))
        ));
    }
}
