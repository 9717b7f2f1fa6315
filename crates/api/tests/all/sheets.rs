//! A sheet of inspections does what its preview said, row by row, and once.

use access::Role;
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};

use crate::ground::{Ground, as_login, campaign, slug};

const ORGANISATIONS: [(&str, &str, &str); 2] =
    [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];

const OWED: &str = r#"
[[obligation]]
id = "kiem-tra"
title = "Kiểm tra"
quote = "kiểm tra"
owners = ["di-dong"]
[[obligation.check]]
kind = "inspection"
checklist = [{ item = "may-no", title = "Máy nổ" }, { item = "pin", title = "Pin" }]
"#;

const SHEET: &str = "\u{feff}obligation;at;signer;note;may-no;pin\r\n\
    kiem-tra;2027-02-01T07:00:00+07:00;Trần Văn A;;đạt;chưa đạt\r\n\
    kiem-tra;2027-02-01T07:30:00+07:00;Lê Thị B;\"đã thay; hai bình\";đạt;đạt\r\n";

struct Province(Ground);

impl Province {
    async fn new() -> Self {
        let ground = Ground::new(&campaign(&ORGANISATIONS, OWED), Vec::new()).await;
        for (role, organisation) in
            [(Role::OperatorManager, "di-dong"), (Role::RegulatorHead, "so"), (Role::Auditor, "di-dong")]
        {
            ground.signed_in(&role.to_string(), role, organisation).await;
        }
        Self(ground)
    }

    async fn post(&self, role: Role, path: &str, sheet: &str) -> (StatusCode, Value) {
        let request = as_login(Request::post(format!("/api/v1/sources/{path}")), &role.to_string());
        self.0.answer(request.body(Body::from(sheet.to_owned())).unwrap()).await.told()
    }

    async fn size(&self, organisation: &str) -> u64 {
        let scope = self.0.scope(Role::RegulatorHead, "so");
        let page = self.0.node.store.entries(&scope, &slug(organisation), None, 100).await;
        let is_evidence = |entry: &store::EntryView| {
            journal::Entry::parse(&entry.canonical).unwrap().kind.as_str() != "account.changed"
        };
        page.map_or(0, |page| page.entries.iter().filter(|entry| is_evidence(entry)).count() as u64)
    }
}

fn outcomes(view: &Value) -> Vec<&str> {
    view["rows"].as_array().unwrap().iter().map(|row| row["outcome"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_sheet_does_what_its_preview_said_and_once() {
    let province = Province::new().await;
    let manager = Role::OperatorManager;
    let (status, view) = province.post(manager, "preview", SHEET).await;
    assert_eq!(status, StatusCode::OK, "{view}");
    assert_eq!(outcomes(&view), ["would_be_recorded"; 2], "{view}");
    assert_eq!(province.size("di-dong").await, 0);

    let (_, applied) = province.post(manager, "apply", SHEET).await;
    assert_eq!(outcomes(&applied), ["recorded"; 2], "{applied}");
    assert_eq!(province.size("di-dong").await, 2);
    for path in ["preview", "apply"] {
        let (_, view) = province.post(manager, path, SHEET).await;
        assert_eq!(outcomes(&view), ["repeated"; 2], "{path}");
        assert_eq!(view["rows"][1]["receipt"]["id"], applied["rows"][1]["receipt"]["id"]);
    }
    assert_eq!(province.size("di-dong").await, 2);
}

#[tokio::test]
async fn a_fault_names_line_and_column_and_loses_no_other_row() {
    let province = Province::new().await;
    let sheet = "obligation,organisation,at,signer,may-no,la\n\
                 kiem-tra,,2027-02-01T07:00:00+07:00,A,pass,pass\n\
                 truc,,2027-02-01T07:00:00+07:00,A,pass,\n\
                 kiem-tra,,2027-02-03T07:00:00+07:00,A,pass,\n\
                 kiem-tra,so,2027-02-01T07:00:00+07:00,A,pass,\n\
                 kiem-tra,,07:00,,tốt,\n\
                 kiem-tra,,2027-02-01T07:10:00+07:00,A,pass,\n\
                 kiem-tra,,2027-02-01T07:10:00+07:00,B,fail,\n";
    for path in ["preview", "apply"] {
        let (status, view) = province.post(Role::OperatorManager, path, sheet).await;
        assert_eq!(status, StatusCode::OK, "{view}");
        let told: Vec<(u64, Vec<&str>)> = view["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let faults = row["faults"].as_array().unwrap();
                let columns = faults.iter().map(|fault| fault["column"].as_str().unwrap()).collect();
                (row["line"].as_u64().unwrap(), columns)
            })
            .collect();
        assert_eq!(
            told,
            [
                (2, vec!["la"]),
                (3, vec!["obligation"]),
                (4, vec!["at"]),
                (5, vec!["organisation"]),
                (6, vec!["signer", "at", "may-no"]),
                (7, vec![]),
                (8, vec![""]),
            ],
            "{path} {view}"
        );
    }
    assert_eq!(province.size("di-dong").await, 1);
    let changed = "obligation,at,signer,may-no\nkiem-tra,2027-02-01T07:10:00+07:00,C,pass\n";
    for path in ["preview", "apply"] {
        let (_, view) = province.post(Role::OperatorManager, path, changed).await;
        assert_eq!(outcomes(&view), ["faulty"]);
        assert!(view["rows"][0]["faults"][0]["what"].as_str().unwrap().contains("another content"), "{view}");
    }
}

#[tokio::test]
async fn the_regulators_inspection_is_a_second_partys_and_an_auditor_signs_nothing() {
    let province = Province::new().await;
    let sheet = "obligation,organisation,at,signer,may-no\n\
                 kiem-tra,di-dong,2027-02-01T07:00:00+07:00,A,pass\n";
    let (_, view) = province.post(Role::RegulatorHead, "apply", sheet).await;
    assert_eq!((outcomes(&view), &view["recorded"]), (vec!["recorded"], &json!(1)), "{view}");
    let (status, problem) = province.post(Role::Auditor, "apply", &SHEET.replace('\u{feff}', "")).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &"denied".into()));
    assert_eq!(province.size("di-dong").await, 0);
    let (status, problem) = province.post(Role::OperatorManager, "preview", "a,b\n").await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &"bad_field".into()));
}
