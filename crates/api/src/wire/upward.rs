//! What goes up, as a page shows it.

use access::{Action, Role};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DutyDraft, EvidenceDraft, EvidenceView};

/// What the level above reads of an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct UpwardView {
    /// Whose data it is about: the viewer's own.
    pub organisation: String,
    /// Who is above; nobody for the authority itself.
    pub above: Vec<AboveView>,
    /// Everybody above who reads this organisation's evidence, by organisation and role.
    pub readers: Vec<ReaderView>,
    /// Whose view `entries` is; none where nobody is above.
    pub reader: Option<String>,
    /// What they read.
    pub reads: Vec<GrantView>,
    /// What they may add, in logs of their own or by an administrator's hand.
    pub adds: Vec<GrantView>,
    /// Entries of the viewer's log as that reader has them, newest first.
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

/// A reader above.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReaderView {
    /// Organisation and role: what to give as `as`.
    pub id: String,
    /// Short name of the organisation.
    pub organisation: String,
    /// Its name shown to people.
    pub organisation_name: String,
    /// The role; `machine` is a program whose key names all it may read.
    #[schema(value_type = super::names::RoleName)]
    pub role: Role,
    /// What the policy grants it of the viewer's organisation.
    #[schema(value_type = Vec<String>)]
    pub may: Vec<Action>,
}

/// What is about to be recorded: as it would be sent to `POST /evidence` or `POST /duty`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UpwardDraft {
    /// Evidence, or what is said about it.
    Evidence(EvidenceDraft),
    /// A line of the duty log.
    Duty(DutyDraft),
}

/// What each reader above will have of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct UpwardPreview {
    /// Everybody above who reads this organisation's evidence.
    pub readers: Vec<ForeseenView>,
}

/// What one reader above will have of a draft.
#[derive(Debug, Serialize, ToSchema)]
pub struct ForeseenView {
    /// The reader.
    pub reader: ReaderView,
    /// The entry as that reader will have it; none where it will not.
    pub entry: Option<EvidenceView>,
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
