//! Every write sent twice has one effect: with an idempotency key it gets the first answer again.

use std::collections::{BTreeMap, BTreeSet};

use access::{Action, Role};
use api::{Gate, Repeats};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};

use super::{
    asking::ask,
    world::{Sent, World},
    writes::{NOT_REPEATED, ROTATES, Write, code, prepared},
};
use crate::ground::{Answer, as_login, slug};

/// All that a write can change, as far as it can be asked for.
#[derive(Debug, PartialEq)]
struct Standing {
    logs: Vec<String>,
    accounts: Vec<String>,
    sessions: BTreeMap<String, usize>,
    documents: usize,
}

async fn standing(world: &World) -> Standing {
    let store = &world.ground.node.store;
    let logs = store.logs(&world.scope(Role::RegulatorHead, "so")).await.unwrap();
    let keeper = world.scope(Role::Administrator, "so");
    let accounts = store.accounts(&keeper, None, 500).await.unwrap().accounts;
    let (mut sessions, mut told) = (BTreeMap::new(), Vec::new());
    for account in &accounts {
        let hash = store.find_login(&account.login).await.unwrap().unwrap().1;
        let factor = store.second_factor_state(&account.scope(store)).await.unwrap().since;
        told.push(format!("{account:?} {hash} {factor:?}"));
        let open = store.own_sessions(&account.scope(store)).await.unwrap().len();
        sessions.insert(account.login.clone(), open);
    }
    let blobs = std::fs::read_dir(world.ground.dir.path().join("data/blobs")).unwrap().count();
    Standing {
        logs: logs.iter().map(|log| format!("{} {} {}", log.origin, log.size, log.root)).collect(),
        accounts: told,
        sessions,
        documents: blobs,
    }
}

#[tokio::test]
async fn every_write_sent_twice_is_done_once_and_answered_alike() {
    let world = World::new().await;
    let mut done = BTreeMap::new();
    for route in api::table() {
        for (method, gate) in route.gates.iter().filter(|(method, _)| *method != "GET") {
            if NOT_REPEATED.iter().any(|(verb, path, _)| (verb, *path) == (method, route.path)) {
                continue;
            }
            assert!(!matches!(gate, Gate::Public | Gate::Secret), "{method} {} has no session", route.path);
            let write = prepared(&world, method, route.path).await;
            let before = standing(&world).await;
            let first = world.ground.answer(write.request(Some("k"))).await;
            let once = standing(&world).await;
            let second = world.ground.answer(write.request(Some("k"))).await;
            let about = format!("{method} {}: {} then {}", write.path, first.text(), second.text());
            assert!(first.status.is_success(), "{about}");
            assert_eq!(standing(&world).await, once, "{about}");
            let rotated = first.headers.contains_key(header::SET_COOKIE);
            assert_eq!(rotated, ROTATES.contains(&(method, route.path)), "{about}");
            if rotated {
                assert_eq!(second.status, StatusCode::UNAUTHORIZED, "{about}");
            } else {
                assert_eq!((first.status, &first.body), (second.status, &second.body), "{about}");
            }
            done.insert((*method, route.path), before != once);
        }
    }
    let writes: usize = api::table()
        .iter()
        .map(|route| route.gates.iter().filter(|(method, _)| *method != "GET").count())
        .sum();
    let seen = done.values().filter(|changed| **changed).count();
    println!(
        "idempotency: {} of {writes} writes sent twice and carried out once, {seen} of them seen in logs, accounts, \
         sessions or documents; {} cannot be",
        done.len(),
        NOT_REPEATED.len()
    );
    for (method, path, reason) in NOT_REPEATED {
        println!("  {method} {path}: {reason}");
    }
    assert_eq!(done.len() + NOT_REPEATED.len(), writes);
    assert!(seen >= 31, "{done:?}");
}

