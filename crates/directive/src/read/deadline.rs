//! By when: "trước ngày 20/02/2018", "chậm nhất là ngày 4 tháng 3 năm 2021", "trước 16h00 hàng ngày", "trước 09 giờ 00,
//! các ngày 15/02/2018, 16/02/2018".
//!
//! Only what a word of delay introduces is a deadline; "24/24", the date of a cited letter and the day of an event are
//! not. "Trước" is strict: the moment itself is too late. What comes back is listed moment by moment.
use calendar::{lunar_of, lunar_text};
use jiff::civil::Date;

use super::date::{Hour, Reference, Written, date_at, hour_at};
use super::text::{Text, Token, TokenKind, spells, spells_any};
use crate::letter::Deadline;

/// Most moments a deadline that comes back is listed with: a quarter of a year of days.
const MAX_OCCURRENCES: usize = 92;
/// Most words between an opener and its time; more are another sentence.
const MAX_FILLERS: usize = 12;
/// Most hours of one deadline.
const MAX_HOURS: usize = 24;
/// How far before "vào ngày" a word of handing in is looked for, in tokens.
const CLAUSE_REACH: usize = 80;
/// Words that open a deadline.
const OPENERS: [&str; 16] = [
    "trước",
    "chậm nhất",
    "muộn nhất",
    "không muộn hơn",
    "không quá",
    "hạn cuối",
    "thời hạn",
    "hạn chót",
    "hoàn thành trong",
    "xong trong",
    "hoàn thành vào",
    "xong vào",
    "hạn báo cáo",
    "thời gian báo cáo",
    "thời gian gửi báo cáo",
    "hoàn thành đến",
];
/// Words between the opener and the time.
const FILLERS: [&str; 17] = [
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
];
const EVERY_DAY: [&str; 6] =
    ["hàng ngày", "hằng ngày", "mỗi ngày", "từng ngày", "các ngày trong", "mọi ngày"];
/// Words of an event that may stand between "trước" and its date: "trước ngày bầu cử (23/5/2021)".
const EVENT: [&str; 40] = [
    "tết", "nguyên", "đán", "bầu", "cử", "khai", "mạc", "lễ", "đại", "hội", "kỳ", "họp", "giao", "thừa",
    "ngày", "giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý", "tý", "sửu", "dần",
    "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi", "năm", "âm", "lịch",
];

/// A stretch of days a letter states, and where.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: Date,
    to: Date,
    at: usize,
}

/// The deadlines within `[from, to)`, in order.
pub(super) fn deadlines(text: &Text, sentences: &[(usize, usize)], reference: Reference) -> Vec<Deadline> {
    let all = stretches(text, sentences, reference);
    let mut found = Vec::new();
    for (start, end) in sentences {
        let tokens = text.tokens_in(*start, *end);
        let daily = (0..tokens.len()).find(|at| spells_any(tokens, *at, &EVERY_DAY) > 0);
        let stretch = governing(&all, *start, *end);
        let mut at = 0;
        while at < tokens.len() {
            let Some(opener) = opener_at(tokens, at) else {
                at += 1;
                continue;
            };
            let Some((times, after)) = times_after(tokens, opener.after) else {
                at += 1;
                continue;
            };
            let here = Here { reference, stretch, daily_before: daily.is_some_and(|daily| daily < at) };
            let span = [tokens[at].start, tokens[after - 1].end];
            let strict = opener.strict || (at..after).any(|seen| tokens[seen].lower == "trước");
            if let Some(deadline) = times.resolve(&here, strict, text, span) {
                found.push(deadline);
                at = after;
            } else {
                at += 1;
            }
        }
    }
    found
}

struct Opener {
    after: usize,
    strict: bool,
}

fn opener_at(tokens: &[Token], at: usize) -> Option<Opener> {
    let length = spells_any(tokens, at, &OPENERS);
    if length > 0 {
        // "3 ngày trước ngày bầu cử" counts back from a day; "như trước" and "từ trước" name no moment.
        let counted = at >= 2 && tokens[at - 1].lower == "ngày" && tokens[at - 2].number(3).is_some();
        return (!counted).then(|| Opener { after: at + length, strict: spells(tokens, at, "trước") > 0 });
    }
    // "báo cáo … trong ngày 20/02/2018", "gửi … vào 16h00 hàng ngày": due only if the sentence hands something in.
    if spells_any(tokens, at, &["trong ngày", "vào ngày", "vào lúc", "vào", "lúc"]) > 0
        && hands_in(tokens, at)
    {
        let word = spells_any(tokens, at, &["trong", "vào", "vào lúc", "lúc"]);
        return Some(Opener { after: at + word, strict: false });
    }
    None
}

/// Whether the clause before `at` hands in a report and speaks of no event.
fn hands_in(tokens: &[Token], at: usize) -> bool {
    let reach = at.saturating_sub(CLAUSE_REACH);
    let clause =
        tokens[reach..at].iter().rposition(|token| token.is_sign(';')).map_or(reach, |sign| reach + sign + 1);
    let seen = |phrases: &[&str]| (clause..at).any(|seen| spells_any(tokens, seen, phrases) > 0);
    seen(&["báo cáo", "gửi", "nộp"])
        && !seen(&["họp", "hội nghị", "diễn ra", "khai mạc", "bầu cử", "xảy ra", "tổ chức vào", "sự cố"])
}

/// The times after an opener, as written.
#[derive(Debug, Default)]
struct Times {
    hours: Vec<Hour>,
    days: Vec<Written>,
    range: Option<(Written, Written)>,
    daily: bool,
}

