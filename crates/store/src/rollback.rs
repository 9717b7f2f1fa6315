//! Rollbacks: a journal that does not go on from a head kept beside it, outside or in what was derived from it. While one
//! is undecided the store reads and neither signs nor records, in any log: all of them lie in one file, and a log whose
//! own check passes may have lost what it acknowledged since its last head. A person decides, log by log, and the
//! decision is the first entry of the history that goes on.

use std::{
    collections::BTreeMap,
    sync::{PoisonError, RwLock},
};

use access::{Action, Scope};
use journal::{Draft, Fact, Facts, Hash, Held, Kind, Origin, Slug, Subject};
use serde::Serialize;

use crate::{
    Receipt, Store,
    fault::{EnvironmentFault, EnvironmentReason, RecordFault},
    outside::{Kept, Outside},
    says,
    sql::{Connection, rollbacks},
    writer::{Heads, LogHead, With, head},
};

/// Longest reason.
const MAX_REASON_CHARS: usize = 2_000;

/// A log that was found to be not what its own node signed before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rollback {
    /// The log.
    pub origin: Origin,
    /// Whether it contradicts what was signed, instead of only ending before it.
    pub forked: bool,
    /// How many entries it has.
    pub found_size: u64,
    /// The root over them.
    pub found_root: Hash,
    /// How many entries it was signed with.
    pub kept_size: u64,
    /// The root that was signed.
    pub kept_root: Hash,
    /// The signed head that was kept beside the journal.
    pub checkpoint: String,
    /// Every head that was kept and does not fit.
    #[serde(skip)]
    pub(crate) contradicted: Vec<(u64, Hash)>,
}

/// The rollbacks nobody has decided on.
#[derive(Debug, Default)]
pub struct Doubt(RwLock<BTreeMap<Slug, Rollback>>);

impl Doubt {
    /// Holds what was kept outside, and with what is derived from the journal, against the journal as it is; and whether
    /// what is derived is of another history, decided on or not.
    pub(crate) async fn find(
        outside: Vec<Kept>,
        derived: Vec<Kept>,
        heads: &Heads,
        connection: &mut Connection,
    ) -> Result<(Self, bool), EnvironmentFault> {
        let mut found: BTreeMap<Slug, Rollback> = BTreeMap::new();
        let mut is_derived_foreign = false;
        let all =
            outside.into_iter().map(|kept| (kept, false)).chain(derived.into_iter().map(|kept| (kept, true)));
        for (Kept { head: kept, note }, is_derived) in all {
            let organisation = kept.origin.organisation().clone();
            let head = heads.get(&organisation);
            let size = head.map_or(0, |head| head.frontier.size());
            let fits = match head {
                // So it is at every orderly start, with every log.
                Some(head) if kept.size == size => head.frontier.root() == kept.root,
                Some(head) if kept.size < size => {
                    head::tree_at(connection, head.no, kept.size).await?.root() == kept.root
                }
                _ => kept.size == 0,
            };
            if fits {
                continue;
            }
            is_derived_foreign |= is_derived && kept.size <= size;
            if let Some(LogHead { no, .. }) = head
                && rollbacks::is_accepted(connection, *no, kept.size, kept.root).await.map_err(failed)?
            {
                continue;
            }
            let root = head.map_or_else(|| journal::Frontier::new().root(), |head| head.frontier.root());
            let one = found.entry(organisation).or_insert_with(|| Rollback {
                origin: kept.origin.clone(),
                forked: false,
                found_size: size,
                found_root: root,
                kept_size: kept.size,
                kept_root: kept.root,
                checkpoint: note.clone(),
                contradicted: Vec::new(),
            });
            one.forked |= kept.size <= size;
            one.contradicted.push((kept.size, kept.root));
            if kept.size > one.kept_size {
                (one.kept_size, one.kept_root, one.checkpoint) = (kept.size, kept.root, note);
            }
        }
        for Rollback { origin, forked, found_size, kept_size, .. } in found.values() {
            tracing::error!(
                %origin, forked, found_size, kept_size,
                "the journal was rolled back: nothing is recorded or signed until `thongsuot store accept-rollback`"
            );
        }
        Ok((Self(RwLock::new(found)), is_derived_foreign))
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, BTreeMap<Slug, Rollback>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether anything is undecided.
    pub fn is_open(&self) -> bool {
        !self.read().is_empty()
    }

    /// Refuses what a log in doubt would fork by.
    pub fn check(&self, what: &'static str) -> Result<(), EnvironmentFault> {
        if self.is_open() {
            return Err(EnvironmentFault::new(what, EnvironmentReason::RolledBack));
        }
        Ok(())
    }

    fn decided(&self, organisation: &Slug) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).remove(organisation);
    }
}

