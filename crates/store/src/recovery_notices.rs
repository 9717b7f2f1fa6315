//! What people are told of recoveries without asking: whose account it is, at every sign-in, so that a recovery they did
//! not ask for does not pass for a forgotten password; and the head of the organisation, who answers for it.

use access::{Action, Role, Scope};
use calendar::Instant;

use crate::{
    Store,
    accounts::Account,
    fault::EnvironmentFault,
    rights::failed,
    sql::{accounts as account_rows, recoveries as rows},
};

/// How long the owner is told: longer than a leave.
pub const OWN_NOTICE_MS: i64 = 30 * 86_400_000;

/// How long the head is told of others' recoveries: until the same day of the next week.
pub const HEAD_NOTICE_MS: i64 = 7 * 86_400_000;

/// A recovery that waits, or was confirmed.
#[derive(Clone, Debug)]
pub struct RecoveryNotice {
    /// Opaque id.
    pub id: String,
    /// Whose account.
    pub account: Account,
    /// Name of who asked.
    pub asked_by_name: Option<String>,
    /// When.
    pub asked_at: Instant,
    /// Name of who confirmed, and when; none while it waits.
    pub confirmed: Option<(Option<String>, Instant)>,
}

impl Store {
    /// The recoveries that the scope's person is to be told of, newest first: of their own account, and to a head, of those
    /// of the organisations below.
    pub async fn recovery_notices(&self, scope: &Scope) -> Result<Vec<RecoveryNotice>, EnvironmentFault> {
        let now = self.now();
        let heads = matches!(scope.role, Role::OperatorManager | Role::RegulatorHead);
        let mut connection = self.core.seen(scope).acquire().await.map_err(failed)?;
        let recent = rows::recent(&mut connection, now, now.plus_ms(-OWN_NOTICE_MS)).await?;
        let mut told = Vec::new();
        for row in recent {
            let Some((account, _)) = account_rows::find(&mut connection, &row.asked.login).await? else {
                continue;
            };
            let is_fresh = row.ended_at.is_none_or(|ended| ended > now.plus_ms(-HEAD_NOTICE_MS));
            let head = heads && is_fresh && scope.may(Action::ReadJournal, &account.organisation).is_ok();
            if account.actor == scope.actor || head {
                told.push((row, account));
            }
        }
        drop(connection);
        let mut notices = Vec::with_capacity(told.len());
        for (row, account) in told {
            let confirmed = match row.confirmed_by.zip(row.ended_at) {
                Some((by, at)) => Some((self.asker(&by).await?.map(|one| one.name), at)),
                None => None,
            };
            notices.push(RecoveryNotice {
                asked_by_name: self.asker(&row.asked.asked_by).await?.map(|one| one.name),
                id: row.asked.id,
                account,
                asked_at: row.asked.asked_at,
                confirmed,
            });
        }
        Ok(notices)
    }
}
