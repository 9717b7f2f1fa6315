//! Who signs for whom, in journal.db.

use access::SignedAs;
use calendar::Instant;
use journal::Slug;
use serde::{Deserialize, de::value::StrDeserializer};

use super::{
    Connection, Query, Row,
    rows::{entry_id, list_of, list_text},
};
use crate::{delegations::Delegation, fault::EnvironmentFault};

const COLUMNS: &str = "id, entry, organisation, actor, signed_as, actions, organisations, valid_from, valid_to, \
                       given_by, given_at, withdrawn_at";

fn failed(error: sqlx::Error) -> EnvironmentFault {
    EnvironmentFault::sql("reading delegations", error)
}

fn delegation(row: &Row) -> Result<Delegation, EnvironmentFault> {
    let damaged = || EnvironmentFault::damaged("reading delegations");
    let signed_as = StrDeserializer::<serde::de::value::Error>::new(row.get(4));
    Ok(Delegation {
        id: row.get(0),
        entry: entry_id(row.get(1))?,
        organisation: Slug::new(row.get::<String>(2)).map_err(|_| damaged())?,
        actor: row.get(3),
        signed_as: SignedAs::deserialize(signed_as).map_err(|_| damaged())?,
        actions: list_of(row.get(5)).ok_or_else(damaged)?,
        organisations: list_of(row.get(6)).ok_or_else(damaged)?,
        from: Instant::from_ms(row.get(7)),
        until: Instant::from_ms(row.get(8)),
        given_by: row.get(9),
        given_at: Instant::from_ms(row.get(10)),
        withdrawn_at: row.get::<Option<i64>>(11).map(Instant::from_ms),
    })
}

/// Adds a delegation.
pub async fn insert(connection: &mut Connection, row: &Delegation) -> Result<(), sqlx::Error> {
    let sql = "INSERT INTO delegations (id, entry, organisation, actor, signed_as, actions, organisations, valid_from, \
               valid_to, given_by, given_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    let query = Query::new(sql)
        .bind(&row.id)
        .bind(&row.entry.as_bytes()[..])
        .bind(row.organisation.as_str())
        .bind(&row.actor)
        .bind(row.signed_as.to_string())
        .bind(list_text(&row.actions)?)
        .bind(list_text(&row.organisations)?)
        .bind(row.from.as_ms())
        .bind(row.until.as_ms())
        .bind(&row.given_by)
        .bind(row.given_at.as_ms());
    query.execute(connection).await.map(|_| ())
}

/// Every delegation, the newest first. An organisation has a few in a campaign.
pub async fn all(connection: &mut Connection) -> Result<Vec<Delegation>, EnvironmentFault> {
    let sql = format!("SELECT {COLUMNS} FROM delegations ORDER BY given_at DESC, id");
    let query = Query::new(sql);
    query.fetch_all(connection).await.map_err(failed)?.iter().map(delegation).collect()
}

/// Withdraws one. False when it is withdrawn already.
pub async fn withdraw(connection: &mut Connection, id: &str, now: Instant) -> Result<bool, sqlx::Error> {
    let query = Query::new("UPDATE delegations SET withdrawn_at = ? WHERE id = ? AND withdrawn_at IS NULL");
    Ok(query.bind(now.as_ms()).bind(id).execute(connection).await? == 1)
}
