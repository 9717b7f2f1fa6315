//! What the rows of the evidence index add up to. The index stands in no tree, and a bit of it that turned would only take
//! an entry out of a list: so each topic, the names of all topics and the cursor carry a count and a sum, which are held
//! against the rows before anything is read. They find what a disk does, not what a person would do.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Topics remembered as sound; beyond it they are looked at again.
const MAX_REMEMBERED: usize = 100_000;

/// A number of rows, and the sum of their hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub rows: i64,
    /// 63 bits, so that both databases keep it as a number.
    pub digest: i64,
}

impl Sum {
    /// Adds a row. One bit of it that is another gives another sum.
    pub fn add(&mut self, row: &[&[u8]]) {
        // FNV-1a: each step is undone by none but its own byte.
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        let hash = row.iter().copied().flatten().fold(0xcbf2_9ce4_8422_2325_u64, step);
        self.rows += 1;
        self.digest = (self.digest as u64).wrapping_add(hash) as i64 & i64::MAX;
    }

    /// The sum of a cursor.
    pub fn of_cursor(sizes: &BTreeMap<u32, u64>) -> Self {
        let mut sum = Self::default();
        for (log, size) in sizes {
            sum.add(&[&log.to_le_bytes(), &size.to_le_bytes()]);
        }
        sum
    }

    /// Adds a line of a topic.
    pub fn add_line(&mut self, recorded_at: i64, seq: i64) {
        self.add(&[&recorded_at.to_le_bytes(), &seq.to_le_bytes()]);
    }

    /// Adds the name of a topic.
    pub fn add_name(&mut self, no: i64, topic: &str) {
        self.add(&[&no.to_le_bytes(), topic.as_bytes()]);
    }

    fn bytes(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.rows.to_le_bytes());
        bytes[8..].copy_from_slice(&self.digest.to_le_bytes());
        bytes
    }

    fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (rows, digest) = bytes.split_at_checked(8)?;
        let number = |bytes: &[u8]| Some(i64::from_le_bytes(bytes.try_into().ok()?));
        Some(Self { rows: number(rows)?, digest: number(digest)? })
    }
}

/// The sums of what is not of one topic, as they are kept in one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// Of the names of the topics.
    pub names: Sum,
    /// Of the cursor.
    pub cursor: Sum,
}

impl Whole {
    /// As they are kept.
    pub fn bytes(self) -> Vec<u8> {
        [self.names.bytes(), self.cursor.bytes()].concat()
    }

    /// As they were kept.
    pub fn of_bytes(bytes: &[u8]) -> Option<Self> {
        let (names, cursor) = bytes.split_at_checked(16)?;
        Some(Self { names: Sum::of_bytes(names)?, cursor: Sum::of_bytes(cursor)? })
    }
}

/// What was found sound since the database was opened.
#[derive(Debug, Default)]
pub struct Sound(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    are_names: bool,
    topics: HashSet<String>,
}

impl Sound {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the names of all topics were.
    pub fn are_names(&self) -> bool {
        self.known().are_names
    }

    /// They were.
    pub fn note_names(&self) {
        self.known().are_names = true;
    }

    /// Which of these topics were not.
    pub fn unknown<'a>(&self, topics: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
        let known = self.known();
        topics.into_iter().filter(|topic| !known.topics.contains(*topic)).collect()
    }

    /// This one was.
    pub fn note(&self, topic: &str) {
        let mut known = self.known();
        if known.topics.len() >= MAX_REMEMBERED {
            known.topics.clear();
        }
        known.topics.insert(topic.to_owned());
    }

    /// Another database is in its place.
    pub fn forget(&self) {
        *self.known() = Known::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bit_gives_another_sum() {
        let mut sum = Sum::default();
        let (at, place) = (1_801_414_800_000_i64, 77_i64);
        sum.add_line(at, place);
        for bit in 0..63 {
            let (mut time, mut seq) = (Sum::default(), Sum::default());
            time.add_line(at ^ (1 << bit), place);
            seq.add_line(at, place ^ (1 << bit));
            assert!(time != sum && seq != sum, "bit {bit}");
        }
        let whole = Whole { names: sum, cursor: Sum::of_cursor(&BTreeMap::from([(1, 2)])) };
        assert_eq!(Whole::of_bytes(&whole.bytes()), Some(whole));
        assert_eq!(Whole::of_bytes(&[0; 31]), None);
    }
}
