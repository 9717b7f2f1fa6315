//! Reading the journal: logs, entries, tree nodes, disclosures, campaigns, checkpoints.

use std::collections::HashMap;

use calendar::Instant;
use journal::{Disclosure, Entry, EntryId, Fact, Hash, Origin, Slug, leaf_hash};

use super::{
    Connection, Home, Kind, Query, Readers, Row, Value, Wall, fetch_among,
    place::{Place, node_key},
};
use crate::fault::{EnvironmentFault, EnvironmentReason};

/// The connections that read the journal.
#[derive(Clone, Debug)]
pub struct Journal {
    readers: Readers,
}

/// A log as the database holds it.
#[derive(Clone, Debug)]
pub struct LogRow {
    /// Its number on this node.
    pub no: u32,
    /// Its name.
    pub origin: Origin,
    /// How many entries it has.
    pub size: u64,
    /// When the last of them was recorded.
    pub recorded_at: Instant,
}

/// An entry as the database holds it.
#[derive(Clone, Debug)]
pub struct StoredEntry {
    /// Where it stands.
    pub place: Place,
    /// Its leaf hash.
    pub leaf: Hash,
    /// Its canonical bytes.
    pub canonical: Vec<u8>,
}

/// A clear value as the database holds it.
#[derive(Clone, Debug)]
pub struct DisclosureRow {
    /// The entry.
    pub place: Place,
    /// The field committed to.
    pub field: String,
    /// The key of the commitment.
    pub salt: [u8; 32],
    /// The clear value.
    pub value: Fact,
}

/// A campaign in the order of issue.
#[derive(Clone, Copy, Debug)]
pub struct CampaignRow {
    /// The entry that issued it.
    pub place: Place,
    /// The blob of its file.
    pub file: Hash,
}

/// A signed head as the database holds it.
#[derive(Clone, Debug)]
pub struct CheckpointRow {
    /// How many entries it covers.
    pub size: u64,
    /// When it was signed.
    pub signed_at: Instant,
    /// The signed note.
    pub note: String,
}

pub(super) fn failed(what: &'static str) -> impl FnOnce(sqlx::Error) -> EnvironmentFault {
    move |error| EnvironmentFault::sql(what, error)
}

pub(super) fn hash(bytes: &[u8]) -> Result<Hash, EnvironmentFault> {
    let bytes = <[u8; 32]>::try_from(bytes).map_err(|_| EnvironmentFault::damaged("reading a hash"))?;
    Ok(Hash::new(bytes))
}

fn stored(row: &Row) -> Result<StoredEntry, EnvironmentFault> {
    let stored =
        StoredEntry { place: Place::of_key(row.get(0)), leaf: hash(row.get(1))?, canonical: row.get(2) };
    // Whoever can write to the file could change what was recorded; nobody is to judge by it.
    if leaf_hash(&stored.canonical) != stored.leaf {
        let Place { log, index } = stored.place;
        return Err(EnvironmentFault::damaged(format!(
            "reading entry {index} of log {log} in the journal, which is not what was recorded"
        )));
    }
    Ok(stored)
}

impl Journal {
    /// Opens the readers.
    pub async fn open(home: &Home) -> Result<Self, EnvironmentFault> {
        Ok(Self { readers: Readers::new(home.journal_readers().await?) })
    }

    /// The same, for a viewer: whatever is asked, what is neither in a log of these organisations nor about one of them is
    /// not there. SQLite has no such wall; there the program's own checks are all.
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

    /// What a viewer is kept within here; nothing for the node itself, and where the database has no walls.
    pub const fn wall(&self) -> Option<&Wall> {
        self.readers.wall()
    }

    /// Lets go of the database.
    pub async fn close(&self) {
        self.readers.close().await;
    }

    /// A connection, for the accounts.
    pub async fn acquire(&self) -> Result<Connection, sqlx::Error> {
        self.readers.acquire().await
    }

    pub(super) async fn read(&self, what: &'static str) -> Result<Connection, EnvironmentFault> {
        self.acquire().await.map_err(failed(what))
    }

    /// One entry.
    pub async fn find_entry(&self, place: Place) -> Result<Option<StoredEntry>, EnvironmentFault> {
        let query = Query::new("SELECT seq, leaf, canonical FROM entries WHERE seq = ?").bind(place.key());
        let row = query
            .fetch_optional(&mut self.read("reading an entry").await?)
            .await
            .map_err(failed("reading an entry"))?;
        row.as_ref().map(stored).transpose()
    }

