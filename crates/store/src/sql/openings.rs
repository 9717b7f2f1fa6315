//! Who reads what they otherwise do not see, in journal.db.

use calendar::Instant;
use journal::Slug;

use super::{Connection, Query, Row, rows::entry_id};
use crate::{fault::EnvironmentFault, openings::Opening};

const COLUMNS: &str = "id, entry, actor, holder, organisation, opened_at, ends_at, closed_at";

fn failed(error: sqlx::Error) -> EnvironmentFault {
    EnvironmentFault::sql("reading openings", error)
}

fn opening(row: &Row) -> Result<Opening, EnvironmentFault> {
    let damaged = |_| EnvironmentFault::damaged("reading openings");
    Ok(Opening {
        id: row.get(0),
        entry: entry_id(row.get(1))?,
        actor: row.get(2),
        holder: Slug::new(row.get::<String>(3)).map_err(damaged)?,
        organisation: Slug::new(row.get::<String>(4)).map_err(damaged)?,
        opened_at: Instant::from_ms(row.get(5)),
        ends_at: Instant::from_ms(row.get(6)),
        closed_at: row.get::<Option<i64>>(7).map(Instant::from_ms),
    })
}

/// Adds an opening.
pub async fn insert(connection: &mut Connection, row: &Opening) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO openings (id, entry, actor, holder, organisation, opened_at, ends_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?)";
    let query = Query::new(sql)
        .bind(&row.id)
        .bind(&row.entry.as_bytes()[..])
        .bind(&row.actor)
        .bind(row.holder.as_str())
        .bind(row.organisation.as_str())
        .bind(row.opened_at.as_ms())
        .bind(row.ends_at.as_ms());
    query.execute(connection).await.map(|_| ())
}

/// Every opening, the newest first. They are meant to be few.
pub async fn all(connection: &mut Connection) -> Result<Vec<Opening>, EnvironmentFault> {
    let sql = format!("SELECT {COLUMNS} FROM openings ORDER BY opened_at DESC, id");
    let query = Query::new(sql);
    query.fetch_all(connection).await.map_err(failed)?.iter().map(opening).collect()
}

/// Ends one before its time. False when it has ended.
pub async fn close(connection: &mut Connection, id: &str, now: Instant) -> Result<bool, sqlx::Error> {
    let sql = "UPDATE openings SET closed_at = ?1 WHERE id = ?2 AND closed_at IS NULL AND ends_at > ?1";
    Ok(Query::new(sql).bind(now.as_ms()).bind(id).execute(connection).await? == 1)
}
