//! From lines to paragraphs and from paragraphs to sentences.
//!
//! Letters arrive as one line a paragraph or wrapped at some column; a wrapped line goes on where the next word would
//! not have fitted, or where it begins with a small letter. Numbers, letters and dashes in front of a provision are
//! markers: they order provisions and are no part of them.
mod marker;
mod page;
mod sentence;
mod table;

pub(super) use self::marker::Marker;
pub(super) use self::page::Pages;
pub(super) use self::sentence::sentences;
pub(super) use self::table::{Cell, cells};

use self::marker::marker_at;
use self::table::is_row;
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
    /// Whether it is a page number or a running head.
    pub furniture: bool,
    /// Whether it is a row of several cells.
    pub row: bool,
}

/// The paragraphs of a text and what its pages say.
pub(super) struct Layout {
    pub paragraphs: Vec<Paragraph>,
    pub pages: Pages,
}

struct Line {
    start: usize,
    end: usize,
    marker: Option<(Marker, usize)>,
    after_blank: bool,
    row: bool,
}

/// Widest line of a text that nobody wrapped: a chat's, a form's.
const NARROWEST: usize = 50;
/// Longest line of a text that was wrapped; one with a longer line has a line for each paragraph.
const WRAPPED_WIDTH: usize = 140;

/// Lays a text out. The paragraphs stand in order and hold every character that is not white space.
pub(super) fn layout(text: &Text) -> Layout {
    let lines = lines(text);
    let pages = page::pages(text, &lines);
    let furniture = page::furniture(text, &lines);
    let width = lines.iter().map(|line| line.end - line.start).max().unwrap_or(0);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    // What stands between the pages waits until it is known whether a sentence goes on behind it.
    let mut between: Vec<Paragraph> = Vec::new();
    let mut last_length = 0;
    for (line, is_furniture) in lines.iter().zip(furniture) {
        if is_furniture {
            between.push(Paragraph { furniture: true, ..paragraph(line) });
            continue;
        }
        let broken = !between.is_empty();
        let whole = pages
            .gap
            .is_none_or(|gap| gap > line.start || paragraphs.last().is_some_and(|last| last.end > gap));
        let joins = paragraphs.last().is_some_and(|last| {
            if broken {
                whole && goes_on_over_page(text, last, line)
            } else {
                goes_on(text, last, last_length, line, width)
            }
        });
        last_length = line.end - line.start;
        match paragraphs.last_mut() {
            Some(last) if joins => {
                last.end = line.end;
                between.clear();
            }
            _ => {
                paragraphs.append(&mut between);
                paragraphs.push(paragraph(line));
            }
        }
    }
    paragraphs.append(&mut between);
    Layout { paragraphs, pages }
}

fn paragraph(line: &Line) -> Paragraph {
    Paragraph {
        from: line.start,
        start: line.marker.map_or(line.start, |(_, start)| start),
        end: line.end,
        marker: line.marker.map(|(marker, _)| marker),
        after_blank: line.after_blank,
        furniture: false,
        row: line.row,
    }
}

/// Whether a sentence broken by the end of a page goes on in `line`.
fn goes_on_over_page(text: &Text, last: &Paragraph, line: &Line) -> bool {
    let chars = text.chars();
    let opening = chars[line.start];
    line.marker.is_none()
        && (opening.is_lowercase() || opening.is_ascii_digit())
        && !last.furniture
        && !is_capitals(&chars[last.start..last.end])
        && !matches!(chars[last.end - 1], '.' | ':' | ';' | '!' | '?')
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
            let marker = marker_at(chars, start, end);
            let row = is_row(text, marker.map_or(start, |(_, words)| words), end);
            lines.push(Line { start, end, marker, after_blank, row });
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
    if line.after_blank
        || line.marker.is_some()
        || last.furniture
        || last.row
        || line.row
        || opens_a_part(&chars[line.start..line.end])
    {
        return false;
    }
    let closing = chars[last.end - 1];
    let small = chars[line.start].is_lowercase();
    let first_word = chars[line.start..line.end].iter().take_while(|c| !is_blank(**c)).count();
    let was_full = (NARROWEST..=WRAPPED_WIDTH).contains(&width)
        && last_line_length + 1 + first_word > width.saturating_sub(width / 12);
    match closing {
        '.' | '!' | '?' => false,
        // Behind a marked point whatever has no marker and begins small goes on with it.
        ';' if small && last.marker.is_some() => true,
        ':' | ';' => was_full && small,
        // Two lines in capitals are two lines: of a header, of a signature.
        _ if is_capitals(&chars[line.start..line.end]) => {
            is_capitals(&chars[last.start..last.end]) && was_full
        }
        // "CHỈ THỊ" on its line is a title, whatever stands below it.
        _ if small && last.marker.is_none() && is_capitals(&chars[last.start..last.end]) => false,
        _ => small || was_full || ends_on_a_joint(&chars[last.start..last.end]),
    }
}

/// Whether a part of the letter's form begins with this line, whatever stands above it.
fn opens_a_part(line: &[char]) -> bool {
    const PARTS: [&str; 8] =
        ["Kính gửi", "Đồng kính gửi", "Đồng gửi", "Nơi nhận", "Số:", "V/v", "Căn cứ", "CỘNG HÒA XÃ HỘI"];
    let opening: String = line.iter().take(16).collect();
    PARTS.iter().any(|part| opening.starts_with(part))
}

/// "… trước ngày", "… của": a line that cannot be the last of anything.
fn ends_on_a_joint(chars: &[char]) -> bool {
    const JOINTS: [&str; 20] = [
        "ngày", "tháng", "số", "và", "của", "các", "từ", "đến", "trước", "tại", "về", "theo", "cho", "với",
        "những", "trên", "trong", "là", "bằng", "để",
    ];
    let start = chars.iter().rposition(|c| is_blank(*c)).map_or(0, |blank| blank + 1);
    let word: String = chars[start..].iter().collect();
    start > 0 && JOINTS.contains(&word.as_str())
}

/// Whether these have letters and none of them is small.
pub(super) fn is_capitals(chars: &[char]) -> bool {
    chars.iter().any(|c| c.is_uppercase()) && !chars.iter().any(|c| c.is_lowercase())
}
