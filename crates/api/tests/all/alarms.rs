//! What another system sends becomes one fact, however often it comes; a stranger learns nothing and locks nobody out.

use std::net::SocketAddr;

use access::Role;
use api::SourceSpec;
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};
use sources::{Kind, Secret, parse_mapping, sign};

use crate::ground::{Ground, campaign, slug};

const ORGANISATIONS: [(&str, &str, &str); 3] =
    [("so", "regulator", ""), ("di-dong", "telecom_operator", "so"), ("co-dinh", "telecom_operator", "so")];

const OWED: &str = r#"
[[target]]
id = "sn-loi"
title = "Lõi"
owner = "di-dong"
kind = "icmp"
address = "127.0.0.1"
every_s = 60
[[target]]
id = "sn-khac"
title = "Khác"
owner = "co-dinh"
kind = "icmp"
address = "127.0.0.1"
every_s = 60
[[obligation]]
id = "thong"
title = "Thông"
quote = "thông suốt"
owners = ["di-dong"]
[[obligation.check]]
kind = "availability"
targets = ["sn-loi"]
[[obligation]]
id = "thong-khac"
title = "Thông"
quote = "thông suốt"
owners = ["co-dinh"]
[[obligation.check]]
kind = "availability"
targets = ["sn-khac"]
[[obligation]]
id = "kiem-tra"
title = "Kiểm tra"
quote = "kiểm tra"
owners = ["di-dong"]
[[obligation.check]]
kind = "inspection"
checklist = [{ item = "may-no", title = "Máy nổ" }]
[[obligation]]
id = "phuong-an"
title = "Phương án"
quote = "phương án"
owners = ["di-dong"]
[[obligation.check]]
kind = "plan"
plan = "ung-cuu"
requires = "filed"
min_grade = "asserted"
"#;

const EVENT: &str = r#"
[event]
id = "alarm.id"
state = "alarm.state"
down = ["raised"]
up = ["cleared"]
time = "alarm.at"
cause = "alarm.text"
"#;
const EVIDENCE: &str = r#"
[[evidence]]
when = { type = "round" }
kind = "inspection.signed"
obligation = "kiem-tra"
id = "id"
time = "at"
signer = "by"
items = { may-no = "generator" }
pass = ["ok"]
fail = ["nok"]
[[evidence]]
when = { type = "plan" }
kind = "plan.filed"
obligation = "phuong-an"
id = "id"
time = "at"
plan = "ung-cuu"
document = "sha256"
"#;
const RULES: &str = r#"
[[target]]
is = "sn-loi"
when = { host = "core-1" }
[[target]]
is = "sn-khac"
when = { host = "core-9" }
[[target]]
is = "sn-loi"
when = { "labels.instance" = "core-1" }
"#;
const TOKEN: &str = "token-0123456789-0123456789";
/// 1 February, 8 in the morning.
const NOW_S: i64 = 1_801_443_600;

struct Province(Ground);

fn secret() -> Secret {
    Secret::new(TOKEN).unwrap()
}

fn spec(id: &str, kind: Kind) -> SourceSpec {
    let mapping = if kind == Kind::Webhook { format!("{EVENT}{EVIDENCE}{RULES}") } else { RULES.to_owned() };
    SourceSpec {
        id: slug(id),
        organisation: slug("di-dong"),
        kind,
        secret: Some(secret()),
        mapping: parse_mapping(&mapping, "map.toml", kind).unwrap(),
        account: Some("own".to_owned()),
        acknowledged_for_min: None,
    }
}

impl Province {
    /// A node with a source of each kind, all of them of one operator, and accounts there and elsewhere.
    async fn new() -> Self {
        let specs =
            vec![spec("noc", Kind::Webhook), spec("prom", Kind::Alertmanager), spec("zbx", Kind::Zabbix)];
        let ground = Ground::new(&campaign(&ORGANISATIONS, OWED), specs).await;
        for (login, role, organisation) in [
            ("own", Role::DutyOfficer, "di-dong"),
            ("admin", Role::Administrator, "di-dong"),
            ("other", Role::OperatorManager, "co-dinh"),
            ("desk", Role::RegulatorDesk, "so"),
        ] {
            ground.signed_in(login, role, organisation).await;
        }
        Self(ground)
    }

    /// Sends bytes with headers, from one address.
    async fn post(&self, source: &str, headers: &[(&str, &str)], body: &[u8]) -> (StatusCode, Value) {
        let peer: SocketAddr = "192.0.2.7:4711".parse().unwrap();
        let mut request =
            Request::post(format!("/api/v1/sources/{source}/events")).extension(ConnectInfo(peer));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.0.answer(request.body(Body::from(body.to_vec())).unwrap()).await.told()
    }

