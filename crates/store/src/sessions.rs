//! Sessions: who is signed in. The store knows the hash of a token, so that a copy of the file opens no session.
//!
//! A session has an absolute and an idle limit (OWASP ASVS 5.0, 7.3.1 and 7.3.2, which leave the figures to a stated
//! judgement: here they are). It holds for the rights its account had when it was opened: an account that is shut out or
//! given another role or organisation has no session left, and whoever follows [`Store::sessions_changed`] hears of it
//! at once.

use access::Scope;
use calendar::Instant;
use tokio::sync::watch;

use crate::{
    Store,
    accounts::Account,
    fault::{EnvironmentFault, ReadFault, RecordFault},
    sql::{accounts as account_rows, sessions as rows},
};

/// The longest a session lives: one shift of twelve hours with its hand-over.
pub const SESSION_MS: i64 = 14 * 3_600_000;

/// The longest a session lives unused. A page that is open follows the live stream, which is use: the wall of a duty
/// room is watched and not touched, and whoever leaves a desk locks it. An hour bounds what a closed page or a machine
/// that sleeps leaves behind.
pub const IDLE_MS: i64 = 3_600_000;

/// Sessions an account may have at once: a person has a few devices; more would be a store of forgotten ones.
pub const MAX_SESSIONS: i64 = 20;

/// A session's use is noted at most this often: a screen asks many times a minute.
const NOTED_EVERY_MS: i64 = 60_000;

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// By which its owner can close it. Opens nothing.
    pub handle: String,
    /// Whose.
    pub login: String,
    /// What every write must bring along.
    pub csrf: String,
    /// What it was opened on, in a few words.
    pub device: String,
    /// When it was opened.
    pub created_at: Instant,
    /// When it was last used, to the minute.
    pub seen_at: Instant,
    /// When it ends by itself, however much it is used.
    pub expires_at: Instant,
}

/// A session to be opened.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// For whom.
    pub login: String,
    /// What every write must bring along.
    pub csrf: String,
    /// What it is opened on, in a few words.
    pub device: String,
}

/// Another token for a session: after it the old one opens nothing.
#[derive(Clone)]
pub struct Rotation {
    /// Hash of the token it has.
    pub old: [u8; 32],
    /// Hash of the token it gets.
    pub new: [u8; 32],
    /// What every write must bring along from then on.
    pub csrf: String,
}

