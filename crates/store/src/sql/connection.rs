//! A connection to either database, and a few of them that read.

use std::{collections::BTreeSet, sync::Arc};

use journal::Slug;
use sqlx::{
    Connection as _, PgConnection, PgPool, Postgres, Sqlite, SqliteConnection, SqlitePool,
    pool::PoolConnection,
};
use tokio::sync::{OwnedRwLockWriteGuard, RwLock};

use super::Query;

/// What the texts of statements differ by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The embedded default.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

impl Dialect {
    /// A query for the words of a JSON list that is bound to its placeholder.
    pub const fn words_of_json(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT value FROM json_each(?)",
            Self::Postgres => "SELECT value FROM json_array_elements_text(?::json)",
        }
    }
}

/// A connection.
#[derive(Debug)]
pub struct Connection(Held);

#[derive(Debug)]
enum Held {
    Sqlite(SqliteConnection),
    SqliteReader(PoolConnection<Sqlite>),
    Postgres(Box<PgConnection>),
    PostgresReader(PoolConnection<Postgres>),
}

/// What speaks to the database.
pub enum Link<'c> {
    /// To SQLite.
    Sqlite(&'c mut SqliteConnection),
    /// To PostgreSQL.
    Postgres(&'c mut PgConnection),
}

impl From<SqliteConnection> for Connection {
    fn from(connection: SqliteConnection) -> Self {
        Self(Held::Sqlite(connection))
    }
}

impl From<PgConnection> for Connection {
    fn from(connection: PgConnection) -> Self {
        Self(Held::Postgres(Box::new(connection)))
    }
}

impl Connection {
    /// In which words it is spoken to.
    pub const fn dialect(&self) -> Dialect {
        match self.0 {
            Held::Sqlite(_) | Held::SqliteReader(_) => Dialect::Sqlite,
            Held::Postgres(_) | Held::PostgresReader(_) => Dialect::Postgres,
        }
    }

    pub(super) fn link(&mut self) -> Link<'_> {
        match &mut self.0 {
            Held::Sqlite(link) => Link::Sqlite(link),
            Held::SqliteReader(link) => Link::Sqlite(link),
            Held::Postgres(link) => Link::Postgres(link),
            Held::PostgresReader(link) => Link::Postgres(link),
        }
    }

    /// Runs statements without values, one after another.
    pub async fn script(&mut self, text: impl Into<String>) -> Result<(), sqlx::Error> {
        let script = sqlx::raw_sql(sqlx::AssertSqlSafe(text.into()));
        match self.link() {
            Link::Sqlite(link) => script.execute(link).await.map(|_| ()),
            Link::Postgres(link) => script.execute(link).await.map(|_| ()),
        }
    }

    /// Begins a transaction that will write. Whoever meets a fault in it rolls back, or lets the connection go.
    pub async fn begin(&mut self) -> Result<(), sqlx::Error> {
        let begin = match self.dialect() {
            // Otherwise its first write could find that somebody wrote since its first read.
            Dialect::Sqlite => "BEGIN IMMEDIATE",
            Dialect::Postgres => "BEGIN",
        };
        self.script(begin).await
    }

    /// Makes the transaction last.
    pub async fn commit(&mut self) -> Result<(), sqlx::Error> {
        self.script("COMMIT").await
    }

    /// Undoes the transaction.
    pub async fn roll_back(&mut self) -> Result<(), sqlx::Error> {
        self.script("ROLLBACK").await
    }

    /// Lets go of the database.
    pub async fn close(self) -> Result<(), sqlx::Error> {
        match self.0 {
            Held::Sqlite(link) => link.close().await,
            Held::Postgres(link) => link.close().await,
            Held::SqliteReader(link) => link.close().await,
            Held::PostgresReader(link) => link.close().await,
        }
    }
}

/// What a viewer is kept within by the database, as PostgreSQL writes lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wall {
    /// What is in a log of these organisations or about one of them is seen.
    organisations: Arc<str>,
    /// Of these, entries about them alone: what a board is judged from.
    judged_from: Arc<str>,
}

