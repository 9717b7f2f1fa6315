//! The exchange with Zabbix's API against a small fake of it: whatever goes wrong on the way, what people do reaches its
//! event once, and what no message brought is recorded once. `make test-peers` runs the same against Debian's Zabbix.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use access::{Role, Scope};
use api::{SourceSpec, Sources};
use app::exchange::{ApiAddress, ApiSpec, Client, Exchange, Token, Trust};
use calendar::{Instant, ManualClock};
use journal::{Draft, EntryId, Fact, Facts, Held, Kind, Slug, Subject};
use serde_json::{Value, json};
use sources::{parse_mapping, zabbix_api::ProblemEvent};
use store::{NewAccount, OpenOptions, Store};
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const CAMPAIGN: &str = include_str!("campaign.toml");
const TOKEN: &str = "0123456789abcdef0123456789abcdef";
/// 1 February 2027, 8 in the morning, by the second.
const NOW_S: i64 = 1_801_443_600;

/// How the fake answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Fine,
    Status(u16),
    LoginPage,
    HalfAnswer,
    Silent,
    HangsUp,
    WrongToken,
    /// It does what it is told and hangs up.
    LosesAnswer,
    RefusesAcknowledging,
}

#[derive(Clone, Debug)]
struct Event {
    problem: ProblemEvent,
    recovered: Option<i64>,
    said: Vec<String>,
    /// When people acknowledged it there.
    acknowledged: Vec<i64>,
}

struct Fake {
    mood: Mutex<Mood>,
    events: Mutex<Vec<Event>>,
    address: std::net::SocketAddr,
}

