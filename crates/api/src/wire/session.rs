//! Signing in and who is signed in.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a person types to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Login.
    pub login: String,
    /// Password.
    pub password: String,
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Login.
    pub login: String,
    /// Name shown to people.
    pub name: String,
    /// Role.
    pub role: String,
    /// Organisation the account acts for.
    pub organisation: String,
    /// Full name of that organisation.
    pub organisation_name: String,
    /// Token every write must carry as `x-csrf-token`.
    pub csrf: String,
    /// When the session ends at the latest.
    #[schema(value_type = String)]
    pub expires_at: calendar::Instant,
}
