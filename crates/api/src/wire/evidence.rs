//! Evidence as people hand it in and as a page shows it.

use calendar::Instant;
use journal::{EntryId, Fact, Facts, Grade};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

use super::{GivenId, SignatureView, moment};

/// What a person, or a program with a key, records. The node adds log, time of record and actor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EvidenceDraft {
    /// Id made by the client, so that a repeated request is one fact; made here where absent.
    pub id: Option<GivenId>,
    /// Kind, as `acknowledgement.given`.
    pub kind: String,
    /// The organisation it is about; the viewer's own where absent.
    pub organisation: Option<String>,
    /// Which obligation; what a program measures names none.
    pub obligation: Option<String>,
    /// When it was so; now where absent.
    pub held: Option<HeldView>,
    /// Earlier entries it answers.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    pub answers: Vec<EntryId>,
    /// Facts of the kind; `obligation` and `organisation` are added.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub facts: Facts,
    /// Values that enter as commitments and can be erased: names, free text, digests of files.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub private: BTreeMap<String, Fact>,
    /// Grade claimed; `attested` where absent. People cannot claim `measured`; what a program states is `asserted`.
    #[schema(value_type = Option<super::names::GradeName>)]
    pub grade: Option<Grade>,
}

/// When something was so.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldView {
    /// From.
    #[schema(value_type = String)]
    #[serde(deserialize_with = "moment::needed")]
    pub from: Instant,
    /// To; null while it goes on.
    #[schema(value_type = Option<String>)]
    #[serde(default, deserialize_with = "moment::given")]
    pub to: Option<Instant>,
}

/// A piece of evidence.
#[derive(Debug, Serialize, ToSchema)]
pub struct EvidenceView {
    /// Its id.
    pub id: String,
    /// Its log.
    pub origin: String,
    /// Full name of the organisation whose log that is.
    pub origin_name: String,
    /// Its place there; none where the viewer does not see that log.
    pub index: Option<u64>,
    /// Its kind.
    pub kind: String,
    /// When it was so.
    pub held: HeldView,
    /// When it was written down.
    #[schema(value_type = String)]
    pub recorded_at: Instant,
    /// The system it came through.
    pub source: String,
    /// Opaque id of who wrote it.
    pub actor: String,
    /// Their name, where the viewer may read it and it was not erased.
    pub actor_name: Option<String>,
    /// How it was signed for another.
    pub signature: Option<SignatureView>,
    /// Grade.
    #[schema(value_type = Option<super::names::GradeName>)]
    pub grade: Option<Grade>,
    /// Written down after the due moment.
    pub late: bool,
    /// Entries it answers.
    pub answers: Vec<String>,
    /// Facts.
    #[schema(value_type = Object)]
    pub facts: Facts,
    /// Clear values behind commitments; `"erased"` where they were destroyed.
    #[schema(value_type = Object)]
    pub private: BTreeMap<String, Fact>,
    /// Private fields that name a document of which only the digest is kept here.
    pub by_digest: Vec<String>,
    /// Whether this version understands it.
    pub understood: bool,
}

/// Proof of having been recorded.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReceiptView {
    /// Id.
    pub id: String,
    /// Log.
    pub origin: String,
    /// Place.
    pub index: u64,
    /// Leaf hash.
    pub leaf: String,
    /// When it was written down.
    #[schema(value_type = String)]
    pub recorded_at: Instant,
    /// True: it had been recorded before, and this is the first receipt again.
    pub replayed: bool,
}

impl From<store::Receipt> for ReceiptView {
    fn from(receipt: store::Receipt) -> Self {
        Self {
            id: receipt.id.to_string(),
            origin: receipt.origin.to_string(),
            index: receipt.index,
            leaf: receipt.leaf.to_string(),
            recorded_at: receipt.recorded_at,
            replayed: receipt.replayed,
        }
    }
}

impl From<journal::Held> for HeldView {
    fn from(held: journal::Held) -> Self {
        Self { from: held.from, to: held.to }
    }
}
