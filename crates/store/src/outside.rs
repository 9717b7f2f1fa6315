//! Checkpoints kept outside the data directory: by them a restored old backup is told from a journal that goes on, as it
//! is by those in what is derived from the journal ([`crate::witness`]).
//!
//! ```text
//! <node>+<organisation>.checkpoint      the newest signed head of a log, written by the node
//! *.checkpoint, *.txt                   any other copy of one, put there by a person
//! ```

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use journal::{Checkpoint, CheckpointFault, Origin, SigningKey, Slug};

use crate::{
    directory::write_durably,
    fault::{EnvironmentFault, OpenFault},
};

/// Longest file read: a checkpoint with a hundred witnesses is far below.
const MAX_BYTES: u64 = 64 * 1024;

/// Most files read: the logs a node can have.
const MAX_FILES: usize = 65_536;

/// A checkpoint that was kept beside the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The head.
    pub head: Checkpoint,
    /// The note as it was signed.
    pub note: String,
}

/// The place outside.
#[derive(Debug)]
pub struct Outside {
    dir: PathBuf,
    /// How long each log is by what this node has written there. One writes at a time.
    written: tokio::sync::Mutex<BTreeMap<Slug, u64>>,
    failing: AtomicBool,
}

impl Outside {
    /// Opens the place. A node that has recorded something finds it there: an unmounted disk is no empty one.
    pub fn open(dir: &Path, data_dir: &Path, has_entries: bool) -> Result<Self, OpenFault> {
        let refused = |what: &str| Err(OpenFault::Damaged { path: dir.to_owned(), what: what.to_owned() });
        if !dir.is_dir() {
            if has_entries {
                return refused("is missing, and checkpoints are to be kept there; mount it, or make it");
            }
            fs::create_dir_all(dir).map_err(|error| EnvironmentFault::io("creating", dir, error))?;
        }
        let real = |path: &Path| {
            fs::canonicalize(path).map_err(|error| EnvironmentFault::io("reading", path, error))
        };
        if real(dir)?.starts_with(real(data_dir)?) {
            return refused("lies in the data directory: it would be rolled back together with the journal");
        }
        Ok(Self {
            dir: dir.to_owned(),
            written: tokio::sync::Mutex::default(),
            failing: AtomicBool::new(false),
        })
    }

    /// Every checkpoint of this node's logs that lies there. One that can't be read as such stops the start: what it
    /// guarded can't be known.
    pub fn read(&self, node: &str, key: &SigningKey) -> Result<Vec<Kept>, OpenFault> {
        let failed = |error| EnvironmentFault::io("reading", &self.dir, error);
        let mut found = Vec::new();
        for file in fs::read_dir(&self.dir).map_err(failed)?.take(MAX_FILES) {
            let path = file.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == "checkpoint" || extension == "txt") {
                found.extend(read(&path, node, key)?);
            }
        }
        Ok(found)
    }

    /// Keeps a signed head, unless a longer one of the log is there already. Failing does not stop the node: it is
    /// logged, shown by [`Self::is_failing`], and tried again with the next head.
    pub async fn keep(&self, origin: &Origin, size: u64, note: &str) {
        let mut written = self.written.lock().await;
        let organisation = origin.organisation();
        if written.get(organisation).is_some_and(|kept| *kept >= size) {
            return;
        }
        let path = self.dir.join(format!("{}+{organisation}.checkpoint", origin.node()));
        let bytes = note.as_bytes().to_vec();
        let kept = tokio::task::spawn_blocking(move || write_durably(&path, &bytes, 0o644)).await;
        match kept {
            Ok(Ok(())) => {
                self.failing.store(false, Ordering::Relaxed);
                written.insert(organisation.clone(), size);
            }
            Ok(Err(fault)) => {
                self.failing.store(true, Ordering::Relaxed);
                tracing::error!(%fault, "a checkpoint could not be kept outside: a rollback from here on may pass");
            }
            Err(_) => {}
        }
    }

    /// Lets a log that a person decided on be kept anew, though it is shorter than what lies there.
    pub async fn begin_anew(&self, organisation: &Slug) {
        self.written.lock().await.remove(organisation);
    }

    /// A head that should be kept could not be signed.
    pub fn note_failing(&self) {
        self.failing.store(true, Ordering::Relaxed);
    }

    /// Whether the last head could not be kept.
    pub fn is_failing(&self) -> bool {
        self.failing.load(Ordering::Relaxed)
    }
}

