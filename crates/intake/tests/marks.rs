//! A mark is found wherever it stands in a file, and what is no mark is none.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use access::secrecy::{Refused, Taking};
use intake::{IntakeFault, Unseen, admit, admit_sheet, admit_text, fuzz::archive_of};
use proptest::prelude::*;

const OPEN: Taking = Taking { isolated: false };
const SECRET: Result<(), IntakeFault> = Err(IntakeFault::Secret(Refused));

fn pack<B: AsRef<[u8]>>(parts: &[(&str, B)]) -> Vec<u8> {
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (*name, bytes.as_ref())).collect();
    let archive = archive_of(&parts);
    assert!(!archive.is_empty(), "memory takes every part");
    archive
}

/// A docx whose body, header or other part is this.
fn docx(part: &str, xml: &str) -> Vec<u8> {
    let body = "<w:document><w:body><w:p><w:r><w:t>Kính gửi: các doanh nghiệp</w:t></w:r></w:p></w:body></w:document>";
    if part == "word/document.xml" {
        pack(&[(part, xml)])
    } else {
        pack(&[("word/document.xml", body), (part, xml)])
    }
}

#[test]
fn a_mark_is_found_in_every_part_of_an_office_document() {
    let wide: Vec<u8> = std::iter::once(0xFEFF)
        .chain("<w:p><w:t>MẬT</w:t></w:p>".encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let inner = pack(&[("xl/sharedStrings.xml", "<sst><si><t>MẬT</t></si></sst>")]);
    let ole = [
        &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0][..],
        &wide[2..12],
        "\rMẬT\r".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>().as_slice(),
    ]
    .concat();
    for (part, xml) in [
        (
            "word/document.xml",
            "<w:p><w:r><w:t>TỐI </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>MẬT</w:t></w:r></w:p>",
        ),
        (
            "word/document.xml",
            "<w:p><w:r><w:t>T&#7888;I</w:t></w:r><w:proofErr/><w:r><w:t xml:space='preserve'> MẬT</w:t></w:r></w:p>",
        ),
        (
            "word/document.xml",
            "<w:p><w:r><w:txbxContent><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:txbxContent></w:r></w:p>",
        ),
        (
            "word/document.xml",
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>UBND</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>(Mật)</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        ),
        (
            "word/document.xml",
            "<w:p><w:ins><w:r><w:t>MẬT</w:t></w:r></w:ins><w:del><w:r><w:delText>THƯỜNG</w:delText></w:r></w:del></w:p>",
        ),
        ("word/document.xml", "<w:p><w:r><w:t>số 5</w:t><w:br/><w:t>MẬT</w:t></w:r></w:p>"),
        ("word/document.xml", "<w:p><w:r><w:t>MËT</w:t></w:r></w:p>"),
        ("word/header2.xml", "<w:hdr><w:p><w:r><w:t>TUYỆT MẬT</w:t></w:r></w:p></w:hdr>"),
        ("word/header1.xml", "<w:hdr><w:pict><v:textpath string=\"TỐI MẬT\"/></w:pict></w:hdr>"),
        ("word/footnotes.xml", "<w:footnotes><w:p><w:r><w:t>MẬT</w:t></w:r></w:p></w:footnotes>"),
        ("docProps/core.xml", "<cp:coreProperties><dc:title>MẬT</dc:title></cp:coreProperties>"),
        (
            "docProps/custom.xml",
            "<Properties><property><vt:lpwstr>Tối mật</vt:lpwstr></property></Properties>",
        ),
        ("xl/sharedStrings.xml", "<sst><si><t>trạm</t></si><si><r><t>M</t></r><r><t>ẬT</t></r></si></sst>"),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><oddHeader>&amp;C&amp;\"Times,Bold\"&amp;12MẬT</oddHeader></worksheet>",
        ),
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"MẬT\"/></sheets></workbook>"),
        (
            "content.xml",
            "<office:document><text:p><text:span>TỐI </text:span><text:span>MẬT</text:span></text:p></office:document>",
        ),
        ("word/media/MẬT.png", ""),
    ] {
        assert_eq!(admit(&docx(part, xml), &OPEN), SECRET, "{part} {xml}");
        assert_eq!(admit(&docx(part, xml), &Taking { isolated: true }), Ok(()));
    }
    for (part, bytes) in [
        ("word/document.xml", &wide),
        ("word/embeddings/sheet1.xlsx", &inner),
        ("word/embeddings/oleObject1.bin", &ole),
        ("ghi-chu.txt", &"a\nMẬT\n".as_bytes().to_vec()),
    ] {
        assert_eq!(admit(&pack(&[(part, bytes)]), &OPEN), SECRET, "{part}");
    }
}