/// The connections that read, of the node itself and of its viewers.
#[derive(Clone, Debug)]
pub enum Pool {
    /// Of SQLite, where a viewer is kept within its scope by the program alone.
    Sqlite(SqlitePool),
    /// Of PostgreSQL.
    Postgres {
        /// What the node asks for itself.
        node: PgPool,
        /// What it asks for a viewer: in a role that sees no more than it is told to (see `postgres`).
        viewers: PgPool,
    },
}

impl Pool {
    /// A connection that reads for the node; behind a wall, for a viewer who sees what is of those organisations.
    async fn acquire(&self, wall: Option<&Wall>) -> Result<Connection, sqlx::Error> {
        let (node, viewers) = match self {
            Self::Sqlite(pool) => return Ok(Connection(Held::SqliteReader(pool.acquire().await?))),
            Self::Postgres { node, viewers } => (node, viewers),
        };
        let Some(wall) = wall else { return Ok(Connection(Held::PostgresReader(node.acquire().await?))) };
        let mut connection = Connection(Held::PostgresReader(viewers.acquire().await?));
        let tell = "SELECT set_config('thongsuot.organisations', ?, false), \
                    set_config('thongsuot.judged_from', ?, false)";
        let told = Query::new(tell).bind(&*wall.organisations).bind(&*wall.judged_from);
        told.fetch_one(&mut connection).await?;
        Ok(connection)
    }

    const fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite(_) => Dialect::Sqlite,
            Self::Postgres { .. } => Dialect::Postgres,
        }
    }

    pub(super) async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres { node, viewers } => {
                node.close().await;
                viewers.close().await;
            }
        }
    }
}

/// A pool as it is asked: by the node itself, or for a viewer behind a wall.
#[derive(Clone, Debug)]
pub struct Readers {
    pool: Arc<RwLock<Pool>>,
    dialect: Dialect,
    /// Nothing for the node itself, and where the database has no walls.
    wall: Option<Wall>,
}

impl Readers {
    /// Those of the node itself.
    pub fn new(pool: Pool) -> Self {
        Self { dialect: pool.dialect(), pool: Arc::new(RwLock::new(pool)), wall: None }
    }

    /// The same for a viewer: whatever is asked, what is neither in a log of these organisations nor about one of them is
    /// not there; of the others, only the entries about them that those are judged from.
    pub fn within<'a>(
        &self,
        organisations: impl IntoIterator<Item = &'a Slug>,
        judged_from: impl IntoIterator<Item = &'a Slug>,
    ) -> Self {
        let wall = match self.dialect {
            Dialect::Sqlite => None,
            Dialect::Postgres => {
                Some(Wall { organisations: list(organisations), judged_from: list(judged_from) })
            }
        };
        Self { pool: Arc::clone(&self.pool), dialect: self.dialect, wall }
    }

    /// What a viewer is kept within.
    pub const fn wall(&self) -> Option<&Wall> {
        self.wall.as_ref()
    }

    /// A connection that reads.
    pub async fn acquire(&self) -> Result<Connection, sqlx::Error> {
        self.pool.read().await.acquire(self.wall.as_ref()).await
    }

    /// Lets everybody finish reading and closes the database. Who reads next waits for what is put in its place; where
    /// nothing is, there is nothing to read.
    pub async fn emptied(&self) -> OwnedRwLockWriteGuard<Pool> {
        let pool = Arc::clone(&self.pool).write_owned().await;
        pool.close().await;
        pool
    }

    /// Lets go of the database.
    pub async fn close(&self) {
        self.pool.read().await.close().await;
    }
}

/// A list as PostgreSQL writes it: a name holds nothing that would have to be escaped.
fn list<'a>(organisations: impl IntoIterator<Item = &'a Slug>) -> Arc<str> {
    let names: BTreeSet<&str> = organisations.into_iter().map(Slug::as_str).collect();
    let names: Vec<&str> = names.into_iter().collect();
    format!("{{{}}}", names.join(",")).into()
}
