//! Stretches of days: what a daily hour runs over.
use jiff::civil::Date;

use super::super::date::{Reference, Written, date_at, hour_at};
use super::super::text::{Text, Token, TokenKind, spells, spells_any};
use super::times::{bare_day, skip_bracket};

/// A stretch of days a letter states, and where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub from: Date,
    pub to: Date,
    pub at: usize,
    /// Whether an event fills it: a congress, a storm's days.
    event: bool,
    /// Whether it counts in months: too long for what comes back each day.
    months: bool,
    /// "Đợt 2: từ ngày …": which round it is.
    round: Option<u32>,
    /// Whether it is told of weather, or of what is past: nothing is asked over its days.
    told: bool,
}

/// `từ [00h00] ngày A (…) đến [hết] ngày B`.
pub(super) fn range_at(tokens: &[Token], at: usize) -> Option<((Written, Written), usize)> {
    if spells_any(tokens, at, &["từ", "kể từ", "trong thời gian từ"]) == 0 {
        return None;
    }
    let from = skip_hour(tokens, at + spells_any(tokens, at, &["từ", "kể từ", "trong thời gian từ"]));
    let (first, after) =
        date_at(tokens, from).or_else(|| bare_day(tokens, from + spells(tokens, from, "ngày")))?;
    let next = skip_bracket(tokens, after);
    let next = next + usize::from(tokens.get(next).is_some_and(|token| token.is_sign(',')));
    let to = spells_any(tokens, next, &["đến", "tới", "cho đến", "đến hết", "cho đến hết"])
        .max(usize::from(tokens.get(next).is_some_and(is_dash)));
    if to == 0 {
        return None;
    }
    let (last, end) = date_at(tokens, skip_hour(tokens, next + to))?;
    Some(((first, last), end))
}

fn skip_hour(tokens: &[Token], at: usize) -> usize {
    let at = at + spells_any(tokens, at, &["hết", "lúc"]);
    match hour_at(tokens, at) {
        Some((_, after)) => after + usize::from(tokens.get(after).is_some_and(|token| token.is_sign(','))),
        None => at,
    }
}

pub(super) fn resolve_range((first, last): (Written, Written), reference: Reference) -> Option<(Date, Date)> {
    // What the first day leaves out stands in the second ("từ ngày 14 đến ngày 20/02/2018").
    let to = last.resolve(None, reference).or_else(|| {
        let like = first.resolve(None, reference)?;
        last.resolve(Some(like), reference)
    })?;
    let mut from = first.resolve(Some(to), reference)?;
    if from > to
        && let Written::Solar { year: None, .. } = first
    {
        from = Date::new(from.year() - 1, from.month(), from.day()).ok()?;
    }
    let to = if to < from { last.resolve(None, Reference { day: Some(from), year: None })? } else { to };
    (from <= to).then_some((from, to))
}

pub(super) fn stretches(text: &Text, sentences: &[(usize, usize)], reference: Reference) -> Vec<Stretch> {
    let mut found = Vec::new();
    for (start, end) in sentences {
        let tokens = text.tokens_in(*start, *end);
        for at in 0..tokens.len() {
            let range = range_at(tokens, at).or_else(|| dashed_range_at(tokens, at));
            let months = months_at(tokens, at, reference);
            let days = range.and_then(|(range, _)| resolve_range(range, reference));
            if let Some((from, to)) = days.or(months) {
                let event = at.saturating_sub(12)..at;
                let event = event.into_iter().any(|seen| spells_any(tokens, seen, &HAPPENING) > 0);
                let told = reference.day.is_some_and(|day| to <= day)
                    || (0..tokens.len()).any(|seen| spells_any(tokens, seen, &TOLD) > 0);
                found.push(Stretch {
                    from,
                    to,
                    at: tokens[at].start,
                    event,
                    months: days.is_none(),
                    round: round_before(tokens, at),
                    told,
                });
            }
        }
    }
    found
}

/// Words of forecasts and of what has happened.
const TOLD: [&str; 8] =
    ["dự báo", "có mưa", "mưa to", "mưa lớn", "lượng mưa", "đã có", "đã xảy ra", "áp thấp nhiệt đới"];

/// "Đợt 1: từ ngày …": the number of the round whose days begin at `at`.
fn round_before(tokens: &[Token], at: usize) -> Option<u32> {
    (at.saturating_sub(4)..at).rev().find_map(|seen| round_at(tokens, seen))
}

fn round_at(tokens: &[Token], at: usize) -> Option<u32> {
    (spells_any(tokens, at, &["đợt", "giai đoạn"]) > 0)
        .then(|| tokens.get(at + spells_any(tokens, at, &["đợt", "giai đoạn"]))?.number(2))
        .flatten()
}

