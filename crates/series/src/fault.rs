//! What can be wrong with a segment, and with the place where segments are kept.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why bytes are not a segment this program may read.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SegmentFault {
    /// Not a segment at all.
    #[error("not a segment: it does not begin with TSSEG001")]
    NotASegment,
    /// Written by a newer program; reading on would be guessing.
    #[error("segment of version {version}, newer than {known} which this program reads")]
    NewerVersion {
        /// The version found.
        version: u32,
        /// The newest version this program reads.
        known: u32,
    },
    /// Shorter than its own lengths say.
    #[error("segment is cut: {what}")]
    Cut {
        /// The part that is missing.
        what: &'static str,
    },
    /// The header is not the canonical JSON it should be.
    #[error("segment header: {what}")]
    Header {
        /// What is wrong with it.
        what: String,
    },
    /// A block does not hold what it promises.
    #[error("segment block {block}: {what}")]
    Block {
        /// Position of the block, from 0.
        block: usize,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The footer index does not agree with the blocks.
    #[error("segment index: {what}")]
    Index {
        /// What is wrong with it.
        what: &'static str,
    },
    /// The SHA-256 at the end is not that of the bytes before it.
    #[error("segment digest does not match its content")]
    Digest,
    /// Samples that the format cannot hold.
    #[error("a segment cannot hold this: {what}")]
    Unfit {
        /// What does not fit.
        what: &'static str,
    },
}

/// Why a store of series could not do what it was asked.
#[derive(Debug, Error)]
pub enum SeriesFault {
    /// Another process has this directory open.
    #[error("series directory {path} is in use by another process")]
    InUse {
        /// The directory.
        path: PathBuf,
    },
    /// The directory holds a segment or a tail of a newer program.
    #[error("{path}: {source}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// What it says of itself.
        source: SegmentFault,
    },
    /// A sealed segment is damaged.
    #[error("{path}: {source}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: SegmentFault,
    },
    /// The disk said no; nothing was half written.
    #[error("{path}: {source}")]
    Disk {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Sealing has failed for so long that the tail may not grow further.
    #[error("the open tail has reached {bytes} bytes without being sealed")]
    TailFull {
        /// Its size.
        bytes: u64,
    },
    /// Not a name of a series.
    #[error("not a series name: {name:?}")]
    Name {
        /// The name given.
        name: String,
    },
    /// The samples do not fit the format.
    #[error(transparent)]
    Unfit(#[from] SegmentFault),
}
