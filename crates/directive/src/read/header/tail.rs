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
        if spells(tokens, 0, "nơi nhận") == 2
            || (at > frame.body && paragraph.marker.is_none() && is_signature(tokens, chars))
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

fn is_signature(tokens: &[Token], chars: &[char]) -> bool {
    const SIGNERS: [&str; 32] = [
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
    ];
    let title = spells_any(tokens, 0, &SIGNERS);
    let capitals = is_capitals(chars) && tokens.len() <= 14;
    let signed = spells(tokens, 0, "đã ký") == 2
        || (tokens.first().is_some_and(|token| token.is_sign('(')) && spells(tokens, 1, "đã ký") == 2);
    let proxy = [["t", "l"], ["t", "m"], ["k", "t"], ["t", "u"]].iter().any(|[first, second]| {
        tokens.len() > 2 && tokens[0].lower == *first && tokens[1].is_sign('/') && tokens[2].lower == *second
    });
    ((title > 0 || proxy) && capitals) || (signed && tokens.len() <= 8)
}
