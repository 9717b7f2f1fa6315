//! Checks an exported journal, or the bundle beside a report, without the server: every byte of every
//! file is hashed again and must follow from a signed head or from the signed manifest. The first
//! bad entry is named by log, index and id. What was erased is said, and is no fault.
//!
//! Without a pinned key this shows that the files belong together and were not changed since they
//! were signed, not who signed them.

mod blobs;
mod disclosures;
mod erasures;
mod log;
mod report;
mod rollbacks;
mod walk;

pub use report::{Fault, LogReport, Report};
pub use rollbacks::AcceptedRollback;

use crate::checkpoint::{Checkpoint, compare_checkpoints};
use crate::export::{BLOBS, Listed, MANIFEST, Manifest, NODE_KEY, is_attachment, log_path};
use crate::hash::Hash;
use crate::key::VerifierKey;
use crate::name::Origin;
use crate::note::SignedNote;
use crate::tiles::Tile;
use blobs::Blobs;
use log::LogCheck;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Longest key file: a name of the longest host and slug, and the key.
const MAX_KEY_BYTES: u64 = 1024;

/// Checks the export at `path`. An error means that there is no directory to read; whatever is wrong
/// inside it stands in the report.
pub fn verify(path: &Path, pinned: Option<VerifierKey>) -> io::Result<Report> {
    let mut tree = walk::walk(path)?;
    let mut check = Check {
        directory: path.to_owned(),
        pinned,
        pin_met: false,
        manifest_read: false,
        report: Report::default(),
    };
    for (file, what) in std::mem::take(&mut tree.faults) {
        check.report.fault(Fault::file(&file, what));
    }
    let manifest = check.manifest();
    let mut blobs = Blobs::new(manifest.files.keys());
    let mut origins: BTreeSet<Origin> = manifest.logs.keys().cloned().collect();
    origins.extend(tree.files.keys().filter_map(|file| log_of(file)));
    for origin in origins {
        check.log(&origin, manifest.logs.get(&origin), &mut blobs);
    }
    if check.manifest_read {
        check.files(&manifest, &tree);
    }
    for file in blobs.unnamed() {
        check.report.fault(Fault::file(&file, "is named by no entry"));
    }
    check.pin();
    check.report.files = tree.files.len() as u64;
    check.report.bytes = tree.files.values().sum();
    Ok(check.report)
}

/// The log a file belongs to, by its path.
fn log_of(file: &str) -> Option<Origin> {
    let mut parts = file.strip_prefix("logs/")?.splitn(3, '/');
    let (node, organisation, _) = (parts.next()?, parts.next()?, parts.next()?);
    Origin::new(format!("{node}/{organisation}")).ok()
}

const OTHER_KEY: &str = "is signed by another key than the pinned one";

/// A file, and what is wrong with it.
type Wrong<'a> = (&'a str, &'static str);

struct Check {
    directory: PathBuf,
    pinned: Option<VerifierKey>,
    /// Whether the pinned key stood for anything met.
    pin_met: bool,
    manifest_read: bool,
    report: Report,
}

/// What the pinned key says of a key that was met.
enum Pin {
    /// It is the pinned one.
    Same,
    /// The pinned key stands for this name and is another one.
    Other,
    /// Nothing is pinned for this name.
    None,
}

impl Check {
    fn manifest(&mut self) -> Manifest {
        let (key, manifest) = match self.read_manifest() {
            Ok(read) => read,
            Err((file, what)) => {
                self.report.fault(Fault::file(file, what));
                return Manifest::default();
            }
        };
        let names = |pin: &VerifierKey| {
            let node = pin.name().split('/').next();
            pin.name() == key.name() || node == Some(key.name())
        };
        match self.met(&key, names) {
            Pin::Same => self.report.manifest_key_checked = true,
            Pin::Other => self.report.fault(Fault::file(MANIFEST, OTHER_KEY)),
            Pin::None => {}
        }
        self.report.attachments = manifest
            .files
            .iter()
            .filter(|(file, _)| is_attachment(file))
            .map(|(file, listed)| (file.clone(), listed.digest))
            .collect();
        self.manifest_read = true;
        manifest
    }

