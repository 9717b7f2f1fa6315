//! Sources: what became of an event, and what was heard of a source.

use std::collections::BTreeMap;

use calendar::Instant;
use serde::Serialize;
use utoipa::ToSchema;

use super::ReceiptView;
use crate::problem::Problem;

/// What became of the events of a body, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceAnswer {
    /// One result an event.
    pub results: Vec<EventResult>,
}

/// What became of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventResult {
    /// The sender's id of it, where it could be read.
    pub event: Option<String>,
    /// What became of it.
    pub outcome: EventOutcome,
    /// The target it turned.
    pub target: Option<String>,
    /// That it is durable; the first receipt where it was recorded before.
    pub receipt: Option<ReceiptView>,
    /// Why it was refused.
    pub problem: Option<Problem>,
}

/// What can become of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventOutcome {
    /// It is a fact from now on.
    Recorded,
    /// It was a fact before.
    Repeated,
    /// No rule of the mapping knows its object: listed for the organisation, not recorded.
    Unmatched,
    /// It turns no target, as an acknowledgement.
    Nothing,
    /// It was refused; the others were not.
    Refused,
}

/// The sources of the viewer's organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourcesView {
    /// By id.
    pub sources: Vec<SourceView>,
}

/// A source, and what was heard of it since the node started.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceView {
    /// Its id.
    pub id: String,
    /// `webhook`, `alertmanager`, `zabbix` or `folder`.
    pub kind: String,
    /// Targets its mapping names.
    pub targets: usize,
    /// When the last request came that proved to be its own.
    #[schema(value_type = Option<String>)]
    pub last_at: Option<Instant>,
    /// Facts recorded.
    pub recorded: u64,
    /// Facts that were recorded before.
    pub repeated: u64,
    /// Events that turn no target.
    pub nothing: u64,
    /// Events and bodies refused.
    pub refused: u64,
    /// Requests that did not prove to come from it.
    pub unproven: u64,
    /// Events whose object no rule knows.
    pub unmatched: u64,
    /// Those objects, the one heard of last first; of many the last hundred.
    pub unmatched_objects: Vec<UnmatchedView>,
    /// How it stands with its own API, where the configuration names one.
    pub exchange: Option<ExchangeView>,
}

/// How it stands with the API of a source's own system: asked for what no message brought, told what people did.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExchangeView {
    /// When it answered last.
    #[schema(value_type = Option<String>)]
    pub reached_at: Option<Instant>,
    /// Since when it does not.
    #[schema(value_type = Option<String>)]
    pub failing_since: Option<Instant>,
    /// Why it does not.
    pub fault: Option<String>,
    /// Events that were told what people did about them.
    pub told: u64,
    /// Events that could not be told: refused, or gone.
    pub untold: u64,
    /// Facts that its own list had and no message brought.
    pub caught_up: u64,
}

/// An object that no rule of a mapping knows.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnmatchedView {
    /// The values at the paths that the rules look at.
    pub object: BTreeMap<String, String>,
    /// Events of it.
    pub count: u64,
    /// When the first came.
    #[schema(value_type = String)]
    pub first_at: Instant,
    /// When the last came.
    #[schema(value_type = String)]
    pub last_at: Instant,
}
