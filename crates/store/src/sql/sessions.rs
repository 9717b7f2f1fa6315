//! Sessions in journal.db: by the hash of their token, never the token itself.

use calendar::Instant;

use super::{Connection, Query, Row};
use crate::{
    accounts::Account,
    sessions::{MAX_SESSIONS, Rotation, Session},
};

const COLUMNS: &str = "handle, login, csrf, device, created_at, seen_at, expires_at";

fn session(row: &Row) -> Session {
    Session {
        handle: row.get(0),
        login: row.get(1),
        csrf: row.get(2),
        device: row.get(3),
        created_at: Instant::from_ms(row.get(4)),
        seen_at: Instant::from_ms(row.get(5)),
        expires_at: Instant::from_ms(row.get(6)),
    }
}

/// Opens a session under the rights its account has now; the oldest beyond the number an account may have end.
pub async fn insert(
    connection: &mut Connection,
    token: [u8; 32],
    session: &Session,
    account: &Account,
) -> Result<(), sqlx::Error> {
    let sql = "DELETE FROM sessions WHERE login = ?1 AND token_hash NOT IN \
               (SELECT token_hash FROM sessions WHERE login = ?1 ORDER BY created_at DESC, token_hash LIMIT ?2)";
    let query = Query::new(sql).bind(&session.login).bind(MAX_SESSIONS - 1);
    query.execute(&mut *connection).await?;
    let sql = "INSERT INTO sessions (token_hash, handle, login, role, organisation, csrf, device, created_at, seen_at, \
               expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let query = Query::new(sql)
        .bind(&token[..])
        .bind(&session.handle)
        .bind(&session.login)
        .bind(account.role.to_string())
        .bind(account.organisation.as_str())
        .bind(&session.csrf)
        .bind(&session.device)
        .bind(session.created_at.as_ms())
        .bind(session.seen_at.as_ms())
        .bind(session.expires_at.as_ms());
    query.execute(connection).await.map(|_| ())
}

/// Reads a session that has neither expired nor lain idle since a moment, with the role and organisation it was opened under.
pub async fn find(
    connection: &mut Connection,
    token: [u8; 32],
    (now, idle_since): (Instant, Instant),
) -> Result<Option<(Session, String, String)>, sqlx::Error> {
    let sql = format!(
        "SELECT {COLUMNS}, role, organisation FROM sessions WHERE token_hash = ? AND expires_at > ? AND seen_at > ?"
    );
    let query = Query::new(sql);
    let query = query.bind(&token[..]).bind(now.as_ms()).bind(idle_since.as_ms());
    let row = query.fetch_optional(connection).await?;
    Ok(row.map(|row| (session(&row), row.get(7), row.get(8))))
}

/// The living sessions of an account, newest first.
pub async fn of_login(
    connection: &mut Connection,
    login: &str,
    (now, idle_since): (Instant, Instant),
) -> Result<Vec<Session>, sqlx::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM sessions WHERE login = ? AND expires_at > ? AND seen_at > ? \
         ORDER BY created_at DESC, handle"
    );
    let query = Query::new(sql);
    let query = query.bind(login).bind(now.as_ms()).bind(idle_since.as_ms());
    Ok(query.fetch_all(connection).await?.iter().map(session).collect())
}

/// Notes that a session is in use.
pub async fn touch(connection: &mut Connection, token: [u8; 32], now: Instant) -> Result<(), sqlx::Error> {
    let query = Query::new("UPDATE sessions SET seen_at = ? WHERE token_hash = ?");
    query.bind(now.as_ms()).bind(&token[..]).execute(connection).await.map(|_| ())
}

/// Gives a session another token and ends the account's others. False when the session has ended meanwhile.
pub async fn rotate(
    connection: &mut Connection,
    login: &str,
    rotation: &Rotation,
) -> Result<bool, sqlx::Error> {
    let query = Query::new("UPDATE sessions SET token_hash = ?, csrf = ? WHERE token_hash = ? AND login = ?");
    let query = query.bind(&rotation.new[..]).bind(&rotation.csrf).bind(&rotation.old[..]).bind(login);
    if query.execute(&mut *connection).await? == 0 {
        return Ok(false);
    }
    let query = Query::new("DELETE FROM sessions WHERE login = ? AND token_hash <> ?");
    query.bind(login).bind(&rotation.new[..]).execute(connection).await?;
    Ok(true)
}

/// Ends a session.
pub async fn delete(connection: &mut Connection, token: [u8; 32]) -> Result<(), sqlx::Error> {
    let query = Query::new("DELETE FROM sessions WHERE token_hash = ?").bind(&token[..]);
    query.execute(connection).await.map(|_| ())
}

/// Ends the session of this handle, if it is the account's.
pub async fn delete_handle(
    connection: &mut Connection,
    login: &str,
    handle: &str,
) -> Result<bool, sqlx::Error> {
    let query = Query::new("DELETE FROM sessions WHERE handle = ? AND login = ?").bind(handle).bind(login);
    Ok(query.execute(connection).await? == 1)
}

/// Ends every session of an account.
pub async fn delete_of(connection: &mut Connection, login: &str) -> Result<(), sqlx::Error> {
    Query::new("DELETE FROM sessions WHERE login = ?").bind(login).execute(connection).await.map(|_| ())
}

/// Removes what has expired or lain idle.
pub async fn sweep(
    connection: &mut Connection,
    (now, idle_since): (Instant, Instant),
) -> Result<u64, sqlx::Error> {
    let query = Query::new("DELETE FROM sessions WHERE expires_at <= ? OR seen_at <= ?");
    let query = query.bind(now.as_ms()).bind(idle_since.as_ms());
    query.execute(connection).await
}
