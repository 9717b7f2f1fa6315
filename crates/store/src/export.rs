//! Exports: one log or all a viewer may read, as plain files that verify without this program's server. Private values
//! go along only where the viewer may read them; otherwise their commitments are marked as withheld.

use std::path::Path;

use access::{Action, Scope};
use campaign::Evidence;
use journal::{
    Disclosure, Entry, Fact, Facts, Hash, Slug,
    export::{ExportFault, ExportWriter},
};

use crate::{
    Store,
    core::reading,
    evidence::opens,
    fault::{EnvironmentFault, ReadFault},
    says,
    sql::{Place, StoredEntry},
    writer::LogHead,
};

/// Entries handed to the disk at once.
const PIECE: u64 = 1_000;

/// Which logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportScope {
    /// Every log the viewer may read.
    All,
    /// These.
    Logs(Vec<Slug>),
}

/// A file to lie beside the journal, such as a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name: letters, digits, `.`, `-` and `_`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a viewer may hand over of a log's private values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Private {
    Disclose,
    Withhold,
}

impl Store {
    /// Writes logs, with attachments beside them, into a directory that is empty or does not exist.
    pub async fn export(
        &self,
        scope: &Scope,
        logs: &ExportScope,
        attachments: Vec<Attachment>,
        dir: &Path,
    ) -> Result<(), ReadFault> {
        let heads = self.exported(scope, logs)?;
        let mut export = ExportWriter::create(dir).map_err(failed)?;
        for head in &heads {
            self.export_log(scope, &mut export, head).await?;
        }
        for Attachment { name, bytes } in attachments {
            export.attach(&name, &bytes).map_err(failed)?;
        }
        export.finish(&self.core.key).map_err(failed)?;
        Ok(())
    }

    fn exported(&self, scope: &Scope, logs: &ExportScope) -> Result<Vec<LogHead>, ReadFault> {
        let standing = self.core.shared.read();
        match logs {
            ExportScope::All => {
                let readable = standing.heads.iter();
                let readable =
                    readable.filter(|(log, _)| reading(scope, Action::ReadJournal, log, "log").is_ok());
                Ok(readable.map(|(_, head)| head.clone()).collect())
            }
            ExportScope::Logs(logs) => logs
                .iter()
                .map(|log| {
                    reading(scope, Action::ReadJournal, log, "log")?;
                    standing.heads.get(log).cloned().ok_or(ReadFault::NotFound("log"))
                })
                .collect(),
        }
    }

    async fn export_log(
        &self,
        scope: &Scope,
        export: &mut ExportWriter,
        head: &LogHead,
    ) -> Result<(), ReadFault> {
        let organisation = head.origin.organisation();
        let may = scope.may(Action::ReadDisclosed, organisation).is_ok();
        let private = if may { Private::Disclose } else { Private::Withhold };
        let signed = self.signed(head).await?;
        let mut blobs: Vec<Hash> = Vec::new();
        let mut log = export.log(head.origin.clone()).map_err(failed)?;
        let mut from = 0;
        while from < head.frontier.size() {
            let to = head.frontier.size().min(from + PIECE);
            let mut entries = Vec::with_capacity(PIECE as usize);
            self.core
                .seen(scope)
                .visit(head.no, from, to, |stored| {
                    entries.push(stored);
                    Ok(())
                })
                .await?;
            for (stored, entry, kept) in self.opened(scope, entries).await? {
                let erased: Vec<&str> = entry
                    .commitments
                    .keys()
                    .filter(|field| kept.iter().all(|kept| kept.field != **field))
                    .map(String::as_str)
                    .collect();
                blobs_of(&entry.facts, &mut blobs);
                let told =
                    private == Private::Disclose && opens(scope, &Evidence::keep(&entry, stored.place.index));
                let opened: &[Disclosure] = if told { &kept } else { &[] };
                for disclosure in opened {
                    blobs_of_fact(&disclosure.value, &mut blobs);
                }
                log.push(&stored.canonical, opened, &erased).map_err(failed)?;
            }
            from = to;
        }
        log.finish(&signed.note, &self.core.key.verifier_for(&head.origin)).map_err(failed)?;
        blobs.sort_unstable();
        blobs.dedup();
        for digest in blobs {
            // Naming another's document does not open it: only what its own organisation handed in goes along.
            if !self.core.seen(scope).holds_blob(digest, &[organisation]).await? {
                continue;
            }
            if let Some(bytes) = self.core.shared.blobs.get(digest)? {
                export.blob(&bytes).map_err(failed)?;
            }
        }
        Ok(())
    }

    /// The entries with what opens their commitments.
    async fn opened(
        &self,
        scope: &Scope,
        entries: Vec<StoredEntry>,
    ) -> Result<Vec<(StoredEntry, Entry, Vec<Disclosure>)>, EnvironmentFault> {
        let places: Vec<Place> = entries.iter().map(|stored| stored.place).collect();
        let mut kept = self.core.seen(scope).disclosures(&places).await?.into_iter().peekable();
        let mut opened = Vec::with_capacity(entries.len());
        for stored in entries {
            let entry = stored.entry()?;
            let mut own = Vec::new();
            while let Some(row) = kept.next_if(|row| row.place == stored.place) {
                own.push(row.opened(&entry)?);
            }
            opened.push((stored, entry, own));
        }
        Ok(opened)
    }
}

fn blobs_of(facts: &Facts, found: &mut Vec<Hash>) {
    for fact in facts.values() {
        blobs_of_fact(fact, found);
    }
}

/// A text that is a digest may name a blob.
fn blobs_of_fact(fact: &Fact, found: &mut Vec<Hash>) {
    if let Some(digest) = fact.as_text().and_then(|text| Hash::parse(text).ok()) {
        found.push(digest);
    }
}

fn failed(fault: ExportFault) -> ReadFault {
    match fault {
        ExportFault::NotEmpty(_) => ReadFault::Invalid(says::directory_not_empty()),
        ExportFault::Name(_) => ReadFault::Invalid(says::attachment_name()),
        ExportFault::Write(path, error) => EnvironmentFault::io("writing", &path, error).into(),
        other => EnvironmentFault::damaged(format!("exporting: {other}")).into(),
    }
}
