//! Whose journal this is, and in which form: migrations, the node's name, and an identity of its own by which what is
//! derived from it recognises it.

use super::{
    Connection, Dialect, Query,
    postgres::{self, Schema},
    sqlite,
};

const SQLITE: &[&str] = &[
    include_str!("../../migrations/sqlite/journal-0001.sql"),
    include_str!("../../migrations/sqlite/journal-0002.sql"),
    include_str!("../../migrations/sqlite/journal-0003.sql"),
    include_str!("../../migrations/sqlite/journal-0004.sql"),
    include_str!("../../migrations/sqlite/journal-0005.sql"),
    include_str!("../../migrations/sqlite/journal-0006.sql"),
    include_str!("../../migrations/sqlite/journal-0007.sql"),
    include_str!("../../migrations/sqlite/journal-0008.sql"),
    include_str!("../../migrations/sqlite/journal-0009.sql"),
    include_str!("../../migrations/sqlite/journal-0010.sql"),
    include_str!("../../migrations/sqlite/journal-0011.sql"),
    include_str!("../../migrations/sqlite/journal-0012.sql"),
];

const POSTGRES: &[&str] = &[
    include_str!("../../migrations/postgres/journal-0001.sql"),
    include_str!("../../migrations/postgres/journal-0002.sql"),
    include_str!("../../migrations/postgres/journal-0003.sql"),
    include_str!("../../migrations/postgres/journal-0004.sql"),
];

/// The newest form of journal.db this program knows.
pub const NEWEST: u32 = SQLITE.len() as u32;

/// In which form a journal is, and the newest of its database that this program knows.
pub async fn form(connection: &mut Connection) -> Result<(u32, u32), sqlx::Error> {
    let (migrations, applied) = match connection.dialect() {
        Dialect::Sqlite => (SQLITE, sqlite::version(connection).await?),
        Dialect::Postgres => (POSTGRES, postgres::version(connection, Schema::Journal).await?),
    };
    Ok((applied, u32::try_from(migrations.len()).unwrap_or(u32::MAX)))
}

/// Applies the numbered migrations the journal has not seen, in one transaction: whoever is killed meanwhile leaves it as
/// it was. Returns how many it had beyond those known, which means a newer program wrote it.
pub async fn migrate(connection: &mut Connection) -> Result<u32, sqlx::Error> {
    let (applied, known) = form(connection).await?;
    if applied >= known {
        return Ok(applied - known);
    }
    let migrations = match connection.dialect() {
        Dialect::Sqlite => SQLITE,
        Dialect::Postgres => POSTGRES,
    };
    connection.begin().await?;
    for migration in migrations.iter().skip(applied as usize) {
        connection.script(*migration).await?;
    }
    match connection.dialect() {
        Dialect::Sqlite => sqlite::set_version(connection, known).await?,
        Dialect::Postgres => postgres::set_version(connection, known).await?,
    }
    connection.commit().await?;
    Ok(0)
}

/// What a journal says of itself.
#[derive(Debug)]
pub struct Identity {
    /// Random, its own.
    pub own: Vec<u8>,
    /// The node it belongs to.
    pub node: String,
    /// Migrations it has seen that this program does not know.
    pub beyond: u32,
}

/// Brings the journal to the current form; a new one is given to `node` under `fresh`. One from a newer program is left
/// as it is.
pub async fn identify(
    connection: &mut Connection,
    node: &str,
    fresh: [u8; 16],
) -> Result<Identity, sqlx::Error> {
    let beyond = migrate(connection).await?;
    if beyond > 0 {
        return Ok(Identity { own: Vec::new(), node: String::new(), beyond });
    }
    let sql = "INSERT INTO facts_about_this_file (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";
    for (name, value) in [("identity", &fresh[..]), ("node", node.as_bytes())] {
        Query::new(sql).bind(name).bind(value).execute(&mut *connection).await?;
    }
    find(connection).await
}

/// What a journal in the current form says of itself.
pub async fn find(connection: &mut Connection) -> Result<Identity, sqlx::Error> {
    let mut known = Identity { own: Vec::new(), node: String::new(), beyond: 0 };
    for row in Query::new("SELECT name, value FROM facts_about_this_file").fetch_all(connection).await? {
        match row.get::<&str>(0) {
            "identity" => known.own = row.get(1),
            "node" => known.node = String::from_utf8_lossy(row.get(1)).into_owned(),
            _ => {}
        }
    }
    Ok(known)
}
