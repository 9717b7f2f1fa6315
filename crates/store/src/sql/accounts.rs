//! Accounts in journal.db. The password hash is made and checked by the caller; it is never read with the account.

use std::collections::BTreeMap;

use access::Role;
use calendar::Instant;
use journal::Slug;
use serde::{Deserialize, de::value::StrDeserializer};

use super::{Connection, Query, Row, rows::slugs_json};
use crate::{accounts::Account, fault::EnvironmentFault};

const COLUMNS: &str = "login, actor, role, organisation, name, created_at, disabled_at, failures, failed_at, \
                       password_hash <> ''";

/// Reads an account and its password hash.
pub async fn find(
    connection: &mut Connection,
    login: &str,
) -> Result<Option<(Account, String)>, EnvironmentFault> {
    let sql = format!("SELECT {COLUMNS}, password_hash FROM accounts WHERE login = ?");
    let query = Query::new(sql).bind(login);
    let row = query.fetch_optional(connection).await.map_err(failed)?;
    row.map(|row| Ok((account(&row)?, row.get(10)))).transpose()
}

/// Reads the account behind an opaque id.
pub async fn find_actor(
    connection: &mut Connection,
    actor: &str,
) -> Result<Option<Account>, EnvironmentFault> {
    let sql = format!("SELECT {COLUMNS} FROM accounts WHERE actor = ?");
    let query = Query::new(sql).bind(actor);
    query.fetch_optional(connection).await.map_err(failed)?.as_ref().map(account).transpose()
}

/// How many accounts of each organisation may sign in.
pub async fn counts(connection: &mut Connection) -> Result<BTreeMap<Slug, usize>, EnvironmentFault> {
    let sql = "SELECT organisation, count(*) FROM accounts \
               WHERE disabled_at IS NULL AND password_hash <> '' GROUP BY organisation";
    let rows = Query::new(sql).fetch_all(connection).await.map_err(failed)?;
    let count = |row: &Row| {
        let organisation = Slug::new(row.get::<String>(0)).ok()?;
        Some((organisation, usize::try_from(row.get::<i64>(1)).ok()?))
    };
    rows.iter().map(|row| count(row).ok_or_else(|| EnvironmentFault::damaged("reading accounts"))).collect()
}

/// Up to `limit` accounts of these organisations, of one role where it is named, after a login, by login.
pub async fn page(
    connection: &mut Connection,
    (organisations, role): (impl Iterator<Item = &Slug>, Option<Role>),
    after: &str,
    limit: usize,
) -> Result<Vec<Account>, EnvironmentFault> {
    let sql = format!(
        "SELECT {COLUMNS} FROM accounts WHERE login > ? AND organisation IN ({}) \
         AND (? = '' OR role = ?) ORDER BY login LIMIT ?",
        connection.dialect().words_of_json()
    );
    let role = role.map(|role| role.to_string()).unwrap_or_default();
    let query = Query::new(sql).bind(after).bind(slugs_json(organisations));
    let query = query.bind(role.clone()).bind(role);
    let rows = query.bind(limit as i64).fetch_all(connection).await.map_err(failed)?;
    rows.iter().map(account).collect()
}

fn failed(error: sqlx::Error) -> EnvironmentFault {
    EnvironmentFault::sql("reading accounts", error)
}

fn account(row: &Row) -> Result<Account, EnvironmentFault> {
    let damaged = || EnvironmentFault::damaged("reading accounts");
    let role = StrDeserializer::<serde::de::value::Error>::new(row.get(2));
    Ok(Account {
        login: row.get(0),
        actor: row.get(1),
        role: Role::deserialize(role).map_err(|_| damaged())?,
        organisation: Slug::new(row.get::<String>(3)).map_err(|_| damaged())?,
        name: row.get(4),
        created_at: Instant::from_ms(row.get(5)),
        disabled_at: row.get::<Option<i64>>(6).map(Instant::from_ms),
        failures: row.get(7),
        failed_at: row.get::<Option<i64>>(8).map(Instant::from_ms),
        enrolled: row.get(9),
    })
}

