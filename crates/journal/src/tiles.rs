//! C2SP `tlog-tiles`: hash tiles of 256 hashes (height 8) and entry bundles of 256 entries. A log of
//! a given size has exactly one set of tiles, so an export has nothing to choose.

use crate::entry::MAX_ENTRY_BYTES;
use crate::hash::{Hash, node_hash};
use crate::tree::{Frontier, HashReader};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Hashes of a full tile, and entries of a full bundle.
pub const TILE_WIDTH: u64 = 256;
const TILE_HEIGHT: u8 = 8;
const HASH_BYTES: usize = 32;

/// Longest entry bundle: every entry at its longest, with its two bytes of length.
pub(crate) const MAX_BUNDLE_BYTES: usize = TILE_WIDTH as usize * (MAX_ENTRY_BYTES + 2);

/// One tile: hashes at a tile level, or entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tile {
    /// Tile level (8 tree levels each); `None` for an entry bundle.
    pub(crate) level: Option<u8>,
    pub(crate) index: u64,
    /// 1 to 256.
    pub(crate) width: u64,
}

impl Tile {
    /// The tile as it stands in a log of this size, if it is there.
    pub(crate) fn of(level: Option<u8>, index: u64, size: u64) -> Option<Self> {
        let shift = u32::from(TILE_HEIGHT) * u32::from(level.unwrap_or(0));
        let hashes = size.checked_shr(shift).unwrap_or(0);
        let width = hashes.checked_sub(index.checked_mul(TILE_WIDTH)?)?.min(TILE_WIDTH);
        (width > 0).then_some(Self { level, index, width })
    }

    /// Its path below the log: `tile/<level>/<index>[.p/<width>]`, the index in groups of three.
    pub(crate) fn path(self) -> String {
        let kind = self.level.map_or("entries".to_owned(), |level| level.to_string());
        let mut groups = format!("{:03}", self.index % 1000);
        let mut rest = self.index / 1000;
        while rest > 0 {
            groups = format!("x{:03}/{groups}", rest % 1000);
            rest /= 1000;
        }
        if self.width == TILE_WIDTH {
            format!("tile/{kind}/{groups}")
        } else {
            format!("tile/{kind}/{groups}.p/{}", self.width)
        }
    }

    /// Reads a path that [`Tile::path`] writes, and no other.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let (kind, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let level = if kind == "entries" { None } else { Some(kind.parse().ok()?) };
        let (groups, width) = match rest.split_once(".p/") {
            Some((groups, width)) => (groups, width.parse().ok()?),
            None => (rest, TILE_WIDTH),
        };
        let mut index = 0_u64;
        for group in groups.split('/') {
            let digits: u64 = group.trim_start_matches('x').parse().ok()?;
            index = index.checked_mul(1000)?.checked_add(digits)?;
        }
        let tile = Self { level, index, width };
        (tile.path() == path).then_some(tile)
    }
}

/// Turns leaf hashes into the hash tiles of a growing log.
#[derive(Debug, Clone, Default)]
pub(crate) struct TileBuilder {
    frontier: Frontier,
    /// Hashes of the unfinished tile at each tile level.
    open: Vec<Vec<u8>>,
}

impl TileBuilder {
    pub(crate) fn size(&self) -> u64 {
        self.frontier.size()
    }

    pub(crate) fn frontier(&self) -> &Frontier {
        &self.frontier
    }

