//! Rows of the journal as they lie there, for the examination: nothing is held against anything yet.

use std::collections::HashMap;

use journal::EntryId;

use super::{
    Dialect, Journal, Place, Query, Row,
    append::recorded,
    journal::{CheckpointRow, checkpoint, failed},
    sqlite,
};
use crate::fault::EnvironmentFault;

/// An entry as it lies there.
pub struct RawEntry {
    /// Where.
    pub index: u64,
    /// What is said to be its leaf hash.
    pub leaf: Vec<u8>,
    /// What is said to be its bytes.
    pub canonical: Vec<u8>,
}

/// A clear value as it lies there.
pub struct RawDisclosure {
    /// Of which entry.
    pub place: Place,
    /// Of which field.
    pub field: String,
    /// What is said to be the key of the commitment.
    pub salt: Vec<u8>,
    /// What is said to be the value.
    pub value: Vec<u8>,
}

impl Journal {
    /// The entries of a log with `from` ≤ index < `to`.
    pub async fn raw_entries(&self, log: u32, from: u64, to: u64) -> Result<Vec<RawEntry>, EnvironmentFault> {
        let (first, end) = (Place { log, index: from }, Place { log, index: to });
        let sql = "SELECT seq, leaf, canonical FROM entries WHERE seq >= ? AND seq < ? ORDER BY seq";
        let query = Query::new(sql).bind(first.key()).bind(end.key());
        let rows = query.fetch_all(&mut self.read(READING).await?).await.map_err(failed(READING))?;
        let raw = |row: &Row| RawEntry {
            index: Place::of_key(row.get(0)).index,
            leaf: row.get(1),
            canonical: row.get(2),
        };
        Ok(rows.iter().map(raw).collect())
    }

    /// The clear values of the entries of a log with `from` ≤ index < `to`.
    pub async fn raw_disclosures(
        &self,
        log: u32,
        from: u64,
        to: u64,
    ) -> Result<Vec<RawDisclosure>, EnvironmentFault> {
        let (first, end) = (Place { log, index: from }, Place { log, index: to });
        let sql = "SELECT seq, field, salt, value FROM disclosures WHERE seq >= ? AND seq < ?";
        let query = Query::new(sql).bind(first.key()).bind(end.key());
        let rows = query.fetch_all(&mut self.read(READING).await?).await.map_err(failed(READING))?;
        let raw = |row: &Row| RawDisclosure {
            place: Place::of_key(row.get(0)),
            field: row.get(1),
            salt: row.get(2),
            value: row.get(3),
        };
        Ok(rows.iter().map(raw).collect())
    }

    /// A clear value of no entry: one in a log beyond its size, or of no log. Of several, one.
    pub async fn stray_disclosure(&self, sizes: &[(u32, u64)]) -> Result<Option<Place>, EnvironmentFault> {
        let mut connection = self.read(READING).await?;
        let mut from = Place { log: 0, index: 0 };
        let mut gaps = Vec::with_capacity(sizes.len() + 1);
        for &(log, size) in sizes {
            gaps.push((from.key(), Place { log, index: 0 }.key()));
            from = Place { log, index: size };
        }
        gaps.push((from.key(), i64::MAX));
        gaps.push((i64::MIN, 0));
        for (first, end) in gaps.into_iter().filter(|(first, end)| first < end) {
            let sql = "SELECT seq FROM disclosures WHERE seq >= ? AND seq < ? LIMIT 1";
            let query = Query::new(sql).bind(first).bind(end);
            let row = query.fetch_optional(&mut connection).await.map_err(failed(READING))?;
            if let Some(row) = row {
                return Ok(Some(Place::of_key(row.get(0))));
            }
        }
        Ok(None)
    }

    /// A checkpoint of no head: of a log that is not there, or of a size that the log never had. Of several, one. All are
    /// read: one whose key turned stands where no search for it comes by.
    pub async fn stray_checkpoint(&self, sizes: &[(u32, u64)]) -> Result<Option<Place>, EnvironmentFault> {
        let mut stray = None;
        let look = |row: Row| {
            let (log, size) = (row.get::<i64>(0), row.get::<i64>(1));
            let place = Place {
                log: u32::try_from(log).unwrap_or(u32::MAX),
                index: u64::try_from(size).unwrap_or(0),
            };
            let had = sizes.iter().find(|(log, _)| *log == place.log).map_or(0, |(_, size)| *size);
            let is_of_head = (1..=had).contains(&place.index);
            stray = (!is_of_head).then_some(place);
            is_of_head
        };
        let mut connection = self.read(READING).await?;
        let read = Query::new("SELECT log, size FROM checkpoints").visit(&mut connection, look).await;
        read.map_err(failed(READING))?;
        Ok(stray)
    }

    /// Whether the names of the logs lead to the logs: a damaged index of theirs would lead to none. A server sees to that
    /// itself.
    pub async fn are_logs_found(&self) -> Result<bool, EnvironmentFault> {
        let mut connection = self.read(READING).await?;
        match connection.dialect() {
            Dialect::Sqlite => sqlite::is_sound(&mut connection, "logs").await.map_err(failed(READING)),
            Dialect::Postgres => Ok(true),
        }
    }

    /// The checkpoints of a log with `from` < size ≤ `to`.
    pub async fn raw_checkpoints(
        &self,
        log: u32,
        from: u64,
        to: u64,
    ) -> Result<Vec<CheckpointRow>, EnvironmentFault> {
        let sql = "SELECT size, signed_at, note FROM checkpoints WHERE log = ? AND size > ? AND size <= ?";
        let query = Query::new(sql).bind(log).bind(from as i64).bind(to as i64);
        let rows = query.fetch_all(&mut self.read(READING).await?).await.map_err(failed(READING))?;
        Ok(rows.iter().map(checkpoint).collect())
    }

    /// Where the entries of these ids stand.
    pub async fn find_places(&self, ids: &[EntryId]) -> Result<HashMap<EntryId, Place>, EnvironmentFault> {
        recorded(&mut self.read(READING).await?, ids).await.map_err(failed(READING))
    }
}

const READING: &str = "examining the journal";
