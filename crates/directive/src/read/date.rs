//! Dates and hours as Vietnamese letters write them: `20/02/2018`, `ngày 4 tháng 3 năm 2021`, `17h00`, `09 giờ 00`,
//! `mùng 5 Tết`, `25 tháng Chạp`.
//!
//! A date may lack its year, or in a list its month; [`Reference`] supplies the year from what else the letter dates.
use calendar::{LunarDate, lunar_of, solar_of};
use jiff::civil::{Date, Time, Weekday};

use super::text::{Token, TokenKind, spells, spells_any};

/// A date as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// Day, month and year where given.
    Solar { day: u8, month: Option<u8>, year: Option<i16> },
    /// A day of the lunar calendar.
    Lunar { day: u8, month: u8 },
    /// So many days after the letter's own: "hôm nay", "ngày mai".
    Relative { days: i8 },
}

/// What a date without a year is counted from.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reference {
    /// The day of issue, or the latest day the letter is known to be after.
    pub day: Option<Date>,
    /// The year the letter speaks of most.
    pub year: Option<i16>,
}

/// Reads a date at `at`, with or without "ngày" before it; returns it with the position after it. "10/3 âm lịch" is a
/// lunar one.
pub(super) fn date_at(tokens: &[Token], at: usize) -> Option<(Written, usize)> {
    let (written, after) = written_at(tokens, at)?;
    let open = after + usize::from(tokens.get(after).is_some_and(|token| token.is_sign('(')));
    let lunar = spells_any(tokens, open, &["âm lịch", "âl", "al"]);
    match written {
        Written::Solar { day: day @ 1..=30, month: Some(month), .. } if lunar > 0 => {
            let closed = open > after && tokens.get(open + lunar).is_some_and(|token| token.is_sign(')'));
            Some((Written::Lunar { day, month }, open + lunar + usize::from(closed)))
        }
        _ => Some((written, after)),
    }
}

/// A day as a figure, or as a word behind "mùng".
fn day_of(token: &Token) -> Option<u8> {
    const WORDS: [&str; 10] = ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"];
    let word = WORDS.iter().position(|word| *word == token.lower).map(|place| place as u8 + 1);
    word.or_else(|| u8::try_from(token.number(2)?).ok())
}

fn written_at(tokens: &[Token], at: usize) -> Option<(Written, usize)> {
    let mut next = at + spells_any(tokens, at, &["ngày", "hết ngày"]);
    next = skip_weekday(tokens, next);
    let lunar_day = spells_any(tokens, next, &["mùng", "mồng", "rằm"]);
    next += lunar_day;
    let full_moon = lunar_day > 0 && tokens[next - 1].lower == "rằm";
    let figure = tokens.get(next).filter(|token| lunar_day > 0 || token.number(2).is_some()).and_then(day_of);
    let day = figure.or(full_moon.then_some(15))?;
    next += usize::from(figure.is_some());
    if let Some((month, after)) = lunar_month_at(tokens, next, lunar_day > 0, day) {
        let month = month?;
        return (1..=30).contains(&day).then_some((Written::Lunar { day, month }, after));
    }
    if !(1..=31).contains(&day) {
        return None;
    }
    if spells(tokens, next, "tháng") == 1 {
        let month = month_of(tokens.get(next + 1)?)?;
        let (year, after) = match spells(tokens, next + 2, "năm") {
            1 => year_at(tokens, next + 3).map_or((None, next + 2), |year| (Some(year), next + 4)),
            _ if tokens.get(next + 2).is_some_and(|token| token.is_sign('/')) => {
                year_at(tokens, next + 3).map_or((None, next + 2), |year| (Some(year), next + 4))
            }
            _ => (None, next + 2),
        };
        return Some((Written::Solar { day, month: Some(month), year }, after));
    }
    let TokenKind::Sign(separator @ ('/' | '-' | '.')) = tokens.get(next)?.kind else {
        return None;
    };
    let month = month_of(tokens.get(next + 1)?)?;
    next += 2;
    let mut year = None;
    if tokens.get(next).is_some_and(|token| token.is_sign(separator)) {
        if let Some(found) = year_at(tokens, next + 1) {
            year = Some(found);
            next += 2;
        } else if tokens.get(next + 1).is_some_and(|token| token.kind == TokenKind::Number)
            && separator != '.'
        {
            return None;
        }
    }
    if year.is_none() && spells(tokens, next, "năm") == 1 {
        year = year_at(tokens, next + 1);
        next += if year.is_some() { 2 } else { 0 };
    }
    // A full stop is a date's separator only where all three numbers stand; "1.2" is a section.
    if separator != '/' && year.is_none() {
        return None;
    }
    Some((Written::Solar { day, month: Some(month), year }, next))
}

