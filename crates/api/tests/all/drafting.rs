//! A first campaign through the API: a letter becomes a draft, its faults are told by line, and what passes the check is
//! issued and in force.

use std::fmt::Write as _;

use access::Role;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

use crate::ground::{Ground, as_login, campaign};

const ORGANISATIONS: [(&str, &str, &str); 2] = [("so", "regulator", ""), ("song", "telecom_operator", "so")];
const OWED: &str = r#"
[[obligation]]
id = "truc"
title = "Trực"
quote = "trực 24/24"
owners = ["song"]
[[obligation.check]]
kind = "acknowledgement"
"#;
const LETTER: &str = include_str!("../../../../examples/tet-2027/cong-van.txt");

async fn ground() -> Ground {
    let ground = Ground::new(&campaign(&ORGANISATIONS, OWED), Vec::new()).await;
    ground.signed_in("truong", Role::RegulatorHead, "so").await;
    ground.signed_in("song", Role::OperatorManager, "song").await;
    ground
}

async fn post(
    ground: &Ground,
    login: &str,
    path: &str,
    kind: &str,
    body: impl Into<Body>,
) -> (StatusCode, Value) {
    let request = Request::post(format!("/api/v1{path}")).header(header::CONTENT_TYPE, kind);
    ground.answer(as_login(request, login).body(body.into()).unwrap()).await.told()
}

async fn send(ground: &Ground, path: &str, file: &str, letters: Value) -> (StatusCode, Value) {
    post(ground, "truong", path, "application/json", json!({ "file": file, "letters": letters }).to_string())
        .await
}

#[tokio::test]
async fn a_letter_in_old_fonts_is_drafted_from_as_what_was_read_of_it() {
    const OLD: &[u8] = include_bytes!("../../../../testdata/letters/tuning/legacy/tcvn3-so-tet-ky-suu.txt");
    let ground = ground().await;
    let (status, draft) = post(&ground, "truong", "/campaign/draft", "text/plain", OLD).await;
    assert_eq!(status, StatusCode::OK, "{draft}");
    let text = draft["letter"]["text"].as_str().unwrap();
    assert!(text.contains("Kính gửi"), "{text}");
    let file = draft["file"].as_str().unwrap();
    let letters = json!([{ "name": draft["letter"]["name"], "text": text }]);
    let (_, with) = send(&ground, "/campaign/check", file, letters).await;
    let (_, without) = send(&ground, "/campaign/check", file, json!([])).await;
    let count = |answer: &Value| answer["faults"].as_array().unwrap().len();
    assert!(count(&with) < count(&without), "the text that was read is the letter the file names: {with}");
}

#[tokio::test]
async fn a_letter_becomes_a_draft_whose_open_places_are_told_by_line() {
    let ground = ground().await;
    let path = "/campaign/draft?name=cong-van.txt";
    let (status, draft) = post(&ground, "truong", path, "text/plain", LETTER.to_owned()).await;
    assert_eq!(status, StatusCode::OK, "{draft}");
    assert!(draft["obligations"].as_u64().unwrap() > 3, "{draft}");
    assert_eq!(draft["letter"]["text"], LETTER);
    let file = draft["file"].as_str().unwrap();
    let letters = json!([{ "name": "cong-van.txt", "text": LETTER }]);
    let (status, checked) = send(&ground, "/campaign/check", file, letters.clone()).await;
    assert_eq!((status, &checked["valid"]), (StatusCode::OK, &json!(false)));
    let faults = checked["faults"].as_array().unwrap();
    assert!(
        !faults.is_empty() && faults.iter().all(|fault| fault["line"].as_u64().unwrap() >= 1),
        "{checked}"
    );
    // Each can be said in another language, advice included.
    for fault in faults {
        assert!(fault["code"].is_string() && fault["args"].is_object(), "{fault}");
        assert!(fault["hint"].is_null() || fault["hint"]["code"].is_string(), "{fault}");
    }
    // A letter that was changed meanwhile is no longer the one the file is about.
    let changed = json!([{ "name": "cong-van.txt", "text": format!("{LETTER} ") }]);
    let (_, with_changed) = send(&ground, "/campaign/check", file, changed).await;
    let (_, without) = send(&ground, "/campaign/check", file, json!([])).await;
    for answer in [&with_changed, &without] {
        assert!(answer["faults"].as_array().unwrap().len() > faults.len(), "{answer}");
    }
}

