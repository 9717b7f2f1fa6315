//! The journal as its readers page through it: logs, and entries with their exact bytes.

use access::{Action, Scope};
use journal::{Entry, Hash, Kind, Origin, Slug};
use sabotage::Mutant;

use crate::{
    Store,
    checkpoints::SignedHead,
    core::reading,
    fault::{EnvironmentFault, ReadFault},
    sql::{Place, StoredEntry},
    writer::LogHead,
};

/// Entries on a page at most.
const MAX_ENTRY_PAGE: u32 = 500;

/// Pages that are looked through for entries of one kind.
const LOOKED_AT_PAGES: u32 = 10;

/// A log as a reader sees it.
#[derive(Clone, Debug)]
pub struct LogView {
    /// Its name.
    pub origin: Origin,
    /// Whose it is.
    pub organisation: Slug,
    /// The name of whose it is.
    pub name: String,
    /// How many entries it has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// The last head that was signed.
    pub checkpoint: Option<SignedHead>,
    /// The key that checks its heads.
    pub vkey: String,
}

/// An entry with its exact bytes.
#[derive(Clone, Debug)]
pub struct EntryView {
    /// Its index.
    pub index: u64,
    /// Its leaf hash.
    pub leaf: Hash,
    /// Its canonical bytes.
    pub canonical: Vec<u8>,
}

/// Some entries of a log.
#[derive(Clone, Debug)]
pub struct EntryPage {
    /// The log.
    pub origin: Origin,
    /// How many entries it has.
    pub size: u64,
    /// Newest first.
    pub entries: Vec<EntryView>,
    /// What to give as `before` for the next page.
    pub next: Option<u64>,
}

impl From<StoredEntry> for EntryView {
    fn from(stored: StoredEntry) -> Self {
        Self { index: stored.place.index, leaf: stored.leaf, canonical: stored.canonical }
    }
}

impl Store {
    /// Every log a viewer may read.
    pub async fn logs(&self, scope: &Scope) -> Result<Vec<LogView>, ReadFault> {
        let heads: Vec<(LogHead, Option<String>)> = {
            let standing = self.core.shared.read();
            let seen = standing.heads.iter();
            let seen = seen.filter(|(log, _)| reading(scope, Action::ReadJournal, log, "log").is_ok());
            seen.map(|(log, head)| (head.clone(), standing.catalogue.names.get(log).cloned())).collect()
        };
        let mut logs = Vec::with_capacity(heads.len());
        for (head, name) in heads {
            let organisation = head.origin.organisation().clone();
            logs.push(LogView {
                name: name.unwrap_or_else(|| organisation.to_string()),
                organisation,
                size: head.frontier.size(),
                root: head.frontier.root(),
                checkpoint: self.core.seen(scope).find_checkpoint(head.no).await?.map(SignedHead::from),
                vkey: self.core.key.verifier_for(&head.origin).to_string(),
                origin: head.origin,
            });
        }
        Ok(logs)
    }

    /// The entries of a log before `before`, newest first.
    pub async fn entries(
        &self,
        scope: &Scope,
        organisation: &Slug,
        before: Option<u64>,
        limit: u32,
    ) -> Result<EntryPage, ReadFault> {
        if !sabotage::is(Mutant::ServeForeign) {
            reading(scope, Action::ReadJournal, organisation, "log")?;
        }
        let Some(head) = self.head(organisation) else {
            // It has written nothing yet; its log is there all the same.
            let origin = self.core.origin(organisation).ok_or(ReadFault::NotFound("log"))?;
            return Ok(EntryPage { origin, size: 0, entries: Vec::new(), next: None });
        };
        let size = head.frontier.size();
        let before = before.unwrap_or(size).min(size);
        let limit = limit.clamp(1, MAX_ENTRY_PAGE);
        let stored = self.core.seen(scope).entries_before(head.no, before, limit).await?;
        let entries: Vec<EntryView> = stored.into_iter().map(EntryView::from).collect();
        // A place that turned into another on the disk would leave a gap and show an entry where it never stood.
        let expected = (0..before).rev().take(limit as usize);
        if !entries.iter().map(|entry| entry.index).eq(expected) {
            return Err(EnvironmentFault::damaged("reading the entries of a log").into());
        }
        let next = entries.last().map(|last| last.index).filter(|index| *index > 0);
        Ok(EntryPage { origin: head.origin, size, entries, next })
    }

    /// The entries of one kind before `before`, newest first. Looks at a bounded stretch of the log: a page may hold fewer
    /// than asked for, and `next` goes on behind what was looked at.
    pub async fn entries_of_kind(
        &self,
        scope: &Scope,
        organisation: &Slug,
        kind: &Kind,
        before: Option<u64>,
        limit: u32,
    ) -> Result<EntryPage, ReadFault> {
        let limit = limit.clamp(1, MAX_ENTRY_PAGE) as usize;
        let mut page = self.entries(scope, organisation, before, MAX_ENTRY_PAGE).await?;
        let mut found = Vec::new();
        for looked_at in 1.. {
            for view in std::mem::take(&mut page.entries) {
                let damaged = |_| EnvironmentFault::damaged("reading the entries of a log");
                let index = view.index;
                if Entry::parse(&view.canonical).map_err(damaged)?.kind == *kind {
                    found.push(view);
                }
                if found.len() == limit {
                    page.next = Some(index).filter(|index| *index > 0);
                    return Ok(EntryPage { entries: found, ..page });
                }
            }
            let Some(next) = page.next.filter(|_| looked_at < LOOKED_AT_PAGES) else { break };
            page = self.entries(scope, organisation, Some(next), MAX_ENTRY_PAGE).await?;
        }
        Ok(EntryPage { entries: found, ..page })
    }

    /// One entry of a log.
    pub async fn entry(
        &self,
        scope: &Scope,
        organisation: &Slug,
        index: u64,
    ) -> Result<EntryView, ReadFault> {
        reading(scope, Action::ReadJournal, organisation, "log")?;
        let head = self.head(organisation).filter(|head| index < head.frontier.size());
        let head = head.ok_or(ReadFault::NotFound("entry"))?;
        let stored = self.core.seen(scope).find_entry(Place { log: head.no, index }).await?;
        Ok(stored.ok_or_else(|| EnvironmentFault::damaged("reading an entry"))?.into())
    }

    pub(crate) fn head(&self, organisation: &Slug) -> Option<LogHead> {
        self.core.shared.read().heads.get(organisation).cloned()
    }
}
