//! Snapshots: the states of a board as canonical JSON with its SHA-256. A cache only.
//!
//! A snapshot is taken back only by a board of the same campaigns and the same versions of the checks; anything else,
//! one flipped byte included, is a fault, and the board is rebuilt from the journal. Verdicts are not stored: they are
//! judged again, so that a snapshot can't make a cell greener than its evidence.

mod parts;

pub use parts::SnapshotParts;

use std::{
    collections::BTreeMap,
    io::{self, Write},
    sync::Arc,
};

use calendar::Instant;
use journal::{Hash, Origin, Slug};
use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::{
    Board,
    slot::{Beside, Slot},
    target::TargetNow,
};
use crate::{
    checks::{CheckKind, CheckState},
    model::Campaign,
};

/// Version of the format; another one is discarded. 2 keeps who holds a cell.
const VERSION: u32 = 2;
const HEAD: &[u8] = b"{\"body\":";
const MIDDLE: &[u8] = b",\"sha256\":\"";
const TAIL: &[u8] = b"\"}";
/// Digits of the SHA-256.
const DIGITS: usize = 64;

/// Why a snapshot is discarded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotFault {
    /// Its bytes are not what was written.
    #[error("the snapshot's SHA-256 does not match its bytes")]
    Digest,
    /// It is of another version of the format or of a check.
    #[error("the snapshot was written by another version: {0}")]
    Version(String),
    /// It is of other campaigns.
    #[error("the snapshot is of other campaigns")]
    Campaigns,
    /// It does not read as a snapshot.
    #[error("the snapshot can't be read: {0}")]
    Shape(String),
}

// Fields stand in the order of their names: that makes the JSON canonical.

#[derive(Serialize)]
struct Written<'a> {
    campaigns: Vec<Hash>,
    cells: WrittenCells<'a>,
    cursor: BTreeMap<&'a str, u64>,
    targets: &'a BTreeMap<Slug, TargetNow>,
    v: u32,
}

struct WrittenCells<'a>(&'a [Slot]);

#[derive(Serialize)]
struct WrittenCell<'a> {
    beside: &'a Beside,
    checks: Vec<WrittenCheck<'a>>,
    obligation: &'a Slug,
    organisation: &'a Slug,
}

#[derive(Serialize)]
struct WrittenCheck<'a> {
    check: CheckKind,
    state: WrittenState<'a>,
    version: u32,
}

impl<'a> WrittenCell<'a> {
    fn of(slot: &'a Slot) -> Self {
        let site = slot.site();
        let checks = site.kinds.iter().zip(&slot.states);
        let check = |(kind, state): (&CheckKind, &'a CheckState)| WrittenCheck {
            check: *kind,
            state: WrittenState(state),
            version: kind.version(),
        };
        Self {
            beside: &slot.beside,
            checks: checks.map(check).collect(),
            obligation: &site.key.obligation,
            organisation: &site.key.organisation,
        }
    }
}

struct WrittenState<'a>(&'a CheckState);

impl Serialize for WrittenState<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize_into(serializer)
    }
}

impl Serialize for WrittenCells<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(None)?;
        for slot in self.0.iter().filter(|slot| !slot.is_untouched()) {
            list.serialize_element(&WrittenCell::of(slot))?;
        }
        list.end()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read<'a> {
    campaigns: Vec<Hash>,
    #[serde(borrow)]
    cells: Vec<ReadCell<'a>>,
    cursor: BTreeMap<String, u64>,
    targets: BTreeMap<Slug, TargetNow>,
    v: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadCell<'a> {
    beside: Beside,
    #[serde(borrow)]
    checks: Vec<ReadCheck<'a>>,
    obligation: Slug,
    organisation: Slug,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReadCheck<'a> {
    check: CheckKind,
    #[serde(borrow)]
    state: &'a RawValue,
    version: u32,
}

impl Board {
    /// The states and the cursor as canonical JSON, with the SHA-256 of it.
    pub fn snapshot(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        // A vector takes every byte, and every key of the states is text.
        let _ = self.write_snapshot(&mut bytes);
        bytes
    }

