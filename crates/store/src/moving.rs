//! A move of the journal between journal.db and PostgreSQL, while the node is stopped.
//!
//! The source stays in force until the destination holds every row, leads to every head that was ever signed, and is
//! durable; then the file `database` of the directory is written or removed, which is one rename, and the source goes. A
//! move that was cut short is made again: what it left holds nothing yet, or row for row what is moved, and goes. Anything
//! else at the destination is somebody's, and refused.

use std::{fs, path::PathBuf};

use journal::SigningKey;

use crate::{
    backup::check::{self, Sizes},
    directory::{Directory, find_key, sync_directory},
    fault::{EnvironmentFault, OpenFault},
    home::{find_marker, mark},
    options::Database,
    sql::{
        Connection, Home, copy, identity,
        postgres::{self, Schema, Server, is_begun, unfit},
        sqlite::{self, Keeping},
        state,
        transfer::{self, Counted, Sessions},
    },
    witness::Carried,
};

/// What a journal.db is called until it is whole.
const UNFINISHED: &str = "journal.db.moving";

/// A move to be made.
#[derive(Clone, Debug)]
pub struct MoveOrder {
    /// The data directory, which no node has.
    pub data: PathBuf,
    /// The database of PostgreSQL, whichever way.
    pub postgres: Database,
    /// Which way.
    pub to: Destination,
}

/// Where the journal goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// Into journal.db.
    Sqlite,
    /// Into PostgreSQL.
    Postgres,
}

/// What was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// How long each log is, and its root.
    pub logs: Sizes,
    /// Rows of all tables.
    pub rows: u64,
}

/// Why nothing was moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveFault {
    /// The journal is there already.
    #[error("{}: the journal lies there already", .0.display())]
    AlreadyThere(PathBuf),
    /// There is no journal to move.
    #[error("{}: no journal.db in it, and none in PostgreSQL that belongs to it", .0.display())]
    NoJournal(PathBuf),
    /// The destination holds something.
    #[error("{0} holds something already")]
    NotEmpty(String),
    /// What was copied is not what it was copied from, or that does not verify.
    #[error("the journal {0}")]
    Damaged(String),
    /// A newer program wrote the journal.
    #[error("the journal has form {found}, and this program knows forms up to {known}")]
    Newer {
        /// Its form.
        found: u32,
        /// The newest this program reads.
        known: u32,
    },
    /// The directory or the database can't be used.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// The machine.
    #[error(transparent)]
    Environment(#[from] EnvironmentFault),
}

/// Moves the journal of a data directory.
pub async fn move_journal(order: &MoveOrder) -> Result<Moved, MoveFault> {
    let Database::Postgres { url } = &order.postgres else {
        let what = "is not named; a move goes to PostgreSQL or comes from it".to_owned();
        return Err(OpenFault::Database { what }.into());
    };
    let directory = Directory::hold(&order.data)?;
    let seed = find_key(&directory.key())?.ok_or_else(|| MoveFault::NoJournal(order.data.clone()))?;
    let marked = find_marker(&directory)?;
    let moving = Moving { data: order.data.clone(), directory, server: Server::new(url)?, seed };
    match (order.to, marked) {
        (Destination::Postgres, None) => moving.to_postgres().await,
        (Destination::Sqlite, Some(identity)) => moving.to_sqlite(&identity).await,
        // Cut short at its last step: the destination is in force, and the source still lies there.
        (Destination::Postgres, Some(_)) if moving.directory.journal().is_file() => {
            moving.finish_postgres().await
        }
        (Destination::Sqlite, None) if moving.directory.journal().is_file() => moving.finish_sqlite().await,
        _ => Err(MoveFault::AlreadyThere(order.data.clone())),
    }
}

struct Moving {
    data: PathBuf,
    directory: Directory,
    server: Server,
    seed: [u8; 32],
}

fn failed(error: sqlx::Error) -> EnvironmentFault {
    EnvironmentFault::sql("moving the journal", error)
}