    /// Appends a leaf; gives `full` each tile this fills.
    pub(crate) fn push<E>(
        &mut self,
        leaf: Hash,
        mut full: impl FnMut(Tile, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let open = &mut self.open;
        let mut result = Ok(());
        let mut add = |level: u8, index: u64, hash: Hash| {
            let at = usize::from(level);
            if open.len() <= at {
                open.resize_with(at + 1, Vec::new);
            }
            open[at].extend_from_slice(hash.as_bytes());
            if open[at].len() == TILE_WIDTH as usize * HASH_BYTES {
                let tile = Tile { level: Some(level), index: index / TILE_WIDTH, width: TILE_WIDTH };
                if result.is_ok() {
                    result = full(tile, &open[at]);
                }
                open[at].clear();
            }
        };
        add(0, self.frontier.size(), leaf);
        self.frontier.push(leaf, |level, index, hash| {
            if level % TILE_HEIGHT == 0 {
                add(level / TILE_HEIGHT, index, hash);
            }
        });
        result
    }

    /// Gives `partial` the tiles that are not full.
    pub(crate) fn finish<E>(&self, mut partial: impl FnMut(Tile, &[u8]) -> Result<(), E>) -> Result<(), E> {
        for (level, hashes) in self.open.iter().enumerate().filter(|(_, open)| !open.is_empty()) {
            let index = (self.size() >> (usize::from(TILE_HEIGHT) * level)) / TILE_WIDTH;
            let width = (hashes.len() / HASH_BYTES) as u64;
            partial(Tile { level: Some(level as u8), index, width }, hashes)?;
        }
        Ok(())
    }
}

/// The hash at a place in a tile's bytes.
pub(crate) fn hash_in(tile: &[u8], at: usize) -> Option<Hash> {
    let bytes = tile.get(at * HASH_BYTES..(at + 1) * HASH_BYTES)?;
    bytes.try_into().ok().map(Hash::new)
}

/// Appends an entry to a bundle: two bytes of length, big-endian, and the canonical bytes.
pub(crate) fn push_to_bundle(bundle: &mut Vec<u8>, canonical: &[u8]) {
    bundle.extend_from_slice(&(canonical.len() as u16).to_be_bytes());
    bundle.extend_from_slice(canonical);
}

/// Takes the first entry off a bundle; `None` when the bundle ends inside it or it is too long.
pub(crate) fn take_from_bundle<'a>(bundle: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, rest) = bundle.split_first_chunk::<2>()?;
    let length = usize::from(u16::from_be_bytes(*length));
    if length > MAX_ENTRY_BYTES || length > rest.len() {
        return None;
    }
    let (entry, rest) = rest.split_at(length);
    *bundle = rest;
    Some(entry)
}

/// Bytes of the tiles read so far, by level and index; `None` for one that is not there.
type ReadTiles = BTreeMap<(u8, u64), Option<Vec<u8>>>;

/// Reads the nodes of an exported log from its hash tiles.
pub(crate) struct TileReader {
    directory: PathBuf,
    size: u64,
    read: RefCell<ReadTiles>,
}

impl TileReader {
    pub(crate) fn new(directory: &Path, size: u64) -> Self {
        Self { directory: directory.to_owned(), size, read: RefCell::default() }
    }

    fn hashes(&self, level: u8, index: u64, from: usize, count: usize) -> Option<Vec<Hash>> {
        let mut read = self.read.borrow_mut();
        let bytes = read.entry((level, index)).or_insert_with(|| {
            let tile = Tile::of(Some(level), index, self.size)?;
            std::fs::read(self.directory.join(tile.path())).ok()
        });
        (from..from + count).map(|at| hash_in(bytes.as_deref()?, at)).collect()
    }
}

impl HashReader for TileReader {
    fn hash(&self, level: u8, index: u64) -> Option<Hash> {
        let (tile_level, height) = (level / TILE_HEIGHT, level % TILE_HEIGHT);
        let first = index.checked_shl(u32::from(height))?;
        let at = (first % TILE_WIDTH) as usize;
        let mut hashes = self.hashes(tile_level, first / TILE_WIDTH, at, 1 << height)?;
        while hashes.len() > 1 {
            hashes = hashes.chunks(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
        }
        hashes.pop()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_tlog_tiles() {
        let tile = |level, index, width| Tile { level, index, width };
        for (tile, path) in [
            (tile(Some(0), 0, 256), "tile/0/000"),
            (tile(Some(2), 1_234_067, 256), "tile/2/x001/x234/067"),
            (tile(None, 5, 112), "tile/entries/005.p/112"),
            (tile(None, 1000, 1), "tile/entries/x001/000.p/1"),
        ] {
            assert_eq!(tile.path(), path);
            assert_eq!(Tile::parse(path), Some(tile));
        }
        for bad in [
            "tile/0/0",
            "tile/00/000",
            "tile/0/001/000",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/x000/000",
            "tile/0/+01",
            "tile/e/000",
            "tile/entries/000.p/",
            "tile/0/xx01/000",
            "tile/0/000/",
        ] {
            assert_eq!(Tile::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_size_has_one_set_of_tiles() {
        for size in [0_u64, 1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 70_000] {
            let mut builder = TileBuilder::default();
            let mut made = Vec::new();
            for at in 0..size {
                let leaf = Hash::of(&at.to_be_bytes());
                builder
                    .push(leaf, |tile, _| {
                        made.push(tile);
                        Ok::<(), ()>(())
                    })
                    .unwrap();
            }
            builder
                .finish(|tile, _| {
                    made.push(tile);
                    Ok::<(), ()>(())
                })
                .unwrap();
            for tile in &made {
                assert_eq!(Tile::of(tile.level, tile.index, size), Some(*tile), "{size}");
            }
            let expected: u64 = (0..8).map(|level| (size >> (8 * level)).div_ceil(TILE_WIDTH)).sum();
            assert_eq!(made.len() as u64, expected, "{size}");
        }
    }
}
