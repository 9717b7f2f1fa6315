//! Finding by words.

use serde::Serialize;
use store::{Found, Hit};
use utoipa::ToSchema;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    /// An organisation.
    Organisation,
    /// An obligation.
    Obligation,
    /// A target.
    Target,
    /// An entry of a journal.
    Entry,
}

/// One hit.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitView {
    /// What it is.
    pub kind: HitKind,
    /// Its short name; of an entry, its id.
    pub id: String,
    /// Its name; of an entry, its kind.
    pub title: String,
    /// Whose it is; null for an obligation of several.
    pub organisation: Option<String>,
    /// Of an entry: the obligation it speaks of.
    pub obligation: Option<String>,
    /// Of an entry: its place in that organisation's log, where the viewer sees the log.
    pub index: Option<u64>,
}

/// What was found, kind by kind, best first.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchView {
    /// The hits.
    pub hits: Vec<HitView>,
}

impl From<Hit> for HitView {
    fn from(hit: Hit) -> Self {
        Self {
            kind: match hit.found {
                Found::Organisation => HitKind::Organisation,
                Found::Obligation => HitKind::Obligation,
                Found::Target => HitKind::Target,
                Found::Entry => HitKind::Entry,
            },
            id: hit.id,
            title: hit.title,
            organisation: hit.organisation.map(|one| one.to_string()),
            obligation: hit.obligation.map(|one| one.to_string()),
            index: hit.index,
        }
    }
}
