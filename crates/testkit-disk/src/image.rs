//! One file as the disk has it, beside what was written to it and not yet synced.

use serde::{Deserialize, Serialize};

/// Bytes that reach a disk whole or not at all.
const SECTOR: usize = 512;

/// What a power cut leaves of writes that no sync covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Remains {
    /// Nothing of them.
    Nothing,
    /// All of them.
    Everything,
    /// The first ones, the last of those torn at a sector.
    Beginning,
    /// Any of them, in any order, each whole, torn or not at all.
    AnyOfThem,
}

#[derive(Clone, Debug)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate { length: usize },
}

/// A file.
#[derive(Clone, Debug, Default)]
pub struct Image {
    durable: Vec<u8>,
    /// Whether its name is on the disk: it is from the first sync on.
    named: bool,
    /// It was removed, and the directory was not synced since.
    removed: bool,
    pending: Vec<Change>,
}

/// What a power cut left of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Its bytes; none where its name is gone.
    pub bytes: Option<Vec<u8>>,
    /// Writes that were dropped.
    pub dropped: u64,
    /// Writes of which some sectors arrived.
    pub torn: u64,
}

impl Image {
    /// A file that is on the disk already.
    pub fn of(bytes: Vec<u8>) -> Self {
        Self { durable: bytes, named: true, removed: false, pending: Vec::new() }
    }

    pub fn write(&mut self, at: usize, bytes: &[u8]) {
        self.pending.push(Change::Write { at, bytes: bytes.to_vec() });
    }

    pub fn truncate(&mut self, length: usize) {
        self.pending.push(Change::Truncate { length });
    }

    /// Whether nothing is in it, with what was written and not synced yet.
    pub fn is_empty(&self) -> bool {
        let grows = |change: &Change| match change {
            Change::Write { bytes, .. } => !bytes.is_empty(),
            Change::Truncate { length } => *length > 0,
        };
        match self.pending.iter().rposition(|change| matches!(change, Change::Truncate { length: 0 })) {
            Some(emptied) => !self.pending[emptied..].iter().any(grows),
            None => self.durable.is_empty() && !self.pending.iter().any(grows),
        }
    }

    pub fn sync(&mut self) {
        self.named = true;
        for change in std::mem::take(&mut self.pending) {
            change.apply(&mut self.durable, &mut |_| true);
        }
    }

    /// A sync that failed: what it should have kept never arrives.
    pub fn forget(&mut self) -> u64 {
        std::mem::take(&mut self.pending).len() as u64
    }

    pub const fn remove(&mut self) {
        self.removed = true;
    }

    pub const fn is_removed(&self) -> bool {
        self.removed
    }

    pub const fn pending(&self) -> usize {
        self.pending.len()
    }

    /// What is there when the power comes back. `dice(n)` gives a number below `n`.
    pub fn cut(self, remains: Remains, dice: &mut dyn FnMut(u64) -> u64) -> Left {
        let Self { mut durable, named, removed, pending } = self;
        let written = pending.len() as u64;
        let gone = (removed && dice(2) == 0) || (!named && remains == Remains::Nothing);
        if gone {
            return Left { bytes: None, dropped: written, torn: 0 };
        }
        let (mut dropped, mut half) = (0, 0);
        let first = if remains == Remains::Beginning { dice(written + 1) } else { written };
        for (number, change) in pending.into_iter().enumerate() {
            let number = number as u64;
            let whole = match remains {
                Remains::Nothing => false,
                Remains::Everything => true,
                Remains::Beginning => number < first,
                Remains::AnyOfThem => dice(2) == 0,
            };
            let torn = !whole
                && match remains {
                    Remains::Beginning => number == first,
                    Remains::AnyOfThem => dice(4) == 0,
                    Remains::Nothing | Remains::Everything => false,
                };
            dropped += u64::from(!whole && !torn);
            half += u64::from(torn);
            if whole {
                change.apply(&mut durable, &mut |_| true);
            } else if torn {
                change.apply(&mut durable, &mut |_| dice(2) == 0);
            }
        }
        Left { bytes: Some(durable), dropped, torn: half }
    }
}

impl Change {
    /// Applies those sectors that `reaches` says reached the disk.
    fn apply(self, file: &mut Vec<u8>, reaches: &mut dyn FnMut(usize) -> bool) {
        match self {
            Self::Truncate { length } => {
                if reaches(0) {
                    file.resize(length, 0);
                }
            }
            Self::Write { at, bytes } => {
                let mut from = 0;
                while from < bytes.len() {
                    let to = bytes.len().min(from + SECTOR - (at + from) % SECTOR);
                    if reaches((at + from) / SECTOR) {
                        if file.len() < at + to {
                            file.resize(at + to, 0);
                        }
                        file[at + from..at + to].copy_from_slice(&bytes[from..to]);
                    }
                    from = to;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Image {
        let mut image = Image::of(vec![1; 1024]);
        image.write(0, &[2; 1024]);
        image.write(1024, &[3; 512]);
        image
    }

    #[test]
    fn what_was_synced_stays_and_what_was_not_may_go() {
        let mut kept = written();
        kept.sync();
        let whole = [vec![2; 1024], vec![3; 512]].concat();
        let left = |image: Image, remains| {
            let left = image.cut(remains, &mut |_| 0);
            (left.bytes, left.dropped)
        };
        assert_eq!(left(kept, Remains::Nothing), (Some(whole.clone()), 0));
        assert_eq!(left(written(), Remains::Nothing), (Some(vec![1; 1024]), 2));
        assert_eq!(left(written(), Remains::Everything), (Some(whole), 0));
    }

    #[test]
    fn a_torn_write_changes_whole_sectors() {
        // The first write is neither whole (1) nor spared from being torn (0); of its sectors one arrives.
        let mut answers = [1, 0, 0, 1, 1, 1].into_iter();
        let left = written().cut(Remains::AnyOfThem, &mut |_| answers.next().unwrap_or(1));
        let bytes = Some([vec![2; 512], vec![1; 512]].concat());
        assert_eq!(left, Left { bytes, dropped: 1, torn: 1 });
    }

    #[test]
    fn what_a_failed_sync_should_have_kept_never_arrives() {
        let mut image = written();
        assert_eq!(image.forget(), 2);
        image.write(0, &[9; 512]);
        image.sync();
        assert_eq!(
            image.cut(Remains::Nothing, &mut |_| 0).bytes,
            Some([vec![9; 512], vec![1; 512]].concat())
        );
    }

    #[test]
    fn a_file_nobody_synced_may_be_gone_with_its_name() {
        let mut fresh = Image::default();
        fresh.write(0, &[1]);
        assert_eq!(fresh.cut(Remains::Nothing, &mut |_| 0).bytes, None);
    }
}
