//! Disputes as they are opened, answered and decided, and as a page shows them.

use access::Action;
use calendar::Instant;
use campaign::dispute::{DisputeState, Ruling};
use journal::{EntryId, Hash, Slug};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DisputeStateName, GivenId, moment, names::CellActionName};

/// A claim against a figure.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeDraft {
    /// Id made by the client, so that a repeated request opens one dispute.
    pub id: Option<GivenId>,
    /// Whose figure; the viewer's own where absent.
    #[schema(value_type = Option<String>)]
    pub organisation: Option<Slug>,
    /// Of which obligation.
    #[schema(value_type = String)]
    pub obligation: Slug,
    /// Name of the figure, where the claim is against one.
    pub figure: Option<String>,
    /// The entries disputed.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub entries: Vec<EntryId>,
    /// By when an answer is due.
    #[schema(value_type = String)]
    #[serde(deserialize_with = "moment::needed")]
    pub reply_due: Instant,
    /// What is claimed. It can be erased once the dispute is decided.
    pub claim: String,
    /// SHA-256 of a document that was handed in.
    #[schema(value_type = Option<String>)]
    pub document: Option<Hash>,
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeReply {
    /// Id made by the client.
    pub id: Option<GivenId>,
    /// What is answered. It can be erased once the dispute is decided.
    pub text: String,
    /// Entries that bear it out.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub entries: Vec<EntryId>,
    /// SHA-256 of a document that was handed in.
    #[schema(value_type = Option<String>)]
    pub document: Option<Hash>,
}

/// A decision.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisputeVerdict {
    /// Id made by the client.
    pub id: Option<GivenId>,
    /// `upheld`, `partly` or `rejected`.
    #[schema(value_type = String)]
    pub ruling: Ruling,
    /// Why.
    pub reason: String,
    /// SHA-256 of a document that was handed in.
    #[schema(value_type = Option<String>)]
    pub document: Option<Hash>,
}

/// Disputes.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputesView {
    /// Newest first.
    pub disputes: Vec<DisputeLine>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

/// A dispute.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputeLine {
    /// Its id: that of the entry which opened it.
    pub id: String,
    /// Whose figure.
    pub organisation: String,
    /// Of which obligation.
    pub obligation: String,
    /// Name of the figure.
    pub figure: Option<String>,
    /// `open`, `overdue`, `answered` or `decided`.
    #[schema(value_type = DisputeStateName)]
    pub state: DisputeState,
    /// By when an answer is due.
    #[schema(value_type = String)]
    pub reply_due: Instant,
    /// The entries disputed.
    pub disputed: Vec<String>,
    /// The claim.
    pub claim: DisputeWord,
    /// The answers, in the order they were written down.
    pub answers: Vec<DisputeWord>,
    /// What was decided.
    #[schema(value_type = Option<String>)]
    pub ruling: Option<Ruling>,
    /// The decision's words.
    pub decision: Option<DisputeWord>,
    /// What the viewer may say in it as it stands: `answer_dispute`, `decide_dispute`.
    #[schema(value_type = Vec<CellActionName>)]
    pub allowed: Vec<Action>,
}

/// Something said in a dispute.
#[derive(Debug, Serialize, ToSchema)]
pub struct DisputeWord {
    /// The entry's id.
    pub entry: String,
    /// Whose log it stands in.
    pub log: String,
    /// The name of that organisation.
    pub log_name: String,
    /// Its place there; none where the viewer does not see that log.
    pub index: Option<u64>,
    /// When it was written down.
    #[schema(value_type = String)]
    pub at: Instant,
    /// Who: a name where the viewer may read it, otherwise an opaque id.
    pub by: String,
    /// The words; null where they were erased or are withheld.
    pub text: Option<String>,
    /// SHA-256 of the document with it.
    pub document: Option<String>,
    /// Other entries it names.
    pub entries: Vec<String>,
}
