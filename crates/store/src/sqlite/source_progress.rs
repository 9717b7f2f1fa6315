//! How far the exchange with each source has come, in journal.db.

use calendar::Instant;
use journal::Slug;
use sqlx::{Row, SqliteConnection};

use super::Journal;
use crate::{fault::EnvironmentFault, source_progress::SourceProgress};

impl Journal {
    /// How far the exchange with a source has come; none before the first step.
    pub async fn find_source_progress(
        &self,
        organisation: &Slug,
        source: &Slug,
    ) -> Result<Option<SourceProgress>, EnvironmentFault> {
        let sql =
            "SELECT taken, open, caught_up_to FROM source_progress WHERE organisation = ? AND source = ?";
        let query = sqlx::query(sql).bind(organisation.as_str()).bind(source.as_str());
        let row = query.fetch_optional(self.pool()).await;
        let row = row.map_err(|error| EnvironmentFault::sql("reading how far a source has come", error))?;
        Ok(row.map(|row| SourceProgress {
            taken: row.get::<i64, _>(0) as u64,
            open: row.get(1),
            caught_up_to: Instant::from_ms(row.get(2)),
        }))
    }
}

/// Keeps how far the exchange with a source has come.
pub async fn keep(
    connection: &mut SqliteConnection,
    organisation: &Slug,
    source: &Slug,
    progress: &SourceProgress,
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO source_progress (organisation, source, taken, open, caught_up_to) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (organisation, source) DO UPDATE SET \
               taken = excluded.taken, open = excluded.open, caught_up_to = excluded.caught_up_to";
    let query = sqlx::query(sql)
        .bind(organisation.as_str())
        .bind(source.as_str())
        .bind(progress.taken as i64)
        .bind(&progress.open)
        .bind(progress.caught_up_to.as_ms());
    query.execute(connection).await.map(|_| ())
}
