//! Both outputs, read back: what they say, that nothing in them is taken for markup, that they never differ.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod sample;

use std::io::{Cursor, Read as _};

use campaign::Status;
use proptest::prelude::*;
use quick_xml::{Reader, events::Event};
use report::{AttestedPart, Language, Model, Private, Wording};

fn vi() -> &'static Wording {
    Wording::of(Language::Vietnamese)
}

fn part(docx: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The text of `word/document.xml`, one line a paragraph; fails on anything that is not well formed.
fn docx_text(docx: &[u8]) -> String {
    let xml = part(docx, "word/document.xml");
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = true;
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Text(letters) => text.push_str(&letters.decode().unwrap()),
            Event::GeneralRef(name) => match &*name.decode().unwrap() {
                "lt" => text.push('<'),
                "gt" => text.push('>'),
                "amp" => text.push('&'),
                "quot" => text.push('"'),
                other => panic!("&{other};"),
            },
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

/// Text without the line ends and spaces that a page breaks it at.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '\u{200b}').collect()
}

#[test]
fn the_word_file_says_what_it_said_before() {
    let docx = report::docx(&sample::model(7), vi()).unwrap();
    insta::assert_snapshot!("docx_text", docx_text(&docx));
}

#[test]
fn the_markup_of_the_word_file_is_what_it_was_before() {
    let docx = report::docx(&sample::model(1), vi()).unwrap();
    let xml = part(&docx, "word/document.xml")
        .replace("</w:p>", "</w:p>\n")
        .replace("</w:tblGrid>", "</w:tblGrid>\n");
    insta::assert_snapshot!("document_xml", xml);
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let model = sample::model(7);
    assert_eq!(report::docx(&model, vi()).unwrap(), report::docx(&model, vi()).unwrap());
    let (template, data) = report::typst_source(&model, vi()).unwrap();
    let again = report::typst_source(&model, vi()).unwrap();
    assert_eq!(data, again.1);
    assert_eq!(typeset::pdf(template, &data).unwrap(), typeset::pdf(template, &data).unwrap());
}

#[test]
fn both_outputs_say_the_same_words() {
    let model = sample::model(7);
    let word = docx_text(&report::docx(&model, vi()).unwrap());
    let pages = letters(&pdf_text(&model));
    for line in word.lines().filter(|line| line.chars().count() < 40) {
        assert!(pages.contains(&letters(line)), "the PDF lacks {line:?}");
    }
}

#[test]
fn every_status_is_named_and_none_is_called_a_violation() {
    let model = sample::model(7);
    for text in [docx_text(&report::docx(&model, vi()).unwrap()), pdf_text(&model)] {
        for status in Status::ALL {
            assert!(letters(&text).contains(&letters(&vi().status(status))), "{status:?}");
        }
        assert!(!text.to_lowercase().contains("vi phạm"));
        assert!(text.contains("(đã xoá)"), "an erased name is shown as erased");
        assert!(letters(&text).contains("ghibổsungsauhạn"), "a late entry is marked");
    }
}

#[test]
fn what_has_no_evidence_and_what_fell_silent_is_said_plainly() {
    let text = docx_text(&report::docx(&sample::model(7), vi()).unwrap());
    let (_, part) = text.split_once("IV. ").unwrap();
    let (part, _) = part.split_once("Trên đây").unwrap();
    assert!(part.contains("Chưa có chứng cứ (3 lượt):") && part.contains("Mất liên lạc"), "{part}");
    let quiet = docx_text(&report::docx(&sample::model(0), vi()).unwrap());
    assert!(quiet.contains("Không có.") && quiet.contains("Không có nhiệm vụ nào"));
}

#[test]
fn a_figure_stands_with_its_limit_source_and_evidence_number() {
    let text = docx_text(&report::docx(&sample::model(7), vi()).unwrap()).replace('\u{a0}', " ");
    assert!(text.contains(
        "Mức sẵn sàng (DNS lõi): 99,8512 %; ngưỡng ≥ 99,95 %, theo QCVN 34:2022/BTTTT, ngày 30/11/2022."
    ));
    assert!(text.contains("so-tttt.son-van.example/vien-thong#70 ("));
}

#[test]
fn a_signature_stands_with_the_form_it_was_given_in_and_its_name_as_the_reader_may_see_it() {
    let mut model = sample::model(1);
    let nobody = [docx_text(&report::docx(&model, vi()).unwrap()), pdf_text(&model)];
    assert!(nobody.iter().all(|text| !letters(text).contains(&letters("Chữ ký xác nhận dự thảo"))));
    let signed = |signer: Private| AttestedPart {
        lines: vec!["KT. GIÁM ĐỐC".to_owned(), "PHÓ GIÁM ĐỐC".to_owned()],
        signer,
        recorded_at: sample::at("2027-02-18T11:30:00.000Z"),
        drafted_at: sample::at("2027-02-18T10:00:00.000Z"),
        report: "b3".repeat(32),
    };
    model.attested = vec![signed(Private::Shown("Trần Thị Bưởi".to_owned())), signed(Private::Erased)];
    for text in [docx_text(&report::docx(&model, vi()).unwrap()), pdf_text(&model)] {
        let text = letters(&text);
        let digest = "b3".repeat(32);
        for name in ["Trần Thị Bưởi", "(đã xoá)"] {
            let line = format!(
                "KT. GIÁM ĐỐC – PHÓ GIÁM ĐỐC – {name}: ký xác nhận lúc 18 giờ 30 phút, ngày 18/02/2027 \
                 bản dự thảo tính đến 17 giờ 00 phút, ngày 18/02/2027, SHA-256 {digest}"
            );
            assert!(text.contains(&letters(&line)), "{name} is missing under its signature");
        }
    }
}

#[test]
fn header_rows_stand_again_on_every_page() {
    let docx = report::docx(&sample::model(3), vi()).unwrap();
    let xml = part(&docx, "word/document.xml");
    assert_eq!(xml.matches("<w:tblHeader/>").count(), xml.matches("<w:tblBorders>").count());
    let (template, data) = report::typst_source(&sample::model(40), vi()).unwrap();
    let pages = typeset::page_texts(template, &data).unwrap();
    let list: Vec<_> = pages.iter().skip_while(|page| !page.contains("DANH MỤC CHỨNG CỨ")).collect();
    assert!(list.len() > 3, "the list of evidence is long");
    assert!(list.iter().all(|page| page.contains("Số chứng cứ")));
    assert!(list[1].starts_with("2\n"), "an annex counts its own pages: {:?}", list[1].lines().next());
}

#[test]
fn markup_in_quotes_and_explanations_is_shown_and_never_obeyed() {
    let hostile = "<w:p/>&amp; ]]> #panic(\"x\") $x$ *a* _b_ @r <l> `c` // d \\ #set page(width: 1mm) \"e\"";
    let model = sample::model_saying(hostile);
    let word = docx_text(&report::docx(&model, vi()).unwrap());
    assert!(word.contains(hostile));
    assert!(letters(&pdf_text(&model)).contains(&letters(hostile)));
}

#[test]
fn english_is_complete() {
    let words = Wording::of(Language::English);
    let text = docx_text(&report::docx(&sample::model(7), words).unwrap());
    assert!(text.contains("Unproven") && !text.contains("report-"), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_either_output(words in any::<String>()) {
        let model = sample::model_saying(&words);
        docx_text(&report::docx(&model, vi()).unwrap());
        let (template, data) = report::typst_source(&model, vi()).unwrap();
        let pdf = typeset::pdf(template, &data).unwrap();
        prop_assert!(pdf.starts_with(b"%PDF"));
    }
}
