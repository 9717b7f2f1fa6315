//! By when: "trước ngày 20/02/2018", "chậm nhất là ngày 4 tháng 3 năm 2021", "trước 16h00 hàng ngày", "trước 09 giờ 00,
//! các ngày 15/02/2018, 16/02/2018", "vào thứ Sáu hằng tuần", "trong Quý I/2027".
//!
//! Only what a word of delay introduces is a deadline, or a day in brackets behind a task; "24/24", the date of a cited
//! letter and the day of an event are not. "Trước" is strict: the moment itself is too late. What comes back is listed
//! moment by moment.
mod opener;
mod period;
mod range;
mod times;

use calendar::{holiday_of, lunar_of, lunar_text};
use jiff::civil::Date;

use self::opener::opener_at;
use self::range::{Stretch, governing, stretches};
use self::times::{Times, times_after};
use super::date::{Reference, Written, hour_at};
use super::text::{Text, spells_any};
use crate::letter::Deadline;

/// Most moments a deadline that comes back is listed with: a quarter of a year of days.
const MAX_OCCURRENCES: usize = 92;
/// Most days a period is looked through: three years of months and weeks.
const MAX_DAYS: usize = 1_100;
const EVERY_DAY: [&str; 7] =
    ["hàng ngày", "hằng ngày", "mỗi ngày", "từng ngày", "các ngày trong", "mọi ngày", "ngày"];
const EVERY_WEEK: [&str; 4] = ["hàng tuần", "hằng tuần", "mỗi tuần", "từng tuần"];

/// How many tokens at `at` say that something comes back each day; "ngày 02 lần" does as well.
fn every_day(tokens: &[super::text::Token], at: usize) -> usize {
    // "02 lần/ngày".
    let rate = tokens.get(at).is_some_and(|token| token.number(2).is_some())
        && spells_any(tokens, at + 1, &["lần"]) > 0
        && tokens.get(at + 2).is_some_and(|token| token.is_sign('/'))
        && spells_any(tokens, at + 3, &["ngày"]) > 0;
    if rate {
        return 4;
    }
    let length = spells_any(tokens, at, &EVERY_DAY);
    let often = tokens.get(at + 1).is_some_and(|token| token.number(2).is_some())
        && spells_any(tokens, at + 2, &["lần"]) > 0;
    if length == 1 && !often { 0 } else { length }
}

/// The deadlines within the sentences, in order.
pub(super) fn deadlines(text: &Text, sentences: &[(usize, usize)], reference: Reference) -> Vec<Deadline> {
    let all = stretches(text, sentences, reference);
    let mut found = Vec::new();
    for (start, end) in sentences {
        let tokens = text.tokens_in(*start, *end);
        let daily = (0..tokens.len()).find(|at| every_day(tokens, *at) > 0);
        let stretch = governing(&all, tokens, *start, *end);
        let rounds = range::rounds(&all, tokens);
        let mut at = 0;
        while at < tokens.len() {
            let own_stretch = stretch.is_some_and(|stretch| (*start..*end).contains(&stretch.at));
            let here = Here {
                reference,
                stretch,
                own_stretch,
                rounds: &rounds,
                daily_before: daily.is_some_and(|daily| daily < at),
                day_before: range::day_before(tokens, at),
            };
            match deadline_at(text, tokens, at, &here) {
                Some((deadline, after)) => {
                    let strict = deadline.strict;
                    found.push(deadline);
                    at = after.max(at + 1);
                    // "lúc 18 giờ ngày 09/10 và 6 giờ, 10 giờ ngày 10/10": more of them behind one opener.
                    while let Some((deadline, after)) = another(text, tokens, at, &here, strict) {
                        found.push(deadline);
                        at = after;
                    }
                }
                None => at += 1,
            }
        }
    }
    found
}

/// What a moment in a sentence is counted from.
struct Here<'a> {
    reference: Reference,
    /// The days a daily hour runs over.
    stretch: Option<Stretch>,
    /// Those of the rounds that the sentence names: "trong đợt 1 và đợt 2".
    rounds: &'a [Stretch],
    /// Whether the sentence itself states them.
    own_stretch: bool,
    /// Whether "hàng ngày" stands before it.
    daily_before: bool,
    /// The day its clause opens with: "Ngày 15/3 báo cáo lúc 9h00 và 14h00".
    day_before: Option<Written>,
}