    /// The entries at these places, in their order; behind a wall, those that are seen.
    pub async fn entries_at(&self, places: &[Place]) -> Result<Vec<StoredEntry>, EnvironmentFault> {
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = std::collections::HashMap::with_capacity(places.len());
        let mut connection = self.read("reading entries").await?;
        let select = "SELECT seq, leaf, canonical FROM entries WHERE seq";
        let wanted = places.iter().map(|place| place.key().into()).collect();
        let rows = fetch_among(&mut connection, select, Kind::Int, wanted).await;
        for row in rows.map_err(failed("reading entries"))? {
            let entry = stored(&row)?;
            found.insert(entry.place, entry);
        }
        let is_walled = self.wall().is_some();
        let entry = |place: &Place| match found.remove(place) {
            None if is_walled => None,
            None => Some(Err(not_there(*place))),
            Some(entry) => Some(Ok(entry)),
        };
        places.iter().filter_map(entry).collect()
    }

    /// Up to `limit` entries of a log before `before`, newest first.
    pub async fn entries_before(
        &self,
        log: u32,
        before: u64,
        limit: u32,
    ) -> Result<Vec<StoredEntry>, EnvironmentFault> {
        let (from, to) = (Place { log, index: 0 }, Place { log, index: before });
        let sql =
            "SELECT seq, leaf, canonical FROM entries WHERE seq >= ? AND seq < ? ORDER BY seq DESC LIMIT ?";
        let query = Query::new(sql).bind(from.key()).bind(to.key()).bind(limit);
        let rows = query
            .fetch_all(&mut self.read("reading entries").await?)
            .await
            .map_err(failed("reading entries"))?;
        rows.iter().map(stored).collect()
    }

    /// Gives `each` every entry of a log with `from` ≤ index < `to`, in order. Reads in bounded pieces, so that no
    /// reader keeps the write-ahead log from being folded away.
    pub async fn visit(
        &self,
        log: u32,
        from: u64,
        to: u64,
        mut each: impl FnMut(StoredEntry) -> Result<(), EnvironmentFault>,
    ) -> Result<(), EnvironmentFault> {
        let is_walled = self.wall().is_some();
        let (mut start, mut next) = (from, from);
        while start < to {
            let end = to.min(start + PIECE);
            let take = |stored: StoredEntry| {
                if !is_walled && stored.place.index != next {
                    return Err(not_there(Place { log, index: next }));
                }
                next += 1;
                each(stored)
            };
            visit(&mut self.read("reading entries").await?, log, start, end, take).await?;
            start = end;
        }
        if is_walled || next == to { Ok(()) } else { Err(not_there(Place { log, index: next })) }
    }

    /// The entries of a log with `from` ≤ index < `to` that can be read, in order: one that was damaged is passed over.
    pub async fn readable(&self, log: u32, from: u64, to: u64) -> Result<Vec<StoredEntry>, EnvironmentFault> {
        let mut found = Vec::new();
        let mut ranges = vec![(from, to)];
        while let Some((from, to)) = ranges.pop() {
            let read = async {
                let (first, end) = (Place { log, index: from }, Place { log, index: to });
                let sql = "SELECT seq, leaf, canonical FROM entries WHERE seq >= ? AND seq < ? ORDER BY seq";
                let query = Query::new(sql).bind(first.key()).bind(end.key());
                query
                    .fetch_all(&mut self.read("reading entries").await?)
                    .await
                    .map_err(failed("reading entries"))
            };
            match read.await {
                Ok(rows) => found.extend(rows.iter().filter_map(|row| stored(row).ok())),
                Err(fault) if fault.reason != EnvironmentReason::Damaged => return Err(fault),
                Err(_) if to - from <= 1 => {}
                // A page of the file that can't be read at all: what is around it can.
                Err(_) => ranges.extend([(from.midpoint(to), to), (from, from.midpoint(to))]),
            }
        }
        Ok(found)
    }

    /// Where the entry of this id stands.
    pub async fn find_place(&self, id: EntryId) -> Result<Option<Place>, EnvironmentFault> {
        let query = Query::new("SELECT seq FROM ids WHERE id = ?").bind(&id.as_bytes()[..]);
        let row = query
            .fetch_optional(&mut self.read("looking up an id").await?)
            .await
            .map_err(failed("looking up an id"))?;
        Ok(row.map(|row| Place::of_key(row.get(0))))
    }

    /// The entry of this id.
    pub async fn find_by_id(&self, id: EntryId) -> Result<Option<(StoredEntry, Entry)>, EnvironmentFault> {
        let Some(place) = self.find_place(id).await? else { return Ok(None) };
        let Some(stored) = self.find_entry(place).await? else {
            return if self.wall().is_some() { Ok(None) } else { Err(not_there(place)) };
        };
        let entry = stored.entry()?;
        if entry.id != id {
            return Err(EnvironmentFault::damaged(format!(
                "looking up {id}, in whose place stands {}",
                entry.id
            )));
        }
        Ok(Some((stored, entry)))
    }

