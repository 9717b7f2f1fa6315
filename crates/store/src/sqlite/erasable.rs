//! The erasable side store: clear values with their salts, and which organisation stored which blob.
//!
//! Deleting is not enough. SQLite overwrites what it deletes, but moving rows between pages leaves copies in the gaps
//! of pages that stay in use. So after an erasure both tables are written anew and the old ones dropped: every page of
//! theirs is freed, and a freed page is overwritten whole. Then the write-ahead log is folded in and cut to nothing. A
//! mark in the file makes a start after a crash finish what was begun.

use std::collections::BTreeSet;

use journal::Hash;
use sqlx::{Connection, Row, SqliteConnection};

use super::{connect::truncate_log, place::Place};

/// The tables written anew, with their columns as the migration has them.
const TABLES: [(&str, &str); 2] = [
    (
        "disclosures",
        "seq INTEGER NOT NULL, field TEXT NOT NULL, salt BLOB NOT NULL, value BLOB NOT NULL, PRIMARY KEY (seq, field)",
    ),
    (
        "blobs",
        "sha256 BLOB NOT NULL, organisation TEXT NOT NULL, bytes INTEGER NOT NULL, stored_at INTEGER NOT NULL, \
         PRIMARY KEY (sha256, organisation)",
    ),
];

/// The mark that an erasure is not finished.
const MARK: &str = "erasing";

/// Deletes the clear values of these fields of an entry and sets the mark, in the caller's transaction. The log's
/// organisation lets go of a blob named by the values unless another field of the same log names it: what others name
/// or hold is theirs. Those nobody holds any more are returned, to be removed from the disk.
pub async fn delete(
    connection: &mut SqliteConnection,
    place: Place,
    fields: &[String],
    organisation: &str,
) -> Result<Vec<Hash>, sqlx::Error> {
    let mark =
        "INSERT INTO facts_about_this_file (name, value) VALUES (?, x'01') ON CONFLICT (name) DO NOTHING";
    sqlx::query(mark).bind(MARK).execute(&mut *connection).await?;
    let mut unheld = Vec::new();
    for field in fields {
        let query = sqlx::query("DELETE FROM disclosures WHERE seq = ? AND field = ? RETURNING value");
        let row = query.bind(place.key()).bind(field).fetch_optional(&mut *connection).await?;
        let Some(row) = row else { continue };
        let value: Vec<u8> = row.get(0);
        let Some(digest) = digest_of(&value) else { continue };
        if is_named(connection, place.log, digest).await? {
            continue;
        }
        if let_go(connection, digest, organisation).await? {
            unheld.push(digest);
        }
    }
    Ok(unheld)
}

/// Whether a clear value of the log names this blob.
async fn is_named(connection: &mut SqliteConnection, log: u32, digest: Hash) -> Result<bool, sqlx::Error> {
    let (first, end) = (Place { log, index: 0 }, Place { log: log + 1, index: 0 });
    let sql = "SELECT 1 FROM disclosures WHERE seq >= ? AND seq < ? AND value = ? LIMIT 1";
    let query = sqlx::query(sql).bind(first.key()).bind(end.key()).bind(format!("\"{digest}\"").into_bytes());
    Ok(query.fetch_optional(connection).await?.is_some())
}

/// Drops the note that an organisation holds a blob. True when nobody holds it any more.
async fn let_go(
    connection: &mut SqliteConnection,
    digest: Hash,
    organisation: &str,
) -> Result<bool, sqlx::Error> {
    let query = sqlx::query("DELETE FROM blobs WHERE sha256 = ? AND organisation = ?");
    query.bind(&digest.as_bytes()[..]).bind(organisation).execute(&mut *connection).await?;
    let query = sqlx::query("SELECT 1 FROM blobs WHERE sha256 = ? LIMIT 1").bind(&digest.as_bytes()[..]);
    Ok(query.fetch_optional(connection).await?.is_none())
}