    /// Sends an event signed now.
    async fn signed(&self, source: &str, body: &Value) -> (StatusCode, Value) {
        let (body, at) = (body.to_string(), (self.0.node.now().as_ms() / 1_000).to_string());
        let signature = sign(&secret(), &at, body.as_bytes());
        let headers = [("x-thongsuot-timestamp", at.as_str()), ("x-thongsuot-signature", &signature)];
        self.post(source, &headers, body.as_bytes()).await
    }

    /// Sends an event with the bearer token.
    async fn borne(&self, source: &str, body: &Value) -> (StatusCode, Value) {
        let bearer = format!("Bearer {TOKEN}");
        self.post(source, &[("authorization", &bearer)], body.to_string().as_bytes()).await
    }

    async fn get(&self, login: &str, path: &str) -> (StatusCode, Value) {
        self.0.get(login, path).await
    }

    /// The entries of the operator's log, the newest first.
    async fn entries(&self) -> Vec<Value> {
        let (status, page) = self.get("own", "/journal/di-dong/entries").await;
        assert_eq!(status, StatusCode::OK);
        let entries = page["entries"].as_array().unwrap().iter().map(|line| line["entry"].clone());
        entries.filter(|entry| entry["kind"] != "account.changed").collect()
    }

    async fn state(&self) -> Value {
        self.get("own", "/targets/sn-loi").await.1["state"].clone()
    }
}

fn alarm(id: &str, state: &str, at: &str, host: &str) -> Value {
    json!({ "alarm": { "id": id, "state": state, "at": at, "text": "mất kết nối\u{0}" }, "host": host })
}

fn raised() -> Value {
    alarm("e1", "raised", "2027-02-01T07:58:00+07:00", "core-1")
}

#[tokio::test]
async fn one_event_is_one_fact_however_often_it_is_delivered() {
    let province = Province::new().await;
    let (status, first) = province.signed("noc", &raised()).await;
    assert_eq!(status, StatusCode::CREATED, "{first}");
    assert_eq!(first["results"][0]["outcome"], "recorded");
    assert_eq!(province.state().await, "down");
    let receipt = &first["results"][0]["receipt"];

    province.0.clock.advance(60_000);
    let (status, again) = province.signed("noc", &raised()).await;
    assert_eq!((status, &again["results"][0]["outcome"]), (StatusCode::OK, &"repeated".into()));
    for field in ["id", "index", "leaf", "recorded_at"] {
        assert_eq!(again["results"][0]["receipt"][field], receipt[field], "{field}");
    }

    let other = alarm("e1", "raised", "2027-02-01T07:59:00+07:00", "core-1");
    let (status, problem) = province.signed("noc", &other).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &"conflict".into()));

    let cleared = alarm("e1", "cleared", "2027-02-01T08:00:30+07:00", "core-1");
    assert_eq!(province.signed("noc", &cleared).await.0, StatusCode::CREATED);
    assert_eq!(province.state().await, "up");

    let entries = province.entries().await;
    assert_eq!(entries.len(), 2);
    let down = &entries[1];
    assert_eq!(
        down["facts"],
        json!({ "target": "sn-loi", "from": "up", "to": "down", "cause": "mất kết nối", "detail": "" })
    );
    assert_eq!((&down["kind"], &down["grade"]), (&"target.turned".into(), &"measured".into()));
    assert_eq!(
        (&down["source"], &down["held"]["from"]),
        (&"source/noc".into(), &"2027-02-01T00:58:00.000Z".into())
    );
}

#[tokio::test]
async fn every_request_that_proves_nothing_gets_one_and_the_same_answer() {
    let province = Province::new().await;
    let body = raised().to_string();
    let at = NOW_S.to_string();
    let stale = (NOW_S - 301).to_string();
    let good = sign(&secret(), &at, body.as_bytes());
    let late = sign(&secret(), &stale, body.as_bytes());
    let bearer = format!("Bearer {TOKEN}");
    let tries: [(&str, Vec<(&str, &str)>); 6] = [
        ("nobody", vec![("x-thongsuot-timestamp", &at), ("x-thongsuot-signature", &good)]),
        ("No%20Slug", vec![]),
        ("noc", vec![("x-thongsuot-timestamp", &at), ("x-thongsuot-signature", &late)]),
        ("noc", vec![("x-thongsuot-timestamp", &stale), ("x-thongsuot-signature", &late)]),
        ("noc", vec![("authorization", &bearer)]),
        ("prom", vec![("x-thongsuot-timestamp", &at), ("x-thongsuot-signature", &good)]),
    ];
    let mut answers = std::collections::BTreeSet::new();
    for (source, headers) in &tries {
        let (status, problem) = province.post(source, headers, body.as_bytes()).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        answers.insert(problem.to_string());
    }
    assert_eq!(answers.len(), 1, "{answers:?}");
    assert!(province.entries().await.is_empty());
}

