//! state.db: the evidence index and the board's snapshot. Holds nothing that the journal does not, and no clear value;
//! deleting the file rebuilds it.

use std::{collections::HashMap, path::Path};

use calendar::Instant;
use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Connection, Row, SqliteConnection, SqlitePool};

use super::{
    connect::{Keeping, readers, writer},
    place::Place,
    rows::{pieces, with_rows},
};
use crate::fault::EnvironmentFault;

/// The tables, and their version: it grows with every change, and a file of another version is dropped.
const TABLES: &str = include_str!("../../migrations/sqlite/state.sql");
const STATE_VERSION: i64 = 3;

/// Topics kept by number in memory, so that indexing an entry needs no look-up.
const MAX_REMEMBERED_TOPICS: usize = 100_000;

/// The connections that read state.db.
#[derive(Clone, Debug)]
pub struct State {
    pool: SqlitePool,
}

/// The connection that writes state.db.
#[derive(Debug)]
pub struct StateWriter {
    connection: SqliteConnection,
    topics: HashMap<String, i64>,
}

/// One line of the evidence index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexLine {
    /// What the entry speaks of.
    pub topic: String,
    /// When it became known; in a duty log, when it was heard.
    pub recorded_at: Instant,
    /// Where it stands.
    pub place: Place,
}

/// A place in a topic, newest first: when it became known, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TopicPlace {
    /// When it became known; in a duty log, when it was heard.
    pub recorded_at: Instant,
    /// Where it stands.
    pub place: Place,
}

/// The name of the generation of pieces that make a whole snapshot.
const SNAPSHOT: &str = "snapshot";

fn failed(what: &'static str) -> impl FnOnce(sqlx::Error) -> EnvironmentFault {
    move |error| EnvironmentFault::sql(what, error)
}

/// Opens state.db. `None` when it does not belong to this journal, or a program of another version wrote it: it is to
/// be dropped. By then nobody holds it open, so that its files can be removed.
pub async fn open(path: &Path, journal: &[u8]) -> Result<Option<(State, StateWriter)>, EnvironmentFault> {
    let failed = || failed("opening state.db");
    let mut connection = writer(path, Keeping::Rebuildable, None).await.map_err(failed())?;
    let belongs = belongs(&mut connection, journal).await;
    if !matches!(belongs, Ok(true)) {
        let closed = connection.close().await;
        return belongs.and(closed).map(|()| None).map_err(failed());
    }
    let pool = readers(path, Keeping::Rebuildable).await?;
    Ok(Some((State { pool }, StateWriter { connection, topics: HashMap::new() })))
}

/// Whether the file is of this version and follows this journal; a new one does from now on.
async fn belongs(connection: &mut SqliteConnection, journal: &[u8]) -> Result<bool, sqlx::Error> {
    if !begin(connection).await? {
        return Ok(false);
    }
    let query = sqlx::query("SELECT value FROM facts_about_this_file WHERE name = 'journal'");
    if let Some(row) = query.fetch_optional(&mut *connection).await? {
        return Ok(row.get::<Vec<u8>, _>(0) == journal);
    }
    let query =
        sqlx::query("INSERT INTO facts_about_this_file (name, value) VALUES ('journal', ?)").bind(journal);
    query.execute(connection).await.map(|_| true)
}

/// Makes the tables of a new file. False for a file of another version.
async fn begin(connection: &mut SqliteConnection) -> Result<bool, sqlx::Error> {
    let version: i64 = sqlx::query("PRAGMA user_version").fetch_one(&mut *connection).await?.get(0);
    let tables = "SELECT count(*) FROM sqlite_schema";
    let is_new = sqlx::query(tables).fetch_one(&mut *connection).await?.get::<i64, _>(0) == 0;
    if is_new {
        let sql = format!("BEGIN; {TABLES} PRAGMA user_version = {STATE_VERSION}; COMMIT");
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await?;
    }
    Ok(is_new || version == STATE_VERSION)
}

impl State {
    /// Lets go of the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    /// Up to `limit` places of a topic that became known before `before`, newest first.
    pub async fn places(
        &self,
        topic: &str,
        before: Option<TopicPlace>,
        limit: u32,
    ) -> Result<Vec<TopicPlace>, EnvironmentFault> {
        let sql = "SELECT recorded_at, seq FROM evidence \
                   WHERE topic = (SELECT no FROM topics WHERE topic = ?) AND (recorded_at, seq) < (?, ?) \
                   ORDER BY recorded_at DESC, seq DESC LIMIT ?";
        let (at, seq) =
            before.map_or((i64::MAX, i64::MAX), |before| (before.recorded_at.as_ms(), before.place.key()));
        let query = sqlx::query(sql).bind(topic).bind(at).bind(seq).bind(limit);
        let rows = query.fetch_all(&self.pool).await.map_err(failed("reading the evidence index"))?;
        Ok(rows
            .iter()
            .map(|row| TopicPlace {
                recorded_at: Instant::from_ms(row.get(0)),
                place: Place::of_key(row.get(1)),
            })
            .collect())
    }

