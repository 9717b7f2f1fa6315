//! What only PostgreSQL has: the server and what is asked of it, the one writer's lock, the two roles, and how erased rows
//! leave its files.
//!
//! The journal and what is derived from it lie in two schemas of one database, so that the same statements find their
//! tables by the search path. The node owns both. What it reads for a viewer it reads as [`READER`], which row-level
//! security keeps within the viewer's organisations: a second wall behind the policy of the program, for the statement
//! that forgot its scope.

use std::{fmt, str::FromStr, time::Duration};

use sqlx::{
    ConnectOptions, Executor, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{Connection, Pool, Query};
use crate::fault::{EnvironmentFault, EnvironmentReason, OpenFault};

/// The role in which the node reads for a viewer. It can't sign in, and an administrator makes it once for the server.
pub const READER: &str = "thongsuot_reader";

/// Oldest server that is known to do.
const OLDEST_VERSION: i64 = 140_000;

/// Connections that read for the node, and as many for its viewers.
const READERS: u32 = 4;

/// The number of the lock that the one writer of a database holds: "thongsuo" in ASCII.
const WRITER_LOCK: i64 = 0x7468_6f6e_6773_756f;

/// How long the lock is waited for: a server notices the end of a connection that was cut some seconds later.
const LOCK_TRIES: u32 = 50;
const LOCK_PAUSE: Duration = Duration::from_millis(100);

/// A schema of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// What was recorded.
    Journal,
    /// What is derived from it.
    State,
}

impl Schema {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::State => "state",
        }
    }

    /// A table that is there from its first form on.
    const fn first_table(self) -> &'static str {
        match self {
            Self::Journal => "journal.logs",
            Self::State => "state.cursor",
        }
    }
}

/// A database of a server.
#[derive(Clone)]
pub struct Server(Box<PgConnectOptions>);

impl fmt::Debug for Server {
    /// Without the address: there may be a password in it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Server")
    }
}

impl Server {
    /// The database at an address, `postgres://user:password@host/database`.
    pub fn new(url: &str) -> Result<Self, OpenFault> {
        // What does not read is not quoted: there may be a password in it.
        let options = PgConnectOptions::from_str(url).map_err(|_| OpenFault::Database {
            what: "has no address of the form postgres://user:password@host/database".to_owned(),
        })?;
        Ok(Self(Box::new(options.application_name("thongsuot").disable_statement_logging())))
    }

    fn options(&self, schema: Schema, more: &[(&str, &str)]) -> PgConnectOptions {
        // A peer that vanished is noticed in a minute, so that its lock is free again.
        let usual = [
            ("search_path", schema.name()),
            ("tcp_keepalives_idle", "30"),
            ("tcp_keepalives_interval", "10"),
            ("tcp_keepalives_count", "3"),
        ];
        PgConnectOptions::clone(&self.0).options(usual).options(more.iter().copied())
    }

    /// A connection that changes nothing yet, beside whoever writes.
    pub async fn beside(&self, schema: Schema) -> Result<Connection, sqlx::Error> {
        self.options(schema, &[]).connect().await.map(Connection::from)
    }

    /// The connection that writes the journal; it alone has the lock of this database, for as long as it lives.
    pub async fn journal_writer(&self) -> Result<Connection, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("opening the journal in PostgreSQL", error);
        let options = self.options(Schema::Journal, &[("synchronous_commit", "on")]);
        let mut connection: Connection = options.connect().await.map(Connection::from).map_err(failed)?;
        for _ in 0..LOCK_TRIES {
            let query = Query::new("SELECT pg_try_advisory_lock(?)").bind(WRITER_LOCK);
            if query.fetch_one(&mut connection).await.map_err(failed)?.get(0) {
                return Ok(connection);
            }
            tokio::time::sleep(LOCK_PAUSE).await;
        }
        Err(EnvironmentFault::new("opening the journal in PostgreSQL", EnvironmentReason::Busy))
    }

    /// The connection that writes what can be rebuilt: a crash may lose the last commits, never the order of them.
    pub async fn state_writer(&self) -> Result<Connection, sqlx::Error> {
        self.options(Schema::State, &[("synchronous_commit", "off")]).connect().await.map(Connection::from)
    }

    /// The connections that read a schema.
    pub async fn readers(&self, schema: Schema) -> Result<Pool, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("opening the database", error);
        let options = self.options(schema, &[("default_transaction_read_only", "on")]);
        let pool = || {
            PgPoolOptions::new()
                .max_connections(READERS)
                .min_connections(0)
                .acquire_timeout(Duration::from_secs(30))
                .idle_timeout(None)
                .max_lifetime(None)
        };
        let node = pool().connect_with(options.clone()).await.map_err(failed)?;
        let viewers: PgPool = pool()
            .after_connect(|connection, _| {
                Box::pin(async move {
                    connection.execute(sqlx::AssertSqlSafe(format!("SET ROLE {READER}"))).await.map(|_| ())
                })
            })
            .connect_with(options)
            .await
            .map_err(failed)?;
        Ok(Pool::Postgres { node, viewers })
    }

    /// Drops what can be rebuilt.
    pub async fn drop_state(&self) -> Result<(), sqlx::Error> {
        let mut connection = self.beside(Schema::State).await?;
        drop_schema(&mut connection, Schema::State).await?;
        connection.close().await
    }
}

