//! A moment in a request is RFC 3339 with its zone, with a fraction or without; in an answer it has one form.

use access::Role;
use axum::http::StatusCode;
use serde_json::json;

use crate::ground::{Ground, OWED, campaign};

#[tokio::test]
async fn a_moment_is_taken_with_its_zone_with_a_fraction_or_without_and_told_in_one_form() {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let ground = Ground::new(&campaign(&organisations, OWED), Vec::new()).await;
    ground.signed_in("an", Role::OperatorManager, "di-dong").await;
    for moment in ["2027-02-01T00:30:00Z", "2027-02-01T00:30:00.000Z", "2027-02-01T07:30:00+07:00"] {
        let line = json!({ "what": "heard", "text": "Mất điện", "heard_at": moment });
        let (status, told) = ground.post("an", "/duty", line).await;
        assert_eq!(status, StatusCode::CREATED, "{moment}: {told}");
        let evidence = json!({ "kind": "acknowledgement.given", "obligation": "truc", "held": { "from": moment, "to": moment } });
        let (status, told) = ground.post("an", "/evidence", evidence).await;
        assert_eq!(status, StatusCode::CREATED, "{moment}: {told}");
    }
    let (_, page) = ground.get("an", "/duty/di-dong").await;
    let lines = page["lines"].as_array().unwrap();
    assert!(
        lines.len() == 3 && lines.iter().all(|line| line["heard_at"] == "2027-02-01T00:30:00.000Z"),
        "{page}"
    );
    for moment in ["2027-02-01T00:30:00", "hôm qua", "2027-02-01"] {
        let line = json!({ "what": "heard", "text": "Mất điện", "heard_at": moment });
        let (status, told) = ground.post("an", "/duty", line).await;
        assert_eq!((status, &told["detail_code"]), (StatusCode::BAD_REQUEST, &"body_unfit".into()), "{told}");
    }
    let key = json!({
        "name": "Máy", "organisation": "di-dong", "actions": ["acknowledge"], "expires_at": "2027-02-09T00:00:00Z",
    });
    ground.signed_in("quan-tri", Role::Administrator, "di-dong").await;
    let (status, told) = ground.post("quan-tri", "/keys", key).await;
    assert_eq!(
        (status, &told["key"]["expires_at"]),
        (StatusCode::CREATED, &"2027-02-09T00:00:00.000Z".into()),
        "{told}"
    );
}
