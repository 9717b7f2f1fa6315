//! An obligation is given and taken back over HTTP: once for its id, told to whoever is concerned, and to nobody else.

use access::Role;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::ground::{Ground, campaign};

const ORGANISATIONS: [(&str, &str, &str); 4] = [
    ("so", "regulator", ""),
    ("di-dong", "telecom_operator", "so"),
    ("tram", "unit", "di-dong"),
    ("buu-dien", "postal_operator", "so"),
];

const OWED: &str = r#"
[[obligation]]
id = "truc"
title = "Trực"
quote = "trực 24/24"
owners = ["di-dong", "buu-dien"]
[[obligation.check]]
kind = "acknowledgement"
"#;

async fn ground() -> Ground {
    let ground = Ground::new(&campaign(&ORGANISATIONS, OWED), Vec::new()).await;
    for (login, role, organisation) in [
        ("ban-truc", Role::RegulatorDesk, "so"),
        ("phu-trach", Role::OperatorManager, "di-dong"),
        ("truc-ca", Role::DutyOfficer, "di-dong"),
        ("to-tram", Role::UnitStaff, "tram"),
        ("nguoi-ngoai", Role::OperatorManager, "buu-dien"),
    ] {
        ground.signed_in(login, role, organisation).await;
    }
    ground
}

async fn held(ground: &Ground, login: &str) -> Value {
    let (status, board) = ground.get(login, "/board?organisation=di-dong").await;
    assert_eq!(status, StatusCode::OK, "{board}");
    board["cells"][0]["held_by"].clone()
}

#[tokio::test]
async fn an_obligation_is_given_once_for_its_id_and_whoever_is_concerned_is_told() {
    let ground = ground().await;
    let (_, offered) = ground.get("phu-trach", "/assignments").await;
    let people: Vec<&Value> = offered["people"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!(people, ["Người phu-trach", "Người to-tram", "Người truc-ca"]);
    let account = &offered["people"][1]["account"];
    let order = json!({
        "id": "01a2b3c4-0000-7000-8000-000000000021", "obligation": "truc", "unit": "tram", "account": account,
        "until": "2027-02-03T01:00:00.000Z", "note": "Trực đêm",
    });
    let (status, first) = ground.post("truc-ca", "/assignments", order.clone()).await;
    assert_eq!(status, StatusCode::CREATED, "{first}");
    ground.clock.advance(60_000);
    let (_, again) = ground.post("truc-ca", "/assignments", order).await;
    assert_eq!((&again["index"], &again["replayed"]), (&first["index"], &json!(true)));
    for login in ["phu-trach", "ban-truc"] {
        let shown = held(&ground, login).await;
        assert_eq!(
            (&shown["unit"], &shown["account"], &shown["entry"]),
            (&json!("tram"), account, &first["id"])
        );
        assert_eq!(shown["since"], "2027-02-01T01:00:00.000Z");
    }
    let (_, cell) = ground.get("ban-truc", "/cells/di-dong/truc").await;
    assert_eq!(cell["cell"]["status"], "not_due", "who holds it moves no verdict");
    let entry = &cell["evidence"][0];
    assert_eq!((&entry["kind"], &entry["grade"]), (&json!("obligation.assigned"), &json!(null)));
    assert_eq!(entry["private"], json!({ "person": "Người to-tram", "note": "Trực đêm" }));
    let (_, page) = ground.get("ban-truc", "/journal/di-dong/entries?limit=1").await;
    let raw = page["entries"][0]["raw"].as_str().unwrap();
    assert!(!raw.contains("to-tram") && !raw.contains("Trực đêm"), "{raw}");

    // The unit is told what it was given; neither it nor anybody else learns more.
    let (_, told) = ground.get("to-tram", "/assignments").await;
    let line = &told["assignments"][0];
    assert_eq!((&line["own"], &line["organisation_name"]), (&json!(true), &json!("Tên của di-dong")));
    assert_eq!(
        (&line["obligation"]["quote"], &line["obligation"]["owners"]),
        (&json!("trực 24/24"), &json!(["di-dong"]))
    );
    assert_eq!(
        (&line["note"], &told["may_assign"], &told["people"]),
        (&json!("Trực đêm"), &json!(false), &json!([]))
    );
    assert_eq!(ground.get("to-tram", "/cells/di-dong/truc").await.0, StatusCode::NOT_FOUND);
    let (_, other) = ground.get("nguoi-ngoai", "/assignments").await;
    assert_eq!(other["assignments"], json!([]));
    assert_eq!(other["people"][0]["organisation"], "buu-dien");
    let (_, above) = ground.get("ban-truc", "/assignments").await;
    assert_eq!(
        (&above["assignments"][0]["own"], &above["assignments"][0]["person"]),
        (&json!(false), &json!("Người to-tram"))
    );
}

#[tokio::test]
async fn it_is_refused_with_its_field_and_taken_back_by_who_gave_it_alone() {
    let ground = ground().await;
    let give = async |login: &str, order: Value| ground.post(login, "/assignments", order).await;
    for (order, field) in [
        (json!({ "obligation": "truc" }), "facts.unit"),
        (json!({ "obligation": "truc", "unit": "buu-dien" }), "facts.unit"),
        (json!({ "obligation": "truc", "account": "a-khong-co" }), "facts.account"),
        (json!({ "obligation": "khong-co", "unit": "tram" }), "facts.obligation"),
        (json!({ "obligation": "truc", "unit": "tram", "until": "2027-02-01T00:00:00.000Z" }), "facts.until"),
        (json!({ "obligation": "truc", "unit": "tram", "note": " " }), "private.note"),
    ] {
        let (status, problem) = give("phu-trach", order.clone()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{order}: {problem}");
        assert_eq!(problem["fields"][0]["field"], field, "{order}: {problem}");
    }
    let order = json!({ "obligation": "truc", "unit": "tram" });
    assert_eq!(give("to-tram", order.clone()).await.0, StatusCode::FORBIDDEN);
    let (_, first) = give("phu-trach", order).await;
    let back = format!("/assignments/{}/withdraw", first["id"].as_str().unwrap());
    let body = json!({ "id": "01a2b3c4-0000-7000-8000-000000000022" });
    assert_eq!(
        ground.post("ban-truc", &back, json!({})).await.0,
        StatusCode::FORBIDDEN,
        "it is the owner's to say"
    );
    let theirs = ground.post("nguoi-ngoai", &back, json!({})).await;
    let absent = "/assignments/01a2b3c4-0000-7000-8000-000000000000/withdraw";
    assert_eq!(
        (theirs.0, &theirs),
        (StatusCode::NOT_FOUND, &ground.post("nguoi-ngoai", absent, json!({})).await)
    );
    for replayed in [false, true] {
        let (status, said) = ground.post("phu-trach", &back, body.clone()).await;
        assert_eq!((status, &said["replayed"]), (StatusCode::CREATED, &json!(replayed)), "{said}");
    }
    assert_eq!(held(&ground, "phu-trach").await, json!(null));
    assert_eq!(ground.get("to-tram", "/assignments").await.1["assignments"], json!([]));
    let (status, problem) = ground.post("phu-trach", &back, json!({})).await;
    assert_eq!(
        (status, &problem["fields"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("answers"))
    );
}
