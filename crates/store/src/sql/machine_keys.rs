//! Keys of programs in journal.db: by a prefix that opens nothing, with the digest of their secret.

use access::KeyLimit;
use calendar::Instant;
use journal::Slug;

use super::{
    Connection, Query, Row,
    rows::{list_of, list_text, slugs_json},
};
use crate::{fault::EnvironmentFault, keys::MachineKey};

const COLUMNS: &str = "id, prefix, name, organisation, actions, obligations, targets, created_at, created_by, \
                       expires_at, revoked_at, used_at";

fn failed(error: sqlx::Error) -> EnvironmentFault {
    EnvironmentFault::sql("reading keys", error)
}

fn key(row: &Row) -> Result<MachineKey, EnvironmentFault> {
    let damaged = || EnvironmentFault::damaged("reading keys");
    Ok(MachineKey {
        id: row.get(0),
        prefix: row.get(1),
        name: row.get(2),
        organisation: Slug::new(row.get::<String>(3)).map_err(|_| damaged())?,
        limit: KeyLimit {
            actions: list_of(row.get(4)).ok_or_else(damaged)?,
            obligations: list_of(row.get(5)).ok_or_else(damaged)?,
            targets: list_of(row.get(6)).ok_or_else(damaged)?,
        },
        created_at: Instant::from_ms(row.get(7)),
        created_by: row.get(8),
        expires_at: Instant::from_ms(row.get(9)),
        revoked_at: row.get::<Option<i64>>(10).map(Instant::from_ms),
        used_at: row.get::<Option<i64>>(11).map(Instant::from_ms),
    })
}

/// Adds a key.
pub async fn insert(
    connection: &mut Connection,
    key: &MachineKey,
    secret_hash: [u8; 32],
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO machine_keys (id, prefix, secret_hash, name, organisation, actions, obligations, targets, \
               created_at, created_by, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let query = Query::new(sql)
        .bind(&key.id)
        .bind(&key.prefix)
        .bind(&secret_hash[..])
        .bind(&key.name)
        .bind(key.organisation.as_str())
        .bind(list_text(&key.limit.actions)?)
        .bind(list_text(&key.limit.obligations)?)
        .bind(list_text(&key.limit.targets)?)
        .bind(key.created_at.as_ms())
        .bind(&key.created_by)
        .bind(key.expires_at.as_ms());
    query.execute(connection).await.map(|_| ())
}

/// The key of a prefix with the digest of its secret.
pub async fn find_prefix(
    connection: &mut Connection,
    prefix: &str,
) -> Result<Option<(MachineKey, Vec<u8>)>, EnvironmentFault> {
    let sql = format!("SELECT {COLUMNS}, secret_hash FROM machine_keys WHERE prefix = ?");
    let query = Query::new(sql).bind(prefix);
    let row = query.fetch_optional(connection).await.map_err(failed)?;
    row.map(|row| Ok((key(&row)?, row.get(12)))).transpose()
}

/// The key of an id.
pub async fn find(connection: &mut Connection, id: &str) -> Result<Option<MachineKey>, EnvironmentFault> {
    let sql = format!("SELECT {COLUMNS} FROM machine_keys WHERE id = ?");
    let query = Query::new(sql).bind(id);
    query.fetch_optional(connection).await.map_err(failed)?.as_ref().map(key).transpose()
}

/// Up to `limit` keys of these organisations after an id.
pub async fn page(
    connection: &mut Connection,
    organisations: impl Iterator<Item = &Slug>,
    after: &str,
    limit: usize,
) -> Result<Vec<MachineKey>, EnvironmentFault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM machine_keys WHERE id > ? AND organisation IN ({}) \
         ORDER BY id LIMIT ?",
        connection.dialect().words_of_json()
    );
    let query = Query::new(sql).bind(after).bind(slugs_json(organisations));
    query.bind(limit as i64).fetch_all(connection).await.map_err(failed)?.iter().map(key).collect()
}

/// Revokes a key. False when it is revoked already.
pub async fn revoke(connection: &mut Connection, id: &str, now: Instant) -> Result<bool, sqlx::Error> {
    let query = Query::new("UPDATE machine_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL");
    Ok(query.bind(now.as_ms()).bind(id).execute(connection).await? == 1)
}

/// Notes that a key is in use.
pub async fn touch(connection: &mut Connection, id: &str, now: Instant) -> Result<(), sqlx::Error> {
    let query = Query::new("UPDATE machine_keys SET used_at = ? WHERE id = ?");
    query.bind(now.as_ms()).bind(id).execute(connection).await.map(|_| ())
}
