//! The manifest: a signed note whose text lists heads and files, in one order and one form.
//!
//! ```text
//! thongsuot/export/v1
//! log <origin> <size> <root in hex>
//! file <SHA-256 in hex> <bytes> <path>
//! ```

use crate::checkpoint::{Checkpoint, decimal};
use crate::hash::Hash;
use crate::name::Origin;
use std::collections::BTreeMap;

const HEADER: &str = "thongsuot/export/v1";

/// Length and digest of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) digest: Hash,
    pub(crate) bytes: u64,
}

/// What an export says it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Manifest {
    pub(crate) logs: BTreeMap<Origin, Checkpoint>,
    pub(crate) files: BTreeMap<String, Listed>,
}

impl Manifest {
    pub(crate) fn list(&mut self, path: String, bytes: &[u8]) {
        let listed = Listed { digest: Hash::of(bytes), bytes: bytes.len() as u64 };
        self.files.insert(path, listed);
    }

    pub(crate) fn text(&self) -> String {
        use std::fmt::Write;
        let mut out = format!("{HEADER}\n");
        for Checkpoint { origin, size, root } in self.logs.values() {
            let _ = writeln!(out, "log {origin} {size} {root}");
        }
        for (path, Listed { digest, bytes }) in &self.files {
            let _ = writeln!(out, "file {digest} {bytes} {path}");
        }
        out
    }

    /// Reads the text that [`Manifest::text`] writes, and no other.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut manifest = Self::default();
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next() != Some(HEADER) {
            return None;
        }
        for line in lines {
            let mut words = line.splitn(4, ' ');
            match (words.next()?, words.next()?, words.next()?, words.next()?) {
                ("log", origin, size, root) => {
                    let origin = Origin::new(origin).ok()?;
                    let (size, root) = (decimal(size)?, Hash::parse(root).ok()?);
                    manifest.logs.insert(origin.clone(), Checkpoint { origin, size, root });
                }
                ("file", digest, bytes, path) => {
                    let (digest, bytes) = (Hash::parse(digest).ok()?, decimal(bytes)?);
                    manifest.files.insert(path.to_owned(), Listed { digest, bytes });
                }
                _ => return None,
            }
        }
        // Doubled lines, or lines in another order, do not come out the same.
        (manifest.text() == text).then_some(manifest)
    }
}
