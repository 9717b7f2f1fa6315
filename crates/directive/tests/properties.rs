//! What holds for any text at all: no panic, spans that index the NFC text, quotes that equal their spans, and nothing
//! dropped between the obligations and the unclaimed.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use access::secrecy::Taking;
use directive::{Letter, LetterFile, Span, draft, read};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

const FILE: LetterFile<'_> = LetterFile { name: "thư \"1\".txt", sha256: "00", original_sha256: Some("11") };

/// Pieces of letters, so that random texts reach the rules and not only the tokenizer.
const PIECES: [&str; 75] = [
    "**",
    "__",
    "| ",
    "(2) ",
    "ii) ",
    "các tỉnh: Hà Lâm, ",
    "Kính gửi: ",
    "Các doanh nghiệp viễn thông",
    "Thủ trưởng các đơn vị",
    "đề nghị ",
    "yêu cầu ",
    "giao ",
    "không được ",
    "nghiêm cấm ",
    "nếu không có ",
    "trừ trường hợp ",
    "trước ngày ",
    "chậm nhất là ",
    "20/02/2018",
    "5 tháng 2 năm 2027",
    "17h00",
    "24h00 ",
    "hàng ngày ",
    "từ ngày ",
    "đến hết ngày ",
    "các ngày ",
    "15, 16 và ",
    "mùng 5 Tết",
    "Công văn số ",
    "56/UBND-VX",
    "3478 /BTTTT-VP",
    "của UBND tỉnh",
    "điện thoại: ",
    "0200.3.000.001",
    "a@b.example",
    "./.",
    ". ",
    "; ",
    ": ",
    ", ",
    "\n",
    "\n\n",
    "1. ",
    "a) ",
    "- ",
    "* ",
    "Về bưu chính",
    "Nơi nhận:",
    "KT. GIÁM ĐỐC",
    "\u{a0}",
    "Tổ chức rà soát ",
    "báo cáo kết quả ",
    "\t",
    "TT\tNhiệm vụ\tChủ trì\tThời hạn\n",
    "1\tPhủ sóng\tViettel tỉnh\t30/6/2027\n",
    "\nTrang 1/3\n",
    "\n 2 \nUBND TỈNH - Chỉ thị số 1/CT-UBND\n",
    "Một là, ",
    "Sửa đổi như sau: “b) ",
    "”",
    "trong Quý II/2027",
    "thứ Sáu hằng tuần ",
    "mỗi ngày 02 lần ",
    "Cấm:\n",
    "Thời hạn: ",
    "Nội dung gồm:\n",
    "Bưu điện tỉnh: ",
    "Doanh nghiệp nào ",
    "thì ",
    "→ ",
    "(",
    ")",
    "Inter-\nnet",
    "viễn\u{ad}thông",
    "²",
];

fn letters() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60)
        .prop_map(|pieces| pieces.concat());
    prop_oneof![pieces, "\\PC{0,200}", "[ -~\n\u{300}-\u{30f}àáạÁĐđ]{0,200}"]
}

fn quote(chars: &[char], span: Span) -> String {
    chars[span[0]..span[1]].iter().collect()
}

/// The raised figure that marks a note is white space to the reader.
fn is_written(c: char) -> bool {
    c.is_alphanumeric() && !"⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c)
}

fn check(text: &str, letter: &Letter) {
    let chars: Vec<char> = text.nfc().collect();
    assert_eq!(letter.characters, chars.len());
    let mut claimed = vec![false; chars.len()];
    let mut claim = |span: Span| {
        for seen in &mut claimed[span[0]..span[1]] {
            assert!(!*seen, "a character belongs to two passages");
            *seen = true;
        }
    };
    for obligation in &letter.obligations {
        assert_eq!(quote(&chars, obligation.span), obligation.quote);
        claim(obligation.span);
        for passage in obligation.condition.iter().chain(&obligation.trigger) {
            assert_eq!(quote(&chars, passage.span), passage.quote);
            assert!(passage.span[0] >= obligation.span[0] && passage.span[1] <= obligation.span[1]);
        }
        for at in &obligation.deadlines {
            let deadline = &letter.deadlines[*at];
            assert!(deadline.span[0] >= obligation.span[0] && deadline.span[1] <= obligation.span[1]);
        }
    }
    for passage in &letter.unclaimed {
        assert_eq!(quote(&chars, passage.span), passage.quote);
        claim(passage.span);
    }
    for deadline in &letter.deadlines {
        assert_eq!(quote(&chars, deadline.span), deadline.quote);
        assert_eq!(deadline.at.is_some(), deadline.occurrences.is_empty());
    }
    for citation in &letter.citations {
        assert_eq!(quote(&chars, citation.span), citation.quote);
    }
    for contact in &letter.contacts {
        let words = quote(&chars, contact.span);
        // A word that was broken at the end of a line is whole in a value.
        if !words.contains(['\u{ad}', '\n']) {
            let words = words.replace(['*', '_', '#', '|', '>'], "");
            let value = contact.value.replace(['_', '#', '>'], "");
            assert_eq!(words.split_whitespace().collect::<Vec<_>>().join(" "), value.trim());
        }
    }
    // Outside both only markers are left: a few characters at the start of a line.
    let lost: Vec<usize> = (0..chars.len()).filter(|at| !claimed[*at] && is_written(chars[*at])).collect();
    for at in lost {
        let since_line = chars[..at].iter().rev().take_while(|c| {
            !matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
        });
        let before = since_line.filter(|c| !c.is_whitespace()).count();
        assert!(before <= 9, "{:?} at {at} is in no passage", chars[at]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_text_reads_without_loss_or_panic(text in letters()) {
        if let Ok(letter) = read(text.as_bytes(), &Taking { isolated: true }) {
            check(&text, &letter);
            let drafted = draft(&letter, &FILE);
            prop_assert!(drafted.contains("schema = 1"));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes, &Taking::default());
    }

    #[test]
    fn how_a_letter_is_typed_changes_nothing(text in letters()) {
        let decomposed: String = text.nfd().collect();
        let isolated = Taking { isolated: true };
        prop_assert_eq!(read(text.as_bytes(), &isolated), read(decomposed.as_bytes(), &isolated));
    }
}
