//! An id that a client gives tells nothing of what others have on record, and blocks nothing that they have not: every
//! write that takes one refuses version 8, which whoever knows the names behind it knows too, alike whether it is on
//! record or not. An id of version 7 has 74 random bits: who has it has seen the entry, or made it.

use std::collections::BTreeSet;

use access::{Action, Role, Scope};
use axum::http::{Method, StatusCode};
use journal::{Draft, EntryId, Facts, Grade, Held, Kind, Origin, Subject};
use serde_json::{Value, json};
use utoipa::OpenApi;

use super::{
    asking::ask,
    world::{ORGANISATIONS, Sent, World},
};
use crate::ground::{Answer, slug};

/// Every write whose body takes an `id`, by the API's own description.
fn writes() -> BTreeSet<String> {
    let description = serde_json::to_value(api::openapi::Description::openapi()).unwrap();
    let mut found = BTreeSet::new();
    for (path, item) in description["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            if takes_id(&description, &operation["requestBody"]) {
                found.insert(path.strip_prefix("/api/v1").unwrap().to_owned());
            }
        }
    }
    found
}

fn takes_id(description: &Value, schema: &Value) -> bool {
    match schema {
        Value::Object(map) => {
            let named = map.get("$ref").and_then(Value::as_str).and_then(|name| name.rsplit('/').next());
            map.get("properties").is_some_and(|properties| properties.get("id").is_some())
                || named
                    .is_some_and(|name| takes_id(description, &description["components"]["schemas"][name]))
                || map.values().any(|one| takes_id(description, one))
        }
        Value::Array(list) => list.iter().any(|one| takes_id(description, one)),
        _ => false,
    }
}

/// What a writer sends to a route of its own, whole enough to be recorded; a preview takes two sorts.
fn bodies(world: &World, path: &str, viewer: &str) -> Vec<(String, Value)> {
    let asked = ask(world, "POST", path, viewer);
    let Sent::Json(body) = asked.sent else { panic!("POST {path} has no body here") };
    let duty = json!({ "duty": { "what": "heard", "text": "Báo sự cố" } });
    let more = (path == "/upward/preview").then(|| (asked.path.clone(), duty));
    [(asked.path, body)].into_iter().chain(more).collect()
}

/// The body with an id, where it stands in this route's.
fn with_id(path: &str, mut body: Value, id: EntryId) -> Sent {
    let inner = match body.as_object_mut().unwrap().values_mut().next() {
        Some(inner) if path == "/upward/preview" => inner,
        _ => &mut body,
    };
    inner["id"] = json!(id.to_string());
    Sent::Json(body)
}

/// What another system of an organisation tells, under the id that anybody can compute.
fn alarm(world: &World, organisation: &str, event: &str) -> (Scope, Draft) {
    let store = &world.ground.node.store;
    let origin = Origin::of(store.node(), &slug(organisation)).unwrap();
    let target = format!("do-{organisation}");
    let facts = [("target", target.as_str()), ("from", "up"), ("to", "down"), ("cause", "x"), ("detail", "")];
    let draft = Draft {
        id: EntryId::v8(&origin, "source/noc", event),
        kind: Kind::new("target.turned").unwrap(),
        subject: Subject::of("target", &slug(&target)).unwrap(),
        held: Held::at(store.now()),
        source: "source/noc".to_owned(),
        actor: "source/noc".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade: Some(Grade::Measured),
        facts: facts.map(|(field, text)| (field.to_owned(), text.into())).into(),
        private: Facts::new(),
    };
    (Scope::machine("source/noc", slug(organisation), &store.tree()), draft)
}

fn without(answer: &Answer, id: EntryId) -> String {
    answer.text().replace(&id.to_string(), "@")
}

/// One write of one writer.
struct Tried<'a> {
    world: &'a World,
    viewer: &'a str,
    token: &'a str,
    path: &'a str,
    to: String,
    body: Value,
}

