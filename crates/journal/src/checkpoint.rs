//! C2SP `tlog-checkpoint`: the head of a log, signed. The text is origin, size and root, one a line;
//! extension lines are refused, since nothing here would check them.

use crate::hash::Hash;
use crate::key::{SigningKey, VerifierKey};
use crate::name::Origin;
use crate::note::{NoteFault, SignedNote};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The head of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log.
    pub origin: Origin,
    /// How many entries it had.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// Why bytes are no checkpoint of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointFault {
    /// The note does not read or is not signed by the key.
    #[error(transparent)]
    Note(#[from] NoteFault),
    /// The text is not origin, size and root.
    #[error("the text is not origin, size and root, one a line")]
    Form,
    /// The key does not stand for this log.
    #[error("the key does not stand for this log")]
    Key,
}

/// Two heads of one log and size with different roots: the log was told in two ways.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("two checkpoints of {origin} at size {size} have different roots")]
pub struct Split {
    /// The log.
    pub origin: Origin,
    /// The size both claim.
    pub size: u64,
    /// The two roots.
    pub roots: [Hash; 2],
}

impl Checkpoint {
    /// The text that is signed.
    pub fn text(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root.as_bytes()))
    }

    /// Reads that text, strictly.
    pub fn parse_text(text: &str) -> Result<Self, CheckpointFault> {
        let form = || CheckpointFault::Form;
        let mut lines = text.strip_suffix('\n').ok_or_else(form)?.split('\n');
        let (Some(origin), Some(size), Some(root), None) =
            (lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(form());
        };
        let root = STANDARD.decode(root).map_err(|_| form())?;
        Ok(Self {
            origin: Origin::new(origin).map_err(|_| form())?,
            size: decimal(size).ok_or_else(form)?,
            root: Hash::new(root.try_into().map_err(|_| form())?),
        })
    }

    /// The signed note, always under the name of the log.
    pub fn sign(&self, key: &SigningKey) -> String {
        SignedNote::sign(&self.text(), &key.verifier_for(&self.origin), key)
    }

    /// Reads a signed note and checks its signature.
    pub fn open(note: &[u8], key: &VerifierKey) -> Result<Self, CheckpointFault> {
        let note = SignedNote::parse(note)?;
        let checkpoint = Self::parse_text(&note.text)?;
        let key = key.for_origin(&checkpoint.origin).ok_or(CheckpointFault::Key)?;
        note.verify(&key)?;
        Ok(checkpoint)
    }
}

/// A decimal number without sign or leading zeros, as C2SP writes sizes.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || (text.len() > 1 && text.starts_with('0')) {
        return None;
    }
    text.parse().ok()
}

/// Reports two heads that cannot both be true of one log at one size. Heads of different sizes need
/// a consistency proof; heads of different logs have nothing to do with each other.
pub fn compare_checkpoints(one: &Checkpoint, other: &Checkpoint) -> Result<(), Box<Split>> {
    if one.origin == other.origin && one.size == other.size && one.root != other.root {
        return Err(Box::new(Split {
            origin: one.origin.clone(),
            size: one.size,
            roots: [one.root, other.root],
        }));
    }
    Ok(())
}
