//! Why there is no link, or no longer.

use std::io;
use std::time::Duration;

use thiserror::Error;

/// What went wrong.
#[derive(Debug, Error)]
pub enum LinkFault {
    /// The system refused what a link is made of.
    #[error("{what}: {source}; a link needs Linux, /dev/net/tun and root (CAP_SYS_ADMIN, CAP_NET_ADMIN)")]
    NotMade {
        /// What was tried.
        what: &'static str,
        /// The system's answer.
        source: io::Error,
    },
    /// More work in a namespace at once than is sensible.
    #[error("{limit} jobs run in this namespace already")]
    TooManyJobs {
        /// The most there may be.
        limit: usize,
    },
    /// Work did not end in its time.
    #[error("{name} did not end within {limit:?}")]
    Overran {
        /// Its name.
        name: String,
        /// The time it had.
        limit: Duration,
    },
    /// A program could not be started or waited for.
    #[error("running {program}: {source}")]
    Program {
        /// Which.
        program: String,
        /// Why.
        source: io::Error,
    },
    /// Too many changes are planned for a direction.
    #[error("{limit} changes are planned for this direction already")]
    TooManyChanges {
        /// The most there may be.
        limit: usize,
    },
    /// The link ended by itself: its device failed, or the log or the way is full. A link that can't
    /// tell the truth any more carries nothing.
    #[error("the link ended: {0}")]
    Ended(String),
    /// Packets are still on the way.
    #[error("packets are still on the way after {0:?}")]
    NotEmpty(Duration),
    /// The system dropped packets before the link could take them, so that the log isn't whole.
    #[error("{forth} packets forth and {back} back were dropped before the link took them")]
    Missed {
        /// From the near end.
        forth: u64,
        /// From the far end.
        back: u64,
    },
}

impl LinkFault {
    /// For `map_err`.
    pub(crate) fn not_made(what: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::NotMade { what, source }
    }
}
