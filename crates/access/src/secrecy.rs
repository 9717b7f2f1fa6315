//! State secrets stay out: the one rule for every input that may carry a secrecy mark (Law on Protection of State
//! Secrets 2018; the stamps are MẬT, TỐI MẬT and TUYỆT MẬT).
//!
//! A mark is a line, or a column of a line, that says nothing else: in any normal form, bracketed, starred, boxed,
//! letter-spaced, after "Độ mật:" or beside an urgency stamp. "bảo mật" and "bí mật nhà nước" inside a sentence are no
//! marks. Where a line could be either, it is a mark: a letter refused can be handed in elsewhere, a secret taken in
//! can't be handed back. No message of this module repeats anything of the input.
use unicode_normalization::UnicodeNormalization;

/// The secrecy levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Mật.
    Mat,
    /// Tối mật.
    ToiMat,
    /// Tuyệt mật.
    TuyetMat,
}

/// How this node takes things in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taking {
    /// The node has no uplink, no notifier and no default route, and was declared so.
    pub isolated: bool,
}

/// A marked input on a node that may not have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the input bears a secrecy mark and this node is not isolated: nothing of it was kept")]
pub struct Refused;

/// What stands before a mark on its line, as letters without spaces.
const LABELS: [&str; 17] = [
    "DẤUMẬT",
    "BẢN",
    "LOẠI",
    "DẤUCHỈMỨCĐỘMẬT",
    "DẤUCHỈĐỘMẬT",
    "DẤUMỨCĐỘMẬT",
    "DẤUĐỘMẬT",
    "CẤPĐỘMẬT",
    "MỨCĐỘMẬT",
    "MỨCMẬT",
    "ĐỘMẬT",
    "TÀILIỆU",
    "VĂNBẢN",
    "CÔNGVĂN",
    "CÔNGĐIỆN",
    "HỒSƠ",
    "DẤU",
];
/// Urgency stamps, which may share the line with a secrecy mark. The longer come first.
const URGENCY: [&str; 6] = ["THƯỢNGKHẨN", "KHẨNCẤP", "HỎATỐC", "HOẢTỐC", "HẸNGIỜ", "KHẨN"];
/// What may stand behind a mark on its line: the number of the copy, who may copy it, the label of an urgency stamp.
const TAILS: [&str; 5] = ["BẢNSỐ", "SỐBẢN", "KHÔNGSAOCHỤP", "KHÔNGPHỔBIẾN", "ĐỘKHẨN"];
/// The marks as letters; without their signs they are taken only in capitals.
const MARKS: [(&str, Mark); 9] = [
    ("TUYỆTMẬT", Mark::TuyetMat),
    ("TỐIMẬT", Mark::ToiMat),
    ("MẬT", Mark::Mat),
    ("TUYETMAT", Mark::TuyetMat),
    ("TOIMAT", Mark::ToiMat),
    ("TUYÊTMẬT", Mark::TuyetMat),
    ("TUYẸTMẬT", Mark::TuyetMat),
    ("TUYÊTMÂT", Mark::TuyetMat),
    ("TÔIMÂT", Mark::ToiMat),
];

/// Refuses a text with a mark, unless the node is isolated.
pub fn admit(text: &str, taking: &Taking) -> Result<(), Refused> {
    if taking.isolated || find_mark(text).is_none() { Ok(()) } else { Err(Refused) }
}

/// As [`admit`], for bytes that may be text in UTF-8 or UTF-16; what is neither has no lines to be marked on.
pub fn admit_bytes(bytes: &[u8], taking: &Taking) -> Result<(), Refused> {
    admit(&String::from_utf8_lossy(bytes), taking)?;
    let units = |read: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFF, 0xFE, ..] => admit(&units(u16::from_le_bytes), taking),
        [0xFE, 0xFF, ..] => admit(&units(u16::from_be_bytes), taking),
        _ => Ok(()),
    }
}