impl Fake {
    async fn start() -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let fake = Arc::new(Self { mood: Mutex::new(Mood::Fine), events: Mutex::default(), address });
        let serving = fake.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let fake = serving.clone();
                tokio::spawn(async move { fake.serve(stream).await });
            }
        });
        fake
    }

    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn add(&self, id: &str, began: i64, recovered: Option<i64>) {
        self.events.lock().unwrap().push(Event {
            problem: ProblemEvent {
                id: id.to_owned(),
                trigger: "22391".to_owned(),
                clock: began.to_string(),
                name: "Không trả lời".to_owned(),
                host: "core-1".to_owned(),
                recovery: recovered.map(|_| format!("9{id}")),
            },
            recovered,
            said: Vec::new(),
            acknowledged: Vec::new(),
        });
    }

    fn recover(&self, id: &str, at: i64) {
        for event in self.events.lock().unwrap().iter_mut().filter(|event| event.problem.id == id) {
            event.recovered = Some(at);
            event.problem.recovery = Some(format!("9{id}"));
        }
    }

    fn problem(&self, id: &str) -> ProblemEvent {
        let events = self.events.lock().unwrap();
        events.iter().find(|event| event.problem.id == id).unwrap().problem.clone()
    }

    fn acknowledge(&self, id: &str, at: i64) {
        for event in self.events.lock().unwrap().iter_mut().filter(|event| event.problem.id == id) {
            event.acknowledged.push(at);
        }
    }

    fn said(&self, id: &str) -> Vec<String> {
        let events = self.events.lock().unwrap();
        events.iter().find(|event| event.problem.id == id).map(|event| event.said.clone()).unwrap_or_default()
    }

    async fn serve(&self, mut stream: TcpStream) {
        let question = read_question(&mut stream).await;
        let mood = *self.mood.lock().unwrap();
        let body = match mood {
            Mood::HangsUp => return,
            Mood::Silent => {
                // Until the client has had enough.
                let _ = stream.read(&mut [0]).await;
                return;
            }
            Mood::LoginPage => "<!DOCTYPE html><title>Zabbix</title>".to_owned(),
            Mood::HalfAnswer => "{\"jsonrpc\":\"2.0\",\"resu".to_owned(),
            Mood::WrongToken => error("Session terminated, re-login, please."),
            Mood::RefusesAcknowledging if question["method"] == "event.acknowledge" => {
                error("Cannot close problem: trigger does not allow manual closing.")
            }
            _ => json!({ "jsonrpc": "2.0", "result": self.answer(&question), "id": 1 }).to_string(),
        };
        if mood == Mood::LosesAnswer && question["method"] == "event.acknowledge" {
            return;
        }
        let status = if let Mood::Status(status) = mood { status } else { 200 };
        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\nlocation: /x\r\n\r\n", body.len());
        let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
    }

    fn answer(&self, question: &Value) -> Value {
        assert_eq!(question["auth"], TOKEN);
        let params = &question["params"];
        let wanted =
            |id: &str| params["eventids"].as_array().is_none_or(|ids| ids.iter().any(|one| one == id));
        let mut events = self.events.lock().unwrap();
        match question["method"].as_str().unwrap() {
            "problem.get" => {
                let open = events.iter().filter(|event| event.recovered.is_none());
                open.map(|event| json!({ "eventid": event.problem.id })).collect()
            }
            "event.acknowledge" => {
                let message = params["message"].as_str().unwrap().to_owned();
                for event in events.iter_mut().filter(|event| wanted(&event.problem.id)) {
                    event.said.push(message.clone());
                }
                json!({ "eventids": params["eventids"] })
            }
            "event.get" if params["value"].is_null() => {
                let mut lines = Vec::new();
                for event in events.iter() {
                    let said: Vec<Value> = event.said.iter().map(|one| json!({ "message": one })).collect();
                    let acknowledged = i32::from(!event.said.is_empty()).to_string();
                    if wanted(&event.problem.id) {
                        lines.push(json!({ "eventid": event.problem.id, "clock": event.problem.clock,
                                           "acknowledged": acknowledged, "acknowledges": said }));
                    }
                    if let (Some(id), Some(at)) = (&event.problem.recovery, event.recovered)
                        && wanted(id)
                    {
                        lines.push(json!({ "eventid": id, "clock": at.to_string(), "acknowledged": "0" }));
                    }
                }
                json!(lines)
            }
            "event.get" => {
                let from = params["time_from"].as_str().map_or(0, |text| text.parse::<i64>().unwrap());
                let of_people = params["acknowledged"] == true;
                let listed = events.iter().filter(|event| {
                    let there = event.problem.clock.parse::<i64>().unwrap() >= from;
                    let is_acknowledged = !event.acknowledged.is_empty() || !event.said.is_empty();
                    wanted(&event.problem.id) && there && (!of_people || is_acknowledged)
                });
                let line = |event: &Event| {
                    let one = &event.problem;
                    let by_people = event.acknowledged.iter().map(|at| (at.to_string(), "đến ngay"));
                    let by_us = event.said.iter().map(|said| (one.clock.clone(), said.as_str()));
                    let said = by_people.chain(by_us);
                    let said = said.map(|(at, said)| json!({ "clock": at, "action": "6", "message": said }));
                    json!({ "eventid": one.id, "objectid": one.trigger, "clock": one.clock, "name": one.name,
                            "r_eventid": one.recovery.clone().unwrap_or_else(|| "0".to_owned()),
                            "hosts": [{ "host": one.host }], "acknowledges": said.collect::<Vec<_>>() })
                };
                listed.map(line).collect()
            }
            other => unreachable!("{other}"),
        }
    }
}

fn error(data: &str) -> String {
    json!({ "jsonrpc": "2.0", "id": 1,
            "error": { "code": -32602, "message": "Invalid params.", "data": data } })
    .to_string()
}

async fn read_question(stream: &mut TcpStream) -> Value {
    let mut bytes = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let read = stream.read(&mut piece).await.unwrap_or(0);
        bytes.extend_from_slice(&piece[..read]);
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.unwrap_or("0").parse::<usize>().unwrap() {
                return serde_json::from_str(body).unwrap();
            }
        }
        assert!(read > 0, "the question ended early");
    }
}

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

struct Node {
    store: Store,
    clock: ManualClock,
    sources: Arc<Sources>,
    _dir: TempDir,
}

