//! How far the exchange with another system has come: beside the journal, durable like it, and derived from it but for
//! the moment up to which the other system's own list was read.

use access::{Action, Scope};
use calendar::Instant;
use journal::Slug;

use crate::{
    Store,
    fault::{ReadFault, RecordFault},
    sql::source_progress as rows,
};

/// How far an exchange has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceProgress {
    /// How many entries of its organisation's log the other system was told of, as far as they concern it.
    pub taken: u64,
    /// What is open by these entries, in the exchange's own words.
    pub open: String,
    /// Up to when the other system's own list was read.
    pub caught_up_to: Instant,
}

impl Store {
    /// How far the exchange with a source of the scope's organisation has come; none before the first step.
    pub async fn find_source_progress(
        &self,
        scope: &Scope,
        source: &Slug,
    ) -> Result<Option<SourceProgress>, ReadFault> {
        scope.may(Action::RecordMeasurement, &scope.organisation).map_err(ReadFault::Denied)?;
        Ok(self
            .core
            .journal
            .within([&scope.organisation])
            .find_source_progress(&scope.organisation, source)
            .await?)
    }

    /// Keeps how far it has come; durable when it returns.
    pub async fn keep_source_progress(
        &self,
        scope: &Scope,
        source: &Slug,
        progress: SourceProgress,
    ) -> Result<(), RecordFault> {
        scope.may(Action::RecordMeasurement, &scope.organisation)?;
        let (organisation, source) = (scope.organisation.clone(), source.clone());
        self.core
            .queue
            .run("keeping how far a source has come", move |connection| {
                Box::pin(async move { rows::keep(connection, &organisation, &source, &progress).await })
            })
            .await?;
        Ok(())
    }
}
