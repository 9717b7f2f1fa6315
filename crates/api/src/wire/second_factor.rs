//! The second factor of an account.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SessionView;

/// How one's own account stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactorView {
    /// Since when the sign-in asks for a code; null when it does not.
    #[schema(value_type = Option<String>)]
    pub since: Option<calendar::Instant>,
    /// Recovery codes that were not used yet.
    pub recovery_codes_left: u32,
}

/// One's password again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordProof {
    /// The password.
    pub password: String,
}

/// A code of the phone.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeProof {
    /// Six digits.
    pub code: String,
}

/// Password and code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FullProof {
    /// The password.
    pub password: String,
    /// Six digits of the phone, or a recovery code.
    pub code: String,
}

/// A secret to be put into a phone. Shown here and never again.
#[derive(Serialize, ToSchema)]
pub struct SecondFactorBegun {
    /// The secret, in base 32.
    pub secret: String,
    /// The same as an `otpauth` address.
    pub address: String,
}

/// A second factor that counts from now on.
#[derive(Serialize, ToSchema)]
pub struct SecondFactorConfirmed {
    /// Each opens the account once in the phone's place. Shown here and never again.
    pub recovery_codes: Vec<String>,
    /// The session, with its new token.
    pub session: SessionView,
}

/// Recovery codes. Shown here and never again.
#[derive(Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Each opens the account once in the phone's place.
    pub recovery_codes: Vec<String>,
}
