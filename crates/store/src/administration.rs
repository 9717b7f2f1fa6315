//! Administration: what an administrator does with the accounts of its organisation and those below.
//!
//! Accounts of others are not there for it. It gives no role that would see beyond what it manages, changes nothing of
//! its own rights, and the topmost organisation keeps an administrator: nobody above could make another.

use access::{Action, Role, Scope};
use journal::{Fact, Facts, Slug};

use crate::{
    MAX_PAGE, Store,
    accounts::Account,
    fault::{EnvironmentFault, ReadFault, RecordFault},
    rights::Said,
    says,
    sql::{accounts as rows, invitations, sessions},
};

/// A page of accounts.
#[derive(Clone, Debug)]
pub struct AccountPage {
    /// By login.
    pub accounts: Vec<Account>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

impl Store {
    /// Accounts of the organisations the viewer manages, by login, after the login given.
    pub async fn accounts(
        &self,
        scope: &Scope,
        after: Option<&str>,
        limit: usize,
    ) -> Result<AccountPage, ReadFault> {
        self.accounts_of(scope, None, after, limit).await
    }

    /// The same, of one role alone.
    pub async fn accounts_of(
        &self,
        scope: &Scope,
        role: Option<Role>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<AccountPage, ReadFault> {
        if scope.organisations(Action::ReadAccounts).next().is_none() {
            scope.may(Action::ReadAccounts, &scope.organisation)?;
        }
        let failed = |error| EnvironmentFault::sql("reading accounts", error);
        let limit = limit.clamp(1, MAX_PAGE);
        let mut connection = self.core.seen(scope).acquire().await.map_err(failed)?;
        let organisations = scope.organisations(Action::ReadAccounts);
        let mut accounts =
            rows::page(&mut connection, (organisations, role), after.unwrap_or_default(), limit + 1).await?;
        let more = accounts.len() > limit;
        accounts.truncate(limit);
        let next = accounts.last().filter(|_| more).map(|account| account.login.clone());
        Ok(AccountPage { accounts, next })
    }

    /// Shuts an account out and ends its sessions; a code it was sent opens nothing any more.
    pub async fn disable_account(&self, scope: &Scope, actor: &str) -> Result<Account, RecordFault> {
        let account = self.managed(scope, actor).await?;
        not_oneself(scope, &account)?;
        if account.disabled_at.is_some() {
            return Ok(account);
        }
        let (login, now, top) = (account.login.clone(), self.now(), self.top_of(&account));
        self.change_account(&scope.actor, &account, "shut_out", Said::default(), move |connection| {
            Box::pin(async move {
                if rows::is_last_administrator(connection, &login, top.as_ref()).await? {
                    return Ok(Err(last_administrator()));
                }
                rows::set_disabled(connection, &login, Some(now)).await?;
                invitations::delete_of(connection, &login).await?;
                sessions::delete_of(connection, &login).await?;
                Ok(Ok(()))
            })
        })
        .await?;
        self.note_sessions();
        self.managed(scope, actor).await
    }

    /// Lets an account in again. It signs in anew.
    pub async fn enable_account(&self, scope: &Scope, actor: &str) -> Result<Account, RecordFault> {
        let account = self.managed(scope, actor).await?;
        not_oneself(scope, &account)?;
        if account.disabled_at.is_none() {
            return Ok(account);
        }
        let login = account.login.clone();
        self.change_account(&scope.actor, &account, "let_in", Said::default(), move |connection| {
            Box::pin(async move { rows::set_disabled(connection, &login, None).await.map(Ok) })
        })
        .await?;
        self.managed(scope, actor).await
    }

    /// Gives an account another role and ends its sessions.
    pub async fn set_role(&self, scope: &Scope, actor: &str, role: Role) -> Result<Account, RecordFault> {
        let account = self.managed(scope, actor).await?;
        not_oneself(scope, &account)?;
        self.check_grant(scope, role, &account.organisation)?;
        if account.role == role {
            return Ok(account);
        }
        let (login, top) = (account.login.clone(), self.top_of(&account));
        let facts = [("role", role), ("role_before", account.role)]
            .map(|(key, role)| (key.to_owned(), Fact::Text(role.to_string())));
        let said = Said { facts: Facts::from(facts), ..Said::default() };
        self.change_account(&scope.actor, &account, "role_changed", said, move |connection| {
            Box::pin(async move {
                if rows::is_last_administrator(connection, &login, top.as_ref()).await? {
                    return Ok(Err(last_administrator()));
                }
                rows::set_role(connection, &login, role).await?;
                sessions::delete_of(connection, &login).await?;
                Ok(Ok(()))
            })
        })
        .await?;
        self.note_sessions();
        self.managed(scope, actor).await
    }

    /// Ends every session of an account.
    pub async fn end_sessions(&self, scope: &Scope, actor: &str) -> Result<(), RecordFault> {
        let account = self.managed(scope, actor).await?;
        let login = account.login.clone();
        self.change_account(&scope.actor, &account, "signed_out", Said::default(), move |connection| {
            Box::pin(async move { sessions::delete_of(connection, &login).await.map(Ok) })
        })
        .await?;
        self.note_sessions();
        Ok(())
    }

    /// An account the scope manages. One it does not manage is not there.
    pub(crate) async fn managed(&self, scope: &Scope, actor: &str) -> Result<Account, RecordFault> {
        scope.may(Action::ManageAccounts, &scope.organisation)?;
        let failed = |error| EnvironmentFault::sql("reading accounts", error);
        let mut connection = self.core.seen(scope).acquire().await.map_err(failed)?;
        let found = rows::find_actor(&mut connection, actor).await?;
        found
            .filter(|account| scope.may(Action::ManageAccounts, &account.organisation).is_ok())
            .ok_or(RecordFault::NotFound("account"))
    }

    /// Whether the scope may give this role there. A regulator's role sees every organisation, so it is given in a
    /// regulator's alone; a program has no password to be invited to.
    pub(crate) fn check_grant(
        &self,
        scope: &Scope,
        role: Role,
        organisation: &Slug,
    ) -> Result<(), RecordFault> {
        scope.may(Action::ManageAccounts, organisation)?;
        if role == Role::Machine {
            return Err(RecordFault::field("role", says::role_for_programs()));
        }
        if role.is_regulator() && !self.is_regulator(organisation) {
            return Err(RecordFault::field("role", says::role_of_regulator()));
        }
        Ok(())
    }

    /// The organisation of an account when none stands above it.
    fn top_of(&self, account: &Account) -> Option<Slug> {
        self.tree().parent(&account.organisation).is_none().then(|| account.organisation.clone())
    }
}

pub(crate) fn not_oneself(scope: &Scope, account: &Account) -> Result<(), RecordFault> {
    if account.actor == scope.actor { Err(RecordFault::field("id", says::own_account())) } else { Ok(()) }
}

fn last_administrator() -> RecordFault {
    RecordFault::field("id", says::last_administrator())
}
