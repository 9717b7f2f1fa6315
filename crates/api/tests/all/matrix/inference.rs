//! Nobody infers another organisation's existence, count or timing: every answer a viewer gets is the same to the byte,
//! headers, tags and cursors included, whatever others do meanwhile; and what is another's answers as what is not there.

use access::Role;
use axum::http::{Method, StatusCode, header};
use serde_json::json;

use super::{
    asking::ask,
    is_apart,
    world::{ORGANISATIONS, Sent, World},
};
use crate::ground::{Answer, slug};

/// Who looks, of the organisations that have others beside, above and below them.
const VIEWERS: [(Role, &str); 6] = [
    (Role::OperatorManager, "di-dong"),
    (Role::DutyOfficer, "di-dong"),
    (Role::Auditor, "buu-dien"),
    (Role::UnitStaff, "tram"),
    (Role::Administrator, "di-dong"),
    (Role::Machine, "buu-cuc"),
];

fn same(about: &str, one: &Answer, other: &Answer) {
    assert_eq!(one.status, other.status, "{about}");
    assert_eq!(one.headers, other.headers, "{about}");
    assert_eq!(String::from_utf8_lossy(&one.body), String::from_utf8_lossy(&other.body), "{about}");
}

/// Everything a viewer can ask for, answered.
async fn everything(world: &World, token: &str, viewer: &str) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for route in api::table().iter().filter(|route| route.path != "/events") {
        if !route.gates.iter().any(|(method, _)| *method == "GET") {
            continue;
        }
        for organisation in ORGANISATIONS.map(|(id, ..)| id).into_iter().chain(["khong-co"]) {
            if !route.path.contains('{') && !route.path.starts_with("/report") && organisation != viewer {
                continue;
            }
            let wanted = ask(world, "GET", route.path, organisation);
            let answer = world.ask(Some(token), &Method::GET, &wanted.path, &Sent::Nothing).await;
            answers.push((wanted.path, answer));
        }
    }
    answers
}

#[tokio::test]
async fn no_byte_of_any_answer_changes_by_what_others_do() {
    let world = World::new().await;
    let mut compared = 0;
    for (role, viewer) in VIEWERS {
        let token = world.sign_in(role, viewer).await;
        let scope = world.scope(role, viewer);
        // A proof signs the head of the viewer's own log the first time it is asked for.
        everything(&world, &token, viewer).await;
        let before = everything(&world, &token, viewer).await;
        // One more entry of each of the others, a document, an account, and heads signed for them.
        for (other, ..) in ORGANISATIONS.into_iter().filter(|(id, ..)| is_apart(&scope, id)) {
            let signer = world.scope(Role::Signer, other);
            let store = &world.ground.node.store;
            for _ in 0..3 {
                let draft = super::world::inspection(store, other);
                store.record(&signer, &slug(other), draft).await.unwrap();
            }
            store.put_blob(&signer, format!("more of {other} for {viewer}").into_bytes()).await.unwrap();
            let login = format!("them-{other}-cho-{viewer}-{role}").replace('_', "-");
            world.ground.account(&login, Role::Signer, other, None).await;
            let reader = world.scope(Role::Auditor, other);
            store.checkpoint(&reader, &slug(other)).await.unwrap();
        }
        let after = everything(&world, &token, viewer).await;
        for ((path, one), (_, other)) in before.iter().zip(&after) {
            same(&format!("{role} of {viewer}: GET {path}"), one, other);
            compared += 1;
        }
        assert!(before.iter().any(|(_, answer)| answer.status == StatusCode::OK), "{role} of {viewer}");
    }
    println!("no inference: {compared} answers compared to the byte");
    assert!(compared > 200, "{compared}");
}

#[tokio::test]
async fn the_live_stream_is_silent_about_others() {
    let world = World::new().await;
    let token = world.sign_in(Role::UnitStaff, "buu-cuc").await;
    // The stream hears every organisation record something; of its own it hears, of the others nothing at all.
    let heard = world.ask(Some(&token), &Method::GET, "/events", &Sent::Nothing).await;
    let text = heard.text();
    let own = text.matches("buu-cuc").count();
    assert!(own > 0, "{text}");
    for (other, ..) in ORGANISATIONS.into_iter().filter(|(id, ..)| *id != "buu-cuc") {
        assert!(!text.contains(&format!("/{other}")), "{other}: {text}");
    }
    // One `entry` and at most one `cells`: as many as its own entry alone causes. One `session` says that somebody reads
    // its data; others' openings are no news.
    assert_eq!(text.matches("event: session").count(), 1, "{text}");
    assert!(text.matches("event: ").count() <= 3, "{text}");
}

