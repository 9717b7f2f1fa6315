//! Backups: a copy of a data directory taken while its node runs, and a data directory made from such a copy.
//!
//! The lock is the running node's and is not asked for: SQLite lets a second process read one consistent moment of
//! journal.db while entries are recorded, blobs and sealed segments never change once they have their name. journal.db
//! is copied first and everything it names after it, so that nothing acknowledged before the backup began is missing.
//! Sessions do not go along, and state.db is made anew. What may be erased later is in a backup until it is thrown away.

mod files;
mod manifest;
mod restore;

use std::{collections::BTreeMap, fs, path::PathBuf};

use calendar::Instant;
use journal::{Hash, Origin, SignedNote, SigningKey};
use sha2::{Digest, Sha256};

pub use manifest::Keys;
pub use restore::{RestoreOrder, restore};

use self::manifest::{Listed, MANIFEST, Manifest};
use crate::{
    directory::{find_key, sync_directory, write_durably},
    fault::{EnvironmentFault, OpenFault},
    sqlite::{
        connect::{Keeping, writer},
        copy,
    },
    writer::head,
};

/// How often a backup is begun anew because something it was to copy was erased meanwhile.
const TRIES: u32 = 3;

/// A backup to be made.
#[derive(Clone, Debug)]
pub struct BackupOrder {
    /// The data directory.
    pub data: PathBuf,
    /// The folder of the backup: it does not exist, or is empty.
    pub to: PathBuf,
    /// Whether the keys go along.
    pub keys: Keys,
    /// The moment it is said to be made.
    pub now: Instant,
}

/// What a backup holds, or a restore brought back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    /// The node.
    pub node: String,
    /// When the backup was made.
    pub made: Instant,
    /// How long each log is, and its root.
    pub logs: BTreeMap<Origin, (u64, Hash)>,
    /// Files.
    pub files: u64,
    /// Bytes of them.
    pub bytes: u64,
}

/// Something about a file of a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The file, by its path in the backup.
    pub file: String,
    /// What is wrong: continues a sentence that begins with the file.
    pub what: String,
}

/// Why there is no backup, or no restored directory.
#[derive(Debug, thiserror::Error)]
pub enum BackupFault {
    /// There is no journal.db to copy.
    #[error("{}: no journal.db in it", .0.display())]
    NoJournal(PathBuf),
    /// What is to be written is there already.
    #[error("{}: is not empty", .0.display())]
    NotEmpty(PathBuf),
    /// A key that is needed is not there.
    #[error("{}: is missing", .0.display())]
    NoKey(PathBuf),
    /// The backup is not whole.
    #[error("{}", listed(.0))]
    Damaged(Vec<Wrong>),
    /// A newer program made it.
    #[error("the backup's journal.db has form {found}, and this program knows forms up to {known}")]
    Newer {
        /// Its form.
        found: u32,
        /// The newest this program reads.
        known: u32,
    },
    /// A key file of the data directory does not read.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// The machine.
    #[error(transparent)]
    Environment(#[from] EnvironmentFault),
}

fn listed(wrong: &[Wrong]) -> String {
    wrong.iter().map(|wrong| format!("{} {}", wrong.file, wrong.what)).collect::<Vec<_>>().join("\n")
}

/// By what a restore recognises the key of sealed secrets without the backup telling it: the key is 32 random bytes.
pub(crate) fn recognised(key: &[u8; 32]) -> Hash {
    let digest = Sha256::new().chain_update(b"thongsuot/backup/accounts-key\0").chain_update(key);
    Hash::new(digest.finalize().into())
}

/// Copies a data directory, whether its node runs or not.
pub async fn backup(order: &BackupOrder) -> Result<BackedUp, BackupFault> {
    let BackupOrder { data, to, .. } = order;
    if !data.join("journal.db").is_file() {
        return Err(BackupFault::NoJournal(data.clone()));
    }
    if !files::is_fresh(to)? {
        return Err(BackupFault::NotEmpty(to.clone()));
    }
    let key = |name: &str| {
        let path = data.join(name);
        find_key(&path)?.ok_or(BackupFault::NoKey(path))
    };
    let (seed, accounts_key) = (key("node.key")?, key("accounts.key")?);
    files::make(to)?;
    for sub in ["blobs", "segments"] {
        files::make(&to.join(sub))?;
    }
    let mut copy = Copy { order, listed: BTreeMap::new() };
    let (about, logs) = copy.journal_and_blobs().await?;
    copy.segments()?;
    if order.keys == Keys::Within {
        files::make(&to.join("keys"))?;
        for name in ["node.key", "accounts.key"] {
            copy.take(name, &format!("keys/{name}"))?;
        }
    }
    let manifest = Manifest {
        node: about.node,
        made: order.now,
        schema: about.schema,
        keys: order.keys,
        accounts_key: recognised(&accounts_key),
        logs,
        files: copy.listed,
    };
    let key = SigningKey::from_seed(&manifest.node, &seed);
    let key = key.map_err(|_| OpenFault::Node { node: manifest.node.clone() })?;
    for sub in ["blobs", "segments", "keys"] {
        if to.join(sub).exists() {
            sync_directory(&to.join(sub))?;
        }
    }
    // Last, and whole or not at all: what has no manifest is no backup.
    write_durably(&to.join(MANIFEST), SignedNote::sign_own(&manifest.text(), &key).as_bytes(), 0o600)?;
    Ok(manifest.into())
}

impl From<Manifest> for BackedUp {
    fn from(manifest: Manifest) -> Self {
        Self {
            node: manifest.node,
            made: manifest.made,
            files: manifest.files.len() as u64,
            bytes: manifest.files.values().map(|listed| listed.bytes).sum(),
            logs: manifest.logs,
        }
    }
}

type Heads = BTreeMap<Origin, (u64, Hash)>;

/// A backup in the making.
struct Copy<'a> {
    order: &'a BackupOrder,
    listed: BTreeMap<String, Listed>,
}

