//! "Unless" and "when" inside a sentence.
use super::clause::begins_clause;
use super::text::{Text, Token, TokenKind, spells_any};
use crate::letter::{Modality, Passage};

/// Openers of "unless" that need a prohibition before them ("không … nếu không có …").
const UNLESS_OF_A_BAN: [&str; 7] =
    ["nếu không", "nếu chưa", "khi chưa", "khi không", "trong khi chưa", "nếu như không", "mà không"];
/// Openers of "unless" anywhere.
const UNLESS: [&str; 8] = [
    "trừ trường hợp",
    "trừ các trường hợp",
    "trừ những trường hợp",
    "trừ khi",
    "ngoại trừ",
    "trừ phi",
    "trừ các",
    "trừ",
];
/// Openers of "when".
const WHEN: [&str; 7] =
    ["ngay sau khi", "ngay khi", "khi", "nếu", "trường hợp", "trong trường hợp", "khi có"];
/// Where a circumstance of time begins, which belongs to the whole sentence.
const ADJUNCTS: [&str; 9] = [
    "trong thời gian",
    "trong dịp",
    "trong các ngày",
    "trong những ngày",
    "trước và trong",
    "trước trong và sau",
    "kể từ",
    "thì",
    "trong suốt",
];

/// What lifts or brings a prohibition, or excepts from a demand, as it stands: "trừ …", "nếu không …", "khi chưa …"; for
/// a prohibition also "khi …", "nếu …", and "nào … thì".
pub(super) fn condition(text: &Text, tokens: &[Token], modality: Modality) -> Option<Passage> {
    let forbids = modality == Modality::MustNot;
    let at = |phrases: &[&str]| (0..tokens.len()).find(|at| spells_any(tokens, *at, phrases) > 0);
    // "khấu trừ", "loại trừ" except nothing.
    let compound = |at: usize| {
        spells_any(tokens, at, &["trừ"]) > 0
            && at > 0
            && matches!(
                tokens[at - 1].lower.as_str(),
                "khấu" | "bù" | "loại" | "cấn" | "diệt" | "miễn" | "phép"
            )
    };
    let unless = (0..tokens.len()).find(|at| {
        spells_any(tokens, *at, &UNLESS) > 0 && !compound(*at)
            || (forbids && spells_any(tokens, *at, &UNLESS_OF_A_BAN) > 0)
    });
    if let Some(at) = unless {
        return clause(text, tokens, at);
    }
    if !forbids {
        return None;
    }
    if let (Some(which), Some(then)) = (at(&["nào"]), at(&["thì"]))
        && which + 1 < then
    {
        let span = [tokens[which + 1].start, tokens[then - 1].end];
        return Some(Passage { quote: text.quote(span[0], span[1]), span });
    }
    let when = (0..tokens.len()).find(|at| {
        let before = at.checked_sub(1).map(|before| tokens[before].lower.as_str());
        spells_any(tokens, *at, &["nếu", "khi", "trong trường hợp"]) > 0
            && !matches!(before, Some("trước" | "trong" | "sau" | "kể" | "đến" | "tới" | "mỗi" | "ngay"))
    });
    when.and_then(|at| clause(text, tokens, at))
}

/// "When …", as it stands.
pub(super) fn trigger(text: &Text, tokens: &[Token], condition: Option<&Passage>) -> Option<Passage> {
    (0..tokens.len())
        .find(|at| {
            let outside = condition
                .is_none_or(|condition| !(condition.span[0]..condition.span[1]).contains(&tokens[*at].start));
            let earlier = at.checked_sub(1).map(|before| tokens[before].lower.as_str());
            spells_any(tokens, *at, &WHEN) > 0
                && outside
                && !matches!(earlier, Some("trước" | "trong" | "sau" | "kể" | "mỗi"))
        })
        .and_then(|at| clause(text, tokens, at))
}

/// From the opener to the end of its clause.
fn clause(text: &Text, tokens: &[Token], at: usize) -> Option<Passage> {
    let end = (at + 1..tokens.len())
        .find(|next| {
            let token = &tokens[*next];
            // "khó khăn, vướng mắc", "Đảng, Nhà nước": a comma ends the clause only where another begins.
            let listed = token.is_sign(',')
                && !begins_clause(tokens, next + 1)
                && spells_any(tokens, next + 1, &UNLESS) == 0;
            matches!(token.kind, TokenKind::Sign(',' | ';' | ':' | '.')) && !listed
                || (*next > at + 2 && spells_any(tokens, *next, &ADJUNCTS) > 0)
        })
        .unwrap_or(tokens.len());
    (end > at + 1).then(|| {
        let span = [tokens[at].start, tokens[end - 1].end];
        Passage { quote: text.quote(span[0], span[1]), span }
    })
}
