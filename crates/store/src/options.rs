//! What a store is opened with.

use std::{fmt, path::PathBuf, sync::Arc};

use access::secrecy::Taking;
use calendar::Clock;

use crate::{entropy::Entropy, limit::PageLimit};

/// How far the node's clock is off, and against what that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockOffset {
    /// Microseconds; positive when the node's clock is ahead.
    pub offset_us: i64,
    /// The other clock.
    pub source: String,
}

/// Asks for the clock's offset; none while it is not known.
pub type AskOffset = Arc<dyn Fn() -> Option<ClockOffset> + Send + Sync>;

/// Where the journal and what is derived from it lie; documents, samples and keys are in the data directory either way.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Database {
    /// In files of the data directory.
    #[default]
    Sqlite,
    /// In a database of PostgreSQL.
    Postgres {
        /// Its address, `postgres://user:password@host/database`.
        url: String,
    },
}

impl fmt::Debug for Database {
    /// Without the address: there may be a password in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "Sqlite",
            Self::Postgres { .. } => "Postgres",
        })
    }
}

/// What a store is opened with.
#[derive(Clone)]
pub struct OpenOptions {
    /// The data directory; created if missing.
    pub data_dir: PathBuf,
    /// Where the journal lies.
    pub database: Database,
    /// The node's name, a host name: the first part of every log's origin.
    pub node: String,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Fresh bytes.
    pub entropy: Entropy,
    /// Whether the node may take what bears a secrecy mark.
    pub taking: Taking,
    /// How large journal.db may grow. A database in PostgreSQL is bounded by its administrator.
    pub page_limit: PageLimit,
    /// Where signed checkpoints are kept besides, outside the data directory.
    pub outside: Option<PathBuf>,
    /// How far the clock is off, journaled before each periodic checkpoint.
    pub clock_offset: Option<AskOffset>,
    /// Entries after which the board's snapshot is taken again.
    pub snapshot_entries: u64,
    /// Minutes after which it is taken again if anything was recorded.
    pub snapshot_minutes: u32,
    /// Minutes between signed checkpoints of logs that have grown.
    pub checkpoint_minutes: u32,
    /// Entries after which, where checkpoints are kept outside, one is signed sooner.
    pub checkpoint_entries: u64,
    /// Minutes between the beginnings of two examinations of the journal, so that a small one is not read all day.
    pub examination_minutes: u32,
    /// The longest that break-glass access may last, in minutes.
    pub longest_opening_minutes: u32,
    /// Seconds of the node's clock in a second of those who sign in: 1, but in a drill that is watched. Sessions live so
    /// much longer.
    pub pace: u32,
}

/// The longest that break-glass access lasts unless the configuration says less.
pub const LONGEST_OPENING_MINUTES: u32 = 60;

impl OpenOptions {
    /// The usual options.
    pub fn new(data_dir: impl Into<PathBuf>, node: impl Into<String>, clock: Arc<dyn Clock>) -> Self {
        Self {
            data_dir: data_dir.into(),
            database: Database::Sqlite,
            node: node.into(),
            clock,
            entropy: Entropy::system(),
            taking: Taking { isolated: false },
            page_limit: PageLimit::none(),
            outside: None,
            clock_offset: None,
            // At worst this many entries are read again at a start: well under a second.
            snapshot_entries: 20_000,
            snapshot_minutes: 10,
            checkpoint_minutes: 5,
            checkpoint_entries: 1_000,
            examination_minutes: 60,
            longest_opening_minutes: LONGEST_OPENING_MINUTES,
            pace: 1,
        }
    }
}

impl fmt::Debug for OpenOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { data_dir, node, .. } = self;
        f.debug_struct("OpenOptions").field("data_dir", data_dir).field("node", node).finish_non_exhaustive()
    }
}
