//! Requests over plain HTTP on loopback, and Zabbix's API as its administrator uses it to set up what the story needs.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use crate::fault::Fault;

/// A status and what came with it.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The head.
    pub head: String,
    /// The body as JSON; null where it is none.
    pub body: Value,
}

/// One request; `headers` are whole lines.
pub fn request(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[String],
    body: Option<&Value>,
) -> Result<Answer, Fault> {
    let cannot = |fault: std::io::Error| Fault::environment(format!("{method} {address}{path}: {fault}"));
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5)).map_err(cannot)?;
    stream.set_read_timeout(Some(Duration::from_mins(1))).map_err(cannot)?;
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut text = format!("{method} {path} HTTP/1.0\r\nhost: {address}\r\n");
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    let _ = write!(text, "content-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(text.as_bytes()).map_err(cannot)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).map_err(cannot)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Ok(Answer { status, head: head.to_owned(), body: serde_json::from_str(body).unwrap_or_default() })
}

/// The API, signed in.
pub struct Api {
    address: SocketAddr,
    auth: Option<String>,
}

/// What was set up.
pub struct Made {
    /// The API token of the node.
    pub token: String,
    /// The trigger.
    pub trigger: String,
    /// The action that sends by the media type.
    pub action: String,
}

/// The one id that a `create` answers with.
fn created(answer: &Value, key: &str) -> Result<String, Fault> {
    let id = answer.get(key).and_then(|ids| ids.get(0)).and_then(Value::as_str);
    id.map(str::to_owned).ok_or_else(|| Fault::no(format!("Zabbix's answer has no {key}: {answer}")))
}

impl Api {
    /// Signs in as Zabbix comes out of the box.
    pub fn sign_in(address: SocketAddr) -> Result<Self, Fault> {
        let mut api = Self { address, auth: None };
        let answer = api.call("user.login", &json!({ "username": "Admin", "password": "zabbix" }))?;
        api.auth = answer.as_str().map(str::to_owned);
        Ok(api)
    }

    /// Asks.
    pub fn call(&self, method: &str, params: &Value) -> Result<Value, Fault> {
        let mut question = json!({ "jsonrpc": "2.0", "method": method, "params": params, "id": 1 });
        if let Some(auth) = &self.auth {
            question["auth"] = json!(auth);
        }
        let headers = ["content-type: application/json-rpc".to_owned()];
        let answer = request(self.address, "POST", "/api_jsonrpc.php", &headers, Some(&question))?;
        let told = || Fault::no(format!("{method}: {} {}", answer.status, answer.body));
        answer.body.get("result").cloned().ok_or_else(told)
    }

    /// A host with a trapper item and a trigger, the media type of the repository, a user of the node's own with a
    /// token, and an action that sends problems, recoveries and updates.
    pub fn set_up(&self, yaml: &str, node_url: &str, secret: &str) -> Result<Made, Fault> {
        let group = created(&self.call("hostgroup.create", &json!({ "name": "Thông Suốt" }))?, "groupids")?;
        let host = json!({ "host": "core-1", "groups": [{ "groupid": group }] });
        let host = created(&self.call("host.create", &host)?, "hostids")?;
        let item = json!({ "name": "Chết", "key_": "dead", "hostid": host, "type": 2, "value_type": 3 });
        self.call("item.create", &item)?;
        let trigger = json!({
            "description": "Không trả lời", "expression": "last(/core-1/dead)=1", "priority": 4, "manual_close": 1,
        });
        let trigger = created(&self.call("trigger.create", &trigger)?, "triggerids")?;
        for (name, value, kind) in [("URL", node_url, 0), ("TOKEN", secret, 1), ("ZONE", "+07:00", 0)] {
            let made = json!({ "macro": format!("{{$THONGSUOT.{name}}}"), "value": value, "type": kind });
            self.call("usermacro.createglobal", &made)?;
        }
        let rules = json!({ "mediaTypes": { "createMissing": true, "updateExisting": true } });
        self.call("configuration.import", &json!({ "format": "yaml", "source": yaml, "rules": rules }))?;
        let media = json!({ "output": ["mediatypeid"], "filter": { "name": "Thông Suốt" } });
        let media = self.call("mediatype.get", &media)?[0]["mediatypeid"].clone();
        let rights = json!({ "name": "Thông Suốt", "rights": [{ "id": group, "permission": 2 }] });
        let people = created(&self.call("usergroup.create", &rights)?, "usrgrpids")?;
        let user = json!({
            "username": "thongsuot", "passwd": format!("Khong-doan-duoc-{secret}"), "roleid": "1",
            "timezone": "Asia/Ho_Chi_Minh", "usrgrps": [{ "usrgrpid": people }],
            "medias": [{ "mediatypeid": media, "sendto": "thongsuot" }],
        });
        let user = created(&self.call("user.create", &user)?, "userids")?;
        let token = json!({ "userid": user, "name": "thongsuot" });
        let token = created(&self.call("token.create", &token)?, "tokenids")?;
        let token =
            self.call("token.generate", &json!([token]))?[0]["token"].as_str().unwrap_or("").to_owned();
        let send = json!({
            "operationtype": 0, "opmessage": { "default_msg": 1, "mediatypeid": media },
            "opmessage_usr": [{ "userid": user }],
        });
        let action = json!({
            "name": "Thông Suốt", "eventsource": 0, "esc_period": "1h",
            "filter": { "evaltype": 0, "conditions": [{ "conditiontype": 0, "operator": 0, "value": group }] },
            "operations": [send], "recovery_operations": [send], "update_operations": [send],
        });
        let action = created(&self.call("action.create", &action)?, "actionids")?;
        Ok(Made { token, trigger, action })
    }

    /// Turns the action that sends by the media type on or off.
    pub fn switch_action(&self, action: &str, on: bool) -> Result<(), Fault> {
        let params = json!({ "actionid": action, "status": i32::from(!on) });
        self.call("action.update", &params).map(drop)
    }

    /// Acknowledges the newest event of the trigger, as somebody at Zabbix's screens does.
    pub fn acknowledge(&self, trigger: &str, message: &str) -> Result<(), Fault> {
        let params = json!({
            "output": ["eventid"], "objectids": [trigger], "value": [1], "sortfield": ["eventid"],
            "sortorder": "DESC", "limit": 1,
        });
        let event = self.call("event.get", &params)?[0]["eventid"].clone();
        // Bits of `action`: 2 acknowledges, 4 adds the message.
        let params = json!({ "eventids": [event], "action": 6, "message": message });
        self.call("event.acknowledge", &params).map(drop)
    }

    /// What was said about the newest event of the trigger, and whether it counts as acknowledged.
    pub fn said(&self, trigger: &str) -> Result<(bool, Vec<String>), Fault> {
        let params = json!({
            "output": ["eventid", "acknowledged"], "objectids": [trigger], "value": [1],
            "select_acknowledges": ["message"], "sortfield": ["eventid"], "sortorder": "DESC", "limit": 1,
        });
        let events = self.call("event.get", &params)?;
        let said = events[0]["acknowledges"].as_array().into_iter().flatten();
        let said = said.filter_map(|one| one["message"].as_str().map(str::to_owned)).collect();
        Ok((events[0]["acknowledged"] == "1", said))
    }
}