/// The highest mark of a text.
pub fn find_mark(text: &str) -> Option<Mark> {
    text.split(is_line_end)
        .filter_map(|line| {
            // Normal form and compatibility letters first, so that a mark can't hide in how it is typed.
            let line: String = line.trim_start_matches('\u{feff}').nfkc().collect();
            mark_of_line(&line).or_else(|| line.split(is_column_edge).filter_map(mark_of_column).max())
        })
        .max()
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_column_edge(c: char) -> bool {
    matches!(c, '\t' | '|' | '│' | '┃' | '║')
}

/// A whole line that is nothing but a mark.
fn mark_of_line(line: &str) -> Option<Mark> {
    // A ticked box before a mark is no letter of it.
    let line = ["[x]", "[X]", "(x)", "(X)"]
        .iter()
        .find_map(|tick| line.trim_start().strip_prefix(tick))
        .unwrap_or(line);
    let letters: String = line.chars().filter(|c| c.is_alphabetic()).collect();
    // A mark with the longest label and an urgency stamp has some thirty letters: longer lines are sentences.
    if letters.is_empty() || letters.len() > 120 {
        return None;
    }
    let capitals: String = letters.to_uppercase();
    let bare = strip_labels(strip_tails(&capitals));
    let mark = MARKS.iter().find(|(word, _)| is_repeated(word, bare)).map(|(_, mark)| *mark)?;
    let unsigned = bare.is_ascii() || bare.contains('Â');
    let wrapped = line.trim().trim_end_matches(['.', ',', ';', ':', '!', '?']);
    let only_small_letters = letters.chars().all(char::is_lowercase);
    if unsigned && letters != capitals {
        return None;
    }
    // The tail of a sentence that was broken after "bảo" or "bí": small letters with nothing around them.
    let tail_of_a_sentence = only_small_letters && wrapped.chars().all(|c| c.is_alphabetic() || c == ' ');
    (!tail_of_a_sentence).then_some(mark)
}

/// A column of a line, as when a header of two columns was flattened to text. Only capitals count there.
fn mark_of_column(column: &str) -> Option<Mark> {
    column.split("  ").filter(|cell| !cell.chars().any(char::is_lowercase)).filter_map(mark_of_line).max()
}

/// The same mark once or more, as when a stamp stands at both ends of a line.
fn is_repeated(word: &str, bare: &str) -> bool {
    !bare.is_empty() && bare.len().is_multiple_of(word.len()) && bare.replace(word, "").is_empty()
}

fn strip_tails(capitals: &str) -> &str {
    let mut bare = capitals;
    // The label of an urgency stamp ends like a stamp itself: it is looked for first.
    while let Some(rest) = TAILS.iter().find_map(|tail| bare.strip_suffix(tail)).or_else(|| {
        URGENCY.iter().find_map(|stamp| bare.strip_prefix(stamp).or_else(|| bare.strip_suffix(stamp)))
    }) {
        bare = rest;
    }
    bare
}

fn strip_labels(capitals: &str) -> &str {
    let mut bare = capitals;
    while let Some(rest) =
        LABELS.iter().find_map(|label| bare.strip_prefix(label).filter(|rest| !rest.is_empty()))
    {
        bare = rest;
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_mark_on_a_line_of_its_own_is_found_however_it_is_dressed() {
        let marked = [
            ("MẬT", Mark::Mat),
            ("TỐI MẬT", Mark::ToiMat),
            ("TUYỆT MẬT", Mark::TuyetMat),
            ("  MẬT  ", Mark::Mat),
            ("*MẬT*", Mark::Mat),
            ("**TỐI MẬT**", Mark::ToiMat),
            ("(MẬT)", Mark::Mat),
            ("[ TUYỆT MẬT ]", Mark::TuyetMat),
            ("═══ MẬT ═══", Mark::Mat),
            ("│ MẬT │", Mark::Mat),
            ("Độ mật: MẬT", Mark::Mat),
            ("Độ mật: Tối mật", Mark::ToiMat),
            ("độ mật: tuyệt mật", Mark::TuyetMat),
            ("Mức độ mật - MẬT", Mark::Mat),
            ("DẤU CHỈ MỨC ĐỘ MẬT: TỐI MẬT", Mark::ToiMat),
            ("TÀI LIỆU MẬT", Mark::Mat),
            ("Văn bản tuyệt mật", Mark::TuyetMat),
            ("M Ậ T", Mark::Mat),
            ("T Ố I   M Ậ T", Mark::ToiMat),
            ("T.U.Y.Ệ.T M.Ậ.T", Mark::TuyetMat),
            ("TỐI\u{a0}MẬT", Mark::ToiMat),
            ("M\u{200b}ẬT", Mark::Mat),
            ("Mật", Mark::Mat),
            ("Tối Mật.", Mark::ToiMat),
            ("(mật)", Mark::Mat),
            ("ＭẬＴ", Mark::Mat),
            ("MẬT - HỎA TỐC", Mark::Mat),
            ("HOẢ TỐC, TỐI MẬT", Mark::ToiMat),
            ("TOI MAT", Mark::ToiMat),
            ("TUYET MAT", Mark::TuyetMat),
            ("\u{feff}MẬT", Mark::Mat),
            ("MẬT\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Mark::Mat),
            ("TỐI MẬT          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Mark::ToiMat),
            ("| UBND TỈNH | MẬT |", Mark::Mat),
            ("Dấu mật: Mật", Mark::Mat),
            ("Loại: MẬT", Mark::Mat),
            ("BẢN MẬT", Mark::Mat),
            ("MẬT (bản số 3)", Mark::Mat),
            ("MẬT - KHÔNG SAO CHỤP", Mark::Mat),
            ("MẬT KHẨN CẤP", Mark::Mat),
            ("MẬT MẬT", Mark::Mat),
            ("Độ mật: MẬT     Độ khẩn: HỎA TỐC", Mark::Mat),
            ("[x] TỐI MẬT", Mark::ToiMat),
            ("TUYẸT MẬT", Mark::TuyetMat),
            ("MẬT  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Mark::Mat),
        ];
        for (line, mark) in marked {
            for form in [line.to_owned(), line.nfd().collect(), line.nfc().collect(), line.nfkd().collect()] {
                for text in [
                    form.clone(),
                    format!("Kính gửi: Các doanh nghiệp\r\n{form}\r\nNội dung"),
                    format!("Trang 1\u{c}{form}\u{2028}"),
                ] {
                    assert_eq!(find_mark(&text), Some(mark), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn words_of_a_sentence_are_no_mark() {
        for text in [
            "Các đơn vị bảo đảm bảo mật thông tin và bí mật nhà nước.",
            "bảo\nmật",
            "giữ bí\nmật.",
            "thuộc loại\ntuyệt mật",
            "Bảo mật",
            "BẢO MẬT",
            "BÍ MẬT NHÀ NƯỚC",
            "Độ mật: không",
            "Độ mật:",
            "Mức độ mật",
            "mật ong",
            "Mật khẩu",
            "MAT",
            "mat",
            "Toi mat",
            "1. Về bảo vệ bí mật nhà nước",
            "Số: 12/BC-MẬT",
            "Tài liệu MẬT phải được lưu riêng.",
            "",
            "…",
        ] {
            assert_eq!(find_mark(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_highest_mark_counts() {
        assert_eq!(find_mark("MẬT\nTUYỆT MẬT\nTỐI MẬT"), Some(Mark::TuyetMat));
    }

    #[test]
    fn only_an_isolated_node_takes_a_marked_input_and_the_refusal_repeats_nothing() {
        let letter = "TỐI MẬT\nKính gửi: đơn vị ABC";
        assert_eq!(admit(letter, &Taking { isolated: true }), Ok(()));
        let refused = admit(letter, &Taking::default());
        assert_eq!(refused, Err(Refused));
        let said = format!("{Refused} {Refused:?}").to_lowercase();
        for word in ["tối", "mật", "kính", "abc"] {
            assert!(!said.contains(word), "{said}");
        }
        assert_eq!(admit("bảo mật", &Taking::default()), Ok(()));
    }

    #[test]
    fn bytes_are_looked_at_as_utf_8_and_as_utf_16() {
        let wide: Vec<u8> =
            std::iter::once(0xFEFF).chain("MẬT\n".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let taking = Taking::default();
        assert_eq!(admit_bytes(&wide, &taking), Err(Refused));
        assert_eq!(admit_bytes("a\nMẬT\n\u{0}".as_bytes(), &taking), Err(Refused));
        assert_eq!(admit_bytes(&[0xFF, 0xFE, 0x00], &taking), Ok(()));
        assert_eq!(admit_bytes(b"", &taking), Ok(()));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(\\PC|[\n\r\t|MẬTỐIUYỆ ])*") {
            let _ = find_mark(&text);
        }

        #[test]
        fn a_mark_between_any_other_lines_is_found(before in "\\PC*", after in "\\PC*") {
            let text = format!("{before}\nMẬT\n{after}");
            prop_assert!(find_mark(&text) >= Some(Mark::Mat));
        }
    }
}
