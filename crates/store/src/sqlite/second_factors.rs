//! Second factors and recovery codes in journal.db.

use calendar::Instant;
use sqlx::{Row, SqliteConnection};

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
pub async fn find(connection: &mut SqliteConnection, login: &str) -> Result<Option<FactorRow>, sqlx::Error> {
    let sql = "SELECT sealed, confirmed_at, last_step FROM second_factors WHERE login = ?";
    let row = sqlx::query(sql).bind(login).fetch_optional(connection).await?;
    Ok(row.map(|row| FactorRow {
        sealed: row.get(0),
        confirmed_at: row.get::<Option<i64>, _>(1).map(Instant::from_ms),
        last_step: row.get(2),
    }))
}

/// Whether there is any on this node.
pub async fn any(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let query = sqlx::query("SELECT EXISTS (SELECT 1 FROM second_factors)");
    Ok(query.fetch_one(connection).await?.get(0))
}

/// Begins one, in the place of one that was never confirmed. False when there is a confirmed one.
pub async fn begin(
    connection: &mut SqliteConnection,
    login: &str,
    sealed: &[u8],
) -> Result<bool, sqlx::Error> {
    let sql = "INSERT INTO second_factors (login, sealed, last_step) VALUES (?, ?, 0) \
               ON CONFLICT (login) DO UPDATE SET sealed = excluded.sealed WHERE confirmed_at IS NULL";
    let query = sqlx::query(sql).bind(login).bind(sealed);
    Ok(query.execute(connection).await?.rows_affected() == 1)
}

/// Confirms the one whose secret was shown. False when that one is not waiting any more.
pub async fn confirm(
    connection: &mut SqliteConnection,
    login: &str,
    sealed: &[u8],
    step: i64,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let sql = "UPDATE second_factors SET confirmed_at = ?, last_step = ? \
               WHERE login = ? AND sealed = ? AND confirmed_at IS NULL";
    let query = sqlx::query(sql).bind(now.as_ms()).bind(step).bind(login).bind(sealed);
    Ok(query.execute(connection).await?.rows_affected() == 1)
}

/// Uses up the code of a step. False when one of it or a later one was used.
pub async fn use_step(
    connection: &mut SqliteConnection,
    login: &str,
    step: i64,
) -> Result<bool, sqlx::Error> {
    let sql = "UPDATE second_factors SET last_step = ?1 \
               WHERE login = ?2 AND last_step < ?1 AND confirmed_at IS NOT NULL";
    Ok(sqlx::query(sql).bind(step).bind(login).execute(connection).await?.rows_affected() == 1)
}

/// Removes an account's, with its recovery codes.
pub async fn delete(connection: &mut SqliteConnection, login: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM recovery_codes WHERE login = ?").bind(login).execute(&mut *connection).await?;
    sqlx::query("DELETE FROM second_factors WHERE login = ?")
        .bind(login)
        .execute(connection)
        .await
        .map(|_| ())
}

/// Puts these recovery codes in the place of those before.
pub async fn put_codes(
    connection: &mut SqliteConnection,
    login: &str,
    codes: &[[u8; 32]],
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM recovery_codes WHERE login = ?").bind(login).execute(&mut *connection).await?;
    for code in codes {
        let query = sqlx::query("INSERT INTO recovery_codes (login, code_hash) VALUES (?, ?)");
        query.bind(login).bind(&code[..]).execute(&mut *connection).await?;
    }
    Ok(())
}

/// How many are left.
pub async fn count_codes(connection: &mut SqliteConnection, login: &str) -> Result<u32, sqlx::Error> {
    let query = sqlx::query("SELECT count(*) FROM recovery_codes WHERE login = ?").bind(login);
    Ok(query.fetch_one(connection).await?.get(0))
}

/// Uses one up. False when it is none.
pub async fn use_code(
    connection: &mut SqliteConnection,
    login: &str,
    code: [u8; 32],
) -> Result<bool, sqlx::Error> {
    let query = sqlx::query("DELETE FROM recovery_codes WHERE login = ? AND code_hash = ?");
    Ok(query.bind(login).bind(&code[..]).execute(connection).await?.rows_affected() == 1)
}
