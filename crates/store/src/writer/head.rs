//! How each log of the node stands: what the next entry is appended to.

use std::collections::BTreeMap;

use calendar::Instant;
use journal::{Checkpoint, Cursor, Frontier, Hash, HashReader, Origin, Slug};

use crate::{
    fault::EnvironmentFault,
    sql::{
        Connection,
        journal::{logs, nodes},
    },
};

/// The head of one log.
#[derive(Clone, Debug)]
pub struct LogHead {
    /// Its number on this node.
    pub no: u32,
    /// Its name.
    pub origin: Origin,
    /// The right edge of its tree; its size is the log's.
    pub frontier: Frontier,
    /// When its last entry was recorded.
    pub recorded_at: Instant,
    /// The clock was seen behind `recorded_at`, and that has been journaled.
    pub clock_behind: bool,
}

impl LogHead {
    /// What is signed of it.
    pub fn checkpoint(&self) -> Checkpoint {
        Checkpoint { origin: self.origin.clone(), size: self.frontier.size(), root: self.frontier.root() }
    }
}

/// The heads of all logs, by organisation.
pub type Heads = BTreeMap<Slug, LogHead>;

/// Reads the heads of all logs.
pub async fn load(connection: &mut Connection) -> Result<Heads, EnvironmentFault> {
    let mut heads = Heads::new();
    for log in logs(connection).await? {
        let frontier = tree_at(connection, log.no, log.size).await?;
        let organisation = log.origin.organisation().clone();
        let head = LogHead {
            no: log.no,
            origin: log.origin,
            frontier,
            recorded_at: log.recorded_at,
            clock_behind: false,
        };
        heads.insert(organisation, head);
    }
    Ok(heads)
}

/// The tree of a log as it was at a size it has reached.
pub async fn tree_at(connection: &mut Connection, log: u32, size: u64) -> Result<Frontier, EnvironmentFault> {
    let wanted: Vec<(u8, u64)> =
        (0..64_u8).filter(|level| size >> level & 1 == 1).map(|level| (level, (size >> level) - 1)).collect();
    let found = nodes(connection, log, &wanted).await?;
    let edge: Edge = wanted.into_iter().zip(found).collect();
    let damaged = |_| EnvironmentFault::damaged(format!("reading the tree of log {log}"));
    Frontier::load(&edge, size).map_err(damaged)
}

/// The journal prefix these heads stand for.
pub fn cursor(heads: &Heads) -> Cursor {
    heads.values().map(|head| (head.origin.clone(), head.frontier.size())).collect()
}

/// Tree nodes read beforehand.
pub struct Edge(BTreeMap<(u8, u64), Option<Hash>>);

impl FromIterator<((u8, u64), Option<Hash>)> for Edge {
    fn from_iter<I: IntoIterator<Item = ((u8, u64), Option<Hash>)>>(nodes: I) -> Self {
        Self(nodes.into_iter().collect())
    }
}

impl HashReader for Edge {
    fn hash(&self, level: u8, index: u64) -> Option<Hash> {
        self.0.get(&(level, index)).copied().flatten()
    }
}