    /// The tree nodes of a log, by level and index, level 0 being the leaves; those that exist, in the order asked.
    pub async fn nodes(&self, log: u32, wanted: &[(u8, u64)]) -> Result<Vec<Option<Hash>>, EnvironmentFault> {
        let mut connection = self.read("reading the tree").await?;
        nodes(&mut connection, log, wanted).await
    }

    /// The disclosures of these entries, ordered by place and field.
    pub async fn disclosures(&self, places: &[Place]) -> Result<Vec<DisclosureRow>, EnvironmentFault> {
        let mut connection = self.read("reading disclosures").await?;
        disclosures(&mut connection, places).await
    }

    /// Whether one of these organisations stored this blob.
    pub async fn holds_blob(&self, digest: Hash, holders: &[&Slug]) -> Result<bool, EnvironmentFault> {
        let owners = self.owners_of_blob(digest).await?;
        Ok(owners.iter().any(|owner| holders.iter().any(|holder| holder.as_str() == owner)))
    }

    /// Every organisation that stored this blob.
    pub async fn owners_of_blob(&self, digest: Hash) -> Result<Vec<String>, EnvironmentFault> {
        let query =
            Query::new("SELECT organisation FROM blobs WHERE sha256 = ?").bind(&digest.as_bytes()[..]);
        let rows = query
            .fetch_all(&mut self.read("looking up a blob").await?)
            .await
            .map_err(failed("looking up a blob"))?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }

    /// The entry that issued the campaign of this file.
    pub async fn find_campaign(&self, file: Hash) -> Result<Option<Place>, EnvironmentFault> {
        let query = Query::new("SELECT seq FROM campaigns WHERE file = ?").bind(&file.as_bytes()[..]);
        let row = query
            .fetch_optional(&mut self.read("reading the campaigns").await?)
            .await
            .map_err(failed("reading the campaigns"))?;
        Ok(row.map(|row| Place::of_key(row.get(0))))
    }

    /// The newest checkpoint of a log.
    pub async fn find_checkpoint(&self, log: u32) -> Result<Option<CheckpointRow>, EnvironmentFault> {
        let sql = "SELECT size, signed_at, note FROM checkpoints WHERE log = ? ORDER BY size DESC LIMIT 1";
        let query = Query::new(sql).bind(log);
        let row = query
            .fetch_optional(&mut self.read("reading a checkpoint").await?)
            .await
            .map_err(failed("reading a checkpoint"))?;
        Ok(row.as_ref().map(checkpoint))
    }
}

/// An entry that something else names, or that others stand around.
fn not_there(Place { log, index }: Place) -> EnvironmentFault {
    EnvironmentFault::damaged(format!("reading entry {index} of log {log}, which is not there"))
}

/// Some megabytes of entries.
const PIECE: u64 = 4096;

/// Gives `each` every entry of a log with `from` ≤ index < `to`, in order, read by a connection of the caller's.
pub async fn visit(
    connection: &mut Connection,
    log: u32,
    from: u64,
    to: u64,
    mut each: impl FnMut(StoredEntry) -> Result<(), EnvironmentFault>,
) -> Result<(), EnvironmentFault> {
    let sql = "SELECT seq, leaf, canonical FROM entries WHERE seq >= ? AND seq < ? ORDER BY seq";
    let (first, end) = (Place { log, index: from }, Place { log, index: to });
    let mut taken = Ok(());
    let take = |row: Row| {
        taken = stored(&row).and_then(&mut each);
        taken.is_ok()
    };
    let query = Query::new(sql).bind(first.key()).bind(end.key());
    query.visit(connection, take).await.map_err(failed("reading entries"))?;
    taken
}

/// A checkpoint, of its size, moment and note.
pub(super) fn checkpoint(row: &Row) -> CheckpointRow {
    CheckpointRow {
        size: row.get::<i64>(0) as u64,
        signed_at: Instant::from_ms(row.get(1)),
        note: row.get(2),
    }
}

fn disclosure(row: &Row) -> Result<DisclosureRow, EnvironmentFault> {
    let damaged = || EnvironmentFault::damaged("reading a disclosure");
    let salt = <[u8; 32]>::try_from(row.get::<&[u8]>(2)).map_err(|_| damaged())?;
    let value = Fact::parse(row.get(3)).map_err(|_| damaged())?;
    Ok(DisclosureRow { place: Place::of_key(row.get(0)), field: row.get(1), salt, value })
}

impl StoredEntry {
    /// The entry its bytes say.
    pub fn entry(&self) -> Result<Entry, EnvironmentFault> {
        let Place { log, index } = self.place;
        Entry::parse(&self.canonical).map_err(|fault| {
            EnvironmentFault::damaged(format!("reading entry {index} of log {log}: {fault}"))
        })
    }
}

