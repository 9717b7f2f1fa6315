//! What is derived from the journal, in state.db or the schema `state`: the evidence index and the board's snapshot. Holds
//! nothing that the journal does not, and no clear value; dropping it rebuilds it.

use std::collections::HashMap;

use calendar::Instant;
use journal::Slug;

use super::{
    Bulk, Connection, Dialect, Home, Kind, Query, Readers, Row, Value, fetch_among,
    place::Place,
    postgres::{self, Schema},
    sqlite,
};
use crate::fault::EnvironmentFault;

/// The tables, and their version: it grows with every change, and a file of another version is dropped.
const SQLITE: &str = include_str!("../../migrations/sqlite/state.sql");
const POSTGRES: &str = include_str!("../../migrations/postgres/state.sql");
const STATE_VERSION: u32 = 5;

/// Places read at a time.
const PAGE: u32 = 500;

/// Topics kept by number in memory, so that indexing an entry needs no look-up.
const MAX_REMEMBERED_TOPICS: usize = 100_000;

/// The connections that read what is derived.
#[derive(Clone, Debug)]
pub struct State {
    readers: Readers,
}

/// The connection that writes what is derived; opened anew after a failure.
#[derive(Debug)]
pub struct StateWriter {
    home: Home,
    connection: Option<Connection>,
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

/// Opens what is derived. `None` when it does not belong to this journal, or a program of another version wrote it: it is to
/// be dropped. By then nobody holds it open, so that its files can be removed.
pub async fn open(home: &Home, journal: &[u8]) -> Result<Option<(State, StateWriter)>, EnvironmentFault> {
    let failed = || failed("opening what is derived from the journal");
    let mut connection = home.state_writer().await.map_err(failed())?;
    let belongs = belongs(&mut connection, journal).await;
    if !matches!(belongs, Ok(true)) {
        let closed = connection.close().await;
        return belongs.and(closed).map(|()| None).map_err(failed());
    }
    let readers = Readers::new(home.state_readers().await?);
    Ok(Some((State { readers }, StateWriter::new(home.clone(), connection))))
}

/// Whether the file is of this version and follows this journal; a new one does from now on.
async fn belongs(connection: &mut Connection, journal: &[u8]) -> Result<bool, sqlx::Error> {
    if !begin(connection).await? {
        return Ok(false);
    }
    let query = Query::new("SELECT value FROM facts_about_this_file WHERE name = 'journal'");
    if let Some(row) = query.fetch_optional(&mut *connection).await? {
        return Ok(row.get::<Vec<u8>>(0) == journal);
    }
    let query =
        Query::new("INSERT INTO facts_about_this_file (name, value) VALUES ('journal', ?)").bind(journal);
    query.execute(connection).await.map(|_| true)
}

/// Makes the tables of a new one. False for one of another version.
async fn begin(connection: &mut Connection) -> Result<bool, sqlx::Error> {
    let (version, tables) = match connection.dialect() {
        Dialect::Sqlite => (sqlite::version(connection).await?, SQLITE),
        Dialect::Postgres => (postgres::version(connection, Schema::State).await?, POSTGRES),
    };
    let is_new = version == 0 && is_empty(connection).await?;
    if is_new {
        connection.begin().await?;
        connection.script(tables).await?;
        match connection.dialect() {
            Dialect::Sqlite => sqlite::set_version(connection, STATE_VERSION).await?,
            Dialect::Postgres => postgres::set_version(connection, STATE_VERSION).await?,
        }
        connection.commit().await?;
    }
    Ok(is_new || version == STATE_VERSION)
}

async fn is_empty(connection: &mut Connection) -> Result<bool, sqlx::Error> {
    match connection.dialect() {
        Dialect::Sqlite => {
            let row = Query::new("SELECT count(*) FROM sqlite_schema").fetch_one(connection).await?;
            Ok(row.get::<i64>(0) == 0)
        }
        Dialect::Postgres => Ok(!postgres::is_begun(connection, Schema::State).await?),
    }
}

impl State {
    /// The same, for a viewer who sees what is of these organisations.
    pub fn within<'a>(&self, organisations: impl IntoIterator<Item = &'a Slug>) -> Self {
        self.judging(organisations, [])
    }

