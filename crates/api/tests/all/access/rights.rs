//! Recoveries, delegations and openings over the wire.

use access::Role;
use axum::http::StatusCode;
use futures_util::{FutureExt, StreamExt};
use serde_json::{Value, json};

use super::support::{Browser, PASSWORD, Province, field};

#[tokio::test]
async fn who_lost_everything_comes_back_by_two_administrators() {
    let province = Province::new().await;
    let lost = province.account("truc", Role::DutyOfficer, "di-dong").await.actor;
    province.account("qt-1", Role::Administrator, "di-dong").await;
    province.account("qt-2", Role::Administrator, "so").await;
    province.account("ks", Role::Auditor, "di-dong").await;
    let (mut first, mut second) = (province.signed_in("qt-1").await, province.signed_in("qt-2").await);
    let mut desk = province.signed_in("truc").await;
    let reason = json!({ "reason": "Mất điện thoại, quên mật khẩu" });
    let (status, asked) = first.send("POST", &format!("/accounts/{lost}/recovery"), reason.clone()).await;
    assert_eq!((status, &asked["asked_by_viewer"]), (StatusCode::CREATED, &json!(true)), "{asked}");
    let confirm = format!("/recoveries/{}/confirm", asked["id"].as_str().unwrap());
    let (status, problem) = first.send("POST", &confirm, Value::Null).await;
    assert_eq!((status, field(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, "id"));
    let seen = second.get("/recoveries").await.1;
    let seen = &seen["recoveries"][0];
    assert_eq!((&seen["reason"], &seen["asked_by"]), (&reason["reason"], &json!("Người qt-1")));
    assert!(desk.is_in().await, "nothing happened so far");
    let told = desk.get("/session").await.1["recoveries"][0].clone();
    assert_eq!((&told["own"], &told["confirmed_by"]), (&json!(true), &Value::Null), "{told}");
    province.account("gd", Role::OperatorManager, "di-dong").await;
    let mut head = province.signed_in("gd").await;
    let mut auditor = province.signed_in("ks").await;
    assert_eq!(auditor.get("/recoveries").await.0, StatusCode::FORBIDDEN);
    assert_eq!(auditor.send("POST", &confirm, Value::Null).await.0, StatusCode::FORBIDDEN);

    let (status, confirmed) = second.send("POST", &confirm, Value::Null).await;
    assert_eq!((status, &confirmed["account"]["state"]), (StatusCode::CREATED, &json!("invited")));
    assert!(!desk.is_in().await);
    let mut owner = province.browser();
    assert_eq!(owner.sign_in("truc", PASSWORD).await.0, StatusCode::UNAUTHORIZED);
    let new = "một câu dài chỉ mình biết";
    let body = json!({ "code": confirmed["code"], "password": new });
    assert_eq!(owner.send("POST", "/invitation", body).await.0, StatusCode::NO_CONTENT);
    // Whoever comes in finds at once that it was not a forgotten password, should it not have been.
    let told = owner.sign_in("truc", new).await.1["recoveries"][0].clone();
    let said = [&told["own"], &told["asked_by"], &told["confirmed_by"]];
    assert_eq!(said, [&json!(true), &json!("Người qt-1"), &json!("Người qt-2")], "{told}");
    let told = head.get("/session").await.1["recoveries"][0].clone();
    assert_eq!((&told["own"], &told["name"]), (&json!(false), &json!("Người truc")));
    assert_eq!(auditor.get("/session").await.1["recoveries"], json!([]));
    assert_eq!(second.send("POST", &confirm, Value::Null).await.0, StatusCode::NOT_FOUND);
    let (_, asked) = first.send("POST", &format!("/accounts/{lost}/recovery"), reason).await;
    let taken_back = format!("/recoveries/{}", asked["id"].as_str().unwrap());
    assert_eq!(first.send("DELETE", &taken_back, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(second.get("/recoveries").await.1["recoveries"], json!([]));
}

#[tokio::test]
async fn an_administrator_and_the_account_they_invited_are_one_person() {
    let province = Province::new().await;
    let victim = province.account("cap", Role::OperatorManager, "di-dong").await.actor;
    province.account("qt", Role::Administrator, "di-dong").await;
    let mut master = province.signed_in("qt").await;
    let order = json!({ "login": "ma", "name": "Ma", "role": "administrator", "organisation": "di-dong" });
    let invited = master.send("POST", "/accounts", order).await.1;
    let body = json!({ "code": invited["code"], "password": "ngựa khác pin khác" });
    let mut puppet = province.browser();
    assert_eq!(puppet.send("POST", "/invitation", body).await.0, StatusCode::NO_CONTENT);
    assert_eq!(puppet.sign_in("ma@di-dong", "ngựa khác pin khác").await.0, StatusCode::OK);
    let ask = format!("/accounts/{victim}/recovery");
    let reason = json!({ "reason": "Quên mật khẩu" });
    let asked = master.send("POST", &ask, reason.clone()).await.1;
    let confirm = format!("/recoveries/{}/confirm", asked["id"].as_str().unwrap());
    let (status, problem) = puppet.send("POST", &confirm, Value::Null).await;
    assert_eq!((status, field(&problem)), (StatusCode::UNPROCESSABLE_ENTITY, "id"));
    assert_eq!(problem["fields"][0]["code"], "recovery_new_hands");
    assert_eq!(problem["fields"][0]["args"]["hours"], "72");
    let mut owner = province.signed_in("cap").await;
    assert!(owner.is_in().await, "password and sessions stay");
    let withdraw = format!("/recoveries/{}", asked["id"].as_str().unwrap());
    assert_eq!(master.send("DELETE", &withdraw, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(puppet.send("POST", &ask, reason).await.1["fields"][0]["code"], "recovery_new_hands");
    // The head reads in the journal what was tried, and by whom.
    let journal = owner.get("/journal/di-dong/entries").await.1.to_string();
    assert_eq!(journal.matches(r#""change":"recovery_refused""#).count(), 2, "{journal}");
}

#[tokio::test]
async fn the_report_of_a_deputy_is_signed_as_the_decree_writes_it() {
    let province = Province::new().await;
    let deputy = province.account("pho", Role::UnitStaff, "di-dong").await.actor;
    province.account("gd", Role::OperatorManager, "di-dong").await;
    let mut head = province.signed_in("gd").await;
    let mut order = json!({
        "account": deputy,
        "signed_as": "kt",
        "position": "Giám đốc",
        "own_position": "Phó Giám đốc",
        "actions": ["submit_report"],
        "from": "2027-02-01T01:00:00.000Z",
        "until": "2027-02-03T01:00:00.000Z",
        "basis": "Quyết định số 12/QĐ-VT ngày 20/01/2027",
    });
    let (status, given) = head.send("POST", "/delegations", order.clone()).await;
    assert_eq!((status, &given["state"]), (StatusCode::CREATED, &json!("holds")), "{given}");
    assert_eq!(given["lines"], json!(["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]));
    let mut wrong = order.clone();
    wrong["document"] = json!("12");
    assert_eq!(field(&head.send("POST", "/delegations", wrong.clone()).await.1), "document");
    wrong["signed_as"] = json!("xx");
    assert_eq!(head.send("POST", "/delegations", wrong).await.0, StatusCode::BAD_REQUEST);

    let mut signer = province.signed_in("pho").await;
    assert_eq!(signer.get("/delegations").await.1["delegations"][0]["id"], given["id"], "its own");
    let text = async |browser: &super::support::Browser| {
        let response = browser.raw("GET", "/report?as=docx&organisation=di-dong", Value::Null).await;
        assert_eq!(response.status(), StatusCode::OK);
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut archive.by_name("word/document.xml").unwrap(), &mut text).unwrap();
        text
    };
    let (own, heads) = (text(&signer).await, text(&head).await);
    assert!(own.contains("KT. GIÁM ĐỐC") && own.contains("PHÓ GIÁM ĐỐC"));
    assert!(!heads.contains("KT. ") && heads.contains("THỦ TRƯỞNG ĐƠN VỊ"));
    let withdraw = format!("/delegations/{}/withdraw", given["id"].as_str().unwrap());
    assert_eq!(signer.send("POST", &withdraw, Value::Null).await.0, StatusCode::FORBIDDEN);
    assert_eq!(head.send("POST", &withdraw, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert!(!text(&signer).await.contains("KT. "));
    for (signed_as, line) in [("tl", "TL. GIÁM ĐỐC"), ("tuq", "TUQ. GIÁM ĐỐC")] {
        order["signed_as"] = json!(signed_as);
        let (status, given) = head.send("POST", "/delegations", order.clone()).await;
        assert_eq!(
            (status, &given["lines"]),
            (StatusCode::CREATED, &json!([line, "PHÓ GIÁM ĐỐC"])),
            "{given}"
        );
        assert!(text(&signer).await.contains(line));
        let withdraw = format!("/delegations/{}/withdraw", given["id"].as_str().unwrap());
        assert_eq!(head.send("POST", &withdraw, Value::Null).await.0, StatusCode::NO_CONTENT);
        assert!(!text(&signer).await.contains(line));
    }
    province.account("xa", Role::OperatorManager, "buu-dien").await;
    let mut far = province.signed_in("xa").await;
    assert_eq!(far.get("/delegations").await.1["delegations"], json!([]));
    assert_eq!(far.send("POST", &withdraw, Value::Null).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn break_glass_access_is_on_the_holders_every_page_and_before_the_organisation() {
    let province = Province::new().await;
    province.account("gd", Role::RegulatorHead, "so").await;
    province.account("ql", Role::OperatorManager, "di-dong").await;
    province.account("bd", Role::OperatorManager, "buu-dien").await;
    let (mut head, mut manager) = (province.signed_in("gd").await, province.signed_in("ql").await);
    assert_eq!(head.get("/accounts").await.0, StatusCode::FORBIDDEN);
    assert_eq!(head.get("/openings").await.1["may_open"], true);
    let order = json!({ "organisation": "di-dong", "reason": "Sự cố chưa rõ ai trực", "minutes": 20 });
    assert_eq!(manager.send("POST", "/openings", order.clone()).await.0, StatusCode::FORBIDDEN);
    let (status, opened) = head.send("POST", "/openings", order).await;
    assert_eq!((status, &opened["lasts"]), (StatusCode::CREATED, &json!(true)), "{opened}");
    let banner = head.get("/session").await.1;
    assert_eq!(banner["openings"][0]["organisation_name"], "Tên của di-dong");
    assert_eq!(head.get("/accounts").await.0, StatusCode::OK);
    let seen = manager.get("/openings").await.1;
    assert_eq!((&seen["openings"][0]["reason"], &seen["may_open"]), (&opened["reason"], &json!(false)));
    let upward = manager.get("/upward").await.1;
    let told =
        upward["entries"].as_array().unwrap().iter().find(|one| one["kind"] == "access.opened").unwrap();
    assert_eq!(told["private"]["reason"], "Sự cố chưa rõ ai trực");
    assert_eq!(province.signed_in("bd").await.get("/openings").await.1["openings"], json!([]));
    let close = format!("/openings/{}", opened["id"].as_str().unwrap());
    assert_eq!(manager.send("DELETE", &close, Value::Null).await.0, StatusCode::NOT_FOUND);
    assert_eq!(head.send("DELETE", &close, Value::Null).await.0, StatusCode::NO_CONTENT);
    assert_eq!(head.get("/session").await.1["openings"], json!([]));
    assert_eq!(head.get("/accounts").await.0, StatusCode::FORBIDDEN);
    province.clock.advance(1);
}

#[tokio::test]
async fn an_opening_is_told_on_every_page_of_whom_it_reads_of_its_holder_and_of_who_keeps_the_holders_accounts()
 {
    let province = Province::new().await;
    let mut people = Vec::new();
    for organisation in ["so", "di-dong", "tram", "buu-dien"] {
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Machine) {
            let login = format!("{role}-{organisation}").replace('_', "-");
            province.0.signed_in(&login, role, organisation).await;
            people.push((login, role, organisation));
        }
    }
    let told = async |province: &Province| {
        let mut told = Vec::new();
        for (login, role, organisation) in &people {
            let session = province.get(login, "/session").await.1;
            if let [one] = session["openings"].as_array().unwrap().as_slice() {
                told.push((*role, *organisation, one.clone()));
            }
        }
        told
    };
    assert_eq!(told(&province).await, []);
    let order = json!({ "organisation": "di-dong", "reason": "Sự cố chưa rõ ai trực", "minutes": 20 });
    let (status, opened) = province.post("regulator-head-so", "/openings", order).await;
    assert_eq!(status, StatusCode::CREATED, "{opened}");
    let seen = told(&province).await;
    let wanted: Vec<_> = people
        .iter()
        .map(|(_, role, organisation)| (*role, *organisation))
        .filter(|(role, organisation)| {
            *organisation == "di-dong"
                || *organisation == "so" && [Role::RegulatorHead, Role::Administrator].contains(role)
        })
        .collect();
    assert_eq!(seen.iter().map(|(role, organisation, _)| (*role, *organisation)).collect::<Vec<_>>(), wanted);
    for (role, organisation, one) in seen {
        let holds = (role, organisation) == (Role::RegulatorHead, "so");
        assert_eq!(one["own"], holds, "{role} of {organisation}");
        assert_eq!(
            (&one["by_name"], &one["organisation_name"], &one["reason"], &one["name"]),
            (
                &json!("Tên của so"),
                &json!("Tên của di-dong"),
                &json!("Sự cố chưa rõ ai trực"),
                &json!("Người regulator-head-so")
            ),
        );
    }
    province.clock.advance(20 * 60_000);
    assert_eq!(told(&province).await, [], "it has ended by itself");
}

#[tokio::test]
async fn who_follows_the_live_stream_hears_at_once_that_its_data_is_opened() {
    let province = Province::new().await;
    province.account("gd", Role::RegulatorHead, "so").await;
    province.account("truc", Role::DutyOfficer, "di-dong").await;
    province.account("xa", Role::DutyOfficer, "buu-dien").await;
    let mut head = province.signed_in("gd").await;
    let (concerned, far) = (province.signed_in("truc").await, province.signed_in("xa").await);
    let heard = async |browser: &Browser| {
        browser.raw("GET", "/events", Value::Null).await.into_body().into_data_stream()
    };
    let (mut concerned_hears, mut far_hears) = (heard(&concerned).await, heard(&far).await);
    let order = json!({ "organisation": "di-dong", "reason": "Sự cố chưa rõ ai trực", "minutes": 20 });
    let opened = head.send("POST", "/openings", order).await.1;
    let next = async |stream: &mut axum::body::BodyDataStream| {
        let mut text = String::new();
        while !text.contains("event: session") {
            text.push_str(std::str::from_utf8(&stream.next().await.unwrap().unwrap()).unwrap());
        }
        text
    };
    assert!(!next(&mut concerned_hears).await.contains("gd"), "what is told is in the session");
    head.send("DELETE", &format!("/openings/{}", opened["id"].as_str().unwrap()), Value::Null).await;
    next(&mut concerned_hears).await;
    // Who comes while it lasts is told so, however long ago the session was read.
    let order = json!({ "organisation": "di-dong", "reason": "Lần nữa", "minutes": 20 });
    head.send("POST", "/openings", order).await;
    next(&mut heard(&concerned).await).await;
    while let Some(piece) = far_hears.next().now_or_never() {
        let piece = piece.unwrap().unwrap();
        assert!(!std::str::from_utf8(&piece).unwrap().contains("session"), "{piece:?}");
    }
}

#[tokio::test]
async fn an_administrator_sees_its_organisations_over_time_and_no_others() {
    let province = Province::new().await;
    province.account("qt", Role::Administrator, "di-dong").await;
    let mut admin = province.signed_in("qt").await;
    let seen = admin.get("/organisations").await.1;
    let names: Vec<&str> =
        seen["organisations"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(names, ["di-dong", "tram"]);
    assert_eq!(
        (&seen["organisations"][0]["parent"], &seen["organisations"][1]["parent"]),
        (&Value::Null, &json!("di-dong"))
    );
}