#[tokio::test]
async fn what_passes_the_check_is_issued_once_and_in_force() {
    let ground = ground().await;
    let mut more = OWED.to_owned();
    let _ = write!(
        more,
        "[[obligation]]\nid = \"do-thu\"\ntitle = \"Đo thử\"\nquote = \"đo thử\"\nowners = [\"song\"]\n\
         [[obligation.check]]\nkind = \"acknowledgement\"\n"
    );
    let file = campaign(&ORGANISATIONS, &more).replace("\"tet\"", "\"tet-hai\"");
    let (_, checked) = send(&ground, "/campaign/check", &file, json!([])).await;
    assert_eq!((&checked["valid"], &checked["obligations"]), (&json!(true), &json!(2)), "{checked}");
    let (status, first) = send(&ground, "/campaign", &file, json!([])).await;
    assert_eq!(status, StatusCode::CREATED, "{first}");
    let (status, again) = send(&ground, "/campaign", &file, json!([])).await;
    assert_eq!((status, &again["id"], &again["replayed"]), (StatusCode::CREATED, &first["id"], &json!(true)));
    let (_, shown) = ground.get("song", "/campaign").await;
    assert_eq!((&shown["id"], &shown["digest"]), (&json!("tet-hai"), &checked["digest"]));
    let (status, refused) = send(&ground, "/campaign", "schema = 1\n", json!([])).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    assert!(
        refused["fields"]
            .as_array()
            .unwrap()
            .iter()
            .all(|fault| fault["field"].as_str().unwrap().contains(':'))
    );
}

