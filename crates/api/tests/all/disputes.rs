//! Disputes over HTTP: claim, answer, decision, minutes; what a stranger may not even know of; and the hold on data.

use access::Role;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::ground::{Ground, OWED, campaign, main_part};

const ORGANISATIONS: [(&str, &str, &str); 3] =
    [("so", "regulator", ""), ("di-dong", "telecom_operator", "so"), ("buu-dien", "postal_operator", "so")];

const NOBODY: &str = "01a2b3c4-0000-7000-8000-000000000000";

/// A measured check beside the acknowledgement, so that there are figures to dispute.
const MEASURED: &str = r#"
[[obligation.check]]
kind = "availability"
targets = ["a"]
[[target]]
id = "a"
owner = "di-dong"
kind = "tcp"
address = "127.0.0.1:1001"
[[obligation]]
id = "phuong-an"
quote = "xác nhận phương án"
owners = ["di-dong"]
[[obligation.check]]
kind = "acknowledgement"
"#;

async fn ground() -> Ground {
    let ground = Ground::new(&campaign(&ORGANISATIONS, &format!("{OWED}{MEASURED}")), Vec::new()).await;
    for (login, role, organisation) in [
        ("lanh-dao", Role::RegulatorHead, "so"),
        ("ban-truc", Role::RegulatorDesk, "so"),
        ("phu-trach", Role::OperatorManager, "di-dong"),
        ("nguoi-ngoai", Role::OperatorManager, "buu-dien"),
    ] {
        ground.signed_in(login, role, organisation).await;
    }
    ground
}

