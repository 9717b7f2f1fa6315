//! Administration of accounts over the wire.

use access::Role;
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::support::{Browser, PASSWORD, Province, field};

async fn invite(admin: &mut Browser, login: &str, role: &str, organisation: &str) -> (StatusCode, Value) {
    let body = json!({ "login": login, "name": "Người mới", "role": role, "organisation": organisation });
    admin.send("POST", "/accounts", body).await
}

#[tokio::test]
async fn an_invited_person_sets_a_password_and_signs_in() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "di-dong").await;
    let mut admin = province.signed_in("qt").await;
    let (status, invitation) = invite(&mut admin, "moi", "unit_staff", "tram").await;
    assert_eq!((status, &invitation["account"]["state"]), (StatusCode::CREATED, &"invited".into()));
    let code = invitation["code"].as_str().unwrap().to_owned();
    assert_eq!(code.len(), 29);
    let mut newcomer = province.browser();
    for password in ["", PASSWORD] {
        assert_eq!(newcomer.sign_in("moi@tram", password).await.1["code"], "bad_credentials");
    }
    let accept = |code: &str, password: &str| json!({ "code": code, "password": password });
    let refused = [
        (code.as_str(), "ngắn", "password"),
        (&code, "Người mới 2027", "password"),
        ("ABCD", PASSWORD, "code"),
    ];
    for (code, password, at_fault) in refused {
        let (status, problem) = newcomer.send("POST", "/invitation", accept(code, password)).await;
        assert_eq!((status, field(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, at_fault));
    }
    let typed = code.to_lowercase().replace('-', " ");
    assert_eq!(
        newcomer.send("POST", "/invitation", accept(&typed, PASSWORD)).await.0,
        StatusCode::NO_CONTENT
    );
    // The answer was lost on the way: sent again it is the same, and another password is none.
    let again = newcomer.send("POST", "/invitation", accept(&code, PASSWORD)).await.0;
    assert_eq!(again, StatusCode::NO_CONTENT);
    let other = "một mật khẩu khác hẳn";
    assert_eq!(field(&newcomer.send("POST", "/invitation", accept(&code, other)).await.1), "code");
    assert_eq!(newcomer.sign_in("moi@tram", PASSWORD).await.1["role"], "unit_staff");
    let (_, page) = admin.get("/accounts").await;
    assert!(!page.to_string().contains(&code), "a code is shown once");
    assert!(page["accounts"].as_array().unwrap().iter().all(|account| account["state"] == "active"));
}

#[tokio::test]
async fn a_used_code_guesses_at_no_password_and_is_nothing_after_an_hour() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "di-dong").await;
    let mut admin = province.signed_in("qt").await;
    let code = invite(&mut admin, "moi", "unit_staff", "tram").await.1["code"].as_str().unwrap().to_owned();
    let body = |password: &str| json!({ "code": code, "password": password });
    assert_eq!(
        province.browser().send("POST", "/invitation", body(PASSWORD)).await.0,
        StatusCode::NO_CONTENT
    );
    // From as many addresses as one likes.
    let mut last = StatusCode::OK;
    for n in 0..9 {
        let mut guesser = province.browser_at(&format!("192.0.2.{}", 10 + n));
        last = guesser.send("POST", "/invitation", body(&format!("một mật khẩu khác hẳn {n}"))).await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    province.clock.advance(3_600_000);
    let mut late = province.browser();
    assert_eq!(field(&late.send("POST", "/invitation", body(PASSWORD)).await.1), "code");
}

#[tokio::test]
async fn codes_are_not_tried_out_and_others_can_still_use_theirs() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "di-dong").await;
    let mut admin = province.signed_in("qt").await;
    let code = invite(&mut admin, "moi", "unit_staff", "tram").await.1["code"].clone();
    let (mut guesser, mut newcomer) = (province.browser_at("192.0.2.9"), province.browser_at("192.0.2.2"));
    let mut last = StatusCode::OK;
    for n in 0..9 {
        let body = json!({ "code": format!("ABCD-{n}"), "password": PASSWORD });
        last = guesser.send("POST", "/invitation", body).await.0;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let body = json!({ "code": code, "password": PASSWORD });
    assert_eq!(newcomer.send("POST", "/invitation", body).await.0, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_change_of_rights_ends_the_sessions_at_once() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "di-dong").await;
    let id = province.account("truc", Role::DutyOfficer, "di-dong").await.actor;
    let mut admin = province.signed_in("qt").await;
    for (path, body) in [("role", json!({ "role": "operator_manager" })), ("disable", Value::Null)] {
        let mut desk = province.signed_in("truc").await;
        let (status, account) = admin.send("POST", &format!("/accounts/{id}/{path}"), body).await;
        assert_eq!(status, StatusCode::OK, "{account}");
        assert!(!desk.is_in().await, "{path}");
    }
    assert_eq!(province.browser().sign_in("truc", PASSWORD).await.0, StatusCode::UNAUTHORIZED);
    let (_, account) = admin.send("POST", &format!("/accounts/{id}/enable"), Value::Null).await;
    assert_eq!((&account["state"], &account["role"]), (&"active".into(), &"operator_manager".into()));
    let mut desk = province.signed_in("truc").await;
    let ended = admin.send("DELETE", &format!("/accounts/{id}/sessions"), Value::Null).await.0;
    assert_eq!(ended, StatusCode::NO_CONTENT);
    assert!(!desk.is_in().await && admin.is_in().await);
}

