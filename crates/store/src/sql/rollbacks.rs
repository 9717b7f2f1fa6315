//! Decisions on rollbacks: which contradicted heads were given up, so that they are not found anew at every start.

use journal::Hash;

use super::{Connection, Query, place::Place};

/// Notes the heads an entry gives up, in the caller's transaction.
pub async fn accept(
    connection: &mut Connection,
    place: Place,
    contradicted: &[(u64, Hash)],
) -> Result<(), sqlx::Error> {
    for (size, root) in contradicted {
        let sql = "INSERT INTO accepted_rollbacks (log, size, root, seq) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
        let query = Query::new(sql).bind(place.log).bind(*size as i64).bind(&root.as_bytes()[..]);
        query.bind(place.key()).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Whether this head of a log was given up.
pub async fn is_accepted(
    connection: &mut Connection,
    log: u32,
    size: u64,
    root: Hash,
) -> Result<bool, sqlx::Error> {
    let sql = "SELECT 1 FROM accepted_rollbacks WHERE log = ? AND size = ? AND root = ?";
    let query = Query::new(sql).bind(log).bind(size as i64).bind(&root.as_bytes()[..]);
    Ok(query.fetch_optional(connection).await?.is_some())
}
