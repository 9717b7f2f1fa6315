//! Months, quarters and ranges within which a thing is done once: due on their last day.
use jiff::civil::{Date, date};

use super::super::date::{Hour, Reference, following, hour_at};
use super::super::text::{Token, TokenKind, spells, spells_any};
use super::opener::{CLAUSE_REACH, hands_in};
use super::range::{range_at, resolve_range};

/// What goes on through a month, or is forborne: it fills a period and is due at no moment of it.
const LASTING: [&str; 13] = [
    "trực",
    "duy trì",
    "không",
    "theo dõi",
    "giám sát",
    "tuần tra",
    "thường xuyên",
    "hằng ngày",
    "hàng ngày",
    "diễn ra",
    "dự kiến",
    "mỗi ngày",
    "nghiêm cấm",
];

/// What is done once, and may take until the end of a year.
const DONE: [&str; 8] =
    ["hoàn thành", "xong", "đưa vào", "khai trương", "bàn giao", "nghiệm thu", "khánh thành", "ban hành"];

/// The end of a period.
pub(super) struct End {
    pub day: Date,
    pub hour: Option<Hour>,
    /// Where its words begin and the position behind them.
    pub from: usize,
    pub after: usize,
}

/// The last day of the period a deadline names at `at`, where its words begin, and the position behind them.
pub(super) fn end_at(tokens: &[Token], at: usize, reference: Reference) -> Option<End> {
    if let Some((day, after)) = month_or_quarter(tokens, at, reference) {
        return Some(End { day, hour: None, from: at, after });
    }
    // "gửi báo cáo từ ngày 10 đến 12/5": once, by the last day; "trực từ ngày …" fills the days.
    let (range, after) = range_at(tokens, at)?;
    let lasts = lasting(tokens, at) || seen(tokens, after..after + CLAUSE_REACH, &["trực"]);
    let once = seen(
        tokens,
        at.saturating_sub(CLAUSE_REACH)..at,
        &["gửi", "nộp", "đối chiếu", "đăng ký", "bàn giao", "nghiệm thu", "trình"],
    );
    let (_, to) = resolve_range(range, reference)?;
    // "từ 8h00 ngày 24/5 đến 17h00 ngày 28/5": the hour of the last day.
    let to_at = (at..after).rev().find(|seen| matches!(tokens[*seen].lower.as_str(), "đến" | "tới" | "hết"));
    let hour = to_at.and_then(|to_at| hour_at(tokens, to_at + 1)).map(|(hour, _)| hour);
    (once && hands_in(tokens, at) && !lasts).then_some(End { day: to, hour, from: at, after })
}

/// "trong tháng 6/2024", "trong Quý IV năm 2024", "trong năm 2026" behind "hoàn thành"; behind that "trong" may be left
/// out.
fn month_or_quarter(tokens: &[Token], at: usize, reference: Reference) -> Option<(Date, usize)> {
    let near = at.saturating_sub(3)..at;
    let finishes = near.clone().any(|at| spells_any(tokens, at, &["hoàn thành", "xong", "chậm nhất"]) > 0);
    let closing = spells_any(tokens, at, &["trước khi kết thúc", "trước khi hết"]);
    let opener = spells_any(tokens, at, &["trong", "hết", "đến hết", "trong cuối", "cuối"]).max(closing);
    let bare = opener == 0 && at > 0 && matches!(tokens[at - 1].lower.as_str(), "thành" | "xong" | "nhất");
    // "không để tồn đọng, hoàn thành trong tháng 6" is done once for all that is forborne before it.
    let once = finishes || closing > 0 || (spells(tokens, at, "trong") > 0 && !lasting(tokens, at));
    if (opener == 0 && !bare) || !once {
        return None;
    }
    let at = at + opener;
    let named = at;
    if let Some(found) = current(tokens, named, reference) {
        return Some(found);
    }
    let (last_month, mut after) = if spells(tokens, named, "tháng") == 1 {
        (tokens.get(named + 1)?.number(2).filter(|month| (1..=12).contains(month))?, named + 2)
    } else if spells(tokens, named, "quý") == 1 {
        let token = tokens.get(named + 1)?;
        let quarter = match token.lower.as_str() {
            "i" => 1,
            "ii" => 2,
            "iii" => 3,
            "iv" => 4,
            _ => token.number(1).filter(|quarter| (1..=4).contains(quarter))?,
        };
        (quarter * 3, named + 2)
    } else if spells(tokens, named, "năm") == 1 {
        let done = finishes || seen(tokens, at.saturating_sub(CLAUSE_REACH)..at, &DONE);
        let year = tokens.get(named + 1).and_then(|token| token.number(4));
        year.filter(|_| done).map(|_| (12, named))?
    } else {
        return None;
    };
    let year_at = after
        + usize::from(
            tokens.get(after).is_some_and(|token| matches!(token.kind, TokenKind::Sign('/' | '-'))),
        );
    let year_at = year_at + spells(tokens, year_at, "năm");
    let year =
        tokens.get(year_at).and_then(|token| token.number(4)).filter(|year| (1990..2100).contains(year));
    if year.is_some() {
        after = year_at + 1;
    }
    let month = i8::try_from(last_month).ok()?;
    let end = |year: i16| date(year, month, 1).last_of_month();
    let day = match year {
        Some(year) => end(i16::try_from(year).ok()?),
        None => following(reference, |year| Some(end(year)))?,
    };
    Some((day, after))
}

/// "tháng này", "quý này", "năm nay", "tháng sau", as seen from the letter.
fn current(tokens: &[Token], at: usize, reference: Reference) -> Option<(Date, usize)> {
    let day = reference.day?;
    let length = |phrases: &[&str]| spells_any(tokens, at, phrases);
    let (month, next) = (length(&["tháng này"]), length(&["tháng sau", "tháng tới"]));
    let (quarter, year) = (length(&["quý này"]), length(&["năm nay", "năm này"]));
    let end = if month > 0 {
        day.last_of_month()
    } else if next > 0 {
        day.last_of_month().tomorrow().ok()?.last_of_month()
    } else if quarter > 0 {
        date(day.year(), (day.month() + 2) / 3 * 3, 1).last_of_month()
    } else if year > 0 {
        date(day.year(), 12, 31)
    } else {
        return None;
    };
    Some((end, at + month.max(next).max(quarter).max(year)))
}

/// Whether the sentence before `at` tells of what lasts.
fn lasting(tokens: &[Token], at: usize) -> bool {
    let reach = at.saturating_sub(CLAUSE_REACH);
    let clause = (reach..at).rev().find(|seen| tokens[*seen].is_sign(';')).map_or(reach, |sign| sign + 1);
    (clause..at).any(|at| {
        seen(tokens, at..at + 1, &LASTING) && spells_any(tokens, at, &["không quá", "không ngừng"]) == 0
    })
}

fn seen(tokens: &[Token], range: std::ops::Range<usize>, phrases: &[&str]) -> bool {
    // "trực tuyến", "trực tiếp", "trực thuộc": no watch is kept there.
    let no_watch = ["trực tuyến", "trực tiếp", "trực thuộc", "thường trực"];
    range.into_iter().any(|at| {
        spells_any(tokens, at, phrases) > 0
            && spells_any(tokens, at, &no_watch).max(spells_any(tokens, at.saturating_sub(1), &no_watch[3..]))
                == 0
    })
}
