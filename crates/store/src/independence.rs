//! Whether two administrators are two people, as far as a node can tell: whom it lets ask for a recovery, and whom confirm
//! one. Whoever invites an administrator and keeps the code is two accounts at once; what gives that away is that the
//! second account is new, and that others have had time to see it.
//!
//! Neither of the two may be in new hands, and where a second factor is taken away, each has had one of their own for as
//! long. What the machine's own command line made is in nobody's new hands: whoever runs it needs no recovery. What this
//! does not stop stands in decision 016.

use calendar::Instant;
use campaign::{AccountChange, Body, Evidence};

use crate::{
    Store,
    accounts::Account,
    fault::{EnvironmentFault, RecordFault},
    rights::failed,
    says,
    sql::second_factors,
};

/// How long an administrator's account has been in the same hands before it counts as another's: over a weekend, as long
/// as an invitation works, so that whoever else reads the journal or the list of accounts has had a working day for it.
pub const REST_MS: i64 = 72 * 3_600_000;

const REST_HOURS: i64 = REST_MS / 3_600_000;

/// Entries read at once.
const PIECE: u32 = 500;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Who asked.
    Asker,
    /// Who acts now: asks, or confirms.
    Oneself,
}

impl Store {
    /// Why an administrator may not take part in the recovery of an account that was asked for at a moment.
    pub(crate) async fn not_independent(
        &self,
        (administrator, which): (&Account, Which),
        account: &Account,
        asked_at: Instant,
    ) -> Result<Option<RecordFault>, EnvironmentFault> {
        let since = asked_at.plus_ms(-REST_MS);
        if self.is_in_new_hands(administrator, since).await? {
            let what = match which {
                Which::Asker => says::recovery_asker_new(REST_HOURS),
                Which::Oneself => says::recovery_new_hands(REST_HOURS),
            };
            return Ok(Some(RecordFault::field("id", what)));
        }
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        let mut factor = async |login: &str| {
            let found = second_factors::find(&mut connection, login).await.map_err(failed)?;
            Ok::<_, EnvironmentFault>(found.and_then(|row| row.confirmed_at))
        };
        let taken = factor(&account.login).await?.is_some();
        let own = factor(&administrator.login).await?;
        if taken && own.is_none_or(|confirmed_at| confirmed_at > since) {
            let what = match which {
                Which::Asker => says::recovery_asker_factor(REST_HOURS),
                Which::Oneself => says::recovery_own_factor(REST_HOURS),
            };
            return Ok(Some(RecordFault::field("id", what)));
        }
        Ok(None)
    }

    /// Whether the log of its organisation tells, since a moment, that an account came into somebody's hands. The journal
    /// is asked, and no list made from it: it is never behind, and knows what was before this rule.
    async fn is_in_new_hands(&self, account: &Account, since: Instant) -> Result<bool, EnvironmentFault> {
        let Some(head) = self.head(&account.organisation) else { return Ok(false) };
        let journal = self.core.of(&account.organisation);
        let mut before = head.frontier.size();
        while before > 0 {
            let piece = journal.entries_before(head.no, before, PIECE).await?;
            let Some(oldest) = piece.last() else { break };
            before = oldest.place.index;
            for stored in &piece {
                let entry = stored.entry()?;
                if entry.recorded_at <= since {
                    return Ok(false);
                }
                if hands_over(&Evidence::keep(&entry, stored.place.index), &account.actor) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// Whether a piece of evidence tells that this account may be in other hands than before.
fn hands_over(evidence: &Evidence, actor: &str) -> bool {
    use AccountChange::{Enrolled, Invited, InvitedAgain, LetIn, RecoveryConfirmed, RoleChanged};
    matches!(
        &evidence.body,
        Body::AccountChanged {
            account,
            change: Invited | InvitedAgain | Enrolled | RoleChanged | LetIn | RecoveryConfirmed,
        } if account.as_str() == actor
    )
}
