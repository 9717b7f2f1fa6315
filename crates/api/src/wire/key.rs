//! Keys of programs.

use access::Action;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::moment;

/// A page of keys.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeysPage {
    /// The keys.
    pub keys: Vec<KeyView>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
    /// The actions a key can name.
    #[schema(value_type = Vec<String>)]
    pub actions: Vec<Action>,
}

/// A key, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyView {
    /// Opaque id, the one that stands in entries.
    pub id: String,
    /// How the key begins.
    pub prefix: String,
    /// Which program it is for.
    pub name: String,
    /// Organisation it acts for.
    pub organisation: String,
    /// Full name of that organisation.
    pub organisation_name: String,
    /// What it may do, of what a machine may.
    #[schema(value_type = Vec<String>)]
    pub actions: Vec<Action>,
    /// The obligations it may record for; every one where empty.
    pub obligations: Vec<String>,
    /// The targets it may record for; every one where empty.
    pub targets: Vec<String>,
    /// `active`, `expired` or `revoked`.
    pub state: &'static str,
    /// When it was made.
    #[schema(value_type = String)]
    pub created_at: calendar::Instant,
    /// Until when it opens.
    #[schema(value_type = String)]
    pub expires_at: calendar::Instant,
    /// Since when it opens nothing any more.
    #[schema(value_type = Option<String>)]
    pub revoked_at: Option<calendar::Instant>,
    /// When it was last used, to the minute.
    #[schema(value_type = Option<String>)]
    pub used_at: Option<calendar::Instant>,
}

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyOrder {
    /// Which program it is for.
    pub name: String,
    /// Organisation it acts for.
    pub organisation: String,
    /// What it may do.
    #[schema(value_type = Vec<String>)]
    pub actions: Vec<Action>,
    /// The obligations it may record for; every one where empty.
    #[serde(default)]
    pub obligations: Vec<String>,
    /// The targets it may record for; every one where empty.
    #[serde(default)]
    pub targets: Vec<String>,
    /// Until when; within a year.
    #[schema(value_type = String)]
    #[serde(deserialize_with = "moment::needed")]
    pub expires_at: calendar::Instant,
}

/// A key that was made.
#[derive(Serialize, ToSchema)]
pub struct KeyMade {
    /// What is kept of it.
    pub key: KeyView,
    /// The key, shown here and never again: sent as `Authorization: Bearer ts_…`.
    pub token: String,
}
