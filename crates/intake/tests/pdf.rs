//! A mark in a pdf is found; a pdf that cannot be looked at is refused within bounds.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::io::Write;

use access::secrecy::{Refused, Taking};
use flate2::{Compression, write::ZlibEncoder};
use intake::{
    IntakeFault, Unseen, admit,
    fuzz::{pdf_of, pdf_with},
};
use proptest::prelude::*;

const OPEN: Taking = Taking { isolated: false };
const SECRET: Result<(), IntakeFault> = Err(IntakeFault::Secret(Refused));

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A pdf with one more object.
fn with(object: &[u8]) -> Vec<u8> {
    pdf_with(&["Kính gửi"], &[object])
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<< {dict} /Length {} >>\nstream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

#[test]
fn a_mark_is_found_in_a_font_that_the_pdf_does_not_hold() {
    for mark in ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "(Mật)", "Độ mật: Tối mật", "M Ậ T"] {
        let bytes = pdf_of(&["UBND TỈNH", mark, "Kính gửi: các doanh nghiệp"]);
        assert_eq!(admit(&bytes, &OPEN), SECRET, "{mark}");
        assert_eq!(admit(&bytes, &Taking { isolated: true }), Ok(()));
    }
    for text in ["An toàn, bảo mật thông tin", "BẢO MẬT", "mật khẩu", "mật độ trạm"] {
        assert_eq!(admit(&pdf_of(&["Kính gửi", text, "nội dung"]), &OPEN), Ok(()), "{text}");
    }
}

#[test]
fn a_mark_is_found_in_titles_annotations_and_the_values_of_forms() {
    let metadata = stream("/Type /Metadata", "<rdf><dc:title>TỐI MẬT</dc:title></rdf>".as_bytes());
    for object in [
        "<< /Title <FEFF004D1EAC0054> >>".as_bytes(),
        "<< /Type /Annot /Contents (M\u{1eac}T) >>".as_bytes(),
        "<< /FT /Tx /V (\\(Mật\\)) >>".as_bytes(),
        b"<< /FT /Tx /Kids [ << /V (M\xcbT) >> ] >>",
        metadata.as_slice(),
    ] {
        assert_eq!(admit(&with(object), &OPEN), SECRET, "{}", String::from_utf8_lossy(object));
    }
    let choice = "<< /FT /Ch /V (Thường) /Opt [(Thường) (Mật)] >>".as_bytes();
    assert_eq!(admit(&with(choice), &OPEN), Ok(()));
}

#[test]
fn what_cannot_be_looked_at_is_refused() {
    let bomb = packed(&vec![0; 70 * 1024 * 1024]);
    let twice = packed(&packed(&vec![0; 70 * 1024 * 1024]));
    for (why, bytes, fault) in [
        ("nothing", b"%PDF-1.7 x".to_vec(), Unseen::Pdf),
        ("encrypted", with(b"<< /Encrypt 1 0 R >>"), Unseen::Pdf),
        ("LZW", with(&stream("/Filter /LZ#57Decode", b"abc")), Unseen::Pdf),
        ("run lengths", with(&stream("/Filter [/RunLengthDecode]", b"abc")), Unseen::Pdf),
        ("a bomb", with(&stream("/Filter /FlateDecode", &bomb)), Unseen::Pdf),
        ("a bomb in a bomb", with(&stream("/Filter [/FlateDecode /FlateDecode]", &twice)), Unseen::Pdf),
        ("nested deep", with(&b"[".repeat(1_000_000)), Unseen::Pdf),
    ] {
        assert_eq!(admit(&bytes, &OPEN), Err(IntakeFault::Unseen(fault)), "{why}");
    }
    for part in [&b"<< /Type /Filespec /EF << /F 5 0 R >> >>"[..], b"<< /XFA 5 0 R >>", b"[ << /EF 1 >> ]"] {
        let bytes = pdf_with(&["Kính gửi"], &[part]);
        assert_eq!(admit(&bytes, &OPEN), Err(IntakeFault::Unseen(Unseen::PdfFiles)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), page in "[ -~\n]{0,120}") {
        intake::fuzz::pdf(&bytes);
        intake::fuzz::pdf(page.as_bytes());
        let mut torn = pdf_of(&["TỐI MẬT", "nội dung"]);
        for (at, byte) in bytes.iter().enumerate() {
            let place = at * 31 % torn.len();
            torn[place] ^= byte & 0x1f;
        }
        let _ = admit(&torn, &OPEN);
    }
}
