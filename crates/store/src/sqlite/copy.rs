//! A copy of journal.db as it stood at one moment, taken while another process goes on writing it.
//!
//! `VACUUM INTO` reads in one transaction of the write-ahead log: it sees everything that was acknowledged before it
//! began and nothing by halves, holds up no writer, and copies no page that was freed, so that what was erased before is
//! in no gap of the copy.

use std::path::Path;

use calendar::Instant;
use journal::Hash;
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{connect::BUSY, journal::CheckpointRow};

/// What a journal.db says of itself, read without changing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The node it belongs to.
    pub node: String,
    /// Its form: how many migrations it has seen.
    pub schema: u32,
}

/// Opens journal.db beside whoever writes it; nothing is created, migrated or set.
pub async fn beside(path: &Path) -> Result<SqliteConnection, sqlx::Error> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .busy_timeout(BUSY)
        .disable_statement_logging()
        .pragma("temp_store", "MEMORY");
    options.connect().await
}

/// Writes the journal as it stands into a file that does not exist yet.
pub async fn copy_into(connection: &mut SqliteConnection, file: &Path) -> Result<(), sqlx::Error> {
    let Some(name) = file.to_str() else {
        return Err(sqlx::Error::Configuration("the path of the copy is not text".into()));
    };
    sqlx::query("VACUUM INTO ?").bind(name).execute(connection).await.map(|_| ())
}

/// What the file says of itself.
pub async fn about(connection: &mut SqliteConnection) -> Result<About, sqlx::Error> {
    let row = sqlx::query("PRAGMA user_version").fetch_one(&mut *connection).await?;
    let schema = u32::try_from(row.get::<i64, _>(0)).unwrap_or(u32::MAX);
    let query = sqlx::query("SELECT value FROM facts_about_this_file WHERE name = 'node'");
    let node: Vec<u8> = query.fetch_one(connection).await?.get(0);
    Ok(About { node: String::from_utf8_lossy(&node).into_owned(), schema })
}

/// Takes out of a copy what may not come back with it: a session that was ended since would be alive again.
pub async fn end_sessions(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM sessions").execute(connection).await.map(|_| ())
}

/// Every blob that is held, and whether an entry names it.
pub async fn blobs(connection: &mut SqliteConnection) -> Result<Vec<(Hash, bool)>, sqlx::Error> {
    let query = sqlx::query("SELECT sha256, max(named) FROM blobs GROUP BY sha256 ORDER BY sha256");
    let rows = query.fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let digest = <[u8; 32]>::try_from(row.get::<&[u8], _>(0));
            let digest = digest.map_err(|_| sqlx::Error::Decode("a digest that is none".into()))?;
            Ok((Hash::new(digest), row.get::<i64, _>(1) != 0))
        })
        .collect()
}

/// Every signed head of a log that was kept, smallest first.
pub async fn checkpoints(
    connection: &mut SqliteConnection,
    log: u32,
) -> Result<Vec<CheckpointRow>, sqlx::Error> {
    let sql = "SELECT size, signed_at, note FROM checkpoints WHERE log = ? ORDER BY size";
    let rows = sqlx::query(sql).bind(log).fetch_all(connection).await?;
    let kept = rows.iter().map(|row| CheckpointRow {
        size: row.get::<i64, _>(0) as u64,
        signed_at: Instant::from_ms(row.get(1)),
        note: row.get(2),
    });
    Ok(kept.collect())
}

/// Whether SQLite finds every page and index of the file in order; what it says otherwise.
pub async fn check(connection: &mut SqliteConnection) -> Result<Option<String>, sqlx::Error> {
    let row = sqlx::query("PRAGMA quick_check(1)").fetch_one(connection).await?;
    let said: String = row.get(0);
    Ok((said != "ok").then_some(said))
}

/// Closes what was opened by [`beside`].
pub async fn close(connection: SqliteConnection) -> Result<(), sqlx::Error> {
    connection.close().await
}
