//! The journal as a page reads it: logs, entries in the very bytes that were hashed, proofs.

use calendar::Instant;
use serde::Serialize;
use utoipa::ToSchema;

/// The logs a viewer may read.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogsView {
    /// Each log.
    pub logs: Vec<LogView>,
}

/// One log.
#[derive(Debug, Serialize, ToSchema)]
pub struct LogView {
    /// `<node>/<organisation>`.
    pub origin: String,
    /// The organisation.
    pub organisation: String,
    /// Its full name.
    pub name: String,
    /// Number of entries.
    pub size: u64,
    /// Root hash of the tree.
    pub root: String,
    /// When the tree head was last signed.
    #[schema(value_type = Option<String>)]
    pub checkpoint_at: Option<Instant>,
    /// C2SP verifier key.
    pub vkey: String,
}

/// Some entries, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntriesPage {
    /// The log.
    pub origin: String,
    /// Its size.
    pub size: u64,
    /// The entries.
    pub entries: Vec<EntryLine>,
    /// What to give as `before` for the next page.
    pub next: Option<u64>,
}

/// One entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryLine {
    /// Place in the log.
    pub index: u64,
    /// Leaf hash.
    pub leaf: String,
    /// The entry.
    #[schema(value_type = Object)]
    pub entry: journal::Entry,
    /// The canonical bytes that were hashed, as text.
    pub raw: String,
}

/// Proof that an entry stands in the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProofView {
    /// The log.
    pub origin: String,
    /// Place of the entry.
    pub index: u64,
    /// Size of the tree proved against.
    pub size: u64,
    /// Leaf hash.
    pub leaf: String,
    /// The bytes that were hashed.
    pub raw: String,
    /// Sibling hashes, from the leaf upwards.
    pub path: Vec<String>,
    /// Root hash.
    pub root: String,
    /// Signed tree head (C2SP checkpoint).
    pub checkpoint: String,
    /// C2SP verifier key.
    pub vkey: String,
    /// Whether the viewer may have private values of this log's entries erased.
    pub may_erase: bool,
}
