//! A sheet of inspections does what its preview said, row by row, and once.

use access::Role;
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use intake::fuzz::archive_of;
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
        self.post_bytes(role, path, sheet.as_bytes().to_vec()).await
    }

    async fn post_bytes(&self, role: Role, path: &str, sheet: Vec<u8>) -> (StatusCode, Value) {
        let request = as_login(Request::post(format!("/api/v1/sources/{path}")), &role.to_string());
        self.0.answer(request.body(Body::from(sheet)).unwrap()).await.told()
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

/// A workbook whose second sheet holds an inspection under a title line's worth of empty column.
fn workbook(rows: &str) -> Vec<u8> {
    let sheet = format!(
        "<worksheet><sheetData>{rows}</sheetData><mergeCells><mergeCell ref=\"B3:B4\"/></mergeCells></worksheet>"
    );
    let parts: [(&str, &str); 5] = [
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"r\"><sheets><sheet name=\"Bìa\" r:id=\"r1\"/><sheet name=\"Kiểm tra\" r:id=\"r2\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Target=\"worksheets/sheet2.xml\"/></Relationships>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>",
        ),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
        ("xl/worksheets/sheet2.xml", &sheet),
    ];
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    archive_of(&parts)
}

#[tokio::test]
async fn a_workbook_is_taken_by_its_sheet_and_its_faults_name_the_cell() {
    let province = Province::new().await;
    let text = |cell: &str, text: &str| format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    // 46419.291667 is 1 February 2027, 7 in the morning.
    let rows = [
        ["obligation", "at", "signer", "may-no", "pin"]
            .iter()
            .zip(["B2", "C2", "D2", "E2", "F2"])
            .map(|(name, cell)| text(cell, name))
            .collect::<String>(),
        format!(
            "{}<c r=\"C3\" s=\"1\"><v>46419.291666666664</v></c>{}{}<c r=\"F3\" t=\"str\"><f>IF(1,\"đạt\")</f><v>đạt</v></c>",
            text("B3", "kiem-tra"),
            text("D3", "Trần Văn A"),
            text("E3", "đạt")
        ),
        format!(
            "<c r=\"C4\" s=\"1\"><v>46419.3</v></c>{}<c r=\"E4\" t=\"e\"><v>#N/A</v></c>{}",
            text("D4", "B"),
            text("F4", "đạt")
        ),
    ];
    let rows: String = rows
        .iter()
        .zip(2..)
        .map(|(cells, row)| format!("<row r=\"{row}\">{cells}</row>"))
        .collect::<Vec<_>>()
        .concat();
    let book = workbook(&rows);
    let manager = Role::OperatorManager;
    let (status, problem) = province.post_bytes(manager, "preview", book.clone()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
    assert!(problem["fields"][0]["what"].as_str().unwrap().contains("\"Bìa\" is empty"), "{problem}");

    let path = "preview?sheet=Ki%E1%BB%83m%20tra";
    let (status, view) = province.post_bytes(manager, path, book.clone()).await;
    assert_eq!(status, StatusCode::OK, "{view}");
    assert_eq!(outcomes(&view), ["would_be_recorded", "faulty"]);
    assert_eq!((&view["sheet"], &view["sheets"]), (&json!("Kiểm tra"), &json!(["Bìa", "Kiểm tra"])));
    let read = &view["rows"][0]["read"];
    assert_eq!((&read["at"], &read["signer"]), (&json!("2027-02-01T00:00:00.000Z"), &json!("Trần Văn A")));
    let notes: Vec<(&str, &str)> = view["rows"][0]["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|note| (note["cell"].as_str().unwrap(), note["what"].as_str().unwrap()))
        .collect();
    assert_eq!(notes, [("C3", "local_date"), ("F3", "formula")]);
    let fault = &view["rows"][1]["faults"][0];
    assert_eq!((&fault["cell"], &fault["column"]), (&json!("E4"), &json!("may-no")), "{view}");
    assert_eq!(view["rows"][1]["notes"][1]["what"], "merged");

    let (_, applied) = province.post_bytes(manager, &path.replace("preview", "apply"), book).await;
    assert_eq!(outcomes(&applied), ["recorded", "faulty"]);
    assert_eq!(province.size("di-dong").await, 1);
}

/// What a person saves in LibreOffice: dates as numbers, a merged area, a formula with its value, a styled blank cell.
#[tokio::test]
async fn a_workbook_that_libreoffice_saved_is_taken_whole() {
    let province = Province::new().await;
    let book = include_bytes!("../../../../testdata/sheets/inspections-libreoffice.xlsx").to_vec();
    let manager = Role::OperatorManager;
    let (status, view) = province.post_bytes(manager, "preview", book.clone()).await;
    assert_eq!(status, StatusCode::OK, "{view}");
    assert_eq!(outcomes(&view), ["would_be_recorded"; 2], "{view}");
    let read = |row: usize| {
        let read = &view["rows"][row]["read"];
        (read["at"].as_str().unwrap(), read["signer"].as_str().unwrap())
    };
    assert_eq!(read(0), ("2027-02-01T00:00:00.000Z", "Trần Văn A"));
    assert_eq!(read(1), ("2027-02-01T00:30:00.000Z", "Lê Thị B"));
    let (_, applied) = province.post_bytes(manager, "apply", book).await;
    assert_eq!(outcomes(&applied), ["recorded"; 2], "{applied}");
}
