//! From the body of a request to what it says: one reading an event, so that a fault in one does not lose the others.

use calendar::Instant;
use campaign::Said;
use journal::Slug;
use serde_json::Value;

use crate::{
    acknowledged::Acknowledged,
    alertmanager,
    event::{External, FieldFault},
    evidence::ExternalEvidence,
    mapping::{Mapping, Object},
    text::one_line,
    webhook, zabbix,
};

/// Largest body taken.
pub const MAX_BODY_BYTES: usize = 256 * 1024;
/// Most events of one body: each is a write to the disk.
pub const MAX_EVENTS: usize = 500;
/// Longest name of an event that is told back, in characters.
const MAX_NAME_CHARS: usize = 300;

/// What system a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Any system that signs what it sends; its mapping says where what stands.
    Webhook,
    /// Prometheus Alertmanager, webhook payload version 4.
    Alertmanager,
    /// Zabbix through the media type in `examples/zabbix`.
    Zabbix,
    /// Any system that puts files into a folder of this node; its mapping says where what stands, as for a webhook.
    Folder,
}

impl Kind {
    /// Every kind with its name.
    pub const ALL: [Self; 4] = [Self::Webhook, Self::Alertmanager, Self::Zabbix, Self::Folder];

    /// Its name in the configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Alertmanager => "alertmanager",
            Self::Zabbix => "zabbix",
            Self::Folder => "folder",
        }
    }

    /// Whether its mapping says where the parts of an event stand: what the others send is known.
    pub const fn is_mapped(self) -> bool {
        matches!(self, Self::Webhook | Self::Folder)
    }

    /// The kind of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One event of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The other system's id of it, where it could be read.
    pub event: Option<String>,
    /// What it says.
    pub says: Says,
}

/// What an event says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// A target turned.
    Turned {
        /// Which.
        target: Slug,
        /// How.
        turn: External,
    },
    /// Evidence of another kind, which an account answers for.
    Evidence(Box<ExternalEvidence>),
    /// Something about an object that no rule knows.
    Unmatched(Object),
    /// Somebody looks after an alarm of a target.
    Acknowledged {
        /// Which target.
        target: Slug,
        /// Which alarm, and since when.
        acknowledged: Acknowledged,
    },
    /// Nothing that turns a target, as another severity of an alarm.
    Nothing,
    /// What cannot be read, field by field.
    Faulty(Vec<FieldFault>),
}

/// Why a body as a whole is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BodyFault {
    /// More than a body has.
    #[error("the body is larger than {MAX_BODY_BYTES} bytes")]
    TooLarge,
    /// No JSON.
    #[error("the body is no JSON: line {line}, column {column}")]
    NotJson {
        /// Where reading stopped.
        line: usize,
        /// Where reading stopped.
        column: usize,
    },
    /// JSON of another shape than this kind sends.
    #[error("{0}")]
    Shape(FieldFault),
}

impl BodyFault {
    pub(crate) fn shape(field: &str, what: impl Into<Said>) -> Self {
        Self::Shape(FieldFault { field: field.to_owned(), what: what.into() })
    }
}

/// Reads a body of a source of this kind.
pub fn read(kind: Kind, mapping: &Mapping, body: &[u8], now: Instant) -> Result<Vec<Reading>, BodyFault> {
    if body.len() > MAX_BODY_BYTES {
        return Err(BodyFault::TooLarge);
    }
    let document: Value = serde_json::from_slice(body)
        .map_err(|fault| BodyFault::NotJson { line: fault.line(), column: fault.column() })?;
    if !document.is_object() {
        return Err(BodyFault::shape("body", "is no JSON object"));
    }
    match kind {
        Kind::Webhook | Kind::Folder => Ok(vec![webhook::read(&document, mapping, now)]),
        Kind::Alertmanager => alertmanager::read(&document, mapping, now),
        Kind::Zabbix => Ok(vec![zabbix::read(&document, mapping, now)]),
    }
}

/// The name of an event as it is told back.
pub fn named(event: &str) -> String {
    one_line(event, MAX_NAME_CHARS)
}

/// Joins what was read of an event: an object that no rule knows is told as that whatever else it says.
pub fn reading(
    object: &Value,
    mapping: &Mapping,
    event: Option<String>,
    turn: impl FnOnce() -> Result<External, Vec<FieldFault>>,
) -> Reading {
    let event = event.map(|event| named(&event));
    let says = match mapping.find_target(object) {
        None => Says::Unmatched(mapping.object(object)),
        Some(target) => match turn() {
            Ok(turn) => Says::Turned { target: target.clone(), turn },
            Err(faults) => Says::Faulty(faults),
        },
    };
    Reading { event, says }
}
