//! From lines to paragraphs and from paragraphs to sentences.
//!
//! Letters arrive as one line a paragraph or wrapped at some column; a wrapped line goes on where the next word would
//! not have fitted, or where it begins with a small letter. Numbers, letters and dashes in front of a provision are
//! markers: they order provisions and are no part of them.
use super::text::{Text, is_blank};

/// A paragraph, or one provision of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Where its line begins, marker included.
    pub from: usize,
    /// Where its words begin.
    pub start: usize,
    /// Where they end.
    pub end: usize,
    /// What stands in front of it.
    pub marker: Option<Marker>,
    /// Whether a blank line stands before it.
    pub after_blank: bool,
}

/// What stands in front of a provision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// `I.`
    Roman,
    /// `1.` or `2)`: the number.
    Number(u32),
    /// `1.2`, `1.2.3`.
    Decimal,
    /// `a)`.
    Letter,
    /// `-`, `–`, `•`.
    Dash,
    /// `*`: clerks head groups of dashes with it.
    Star,
    /// `+`.
    Plus,
}

impl Marker {
    /// How deep a provision with this marker usually lies; the smaller holds the greater.
    pub(super) fn depth(self) -> u8 {
        match self {
            Self::Roman => 0,
            Self::Number(_) => 1,
            Self::Decimal => 2,
            Self::Letter => 3,
            Self::Star => 4,
            Self::Dash => 5,
            Self::Plus => 6,
        }
    }

    /// Whether it opens a section rather than a point.
    pub(super) fn is_section(self) -> bool {
        self.depth() <= 2
    }
}

struct Line {
    start: usize,
    end: usize,
    marker: Option<(Marker, usize)>,
    after_blank: bool,
}

/// Longest line of a text that was wrapped; one with a longer line has a line for each paragraph.
const WRAPPED_WIDTH: usize = 140;

/// The paragraphs of a text, in order. They hold every character that is not white space.
pub(super) fn paragraphs(text: &Text) -> Vec<Paragraph> {
    let lines = lines(text);
    let width = lines.iter().map(|line| line.end - line.start).max().unwrap_or(0);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut last_line_length = 0;
    for line in lines {
        let joins = paragraphs.last().is_some_and(|last| goes_on(text, last, last_line_length, &line, width));
        last_line_length = line.end - line.start;
        match paragraphs.last_mut() {
            Some(last) if joins => last.end = line.end,
            _ => paragraphs.push(Paragraph {
                from: line.start,
                start: line.marker.map_or(line.start, |(_, start)| start),
                end: line.end,
                marker: line.marker.map(|(marker, _)| marker),
                after_blank: line.after_blank,
            }),
        }
    }
    paragraphs
}

