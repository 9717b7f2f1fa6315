//! What must hold after a crash, looked at through the store as any reader sees it and through the
//! verifier that knows no store.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use journal::{Entry, EntryId, Slug};
use store::{ExportScope, Store};

use super::ack::Ack;
use super::writer::{ORGANISATIONS, manager, open};

/// Entries read at once.
const PAGE: u32 = 500;

/// Something that a crash must not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// An acknowledged entry is not in its place.
    Missing(Box<Ack>),
    /// An acknowledged entry says something else now.
    Altered(Box<Ack>),
    /// An acknowledged picture is not there.
    Picture(Box<Ack>),
    /// One id stands twice.
    Twice(EntryId),
    /// The journal does not verify.
    Unverified(String),
    /// The store does not open, or can't be read.
    Unreadable(String),
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(ack) => write!(f, "missing: {}", ack.line()),
            Self::Altered(ack) => write!(f, "altered: {}", ack.line()),
            Self::Picture(ack) => write!(f, "picture gone: {}", ack.line()),
            Self::Twice(id) => write!(f, "twice: {id}"),
            Self::Unverified(what) => write!(f, "does not verify: {what}"),
            Self::Unreadable(what) => write!(f, "cannot be read: {what}"),
        }
    }
}

/// Opens the store and returns everything that is wrong, and how many entries the journals hold.
pub async fn check(data: &Path, acks: &[Ack], scratch: &Path) -> Result<(Vec<Loss>, u64)> {
    let store = match open(data).await {
        Ok(store) => store,
        Err(fault) => return Ok((vec![Loss::Unreadable(format!("{fault:#}"))], 0)),
    };
    let outcome = look(&store, acks, scratch).await;
    store.close().await.context("closing the store")?;
    match outcome {
        Ok(found) => Ok(found),
        Err(fault) => Ok((vec![Loss::Unreadable(format!("{fault:#}"))], 0)),
    }
}

async fn look(store: &Store, acks: &[Ack], scratch: &Path) -> Result<(Vec<Loss>, u64)> {
    let mut losses = Vec::new();
    let mut places: BTreeMap<EntryId, (Slug, u64)> = BTreeMap::new();
    let mut leaves = BTreeMap::new();
    let mut total = 0;
    for name in ORGANISATIONS.iter().chain(&["regulator"]) {
        let organisation = Slug::new(*name)?;
        let scope = manager(store, &organisation);
        let mut before = None;
        loop {
            let page = match store.entries(&scope, &organisation, before, PAGE).await {
                // Nobody is known in a store whose campaign was lost; its acknowledgements are missed below.
                Err(store::ReadFault::NotFound(_)) => break,
                page => page?,
            };
            for view in page.entries {
                let entry = Entry::parse(&view.canonical).context("an entry is not canonical")?;
                if places.insert(entry.id, (organisation.clone(), view.index)).is_some() {
                    losses.push(Loss::Twice(entry.id));
                }
                leaves.insert(entry.id, entry.leaf());
                total += 1;
            }
            before = page.next;
            if before.is_none() {
                break;
            }
        }
    }
    for ack in acks {
        match places.get(&ack.id) {
            Some((organisation, index)) if *organisation == ack.organisation && *index == ack.index => {}
            _ => {
                losses.push(Loss::Missing(Box::new(ack.clone())));
                continue;
            }
        }
        if leaves.get(&ack.id) != Some(&ack.leaf) {
            losses.push(Loss::Altered(Box::new(ack.clone())));
        }
        if let Some(blob) = ack.blob {
            let scope = manager(store, &ack.organisation);
            let kept = store.get_blob(&scope, blob).await;
            if !kept.is_ok_and(|bytes| journal::Hash::of(&bytes) == blob) {
                losses.push(Loss::Picture(Box::new(ack.clone())));
            }
        }
    }
    losses.extend(verify(store, scratch).await?);
    Ok((losses, total))
}

/// Exports every log and hands it to the verifier.
async fn verify(store: &Store, scratch: &Path) -> Result<Vec<Loss>> {
    let mut losses = Vec::new();
    for name in ORGANISATIONS {
        let organisation = Slug::new(name)?;
        let scope = manager(store, &organisation);
        let folder = scratch.join(name);
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        match store.export(&scope, &ExportScope::Logs(vec![organisation]), Vec::new(), &folder).await {
            Err(store::ReadFault::NotFound(_)) => continue,
            exported => exported?,
        }
        let report = journal::verify::verify(&folder, None)?;
        losses.extend(report.faults.iter().map(|fault| Loss::Unverified(format!("{fault:?}"))));
    }
    Ok(losses)
}
