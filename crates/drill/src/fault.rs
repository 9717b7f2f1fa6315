//! Why a drill could not be played.

use calendar::Instant;
use store::{OpenFault, ReadFault, RecordFault};

/// What stopped it: never a trouble of the drill itself.
#[derive(Debug, thiserror::Error)]
pub enum DrillFault {
    /// The data directory.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// The campaign was not taken.
    #[error("the campaign was not issued: {0}")]
    Issue(#[source] RecordFault),
    /// The accounts of whoever watches were not made.
    #[error("the accounts of the drill were not made: {0}")]
    Accounts(#[source] RecordFault),
    /// What was due before the drill was not taken.
    #[error("what was due before the drill was not recorded: {what}: {fault}")]
    Prepare {
        /// Of whom and of what.
        what: String,
        /// Why.
        #[source]
        fault: RecordFault,
    },
    /// The node does not answer what it must.
    #[error("at {at} of the drill {what} could not be read: {fault}")]
    Read {
        /// The moment of the drill.
        at: Instant,
        /// What was asked.
        what: &'static str,
        /// Why.
        #[source]
        fault: ReadFault,
    },
    /// What somebody says makes no entry: an id of the campaign is no name.
    #[error("at {at} of the drill the word of {organisation} on {obligation} makes no entry: {fault}")]
    Word {
        /// The moment of the drill.
        at: Instant,
        /// Who says it.
        organisation: journal::Slug,
        /// About what.
        obligation: journal::Slug,
        /// Why.
        #[source]
        fault: journal::NameFault,
    },
    /// A node that was killed does not start again.
    #[error("at {at} of the drill the node did not start again: {fault}")]
    Restart {
        /// The moment of the drill.
        at: Instant,
        /// Why.
        #[source]
        fault: OpenFault,
    },
    /// The campaign cannot be played.
    #[error("{0}")]
    Campaign(String),
    /// No runtime for the store.
    #[error("cannot start the runtime: {0}")]
    Runtime(#[source] std::io::Error),
    /// The board could not be put before the audience.
    #[error("cannot serve the drill's board: {0}")]
    Serve(#[source] std::io::Error),
}
