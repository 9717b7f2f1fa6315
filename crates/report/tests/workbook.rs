//! The annex of figures, read back cell by cell by the reader that takes other people's workbooks.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod sample;

use std::io::{Cursor, Read as _};

use campaign::Status;
use proptest::prelude::*;
use report::{Language, Model, Wording};
use sources::{Note, Table, read_table};

fn vi() -> &'static Wording {
    Wording::of(Language::Vietnamese)
}

fn sheet(model: &Model, name: &str) -> Table {
    read_table(&report::xlsx(model, vi()).unwrap(), Some(name)).unwrap()
}

/// A sheet with its cells between strokes, a row a line.
fn shown(table: &Table) -> String {
    let row = |cells: &[String]| cells.join(" | ").replace('\u{a0}', " ");
    let lines = table.lines.iter().map(|line| row(&line.cells));
    std::iter::once(row(&table.columns)).chain(lines).collect::<Vec<_>>().join("\n")
}

fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_sheet_says_what_it_said_before() {
    let model = sample::model(3);
    let names = ["Nhiệm vụ", "Số liệu", "Chứng cứ", "Mốc niêm sổ"];
    let sheets = names.map(|name| format!("== {name}\n{}", shown(&sheet(&model, name))));
    insta::assert_snapshot!("workbook", sheets.join("\n\n"));
    // The first is laid out for people: its tables stand below one another.
    let summary = part(&report::xlsx(&model, vi()).unwrap(), "xl/worksheets/sheet1.xml");
    insta::assert_snapshot!("summary_xml", summary.replace("</row>", "</row>\n"));
}

#[test]
fn every_cell_of_the_board_has_its_row_and_what_has_no_evidence_is_among_them() {
    let model = sample::model(7);
    let table = sheet(&model, "Nhiệm vụ");
    let status = table.place("Trạng thái").unwrap();
    for (wanted, count) in &model.counts {
        let word = vi().status(*wanted);
        let found = table.lines.iter().filter(|line| line.cells[status] == word).count();
        assert_eq!(found, *count, "{wanted:?}");
    }
    assert!(model.counts.iter().any(|(status, count)| *status == Status::Unproven && *count > 0));
}

#[test]
fn a_figure_is_a_number_with_its_unit_its_limit_and_the_explanation_beside_it() {
    let model = sample::model(7);
    let table = sheet(&model, "Số liệu");
    let figures = model.obligations.iter().flat_map(|one| &one.cells).flat_map(|cell| &cell.findings);
    assert_eq!(table.lines.len(), figures.map(|finding| finding.figures.len()).sum::<usize>());
    let at = |line: usize, column: &str| table.lines[line].cells[table.place(column).unwrap()].as_str();
    let columns = [
        "Số liệu",
        "Giá trị",
        "Đơn vị tính",
        "Ngưỡng",
        "Giá trị ngưỡng",
        "Nguồn của ngưỡng",
        "Ngày ban hành",
    ];
    let row = |line| columns.map(|column| at(line, column));
    assert_eq!(row(0), ["Mức sẵn sàng", "99.8512", "%", "≥", "99.95", "QCVN 34:2022/BTTTT", "30/11/2022"]);
    assert_eq!(row(1)[1..5], ["3725", "giây", "≤", "1800"]);
    let failing = (0..table.lines.len()).find(|line| at(*line, "Trạng thái") == "Chưa đạt").unwrap();
    assert!(at(failing, "Giải trình").contains("Cáp quang bị đứt"));
    assert!(at(failing, "Số chứng cứ").starts_with("so-tttt.son-van.example/"));
}

#[test]
fn moments_are_moments_on_vietnams_clocks() {
    let table = sheet(&sample::model(2), "Chứng cứ");
    let (from, recorded) = (table.place("Từ").unwrap(), table.place("Ghi sổ").unwrap());
    let line = &table.lines[0];
    assert_eq!(line.cells[from], "2027-02-05T23:55:00+07:00");
    assert_eq!(line.cells[recorded], "2027-02-06T00:00:01+07:00");
    assert!(line.notes.iter().any(|note| note.column == from && note.what == Note::DATE));
}

#[test]
fn no_text_is_taken_for_a_formula() {
    for hostile in ["=1+1", "=HYPERLINK(\"http://x.example\",\"a\")", "+1", "-2+3", "@SUM(A1)", "_x003D_1"] {
        let model = sample::model_saying(hostile);
        let table = sheet(&model, "Nhiệm vụ");
        let title = table.place("Nhiệm vụ").unwrap();
        let line = &table.lines[0];
        assert!(!line.notes.iter().any(|note| note.what == Note::FORMULA), "{hostile}");
        let book = report::xlsx(&model, vi()).unwrap();
        for place in 1..=5 {
            let xml = part(&book, &format!("xl/worksheets/sheet{place}.xml"));
            assert!(!xml.contains("<f>") && !xml.contains("<f "), "{hostile}");
        }
        // What reads like an escape is written as one that reads like it.
        assert_eq!(line.cells[title].replace("_x005F_", "_"), hostile);
    }
}

#[test]
fn the_same_report_gives_the_same_workbook() {
    let model = sample::model(7);
    assert_eq!(report::xlsx(&model, vi()).unwrap(), report::xlsx(&model, vi()).unwrap());
}

#[test]
fn a_sheet_has_a_name_that_spreadsheets_take() {
    for language in [Language::Vietnamese, Language::English] {
        let book = report::xlsx(&sample::model(1), Wording::of(language)).unwrap();
        let found = read_table(&book, Some("?")).unwrap_err().to_string();
        let workbook = part(&book, "xl/workbook.xml");
        let names: Vec<&str> =
            workbook.split("<sheet name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert_eq!(names.len(), 5, "{found}");
        for name in names {
            assert!(
                name.chars().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']),
                "{name}"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_words_from_outside_keep_the_workbook_from_being_read(words in any::<String>()) {
        let model = sample::model_saying(&words);
        prop_assert_eq!(sheet(&model, "Nhiệm vụ").lines.len(), 3);
    }
}
