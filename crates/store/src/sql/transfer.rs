//! Every row of a journal put into another, empty one, of either database; and a digest by which the two are compared.
//! Reads by key in bounded pieces, so that a journal of any size passes.

use campaign::Evidence;
use journal::{Entry, Hash};
use sha2::{Digest, Sha256};

use super::{
    Bulk, Connection, Dialect,
    Kind::{self, Bytes, Int, Text},
    Query, Row, Value, identity,
    place::Place,
};

/// Rows read at once: of entries, at most some 16 MiB.
const ROWS: usize = 512;

/// A table, its columns with the key first.
struct Table {
    name: &'static str,
    key: usize,
    columns: &'static [(&'static str, Kind)],
}

const fn table(name: &'static str, key: usize, columns: &'static [(&'static str, Kind)]) -> Table {
    Table { name, key, columns }
}

const ENTRIES: &str = "entries";
const SESSIONS: &str = "sessions";

/// Every table of a journal.
const TABLES: &[Table] = &[
    table("facts_about_this_file", 1, &[("name", Text), ("value", Bytes)]),
    table("logs", 1, &[("no", Int), ("origin", Text), ("size", Int), ("recorded_at", Int)]),
    table(ENTRIES, 1, &[("seq", Int), ("leaf", Bytes), ("canonical", Bytes)]),
    table("ids", 1, &[("id", Bytes), ("seq", Int)]),
    table("nodes", 1, &[("key", Int), ("hash", Bytes)]),
    table("checkpoints", 2, &[("log", Int), ("size", Int), ("signed_at", Int), ("note", Text)]),
    table("campaigns", 1, &[("issued", Int), ("seq", Int), ("file", Bytes)]),
    table(
        "accounts",
        1,
        &[
            ("login", Text),
            ("actor", Text),
            ("password_hash", Text),
            ("role", Text),
            ("organisation", Text),
            ("name", Text),
            ("created_at", Int),
            ("disabled_at", Int),
            ("failures", Int),
            ("failed_at", Int),
        ],
    ),
    table(
        SESSIONS,
        1,
        &[
            ("token_hash", Bytes),
            ("handle", Text),
            ("login", Text),
            ("role", Text),
            ("organisation", Text),
            ("csrf", Text),
            ("device", Text),
            ("created_at", Int),
            ("seen_at", Int),
            ("expires_at", Int),
        ],
    ),
    table("invitations", 1, &[("code_hash", Bytes), ("login", Text), ("expires_at", Int), ("used_at", Int)]),
    table(
        "carried_out",
        2,
        &[
            ("caller", Text),
            ("key", Bytes),
            ("request", Bytes),
            ("at", Int),
            ("entry", Bytes),
            ("answer", Bytes),
        ],
    ),
    table(
        "second_factors",
        1,
        &[("login", Text), ("sealed", Bytes), ("confirmed_at", Int), ("last_step", Int)],
    ),
    table("recovery_codes", 2, &[("login", Text), ("code_hash", Bytes)]),
    table(
        "machine_keys",
        1,
        &[
            ("id", Text),
            ("prefix", Text),
            ("secret_hash", Bytes),
            ("name", Text),
            ("organisation", Text),
            ("actions", Text),
            ("obligations", Text),
            ("targets", Text),
            ("created_at", Int),
            ("created_by", Text),
            ("expires_at", Int),
            ("revoked_at", Int),
            ("used_at", Int),
        ],
    ),
    table(
        "recoveries",
        1,
        &[
            ("id", Text),
            ("entry", Bytes),
            ("login", Text),
            ("asked_by", Text),
            ("asked_at", Int),
            ("expires_at", Int),
            ("ended_at", Int),
            ("confirmed_by", Text),
        ],
    ),
    table(
        "delegations",
        1,
        &[
            ("id", Text),
            ("entry", Bytes),
            ("organisation", Text),
            ("actor", Text),
            ("signed_as", Text),
            ("actions", Text),
            ("organisations", Text),
            ("valid_from", Int),
            ("valid_to", Int),
            ("given_by", Text),
            ("given_at", Int),
            ("withdrawn_at", Int),
        ],
    ),
    table(
        "openings",
        1,
        &[
            ("id", Text),
            ("entry", Bytes),
            ("actor", Text),
            ("holder", Text),
            ("organisation", Text),
            ("opened_at", Int),
            ("ends_at", Int),
            ("closed_at", Int),
        ],
    ),
    table("accepted_rollbacks", 3, &[("log", Int), ("size", Int), ("root", Bytes), ("seq", Int)]),
    table(
        "source_progress",
        2,
        &[("organisation", Text), ("source", Text), ("taken", Int), ("open", Text), ("caught_up_to", Int)],
    ),
    table("disclosures", 2, &[("seq", Int), ("field", Text), ("salt", Bytes), ("value", Bytes)]),
    table(
        "blobs",
        2,
        &[("sha256", Bytes), ("organisation", Text), ("bytes", Int), ("stored_at", Int), ("named", Int)],
    ),
];

/// Whether those who are signed in stay so in the copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sessions {
    /// It goes on at once in the place of the first.
    Kept,
    /// It may be opened much later: a session that was ended since would be alive again.
    Ended,
}

type Values = Vec<Value<'static>>;

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn key_names(&self) -> String {
        self.columns.iter().take(self.key).map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    /// The rows after a key, in its order.
    async fn page(&self, from: &mut Connection, after: Option<&Values>) -> Result<Vec<Values>, sqlx::Error> {
        let (names, keys) = (self.names(), self.key_names());
        let beyond = after
            .map_or_else(String::new, |_| format!(" WHERE ({keys}) > ({})", vec!["?"; self.key].join(", ")));
        let query = Query::new(format!("SELECT {names} FROM {}{beyond} ORDER BY {keys} LIMIT ?", self.name));
        let key = after.into_iter().flat_map(|row| row.iter().take(self.key).cloned());
        let rows = key.fold(query, Query::bind).bind(ROWS as i64).fetch_all(from).await?;
        Ok(rows.iter().map(|row| self.values(row)).collect())
    }

    fn values(&self, row: &Row) -> Values {
        let columns = self.columns.iter().enumerate();
        let value = |(place, (_, kind)): (usize, &(&str, Kind))| match kind {
            Int => Value::from(row.get::<Option<i64>>(place)),
            Text => Value::from(row.get::<Option<String>>(place)),
            Bytes => Value::from(row.get::<Vec<u8>>(place)),
        };
        columns.map(value).collect()
    }

    async fn put(&self, to: &mut Connection, rows: &[Values]) -> Result<(), sqlx::Error> {
        let walled = self.name == ENTRIES && to.dialect() == Dialect::Postgres;
        let about_too = walled.then_some(("about", Text));
        let columns: Vec<_> = self.columns.iter().copied().chain(about_too).collect();
        let mut bulk = Bulk::rows_of(self.name, &columns);
        for row in rows {
            bulk.row(row.iter().cloned());
            if walled {
                bulk.row([about(row)?.into()]);
            }
        }
        bulk.put(to).await
    }

    async fn digest(&self, from: &mut Connection) -> Result<Counted, sqlx::Error> {
        let mut counted = Counted { table: self.name, rows: 0, digest: Hash::new([0; 32]) };
        let mut digest = Sha256::new();
        let mut last: Option<Values> = None;
        loop {
            let mut rows = self.page(from, last.as_ref()).await?;
            for value in rows.iter().flatten() {
                let (kind, bytes): (u8, Option<Vec<u8>>) = match value {
                    Value::Int(value) => (0, value.map(|value| value.to_be_bytes().to_vec())),
                    Value::Text(text) => (1, text.as_ref().map(|text| text.as_bytes().to_vec())),
                    Value::Bytes(bytes) => (2, Some(bytes.to_vec())),
                };
                digest.update([kind, u8::from(bytes.is_some())]);
                let bytes = bytes.unwrap_or_default();
                digest.update((bytes.len() as u64).to_be_bytes());
                digest.update(bytes);
            }
            counted.rows += rows.len() as u64;
            let whole = rows.len() == ROWS;
            last = rows.pop();
            if !whole {
                counted.digest = Hash::new(digest.finalize().into());
                return Ok(counted);
            }
        }
    }
}

/// Whom an entry is about, which PostgreSQL keeps beside it.
fn about(row: &Values) -> Result<String, sqlx::Error> {
    let [Value::Int(Some(seq)), _, Value::Bytes(canonical)] = row.as_slice() else {
        return Err(sqlx::Error::Decode("an entry of another form".into()));
    };
    let entry = Entry::parse(canonical).map_err(|fault| sqlx::Error::Decode(Box::new(fault)))?;
    Ok(Evidence::keep(&entry, Place::of_key(*seq).index).organisation.to_string())
}

/// How many rows a table has, and a digest of all of them in the order of their keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The table.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
    digest: Hash,
}