#[tokio::test]
async fn another_s_name_in_a_question_answers_as_a_name_nobody_has() {
    let world = World::new().await;
    let token = world.sign_in(Role::OperatorManager, "di-dong").await;
    let foreign = world.own["buu-cuc"].entry.to_string();
    let absent = "01a2b3c4-0000-7000-8000-000000000000";
    let known = |size: u64| {
        let origin = journal::Origin::new("nut.example/buu-dien").unwrap();
        let own = journal::Origin::new("nut.example/di-dong").unwrap();
        [(origin, size), (own, 1)].into_iter().collect::<journal::Cursor>().encode()
    };
    let (one, many) = (known(1), known(900));
    let pairs = [
        ("GET", "/board?organisation=@", "buu-dien", "khong-co"),
        ("GET", "/board?after=@", "viec-buu-dien", "viec-khong-co"),
        ("GET", "/board?after=@", "viec-so", "viec-khong-co"),
        ("GET", "/board?status=unproven&after=@", "viec-so", "viec-khong-co"),
        ("GET", "/board?status=unproven&organisation=@", "buu-dien", "khong-co"),
        ("GET", "/targets?after=@", "do-buu-dien", "do-buu-diem"),
        ("GET", "/targets?owner=@", "buu-dien", "khong-co"),
        ("GET", "/targets?state=unknown&owner=@", "buu-dien", "khong-co"),
        ("GET", "/targets?kind=tcp&state=unknown&after=@", "do-buu-dien", "do-buu-diem"),
        ("GET", "/cells/di-dong/@", "viec-buu-dien", "viec-khong-co"),
        ("GET", "/board?known=@", one.as_str(), many.as_str()),
        ("GET", "/report?as=docx&organisation=@", "buu-cuc", "khong-co"),
        ("GET", "/journal/@/entries?before=1", "buu-cuc", "khong-co"),
        ("GET", "/journal/@/proof?index=9999", "buu-cuc", "khong-co"),
        ("POST", "/entries/@/erase", foreign.as_str(), absent),
    ];
    for (method, path, theirs, nobodys) in pairs {
        let verb = Method::from_bytes(method.as_bytes()).unwrap();
        let sent = || match method {
            "POST" => Sent::Json(json!({ "fields": ["note"], "reason": "x" })),
            _ => Sent::Nothing,
        };
        let their = world.ask(Some(&token), &verb, &path.replace('@', theirs), &sent()).await;
        let none = world.ask(Some(&token), &verb, &path.replace('@', nobodys), &sent()).await;
        assert_eq!(their.status, none.status, "{path}: {} {}", their.text(), none.text());
        let plain = |answer: &Answer, name: &str| String::from_utf8_lossy(&answer.body).replace(name, "@");
        assert_eq!(plain(&their, theirs), plain(&none, nobodys), "{path}");
        let but_tag = |answer: &Answer| {
            let mut headers = answer.headers.clone();
            headers.remove(header::ETAG);
            headers
        };
        assert_eq!(but_tag(&their), but_tag(&none), "{path}");
    }
    // What an evidence names, and may not see, is as what is not there.
    let answering = |id: &str, fields: serde_json::Value| {
        let mut body = json!({ "kind": "finding.explained", "obligation": "viec-di-dong", "answers": [id] });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        Sent::Json(body)
    };
    let text = json!({ "private": { "text": "giải trình" } });
    let their = world.ask(Some(&token), &Method::POST, "/evidence", &answering(&foreign, text.clone())).await;
    let none = world.ask(Some(&token), &Method::POST, "/evidence", &answering(absent, text)).await;
    assert_eq!(their.status, StatusCode::NOT_FOUND, "{}", their.text());
    same("answers", &their, &none);
}
