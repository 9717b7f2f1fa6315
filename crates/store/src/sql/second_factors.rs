//! Second factors and recovery codes in journal.db.

use calendar::Instant;

use super::{Connection, Query};

/// A second factor as it is kept.
pub struct FactorRow {
    /// The secret, sealed.
    pub sealed: Vec<u8>,
    /// Since when it is asked for.
    pub confirmed_at: Option<Instant>,
    /// The step of the last code that counted.
    pub last_step: i64,
}

/// Reads an account's.
pub async fn find(connection: &mut Connection, login: &str) -> Result<Option<FactorRow>, sqlx::Error> {
    let sql = "SELECT sealed, confirmed_at, last_step FROM second_factors WHERE login = ?";
    let row = Query::new(sql).bind(login).fetch_optional(connection).await?;
    Ok(row.map(|row| FactorRow {
        sealed: row.get(0),
        confirmed_at: row.get::<Option<i64>>(1).map(Instant::from_ms),
        last_step: row.get(2),
    }))
}

/// Whether there is any on this node.
pub async fn any(connection: &mut Connection) -> Result<bool, sqlx::Error> {
    let query = Query::new("SELECT EXISTS (SELECT 1 FROM second_factors)");
    Ok(query.fetch_one(connection).await?.get(0))
}

/// Begins one, in the place of one that was never confirmed. False when there is a confirmed one.
pub async fn begin(connection: &mut Connection, login: &str, sealed: &[u8]) -> Result<bool, sqlx::Error> {
    let sql = "INSERT INTO second_factors (login, sealed, last_step) VALUES (?, ?, 0) \
               ON CONFLICT (login) DO UPDATE SET sealed = excluded.sealed \
               WHERE second_factors.confirmed_at IS NULL";
    let query = Query::new(sql).bind(login).bind(sealed);
    Ok(query.execute(connection).await? == 1)
}

/// Confirms the one whose secret was shown. False when that one is not waiting any more.
pub async fn confirm(
    connection: &mut Connection,
    login: &str,
    sealed: &[u8],
    step: i64,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let sql = "UPDATE second_factors SET confirmed_at = ?, last_step = ? \
               WHERE login = ? AND sealed = ? AND confirmed_at IS NULL";
    let query = Query::new(sql).bind(now.as_ms()).bind(step).bind(login).bind(sealed);
    Ok(query.execute(connection).await? == 1)
}

/// Uses up the code of a step. False when one of it or a later one was used.
pub async fn use_step(connection: &mut Connection, login: &str, step: i64) -> Result<bool, sqlx::Error> {
    let sql = "UPDATE second_factors SET last_step = ?1 \
               WHERE login = ?2 AND last_step < ?1 AND confirmed_at IS NOT NULL";
    Ok(Query::new(sql).bind(step).bind(login).execute(connection).await? == 1)
}

/// Removes an account's, with its recovery codes.
pub async fn delete(connection: &mut Connection, login: &str) -> Result<(), sqlx::Error> {
    Query::new("DELETE FROM recovery_codes WHERE login = ?").bind(login).execute(&mut *connection).await?;
    Query::new("DELETE FROM second_factors WHERE login = ?").bind(login).execute(connection).await.map(|_| ())
}

/// Puts these recovery codes in the place of those before.
pub async fn put_codes(
    connection: &mut Connection,
    login: &str,
    codes: &[[u8; 32]],
) -> Result<(), sqlx::Error> {
    Query::new("DELETE FROM recovery_codes WHERE login = ?").bind(login).execute(&mut *connection).await?;
    for code in codes {
        let query = Query::new("INSERT INTO recovery_codes (login, code_hash) VALUES (?, ?)");
        query.bind(login).bind(&code[..]).execute(&mut *connection).await?;
    }
    Ok(())
}

/// How many are left.
pub async fn count_codes(connection: &mut Connection, login: &str) -> Result<u32, sqlx::Error> {
    let query = Query::new("SELECT count(*) FROM recovery_codes WHERE login = ?").bind(login);
    Ok(query.fetch_one(connection).await?.get(0))
}

/// Uses one up. False when it is none.
pub async fn use_code(connection: &mut Connection, login: &str, code: [u8; 32]) -> Result<bool, sqlx::Error> {
    let query = Query::new("DELETE FROM recovery_codes WHERE login = ? AND code_hash = ?");
    Ok(query.bind(login).bind(&code[..]).execute(connection).await? == 1)
}
