//! A snapshot taken in parts, so that a large board in use is held still for a moment at a time only.
//!
//! The cursor is the one at the beginning. Cells taken later may know more, which does no harm: whoever takes the
//! snapshot back reads the journal from its cursor, and evidence counts once however often it is folded. Of a board
//! that stands still the parts are the bytes of [`Board::snapshot`].

use std::{collections::BTreeMap, io::Write};

use journal::{Cursor, Hash};
use sha2::{Digest, Sha256};

use super::{HEAD, MIDDLE, TAIL, VERSION, WrittenCell};
use crate::board::Board;

/// A snapshot being taken.
#[derive(Debug)]
pub struct SnapshotParts {
    campaigns: Vec<Hash>,
    cursor: Cursor,
    digest: Sha256,
    /// The cell to go on with.
    next: usize,
    /// A cell was written, so that the next one follows a comma.
    follows: bool,
}

impl Board {
    /// Begins a snapshot at the board's cursor and writes how it begins.
    pub fn begin_snapshot(&self, out: &mut Vec<u8>) -> SnapshotParts {
        let campaigns = digests(self);
        let cursor = self.cursor.clone();
        let mut parts = SnapshotParts { campaigns, cursor, digest: Sha256::new(), next: 0, follows: false };
        out.extend_from_slice(HEAD);
        parts.body(out, |body| {
            body.extend_from_slice(b"{\"campaigns\":");
            json(body, &digests(self));
            body.extend_from_slice(b",\"cells\":[");
        });
        parts
    }

    /// Writes further cells, about `bytes` of them. True once the snapshot is whole; none when the board judges by
    /// other campaigns than when it was begun, and the snapshot is of no use.
    pub fn continue_snapshot(
        &self,
        parts: &mut SnapshotParts,
        out: &mut Vec<u8>,
        bytes: usize,
    ) -> Option<bool> {
        if parts.campaigns != digests(self) {
            return None;
        }
        let enough = out.len() + bytes;
        while out.len() < enough {
            let Some(slot) = self.slots.get(parts.next) else {
                self.end_snapshot(parts, out);
                return Some(true);
            };
            parts.next += 1;
            if !slot.is_untouched() {
                let comma = std::mem::replace(&mut parts.follows, true);
                parts.body(out, |body| {
                    if comma {
                        body.push(b',');
                    }
                    json(body, &WrittenCell::of(slot));
                });
            }
        }
        Some(false)
    }

    fn end_snapshot(&self, parts: &mut SnapshotParts, out: &mut Vec<u8>) {
        let cursor = parts.cursor.clone();
        parts.body(out, |body| {
            let cursor: BTreeMap<&str, u64> =
                cursor.iter().map(|(origin, size)| (origin.as_str(), size)).collect();
            body.extend_from_slice(b"],\"cursor\":");
            json(body, &cursor);
            body.extend_from_slice(b",\"targets\":");
            json(body, &self.targets);
            // A vector takes every byte.
            let _ = write!(body, ",\"v\":{VERSION}}}");
        });
        let digest = Hash::new(std::mem::take(&mut parts.digest).finalize().into());
        out.extend_from_slice(MIDDLE);
        out.extend_from_slice(digest.hex().as_bytes());
        out.extend_from_slice(TAIL);
    }
}

impl SnapshotParts {
    /// Writes to the body, which the digest is taken of.
    fn body(&mut self, out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
        let start = out.len();
        write(out);
        self.digest.update(&out[start..]);
    }
}

fn digests(board: &Board) -> Vec<Hash> {
    board.campaigns().map(|campaign| campaign.digest).collect()
}

/// A vector takes every byte, and every key of what is written is text, so that nothing can fail.
fn json(out: &mut Vec<u8>, value: &impl serde::Serialize) {
    let _ = serde_json::to_writer(out, value);
}
