//! What is derived from the journal, in state.db or the schema `state`: the evidence index and the board's snapshot. Holds
//! nothing that the journal does not but the heads that were signed of it, and no clear value; dropping it rebuilds it.

use std::{collections::HashMap, sync::Arc};

use calendar::Instant;
use journal::Slug;

use super::{
    Connection, Dialect, Home, Kind, Pool, Query, Readers, Row, Value, fetch_among,
    place::Place,
    postgres::{self, Schema},
    sqlite,
    state_writer::StateWriter,
    sums::{Sound, Sum, Whole},
};
use crate::{
    fault::{EnvironmentFault, EnvironmentReason},
    mending::Mending,
};

/// The tables, and their version: it grows with every change, and a file of another version is dropped.
const SQLITE: &str = include_str!("../../migrations/sqlite/state.sql");
const POSTGRES: &str = include_str!("../../migrations/postgres/state.sql");
const STATE_VERSION: u32 = 7;

/// Places read at a time.
const PAGE: u32 = 500;

/// The connections that read what is derived.
#[derive(Clone, Debug)]
pub struct State {
    readers: Readers,
    /// The node's own, which see every line.
    own: Readers,
    sound: Arc<Sound>,
    mending: Mending,
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
pub(super) const SNAPSHOT: &str = "snapshot";

pub(super) fn failed(what: &'static str) -> impl FnOnce(sqlx::Error) -> EnvironmentFault {
    move |error| EnvironmentFault::sql(what, error)
}

/// Opens what is derived. `None` when it does not belong to this journal, or a program of another version wrote it: it is to
/// be dropped. By then nobody holds it open, so that its files can be removed.
pub async fn open(
    home: &Home,
    journal: &[u8],
    mending: Mending,
) -> Result<Option<(State, StateWriter)>, EnvironmentFault> {
    let Some((pool, connection)) = open_files(home, journal).await? else { return Ok(None) };
    let (readers, sound) = (Readers::new(pool), Arc::new(Sound::default()));
    let writer =
        StateWriter::new(home.clone(), journal.to_vec(), connection, readers.clone(), Arc::clone(&sound));
    Ok(Some((State { own: readers.clone(), readers, sound, mending }, writer)))
}

/// The signed heads in what is to be dropped; none where nothing reads any more.
pub async fn heads_left(home: &Home) -> Result<Vec<String>, EnvironmentFault> {
    let read = async {
        let mut connection = home.state_writer().await?;
        let heads = read_heads(&mut connection).await;
        // It is dropped, whatever becomes of this.
        let _ = connection.close().await;
        heads
    };
    none_of_damaged(read.await.map_err(failed(READING_HEADS)))
}

/// Heads that can't be read for a fault of the file itself, which nothing mends but making it anew, are none; any other
/// fault passes.
pub(super) fn none_of_damaged(
    read: Result<Vec<String>, EnvironmentFault>,
) -> Result<Vec<String>, EnvironmentFault> {
    match read {
        Err(fault) if matches!(fault.reason, EnvironmentReason::Damaged | EnvironmentReason::Disk) => {
            tracing::error!(%fault, "a journal that lost something may pass for one that goes on");
            Ok(Vec::new())
        }
        read => read,
    }
}

/// The signed heads that are kept; none in tables of an earlier version.
pub(super) async fn read_heads(connection: &mut Connection) -> Result<Vec<String>, sqlx::Error> {
    let query = Query::new(match connection.dialect() {
        Dialect::Sqlite => "SELECT count(*) > 0 FROM sqlite_schema WHERE name = 'heads'",
        Dialect::Postgres => "SELECT to_regclass('state.heads') IS NOT NULL",
    });
    if !query.fetch_one(connection).await?.get::<bool>(0) {
        return Ok(Vec::new());
    }
    let rows = Query::new("SELECT note FROM heads").fetch_all(connection).await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// Those that read and the one that writes.
pub(super) async fn open_files(
    home: &Home,
    journal: &[u8],
) -> Result<Option<(Pool, Connection)>, EnvironmentFault> {
    let failed = || failed("opening what is derived from the journal");
    let mut connection = home.state_writer().await.map_err(failed())?;
    let belongs = belongs(&mut connection, journal).await;
    if !matches!(belongs, Ok(true)) {
        let closed = connection.close().await;
        return belongs.and(closed).map(|()| None).map_err(failed());
    }
    match home.state_readers().await {
        Ok(readers) => Ok(Some((readers, connection))),
        Err(fault) => {
            // Otherwise its file would be removed under it.
            let _ = connection.close().await;
            Err(fault)
        }
    }
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
    let sql = "INSERT INTO facts_about_this_file (name, value) VALUES ('journal', ?), ('sums', ?)";
    Query::new(sql).bind(journal).bind(Whole::default().bytes()).execute(connection).await.map(|_| true)
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
        Self { readers: self.readers.within(organisations, judged_from), ..self.clone() }
    }

    /// Holds topics against their sums, once since the database was opened; where they do not add up, it is built anew.
    async fn be_sure_of<'a>(
        &self,
        topics: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Result<(), EnvironmentFault> {
        self.once_more(|| async {
            let unknown = self.sound.unknown(topics.clone());
            if unknown.is_empty() && self.sound.are_names() { Ok(()) } else { self.check(&unknown).await }
        })
        .await
    }

    /// Asks; what was damaged, once more when it was built anew.
    async fn once_more<T, Asked>(&self, ask: impl Fn() -> Asked) -> Result<T, EnvironmentFault>
    where
        Asked: Future<Output = Result<T, EnvironmentFault>>,
    {
        match ask().await {
            Err(fault) if fault.reason == EnvironmentReason::Damaged => {
                self.mend().await;
                ask().await
            }
            answer => answer,
        }
    }

    /// Holds the names of all topics, and the lines of these, against their sums.
    async fn check(&self, topics: &[&str]) -> Result<(), EnvironmentFault> {
        let add_up = |found: bool| if found { Ok(()) } else { Err(EnvironmentFault::damaged(ADDING_UP)) };
        if !self.sound.are_names() {
            add_up(self.do_names_add_up().await.map_err(failed(ADDING_UP))?)?;
            self.sound.note_names();
        }
        for topic in topics {
            add_up(self.do_lines_add_up(topic).await.map_err(failed(ADDING_UP))?)?;
            self.sound.note(topic);
        }
        Ok(())
    }

    /// Both trees of the names are added up: the index by which they are looked up, and the table that numbers them.
    async fn do_names_add_up(&self) -> Result<bool, sqlx::Error> {
        let mut connection = self.own.acquire().await?;
        let trees: &[&str] = match connection.dialect() {
            Dialect::Sqlite => &["INDEXED BY sqlite_autoindex_topics_1", "NOT INDEXED"],
            // A server's trees are its own to check.
            Dialect::Postgres => &[""],
        };
        for tree in trees {
            // One statement is one moment: what is written meanwhile is in all of it or in none.
            let sql = format!(
                "SELECT value, no, topic FROM facts_about_this_file LEFT JOIN topics {tree} ON true WHERE name = 'sums'"
            );
            let (mut kept, mut found) = (None, Sum::default());
            let add = |row: Row| {
                kept = kept.or_else(|| Whole::of_bytes(row.get(0)));
                if let (Some(no), Some(topic)) = (row.get::<Option<i64>>(1), row.get::<Option<String>>(2)) {
                    found.add_name(no, &topic);
                }
                true
            };
            Query::new(sql).visit(&mut connection, add).await?;
            if kept.is_none_or(|kept| kept.names != found) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn do_lines_add_up(&self, topic: &str) -> Result<bool, sqlx::Error> {
        let sql = "SELECT sums.lines, sums.digest, recorded_at, seq FROM topics \
                   LEFT JOIN sums ON sums.topic = topics.no LEFT JOIN evidence ON evidence.topic = topics.no \
                   WHERE topics.topic = ?";
        let (mut kept, mut found) = (Sum::default(), Sum::default());
        let add = |row: Row| {
            let number = |column| row.get::<Option<i64>>(column);
            kept = Sum { rows: number(0).unwrap_or(0), digest: number(1).unwrap_or(0) };
            if let (Some(recorded_at), Some(seq)) = (number(2), number(3)) {
                found.add_line(recorded_at, seq);
            }
            true
        };
        Query::new(sql).bind(topic).visit(&mut self.own.acquire().await?, add).await?;
        Ok(kept == found)
    }

    /// How far a log is indexed.
    pub async fn indexed(&self, log: u32) -> Result<u64, EnvironmentFault> {
        let mut connection = self.own.acquire().await.map_err(failed(READING))?;
        let query = Query::new("SELECT size FROM cursor WHERE log = ?").bind(log);
        let row = query.fetch_optional(&mut connection).await.map_err(failed(READING))?;
        Ok(row.map_or(0, |row| u64::try_from(row.get::<i64>(0)).unwrap_or(0)))
    }

    /// Rows that begin with when an entry became known, and where it stands.
    async fn read(&self, query: Query<'_>) -> Result<Vec<Row>, EnvironmentFault> {
        let mut connection = self.readers.acquire().await.map_err(failed(READING))?;
        query.fetch_all(&mut connection).await.map_err(failed(READING))
    }

    /// Has it built anew, and waits for that.
    pub async fn mend(&self) {
        self.mending.ask().await;
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
        self.be_sure_of([topic]).await?;
        let query = || Query::new(sql).bind(topic).bind(at).bind(seq).bind(limit);
        Ok(self.once_more(|| self.read(query())).await?.iter().map(topic_place).collect())
    }

    /// The places of a topic between two moments, both included, in no order.
    pub async fn places_between(
        &self,
        topic: &str,
        from: Instant,
        to: Instant,
    ) -> Result<Vec<TopicPlace>, EnvironmentFault> {
        let sql = "SELECT recorded_at, seq FROM evidence \
                   WHERE topic = (SELECT no FROM topics WHERE topic = ?) AND recorded_at >= ? AND recorded_at <= ?";
        self.be_sure_of([topic]).await?;
        let query = || Query::new(sql).bind(topic).bind(from.as_ms()).bind(to.as_ms());
        Ok(self.once_more(|| self.read(query())).await?.iter().map(topic_place).collect())
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
        self.be_sure_of(topics.iter().map(String::as_str)).await?;
        let mut found: HashMap<String, Vec<TopicPlace>> = HashMap::new();
        for row in self.once_more(|| self.read_among(topics)).await? {
            found.entry(row.get(2)).or_default().push(topic_place(&row));
        }
        for places in found.values_mut() {
            places.sort_unstable();
        }
        Ok(found)
    }

    async fn read_among(&self, topics: &[String]) -> Result<Vec<Row>, EnvironmentFault> {
        let select = "SELECT recorded_at, seq, topics.topic FROM evidence \
                      JOIN topics ON topics.no = evidence.topic WHERE topics.topic";
        let mut connection = self.readers.acquire().await.map_err(failed(READING))?;
        let wanted = topics.iter().map(Value::from).collect();
        fetch_among(&mut connection, select, Kind::Text, wanted).await.map_err(failed(READING))
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
        let mut connection = self.readers.acquire().await.map_err(failed("reading the snapshot"))?;
        let read = Query::new(sql).bind(SNAPSHOT).visit(&mut connection, add).await;
        read.map_err(failed("reading the snapshot"))?;
        Ok(body)
    }
}

pub(super) const READING_HEADS: &str = "reading the heads kept with what is derived";
const READING: &str = "reading the evidence index";
const ADDING_UP: &str = "adding up the evidence index";

/// A row that begins with when it became known, and where it stands.
fn topic_place(row: &Row) -> TopicPlace {
    TopicPlace { recorded_at: Instant::from_ms(row.get(0)), place: Place::of_key(row.get(1)) }
}
