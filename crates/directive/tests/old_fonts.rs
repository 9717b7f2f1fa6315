//! Letters typed in TCVN3 and VNI read as the same letters in Unicode do.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::path::{Path, PathBuf};

use access::secrecy::Taking;
use directive::{ReadFault, letter_text, read};

fn legacy(name: &str) -> Vec<u8> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/letters/tuning/legacy");
    std::fs::read(folder.join(name)).unwrap()
}

#[test]
fn bytes_and_the_characters_a_pdf_makes_of_them_give_one_text() {
    for name in ["tcvn3-so-tet-ky-suu", "vni-so-buu-chinh-tet-at-dau"] {
        let bytes = letter_text(&legacy(&format!("{name}.txt")), &Taking::default()).unwrap();
        let latin = letter_text(&legacy(&format!("{name}-latin1.txt")), &Taking::default()).unwrap();
        assert_eq!(bytes, latin, "{name}");
        assert!(bytes.contains("Kính gửi:"), "{name}");
    }
}

#[test]
fn capitals_that_tcvn3_types_small_are_capitals_again() {
    let text = letter_text(&legacy("tcvn3-so-tet-ky-suu.txt"), &Taking::default()).unwrap();
    assert!(text.starts_with("UBND TỈNH ĐẠI LỘC"), "{text}");
    assert!(text.contains("Sở Thông tin và Truyền thông đề nghị"));
}

#[test]
fn a_secrecy_mark_in_an_old_font_is_a_secrecy_mark() {
    let mut bytes = legacy("tcvn3-so-tet-ky-suu.txt");
    // "MẬT" with its toned letter typed small: M, 0xCB, T.
    bytes.splice(0..0, *b"M\xCBT\n");
    assert!(matches!(read(&bytes, &Taking::default()), Err(ReadFault::Secret(_))));
    assert!(read(&bytes, &Taking { isolated: true }).is_ok());
}

#[test]
fn what_is_in_no_code_is_refused_as_before() {
    let bytes = b"\xB5\xB6\xB7 plain words of another language \xC0\xC1";
    assert_eq!(read(bytes, &Taking::default()), Err(ReadFault::NotUtf8 { at: 0 }));
    let french = "Le procès-verbal a été signé à l'hôtel de ville, où l'été s'achève.";
    assert_eq!(letter_text(french.as_bytes(), &Taking::default()).unwrap(), french);
}
