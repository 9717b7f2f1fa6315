//! A data directory from a backup. Nothing is believed: the manifest by its signature, each file by its digest, each
//! log by hashing its entries again up to every head that was ever signed, each document by its name. Until all of it
//! holds, the directory has no format file and no program opens it.

use std::{fs, path::PathBuf};

use journal::{Hash, SignedNote, SigningKey};

use super::{
    BackedUp, BackupFault, Wrong, check, files,
    manifest::{Keys, MANIFEST, Manifest},
    recognised,
};
use crate::{
    directory::{begin_format, find_key, sync_directory, write_durably},
    fault::EnvironmentFault,
    moving::{Destination, MoveOrder, move_journal},
    options::Database,
    sql::{Home, copy, identity, sqlite},
};

/// Most faults that are told.
const MAX_WRONG: usize = 50;

/// A manifest lists some hundred bytes a file; this is one of a million files.
const MAX_MANIFEST_BYTES: u64 = 64 * 1024 * 1024;

/// A restore to be made.
#[derive(Clone, Debug)]
pub struct RestoreOrder {
    /// The backup.
    pub from: PathBuf,
    /// The data directory: it does not exist, or is empty.
    pub data: PathBuf,
    /// Where the journal goes: with PostgreSQL, into a database that holds none.
    pub database: Database,
    /// Where node.key and accounts.key lie, when not in the backup.
    pub keys: Option<PathBuf>,
}

/// Makes a data directory from a backup, and checks every log and document of it.
pub async fn restore(order: &RestoreOrder) -> Result<BackedUp, BackupFault> {
    if !files::is_fresh(&order.data)? {
        return Err(BackupFault::NotEmpty(order.data.clone()));
    }
    let existed = order.data.exists();
    match (Restore { order }).run().await {
        Ok(manifest) => Ok(manifest.into()),
        Err(fault) => {
            // It was empty before; best effort, for without a format file nobody takes what is left for a directory.
            let _ = fs::remove_dir_all(&order.data);
            if existed {
                let _ = files::make(&order.data);
            }
            Err(fault)
        }
    }
}

fn one(file: impl Into<String>, what: impl Into<String>) -> BackupFault {
    BackupFault::Damaged(vec![Wrong { file: file.into(), what: what.into() }])
}

struct Restore<'a> {
    order: &'a RestoreOrder,
}

