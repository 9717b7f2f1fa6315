//! The door under a flood: whoever guesses, from wherever, shuts out nobody who was there before, and takes no room.

use access::Role;
use api::MAX_STREAMS;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::support::{Browser, PASSWORD, Province};

const WRONG: &str = "sai hoàn toàn rồi";

/// Wrong passwords for a login from a browser that nobody knows, as many as are looked at.
async fn guess(province: &Province, login: &str) {
    let mut guesser = province.browser();
    for _ in 0..8 {
        assert_eq!(guesser.sign_in(login, WRONG).await.0, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(guesser.sign_in(login, PASSWORD).await.0, StatusCode::TOO_MANY_REQUESTS);
}

/// Signs in without the session it has, as on the next morning.
async fn next_morning(browser: &mut Browser, login: &str) -> StatusCode {
    browser.cookie.clear();
    browser.sign_in(login, PASSWORD).await.0
}

#[tokio::test]
async fn who_guesses_behind_the_same_address_does_not_shut_the_owner_out() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    province.account("khac", Role::DutyOfficer, "di-dong").await;
    let (mut desk, mut other) = (province.signed_in("truc").await, province.signed_in("khac").await);
    guess(&province, "truc").await;
    assert_eq!(next_morning(&mut desk, "truc").await, StatusCode::OK);
    // Nor does a flood over invented logins, which used to shut out everybody there.
    let mut guesser = province.browser();
    for n in 0..60 {
        guesser.sign_in(&format!("bia-{n}"), WRONG).await;
    }
    assert_eq!(guesser.sign_in("khac", PASSWORD).await.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(next_morning(&mut other, "khac").await, StatusCode::OK);
    assert_eq!(next_morning(&mut desk, "truc").await, StatusCode::OK);
    // A known browser has its own eight, and does not use up anybody else's.
    desk.cookie.clear();
    for _ in 0..8 {
        assert_eq!(desk.sign_in("truc", WRONG).await.0, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(desk.sign_in("truc", PASSWORD).await.0, StatusCode::TOO_MANY_REQUESTS);
    let mut elsewhere = province.browser_at("192.0.2.2");
    assert_eq!(elsewhere.sign_in("truc", PASSWORD).await.0, StatusCode::OK);
}

#[tokio::test]
async fn what_makes_a_browser_known_is_of_one_login_and_not_forged() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    province.account("khac", Role::DutyOfficer, "di-dong").await;
    let (desk, other) = (province.signed_in("truc").await, province.signed_in("khac").await);
    let response = desk.raw("POST", "/session", json!({ "login": "truc", "password": PASSWORD })).await;
    let cookies: Vec<&str> =
        response.headers().get_all("set-cookie").iter().map(|one| one.to_str().unwrap()).collect();
    let known = cookies.iter().find(|one| one.starts_with("ts_device_")).unwrap();
    for part in ["; HttpOnly", "; SameSite=Strict", "; Path=/api/v1/session", "; Max-Age=15552000"] {
        assert!(known.contains(part), "{known}");
    }
    assert!(!known.contains("truc"));
    let session = cookies.iter().find(|one| one.starts_with("ts_session=")).unwrap();
    for part in ["; HttpOnly", "; SameSite=Strict", "; Path=/"] {
        assert!(session.contains(part), "{session}");
    }
    guess(&province, "truc").await;
    let (name, value) = desk.known.split_once('=').unwrap();
    let (_, of_other) = other.known.split_once('=').unwrap();
    let mut altered = value.to_owned();
    let last = if altered.ends_with('A') { 'Q' } else { 'A' };
    altered.replace_range(40..41, if &altered[40..41] == "x" { "y" } else { "x" });
    let mut end = value.to_owned();
    end.pop();
    end.push(last);
    for forged in [of_other, &altered, &end, "", "AAAA", &"A".repeat(10_000)] {
        let mut stranger = province.browser();
        stranger.known = format!("{name}={forged}");
        let status = stranger.sign_in("truc", PASSWORD).await.0;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "{forged}");
    }
    let mut same = province.browser();
    same.known.clone_from(&desk.known);
    assert_eq!(same.sign_in("truc", PASSWORD).await.0, StatusCode::OK);
}

#[tokio::test]
async fn who_guesses_at_the_door_leaves_the_tries_of_a_session_alone() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    let mut desk = province.signed_in("truc").await;
    guess(&province, "truc").await;
    let body = json!({ "old": PASSWORD, "new": "gió mùa đông bắc về" });
    assert_eq!(desk.send("POST", "/account/password", body).await.0, StatusCode::OK);
}

#[tokio::test]
async fn who_guesses_codes_behind_the_same_address_shuts_no_newcomer_out() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "di-dong").await;
    let mut admin = province.signed_in("qt").await;
    let order = json!({ "login": "moi", "name": "Mới", "role": "unit_staff", "organisation": "tram" });
    let code = admin.send("POST", "/accounts", order).await.1["code"].clone();
    let mut near = province.browser();
    let mut last = StatusCode::OK;
    for n in 0..9 {
        let body = json!({ "code": format!("ABCD-{n}"), "password": PASSWORD });
        last = near.send("POST", "/invitation", body).await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let body = json!({ "code": code, "password": PASSWORD });
    assert_eq!(province.browser().send("POST", "/invitation", body).await.0, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_login_longer_than_any_is_nobodys_and_counts_for_nothing() {
    let province = Province::new().await;
    let mut browser = province.browser();
    let long = "x".repeat(60_000);
    for _ in 0..70 {
        assert_eq!(browser.sign_in(&long, WRONG).await.1["code"], "bad_credentials");
    }
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    assert_eq!(browser.sign_in("truc", PASSWORD).await.0, StatusCode::OK, "the address has its tries");
}

#[tokio::test]
async fn an_account_follows_so_many_streams_and_another_has_its_own() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    province.account("khac", Role::DutyOfficer, "di-dong").await;
    let (mut desk, phone) = (province.signed_in("truc").await, province.signed_in("truc").await);
    let other = province.signed_in("khac").await;
    let open = async |browser: &Browser| browser.raw("GET", "/events", Value::Null).await;
    let mut streams = Vec::new();
    for n in 0..MAX_STREAMS {
        let stream = open(if n % 2 == 0 { &desk } else { &phone }).await;
        assert_eq!(stream.status(), StatusCode::OK, "{n}");
        streams.push(stream);
    }
    assert_eq!(open(&desk).await.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(desk.get("/events").await.1["code"], "too_many_streams");
    assert_eq!(open(&other).await.status(), StatusCode::OK);
    streams.pop();
    assert_eq!(open(&phone).await.status(), StatusCode::OK, "one that was closed makes room");
}
