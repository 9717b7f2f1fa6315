//! The second factor over the wire.

use access::Role;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::support::{Browser, PASSWORD, Province, field};
use crate::ground::phone;

struct Enrolled {
    province: Province,
    desk: Browser,
    secret: String,
    recovery: Vec<String>,
}

/// An account whose second factor was confirmed just now.
async fn enrolled() -> Enrolled {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    let mut desk = province.signed_in("truc").await;
    let (status, begun) = desk.send("POST", "/account/second-factor", json!({ "password": PASSWORD })).await;
    assert_eq!(status, StatusCode::OK);
    let secret = begun["secret"].as_str().unwrap().to_owned();
    assert!(begun["address"].as_str().unwrap().contains(&secret));
    // Nothing is asked for before it is confirmed.
    province.signed_in("truc").await;
    let body = json!({ "code": phone(&secret, province.node.now()) });
    let (status, confirmed) = desk.send("POST", "/account/second-factor/confirm", body).await;
    assert_eq!(status, StatusCode::OK, "{confirmed}");
    confirmed["session"]["csrf"].as_str().unwrap().clone_into(&mut desk.csrf);
    let codes = confirmed["recovery_codes"].as_array().unwrap();
    let recovery = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    Enrolled { province, desk, secret, recovery }
}

async fn sign_in(browser: &mut Browser, code: &str) -> Value {
    let body = json!({ "login": "truc", "password": PASSWORD, "code": code });
    browser.send("POST", "/session", body).await.1
}

#[tokio::test]
async fn the_sign_in_asks_for_a_code_that_counts_once() {
    let Enrolled { province, mut desk, secret, recovery } = enrolled().await;
    assert!(desk.is_in().await);
    assert_eq!(recovery.len(), 10);
    let mut other = province.browser();
    assert_eq!(other.sign_in("truc", PASSWORD).await.1["code"], "code_required");
    assert_eq!(other.sign_in("truc", "sai hoàn toàn rồi").await.1["code"], "bad_credentials");
    let used = phone(&secret, province.node.now());
    assert_eq!(sign_in(&mut other, &used).await["code"], "bad_code", "it confirmed the enrolment");
    province.clock.advance(30_000);
    let code = phone(&secret, province.node.now());
    assert_eq!(sign_in(&mut other, &code).await["login"], "truc");
    assert_eq!(sign_in(&mut province.browser(), &code).await["code"], "bad_code");
    province.clock.advance(120_000);
    assert_eq!(sign_in(&mut province.browser(), &code).await["code"], "bad_code");
}

#[tokio::test]
async fn a_recovery_code_opens_once() {
    let Enrolled { province, mut desk, recovery, .. } = enrolled().await;
    let typed = recovery[3].to_lowercase().replace('-', " ");
    assert_eq!(sign_in(&mut province.browser(), &typed).await["login"], "truc");
    assert_eq!(sign_in(&mut province.browser(), &typed).await["code"], "bad_code");
    assert_eq!(desk.get("/account/second-factor").await.1["recovery_codes_left"], 9);
    let body = json!({ "password": PASSWORD, "code": recovery[0] });
    let (_, renewed) = desk.send("POST", "/account/second-factor/recovery-codes", body).await;
    assert_eq!(renewed["recovery_codes"].as_array().unwrap().len(), 10);
    assert_eq!(sign_in(&mut province.browser(), &recovery[1]).await["code"], "bad_code");
}

#[tokio::test]
async fn wrong_codes_are_throttled_without_locking_out_the_owner() {
    let Enrolled { province, secret, .. } = enrolled().await;
    let mut guesser = province.browser_at("192.0.2.9");
    let mut said = Value::Null;
    for n in 0..9 {
        said = sign_in(&mut guesser, &format!("00000{n}")).await;
    }
    assert_eq!(said["code"], "throttled");
    province.clock.advance(30_000);
    let mut owner = province.browser_at("192.0.2.2");
    assert_eq!(sign_in(&mut owner, &phone(&secret, province.node.now())).await["login"], "truc");
}

#[tokio::test]
async fn it_is_begun_with_the_password_and_removed_with_both() {
    let Enrolled { province, mut desk, secret, recovery } = enrolled().await;
    let mut phone_session = province.browser();
    sign_in(&mut phone_session, &recovery[0]).await;
    let again = desk.send("POST", "/account/second-factor", json!({ "password": PASSWORD })).await.1;
    assert_eq!(field(&again), "second_factor");
    province.clock.advance(30_000);
    let code = phone(&secret, province.node.now());
    let table =
        [("không phải nó", code.as_str(), "password"), (PASSWORD, "000000", "code"), (PASSWORD, "", "code")];
    for (password, code, at_fault) in table {
        let body = json!({ "password": password, "code": code });
        let (status, problem) = desk.send("POST", "/account/second-factor/remove", body).await;
        assert_eq!((status, field(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, at_fault));
    }
    let mut before = desk.clone();
    let body = json!({ "password": PASSWORD, "code": code });
    assert_eq!(desk.send("POST", "/account/second-factor/remove", body.clone()).await.0, StatusCode::OK);
    assert!(desk.is_in().await && !before.is_in().await && !phone_session.is_in().await);
    assert_eq!(desk.send("POST", "/account/second-factor/remove", body).await.0, StatusCode::NOT_FOUND);
    province.signed_in("truc").await;
    let refused = desk.send("POST", "/account/second-factor", json!({ "password": "sai hoàn toàn" })).await.1;
    assert_eq!(field(&refused), "password");
    let confirm = desk.send("POST", "/account/second-factor/confirm", json!({ "code": "000000" })).await.0;
    assert_eq!(confirm, StatusCode::NOT_FOUND, "nothing was begun");
}

#[tokio::test]
async fn wrong_codes_count_as_failures_while_it_is_being_confirmed_too() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    province.account("qt", Role::Administrator, "di-dong").await;
    let mut desk = province.signed_in("truc").await;
    desk.send("POST", "/account/second-factor", json!({ "password": PASSWORD })).await;
    let mut admin = province.signed_in("qt").await;
    let failures = async |admin: &mut Browser| {
        let page = admin.get("/accounts").await.1;
        let accounts = page["accounts"].as_array().unwrap();
        accounts.iter().find(|account| account["login"] == "truc").unwrap()["failures"].clone()
    };
    assert_eq!(failures(&mut admin).await, 0);
    for n in 1..=7 {
        let wrong = json!({ "code": format!("00000{n}") });
        let (_, problem) = desk.send("POST", "/account/second-factor/confirm", wrong).await;
        assert_eq!(field(&problem), "code");
        assert_eq!(failures(&mut admin).await, n);
    }
    desk.send("POST", "/account/second-factor/confirm", json!({ "code": "000008" })).await;
    let held = desk.send("POST", "/account/second-factor/confirm", json!({ "code": "000009" })).await;
    assert_eq!(held.0, StatusCode::TOO_MANY_REQUESTS);
    let mut elsewhere = province.browser_at("192.0.2.77");
    assert_eq!(elsewhere.sign_in("truc", PASSWORD).await.0, StatusCode::OK, "the owner is not locked out");
}