/// Drops a schema with everything in it.
pub async fn drop_schema(connection: &mut Connection, schema: Schema) -> Result<(), sqlx::Error> {
    let name = schema.name();
    connection
        .script(format!("SET client_min_messages = warning; DROP SCHEMA IF EXISTS {name} CASCADE"))
        .await
}

/// What keeps this server from being trusted with a journal, for a person; nothing where it is fit.
pub async fn unfit(connection: &mut Connection) -> Result<Option<String>, sqlx::Error> {
    let settings = "SELECT current_setting('server_version_num')::bigint, current_setting('server_version'), \
                    current_setting('server_encoding'), current_setting('fsync'), \
                    current_setting('full_page_writes'), pg_is_in_recovery()";
    let row = Query::new(settings).fetch_one(connection).await?;
    if row.get::<i64>(0) < OLDEST_VERSION {
        return Ok(Some(format!("is PostgreSQL {}; 14 is the oldest that does", row.get::<&str>(1))));
    }
    if row.get::<&str>(2) != "UTF8" {
        return Ok(Some(format!("keeps its text as {}, and UTF8 is needed", row.get::<&str>(2))));
    }
    for (column, name) in [(3, "fsync"), (4, "full_page_writes")] {
        if row.get::<&str>(column) != "on" {
            return Ok(Some(format!("has {name} off: what it acknowledged would be lost with the power")));
        }
    }
    if row.get(5) {
        return Ok(Some("is a standby, which can't be written".to_owned()));
    }
    let role = "SELECT rolsuper OR rolbypassrls, pg_has_role(current_user, oid, 'MEMBER') FROM pg_roles \
                WHERE rolname = ?";
    let Some(row) = Query::new(role).bind(READER).fetch_optional(connection).await? else {
        return Ok(Some(format!(
            "has no role {READER}; an administrator makes it once: CREATE ROLE {READER} NOLOGIN"
        )));
    };
    if row.get(0) {
        return Ok(Some(format!("lets {READER} pass by row-level security; it must be an ordinary role")));
    }
    if !row.get::<bool>(1) {
        return Ok(Some(format!(
            "does not let this user read as {READER}: GRANT {READER} TO the user of the node"
        )));
    }
    Ok(None)
}

/// Whether the schema has tables.
pub async fn is_begun(connection: &mut Connection, schema: Schema) -> Result<bool, sqlx::Error> {
    let query = Query::new("SELECT to_regclass(?) IS NOT NULL").bind(schema.first_table());
    Ok(query.fetch_one(connection).await?.get(0))
}

/// How many migrations the schema has seen; it is made where it is missing.
pub async fn version(connection: &mut Connection, schema: Schema) -> Result<u32, sqlx::Error> {
    let name = schema.name();
    connection
        .script(format!(
            "SET client_min_messages = warning; CREATE SCHEMA IF NOT EXISTS {name};
             CREATE TABLE IF NOT EXISTS {name}.form (applied BIGINT NOT NULL)"
        ))
        .await?;
    let row = Query::new("SELECT applied FROM form").fetch_optional(connection).await?;
    Ok(row.map_or(0, |row| row.get(0)))
}

/// Notes how many migrations the schema has seen, in the caller's transaction.
pub async fn set_version(connection: &mut Connection, version: u32) -> Result<(), sqlx::Error> {
    connection.script(format!("DELETE FROM form; INSERT INTO form (applied) VALUES ({version})")).await
}

/// Writes the erasable tables anew, in the caller's transaction. Changing a column's type copies the rows that are alive
/// into new files and drops the old ones; `VACUUM FULL` would carry along what an older snapshot still sees. Waits for
/// readers of the tables, such as a backup, no longer than SQLite does.
pub async fn rewrite(connection: &mut Connection) -> Result<(), sqlx::Error> {
    let timeout_ms = super::sqlite::BUSY.as_millis();
    connection
        .script(format!(
            "SET LOCAL lock_timeout = {timeout_ms};
             ALTER TABLE disclosures ALTER COLUMN value TYPE BYTEA USING value || ''::bytea;
             ALTER TABLE blobs ALTER COLUMN bytes TYPE BIGINT USING bytes + 0"
        ))
        .await
}
