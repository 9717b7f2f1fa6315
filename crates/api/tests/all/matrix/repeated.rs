//! Every write sent twice has one effect: with an idempotency key it gets the first answer again.

use std::collections::BTreeMap;

use access::Role;
use api::Gate;
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};
use sha2::Digest;

use super::{
    ask, ends_own,
    world::{Sent, World},
};
use crate::ground::{Answer, as_login, slug};

/// All that a write can change, as far as it can be asked for.
#[derive(Debug, PartialEq)]
struct Standing {
    logs: Vec<String>,
    accounts: String,
    sessions: BTreeMap<String, usize>,
    documents: usize,
}

async fn standing(world: &World) -> Standing {
    let store = &world.ground.node.store;
    let logs = store.logs(&world.scope(Role::RegulatorHead, "so")).await.unwrap();
    let keeper = world.scope(Role::Administrator, "so");
    let accounts = store.accounts(&keeper, None, 500).await.unwrap().accounts;
    let mut sessions = BTreeMap::new();
    for account in &accounts {
        let open = store.own_sessions(&account.scope(store)).await.unwrap().len();
        sessions.insert(account.login.clone(), open);
    }
    let blobs = std::fs::read_dir(world.ground.dir.path().join("data/blobs")).unwrap().count();
    Standing {
        logs: logs.iter().map(|log| format!("{} {} {}", log.origin, log.size, log.root)).collect(),
        accounts: format!("{accounts:?}"),
        sessions,
        documents: blobs,
    }
}

const PASSWORD: &str = "con thuyen nho tren song dai";

/// Opens the session that this token is for, unless it is open.
async fn session(world: &World, token: &str) {
    let new = store::NewSession { login: token.to_owned(), csrf: "c".to_owned(), device: String::new() };
    let digest: [u8; 32] = sha2::Sha256::digest(token).into();
    if world.ground.node.store.find_session(digest).await.unwrap().is_none() {
        world.ground.node.store.open_session(digest, new, None).await.unwrap();
    }
}

fn request(token: &str, method: &Method, path: &str, key: Option<&str>, sent: &Sent) -> Request<Body> {
    let mut request = as_login(Request::builder().method(method).uri(format!("/api/v1{path}")), token);
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    let (kind, body) = match sent {
        Sent::Nothing => (None, Body::empty()),
        Sent::Json(json) => (Some("application/json"), Body::from(json.to_string())),
        Sent::Sheet(text) => (Some("text/csv"), Body::from(text.clone())),
        Sent::Pdf => (Some("application/pdf"), Body::from(&b"%PDF-1.7 x"[..])),
    };
    if let Some(kind) = kind {
        request = request.header(header::CONTENT_TYPE, kind);
    }
    let mut request = request.body(body).unwrap();
    request.extensions_mut().insert(ConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 50_000))));
    request
}

/// A whole request for a write, by who may make it.
fn whole(world: &World, method: &str, path: &str) -> (Role, &'static str, String, Sent) {
    let manager = (Role::OperatorManager, "di-dong");
    let keeper = (Role::Administrator, "so");
    let named = ask(world, method, path, "di-dong");
    let ((role, organisation), sent) = match path {
        "/accounts" => (
            keeper,
            Sent::Json(json!({ "login": "moi", "name": "Mới", "role": "signer", "organisation": "so" })),
        ),
        "/accounts/{id}/role" => (keeper, Sent::Json(json!({ "role": "auditor" }))),
        path if path.starts_with("/accounts") => (keeper, Sent::Nothing),
        "/account/password" => {
            (manager, Sent::Json(json!({ "old": PASSWORD, "new": "bon mua sau gio hai duong" })))
        }
        "/account/second-factor" => (manager, Sent::Json(json!({ "password": PASSWORD }))),
        "/account/second-factor/confirm" => (manager, Sent::Json(json!({ "code": "000000" }))),
        path if path.starts_with("/account/") => {
            (manager, Sent::Json(json!({ "password": "sai", "code": "000000" })))
        }
        "/entries/{id}/erase" => (manager, Sent::Json(json!({ "fields": ["note"], "reason": "hết hạn" }))),
        _ => (manager, named.sent),
    };
    (role, organisation, named.path, sent)
}