/// Adds an account. False when the login is taken.
pub async fn insert(connection: &mut Connection, account: &Account, hash: &str) -> Result<bool, sqlx::Error> {
    let sql = "INSERT INTO accounts (login, actor, password_hash, role, organisation, name, created_at) \
               VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (login) DO NOTHING";
    let query = Query::new(sql)
        .bind(&account.login)
        .bind(&account.actor)
        .bind(hash)
        .bind(account.role.to_string())
        .bind(account.organisation.as_str())
        .bind(&account.name)
        .bind(account.created_at.as_ms());
    Ok(query.execute(connection).await? == 1)
}

/// Puts another password hash in place and forgets failures.
pub async fn set_password(connection: &mut Connection, login: &str, hash: &str) -> Result<(), sqlx::Error> {
    let sql = "UPDATE accounts SET password_hash = ?, failures = 0, failed_at = NULL WHERE login = ?";
    Query::new(sql).bind(hash).bind(login).execute(connection).await.map(|_| ())
}

/// Shuts an account out, or lets it in again.
pub async fn set_disabled(
    connection: &mut Connection,
    login: &str,
    disabled_at: Option<Instant>,
) -> Result<(), sqlx::Error> {
    let query = Query::new("UPDATE accounts SET disabled_at = ? WHERE login = ?");
    query.bind(disabled_at.map(Instant::as_ms)).bind(login).execute(connection).await.map(|_| ())
}

/// Sets the first password of an invited account that is not shut out. False when there is none.
pub async fn enrol(connection: &mut Connection, login: &str, hash: &str) -> Result<bool, sqlx::Error> {
    let sql = "UPDATE accounts SET password_hash = ? WHERE login = ? AND password_hash = '' AND disabled_at IS NULL";
    Ok(Query::new(sql).bind(hash).bind(login).execute(connection).await? == 1)
}

/// Takes an account's password away: it waits for another as one that was invited.
pub async fn reset_password(connection: &mut Connection, login: &str) -> Result<(), sqlx::Error> {
    let sql = "UPDATE accounts SET password_hash = '', failures = 0, failed_at = NULL WHERE login = ?";
    Query::new(sql).bind(login).execute(connection).await.map(|_| ())
}

/// Gives an account another role.
pub async fn set_role(connection: &mut Connection, login: &str, role: Role) -> Result<(), sqlx::Error> {
    let query = Query::new("UPDATE accounts SET role = ? WHERE login = ?").bind(role.to_string()).bind(login);
    query.execute(connection).await.map(|_| ())
}

/// Whether, in the topmost organisation `top`, no other administrator could sign in without this one.
pub async fn is_last_administrator(
    connection: &mut Connection,
    login: &str,
    top: Option<&Slug>,
) -> Result<bool, sqlx::Error> {
    let Some(top) = top else { return Ok(false) };
    let sql = "SELECT count(*) FILTER (WHERE login = ?1), count(*) FILTER (WHERE login <> ?1) FROM accounts \
               WHERE organisation = ?2 AND role = ?3 AND disabled_at IS NULL AND password_hash <> ''";
    let query = Query::new(sql).bind(login).bind(top.as_str()).bind(Role::Administrator.to_string());
    let row = query.fetch_one(connection).await?;
    Ok(row.get::<i64>(0) > 0 && row.get::<i64>(1) == 0)
}

/// Counts a failed sign-in and returns how many in a row there are now; 0 when there is no such account.
pub async fn count_failure(
    connection: &mut Connection,
    login: &str,
    now: Instant,
) -> Result<u32, sqlx::Error> {
    let sql = "UPDATE accounts SET failures = failures + 1, failed_at = ? WHERE login = ? RETURNING failures";
    let row = Query::new(sql).bind(now.as_ms()).bind(login).fetch_optional(connection).await?;
    Ok(row.map_or(0, |row| row.get(0)))
}

/// Forgets failed sign-ins.
pub async fn forget_failures(connection: &mut Connection, login: &str) -> Result<(), sqlx::Error> {
    let query =
        Query::new("UPDATE accounts SET failures = 0, failed_at = NULL WHERE login = ? AND failures > 0");
    query.bind(login).execute(connection).await.map(|_| ())
}