impl Node {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = ManualClock::new(Instant::from_ms(NOW_S * 1_000));
        let options = OpenOptions::new(dir.path().join("data"), "nut.example", Arc::new(clock.clone()));
        let store = Store::open(options).await.unwrap();
        let head = Scope::new("u-1", Role::RegulatorHead, slug("so"), &store.tree());
        store.issue_campaign(&head, CAMPAIGN.as_bytes(), "tet.toml").await.unwrap();
        let truc = NewAccount {
            login: "truc".to_owned(),
            name: "Trực".to_owned(),
            role: Role::DutyOfficer,
            organisation: slug("di-dong"),
            password_hash: "x".to_owned(),
        };
        let admin = Scope::new("u-2", Role::Administrator, slug("di-dong"), &store.tree());
        store.add_account(&admin, truc).await.unwrap();
        let rule = "[[target]]\nis = \"sn-loi\"\nwhen = { host = \"core-1\" }\n";
        let spec = SourceSpec {
            id: slug("zbx"),
            organisation: slug("di-dong"),
            kind: sources::Kind::Zabbix,
            secret: None,
            account: Some("truc".to_owned()),
            acknowledged_for_min: Some(30),
            mapping: parse_mapping(rule, "zbx.toml", sources::Kind::Zabbix).unwrap(),
        };
        let sources = Arc::new(Sources::new(vec![spec], [0; 32]));
        Self { store, clock, sources, _dir: dir }
    }

    fn exchange(&self, fake: &Fake) -> Exchange {
        let spec = ApiSpec {
            address: ApiAddress::parse(&format!("http://{}/api_jsonrpc.php", fake.address)).unwrap(),
            token: Token::new(TOKEN).unwrap(),
            trust: Trust::web(),
            every_s: 1,
        };
        let client = Client::new(spec, Duration::from_millis(400));
        Exchange::new(self.store.clone(), self.sources.clone(), slug("zbx"), client).unwrap()
    }

    /// What the message of a problem or its recovery says, delivered by the media type.
    async fn message(&self, fake: &Fake, id: &str, recovered: Option<i64>) -> api::Taken {
        let body = fake.problem(id).body(recovered.map(|at| at.to_string()).as_deref());
        self.take(&body).await
    }

    async fn take(&self, body: &Value) -> api::Taken {
        let body = body.to_string();
        let source = self.sources.find(&slug("zbx")).unwrap();
        let now = self.store.now();
        let read = sources::read(sources::Kind::Zabbix, &source.spec.mapping, body.as_bytes(), now).unwrap();
        api::take(&self.store, source, &read[0]).await
    }

    async fn act(&self, kind: &str, answers: Vec<EntryId>) -> EntryId {
        let scope = Scope::new("a-1", Role::DutyOfficer, slug("di-dong"), &self.store.tree());
        let text = |text: &str| Fact::Text(text.to_owned());
        let mut facts = Facts::from([("obligation".to_owned(), text("thong"))]);
        let mut private = Facts::new();
        if kind == "handling.promised" {
            facts.insert("until".to_owned(), text("2027-02-01T03:00:00.000Z"));
        } else {
            private.insert("text".to_owned(), text("cáp đứt do ông Nguyễn Văn A"));
        }
        let draft = Draft {
            id: self.store.new_id(),
            kind: Kind::new(kind).unwrap(),
            subject: Subject::of("obligation", &slug("thong")).unwrap(),
            held: Held::at(self.store.now()),
            actor: String::new(),
            source: "screens".to_owned(),
            answers,
            campaign: None,
            grade: None,
            facts,
            private,
        };
        self.store.record(&scope, &slug("di-dong"), draft).await.unwrap().id
    }

    async fn turns(&self) -> Vec<String> {
        self.facts("target.turned", "to").await
    }

    /// A fact of every entry of a kind, the oldest first.
    async fn facts(&self, kind: &str, fact: &str) -> Vec<String> {
        let reader = Scope::new("a-2", Role::Auditor, slug("di-dong"), &self.store.tree());
        let page = self.store.entries(&reader, &slug("di-dong"), None, 500).await.unwrap();
        let entries = page.entries.iter().rev().map(|view| journal::Entry::parse(&view.canonical).unwrap());
        let of_kind = entries.filter(|entry| entry.kind.as_str() == kind);
        of_kind.map(|entry| entry.facts[fact].as_text().unwrap().to_owned()).collect()
    }

    fn heard(&self) -> api::Exchange {
        self.sources.find(&slug("zbx")).unwrap().heard().exchange.clone().unwrap()
    }
}

/// A node that has heard of one problem, told by a message.
async fn with_a_problem() -> (Node, Arc<Fake>, Exchange) {
    let (node, fake) = (Node::new().await, Fake::start().await);
    let mut exchange = node.exchange(&fake);
    exchange.round().await.unwrap();
    fake.add("4711", NOW_S - 60, None);
    assert!(node.message(&fake, "4711", None).await.receipt.is_some());
    (node, fake, exchange)
}

