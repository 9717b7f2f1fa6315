//! Checks one log: entries are hashed again, the tiles and the root must follow. Where an entry and
//! its hash tile disagree, the signed root tells which of the two was changed.

use super::blobs::Blobs;
use super::disclosures::Lines;
use super::erasures::Erasures;
use super::report::{Fault, LogReport};
use super::rollbacks::accepted;
use crate::checkpoint::Checkpoint;
use crate::export::{DISCLOSURES, log_path};
use crate::hash::{Hash, leaf_hash};
use crate::id::EntryId;
use crate::key::VerifierKey;
use crate::tiles::{MAX_BUNDLE_BYTES, TILE_WIDTH, Tile, TileBuilder, hash_in, take_from_bundle};
use crate::tree::Frontier;
use crate::view::EntryView;
use std::path::{Path, PathBuf};

pub(super) struct LogCheck<'a> {
    directory: PathBuf,
    prefix: String,
    head: Checkpoint,
    key: Option<VerifierKey>,
    blobs: &'a mut Blobs,
    lines: Lines,
    report: LogReport,
    /// The tree over the entries as found.
    tiles: TileBuilder,
    /// The tree over the leaf hashes as the tiles state them, from the first disagreement on.
    stated: Option<Frontier>,
    /// What is wrong whichever tree is the signed one.
    faults: Vec<Fault>,
    /// Entries that disagree with their hash tile.
    changed: Vec<Fault>,
    /// Hash tiles that do not follow from the entries.
    tile_faults: Vec<Fault>,
    erasures: Erasures,
    ids: Vec<(EntryId, u64)>,
    /// Entries or hashes are missing, so that no root can be computed.
    incomplete: bool,
}

impl<'a> LogCheck<'a> {
    pub(super) fn new(
        export: &Path,
        head: Checkpoint,
        key: Option<VerifierKey>,
        blobs: &'a mut Blobs,
    ) -> Self {
        let prefix = log_path(&head.origin);
        let directory = export.join(&prefix);
        let report = LogReport {
            origin: head.origin.clone(),
            size: head.size,
            root: head.root,
            entries: 0,
            disclosed: 0,
            by_digest: 0,
            erased: 0,
            erased_unsaid: 0,
            withheld: 0,
            key_checked: false,
            rollbacks: Vec::new(),
        };
        Self {
            lines: Lines::open(&directory.join(DISCLOSURES)),
            directory,
            prefix,
            head,
            key,
            blobs,
            report,
            tiles: TileBuilder::default(),
            stated: None,
            faults: Vec::new(),
            changed: Vec::new(),
            tile_faults: Vec::new(),
            erasures: Erasures::default(),
            ids: Vec::new(),
            incomplete: false,
        }
    }

    fn fault(&self, path: &str, what: impl Into<String>) -> Fault {
        Fault::file(&format!("{}/{path}", self.prefix), what).in_log(&self.head.origin)
    }

    pub(super) fn run(&mut self) {
        for at in 0..self.head.size.div_ceil(TILE_WIDTH) {
            if !self.bundle(at) {
                self.incomplete = true;
                return;
            }
        }
    }

    /// Reads a file of the log that must have at most this length.
    fn read(&mut self, tile: Tile, most: usize) -> Option<Vec<u8>> {
        let path = tile.path();
        let full = self.directory.join(&path);
        let fitting = std::fs::metadata(&full).map(|found| found.len() <= most as u64);
        let bytes = match fitting {
            Ok(true) => std::fs::read(&full).ok(),
            Ok(false) => None,
            Err(_) => {
                self.faults.push(self.fault(&path, "is missing"));
                return None;
            }
        };
        if bytes.is_none() {
            self.faults.push(self.fault(&path, "is too long or cannot be read"));
        }
        bytes
    }

    fn read_hashes(&mut self, tile: Tile) -> Option<Vec<u8>> {
        let length = tile.width as usize * 32;
        let bytes = self.read(tile, length)?;
        if bytes.len() < length {
            self.faults.push(self.fault(&tile.path(), "is too short"));
            return None;
        }
        Some(bytes)
    }

