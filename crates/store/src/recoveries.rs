//! Account recovery by two administrators: one asks with a reason, another agrees, and the account's owner gets a code
//! to set the password anew. Neither of them is the account itself, and both are independent as far as that can be told
//! ([`crate::independence`]). Both must manage the account at that moment: an organisation with one administrator needs
//! one of the organisation above. Who is refused is on record, and the owner is told at the next sign-in.

use access::{Action, Role, Scope};
use calendar::Instant;
use journal::{Fact, Facts};

use crate::{
    Store,
    accounts::Account,
    administration::not_oneself,
    fault::{EnvironmentFault, ReadFault, RecordFault},
    independence::Which,
    keyed::{Page, PageAsked, oldest_first},
    rights::{Said, failed},
    says,
    sql::{
        accounts as account_rows, invitations, recoveries as rows, recoveries::RecoveryRow, second_factors,
        sessions,
    },
};

/// How long a request waits for the second administrator: until the same hour tomorrow.
pub const RECOVERY_MS: i64 = 24 * 3_600_000;

/// How long the code of a recovery works: it is handed over in person.
pub const RECOVERY_CODE_MS: i64 = 24 * 3_600_000;

/// A request that waits.
#[derive(Clone, Debug)]
pub struct Recovery {
    /// Opaque id.
    pub id: String,
    /// Whose account.
    pub account: Account,
    /// Opaque id of who asked.
    pub asked_by: String,
    /// Their name.
    pub asked_by_name: Option<String>,
    /// Why; none when it was erased.
    pub reason: Option<String>,
    /// When.
    pub asked_at: Instant,
    /// Until when it may be confirmed.
    pub expires_at: Instant,
}

impl Store {
    /// Asks that an account's owner may set the password anew.
    pub async fn ask_recovery(
        &self,
        scope: &Scope,
        actor: &str,
        reason: &str,
    ) -> Result<Recovery, RecordFault> {
        let account = self.managed(scope, actor).await?;
        not_oneself(scope, &account)?;
        check_recoverable(&account)?;
        let reason = self.check_words("reason", reason)?;
        let now = self.now();
        // A scope without an account is nobody's who could be found again when it comes to confirming.
        if let Some(own) = self.own_account(scope).await?
            && let Some(fault) = self.not_independent((&own, Which::Oneself), &account, now).await?
        {
            return Err(self.refused(scope, &account, Facts::new(), fault).await);
        }
        let id = self.core.entropy().opaque("r");
        let mut row = RecoveryRow {
            id: id.clone(),
            entry: self.new_id(),
            login: account.login.clone(),
            asked_by: scope.actor.clone(),
            asked_at: now,
            expires_at: now.plus_ms(RECOVERY_MS),
        };
        let said = Said { facts: recovery_facts(&id), private: Facts::from([("reason".to_owned(), reason)]) };
        let draft = self.account_draft(&scope.actor, &account, "recovery_asked", said)?;
        row.entry = draft.id;
        let entries = vec![(account.organisation.clone(), draft)];
        let write = self.core.queue.change("asking for a recovery", entries, move |connection| {
            Box::pin(async move {
                Ok(if rows::insert(connection, &row).await? {
                    Ok(())
                } else {
                    Err(RecordFault::field("id", says::recovery_asked()))
                })
            })
        });
        write.await?;
        self.waiting(scope, &id).await
    }

    /// The requests that wait, of accounts the viewer manages, oldest first.
    pub async fn recoveries(&self, scope: &Scope, asked: &PageAsked) -> Result<Page<Recovery>, ReadFault> {
        scope.may(Action::ReadAccounts, &scope.organisation)?;
        let all = self.all_waiting(scope).await?;
        Ok(Page::of(all, |one| oldest_first(one.asked_at, &one.id), asked))
    }

    /// Agrees to a recovery somebody else asked for: password and second factor are gone, the sessions end, and the
    /// account waits for its owner with the code of which this is the hash.
    pub async fn confirm_recovery(
        &self,
        scope: &Scope,
        id: &str,
        code_hash: [u8; 32],
    ) -> Result<(Account, Instant), RecordFault> {
        let asked = self.waiting(scope, id).await?;
        let account = asked.account;
        not_oneself(scope, &account)?;
        check_recoverable(&account)?;
        if asked.asked_by == scope.actor {
            return Err(RecordFault::field("id", says::recovery_own()));
        }
        let asker = self.check_asker(&asked.asked_by, &account).await?;
        let own = self.own(scope).await?;
        let mut facts = recovery_facts(&asked.id);
        facts.insert("asked_by".to_owned(), Fact::from(asker.actor.as_str()));
        for which in [(&own, Which::Oneself), (&asker, Which::Asker)] {
            if let Some(fault) = self.not_independent(which, &account, asked.asked_at).await? {
                return Err(self.refused(scope, &account, facts, fault).await);
            }
        }
        let now = self.now();
        let expires_at = now.plus_ms(RECOVERY_CODE_MS);
        let (id, login, confirmed_by) = (asked.id.clone(), account.login.clone(), scope.actor.clone());
        let said = Said { facts, ..Said::default() };
        self.change_account(&scope.actor, &account, "recovery_confirmed", said, move |connection| {
            Box::pin(async move {
                if !rows::end(connection, &id, Some(&confirmed_by), now).await? {
                    return Ok(Err(RecordFault::NotFound("recovery")));
                }
                account_rows::reset_password(connection, &login).await?;
                second_factors::delete(connection, &login).await?;
                sessions::delete_of(connection, &login).await?;
                invitations::put(connection, code_hash, &login, expires_at).await?;
                Ok(Ok(()))
            })
        })
        .await?;
        self.note_sessions();
        tracing::warn!(account = %account.actor, by = %scope.actor, asked_by = %asker.actor, "an account was recovered");
        let account = self.managed(scope, &account.actor).await?;
        Ok((account, expires_at))
    }