#[tokio::test]
async fn a_write_sent_again_to_a_node_that_was_started_anew_is_done_once_and_answered_alike() {
    let mut world = World::new().await;
    let mut writes = Vec::new();
    for route in api::table() {
        for (method, _) in route.gates.iter().filter(|(method, _)| *method != "GET") {
            let named = (*method, route.path);
            let left_out = NOT_REPEATED.iter().any(|(verb, path, _)| (*verb, *path) == named);
            if left_out || ROTATES.contains(&named) {
                continue;
            }
            let write = prepared(&world, method, route.path).await;
            let first = world.ground.answer(write.request(Some("k"))).await;
            assert!(first.status.is_success(), "{method} {}: {}", write.path, first.text());
            writes.push((write, first));
        }
    }
    let program = keyed(&world, "so", "k").await;
    let before = standing(&world).await;
    world.ground.node.store.close().await.unwrap();
    world.ground.node.store = store::Store::open(world.ground.options()).await.unwrap();
    world.ground.node.repeats = Repeats::default();
    for (write, first) in &writes {
        let again = world.ground.answer(write.request(Some("k"))).await;
        let about = format!("{} {}: {} then {}", write.method, write.path, first.text(), again.text());
        // What only looks may look again.
        if LOOKS.contains(&write.path.as_str()) {
            assert_eq!(first.status, again.status, "{about}");
            continue;
        }
        assert!((first.status, &first.body) == (again.status, &again.body), "{about}");
        assert_eq!(first.headers, again.headers, "{about}");
    }
    assert_eq!(standing(&world).await, before);
    let other = Write {
        sent: Sent::Json(json!({ "organisation": "so", "reason": "x", "minutes": 1 })),
        ..writes.remove(0).0
    };
    let refused = world.ground.answer(other.request(Some("k"))).await;
    assert_eq!(code(&refused), (StatusCode::UNPROCESSABLE_ENTITY, "key_reused".to_owned()));
    // What is shown once lies nowhere in the clear.
    let token = program.told().1["token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("ts_"));
    let journal = world.ground.dir.path().join("data/journal.db");
    let secret = token.rsplit('_').next().unwrap().as_bytes();
    for file in [journal.clone(), journal.with_extension("db-wal")] {
        let Ok(bytes) = std::fs::read(&file) else { continue };
        assert!(!bytes.windows(secret.len()).any(|window| window == secret), "{}", file.display());
    }
    println!("idempotency over a restart: {} writes sent twice and carried out once", writes.len() + 1);
    assert!(writes.len() >= 30, "{}", writes.len());
}

/// Requests that are sent like writes and leave nothing.
const LOOKS: [&str; 4] = ["/campaign/draft", "/campaign/check", "/sources/preview", "/upward/preview"];

/// A program's key that an administrator makes under an idempotency key.
async fn keyed(world: &World, organisation: &str, key: &str) -> Answer {
    let keeper = world.sign_in(Role::Administrator, organisation).await;
    let order = json!({
        "name": "Máy", "organisation": organisation, "actions": ["record_measurement"],
        "expires_at": "2027-02-09T00:00:00.000Z",
    });
    let write = Write::new(&keeper, "POST", "/keys", Sent::Json(order));
    let answer = world.ground.answer(write.request(Some(key))).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer
}

#[tokio::test]
async fn a_program_s_write_is_known_over_a_restart_by_its_own_key() {
    let mut world = World::new().await;
    let (key, _) = world.key("di-dong", &[Action::Acknowledge]).await;
    let body = json!({ "kind": "acknowledgement.given", "obligation": "viec-di-dong" }).to_string();
    let request = |scheme: &str| {
        Request::post("/api/v1/evidence")
            .header(header::AUTHORIZATION, format!("{scheme} {key}"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", "k")
            .body(Body::from(body.clone()))
            .unwrap()
    };
    let first = world.ground.answer(request("Bearer")).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    world.ground.node.store.close().await.unwrap();
    world.ground.node.store = store::Store::open(world.ground.options()).await.unwrap();
    world.ground.node.repeats = Repeats::default();
    let entries = world.ground.node.store.entry_count();
    assert_eq!(world.ground.answer(request("bearer")).await.body, first.body);
    assert_eq!(world.ground.node.store.entry_count(), entries);
    // After a day the key is free.
    world.ground.clock.advance(24 * 3_600_000);
    assert_eq!(world.ground.answer(request("Bearer")).await.status, StatusCode::CREATED);
    assert_eq!(world.ground.node.store.entry_count(), entries + 1);
}

async fn sent(world: &World, key: Option<&str>, body: &Value) -> Answer {
    let sent = Sent::Json(body.clone());
    let write = Write::new("operator-manager-di-dong", "POST", "/evidence", sent);
    world.ground.answer(write.request(key)).await
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
    // Many at once: one is carried out, and the others are told so or get its answer.
    let (a, b, c) = tokio::join!(
        sent(&world, Some("k"), &body),
        sent(&world, Some("k"), &body),
        sent(&world, Some("k"), &body)
    );
    let first = sent(&world, Some("k"), &body).await;
    assert_eq!(first.status, StatusCode::CREATED, "{}", first.text());
    for one in [a, b, c] {
        let waits = one.status == StatusCode::CONFLICT && code(&one).1 == "being_carried_out";
        assert!(waits || one.body == first.body, "{}", one.text());
    }
    assert_eq!(size().await, begun + 1);
    let other = json!({ "kind": "acknowledgement.given", "obligation": "viec-di-dong", "facts": {}, "private": { "note": "x" } });
    let reused = sent(&world, Some("k"), &other).await;
    assert_eq!(code(&reused), (StatusCode::UNPROCESSABLE_ENTITY, "key_reused".to_owned()));
    // Another's key of the same text is another key.
    let mine = Write::new("signer-di-dong", "POST", "/evidence", Sent::Json(body.clone()));
    let mine = world.ground.answer(mine.request(Some("k"))).await;
    assert_eq!((mine.status, mine.body == first.body), (StatusCode::CREATED, false));
    assert_eq!(size().await, begun + 2);
    // Without a key the id in the body does, and holds over restarts.
    let with_id = json!({ "id": "01a2b3c4-0000-7000-8000-0000000000aa", "kind": "acknowledgement.given", "obligation": "viec-di-dong" });
    let (one, two) = (sent(&world, None, &with_id).await.told(), sent(&world, None, &with_id).await.told());
    assert_eq!((&one.1["index"], &two.1["replayed"]), (&two.1["index"], &json!(true)));
    assert_eq!(size().await, begun + 3);
    // After an hour, when memory has let go of it, the store knows it.
    for _ in 0..4 {
        world.ground.clock.advance(16 * 60 * 1_000);
        assert_eq!(world.ground.get("operator-manager-di-dong", "/session").await.0, StatusCode::OK);
    }
    assert_eq!(sent(&world, Some("k"), &body).await.body, first.body);
    assert_eq!(size().await, begun + 3);
    assert_eq!(sent(&world, Some(""), &body).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whatever_is_read_and_is_no_stream_bears_a_tag_by_which_it_is_not_sent_again() {
    let world = World::new().await;
    let token = world.sign_in(Role::OperatorManager, "di-dong").await;
    let keeper = world.sign_in(Role::Administrator, "di-dong").await;
    let mut tagged = BTreeSet::new();
    for route in api::table() {
        if route.path == "/events" || !route.gates.iter().any(|(method, _)| *method == "GET") {
            continue;
        }
        let path = ask(&world, "GET", route.path, "di-dong").path;
        for who in [&token, &keeper] {
            let first = world.ask(Some(who), &Method::GET, &path, &Sent::Nothing).await;
            if first.status != StatusCode::OK {
                assert!(!first.headers.contains_key(header::ETAG), "{path}: {}", first.text());
                continue;
            }
            let tag = first.headers.get(header::ETAG).cloned();
            assert_eq!(tag.is_some(), route.tagged, "{path}");
            let Some(tag) = tag else { continue };
            let again =
                as_login(Request::get(format!("/api/v1{path}")), who).header(header::IF_NONE_MATCH, &tag);
            let again = world.ground.answer(again.body(Body::empty()).unwrap()).await;
            assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
            assert_eq!(again.headers.get(header::ETAG), Some(&tag), "{path}");
            tagged.insert(route.path);
        }
    }
    let all = api::table();
    let read =
        all.iter().filter(|route| route.tagged && route.gates.iter().any(|(method, _)| *method == "GET"));
    let missed: Vec<&str> = read.map(|route| route.path).filter(|path| !tagged.contains(path)).collect();
    println!("tags: {} addresses that are read and no stream", tagged.len());
    assert!(missed.is_empty(), "{missed:?}");
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