#[tokio::test]
async fn a_promise_reaches_its_event_once_whatever_fails_on_the_way() {
    let (node, fake, mut exchange) = with_a_problem().await;
    let id = node.act("handling.promised", Vec::new()).await;
    for mood in [
        Mood::Status(500),
        Mood::Status(302),
        Mood::LoginPage,
        Mood::HalfAnswer,
        Mood::Silent,
        Mood::HangsUp,
        Mood::WrongToken,
    ] {
        fake.set(mood);
        assert!(exchange.round().await.is_err(), "{mood:?}");
        let (_, what) = node.heard().failing.unwrap();
        assert!(!what.contains(TOKEN), "{what}");
        assert!(fake.said("4711").is_empty(), "{mood:?}");
    }
    fake.set(Mood::Fine);
    for _ in 0..3 {
        exchange.round().await.unwrap();
    }
    let said = fake.said("4711");
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(
        said[0].contains(&id.to_string()) && said[0].contains("đang xử lý đến 10:00 01/02/2027"),
        "{said:?}"
    );
    assert_eq!((node.heard().told, node.heard().failing), (1, None));
}

#[tokio::test]
async fn what_was_taken_in_and_never_answered_is_not_said_twice() {
    let (node, fake, mut exchange) = with_a_problem().await;
    node.act("handling.promised", Vec::new()).await;
    fake.set(Mood::LosesAnswer);
    assert!(exchange.round().await.is_err());
    fake.set(Mood::Fine);
    exchange.round().await.unwrap();
    assert_eq!(fake.said("4711").len(), 1);
}

#[tokio::test]
async fn a_restart_neither_loses_nor_doubles_a_word() {
    let (node, fake, mut exchange) = with_a_problem().await;
    exchange.round().await.unwrap();
    node.act("handling.promised", Vec::new()).await;
    fake.set(Mood::HangsUp);
    assert!(exchange.round().await.is_err());
    drop(exchange);
    node.act("handling.promised", Vec::new()).await;
    fake.set(Mood::Fine);
    for _ in 0..3 {
        let mut exchange = node.exchange(&fake);
        exchange.round().await.unwrap();
        assert_eq!(fake.said("4711").len(), 2);
    }
}

#[tokio::test]
async fn an_explanation_goes_to_the_event_it_answers_and_its_words_stay_here() {
    let (node, fake, mut exchange) = with_a_problem().await;
    fake.add("4712", NOW_S - 30, None);
    let turn = node.message(&fake, "4712", None).await.receipt.unwrap().id;
    node.act("finding.explained", vec![turn]).await;
    exchange.round().await.unwrap();
    assert!(fake.said("4711").is_empty());
    let said = fake.said("4712").join("\n");
    assert!(said.contains("đã giải trình") && !said.contains("Nguyễn"), "{said}");
}

#[tokio::test]
async fn what_cannot_be_told_holds_up_nothing_else() {
    let (node, fake, mut exchange) = with_a_problem().await;
    node.act("handling.promised", Vec::new()).await;
    fake.set(Mood::RefusesAcknowledging);
    exchange.round().await.unwrap();
    fake.set(Mood::Fine);
    fake.events.lock().unwrap().retain(|event| event.problem.id != "4711");
    node.act("handling.promised", Vec::new()).await;
    fake.add("4712", NOW_S - 10, None);
    node.clock.advance(1_000);
    exchange.round().await.unwrap();
    node.act("handling.promised", Vec::new()).await;
    exchange.round().await.unwrap();
    assert_eq!(node.heard().untold, 3);
    assert_eq!(fake.said("4712").len(), 1);
}

#[tokio::test]
async fn what_no_message_brought_is_caught_up_and_one_event_stays_one_fact() {
    let (node, fake) = (Node::new().await, Fake::start().await);
    fake.add("1", NOW_S - 3_000, Some(NOW_S - 2_000));
    fake.add("2", NOW_S - 100, None);
    // Long open: only the list of open problems has it, for it began before anything is asked for by time.
    fake.add("3", NOW_S - 2 * 24 * 3_600, None);
    let mut exchange = node.exchange(&fake);
    exchange.round().await.unwrap();
    assert_eq!(node.turns().await, ["down", "up", "down", "down"]);
    assert_eq!(node.heard().caught_up, 4);

    // The messages come late, and twice.
    for recovered in [None, Some(NOW_S - 2_000), None] {
        let taken = node.message(&fake, "1", recovered).await;
        assert!(taken.receipt.unwrap().replayed);
    }
    fake.recover("2", NOW_S - 50);
    for _ in 0..3 {
        node.clock.advance(1_000);
        exchange.round().await.unwrap();
    }
    assert_eq!(node.turns().await, ["down", "up", "down", "down", "up"]);
    // After a restart, too.
    node.exchange(&fake).round().await.unwrap();
    assert_eq!(node.turns().await.len(), 5);
}

