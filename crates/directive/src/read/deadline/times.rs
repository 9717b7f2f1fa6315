//! The hours and days behind the words of a deadline, as written.
use jiff::civil::Weekday;

use super::super::date::{Hour, Written, date_at, hour_at, weekday_at};
use super::super::text::{Token, spells, spells_any};
use super::range::range_at;
use super::{EVERY_WEEK, MAX_OCCURRENCES, every_day};

/// Most words between an opener and its time; more are another sentence.
const MAX_FILLERS: usize = 12;
/// Most hours of one deadline.
const MAX_HOURS: usize = 24;
/// Words between the opener and the time.
const FILLERS: [&str; 32] = [
    "là",
    "vào",
    "lúc",
    "vào lúc",
    "thời điểm",
    "trong",
    "đến",
    "hết",
    "đến hết",
    "cuối",
    "mốc",
    "hoàn thành",
    "báo cáo",
    "gửi",
    "về",
    "khoảng",
    "cuối ngày",
    "các mốc",
    "mốc giờ",
    "các mốc giờ",
    "các khung giờ",
    "các thời điểm",
    "thời hạn",
    "ngày làm việc",
    "cuối giờ",
    "cuối giờ làm việc",
    "hết giờ làm việc",
    "giờ làm việc",
    "cuối buổi",
    "hết buổi",
    "đầu giờ",
    "kết thúc",
];
/// Words of an event that may stand between "trước" and its date: "trước ngày bầu cử (23/5/2021)".
const EVENT: [&str; 40] = [
    "tết", "nguyên", "đán", "bầu", "cử", "khai", "mạc", "lễ", "đại", "hội", "kỳ", "họp", "giao", "thừa",
    "ngày", "giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý", "tý", "sửu", "dần",
    "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi", "năm", "âm", "lịch",
];

/// The times after an opener, as written.
#[derive(Debug, Default)]
pub(super) struct Times {
    pub hours: Vec<Hour>,
    pub days: Vec<Written>,
    pub range: Option<(Written, Written)>,
    pub daily: bool,
    /// "thứ Sáu hằng tuần".
    pub weekday: Option<Weekday>,
    /// "ngày 20 hằng tháng".
    pub month_day: Option<u8>,
}

pub(super) fn times_after(tokens: &[Token], at: usize) -> Option<(Times, usize)> {
    let mut times = Times::default();
    let at = bracketed_moment(tokens, at).unwrap_or(at);
    let at = hours(tokens, skip_fillers(tokens, at), &mut times);
    let days_at = if times.hours.is_empty() { at } else { skip_joints(tokens, at) };
    let after = days(tokens, days_at, &mut times).or_else(|| (!times.hours.is_empty()).then_some(at))?;
    let mut end = after;
    if times.hours.is_empty() && !times.days.is_empty() {
        // "trước ngày 20/02/2018, lúc 17h00".
        let hour = skip_joints(tokens, after);
        if let Some((found, after_hour)) = hour_at(tokens, hour) {
            times.hours.push(found);
            end = after_hour;
        }
    }
    // "hàng ngày" without an hour is how often, not by when.
    let when = !times.hours.is_empty()
        || !times.days.is_empty()
        || times.weekday.is_some()
        || times.month_day.is_some()
        || times.range.is_some();
    when.then_some((times, end))
}

/// Reads hours at `at`: "07 giờ 00 và 16 giờ 00", "5h chiều"; returns the position after them.
fn hours(tokens: &[Token], mut at: usize, times: &mut Times) -> usize {
    while let Some((hour, after)) = hour_at(tokens, at) {
        times.hours.push(hour.in_part(tokens.get(after).map_or("", |token| token.lower.as_str())));
        at = after;
        let more = at
            + usize::from(tokens.get(at).is_some_and(|token| {
                token.is_sign(',') || token.is_sign('/') || matches!(token.lower.as_str(), "và" | "hoặc")
            }));
        let more = more + spells_any(tokens, more, &["trước"]);
        if more == at || times.hours.len() == MAX_HOURS || hour_at(tokens, more).is_none() {
            break;
        }
        at = more;
    }
    at
}

/// "trước kỳ nghỉ lễ (29/4)", "muộn nhất vào ngày làm việc đầu tiên sau kỳ nghỉ (15/02/2027)": the moment that brackets
/// give behind words without one.
fn bracketed_moment(tokens: &[Token], at: usize) -> Option<usize> {
    let open = (at + 1..tokens.len().min(at + MAX_FILLERS)).find(|seen| tokens[*seen].is_sign('('))?;
    let plain = (at..open).all(|seen| {
        (tokens[seen].is_word() || tokens[seen].number(2).is_some())
            && hour_at(tokens, seen).is_none()
            && date_at(tokens, seen).is_none()
            && every_day(tokens, seen).max(spells_any(tokens, seen, &EVERY_WEEK)) == 0
    });
    let inside = open + 1;
    let given = hour_at(tokens, inside).map(|(_, after)| after);
    let given = given.or_else(|| date_at(tokens, inside).map(|(_, after)| after))?;
    (plain && tokens.get(given).is_some_and(|token| token.is_sign(')'))).then_some(inside)
}

