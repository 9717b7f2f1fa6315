//! How both files are opened: pragmas, pools and migrations.
//!
//! journal.db commits with an fsync and overwrites what it deletes; state.db can be rebuilt, so it only has to stay
//! whole. One connection writes each file; readers share a small pool and never block the writer. No automatic vacuum:
//! it moves pages about, and a moved page leaves a copy of what may have to be erased.

use std::{fs::OpenOptions, os::unix::fs::OpenOptionsExt, path::Path, time::Duration};

use sqlx::{
    ConnectOptions, Connection, Row, SqliteConnection, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::fault::EnvironmentFault;

/// Enough for the pages of a few people at once; each holds its own small cache.
const READERS: u32 = 4;

/// A reader waits this long for a moment in which the file is being switched to a new log.
pub const BUSY: Duration = Duration::from_secs(5);

/// Pages in the write-ahead log before it is folded into the file. 16 MiB keeps a burst of entries from paying for it;
/// what can be rebuilt is folded in small portions, which do not hold up the journal's fsyncs on the same disk.
const DURABLE_FOLD_PAGES: &str = "4096";
const REBUILDABLE_FOLD_PAGES: &str = "512";

/// How hard a file tries to keep what was committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// Every commit is on the disk before it returns; deleted bytes are overwritten.
    Durable,
    /// A crash may lose the last commits, never the order of them.
    Rebuildable,
}

fn options(path: &Path, keeping: Keeping) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .busy_timeout(BUSY)
        .foreign_keys(false)
        .statement_cache_capacity(128)
        .thread_name(|id| format!("sqlite-{id}"))
        .disable_statement_logging()
        .pragma("temp_store", "MEMORY");
    match keeping {
        Keeping::Durable => options
            .synchronous(SqliteSynchronous::Full)
            .pragma("secure_delete", "ON")
            .pragma("wal_autocheckpoint", DURABLE_FOLD_PAGES),
        Keeping::Rebuildable => options
            .synchronous(SqliteSynchronous::Normal)
            .pragma("wal_autocheckpoint", REBUILDABLE_FOLD_PAGES),
    }
}

/// The connection that writes. `max_pages` makes the file refuse to grow, as a full disk does.
pub async fn writer(
    path: &Path,
    keeping: Keeping,
    max_pages: Option<u32>,
) -> Result<SqliteConnection, sqlx::Error> {
    let mut options = options(path, keeping);
    if let Some(pages) = max_pages {
        options = options.pragma("max_page_count", pages.to_string());
    }
    keep_private(path).map_err(sqlx::Error::Io)?;
    options.connect().await
}

/// Makes the file, if it is new, readable by its owner alone; its write-ahead log takes that over.
fn keep_private(path: &Path) -> std::io::Result<()> {
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path).map(drop)
}

/// The connections that read. The file must exist.
pub async fn readers(path: &Path, keeping: Keeping) -> Result<SqlitePool, EnvironmentFault> {
    let options = options(path, keeping).create_if_missing(false).pragma("query_only", "ON");
    SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(Duration::from_secs(30))
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await
        .map_err(|error| EnvironmentFault::sql("opening the database", error))
}

/// Applies the numbered migrations the file has not seen; `user_version` counts them.
/// Returns how many the file had beyond those known, which means a newer program wrote it.
pub async fn migrate(
    connection: &mut SqliteConnection,
    migrations: &[&'static str],
) -> Result<u32, sqlx::Error> {
    let row = sqlx::query("PRAGMA user_version").fetch_one(&mut *connection).await?;
    let applied = usize::try_from(row.get::<i64, _>(0)).unwrap_or(0);
    for (number, migration) in migrations.iter().enumerate().skip(applied) {
        let mut transaction = connection.begin().await?;
        sqlx::raw_sql(*migration).execute(&mut *transaction).await?;
        let version = format!("PRAGMA user_version = {}", number + 1);
        sqlx::raw_sql(sqlx::AssertSqlSafe(version)).execute(&mut *transaction).await?;
        transaction.commit().await?;
    }
    Ok(u32::try_from(applied.saturating_sub(migrations.len())).unwrap_or(u32::MAX))
}

/// Folds the write-ahead log into the file and cuts it to nothing. False when a reader is still in the way.
pub async fn truncate_log(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(connection).await?;
    Ok(row.get::<i64, _>(0) == 0)
}