impl DisclosureRow {
    /// The disclosure as the journal knows it: what its entry committed to. Whoever can write to the file could change a
    /// clear value; nobody is to read it as what was recorded.
    pub fn opened(self, entry: &Entry) -> Result<Disclosure, EnvironmentFault> {
        let Self { place: Place { log, index }, field, salt, value } = self;
        let opened = Disclosure { id: entry.id, field, salt, value };
        if !opened.verify(entry) {
            let what = format!(
                "reading a clear value of entry {index} of log {log}, which is not what was recorded"
            );
            return Err(EnvironmentFault::damaged(what));
        }
        Ok(opened)
    }
}

/// The disclosures of these entries, read by a connection of the caller's.
pub async fn disclosures(
    connection: &mut Connection,
    places: &[Place],
) -> Result<Vec<DisclosureRow>, EnvironmentFault> {
    let select = "SELECT seq, field, salt, value FROM disclosures WHERE seq";
    let wanted = places.iter().map(|place| place.key().into()).collect();
    let rows = fetch_among(connection, select, Kind::Int, wanted).await;
    let rows = rows.map_err(failed("reading disclosures"))?;
    let mut found = rows.iter().map(disclosure).collect::<Result<Vec<_>, _>>()?;
    found.sort_by(|a, b| (a.place, &a.field).cmp(&(b.place, &b.field)));
    Ok(found)
}

/// Tree nodes, read by a connection of the caller's.
pub async fn nodes(
    connection: &mut Connection,
    log: u32,
    wanted: &[(u8, u64)],
) -> Result<Vec<Option<Hash>>, EnvironmentFault> {
    // The leaves stand with the entries, what is above them in a table of its own.
    let leaf = |index| Place { log, index }.key();
    let (leaves, above): (Vec<_>, Vec<_>) = wanted.iter().partition(|(level, _)| *level == 0);
    let leaves = leaves.into_iter().map(|&(_, index)| leaf(index).into()).collect();
    let above = above.into_iter().map(|&(level, index)| node_key(log, level, index).into()).collect();
    let leaves = hashes(connection, "SELECT seq, leaf FROM entries WHERE seq", leaves).await?;
    let above = hashes(connection, "SELECT key, hash FROM nodes WHERE key", above).await?;
    let find = |&(level, index): &(u8, u64)| match level {
        0 => leaves.get(&leaf(index)).copied(),
        _ => above.get(&node_key(log, level, index)).copied(),
    };
    Ok(wanted.iter().map(find).collect())
}

/// Hashes by their keys; `select` ends where the keys come.
async fn hashes(
    connection: &mut Connection,
    select: &str,
    keys: Vec<Value<'_>>,
) -> Result<HashMap<i64, Hash>, EnvironmentFault> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = fetch_among(connection, select, Kind::Int, keys).await.map_err(failed("reading the tree"))?;
    rows.iter().map(|row| Ok((row.get(0), hash(row.get(1))?))).collect()
}

/// Every log of the node, by number.
pub async fn logs(connection: &mut Connection) -> Result<Vec<LogRow>, EnvironmentFault> {
    let query = Query::new("SELECT no, origin, size, recorded_at FROM logs ORDER BY no");
    let rows = query.fetch_all(connection).await.map_err(failed("reading the logs"))?;
    let log = |row: &Row| {
        let origin = Origin::new(row.get::<String>(1));
        Ok(LogRow {
            no: row.get(0),
            origin: origin.map_err(|_| EnvironmentFault::damaged("reading the logs"))?,
            size: row.get::<i64>(2) as u64,
            recorded_at: Instant::from_ms(row.get(3)),
        })
    };
    rows.iter().map(log).collect()
}

/// Every campaign issued, oldest first.
pub async fn campaigns(connection: &mut Connection) -> Result<Vec<CampaignRow>, EnvironmentFault> {
    let query = Query::new("SELECT seq, file FROM campaigns ORDER BY issued");
    let rows = query.fetch_all(connection).await.map_err(failed("reading the campaigns"))?;
    rows.iter()
        .map(|row| Ok(CampaignRow { place: Place::of_key(row.get(0)), file: hash(row.get(1))? }))
        .collect()
}

/// Keeps a signed head.
pub async fn keep_checkpoint(
    connection: &mut Connection,
    log: u32,
    row: &CheckpointRow,
) -> Result<(), sqlx::Error> {
    let sql =
        "INSERT INTO checkpoints (log, size, signed_at, note) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    let query = Query::new(sql).bind(log).bind(row.size as i64).bind(row.signed_at.as_ms()).bind(&row.note);
    query.execute(connection).await.map(|_| ())
}