/// Lets go of what was handed in before this moment and no entry of its organisation ever named: an abandoned form, a
/// wrong photograph. Returns the blobs nobody holds any more.
pub async fn let_go_unnamed(
    connection: &mut SqliteConnection,
    before_ms: i64,
) -> Result<Vec<Hash>, sqlx::Error> {
    let sql = "SELECT b.sha256, b.organisation, l.no FROM blobs b \
               LEFT JOIN logs l ON l.origin LIKE '%/' || b.organisation WHERE b.stored_at < ?";
    let rows = sqlx::query(sql).bind(before_ms).fetch_all(&mut *connection).await?;
    let named = named_blobs(connection).await?;
    let mut unheld = Vec::new();
    for row in rows {
        let Ok(digest) = <[u8; 32]>::try_from(row.get::<&[u8], _>(0)).map(Hash::new) else { continue };
        let log: Option<u32> = row.get(2);
        if log.is_some_and(|log| named.contains(&(log, digest))) {
            continue;
        }
        if let_go(connection, digest, row.get(1)).await? {
            unheld.push(digest);
        }
    }
    Ok(unheld)
}

/// Every blob that a clear value names, by log.
async fn named_blobs(connection: &mut SqliteConnection) -> Result<BTreeSet<(u32, Hash)>, sqlx::Error> {
    /// A digest in quotes.
    const LENGTH: i64 = 66;
    let sql = "SELECT seq, value FROM disclosures WHERE length(value) = ?";
    let rows = sqlx::query(sql).bind(LENGTH).fetch_all(connection).await?;
    let named = rows.iter().filter_map(|row| {
        let digest = digest_of(row.get::<&[u8], _>(1))?;
        Some((Place::of_key(row.get(0)).log, digest))
    });
    Ok(named.collect())
}

/// The digest a value names, if it is one.
fn digest_of(canonical: &[u8]) -> Option<Hash> {
    let text = std::str::from_utf8(canonical).ok()?.strip_prefix('"')?.strip_suffix('"')?;
    Hash::parse(text).ok()
}

/// Notes that an organisation stored a blob.
pub async fn hold_blob(
    connection: &mut SqliteConnection,
    digest: Hash,
    organisation: &str,
    bytes: usize,
    now_ms: i64,
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO blobs (sha256, organisation, bytes, stored_at) VALUES (?, ?, ?, ?) \
               ON CONFLICT DO UPDATE SET stored_at = excluded.stored_at";
    let query =
        sqlx::query(sql).bind(&digest.as_bytes()[..]).bind(organisation).bind(bytes as i64).bind(now_ms);
    query.execute(connection).await.map(|_| ())
}

/// Every blob somebody holds.
pub async fn held_blobs(connection: &mut SqliteConnection) -> Result<Vec<Hash>, sqlx::Error> {
    let rows = sqlx::query("SELECT DISTINCT sha256 FROM blobs").fetch_all(connection).await?;
    let digest =
        |row: &sqlx::sqlite::SqliteRow| <[u8; 32]>::try_from(row.get::<&[u8], _>(0)).ok().map(Hash::new);
    Ok(rows.iter().filter_map(digest).collect())
}

/// Whether an erasure was begun and not finished.
pub async fn is_marked(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let query = sqlx::query("SELECT 1 FROM facts_about_this_file WHERE name = ?").bind(MARK);
    Ok(query.fetch_optional(connection).await?.is_some())
}

/// Writes both tables anew and drops the old ones. Repeating it is harmless.
pub async fn rewrite(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let mut transaction = connection.begin().await?;
    for (table, columns) in TABLES {
        let sql = format!(
            "CREATE TABLE {table}_anew ({columns}) STRICT, WITHOUT ROWID;
             INSERT INTO {table}_anew SELECT * FROM {table};
             DROP TABLE {table};
             ALTER TABLE {table}_anew RENAME TO {table};"
        );
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut *transaction).await?;
    }
    transaction.commit().await
}

/// Folds the write-ahead log away, and if that worked takes the mark back. False when a reader was still in the way.
pub async fn finish(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    if !truncate_log(connection).await? {
        return Ok(false);
    }
    sqlx::query("DELETE FROM facts_about_this_file WHERE name = ?").bind(MARK).execute(connection).await?;
    Ok(true)
}
