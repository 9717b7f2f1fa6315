//! A blob belongs to an export when some entry names its SHA-256, in its facts or in a disclosed
//! field. Its bytes are checked with the manifest.

use crate::export::BLOBS;
use crate::hash::{Hash, from_hex};
use std::collections::BTreeMap;

/// The blobs of an export that no entry named yet.
pub(super) struct Blobs {
    unnamed: BTreeMap<Hash, String>,
}

impl Blobs {
    pub(super) fn new<'a>(files: impl Iterator<Item = &'a String>) -> Self {
        let blobs = files.filter_map(|file| {
            let name = file.strip_prefix(BLOBS)?.rsplit('/').next()?;
            Some((Hash::parse(name).ok()?, file.clone()))
        });
        Self { unnamed: blobs.collect() }
    }

    /// Marks every blob whose digest stands in the canonical text as a string.
    pub(super) fn named_in(&mut self, canonical: &[u8]) {
        if self.unnamed.is_empty() {
            return;
        }
        for text in canonical.split(|byte| *byte == b'"').filter(|text| text.len() == 64) {
            if let Some(digest) = from_hex(text) {
                self.unnamed.remove(&Hash::new(digest));
            }
        }
    }

    pub(super) fn unnamed(self) -> impl Iterator<Item = String> {
        self.unnamed.into_values()
    }
}