    /// Writes the snapshot piece by piece, for a large board that should not stand in memory twice.
    pub fn write_snapshot(&self, out: &mut dyn Write) -> io::Result<()> {
        let written = Written {
            campaigns: self.campaigns().map(|campaign| campaign.digest).collect(),
            cells: WrittenCells(&self.slots),
            cursor: self.cursor.iter().map(|(origin, size)| (origin.as_str(), size)).collect(),
            targets: &self.targets,
            v: VERSION,
        };
        out.write_all(HEAD)?;
        let mut hashing = Hashing { out: &mut *out, digest: Sha256::new() };
        serde_json::to_writer(&mut hashing, &written)?;
        let digest = Hash::new(hashing.digest.finalize().into());
        out.write_all(MIDDLE)?;
        out.write_all(digest.hex().as_bytes())?;
        out.write_all(TAIL)
    }

    /// The board a snapshot was taken of, judged at `now`.
    pub fn restore(bytes: &[u8], campaigns: Vec<Arc<Campaign>>, now: Instant) -> Result<Self, SnapshotFault> {
        let body = checked_body(bytes)?;
        let shape = |fault: serde_json::Error| SnapshotFault::Shape(fault.to_string());
        let read: Read<'_> = serde_json::from_slice(body).map_err(shape)?;
        if read.v != VERSION {
            return Err(SnapshotFault::Version(format!("format {}, this program writes {VERSION}", read.v)));
        }
        let mut board = Self::unjudged(campaigns, now);
        if !board.campaigns().map(|campaign| campaign.digest).eq(read.campaigns.iter().copied()) {
            return Err(SnapshotFault::Campaigns);
        }
        for cell in read.cells {
            board.restore_cell(cell)?;
        }
        for (origin, size) in read.cursor {
            let origin = Origin::new(origin).map_err(|fault| SnapshotFault::Shape(fault.to_string()))?;
            board.cursor.set(origin, size);
        }
        board.targets = read.targets;
        board.settle(now);
        Ok(board)
    }

    fn restore_cell(&mut self, cell: ReadCell<'_>) -> Result<(), SnapshotFault> {
        let key = super::CellKey { organisation: cell.organisation, obligation: cell.obligation };
        let Some(place) = self.index.place(&key) else {
            return Err(SnapshotFault::Campaigns);
        };
        let slot = &mut self.slots[place as usize];
        if !slot.site().kinds.iter().eq(cell.checks.iter().map(|check| &check.check)) {
            return Err(SnapshotFault::Campaigns);
        }
        let mut states = Vec::with_capacity(cell.checks.len());
        for (number, check) in cell.checks.iter().enumerate() {
            let kind = check.check;
            if check.version != kind.version() {
                let what =
                    format!("{} {}, this program has {}", kind.as_str(), check.version, kind.version());
                return Err(SnapshotFault::Version(what));
            }
            let context = self.index.context(slot.site(), number, &cell.beside.corrections);
            let mut stored = serde_json::Deserializer::from_str(check.state.get());
            let state = CheckState::restore(kind, &mut stored, &context);
            states.push(state.map_err(|fault| SnapshotFault::Shape(fault.to_string()))?);
        }
        slot.states = states;
        slot.beside = cell.beside;
        Ok(())
    }
}

/// Passes bytes on and hashes them.
struct Hashing<'a> {
    out: &'a mut dyn Write,
    digest: Sha256,
}

impl Write for Hashing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.out.write(bytes)?;
        self.digest.update(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The body of a snapshot whose SHA-256 matches.
fn checked_body(bytes: &[u8]) -> Result<&[u8], SnapshotFault> {
    let shape = || SnapshotFault::Shape("it is cut or no snapshot".to_owned());
    let rest = bytes.strip_prefix(HEAD).and_then(|rest| rest.strip_suffix(TAIL)).ok_or_else(shape)?;
    let (rest, digits) = rest.split_at_checked(rest.len().wrapping_sub(DIGITS)).ok_or_else(shape)?;
    let body = rest.strip_suffix(MIDDLE).ok_or_else(shape)?;
    if Hash::of(body).hex().as_bytes() == digits { Ok(body) } else { Err(SnapshotFault::Digest) }
}
