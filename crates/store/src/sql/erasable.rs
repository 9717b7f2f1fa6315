//! The erasable side store: clear values with their salts, and which organisation stored which blob.
//!
//! Deleting is not enough: copies stay in gaps of pages and in what the database keeps beside its tables. So after an
//! erasure both tables are written anew, as `sqlite` and `postgres` each have to. A mark makes a start after a crash finish
//! what was begun.

use journal::{Hash, Origin};

use super::{Connection, Dialect, Query, Row, place::Place, postgres, sqlite};

/// The mark that an erasure is not finished.
const MARK: &str = "erasing";

/// Deletes the clear values of these fields of an entry and sets the mark, in the caller's transaction. The log's
/// organisation lets go of a blob named by the values unless another field of the same log names it: what others name
/// or hold is theirs. Those nobody holds any more are returned, to be removed from the disk.
pub async fn delete(
    connection: &mut Connection,
    place: Place,
    fields: &[String],
    organisation: &str,
) -> Result<Vec<Hash>, sqlx::Error> {
    let mark = "INSERT INTO facts_about_this_file (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";
    Query::new(mark).bind(MARK).bind(&[1][..]).execute(&mut *connection).await?;
    let mut unheld = Vec::new();
    for field in fields {
        let query = Query::new("DELETE FROM disclosures WHERE seq = ? AND field = ? RETURNING value");
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
async fn is_named(connection: &mut Connection, log: u32, digest: Hash) -> Result<bool, sqlx::Error> {
    let (first, end) = (Place { log, index: 0 }, Place { log: log + 1, index: 0 });
    let sql = "SELECT 1 FROM disclosures WHERE seq >= ? AND seq < ? AND value = ? LIMIT 1";
    let query = Query::new(sql).bind(first.key()).bind(end.key()).bind(format!("\"{digest}\"").into_bytes());
    Ok(query.fetch_optional(connection).await?.is_some())
}

/// Drops the note that an organisation holds a blob. True when nobody holds it any more.
async fn let_go(connection: &mut Connection, digest: Hash, organisation: &str) -> Result<bool, sqlx::Error> {
    let query = Query::new("DELETE FROM blobs WHERE sha256 = ? AND organisation = ?");
    query.bind(&digest.as_bytes()[..]).bind(organisation).execute(&mut *connection).await?;
    Ok(!is_held(connection, digest).await?)
}

/// Lets go of what was handed in before this moment and no entry of its organisation ever named: an abandoned form, a
/// wrong photograph. Returns what it was.
pub async fn let_go_unnamed(connection: &mut Connection, before_ms: i64) -> Result<Vec<Hash>, sqlx::Error> {
    let sql = "DELETE FROM blobs WHERE named = 0 AND stored_at < ? RETURNING sha256";
    let rows = Query::new(sql).bind(before_ms).fetch_all(connection).await?;
    Ok(rows.iter().filter_map(digest_in).collect())
}

/// Notes that an entry of this log names a blob, where the log's organisation holds it.
pub async fn name_blob(connection: &mut Connection, log: u32, digest: Hash) -> Result<(), sqlx::Error> {
    let row = Query::new("SELECT origin FROM logs WHERE no = ?").bind(log).fetch_one(connection).await?;
    let organisation = row.get::<&str>(0).rsplit('/').next().unwrap_or_default();
    let query = Query::new("UPDATE blobs SET named = 1 WHERE sha256 = ? AND organisation = ?");
    query.bind(&digest.as_bytes()[..]).bind(organisation).execute(connection).await.map(|_| ())
}

fn digest_in(row: &Row) -> Option<Hash> {
    <[u8; 32]>::try_from(row.get::<&[u8]>(0)).ok().map(Hash::new)
}

/// The digest a value names, if it is one.
pub fn digest_of(canonical: &[u8]) -> Option<Hash> {
    let text = std::str::from_utf8(canonical).ok()?.strip_prefix('"')?.strip_suffix('"')?;
    Hash::parse(text).ok()
}

/// Notes that an organisation stored a blob, named already where an entry of its log came before it.
pub async fn hold_blob(
    connection: &mut Connection,
    digest: Hash,
    origin: &Origin,
    bytes: usize,
    now_ms: i64,
) -> Result<(), sqlx::Error> {
    let query = Query::new("SELECT no FROM logs WHERE origin = ?").bind(origin.as_str());
    let log: Option<u32> = query.fetch_optional(&mut *connection).await?.map(|row| row.get(0));
    let named = match log {
        Some(log) => is_named(connection, log, digest).await?,
        None => false,
    };
    let sql = "INSERT INTO blobs (sha256, organisation, bytes, stored_at, named) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (sha256, organisation) DO UPDATE SET stored_at = excluded.stored_at";
    let query = Query::new(sql).bind(&digest.as_bytes()[..]).bind(origin.organisation().as_str());
    query.bind(bytes as i64).bind(now_ms).bind(named).execute(connection).await.map(|_| ())
}

/// Whether anybody holds this blob.
pub async fn is_held(connection: &mut Connection, digest: Hash) -> Result<bool, sqlx::Error> {
    let query = Query::new("SELECT 1 FROM blobs WHERE sha256 = ? LIMIT 1").bind(&digest.as_bytes()[..]);
    Ok(query.fetch_optional(connection).await?.is_some())
}

/// Every blob somebody holds.
pub async fn held_blobs(connection: &mut Connection) -> Result<Vec<Hash>, sqlx::Error> {
    let rows = Query::new("SELECT DISTINCT sha256 FROM blobs").fetch_all(connection).await?;
    Ok(rows.iter().filter_map(digest_in).collect())
}

/// Whether an erasure was begun and not finished.
pub async fn is_marked(connection: &mut Connection) -> Result<bool, sqlx::Error> {
    let query = Query::new("SELECT 1 FROM facts_about_this_file WHERE name = ?").bind(MARK);
    Ok(query.fetch_optional(connection).await?.is_some())
}

/// Writes both tables anew and drops the old ones. Repeating it is harmless.
pub async fn rewrite(connection: &mut Connection) -> Result<(), sqlx::Error> {
    connection.begin().await?;
    let rewritten = match connection.dialect() {
        Dialect::Sqlite => sqlite::rewrite(connection).await,
        Dialect::Postgres => postgres::rewrite(connection).await,
    };
    match rewritten {
        Ok(()) => connection.commit().await,
        Err(error) => connection.roll_back().await.and(Err(error)),
    }
}

/// Does what is left after the tables were written anew, and if that worked takes the mark back. False when a reader was
/// still in the way.
pub async fn finish(connection: &mut Connection) -> Result<bool, sqlx::Error> {
    if connection.dialect() == Dialect::Sqlite && !sqlite::truncate_log(connection).await? {
        return Ok(false);
    }
    let query = Query::new("DELETE FROM facts_about_this_file WHERE name = ?").bind(MARK);
    query.execute(connection).await?;
    Ok(true)
}
