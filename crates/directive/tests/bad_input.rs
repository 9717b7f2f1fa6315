//! What is no letter is refused with a reason, and no reason repeats any of it.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use access::secrecy::Taking;
use directive::{MAX_LETTER_BYTES, ReadFault, letter_text, read};

fn fault(bytes: &[u8]) -> ReadFault {
    let fault = read(bytes, &Taking::default()).unwrap_err();
    assert_eq!(letter_text(bytes, &Taking::default()), Err(fault), "its text is as closed as itself");
    fault
}

#[test]
fn an_empty_file_is_named_as_empty() {
    for empty in ["", " \r\n\t ", "\u{feff}", "\u{a0}\n"] {
        assert_eq!(fault(empty.as_bytes()), ReadFault::Empty);
    }
}

#[test]
fn a_file_that_is_no_utf_8_is_refused_with_the_byte() {
    let mut bytes = "Kính gửi: ".as_bytes().to_vec();
    let at = bytes.len();
    bytes.extend([0xFF, 0x41]);
    assert_eq!(fault(&bytes), ReadFault::NotUtf8 { at });
    assert_eq!(
        fault(&bytes).to_string(),
        format!("the file is not UTF-8 text: byte {at} begins no character")
    );
}

#[test]
fn a_binary_file_is_refused_with_the_byte() {
    assert_eq!(fault(b"CFF-1.4\n\0\0"), ReadFault::Binary { at: 8 });
    assert_eq!(fault("a\u{1b}[0m".as_bytes()), ReadFault::Binary { at: 1 });
}

#[test]
fn fifty_megabytes_are_refused_by_a_named_limit_before_they_are_read() {
    let fault = fault(&vec![b'a'; 50 * 1024 * 1024]);
    assert!(matches!(fault, ReadFault::TooLarge { bytes: 52_428_800, .. }), "{fault:?}");
    assert!(fault.to_string().contains("MAX_LETTER_BYTES"));
}

/// A reader whose work grew with the square of the length would not come back from these within the suite's time.
#[test]
fn text_made_to_be_slow_is_read_all_the_same() {
    const BYTES: usize = 48 * 1024;
    for piece in [
        "trước ",
        "- a:\n",
        "1. Về a\nb\n",
        "Kính gửi: ",
        "đề nghị ",
        ", ",
        "(",
        "vào ngày ",
        "a. ",
        "1/A",
        "0",
        "Các ",
        "nếu a, ",
        "- Trực ban.\n",
        "1.1.1.",
        "từ ngày 1/1 đến ngày 2/1/2027, trước 1h hàng ngày; ",
        "Công văn ",
        "a@a.a.",
        "Điện thoại: ",
    ] {
        let text = piece.repeat(BYTES / piece.len());
        assert!(read(text.as_bytes(), &Taking::default()).is_ok(), "{piece:?}");
    }
}

#[test]
fn a_letter_of_the_largest_size_is_read() {
    let paragraph = "- Rà soát, bảo dưỡng thiết bị, báo cáo về Sở trước ngày 20/02/2027.\n";
    let text = paragraph.repeat(MAX_LETTER_BYTES / paragraph.len());
    let letter = read(text.as_bytes(), &Taking::default()).unwrap();
    assert_eq!(letter.obligations.len(), MAX_LETTER_BYTES / paragraph.len());
    assert_eq!(letter.deadlines.len(), letter.obligations.len());
}

#[test]
fn a_marked_letter_is_refused_and_nothing_of_it_is_repeated() {
    for mark in ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "*MẬT*", "Độ mật: Mật", "M Ậ T"] {
        let letter = format!("SỞ ABC\n{mark}\nKính gửi: Công ty XYZ\nBố trí trực tại kho K7.");
        let fault = fault(letter.as_bytes());
        assert!(matches!(fault, ReadFault::Secret(_)), "{mark}");
        let said = format!("{fault} {fault:?}");
        for word in ["ABC", "XYZ", "K7", "MẬT", "Kính"] {
            assert!(!said.contains(word), "{said}");
        }
        assert!(read(letter.as_bytes(), &Taking { isolated: true }).is_ok());
    }
}

#[test]
fn secrecy_spoken_of_in_a_sentence_reads_normally() {
    let letter =
        "Kính gửi: Các đơn vị\n\n1. Các đơn vị bảo đảm bảo mật thông tin, giữ gìn bí mật nhà nước.\n";
    let letter = read(letter.as_bytes(), &Taking::default()).unwrap();
    assert_eq!(letter.obligations.len(), 1);
}

#[test]
fn a_letter_without_anything_to_do_reads_as_such() {
    let letter = read("Trân trọng cảm ơn.".as_bytes(), &Taking::default()).unwrap();
    assert!(letter.obligations.is_empty() && letter.addressees.is_empty() && letter.number.is_none());
    assert_eq!(letter.unclaimed.len(), 1);
}