fn skip_fillers(tokens: &[Token], mut at: usize) -> usize {
    for _ in 0..MAX_FILLERS {
        let filler = spells_any(tokens, at, &FILLERS).max(spells_any(tokens, at, &["trước"]));
        let sign = tokens.get(at).is_some_and(|token| token.is_sign(':') || token.is_sign('('));
        if filler == 0 && !sign {
            return at;
        }
        at += filler.max(1);
    }
    at
}

fn skip_joints(tokens: &[Token], mut at: usize) -> usize {
    for _ in 0..MAX_FILLERS {
        let word = spells_any(tokens, at, &["của", "vào", "lúc", "trong", "vào lúc"]);
        let sign = tokens
            .get(at)
            .is_some_and(|token| token.is_sign(',') || token.is_sign('(') || closes_hour(tokens, at));
        if word == 0 && !sign {
            return at;
        }
        at += word.max(1);
    }
    at
}

/// "(17h00) ngày 12/10": the bracket of an hour before its day.
fn closes_hour(tokens: &[Token], at: usize) -> bool {
    tokens[at].is_sign(')') && date_at(tokens, at + 1).is_some()
}

/// Reads days at `at` into `times`; returns the position after them.
fn days(tokens: &[Token], at: usize, times: &mut Times) -> Option<usize> {
    let daily = every_day(tokens, at);
    if daily > 0 {
        times.daily = true;
        return Some(repeated(tokens, at + daily, times));
    }
    if let Some(after) = weekly(tokens, at + spells_any(tokens, at, &PARTS), times) {
        return Some(repeated(tokens, after, times));
    }
    if let Some((day, after)) = monthly_at(tokens, at) {
        times.month_day = Some(day);
        return Some(after);
    }
    if let Some((day, after)) = relative_at(tokens, at) {
        times.days.push(day);
        return Some(after);
    }
    let at = at + spells_any(tokens, at, &PARTS);
    let at = weekday_at(tokens, at)
        .filter(|(_, after)| spells(tokens, *after, "các ngày") > 0)
        .map_or(at, |(_, after)| after);
    if let Some((range, after)) = range_at(tokens, at + spells_any(tokens, at, &["các ngày", "mỗi ngày"]))
    {
        times.range = Some(range);
        return Some(after);
    }
    if spells(tokens, at, "các ngày") == 2 {
        return list(tokens, at + 2, times).or_else(|| days_of_a_range(tokens, at + 2, times));
    }
    if let Some((day, after)) = date_at(tokens, at) {
        times.days.push(day);
        return Some(list_rest(tokens, after, times));
    }
    let event = at
        + tokens[at.min(tokens.len())..]
            .iter()
            .take(12)
            .take_while(|token| {
                EVENT.contains(&token.lower.as_str()) || token.number(4).is_some_and(|year| year > 1900)
            })
            .count();
    if event > at {
        let open = event + usize::from(tokens.get(event).is_some_and(|token| token.is_sign('(')));
        let dated = open > event
            || tokens[event - 1].lower == "ngày"
            || spells(tokens, event, "ngày") > 0
            || event - at >= 2;
        // The last word of the event may be the "ngày" of the date itself.
        if dated && let Some((day, after)) = date_at(tokens, open) {
            times.days.push(day);
            return Some(after);
        }
    }
    short_list(tokens, at + spells(tokens, at, "ngày"), times)
}

/// "ngày 15 và 30/6": days of which only the last says its month.
fn short_list(tokens: &[Token], at: usize, times: &mut Times) -> Option<usize> {
    let mut days = Times::default();
    let after = list(tokens, at, &mut days)?;
    let whole = matches!(days.days.last(), Some(Written::Solar { month: Some(_), .. }));
    if days.days.len() < 2 || !whole {
        return None;
    }
    times.days.append(&mut days.days);
    Some(after)
}

/// Behind "hàng ngày", "thứ Sáu hằng tuần": how often, at which hours, over which days.
fn repeated(tokens: &[Token], at: usize, times: &mut Times) -> usize {
    let mut end = at;
    if times.hours.is_empty() {
        let often = tokens.get(at).is_some_and(|token| token.number(2).is_some())
            && spells(tokens, at + 1, "lần") > 0;
        let hour = skip_fillers(tokens, skip_joints(tokens, at + if often { 2 } else { 0 }));
        let after = hours(tokens, hour, times);
        if !times.hours.is_empty() {
            end = after + usize::from(tokens.get(after).is_some_and(|token| token.is_sign(')')));
        }
    }
    // "hằng ngày gửi trước 17h00 các ngày 27, 28/6": the days that are named.
    let named = skip_joints(tokens, end);
    if spells(tokens, named, "các ngày") > 0
        && let Some(after) = list(tokens, named + 2, times)
    {
        times.daily = false;
        return after;
    }
    if let Some((range, after)) = range_at(tokens, skip_joints(tokens, end)) {
        times.range = Some(range);
        end = after;
    }
    end
}

