//! Backups: a copy of a data directory taken while its node runs, and a data directory made from such a copy.
//!
//! The lock is the running node's and is not asked for: both databases let a second process read one consistent moment of
//! the journal while entries are recorded, and a backup of either holds it as journal.db; blobs and sealed segments never change once they have their name. journal.db
//! is copied first and everything it names after it, so that nothing acknowledged before the backup began is missing.
//! Sessions do not go along, and state.db is made anew. What may be erased later is in a backup until it is thrown away.

pub mod check;
mod files;
mod manifest;
mod restore;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use calendar::Instant;
use journal::{Hash, Origin, SignedNote, SigningKey};
use sha2::{Digest, Sha256};

pub use check::Sizes;
pub use manifest::Keys;
pub use restore::{RestoreOrder, restore};

use self::manifest::{Listed, MANIFEST, Manifest};
use crate::{
    directory::{find_key, sync_directory, write_durably},
    fault::{EnvironmentFault, OpenFault},
    moving::MoveFault,
    options::Database,
    sql::{
        Connection, copy, identity,
        postgres::{Schema, Server},
        sqlite::{self, Keeping},
        transfer,
    },
};

/// How often a backup is begun anew because something it was to copy was erased meanwhile.
const TRIES: u32 = 3;

/// A backup to be made.
#[derive(Clone, Debug)]
pub struct BackupOrder {
    /// The data directory.
    pub data: PathBuf,
    /// Where its journal lies.
    pub database: Database,
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
    /// A newer program made what is copied.
    #[error("the journal has form {found}, and this program knows forms up to {known}")]
    Newer {
        /// Its form.
        found: u32,
        /// The newest this program reads.
        known: u32,
    },
    /// A key file of the data directory does not read.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// What was restored could not be brought into the database.
    #[error(transparent)]
    Move(#[from] MoveFault),
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
    let source = Source::of(order)?;
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
    let (about, logs) = copy.journal_and_blobs(&source).await?;
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

/// The journal that is copied, beside whoever writes it.
enum Source {
    File(PathBuf),
    Server(Server),
}

impl Source {
    fn of(order: &BackupOrder) -> Result<Self, BackupFault> {
        match &order.database {
            Database::Postgres { url } => Ok(Self::Server(Server::new(url)?)),
            Database::Sqlite => {
                let path = order.data.join("journal.db");
                if path.is_file() {
                    Ok(Self::File(path))
                } else {
                    Err(BackupFault::NoJournal(order.data.clone()))
                }
            }
        }
    }

    async fn open(&self) -> Result<Connection, EnvironmentFault> {
        let opened = match self {
            Self::File(path) => sqlite::beside(path).await,
            Self::Server(server) => server.beside(Schema::Journal).await,
        };
        opened.map_err(|error| EnvironmentFault::sql("opening the journal", error))
    }

    /// Writes the journal as it stands into a journal.db that does not exist yet.
    async fn copy_into(&self, path: &Path) -> Result<(), BackupFault> {
        let failed = |error| EnvironmentFault::sql("copying the journal", error);
        let mut live = self.open().await?;
        match self {
            Self::File(_) => sqlite::copy_into(&mut live, path).await.map_err(failed)?,
            Self::Server(_) => {
                let (found, known) = identity::form(&mut live).await.map_err(failed)?;
                if found > known {
                    return Err(BackupFault::Newer { found, known });
                }
                let mut to = sqlite::writer(path, Keeping::Durable, None).await.map_err(failed)?;
                transfer::snapshot(&mut live, &mut to).await.map_err(failed)?;
                to.close().await.map_err(failed)?;
            }
        }
        Ok(live.close().await.map_err(failed)?)
    }

    /// The blobs that are held now.
    async fn blobs(&self) -> Result<Vec<Hash>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("looking up documents", error);
        let mut live = self.open().await?;
        let held = copy::blobs(&mut live).await.map_err(failed)?;
        live.close().await.map_err(failed)?;
        Ok(held.into_iter().map(|(digest, _)| digest).collect())
    }
}

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

    /// The journal as it stood at one moment, and every blob it holds. Where a blob was erased before it could be copied,
    /// the copy of the journal would still tell what is to be gone: it is begun anew.
    async fn journal_and_blobs(&mut self, source: &Source) -> Result<(copy::About, Sizes), BackupFault> {
        let failed = |error| EnvironmentFault::sql("copying the journal", error);
        let path = self.order.to.join("journal.db");
        for _ in 0..TRIES {
            source.copy_into(&path).await?;
            let mut copied = sqlite::writer(&path, Keeping::Durable, None).await.map_err(failed)?;
            copy::end_sessions(&mut copied).await.map_err(failed)?;
            let about = copy::about(&mut copied).await.map_err(failed)?;
            let sizes = check::sizes(&mut copied).await?;
            let held = copy::blobs(&mut copied).await.map_err(failed)?;
            copied.close().await.map_err(failed)?;
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
                return Ok((about, sizes));
            }
            let held = source.blobs().await?;
            if let Some(lost) = gone.iter().find(|gone| held.contains(gone)) {
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
