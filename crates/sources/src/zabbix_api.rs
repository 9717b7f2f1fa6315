//! Zabbix's JSON-RPC API of version 6.0, without the network: what is asked, and what an answer says.
//!
//! An answer is another system's text: whatever stands in it is read without a panic, and what does not fit is a fault
//! that says whether asking again may help.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::{acknowledged::BY_A_NODE, path::scalar, text::one_line};

/// Largest answer read: five hundred events with their hosts and acknowledgements fit many times over.
pub const MAX_ANSWER_BYTES: usize = 4 * 1024 * 1024;
/// Events asked for at once.
pub const PAGE: usize = 500;
/// Longest message of an acknowledgement, in characters: what Zabbix's column holds.
const MAX_MESSAGE_CHARS: usize = 2_000;
/// Longest part of an answer that is told in a fault, in characters.
const MAX_TOLD_CHARS: usize = 200;
/// What is said in the data of an error when the token is the reason.
const UNAUTHORISED: [&str; 5] =
    ["not authori", "session terminated", "api token", "re-login", "no permissions to call"];
/// Bits of `action` in `event.acknowledge`.
const ACKNOWLEDGE: u32 = 2;
const MESSAGE: u32 = 4;

/// Why an answer gives no result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiFault {
    /// No answer of the API: a login page, a proxy's complaint, half a body.
    #[error("the answer is no JSON-RPC answer: {0}")]
    NotUnderstood(String),
    /// The token is not taken.
    #[error("the API token is not taken: {0}")]
    Unauthorised(String),
    /// Zabbix understood the question and refuses.
    #[error("Zabbix refuses: {0}")]
    Refused(String),
}

/// A problem event of Zabbix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemEvent {
    /// Its id.
    pub id: String,
    /// Its trigger.
    pub trigger: String,
    /// Since when, in seconds since 1970.
    pub clock: String,
    /// Its name, as `{EVENT.NAME}` gives it.
    pub name: String,
    /// The technical name of the first host.
    pub host: String,
    /// The event that ended it.
    pub recovery: Option<String>,
}

/// How an event of Zabbix stands with those who look after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attended {
    /// Whether somebody acknowledged it.
    pub acknowledged: bool,
    /// What was said about it.
    pub messages: Vec<String>,
}

/// A request; in 6.0 the token is part of the body.
pub fn request(method: &str, params: &Value, token: &str) -> Vec<u8> {
    json!({ "jsonrpc": "2.0", "method": method, "params": params, "auth": token, "id": 1 })
        .to_string()
        .into_bytes()
}

/// The result of an answer.
pub fn result(bytes: &[u8]) -> Result<Value, ApiFault> {
    let strange = |what: &str| ApiFault::NotUnderstood(what.to_owned());
    if bytes.len() > MAX_ANSWER_BYTES {
        return Err(strange("it is too large"));
    }
    let mut answer: Value = serde_json::from_slice(bytes).map_err(|fault| {
        let begins = one_line(&String::from_utf8_lossy(&bytes[..bytes.len().min(80)]), 60);
        ApiFault::NotUnderstood(format!("no JSON at line {}: {begins:?}", fault.line()))
    })?;
    if answer.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return Err(strange("it has no \"jsonrpc\": \"2.0\""));
    }
    if let Some(error) = answer.get("error") {
        let part = |name: &str| error.get(name).and_then(scalar).unwrap_or_default();
        let told = one_line(&format!("{} {}", part("message"), part("data")), MAX_TOLD_CHARS);
        let lower = told.to_lowercase();
        let by_token = UNAUTHORISED.iter().any(|word| lower.contains(word));
        return Err(if by_token { ApiFault::Unauthorised(told) } else { ApiFault::Refused(told) });
    }
    answer.get_mut("result").map(Value::take).ok_or_else(|| strange("it has neither result nor error"))
}

/// Asks for problems that are open: `problem.get` after an id, the lowest first.
pub fn open_problems(after: u64) -> (&'static str, Value) {
    let params = json!({
        "output": ["eventid"], "source": 0, "object": 0, "sortfield": ["eventid"], "sortorder": "ASC",
        "eventid_from": after.saturating_add(1).to_string(), "limit": PAGE,
    });
    ("problem.get", params)
}

/// Asks for problem events since a second, the earliest first.
pub fn problems_since(second: i64, after: u64) -> (&'static str, Value) {
    let mut params = event_params();
    params["time_from"] = json!(second.max(0).to_string());
    params["eventid_from"] = json!(after.saturating_add(1).to_string());
    params["sortfield"] = json!(["eventid"]);
    params["sortorder"] = json!("ASC");
    params["limit"] = json!(PAGE);
    ("event.get", params)
}

/// Asks for these problem events.
pub fn problems_of(ids: &[String]) -> (&'static str, Value) {
    let mut params = event_params();
    params["eventids"] = json!(ids);
    ("event.get", params)
}

