//! Signature, "Nơi nhận", and what follows them.
use super::super::layout::{Paragraph, is_capitals};
use super::super::text::{Text, Token, spells, spells_any};
use super::{Frame, tokens_of};

/// Where the body ends: after the end mark "./.", or before the recipients or the signature.
pub(super) fn tail(text: &Text, paragraphs: &[Paragraph], frame: &mut Frame) {
    frame.tail = paragraphs.len();
    for (at, paragraph) in paragraphs.iter().enumerate().skip(frame.body) {
        let tokens = tokens_of(text, paragraph);
        let chars = &text.chars()[paragraph.start..paragraph.end];
        let last_lines = at + MAX_SIGNATURE >= paragraphs.len();
        let signed = is_signature(tokens, chars) || (last_lines && is_plain_signature(tokens, chars));
        if spells(tokens, 0, "nơi nhận") == 2 || (at > frame.body && paragraph.marker.is_none() && signed)
        {
            frame.tail = at;
            frame.closed = true;
            return;
        }
        if chars.ends_with(&['.', '/', '.']) || chars.ends_with(&['.', '/']) {
            frame.tail = at + 1;
            frame.closed = true;
            return;
        }
    }
}

/// Most lines a signature takes from its title on.
const MAX_SIGNATURE: usize = 4;
/// Titles that sign.
pub(super) const SIGNERS: [&str; 40] = [
    "kt",
    "tm",
    "tl",
    "tuq",
    "q",
    "giám đốc",
    "phó giám đốc",
    "chủ tịch",
    "phó chủ tịch",
    "bộ trưởng",
    "thứ trưởng",
    "chánh văn phòng",
    "cục trưởng",
    "trưởng ban",
    "tổng giám đốc",
    "phó tổng giám đốc",
    "trưởng phòng",
    "phó trưởng phòng",
    "vụ trưởng",
    "phó cục trưởng",
    "phó vụ trưởng",
    "phó trưởng ban",
    "bí thư",
    "phó bí thư",
    "thủ tướng",
    "phó thủ tướng",
    "tổng cục trưởng",
    "viện trưởng",
    "hiệu trưởng",
    "chủ nhiệm",
    "chánh thanh tra",
    "chỉ huy trưởng",
    "phó chánh văn phòng",
    "phó chủ nhiệm",
    "phó viện trưởng",
    "phó hiệu trưởng",
    "phó chỉ huy trưởng",
    "phó tổng cục trưởng",
    "phó chánh thanh tra",
    "kế toán trưởng",
];

/// "Giám đốc" on a line of its own near the end, not set in capitals.
fn is_plain_signature(tokens: &[Token], chars: &[char]) -> bool {
    let title = spells_any(tokens, 0, &SIGNERS);
    title > 0 && tokens.len() <= title + 3 && !matches!(chars[chars.len() - 1], '.' | ':' | ';' | ',')
}

fn is_signature(tokens: &[Token], chars: &[char]) -> bool {
    let title = spells_any(tokens, 0, &SIGNERS);
    let capitals = is_capitals(chars) && tokens.len() <= 14;
    let signed = spells(tokens, 0, "đã ký") == 2
        || (tokens.first().is_some_and(|token| token.is_sign('(')) && spells(tokens, 1, "đã ký") == 2);
    ((title > 0 || is_proxy(tokens)) && capitals) || (signed && tokens.len() <= 8)
}

/// "T/L", "K/T": signed for another.
pub(super) fn is_proxy(tokens: &[Token]) -> bool {
    [["t", "l"], ["t", "m"], ["k", "t"], ["t", "u"]].iter().any(|[first, second]| {
        tokens.len() > 2 && tokens[0].lower == *first && tokens[1].is_sign('/') && tokens[2].lower == *second
    })
}