/// "thứ Sáu, 05/02/2027", "Chủ nhật (07/02/2027)", "T4 ngày 28/01": the position of the day behind it.
fn skip_weekday(tokens: &[Token], at: usize) -> usize {
    let Some((_, named)) = weekday_at(tokens, at) else { return at };
    let sign = tokens.get(named).is_some_and(|token| token.is_sign(',') || token.is_sign('('));
    named + usize::from(sign) + spells(tokens, named + usize::from(sign), "ngày")
}

/// Reads a day of the week at `at`: "thứ Sáu", "thứ 6", "T6", "Chủ nhật".
pub(super) fn weekday_at(tokens: &[Token], at: usize) -> Option<(Weekday, usize)> {
    if spells(tokens, at, "chủ nhật") > 0 {
        return Some((Weekday::Sunday, at + 2));
    }
    if spells(tokens, at, "cn") > 0 {
        return Some((Weekday::Sunday, at + 1));
    }
    let named = at + spells_any(tokens, at, &["thứ", "t"]);
    let token = tokens.get(named).filter(|_| named > at)?;
    let place = match token.lower.as_str() {
        "hai" => 2,
        "ba" => 3,
        "tư" => 4,
        "năm" => 5,
        "sáu" => 6,
        "bảy" | "bẩy" => 7,
        _ => token.number(1).filter(|place| (2..=7).contains(place))?,
    };
    let weekday = Weekday::from_monday_one_offset(i8::try_from(place).ok()? - 1).ok()?;
    Some((weekday, named + 1))
}

/// After a day: "tháng Chạp", "tháng Giêng", "Tết". `Some(None)` when a lunar month was written that is none.
fn lunar_month_at(tokens: &[Token], at: usize, lunar_day: bool, day: u8) -> Option<(Option<u8>, usize)> {
    let tet_month = if day >= 20 { 12 } else { 1 };
    if spells(tokens, at, "tết") == 1 {
        return Some((Some(tet_month), at + 1));
    }
    for (name, month) in [("giêng", 1), ("chạp", 12)] {
        if spells(tokens, at, "tháng") == 1 && spells(tokens, at + 1, name) == 1 {
            return Some((Some(month), at + 2));
        }
    }
    if lunar_day {
        // "mùng 5" alone, or "mùng 3 tháng 3": the calendar is named by the day.
        if spells(tokens, at, "tháng") == 1 {
            return Some((tokens.get(at + 1).and_then(month_of), at + 2));
        }
        return Some((Some(tet_month), at));
    }
    None
}

fn month_of(token: &Token) -> Option<u8> {
    let month = token.number(2)?;
    (1..=12).contains(&month).then_some(month as u8)
}

fn year_at(tokens: &[Token], at: usize) -> Option<i16> {
    let token = tokens.get(at)?;
    let year = token.number(4)?;
    ((1900..=2999).contains(&year) && token.end - token.start == 4).then_some(year as i16)
}