    /// Puts on record that somebody who may not tried to recover an account, and hands the fault back.
    async fn refused(
        &self,
        scope: &Scope,
        account: &Account,
        facts: Facts,
        fault: RecordFault,
    ) -> RecordFault {
        tracing::warn!(account = %account.actor, by = %scope.actor, %fault, "a recovery was refused");
        let said = Said { facts, ..Said::default() };
        let told = self.change_account(&scope.actor, account, "recovery_refused", said, |_| {
            Box::pin(async { Ok(Ok(())) })
        });
        told.await.err().unwrap_or(fault)
    }

    /// Takes a request back.
    pub async fn withdraw_recovery(&self, scope: &Scope, id: &str) -> Result<(), RecordFault> {
        let asked = self.waiting(scope, id).await?;
        let (id, now) = (asked.id.clone(), self.now());
        let said = Said { facts: recovery_facts(&asked.id), ..Said::default() };
        self.change_account(&scope.actor, &asked.account, "recovery_withdrawn", said, move |connection| {
            Box::pin(async move {
                let ended = rows::end(connection, &id, None, now).await?;
                Ok(if ended { Ok(()) } else { Err(RecordFault::NotFound("recovery")) })
            })
        })
        .await
    }

    /// Who asked must still be one who may.
    async fn check_asker(&self, asker: &str, account: &Account) -> Result<Account, RecordFault> {
        let asker = self.asker(asker).await?.filter(|asker| {
            asker.disabled_at.is_none()
                && asker.role == Role::Administrator
                && asker.scope(self).may(Action::ManageAccounts, &account.organisation).is_ok()
        });
        asker.ok_or_else(|| RecordFault::field("id", says::recovery_asker_gone()))
    }

    /// Who asked: an administrator above is told to whoever is to agree, and its rights are looked at, wherever it stands.
    pub(crate) async fn asker(&self, actor: &str) -> Result<Option<Account>, EnvironmentFault> {
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        account_rows::find_actor(&mut connection, actor).await
    }

    async fn waiting(&self, scope: &Scope, id: &str) -> Result<Recovery, RecordFault> {
        scope.may(Action::ManageAccounts, &scope.organisation)?;
        let found = self.all_waiting(scope).await?;
        found.into_iter().find(|one| one.id == id).ok_or(RecordFault::NotFound("recovery"))
    }

    async fn all_waiting(&self, scope: &Scope) -> Result<Vec<Recovery>, EnvironmentFault> {
        let mut connection = self.core.seen(scope).acquire().await.map_err(failed)?;
        let waiting = rows::waiting(&mut connection, self.now()).await?;
        let mut found = Vec::new();
        for row in waiting {
            let account = account_rows::find(&mut connection, &row.login).await?;
            let Some((account, _)) =
                account.filter(|(account, _)| scope.may(Action::ReadAccounts, &account.organisation).is_ok())
            else {
                continue;
            };
            found.push((row, account));
        }
        drop(connection);
        let mut recoveries = Vec::with_capacity(found.len());
        for (row, account) in found {
            let asked_by_name = self.asker(&row.asked_by).await?.map(|asker| asker.name);
            let mut said = self.words_of(&account.organisation, row.entry).await?;
            recoveries.push(Recovery {
                id: row.id,
                account,
                asked_by: row.asked_by,
                asked_by_name,
                reason: said.remove("reason"),
                asked_at: row.asked_at,
                expires_at: row.expires_at,
            });
        }
        Ok(recoveries)
    }
}

fn recovery_facts(id: &str) -> Facts {
    Facts::from([("recovery".to_owned(), Fact::from(id))])
}

fn check_recoverable(account: &Account) -> Result<(), RecordFault> {
    if account.disabled_at.is_some() {
        return Err(RecordFault::field("id", says::account_shut_out()));
    }
    if !account.enrolled {
        return Err(RecordFault::field("id", says::account_waits()));
    }
    Ok(())
}
