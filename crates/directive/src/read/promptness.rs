//! How soon or how often, where no day says it: "ngay", "kịp thời", "trong vòng 24 giờ", "6 tháng một lần".
//!
//! Such words start no clock by themselves; a person decides what they mean for a campaign.
use super::text::{Text, Token, TokenKind, spells, spells_any};
use crate::letter::{Passage, Span};

/// Units of time that are counted.
const UNITS: [&str; 14] = [
    "phút",
    "giờ",
    "tiếng",
    "h",
    "ngày",
    "ngày làm việc",
    "tuần",
    "tháng",
    "giờ làm việc",
    "giây",
    "phút đầu",
    "giờ đầu",
    "quý",
    "năm",
];
/// Words of haste by themselves.
const AT_ONCE: [&str; 10] = [
    "ngay",
    "ngay lập tức",
    "lập tức",
    "kịp thời",
    "tức thì",
    "ngay tức khắc",
    "ngay từ đầu",
    "sớm nhất",
    "nhanh nhất",
    "càng sớm càng tốt",
];
/// Words that open a stretch counted from something.
const WITHIN: [&str; 9] = [
    "trong vòng",
    "trong thời gian",
    "trong thời hạn",
    "trong",
    "không quá",
    "chậm nhất",
    "chậm nhất sau",
    "không muộn hơn",
    "sau không quá",
];
/// Words of what comes back.
const OFTEN: [&str; 12] = [
    "hàng ngày",
    "hằng ngày",
    "hàng tuần",
    "hằng tuần",
    "hàng tháng",
    "hằng tháng",
    "hàng quý",
    "hằng quý",
    "hàng năm",
    "hằng năm",
    "mỗi ngày",
    "định kỳ",
];
/// Farthest that "kể từ khi …" is followed, in tokens.
const REACH: usize = 16;

/// The first words of this kind outside the passages that say more already (days, conditions, triggers).
pub(super) fn promptness(text: &Text, tokens: &[Token], taken: &[Span]) -> Option<Passage> {
    let counted = (0..tokens.len()).find_map(|at| found(tokens, at, taken, counted_at));
    let hasty = (0..tokens.len()).find_map(|at| found(tokens, at, taken, hasty_at));
    let often = (0..tokens.len()).find_map(|at| found(tokens, at, taken, often_at));
    // What is counted says the most, what comes back the least.
    let (from, to) = counted.or(hasty).or(often)?;
    let span = [tokens[from].start, tokens[to - 1].end];
    Some(Passage { quote: text.quote(span[0], span[1]), span })
}

fn found(
    tokens: &[Token],
    at: usize,
    taken: &[Span],
    test: fn(&[Token], usize) -> Option<usize>,
) -> Option<(usize, usize)> {
    let end = test(tokens, at)?;
    let (from, to) = (tokens[at].start, tokens[end - 1].end);
    taken.iter().all(|span| to <= span[0] || span[1] <= from).then_some((at, end))
}

/// A number with a unit of time at `at`: the position behind them.
fn duration_at(tokens: &[Token], at: usize) -> Option<usize> {
    tokens.get(at)?.number(3)?;
    let unit = spells_any(tokens, at + 1, &UNITS);
    (unit > 0).then_some(at + 1 + unit)
}

/// "trong vòng 24 giờ kể từ khi phát hiện", "3 giờ/lần", "6 tháng một lần", "sau 02 giờ".
fn counted_at(tokens: &[Token], at: usize) -> Option<usize> {
    if let Some(unit) = duration_at(tokens, at) {
        let per =
            tokens.get(unit).is_some_and(|token| token.is_sign('/')) && spells(tokens, unit + 1, "lần") > 0;
        let once = spells_any(tokens, unit, &["một lần", "1 lần", "01 lần"]);
        return if per {
            Some(unit + 2)
        } else if once > 0 {
            Some(unit + once)
        } else {
            None
        };
    }
    let rate = tokens.get(at)?.number(2).is_some() && spells(tokens, at + 1, "lần") > 0;
    if rate && tokens.get(at + 2).is_some_and(|token| token.is_sign('/')) {
        let unit = spells_any(tokens, at + 3, &UNITS);
        return (unit > 0).then_some(at + 3 + unit);
    }
    // "thông báo trước ít nhất 02 giờ".
    let ahead = spells_any(tokens, at, &["trước ít nhất", "trước tối thiểu"]);
    if let Some(end) = duration_at(tokens, at + ahead).filter(|_| ahead > 0) {
        return Some(end);
    }
    let opener = spells_any(tokens, at, &WITHIN);
    let from = at + opener;
    let from = from + spells_any(tokens, from, &["sau", "không quá", "tối đa", "là"]);
    let end = duration_at(tokens, from).filter(|_| opener > 0)?;
    // "trong 03 ngày Tết" is a window: the days have a name.
    let named = tokens.get(end).is_some_and(|token| token.capital || token.number(4).is_some());
    (!named).then(|| counted_from(tokens, end))
}

/// Behind a duration "kể từ khi phát hiện", "sau khi sự cố xảy ra".
fn counted_from(tokens: &[Token], at: usize) -> usize {
    let joint = spells_any(
        tokens,
        at,
        &["kể từ", "kể từ khi", "kể từ ngày", "từ khi", "sau khi", "tính từ", "từ lúc"],
    );
    if joint == 0 {
        return at;
    }
    let limit = tokens.len().min(at + REACH);
    (at + joint..limit).find(|at| matches!(tokens[*at].kind, TokenKind::Sign(_))).unwrap_or(limit)
}

/// "ngay", "kịp thời", "ngay sau khi lũ rút".
fn hasty_at(tokens: &[Token], at: usize) -> Option<usize> {
    let word = AT_ONCE.iter().map(|phrase| spells(tokens, at, phrase)).max().filter(|length| *length > 0)?;
    let before = at.checked_sub(1).map(|before| tokens[before].lower.as_str());
    // "không kịp thời" and "ngay thẳng" hurry nobody.
    if matches!(before, Some("không" | "chưa" | "thiếu"))
        || spells_any(tokens, at, &["ngay thẳng", "ngay ngắn"]) > 0
    {
        return None;
    }
    let event = spells_any(tokens, at + word, &["sau khi", "khi", "sau"]);
    if spells(tokens, at, "ngay") == 1 && word == 1 && event > 0 {
        let limit = tokens.len().min(at + REACH);
        let end = (at + word + event..limit)
            .find(|at| matches!(tokens[*at].kind, TokenKind::Sign(',' | ';' | '.' | '(' | ')' | '/')))
            .unwrap_or(limit);
        return Some(end);
    }
    Some(at + word)
}

/// "hằng ngày", "định kỳ hằng tháng".
fn often_at(tokens: &[Token], at: usize) -> Option<usize> {
    let first = spells_any(tokens, at, &OFTEN);
    (first > 0).then(|| at + first + spells_any(tokens, at + first, &OFTEN))
}
