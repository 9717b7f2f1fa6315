//! The duty log as it is written and as a page shows it.

use std::collections::BTreeMap;

use calendar::Instant;
use campaign::DutyWhat;
use journal::{EntryId, Fact, Slug};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{GivenId, moment};

/// What the duty officer writes down. The node adds the time of record and the actor.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutyDraft {
    /// Id made by the client, so that a repeated request is one entry; made here where absent.
    pub id: Option<GivenId>,
    /// `heard`, `told`, `handover` or `note`.
    #[schema(value_type = super::names::DutyWhatName)]
    pub what: DutyWhat,
    /// When it was heard; now where absent.
    #[schema(value_type = Option<String>)]
    #[serde(default, deserialize_with = "moment::given")]
    pub heard_at: Option<Instant>,
    /// What was said. It can be erased.
    pub text: String,
    /// Who said it. It can be erased.
    pub caller: Option<String>,
    /// Their number. It can be erased.
    pub number: Option<String>,
    /// The organisation it concerns.
    #[schema(value_type = Option<String>)]
    pub concerns: Option<Slug>,
    /// The obligation it speaks of.
    #[schema(value_type = Option<String>)]
    pub obligation: Option<Slug>,
    /// The target it speaks of.
    #[schema(value_type = Option<String>)]
    pub target: Option<Slug>,
    /// The earlier entry this one takes the place of.
    #[schema(value_type = Option<String>)]
    pub corrects: Option<EntryId>,
}

/// Some lines of a duty log.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyPageView {
    /// Whose.
    pub organisation: String,
    /// Last heard first.
    pub lines: Vec<DutyLineView>,
    /// What to give as `before` for the next page.
    pub next: Option<String>,
}

/// A line of a duty log.
#[derive(Debug, Serialize, ToSchema)]
pub struct DutyLineView {
    /// Its id.
    pub id: String,
    /// Its place in the journal.
    pub index: Option<u64>,
    /// `heard`, `told`, `handover` or `note`; null where a later version wrote something else.
    #[schema(value_type = Option<super::names::DutyWhatName>)]
    pub what: Option<DutyWhat>,
    /// When it was heard.
    #[schema(value_type = String)]
    pub heard_at: Instant,
    /// When it was written down.
    #[schema(value_type = String)]
    pub recorded_at: Instant,
    /// Opaque id of who wrote it.
    pub actor: String,
    /// Their name, where it was not erased.
    pub actor_name: Option<String>,
    /// The organisation it concerns.
    pub concerns: Option<String>,
    /// The obligation it speaks of.
    pub obligation: Option<String>,
    /// The target it speaks of.
    pub target: Option<String>,
    /// The entry this one takes the place of.
    pub corrects: Option<String>,
    /// `text`, `caller`, `number`; null where the value was erased.
    #[schema(value_type = Object)]
    pub private: BTreeMap<String, Option<Fact>>,
    /// What answers it: corrections, and what it was turned into.
    pub answered_by: Vec<AnswerView>,
}

/// An entry that answers another.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerView {
    /// Its id.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// Whose log it stands in.
    pub log: String,
    /// Its place there; none where the viewer does not see that log.
    pub index: Option<u64>,
    /// Whom it is about.
    pub organisation: String,
    /// The obligation it speaks of.
    pub obligation: Option<String>,
    /// When it was written down.
    #[schema(value_type = String)]
    pub recorded_at: Instant,
    /// It takes the place of what it answers.
    pub corrects: bool,
}

impl From<store::Answer> for AnswerView {
    fn from(answer: store::Answer) -> Self {
        Self {
            id: answer.id.to_string(),
            kind: answer.kind.to_string(),
            log: answer.log.to_string(),
            index: answer.index,
            organisation: answer.organisation.to_string(),
            obligation: answer.obligation.map(|one| one.to_string()),
            recorded_at: answer.recorded_at,
            corrects: answer.corrects,
        }
    }
}
