//! Sessions in journal.db: by the hash of their token, never the token itself.

use calendar::Instant;
use sqlx::{Row, SqliteConnection};

use crate::sessions::Session;

/// Opens a session.
pub async fn insert(
    connection: &mut SqliteConnection,
    token: [u8; 32],
    session: &Session,
) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO sessions (token_hash, login, csrf, created_at, seen_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)";
    let query = sqlx::query(sql)
        .bind(&token[..])
        .bind(&session.login)
        .bind(&session.csrf)
        .bind(session.created_at.as_ms())
        .bind(session.seen_at.as_ms())
        .bind(session.expires_at.as_ms());
    query.execute(connection).await.map(|_| ())
}

/// Reads a session that has not expired.
pub async fn find(
    connection: &mut SqliteConnection,
    token: [u8; 32],
    now: Instant,
) -> Result<Option<Session>, sqlx::Error> {
    let sql = "SELECT login, csrf, created_at, seen_at, expires_at FROM sessions \
               WHERE token_hash = ? AND expires_at > ?";
    let row = sqlx::query(sql).bind(&token[..]).bind(now.as_ms()).fetch_optional(connection).await?;
    Ok(row.map(|row| Session {
        login: row.get(0),
        csrf: row.get(1),
        created_at: Instant::from_ms(row.get(2)),
        seen_at: Instant::from_ms(row.get(3)),
        expires_at: Instant::from_ms(row.get(4)),
    }))
}

/// Notes that a session is in use.
pub async fn touch(
    connection: &mut SqliteConnection,
    token: [u8; 32],
    now: Instant,
) -> Result<(), sqlx::Error> {
    let query = sqlx::query("UPDATE sessions SET seen_at = ? WHERE token_hash = ?");
    query.bind(now.as_ms()).bind(&token[..]).execute(connection).await.map(|_| ())
}

/// Ends a session.
pub async fn delete(connection: &mut SqliteConnection, token: [u8; 32]) -> Result<(), sqlx::Error> {
    let query = sqlx::query("DELETE FROM sessions WHERE token_hash = ?").bind(&token[..]);
    query.execute(connection).await.map(|_| ())
}

/// Ends every session of an account.
pub async fn delete_of(connection: &mut SqliteConnection, login: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM sessions WHERE login = ?").bind(login).execute(connection).await.map(|_| ())
}

/// Removes what has expired.
pub async fn sweep(connection: &mut SqliteConnection, now: Instant) -> Result<u64, sqlx::Error> {
    let query = sqlx::query("DELETE FROM sessions WHERE expires_at <= ?").bind(now.as_ms());
    Ok(query.execute(connection).await?.rows_affected())
}
