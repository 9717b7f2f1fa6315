//! Before a report is signed: what changed is told line by line, and a signature stands by what the signer was shown.

use access::Role;
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

use crate::ground::{Ground, as_login, campaign};

const OWED: &str = r#"
[[obligation]]
id = "truc"
title = "Trực"
quote = "trực"
owners = ["di-dong"]
due = 2027-02-05T12:00:00+07:00
[[obligation.check]]
kind = "acknowledgement"
min_grade = "asserted"
[[obligation]]
id = "kiem-tra"
title = "Kiểm tra"
quote = "kiểm tra"
owners = ["di-dong"]
due = 2027-02-01T07:00:00+07:00
[[obligation.check]]
kind = "acknowledgement"
"#;

async fn ground() -> Ground {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let ground = Ground::new(&campaign(&organisations, OWED), Vec::new()).await;
    ground.signed_in("giam-doc", Role::RegulatorHead, "so").await;
    ground.signed_in("ban-truc", Role::RegulatorDesk, "so").await;
    ground.signed_in("phu-trach", Role::OperatorManager, "di-dong").await;
    ground
}

async fn post(ground: &Ground, login: &str, path: &str, body: Value) -> (StatusCode, Value) {
    let request = as_login(Request::post(format!("/api/v1{path}")), login);
    let request = request.header(header::CONTENT_TYPE, "application/json");
    ground.answer(request.body(Body::from(body.to_string())).unwrap()).await.told()
}

async fn acknowledge(ground: &Ground, obligation: &str, grade: &str) {
    let body = json!({ "kind": "acknowledgement.given", "obligation": obligation, "grade": grade });
    let (status, said) = post(ground, "phu-trach", "/evidence", body).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
}

#[tokio::test]
async fn a_signer_is_told_what_rests_on_a_word_what_is_missing_and_what_changed_since_the_draft() {
    let ground = ground().await;
    let (_, first) = ground.get("giam-doc", "/report/signing").await;
    assert_eq!((&first["counts"]["not_due"], &first["counts"]["unproven"]), (&json!(1), &json!(1)));
    assert_eq!((&first["drafts"], &first["changes"]), (&json!([]), &json!([])));
    let (status, draft) = post(&ground, "giam-doc", "/report/drafts", json!({})).await;
    assert_eq!(status, StatusCode::CREATED, "{draft}");
    assert_eq!(draft["counts"], first["counts"]);
    ground.clock.advance(60_000);
    acknowledge(&ground, "truc", "asserted").await;
    let (_, now) = ground.get("giam-doc", "/report/signing").await;
    let change = &now["changes"][0];
    assert_eq!(now["changes"].as_array().unwrap().len(), 1);
    assert_eq!((&change["organisation"], &change["obligation"]), (&json!("di-dong"), &json!("truc")));
    assert_eq!(
        (&change["before"]["status"], &change["after"]["status"]),
        (&json!("not_due"), &json!("proven"))
    );
    assert_eq!(now["counts"]["asserted_only"], 1);
    let wanting: Vec<_> = now["cells"].as_array().unwrap().iter().map(|cell| &cell["obligation"]).collect();
    assert_eq!(wanting.len(), 2, "the missing one, and the one that rests on a word: {wanting:?}");
    let (_, own) = ground.get("phu-trach", "/report/signing").await;
    assert_eq!(own["drafts"], json!([]), "another's drafts are another's");
}

#[tokio::test]
async fn a_signature_names_the_document_the_position_and_the_numbers_that_were_shown() {
    let ground = ground().await;
    let (_, draft) = post(&ground, "ban-truc", "/report/drafts", json!({ "organisation": "di-dong" })).await;
    let sign = |login: &'static str, more: Value| {
        let mut body = json!({
            "draft": draft["id"], "report": draft["report"], "counts": draft["counts"], "signer": "Lê Văn Không",
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        (login, body)
    };
    let cases = [
        (sign("ban-truc", json!({})), StatusCode::FORBIDDEN),
        (sign("phu-trach", json!({})), StatusCode::NOT_FOUND),
        (sign("giam-doc", json!({ "report": "0".repeat(64) })), StatusCode::UNPROCESSABLE_ENTITY),
        (sign("giam-doc", json!({ "counts": { "proven": 9 } })), StatusCode::UNPROCESSABLE_ENTITY),
        (sign("giam-doc", json!({ "signer": " " })), StatusCode::UNPROCESSABLE_ENTITY),
        (sign("giam-doc", json!({ "id": "01a2b3c4-0000-7000-8000-000000000009" })), StatusCode::CREATED),
        (sign("giam-doc", json!({ "id": "01a2b3c4-0000-7000-8000-000000000009" })), StatusCode::CREATED),
    ];
    for ((login, body), wanted) in cases {
        let (status, said) = post(&ground, login, "/report/attestations", body).await;
        assert_eq!(status, wanted, "{login}: {said}");
        if wanted == StatusCode::CREATED {
            ground.clock.advance(1_000);
        }
    }
    let (_, view) = ground.get("giam-doc", "/report/signing?organisation=di-dong").await;
    let signed = &view["drafts"][0]["attested"];
    assert_eq!(signed.as_array().unwrap().len(), 1, "twice sent is signed once: {signed}");
    assert_eq!(signed[0]["signer"], "Lê Văn Không");
    let (_, entries) = ground.get("giam-doc", "/journal/so/entries?limit=1").await;
    let facts = &entries["entries"][0]["entry"]["facts"];
    assert_eq!((&facts["report"], &facts["about"]), (&draft["report"], &json!("di-dong")));
    let known = facts["known"].as_array().unwrap();
    assert!(known.iter().any(|log| log["log"] == "nut.example/so"), "{known:?}");
    assert!(!entries["entries"][0]["raw"].as_str().unwrap().contains("Không"), "the name is a commitment");
}

#[tokio::test]
async fn a_draft_is_the_document_that_was_kept_and_comes_once_for_its_id() {
    let ground = ground().await;
    let id = "01a2b3c4-0000-7000-8000-000000000001";
    let (_, draft) = post(&ground, "ban-truc", "/report/drafts", json!({ "id": id })).await;
    ground.clock.advance(60_000);
    let (_, again) = post(&ground, "ban-truc", "/report/drafts", json!({ "id": id })).await;
    assert_eq!((&draft["id"], &draft["report"]), (&again["id"], &again["report"]));
    let request = as_login(Request::get(format!("/api/v1/report/drafts/{id}")), "giam-doc");
    let document = ground.answer(request.body(Body::empty()).unwrap()).await;
    assert_eq!(journal::Hash::of(&document.body).hex(), draft["report"].as_str().unwrap());
    let (status, _) = ground.get("phu-trach", &format!("/report/drafts/{id}")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}
