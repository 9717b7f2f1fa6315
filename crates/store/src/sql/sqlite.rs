//! What only SQLite has: how both files are opened, their migrations, and how erased bytes leave them.
//!
//! journal.db commits with an fsync and overwrites what it deletes; state.db can be rebuilt but for the heads that it
//! remembers, so it only has to stay whole. One connection writes each file; readers share a small pool and never block
//! the writer. No automatic vacuum: it moves pages about, and a moved page leaves a copy of what may have to be erased.

use std::{
    collections::BTreeMap,
    fs::{self, OpenOptions},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
    time::Duration,
};

use sabotage::Mutant;
use sqlx::{
    ConnectOptions, SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Connection, Query};
use crate::fault::EnvironmentFault;

/// Enough for the pages of a few people at once; each holds its own small cache.
const READERS: u32 = 4;

/// A reader waits this long for a moment in which the file is being switched to a new log.
pub const BUSY: Duration = Duration::from_secs(5);

/// How long a question waits for one of them. On a simulated disk no fault of the machine is to be taken for one of the
/// disk: there it waits out a pause of the whole machine.
const WAIT: Duration = Duration::from_secs(30);
const LONG_WAIT: Duration = Duration::from_hours(1);

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

/// Directories whose databases are opened through a VFS of their own.
static THROUGH: RwLock<BTreeMap<PathBuf, String>> = RwLock::new(BTreeMap::new());

/// From now on the databases of this directory are opened through the VFS that SQLite knows by this name; through the
/// usual one again with none. SQLite's VFSs are the process's, and so is this: it is for a disk that fails as told.
pub fn open_through(directory: &Path, vfs: Option<&str>) {
    let mut through = THROUGH.write().unwrap_or_else(PoisonError::into_inner);
    match vfs {
        Some(vfs) => through.insert(directory.to_owned(), vfs.to_owned()),
        None => through.remove(directory),
    };
}

fn is_simulated(path: &Path) -> bool {
    let through = THROUGH.read().unwrap_or_else(PoisonError::into_inner);
    path.parent().is_some_and(|directory| through.contains_key(directory))
}

/// What every connection to a file has in common.
fn on_file(path: &Path) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY)
        .disable_statement_logging()
        .pragma("temp_store", "MEMORY");
    let through = THROUGH.read().unwrap_or_else(PoisonError::into_inner);
    match path.parent().and_then(|directory| through.get(directory)) {
        Some(vfs) => options.vfs(vfs.clone()),
        None => options,
    }
}

fn options(path: &Path, keeping: Keeping) -> SqliteConnectOptions {
    let options = on_file(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .foreign_keys(false)
        .statement_cache_capacity(128)
        .thread_name(|id| format!("sqlite-{id}"));
    match keeping {
        Keeping::Durable => options
            .synchronous(if sabotage::is(Mutant::AcknowledgeUnsynced) {
                SqliteSynchronous::Normal
            } else {
                SqliteSynchronous::Full
            })
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
) -> Result<Connection, sqlx::Error> {
    let mut options = options(path, keeping);
    if let Some(pages) = max_pages {
        options = options.pragma("max_page_count", pages.to_string());
    }
    keep_private(path).map_err(sqlx::Error::Io)?;
    options.connect().await.map(Connection::from)
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
        .acquire_timeout(if is_simulated(path) { LONG_WAIT } else { WAIT })
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await
        .map_err(|error| EnvironmentFault::sql("opening the database", error))
}

/// Removes a file with its write-ahead log.
pub fn remove(path: &Path) -> Result<(), EnvironmentFault> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let path = Path::new(&name);
        match fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(EnvironmentFault::io("removing", path, error));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Opens journal.db beside whoever writes it; nothing is created, migrated or set.
pub async fn beside(path: &Path) -> Result<Connection, sqlx::Error> {
    on_file(path).create_if_missing(false).connect().await.map(Connection::from)
}

/// How many migrations the file has seen.
pub async fn version(connection: &mut Connection) -> Result<u32, sqlx::Error> {
    let row = Query::new("PRAGMA user_version").fetch_one(connection).await?;
    Ok(u32::try_from(row.get::<i64>(0)).unwrap_or(0))
}

/// Notes how many migrations the file has seen, in the caller's transaction.
pub async fn set_version(connection: &mut Connection, version: u32) -> Result<(), sqlx::Error> {
    connection.script(format!("PRAGMA user_version = {version}")).await
}

/// Writes the journal as it stands into a file that does not exist yet.
///
/// `VACUUM INTO` reads in one transaction of the write-ahead log: it sees everything that was acknowledged before it
/// began and nothing by halves, holds up no writer, and copies no page that was freed, so that what was erased before is
/// in no gap of the copy.
pub async fn copy_into(connection: &mut Connection, file: &Path) -> Result<(), sqlx::Error> {
    let Some(name) = file.to_str() else {
        return Err(sqlx::Error::Configuration("the path of the copy is not text".into()));
    };
    Query::new("VACUUM INTO ?").bind(name).execute(connection).await.map(|_| ())
}

/// Whether SQLite finds every page and index of the file in order; what it says otherwise.
pub async fn check(connection: &mut Connection) -> Result<Option<String>, sqlx::Error> {
    let said: String = Query::new("PRAGMA quick_check(1)").fetch_one(connection).await?.get(0);
    Ok((said != "ok").then_some(said))
}

/// Whether a table and its indexes say the same. It reads all of both.
pub async fn is_sound(connection: &mut Connection, table: &str) -> Result<bool, sqlx::Error> {
    let check = Query::new(format!("PRAGMA integrity_check({table})"));
    Ok(check.fetch_one(connection).await?.get::<&str>(0) == "ok")
}

/// Folds the write-ahead log into the file and cuts it to nothing. False when a reader is still in the way.
pub async fn truncate_log(connection: &mut Connection) -> Result<bool, sqlx::Error> {
    let row = Query::new("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(connection).await?;
    Ok(row.get::<i64>(0) == 0)
}

/// The erasable tables, with their columns as the migrations have them.
const ERASABLE: [(&str, &str); 2] = [
    (
        "disclosures",
        "seq INTEGER NOT NULL, field TEXT NOT NULL, salt BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (seq, field)",
    ),
    (
        "blobs",
        "sha256 BLOB NOT NULL, organisation TEXT NOT NULL, bytes INTEGER NOT NULL, stored_at INTEGER NOT NULL, \
         named INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (sha256, organisation)",
    ),
];

/// Writes the erasable tables anew and drops the old ones, in the caller's transaction. SQLite overwrites what it
/// deletes, but moving rows between pages leaves copies in the gaps of pages that stay in use; so every page of theirs
/// is freed, and a freed page is overwritten whole.
pub async fn rewrite(connection: &mut Connection) -> Result<(), sqlx::Error> {
    for (table, columns) in ERASABLE {
        let sql = format!(
            "CREATE TABLE {table}_anew ({columns}) STRICT, WITHOUT ROWID;
             INSERT INTO {table}_anew SELECT * FROM {table};
             DROP TABLE {table};
             ALTER TABLE {table}_anew RENAME TO {table};"
        );
        connection.script(sql).await?;
    }
    Ok(())
}