#[test]
fn what_only_speaks_of_secrets_is_taken() {
    let paragraphs = [
        "An toàn, bảo mật thông tin",
        "BẢO MẬT",
        "Đổi mật khẩu quản trị trước ngày 20/02",
        "mật độ trạm",
        "Bảo vệ bí mật nhà nước",
    ];
    for text in paragraphs {
        let at = text.char_indices().nth(4).unwrap().0;
        let (before, after) = text.split_at(at);
        let xml =
            format!("<w:p><w:r><w:t>{before}</w:t></w:r><w:bookmarkEnd/><w:r><w:t>{after}</w:t></w:r></w:p>");
        assert_eq!(admit(&docx("word/document.xml", &xml), &OPEN), Ok(()), "{text}");
        let cells = format!("<sst><si><t>{text}</t></si></sst>");
        assert_eq!(admit(&docx("xl/sharedStrings.xml", &cells), &OPEN), Ok(()), "{text}");
        assert_eq!(admit_sheet(format!("nội dung,ghi chú\n1,{text}\n").as_bytes(), &OPEN), Ok(()), "{text}");
        assert_eq!(admit_text(text, &OPEN), Ok(()), "{text}");
    }
    let bold = "<w:p><w:r><w:t>BẢO </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>MẬT</w:t></w:r></w:p>";
    let choice =
        "<w:sdt><w:dropDownList><w:listItem w:displayText=\"Mật\" w:value=\"Mật\"/></w:dropDownList></w:sdt>";
    for xml in [bold, choice] {
        assert_eq!(admit(&docx("word/document.xml", xml), &OPEN), Ok(()), "{xml}");
    }
}

#[test]
fn a_cell_and_a_value_that_are_nothing_but_a_mark_are_marks() {
    assert_eq!(admit_sheet("trạm,độ mật\nA,MẬT\n".as_bytes(), &OPEN), SECRET);
    assert_eq!(admit_sheet("trạm;\"TỐI MẬT\"\r\n".as_bytes(), &OPEN), SECRET);
    assert_eq!(admit(r#"{"a": [1, {"stamp": "M\u1eacT"}]}"#.as_bytes(), &OPEN), SECRET);
    assert_eq!(admit("<ghi><chú>MẬT</chú></ghi>".as_bytes(), &OPEN), SECRET);
    assert_eq!(admit(b"UBND\nM\xCBT\n", &OPEN), SECRET);
    assert_eq!(admit(r#"{"note": "bảo mật"}"#.as_bytes(), &OPEN), Ok(()));
}

#[test]
fn what_cannot_be_looked_into_is_refused() {
    let bomb = pack(&[("word/document.xml", " ".repeat(65 * 1024 * 1024))]);
    assert!(bomb.len() < 200_000);
    let many: Vec<(String, &str)> = (0..2_001).map(|at| (format!("{at}"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let nested = (0..5).fold(b"a".to_vec(), |inner, _| pack(&[("a.zip", inner)]));
    let mut torn = docx("word/document.xml", &"<w:p><w:t>an toàn</w:t></w:p>".repeat(50));
    torn[60] ^= 0x55;
    let entity = docx("word/document.xml", "<!DOCTYPE w [<!ENTITY m 'MẬT'>]><w:p><w:t>&m;</w:t></w:p>");
    for (bytes, why) in [
        (bomb, Unseen::UnpacksLarge),
        (pack(&many), Unseen::ManyParts),
        (nested, Unseen::Nested),
        (torn, Unseen::Damaged),
        (entity, Unseen::Damaged),
        (b"PK\x03\x04nothing more".to_vec(), Unseen::Damaged),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 an old letter".to_vec(), Unseen::OldOffice),
        (br"{\rtf1 a letter}".to_vec(), Unseen::Rtf),
        (pack(&[("x.7z", b"7z\xbc\xaf\x27\x1c")]), Unseen::Sealed),
    ] {
        assert_eq!(admit(&bytes, &OPEN), Err(IntakeFault::Unseen(why)));
    }
}

/// How a mark's letters are cut into runs, and what stands between them.
fn cut() -> impl Strategy<Value = (String, Vec<usize>, usize)> {
    let mark = prop::sample::select(vec!["MẬT", "TỐI MẬT", "TUYỆT MẬT", "Độ mật: Tối mật"]);
    mark.prop_flat_map(|mark| {
        let letters = mark.chars().count();
        (Just(mark.to_owned()), prop::collection::vec(0..letters, 0..6), 0..5_usize)
    })
}

proptest! {
    #[test]
    fn a_mark_is_found_however_its_runs_are_cut((mark, cuts, between) in cut(), before in "[a-zà-ỹ ]{0,20}") {
        let between =
            ["", "<w:bookmarkStart/>", "<w:proofErr w:type='spellStart'/>", "\n  ", "<w:hyperlink/>"][between];
        let mut runs = String::new();
        for (at, letter) in mark.chars().enumerate() {
            if cuts.contains(&at) {
                runs.push_str("</w:t></w:r>");
                runs.push_str(between);
                runs.push_str("<w:r><w:rPr><w:b/><w:sz w:val='28'/></w:rPr><w:t xml:space='preserve'>");
            }
            runs.push(letter);
        }
        let line = format!("<w:p><w:r><w:t>{runs}</w:t></w:r></w:p>");
        let body = format!("<w:body><w:p><w:r><w:t>{before}</w:t></w:r></w:p>{line}</w:body>");
        for part in ["word/document.xml", "word/header1.xml", "ppt/slides/slide1.xml"] {
            prop_assert_eq!(admit(&docx(part, &body), &OPEN), SECRET);
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), part in "(<[a-z:]{0,6}/?>|[a-zẬ&;]|</[a-z]>){0,40}") {
        let _ = admit(&bytes, &OPEN);
        let _ = admit_sheet(&bytes, &OPEN);
        let _ = admit(&docx("word/document.xml", &part), &OPEN);
        let mut torn = docx("word/document.xml", &part);
        for (at, byte) in bytes.iter().enumerate() {
            let place = at * 7 % torn.len();
            torn[place] ^= byte;
        }
        let _ = admit(&torn, &OPEN);
    }
}