impl Copy<'_> {
    /// Copies a file of the data directory; false when it is not there.
    fn take(&mut self, from: &str, to: &str) -> Result<bool, EnvironmentFault> {
        let copied = files::copy(&self.order.data.join(from), &self.order.to.join(to))?;
        let found = copied.is_some();
        self.listed.extend(copied.map(|listed| (to.to_owned(), listed)));
        Ok(found)
    }

    /// journal.db as it stood at one moment, and every blob it holds. Where a blob was erased before it could be copied,
    /// the copy of journal.db would still tell what is to be gone: it is begun anew.
    async fn journal_and_blobs(&mut self) -> Result<(copy::About, Heads), BackupFault> {
        let failed = |error| EnvironmentFault::sql("copying journal.db", error);
        let mut live = copy::beside(&self.order.data.join("journal.db")).await.map_err(failed)?;
        for _ in 0..TRIES {
            let path = self.order.to.join("journal.db");
            copy::copy_into(&mut live, &path).await.map_err(failed)?;
            let mut copied = writer(&path, Keeping::Durable, None).await.map_err(failed)?;
            copy::end_sessions(&mut copied).await.map_err(failed)?;
            let about = copy::about(&mut copied).await.map_err(failed)?;
            let heads = head::load(&mut copied).await?;
            let held = copy::blobs(&mut copied).await.map_err(failed)?;
            copy::close(copied).await.map_err(failed)?;
            let mut gone = Vec::new();
            for (digest, named) in held {
                let path = format!("blobs/{digest}");
                if !self.listed.contains_key(&path) && !self.take(&path, &path)? && named {
                    gone.push(digest);
                }
            }
            if gone.is_empty() {
                let synced = fs::File::open(&path).and_then(|file| file.sync_all());
                synced.map_err(|error| EnvironmentFault::io("syncing", &path, error))?;
                self.listed.insert("journal.db".to_owned(), files::digest(&path)?);
                copy::close(live).await.map_err(failed)?;
                let heads = heads.into_values();
                let heads = heads.map(|head| (head.origin, (head.frontier.size(), head.frontier.root())));
                return Ok((about, heads.collect()));
            }
            let held = copy::blobs(&mut live).await.map_err(failed)?;
            if let Some(lost) = gone.iter().find(|gone| held.iter().any(|(held, _)| held == *gone)) {
                let what = "is missing in the data directory".to_owned();
                return Err(BackupFault::Damaged(vec![Wrong { file: format!("blobs/{lost}"), what }]));
            }
            fs::remove_file(&path).map_err(|error| EnvironmentFault::io("removing", &path, error))?;
        }
        Err(EnvironmentFault::new("copying documents", crate::fault::EnvironmentReason::Busy).into())
    }

    /// Segments of samples and the open tail. A tail becomes a segment of its number while we copy; then both lie in the
    /// backup, and whoever opens them counts no sample twice.
    fn segments(&mut self) -> Result<(), EnvironmentFault> {
        let directory = self.order.data.join("segments");
        loop {
            let mut vanished = false;
            for name in files::names(&directory)? {
                let path = format!("segments/{name}");
                let is_samples = name.starts_with("seg-") || name.starts_with("tail-");
                if is_samples && !name.ends_with(".tmp") && !self.listed.contains_key(&path) {
                    vanished |= !self.take(&path, &path)?;
                }
            }
            if !vanished {
                return Ok(());
            }
        }
    }
}