fn claim(more: Value) -> Value {
    let mut body = json!({
        "organisation": "di-dong", "obligation": "truc", "figure": "availability_ppm",
        "reply_due": "2027-02-01T01:40:00.000Z", "claim": "Máy đo của Sở mất nguồn",
    });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// Opens a dispute as the operator and gives its id.
async fn open(ground: &Ground, entries: Vec<Value>) -> String {
    let (status, receipt) = ground.post("phu-trach", "/disputes", claim(json!({ "entries": entries }))).await;
    assert_eq!(status, StatusCode::CREATED, "{receipt}");
    receipt["id"].as_str().unwrap().to_owned()
}

async fn line(ground: &Ground, login: &str) -> Value {
    let (status, found) = ground.get(login, "/disputes").await;
    assert_eq!(status, StatusCode::OK, "{found}");
    assert_eq!(found["disputes"].as_array().unwrap().len(), 1, "{found}");
    found["disputes"][0].clone()
}

#[tokio::test]
async fn a_claim_is_answered_decided_from_above_and_put_into_minutes() {
    let ground = ground().await;
    let id = "01a2b3c4-0000-7000-8000-000000000011";
    let (status, first) = ground.post("phu-trach", "/disputes", claim(json!({ "id": id }))).await;
    assert_eq!(status, StatusCode::CREATED, "{first}");
    ground.clock.advance(60_000);
    let (_, again) = ground.post("phu-trach", "/disputes", claim(json!({ "id": id }))).await;
    assert_eq!(
        (&again["index"], &again["replayed"]),
        (&first["index"], &json!(true)),
        "sent twice is one claim"
    );
    for login in ["phu-trach", "ban-truc"] {
        let shown = line(&ground, login).await;
        assert_eq!((&shown["id"], &shown["state"]), (&json!(id), &json!("open")), "{login}");
        assert_eq!(shown["claim"]["text"], "Máy đo của Sở mất nguồn");
        assert_eq!((&shown["figure"], &shown["ruling"]), (&json!("availability_ppm"), &json!(null)));
    }
    ground.clock.advance(40 * 60_000);
    assert_eq!(line(&ground, "ban-truc").await["state"], "overdue", "nobody answered in time");

    let answer =
        json!({ "id": "01a2b3c4-0000-7000-8000-000000000012", "text": "Đã đối chiếu nhật ký nguồn" });
    for index in [json!(false), json!(true)] {
        let (status, said) =
            ground.post("ban-truc", &format!("/disputes/{id}/answers"), answer.clone()).await;
        assert_eq!((status, &said["replayed"]), (StatusCode::CREATED, &index), "{said}");
    }
    let shown = line(&ground, "phu-trach").await;
    assert_eq!((&shown["state"], &shown["answers"][0]["text"]), (&json!("answered"), &answer["text"]));
    let verdict = json!({ "ruling": "upheld", "reason": "Nhật ký nguồn cho thấy mất điện" });
    let decide = format!("/disputes/{id}/decision");
    for login in ["phu-trach", "ban-truc"] {
        assert_eq!(ground.post(login, &decide, verdict.clone()).await.0, StatusCode::FORBIDDEN, "{login}");
    }
    let (status, problem) =
        ground.post("lanh-dao", &decide, json!({ "ruling": "upheld", "reason": " " })).await;
    assert_eq!(
        (status, &problem["fields"][0]["field"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("private.reason"))
    );
    let before = ground.download("phu-trach", &format!("/disputes/{id}/minutes")).await;
    assert!(main_part(before.body).contains("Chưa có quyết định"), "minutes before a decision say so");
    let (status, said) = ground.post("lanh-dao", &decide, verdict.clone()).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    let shown = line(&ground, "phu-trach").await;
    assert_eq!((&shown["state"], &shown["ruling"]), (&json!("decided"), &json!("upheld")));
    assert_eq!(shown["decision"]["text"], verdict["reason"]);
    // Decided once, and what is said afterwards is refused.
    for (login, path, body) in [
        ("lanh-dao", decide, verdict),
        ("phu-trach", format!("/disputes/{id}/answers"), json!({ "text": "Nữa" })),
    ] {
        let (status, problem) = ground.post(login, &path, body).await;
        assert_eq!(
            (status, &problem["fields"][0]["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("answers"))
        );
    }

    // Both sides take home the same words; who decided is named to those who may know.
    for (login, named) in [("phu-trach", false), ("ban-truc", true)] {
        let minutes = ground.download(login, &format!("/disputes/{id}/minutes")).await;
        assert_eq!(minutes.status, StatusCode::OK);
        assert!(minutes.text().contains("bien-ban-khieu-nai.docx"));
        let text = main_part(minutes.body);
        let said = ["Máy đo của Sở mất nguồn", "Đã đối chiếu nhật ký nguồn", "khiếu nại đúng.", "mất điện"];
        for words in said {
            assert!(text.contains(words), "{login}: the minutes lack “{words}”");
        }
        assert_eq!(text.contains("Người lanh-dao"), named, "{login}");
    }
    for log in ["so", "di-dong"] {
        let (_, page) = ground.get("ban-truc", &format!("/journal/{log}/entries")).await;
        let raw = page["entries"].to_string();
        assert!(!raw.contains("mất nguồn") && !raw.contains("nhật ký nguồn"), "{log}: words are commitments");
    }
}

#[tokio::test]
async fn a_figure_that_the_obligation_does_not_have_is_not_disputed() {
    let ground = ground().await;
    for (obligation, figure, code) in [
        ("truc", "khong-co-so-nay", "no_figure_of"),
        ("truc", "", "no_figure_of"),
        ("truc", "rtt_us_p95", "no_figure_of"),
        ("phuong-an", "availability_ppm", "no_figures"),
    ] {
        let claimed = claim(json!({ "obligation": obligation, "figure": figure }));
        let (status, problem) = ground.post("phu-trach", "/disputes", claimed).await;
        let fault = &problem["fields"][0];
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{figure}: {problem}");
        assert_eq!((&fault["field"], &fault["code"]), (&json!("facts.figure"), &json!(code)), "{problem}");
    }
    assert_eq!(ground.get("phu-trach", "/disputes").await.1["disputes"], json!([]));
    // Nothing was measured yet: what a report had stated can be disputed all the same.
    for figure in ["availability_ppm", "probes_lost", "targets"] {
        let (status, receipt) =
            ground.post("phu-trach", "/disputes", claim(json!({ "figure": figure }))).await;
        assert_eq!(status, StatusCode::CREATED, "{figure}: {receipt}");
    }
}

#[tokio::test]
async fn a_foreign_operator_cannot_tell_a_dispute_from_none() {
    let ground = ground().await;
    let id = open(&ground, Vec::new()).await;
    assert_eq!(ground.get("nguoi-ngoai", "/disputes").await.1["disputes"], json!([]));
    for (theirs, nobodys) in [
        ("/disputes?organisation=di-dong".to_owned(), "/disputes?organisation=khong-co".to_owned()),
        (format!("/disputes/{id}/minutes"), format!("/disputes/{NOBODY}/minutes")),
    ] {
        let (one, other) =
            (ground.get("nguoi-ngoai", &theirs).await, ground.get("nguoi-ngoai", &nobodys).await);
        assert_eq!(one.0, StatusCode::NOT_FOUND, "{theirs}");
        assert_eq!(one, other, "{theirs}");
    }
    let answered = json!({ "text": "Biết rồi" });
    let theirs = ground.post("nguoi-ngoai", &format!("/disputes/{id}/answers"), answered.clone()).await;
    let nobodys = ground.post("nguoi-ngoai", &format!("/disputes/{NOBODY}/answers"), answered).await;
    assert_eq!((theirs.0, &theirs), (StatusCode::NOT_FOUND, &nobodys));
    let theirs = ground.post("nguoi-ngoai", "/disputes", claim(json!({}))).await;
    let nobodys = ground.post("nguoi-ngoai", "/disputes", claim(json!({ "organisation": "khong-co" }))).await;
    assert_eq!((theirs.0, &theirs), (StatusCode::NOT_FOUND, &nobodys));
    assert_eq!(line(&ground, "ban-truc").await["answers"], json!([]), "and nothing was said in it");
}

#[tokio::test]
async fn what_is_under_dispute_is_not_erased_before_it_is_decided() {
    let ground = ground().await;
    let noted =
        json!({ "kind": "acknowledgement.given", "obligation": "truc", "private": { "note": "ghi chú" } });
    let (_, receipt) = ground.post("phu-trach", "/evidence", noted).await;
    let entry = receipt["id"].clone();
    let dispute = open(&ground, vec![entry.clone()]).await;
    assert_eq!(line(&ground, "phu-trach").await["disputed"], json!([entry]));
    let path = format!("/entries/{}/erase", entry.as_str().unwrap());
    let erase =
        async || ground.post("phu-trach", &path, json!({ "fields": ["note"], "reason": "hết hạn" })).await;
    let (status, problem) = erase().await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("under_dispute")), "{problem}");
    let verdict = json!({ "ruling": "rejected", "reason": "Đủ căn cứ" });
    let (status, said) = ground.post("lanh-dao", &format!("/disputes/{dispute}/decision"), verdict).await;
    assert_eq!(status, StatusCode::CREATED, "{said}");
    assert_eq!(erase().await.0, StatusCode::NO_CONTENT);
    let (_, cell) = ground.get("phu-trach", "/cells/di-dong/truc").await;
    let found = cell["evidence"].as_array().unwrap().iter().find(|one| one["id"] == entry).unwrap();
    assert_eq!(found["private"]["note"], "erased");
}
