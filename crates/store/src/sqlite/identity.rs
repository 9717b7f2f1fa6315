//! Whose journal.db this is, and in which form: migrations, the node's name, and an identity of its own by which
//! state.db recognises it.

use sqlx::{Row, SqliteConnection};

use super::connect::migrate;

const MIGRATIONS: &[&str] = &[
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
];

/// The newest form of journal.db this program knows.
pub const NEWEST: u32 = MIGRATIONS.len() as u32;

/// What a journal.db says of itself.
#[derive(Debug)]
pub struct Identity {
    /// Random, its own.
    pub own: Vec<u8>,
    /// The node it belongs to.
    pub node: String,
    /// Migrations it has seen that this program does not know.
    pub beyond: u32,
}

/// Brings journal.db to the current form; a new one is given to `node` under `fresh`. One from a newer program is left
/// as it is.
pub async fn identify(
    connection: &mut SqliteConnection,
    node: &str,
    fresh: [u8; 16],
) -> Result<Identity, sqlx::Error> {
    let beyond = migrate(connection, MIGRATIONS).await?;
    if beyond > 0 {
        return Ok(Identity { own: Vec::new(), node: String::new(), beyond });
    }
    let sql = "INSERT INTO facts_about_this_file (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";
    for (name, value) in [("identity", &fresh[..]), ("node", node.as_bytes())] {
        sqlx::query(sql).bind(name).bind(value).execute(&mut *connection).await?;
    }
    let mut known = Identity { own: Vec::new(), node: String::new(), beyond };
    for row in sqlx::query("SELECT name, value FROM facts_about_this_file").fetch_all(connection).await? {
        match row.get::<&str, _>(0) {
            "identity" => known.own = row.get(1),
            "node" => known.node = String::from_utf8_lossy(row.get(1)).into_owned(),
            _ => {}
        }
    }
    Ok(known)
}