#[tokio::test]
async fn every_write_sent_twice_has_one_effect() {
    let world = World::new().await;
    let (mut writes, mut done) = (0, 0);
    for (role, organisation) in [(Role::OperatorManager, "di-dong"), (Role::Administrator, "so")] {
        let login = format!("{role}-{organisation}").replace('_', "-");
        world.ground.account(&login, role, organisation, Some(PASSWORD)).await;
    }
    world.ground.account("ai-do", Role::Signer, "di-dong", None).await;
    let actor = world.ground.node.store.find_login("ai-do").await.unwrap().unwrap().0.actor;
    for route in api::table() {
        for (method, gate) in route.gates.iter().filter(|(method, _)| *method != "GET") {
            // Signing in makes a session, a source proves itself by its secret: neither has somebody signed in.
            if matches!(gate, Gate::Public | Gate::Secret) || ends_own(method, route.path) {
                continue;
            }
            let (role, organisation, mut path, sent) = whole(&world, method, route.path);
            if route.path.starts_with("/accounts/") {
                path = route.path.replace("{id}", &actor);
            }
            let token = format!("{role}-{organisation}").replace('_', "-");
            session(&world, &token).await;
            let verb = Method::from_bytes(method.as_bytes()).unwrap();
            let key = format!("key-{writes}");
            let send = || request(&token, &verb, &path, Some(&key), &sent);
            let first = world.ground.answer(send()).await;
            let once = standing(&world).await;
            let second = world.ground.answer(send()).await;
            let about = format!("{method} {path}: {} then {}", first.text(), second.text());
            assert!(!first.status.is_server_error(), "{about}");
            assert_eq!(standing(&world).await, once, "{about}");
            // Whoever got another token by the first is nobody with the old one.
            let rotated = first.headers.contains_key(header::SET_COOKIE);
            if rotated {
                assert_eq!(second.status, StatusCode::UNAUTHORIZED, "{about}");
            } else {
                assert_eq!((first.status, &first.body), (second.status, &second.body), "{about}");
            }
            done += usize::from(first.status.is_success());
            writes += 1;
        }
    }
    println!("idempotency: {writes} writes sent twice, {done} of them carried out once");
    assert!(writes >= 17 && done >= 11, "{writes} {done}");
}

async fn sent(world: &World, key: Option<&str>, body: &Value) -> Answer {
    let sent = Sent::Json(body.clone());
    world.ground.answer(request("operator-manager-di-dong", &Method::POST, "/evidence", key, &sent)).await
}

