//! A .docx reads as it looks on paper; what is no letter is refused with its reason, and nothing in it makes it panic.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use access::secrecy::{Refused, Taking};
use intake::{
    Form, IntakeFault, PaperFault, Unseen,
    bounds::{MAX_LETTER_BYTES, MAX_PAPER_BYTES},
    fuzz::{archive_of, docx_of},
    paper,
};
use proptest::prelude::*;

const OPEN: Taking = Taking { isolated: false };

const KINDS: [&str; 7] = ["styles", "numbering", "footnotes", "header", "header", "footer", "endnotes"];
const FILES: [&str; 7] = [
    "word/styles.xml",
    "word/numbering.xml",
    "word/footnotes.xml",
    "word/header1.xml",
    "word/header2.xml",
    "word/footer1.xml",
    "word/endnotes.xml",
];

/// A .docx of this body and these parts of [`FILES`].
fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let relation = |(at, kind): (usize, &&str)| {
        format!("<Relationship Id=\"r{at}\" Type=\"http://x/{kind}\" Target=\"{}\"/>", &FILES[at][5..])
    };
    let relations: String = KINDS.iter().enumerate().map(relation).collect();
    let relations = format!("<Relationships>{relations}</Relationships>");
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let mut all: Vec<(&str, &[u8])> = vec![
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
    ];
    all.extend(parts.iter().map(|(name, xml)| (*name, xml.as_bytes())));
    archive_of(&all)
}

fn text(bytes: &[u8]) -> String {
    let paper = paper(bytes, &OPEN).unwrap();
    assert_eq!(paper.form, Form::Docx);
    paper.text
}

fn lines(body: &str, parts: &[(&str, &str)]) -> Vec<String> {
    text(&docx(body, parts)).lines().map(str::to_owned).collect()
}

/// A paragraph with properties.
fn p(properties: &str, words: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

fn tc(paragraphs: &[&str]) -> String {
    format!("<w:tc>{}</w:tc>", paragraphs.iter().map(|words| p("", words)).collect::<String>())
}

fn tbl(borders: bool, rows: &[&[&str]]) -> String {
    let borders = if borders { "<w:tblBorders><w:insideV w:val='single'/></w:tblBorders>" } else { "" };
    let rows = rows.iter().map(|row| {
        let cells = row.iter().map(|cell| tc(&cell.split('|').collect::<Vec<_>>()));
        format!("<w:tr>{}</w:tr>", cells.collect::<String>())
    });
    format!("<w:tbl><w:tblPr>{borders}</w:tblPr>{}</w:tbl>", rows.collect::<String>())
}

#[test]
fn a_paragraph_is_a_line_however_its_runs_are_cut() {
    let body = "<w:p><w:r><w:t>Kính </w:t></w:r><w:bookmarkStart/><w:hyperlink><w:r><w:rPr><w:b/></w:rPr><w:t>gửi:</w:t>\
                </w:r></w:hyperlink><w:r><w:tab/><w:t>Sở\nA</w:t></w:r></w:p><w:p/><w:p/><w:p><w:pPr><w:tabs><w:tab/></w:tabs>\
                </w:pPr><w:r><w:t>UBND</w:t><w:br/><w:t>tỉnh</w:t></w:r></w:p>";
    assert_eq!(lines(body, &[]), ["Kính gửi:\tSở A", "", "UBND", "tỉnh"]);
    assert_eq!(text(&docx_of(&["một", "hai"])), "một\nhai");
}

#[test]
fn words_are_as_they_are_shown() {
    let run = |properties: &str, words: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>")
    };
    let body = [
        run("<w:caps/>", "Sở Công Thương "),
        run("<w:vanish/>", "ẩn "),
        run("<w:vanish w:val='0'/>", "không ẩn"),
        "<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>B In</w:t><w:softHyphen/><w:t>ternet</w:t>".to_owned(),
        "<w:sym w:font='Symbol' w:char='F0B3'/></w:r>".to_owned(),
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>".to_owned(),
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>05/02</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>".to_owned(),
    ]
    .concat();
    let placeholder = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Nhập số</w:t></w:r></w:p></w:sdtContent></w:sdt>\
                       <w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Số: 5</w:t></w:r></w:p></w:sdtContent></w:sdt>";
    let body = format!("<w:p>{body}</w:p>{placeholder}");
    assert_eq!(lines(&body, &[]), ["SỞ CÔNG THƯƠNG không ẩnA-B Internet≥05/02", "Số: 5"]);
}

