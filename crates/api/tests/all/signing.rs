//! Before a report is signed: what changed is told line by line, and a signature stands by what the signer was shown.

use access::{Action, Role, SignedAs};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};
use store::NewDelegation;

use crate::ground::{Ground, as_login, campaign, main_part};

const OWED: &str = r#"
[[obligation]]
id = "truc"
title = "Trực"
quote = "trực"
owners = ["di-dong"]
due = 2027-02-05T12:00:00+07:00
[[obligation.check]]
kind = "acknowledgement"
min_grade = "asserted"
[[obligation]]
id = "kiem-tra"
title = "Kiểm tra"
quote = "kiểm tra"
owners = ["di-dong"]
due = 2027-02-01T07:00:00+07:00
[[obligation.check]]
kind = "acknowledgement"
"#;

/// Less than a session lasts unused.
const HALF_HOUR_MS: i64 = 1_800_000;

async fn ground() -> Ground {
    let organisations = [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];
    let ground = Ground::new(&campaign(&organisations, OWED), Vec::new()).await;
    ground.signed_in("giam-doc", Role::RegulatorHead, "so").await;
    ground.signed_in("ban-truc", Role::RegulatorDesk, "so").await;
    ground.signed_in("phu-trach", Role::OperatorManager, "di-dong").await;
    ground
}

async fn acknowledge(ground: &Ground, obligation: &str, grade: &str) {
    let body = json!({ "kind": "acknowledgement.given", "obligation": obligation, "grade": grade });
    let (status, said) = ground.post("phu-trach", "/evidence", body).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
}

#[tokio::test]
async fn a_signer_is_told_what_rests_on_a_word_what_is_missing_and_what_changed_since_the_draft() {
    let ground = ground().await;
    let (_, first) = ground.get("giam-doc", "/report/signing").await;
    assert_eq!((&first["counts"]["not_due"], &first["counts"]["unproven"]), (&json!(1), &json!(1)));
    assert_eq!((&first["drafts"], &first["changes"]), (&json!([]), &json!([])));
    let (status, draft) = ground.post("giam-doc", "/report/drafts", json!({})).await;
    assert_eq!(status, StatusCode::CREATED, "{draft}");
    assert_eq!(draft["counts"], first["counts"]);
    ground.clock.advance(60_000);
    acknowledge(&ground, "truc", "asserted").await;
    let (_, now) = ground.get("giam-doc", "/report/signing").await;
    let change = &now["changes"][0];
    assert_eq!(now["changes"].as_array().unwrap().len(), 1);
    assert_eq!((&change["organisation"], &change["obligation"]), (&json!("di-dong"), &json!("truc")));
    assert_eq!(
        (&change["before"]["status"], &change["after"]["status"]),
        (&json!("not_due"), &json!("proven"))
    );
    assert_eq!(now["counts"]["asserted_only"], 1);
    let wanting: Vec<_> = now["cells"].as_array().unwrap().iter().map(|cell| &cell["obligation"]).collect();
    assert_eq!(wanting.len(), 2, "the missing one, and the one that rests on a word: {wanting:?}");
    let (_, own) = ground.get("phu-trach", "/report/signing").await;
    assert_eq!(own["drafts"], json!([]), "another's drafts are another's");
}

