//! A blob belongs to an export when some entry names its SHA-256, in its facts or in a disclosed
//! field. Its bytes are checked with the manifest. A disclosed digest without its bytes is no fault,
//! for a document may stay with its owner; it is counted, so that nobody takes the digest for the document.

use crate::export::BLOBS;
use crate::hash::{Hash, from_hex};
use std::collections::{BTreeMap, BTreeSet};

/// The blobs of an export, and those that no entry named yet.
pub(super) struct Blobs {
    present: BTreeSet<Hash>,
    unnamed: BTreeMap<Hash, String>,
}

impl Blobs {
    pub(super) fn new<'a>(files: impl Iterator<Item = &'a String>) -> Self {
        let blobs = files.filter_map(|file| {
            let name = file.strip_prefix(BLOBS)?.rsplit('/').next()?;
            Some((Hash::parse(name).ok()?, file.clone()))
        });
        let unnamed: BTreeMap<Hash, String> = blobs.collect();
        Self { present: unnamed.keys().copied().collect(), unnamed }
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

    /// Whether a disclosed value is the digest of something whose bytes are not here.
    pub(super) fn lacks(&self, value: &str) -> bool {
        let digest = value.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        digest.and_then(|text| Hash::parse(text).ok()).is_some_and(|digest| !self.present.contains(&digest))
    }

    pub(super) fn unnamed(self) -> impl Iterator<Item = String> {
        self.unnamed.into_values()
    }
}
