//! The report for a chat: clean text that says what the paper says, and the sheet that a picture is made of.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod sample;

use report::{Language, Wording};

fn vi() -> &'static Wording {
    Wording::of(Language::Vietnamese)
}

fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}').collect()
}

#[test]
fn the_text_says_what_it_said_before() {
    let text = report::plain_text(&report::outline(&sample::model(2), vi()));
    assert!(!text.contains('\u{a0}') && !text.contains("\n\n\n") && text.ends_with('\n'));
    insta::assert_snapshot!("plain_text", text);
}

#[test]
fn every_line_of_the_text_stands_on_the_paper_too() {
    let model = sample::model(7);
    let (template, data) = report::typst_source(&model, vi()).unwrap();
    let pages = letters(&typeset::page_texts(template, &data).unwrap().join("\n"));
    let text = report::plain_text(&report::outline(&model, vi()));
    // A line joins what stands in cells and in their names.
    let pieces = text.split(['\n', '|', ';', ':']).map(|piece| piece.trim().trim_start_matches("- "));
    for piece in pieces.filter(|piece| piece.chars().count() < 40) {
        assert!(pages.contains(&letters(piece)), "the PDF lacks {piece:?}");
    }
}

#[test]
fn a_picture_is_one_sheet_without_the_annexes() {
    let model = sample::model(4);
    let (template, data) = report::picture_source(&model, vi()).unwrap();
    let sheet = typeset::page_texts(template, &data).unwrap();
    assert_eq!(sheet.len(), 1, "however long");
    let text = letters(&sheet.join(""));
    assert!(text.contains(&letters("Trên đây là báo cáo")) && !text.contains("Phụlục"));
    assert!(text.contains(&letters("IV. NỘI DUNG CHƯA CÓ CHỨNG CỨ")), "what is unproven is not left out");
}
