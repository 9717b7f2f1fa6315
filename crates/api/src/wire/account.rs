//! Accounts as their administrator sees them, and invitations.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A page of accounts, by login.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountsPage {
    /// The accounts.
    pub accounts: Vec<AccountView>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

/// An account, without its secrets.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// Opaque id, the one that stands in entries.
    pub id: String,
    /// What is typed at the sign-in.
    pub login: String,
    /// Name shown to people.
    pub name: String,
    /// Role.
    #[schema(value_type = super::names::RoleName)]
    pub role: String,
    /// Organisation it acts for.
    pub organisation: String,
    /// Full name of that organisation.
    pub organisation_name: String,
    /// `invited` until a password is set, `active`, or `disabled`.
    pub state: &'static str,
    /// When it was made.
    #[schema(value_type = String)]
    pub created_at: calendar::Instant,
    /// Since when it is shut out.
    #[schema(value_type = Option<String>)]
    pub disabled_at: Option<calendar::Instant>,
    /// Failed sign-ins in a row.
    pub failures: u32,
}

/// Who is invited, as what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Invite {
    /// What will be typed at the sign-in, before the `@` and the organisation that are added to it.
    pub login: String,
    /// Name shown to people.
    pub name: String,
    /// Role.
    #[schema(value_type = super::names::RoleName)]
    pub role: String,
    /// Organisation it acts for.
    pub organisation: String,
}

/// An invitation. The code is shown here and never again.
#[derive(Serialize, ToSchema)]
pub struct InvitationView {
    /// The account.
    pub account: AccountView,
    /// With it the owner sets the password, once.
    pub code: String,
    /// Until when.
    #[schema(value_type = String)]
    pub expires_at: calendar::Instant,
}

/// Taking up an invitation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The code.
    pub code: String,
    /// The password to sign in with from then on.
    pub password: String,
}

/// Another role.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// The role.
    #[schema(value_type = super::names::RoleName)]
    pub role: String,
}
