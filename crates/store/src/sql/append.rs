//! The one place that writes entries. Whoever wants something recorded goes through the writer task, which calls
//! [`append`] inside its transaction; a test reads the sources and fails if entries are inserted anywhere else.

use std::collections::HashMap;

use calendar::Instant;
use journal::{Disclosure, EntryId, Hash, Origin, Slug};

use super::{
    Bulk, Connection, Dialect,
    Kind::{Bytes, Int, Text},
    Query, Value,
    erasable::{digest_of, name_blob},
    fetch_among,
    place::{Place, node_key},
    rollbacks::accept,
};

/// What one transaction adds to the journal.
#[derive(Debug, Default)]
pub struct Addition {
    /// Logs that begin with this batch.
    pub new_logs: Vec<(u32, Origin)>,
    /// The entries, in order within each log.
    pub entries: Vec<NewEntry>,
    /// Tree nodes the entries complete: log, level, index, hash.
    pub nodes: Vec<(u32, u8, u64, Hash)>,
    /// Clear values and salts.
    pub disclosures: Vec<(Place, Disclosure)>,
    /// How each touched log stands afterwards: size, and when its last entry was recorded.
    pub heads: Vec<(u32, u64, Instant)>,
    /// Campaigns issued: the entry, and the blob of the file.
    pub campaigns: Vec<(Place, Hash)>,
    /// Decisions on rollbacks: the entry, and the heads it gives up.
    pub rollbacks: Vec<(Place, Vec<(u64, Hash)>)>,
}

/// One entry to be added.
#[derive(Debug)]
pub struct NewEntry {
    /// Where it will stand.
    pub place: Place,
    /// Its id.
    pub id: EntryId,
    /// Its leaf hash.
    pub leaf: Hash,
    /// Its canonical bytes.
    pub canonical: Vec<u8>,
    /// The organisation it is about, which reads it also where it stands in another's log.
    pub about: Slug,
}

/// Adds everything, in the caller's transaction.
pub async fn append(connection: &mut Connection, addition: &Addition) -> Result<(), sqlx::Error> {
    for (no, origin) in &addition.new_logs {
        let sql = "INSERT INTO logs (no, origin, size, recorded_at) VALUES (?, ?, 0, 0)";
        Query::new(sql).bind(no).bind(origin.as_str()).execute(&mut *connection).await?;
    }
    let entries = &addition.entries;
    put_entries(connection, entries).await?;
    let mut rows = Bulk::rows_of("ids", &[("id", Bytes), ("seq", Int)]);
    for entry in entries {
        rows.row([Value::from(&entry.id.as_bytes()[..]), entry.place.key().into()]);
    }
    rows.put(connection).await?;
    let mut rows = Bulk::rows_of("nodes", &[("key", Int), ("hash", Bytes)]);
    for (log, level, index, hash) in &addition.nodes {
        rows.row([node_key(*log, *level, *index).into(), Value::from(&hash.as_bytes()[..])]);
    }
    rows.put(connection).await?;
    let columns = [("seq", Int), ("field", Text), ("salt", Bytes), ("value", Bytes)];
    let mut rows = Bulk::rows_of("disclosures", &columns);
    for (place, Disclosure { field, salt, value, .. }) in &addition.disclosures {
        rows.row([place.key().into(), field.into(), Value::from(&salt[..]), value.canonical().into()]);
    }
    rows.put(connection).await?;
    for (place, disclosure) in &addition.disclosures {
        if let Some(digest) = digest_of(&disclosure.value.canonical()) {
            name_blob(connection, place.log, digest).await?;
        }
    }
    for (place, file) in &addition.campaigns {
        let sql = "INSERT INTO campaigns (issued, seq, file) \
                   SELECT coalesce(max(issued), 0) + 1, ?, ? FROM campaigns";
        Query::new(sql).bind(place.key()).bind(&file.as_bytes()[..]).execute(&mut *connection).await?;
    }
    for (place, contradicted) in &addition.rollbacks {
        accept(connection, *place, contradicted).await?;
    }
    for (no, size, recorded_at) in &addition.heads {
        let sql = "UPDATE logs SET size = ?, recorded_at = ? WHERE no = ?";
        let query = Query::new(sql).bind(*size as i64).bind(recorded_at.as_ms()).bind(no);
        query.execute(&mut *connection).await?;
    }
    Ok(())
}

/// PostgreSQL keeps whom an entry is about beside it: its policies ask for that.
async fn put_entries(connection: &mut Connection, entries: &[NewEntry]) -> Result<(), sqlx::Error> {
    let walled = connection.dialect() == Dialect::Postgres;
    let columns = [("seq", Int), ("leaf", Bytes), ("canonical", Bytes), ("about", Text)];
    let mut rows = Bulk::rows_of("entries", &columns[..if walled { 4 } else { 3 }]);
    for entry in entries {
        let row =
            [entry.place.key().into(), Value::from(&entry.leaf.as_bytes()[..]), (&entry.canonical).into()];
        rows.row(row.into_iter().chain(walled.then(|| Value::from(entry.about.as_str()))));
    }
    rows.put(connection).await
}

/// Which of these ids were recorded before, and where.
pub async fn recorded(
    connection: &mut Connection,
    ids: &[EntryId],
) -> Result<HashMap<EntryId, Place>, sqlx::Error> {
    let mut found = HashMap::new();
    let wanted = ids.iter().map(|id| Value::from(&id.as_bytes()[..])).collect();
    for row in fetch_among(connection, "SELECT id, seq FROM ids WHERE id", Bytes, wanted).await? {
        let id = <[u8; 16]>::try_from(row.get::<&[u8]>(0)).ok().and_then(|id| EntryId::from_bytes(id).ok());
        let id = id.ok_or_else(|| sqlx::Error::Decode("an id that is none".into()))?;
        found.insert(id, Place::of_key(row.get(1)));
    }
    Ok(found)
}

/// One entry's canonical bytes, as the writer's own connection sees them.
pub async fn canonical(connection: &mut Connection, place: Place) -> Result<Vec<u8>, sqlx::Error> {
    let query = Query::new("SELECT canonical FROM entries WHERE seq = ?").bind(place.key());
    Ok(query.fetch_one(connection).await?.get(0))
}
