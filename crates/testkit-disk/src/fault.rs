//! What goes wrong, and when.

use serde::{Deserialize, Serialize};

/// What an operation meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The power goes before the operation: from here on nothing works.
    PowerCut,
    /// The sync fails. As with a page cache whose pages are marked clean after an error, what it should have kept is
    /// never written, and a later sync says nothing of it.
    SyncFails,
    /// There is no room for this write, nor for any other until it is relieved.
    Full,
}

/// Which operations are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum On {
    /// Writes and truncations.
    Write,
    /// Syncs.
    Sync,
}

/// Something that will go wrong once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The end of the file's name, such as `journal.db-wal`.
    pub file: String,
    /// Which operations are counted.
    pub on: On,
    /// How many of them pass first.
    pub after: u64,
    /// What the next one meets.
    pub wrong: Wrong,
}