/// Asks which of these problem events somebody acknowledged.
pub fn acknowledged_of(ids: &[String]) -> (&'static str, Value) {
    let mut params = event_params();
    params["eventids"] = json!(ids);
    params["acknowledged"] = json!(true);
    params["select_acknowledges"] = json!(["clock", "message", "action"]);
    ("event.get", params)
}

fn event_params() -> Value {
    json!({
        "output": ["eventid", "objectid", "clock", "name", "r_eventid"], "source": 0, "object": 0, "value": [1],
        "selectHosts": ["host"],
    })
}

/// Asks when these recovery events were.
pub fn clocks_of(ids: &[String]) -> (&'static str, Value) {
    ("event.get", json!({ "output": ["eventid", "clock"], "source": 0, "object": 0, "eventids": ids }))
}

/// Asks how an event stands with those who look after it.
pub fn attended_of(id: &str) -> (&'static str, Value) {
    let params = json!({
        "output": ["eventid", "acknowledged"], "eventids": [id], "select_acknowledges": ["message"],
    });
    ("event.get", params)
}

/// Says something about an event, and acknowledges it where nobody did.
pub fn acknowledge(id: &str, message: &str, already: bool) -> (&'static str, Value) {
    let action = if already { MESSAGE } else { MESSAGE | ACKNOWLEDGE };
    let message: String = message.chars().take(MAX_MESSAGE_CHARS).collect();
    ("event.acknowledge", json!({ "eventids": [id], "action": action, "message": message }))
}

fn lines(result: &Value) -> Result<&Vec<Value>, ApiFault> {
    result.as_array().ok_or_else(|| ApiFault::NotUnderstood("its result is no list".to_owned()))
}

fn field(line: &Value, name: &str) -> Result<String, ApiFault> {
    let missing = || ApiFault::NotUnderstood(format!("a line of its result has no {name}"));
    line.get(name).and_then(scalar).ok_or_else(missing)
}

/// An id of Zabbix: decimal digits, without which it goes into no question and no entry.
fn id(line: &Value, name: &str) -> Result<String, ApiFault> {
    let text = field(line, name)?;
    if text.parse::<u64>().is_ok_and(|number| number.to_string() == text) {
        Ok(text)
    } else {
        Err(ApiFault::NotUnderstood(format!("{name} is no id: {:?}", one_line(&text, 40))))
    }
}

/// The ids of a list, as [`open_problems`] asks for.
pub fn read_ids(result: &Value) -> Result<Vec<String>, ApiFault> {
    lines(result)?.iter().map(|line| id(line, "eventid")).collect()
}

/// The events of a list, as [`problems_since`] and [`problems_of`] ask for. One without a host a token may read is
/// left out: no rule could know it.
pub fn read_problems(result: &Value) -> Result<Vec<ProblemEvent>, ApiFault> {
    lines(result)?.iter().filter_map(|line| read_problem(line).transpose()).collect()
}

fn read_problem(line: &Value) -> Result<Option<ProblemEvent>, ApiFault> {
    let host = line.get("hosts").and_then(Value::as_array).and_then(|hosts| hosts.first());
    let Some(host) = host.and_then(|host| host.get("host")).and_then(scalar) else { return Ok(None) };
    Ok(Some(ProblemEvent {
        id: id(line, "eventid")?,
        trigger: field(line, "objectid")?,
        clock: id(line, "clock")?,
        name: field(line, "name")?,
        host,
        recovery: Some(id(line, "r_eventid")?).filter(|id| id != "0"),
    }))
}

/// The events of a list with the second of each acknowledgement, as [`acknowledged_of`] asks for. What a node said there
/// is left out: it is its own word.
pub fn read_acknowledgements(result: &Value) -> Result<Vec<(ProblemEvent, Vec<String>)>, ApiFault> {
    let mut events = Vec::new();
    for line in lines(result)? {
        let Some(event) = read_problem(line)? else { continue };
        let mut clocks = Vec::new();
        for one in line.get("acknowledges").and_then(Value::as_array).into_iter().flatten() {
            let acknowledges =
                field(one, "action")?.parse::<u32>().is_ok_and(|action| action & ACKNOWLEDGE != 0);
            if acknowledges && !field(one, "message")?.starts_with(BY_A_NODE) {
                clocks.push(id(one, "clock")?);
            }
        }
        events.push((event, clocks));
    }
    Ok(events)
}

/// When each event of a list was, as [`clocks_of`] asks for.
pub fn read_clocks(result: &Value) -> Result<BTreeMap<String, String>, ApiFault> {
    lines(result)?.iter().map(|line| Ok((id(line, "eventid")?, id(line, "clock")?))).collect()
}

/// The one event that [`attended_of`] asks for; none where Zabbix has it no more, or does not show it to the token.
pub fn read_attended(result: &Value) -> Result<Option<Attended>, ApiFault> {
    let Some(line) = lines(result)?.first() else { return Ok(None) };
    let acknowledges = line.get("acknowledges").and_then(Value::as_array);
    let messages = acknowledges.into_iter().flatten().filter_map(|one| one.get("message").and_then(scalar));
    Ok(Some(Attended { acknowledged: field(line, "acknowledged")? != "0", messages: messages.collect() }))
}