fn read(path: &Path, node: &str, key: &SigningKey) -> Result<Option<Kept>, OpenFault> {
    let failed = |error| EnvironmentFault::io("reading", path, error);
    let refused = |what: String| Err(OpenFault::Damaged { path: path.to_owned(), what });
    let no_checkpoint =
        "is no signed checkpoint; it guarded against a rollback: put a copy back, or take it away".to_owned();
    if fs::metadata(path).map_err(failed)?.len() > MAX_BYTES {
        return refused(no_checkpoint);
    }
    let Ok(text) = fs::read_to_string(path) else { return refused(no_checkpoint) };
    let note = unpasted(&text);
    let Some(origin) = origin_of(&note) else {
        return refused(no_checkpoint);
    };
    if origin.node() != node {
        return Ok(None);
    }
    match Kept::open(note, &origin, key) {
        Ok(kept) => Ok(Some(kept)),
        Err(fault) => refused(format!("is no checkpoint of {origin} by the key of this directory: {fault}")),
    }
}

/// Which log a note speaks of.
pub fn origin_of(note: &str) -> Option<Origin> {
    note.lines().next().and_then(|line| Origin::new(line).ok())
}

impl Kept {
    /// The head of a log, if this key signed it.
    pub fn open(note: String, origin: &Origin, key: &SigningKey) -> Result<Self, CheckpointFault> {
        let head = Checkpoint::open(note.as_bytes(), &key.verifier_for(origin))?;
        Ok(Self { head, note })
    }
}

/// The note in a text that went through an editor or a mail: line ends of another system, blank space around it.
fn unpasted(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').replace('\r', "");
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.join("\n") + "\n"
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_checkpoint_reads_back_also_pasted_and_what_is_none_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let (data, outside) = (dir.path().join("data"), dir.path().join("outside"));
        fs::create_dir(&data).unwrap();
        assert!(Outside::open(&outside, &data, true).is_err(), "an unmounted disk");
        let place = Outside::open(&outside, &data, false).unwrap();
        let key = SigningKey::from_seed("nut.example", &[1; 32]).unwrap();
        let origin = Origin::new("nut.example/so").unwrap();
        let head = Checkpoint { origin: origin.clone(), size: 3, root: journal::Hash::new([2; 32]) };
        let note = head.sign(&key);
        place.keep(&origin, 3, &note).await;
        place.keep(&origin, 2, "an older one is not kept over it").await;
        fs::write(outside.join("copy.txt"), format!("\u{feff} {}\r\n\r\n", note.replace('\n', "\r\n")))
            .unwrap();
        fs::write(outside.join("README"), "not looked at").unwrap();
        let kept = Kept { head, note: note.clone() };
        assert_eq!(place.read("nut.example", &key).unwrap(), [kept.clone(), kept]);
        assert_eq!(place.read("khac.example", &key).unwrap(), []);
        let other = SigningKey::from_seed("nut.example", &[9; 32]).unwrap();
        assert!(place.read("nut.example", &other).is_err());
        fs::write(outside.join("torn.checkpoint"), &note[..note.len() / 2]).unwrap();
        assert!(place.read("nut.example", &key).unwrap_err().to_string().contains("torn.checkpoint"));
        assert!(Outside::open(&data.join("in"), &data, false).is_err(), "would be rolled back as well");
    }
}