/// "thứ Sáu hằng tuần", "hàng tuần, thứ Sáu".
fn weekly(tokens: &[Token], at: usize, times: &mut Times) -> Option<usize> {
    let at = at + spells_any(tokens, at, &["ngày", "các ngày"]);
    let often = spells_any(tokens, at, &EVERY_WEEK);
    let day = if often > 0 { skip_joints(tokens, at + often) } else { at };
    let (weekday, after) = weekday_at(tokens, day)?;
    let behind = spells_any(tokens, after, &EVERY_WEEK);
    if often == 0 && behind == 0 {
        return None;
    }
    times.weekday = Some(weekday);
    Some(after + behind)
}

/// "các ngày nghỉ Tết (từ 28 Tết đến mùng 5 Tết)": the range that a few words behind "các ngày" give.
fn days_of_a_range(tokens: &[Token], at: usize, times: &mut Times) -> Option<usize> {
    let near = (at..tokens.len().min(at + 6)).find_map(|at| range_at(tokens, at))?;
    times.range = Some(near.0);
    Some(near.1)
}

/// "ngày 20 hằng tháng".
fn monthly_at(tokens: &[Token], at: usize) -> Option<(u8, usize)> {
    let at = at + spells(tokens, at, "ngày");
    let (Written::Solar { day, .. }, after) = bare_day(tokens, at)? else { return None };
    let often =
        spells_any(tokens, after, &["hàng tháng", "hằng tháng", "mỗi tháng", "của mỗi tháng", "các tháng"]);
    (often > 0).then_some((day, after + often))
}

/// Parts of a day, behind an hour or before "nay" and "mai".
const PARTS: [&str; 6] = ["sáng", "trưa", "chiều", "tối", "đêm", "sáng sớm"];

/// "hôm nay (09/8)", "chiều nay", "sáng mai, 22/7": the day in brackets where one stands, else as seen from the letter.
fn relative_at(tokens: &[Token], at: usize) -> Option<(Written, usize)> {
    let part = spells_any(tokens, at, &PARTS);
    let named = at + part;
    let today = spells_any(tokens, named, &["hôm nay", "ngày hôm nay"]).max(if part > 0 {
        spells(tokens, named, "nay")
    } else {
        0
    });
    let tomorrow = spells_any(tokens, named, &["ngày mai", "hôm sau"]).max(if part > 0 {
        spells(tokens, named, "mai")
    } else {
        0
    });
    let after = named + today.max(tomorrow);
    if after == named {
        return None;
    }
    let told =
        after + usize::from(tokens.get(after).is_some_and(|token| token.is_sign('(') || token.is_sign(',')));
    if told > after
        && let Some((day, end)) = date_at(tokens, told)
    {
        return Some((day, end));
    }
    Some((Written::Relative { days: i8::from(tomorrow > 0) }, after))
}

/// `15, 16 và 17/02/2018`, `15/02/2018 (mùng 30 Tết), 16/02/2018`.
fn list(tokens: &[Token], mut at: usize, times: &mut Times) -> Option<usize> {
    let before = times.days.len();
    let mut end = at;
    while let Some((day, after)) = date_at(tokens, at).or_else(|| bare_day(tokens, at)) {
        times.days.push(day);
        end = skip_bracket(tokens, after);
        let joint =
            end + usize::from(tokens.get(end).is_some_and(|token| token.is_sign(',') || token.is_sign(';')));
        let joint = joint + spells_any(tokens, joint, &["và"]);
        if joint == end || times.days.len() >= MAX_OCCURRENCES {
            break;
        }
        at = joint;
    }
    (times.days.len() > before).then_some(end)
}

/// A bare number of a list that names its month later.
pub(super) fn bare_day(tokens: &[Token], at: usize) -> Option<(Written, usize)> {
    let day = tokens.get(at)?.number(2).filter(|day| (1..=31).contains(day))?;
    Some((Written::Solar { day: day as u8, month: None, year: None }, at + 1))
}

/// After a first full date: more dates joined by commas, if they are dates themselves.
fn list_rest(tokens: &[Token], at: usize, times: &mut Times) -> usize {
    let mut end = at;
    while times.days.len() < MAX_OCCURRENCES {
        let after_bracket = skip_bracket(tokens, end);
        let joint =
            after_bracket + usize::from(tokens.get(after_bracket).is_some_and(|token| token.is_sign(',')));
        let and = spells_any(tokens, joint, &["và"]);
        let joint = joint + and;
        if joint == after_bracket {
            break;
        }
        // "trước ngày 20/02/2018, ngày 21/02/2018 họp" would be read as two: a list repeats no "ngày" without "và".
        let Some((day, after)) = date_at(tokens, joint).filter(|_| and > 0 || !times.hours.is_empty()) else {
            break;
        };
        times.days.push(day);
        end = after;
    }
    end
}

pub(super) fn skip_bracket(tokens: &[Token], at: usize) -> usize {
    if !tokens.get(at).is_some_and(|token| token.is_sign('(')) {
        return at;
    }
    (at..tokens.len().min(at + 16)).find(|seen| tokens[*seen].is_sign(')')).map_or(at, |close| close + 1)
}