#[tokio::test]
async fn failed_tries_are_slowed_down_and_the_real_sender_never_is() {
    let province = Province::new().await;
    let mut slowed = 0;
    for source in ["noc", "nobody"].into_iter().cycle().take(40) {
        let (status, _) = province.post(source, &[], b"{}").await;
        slowed += u32::from(status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(slowed > 20, "{slowed}");
    assert_eq!(province.signed("noc", &raised()).await.0, StatusCode::CREATED);
    let (_, view) = province.get("own", "/sources").await;
    assert_eq!(view["sources"][0]["unproven"], 20);
}

#[tokio::test]
async fn what_matches_no_target_is_counted_and_listed_for_its_organisation_alone() {
    let province = Province::new().await;
    for id in ["e1", "e2"] {
        let (status, answer) = province.signed("noc", &alarm(id, "?", "never", "core-2")).await;
        assert_eq!((status, &answer["results"][0]["outcome"]), (StatusCode::ACCEPTED, &"unmatched".into()));
    }
    assert!(province.entries().await.is_empty());
    let (_, view) = province.get("own", "/sources").await;
    let noc = &view["sources"][0];
    assert_eq!((&noc["id"], &noc["unmatched"], &noc["targets"]), (&"noc".into(), &2.into(), &2.into()));
    assert_eq!(noc["unmatched_objects"][0]["object"], json!({ "host": "core-2" }));
    assert_eq!(noc["unmatched_objects"][0]["count"], 2);
    for login in ["other", "desk"] {
        let (status, view) = province.get(login, "/sources").await;
        assert_eq!((status, view), (StatusCode::OK, json!({ "sources": [] })), "{login}");
    }
    assert_eq!(province.get("admin", "/sources").await.0, StatusCode::FORBIDDEN);
    assert_eq!(province.get("nobody", "/sources").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_source_says_nothing_of_anothers_targets() {
    let province = Province::new().await;
    let (status, problem) =
        province.signed("noc", &alarm("e1", "raised", "2027-02-01T07:58:00+07:00", "core-9")).await;
    assert_eq!(
        (status, &problem["fields"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &"facts.target".into())
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_told_field_by_field() {
    let province = Province::new().await;
    let (status, problem) =
        province.signed("noc", &alarm("", "maybe", "2027-02-01T07:58:00", "core-1")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<&str> =
        problem["fields"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["alarm.id", "alarm.state", "alarm.at"]);

    let at = NOW_S.to_string();
    for (body, status) in
        [(b"{\"a\":".to_vec(), StatusCode::BAD_REQUEST), (b"[]".to_vec(), StatusCode::UNPROCESSABLE_ENTITY)]
    {
        let signature = sign(&secret(), &at, &body);
        let headers = [("x-thongsuot-timestamp", at.as_str()), ("x-thongsuot-signature", &signature)];
        assert_eq!(province.post("noc", &headers, &body).await.0, status);
    }
    let large = vec![b' '; 256 * 1024 + 1];
    assert_eq!(province.post("noc", &[], &large).await.0, StatusCode::PAYLOAD_TOO_LARGE);
}

fn alert(print: &str, status: &str, instance: &str) -> Value {
    json!({
        "status": status,
        "labels": { "alertname": "HostDown", "instance": instance },
        "annotations": { "summary": "97 %" },
        "startsAt": "2027-02-01T00:30:00.5Z",
        "endsAt": if status == "resolved" { "2027-02-01T00:45:00Z" } else { "0001-01-01T00:00:00Z" },
        "fingerprint": print,
    })
}

fn group(alerts: &[Value]) -> Value {
    json!({ "version": "4", "groupKey": "{}:{}", "receiver": "ts", "status": "firing", "alerts": alerts })
}

#[tokio::test]
async fn alerts_are_answered_one_by_one_and_a_fault_loses_no_other() {
    let province = Province::new().await;
    let sent = group(&[
        alert("aa", "firing", "core-1"),
        alert("bb", "silenced", "core-1"),
        alert("cc", "firing", "core-7"),
        alert("aa", "resolved", "core-1"),
    ]);
    let outcomes = |answer: &Value| {
        let results = answer["results"].as_array().unwrap().clone();
        results.iter().map(|one| one["outcome"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (status, answer) = province.borne("prom", &sent).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(outcomes(&answer), ["recorded", "refused", "unmatched", "recorded"]);
    assert_eq!(answer["results"][1]["problem"]["fields"][0]["field"], "alerts[1].status");
    assert_eq!(province.state().await, "up");

    // What changes between deliveries makes no other fact of an alert.
    let mut again = sent;
    again["alerts"][0]["annotations"]["summary"] = json!("99 %");
    let (_, answer) = province.borne("prom", &again).await;
    assert_eq!(outcomes(&answer), ["repeated", "refused", "unmatched", "repeated"]);
    assert_eq!(province.entries().await.len(), 2);
}

#[tokio::test]
async fn zabbix_tells_of_a_problem_and_its_recovery_and_an_update_turns_nothing() {
    let province = Province::new().await;
    let event = |value: &str, update: &str, at: &str| {
        json!({
            "event_id": "4711", "value": value, "update": update, "host": "core-1", "trigger_id": "22391",
            "trigger": "Không trả lời", "at": at,
        })
    };
    let at = "2027-02-01T07:50:00+07:00";
    assert_eq!(province.borne("zbx", &event("1", "0", at)).await.0, StatusCode::CREATED);
    assert_eq!(province.state().await, "down");
    let (status, answer) = province.signed("zbx", &event("1", "1", at)).await;
    assert_eq!((status, &answer["results"][0]["outcome"]), (StatusCode::ACCEPTED, &"nothing".into()));
    assert_eq!(
        province.signed("zbx", &event("0", "0", "2027-02-01T07:55:00+07:00")).await.0,
        StatusCode::CREATED
    );
    assert_eq!(province.state().await, "up");
    assert_eq!(province.entries().await[1]["facts"]["detail"], "event=4711 host=core-1 trigger=22391");
}

#[tokio::test]
async fn inspections_and_plans_are_recorded_in_the_name_of_the_account_that_answers_for_them() {
    let province = Province::new().await;
    let round = json!({ "type": "round", "id": "r1", "at": "2027-02-01T07:00:00+07:00", "by": "Trần A", "generator": "ok" });
    let (status, answer) = province.signed("noc", &round).await;
    assert_eq!(status, StatusCode::CREATED, "{answer}");
    assert_eq!(province.signed("noc", &round).await.1["results"][0]["outcome"], "repeated");
    let digest = "1d946b830095ee775316cd504cd9a2c9a3a82d059112d098e660226de8f38431";
    let plan = json!({ "type": "plan", "id": "p1", "at": "2027-02-01T06:00:00+07:00", "sha256": digest });
    assert_eq!(province.signed("noc", &plan).await.0, StatusCode::CREATED);

    let entries = province.entries().await;
    let kinds: Vec<(&str, &str)> = entries
        .iter()
        .map(|entry| (entry["kind"].as_str().unwrap(), entry["grade"].as_str().unwrap()))
        .collect();
    assert_eq!(kinds, [("plan.filed", "asserted"), ("inspection.signed", "attested")]);
    let account = province.0.node.store.find_login("own").await.unwrap().unwrap().0;
    for entry in &entries {
        assert_eq!((&entry["source"], &entry["actor"]), (&"source/noc".into(), &json!(account.actor)));
        assert!(!entry.to_string().contains("Trần A"), "a name stays where it can be erased");
    }
    let (_, cell) = province.get("own", "/cells/di-dong/kiem-tra").await;
    assert_eq!(cell["cell"]["status"], "proven", "{cell}");

    let (status, problem) = province.signed("noc", &json!({ "type": "round", "id": "r2" })).await;
    let fields: Vec<&str> =
        problem["fields"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!((status, fields), (StatusCode::UNPROCESSABLE_ENTITY, vec!["at", "by"]), "{problem}");
}

#[tokio::test]
async fn evidence_that_no_account_answers_for_is_refused() {
    let province = Province::new().await;
    let scope = province.0.scope(Role::Administrator, "di-dong");
    let account = province.0.node.store.find_login("own").await.unwrap().unwrap().0;
    province.0.node.store.disable_account(&scope, &account.actor).await.unwrap();
    let round = json!({ "type": "round", "id": "r1", "at": "2027-02-01T07:00:00+07:00", "by": "A", "generator": "ok" });
    assert_eq!(province.signed("noc", &round).await.0, StatusCode::FORBIDDEN);
    // A turn is nobody's word and goes on.
    assert_eq!(province.signed("noc", &raised()).await.0, StatusCode::CREATED);
}
