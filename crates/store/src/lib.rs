//! The store: the one way into the journal, and everything that is read back from it.
//!
//! [`Store::record`] acknowledges an entry only when it is on the disk; the board, the evidence index and live events
//! follow from the same entries and can be rebuilt from them. Every call takes a [`access::Scope`], and what a viewer
//! may not see is answered as if it did not exist. Only this crate has SQL, and of it only `sql`.

mod accounts;
mod administration;
mod admitting;
mod assignments;
mod backup;
mod blobs;
mod campaigns;
mod carried_out;
mod checkpoints;
mod core;
mod delegations;
mod devices;
mod directory;
mod disputes;
mod dossier;
mod duty;
mod entropy;
mod erase;
mod evidence;
mod examination;
mod export;
mod fault;
mod foreseen;
mod granted;
mod history;
mod home;
mod independence;
mod invitations;
mod keyed;
mod keys;
mod limit;
mod live;
mod logs;
mod mending;
mod moving;
mod open;
mod openings;
mod options;
mod outside;
mod pages;
mod projections;
mod readiness;
mod record;
mod recoveries;
mod recovery_notices;
mod reports;
mod rights;
mod rollback;
pub mod says;
mod scratch;
mod sealing;
mod search;
mod second_factor;
mod sessions;
mod source_progress;
mod sql;
mod standing;
mod standing_rights;
mod targets;
mod ticks;
#[cfg(test)]
mod wall_tests;
mod witness;
mod writer;

use std::{path::PathBuf, sync::Arc};

use calendar::Instant;

pub use accounts::{Account, MAX_LOGIN_CHARS, NewAccount};
pub use administration::AccountPage;
pub use admitting::Incoming;
pub use assignments::AssignmentView;
pub use backup::{BackedUp, BackupFault, BackupOrder, Keys, RestoreOrder, Sizes, Wrong, backup, restore};
pub use blobs::MAX_BLOB_BYTES;
pub use carried_out::{CARRIED_OUT_MS, CarriedOut, Sent, carrying_out};
pub use checkpoints::{ProofView, SignedHead};
pub use delegations::{Delegation, DelegationView, MAX_DELEGATION_MS, NewDelegation, Signature};
pub use devices::{DEVICE_MS, KnownDevice};
pub use disputes::DisputeView;
pub use dossier::{CellRecords, Record};
pub use duty::{Answer, DutyLine, DutyPage, DutyQuery};
pub use entropy::Entropy;
pub use evidence::{Disclosed, EvidencePage, EvidenceView};
pub use examination::{Damage, Part};
pub use export::{Attachment, ExportScope};
pub use fault::{EnvironmentFault, EnvironmentReason, OpenFault, ReadFault, RecordFault};
pub use granted::ProbingGrant;
pub use history::Asked;
pub use independence::REST_MS;
pub use invitations::{INVITATION_MS, Invited};
pub use keyed::{Page, PageAsked};
pub use keys::{KeyPage, MAX_KEY_MS, MachineKey, NewKey};
pub use limit::PageLimit;
pub use live::{LiveEvent, Subscription};
pub use logs::{EntryPage, EntryView, LogView};
pub use moving::{Destination, MoveFault, MoveOrder, Moved, move_journal};
pub use openings::{Opening, OpeningView};
pub use options::{AskOffset, ClockOffset, Database, LONGEST_OPENING_MINUTES, OpenOptions};
pub use pages::{BoardPage, BoardQuery, CellDetail, MAX_PAGE, ObligationDetail, OfCampaign};
pub use readiness::READY_WITHIN;
pub use record::Receipt;
pub use recoveries::{RECOVERY_CODE_MS, RECOVERY_MS, Recovery};
pub use recovery_notices::{HEAD_NOTICE_MS, OWN_NOTICE_MS, RecoveryNotice};
pub use reports::{BoardNow, Drafted};
pub use rollback::Rollback;
pub use scratch::Scratch;
pub use search::{Found, Hit, MAX_HITS, MAX_QUESTION_CHARS, fold};
pub use second_factor::{SecondFactor, SecondFactorState};
pub use sessions::{IDLE_MS, MAX_SESSIONS, NewSession, Rotation, SESSION_MS, Session};
pub use source_progress::SourceProgress;
pub use sql::sqlite::open_through;
pub use standing::tree_of;
pub use targets::{TargetDetail, TargetLine, TargetPage, TargetQuery};
pub use ticks::Ticks;

/// A data directory, open. Cheap to clone; all clones are the same store.
#[derive(Clone)]
pub struct Store {
    core: Arc<core::Core>,
}

impl Store {
    /// The moment by the store's clock.
    pub fn now(&self) -> Instant {
        self.core.now()
    }

    /// The node's name.
    pub fn node(&self) -> &str {
        &self.core.options.node
    }

    /// Transactions that have added entries since the store was opened: how many entries share an fsync.
    pub fn commit_count(&self) -> u64 {
        self.core.shared.commits.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// Entries in all logs.
    pub fn entry_count(&self) -> u64 {
        self.core.shared.read().heads.values().map(|head| head.frontier.size()).sum()
    }

    /// Where segments of samples are kept.
    pub fn segments_dir(&self) -> PathBuf {
        self.core.options.data_dir.join("segments")
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").field("data_dir", &self.core.options.data_dir).finish_non_exhaustive()
    }
}