/// The rounds that a sentence names, where the letter gives their days.
pub(super) fn rounds(all: &[Stretch], tokens: &[Token]) -> Vec<Stretch> {
    let named: Vec<u32> = (0..tokens.len()).filter_map(|at| round_at(tokens, at)).collect();
    let mut found: Vec<Stretch> = Vec::new();
    for round in named {
        let days = all.iter().find(|stretch| stretch.round == Some(round));
        found.extend(days.filter(|days| found.iter().all(|other| other.at != days.at)).copied());
    }
    found
}

/// What happens over the days of an event.
const HAPPENING: [&str; 4] = ["diễn ra", "được tổ chức", "tổ chức từ", "thời gian tổ chức"];

/// `từ tháng 6 đến tháng 12/2025`: from the first day of the one to the last of the other.
fn months_at(tokens: &[Token], at: usize, reference: Reference) -> Option<(Date, Date)> {
    let opener = spells_any(tokens, at, &["từ", "kể từ"]);
    let (first, after) = month_at(tokens, at + opener).filter(|_| opener > 0)?;
    let to = spells_any(tokens, after, &["đến", "tới", "đến hết"]);
    let (last, _) = month_at(tokens, after + to).filter(|_| to > 0)?;
    let (from, to) = resolve_range((first, last), reference)?;
    Some((from, to.last_of_month()))
}

/// A month, as its first day.
fn month_at(tokens: &[Token], at: usize) -> Option<(Written, usize)> {
    let at = at + spells(tokens, at, "tháng");
    let month = tokens.get(at)?.number(2).filter(|month| (1..=12).contains(month))?;
    let slash = usize::from(tokens.get(at + 1).is_some_and(|token| token.is_sign('/')));
    let named = at + 1 + slash.max(spells(tokens, at + 1, "năm"));
    let year = tokens.get(named).and_then(|token| token.number(4)).filter(|_| named > at + 1);
    let written = Written::Solar {
        day: 1,
        month: u8::try_from(month).ok(),
        year: year.and_then(|year| i16::try_from(year).ok()),
    };
    Some((written, if year.is_some() { named + 1 } else { at + 1 }))
}

/// `(25/01 - 02/02/2025)`: days between a dash.
fn dashed_range_at(tokens: &[Token], at: usize) -> Option<((Written, Written), usize)> {
    let opens = tokens[at].is_sign('(') || matches!(tokens[at].lower.as_str(), "ngày" | "từ");
    // "(26–29/6)": the first day leaves its month to the last.
    let (first, after) =
        opens.then(|| date_at(tokens, at + 1).or_else(|| bare_day(tokens, at + 1))).flatten()?;
    let dash = is_dash(tokens.get(after)?);
    let (last, end) = dash.then(|| date_at(tokens, after + 1)).flatten()?;
    Some(((first, last), end))
}

fn is_dash(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Sign('-' | '–' | '‑' | '‐' | '—' | '÷'))
}

/// "Riêng ngày 15/3/2026 báo cáo lúc 9h00, 14h00": the day that opens the clause of the moment at `at`.
pub(super) fn day_before(tokens: &[Token], at: usize) -> Option<Written> {
    let clause = (0..at).rev().find(|seen| tokens[*seen].is_sign(';')).map_or(0, |sign| sign + 1);
    let opener = clause + spells_any(tokens, clause, &["riêng", "trong", "vào", "-", "và"]);
    let (day, after) = (spells(tokens, opener, "ngày") > 0).then(|| date_at(tokens, opener)).flatten()?;
    (after <= at && at <= after + MAX_BETWEEN).then_some(day)
}

/// Most tokens between the day that opens a clause and its hours.
const MAX_BETWEEN: usize = 20;

/// The stretch a daily hour runs over: one of its own sentence, else the last before it, else the first after it. "Trong
/// thời gian diễn ra Đại lễ" means the days of the event.
pub(super) fn governing(all: &[Stretch], tokens: &[Token], start: usize, end: usize) -> Option<Stretch> {
    let here = all.partition_point(|stretch| stretch.at < start);
    let own = all.get(here).filter(|stretch| stretch.at < end);
    let during = (0..tokens.len()).any(|at| spells(tokens, at, "diễn ra") > 0);
    let by_day = |stretch: &&Stretch| !stretch.months && !stretch.told;
    own.or_else(|| all.iter().find(|stretch| stretch.event).filter(|_| during))
        .or_else(|| all[..here].iter().rev().find(by_day))
        .or_else(|| all.iter().find(by_day))
        .copied()
}