#[tokio::test]
async fn every_role_meets_what_the_policy_says_about_accounts() {
    let province = Province::new().await;
    let (mut visited, own) = (0, "di-dong");
    let mut targets = Vec::new();
    for (n, organisation) in ["di-dong", "tram", "buu-dien", "so", "rieng"].into_iter().enumerate() {
        let made = province.account(&format!("dich-{n}"), Role::Auditor, organisation).await;
        targets.push((organisation, made.actor));
    }
    for role in Role::ALL {
        province.account(&role.to_string(), role, own).await;
        let mut browser = province.signed_in(&role.to_string()).await;
        let manages = role == Role::Administrator;
        let listed = browser.get("/accounts").await.0;
        assert_eq!(listed, if manages { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role}");
        for (organisation, id) in &targets {
            let within = matches!(*organisation, "di-dong" | "tram");
            let acts = [
                ("POST", "role", json!({ "role": "auditor" }), StatusCode::OK),
                ("POST", "disable", Value::Null, StatusCode::OK),
                ("POST", "enable", Value::Null, StatusCode::OK),
                ("DELETE", "sessions", Value::Null, StatusCode::NO_CONTENT),
                // Its password is set: managed or not, the field is at fault, or it is not there.
                ("POST", "invitation", Value::Null, StatusCode::UNPROCESSABLE_ENTITY),
            ];
            for (method, act, body, fine) in acts {
                let (status, problem) = browser.send(method, &format!("/accounts/{id}/{act}"), body).await;
                let wanted = match (manages, within) {
                    (true, true) => fine,
                    (true, false) => StatusCode::NOT_FOUND,
                    (false, _) => StatusCode::FORBIDDEN,
                };
                assert_eq!(status, wanted, "{role} {act} in {organisation}: {problem}");
                visited += 1;
            }
            let login = format!("{role}-{organisation}");
            let (status, problem) = invite(&mut browser, &login, "auditor", organisation).await;
            let wanted = if manages && within { StatusCode::CREATED } else { StatusCode::FORBIDDEN };
            assert_eq!(status, wanted, "{role} invites to {organisation}: {problem}");
            visited += 1;
        }
        let absent = browser.send("POST", "/accounts/a-nobody/disable", Value::Null).await.0;
        assert_eq!(absent, if manages { StatusCode::NOT_FOUND } else { StatusCode::FORBIDDEN }, "{role}");
    }
    println!("accounts: {visited} cells visited");
    assert_eq!(visited, Role::ALL.len() * 5 * 6);
}

#[tokio::test]
async fn a_refusal_names_its_field_and_own_rights_stay() {
    let province = Province::new().await;
    let own = province.account("qt", Role::Administrator, "so").await.actor;
    let mut admin = province.signed_in("qt").await;
    assert_eq!(invite(&mut admin, "da-co", "auditor", "so").await.0, StatusCode::CREATED);
    let invites = [
        ("", "auditor", "so", "login"),
        ("a\u{7}b", "auditor", "so", "login"),
        ("da-co", "auditor", "so", "login"),
        ("ai@di-dong", "auditor", "so", "login"),
        ("x", "emperor", "so", "role"),
        ("x", "machine", "so", "role"),
        ("x", "regulator_head", "di-dong", "role"),
        ("x", "auditor", "Không Phải", "organisation"),
    ];
    for (login, role, organisation, at_fault) in invites {
        let (status, problem) = invite(&mut admin, login, role, organisation).await;
        assert_eq!((status, field(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, at_fault), "{problem}");
    }
    for (act, body) in [("role", json!({ "role": "auditor" })), ("disable", Value::Null)] {
        let (status, problem) = admin.send("POST", &format!("/accounts/{own}/{act}"), body).await;
        assert_eq!((status, field(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, "id"));
    }
    let mut forged = admin.clone();
    forged.csrf.clear();
    assert_eq!(invite(&mut forged, "x", "auditor", "so").await.1["code"], "csrf");
    assert_eq!(province.browser().get("/accounts").await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn accounts_are_read_in_pages() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "so").await;
    for n in 0..4 {
        province.account(&format!("truc-{n}"), Role::DutyOfficer, "di-dong").await;
    }
    let mut admin = province.signed_in("qt").await;
    let (_, first) = admin.get("/accounts?limit=3").await;
    let next = first["next"].as_str().unwrap();
    let (_, second) = admin.get(&format!("/accounts?limit=3&after={next}")).await;
    let logins = |page: &Value| -> Vec<String> {
        let accounts = page["accounts"].as_array().unwrap().iter();
        accounts.map(|account| account["login"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(logins(&first), ["qt", "truc-0", "truc-1"]);
    assert_eq!((logins(&second), &second["next"]), (vec!["truc-2".into(), "truc-3".into()], &Value::Null));
}

#[tokio::test]
async fn an_invitation_is_the_same_whether_another_organisation_has_the_login_or_nobody() {
    let province = Province::new().await;
    province.account("qt-dd", Role::Administrator, "di-dong").await;
    province.account("qt-bd", Role::Administrator, "buu-dien").await;
    let (mut ours, mut theirs) = (province.signed_in("qt-dd").await, province.signed_in("qt-bd").await);
    // The other organisation has one that was invited, one that signs in, one that is shut out and one from the machine.
    let (_, invited) = invite(&mut theirs, "lan-1", "signer", "buu-dien").await;
    let (_, signs_in) = invite(&mut theirs, "lan-2", "signer", "buu-dien").await;
    let body = json!({ "code": signs_in["code"], "password": PASSWORD });
    assert_eq!(province.browser().send("POST", "/invitation", body).await.0, StatusCode::NO_CONTENT);
    let (_, shut_out) = invite(&mut theirs, "lan-3", "signer", "buu-dien").await;
    let id = shut_out["account"]["id"].as_str().unwrap();
    assert_eq!(theirs.send("POST", &format!("/accounts/{id}/disable"), Value::Null).await.0, StatusCode::OK);
    province.account("lan-4", Role::Signer, "buu-dien").await;
    assert_eq!(invited["account"]["login"], "lan-1@buu-dien");

    let scope = province.scope(Role::Auditor, "di-dong");
    let entries = async || {
        let log = super::support::slug("di-dong");
        province.node.store.entries(&scope, &log, None, 1).await.unwrap().size
    };
    let mut told = Vec::new();
    for login in ["lan-1", "lan-2", "lan-3", "lan-4", "lan-9"] {
        let before = entries().await;
        let body = json!({ "login": login, "name": "Lan", "role": "signer", "organisation": "di-dong" });
        let response = ours.raw("POST", "/accounts", body).await;
        let (status, headers) = (response.status(), format!("{:?}", response.headers()));
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let mut answer: Value = serde_json::from_slice(&bytes).unwrap();
        // What is drawn by lot for every invitation alike.
        for (holder, drawn) in [("/account/id", "a"), ("/code", "c")] {
            let one = answer.pointer_mut(holder).unwrap();
            *one = format!("{drawn}{}", one.as_str().unwrap().len()).into();
        }
        let answer = answer.to_string().replace(login, "@@");
        told.push((status, headers, answer, entries().await - before));
    }
    assert_eq!(told[0].0, StatusCode::CREATED, "{told:?}");
    assert!(told.iter().all(|one| *one == told[4]), "{told:#?}");
    // What is one's own is told as ever, and both sign in side by side.
    assert_eq!(field(&invite(&mut ours, "lan-2", "signer", "di-dong").await.1), "login");
    let code =
        ours.get("/accounts").await.1["accounts"].as_array().unwrap().iter().find_map(|one| {
            (one["login"] == "lan-2@di-dong").then(|| one["id"].as_str().unwrap().to_owned())
        });
    let again = format!("/accounts/{}/invitation", code.unwrap());
    let code = ours.send("POST", &again, Value::Null).await.1["code"].clone();
    let body = json!({ "code": code, "password": "ngựa khác pin khác" });
    assert_eq!(province.browser().send("POST", "/invitation", body).await.0, StatusCode::NO_CONTENT);
    let signed = province.browser().sign_in("lan-2@di-dong", "ngựa khác pin khác").await.1;
    assert_eq!(signed["organisation"], "di-dong");
    assert_eq!(
        province.signed_in("lan-2@buu-dien").await.get("/session").await.1["organisation"],
        "buu-dien"
    );
}
