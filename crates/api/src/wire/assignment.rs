//! Who carries out what an organisation owes.

use calendar::Instant;
use campaign::{Holder, Status};
use journal::Slug;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{GivenId, ObligationView, moment};

/// Who holds a cell for its owner, without names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HolderView {
    /// The entry that gave it.
    pub entry: String,
    /// The unit.
    pub unit: Option<String>,
    /// Opaque id of the person's account.
    pub account: Option<String>,
    /// Since when.
    #[schema(value_type = String)]
    pub since: Instant,
    /// Until when; until it is taken back or given to another where null.
    #[schema(value_type = Option<String>)]
    pub until: Option<Instant>,
}

/// What is held, by whom, and to whom the viewer may give.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentsView {
    /// What was given to the viewer or its unit comes first.
    pub assignments: Vec<AssignmentLine>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
    /// People of the viewer's organisation and its units to whom the viewer may give; nobody where it gives nothing.
    pub people: Vec<HolderPerson>,
    /// Whether the viewer may give what its organisation owes, and take it back.
    pub may_assign: bool,
}

/// An obligation that somebody holds for its owner.
#[derive(Debug, Serialize, ToSchema)]
pub struct AssignmentLine {
    /// Whose it is.
    pub organisation: String,
    /// Full name of that organisation.
    pub organisation_name: String,
    /// The obligation, with its words.
    pub obligation: ObligationView,
    /// How it stands.
    #[schema(value_type = super::names::StatusName)]
    pub status: Status,
    /// Who holds it.
    pub holder: HolderView,
    /// Name of the person; null where it was erased or is withheld.
    pub person: Option<String>,
    /// What was said with it; null where nothing was, it was erased or is withheld.
    pub note: Option<String>,
    /// Whether it was given to the viewer, or to the viewer's unit.
    pub own: bool,
}

/// Somebody to whom an obligation can be given.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolderPerson {
    /// Opaque id of the account.
    pub account: String,
    /// Name shown to people.
    pub name: String,
    /// For whom.
    pub organisation: String,
}

/// An obligation of the viewer's organisation to be given to a unit, a person, or a person of that unit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentOrder {
    /// Id made by the client, so that a repeated request gives once.
    pub id: Option<GivenId>,
    /// Which obligation.
    #[schema(value_type = String)]
    pub obligation: Slug,
    /// The unit.
    #[schema(value_type = Option<String>)]
    pub unit: Option<Slug>,
    /// Opaque id of the person's account.
    #[schema(value_type = Option<String>)]
    pub account: Option<Slug>,
    /// Until when; until it is taken back or given to another where absent.
    #[schema(value_type = Option<String>)]
    #[serde(default, deserialize_with = "moment::given")]
    pub until: Option<Instant>,
    /// A note for whoever holds it. It can be erased.
    pub note: Option<String>,
}

/// That something is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentReturn {
    /// Id made by the client, so that a repeated request takes back once.
    pub id: Option<GivenId>,
    /// A note. It can be erased.
    pub note: Option<String>,
}

impl From<&Holder> for HolderView {
    fn from(holder: &Holder) -> Self {
        Self {
            entry: holder.id.to_string(),
            unit: holder.unit.as_ref().map(ToString::to_string),
            account: holder.account.as_ref().map(ToString::to_string),
            since: holder.from,
            until: holder.until,
        }
    }
}
