//! A folder that another system puts files into. A file is taken once it is complete, all of it or nothing: its events
//! are recorded and it moves to `taken/` with a receipt beside it, or it moves to `refused/` with its faults.
//!
//! A file leaves its place only after its events are durable, and each event's id follows from its own content. So a
//! crash at any point leaves a file that is gone through again and records nothing twice.

mod place;

use std::{collections::BTreeMap, io, path::PathBuf, sync::Arc, time::Duration};

use api::{Source, Sources, TakingFault};
use calendar::Instant;
use campaign::Said;
use journal::{Hash, Slug};
use serde_json::{Value, json};
use sources::{DepositFault, DepositKind, Deposited, MAX_DEPOSIT_BYTES, Says, read_deposit};
use store::{EnvironmentFault, Incoming, RecordFault, Store};
use tokio::sync::watch;

use crate::source_config::FolderConfig;
use place::{Found, Place, Seen};

/// A file that did not change for so long is complete. Who writes more slowly uses another name until the end.
const STILL_MS: i64 = 2_000;
/// Files gone through in one look.
const MAX_FILES: usize = 200;
/// Files kept in `taken/`, receipts among them; beyond it the oldest go, whose facts are in the journal.
const MAX_TAKEN: usize = 4_000;
/// Files kept in `refused/`, faults among them; beyond it nothing is taken until a person has looked.
const MAX_REFUSED: usize = 2_000;
/// Longest name of a file, in bytes, which leaves room for what is added to it.
const MAX_NAME_BYTES: usize = 180;
const TAKEN: &str = "taken";
const REFUSED: &str = "refused";

/// A folder that is looked at.
pub struct Folder {
    store: Store,
    sources: Arc<Sources>,
    id: Slug,
    path: PathBuf,
    every_s: u32,
    /// What files looked like, and since when.
    seen: BTreeMap<String, (Seen, Instant)>,
    told: Option<String>,
}

/// Why a look did not come to its end. What was not gone through is there at the next.
#[derive(Debug, thiserror::Error)]
pub enum LookFault {
    /// The folder cannot be used.
    #[error("{path}: {source}")]
    Folder {
        /// Which.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// Nobody has looked at what was refused.
    #[error(
        "{0}/refused holds {MAX_REFUSED} files: nothing more is taken until they are looked at and removed"
    )]
    Full(String),
    /// This node's own storage.
    #[error(transparent)]
    Environment(#[from] EnvironmentFault),
}

/// What becomes of a file.
enum Verdict {
    Taken(Value),
    Refused(Vec<DepositFault>),
}

impl Folder {
    /// The folder of a source of these.
    pub fn new(store: Store, sources: Arc<Sources>, id: Slug, config: FolderConfig) -> Self {
        let FolderConfig { path: (path, _), every_s } = config;
        Self { store, sources, id, path, every_s, seen: BTreeMap::new(), told: None }
    }

    /// Goes on until it is told to stop.
    pub async fn run(mut self, mut stopping: watch::Receiver<bool>) {
        loop {
            let now = self.store.now();
            tokio::select! {
                looked = self.look(now) => self.tell(looked.err()),
                _ = stopping.wait_for(|stopping| *stopping) => return,
            }
            tokio::select! {
                () = tokio::time::sleep(Duration::from_secs(u64::from(self.every_s))) => {}
                _ = stopping.wait_for(|stopping| *stopping) => return,
            }
        }
    }

    /// Says once what is wrong, and once that it is over.
    fn tell(&mut self, fault: Option<LookFault>) {
        let what = fault.map(|fault| fault.to_string());
        match &what {
            Some(what) if self.told.as_ref() != Some(what) => {
                tracing::warn!(source = %self.id, fault = what, "the folder of a source is not taken");
            }
            None if self.told.is_some() => {
                tracing::info!(source = %self.id, "the folder of a source is taken again");
            }
            _ => {}
        }
        self.told = what;
    }

