//! Where a journal and what is derived from it lie, and how each is opened.

use std::path::PathBuf;

use super::{
    Connection, Pool,
    postgres::{Schema, Server},
    sqlite::{self, Keeping},
};
use crate::fault::EnvironmentFault;

/// Where they lie.
#[derive(Clone, Debug)]
pub enum Home {
    /// In two files of the data directory.
    Files {
        /// journal.db.
        journal: PathBuf,
        /// state.db.
        state: PathBuf,
    },
    /// In two schemas of a database.
    Server(Server),
}

impl Home {
    /// The connection that writes the journal. `max_pages` bounds a file.
    pub async fn journal_writer(&self, max_pages: Option<u32>) -> Result<Connection, EnvironmentFault> {
        match self {
            Self::Files { journal, .. } => {
                let opened = sqlite::writer(journal, Keeping::Durable, max_pages).await;
                opened.map_err(|error| EnvironmentFault::sql("opening journal.db", error))
            }
            Self::Server(server) => server.journal_writer().await,
        }
    }

    /// The connections that read the journal, which is there.
    pub async fn journal_readers(&self) -> Result<Pool, EnvironmentFault> {
        match self {
            Self::Files { journal, .. } => sqlite::readers(journal, Keeping::Durable).await.map(Pool::Sqlite),
            Self::Server(server) => server.readers(Schema::Journal).await,
        }
    }

    /// The connection that writes what is derived.
    pub async fn state_writer(&self) -> Result<Connection, sqlx::Error> {
        match self {
            Self::Files { state, .. } => sqlite::writer(state, Keeping::Rebuildable, None).await,
            Self::Server(server) => server.state_writer().await,
        }
    }

    /// The connections that read what is derived, which is there.
    pub async fn state_readers(&self) -> Result<Pool, EnvironmentFault> {
        match self {
            Self::Files { state, .. } => sqlite::readers(state, Keeping::Rebuildable).await.map(Pool::Sqlite),
            Self::Server(server) => server.readers(Schema::State).await,
        }
    }

    /// Removes what is derived, to be rebuilt. Nobody holds it open.
    pub async fn drop_state(&self) -> Result<(), EnvironmentFault> {
        match self {
            Self::Files { state, .. } => sqlite::remove(state),
            Self::Server(server) => {
                let dropped = server.drop_state().await;
                dropped.map_err(|error| EnvironmentFault::sql("dropping what can be rebuilt", error))
            }
        }
    }
}
