//! The one connection that writes what is derived, and that builds it anew.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use calendar::Instant;
use journal::Origin;
use tokio::sync::OwnedRwLockWriteGuard;

use super::{
    Bulk, Connection, Home, Kind, Pool, Query, Readers,
    place::Place,
    state::{READING_HEADS, SNAPSHOT, failed, none_of_damaged, open_files, read_heads},
    sums::{Sound, Sum, Whole},
};
use crate::fault::{EnvironmentFault, EnvironmentReason};

/// Topics kept by number in memory, so that indexing an entry needs no look-up.
const MAX_REMEMBERED_TOPICS: usize = 100_000;

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

/// A log by its name, and its head as it was signed.
pub type SignedLog = (Origin, String);

async fn put_heads(heads: &[SignedLog], connection: &mut Connection) -> Result<(), sqlx::Error> {
    let mut rows = Bulk::rows_of("heads", &[("origin", Kind::Text), ("note", Kind::Text)]).or_replace();
    for (origin, note) in heads {
        rows.row([origin.to_string().into(), note.as_str().into()]);
    }
    rows.put(connection).await
}

/// The connection that writes what is derived; opened anew after a failure.
#[derive(Debug)]
pub struct StateWriter {
    home: Home,
    /// What identifies the journal it follows.
    journal: Vec<u8>,
    connection: Option<Connection>,
    readers: Readers,
    sound: Arc<Sound>,
    /// Numbers and sums of topics.
    topics: HashMap<String, (i64, Sum)>,
    /// The cursor and the sums of the whole, as they are in the database.
    whole: Option<(BTreeMap<u32, u64>, Whole)>,
    is_damaged: bool,
}

/// What is derived, begun anew, while its readers wait.
pub struct Anew {
    pool: OwnedRwLockWriteGuard<Pool>,
    readers: Pool,
}

impl Anew {
    /// It came to nothing: its readers let go, and those who wait find none.
    pub async fn give_up(self) {
        self.readers.close().await;
    }
}

impl StateWriter {
    pub(super) fn new(
        home: Home,
        journal: Vec<u8>,
        connection: Connection,
        readers: Readers,
        sound: Arc<Sound>,
    ) -> Self {
        let (connection, topics) = (Some(connection), HashMap::new());
        Self { home, journal, connection, readers, sound, topics, whole: None, is_damaged: false }
    }

    /// Whether what it writes was found damaged: nothing helps then but building it anew.
    pub const fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    /// Drops everything that is derived and begins anew. Nobody reads it until it is [finished](Self::finish_anew).
    pub async fn begin_anew(&mut self) -> Result<Anew, EnvironmentFault> {
        self.is_damaged = true;
        self.let_go().await;
        let pool = self.readers.emptied().await;
        self.home.drop_state().await?;
        let opened = open_files(&self.home, &self.journal).await?;
        let (readers, writer) =
            opened.ok_or_else(|| EnvironmentFault::damaged("rebuilding what is derived"))?;
        self.connection = Some(writer);
        Ok(Anew { pool, readers })
    }

    /// What was begun anew has come as far as the journal: whoever waits reads it.
    pub fn finish_anew(&mut self, anew: Anew) {
        let Anew { mut pool, readers } = anew;
        self.sound.forget();
        *pool = readers;
        self.is_damaged = false;
    }

    /// Whatever the connection was in the middle of is undone with it, and the numbers given to topics meanwhile are not in
    /// the database.
    async fn let_go(&mut self) {
        self.topics.clear();
        self.whole = None;
        if let Some(connection) = self.connection.take() {
            // It failed; closing it may fail as well.
            let _ = connection.close().await;
        }
    }