#[tokio::test]
async fn a_signature_names_the_document_the_position_and_the_numbers_that_were_shown() {
    let ground = ground().await;
    let (_, draft) = ground.post("ban-truc", "/report/drafts", json!({ "organisation": "di-dong" })).await;
    let sign = |login: &'static str, more: Value| {
        let mut body = json!({
            "draft": draft["id"], "report": draft["report"], "counts": draft["counts"], "signer": "Lê Văn Không",
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        (login, body)
    };
    let cases = [
        (sign("ban-truc", json!({})), StatusCode::FORBIDDEN),
        (sign("phu-trach", json!({})), StatusCode::NOT_FOUND),
        (sign("giam-doc", json!({ "report": "0".repeat(64) })), StatusCode::UNPROCESSABLE_ENTITY),
        (sign("giam-doc", json!({ "counts": { "proven": 9 } })), StatusCode::UNPROCESSABLE_ENTITY),
        (sign("giam-doc", json!({ "signer": " " })), StatusCode::UNPROCESSABLE_ENTITY),
        (sign("giam-doc", json!({ "id": "01a2b3c4-0000-7000-8000-000000000009" })), StatusCode::CREATED),
        (sign("giam-doc", json!({ "id": "01a2b3c4-0000-7000-8000-000000000009" })), StatusCode::CREATED),
    ];
    for ((login, body), wanted) in cases {
        let (status, said) = ground.post(login, "/report/attestations", body).await;
        assert_eq!(status, wanted, "{login}: {said}");
        if wanted == StatusCode::CREATED {
            ground.clock.advance(1_000);
        }
    }
    let (_, view) = ground.get("giam-doc", "/report/signing?organisation=di-dong").await;
    let signed = &view["drafts"][0]["attested"];
    assert_eq!(signed.as_array().unwrap().len(), 1, "twice sent is signed once: {signed}");
    assert_eq!(signed[0]["signer"], "Lê Văn Không");
    let (_, entries) = ground.get("giam-doc", "/journal/so/entries?limit=1").await;
    let facts = &entries["entries"][0]["entry"]["facts"];
    assert_eq!((&facts["report"], &facts["about"]), (&draft["report"], &json!("di-dong")));
    let known = facts["known"].as_array().unwrap();
    assert!(known.iter().any(|log| log["log"] == "nut.example/so"), "{known:?}");
    assert!(!entries["entries"][0]["raw"].as_str().unwrap().contains("Không"), "the name is a commitment");
}

/// The words of a report as it is printed.
async fn printed(ground: &Ground, login: &str) -> String {
    let answer = ground.download(login, "/report?as=docx").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    main_part(answer.body)
}

#[tokio::test]
async fn a_report_is_signed_for_the_head_as_the_signer_was_shown_and_only_while_it_holds() {
    let ground = ground().await;
    ground.signed_in("pho", Role::DutyOfficer, "di-dong").await;
    let store = &ground.node.store;
    let deputy = store.find_login("pho").await.unwrap().unwrap().0;
    let head = store.find_login("phu-trach").await.unwrap().unwrap().0.scope(store);
    let (_, draft) = ground.post("phu-trach", "/report/drafts", json!({})).await;
    let sign = async |delegation: Value| {
        let body = json!({
            "draft": draft["id"], "report": draft["report"], "counts": draft["counts"],
            "delegation": delegation, "signer": "Lê Văn Không",
        });
        ground.post("pho", "/report/attestations", body).await
    };
    assert_eq!(sign(json!(null)).await.0, StatusCode::FORBIDDEN);
    let now = store.now();
    let new = NewDelegation {
        actor: deputy.actor,
        signed_as: SignedAs::Kt,
        position: "Giám đốc".to_owned(),
        own_position: "Phó Giám đốc".to_owned(),
        actions: [Action::AttestReport].into(),
        organisations: [].into(),
        from: now,
        until: now.plus_ms(HALF_HOUR_MS),
        basis: "Quyết định số 12".to_owned(),
        document: None,
    };
    store.give_delegation(&head, new).await.unwrap();
    let (_, view) = ground.get("pho", "/report/signing").await;
    let lines = json!(["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
    assert_eq!((&view["may"]["attest"], &view["signs_as"]["lines"]), (&json!(true), &lines));
    assert_eq!(ground.get("phu-trach", "/report/signing").await.1["signs_as"], json!(null));
    let delegation = view["signs_as"]["delegation"].clone();
    for other in [json!(null), json!("d-khac")] {
        let (status, problem) = sign(other).await;
        assert_eq!(
            (status, &problem["fields"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("delegation"))
        );
    }
    assert!(
        printed(&ground, "pho").await.contains("KT. GIÁM ĐỐC"),
        "whoever signs for the head draws it up so"
    );
    let before = printed(&ground, "phu-trach").await;
    assert!(!before.contains("KT. GIÁM ĐỐC"), "nobody signed yet");
    let (status, said) = sign(delegation.clone()).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    for path in ["/report/signing", "/report/drafts"] {
        let (_, view) = ground.get("phu-trach", path).await;
        let signed = &view["drafts"][0]["attested"][0];
        assert_eq!(
            (&signed["signature"]["lines"], &signed["signature"]["signed_as"]),
            (&lines, &json!("kt")),
            "{path}"
        );
        assert_eq!(signed["signer"], "Lê Văn Không");
    }
    let after = printed(&ground, "phu-trach").await;
    assert!(
        after.contains("KT. GIÁM ĐỐC – PHÓ GIÁM ĐỐC – Lê Văn Không"),
        "the printed report says who stands by it"
    );
    assert!(after.contains(draft["report"].as_str().unwrap()));
    let (_, entries) = ground.get("phu-trach", "/journal/di-dong/entries?limit=1").await;
    let entry = &entries["entries"][0];
    assert_eq!(
        (&entry["entry"]["facts"]["signed_as"], &entry["entry"]["facts"]["delegation"]),
        (&json!("kt"), &delegation)
    );
    assert!(!entry["raw"].as_str().unwrap().contains("Giám đốc"), "the offices are commitments");
    ground.clock.advance(HALF_HOUR_MS);
    assert_eq!(sign(delegation).await.0, StatusCode::FORBIDDEN, "it is past");
}

#[tokio::test]
async fn a_draft_is_the_document_that_was_kept_and_comes_once_for_its_id() {
    let ground = ground().await;
    let id = "01a2b3c4-0000-7000-8000-000000000001";
    let (_, draft) = ground.post("ban-truc", "/report/drafts", json!({ "id": id })).await;
    ground.clock.advance(60_000);
    let (_, again) = ground.post("ban-truc", "/report/drafts", json!({ "id": id })).await;
    assert_eq!((&draft["id"], &draft["report"]), (&again["id"], &again["report"]));
    let request = as_login(Request::get(format!("/api/v1/report/drafts/{id}")), "giam-doc");
    let document = ground.answer(request.body(Body::empty()).unwrap()).await;
    assert_eq!(journal::Hash::of(&document.body).hex(), draft["report"].as_str().unwrap());
    let (status, _) = ground.get("phu-trach", &format!("/report/drafts/{id}")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_paper_has_drafts_of_its_own_and_a_signature_bears_its_name() {
    let ground = ground().await;
    let (_, results) = ground.post("giam-doc", "/report/drafts", json!({})).await;
    ground.clock.advance(60_000);
    acknowledge(&ground, "truc", "asserted").await;
    let (status, short) = ground.post("giam-doc", "/report/drafts", json!({ "paper": "situation" })).await;
    assert_eq!((status, &short["paper"]), (StatusCode::CREATED, &json!("situation")), "{short}");
    let (_, entries) = ground.get("giam-doc", "/journal/so/entries?limit=2").await;
    let named: Vec<_> =
        [0, 1].map(|place| entries["entries"][place]["entry"]["facts"]["paper"].clone()).to_vec();
    assert_eq!(named, [json!("situation"), Value::Null], "the results are named by no name, as before");

    for (query, draft, changed) in
        [("", &results, 1), ("?paper=results", &results, 1), ("?paper=situation", &short, 0)]
    {
        let (_, view) = ground.get("giam-doc", &format!("/report/signing{query}")).await;
        let drafts = view["drafts"].as_array().unwrap();
        assert_eq!((drafts.len(), &drafts[0]["id"]), (1, &draft["id"]), "{query}");
        assert_eq!(view["changes"].as_array().unwrap().len(), changed, "against its own kind alone: {query}");
        let (_, page) = ground.get("giam-doc", &format!("/report/drafts{query}")).await;
        assert_eq!(page["drafts"][0]["id"], draft["id"], "{query}");
    }
    let signed = json!({
        "draft": short["id"], "report": short["report"], "counts": short["counts"], "signer": "Lê Văn Không",
    });
    let (status, said) = ground.post("giam-doc", "/report/attestations", signed).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let (_, entries) = ground.get("giam-doc", "/journal/so/entries?limit=1").await;
    assert_eq!(entries["entries"][0]["entry"]["facts"]["paper"], "situation");
    let printed = |paper: &'static str| {
        let ground = &ground;
        async move { main_part(ground.download("giam-doc", &format!("/report?as=docx&paper={paper}")).await.body) }
    };
    assert!(printed("situation").await.contains("Lê Văn Không"));
    assert!(!printed("results").await.contains("Lê Văn Không"), "what was signed is the other paper");
}

#[tokio::test]
async fn a_situation_report_goes_on_from_the_one_that_was_kept_before_it() {
    let ground = ground().await;
    let short = async |at: &str| {
        let answer = ground.download("giam-doc", &format!("/report?as=txt&paper=situation{at}")).await;
        String::from_utf8(answer.body).unwrap()
    };
    assert!(short("").await.contains("Chưa có báo cáo nhanh nào trước đó"));
    assert_eq!(
        ground.post("giam-doc", "/report/drafts", json!({ "paper": "situation" })).await.0,
        StatusCode::CREATED
    );
    ground.clock.advance(60_000);
    assert!(
        short("").await.contains("Không trạng thái nào đổi so với báo cáo nhanh tính đến 08 giờ 00 phút")
    );
    acknowledge(&ground, "truc", "asserted").await;
    let note = json!({ "what": "heard", "text": "Nguyễn Văn Kín báo mất điện", "obligation": "truc" });
    assert_eq!(ground.post("phu-trach", "/duty", note).await.0, StatusCode::CREATED);
    // What is heard at the very moment of a report stands in the next one.
    ground.clock.advance(1_000);
    let text = short("").await;
    assert!(text.contains("từ chưa đến hạn (chưa có) thành đã chứng minh (tự khai)"), "{text}");
    assert!(text.contains("sổ trực có 0 mục"), "it is the reporter's own log: {text}");
    // Of a moment before there was one.
    let past = short("&at=2027-02-01T07:59:00%2B07:00").await;
    assert!(past.contains("Chưa có báo cáo nhanh nào trước đó"), "{past}");
    let own = ground.download("phu-trach", "/report?as=txt&paper=situation").await;
    let own = String::from_utf8(own.body).unwrap();
    assert!(own.contains("sổ trực có 1 mục") && own.contains("nghe báo (Trực)"), "{own}");
    assert!(!own.contains("Nguyễn Văn Kín"), "the words stay in the log");
}

#[tokio::test]
async fn a_paper_nobody_knows_and_one_of_anothers_own_are_refused() {
    let ground = ground().await;
    let refused = async |login: &str, path: &str| {
        let (status, problem) = ground.get(login, path).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {problem}");
        problem["fields"][0]["code"].clone()
    };
    for path in ["/report?as=docx&paper=letter", "/report/signing?paper=Results", "/report/drafts?paper="] {
        assert_eq!(refused("giam-doc", path).await, "paper_unknown", "{path}");
    }
    for paper in ["upward", "direction", "plan", "assignment"] {
        let path = format!("/report?as=docx&organisation=di-dong&paper={paper}");
        assert_eq!(refused("giam-doc", &path).await, "paper_of_own", "{paper}");
        let (status, _) = ground.get("phu-trach", &path).await;
        assert_eq!(status, StatusCode::OK, "{paper}");
        let order = json!({ "organisation": "di-dong", "paper": paper });
        let (status, _) = ground.post("giam-doc", "/report/drafts", order).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{paper}");
    }
    assert_eq!(refused("giam-doc", "/report?as=docx&paper=assignment").await, "owes_nothing");
}
