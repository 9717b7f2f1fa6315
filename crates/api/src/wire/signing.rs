//! What a signer is told before signing, and how a report is drawn up and signed.

use std::collections::BTreeMap;

use access::SignedAs;
use calendar::Instant;
use campaign::{
    Paper, Status,
    review::{Difference, FigureChange, Stand},
};
use journal::{EntryId, Grade, Hash, Slug};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CellView, GivenId, PaperName, SignatureView};

/// What a signer is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct SigningView {
    /// The moment of all that follows.
    #[schema(value_type = String)]
    pub at: Instant,
    /// Where the logs stood.
    pub cursor: String,
    /// The organisation reported on alone; everything the viewer sees where null.
    pub organisation: Option<String>,
    /// How many cells stand how; `asserted_only` and `late` are counted among the statuses too.
    pub counts: BTreeMap<String, u32>,
    /// The cells that want a look: all but those that are proven by more than a word and in time, not due, or waived.
    pub cells: Vec<CellView>,
    /// What was not counted, and by whom.
    pub left_out: Vec<LeftOutView>,
    /// The reports drawn up so far, newest first.
    pub drafts: Vec<DraftView>,
    /// What differs from the newest of them.
    pub changes: Vec<ChangeView>,
    /// Lists above that were cut at their limit.
    pub cut: Vec<&'static str>,
    /// What the viewer may do about it.
    pub may: SigningRights,
    /// For whom the viewer signs; null where it signs in its own right, or not at all.
    pub signs_as: Option<SignsAs>,
}

/// The delegation under which a viewer would sign now.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignsAs {
    /// Opaque id of the delegation.
    pub delegation: String,
    /// In which form: `kt`, `tl`, `tuq`.
    #[schema(value_type = String)]
    pub signed_as: SignedAs,
    /// The lines above the signature.
    pub lines: Vec<String>,
}

/// The reports an organisation drew up.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftsView {
    /// Newest first.
    pub drafts: Vec<DraftView>,
    /// What to give as `after` for the next page.
    pub next: Option<String>,
}

/// What the viewer may do.
#[derive(Debug, Serialize, ToSchema)]
pub struct SigningRights {
    /// Draw up a report.
    pub draft: bool,
    /// Sign one.
    pub attest: bool,
}

/// Something that was not counted.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutView {
    /// `probes_excluded`, `probes_own_late`, `target_excluded`, `withdrawn` or `waived`.
    pub what: &'static str,
    /// Whose.
    pub organisation: String,
    /// Of which obligation, where it is one's alone.
    pub obligation: Option<String>,
    /// Of which target.
    pub target: Option<String>,
    /// How many probes.
    pub count: Option<i64>,
    /// Since when, or when what was withdrawn held.
    #[schema(value_type = Option<String>)]
    pub from: Option<Instant>,
    /// Until when.
    #[schema(value_type = Option<String>)]
    pub to: Option<Instant>,
    /// The entry that says so.
    pub entry: Option<String>,
    /// Whose log it stands in.
    pub log: Option<String>,
    /// Its place there.
    pub index: Option<u64>,
    /// Who: a name where the viewer may read it, otherwise an opaque id.
    pub by: Option<String>,
    /// Why, where the viewer may read it.
    pub reason: Option<String>,
}

/// A report that was drawn up.
#[derive(Debug, Serialize, ToSchema)]
pub struct DraftView {
    /// The entry's id.
    pub id: String,
    /// Its place in the organisation's log.
    pub index: Option<u64>,
    /// When it was kept.
    #[schema(value_type = String)]
    pub recorded_at: Instant,
    /// Who drew it up.
    pub by: String,
    /// The organisation reported on alone.
    pub organisation: Option<String>,
    /// Which paper it is.
    #[schema(value_type = PaperName)]
    pub paper: Paper,
    /// The moment it speaks of.
    #[schema(value_type = String)]
    pub at: Instant,
    /// Digest of the document.
    pub report: String,
    /// Where the logs stood.
    pub cursor: String,
    /// The numbers shown.
    pub counts: BTreeMap<String, u32>,
    /// The document was erased.
    pub erased: bool,
    /// Who signed it.
    pub attested: Vec<AttestedView>,
}

/// A signature under a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttestedView {
    /// The entry's id.
    pub id: String,
    /// Its place in the organisation's log.
    pub index: Option<u64>,
    /// When.
    #[schema(value_type = String)]
    pub recorded_at: Instant,
    /// The name under it; null where it was erased or is withheld.
    pub signer: Option<String>,
    /// The account that signed.
    pub by: String,
    /// How it was signed for another.
    pub signature: Option<SignatureView>,
}

/// A cell that differs from the draft before.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    /// Whose.
    pub organisation: String,
    /// Of what.
    pub obligation: String,
    /// How it stood; null where the draft did not have it.
    pub before: Option<StandView>,
    /// How it stands; null where it is gone.
    pub after: Option<StandView>,
    /// The figures that are other numbers.
    pub figures: Vec<FigureChangeView>,
}

/// How a cell stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandView {
    /// Status.
    #[schema(value_type = super::names::StatusName)]
    pub status: Status,
    /// Grade.
    #[schema(value_type = Option<super::names::GradeName>)]
    pub grade: Option<Grade>,
    /// Rests on something late.
    pub late: bool,
}

/// A figure that is another number.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureChangeView {
    /// Name.
    pub name: &'static str,
    /// Target it was taken on.
    pub target: Option<String>,
    /// Unit.
    pub unit: &'static str,
    /// Before.
    pub before: Option<i64>,
    /// Now.
    pub after: Option<i64>,
}

/// A report to be drawn up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftOrder {
    /// Id made by the client, so that a repeated request draws up one report.
    pub id: Option<GivenId>,
    /// The organisation reported on alone; everything the viewer sees where absent.
    #[schema(value_type = Option<String>)]
    pub organisation: Option<Slug>,
    /// Which paper; the results where absent.
    #[schema(value_type = Option<PaperName>)]
    pub paper: Option<String>,
}

/// A signature, with what the signer was shown.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// Id made by the client, so that a repeated request signs once.
    pub id: Option<GivenId>,
    /// The draft.
    #[schema(value_type = String)]
    pub draft: EntryId,
    /// Digest of the document the signer read.
    #[schema(value_type = String)]
    pub report: Hash,
    /// The numbers the signer was shown.
    pub counts: BTreeMap<String, u32>,
    /// The delegation the signer was shown, which must be the one that holds now; null for one's own right.
    pub delegation: Option<String>,
    /// The name under it. It can be erased.
    pub signer: String,
    /// A note. It can be erased.
    pub note: Option<String>,
}

impl From<Stand> for StandView {
    fn from(stand: Stand) -> Self {
        Self { status: stand.status, grade: stand.grade, late: stand.late }
    }
}

impl From<FigureChange> for FigureChangeView {
    fn from(change: FigureChange) -> Self {
        Self {
            name: change.name,
            target: change.target.map(|target| target.to_string()),
            unit: change.unit,
            before: change.before,
            after: change.after,
        }
    }
}

impl From<Difference> for ChangeView {
    fn from(difference: Difference) -> Self {
        Self {
            organisation: difference.key.organisation.to_string(),
            obligation: difference.key.obligation.to_string(),
            before: difference.before.map(Into::into),
            after: difference.after.map(Into::into),
            figures: difference.figures.into_iter().map(Into::into).collect(),
        }
    }
}
