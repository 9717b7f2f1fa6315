//! How large a body is taken and how slowly it may come does not depend on whether it comes with an idempotency key.

use access::Role;
use api::TooSlow;
use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode, header},
};
use futures_util::stream;

use crate::ground::{Answer, Ground, OWED, as_login, campaign};

async fn ground() -> Ground {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let ground = Ground::new(&campaign(&organisations, OWED), Vec::new()).await;
    ground.signed_in("chanh", Role::RegulatorHead, "so").await;
    ground
}

async fn post(ground: &Ground, path: &str, key: Option<&str>, body: Body) -> Answer {
    let mut request = as_login(Request::post(format!("/api/v1{path}")), "chanh");
    request = request.header(header::CONTENT_TYPE, "application/json");
    if let Some(key) = key {
        request = request.header("idempotency-key", key);
    }
    ground.answer(request.body(body).unwrap()).await
}

#[tokio::test]
async fn a_body_as_large_as_its_route_takes_is_read_with_a_key_too_and_a_larger_one_with_neither() {
    let ground = ground().await;
    let mut tried = 0;
    for route in api::table() {
        // A source shows its secret over the whole body and is told nothing before; signing out ends the test.
        let gates =
            route.gates.iter().filter(|(method, gate)| *method == "POST" && *gate != api::Gate::Secret);
        for (method, _) in gates {
            let path = route.path.replace("{id}", "01a2b3c4-0000-7000-8000-000000000000");
            let of = |bytes: usize| Body::from(vec![b' '; bytes]);
            let plain = post(&ground, &path, None, of(route.max_bytes)).await.status;
            let keyed =
                post(&ground, &path, Some(&format!("{path} whole")), of(route.max_bytes)).await.status;
            assert_eq!(plain, keyed, "{method} {path}: a key changes what is taken");
            assert_ne!(keyed, StatusCode::PAYLOAD_TOO_LARGE, "{method} {path}");
            let larger = post(&ground, &path, Some(&format!("{path} larger")), of(route.max_bytes + 1)).await;
            assert_eq!(larger.status, StatusCode::PAYLOAD_TOO_LARGE, "{method} {path}: {}", larger.text());
            tried += 1;
        }
    }
    assert!(tried > 30, "{tried}");
}

#[tokio::test]
async fn a_campaign_of_fifty_thousand_targets_is_checked_with_a_key() {
    let ground = ground().await;
    // No campaign, and of the size that one has: read to its end, and faulty in its first line.
    let file = "x".repeat(11_300_000);
    let body = serde_json::json!({ "file": file, "letters": [] }).to_string();
    for key in [None, Some("one")] {
        let answer = post(&ground, "/campaign/check", key, Body::from(body.clone())).await;
        assert_eq!(answer.status, StatusCode::OK, "{key:?}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_in_is_told_so() {
    let ground = ground().await;
    for key in [None, Some("one")] {
        let pieces = stream::iter([Ok(Bytes::from_static(b"{")), Err(TooSlow)]);
        let answer = post(&ground, "/campaign/check", key, Body::from_stream(pieces)).await;
        let (status, told) = answer.told();
        assert_eq!((status, &told["code"]), (StatusCode::REQUEST_TIMEOUT, &"too_slow".into()), "{key:?}");
    }
}