fn times_after(tokens: &[Token], mut at: usize) -> Option<(Times, usize)> {
    let mut times = Times::default();
    at = skip_fillers(tokens, at);
    while let Some((hour, after)) = hour_at(tokens, at) {
        times.hours.push(hour);
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
    Some((times, end))
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
        let word = spells_any(tokens, at, &["của", "vào", "lúc", "trong", "vào lúc", "thứ"]);
        let sign = tokens.get(at).is_some_and(|token| token.is_sign(',') || token.is_sign('('));
        if word == 0 && !sign {
            return at;
        }
        at += word.max(1);
    }
    at
}

/// Reads days at `at` into `times`; returns the position after them.
fn days(tokens: &[Token], at: usize, times: &mut Times) -> Option<usize> {
    let daily = spells_any(tokens, at, &EVERY_DAY);
    let any_day = daily + usize::from(daily == 0 && spells(tokens, at, "trong ngày") == 2);
    if daily > 0 {
        times.daily = true;
        let mut end = at + any_day;
        let inner = skip_joints(tokens, end);
        if let Some((range, after)) = range_at(tokens, inner) {
            times.range = Some(range);
            end = after;
        }
        return Some(end);
    }
    if let Some((range, after)) = range_at(tokens, at + spells_any(tokens, at, &["các ngày", "mỗi ngày"]))
    {
        times.range = Some(range);
        return Some(after);
    }
    if spells(tokens, at, "các ngày") == 2 {
        return list(tokens, at + 2, times);
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
    None
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
fn bare_day(tokens: &[Token], at: usize) -> Option<(Written, usize)> {
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
        let joint = joint + spells_any(tokens, joint, &["và"]);
        if joint == after_bracket {
            break;
        }
        // "trước ngày 20/02/2018, ngày 21/02/2018 họp" would be read as two: a list repeats no "ngày" without "và".
        let Some((day, after)) = date_at(tokens, joint).filter(|_| !times.hours.is_empty()) else {
            break;
        };
        times.days.push(day);
        end = after;
    }
    end
}

fn skip_bracket(tokens: &[Token], at: usize) -> usize {
    if !tokens.get(at).is_some_and(|token| token.is_sign('(')) {
        return at;
    }
    (at..tokens.len().min(at + 16)).find(|seen| tokens[*seen].is_sign(')')).map_or(at, |close| close + 1)
}

/// `từ [00h00] ngày A (…) đến [hết] ngày B`.
fn range_at(tokens: &[Token], at: usize) -> Option<((Written, Written), usize)> {
    if spells_any(tokens, at, &["từ", "kể từ", "trong thời gian từ"]) == 0 {
        return None;
    }
    let from = skip_hour(tokens, at + spells_any(tokens, at, &["từ", "kể từ", "trong thời gian từ"]));
    let (first, after) =
        date_at(tokens, from).or_else(|| bare_day(tokens, from + spells(tokens, from, "ngày")))?;
    let next = skip_bracket(tokens, after);
    let next = next + usize::from(tokens.get(next).is_some_and(|token| token.is_sign(',')));
    let to = spells_any(tokens, next, &["đến", "tới", "cho đến", "đến hết", "cho đến hết"]).max(usize::from(
        tokens.get(next).is_some_and(|token| matches!(token.kind, TokenKind::Sign('-' | '–'))),
    ));
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

fn resolve_range((first, last): (Written, Written), reference: Reference) -> Option<(Date, Date)> {
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

fn stretches(text: &Text, sentences: &[(usize, usize)], reference: Reference) -> Vec<Stretch> {
    let mut found = Vec::new();
    for (start, end) in sentences {
        let tokens = text.tokens_in(*start, *end);
        for at in 0..tokens.len() {
            if let Some((range, _)) = range_at(tokens, at)
                && let Some((from, to)) = resolve_range(range, reference)
            {
                found.push(Stretch { from, to, at: tokens[at].start });
            }
        }
    }
    found
}

/// The stretch a daily hour runs over: one of its own sentence, else the last before it, else the first after it.
fn governing(all: &[Stretch], start: usize, end: usize) -> Option<Stretch> {
    let here = all.partition_point(|stretch| stretch.at < start);
    let own = all.get(here).filter(|stretch| stretch.at < end);
    let before = here.checked_sub(1).and_then(|before| all.get(before));
    own.or(before).or(all.first()).copied()
}

struct Here {
    reference: Reference,
    stretch: Option<Stretch>,
    daily_before: bool,
}

impl Times {
    fn resolve(&self, here: &Here, strict: bool, text: &Text, span: [usize; 2]) -> Option<Deadline> {
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
            quote: text.quote(span[0], span[1]),
            span,
        })
    }

    fn resolved_days(&self, here: &Here) -> Option<Vec<Date>> {
        let range = match self.range {
            Some(range) => Some(resolve_range(range, here.reference)?),
            None if self.daily || (self.days.is_empty() && here.daily_before) => {
                Some(here.stretch.map(|stretch| (stretch.from, stretch.to))?)
            }
            None => None,
        };
        if let Some((from, to)) = range {
            return Some(
                from.series(jiff::Span::new().days(1))
                    .take(MAX_OCCURRENCES)
                    .take_while(|day| *day <= to)
                    .collect(),
            );
        }
        // A list names its month and year once, at its end: read it backwards.
        let mut days = Vec::new();
        let mut like = None;
        for written in self.days.iter().rev() {
            let day = written.resolve(like, here.reference)?;
            like = Some(day);
            days.push(day);
        }
        days.reverse();
        (!days.is_empty()).then_some(days)
    }
}
