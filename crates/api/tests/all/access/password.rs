//! Changing one's own password.

use access::Role;
use axum::http::StatusCode;
use serde_json::json;

use super::support::{PASSWORD, Province, field};

const NEXT: &str = "gió mùa đông bắc về";

#[tokio::test]
async fn a_password_is_changed_with_the_old_one_and_the_other_sessions_end() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    let (mut desk, mut phone) = (province.signed_in("truc").await, province.signed_in("truc").await);
    let mut before = desk.clone();
    let body = json!({ "old": PASSWORD, "new": NEXT });
    let (status, session) = desk.send("POST", "/account/password", body).await;
    assert_eq!((status, &session["login"]), (StatusCode::OK, &"truc".into()));
    assert_ne!((&before.cookie, &before.csrf), (&desk.cookie, &desk.csrf));
    assert!(desk.is_in().await && !phone.is_in().await && !before.is_in().await);
    assert_eq!(phone.sign_in("truc", PASSWORD).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(phone.sign_in("truc", NEXT).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_refused_change_names_its_field_and_changes_nothing() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    let mut desk = province.signed_in("truc").await;
    let table = [
        (PASSWORD, "ngắn quá", "new"),
        (PASSWORD, "matkhau123456", "new"),
        (PASSWORD, "di-dong-di-dong-1", "new"),
        ("không phải nó", NEXT, "old"),
    ];
    for (old, new, at_fault) in table {
        let (status, problem) =
            desk.send("POST", "/account/password", json!({ "old": old, "new": new })).await;
        assert_eq!((status, field(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, at_fault), "{problem}");
    }
    assert!(desk.is_in().await);
    let mut forged = desk.clone();
    forged.csrf.clear();
    let (status, problem) =
        forged.send("POST", "/account/password", json!({ "old": PASSWORD, "new": NEXT })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &"csrf".into()));
    assert_eq!(province.browser().sign_in("truc", PASSWORD).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_session_left_open_is_no_way_to_try_out_passwords() {
    let province = Province::new().await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    let mut desk = province.signed_in("truc").await;
    let mut last = StatusCode::OK;
    for guess in 0..9 {
        let body = json!({ "old": format!("đoán lần {guess}"), "new": NEXT });
        last = desk.send("POST", "/account/password", body).await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let mut owner = province.browser_at("192.0.2.2");
    assert_eq!(owner.sign_in("truc", PASSWORD).await.0, StatusCode::OK, "the owner is not locked out");
}