fn failed(error: sqlx::Error) -> EnvironmentFault {
    EnvironmentFault::sql("reading decisions on rollbacks", error)
}

impl Store {
    /// Whether a rollback was found that nobody has decided on: then nothing is recorded or signed.
    pub fn is_in_doubt(&self) -> bool {
        self.core.doubt.is_open()
    }

    /// Whether the last checkpoint could not be kept outside.
    pub fn is_outside_failing(&self) -> bool {
        self.core.outside.as_ref().is_some_and(Outside::is_failing)
    }

    /// The logs that are in doubt, for whoever runs the node.
    pub fn doubted_logs(&self) -> Vec<Slug> {
        self.core.doubt.read().keys().cloned().collect()
    }

    /// The rollbacks found in logs that a viewer reads.
    pub fn rollbacks(&self, scope: &Scope) -> Vec<Rollback> {
        let may = |log: &Slug| {
            scope.may(Action::ReadJournal, log).is_ok() || scope.may(Action::AcceptRollback, log).is_ok()
        };
        self.core.doubt.read().iter().filter(|(log, _)| may(log)).map(|(_, one)| one.clone()).collect()
    }

    /// Records a person's decision to go on from a log as it was found. The entry names both sizes and roots and the
    /// signed head that is given up, so that whoever verifies the log learns of it.
    pub async fn accept_rollback(
        &self,
        scope: &Scope,
        organisation: &Slug,
        reason: &str,
    ) -> Result<Receipt, RecordFault> {
        scope.may(Action::AcceptRollback, organisation)?;
        let found = self.core.doubt.read().get(organisation).cloned();
        let found = found.ok_or(RecordFault::NotFound("rollback of this log"))?;
        if reason.trim().is_empty() || reason.chars().count() > MAX_REASON_CHARS {
            return Err(RecordFault::field("reason", says::not_reason(MAX_REASON_CHARS)));
        }
        intake::admit_text(reason, self.core.taking())?;
        let draft = self.accepted(scope, &found, reason)?;
        let with = With::Rollback(found.contradicted);
        let receipt = self.core.queue.append(organisation.clone(), draft, with).await?;
        self.core.doubt.decided(organisation);
        if let Some(outside) = &self.core.outside {
            outside.begin_anew(organisation).await;
        }
        if !self.is_in_doubt() {
            self.sign_checkpoints().await?;
        }
        Ok(receipt)
    }

    fn accepted(&self, scope: &Scope, found: &Rollback, reason: &str) -> Result<Draft, RecordFault> {
        let form = |_| RecordFault::field("organisation", "is no subject");
        let size = |size: u64| Fact::Int(i64::try_from(size).unwrap_or(i64::MAX));
        let facts = Facts::from([
            ("forked".to_owned(), Fact::Bool(found.forked)),
            ("found_size".to_owned(), size(found.found_size)),
            ("found_root".to_owned(), Fact::Text(found.found_root.hex())),
            ("kept_size".to_owned(), size(found.kept_size)),
            ("kept_root".to_owned(), Fact::Text(found.kept_root.hex())),
            ("checkpoint".to_owned(), Fact::from(found.checkpoint.as_str())),
        ]);
        Ok(Draft {
            id: self.new_id(),
            kind: Kind::new("rollback.accepted").map_err(form)?,
            subject: Subject::of("organisation", found.origin.organisation()).map_err(form)?,
            held: Held::at(self.now()),
            source: "store".to_owned(),
            actor: scope.actor.clone(),
            answers: Vec::new(),
            campaign: None,
            grade: None,
            facts,
            private: Facts::from([("reason".to_owned(), Fact::from(reason.trim()))]),
        })
    }

    /// Keeps a signed head outside, where that is asked for.
    pub(crate) async fn keep_outside(&self, origin: &Origin, size: u64, note: &str) {
        if let Some(outside) = &self.core.outside {
            outside.keep(origin, size, note).await;
        }
    }
}
