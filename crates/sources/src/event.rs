//! One alarm of another system, in the terms of a turn: which event, which state, since when, why.

use calendar::Instant;
use campaign::{Said, TargetState};
use serde_json::Value;

use crate::{path::scalar, text::one_line};

/// Longest id of an event of another system, in bytes.
const MAX_EVENT_BYTES: usize = 256;
/// Longest cause, in characters.
const MAX_CAUSE_CHARS: usize = 120;
/// Longest detail, in characters.
const MAX_DETAIL_CHARS: usize = 200;
/// How far ahead of ours another clock may be.
const AHEAD_MS: i64 = 10 * 60 * 1_000;
/// How long ago an alarm may have begun: a campaign and the months around it.
const AGO_MS: i64 = 400 * 24 * 3_600 * 1_000;
/// The cause of what names none.
const NO_CAUSE: &str = "external";

/// What the other system says of its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It works.
    Up,
    /// It does not.
    Down,
}

impl State {
    /// The word in the facts of a turn.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Up => TargetState::Up.name(),
            Self::Down => TargetState::Down.name(),
        }
    }

    /// What it turned from: another system tells of a turn, never of what was before.
    pub const fn before(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }
}

/// A turn that another system tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// The other system's id of the event; with the state it makes the id of the entry.
    pub event: String,
    /// The state it turned to.
    pub state: State,
    /// Since when.
    pub at: Instant,
    /// Why, in a word or a line.
    pub cause: String,
    /// Why, for a technician; empty where nothing is said.
    pub detail: String,
}

/// A field of a body that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {what}")]
pub struct FieldFault {
    /// Its path in the body.
    pub field: String,
    /// What is wrong with it.
    pub what: Said,
}

/// Collects the faults of one event, so that all are told at once.
#[derive(Default)]
pub struct Faults(pub Vec<FieldFault>);

impl Faults {
    /// One more.
    pub fn add(&mut self, field: &str, what: impl Into<Said>) {
        self.0.push(FieldFault { field: field.to_owned(), what: what.into() });
    }

    /// The value of `read`, or none and one fault more.
    pub fn keep<T>(&mut self, field: &str, read: Result<T, String>) -> Option<T> {
        read.map_err(|what| self.add(field, what)).ok()
    }
}

/// The id of an event.
pub fn event_id(value: Option<&Value>) -> Result<String, String> {
    let text = value.and_then(scalar).ok_or("is missing, or no text and no number")?;
    if text.trim().is_empty() {
        Err("is empty".to_owned())
    } else if text.len() > MAX_EVENT_BYTES {
        Err(format!("is longer than {MAX_EVENT_BYTES} bytes"))
    } else {
        Ok(text)
    }
}

/// A moment: RFC 3339 with its zone, or whole seconds since 1970.
pub fn moment(value: Option<&Value>, now: Instant) -> Result<Instant, String> {
    let text = value.and_then(scalar).ok_or("is missing, or no text and no number")?;
    let at = match text.parse::<i64>() {
        Ok(seconds) => Instant::from_ms(seconds.saturating_mul(1_000)),
        Err(_) => Instant::parse_edge(&text)
            .map_err(|fault| format!("{fault}; or write whole seconds since 1970"))?,
    };
    if at.ms_since(now) > AHEAD_MS {
        return Err("is still to come by this node's clock".to_owned());
    }
    if now.ms_since(at) > AGO_MS {
        return Err("is more than 400 days ago".to_owned());
    }
    Ok(at)
}

/// The cause as it enters the facts.
pub fn cause(text: Option<&str>) -> String {
    let line = one_line(text.unwrap_or_default(), MAX_CAUSE_CHARS);
    if line.is_empty() { NO_CAUSE.to_owned() } else { line }
}

/// The detail as it enters the facts.
pub fn detail(text: &str) -> String {
    one_line(text, MAX_DETAIL_CHARS)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn now() -> Instant {
        Instant::parse("2027-02-05T17:00:00.000Z").unwrap()
    }

    #[test]
    fn a_moment_is_read_with_its_zone_or_in_seconds() {
        let at = Instant::parse("2027-02-05T16:30:00.000Z").unwrap();
        for value in [
            json!("2027-02-05T23:30:00+07:00"),
            json!("2027-02-05T16:30:00Z"),
            json!(at.as_ms() / 1_000),
            json!((at.as_ms() / 1_000).to_string()),
        ] {
            assert_eq!(moment(Some(&value), now()), Ok(at), "{value}");
        }
    }

    #[test]
    fn a_moment_without_zone_to_come_or_in_milliseconds_is_refused() {
        let told = |value: Value| moment(Some(&value), now()).unwrap_err();
        assert!(told(json!("2027-02-05T23:30:00")).contains("zone"));
        assert!(told(json!(now().as_ms())).contains("still to come"));
        assert!(told(json!("2027-02-05T17:10:01Z")).contains("still to come"));
        assert!(told(json!(0)).contains("400 days"));
        assert!(told(json!(i64::MIN)).contains("400 days"));
        assert!(told(json!({})).contains("missing"));
        assert!(moment(None, now()).is_err());
    }

    #[test]
    fn an_event_without_an_id_of_its_own_is_refused() {
        assert_eq!(event_id(Some(&json!(7))).unwrap(), "7");
        for value in [json!(""), json!(" "), json!(null), json!([]), json!("x".repeat(257))] {
            assert!(event_id(Some(&value)).is_err(), "{value}");
        }
    }

    proptest! {
        #[test]
        fn no_text_and_no_number_makes_a_moment_panic(text in any::<String>(), number in any::<i64>()) {
            let _ = moment(Some(&json!(text)), now());
            let _ = moment(Some(&json!(number)), now());
        }
    }
}