#[tokio::test]
async fn a_key_is_for_one_request_of_one_session_and_evidence_has_its_id() {
    let world = World::new().await;
    world.sign_in(Role::OperatorManager, "di-dong").await;
    world.sign_in(Role::Signer, "di-dong").await;
    let size = async || {
        let scope = world.scope(Role::Auditor, "di-dong");
        world.ground.node.store.entries(&scope, &slug("di-dong"), None, 1).await.unwrap().size
    };
    let begun = size().await;
    let body = json!({ "kind": "acknowledgement.given", "obligation": "viec-di-dong" });
    // Many at once: one is carried out, the others wait for its answer.
    let (a, b, c) = tokio::join!(
        sent(&world, Some("k"), &body),
        sent(&world, Some("k"), &body),
        sent(&world, Some("k"), &body)
    );
    assert_eq!(a.status, StatusCode::CREATED, "{}", a.text());
    assert!(a.body == b.body && b.body == c.body);
    assert_eq!(size().await, begun + 1);
    let other = json!({ "kind": "acknowledgement.given", "obligation": "viec-di-dong", "facts": {}, "private": { "note": "x" } });
    assert_eq!(sent(&world, Some("k"), &other).await.status, StatusCode::CONFLICT);
    // Another's key of the same text is another key.
    let mine = request("signer-di-dong", &Method::POST, "/evidence", Some("k"), &Sent::Json(body.clone()));
    assert_eq!(world.ground.answer(mine).await.status, StatusCode::CREATED);
    assert_eq!(size().await, begun + 2);
    // Without a key the id in the body does, and holds over restarts.
    let with_id = json!({ "id": "01a2b3c4-0000-7000-8000-0000000000aa", "kind": "acknowledgement.given", "obligation": "viec-di-dong" });
    let (one, two) = (sent(&world, None, &with_id).await.told(), sent(&world, None, &with_id).await.told());
    assert_eq!((&one.1["index"], &two.1["replayed"]), (&two.1["index"], &json!(true)));
    assert_eq!(size().await, begun + 3);
    // After an hour the key is free.
    for _ in 0..4 {
        world.ground.clock.advance(16 * 60 * 1_000);
        assert_eq!(world.ground.get("operator-manager-di-dong", "/session").await.0, StatusCode::OK);
    }
    assert_eq!(sent(&world, Some("k"), &body).await.status, StatusCode::CREATED);
    assert_eq!(size().await, begun + 4);
    assert_eq!(sent(&world, Some(""), &body).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn what_a_client_has_is_not_sent_again_until_something_of_its_own_changes() {
    let world = World::new().await;
    let token = world.sign_in(Role::OperatorManager, "di-dong").await;
    let store = &world.ground.node.store;
    let polled = [
        "/board?limit=500".to_owned(),
        "/campaign".to_owned(),
        "/cells/di-dong/viec-di-dong".to_owned(),
        "/obligations/viec-di-dong".to_owned(),
        "/targets".to_owned(),
        "/targets/do-di-dong".to_owned(),
        "/journal".to_owned(),
        "/journal/di-dong/entries".to_owned(),
        "/upward".to_owned(),
        "/node".to_owned(),
    ];
    for path in &polled {
        let get = async |tag: Option<&str>| {
            let mut asked = as_login(Request::get(format!("/api/v1{path}")), &token);
            if let Some(tag) = tag {
                asked = asked.header(header::IF_NONE_MATCH, tag);
            }
            world.ground.answer(asked.body(Body::empty()).unwrap()).await
        };
        let first = get(None).await;
        assert_eq!(first.status, StatusCode::OK, "{path}");
        let tag = first.headers[header::ETAG].to_str().unwrap().to_owned();
        // Time goes on and another organisation writes: the client has the answer still.
        world.ground.clock.advance(1_000);
        let other = world.scope(Role::Signer, "buu-dien");
        let draft = super::world::inspection(store, "buu-dien");
        store.record(&other, &slug("buu-dien"), draft).await.unwrap();
        let again = get(Some(&tag)).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        assert_eq!(again.headers[header::ETAG].to_str().unwrap(), tag, "{path}");
        assert!(!again.headers.contains_key(header::CONTENT_TYPE), "{path}");
        assert_eq!(get(Some("W/\"other\"")).await.status, StatusCode::OK, "{path}");
    }
    // Its own entry shows in everything that tells of entries.
    let tags = async || {
        let mut tags = Vec::new();
        for path in
            ["/board?limit=500", "/cells/di-dong/viec-di-dong", "/journal", "/journal/di-dong/entries"]
        {
            let answer = world.ask(Some(&token), &Method::GET, path, &Sent::Nothing).await;
            tags.push(answer.headers[header::ETAG].clone());
        }
        tags
    };
    let before = tags().await;
    let own = world.scope(Role::Signer, "di-dong");
    store.record(&own, &slug("di-dong"), super::world::inspection(store, "di-dong")).await.unwrap();
    let after = tags().await;
    assert!(before.iter().zip(&after).all(|(one, other)| one != other));
}
