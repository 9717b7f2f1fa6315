//! The second factor of an account: a secret shared with a phone, and recovery codes for the day the phone is lost. What
//! a code must be is the caller's to say; that each counts once is said here, in the transaction that uses it up.

use access::Scope;
use calendar::Instant;

use crate::{
    Store,
    accounts::Account,
    fault::{EnvironmentFault, ReadFault, RecordFault},
    says,
    sessions::Rotation,
    sql::{second_factors as rows, sessions},
};

/// A shared secret.
pub struct SecondFactor {
    /// The secret in the clear.
    pub secret: Vec<u8>,
    /// The step of the last code that counted.
    pub last_step: i64,
    sealed: Vec<u8>,
}

/// How an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecondFactorState {
    /// Since when it is asked for a code; never when none.
    pub since: Option<Instant>,
    /// Recovery codes that were not used yet.
    pub recovery_codes: u32,
}

impl Store {
    /// How the scope's own account stands.
    pub async fn second_factor_state(&self, scope: &Scope) -> Result<SecondFactorState, ReadFault> {
        let failed = |error| EnvironmentFault::sql("reading a second factor", error);
        let account = self.own_account(scope).await?.ok_or(ReadFault::NotFound("account"))?;
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        let found = rows::find(&mut connection, &account.login).await.map_err(failed)?;
        let recovery_codes = rows::count_codes(&mut connection, &account.login).await.map_err(failed)?;
        Ok(SecondFactorState { since: found.and_then(|row| row.confirmed_at), recovery_codes })
    }

    /// Begins a second factor for one's own account: it is asked for once it is confirmed.
    pub async fn begin_second_factor(&self, scope: &Scope, secret: &[u8]) -> Result<(), RecordFault> {
        let account = self.own(scope).await?;
        let sealed = self.core.sealer.seal(self.core.entropy().bytes(), &account.actor, secret)?;
        let begun = self
            .core
            .queue
            .run_whole("beginning a second factor", move |connection| {
                Box::pin(async move { rows::begin(connection, &account.login, &sealed).await })
            })
            .await?;
        if begun { Ok(()) } else { Err(RecordFault::field("second_factor", says::factor_is_on())) }
    }

    /// What was begun and waits to be confirmed.
    pub async fn find_begun_second_factor(
        &self,
        scope: &Scope,
    ) -> Result<Option<SecondFactor>, EnvironmentFault> {
        let Some(account) = self.own_account(scope).await? else { return Ok(None) };
        self.factor(&account, false).await
    }

    /// Confirms it by the step of a code that fitted, keeps the digests of the recovery codes, gives the session another
    /// token and ends the account's others.
    pub async fn confirm_second_factor(
        &self,
        scope: &Scope,
        factor: SecondFactor,
        step: i64,
        recovery_codes: Vec<[u8; 32]>,
        rotation: Rotation,
    ) -> Result<(), RecordFault> {
        let (account, now) = (self.own(scope).await?, self.now());
        let done = self
            .core
            .queue
            .run_if("confirming a second factor", move |connection| {
                Box::pin(async move {
                    let login = &account.login;
                    if !rows::confirm(connection, login, &factor.sealed, step, now).await? {
                        return Ok(false);
                    }
                    rows::put_codes(connection, login, &recovery_codes).await?;
                    sessions::rotate(connection, login, &rotation).await
                })
            })
            .await?;
        self.note_sessions();
        if done { Ok(()) } else { Err(RecordFault::NotFound("second factor")) }
    }

    /// Removes one's own second factor, gives the session another token and ends the account's others.
    pub async fn remove_second_factor(&self, scope: &Scope, rotation: Rotation) -> Result<(), RecordFault> {
        let account = self.own(scope).await?;
        let removed = self
            .core
            .queue
            .run_if("removing a second factor", move |connection| {
                Box::pin(async move {
                    rows::delete(connection, &account.login).await?;
                    sessions::rotate(connection, &account.login, &rotation).await
                })
            })
            .await?;
        self.note_sessions();
        if removed { Ok(()) } else { Err(RecordFault::NotFound("session")) }
    }

    /// Puts other recovery codes in the place of one's own.
    pub async fn renew_recovery_codes(
        &self,
        scope: &Scope,
        recovery_codes: Vec<[u8; 32]>,
    ) -> Result<(), RecordFault> {
        let account = self.own(scope).await?;
        self.core
            .queue
            .run_whole("renewing recovery codes", move |connection| {
                Box::pin(async move { rows::put_codes(connection, &account.login, &recovery_codes).await })
            })
            .await?;
        Ok(())
    }

    /// The confirmed second factor of an account: for the sign-in, which has no scope yet.
    pub async fn find_second_factor(
        &self,
        account: &Account,
    ) -> Result<Option<SecondFactor>, EnvironmentFault> {
        self.factor(account, true).await
    }

    /// Uses up the code of a step: false when it, or a later one, was used before.
    pub async fn use_step(&self, account: &Account, step: i64) -> Result<bool, EnvironmentFault> {
        let login = account.login.clone();
        self.core
            .queue
            .run_whole("using a code", move |connection| {
                Box::pin(async move { rows::use_step(connection, &login, step).await })
            })
            .await
    }

    /// Uses up a recovery code: false when it is none of the account's, or was used before.
    pub async fn use_recovery_code(
        &self,
        account: &Account,
        code_hash: [u8; 32],
    ) -> Result<bool, EnvironmentFault> {
        let login = account.login.clone();
        self.core
            .queue
            .run_whole("using a recovery code", move |connection| {
                Box::pin(async move { rows::use_code(connection, &login, code_hash).await })
            })
            .await
    }

    async fn factor(
        &self,
        account: &Account,
        confirmed: bool,
    ) -> Result<Option<SecondFactor>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading a second factor", error);
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        let row = rows::find(&mut connection, &account.login).await.map_err(failed)?;
        let Some(row) = row.filter(|row| row.confirmed_at.is_some() == confirmed) else { return Ok(None) };
        let secret = self.core.sealer.open(&account.actor, &row.sealed)?;
        Ok(Some(SecondFactor { secret, last_step: row.last_step, sealed: row.sealed }))
    }
}

impl std::fmt::Debug for SecondFactor {
    /// Keeps the secret out of every log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondFactor").field("last_step", &self.last_step).finish_non_exhaustive()
    }
}
