//! Signing in and who is signed in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{OpeningTold, RecoveryTold};

/// What a person types to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Login.
    pub login: String,
    /// Password.
    pub password: String,
    /// Six digits of the phone, or a recovery code, where a second factor is on.
    pub code: Option<String>,
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Login.
    pub login: String,
    /// Name shown to people.
    pub name: String,
    /// Role.
    #[schema(value_type = super::names::RoleName)]
    pub role: String,
    /// Organisation the account acts for.
    pub organisation: String,
    /// Full name of that organisation.
    pub organisation_name: String,
    /// Break-glass access that lasts now and that this account holds, that reads its organisation, or that somebody holds
    /// whose accounts it keeps: a banner says so on every page. An event `session` of the live stream says that these
    /// changed.
    pub openings: Vec<OpeningTold>,
    /// Recoveries of this account that wait or were confirmed in the last 30 days, and for a head those of the last 7 days
    /// in the organisations it answers for, newest first: a page says so.
    pub recoveries: Vec<RecoveryTold>,
    /// Token every write must carry as `x-csrf-token`.
    pub csrf: String,
    /// When the session ends at the latest.
    #[schema(value_type = String)]
    pub expires_at: calendar::Instant,
}

/// Where an account is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionsView {
    /// Its living sessions, newest first.
    pub sessions: Vec<SessionLine>,
}

/// One session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionLine {
    /// By which it is closed.
    pub id: String,
    /// Browser and system, as far as known.
    pub device: String,
    /// When it was opened.
    #[schema(value_type = String)]
    pub created_at: calendar::Instant,
    /// When it was last used, to the minute.
    #[schema(value_type = String)]
    pub seen_at: calendar::Instant,
    /// When it ends at the latest.
    #[schema(value_type = String)]
    pub expires_at: calendar::Instant,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Another password for one's own account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The present one.
    pub old: String,
    /// The one to come.
    pub new: String,
}
