//! Where facts go: implemented by the program, over the one way into the journal.

use journal::{Draft, Slug};
use thiserror::Error;

use crate::probe::Boxed;

/// Takes drafts. Ids are deterministic: a draft handed over twice is one fact.
pub trait Sink: Send + Sync {
    /// Records a draft in the log of `organisation`; returns once it is durable.
    fn record<'a>(&'a self, organisation: &'a Slug, draft: Draft) -> Boxed<'a, Result<(), SinkFault>>;
}

/// Why a draft was not recorded.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SinkFault {
    /// Not now (a full disk, a store that is starting): it is kept and tried again.
    #[error("not now: {0}")]
    Busy(String),
    /// Never: it is dropped and said. The same id with other content is of this kind.
    #[error("refused: {0}")]
    Refused(String),
}