    /// The stored snapshot of the board.
    pub async fn find_snapshot(&self) -> Result<Option<Vec<u8>>, EnvironmentFault> {
        let sql = "SELECT body FROM snapshot_pieces \
                   WHERE generation = (SELECT value FROM facts_about_this_file WHERE name = ?) ORDER BY piece";
        let mut pieces = sqlx::query(sql).bind(SNAPSHOT).fetch(&self.pool);
        let mut body: Option<Vec<u8>> = None;
        while let Some(piece) = pieces.try_next().await.map_err(failed("reading the snapshot"))? {
            body.get_or_insert_default().extend_from_slice(piece.get(0));
        }
        Ok(body)
    }
}

impl StateWriter {
    /// How far the index has read each log, by the log's number.
    pub async fn cursor(&mut self) -> Result<HashMap<u32, u64>, EnvironmentFault> {
        let query = sqlx::query("SELECT log, size FROM cursor");
        let rows = query.fetch_all(&mut self.connection).await.map_err(failed("reading the index cursor"))?;
        Ok(rows.iter().map(|row| (row.get::<u32, _>(0), row.get::<i64, _>(1) as u64)).collect())
    }

    /// Adds lines and moves the cursor, together.
    pub async fn index(
        &mut self,
        lines: &[IndexLine],
        cursor: &[(u32, u64)],
    ) -> Result<(), EnvironmentFault> {
        self.try_index(lines, cursor).await.map_err(|error| {
            // Numbers given to topics in a transaction that failed are not in the file.
            self.topics.clear();
            EnvironmentFault::sql("writing the evidence index", error)
        })
    }

    async fn try_index(&mut self, lines: &[IndexLine], cursor: &[(u32, u64)]) -> Result<(), sqlx::Error> {
        let mut transaction = self.connection.begin().await?;
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            let topic = if let Some(no) = self.topics.get(&line.topic) {
                *no
            } else {
                let no = topic_number(&mut transaction, &line.topic).await?;
                if self.topics.len() >= MAX_REMEMBERED_TOPICS {
                    self.topics.clear();
                }
                self.topics.insert(line.topic.clone(), no);
                no
            };
            rows.push((topic, line.recorded_at.as_ms(), line.place.key()));
        }
        for piece in pieces(&rows) {
            let sql =
                with_rows("INSERT OR IGNORE INTO evidence (topic, recorded_at, seq) VALUES ", 3, piece.len());
            let query = piece.iter().fold(sqlx::query(AssertSqlSafe(sql)), |query, (topic, at, seq)| {
                query.bind(topic).bind(at).bind(seq)
            });
            query.execute(&mut *transaction).await?;
        }
        for (log, size) in cursor {
            let sql = "INSERT INTO cursor (log, size) VALUES (?, ?) ON CONFLICT (log) DO UPDATE SET size = excluded.size";
            sqlx::query(sql).bind(log).bind(*size as i64).execute(&mut *transaction).await?;
        }
        transaction.commit().await
    }

    /// Keeps one piece of a snapshot; the first one clears what an earlier, unfinished snapshot left.
    pub async fn keep_piece(&mut self, piece: u32, body: Vec<u8>) -> Result<(), EnvironmentFault> {
        let failed = || failed("keeping a snapshot");
        if piece == 0 {
            let sql = "DELETE FROM snapshot_pieces WHERE generation IS NOT \
                       (SELECT value FROM facts_about_this_file WHERE name = ?)";
            sqlx::query(sql).bind(SNAPSHOT).execute(&mut self.connection).await.map_err(failed())?;
        }
        let sql = "INSERT INTO snapshot_pieces (generation, piece, body) \
                   VALUES (coalesce((SELECT value FROM facts_about_this_file WHERE name = ?), 0) + 1, ?, ?)";
        let query = sqlx::query(sql).bind(SNAPSHOT).bind(piece).bind(body);
        query.execute(&mut self.connection).await.map_err(failed())?;
        Ok(())
    }

    /// Puts the pieces kept in the place of the last snapshot.
    pub async fn finish_snapshot(&mut self) -> Result<(), EnvironmentFault> {
        self.try_finish().await.map_err(failed("keeping a snapshot"))
    }

    async fn try_finish(&mut self) -> Result<(), sqlx::Error> {
        let mut transaction = self.connection.begin().await?;
        let sql = "INSERT INTO facts_about_this_file (name, value) VALUES (?, 1) \
                   ON CONFLICT (name) DO UPDATE SET value = value + 1";
        sqlx::query(sql).bind(SNAPSHOT).execute(&mut *transaction).await?;
        let sql = "DELETE FROM snapshot_pieces WHERE generation <> \
                   (SELECT value FROM facts_about_this_file WHERE name = ?)";
        sqlx::query(sql).bind(SNAPSHOT).execute(&mut *transaction).await?;
        transaction.commit().await
    }

    /// Lets go of the file.
    pub async fn close(self) -> Result<(), EnvironmentFault> {
        self.connection.close().await.map_err(failed("closing state.db"))
    }
}

async fn topic_number(connection: &mut SqliteConnection, topic: &str) -> Result<i64, sqlx::Error> {
    let sql =
        "INSERT INTO topics (topic) VALUES (?) ON CONFLICT (topic) DO UPDATE SET topic = topic RETURNING no";
    Ok(sqlx::query(sql).bind(topic).fetch_one(connection).await?.get(0))
}