fn lines(text: &Text) -> Vec<Line> {
    let chars = text.chars();
    let mut lines: Vec<Line> = Vec::new();
    let mut from = 0;
    let mut after_blank = true;
    while from < chars.len() {
        let to = chars[from..]
            .iter()
            .position(|c| matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'))
            .map_or(chars.len(), |count| from + count);
        let (start, end) = text.trim(from, to);
        if start < end {
            lines.push(Line { start, end, marker: marker_at(chars, start, end), after_blank });
            after_blank = false;
        } else if !(to > 0 && to < chars.len() && chars[to] == '\n' && chars[to - 1] == '\r') {
            after_blank = true;
        }
        from = to + 1;
    }
    lines
}

/// Whether `line` goes on with the paragraph before it.
fn goes_on(text: &Text, last: &Paragraph, last_line_length: usize, line: &Line, width: usize) -> bool {
    let chars = text.chars();
    if line.after_blank || line.marker.is_some() {
        return false;
    }
    let closing = chars[last.end - 1];
    let small = chars[line.start].is_lowercase();
    let first_word = chars[line.start..line.end].iter().take_while(|c| !is_blank(**c)).count();
    let was_full =
        width <= WRAPPED_WIDTH && last_line_length + 1 + first_word > width.saturating_sub(width / 12);
    match closing {
        '.' | '!' | '?' => false,
        ':' | ';' => was_full && small,
        // Two lines in capitals are two lines: of a header, of a signature.
        _ if is_capitals(&chars[line.start..line.end]) => {
            is_capitals(&chars[last.start..last.end]) && was_full
        }
        _ => small || was_full,
    }
}

/// Whether these have letters and none of them is small.
pub(super) fn is_capitals(chars: &[char]) -> bool {
    chars.iter().any(|c| c.is_uppercase()) && !chars.iter().any(|c| c.is_lowercase())
}

/// The marker at the start of a line, with the position of the words after it.
fn marker_at(chars: &[char], start: usize, end: usize) -> Option<(Marker, usize)> {
    let line = &chars[start..end];
    let (marker, length) = dash(line).or_else(|| numbered(line)).or_else(|| lettered(line))?;
    let words = length + line[length..].iter().take_while(|c| is_blank(**c)).count();
    // A marker with nothing after it marks nothing.
    (words < line.len()).then_some((marker, start + words))
}

fn dash(line: &[char]) -> Option<(Marker, usize)> {
    let marker = match line[0] {
        '-' | '–' | '—' | '−' | '•' | '●' | '▪' | '■' | '◦' | '·' | '\u{f0b7}' | '\u{f02d}' | '➢' | '✓' => {
            Marker::Dash
        }
        '*' => Marker::Star,
        '+' => Marker::Plus,
        _ => return None,
    };
    let second = line.get(1)?;
    // "+84…" and "*MẬT*" are no provisions; "-Tổ chức" is one.
    let open = is_blank(*second) || (marker == Marker::Dash && second.is_alphabetic());
    open.then_some((marker, 1))
}

fn numbered(line: &[char]) -> Option<(Marker, usize)> {
    let bracket = usize::from(line[0] == '(');
    let mut at = bracket;
    let mut parts = 0;
    let mut value = 0;
    loop {
        let digits = line[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        if digits == 0 || digits > 2 {
            break;
        }
        value = line[at..at + digits]
            .iter()
            .filter_map(|c| c.to_digit(10))
            .fold(0, |sum, digit| sum * 10 + digit);
        at += digits;
        parts += 1;
        match line.get(at) {
            Some('.') if line.get(at + 1).is_some_and(char::is_ascii_digit) => at += 1,
            _ => break,
        }
    }
    if parts == 0 {
        return None;
    }
    let closed = matches!(line.get(at), Some('.' | ')' | '/' | '-')) as usize;
    let after = line.get(at + closed)?;
    let spaced = is_blank(*after);
    let marker = if parts > 1 { Marker::Decimal } else { Marker::Number(value) };
    let accepted = match line.get(at) {
        Some('.' | ')') => spaced || after.is_alphabetic(),
        Some('/') => spaced || after.is_uppercase(),
        Some('-') => spaced && bracket == 0,
        Some(_) => parts > 1 && is_blank(line[at]),
        None => false,
    };
    accepted.then_some((marker, at + closed))
}

fn lettered(line: &[char]) -> Option<(Marker, usize)> {
    let roman = line.iter().take_while(|c| matches!(c, 'I' | 'V' | 'X')).count();
    if (1..=5).contains(&roman) && matches!(line.get(roman), Some('.' | ')' | '/')) {
        let after = line.get(roman + 1)?;
        // "V/v" opens a subject, "V/" a fifth part.
        let open = is_blank(*after) || (line[roman] != '/' && after.is_alphabetic());
        return open.then_some((Marker::Roman, roman + 1));
    }
    let bracket = usize::from(line[0] == '(');
    let letter = *line.get(bracket)?;
    let closing = *line.get(bracket + 1)?;
    let accepted = letter.is_lowercase()
        && (closing == ')' || (closing == '.' && bracket == 0 && line.get(2).is_some_and(|c| is_blank(*c))));
    accepted.then_some((Marker::Letter, bracket + 2))
}

/// Words whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 22] = [
    "tp", "tx", "tt", "ts", "ths", "pgs", "gs", "ks", "bs", "v", "vv", "kt", "tl", "tm", "tuq", "q", "đt",
    "mr", "ms", "st", "stt", "p",
];

/// The sentences of a paragraph, as trimmed spans. Semicolons join; full stops, question and exclamation marks part.
pub(super) fn sentences(text: &Text, paragraph: &Paragraph) -> Vec<(usize, usize)> {
    let chars = text.chars();
    let mut found = Vec::new();
    let mut start = paragraph.start;
    let mut at = paragraph.start;
    while at < paragraph.end {
        if matches!(chars[at], '.' | '!' | '?') {
            let mut stop = at + 1;
            // "./.", "...", and a closing quote or bracket belong to the sentence.
            while stop < paragraph.end && matches!(chars[stop], '.' | '/' | '!' | '?' | '”' | '"' | ')' | '»')
            {
                stop += 1;
            }
            if ends_a_sentence(chars, start, at, stop, paragraph.end) {
                found.push(text.trim(start, stop));
                start = stop;
            }
            at = stop;
        } else {
            at += 1;
        }
    }
    found.push(text.trim(start, paragraph.end));
    found.retain(|(start, end)| start < end);
    found
}

fn ends_a_sentence(chars: &[char], start: usize, stop_sign: usize, stop: usize, end: usize) -> bool {
    if stop >= end {
        return true;
    }
    if !is_blank(chars[stop]) {
        // "cố định.Đảm bảo": the space was forgotten; but "Q.Bình Thạnh", "solaichau@mic.gov.vn".
        let before_small =
            stop_sign >= start + 4 && chars[stop_sign - 3..stop_sign].iter().all(|c| c.is_lowercase());
        return stop == stop_sign + 1
            && before_small
            && chars[stop].is_uppercase()
            && !is_abbreviation(chars, start, stop_sign);
    }
    let Some(next) = chars[stop..end].iter().find(|c| !is_blank(**c)) else {
        return true;
    };
    (next.is_uppercase() || next.is_ascii_digit() || matches!(next, '"' | '“' | '(' | '-' | '+'))
        && !is_abbreviation(chars, start, stop_sign)
}

fn is_abbreviation(chars: &[char], start: usize, stop_sign: usize) -> bool {
    let word: String = chars[start..stop_sign]
        .iter()
        .rev()
        .take_while(|c| c.is_alphabetic())
        .take(8)
        .flat_map(|c| c.to_lowercase())
        .collect();
    let word: String = word.chars().rev().collect();
    ABBREVIATIONS.contains(&word.as_str())
}
