//! Where an entry stands, as one integer key: log number and index. SQLite keeps such keys in order for nothing.

/// Bits of the index within a log.
const INDEX_BITS: u32 = 40;

/// Bits of the index of a tree node within its level, and of its level.
const LEVEL_BITS: u32 = 6;

/// Logs a node can have: their number shares 63 bits with level and index.
pub const MAX_LOGS: u32 = 1 << 16;

/// The place of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Number of the log on this node.
    pub log: u32,
    /// Index within it.
    pub index: u64,
}

impl Place {
    /// The place as SQLite keeps it.
    pub const fn key(self) -> i64 {
        ((self.log as i64) << INDEX_BITS) | self.index as i64
    }

    /// The place of a key.
    pub const fn of_key(key: i64) -> Self {
        Self { log: (key >> INDEX_BITS) as u32, index: (key & ((1 << INDEX_BITS) - 1)) as u64 }
    }
}

/// The key of the tree node over a complete subtree of `log`.
pub const fn node_key(log: u32, level: u8, index: u64) -> i64 {
    ((log as i64) << (INDEX_BITS + LEVEL_BITS)) | ((level as i64) << INDEX_BITS) | index as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_order_places_and_read_back() {
        let places = [(0, 0), (0, 7), (1, 0), (1, (1 << 40) - 1), (MAX_LOGS - 1, 3)];
        let places = places.map(|(log, index)| Place { log, index });
        assert!(places.is_sorted_by_key(|place| place.key()));
        for place in places {
            assert_eq!(Place::of_key(place.key()), place);
        }
        assert!(node_key(MAX_LOGS - 1, 39, 1) > 0);
        assert!(node_key(1, 0, 0) > node_key(0, 39, 1));
    }
}
