//! Keys of programs over the wire: shown once, held to what they name, gone when revoked.

use access::{Action, Relation, Role, allows};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::support::{Browser, Province, field};
use crate::ground::Answer;

const LATER: &str = "2027-02-09T00:00:00.000Z";

async fn make(admin: &mut Browser, actions: &[&str], obligations: &[&str]) -> (StatusCode, Value) {
    let order = json!({
        "name": "Phần mềm văn thư",
        "organisation": "di-dong",
        "actions": actions,
        "obligations": obligations,
        "expires_at": LATER,
    });
    admin.send("POST", "/keys", order).await
}

async fn with_key(province: &Province, token: &str, method: &Method, path: &str, body: Value) -> Answer {
    let mut program = province.browser();
    program.bearer = Some(token.to_owned());
    let response = program.raw(method.as_str(), path, body).await;
    let (status, headers) = (response.status(), response.headers().clone());
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
    Answer { status, headers, body }
}

fn taken() -> Value {
    json!({ "kind": "acknowledgement.given", "obligation": "truc" })
}

#[tokio::test]
async fn a_key_does_what_it_names_until_it_is_revoked() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "di-dong").await;
    let mut admin = province.signed_in("qt").await;
    let (status, made) = make(&mut admin, &["read_board", "acknowledge"], &["truc"]).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let token = made["token"].as_str().unwrap().to_owned();
    let listed = admin.get("/keys").await.1;
    assert_eq!(
        (&listed["keys"][0]["state"], &listed["keys"][0]["used_at"]),
        (&json!("active"), &Value::Null)
    );
    assert!(!listed.to_string().contains(token.split('_').next_back().unwrap()), "shown once");

    let board = with_key(&province, &token, &Method::GET, "/board", Value::Null).await;
    assert_eq!(board.status, StatusCode::OK);
    assert!(board.headers.get("set-cookie").is_none());
    let (status, receipt) = with_key(&province, &token, &Method::POST, "/evidence", taken()).await.told();
    assert_eq!(status, StatusCode::CREATED, "no token of a session is asked of a program: {receipt}");
    let attested = json!({ "kind": "acknowledgement.given", "obligation": "truc", "grade": "attested" });
    let (_, problem) = with_key(&province, &token, &Method::POST, "/evidence", attested).await.told();
    assert_eq!(field(&problem), "grade", "a program attests nothing");
    for (path, wanted) in [
        ("/journal/di-dong/entries", StatusCode::FORBIDDEN),
        ("/session", StatusCode::UNAUTHORIZED),
        ("/sessions", StatusCode::UNAUTHORIZED),
        ("/accounts", StatusCode::FORBIDDEN),
        ("/keys", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(
            with_key(&province, &token, &Method::GET, path, Value::Null).await.status,
            wanted,
            "{path}"
        );
    }
    let id = made["key"]["id"].as_str().unwrap();
    assert!(admin.get("/keys").await.1["keys"][0]["used_at"].is_string());
    let (status, revoked) = admin.send("POST", &format!("/keys/{id}/revoke"), Value::Null).await;
    assert_eq!((status, &revoked["state"]), (StatusCode::OK, &json!("revoked")));
    let shut = with_key(&province, &token, &Method::GET, "/board", Value::Null).await;
    assert_eq!(shut.status, StatusCode::UNAUTHORIZED);

    province.account("ks", Role::Auditor, "di-dong").await;
    let journal = province.signed_in("ks").await.get("/journal/di-dong/entries").await.1;
    let told: Vec<&Value> = journal["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| &line["entry"])
        .filter(|entry| entry["kind"] == "key.changed")
        .collect();
    assert_eq!((told.len(), &told[1]["facts"]["actions"]), (2, &json!(["read_board", "acknowledge"])));
    assert!(!journal.to_string().contains("văn thư"), "its name is a commitment");
    let given =
        journal["entries"].as_array().unwrap().iter().find(|line| line["entry"]["actor"] == id).unwrap();
    assert_eq!(given["entry"]["grade"], "asserted");
}

#[tokio::test]
async fn a_key_is_held_to_its_obligations_and_its_time() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "di-dong").await;
    let mut admin = province.signed_in("qt").await;
    let (_, made) = make(&mut admin, &["acknowledge"], &["viec-khac"]).await;
    let token = made["token"].as_str().unwrap();
    let (status, problem) = with_key(&province, token, &Method::POST, "/evidence", taken()).await.told();
    assert_eq!((status, field(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, "facts"));
    province.clock.advance(8 * 24 * 3_600_000);
    let late = with_key(&province, token, &Method::POST, "/evidence", taken()).await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn whoever_guesses_keys_is_held_back_and_the_right_key_is_not() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "di-dong").await;
    let mut admin = province.signed_in("qt").await;
    let (_, made) = make(&mut admin, &["read_board"], &[]).await;
    let token = made["token"].as_str().unwrap();
    let prefix = token.rsplit_once('_').unwrap().0;
    let guess = format!("{prefix}_{}", "a".repeat(32));
    let mut last = StatusCode::OK;
    for _ in 0..10 {
        last = with_key(&province, &guess, &Method::GET, "/board", Value::Null).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let right = with_key(&province, token, &Method::GET, "/board", Value::Null).await;
    assert_eq!(right.status, StatusCode::OK, "from the same address, at the same moment");
    let mut busy = StatusCode::OK;
    for _ in 0..700 {
        busy = with_key(&province, token, &Method::GET, "/campaign", Value::Null).await.status;
    }
    assert_eq!(busy, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_key_names_nothing_that_no_machine_may() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "di-dong").await;
    province.account("ql", Role::OperatorManager, "di-dong").await;
    let mut admin = province.signed_in("qt").await;
    for action in Action::ALL {
        let machines = allows(Role::Machine, Relation::Own, action);
        let (status, problem) = make(&mut admin, &["read_board", &action.to_string()], &[]).await;
        let wanted = if machines { StatusCode::CREATED } else { StatusCode::UNPROCESSABLE_ENTITY };
        assert_eq!(status, wanted, "{action}: {problem}");
    }
    for actions in [&[][..], &["read_journal"]] {
        assert_eq!(field(&make(&mut admin, actions, &[]).await.1), "actions");
    }
    let mut order =
        json!({ "name": " ", "organisation": "di-dong", "actions": ["read_board"], "expires_at": LATER });
    assert_eq!(field(&admin.send("POST", "/keys", order.clone()).await.1), "name");
    order["name"] = json!("X");
    for (field_name, value, status) in [
        ("expires_at", "2027-02-01T00:00:00.000Z", StatusCode::UNPROCESSABLE_ENTITY),
        ("expires_at", "2029-02-01T00:00:00.000Z", StatusCode::UNPROCESSABLE_ENTITY),
        ("organisation", "buu-dien", StatusCode::FORBIDDEN),
        ("organisation", "khong-co", StatusCode::FORBIDDEN),
    ] {
        let mut order = order.clone();
        order[field_name] = json!(value);
        assert_eq!(admin.send("POST", "/keys", order).await.0, status, "{field_name} {value}");
    }
    let mut manager = province.signed_in("ql").await;
    assert_eq!(make(&mut manager, &["read_board"], &[]).await.0, StatusCode::FORBIDDEN);
    let absent = admin.send("POST", "/keys/k-nobody/revoke", Value::Null).await.0;
    assert_eq!(absent, StatusCode::NOT_FOUND);
}
