//! Writes that are not done twice, in journal.db.

use calendar::Instant;
use journal::EntryId;

use super::{Connection, Query, rows::entry_id};
use crate::{carried_out::Sent, fault::EnvironmentFault};

/// What is kept of a write.
pub struct Kept {
    /// Digest of the request.
    pub request: Vec<u8>,
    /// The entry that tells of it, where one does.
    pub entry: Option<EntryId>,
    /// The answer, sealed; empty where it was not kept.
    pub answer: Vec<u8>,
}

/// Marks a write as done by this entry. The first entry of a write stays; a mark that is past gives way.
pub async fn mark(
    connection: &mut Connection,
    sent: &Sent,
    entry: EntryId,
    now: Instant,
    past: Instant,
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO carried_out (caller, key, request, at, entry, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
               ON CONFLICT (caller, key) DO UPDATE SET request = excluded.request, at = excluded.at, \
               entry = excluded.entry, answer = excluded.answer WHERE carried_out.at <= ?7";
    let query = Query::new(sql)
        .bind(&sent.caller)
        .bind(&sent.key[..])
        .bind(&sent.request[..])
        .bind(now.as_ms())
        .bind(&entry.as_bytes()[..])
        .bind(&[][..])
        .bind(past.as_ms());
    query.execute(connection).await.map(|_| ())
}

/// Keeps the answer to a write.
pub async fn keep(
    connection: &mut Connection,
    sent: &Sent,
    answer: &[u8],
    now: Instant,
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO carried_out (caller, key, request, at, entry, answer) VALUES (?, ?, ?, ?, ?, ?) \
               ON CONFLICT (caller, key) DO UPDATE SET answer = excluded.answer, at = excluded.at, \
               entry = CASE WHEN carried_out.request = excluded.request THEN carried_out.entry ELSE excluded.entry END, \
               request = excluded.request";
    let query = Query::new(sql)
        .bind(&sent.caller)
        .bind(&sent.key[..])
        .bind(&sent.request[..])
        .bind(now.as_ms())
        .bind(&[][..])
        .bind(answer);
    query.execute(connection).await.map(|_| ())
}

/// What is kept of a write, unless it is past.
pub async fn find(
    connection: &mut Connection,
    sent: &Sent,
    past: Instant,
) -> Result<Option<Kept>, EnvironmentFault> {
    let failed = |error| EnvironmentFault::sql("reading what was carried out", error);
    let sql = "SELECT request, entry, answer FROM carried_out WHERE caller = ? AND key = ? AND at > ?";
    let query = Query::new(sql).bind(&sent.caller).bind(&sent.key[..]).bind(past.as_ms());
    let Some(row) = query.fetch_optional(connection).await.map_err(failed)? else { return Ok(None) };
    let entry = Some(row.get::<&[u8]>(1)).filter(|bytes| !bytes.is_empty());
    Ok(Some(Kept { request: row.get(0), entry: entry.map(entry_id).transpose()?, answer: row.get(2) }))
}

/// Lets go of what is past.
pub async fn sweep(connection: &mut Connection, past: Instant) -> Result<u64, sqlx::Error> {
    Query::new("DELETE FROM carried_out WHERE at <= ?").bind(past.as_ms()).execute(connection).await
}
