//! What goes up, as a page shows it.

use access::{Action, Role};
use serde::Serialize;
use utoipa::ToSchema;

use super::EvidenceView;

/// What the level above reads of an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct UpwardView {
    /// Whose data it is about: the viewer's own.
    pub organisation: String,
    /// Who is above; nobody for the authority itself.
    pub above: Vec<AboveView>,
    /// What they read.
    pub reads: Vec<GrantView>,
    /// What they may add, in logs of their own or by an administrator's hand.
    pub adds: Vec<GrantView>,
    /// Entries of the viewer's log as the level above reads them, newest first.
    pub entries: Vec<EvidenceView>,
    /// What to give as `before` for the next page.
    pub next: Option<u64>,
}

/// An organisation above.
#[derive(Debug, Serialize, ToSchema)]
pub struct AboveView {
    /// Short name.
    pub id: String,
    /// Name shown to people.
    pub name: String,
}

/// What the policy grants.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantView {
    /// The action.
    #[schema(value_type = String)]
    pub action: Action,
    /// The roles of the level above that have it.
    #[schema(value_type = Vec<super::names::RoleName>)]
    pub roles: Vec<Role>,
}
