//! Every paper: what it says, that its two documents say the same, and that it keeps to the decree.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod sample;

use std::io::{Cursor, Read as _};

use proptest::prelude::*;
use quick_xml::{Reader, events::Event};
use report::{Language, Model, Paper, Private, Wording};

fn vi() -> &'static Wording {
    Wording::of(Language::Vietnamese)
}

/// The text of the Word document, one line a paragraph.
fn docx_text(model: &Model) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(report::docx(model, vi()).unwrap())).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let mut reader = Reader::from_str(&xml);
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Text(letters) => text.push_str(&letters.decode().unwrap()),
            Event::GeneralRef(name) => {
                let letter = match &*name.decode().unwrap() {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    other => panic!("&{other};"),
                };
                text.push(letter);
            }
            Event::End(tag) if tag.name().as_ref() == b"w:p" => text.push('\n'),
            Event::Eof => return text,
            _ => {}
        }
    }
}

fn pdf_text(model: &Model) -> String {
    let (template, data) = report::typst_source(model, vi()).unwrap();
    typeset::page_texts(template, &data).unwrap().join("\n")
}

/// Letters and digits alone: pages break lines, and list dashes stand apart.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The text of a paper's document to its signature.
fn main_part(model: &Model) -> String {
    let text = docx_text(model);
    text.split_once("Phụ lục I\n").map_or(text.clone(), |(main, _)| main.to_owned())
}

#[test]
fn every_paper_says_what_it_said_before() {
    for paper in Paper::ALL.into_iter().filter(|paper| *paper != Paper::Results) {
        insta::assert_snapshot!(format!("paper_{}", paper.name()), main_part(&sample::paper(paper, 4)));
    }
}

#[test]
fn both_documents_of_every_paper_say_the_same_words() {
    for paper in Paper::ALL {
        let model = sample::paper(paper, 7);
        let (word, pages) = (docx_text(&model), letters(&pdf_text(&model)));
        for line in word.lines().filter(|line| line.chars().count() < 60) {
            assert!(pages.contains(&letters(line)), "the {} lacks {line:?}", paper.name());
        }
        let text = report::plain_text(&report::outline(&model, vi()));
        let pieces = text.split(['\n', '|', ';', ':']).filter(|piece| piece.chars().count() < 40);
        for piece in pieces {
            assert!(pages.contains(&letters(piece)), "the {} lacks {piece:?}", paper.name());
        }
    }
}

#[test]
fn a_paper_bears_the_letters_of_its_kind_and_a_letter_its_subject_below_its_number() {
    for (paper, number, kind) in [
        (Paper::Results, "/BC-STTTT", "BÁO CÁO"),
        (Paper::Situation, "/BC-STTTT", "BÁO CÁO NHANH"),
        (Paper::Upward, "/BC-STTTT", "BÁO CÁO"),
        (Paper::Direction, "/STTTT", ""),
        (Paper::Plan, "/PA-STTTT", "PHƯƠNG ÁN"),
        (Paper::Assignment, "/TB-STTTT", "THÔNG BÁO"),
        (Paper::Minutes, "/BB-STTTT", "BIÊN BẢN"),
    ] {
        let text = docx_text(&sample::paper(paper, 1));
        let mut lines = text.lines();
        let found = lines.find(|line| line.starts_with("Số:")).unwrap();
        assert_eq!(found.split_whitespace().last(), Some(number), "{paper:?}");
        assert!(kind.is_empty() || text.lines().any(|line| line == kind), "{paper:?}");
        if paper == Paper::Direction {
            assert!(lines.next().unwrap().starts_with("V/v "), "{text}");
        }
    }
}

#[test]
fn what_says_how_it_stands_takes_its_evidence_along_and_what_asks_does_not() {
    for paper in Paper::ALL {
        let text = docx_text(&sample::paper(paper, 2));
        let asks = matches!(paper, Paper::Direction | Paper::Plan | Paper::Assignment);
        assert_eq!(text.contains("MỐC NIÊM SỔ"), !asks, "{paper:?}");
        assert_eq!(text.contains("DANH MỤC CHỨNG CỨ"), !asks, "{paper:?}");
        if !asks {
            assert!(
                text.contains("Chưa có chứng cứ") && !text.to_lowercase().contains("vi phạm"),
                "{paper:?}"
            );
        }
    }
}