    async fn connection(&mut self) -> Result<&mut Connection, sqlx::Error> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.home.state_writer().await?,
        };
        Ok(self.connection.insert(connection))
    }

    /// Lets the connection go where something failed.
    async fn settled<T>(
        &mut self,
        what: &'static str,
        done: Result<T, sqlx::Error>,
    ) -> Result<T, EnvironmentFault> {
        let done = done.map_err(failed(what));
        if let Err(fault) = &done {
            self.is_damaged |= fault.reason == EnvironmentReason::Damaged;
            self.let_go().await;
        }
        done
    }

    /// How far the index has read each log, by the log's number.
    pub async fn cursor(&mut self) -> Result<HashMap<u32, u64>, EnvironmentFault> {
        let read = self.read_whole().await;
        let (cursor, whole) = self.settled(READING_CURSOR, read).await?;
        if whole.cursor != Sum::of_cursor(&cursor) {
            self.is_damaged = true;
            return Err(EnvironmentFault::damaged(READING_CURSOR));
        }
        let sizes = cursor.iter().map(|(log, size)| (*log, *size)).collect();
        self.whole = Some((cursor, whole));
        Ok(sizes)
    }

    async fn read_whole(&mut self) -> Result<(BTreeMap<u32, u64>, Whole), sqlx::Error> {
        let connection = self.connection().await?;
        let rows = Query::new("SELECT log, size FROM cursor").fetch_all(connection).await?;
        let cursor = rows.iter().map(|row| (row.get::<u32>(0), row.get::<i64>(1) as u64)).collect();
        let query = Query::new("SELECT value FROM facts_about_this_file WHERE name = 'sums'");
        let kept = query.fetch_optional(connection).await?;
        // Sums that do not read fit nothing.
        let whole = kept.and_then(|row| Whole::of_bytes(row.get(0)));
        Ok((cursor, whole.unwrap_or(Whole { cursor: Sum { rows: -1, digest: 0 }, names: Sum::default() })))
    }

    /// Adds lines, moves the cursor and keeps signed heads, together.
    pub async fn index(
        &mut self,
        lines: &[IndexLine],
        cursor: &[(u32, u64)],
        heads: &[SignedLog],
    ) -> Result<(), EnvironmentFault> {
        let indexed = self.try_index(lines, cursor, heads).await;
        self.settled("writing the evidence index", indexed).await
    }

    async fn try_index(
        &mut self,
        lines: &[IndexLine],
        moved: &[(u32, u64)],
        heads: &[SignedLog],
    ) -> Result<(), sqlx::Error> {
        if self.topics.len() >= MAX_REMEMBERED_TOPICS {
            self.topics.clear();
        }
        self.connection().await?.begin().await?;
        let (mut cursor, mut whole) = match self.whole.take() {
            Some(whole) => whole,
            None => self.read_whole().await?,
        };
        let columns = [("topic", Kind::Int), ("recorded_at", Kind::Int), ("seq", Kind::Int)];
        let mut rows = Bulk::rows_of("evidence", &columns).or_nothing();
        let mut touched = BTreeMap::new();
        for line in lines {
            let (no, mut sum) = self.topic(&line.topic, &mut whole.names).await?;
            let (recorded_at, seq) = (line.recorded_at.as_ms(), line.place.key());
            rows.row([no.into(), recorded_at.into(), seq.into()]);
            sum.add_line(recorded_at, seq);
            self.topics.insert(line.topic.clone(), (no, sum));
            touched.insert(no, sum);
        }
        let columns = [("topic", Kind::Int), ("lines", Kind::Int), ("digest", Kind::Int)];
        let mut sums = Bulk::rows_of("sums", &columns).or_replace();
        for (no, sum) in touched {
            sums.row([no.into(), sum.rows.into(), sum.digest.into()]);
        }
        let mut sizes = Bulk::rows_of("cursor", &[("log", Kind::Int), ("size", Kind::Int)]).or_replace();
        for (log, size) in moved {
            sizes.row([i64::from(*log).into(), (*size as i64).into()]);
            cursor.insert(*log, *size);
        }
        let connection = self.connection().await?;
        rows.put(connection).await?;
        sums.put(connection).await?;
        sizes.put(connection).await?;
        put_heads(heads, connection).await?;
        whole.cursor = Sum::of_cursor(&cursor);
        let query = Query::new("UPDATE facts_about_this_file SET value = ? WHERE name = 'sums'");
        query.bind(whole.bytes()).execute(connection).await?;
        connection.commit().await?;
        self.whole = Some((cursor, whole));
        Ok(())
    }

    /// The signed heads that are kept; none where they are damaged.
    pub async fn heads(&mut self) -> Result<Vec<String>, EnvironmentFault> {
        let read = match self.connection().await {
            Ok(connection) => read_heads(connection).await,
            Err(fault) => Err(fault),
        };
        none_of_damaged(self.settled(READING_HEADS, read).await)
    }

    /// Keeps signed heads and nothing else.
    pub async fn keep_heads(&mut self, heads: &[SignedLog]) -> Result<(), EnvironmentFault> {
        let kept = match self.connection().await {
            Ok(connection) => put_heads(heads, connection).await,
            Err(fault) => Err(fault),
        };
        self.settled("keeping heads", kept).await
    }

    /// Forgets everything but the signed heads, in one step: what is told by them is told at the next start as well.
    pub async fn clear(&mut self) -> Result<(), EnvironmentFault> {
        let cleared = self.try_clear().await;
        self.settled("clearing what is derived from the journal", cleared).await
    }

    async fn try_clear(&mut self) -> Result<(), sqlx::Error> {
        self.topics.clear();
        self.whole = None;
        self.sound.forget();
        let connection = self.connection().await?;
        connection.begin().await?;
        for table in ["evidence", "topics", "sums", "cursor", "snapshot_pieces", "whole_generations"] {
            Query::new(format!("DELETE FROM {table}")).execute(connection).await?;
        }
        let sql = "UPDATE facts_about_this_file SET value = ? WHERE name = 'sums'";
        Query::new(sql).bind(Whole::default().bytes()).execute(connection).await?;
        connection.commit().await
    }

    /// The number of a topic and the sum of its lines; a new one is given a number, and counted among the names.
    async fn topic(&mut self, topic: &str, names: &mut Sum) -> Result<(i64, Sum), sqlx::Error> {
        if let Some(known) = self.topics.get(topic) {
            return Ok(*known);
        }
        let connection = self.connection().await?;
        let sql =
            "SELECT no, lines, digest FROM topics LEFT JOIN sums ON sums.topic = no WHERE topics.topic = ?";
        if let Some(row) = Query::new(sql).bind(topic).fetch_optional(connection).await? {
            let number = |column| row.get::<Option<i64>>(column).unwrap_or(0);
            return Ok((row.get(0), Sum { rows: number(1), digest: number(2) }));
        }
        let sql = "INSERT INTO topics (topic) VALUES (?) RETURNING no";
        let no = Query::new(sql).bind(topic).fetch_one(connection).await?.get(0);
        names.add_name(no, topic);
        Ok((no, Sum::default()))
    }

    /// Keeps one piece of a snapshot; the first one clears what an earlier, unfinished snapshot left.
    pub async fn keep_piece(&mut self, piece: u32, body: Vec<u8>) -> Result<(), EnvironmentFault> {
        let kept = self.try_keep(piece, body).await;
        self.settled("keeping a snapshot", kept).await
    }

    async fn try_keep(&mut self, piece: u32, body: Vec<u8>) -> Result<(), sqlx::Error> {
        let connection = self.connection().await?;
        if piece == 0 {
            let sql = "DELETE FROM snapshot_pieces WHERE generation IS DISTINCT FROM \
                       (SELECT generation FROM whole_generations WHERE name = ?)";
            Query::new(sql).bind(SNAPSHOT).execute(connection).await?;
        }
        let sql = "INSERT INTO snapshot_pieces (generation, piece, body) \
                   VALUES (coalesce((SELECT generation FROM whole_generations WHERE name = ?), 0) + 1, ?, ?)";
        Query::new(sql).bind(SNAPSHOT).bind(piece).bind(body).execute(connection).await.map(|_| ())
    }

    /// Puts the pieces kept in the place of the last snapshot.
    pub async fn finish_snapshot(&mut self) -> Result<(), EnvironmentFault> {
        let finished = self.try_finish().await;
        self.settled("keeping a snapshot", finished).await
    }

    async fn try_finish(&mut self) -> Result<(), sqlx::Error> {
        let connection = self.connection().await?;
        connection.begin().await?;
        let sql = "INSERT INTO whole_generations (name, generation) VALUES (?, 1) \
                   ON CONFLICT (name) DO UPDATE SET generation = whole_generations.generation + 1";
        Query::new(sql).bind(SNAPSHOT).execute(connection).await?;
        let sql = "DELETE FROM snapshot_pieces WHERE generation <> \
                   (SELECT generation FROM whole_generations WHERE name = ?)";
        Query::new(sql).bind(SNAPSHOT).execute(connection).await?;
        connection.commit().await
    }

    /// Lets go of the database.
    pub async fn close(self) -> Result<(), EnvironmentFault> {
        match self.connection {
            Some(connection) => {
                connection.close().await.map_err(failed("closing what is derived from the journal"))
            }
            None => Ok(()),
        }
    }
}

const READING_CURSOR: &str = "reading the index cursor";
