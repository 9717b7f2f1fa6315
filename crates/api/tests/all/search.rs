//! The search box: what it finds, with marks and without, and that it finds nobody else's.

use access::Role;
use axum::http::StatusCode;
use journal::{Draft, Fact, Grade, Held, Kind, Subject};
use serde_json::Value;

use crate::ground::{Ground, campaign, slug};

const ORGANISATIONS: [(&str, &str, &str); 3] =
    [("so", "regulator", ""), ("song", "telecom_operator", "so"), ("cap", "telecom_operator", "so")];

const OWED: &str = r#"
[[target]]
id = "ben-do-1"
title = "Trạm Bến Đò 1"
owner = "song"
kind = "tcp"
address = "127.0.0.1:4001"
[[target]]
id = "ben-do-2"
title = "Trạm Bến Đò 2"
owner = "cap"
kind = "tcp"
address = "127.0.0.1:4002"
[[obligation]]
id = "duong-truyen"
title = "Bảo đảm đường truyền thông suốt"
quote = "đường truyền thông suốt"
owners = ["song", "cap"]
[[obligation.check]]
kind = "acknowledgement"
"#;

async fn ground() -> Ground {
    let ground = Ground::new(&campaign(&ORGANISATIONS, OWED), Vec::new()).await;
    ground.signed_in("truc", Role::RegulatorDesk, "so").await;
    ground.signed_in("song", Role::OperatorManager, "song").await;
    ground.signed_in("cap", Role::OperatorManager, "cap").await;
    ground.signed_in("quan-tri", Role::Administrator, "so").await;
    ground
}

async fn found(ground: &Ground, login: &str, question: &str) -> Vec<(String, String)> {
    let (status, answer) = ground.get(login, &format!("/search?q={question}")).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let text = |hit: &Value, key: &str| hit[key].as_str().unwrap().to_owned();
    answer["hits"].as_array().unwrap().iter().map(|hit| (text(hit, "kind"), text(hit, "id"))).collect()
}

fn pair(kind: &str, id: &str) -> (String, String) {
    (kind.to_owned(), id.to_owned())
}

#[tokio::test]
async fn words_are_found_with_marks_and_without_and_in_any_order() {
    let ground = ground().await;
    let both = vec![pair("target", "ben-do-1"), pair("target", "ben-do-2")];
    for question in ["ben+do", "B%E1%BA%BFn+%C4%90%C3%B2", "do+ben", "BEN-DO"] {
        assert_eq!(found(&ground, "truc", question).await, both, "{question}");
    }
    assert_eq!(found(&ground, "truc", "duong+truyen").await, [pair("obligation", "duong-truyen")]);
    assert_eq!(found(&ground, "truc", "ten+cua+song").await, [pair("organisation", "song")]);
    assert_eq!(found(&ground, "truc", "khong-co-gi").await, []);
    assert_eq!(found(&ground, "truc", "").await, []);
    // The whole short name first, whatever else begins so.
    assert_eq!(found(&ground, "truc", "ben-do-2").await, [pair("target", "ben-do-2")]);
}

#[tokio::test]
async fn nobody_finds_what_they_may_not_read() {
    let ground = ground().await;
    assert_eq!(found(&ground, "song", "ben+do").await, [pair("target", "ben-do-1")]);
    assert_eq!(found(&ground, "cap", "ben+do").await, [pair("target", "ben-do-2")]);
    assert_eq!(found(&ground, "song", "cap").await, []);
    assert_eq!(found(&ground, "quan-tri", "ben+do").await, [], "an administrator reads no targets");
    // Of an obligation with several owners an operator hears only of itself; the authority, of nobody in particular.
    let (_, own) = ground.get("song", "/search?q=duong").await;
    assert_eq!(own["hits"][0]["organisation"], "song");
    let (_, all) = ground.get("truc", "/search?q=duong").await;
    assert_eq!(all["hits"][0]["organisation"], Value::Null);
    let (status, _) = ground.get("song", &format!("/search?q={}", "a".repeat(201))).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_entry_is_found_by_its_id_by_those_who_may_read_it() {
    let ground = ground().await;
    let store = &ground.node.store;
    let draft = Draft {
        id: store.new_id(),
        kind: Kind::new("acknowledgement.given").unwrap(),
        subject: Subject::new("obligation:duong-truyen").unwrap(),
        held: Held::at(store.now()),
        source: "test".to_owned(),
        actor: "u".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade: Some(Grade::Attested),
        facts: [("obligation".to_owned(), Fact::from("duong-truyen"))].into(),
        private: [].into(),
    };
    let scope = ground.scope(Role::Signer, "song");
    let receipt = store.record(&scope, &slug("song"), draft).await.unwrap();
    let question = format!("/search?q={}", receipt.id);
    for login in ["truc", "song"] {
        let (_, answer) = ground.get(login, &question).await;
        let hit = &answer["hits"][0];
        assert_eq!((&hit["kind"], &hit["organisation"]), (&"entry".into(), &"song".into()), "{answer}");
        assert_eq!((&hit["obligation"], &hit["index"]), (&"duong-truyen".into(), &receipt.index.into()));
    }
    for login in ["cap", "quan-tri"] {
        assert_eq!(ground.get(login, &question).await.1["hits"], serde_json::json!([]), "{login}");
    }
}