impl Store {
    /// Opens a session under the hash of its token, and ends the one it takes the place of. The account must be one
    /// that may sign in at this very moment.
    pub async fn open_session(
        &self,
        token_hash: [u8; 32],
        new: NewSession,
        instead_of: Option<[u8; 32]>,
    ) -> Result<Session, RecordFault> {
        let now = self.now();
        let session = Session {
            handle: self.core.entropy().opaque("s"),
            login: new.login,
            csrf: new.csrf,
            device: new.device,
            created_at: now,
            seen_at: now,
            expires_at: now.plus_ms(SESSION_MS * self.pace()),
        };
        let row = session.clone();
        let opened = self
            .core
            .queue
            .run_whole("opening a session", move |connection| {
                Box::pin(async move {
                    if let Some(old) = instead_of {
                        rows::delete(connection, old).await?;
                    }
                    // Whoever was shut out since the account was read finds no door open.
                    let account = match account_rows::find(connection, &row.login).await {
                        Ok(found) => found.map(|(account, _)| account),
                        Err(fault) => return Ok(Err(fault)),
                    };
                    let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
                        return Ok(Ok(false));
                    };
                    rows::insert(connection, token_hash, &row, &account).await?;
                    Ok(Ok(true))
                })
            })
            .await??;
        // One taken the place of, or the oldest beyond how many there may be, has ended.
        self.note_sessions();
        if opened { Ok(session) } else { Err(RecordFault::NotFound("account")) }
    }

    /// The session of a token and its account, unless it has ended: by time, or because the account is shut out or has
    /// other rights than it was opened under.
    pub async fn find_session(
        &self,
        token_hash: [u8; 32],
    ) -> Result<Option<(Session, Account)>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading a session", error);
        let now = self.now();
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        let found = rows::find(&mut connection, token_hash, self.living()).await.map_err(failed)?;
        let Some((session, role, organisation)) = found else { return Ok(None) };
        let account = account_rows::find(&mut connection, &session.login).await?.map(|(account, _)| account);
        drop(connection);
        let Some(account) = account.filter(|account| {
            account.disabled_at.is_none()
                && account.role.to_string() == role
                && account.organisation.as_str() == organisation
        }) else {
            return Ok(None);
        };
        if now.ms_since(session.seen_at) >= NOTED_EVERY_MS * self.pace() {
            self.core
                .queue
                .run("noting a session", move |connection| {
                    Box::pin(async move { rows::touch(connection, token_hash, now).await })
                })
                .await?;
        }
        Ok(Some((session, account)))
    }

    /// The sessions of the scope's own account, newest first.
    pub async fn own_sessions(&self, scope: &Scope) -> Result<Vec<Session>, ReadFault> {
        let failed = |error| EnvironmentFault::sql("reading sessions", error);
        let account = self.own_account(scope).await?.ok_or(ReadFault::NotFound("account"))?;
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        Ok(rows::of_login(&mut connection, &account.login, self.living()).await.map_err(failed)?)
    }

    /// Ends a session by its token: signing out, which needs no right but the token.
    pub async fn close_session(&self, token_hash: [u8; 32]) -> Result<(), EnvironmentFault> {
        self.core
            .queue
            .run("ending a session", move |connection| {
                Box::pin(async move { rows::delete(connection, token_hash).await })
            })
            .await?;
        self.note_sessions();
        Ok(())
    }

    /// Ends one of the scope's own sessions by its handle.
    pub async fn close_own_session(&self, scope: &Scope, handle: &str) -> Result<(), RecordFault> {
        let account = self.own_account(scope).await?.ok_or(RecordFault::NotFound("session"))?;
        let handle = handle.to_owned();
        let ended = self
            .core
            .queue
            .run("ending a session", move |connection| {
                Box::pin(async move { rows::delete_handle(connection, &account.login, &handle).await })
            })
            .await?;
        self.note_sessions();
        if ended { Ok(()) } else { Err(RecordFault::NotFound("session")) }
    }

    /// Ends every session of the scope's own account.
    pub async fn close_own_sessions(&self, scope: &Scope) -> Result<(), RecordFault> {
        let account = self.own(scope).await?;
        self.core
            .queue
            .run("ending sessions", move |connection| {
                Box::pin(async move { rows::delete_of(connection, &account.login).await })
            })
            .await?;
        self.note_sessions();
        Ok(())
    }

    /// Changes whenever sessions were ended otherwise than by time: who serves one for long looks at it again then.
    pub fn sessions_changed(&self) -> watch::Receiver<u64> {
        self.core.sessions.subscribe()
    }

    pub(crate) fn note_sessions(&self) {
        self.core.sessions.send_modify(|count| *count += 1);
    }

    /// The account of a scope; a scope without one is of a program.
    pub(crate) async fn own(&self, scope: &Scope) -> Result<Account, RecordFault> {
        self.own_account(scope).await?.ok_or(RecordFault::NotFound("account"))
    }

    pub(crate) async fn own_account(&self, scope: &Scope) -> Result<Option<Account>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading accounts", error);
        let mut connection = self.core.of(&scope.organisation).acquire().await.map_err(failed)?;
        account_rows::find_actor(&mut connection, &scope.actor).await
    }

    /// Removes sessions that have expired.
    pub(crate) async fn sweep_sessions(&self) -> Result<u64, EnvironmentFault> {
        let living = self.living();
        self.core
            .queue
            .run("removing expired sessions", move |connection| {
                Box::pin(async move { rows::sweep(connection, living).await })
            })
            .await
    }

    /// The moment by which a session that lives has not expired, and the one after which it was used.
    fn living(&self) -> (Instant, Instant) {
        let now = self.now();
        (now, now.plus_ms(-IDLE_MS * self.pace()))
    }

    fn pace(&self) -> i64 {
        i64::from(self.core.options.pace.max(1))
    }
}
