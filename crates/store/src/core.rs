//! The store's inside: what every call shares.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError, atomic::AtomicU64},
};

use access::{Action, Denied, Scope, secrecy::Taking};
use calendar::Instant;
use campaign::Evidence;
use journal::{Origin, SigningKey, Slug};
use tokio::{
    sync::{mpsc, oneshot, watch},
    task::JoinHandle,
};

use crate::{
    directory::Directory,
    entropy::Entropy,
    examination::Examination,
    fault::{EnvironmentFault, ReadFault},
    history::Replays,
    options::OpenOptions,
    outside::Outside,
    projections::IndexJob,
    readiness::Answered,
    rollback::Doubt,
    sealing::Sealer,
    sql::{Journal, State},
    standing::Shared,
    standing_rights::StandingRights,
    writer::Queue,
};

/// What every call shares.
pub struct Core {
    pub(crate) options: OpenOptions,
    pub(crate) key: SigningKey,
    pub(crate) sealer: Sealer,
    pub(crate) journal: Journal,
    pub(crate) state: State,
    pub(crate) shared: Arc<Shared>,
    pub(crate) queue: Queue,
    /// Rollbacks nobody has decided on.
    pub(crate) doubt: Arc<Doubt>,
    /// Where signed checkpoints are kept besides.
    pub(crate) outside: Option<Outside>,
    pub(crate) index: mpsc::Sender<IndexJob>,
    pub(crate) replays: Replays,
    /// What is not as it was recorded.
    pub(crate) examination: Examination,
    /// The delegations and openings on record.
    pub(crate) rights: StandingRights,
    /// Openings since the start.
    pub(crate) openings: AtomicU64,
    /// Counts the times sessions were ended.
    pub(crate) sessions: watch::Sender<u64>,
    /// One campaign is taken up at a time.
    pub(crate) taking_up: tokio::sync::Mutex<()>,
    /// Whether writer and database answered when they were asked last.
    pub(crate) ready: tokio::sync::Mutex<Answered>,
    /// One snapshot is taken at a time.
    pub(crate) snapshot: tokio::sync::Mutex<()>,
    pub(crate) held: Mutex<Held>,
}

/// What is let go when the store closes.
pub struct Held {
    pub(crate) directory: Option<Arc<Directory>>,
    pub(crate) writer: Option<JoinHandle<()>>,
    pub(crate) indexer: Option<JoinHandle<()>>,
}

impl Core {
    pub(crate) fn now(&self) -> Instant {
        self.options.clock.now()
    }

    pub(crate) const fn entropy(&self) -> &Entropy {
        &self.options.entropy
    }

    pub(crate) const fn taking(&self) -> &Taking {
        &self.options.taking
    }

    pub(crate) fn held(&self) -> std::sync::MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The name of an organisation's log.
    pub(crate) fn origin(&self, organisation: &Slug) -> Option<Origin> {
        Origin::of(&self.options.node, organisation).ok()
    }

    /// Waits until what was acknowledged is in the evidence index.
    pub(crate) async fn settle_index(&self) -> Result<(), EnvironmentFault> {
        let (reply, answer) = oneshot::channel();
        self.index.send(IndexJob::Settle(reply)).await.map_err(|_| EnvironmentFault::closed())?;
        answer.await.map_err(|_| EnvironmentFault::closed())?
    }
}

/// What opens something of an organisation to a viewer.
const READS: [Action; 11] = [
    Action::ReadBoard,
    Action::ReadObligation,
    Action::ReadEvidence,
    Action::ReadJournal,
    Action::ReadTarget,
    Action::ReadReport,
    Action::ReadDisclosed,
    Action::ReadAccounts,
    Action::ReadDuty,
    Action::ReadBriefing,
    Action::ManageAccounts,
];

impl Core {
    /// The journal as a viewer's question is answered from: behind the wall of the database, where it has one. What is
    /// found there is held against the policy all the same.
    pub(crate) fn seen(&self, scope: &Scope) -> Journal {
        self.journal.within(opened_to(scope))
    }

    /// The evidence index behind the same wall.
    pub(crate) fn indexed(&self, scope: &Scope) -> State {
        self.state.within(opened_to(scope))
    }

    /// Both, with the entries about the organisations that what the viewer reads is judged from.
    pub(crate) fn judging(&self, scope: &Scope, judged_from: BTreeSet<Slug>) -> View {
        let opened: BTreeSet<Slug> = opened_to(scope).cloned().collect();
        View {
            journal: self.journal.judging(&opened, &judged_from),
            index: self.state.judging(&opened, &judged_from),
            opened,
            judged_from,
        }
    }

    /// The journal as far as it is of one organisation, for what the policy opened of it.
    pub(crate) fn of(&self, organisation: &Slug) -> Journal {
        self.journal.within([organisation])
    }
}

/// What a question is answered from: the journal and its index behind one wall.
pub struct View {
    pub(crate) journal: Journal,
    pub(crate) index: State,
    opened: BTreeSet<Slug>,
    judged_from: BTreeSet<Slug>,
}

impl View {
    /// Whether it holds this: what a wall says of an entry, where the database has none.
    pub(crate) fn holds(&self, evidence: &Evidence) -> bool {
        self.opened.contains(evidence.log.organisation())
            || self.opened.contains(&evidence.organisation)
            || self.judged_from.contains(&evidence.organisation)
    }
}

/// The organisations of which a viewer may read anything, some of them more than once.
pub fn opened_to(scope: &Scope) -> impl Iterator<Item = &Slug> {
    READS.into_iter().flat_map(|action| scope.organisations(action))
}

/// Whether a viewer may read this of an organisation. What it can't see at all is not there.
pub fn reading(
    scope: &Scope,
    action: Action,
    organisation: &Slug,
    what: &'static str,
) -> Result<(), ReadFault> {
    if !scope.sees(organisation) {
        return Err(ReadFault::NotFound(what));
    }
    scope.may(action, organisation).map_err(|denied: Denied| ReadFault::Denied(denied))
}
