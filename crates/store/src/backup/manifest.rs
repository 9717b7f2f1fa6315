//! The manifest of a backup: a note signed by the node's key, whose text lists the logs as they stood and every file.
//!
//! ```text
//! thongsuot/backup/v1
//! node <name>
//! made <moment>
//! schema <form of journal.db>
//! keys within|apart
//! accounts-key <SHA-256 of a label and the key, in hex>
//! log <origin> <size> <root in hex>
//! file <SHA-256 in hex> <bytes> <path>
//! ```
//! It is read only after its signature held, so that nobody without the key can make a restore follow it.

use std::{collections::BTreeMap, fmt::Write};

use calendar::Instant;
use journal::{Hash, Origin};

const HEADER: &str = "thongsuot/backup/v1";

/// Name of the manifest in a backup.
pub const MANIFEST: &str = "manifest";

/// Length and digest of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its SHA-256.
    pub digest: Hash,
    /// Its length.
    pub bytes: u64,
}

/// Whether a backup holds the keys of its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// In `keys/`: whoever has the backup can write on in the node's name.
    Within,
    /// They are kept elsewhere and given to a restore.
    Apart,
}

/// What a backup says it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The node.
    pub node: String,
    /// When it was made.
    pub made: Instant,
    /// Form of journal.db.
    pub schema: u32,
    /// Whether the keys are in it.
    pub keys: Keys,
    /// By what the key of sealed secrets is recognised.
    pub accounts_key: Hash,
    /// How long each log was, and its root.
    pub logs: BTreeMap<Origin, (u64, Hash)>,
    /// Every file but the manifest, by its path in the backup.
    pub files: BTreeMap<String, Listed>,
}

impl Manifest {
    /// The text that is signed.
    pub fn text(&self) -> String {
        let keys = match self.keys {
            Keys::Within => "within",
            Keys::Apart => "apart",
        };
        let mut out = format!(
            "{HEADER}\nnode {}\nmade {}\nschema {}\nkeys {keys}\naccounts-key {}\n",
            self.node, self.made, self.schema, self.accounts_key
        );
        // Writing to a string can't fail.
        for (origin, (size, root)) in &self.logs {
            let _ = writeln!(out, "log {origin} {size} {root}");
        }
        for (path, Listed { digest, bytes }) in &self.files {
            let _ = writeln!(out, "file {digest} {bytes} {path}");
        }
        out
    }

    /// Reads the text that [`Manifest::text`] writes, and no other.
    pub fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let mut said = |name: &str| lines.next()?.strip_prefix(name).map(str::to_owned);
        said(HEADER)?.is_empty().then_some(())?;
        let mut manifest = Self {
            node: said("node ")?,
            made: Instant::parse(&said("made ")?).ok()?,
            schema: said("schema ")?.parse().ok()?,
            keys: match said("keys ")?.as_str() {
                "within" => Keys::Within,
                "apart" => Keys::Apart,
                _ => return None,
            },
            accounts_key: Hash::parse(&said("accounts-key ")?).ok()?,
            logs: BTreeMap::new(),
            files: BTreeMap::new(),
        };
        for line in lines {
            let mut words = line.splitn(4, ' ');
            match (words.next()?, words.next()?, words.next()?, words.next()?) {
                ("log", origin, size, root) => {
                    let head = (size.parse().ok()?, Hash::parse(root).ok()?);
                    manifest.logs.insert(Origin::new(origin).ok()?, head);
                }
                ("file", digest, bytes, path) => {
                    let listed = Listed { digest: Hash::parse(digest).ok()?, bytes: bytes.parse().ok()? };
                    manifest.files.insert(path.to_owned(), listed);
                }
                _ => return None,
            }
        }
        (manifest.text() == text && manifest.files.keys().all(|path| has_place(path))).then_some(manifest)
    }
}

/// Whether a backup has a place for a file of this path; nothing that leads out of it has.
pub fn has_place(path: &str) -> bool {
    let plain = |name: &str| {
        !name.is_empty()
            && !name.starts_with('.')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    match path.split_once('/') {
        None => path == "journal.db",
        Some(("keys", name)) => ["node.key", "accounts.key"].contains(&name),
        Some(("blobs", name)) => Hash::parse(name).is_ok(),
        Some(("segments", name)) => plain(name),
        Some(_) => false,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    fn sample() -> Manifest {
        let listed = Listed { digest: Hash::new([7; 32]), bytes: 9 };
        let paths =
            ["journal.db".to_owned(), format!("blobs/{}", Hash::new([7; 32])), "segments/seg-1".into()];
        Manifest {
            node: "nut.example".to_owned(),
            made: Instant::from_ms(1_800_000_000_000),
            schema: 5,
            keys: Keys::Apart,
            accounts_key: Hash::new([1; 32]),
            logs: BTreeMap::from([(Origin::new("nut.example/so").unwrap(), (3, Hash::new([2; 32])))]),
            files: paths.into_iter().map(|path| (path, listed)).collect(),
        }
    }

    #[test]
    fn a_manifest_reads_back_and_no_other_text_does() {
        let text = sample().text();
        assert_eq!(Manifest::parse(&text).unwrap(), sample());
        for at in 0..text.len() {
            assert_ne!(Manifest::parse(&text[..at]), Some(sample()), "{at}");
        }
        for (from, to) in [("schema 5", "schema 05"), ("journal.db", "../journal.db"), ("apart", "Apart")] {
            assert!(Manifest::parse(&text.replace(from, to)).is_none(), "{to}");
        }
    }

    #[test]
    fn nothing_leads_out_of_a_backup() {
        for path in ["../x", "keys/../x", "segments/..", "segments/a/b", "/etc/x", "keys/x", "blobs/x", ""] {
            assert!(!has_place(path), "{path}");
        }
    }
}
