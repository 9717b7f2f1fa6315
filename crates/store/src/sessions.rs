//! Sessions: who is signed in. The store knows the hash of a token, so that a copy of the file opens no session.

use calendar::Instant;

use crate::{
    Store,
    accounts::Account,
    fault::EnvironmentFault,
    sqlite::{accounts as account_rows, sessions as rows},
};

/// A session's use is noted at most this often: a screen asks many times a minute.
const NOTED_EVERY_MS: i64 = 60_000;

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub login: String,
    /// What every write must bring along.
    pub csrf: String,
    /// When it was opened.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub seen_at: Instant,
    /// When it ends by itself.
    pub expires_at: Instant,
}

impl Store {
    /// Opens a session under the hash of its token.
    pub async fn open_session(&self, token_hash: [u8; 32], session: Session) -> Result<(), EnvironmentFault> {
        self.core
            .queue
            .run("opening a session", move |connection| {
                Box::pin(async move { rows::insert(connection, token_hash, &session).await })
            })
            .await
    }

    /// The session of a token and its account, unless it has expired or the account is shut out.
    pub async fn find_session(
        &self,
        token_hash: [u8; 32],
    ) -> Result<Option<(Session, Account)>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading a session", error);
        let now = self.now();
        let mut connection = self.core.journal.pool().acquire().await.map_err(failed)?;
        let Some(session) = rows::find(&mut connection, token_hash, now).await.map_err(failed)? else {
            return Ok(None);
        };
        let account = account_rows::find(&mut connection, &session.login).await?.map(|(account, _)| account);
        drop(connection);
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else { return Ok(None) };
        if now.ms_since(session.seen_at) >= NOTED_EVERY_MS {
            self.core
                .queue
                .run("noting a session", move |connection| {
                    Box::pin(async move { rows::touch(connection, token_hash, now).await })
                })
                .await?;
        }
        Ok(Some((session, account)))
    }

    /// Ends a session.
    pub async fn close_session(&self, token_hash: [u8; 32]) -> Result<(), EnvironmentFault> {
        self.core
            .queue
            .run("ending a session", move |connection| {
                Box::pin(async move { rows::delete(connection, token_hash).await })
            })
            .await
    }

    /// Removes sessions that have expired.
    pub(crate) async fn sweep_sessions(&self) -> Result<u64, EnvironmentFault> {
        let now = self.now();
        self.core
            .queue
            .run("removing expired sessions", move |connection| {
                Box::pin(async move { rows::sweep(connection, now).await })
            })
            .await
    }
}