    /// Checks 256 entries; false when neither they nor their hashes are there.
    fn bundle(&mut self, at: u64) -> bool {
        let size = self.head.size;
        let (Some(tile), Some(hashes)) = (Tile::of(None, at, size), Tile::of(Some(0), at, size)) else {
            return false;
        };
        let hashes = self.read_hashes(hashes);
        let bundle = self.read(tile, MAX_BUNDLE_BYTES);
        if hashes.is_none() && bundle.is_none() {
            return false;
        }
        let mut rest = bundle.as_deref();
        let mut disagree = false;
        for place in 0..tile.width {
            let index = at * TILE_WIDTH + place;
            let stated = hashes.as_deref().and_then(|hashes| hash_in(hashes, place as usize));
            let raw = rest.as_mut().and_then(take_from_bundle);
            if raw.is_none() && rest.take().is_some() && !disagree {
                let fault = self.fault(&tile.path(), "is cut off: its bundle ends inside it");
                self.faults.push(fault.entry(index, None));
            }
            let found = raw.map(leaf_hash);
            let Some(leaf) = found.or(stated) else { return false };
            match (raw, stated) {
                (Some(raw), Some(stated)) if leaf != stated => {
                    if !disagree {
                        self.disagreement(tile, index, raw);
                    }
                    disagree = true;
                    self.lines.pass(index);
                }
                (Some(raw), _) => self.entry(tile, index, raw),
                (None, _) => self.lines.pass(index),
            }
            self.push(leaf, stated.unwrap_or(leaf));
        }
        if rest.is_some_and(|rest| !rest.is_empty()) && !disagree {
            self.faults.push(self.fault(&tile.path(), "has bytes after its last entry"));
        }
        true
    }

    fn disagreement(&mut self, tile: Tile, index: u64, raw: &[u8]) {
        if self.stated.is_none() {
            self.stated = Some(self.tiles.frontier().clone());
        }
        let mut what = "was changed: it does not hash to its leaf".to_owned();
        let id = match EntryView::parse(raw) {
            Ok(view) => Some(view.id),
            Err(fault) => {
                what = format!("{what} ({fault})");
                find_id(raw)
            }
        };
        let fault = self.fault(&tile.path(), what).entry(index, id);
        self.changed.push(fault);
        let hashes = Tile { level: Some(0), ..tile };
        let what = format!("does not hold the hash of entry {index}");
        self.tile_faults.push(self.fault(&hashes.path(), what));
    }

    fn push(&mut self, leaf: Hash, stated: Hash) {
        if let Some(frontier) = &mut self.stated {
            frontier.push(stated, |_, _, _| {});
        }
        let mut full = Vec::new();
        let pushed: Result<(), ()> = self.tiles.push(leaf, |tile, hashes| {
            if tile.level != Some(0) {
                full.push((tile, hashes.to_vec()));
            }
            Ok(())
        });
        debug_assert!(pushed.is_ok(), "collecting never fails");
        for (tile, hashes) in full {
            self.upper_tile(tile, &hashes);
        }
    }

    /// Compares a hash tile above the leaves with what follows from the entries.
    fn upper_tile(&mut self, tile: Tile, expected: &[u8]) {
        let Some(found) = self.read_hashes(tile) else { return };
        if found == expected {
            return;
        }
        let first = (0..tile.width as usize).find(|at| hash_in(&found, *at) != hash_in(expected, *at));
        let height = 8 * u32::from(tile.level.unwrap_or(0));
        let from = (tile.index * TILE_WIDTH + first.unwrap_or(0) as u64) << height;
        let to = from + (1 << height) - 1;
        let what = format!("does not follow from entries {from} to {to}");
        self.tile_faults.push(self.fault(&tile.path(), what));
    }