/// Copies every row, in the caller's transactions; the tables of `to` are there and empty.
pub async fn copy(from: &mut Connection, to: &mut Connection, sessions: Sessions) -> Result<(), sqlx::Error> {
    if Query::new("SELECT 1 FROM entries LIMIT 1").fetch_optional(to).await?.is_some() {
        return Err(sqlx::Error::Configuration("a journal is copied into an empty one".into()));
    }
    for table in TABLES {
        if table.name == SESSIONS && sessions == Sessions::Ended {
            continue;
        }
        let mut last: Option<Values> = None;
        loop {
            let mut rows = table.page(from, last.as_ref()).await?;
            table.put(to, &rows).await?;
            let whole = rows.len() == ROWS;
            last = rows.pop();
            if !whole {
                break;
            }
        }
    }
    Ok(())
}

/// Copies a journal in PostgreSQL as it stands at one moment into a journal.db that is begun with it. Whoever erases
/// meanwhile waits, so that nothing is missed that the moment holds.
pub async fn snapshot(live: &mut Connection, to: &mut Connection) -> Result<(), sqlx::Error> {
    identity::migrate(to).await?;
    live.script(
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; LOCK TABLE disclosures, blobs IN ACCESS SHARE MODE",
    )
    .await?;
    to.begin().await?;
    copy(live, to, Sessions::Ended).await?;
    to.commit().await?;
    live.commit().await
}

/// Counts and digests every table.
pub async fn count(from: &mut Connection) -> Result<Vec<Counted>, sqlx::Error> {
    let mut counted = Vec::with_capacity(TABLES.len());
    for table in TABLES {
        counted.push(table.digest(from).await?);
    }
    Ok(counted)
}