    /// Looks at the folder once: takes what is complete by now.
    pub async fn look(&mut self, now: Instant) -> Result<(), LookFault> {
        let path = self.path.display().to_string();
        let failed = |source| LookFault::Folder { path: path.clone(), source };
        let folder = Place::open(&self.path).map_err(failed)?;
        let (taken, refused) = (folder.inner(TAKEN).map_err(failed)?, folder.inner(REFUSED).map_err(failed)?);
        let names = folder.names().map_err(failed)?;
        let names: Vec<&String> = names.iter().filter(|name| is_deposit(name)).collect();
        self.seen.retain(|name, _| names.contains(&name));
        if refused.names().map_err(failed)?.len() >= MAX_REFUSED {
            return Err(LookFault::Full(path));
        }
        let mut gone_through = 0;
        for name in names {
            let before = match folder.find(name).map_err(failed)? {
                Found::Gone => continue,
                Found::Strange => {
                    let what = "is no file: links, folders and pipes are not followed";
                    let fault = vec![whole(what)];
                    self.refuse(&folder, &refused, name, &Hash::of(name.as_bytes()), &fault)
                        .map_err(failed)?;
                    continue;
                }
                Found::File(file, seen) if self.is_still(name, seen, now) => {
                    let bytes = place::read(file, MAX_DEPOSIT_BYTES).map_err(failed)?;
                    (bytes, seen)
                }
                Found::File(..) => continue,
            };
            self.go_through(&folder, (&taken, &refused), name, before).await?;
            gone_through += 1;
            if gone_through == MAX_FILES {
                break;
            }
        }
        trim(&taken).map_err(failed)
    }

    /// Whether a file looks as it did for a while.
    fn is_still(&mut self, name: &str, seen: Seen, now: Instant) -> bool {
        match self.seen.get(name) {
            Some((before, since)) if *before == seen => now.ms_since(*since) >= STILL_MS,
            _ => {
                self.seen.insert(name.to_owned(), (seen, now));
                false
            }
        }
    }

    async fn go_through(
        &mut self,
        folder: &Place,
        (taken, refused): (&Place, &Place),
        name: &str,
        (bytes, seen): (Option<Vec<u8>>, Seen),
    ) -> Result<(), LookFault> {
        let path = self.path.display().to_string();
        let failed = |source| LookFault::Folder { path: path.clone(), source };
        let digest = Hash::of(bytes.as_deref().unwrap_or_default());
        let verdict = match bytes {
            None => Verdict::Refused(vec![whole(&format!(
                "has {} bytes, more than {MAX_DEPOSIT_BYTES}",
                seen.size()
            ))]),
            Some(bytes) => self.judge(name, bytes).await?,
        };
        // Another file may have been put in its place meanwhile: that one is looked at by itself.
        let same = matches!(folder.find(name).map_err(failed)?, Found::File(_, after) if after == seen);
        match verdict {
            Verdict::Taken(results) => {
                let kept = kept_name(name, &digest);
                let receipt = json!({
                    "file": name, "sha256": digest.to_string(), "source": self.id.as_str(), "events": results,
                });
                taken.write(&format!("{kept}.receipt.json"), pretty(&receipt).as_bytes()).map_err(failed)?;
                if same {
                    folder.give(name, taken, &kept).map_err(failed)?;
                }
            }
            Verdict::Refused(faults) if same => {
                self.refuse(folder, refused, name, &digest, &faults).map_err(failed)?;
            }
            Verdict::Refused(_) => {}
        }
        self.seen.remove(name);
        Ok(())
    }

    fn refuse(
        &self,
        folder: &Place,
        refused: &Place,
        name: &str,
        digest: &Hash,
        faults: &[DepositFault],
    ) -> io::Result<()> {
        let told = faults.iter().map(|fault| {
            json!({ "line": fault.line, "cell": fault.cell, "field": fault.field, "what": fault.what })
        });
        let told = json!({ "file": name, "source": self.id.as_str(), "faults": told.collect::<Vec<_>>() });
        let kept = kept_name(name, digest);
        refused.write(&format!("{kept}.faults.json"), pretty(&told).as_bytes())?;
        folder.give(name, refused, &kept)?;
        tracing::warn!(source = %self.id, file = name, "a file of a source was refused");
        if let Some(source) = self.source() {
            source.count(api::wire::EventOutcome::Refused, None, self.store.now());
        }
        Ok(())
    }

    fn source(&self) -> Option<&Source> {
        self.sources.find(&self.id)
    }

