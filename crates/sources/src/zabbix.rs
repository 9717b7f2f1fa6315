//! Zabbix through the media type in `examples/zabbix`: one event a body, flat, every value the text of a macro.
//!
//! A problem and its recovery carry the id of the problem's event. An update turns nothing; where it says that somebody
//! acknowledged the problem, `at` is when.

use calendar::Instant;
use serde_json::Value;

use crate::{
    acknowledged::Acknowledged,
    attending::detail_with_event,
    event::{self, External, Faults, FieldFault, State},
    mapping::Mapping,
    path::scalar,
    reading::{Reading, Says, reading},
};

/// Reads a body.
pub fn read(body: &Value, mapping: &Mapping, now: Instant) -> Reading {
    let id = event::event_id(body.get("event_id"));
    let mut read = reading(body, mapping, id.clone().ok(), || turn(body, id, now));
    let is = |field: &str| text(body, field).as_deref() == Some("1");
    if is("update") {
        read.says = match read.says {
            Says::Turned { target, turn } if is("acknowledged") => {
                Says::Acknowledged { target, acknowledged: Acknowledged { event: turn.event, at: turn.at } }
            }
            Says::Faulty(faults) if is("acknowledged") => Says::Faulty(faults),
            Says::Unmatched(object) => Says::Unmatched(object),
            _ => Says::Nothing,
        };
    }
    read
}

fn turn(body: &Value, id: Result<String, String>, now: Instant) -> Result<External, Vec<FieldFault>> {
    let mut faults = Faults::default();
    let id = faults.keep("event_id", id);
    let state = faults.keep("value", state(body));
    let at = faults.keep("at", event::moment(body.get("at"), now));
    match (id, state, at) {
        (Some(event), Some(state), Some(at)) => {
            let parts = [("host", text(body, "host")), ("trigger", text(body, "trigger_id"))];
            let parts = parts.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
            let detail = detail_with_event(&event, &parts.collect::<Vec<_>>().join(" "));
            Ok(External {
                event,
                state,
                at,
                cause: event::cause(text(body, "trigger").as_deref()),
                detail: event::detail(&detail),
            })
        }
        _ => Err(faults.0),
    }
}

fn text(body: &Value, field: &str) -> Option<String> {
    body.get(field).and_then(scalar)
}

fn state(body: &Value) -> Result<State, String> {
    match text(body, "value").as_deref() {
        Some("1") => Ok(State::Down),
        Some("0") => Ok(State::Up),
        _ => Err("is neither 1 (problem) nor 0 (recovery)".to_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use crate::{mapping_file::parse_mapping, reading::Kind};
    use journal::Slug;
    use serde_json::json;

    fn says(value: &str, update: &str, host: &str) -> Says {
        told(&json!({
            "event_id": "4711", "value": value, "update": update, "host": host, "trigger": "Không trả lời",
            "trigger_id": "22391", "at": "2027-02-05T23:30:00+07:00",
        }))
    }

    fn told(body: &Value) -> Says {
        let text = "[[target]]\nis = \"sn-loi\"\nwhen = { host = \"core-1\" }\n";
        let mapping = parse_mapping(text, "map.toml", Kind::Zabbix).unwrap();
        read(body, &mapping, Instant::parse("2027-02-05T17:00:00.000Z").unwrap()).says
    }

    #[test]
    fn an_acknowledgement_says_which_alarm_and_when_and_any_other_update_says_nothing() {
        let body = |acknowledged: &str, at: &str| {
            told(&json!({
                "event_id": "4711", "value": "1", "update": "1", "acknowledged": acknowledged, "host": "core-1",
                "trigger": "Không trả lời", "trigger_id": "22391", "at": at,
            }))
        };
        let at = Instant::parse("2027-02-05T16:31:00.000Z").unwrap();
        assert_eq!(
            body("1", "2027-02-05T23:31:00+07:00"),
            Says::Acknowledged {
                target: Slug::new("sn-loi").unwrap(),
                acknowledged: Acknowledged { event: "4711".to_owned(), at },
            }
        );
        assert_eq!(body("0", "2027-02-05T23:31:00+07:00"), Says::Nothing);
        assert!(matches!(body("1", "bây giờ"), Says::Faulty(faults) if faults[0].field == "at"));
    }

    #[test]
    fn a_problem_and_its_recovery_are_turns_and_an_update_is_none() {
        let Says::Turned { target, turn } = says("1", "0", "core-1") else { unreachable!() };
        assert_eq!((target.as_str(), turn.event.as_str(), turn.state), ("sn-loi", "4711", State::Down));
        assert_eq!(
            (turn.cause.as_str(), turn.detail.as_str()),
            ("Không trả lời", "event=4711 host=core-1 trigger=22391")
        );
        assert!(matches!(says("0", "0", "core-1"), Says::Turned { turn, .. } if turn.state == State::Up));
        assert_eq!(says("1", "1", "core-1"), Says::Nothing);
        assert!(matches!(says("1", "1", "core-2"), Says::Unmatched(_)));
        assert!(
            matches!(says("{EVENT.VALUE}", "0", "core-1"), Says::Faulty(faults) if faults[0].field == "value")
        );
    }
}