impl ProblemEvent {
    /// The problem as the media type would have sent it, or its recovery with the second it was at: read the same way,
    /// it is the same fact.
    pub fn body(&self, recovered: Option<&str>) -> Value {
        json!({
            "event_id": self.id, "value": if recovered.is_some() { "0" } else { "1" }, "update": "0",
            "host": self.host, "trigger_id": self.trigger, "trigger": self.name,
            "at": recovered.unwrap_or(&self.clock),
        })
    }

    /// An acknowledgement of the problem at this second as the media type would have sent it.
    pub fn acknowledged_body(&self, clock: &str) -> Value {
        let mut body = self.body(None);
        body["update"] = json!("1");
        body["acknowledged"] = json!("1");
        body["at"] = json!(clock);
        body
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_answer_is_a_result_or_says_whether_asking_again_helps() {
        let told = |text: &str| result(text.as_bytes());
        assert_eq!(told(r#"{"jsonrpc":"2.0","result":[],"id":1}"#), Ok(json!([])));
        let page = "<!DOCTYPE html>\n<html><title>Zabbix</title>";
        assert!(matches!(told(page), Err(ApiFault::NotUnderstood(what)) if what.contains("<!DOCTYPE")));
        for text in ["", "{\"jsonrpc\":\"2.0\"", "[]", "{}", r#"{"jsonrpc":"2.0","id":1}"#] {
            assert!(matches!(told(text), Err(ApiFault::NotUnderstood(_))), "{text}");
        }
        let error = |data: &str| {
            json!({"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid params.","data":data},"id":1})
                .to_string()
        };
        for data in ["Not authorised.", "Session terminated, re-login, please.", "API token expired."] {
            assert!(matches!(told(&error(data)), Err(ApiFault::Unauthorised(_))), "{data}");
        }
        let refused = told(&error("No permissions to referred object or it does not exist!"));
        assert!(matches!(refused, Err(ApiFault::Refused(what)) if what.contains("referred object")));
    }

    #[test]
    fn events_are_read_with_their_first_host_and_ids_that_are_none_are_refused() {
        let line = |id: Value| {
            json!([{ "eventid": id, "objectid": "7", "clock": "1801443000", "name": "Không trả lời", "r_eventid": "0",
                     "hosts": [{ "hostid": "1", "host": "core-1" }] }])
        };
        let event = read_problems(&line(json!("4711"))).unwrap().remove(0);
        assert_eq!((event.host.as_str(), event.recovery.as_deref()), ("core-1", None));
        assert_eq!(event.body(None)["value"], "1");
        let up = event.body(Some("1801443060"));
        assert_eq!((&up["value"], &up["at"]), (&json!("0"), &json!("1801443060")));
        for strange in [json!("47 11"), json!("-1"), json!("007"), json!({}), json!("4711\", \"x")] {
            assert!(read_problems(&line(strange.clone())).is_err(), "{strange}");
        }
        assert!(read_problems(&json!([{ "eventid": "1", "hosts": [] }])).unwrap().is_empty());
        assert!(read_problems(&json!({})).is_err());
    }

    #[test]
    fn what_people_acknowledged_is_read_and_what_a_node_said_there_is_not() {
        let said = |action: &str, message: &str, clock: &str| json!({ "action": action, "message": message, "clock": clock });
        let mut line = json!({
            "eventid": "4711", "objectid": "7", "clock": "1801443000", "name": "x", "r_eventid": "0",
            "hosts": [{ "host": "core-1" }],
            "acknowledges": [
                said("6", "đang đến trạm", "1801443010"), said("4", "Thế nào rồi?", "1801443020"),
                said("6", "Thông Suốt: đã nhận, đang xử lý", "1801443030"), said("16", "", "1801443040"),
            ],
        });
        let read = read_acknowledgements(&json!([line])).unwrap();
        assert_eq!(read[0].1, ["1801443010"]);
        assert_eq!(read[0].0.acknowledged_body("1801443010")["at"], "1801443010");
        line["acknowledges"][0]["clock"] = json!("soon");
        assert!(read_acknowledgements(&json!([line])).is_err());
    }

    #[test]
    fn an_event_nobody_acknowledged_is_acknowledged_and_any_other_is_spoken_to() {
        assert_eq!(acknowledge("1", "m", false).1["action"], 6);
        assert_eq!(acknowledge("1", "m", true).1["action"], 4);
        let long = acknowledge("1", &"ế".repeat(5_000), true).1;
        assert_eq!(long["message"].as_str().unwrap().chars().count(), 2_000);
    }

    proptest! {
        #[test]
        fn whatever_answers_is_read_or_refused(
            text in r#"\{"jsonrpc":"2.0","(result|error)":(\[?\{"(eventid|clock|hosts|data)":("[0-9a-z]{0,9}"|[0-9]{1,5}|null|\[\{\}\])\}\]?|".{0,9}")\}"#,
            bytes in any::<Vec<u8>>()
        ) {
            crate::fuzz::answer(text.as_bytes());
            crate::fuzz::answer(&bytes);
        }
    }
}
