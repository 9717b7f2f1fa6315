//! Invitations in journal.db: by the hash of their code, one an account.

use calendar::Instant;

use super::{Connection, Query};

/// Invites an account; an invitation it had before opens nothing any more.
pub async fn put(
    connection: &mut Connection,
    code: [u8; 32],
    login: &str,
    expires_at: Instant,
) -> Result<(), sqlx::Error> {
    delete_of(connection, login).await?;
    let query = Query::new("INSERT INTO invitations (code_hash, login, expires_at) VALUES (?, ?, ?)");
    let query = query.bind(&code[..]).bind(login).bind(expires_at.as_ms());
    query.execute(connection).await.map(|_| ())
}

/// Whose invitation it is, unless it has expired.
pub async fn find(
    connection: &mut Connection,
    code: [u8; 32],
    now: Instant,
) -> Result<Option<String>, sqlx::Error> {
    let sql = "SELECT login FROM invitations WHERE code_hash = ? AND expires_at > ? AND used_at IS NULL";
    let query = Query::new(sql);
    let row = query.bind(&code[..]).bind(now.as_ms()).fetch_optional(connection).await?;
    Ok(row.map(|row| row.get(0)))
}

/// Uses an invitation up.
pub async fn use_up(connection: &mut Connection, code: [u8; 32], now: Instant) -> Result<(), sqlx::Error> {
    let query = Query::new("UPDATE invitations SET used_at = ? WHERE code_hash = ?");
    query.bind(now.as_ms()).bind(&code[..]).execute(connection).await.map(|_| ())
}

/// Whose invitation it was that was used after a moment.
pub async fn find_used(
    connection: &mut Connection,
    code: [u8; 32],
    after: Instant,
) -> Result<Option<String>, sqlx::Error> {
    let query = Query::new("SELECT login FROM invitations WHERE code_hash = ? AND used_at > ?");
    let row = query.bind(&code[..]).bind(after.as_ms()).fetch_optional(connection).await?;
    Ok(row.map(|row| row.get(0)))
}

/// Takes back what an account was sent.
pub async fn delete_of(connection: &mut Connection, login: &str) -> Result<(), sqlx::Error> {
    Query::new("DELETE FROM invitations WHERE login = ?").bind(login).execute(connection).await.map(|_| ())
}
