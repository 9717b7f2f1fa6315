//! What a copy of journal.db is checked by, and what may not come back with it.

use calendar::Instant;
use journal::Hash;

use super::{Connection, Query, journal::CheckpointRow, sqlite};

/// What a journal.db says of itself, read without changing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The node it belongs to.
    pub node: String,
    /// Its form: how many migrations it has seen.
    pub schema: u32,
}

/// What the file says of itself.
pub async fn about(connection: &mut Connection) -> Result<About, sqlx::Error> {
    let schema = sqlite::version(connection).await?;
    Ok(About { node: node(connection).await?, schema })
}

/// The node a journal belongs to.
pub async fn node(connection: &mut Connection) -> Result<String, sqlx::Error> {
    let query = Query::new("SELECT value FROM facts_about_this_file WHERE name = 'node'");
    let node: Vec<u8> = query.fetch_one(connection).await?.get(0);
    Ok(String::from_utf8_lossy(&node).into_owned())
}

/// Takes out of a copy what may not come back with it: a session that was ended since would be alive again.
pub async fn end_sessions(connection: &mut Connection) -> Result<(), sqlx::Error> {
    Query::new("DELETE FROM sessions").execute(connection).await.map(|_| ())
}

/// Every blob that is held, and whether an entry names it.
pub async fn blobs(connection: &mut Connection) -> Result<Vec<(Hash, bool)>, sqlx::Error> {
    let query = Query::new("SELECT sha256, max(named) FROM blobs GROUP BY sha256 ORDER BY sha256");
    let rows = query.fetch_all(connection).await?;
    rows.iter()
        .map(|row| {
            let digest = <[u8; 32]>::try_from(row.get::<&[u8]>(0));
            let digest = digest.map_err(|_| sqlx::Error::Decode("a digest that is none".into()))?;
            Ok((Hash::new(digest), row.get::<i64>(1) != 0))
        })
        .collect()
}

/// Every signed head of a log that was kept, smallest first.
pub async fn checkpoints(connection: &mut Connection, log: u32) -> Result<Vec<CheckpointRow>, sqlx::Error> {
    let sql = "SELECT size, signed_at, note FROM checkpoints WHERE log = ? ORDER BY size";
    let rows = Query::new(sql).bind(log).fetch_all(connection).await?;
    let kept = rows.iter().map(|row| CheckpointRow {
        size: row.get::<i64>(0) as u64,
        signed_at: Instant::from_ms(row.get(1)),
        note: row.get(2),
    });
    Ok(kept.collect())
}