fn deadline_at(
    text: &Text,
    tokens: &[super::text::Token],
    at: usize,
    here: &Here<'_>,
) -> Option<(Deadline, usize)> {
    if let Some(end) = period::end_at(tokens, at, here.reference) {
        let moment = end.hour.and_then(|hour| hour.on(end.day)).unwrap_or_else(|| end.day.to_string());
        let span = [tokens[end.from].start, tokens[end.after - 1].end];
        return Some((single(text, moment, end.day, span), end.after));
    }
    let opener = opener_at(text, tokens, at)?;
    let (times, after) = times_after(tokens, opener.after)?;
    if opener.needs_last_word
        && spells_any(tokens, after, &["phải", "là hoàn thành", "cần", "hoàn thành", "xong"]) == 0
    {
        return None;
    }
    // "trước ngày 15/12 hằng năm": each year, and no one knows until which.
    if spells_any(tokens, after, &["hằng năm", "hàng năm", "mỗi năm", "của năm"]) > 0 {
        return None;
    }
    let span = [tokens[at].start, tokens[after - 1].end];
    let strict = opener.strict || (at..after).any(|seen| tokens[seen].lower == "trước");
    let deadline = times.resolve(here, strict, text, span)?;
    Some((deadline, after))
}

/// Hours of another day, joined to those before.
fn another(
    text: &Text,
    tokens: &[super::text::Token],
    at: usize,
    here: &Here<'_>,
    strict: bool,
) -> Option<(Deadline, usize)> {
    let from = at + usize::from(tokens.get(at)?.is_sign(',') || tokens[at].is_sign(';'));
    let from = from + spells_any(tokens, from, &["và"]);
    if from == at || hour_at(tokens, from).is_none() {
        return None;
    }
    let (times, after) = times_after(tokens, from)?;
    if times.hours.is_empty() || times.days.is_empty() {
        return None;
    }
    let deadline = times.resolve(here, strict, text, [tokens[from].start, tokens[after - 1].end])?;
    Some((deadline, after))
}

fn single(text: &Text, at: String, day: Date, span: [usize; 2]) -> Deadline {
    Deadline {
        at: Some(at),
        occurrences: Vec::new(),
        strict: false,
        lunar: Some(lunar_text(lunar_of(day))),
        holiday: holiday_of(day),
        quote: text.quote(span[0], span[1]),
        span,
    }
}

impl Times {
    fn resolve(&self, here: &Here<'_>, strict: bool, text: &Text, span: [usize; 2]) -> Option<Deadline> {
        let days = self.resolved_days(here)?;
        let several = days.len() > 1 || self.hours.len() > 1;
        let moments: Vec<String> = if self.hours.is_empty() {
            days.iter().map(ToString::to_string).collect()
        } else {
            days.iter()
                .flat_map(|day| self.hours.iter().filter_map(|hour| hour.on(*day)))
                .take(MAX_OCCURRENCES)
                .collect()
        };
        let first = days.first()?;
        let (at, occurrences) =
            if several { (None, moments) } else { (moments.into_iter().next(), Vec::new()) };
        Some(Deadline {
            at,
            occurrences,
            strict,
            lunar: Some(lunar_text(lunar_of(*first))),
            holiday: days.iter().find_map(|day| holiday_of(*day)),
            quote: text.quote(span[0], span[1]),
            span,
        })
    }

    /// Those days of a range that it comes back on.
    fn days_between(&self, from: Date, to: Date) -> Vec<Date> {
        from.series(jiff::Span::new().days(1))
            .take_while(|day| *day <= to)
            .take(MAX_DAYS)
            .filter(|day| self.weekday.is_none_or(|weekday| day.weekday() == weekday))
            .filter(|day| self.month_day.is_none_or(|number| day.day() == number as i8))
            .take(MAX_OCCURRENCES)
            .collect()
    }

    fn resolved_days(&self, here: &Here<'_>) -> Option<Vec<Date>> {
        let range = match self.range {
            Some(range) => Some(range::resolve_range(range, here.reference)?),
            None if self.weekday.is_some() || self.month_day.is_some() => {
                Some(here.stretch.filter(|_| here.own_stretch).map(|stretch| (stretch.from, stretch.to))?)
            }
            None if self.daily || (self.days.is_empty() && here.daily_before) => {
                Some(here.stretch.map(|stretch| (stretch.from, stretch.to))?)
            }
            None => None,
        };
        if !here.rounds.is_empty() && self.range.is_none() && range.is_some() {
            let days = here.rounds.iter().flat_map(|round| self.days_between(round.from, round.to));
            return Some(days.take(MAX_OCCURRENCES).collect());
        }
        if let Some((from, to)) = range {
            let days = self.days_between(from, to);
            return (!days.is_empty()).then_some(days);
        }
        // A list names its month and year once, at its end: read it backwards.
        let mut days = Vec::new();
        let mut like = None;
        let before = here.day_before.as_slice();
        let named = if self.days.is_empty() { before } else { &self.days };
        for written in named.iter().rev() {
            let day = written.resolve(like, here.reference)?;
            like = Some(day);
            days.push(day);
        }
        days.reverse();
        (!days.is_empty()).then_some(days)
    }
}
