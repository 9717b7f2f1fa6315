//! Requests for a recovery in journal.db.

use calendar::Instant;
use journal::EntryId;

use super::{Connection, Query, Row, rows::entry_id};
use crate::fault::EnvironmentFault;

const COLUMNS: &str = "id, entry, login, asked_by, asked_at, expires_at";

/// A request as it is kept.
#[derive(Clone, Debug)]
pub struct RecoveryRow {
    /// Opaque id.
    pub id: String,
    /// The entry that tells of it.
    pub entry: EntryId,
    /// Whose account.
    pub login: String,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: Instant,
    /// Until when it may be confirmed.
    pub expires_at: Instant,
}

/// A request with how it ended.
#[derive(Clone, Debug)]
pub struct EndedRow {
    /// The request.
    pub asked: RecoveryRow,
    /// When it was confirmed or withdrawn.
    pub ended_at: Option<Instant>,
    /// Who confirmed it.
    pub confirmed_by: Option<String>,
}

fn failed(error: sqlx::Error) -> EnvironmentFault {
    EnvironmentFault::sql("reading recoveries", error)
}

fn recovery(row: &Row) -> Result<RecoveryRow, EnvironmentFault> {
    Ok(RecoveryRow {
        id: row.get(0),
        entry: entry_id(row.get(1))?,
        login: row.get(2),
        asked_by: row.get(3),
        asked_at: Instant::from_ms(row.get(4)),
        expires_at: Instant::from_ms(row.get(5)),
    })
}

/// Adds a request. False when the account has one that waits.
pub async fn insert(connection: &mut Connection, row: &RecoveryRow) -> Result<bool, sqlx::Error> {
    let sql = "INSERT INTO recoveries (id, entry, login, asked_by, asked_at, expires_at) \
               SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS \
               (SELECT 1 FROM recoveries WHERE login = ?3 AND ended_at IS NULL AND expires_at > ?5)";
    let query = Query::new(sql)
        .bind(&row.id)
        .bind(&row.entry.as_bytes()[..])
        .bind(&row.login)
        .bind(&row.asked_by)
        .bind(row.asked_at.as_ms())
        .bind(row.expires_at.as_ms());
    Ok(query.execute(connection).await? == 1)
}

/// Those that wait, oldest first. There are few: each is a person who lost a password today.
pub async fn waiting(
    connection: &mut Connection,
    now: Instant,
) -> Result<Vec<RecoveryRow>, EnvironmentFault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM recoveries WHERE ended_at IS NULL AND expires_at > ? ORDER BY asked_at, id"
    );
    let query = Query::new(sql).bind(now.as_ms());
    query.fetch_all(connection).await.map_err(failed)?.iter().map(recovery).collect()
}

/// Those that wait, or were confirmed after a moment, newest first. There are few: each is a person who lost a password
/// this month.
pub async fn recent(
    connection: &mut Connection,
    now: Instant,
    after: Instant,
) -> Result<Vec<EndedRow>, EnvironmentFault> {
    let sql = format!(
        "SELECT {COLUMNS}, ended_at, confirmed_by FROM recoveries \
         WHERE (ended_at IS NULL AND expires_at > ?1) OR (confirmed_by IS NOT NULL AND ended_at > ?2) \
         ORDER BY asked_at DESC, id"
    );
    let query = Query::new(sql).bind(now.as_ms()).bind(after.as_ms());
    let rows = query.fetch_all(connection).await.map_err(failed)?;
    let ended = |row: &Row| {
        Ok(EndedRow {
            asked: recovery(row)?,
            ended_at: row.get::<Option<i64>>(6).map(Instant::from_ms),
            confirmed_by: row.get(7),
        })
    };
    rows.iter().map(ended).collect()
}

/// Ends one that waits. False when it does not wait any more.
pub async fn end(
    connection: &mut Connection,
    id: &str,
    confirmed_by: Option<&str>,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let sql = "UPDATE recoveries SET ended_at = ?1, confirmed_by = ?2 \
               WHERE id = ?3 AND ended_at IS NULL AND expires_at > ?1";
    let query = Query::new(sql).bind(now.as_ms()).bind(confirmed_by).bind(id);
    Ok(query.execute(connection).await? == 1)
}
