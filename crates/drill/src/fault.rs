//! Why a drill could not be played.

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
    /// What was due before the drill was not taken.
    #[error("what was due before the drill was not recorded: {what}: {fault}")]
    Prepare {
        /// Of whom and of what.
        what: String,
        /// Why.
        #[source]
        fault: RecordFault,
    },
    /// The board does not answer.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The campaign has no regulator at the top, or an id makes no entry.
    #[error("{0}")]
    Campaign(String),
    /// No runtime for the store.
    #[error("cannot start the runtime: {0}")]
    Runtime(#[source] std::io::Error),
}