    /// The same, with the entries about the organisations that those are judged from.
    pub fn judging<'a>(
        &self,
        organisations: impl IntoIterator<Item = &'a Slug>,
        judged_from: impl IntoIterator<Item = &'a Slug>,
    ) -> Self {
        Self { readers: self.readers.within(organisations, judged_from) }
    }

    async fn read(&self, what: &'static str) -> Result<Connection, EnvironmentFault> {
        self.readers.acquire().await.map_err(failed(what))
    }

    /// Lets go of the database.
    pub async fn close(&self) {
        self.readers.close().await;
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
        let query = Query::new(sql).bind(topic).bind(at).bind(seq).bind(limit);
        let mut connection = self.read("reading the evidence index").await?;
        let rows = query.fetch_all(&mut connection).await.map_err(failed("reading the evidence index"))?;
        Ok(rows
            .iter()
            .map(|row| TopicPlace {
                recorded_at: Instant::from_ms(row.get(0)),
                place: Place::of_key(row.get(1)),
            })
            .collect())
    }

    /// Every place of a topic, newest first.
    pub async fn all_places(&self, topic: &str) -> Result<Vec<Place>, EnvironmentFault> {
        let mut all = Vec::new();
        let mut before = None;
        loop {
            let page = self.places(topic, before, PAGE).await?;
            all.extend(page.iter().map(|found| found.place));
            match page.last() {
                Some(last) if page.len() == PAGE as usize => before = Some(*last),
                _ => return Ok(all),
            }
        }
    }

    /// Every place of each of these topics, oldest first.
    pub async fn places_among(
        &self,
        topics: &[String],
    ) -> Result<HashMap<String, Vec<TopicPlace>>, EnvironmentFault> {
        let select = "SELECT topics.topic, recorded_at, seq FROM evidence \
                      JOIN topics ON topics.no = evidence.topic WHERE topics.topic";
        let mut connection = self.read("reading the evidence index").await?;
        let wanted = topics.iter().map(Value::from).collect();
        let rows = fetch_among(&mut connection, select, Kind::Text, wanted).await;
        let mut found: HashMap<String, Vec<TopicPlace>> = HashMap::new();
        for row in rows.map_err(failed("reading the evidence index"))? {
            let place =
                TopicPlace { recorded_at: Instant::from_ms(row.get(1)), place: Place::of_key(row.get(2)) };
            found.entry(row.get(0)).or_default().push(place);
        }
        for places in found.values_mut() {
            places.sort_unstable();
        }
        Ok(found)
    }

    /// The stored snapshot of the board.
    pub async fn find_snapshot(&self) -> Result<Option<Vec<u8>>, EnvironmentFault> {
        let sql = "SELECT body FROM snapshot_pieces \
                   WHERE generation = (SELECT generation FROM whole_generations WHERE name = ?) ORDER BY piece";
        let mut body: Option<Vec<u8>> = None;
        let add = |row: Row| {
            body.get_or_insert_default().extend_from_slice(row.get(0));
            true
        };
        let mut connection = self.read("reading the snapshot").await?;
        let read = Query::new(sql).bind(SNAPSHOT).visit(&mut connection, add).await;
        read.map_err(failed("reading the snapshot"))?;
        Ok(body)
    }
}

impl StateWriter {
    fn new(home: Home, connection: Connection) -> Self {
        Self { home, connection: Some(connection), topics: HashMap::new() }
    }

    async fn connection(&mut self) -> Result<&mut Connection, sqlx::Error> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.home.state_writer().await?,
        };
        Ok(self.connection.insert(connection))
    }

    /// Lets the connection go where something failed: whatever it was in the middle of is undone with it, and the numbers
    /// given to topics meanwhile are not in the database.
    async fn settled<T>(
        &mut self,
        what: &'static str,
        done: Result<T, sqlx::Error>,
    ) -> Result<T, EnvironmentFault> {
        if done.is_err() {
            self.topics.clear();
            if let Some(connection) = self.connection.take() {
                // It failed; closing it may fail as well.
                let _ = connection.close().await;
            }
        }
        done.map_err(failed(what))
    }

    /// How far the index has read each log, by the log's number.
    pub async fn cursor(&mut self) -> Result<HashMap<u32, u64>, EnvironmentFault> {
        let read = self.try_cursor().await;
        self.settled("reading the index cursor", read).await
    }

    async fn try_cursor(&mut self) -> Result<HashMap<u32, u64>, sqlx::Error> {
        let rows = Query::new("SELECT log, size FROM cursor").fetch_all(self.connection().await?).await?;
        Ok(rows.iter().map(|row| (row.get::<u32>(0), row.get::<i64>(1) as u64)).collect())
    }

    /// Adds lines and moves the cursor, together.
    pub async fn index(
        &mut self,
        lines: &[IndexLine],
        cursor: &[(u32, u64)],
    ) -> Result<(), EnvironmentFault> {
        let indexed = self.try_index(lines, cursor).await;
        self.settled("writing the evidence index", indexed).await
    }

    async fn try_index(&mut self, lines: &[IndexLine], cursor: &[(u32, u64)]) -> Result<(), sqlx::Error> {
        self.connection().await?.begin().await?;
        let columns = [("topic", Kind::Int), ("recorded_at", Kind::Int), ("seq", Kind::Int)];
        let mut rows = Bulk::rows_of("evidence", &columns).or_nothing();
        for line in lines {
            let topic = self.topic(&line.topic).await?;
            rows.row([topic.into(), line.recorded_at.as_ms().into(), line.place.key().into()]);
        }
        let connection = self.connection().await?;
        rows.put(connection).await?;
        for (log, size) in cursor {
            let sql = "INSERT INTO cursor (log, size) VALUES (?, ?) ON CONFLICT (log) DO UPDATE SET size = excluded.size";
            Query::new(sql).bind(log).bind(*size as i64).execute(connection).await?;
        }
        connection.commit().await
    }

    /// The number of a topic, given to it when it is new.
    async fn topic(&mut self, topic: &str) -> Result<i64, sqlx::Error> {
        if let Some(no) = self.topics.get(topic) {
            return Ok(*no);
        }
        let sql = "INSERT INTO topics (topic) VALUES (?) ON CONFLICT (topic) DO UPDATE SET topic = excluded.topic \
                   RETURNING no";
        let no = Query::new(sql).bind(topic).fetch_one(self.connection().await?).await?.get(0);
        if self.topics.len() >= MAX_REMEMBERED_TOPICS {
            self.topics.clear();
        }
        self.topics.insert(topic.to_owned(), no);
        Ok(no)
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