    fn read_manifest(&self) -> Result<(VerifierKey, Manifest), Wrong<'static>> {
        let key = self.read_key(NODE_KEY)?;
        let note = std::fs::read(self.directory.join(MANIFEST)).map_err(|_| (MANIFEST, "is missing"))?;
        let note = SignedNote::parse(&note).map_err(|_| (MANIFEST, "is not a signed note"))?;
        let manifest =
            Manifest::parse(&note.text).ok_or((MANIFEST, "does not read as a manifest of version 1"))?;
        if note.signature_count() != 1 || note.verify(&key).is_err() {
            return Err((MANIFEST, "is not signed by the key beside it"));
        }
        Ok((key, manifest))
    }

    fn met(&mut self, key: &VerifierKey, stands_for: impl Fn(&VerifierKey) -> bool) -> Pin {
        let Some(pinned) = self.pinned.as_ref().filter(|pinned| stands_for(pinned)) else {
            return Pin::None;
        };
        self.pin_met = true;
        if pinned.public_bytes() == key.public_bytes() { Pin::Same } else { Pin::Other }
    }

    fn read_key<'a>(&self, file: &'a str) -> Result<VerifierKey, Wrong<'a>> {
        let path = self.directory.join(file);
        if std::fs::metadata(&path).is_ok_and(|found| found.len() > MAX_KEY_BYTES) {
            return Err((file, "is not a verifier key"));
        }
        let text = std::fs::read_to_string(path).map_err(|_| (file, "is missing or not text"))?;
        let key = text.strip_suffix('\n').and_then(|text| VerifierKey::parse(text).ok());
        key.ok_or((file, "is not a verifier key"))
    }

    fn log(&mut self, origin: &Origin, listed: Option<&Checkpoint>, blobs: &mut Blobs) {
        let directory = log_path(origin);
        let key_file = format!("{directory}/{NODE_KEY}");
        let head_file = format!("{directory}/checkpoint");
        if listed.is_none() && self.manifest_read {
            self.report.fault(Fault::file(&directory, "is not listed in the manifest").in_log(origin));
        }
        let (head, key_checked) = match self.read_key(&key_file) {
            Ok(key) if key.name() == origin.as_str() => {
                let checked = self.log_key(origin, &head_file, &key);
                (self.head(origin, &head_file, &key), checked)
            }
            Ok(_) => (Err((key_file.as_str(), "is the key of another log")), false),
            Err(wrong) => (Err(wrong), false),
        };
        let head = match (head, listed) {
            (Ok(head), listed) => {
                if let Some(what) = listed.and_then(|listed| differs(listed, &head)) {
                    self.report.fault(Fault::file(&head_file, what).in_log(origin));
                }
                head
            }
            (Err((file, what)), listed) => {
                self.report.fault(Fault::file(file, what).in_log(origin));
                let Some(listed) = listed else { return };
                listed.clone()
            }
        };
        let key = self.read_key(&key_file).ok();
        let mut log = LogCheck::new(&self.directory, head, key, blobs);
        log.run();
        let (mut done, faults) = log.finish();
        done.key_checked = key_checked;
        for fault in faults {
            self.report.fault(fault);
        }
        self.report.logs.push(done);
    }

    /// Whether the log's key is the pinned one.
    fn log_key(&mut self, origin: &Origin, head_file: &str, key: &VerifierKey) -> bool {
        match self.met(key, |pin| pin.for_origin(origin).is_some()) {
            Pin::Same => true,
            Pin::None => false,
            Pin::Other => {
                self.report.fault(Fault::file(head_file, OTHER_KEY).in_log(origin));
                false
            }
        }
    }

    fn head<'a>(&self, origin: &Origin, file: &'a str, key: &VerifierKey) -> Result<Checkpoint, Wrong<'a>> {
        let note = std::fs::read(self.directory.join(file)).map_err(|_| (file, "is missing"))?;
        match Checkpoint::open(&note, key) {
            Ok(head) if head.origin == *origin => Ok(head),
            Ok(_) => Err((file, "is the head of another log")),
            Err(_) => Err((file, "is not a checkpoint signed by the key beside it")),
        }
    }

    /// Every file is the manifest, is listed in it, or is a tile of a log as long as its head says.
    fn files(&mut self, manifest: &Manifest, tree: &walk::Tree) {
        for (file, listed) in &manifest.files {
            self.listed(file, listed);
        }
        let sizes: BTreeMap<Origin, u64> =
            self.report.logs.iter().map(|log| (log.origin.clone(), log.size)).collect();
        for file in tree.files.keys() {
            if file != MANIFEST && !manifest.files.contains_key(file) && !is_tile(file, &sizes) {
                self.report.fault(Fault::file(file, "is not part of the export"));
            }
        }
    }

    fn listed(&mut self, file: &str, listed: &Listed) {
        if !is_listable(file, listed) {
            self.report.fault(Fault::file(MANIFEST, "lists a file that has no place in an export"));
            return;
        }
        match digest_of(&self.directory.join(file), listed.bytes) {
            Ok(Some(digest)) if digest == listed.digest => {}
            Ok(_) => self.report.fault(Fault::file(file, "is not the file the manifest lists")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.report.fault(Fault::file(file, "is missing"));
            }
            Err(_) => self.report.fault(Fault::file(file, "cannot be read")),
        }
    }

    fn pin(&mut self) {
        if self.pinned.is_some() && !self.pin_met {
            self.report.fault(Fault::file(NODE_KEY, "and every log are named otherwise than the pinned key"));
        }
        self.report.key_checked =
            self.report.manifest_key_checked && self.report.logs.iter().all(|log| log.key_checked);
    }
}

/// What is wrong when the manifest and the log give these heads.
fn differs(listed: &Checkpoint, head: &Checkpoint) -> Option<&'static str> {
    if compare_checkpoints(listed, head).is_err() {
        return Some("and the manifest give two roots for one size");
    }
    (listed != head).then_some("is not the one the manifest lists")
}

/// Whether the file is a tile that a log of its size has.
fn is_tile(file: &str, sizes: &BTreeMap<Origin, u64>) -> bool {
    log_of(file).is_some_and(|origin| {
        let tile = file.strip_prefix(&format!("{}/", log_path(&origin))).and_then(Tile::parse);
        sizes
            .get(&origin)
            .zip(tile)
            .is_some_and(|(size, tile)| Tile::of(tile.level, tile.index, *size) == Some(tile))
    })
}

/// Whether a manifest may list this path; anything that could lead out of the export may not.
fn is_listable(file: &str, listed: &Listed) -> bool {
    if let Some(origin) = log_of(file) {
        let rest = file.strip_prefix(&format!("{}/", log_path(&origin)));
        return matches!(rest, Some("checkpoint" | NODE_KEY | crate::export::DISCLOSURES));
    }
    if file.starts_with(BLOBS) && !is_attachment(file) {
        return file == crate::export::blob_path(&listed.digest);
    }
    file == NODE_KEY || is_attachment(file)
}

/// SHA-256 of a file of this length; `None` if its length is another.
fn digest_of(path: &Path, bytes: u64) -> io::Result<Option<Hash>> {
    let mut file = std::fs::File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut total = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        total += read as u64;
        if total > bytes {
            return Ok(None);
        }
        digest.update(&buffer[..read]);
    }
    Ok((total == bytes).then(|| Hash::new(digest.finalize().into())))
}
