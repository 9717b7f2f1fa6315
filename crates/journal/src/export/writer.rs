//! Writes an export as a stream: entries come in order, one log after the other, and memory stays
//! the same for any number of them.

use super::layout::{DISCLOSURES, MANIFEST, NODE_KEY, blob_path, is_attachment, log_path};
use super::lines::{DisclosureLine, State, value_text};
use super::manifest::{Listed, Manifest};
use crate::checkpoint::{Checkpoint, CheckpointFault};
use crate::draft::Disclosure;
use crate::hash::{Hash, leaf_hash};
use crate::json::EntryFault;
use crate::key::{SigningKey, VerifierKey};
use crate::name::Origin;
use crate::note::SignedNote;
use crate::tiles::{TILE_WIDTH, Tile, TileBuilder, push_to_bundle};
use crate::view::EntryView;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Why an export could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportFault {
    /// The directory has something in it already.
    #[error("{} is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// A file could not be written.
    #[error("{}", .0.display())]
    Write(PathBuf, #[source] io::Error),
    /// An entry that is not valid.
    #[error("entry {index} of {origin} is not valid")]
    Entry {
        /// The log.
        origin: Origin,
        /// Its index.
        index: u64,
        /// What is wrong.
        #[source]
        fault: EntryFault,
    },
    /// The log was already written.
    #[error("{0} was already written")]
    Twice(Origin),
    /// The checkpoint is not one of these entries.
    #[error("the checkpoint of {0} is not the head of the entries written")]
    Head(Origin),
    /// The checkpoint does not read or is not signed.
    #[error("the checkpoint does not hold")]
    Checkpoint(#[from] CheckpointFault),
    /// A file name that has no place beside a journal.
    #[error("{0:?} is no name for a file beside the journal")]
    Name(String),
}

/// An export being written.
#[derive(Debug)]
pub struct ExportWriter {
    directory: PathBuf,
    manifest: Manifest,
}

/// One log of an export being written.
#[derive(Debug)]
pub struct LogWriter<'a> {
    export: &'a mut ExportWriter,
    origin: Origin,
    files: Files,
    tiles: TileBuilder,
    bundle: Vec<u8>,
    disclosures: HashingFile,
    line: Vec<u8>,
}

impl ExportWriter {
    /// Begins an export in a directory that is empty or does not exist.
    pub fn create(directory: &Path) -> Result<Self, ExportFault> {
        let fault = |error| ExportFault::Write(directory.to_owned(), error);
        fs::create_dir_all(directory).map_err(fault)?;
        if fs::read_dir(directory).map_err(fault)?.next().is_some() {
            return Err(ExportFault::NotEmpty(directory.to_owned()));
        }
        Ok(Self { directory: directory.to_owned(), manifest: Manifest::default() })
    }

    /// Begins a log.
    pub fn log(&mut self, origin: Origin) -> Result<LogWriter<'_>, ExportFault> {
        if self.manifest.logs.contains_key(&origin) {
            return Err(ExportFault::Twice(origin));
        }
        let files = Files::new(self.directory.join(log_path(&origin)));
        let disclosures = HashingFile::create(files.prepare(DISCLOSURES)?)?;
        Ok(LogWriter {
            export: self,
            origin,
            files,
            tiles: TileBuilder::default(),
            bundle: Vec::new(),
            disclosures,
            line: Vec::new(),
        })
    }

    /// Adds a blob that a disclosed field or the facts of an entry name by its SHA-256.
    pub fn blob(&mut self, bytes: &[u8]) -> Result<Hash, ExportFault> {
        let digest = Hash::of(bytes);
        let path = blob_path(&digest);
        if !self.manifest.files.contains_key(&path) {
            self.put(path, bytes)?;
        }
        Ok(digest)
    }

    /// Adds a file beside the journal, such as `report.docx`: letters, digits, `.`, `-` and `_`.
    pub fn attach(&mut self, name: &str, bytes: &[u8]) -> Result<(), ExportFault> {
        if !is_attachment(name) {
            return Err(ExportFault::Name(name.to_owned()));
        }
        self.put(name.to_owned(), bytes)
    }

    /// Signs the manifest under the key's own name, which ends the export.
    pub fn finish(mut self, key: &SigningKey) -> Result<(), ExportFault> {
        self.put(NODE_KEY.to_owned(), format!("{}\n", key.verifier()).as_bytes())?;
        let note = SignedNote::sign(&self.manifest.text(), &key.verifier(), key);
        Files::new(self.directory.clone()).write(MANIFEST, note.as_bytes())
    }

    fn put(&mut self, path: String, bytes: &[u8]) -> Result<(), ExportFault> {
        Files::new(self.directory.clone()).write(&path, bytes)?;
        self.manifest.list(path, bytes);
        Ok(())
    }
}