impl Moving {
    async fn to_postgres(&self) -> Result<Moved, MoveFault> {
        if !self.directory.journal().is_file() {
            return Err(MoveFault::NoJournal(self.data.clone()));
        }
        let mut from = self.directory.home().journal_writer(None).await?;
        current(&mut from).await?;
        let mut to = self.server.journal_writer().await?;
        if let Some(what) = unfit(&mut to).await.map_err(failed)? {
            return Err(OpenFault::Database { what }.into());
        }
        if is_begun(&mut to, Schema::Journal).await.map_err(failed)?
            && is_left_over(&mut from, &mut to).await?
        {
            drop_schemas(&mut to).await?;
        }
        for schema in [Schema::Journal, Schema::State] {
            if is_begun(&mut to, schema).await.map_err(failed)? {
                return Err(MoveFault::NotEmpty(format!("schema {} of the database", schema.name())));
            }
        }
        current(&mut to).await?;
        to.begin().await.map_err(failed)?;
        let moved = self.copy(&mut from, &mut to).await?;
        to.commit().await.map_err(failed)?;
        let identity = identity::find(&mut from).await.map_err(failed)?.own;
        self.carry_heads(&self.directory.home()).await?;
        mark(&self.directory, &identity)?;
        // From here on the journal in PostgreSQL is in force.
        from.close().await.map_err(failed)?;
        to.close().await.map_err(failed)?;
        self.remove_files()?;
        Ok(moved)
    }

    /// By the heads that are kept with what is derived the next start tells whether the journal lost something before.
    async fn carry_heads(&self, home: &Home) -> Result<(), EnvironmentFault> {
        Carried::in_file(self.directory.carried()).add(state::heads_left(home).await?)
    }

    fn remove_files(&self) -> Result<(), EnvironmentFault> {
        for path in [self.directory.journal(), self.directory.state()] {
            sqlite::remove(&path)?;
        }
        sync_directory(&self.data)
    }

    /// Removes the journal.db that a move to PostgreSQL left, once the two are seen to be the same.
    async fn finish_postgres(&self) -> Result<Moved, MoveFault> {
        let mut gone = self.directory.home().journal_writer(None).await?;
        let mut there = self.server.journal_writer().await?;
        let moved = self.same(&mut gone, &mut there).await?;
        gone.close().await.map_err(failed)?;
        there.close().await.map_err(failed)?;
        self.carry_heads(&self.directory.home()).await?;
        self.remove_files()?;
        Ok(moved)
    }

    /// Drops the schemas that a move to journal.db left, once the two are seen to be the same.
    async fn finish_sqlite(&self) -> Result<Moved, MoveFault> {
        let mut gone = self.server.journal_writer().await?;
        if !is_begun(&mut gone, Schema::Journal).await.map_err(failed)? {
            return Err(MoveFault::AlreadyThere(self.data.clone()));
        }
        let mut there = self.directory.home().journal_writer(None).await?;
        let moved = self.same(&mut gone, &mut there).await?;
        there.close().await.map_err(failed)?;
        self.carry_heads(&Home::Server(self.server.clone())).await?;
        drop_schemas(&mut gone).await?;
        gone.close().await.map_err(failed)?;
        Ok(moved)
    }

    /// What lies in force, if what it came from is the same, row for row.
    async fn same(&self, gone: &mut Connection, there: &mut Connection) -> Result<Moved, MoveFault> {
        if !is_left_over(there, gone).await? {
            return Err(MoveFault::AlreadyThere(self.data.clone()));
        }
        self.verified(there).await
    }

