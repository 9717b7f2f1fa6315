//! The second witness of the journal: what is derived from it keeps the head of each log, signed when something of it was
//! last indexed. A journal that ends before such a head lost what was acknowledged: an older copy was put in its place,
//! or a disk damaged its write-ahead log, of which SQLite takes what stands before the damage and says nothing.
//!
//! These heads are no checkpoints: nobody is shown them but whoever decides on a rollback, so that no observation of the
//! clock stands before them.

use std::sync::Arc;

use journal::{Checkpoint, Origin, SigningKey};
use sabotage::Mutant;

use crate::{outside::Kept, rollback::Doubt, sql::state_writer::SignedLog, writer::LogHead};

/// Signs how logs stand, to be kept with what is derived from them.
#[derive(Debug)]
pub struct Witness {
    key: SigningKey,
    doubt: Arc<Doubt>,
}

impl Witness {
    /// By the node's key, while nothing is in doubt.
    pub const fn new(key: SigningKey, doubt: Arc<Doubt>) -> Self {
        Self { key, doubt }
    }

    /// The head of a log, signed; none while a rollback is undecided: it would tell a second history.
    pub fn sign(&self, head: &LogHead) -> Option<SignedLog> {
        if self.doubt.is_open() || head.frontier.size() == 0 {
            return None;
        }
        let LogHead { origin, frontier, .. } = head;
        let signed = Checkpoint { origin: origin.clone(), size: frontier.size(), root: frontier.root() };
        Some((origin.clone(), signed.sign(&self.key)))
    }

    /// The heads in doubt: what is derived keeps them until somebody decides, also where it is begun anew.
    pub fn doubted(&self) -> Vec<SignedLog> {
        self.doubt.heads()
    }
}

/// The heads of this node's logs among these notes. One that is not signed guards against nothing, and is left out.
pub fn opened(notes: Vec<String>, node: &str, key: &SigningKey) -> Vec<Kept> {
    if sabotage::is(Mutant::ForgetWitness) {
        return Vec::new();
    }
    let opened = notes.into_iter().filter_map(|note| {
        let origin = note.lines().next().and_then(|line| Origin::new(line).ok());
        let origin = origin.filter(|origin| origin.node() == node);
        let kept = origin.and_then(|origin| Kept::open(note, &origin, key).ok());
        if kept.is_none() {
            tracing::warn!("a head kept with what is derived from the journal is not signed by this node");
        }
        kept
    });
    opened.collect()
}
