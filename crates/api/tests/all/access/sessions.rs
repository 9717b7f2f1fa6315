//! Sessions over the wire.

use access::{Role, Scope};
use axum::http::StatusCode;
use futures_util::{FutureExt, StreamExt};
use serde_json::Value;

use super::support::{PASSWORD, Province, slug};

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_are_one_answer() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    let away = province.account("nghi", Role::DutyOfficer, "di-dong").await;
    let admin = Scope::new("node", Role::Administrator, slug("di-dong"), &province.node.store.tree());
    province.node.store.disable_account(&admin, &away.actor).await.unwrap();
    let mut answers = Vec::new();
    for login in ["truc", "nobody", "nghi"] {
        let mut browser = province.browser();
        answers.push(browser.sign_in(login, "sai hoàn toàn rồi").await);
        assert!(browser.cookie.is_empty());
    }
    answers.push(province.browser().sign_in("nghi", super::support::PASSWORD).await);
    answers.push(province.browser().sign_in("truc", &"x".repeat(5_000)).await);
    assert!(answers.iter().all(|answer| answer.0 == StatusCode::UNAUTHORIZED && *answer == answers[0]));
}

#[tokio::test]
async fn a_sign_in_makes_another_token_and_the_one_before_dies() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    let mut browser = province.signed_in("truc").await;
    let mut before = browser.clone();
    browser.sign_in("truc", super::support::PASSWORD).await;
    assert_ne!(before.cookie, browser.cookie);
    assert!(!before.is_in().await && browser.is_in().await);
}

#[tokio::test]
async fn one_sees_where_one_is_signed_in_and_ends_any_of_it() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    province.account("khac", Role::DutyOfficer, "di-dong").await;
    let (mut desk, mut phone) = (province.signed_in("truc").await, province.signed_in("truc").await);
    let mut other = province.signed_in("khac").await;
    let (_, list) = desk.get("/sessions").await;
    let sessions = list["sessions"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    assert!(sessions.iter().all(|session| session["device"] == "Firefox · Linux"));
    assert!(!list.to_string().contains("192.0.2.1"), "addresses are not kept");
    let id = |current: bool| {
        let found = sessions.iter().find(|session| session["current"] == current).unwrap();
        format!("/sessions/{}", found["id"].as_str().unwrap())
    };
    assert_eq!(other.send("DELETE", &id(false), Value::Null).await.0, StatusCode::NOT_FOUND);
    let mut forged = desk.clone();
    forged.csrf = "guessed".to_owned();
    assert_eq!(forged.send("DELETE", &id(false), Value::Null).await.1["code"], "csrf");
    assert_eq!(desk.send("DELETE", &id(false), Value::Null).await.0, StatusCode::NO_CONTENT);
    assert!(!phone.is_in().await && desk.is_in().await && other.is_in().await);
    let mut phone = province.signed_in("truc").await;
    assert_eq!(desk.send("DELETE", "/sessions", Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(desk.cookie, "ts_session=");
    assert!(!phone.is_in().await && other.is_in().await);
}

#[tokio::test]
async fn a_session_ends_with_its_time() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    let mut browser = province.signed_in("truc").await;
    province.clock.advance(store::IDLE_MS - 1);
    assert!(browser.is_in().await);
    province.clock.advance(store::IDLE_MS);
    assert!(!browser.is_in().await);
}

#[tokio::test]
async fn the_live_stream_ends_with_the_session() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    province.account("khac", Role::DutyOfficer, "di-dong").await;
    let (desk, mut phone) = (province.signed_in("truc").await, province.signed_in("truc").await);
    let mut other = province.signed_in("khac").await;
    let stream = desk.raw("GET", "/events", Value::Null).await;
    assert_eq!(stream.status(), StatusCode::OK);
    let mut stream = stream.into_body().into_data_stream();
    // Another's end is not its own.
    other.send("DELETE", "/sessions", Value::Null).await;
    while let Some(event) = stream.next().now_or_never() {
        assert!(event.is_some());
    }
    phone.send("DELETE", "/sessions", Value::Null).await;
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn behind_a_trusted_server_each_address_has_its_own_tries_and_elsewhere_no_header_is_believed() {
    let mut province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    let guess = async |province: &Province, peer: &str, forwarded: String| {
        let mut browser = province.browser_at(peer);
        browser.forwarded = Some(forwarded);
        browser.sign_in("truc", "sai hoàn toàn rồi").await.0
    };
    // Nobody is trusted: another address in the header is the same guesser.
    for n in 0..9 {
        let status = guess(&province, "192.0.2.9", format!("198.51.100.{n}")).await;
        assert_eq!(status == StatusCode::TOO_MANY_REQUESTS, n == 8, "{n}");
    }
    let trusted = api::TrustedProxies::new(vec!["10.0.0.0/8".parse().unwrap()]);
    province.0.node.proxies = std::sync::Arc::new(trusted);
    // What a client wrote before the server's own word changes nothing.
    for n in 0..9 {
        let status = guess(&province, "10.0.0.1", format!("198.51.100.{n}, 203.0.113.7")).await;
        assert_eq!(status == StatusCode::TOO_MANY_REQUESTS, n == 8, "{n}");
    }
    let mut owner = province.browser_at("10.0.0.1");
    owner.forwarded = Some("203.0.113.8".to_owned());
    assert_eq!(
        owner.sign_in("truc", PASSWORD).await.0,
        StatusCode::OK,
        "the owner is behind the same server"
    );
}