#[test]
fn a_situation_report_tells_what_turned_and_the_first_one_that_nothing_is_there_to_compare() {
    let text = main_part(&sample::paper(Paper::Situation, 3));
    assert!(text.contains("từ có nguy cơ (đo được) thành mất liên lạc (đo được)."), "{text}");
    assert!(text.contains("sổ trực có 2 mục") && text.contains("nghe báo (Viễn thông Sơn Vân, DNS lõi)"));
    let mut first = sample::paper(Paper::Situation, 3);
    (first.since, first.duty) = (None, None);
    let text = main_part(&first);
    assert!(text.contains("Chưa có báo cáo nhanh nào trước đó"), "{text}");
    assert!(!text.contains("SỔ TRỰC"), "whoever does not read the log is not told of it");
    let mut quiet = sample::paper(Paper::Situation, 3);
    quiet.changes.clear();
    assert!(main_part(&quiet).contains("Không trạng thái nào đổi"));
}

#[test]
fn a_consolidated_report_puts_what_is_missing_first_and_names_every_obligation_of_everybody() {
    let mut model = sample::paper(Paper::Upward, 7);
    // The last of the campaign has the most to answer for.
    for obligation in &mut model.obligations {
        for cell in &mut obligation.cells {
            let last = cell.organisation == "buu-dien";
            cell.status = if last { campaign::Status::Unproven } else { campaign::Status::Proven };
        }
    }
    for line in &mut model.by_organisation {
        let unproven = line.id == "buu-dien";
        for (status, count) in &mut line.counts {
            let own = if unproven { campaign::Status::Unproven } else { campaign::Status::Proven };
            *count = if *status == own { 7 } else { 0 };
        }
    }
    let text = main_part(&model);
    let each = text.split_once("KẾT QUẢ CỦA TỪNG ĐƠN VỊ").unwrap().1;
    assert!(each.trim_start().starts_with("1. Bưu điện tỉnh Sơn Vân\n"), "{each}");
    assert_eq!(each.matches("- Chưa có chứng cứ. Nhiệm vụ ").count(), 7);
    assert!(each.contains("Đã chứng minh: nhiệm vụ 1 ("), "{each}");
    model.letterhead.addressees.clear();
    assert!(docx_text(&model).contains("Kính gửi: ……"), "the office writes to whom");
}

#[test]
fn an_assignment_names_who_has_what_as_its_reader_may_see_it_and_what_nobody_has() {
    let mut model = sample::paper(Paper::Assignment, 2);
    let text = main_part(&model);
    assert!(text.contains("Trung tâm hạ tầng mạng\nLò Văn Mây\n"), "{text}");
    assert!(text.contains("Nhiệm vụ 1, Phương án ứng cứu sự cố (Bưu điện tỉnh Sơn Vân)"), "{text}");
    for (shown, word) in [(Private::Withheld, "(không hiển thị"), (Private::Erased, "(đã xoá)")] {
        model.assignments[0].person = shown;
        let text = main_part(&model);
        assert!(text.contains(word) && !text.contains("Lò Văn Mây"), "{text}");
    }
    model.assignments.clear();
    assert!(main_part(&model).contains("Chưa giao nhiệm vụ nào"));
}

#[test]
fn minutes_are_signed_by_both_sides() {
    let text = main_part(&sample::paper(Paper::Minutes, 2));
    let (_, closing) = text.split_once("cùng ký tên./.").unwrap();
    let sides: Vec<&str> = closing.lines().filter(|line| !line.trim().is_empty()).collect();
    assert_eq!(sides[..3], ["ĐẠI DIỆN CÁC ĐƠN VỊ", "GIÁM ĐỐC", "Nơi nhận:"]);
}

#[test]
fn every_paper_is_whole_in_english_too() {
    let english = Wording::of(Language::English);
    for paper in Paper::ALL {
        let text = report::plain_text(&report::outline(&sample::paper(paper, 4), english));
        // A message that is missing shows its key.
        for word in text.split_whitespace() {
            let key = word.trim_matches(|letter: char| !letter.is_ascii_alphanumeric());
            let parts = key.split('-').filter(|part| part.chars().all(|letter| letter.is_ascii_lowercase()));
            assert!(
                !key.contains('-') || english.find(key).is_none() && parts.count() < 3,
                "{paper:?}: {word}"
            );
        }
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    for paper in Paper::ALL {
        let model = sample::paper(paper, 3);
        assert_eq!(report::docx(&model, vi()).unwrap(), report::docx(&model, vi()).unwrap());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_words_from_outside_keep_a_paper_from_being_written(words in any::<String>()) {
        for paper in Paper::ALL {
            let model = Model { paper, ..sample::model_saying(&words) };
            let (template, data) = report::typst_source(&model, vi()).unwrap();
            prop_assert!(!typeset::page_texts(template, &data).unwrap().is_empty());
            prop_assert!(docx_text(&model).contains("CỘNG HÒA"));
        }
    }
}
