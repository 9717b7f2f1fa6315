//! The erasable side store: clear values with their salts, and which organisation stored which blob.
//!
//! Deleting is not enough. SQLite overwrites what it deletes, but moving rows between pages leaves copies in the gaps
//! of pages that stay in use. So after an erasure both tables are written anew and the old ones dropped: every page of
//! theirs is freed, and a freed page is overwritten whole. Then the write-ahead log is folded in and cut to nothing. A
//! mark in the file makes a start after a crash finish what was begun.

use journal::{Hash, Origin};
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteRow};

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
         named INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (sha256, organisation)",
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
    Ok(!is_held(connection, digest).await?)
}

/// Lets go of what was handed in before this moment and no entry of its organisation ever named: an abandoned form, a
/// wrong photograph. Returns what it was.
pub async fn let_go_unnamed(
    connection: &mut SqliteConnection,
    before_ms: i64,
) -> Result<Vec<Hash>, sqlx::Error> {
    let sql = "DELETE FROM blobs WHERE named = 0 AND stored_at < ? RETURNING sha256";
    let rows = sqlx::query(sql).bind(before_ms).fetch_all(connection).await?;
    Ok(rows.iter().filter_map(digest_in).collect())
}

/// Notes that an entry of this log names a blob, where the log's organisation holds it.
pub async fn name_blob(connection: &mut SqliteConnection, log: u32, digest: Hash) -> Result<(), sqlx::Error> {
    let sql = "UPDATE blobs SET named = 1 WHERE sha256 = ? \
               AND organisation = (SELECT substr(origin, instr(origin, '/') + 1) FROM logs WHERE no = ?)";
    sqlx::query(sql).bind(&digest.as_bytes()[..]).bind(log).execute(connection).await.map(|_| ())
}

fn digest_in(row: &SqliteRow) -> Option<Hash> {
    <[u8; 32]>::try_from(row.get::<&[u8], _>(0)).ok().map(Hash::new)
}

/// The digest a value names, if it is one.
pub fn digest_of(canonical: &[u8]) -> Option<Hash> {
    let text = std::str::from_utf8(canonical).ok()?.strip_prefix('"')?.strip_suffix('"')?;
    Hash::parse(text).ok()
}

/// Notes that an organisation stored a blob, named already where an entry of its log came before it.
pub async fn hold_blob(
    connection: &mut SqliteConnection,
    digest: Hash,
    origin: &Origin,
    bytes: usize,
    now_ms: i64,
) -> Result<(), sqlx::Error> {
    let query = sqlx::query("SELECT no FROM logs WHERE origin = ?").bind(origin.as_str());
    let log: Option<u32> = query.fetch_optional(&mut *connection).await?.map(|row| row.get(0));
    let named = match log {
        Some(log) => is_named(connection, log, digest).await?,
        None => false,
    };
    let sql = "INSERT INTO blobs (sha256, organisation, bytes, stored_at, named) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT DO UPDATE SET stored_at = excluded.stored_at";
    let query = sqlx::query(sql).bind(&digest.as_bytes()[..]).bind(origin.organisation().as_str());
    query.bind(bytes as i64).bind(now_ms).bind(named).execute(connection).await.map(|_| ())
}

/// Whether anybody holds this blob.
pub async fn is_held(connection: &mut SqliteConnection, digest: Hash) -> Result<bool, sqlx::Error> {
    let query = sqlx::query("SELECT 1 FROM blobs WHERE sha256 = ? LIMIT 1").bind(&digest.as_bytes()[..]);
    Ok(query.fetch_optional(connection).await?.is_some())
}

/// Every blob somebody holds.
pub async fn held_blobs(connection: &mut SqliteConnection) -> Result<Vec<Hash>, sqlx::Error> {
    let rows = sqlx::query("SELECT DISTINCT sha256 FROM blobs").fetch_all(connection).await?;
    Ok(rows.iter().filter_map(digest_in).collect())
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
