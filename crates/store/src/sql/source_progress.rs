//! How far the exchange with each source has come, in journal.db.

use calendar::Instant;
use journal::Slug;

use super::{Connection, Journal, Query};
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
        let query = Query::new(sql).bind(organisation.as_str()).bind(source.as_str());
        let failed = |error| EnvironmentFault::sql("reading how far a source has come", error);
        let mut connection = self.acquire().await.map_err(failed)?;
        let row = query.fetch_optional(&mut connection).await.map_err(failed)?;
        Ok(row.map(|row| SourceProgress {
            taken: row.get::<i64>(0) as u64,
            open: row.get(1),
            caught_up_to: Instant::from_ms(row.get(2)),
        }))
    }
}

/// Keeps how far the exchange with a source has come.
pub async fn keep(
    connection: &mut Connection,
    organisation: &Slug,
    source: &Slug,
    progress: &SourceProgress,
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO source_progress (organisation, source, taken, open, caught_up_to) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (organisation, source) DO UPDATE SET \
               taken = excluded.taken, open = excluded.open, caught_up_to = excluded.caught_up_to";
    let query = Query::new(sql)
        .bind(organisation.as_str())
        .bind(source.as_str())
        .bind(progress.taken as i64)
        .bind(&progress.open)
        .bind(progress.caught_up_to.as_ms());
    query.execute(connection).await.map(|_| ())
}