#[tokio::test]
async fn nothing_is_told_of_what_was_done_before_the_exchange_was_set_up() {
    let (node, fake) = (Node::new().await, Fake::start().await);
    fake.add("4711", NOW_S - 60, None);
    node.message(&fake, "4711", None).await;
    node.act("handling.promised", Vec::new()).await;
    let mut exchange = node.exchange(&fake);
    exchange.round().await.unwrap();
    assert!(fake.said("4711").is_empty());
    // What was open then is known all the same.
    node.act("handling.promised", Vec::new()).await;
    exchange.round().await.unwrap();
    assert_eq!(fake.said("4711").len(), 1);
}

#[tokio::test]
async fn what_is_acknowledged_there_is_taken_in_hand_here_once_and_not_told_back() {
    let (node, fake, mut exchange) = with_a_problem().await;
    fake.acknowledge("4711", NOW_S - 30);
    node.clock.advance(1_000);
    exchange.round().await.unwrap();
    let untils = || node.facts("handling.promised", "until");
    assert_eq!(untils().await, ["2027-02-01T01:29:30.000Z"], "half an hour from when it was acknowledged");
    assert_eq!(node.heard().caught_up, 1);

    // Its message comes late, the list is asked again, the node is started anew: one acknowledgement is one fact.
    let late = node.take(&fake.problem("4711").acknowledged_body(&(NOW_S - 30).to_string())).await;
    assert!(late.receipt.unwrap().replayed);
    node.clock.advance(1_000);
    exchange.round().await.unwrap();
    node.exchange(&fake).round().await.unwrap();
    assert_eq!(untils().await.len(), 1);
    assert!(fake.said("4711").is_empty(), "Zabbix knows what came from it");

    // A second acknowledgement is a second promise, and what the node itself said there is none.
    fake.acknowledge("4711", NOW_S - 5);
    node.act("handling.promised", Vec::new()).await;
    for _ in 0..3 {
        node.clock.advance(1_000);
        exchange.round().await.unwrap();
    }
    assert_eq!((fake.said("4711").len(), untils().await.len()), (1, 3));
}

#[tokio::test]
async fn an_acknowledgement_is_for_what_the_organisation_owes_on_the_target_and_for_nothing_else() {
    let (node, fake, _) = with_a_problem().await;
    let obligation = |id: &str, owner: &str, target: &str| {
        format!(
            "[[obligation]]\nid = \"{id}\"\ntitle = \"x\"\nquote = \"x\"\nowners = [\"{owner}\"]\n\
             [[obligation.check]]\nkind = \"availability\"\ntargets = [\"{target}\"]\n"
        )
    };
    let more = [
        obligation("cung-diem-do", "di-dong", "sn-loi"),
        obligation("diem-khac", "so", "cua-nguoi-khac"),
        "[[obligation]]\nid = \"tiep-nhan\"\ntitle = \"x\"\nquote = \"x\"\nowners = [\"di-dong\"]\n\
         [[obligation.check]]\nkind = \"acknowledgement\"\n"
            .to_owned(),
    ];
    let head = Scope::new("u-1", Role::RegulatorHead, slug("so"), &node.store.tree());
    let campaign = format!("{CAMPAIGN}{}", more.concat());
    node.store.issue_campaign(&head, campaign.as_bytes(), "tet.toml").await.unwrap();
    let body = fake.problem("4711").acknowledged_body(&(NOW_S - 30).to_string());
    assert!(node.take(&body).await.receipt.is_some_and(|receipt| !receipt.replayed));
    assert_eq!(node.facts("handling.promised", "obligation").await, ["cung-diem-do", "thong"]);

    // Nobody who may promise answers for the source any more: it is told, and the turns go on.
    let account = node.store.find_login("truc").await.unwrap().unwrap().0;
    let admin = Scope::new("u-2", Role::Administrator, slug("di-dong"), &node.store.tree());
    node.store.set_role(&admin, &account.actor, Role::Auditor).await.unwrap();
    let taken = node.take(&fake.problem("4711").acknowledged_body(&NOW_S.to_string())).await;
    assert!(taken.fault.is_some() && taken.receipt.is_none());
    assert!(node.message(&fake, "4711", Some(NOW_S)).await.receipt.is_some());
}
