//! A pdf with text reads as it looks on paper; one of pictures is refused as scanned.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use access::secrecy::{Refused, Taking};
use intake::{
    Form, IntakeFault, PaperFault,
    fuzz::{letter_pdf, pdf_drawn, pdf_of},
    paper,
};
use proptest::prelude::*;

const OPEN: Taking = Taking { isolated: false };

fn text(bytes: &[u8]) -> String {
    let paper = paper(bytes, &OPEN).unwrap();
    assert_eq!(paper.form, Form::Pdf);
    paper.text
}

/// A page of A4 with the margins of letters, in the face of the reports.
fn typeset(source: &str) -> Vec<u8> {
    let set = "#set page(paper: \"a4\", margin: (x: 25mm, y: 20mm))\n#set text(font: \"Liberation Serif\", size: 14pt, lang: \"vi\", hyphenate: false)\n\
               #set par(justify: true, spacing: 0.9em, first-line-indent: (amount: 10mm, all: true))\n";
    typeset::pdf(&format!("{set}{source}"), b"{}").unwrap()
}

fn lines(source: &str) -> Vec<String> {
    text(&typeset(source)).lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

const LONG: &str = "Các doanh nghiệp viễn thông kiểm tra, rà soát toàn bộ hệ thống, bố trí đủ vật tư dự phòng, nhân lực trực 24/24 giờ và sẵn sàng phương án ứng cứu thông tin khi có sự cố xảy ra trên địa bàn tỉnh, báo cáo kết quả về Sở trước ngày 05/02/2027.";

/// Paragraphs that differ, of various lengths.
fn paragraphs(count: usize) -> Vec<String> {
    let paragraph = |at: usize| {
        let more = [
            "",
            " Không để gián đoạn liên lạc.",
            " Tổ chức trực ban 24/24 giờ trong suốt thời gian bảo đảm.",
        ];
        format!("Nhóm {}: {LONG}{}", (b'A' + at as u8) as char, more[at % 3])
    };
    (0..count).map(paragraph).collect()
}

fn many(count: usize) -> String {
    paragraphs(count).join("\n\n")
}

#[test]
fn the_lines_of_a_paragraph_are_one_and_paragraphs_are_parted() {
    let short = "Trân trọng cảm ơn.";
    assert_eq!(
        lines(&format!("{LONG}\n\n{short}\n\n{LONG} {LONG}")),
        [LONG.to_owned(), short.to_owned(), format!("{LONG} {LONG}")]
    );
    // Without lines set in, and without an even edge.
    let plain = format!("#set par(justify: false, first-line-indent: 0pt)\n{LONG}\n\n{LONG}\n\n{short}");
    assert_eq!(lines(&plain), [LONG, LONG, short]);
    // Points behind numbers, and with their lines under their words.
    let points =
        format!("1. {LONG}\n\n- {LONG}\n\n#par(hanging-indent: 8mm, first-line-indent: 0pt)[a) {LONG}]");
    assert_eq!(
        lines(&points.replace("1. ", "1#h(0pt). ").replace("- ", "\\- ")),
        [format!("1. {LONG}"), format!("- {LONG}"), format!("a) {LONG}")]
    );
}

#[test]
fn a_sentence_goes_on_over_the_end_of_a_page() {
    let head = "#set page(header: context align(center)[#counter(page).display()])\n";
    let found = lines(&format!("{head}{}", many(25)));
    let numbers: Vec<&String> = found.iter().filter(|line| line.len() < 3).collect();
    assert_eq!(numbers, ["1", "2", "3"], "{found:#?}");
    assert_eq!(found.iter().filter(|line| line.len() > 2).cloned().collect::<Vec<_>>(), paragraphs(25));
}

#[test]
fn running_heads_are_told_once() {
    let head = "#set page(header: [UBND TỈNH LAM TRÀ], footer: [Kế hoạch số 5 - trang #context counter(page).display()])\n";
    let found = lines(&format!("{head}{}", many(24)));
    assert_eq!(found.iter().filter(|line| line.starts_with("UBND TỈNH")).count(), 1);
    assert_eq!(found.iter().filter(|line| line.starts_with("Kế hoạch số 5")).count(), 1);
    assert_eq!(
        found.iter().filter(|line| line.starts_with("Nhóm")).cloned().collect::<Vec<_>>(),
        paragraphs(24)
    );
}

#[test]
fn the_form_is_read_column_by_column() {
    let form = "#set par(justify: false, first-line-indent: 0pt)\n\
        #grid(columns: (8fr, 10fr), align: center, row-gutter: 6pt,\n\
        [UBND TỈNH LAM TRÀ], strong[CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM],\n\
        text(size: 13pt)[SỞ THÔNG TIN VÀ TRUYỀN THÔNG], strong[Độc lập - Tự do - Hạnh phúc],\n\
        [Số: 402/STTTT-BCVT], emph[Lam Trà, ngày 15 tháng 4 năm 2024],\n\
        text(size: 12pt)[V/v đảm bảo an toàn thông tin dịp nghỉ lễ 30/4 - 01/5/2024], [])\n\
        #align(center)[Kính gửi: Các doanh nghiệp bưu chính, viễn thông]\n";
    let foot = "#grid(columns: (1fr, 1fr), [*Nơi nhận:* \\ \\- Như trên; \\ \\- Lưu: VT.], align(center)[GIÁM ĐỐC \\ \\ \\ Vi Thị Lả])";
    assert_eq!(
        lines(&format!("{form}\n{LONG}\n\n{foot}")),
        [
            "UBND TỈNH LAM TRÀ",
            "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
            "Số: 402/STTTT-BCVT",
            "V/v đảm bảo an toàn thông tin dịp nghỉ lễ 30/4 - 01/5/2024",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Lam Trà, ngày 15 tháng 4 năm 2024",
            "Kính gửi: Các doanh nghiệp bưu chính, viễn thông",
            LONG,
            "Nơi nhận:",
            "- Như trên;",
            "- Lưu: VT.",
            "GIÁM ĐỐC",
            "Vi Thị Lả",
        ]
    );
}

#[test]
fn a_ruled_table_is_read_row_by_row_over_pages() {
    let rows: String = (1..=30).map(|at| format!("[{at}], [Phủ sóng khu vực bắn pháo hoa số {at}, bố trí xe lưu động và máy nổ dự phòng], [Viettel tỉnh],")).collect();
    let found = lines(&format!(
        "#set par(first-line-indent: 0pt)\n#table(columns: (1cm, 1fr, 3cm), table.header([TT], [Nội dung], [Chủ trì]), {rows})"
    ));
    assert_eq!(found.len(), 31, "{found:#?}");
    assert_eq!(found[0], "TT\tNội dung\tChủ trì");
    for at in 1..=30 {
        assert_eq!(
            found[at],
            format!(
                "{at}\tPhủ sóng khu vực bắn pháo hoa số {at}, bố trí xe lưu động và máy nổ dự phòng\tViettel tỉnh"
            )
        );
    }
    let merged = "#table(columns: 2, [việc một], table.cell(rowspan: 2)[Viettel], [việc hai], table.cell(colspan: 2)[cả hàng])";
    assert_eq!(lines(merged), ["việc một\tViettel", "việc hai\tViettel", "cả hàng"]);
}

#[test]
fn notes_of_a_page_stand_behind_the_letter() {
    let found = lines(&format!(
        "UBND tỉnh#footnote[Kế hoạch số 256/KH-UBND ngày 02/12/2019.] giao năm 2024#footnote[Hai.] {LONG}\n\n{}",
        many(20)
    ));
    assert_eq!(found[0], format!("UBND tỉnh1 giao năm 2024² {LONG}"));
    assert_eq!(found[found.len() - 2..], ["1 Kế hoạch số 256/KH-UBND ngày 02/12/2019.", "2 Hai."]);
}

#[test]
fn words_that_were_broken_or_drawn_twice_are_whole() {
    let narrow = "#set par(justify: false, first-line-indent: 0pt)\n#block(width: 4cm)[Bảo đảm mạng Inter- \\ net, bưu chính- \\ viễn thông, số 5/UBND- \\ VX.]";
    assert_eq!(lines(narrow), ["Bảo đảm mạng Internet, bưu chính-viễn thông, số 5/UBND-VX."]);
    let bold = pdf_drawn("", "2 Tr", &["TỔ CHỨC TRỰC"], &[]);
    assert_eq!(text(&bold), "TỔ CHỨC TRỰC");
    let marked = pdf_drawn("", "2 Tr", &["TỐI MẬT"], &[]);
    assert_eq!(paper(&marked, &OPEN), Err(PaperFault::Refused(IntakeFault::Secret(Refused))));
    assert_eq!(text(&pdf_of(&["Kính gửi: các Sở", "Nội dung"])), "Kính gửi: các Sở\nNội dung");
}

#[test]
fn a_letter_in_an_old_font_is_read_in_unicode() {
    // "Các Sở của tỉnh, các huyện và thành phố như trước" in TCVN3.
    let codes = b"C\xB8c S\xEB c\xF1a t\xD8nh, c\xB8c huy\xD6n v\xB5 th\xB5nh ph\xE8 nh\xAD tr\xAD\xEDc";
    let tcvn3: String = codes.iter().copied().map(char::from).collect();
    assert_eq!(text(&pdf_of(&[&tcvn3])), "Các Sở của tỉnh, các huyện và thành phố như trước");
}

#[test]
fn a_scanned_pdf_is_refused_as_scanned() {
    let picture = "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{7f} EI Q";
    assert_eq!(paper(&pdf_drawn(picture, "", &[], &[]), &OPEN), Err(PaperFault::Scanned { pages: 1 }));
    // The number of the page that a scanner puts there, and words that a machine guessed, are no letter.
    for (set, lines) in [
        ("", &["Trang 1"][..]),
        ("3 Tr", &["Kính gửi: các doanh nghiệp viễn thông trên địa bàn tỉnh Lam Trà"]),
    ] {
        assert_eq!(paper(&pdf_drawn(picture, set, lines, &[]), &OPEN), Err(PaperFault::Scanned { pages: 1 }));
    }
    // A letterhead's picture is none.
    let words = ["Kính gửi: các doanh nghiệp viễn thông trên địa bàn tỉnh Lam Trà"];
    assert_eq!(text(&pdf_drawn(picture, "", &words, &[])), words[0]);
    assert_eq!(text(&pdf_drawn("", "", &[], &[])), "");
}

#[test]
fn a_page_that_lies_is_read_upright() {
    let source = "#set page(paper: \"a4\", margin: 20mm, background: place(center + horizon, rotate(-45deg, text(size: 60pt, fill: gray)[DỰ THẢO])))\n";
    let found = lines(&format!("{source}#set par(first-line-indent: 0pt)\n{LONG}"));
    assert_eq!(found, [LONG, "DỰ THẢO"]);
    let lying = pdf_drawn("", "0 1 -1 0 300 60 Tm", &["Kính gửi: các Sở", "Nội dung sau"], &[]);
    assert_eq!(text(&lying), "Kính gửi: các Sở\nNội dung sau");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), page in "[ -~\n]{0,120}") {
        letter_pdf(&bytes);
        letter_pdf(page.as_bytes());
    }
}