#[test]
fn numbers_that_word_counts_stand_before_their_words() {
    let level = |at: usize, format: &str, pattern: &str| {
        format!(
            "<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{format}'/><w:lvlText w:val='{pattern}'/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering><w:abstractNum w:abstractNumId='0'>{}{}{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId='1'>{}{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId='2'><w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/>\
         <w:pStyle w:val='Muc'/><w:lvlText w:val='%1.'/></w:lvl></w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num><w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
         <w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride></w:num>\
         <w:num w:numId='4'><w:abstractNumId w:val='2'/></w:num></w:numbering>",
        level(0, "decimal", "%1."),
        level(1, "decimal", "%1.%2."),
        level(2, "lowerLetter", "%3)"),
        level(0, "bullet", "\u{f0b7}"),
        level(1, "bullet", "o"),
    );
    let styles = "<w:styles><w:style w:type='paragraph' w:default='1' w:styleId='Normal'/>\
                  <w:style w:type='paragraph' w:styleId='Muc'><w:basedOn w:val='Normal'/><w:pPr><w:numPr><w:numId w:val='4'/></w:numPr></w:pPr></w:style>\
                  <w:style w:type='paragraph' w:styleId='MucCon'><w:basedOn w:val='Muc'/></w:style></w:styles>";
    let at = |list: usize, level: usize, words: &str| {
        p(&format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr>"), words)
    };
    let body = [
        p("<w:pStyle w:val='Muc'/>", "Nhiệm vụ"),
        at(1, 0, "một"),
        at(1, 1, "một một"),
        at(1, 1, "một hai"),
        at(1, 2, "chữ a"),
        at(1, 0, "hai"),
        at(1, 1, "hai một"),
        at(2, 0, "gạch"),
        at(2, 1, "cộng"),
        at(1, 0, "ba"),
        at(3, 0, "bảy"),
        p("<w:pStyle w:val='MucCon'/>", "Tổ chức"),
        p("<w:pStyle w:val='Muc'/><w:numPr><w:ilvl w:val='0'/><w:numId w:val='0'/></w:numPr>", "không số"),
        at(9, 0, "không có"),
    ]
    .concat();
    assert_eq!(
        lines(&body, &[("word/numbering.xml", &numbering), ("word/styles.xml", styles)]),
        [
            "I. Nhiệm vụ",
            "1. một",
            "1.1. một một",
            "1.2. một hai",
            "a) chữ a",
            "2. hai",
            "2.1. hai một",
            "- gạch",
            "+ cộng",
            "3. ba",
            "7. bảy",
            "II. Tổ chức",
            "không số",
            "không có"
        ]
    );
}

#[test]
fn a_table_of_tasks_is_read_row_by_row_and_the_form_column_by_column() {
    let tasks = tbl(true, &[&["TT", "Nội dung", "Chủ trì"], &["1", "Phủ sóng|khu vực A", "Viettel"]]);
    assert_eq!(lines(&tasks, &[]), ["TT\tNội dung\tChủ trì", "1\tPhủ sóng khu vực A\tViettel"]);
    for ruled in [false, true] {
        let head = tbl(
            ruled,
            &[&[
                "UBND TỈNH|SỞ A|Số: 5/SA|V/v b",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM|Độc lập - Tự do - Hạnh phúc|c, ngày 1 tháng 2 năm 2027",
            ]],
        );
        let foot = tbl(ruled, &[&["Nơi nhận:|- Như trên;|- Lưu.", "GIÁM ĐỐC||Nguyễn A"]]);
        let body = format!("{head}{}{foot}", p("", "Kính gửi: Sở B"));
        assert_eq!(
            lines(&body, &[]),
            [
                "UBND TỈNH",
                "SỞ A",
                "Số: 5/SA",
                "V/v b",
                "",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                "Độc lập - Tự do - Hạnh phúc",
                "c, ngày 1 tháng 2 năm 2027",
                "",
                "Kính gửi: Sở B",
                "",
                "Nơi nhận:",
                "- Như trên;",
                "- Lưu.",
                "",
                "GIÁM ĐỐC",
                "",
                "Nguyễn A"
            ]
        );
    }
    // Without lines and with a paragraph a cell it is a list of figures.
    assert_eq!(lines(&tbl(false, &[&["A", "0310"], &["B", "0311"]]), &[]), ["A\t0310", "B\t0311"]);
    assert_eq!(lines(&tbl(true, &[&["một|hai"], &["ba"]]), &[]), ["một", "hai", "", "ba"]);
}

#[test]
fn a_cell_over_several_rows_stands_in_each_and_a_table_in_a_cell_in_it() {
    let cell = |merge: &str, words: &str| format!("<w:tc><w:tcPr>{merge}</w:tcPr>{}</w:tc>", p("", words));
    let (first, more) = ("<w:vMerge w:val='restart'/>", "<w:vMerge/>");
    let body = format!(
        "<w:tbl><w:tblPr><w:tblBorders><w:top w:val='single'/></w:tblBorders></w:tblPr><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr><w:tr>{}</w:tr></w:tbl>",
        cell("", "việc một"),
        cell(first, "Viettel"),
        cell("", "việc hai"),
        cell(more, ""),
        cell("<w:gridSpan w:val='2'/>", "cả hàng"),
    );
    assert_eq!(lines(&body, &[]), ["việc một\tViettel", "việc hai\tViettel", "cả hàng"]);
    let nested = format!(
        "<w:tbl><w:tblPr><w:tblBorders><w:top w:val='single'/></w:tblBorders></w:tblPr><w:tr><w:tc>{}</w:tc>{}</w:tr></w:tbl>",
        tbl(true, &[&["a", "b"]]),
        tc(&["c"])
    );
    assert_eq!(lines(&nested, &[]), ["a b\tc"]);
}

#[test]
fn a_text_box_is_read_once_and_breaks_no_sentence() {
    let boxed = "<w:txbxContent><w:p><w:r><w:t>HỎA TỐC</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        "<w:p><w:r><w:t>Các doanh </w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{boxed}</mc:Choice><mc:Fallback>{boxed}</mc:Fallback>\
         </mc:AlternateContent></w:r><w:r><w:t>nghiệp báo cáo.</w:t></w:r></w:p>"
    );
    assert_eq!(lines(&body, &[]), ["HỎA TỐC", "Các doanh nghiệp báo cáo."]);
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let body = "<w:p><w:r><w:t>trước ngày </w:t></w:r><w:del><w:r><w:delText>05</w:delText></w:r></w:del><w:ins><w:r><w:t>07</w:t></w:r></w:ins>\
                <w:r><w:t>/02</w:t></w:r></w:p>\
                <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>nối </w:t></w:r></w:p><w:p><w:r><w:t>liền</w:t></w:r></w:p>\
                <w:p><w:moveFrom><w:r><w:t>chuyển đi</w:t></w:r></w:moveFrom></w:p><w:p><w:moveTo><w:r><w:t>chuyển đến</w:t></w:r></w:moveTo></w:p>\
                <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>gạch</w:t></w:r></w:p></w:tc></w:tr>\
                <w:tr><w:tc><w:p><w:r><w:t>còn</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(lines(body, &[]), ["trước ngày 07/02", "nối liền", "", "chuyển đến", "", "còn"]);
}

#[test]
fn the_first_pages_header_comes_before_and_notes_behind() {
    let section = |title: &str| {
        format!(
            "<w:sectPr><w:headerReference w:type='first' r:id='r3'/><w:headerReference w:type='default' r:id='r4'/><w:footerReference w:type='default' r:id='r5'/>{title}</w:sectPr>"
        )
    };
    let note = |id: &str| format!("<w:r><w:footnoteReference w:id='{id}'/></w:r>");
    let body = |title: &str| {
        format!(
            "<w:p><w:r><w:t>UBND tỉnh</w:t></w:r>{}<w:r><w:t>, Bộ A năm 2024</w:t></w:r>{}</w:p>{}",
            note("7"),
            note("3"),
            section(title)
        )
    };
    let page = "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>";
    let header2 = format!("<w:hdr><w:p>{page}</w:p><w:p><w:r><w:t>Đầu trang</w:t></w:r></w:p></w:hdr>");
    let parts = [
        ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>CÔNG TY A</w:t></w:r></w:p></w:hdr>"),
        ("word/header2.xml", header2.as_str()),
        (
            "word/footer1.xml",
            "<w:ftr><w:p><w:r><w:t>ĐT: 0310</w:t></w:r></w:p><w:p><w:fldSimple w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>",
        ),
        (
            "word/footnotes.xml",
            "<w:footnotes><w:footnote w:type='separator' w:id='-1'><w:p/></w:footnote>\
            <w:footnote w:id='3'><w:p><w:r><w:t>hai</w:t></w:r></w:p></w:footnote><w:footnote w:id='7'><w:p><w:r><w:t>một</w:t></w:r></w:p><w:p><w:r><w:t>nữa</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
    ];
    let body_line = "UBND tỉnh¹, Bộ A năm 2024²";
    assert_eq!(
        lines(&body("<w:titlePg/>"), &parts),
        ["CÔNG TY A", "", body_line, "", "1 một nữa", "", "2 hai"]
    );
    assert_eq!(
        lines(&body(""), &parts),
        ["Đầu trang", "", body_line, "", "1 một nữa", "", "2 hai", "", "ĐT: 0310"]
    );
}

#[test]
fn a_letter_in_an_old_font_is_read_in_unicode() {
    // "Các doanh nghiệp của tỉnh" and more, in TCVN3, as characters.
    let tcvn3: String = b"C\xB8c S\xEB c\xF1a t\xD8nh, c\xB8c huy\xD6n v\xB5 th\xB5nh ph\xE8"
        .iter()
        .copied()
        .map(char::from)
        .collect();
    assert_eq!(text(&docx_of(&[&tcvn3])), "Các Sở của tỉnh, các huyện và thành phố");
    assert_eq!(text(&docx_of(&["Bo\u{302}\u{323}"])), "Bộ");
}

#[test]
fn a_marked_letter_is_refused_before_it_is_read() {
    let marked = docx("<w:p><w:r><w:t>TỐI </w:t></w:r><w:r><w:t>MẬT</w:t></w:r></w:p>", &[]);
    let secret = Err(PaperFault::Refused(IntakeFault::Secret(Refused)));
    assert_eq!(paper(&marked, &OPEN), secret);
    assert_eq!(paper(&marked, &Taking { isolated: true }).unwrap().text, "TỐI MẬT");
    // Struck out: nobody reads it in the letter, and it is in the file all the same.
    let struck = docx("<w:p><w:del><w:r><w:delText>MẬT</w:delText></w:r></w:del></w:p>", &[]);
    assert_eq!(paper(&struck, &OPEN), secret);
    assert_eq!(paper("UBND\nMẬT\n".as_bytes(), &OPEN), secret);
}

#[test]
fn what_is_no_letter_is_refused_with_its_reason() {
    let workbook = archive_of(&[("xl/workbook.xml", b"<workbook/>"), ("_rels/.rels", b"<Relationships/>")]);
    let unseen = |why| PaperFault::Refused(IntakeFault::Unseen(why));
    for (bytes, why) in [
        (workbook, PaperFault::NoLetter),
        (b"\x89PNG\r\n\x1a\n".to_vec(), PaperFault::NoLetter),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 an old letter".to_vec(), unseen(Unseen::OldOffice)),
        (br"{\rtf1 a letter}".to_vec(), unseen(Unseen::Rtf)),
        (b"PK\x03\x04nothing more".to_vec(), unseen(Unseen::Damaged)),
        (b"%PDF-1.7 x".to_vec(), unseen(Unseen::Pdf)),
        (vec![0xFF, 0xFE, 0, 1, 0x80], PaperFault::NotUtf8 { at: 0 }),
        (b"a\0".to_vec(), PaperFault::Binary { at: 1 }),
    ] {
        assert_eq!(paper(&bytes, &OPEN), Err(why));
    }
    let of_size = |bytes: usize, kind: &[u8]| {
        let mut all = kind.to_vec();
        all.resize(bytes, b' ');
        all
    };
    for (kind, most) in
        [(&b"x"[..], MAX_LETTER_BYTES), (b"PK\x03\x04", MAX_PAPER_BYTES), (b"%PDF-", MAX_PAPER_BYTES)]
    {
        let fault = paper(&of_size(most + 1, kind), &OPEN).unwrap_err();
        assert!(matches!(fault, PaperFault::TooLarge { bytes, .. } if bytes == most + 1), "{fault:?}");
    }
    assert_eq!(text(&docx("<w:p/>", &[])), "");
}

#[test]
fn bombs_are_refused_within_limits() {
    let isolated = Taking { isolated: true };
    let many = |one: &str, count: usize| docx(&one.repeat(count), &[]);
    let deep = format!("{}x", "<w:sdt>".repeat(300));
    let unbalanced = "<a></b>".repeat(300_000);
    for (what, bytes, fault) in [
        ("text", many(&p("", &"x".repeat(10_000)), 300), PaperFault::TooLong),
        ("paragraphs", many("<w:p/>", 250_000), PaperFault::TooLong),
        ("cells", many("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", 150_000), PaperFault::TooLong),
        ("depth", docx(&deep, &[]), PaperFault::Refused(IntakeFault::Unseen(Unseen::Damaged))),
        (
            "tags that do not match",
            docx(&unbalanced, &[]),
            PaperFault::Refused(IntakeFault::Unseen(Unseen::Damaged)),
        ),
        (
            "65 MiB of white space",
            docx(&" ".repeat(65 * 1024 * 1024), &[]),
            PaperFault::Refused(IntakeFault::Unseen(Unseen::UnpacksLarge)),
        ),
    ] {
        assert!(bytes.len() < MAX_PAPER_BYTES, "{what}");
        for taking in [OPEN, isolated] {
            assert_eq!(paper(&bytes, &taking), Err(fault), "{what}");
        }
    }
    // One long cell over ten thousand rows would be said in each of them.
    let row = |merge: &str, words: &str| {
        format!(
            "<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:vMerge{merge}/></w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc></w:tr>"
        )
    };
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(" w:val='restart'", &"x".repeat(5_000)),
        row("", "").repeat(10_000)
    );
    assert_eq!(paper(&docx(&table, &[]), &isolated), Err(PaperFault::TooLong));
}

/// Tags of documents, in any order.
const TAGS: [&str; 30] = [
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:vMerge/>",
    "<w:numPr><w:numId w:val='1'/></w:numPr>",
    "<w:pPr>",
    "</w:pPr>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<w:del>",
    "</w:del>",
    "<w:fldChar w:fldCharType='end'/>",
    "<w:footnoteReference w:id='1'/>",
    "<w:sectPr>",
    "</w:sectPr>",
    "<w:footnote w:id='1'>",
    "</w:footnote>",
    "<w:br/>",
    "<w:tab/>",
    "<w:headerReference r:id='r3'/>",
    "chữ",
];

proptest! {
    #[test]
    fn no_tags_make_it_panic(
        body in prop::collection::vec(prop::sample::select(TAGS.to_vec()), 0..60),
        other in prop::collection::vec(prop::sample::select(TAGS.to_vec()), 0..30),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let (body, other) = (body.concat(), other.concat());
        let parts: Vec<(&str, &str)> = FILES.iter().map(|file| (*file, other.as_str())).collect();
        let _ = paper(&docx(&body, &parts), &Taking { isolated: true });
        let mut torn = docx(&body, &[]);
        for (at, byte) in bytes.iter().enumerate() {
            let place = at * 13 % torn.len();
            torn[place] ^= byte;
        }
        let _ = paper(&torn, &Taking { isolated: true });
        let _ = paper(&bytes, &OPEN);
    }
}
