//! Invitations: an administrator makes an account, and its owner sets the password with a code that works once. Nobody
//! ever knows another's password.

use access::Scope;
use calendar::Instant;
use journal::Slug;

use crate::{
    Store,
    accounts::{Account, NewAccount},
    fault::{EnvironmentFault, RecordFault},
    rights::Said,
    says,
    sql::{accounts as account_rows, invitations as rows},
};

/// How long a code works: over a weekend. (OWASP ASVS 5.0, 6.4.1, asks for a short time.)
pub const INVITATION_MS: i64 = 72 * 3_600_000;

/// How long the taking up of a code may be sent again.
const REPEATED_MS: i64 = 3_600_000;

/// Who is invited, as what.
#[derive(Clone, Debug)]
pub struct Invited {
    /// What is typed at the sign-in, before the `@` and the organisation that are added.
    pub login: String,
    /// Name shown to people.
    pub name: String,
    /// What it may do.
    pub role: access::Role,
    /// For whom.
    pub organisation: Slug,
}

impl Store {
    /// Makes an account that can't sign in until its code, of which this is the hash, is used. Returns it with the end
    /// of the code's time. Its login has its organisation behind an `@`, so that a login of another organisation is never
    /// in the way, nor shows itself by it.
    pub async fn invite(
        &self,
        scope: &Scope,
        invited: Invited,
        code_hash: [u8; 32],
    ) -> Result<(Account, Instant), RecordFault> {
        self.check_grant(scope, invited.role, &invited.organisation)?;
        let new = NewAccount {
            login: invited.login,
            password_hash: String::new(),
            role: invited.role,
            organisation: invited.organisation,
            name: invited.name,
        };
        let expires_at = self.now().plus_ms(INVITATION_MS);
        let account = self.make_account(scope, new, Some((code_hash, expires_at))).await?;
        Ok((account, expires_at))
    }

    /// Another code for an account that has not used its first.
    pub async fn invite_again(
        &self,
        scope: &Scope,
        actor: &str,
        code_hash: [u8; 32],
    ) -> Result<(Account, Instant), RecordFault> {
        let account = self.managed(scope, actor).await?;
        if account.enrolled {
            return Err(RecordFault::field("id", says::account_enrolled()));
        }
        if account.disabled_at.is_some() {
            return Err(RecordFault::field("id", says::account_shut_out()));
        }
        let (login, expires_at) = (account.login.clone(), self.now().plus_ms(INVITATION_MS));
        self.change_account(&scope.actor, &account, "invited_again", Said::default(), move |connection| {
            Box::pin(async move { rows::put(connection, code_hash, &login, expires_at).await.map(Ok) })
        })
        .await?;
        Ok((account, expires_at))
    }

    /// The account a code is for: for the accepting alone, which has no scope yet.
    pub async fn find_invitation(&self, code_hash: [u8; 32]) -> Result<Option<Account>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading an invitation", error);
        let now = self.now();
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        let Some(login) = rows::find(&mut connection, code_hash, now).await.map_err(failed)? else {
            return Ok(None);
        };
        let account = account_rows::find(&mut connection, &login).await?.map(|(account, _)| account);
        Ok(account.filter(Account::awaits_password))
    }

    /// The account that took a code up within the last hour, with the hash of its password: for a second sending of the
    /// same, whose first answer was lost.
    pub async fn find_accepted(
        &self,
        code_hash: [u8; 32],
    ) -> Result<Option<(Account, String)>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading an invitation", error);
        let after = self.now().plus_ms(-REPEATED_MS);
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        let Some(login) = rows::find_used(&mut connection, code_hash, after).await.map_err(failed)? else {
            return Ok(None);
        };
        let found = account_rows::find(&mut connection, &login).await?;
        Ok(found.filter(|(account, _)| account.enrolled && account.disabled_at.is_none()))
    }

    /// Sets the password of an invited account and uses up its code. False when the code opens nothing (any more).
    pub async fn accept_invitation(
        &self,
        code_hash: [u8; 32],
        password_hash: String,
    ) -> Result<bool, RecordFault> {
        let now = self.now();
        let Some(account) = self.find_invitation(code_hash).await? else { return Ok(false) };
        let actor = account.actor.clone();
        let enrolled =
            self.change_account(&actor, &account, "enrolled", Said::default(), move |connection| {
                Box::pin(async move {
                    let absent = || Ok(Err(RecordFault::NotFound("invitation")));
                    // Used, taken back or shut out since it was looked up.
                    let Some(login) = rows::find(connection, code_hash, now).await? else { return absent() };
                    rows::use_up(connection, code_hash, now).await?;
                    if account_rows::enrol(connection, &login, &password_hash).await? {
                        Ok(Ok(()))
                    } else {
                        absent()
                    }
                })
            });
        match enrolled.await {
            Ok(()) => Ok(true),
            Err(RecordFault::NotFound(_)) => Ok(false),
            Err(fault) => Err(fault),
        }
    }
}

impl Account {
    fn awaits_password(&self) -> bool {
        !self.enrolled && self.disabled_at.is_none()
    }
}