    async fn to_sqlite(&self, identity: &[u8]) -> Result<Moved, MoveFault> {
        let (whole, unfinished) = (self.directory.journal(), self.data.join(UNFINISHED));
        let mut from = self.server.journal_writer().await?;
        if !is_begun(&mut from, Schema::Journal).await.map_err(failed)? {
            return Err(MoveFault::NoJournal(self.data.clone()));
        }
        current(&mut from).await?;
        if identity::find(&mut from).await.map_err(failed)?.own != identity {
            let what = "holds the journal of another data directory".to_owned();
            return Err(OpenFault::Database { what }.into());
        }
        if whole.exists() {
            let mut left = sqlite::writer(&whole, Keeping::Durable, None).await.map_err(failed)?;
            if !is_left_over(&mut from, &mut left).await? {
                return Err(MoveFault::NotEmpty(whole.display().to_string()));
            }
            left.close().await.map_err(failed)?;
            sqlite::remove(&whole)?;
        }
        // By its name nobody ever took it for a journal.
        sqlite::remove(&unfinished)?;
        let mut to = sqlite::writer(&unfinished, Keeping::Durable, None).await.map_err(failed)?;
        current(&mut to).await?;
        to.begin().await.map_err(failed)?;
        let moved = self.copy(&mut from, &mut to).await?;
        to.commit().await.map_err(failed)?;
        // Closing folds the write-ahead log into the file.
        to.close().await.map_err(failed)?;
        let synced = fs::File::open(&unfinished).and_then(|file| file.sync_all());
        synced
            .and_then(|()| fs::rename(&unfinished, &whole))
            .map_err(|error| EnvironmentFault::io("writing", &whole, error))?;
        sync_directory(&self.data)?;
        self.carry_heads(&Home::Server(self.server.clone())).await?;
        let marker = self.directory.database();
        fs::remove_file(&marker).map_err(|error| EnvironmentFault::io("removing", &marker, error))?;
        sync_directory(&self.data)?;
        // From here on journal.db is in force.
        drop_schemas(&mut from).await?;
        from.close().await.map_err(failed)?;
        Ok(moved)
    }

    /// Copies every row and holds the copy against its source, in the transaction of the copy.
    async fn copy(&self, from: &mut Connection, to: &mut Connection) -> Result<Moved, MoveFault> {
        transfer::copy(from, to, Sessions::Kept).await.map_err(failed)?;
        let (there, here) =
            (transfer::count(from).await.map_err(failed)?, transfer::count(to).await.map_err(failed)?);
        if let Some((one, _)) = there.iter().zip(&here).find(|(one, other)| one != other) {
            return Err(MoveFault::Damaged(format!("is not the same after the copy: table {}", one.table)));
        }
        self.verified(to).await
    }

    /// A copy that leads to every head that was signed in it.
    async fn verified(&self, to: &mut Connection) -> Result<Moved, MoveFault> {
        let here = transfer::count(to).await.map_err(failed)?;
        let logs = check::sizes(to).await?;
        let node = copy::node(to).await.map_err(failed)?;
        let key = SigningKey::from_seed(&node, &self.seed);
        let key = key.map_err(|_| MoveFault::Damaged("names no node".to_owned()))?;
        if let Some(what) = check::logs(to, &key, &logs).await?.into_iter().next() {
            return Err(MoveFault::Damaged(what));
        }
        Ok(Moved { logs, rows: here.iter().map(|Counted { rows, .. }| rows).sum() })
    }
}

/// Whether a destination holds what a move that was cut short left: nothing yet, or row for row what is moved.
async fn is_left_over(from: &mut Connection, to: &mut Connection) -> Result<bool, MoveFault> {
    let (found, known) = identity::form(to).await.map_err(failed)?;
    // Another form has other tables: no move of this program left it.
    if found != known {
        return Ok(false);
    }
    let held = transfer::count(to).await.map_err(failed)?;
    Ok(held.iter().all(|table| table.rows == 0) || held == transfer::count(from).await.map_err(failed)?)
}

async fn drop_schemas(connection: &mut Connection) -> Result<(), MoveFault> {
    for schema in [Schema::State, Schema::Journal] {
        postgres::drop_schema(connection, schema).await.map_err(failed)?;
    }
    Ok(())
}

/// Brings a journal to the current form.
async fn current(connection: &mut Connection) -> Result<(), MoveFault> {
    let (found, known) = identity::form(connection).await.map_err(failed)?;
    if found > known {
        return Err(MoveFault::Newer { found, known });
    }
    identity::migrate(connection).await.map(|_| ()).map_err(|error| failed(error).into())
}