impl Restore<'_> {
    async fn run(&self) -> Result<Manifest, BackupFault> {
        let folder = self.order.keys.clone().unwrap_or_else(|| self.order.from.join("keys"));
        let manifest = self.order.from.join(MANIFEST);
        if !manifest.is_file() {
            return Err(one(MANIFEST, "is missing: this is no backup, or one that was not finished"));
        }
        let key = |name: &str| {
            let path = folder.join(name);
            find_key(&path)?.ok_or(BackupFault::NoKey(path))
        };
        let (seed, accounts_key) = (key("node.key")?, key("accounts.key")?);
        let (manifest, key) = self.manifest(&seed)?;
        if recognised(&accounts_key) != manifest.accounts_key {
            return Err(one("accounts.key", "is not the one that secrets in this backup are sealed with"));
        }
        if manifest.schema > identity::NEWEST {
            return Err(BackupFault::Newer { found: manifest.schema, known: identity::NEWEST });
        }
        self.copy(&manifest)?;
        let data = &self.order.data;
        for (name, bytes) in [("node.key", seed), ("accounts.key", accounts_key)] {
            write_durably(&data.join(name), format!("{}\n", Hash::new(bytes)).as_bytes(), 0o600)?;
        }
        let wrong = self.check(&manifest, &key).await?;
        if !wrong.is_empty() {
            return Err(BackupFault::Damaged(wrong));
        }
        for sub in ["blobs", "segments"] {
            sync_directory(&data.join(sub))?;
        }
        begin_format(data)?;
        if self.order.database != Database::Sqlite {
            let postgres = self.order.database.clone();
            move_journal(&MoveOrder { data: data.clone(), postgres, to: Destination::Postgres }).await?;
        }
        Ok(manifest)
    }

    /// The manifest, once its signature holds. The node's name stands in the text, and is believed no sooner.
    fn manifest(&self, seed: &[u8; 32]) -> Result<(Manifest, SigningKey), BackupFault> {
        let path = self.order.from.join(MANIFEST);
        let failed = |error| EnvironmentFault::io("reading", &path, error);
        if fs::metadata(&path).map_err(failed)?.len() > MAX_MANIFEST_BYTES {
            return Err(one(MANIFEST, "is larger than any manifest"));
        }
        let note = SignedNote::parse(&fs::read(&path).map_err(failed)?);
        let note = note.map_err(|_| one(MANIFEST, "is not a signed note"))?;
        let node = note.text.lines().nth(1).and_then(|line| line.strip_prefix("node "));
        let key = node.and_then(|node| SigningKey::from_seed(node, seed).ok());
        let key = key.ok_or_else(|| one(MANIFEST, "names no node"))?;
        if note.verify(&key.verifier()).is_err() {
            return Err(one(MANIFEST, "is not signed by the given node.key, or was changed since"));
        }
        let manifest = Manifest::parse(&note.text);
        Ok((manifest.ok_or_else(|| one(MANIFEST, "does not read as a manifest of version 1"))?, key))
    }

    fn copy(&self, manifest: &Manifest) -> Result<(), BackupFault> {
        let (from, data) = (&self.order.from, &self.order.data);
        for path in [data.clone(), data.join("blobs"), data.join("segments")] {
            files::make(&path)?;
        }
        let mut wrong = Vec::new();
        let mut note = |file: &str, what: &str| {
            if wrong.len() < MAX_WRONG {
                wrong.push(Wrong { file: file.to_owned(), what: what.to_owned() });
            }
        };
        for file in files::walk(from)? {
            if file != MANIFEST && !manifest.files.contains_key(&file) {
                note(&file, "is not part of the backup");
            }
        }
        for (file, listed) in &manifest.files {
            // Keys are read from their own place and written anew.
            let copied = match file.strip_prefix("keys/") {
                Some(_) => from.join(file).is_file().then(|| files::digest(&from.join(file))).transpose()?,
                None => files::copy(&from.join(file), &data.join(file))?,
            };
            match copied {
                None if file.starts_with("keys/") && manifest.keys == Keys::Within => {
                    if self.order.keys.is_none() {
                        note(file, "is missing");
                    }
                }
                None => note(file, "is missing"),
                Some(copied) if copied != *listed => note(file, "is not the file the manifest lists"),
                Some(_) => {}
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(BackupFault::Damaged(wrong)) }
    }

    /// What is wrong with what was copied although its digests hold: the directory was damaged before the backup.
    async fn check(&self, manifest: &Manifest, key: &SigningKey) -> Result<Vec<Wrong>, BackupFault> {
        let failed = |error| EnvironmentFault::sql("checking journal.db", error);
        let data = &self.order.data;
        let home = Home::Files { journal: data.join("journal.db"), state: data.join("state.db") };
        let mut connection = home.journal_writer(None).await?;
        let mut wrong = Vec::new();
        let mut note = |file: &str, what: String| wrong.push(Wrong { file: file.to_owned(), what });
        if let Some(said) = sqlite::check(&mut connection).await.map_err(failed)? {
            note("journal.db", format!("is damaged: {said}"));
        }
        if copy::about(&mut connection).await.map_err(failed)?.node != manifest.node {
            note("journal.db", "belongs to another node".to_owned());
        }
        for what in check::logs(&mut connection, key, &manifest.logs).await? {
            note("journal.db", what);
        }
        for (digest, named) in copy::blobs(&mut connection).await.map_err(failed)? {
            let file = format!("blobs/{digest}");
            match manifest.files.get(&file) {
                Some(listed) if listed.digest != digest => {
                    note(&file, "is not what its name says".to_owned());
                }
                None if named => note(&file, "is named by an entry and missing".to_owned()),
                _ => {}
            }
        }
        connection.close().await.map_err(failed)?;
        Ok(wrong)
    }
}