/// Reads an hour at `at`: `17h00`, `17h`, `9 giờ 30 phút`, `17:00`. 24 is the midnight that ends the day.
pub(super) fn hour_at(tokens: &[Token], at: usize) -> Option<(Hour, usize)> {
    let hour = tokens.get(at)?.number(2)?;
    let unit = tokens.get(at + 1)?;
    let mut next = at + 2;
    let spelled = match unit.kind {
        TokenKind::Word => matches!(unit.lower.as_str(), "h" | "g" | "giờ"),
        TokenKind::Sign(':') => tokens.get(next).is_some_and(|token| token.number(2).is_some()),
        _ => false,
    };
    if !spelled {
        return None;
    }
    let mut minute = 0;
    if let Some(found) = tokens.get(next).and_then(|token| token.number(2)) {
        // "17 giờ 20/02/2018": the number belongs to a date.
        let dated = tokens.get(next + 1).is_some_and(|token| token.is_sign('/'));
        if !dated && found < 60 {
            minute = found;
            next += 1;
        }
    }
    next += spells_any(tokens, next, &["phút", "p"]);
    while tokens
        .get(next)
        .is_some_and(|token| matches!(token.kind, TokenKind::Sign('’' | '\'' | '‘' | '`' | '´' | '′')))
    {
        next += 1;
    }
    (hour < 24 || (hour == 24 && minute == 0))
        .then_some((Hour { hour: hour as u8, minute: minute as u8 }, next))
}

/// An hour of a day, 00:00 to 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hour {
    hour: u8,
    minute: u8,
}

impl Hour {
    /// The same hour as people say it with a part of the day: "5h chiều", "8 giờ tối".
    pub(super) fn in_part(self, part: &str) -> Self {
        let afternoon = match part {
            "chiều" | "tối" => (1..12).contains(&self.hour),
            "đêm" => (7..12).contains(&self.hour),
            _ => false,
        };
        Self { hour: self.hour + if afternoon { 12 } else { 0 }, ..self }
    }

    /// The moment this hour is on `day`, as an ISO date-time at +07:00.
    pub(super) fn on(self, day: Date) -> Option<String> {
        let (day, hour) = match self.hour {
            24 => (day.tomorrow().ok()?, 0),
            hour => (day, hour),
        };
        let time = Time::new(hour as i8, self.minute as i8, 0, 0).ok()?;
        Some(format!("{day}T{}+07:00", time.strftime("%H:%M:%S")))
    }
}

impl Written {
    /// The day itself, with what is missing taken from `like` (a neighbour in a list or range), then from `reference`.
    pub(super) fn resolve(self, like: Option<Date>, reference: Reference) -> Option<Date> {
        match self {
            Self::Solar { day, month, year } => {
                let month = month.or(like.map(|like| like.month() as u8))?;
                let date = |year: i16| Date::new(year, month as i8, day as i8).ok();
                if let Some(year) = year.or(like.map(Date::year)) {
                    return date(year);
                }
                following(reference, date)
            }
            Self::Relative { days } => reference.day?.checked_add(jiff::Span::new().days(days)).ok(),
            Self::Lunar { day, month } => {
                // The 30th of a month that has only 29 days is its last day, as people say "30 Tết" every year.
                let solar = |year: i16| {
                    [day, day - u8::from(day == 30)].into_iter().find_map(|day| {
                        let lunar = LunarDate {
                            year: i32::from(year) - i32::from(month == 12),
                            month,
                            leap: false,
                            day,
                        };
                        solar_of(lunar).ok()
                    })
                };
                let reference = match like {
                    Some(like) => Reference {
                        day: None,
                        year: Some((lunar_of(like).year + i32::from(lunar_of(like).month == 12)) as i16),
                    },
                    None => reference,
                };
                following(reference, solar)
            }
        }
    }
}

/// The first of these days that is not before the reference.
pub(super) fn following(reference: Reference, date: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    match (reference.day, reference.year) {
        (Some(day), _) => (0..2).filter_map(|later| date(day.year() + later)).find(|found| *found >= day),
        (None, Some(year)) => date(year),
        (None, None) => None,
    }
}