#[tokio::test]
async fn what_bears_a_secrecy_mark_or_is_no_letter_is_refused_and_nothing_of_it_repeated() {
    let ground = ground().await;
    let secret = "TỐI MẬT\nĐề nghị bảo vệ trạm Bí Ẩn.";
    let (status, refused) = post(&ground, "truong", "/campaign/draft", "text/plain", secret.to_owned()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    assert!(!refused.to_string().contains("Bí Ẩn"));
    assert_eq!(refused["fields"][0]["code"], "secret_words");
    let letters = json!([{ "name": "a.txt", "text": secret }]);
    let file = "schema = 1\n[[directive]]\nfile = \"a.txt\"\n";
    let (_, checked) = send(&ground, "/campaign/check", file, letters).await;
    assert_eq!(
        checked["faults"].as_array().unwrap().len(),
        1,
        "of such a letter nothing else is told: {checked}"
    );
    for bad in ["/campaign/draft?name=../a", "/campaign/draft?name=a%22b", "/campaign/draft?name="] {
        let (status, _) = post(&ground, "truong", bad, "text/plain", LETTER.to_owned()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
    let (status, _) = post(&ground, "truong", "/campaign/draft", "text/plain", "\u{1}".to_owned()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn only_who_may_issue_a_campaign_drafts_or_checks_one_and_nobody_places_those_they_do_not_see() {
    let ground = ground().await;
    // Of another authority, which no campaign here knows: to it the organisations of this one are not its own.
    ground.signed_in("khac", Role::RegulatorDesk, "song").await;
    let file = campaign(&[("song", "regulator", ""), ("so", "unit", "song")], OWED);
    let body = json!({ "file": file, "letters": [] }).to_string();
    let (status, told) = post(&ground, "khac", "/campaign", "application/json", body.clone()).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{told}");
    for path in ["/campaign", "/campaign/check"] {
        let (status, _) = post(&ground, "song", path, "application/json", body.clone()).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{path}");
    }
    let (status, _) = post(&ground, "song", "/campaign/draft", "text/plain", LETTER.to_owned()).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn what_was_read_stands_where_the_letter_has_it() {
    let ground = ground().await;
    let (_, draft) = post(&ground, "truong", "/campaign/draft", "text/plain", LETTER.to_owned()).await;
    let points: Vec<char> = draft["letter"]["text"].as_str().unwrap().chars().collect();
    let reading = &draft["reading"];
    let mut passages = 0;
    for list in ["obligations", "deadlines", "unclaimed", "citations"] {
        for passage in reading[list].as_array().unwrap() {
            let at = |end: usize| passage["span"][end].as_u64().unwrap() as usize;
            let words: String = points[at(0)..at(1)].iter().collect();
            assert_eq!(passage["quote"], words, "{list}");
            passages += 1;
        }
    }
    assert!(passages > 20, "{passages}");
    let drafted = draft["form"]["obligation"].as_array().unwrap();
    for (read, drafted) in reading["obligations"].as_array().unwrap().iter().zip(drafted) {
        assert_eq!((&read["id"], &read["quote"]), (&drafted["id"], &drafted["quote"]));
        assert!(read["deadlines"].as_array().unwrap().iter().all(|one| one.as_u64().unwrap() < 100));
        let kinds = |checks: &Value| {
            checks.as_array().unwrap().iter().map(|one| one["kind"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&read["checks"]), kinds(&drafted["check"]), "the checks that were proposed");
    }
}

#[tokio::test]
async fn keys_that_are_sent_are_checked_and_issued_as_the_text_that_says_the_same() {
    let ground = ground().await;
    let file = campaign(&ORGANISATIONS, OWED).replace("\"tet\"", "\"tet-hai\"");
    let ask = async |path: &str, body: Value| ground.post("truong", path, body).await;
    let (status, read) =
        ask("/campaign/check", json!({ "file": file, "letters": [], "convert": true })).await;
    assert_eq!(
        (status, &read["valid"], &read["file"]),
        (StatusCode::OK, &json!(true), &Value::Null),
        "{read}"
    );
    let form = read["form"].clone();
    let (_, plain) = ask("/campaign/check", json!({ "file": file, "letters": [] })).await;
    assert_eq!(plain["form"], Value::Null, "nobody asked for them");
    let (_, checked) = ask("/campaign/check", json!({ "form": form, "letters": [] })).await;
    assert_eq!(checked["valid"], true, "{checked}");
    let text = checked["file"].as_str().unwrap();
    let (_, same) = ask("/campaign/check", json!({ "file": text, "letters": [] })).await;
    assert_eq!(same["digest"], checked["digest"]);
    let (status, issued) = ask("/campaign", json!({ "form": form, "letters": [] })).await;
    assert_eq!(status, StatusCode::CREATED, "{issued}");
    let (_, again) = ask("/campaign", json!({ "file": text, "letters": [] })).await;
    assert_eq!(issued["index"], again["index"], "the same text is the same fact");

    // A fault in what is sent as keys has the line of the text that is answered with.
    let mut broken = form.clone();
    broken["obligation"][0]["owners"] = json!(["khong-co"]);
    let (_, told) = ask("/campaign/check", json!({ "form": broken, "letters": [] })).await;
    let fault = &told["faults"][0];
    let line = told["file"].as_str().unwrap().lines().nth(fault["line"].as_u64().unwrap() as usize - 1);
    assert!(line.unwrap().contains("khong-co"), "{told}");

    for body in [json!({ "letters": [] }), json!({ "file": file, "form": form, "letters": [] })] {
        for path in ["/campaign/check", "/campaign"] {
            let (status, refused) = ask(path, body.clone()).await;
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
        }
    }
}
