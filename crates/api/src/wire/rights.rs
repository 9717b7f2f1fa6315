//! Recoveries, delegations and openings: who may do what for a time, and on whose word.

use access::{Action, SignedAs};
use calendar::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AccountView, moment};

/// Why something is asked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReasonGiven {
    /// In a sentence; it stays on record as a commitment.
    pub reason: String,
}

/// Recoveries that wait for a second administrator.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveriesView {
    /// Oldest first.
    pub recoveries: Vec<RecoveryView>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

/// A recovery that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryView {
    /// Opaque id.
    pub id: String,
    /// Whose account.
    pub account: AccountView,
    /// Name of who asked.
    pub asked_by: Option<String>,
    /// Whether that is the viewer, who then does not confirm it.
    pub asked_by_viewer: bool,
    /// Why; none when it was erased.
    pub reason: Option<String>,
    /// When.
    #[schema(value_type = String)]
    pub asked_at: Instant,
    /// Until when it may be confirmed.
    #[schema(value_type = String)]
    pub expires_at: Instant,
}

/// A recovery that a person is told of without asking.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryTold {
    /// Opaque id.
    pub id: String,
    /// Whether it is of the viewer's own account.
    pub own: bool,
    /// Name of whose account it is.
    pub name: String,
    /// Full name of its organisation.
    pub organisation_name: String,
    /// Name of who asked.
    pub asked_by: Option<String>,
    /// When.
    #[schema(value_type = String)]
    pub asked_at: Instant,
    /// Name of who confirmed; absent while it waits.
    pub confirmed_by: Option<String>,
    /// When; absent while it waits.
    #[schema(value_type = Option<String>)]
    pub confirmed_at: Option<Instant>,
}

/// Delegations on record.
#[derive(Debug, Serialize, ToSchema)]
pub struct DelegationsView {
    /// The newest first.
    pub delegations: Vec<DelegationView>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
    /// What can be delegated.
    #[schema(value_type = Vec<String>)]
    pub actions: Vec<Action>,
}

/// A delegation.
#[derive(Debug, Serialize, ToSchema)]
pub struct DelegationView {
    /// Opaque id, the one that stands in entries.
    pub id: String,
    /// Opaque id of the account that signs.
    pub account: String,
    /// Its name.
    pub name: Option<String>,
    /// Whose head is signed for.
    pub organisation: String,
    /// Full name of that organisation.
    pub organisation_name: String,
    /// In which form: `kt`, `tl`, `tuq`.
    #[schema(value_type = String)]
    pub signed_as: SignedAs,
    /// The lines above a signature.
    pub lines: Vec<String>,
    /// What is signed.
    #[schema(value_type = Vec<String>)]
    pub actions: Vec<Action>,
    /// About whom.
    pub organisations: Vec<String>,
    /// From when.
    #[schema(value_type = String)]
    pub from: Instant,
    /// Until when.
    #[schema(value_type = String)]
    pub until: Instant,
    /// `to_come`, `holds`, `past` or `withdrawn`.
    pub state: &'static str,
    /// Number and date of the document it rests on; none when they were erased.
    pub basis: Option<String>,
    /// SHA-256 of that document.
    pub document: Option<String>,
}

/// A delegation to be put on record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DelegationOrder {
    /// Opaque id of the account that signs.
    pub account: String,
    /// In which form: `kt`, `tl`, `tuq`.
    #[schema(value_type = String)]
    pub signed_as: SignedAs,
    /// The head's position, as it is written.
    pub position: String,
    /// The signer's own.
    pub own_position: String,
    /// What is signed.
    #[schema(value_type = Vec<String>)]
    pub actions: Vec<Action>,
    /// About whom; the account's organisation where none is named.
    #[serde(default)]
    pub organisations: Vec<String>,
    /// From when.
    #[schema(value_type = String)]
    #[serde(deserialize_with = "moment::needed")]
    pub from: Instant,
    /// Until when.
    #[schema(value_type = String)]
    #[serde(deserialize_with = "moment::needed")]
    pub until: Instant,
    /// Number and date of the document it rests on.
    pub basis: String,
    /// SHA-256 of that document.
    pub document: Option<String>,
}

/// How something was signed for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SignatureView {
    /// In which form: `kt`, `tl`, `tuq`.
    #[schema(value_type = String)]
    pub signed_as: SignedAs,
    /// The lines above the signature.
    pub lines: Vec<String>,
}

/// Openings, past and present.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningsView {
    /// The newest first.
    pub openings: Vec<OpeningView>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
    /// Whether the viewer may open another.
    pub may_open: bool,
    /// The longest an opening may last.
    pub longest_minutes: u32,
}

/// A time during which somebody reads what they otherwise do not see.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningView {
    /// Opaque id, the one that stands in entries.
    pub id: String,
    /// Whose data.
    pub organisation: String,
    /// Full name of that organisation.
    pub organisation_name: String,
    /// For whom the reader acts.
    pub by: String,
    /// Full name of that organisation.
    pub by_name: String,
    /// Name of who reads, or read.
    pub name: Option<String>,
    /// Why; none when it was erased.
    pub reason: Option<String>,
    /// From when.
    #[schema(value_type = String)]
    pub opened_at: Instant,
    /// Until when at the latest.
    #[schema(value_type = String)]
    pub ends_at: Instant,
    /// When it was ended before.
    #[schema(value_type = Option<String>)]
    pub closed_at: Option<Instant>,
    /// Whether it lasts.
    pub lasts: bool,
    /// Whether the viewer holds it.
    pub own: bool,
}

/// What is to be opened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpeningOrder {
    /// Whose data.
    pub organisation: String,
    /// Why, in a sentence; the organisation reads it at once.
    pub reason: String,
    /// For how long.
    pub minutes: u32,
}

/// An opening that lasts, as a banner on every page says it: to its holder, to the organisation that is read, and to who
/// keeps the accounts of the holder's.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningTold {
    /// Opaque id.
    pub id: String,
    /// Whether the viewer holds it.
    pub own: bool,
    /// Full name of the organisation that is read.
    pub organisation_name: String,
    /// Full name of the organisation for which it is read.
    pub by_name: String,
    /// Name of who reads.
    pub name: Option<String>,
    /// Why; none when it was erased.
    pub reason: Option<String>,
    /// Until when.
    #[schema(value_type = String)]
    pub ends_at: Instant,
}

/// Organisations over time.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationsView {
    /// The moment by the node's clock.
    #[schema(value_type = String)]
    pub now: Instant,
    /// By short name.
    pub organisations: Vec<OrganisationTime>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

/// An organisation with its time.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationTime {
    /// Short name.
    pub id: String,
    /// Name shown to people.
    pub name: String,
    /// Kind.
    #[schema(value_type = String)]
    pub kind: campaign::OrganisationKind,
    /// The one above, as far as the viewer sees it.
    pub parent: Option<String>,
    /// From when it is.
    #[schema(value_type = Option<String>)]
    pub valid_from: Option<Instant>,
    /// Until when it was.
    #[schema(value_type = Option<String>)]
    pub valid_to: Option<Instant>,
    /// Which came after it, as far as the viewer sees it.
    pub successor: Option<String>,
}
