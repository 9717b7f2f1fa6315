//! An alarm that somebody acknowledged in the other system: who looks after it there need not say so here once more. It
//! becomes "đã nhận, đang xử lý" for as many minutes as the configuration says an acknowledgement is worth.

use calendar::Instant;
use journal::{Fact, Facts, Slug};

use crate::evidence::{EvidenceKind, ExternalEvidence};

/// How every message begins that a node writes at an alarm: an acknowledgement with such a message is the node's own word
/// come back.
pub const BY_A_NODE: &str = "Thông Suốt: ";

/// What somebody acknowledged there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledged {
    /// The other system's id of the alarm.
    pub event: String,
    /// When. With the event it makes the id of the entry, so that one acknowledgement is one fact.
    pub at: Instant,
}

impl Acknowledged {
    /// The promise it is worth for one obligation.
    pub fn promise(&self, obligation: &Slug, minutes: u32) -> ExternalEvidence {
        let until = self.at.plus_ms(i64::from(minutes) * 60_000);
        let text = |text: &str| Fact::Text(text.to_owned());
        ExternalEvidence {
            event: format!("{}/{}/{obligation}", self.event, self.at.as_ms() / 1_000),
            kind: EvidenceKind::Promise,
            obligation: obligation.clone(),
            at: self.at,
            facts: Facts::from([
                ("obligation".to_owned(), text(obligation.as_str())),
                ("until".to_owned(), text(&until.to_string())),
            ]),
            private: Facts::new(),
        }
    }
}