    fn entry(&mut self, tile: Tile, index: u64, raw: &[u8]) {
        let view = match EntryView::parse(raw) {
            Ok(view) => view,
            Err(fault) => {
                let what = format!("is not a valid entry: {fault}");
                let fault = self.fault(&tile.path(), what).entry(index, find_id(raw));
                self.faults.push(fault);
                self.lines.pass(index);
                return;
            }
        };
        self.report.entries += 1;
        self.ids.push((view.id, index));
        if view.origin != self.head.origin.as_str() {
            let fault = self.fault(&tile.path(), "names another log as its origin");
            self.faults.push(fault.entry(index, Some(view.id)));
        }
        self.blobs.named_in(raw);
        self.erasures.said(view.kind, raw);
        match accepted(view.kind, raw, self.tiles.frontier(), self.key.as_ref()) {
            Ok(rollback) => self.report.rollbacks.extend(rollback),
            Err(what) => {
                let fault = self.fault(&tile.path(), what);
                self.faults.push(fault.entry(index, Some(view.id)));
            }
        }
        let blobs = &mut *self.blobs;
        let mut by_digest = 0;
        let opened = |value: &str| {
            blobs.named_in(value.as_bytes());
            by_digest += u64::from(blobs.lacks(value));
        };
        let erasures = &mut self.erasures;
        let met = self.lines.meet(index, &view, opened, |field| erasures.gone(view.id, field));
        self.report.by_digest += by_digest;
        match met {
            Ok(tally) => {
                self.report.disclosed += tally.disclosed;
                self.report.erased += tally.erased;
                self.report.withheld += tally.withheld;
            }
            Err(what) => {
                let fault = self.fault(DISCLOSURES, what).entry(index, Some(view.id));
                self.faults.push(fault);
            }
        }
    }

    /// Compares the last tiles and the root, and gives what was found: the first bad entry first.
    pub(super) fn finish(mut self) -> (LogReport, Vec<Fault>) {
        if !self.incomplete {
            self.root();
        }
        if self.lines.broken {
            let what = format!("does not read at line {}", self.lines.number);
            self.faults.push(self.fault(DISCLOSURES, what));
        } else if self.lines.left() && !self.incomplete {
            self.faults.push(self.fault(DISCLOSURES, "has lines after the last entry"));
        }
        self.doubled_ids();
        self.report.erased_unsaid = self.erasures.unsaid();
        // Stable, and what names no entry comes after what does.
        self.faults.sort_by_key(|fault| fault.index.unwrap_or(u64::MAX));
        (self.report, self.faults)
    }

    fn root(&mut self) {
        let mut partial = Vec::new();
        let finished: Result<(), ()> = self.tiles.finish(|tile, hashes| {
            if tile.level != Some(0) {
                partial.push((tile, hashes.to_vec()));
            }
            Ok(())
        });
        debug_assert!(finished.is_ok(), "collecting never fails");
        for (tile, hashes) in partial {
            self.upper_tile(tile, &hashes);
        }
        if self.tiles.frontier().root() == self.head.root {
            self.faults.append(&mut self.tile_faults);
            return;
        }
        let stated_holds = self.stated.as_ref().is_some_and(|stated| stated.root() == self.head.root);
        if self.changed.is_empty() {
            self.faults.append(&mut self.tile_faults);
        }
        self.faults.append(&mut self.changed);
        if !stated_holds {
            let what = "signs another root than the entries lead to";
            self.faults.push(self.fault("checkpoint", what));
        }
    }

    fn doubled_ids(&mut self) {
        let mut ids = std::mem::take(&mut self.ids);
        ids.sort_unstable();
        for pair in ids.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let (id, index) = pair[1];
            if let Some(tile) = Tile::of(None, index / TILE_WIDTH, self.head.size) {
                let what = format!("has the id of entry {}", pair[0].1);
                self.faults.push(self.fault(&tile.path(), what).entry(index, Some(id)));
            }
        }
    }
}

/// The id in bytes that do not read as an entry.
fn find_id(raw: &[u8]) -> Option<EntryId> {
    const KEY: &[u8] = b",\"id\":\"";
    let at = raw.windows(KEY.len()).position(|window| window == KEY)? + KEY.len();
    EntryId::parse_bytes(raw.get(at..at + 36)?)
}
