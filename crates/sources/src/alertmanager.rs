//! Prometheus Alertmanager's webhook, payload version 4: one event an alert.
//!
//! An alert is known by its fingerprint, which its labels make, and by when it began; what changes from one delivery
//! to the next, as annotations with figures do, is left out, so that the same alert stays the same fact.

use calendar::Instant;
use serde_json::Value;

use crate::{
    event::{self, External, Faults, State},
    mapping::Mapping,
    reading::{BodyFault, MAX_EVENTS, Reading, reading},
};

/// Labels that tell a technician where to look.
const DETAILS: [&str; 4] = ["instance", "job", "service", "severity"];

/// Reads a body.
pub fn read(body: &Value, mapping: &Mapping, now: Instant) -> Result<Vec<Reading>, BodyFault> {
    if body.get("version").and_then(Value::as_str) != Some("4") {
        return Err(BodyFault::shape("version", "is not \"4\": no webhook of Alertmanager"));
    }
    if !body.get("groupKey").is_some_and(Value::is_string) {
        return Err(BodyFault::shape("groupKey", "is missing, or no text"));
    }
    let Some(alerts) = body.get("alerts").and_then(Value::as_array) else {
        return Err(BodyFault::shape("alerts", "is missing, or no list"));
    };
    if alerts.len() > MAX_EVENTS {
        let what = format!("holds more than {MAX_EVENTS} alerts; set max_alerts, or group by more labels");
        return Err(BodyFault::shape("alerts", what));
    }
    Ok(alerts.iter().enumerate().map(|(place, alert)| read_alert(alert, place, mapping, now)).collect())
}

fn read_alert(alert: &Value, place: usize, mapping: &Mapping, now: Instant) -> Reading {
    let fingerprint = event::event_id(alert.get("fingerprint"));
    let began = event::moment(alert.get("startsAt"), now);
    let id =
        fingerprint.as_ref().ok().zip(began.as_ref().ok()).map(|(print, began)| format!("{print}/{began}"));
    reading(alert, mapping, id.clone(), || {
        let path = |field: &str| format!("alerts[{place}].{field}");
        let mut faults = Faults::default();
        faults.keep(&path("fingerprint"), fingerprint);
        let began = faults.keep(&path("startsAt"), began);
        let state = faults.keep(&path("status"), state(alert));
        let at = match state {
            Some(State::Up) => faults.keep(&path("endsAt"), event::moment(alert.get("endsAt"), now)),
            _ => began,
        };
        turn(alert, id, state, at).ok_or(faults.0)
    })
}

fn turn(alert: &Value, id: Option<String>, state: Option<State>, at: Option<Instant>) -> Option<External> {
    let label = |name: &str| alert.get("labels")?.get(name)?.as_str();
    let details: Vec<String> =
        DETAILS.iter().filter_map(|name| Some(format!("{name}={}", label(name)?))).collect();
    Some(External {
        event: id?,
        state: state?,
        at: at?,
        cause: event::cause(label("alertname")),
        detail: event::detail(&details.join(" ")),
    })
}

fn state(alert: &Value) -> Result<State, String> {
    match alert.get("status").and_then(Value::as_str) {
        Some("firing") => Ok(State::Down),
        Some("resolved") => Ok(State::Up),
        _ => Err("is neither firing nor resolved".to_owned()),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use crate::{
        mapping_file::parse_mapping,
        reading::{Kind, Says},
    };
    use serde_json::json;

    fn mapping() -> Mapping {
        let text = "[[target]]\nis = \"sn-loi\"\nwhen = { \"labels.instance\" = \"core-1\" }\n";
        parse_mapping(text, "map.toml", Kind::Alertmanager).unwrap()
    }

    fn alert(status: &str, instance: &str) -> Value {
        json!({
            "status": status,
            "labels": { "alertname": "HostDown", "instance": instance, "severity": "page" },
            "annotations": { "summary": "lost 97.3 %" },
            "startsAt": "2027-02-05T16:00:00.123456789Z",
            "endsAt": if status == "firing" { "0001-01-01T00:00:00Z" } else { "2027-02-05T16:30:00Z" },
            "fingerprint": "a1b2",
        })
    }

    fn read_all(alerts: Vec<Value>) -> Result<Vec<Reading>, BodyFault> {
        let now = Instant::parse("2027-02-05T17:00:00.000Z").unwrap();
        let body = json!({ "version": "4", "groupKey": "{}:{}", "status": "firing", "alerts": alerts });
        read(&body, &mapping(), now)
    }

    #[test]
    fn an_alert_and_its_end_are_two_turns_of_one_event() {
        let read = read_all(vec![alert("firing", "core-1"), alert("resolved", "core-1")]).unwrap();
        let turns: Vec<External> = read
            .into_iter()
            .filter_map(|reading| match reading.says {
                Says::Turned { turn, .. } => Some(turn),
                _ => None,
            })
            .collect();
        assert_eq!(turns[0].event, "a1b2/2027-02-05T16:00:00.123Z");
        assert_eq!(turns[0].event, turns[1].event);
        assert_eq!((turns[0].state, turns[1].state), (State::Down, State::Up));
        assert_eq!(turns[1].at.to_string(), "2027-02-05T16:30:00.000Z");
        assert_eq!(
            (turns[0].cause.as_str(), turns[0].detail.as_str()),
            ("HostDown", "instance=core-1 severity=page")
        );
    }

    #[test]
    fn a_fault_in_one_alert_loses_no_other() {
        let mut broken = alert("silenced", "core-1");
        broken["startsAt"] = json!("yesterday");
        let read = read_all(vec![broken, alert("firing", "other"), alert("firing", "core-1")]).unwrap();
        let Says::Faulty(faults) = &read[0].says else { unreachable!("{read:?}") };
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, ["alerts[0].startsAt", "alerts[0].status"]);
        assert!(matches!(&read[1].says, Says::Unmatched(object) if object["labels.instance"] == "other"));
        assert!(matches!(read[2].says, Says::Turned { .. }));
    }

    #[test]
    fn another_version_and_too_many_alerts_are_refused_as_a_whole() {
        assert!(read_all(vec![alert("firing", "core-1"); MAX_EVENTS]).is_ok());
        assert!(read_all(vec![alert("firing", "core-1"); MAX_EVENTS + 1]).is_err());
        let now = Instant::from_ms(0);
        for body in
            [json!({}), json!({"version": "5"}), json!({"version": "4", "groupKey": "a", "alerts": {}})]
        {
            assert!(read(&body, &mapping(), now).is_err(), "{body}");
        }
    }
}