impl LogWriter<'_> {
    /// Appends the next entry. Of its commitments, those in `disclosures` are opened, those named in
    /// `erased` are said to be erased, and the others are withheld.
    pub fn push(
        &mut self,
        canonical: &[u8],
        disclosures: &[Disclosure],
        erased: &[&str],
    ) -> Result<(), ExportFault> {
        let index = self.tiles.size();
        let view = EntryView::parse(canonical).map_err(|fault| ExportFault::Entry {
            origin: self.origin.clone(),
            index,
            fault,
        })?;
        self.line.clear();
        for (field, _) in &view.commitments {
            let opened = disclosures.iter().find(|d| d.id == view.id && d.field == *field);
            let value = opened.map(|opened| (opened.salt, value_text(&opened.value)));
            let state = match &value {
                Some((salt, value)) => State::Disclosed(*salt, value),
                None if erased.contains(field) => State::Erased,
                None => State::Withheld,
            };
            DisclosureLine { index: Some(index), id: view.id, field, state }.push(&mut self.line);
        }
        self.disclosures.write(&self.line)?;
        push_to_bundle(&mut self.bundle, canonical);
        let files = &mut self.files;
        self.tiles.push(leaf_hash(canonical), |tile, hashes| files.write(&tile.path(), hashes))?;
        if self.tiles.size().is_multiple_of(TILE_WIDTH) {
            let tile = Tile { level: None, index: index / TILE_WIDTH, width: TILE_WIDTH };
            self.files.write(&tile.path(), &self.bundle)?;
            self.bundle.clear();
        }
        Ok(())
    }

    /// Entries so far.
    pub fn size(&self) -> u64 {
        self.tiles.size()
    }

    /// The head of the entries so far, to be signed.
    pub fn head(&self) -> Checkpoint {
        let frontier = self.tiles.frontier();
        Checkpoint { origin: self.origin.clone(), size: frontier.size(), root: frontier.root() }
    }

    /// Ends the log with a head that was signed before, and the key that checks it.
    pub fn finish(mut self, checkpoint: &str, key: &VerifierKey) -> Result<(), ExportFault> {
        let head = self.head();
        let key = key.for_origin(&self.origin).ok_or(CheckpointFault::Key)?;
        if Checkpoint::open(checkpoint.as_bytes(), &key)? != head {
            return Err(ExportFault::Head(self.origin));
        }
        let files = &mut self.files;
        self.tiles.finish(|tile, hashes| files.write(&tile.path(), hashes))?;
        if let Some(tile) = Tile::of(None, head.size / TILE_WIDTH, head.size) {
            files.write(&tile.path(), &self.bundle)?;
        }
        let path = |name: &str| format!("{}/{name}", log_path(&head.origin));
        let listed = self.disclosures.finish()?;
        self.export.manifest.files.insert(path(DISCLOSURES), listed);
        self.export.put(path("checkpoint"), checkpoint.as_bytes())?;
        self.export.put(path(NODE_KEY), format!("{key}\n").as_bytes())?;
        self.export.manifest.logs.insert(self.origin, head);
        Ok(())
    }

    /// Ends the log, signing its head now.
    pub fn sign(self, key: &SigningKey) -> Result<(), ExportFault> {
        let checkpoint = self.head().sign(key);
        let verifier = key.verifier_for(&self.origin);
        self.finish(&checkpoint, &verifier)
    }
}

/// Writes files below a directory, making each directory once.
#[derive(Debug)]
struct Files {
    root: PathBuf,
    made: Option<PathBuf>,
}

impl Files {
    fn new(root: PathBuf) -> Self {
        Self { root, made: None }
    }

    fn prepare(&self, path: &str) -> Result<PathBuf, ExportFault> {
        let path = self.root.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| ExportFault::Write(parent.to_owned(), error))?;
        }
        Ok(path)
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), ExportFault> {
        let mut full = self.root.join(path);
        if self.made.as_deref() != full.parent() {
            full = self.prepare(path)?;
            self.made = full.parent().map(Path::to_owned);
        }
        fs::write(&full, bytes).map_err(|error| ExportFault::Write(full, error))
    }
}

/// A file whose length and digest are known at its end.
#[derive(Debug)]
struct HashingFile {
    path: PathBuf,
    file: BufWriter<File>,
    digest: Sha256,
    bytes: u64,
}

impl HashingFile {
    fn create(path: PathBuf) -> Result<Self, ExportFault> {
        match File::create(&path) {
            Ok(file) => Ok(Self { path, file: BufWriter::new(file), digest: Sha256::new(), bytes: 0 }),
            Err(error) => Err(ExportFault::Write(path, error)),
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), ExportFault> {
        self.digest.update(bytes);
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes).map_err(|error| ExportFault::Write(self.path.clone(), error))
    }

    fn finish(mut self) -> Result<Listed, ExportFault> {
        self.file.flush().map_err(|error| ExportFault::Write(self.path, error))?;
        Ok(Listed { digest: Hash::new(self.digest.finalize().into()), bytes: self.bytes })
    }
}