impl Tried<'_> {
    async fn send(&self, id: EntryId) -> Answer {
        let sent = with_id(self.path, self.body.clone(), id);
        self.world.ask(Some(self.token), &Method::POST, &self.to, &sent).await
    }

    /// Asks with ids of every other log; gives how many, and how many of version 7 were answered as a conflict.
    async fn over_foreign_logs(&self, whole: bool) -> (usize, usize) {
        let (mut asked, mut conflicts, mut told) = (0, 0, BTreeSet::new());
        let before = self.world.ground.node.store.entry_count();
        for (other, ..) in ORGANISATIONS.iter().filter(|(id, ..)| *id != self.viewer) {
            let (taken, free) = (alarm(self.world, other, TAKEN).1.id, alarm(self.world, other, FREE).1.id);
            let (one, two) = (self.send(taken).await, self.send(free).await);
            let about = format!("{}: POST {} over {other}: {}", self.viewer, self.to, one.text());
            assert_eq!(one.headers, two.headers, "{about} / {}", two.text());
            assert_eq!((one.status, without(&one, taken)), (two.status, without(&two, free)), "{about}");
            let refused =
                one.status == StatusCode::UNPROCESSABLE_ENTITY && one.text().contains("id_not_a_client_s");
            let denied = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&one.status);
            assert!(refused || denied && !whole, "{about}");
            // Version 7 is the writer's to choose, and what stands under it stays what it is.
            let theirs = self.world.own[other].entry;
            let answer = self.send(theirs).await;
            assert!(!answer.status.is_success(), "{about} / {}", answer.text());
            told.insert(without(&answer, theirs));
            asked += 1;
            conflicts += usize::from(answer.status == StatusCode::CONFLICT);
        }
        assert_eq!(told.len(), 1, "{}: POST {} tells whose id it is: {told:?}", self.viewer, self.to);
        let after = self.world.ground.node.store.entry_count();
        assert_eq!(after, before, "{}: POST {} wrote under another's id", self.viewer, self.to);
        (asked, conflicts)
    }
}

/// What the other system of each organisation told before anybody asked, and what it tells afterwards.
const TAKEN: &str = "down/2001";
const FREE: &str = "down/2002";

/// Who tries a route, with whether they may write there something of their own now.
async fn writers(world: &World) -> Vec<(&'static str, String, &'static [&'static str])> {
    let program = world.key("di-dong", &[Action::Acknowledge]).await.0;
    vec![
        (
            "di-dong",
            world.sign_in(Role::OperatorManager, "di-dong").await,
            &[
                "/evidence",
                "/upward/preview",
                "/duty",
                "/disputes",
                "/disputes/{id}/answers",
                "/assignments",
                "/report/drafts",
            ],
        ),
        ("di-dong", world.sign_in(Role::Signer, "di-dong").await, &["/report/attestations"]),
        ("di-dong", program, &["/evidence"]),
        ("so", world.sign_in(Role::RegulatorHead, "so").await, &["/disputes/{id}/decision"]),
    ]
}

#[tokio::test]
async fn an_id_that_can_be_computed_is_refused_alike_whether_others_have_it_on_record_or_not() {
    let world = World::new().await;
    let store = &world.ground.node.store;
    let tell = async |organisation: &str, event: &str| {
        let (machine, draft) = alarm(&world, organisation, event);
        store.record(&machine, &slug(organisation), draft).await.unwrap()
    };
    for (organisation, ..) in ORGANISATIONS {
        tell(organisation, TAKEN).await;
    }
    let (mut asked, mut conflicts, mut written) = (0, 0, 0);
    for (viewer, token, whole) in writers(&world).await {
        for path in writes() {
            for (to, body) in bodies(&world, &path, "di-dong") {
                let tried = Tried { world: &world, viewer, token: &token, path: &path, to, body };
                let whole = whole.contains(&path.as_str());
                let (more, refused) = tried.over_foreign_logs(whole).await;
                (asked, conflicts) = (asked + more, conflicts + refused);
                if whole {
                    let own = tried.send(store.new_id()).await;
                    assert!(own.status.is_success(), "{viewer}: POST {}: {}", tried.to, own.text());
                    written += 1;
                }
            }
        }
    }
    // What was asked for beforehand is free for whom it belongs to.
    for (organisation, ..) in ORGANISATIONS {
        assert!(!tell(organisation, FREE).await.replayed, "{organisation}");
    }
    println!(
        "ids given: {} routes, {asked} asked over foreign logs, {conflicts} of version 7 in conflict, {written} of \
         one's own written",
        writes().len()
    );
    assert!(writes().len() >= 10 && asked >= 200 && conflicts >= 50, "{asked} {conflicts}");
}
