//! Keys of programs in journal.db: by a prefix that opens nothing, with the digest of their secret.

use access::KeyLimit;
use calendar::Instant;
use journal::Slug;
use sqlx::{Row, SqliteConnection, sqlite::SqliteRow};

use super::rows::{list_of, list_text, slugs_json};
use crate::{fault::EnvironmentFault, keys::MachineKey};

const COLUMNS: &str = "id, prefix, name, organisation, actions, obligations, targets, created_at, created_by, \
                       expires_at, revoked_at, used_at";

fn failed(error: sqlx::Error) -> EnvironmentFault {
    EnvironmentFault::sql("reading keys", error)
}

fn key(row: &SqliteRow) -> Result<MachineKey, EnvironmentFault> {
    let damaged = || EnvironmentFault::damaged("reading keys");
    Ok(MachineKey {
        id: row.get(0),
        prefix: row.get(1),
        name: row.get(2),
        organisation: Slug::new(row.get::<String, _>(3)).map_err(|_| damaged())?,
        limit: KeyLimit {
            actions: list_of(row.get(4)).ok_or_else(damaged)?,
            obligations: list_of(row.get(5)).ok_or_else(damaged)?,
            targets: list_of(row.get(6)).ok_or_else(damaged)?,
        },
        created_at: Instant::from_ms(row.get(7)),
        created_by: row.get(8),
        expires_at: Instant::from_ms(row.get(9)),
        revoked_at: row.get::<Option<i64>, _>(10).map(Instant::from_ms),
        used_at: row.get::<Option<i64>, _>(11).map(Instant::from_ms),
    })
}

/// Adds a key.
pub async fn insert(
    connection: &mut SqliteConnection,
    key: &MachineKey,
    secret_hash: [u8; 32],
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO machine_keys (id, prefix, secret_hash, name, organisation, actions, obligations, targets, \
               created_at, created_by, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let query = sqlx::query(sql)
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
    connection: &mut SqliteConnection,
    prefix: &str,
) -> Result<Option<(MachineKey, Vec<u8>)>, EnvironmentFault> {
    let sql = format!("SELECT {COLUMNS}, secret_hash FROM machine_keys WHERE prefix = ?");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(prefix);
    let row = query.fetch_optional(connection).await.map_err(failed)?;
    row.map(|row| Ok((key(&row)?, row.get(12)))).transpose()
}

/// The key of an id.
pub async fn find(
    connection: &mut SqliteConnection,
    id: &str,
) -> Result<Option<MachineKey>, EnvironmentFault> {
    let sql = format!("SELECT {COLUMNS} FROM machine_keys WHERE id = ?");
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(id);
    query.fetch_optional(connection).await.map_err(failed)?.as_ref().map(key).transpose()
}

/// Up to `limit` keys of these organisations after an id.
pub async fn page(
    connection: &mut SqliteConnection,
    organisations: impl Iterator<Item = &Slug>,
    after: &str,
    limit: usize,
) -> Result<Vec<MachineKey>, EnvironmentFault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM machine_keys WHERE id > ? AND organisation IN (SELECT value FROM json_each(?)) \
         ORDER BY id LIMIT ?"
    );
    let query = sqlx::query(sqlx::AssertSqlSafe(sql)).bind(after).bind(slugs_json(organisations));
    query.bind(limit as i64).fetch_all(connection).await.map_err(failed)?.iter().map(key).collect()
}

/// Revokes a key. False when it is revoked already.
pub async fn revoke(connection: &mut SqliteConnection, id: &str, now: Instant) -> Result<bool, sqlx::Error> {
    let query = sqlx::query("UPDATE machine_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL");
    Ok(query.bind(now.as_ms()).bind(id).execute(connection).await?.rows_affected() == 1)
}

/// Notes that a key is in use.
pub async fn touch(connection: &mut SqliteConnection, id: &str, now: Instant) -> Result<(), sqlx::Error> {
    let query = sqlx::query("UPDATE machine_keys SET used_at = ? WHERE id = ?");
    query.bind(now.as_ms()).bind(id).execute(connection).await.map(|_| ())
}
