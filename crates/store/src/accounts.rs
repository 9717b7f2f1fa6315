//! Accounts: who signs in, as what, for whom. Password hashes are made and checked by the caller.

use std::collections::BTreeMap;

use access::{Action, Role, Scope};
use calendar::Instant;
use journal::Slug;

use crate::{
    Store,
    fault::{EnvironmentFault, RecordFault},
    rights::Said,
    says,
    sessions::Rotation,
    sql::{accounts as rows, invitations, sessions},
};

/// Longest login and display name, in characters.
const MAX_NAME_CHARS: usize = 100;

/// Longest login there can be, in characters: a name, and an organisation's short name behind an `@`.
pub const MAX_LOGIN_CHARS: usize = MAX_NAME_CHARS + 1 + Slug::MAX_CHARS;

/// An account, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What is typed at the sign-in.
    pub login: String,
    /// Opaque id that stands in entries.
    pub actor: String,
    /// What it may do.
    pub role: Role,
    /// For whom.
    pub organisation: Slug,
    /// Name shown to people.
    pub name: String,
    /// When it was made.
    pub created_at: Instant,
    /// Since when it is shut out.
    pub disabled_at: Option<Instant>,
    /// Whether its owner has set a password; an invited one has not yet.
    pub enrolled: bool,
    /// Failed sign-ins in a row.
    pub failures: u32,
    /// The last of them.
    pub failed_at: Option<Instant>,
}

impl Account {
    /// Its scope among the organisations of today, with what it holds for a time.
    pub fn scope(&self, store: &Store) -> Scope {
        let mut scope = Scope::new(self.actor.clone(), self.role, self.organisation.clone(), &store.tree());
        store.core.rights.extend(&mut scope, store.now());
        scope
    }
}

/// An account to be made.
#[derive(Clone)]
pub struct NewAccount {
    /// What is typed at the sign-in. What stands behind an `@` is the account's organisation.
    pub login: String,
    /// The password's hash, salt and parameters included.
    pub password_hash: String,
    /// What it may do.
    pub role: Role,
    /// For whom.
    pub organisation: Slug,
    /// Name shown to people.
    pub name: String,
}

impl std::fmt::Debug for NewAccount {
    /// Keeps the hash out of every log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { login, role, organisation, .. } = self;
        f.debug_struct("NewAccount")
            .field("login", login)
            .field("role", role)
            .field("organisation", organisation)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Makes an account.
    pub async fn add_account(&self, scope: &Scope, new: NewAccount) -> Result<Account, RecordFault> {
        self.make_account(scope, new, None).await
    }

    /// Makes an account, with the hash of its invitation's code and when that runs out.
    pub(crate) async fn make_account(
        &self,
        scope: &Scope,
        new: NewAccount,
        invitation: Option<([u8; 32], Instant)>,
    ) -> Result<Account, RecordFault> {
        scope.may(Action::ManageAccounts, &new.organisation)?;
        for (field, text) in [("login", &new.login), ("name", &new.name)] {
            let length = text.chars().count();
            if text.trim() != text
                || length == 0
                || length > MAX_NAME_CHARS
                || text.chars().any(char::is_control)
            {
                return Err(RecordFault::field(field, says::not_words(MAX_NAME_CHARS)));
            }
        }
        let login = login_of(new.login, &new.organisation, invitation.is_some())?;
        let account = Account {
            login,
            // Opaque: says nothing of the person, and a later account of the same login is another one.
            actor: self.core.entropy().opaque("a"),
            role: new.role,
            organisation: new.organisation,
            name: new.name,
            created_at: self.now(),
            disabled_at: None,
            enrolled: !new.password_hash.is_empty(),
            failures: 0,
            failed_at: None,
        };
        let (row, hash) = (account.clone(), new.password_hash);
        let change = if invitation.is_some() { "invited" } else { "made" };
        self.change_account(&scope.actor, &account, change, Said::default(), move |connection| {
            Box::pin(async move {
                if !rows::insert(connection, &row, &hash).await? {
                    return Ok(Err(RecordFault::field("login", says::login_taken())));
                }
                if let Some((code_hash, expires_at)) = invitation {
                    invitations::put(connection, code_hash, &row.login, expires_at).await?;
                }
                Ok(Ok(()))
            })
        })
        .await?;
        Ok(account)
    }

    /// How many accounts may sign in for each organisation: what the node says of them when it starts.
    pub async fn account_counts(&self) -> Result<BTreeMap<Slug, usize>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading accounts", error);
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        let counts = rows::counts(&mut connection).await?;
        Ok(counts)
    }

    /// The account of a login with its password hash: for the sign-in alone, which has no scope yet.
    pub async fn find_login(&self, login: &str) -> Result<Option<(Account, String)>, EnvironmentFault> {
        let failed = |error| EnvironmentFault::sql("reading accounts", error);
        let mut connection = self.core.journal.acquire().await.map_err(failed)?;
        rows::find(&mut connection, login).await
    }

    /// Counts a failed sign-in; returns how many in a row there are now.
    pub async fn note_failure(&self, login: &str) -> Result<u32, EnvironmentFault> {
        let (login, now) = (login.to_owned(), self.now());
        self.core
            .queue
            .run("counting a failed sign-in", move |connection| {
                Box::pin(async move { rows::count_failure(connection, &login, now).await })
            })
            .await
    }

    /// Forgets failed sign-ins after one that succeeded.
    pub async fn forget_failures(&self, login: &str) -> Result<(), EnvironmentFault> {
        let login = login.to_owned();
        self.core
            .queue
            .run("forgetting failed sign-ins", move |connection| {
                Box::pin(async move { rows::forget_failures(connection, &login).await })
            })
            .await
    }

    /// Puts another password hash in the place of one's own. The session it is done from gets another token, the
    /// account's others end.
    pub async fn change_password(
        &self,
        scope: &Scope,
        hash: String,
        rotation: Rotation,
    ) -> Result<(), RecordFault> {
        let account = self.own(scope).await?;
        let changed = self
            .core
            .queue
            .run_if("changing a password", move |connection| {
                Box::pin(async move {
                    rows::set_password(connection, &account.login, &hash).await?;
                    sessions::rotate(connection, &account.login, &rotation).await
                })
            })
            .await?;
        self.note_sessions();
        if changed { Ok(()) } else { Err(RecordFault::NotFound("session")) }
    }
}

/// The login of an account. One that is invited has its organisation behind an `@`: whoever invites then finds taken what
/// they manage themselves, and learns nothing of who else is on the node. Whoever runs the node may do without.
fn login_of(given: String, organisation: &Slug, is_invited: bool) -> Result<String, RecordFault> {
    match given.rsplit_once('@') {
        Some((name, part)) if !name.is_empty() && part == organisation.as_str() => Ok(given),
        Some(_) => Err(RecordFault::field("login", says::login_of_another(organisation))),
        None if is_invited => Ok(format!("{given}@{organisation}")),
        None => Ok(given),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_login_ends_in_its_own_organisation_or_in_none() {
        let own = Slug::new("tram").unwrap();
        let of = |given: &str, is_invited| login_of(given.to_owned(), &own, is_invited).ok();
        assert_eq!(of("lan", true).as_deref(), Some("lan@tram"));
        assert_eq!(of("lan@tram", true).as_deref(), Some("lan@tram"));
        assert_eq!(of("lan", false).as_deref(), Some("lan"));
        for other in ["lan@buu-dien", "@tram", "lan@", "lan@tram@x"] {
            assert_eq!((of(other, true), of(other, false)), (None, None), "{other}");
        }
    }
}