    /// Records the events of a file, or says why none of them is. What the storage does not answer leaves it as it is.
    async fn judge(&self, name: &str, bytes: Vec<u8>) -> Result<Verdict, LookFault> {
        let (Some(kind), Some(source)) = (DepositKind::of(name), self.source()) else {
            return Ok(Verdict::Refused(vec![whole("is neither csv, tsv, xlsx nor json")]));
        };
        let bytes = match self.store.admit(bytes, Incoming::Sheet).await {
            Ok(bytes) => bytes,
            Err(RecordFault::Environment(fault)) => return Err(fault.into()),
            Err(RecordFault::Unseen(unseen)) => return Ok(Verdict::Refused(vec![said(unseen.said())])),
            Err(_) => return Ok(Verdict::Refused(vec![said(store::says::secret_words())])),
        };
        let events = match read_deposit(kind, &source.spec.mapping, &bytes, self.store.now()) {
            Ok(events) => events,
            Err(faults) => return Ok(Verdict::Refused(faults)),
        };
        let faults = self.preview(source, &events).await?;
        if !faults.is_empty() {
            return Ok(Verdict::Refused(faults));
        }
        source.heard().last_at = Some(self.store.now());
        let mut results = Vec::with_capacity(events.len());
        for event in &events {
            let taken = api::take(&self.store, source, &event.reading).await;
            match taken.fault {
                None => {}
                Some(TakingFault::Record(RecordFault::Environment(fault))) => return Err(fault.into()),
                // It was in order a moment ago: a campaign was issued in between. What is recorded stays recorded.
                Some(fault) => return Ok(Verdict::Refused(vec![at(event, &fault.to_string())])),
            }
            let receipt = taken.receipt.map(|receipt| {
                json!({ "id": receipt.id, "origin": receipt.origin, "index": receipt.index, "leaf": receipt.leaf,
                        "recorded_at": receipt.recorded_at })
            });
            results.push(json!({
                "line": event.line, "event": event.reading.event, "outcome": taken.outcome,
                "target": taken.target, "receipt": receipt,
            }));
        }
        Ok(Verdict::Taken(Value::Array(results)))
    }

    /// What the store would refuse, before anything is recorded.
    async fn preview(&self, source: &Source, events: &[Deposited]) -> Result<Vec<DepositFault>, LookFault> {
        let mut faults = Vec::new();
        for event in events {
            if !matches!(event.reading.says, Says::Turned { .. } | Says::Evidence(_)) {
                continue;
            }
            let previewed = match api::draft(&self.store, source, &event.reading.says).await {
                Ok((scope, draft)) => {
                    let previewed = self.store.preview(&scope, &source.spec.organisation, draft).await;
                    previewed.map(drop).map_err(TakingFault::Record)
                }
                Err(fault) => Err(fault),
            };
            match previewed {
                Ok(()) => {}
                Err(TakingFault::Record(RecordFault::Environment(fault))) => return Err(fault.into()),
                Err(fault) => faults.push(at(event, &fault.to_string())),
            }
        }
        Ok(faults)
    }
}

/// Whether a name is one of a file to be taken. What begins with a full stop, or ends in a way that is not known, is
/// somebody's file in the making.
fn is_deposit(name: &str) -> bool {
    !name.starts_with('.') && name.len() <= MAX_NAME_BYTES && DepositKind::of(name).is_some()
}

fn whole(what: &str) -> DepositFault {
    said(what.into())
}

fn said(what: Said) -> DepositFault {
    DepositFault { line: 0, cell: None, field: String::new(), what }
}

fn at(event: &Deposited, what: &str) -> DepositFault {
    DepositFault { line: event.line, cell: None, field: String::new(), what: what.into() }
}

/// The name under which a file is kept: its own and its content's, so that another file of the same name takes the place
/// of none, and the same file gone through again that of itself.
fn kept_name(name: &str, digest: &Hash) -> String {
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, "file"));
    let digest = digest.to_string();
    format!("{stem}.{}.{end}", digest.get(..12).unwrap_or_default())
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// Lets go of what was taken longest ago. The facts are in the journal.
fn trim(taken: &Place) -> io::Result<()> {
    let names = taken.names()?;
    let Some(excess) = names.len().checked_sub(MAX_TAKEN).filter(|excess| *excess > 0) else { return Ok(()) };
    let mut aged = Vec::with_capacity(names.len());
    for name in names {
        if let Found::File(_, seen) = taken.find(&name)? {
            aged.push((seen.changed(), name));
        }
    }
    aged.sort();
    for (_, name) in aged.iter().take(excess) {
        taken.remove(name)?;
    }
    Ok(())
}
