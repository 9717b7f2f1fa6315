//! From lines to paragraphs and from paragraphs to sentences.
//!
//! Letters arrive as one line a paragraph or wrapped at some column; a wrapped line goes on where the next word would
//! not have fitted, or where it begins with a small letter. Numbers, letters and dashes in front of a provision are
//! markers: they order provisions and are no part of them.
mod marker;
mod page;
mod sentence;
mod table;
mod wrap;

pub(super) use self::marker::Marker;
pub(super) use self::page::Pages;
pub(super) use self::sentence::sentences;
pub(super) use self::table::{Cell, cells};

use self::marker::marker_at;
use self::table::is_row;
use self::wrap::{Wraps, wraps};
use super::clause::{begins_demand, begins_sentence};
use super::name::enumerates_members;
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
    /// Whether it goes on with a list inside a sentence: "(2) …" below "…: (1) …;".
    inner: bool,
}

/// Lays a text out. The paragraphs stand in order and hold every character that is not white space.
pub(super) fn layout(text: &Text) -> Layout {
    let mut lines = lines(text);
    level_brackets(&mut lines);
    join_inner_points(text, &mut lines);
    let pages = page::pages(text, &lines);
    let furniture = page::furniture(text, &lines);
    let wraps = wraps(text, &lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    // What stands between the pages waits until it is known whether a sentence goes on behind it.
    let mut between: Vec<Paragraph> = Vec::new();
    let mut last_line = 0;
    for (at, (line, is_furniture)) in lines.iter().zip(furniture).enumerate() {
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
                let fit = Fit {
                    was_full: was_full(text, &lines, last_line, line, &wraps),
                    is_inner: wraps.is_inner(line.end - line.start),
                    is_wrapped: wraps.is_wrapped(),
                };
                goes_on(text, last, line, fit)
            }
        });
        last_line = at;
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
            // "ngày" at the end of a line and "20. Các" below it: a figure of the sentence above.
            let joined = !after_blank
                && lines.last().is_some_and(|line| {
                    let above = &chars[line.start..line.end];
                    let figure = chars[start].is_ascii_digit();
                    (figure && ends_on_a_joint(above)) || parts_figures(above, &chars[start..end])
                });
            let marker = marker_at(chars, start, end).filter(|_| !joined);
            let row = is_row(text, marker.map_or(start, |(_, words)| words), end);
            lines.push(Line { start, end, marker, after_blank, row, inner: false });
            after_blank = false;
        } else if !(to > 0 && to < chars.len() && chars[to] == '\n' && chars[to - 1] == '\r') {
            after_blank = true;
        }
        from = to + 1;
    }
    lines
}

/// Whether the first word of `line` would not have fitted on the line before it.
fn was_full(text: &Text, lines: &[Line], before: usize, line: &Line, wraps: &Wraps) -> bool {
    let first_word = text.chars()[line.start..line.end].iter().take_while(|c| !is_blank(**c)).count();
    let length = lines[before].end - lines[before].start;
    wraps.column(before).is_some_and(|column| length + 1 + first_word > column - column / 12)
}

/// What the lengths of lines say about one and the one above it.
#[derive(Clone, Copy)]
struct Fit {
    /// Whether the first word would not have fitted above.
    was_full: bool,
    /// Whether it may go on behind a full stop.
    is_inner: bool,
    /// Whether lines were broken at all.
    is_wrapped: bool,
}

/// Whether `line` goes on with the paragraph before it.
fn goes_on(text: &Text, last: &Paragraph, line: &Line, fit: Fit) -> bool {
    let Fit { was_full, is_inner, is_wrapped } = fit;
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
    if line.inner {
        return true;
    }
    let closing = chars[last.end - 1];
    let small = chars[line.start].is_lowercase();
    let above = &chars[last.start..last.end];
    match closing {
        '.' if was_full && is_inner && !small => !ends_the_letter(above) && chars[line.start].is_uppercase(),
        '.' | '!' | '?' => false,
        // Behind a marked point whatever has no marker and begins small goes on with it.
        ';' if small && last.marker.is_some() => true,
        ':' => was_full && (small || enumerates(text, last, line)),
        ';' => was_full && small,
        // Two lines in capitals are two lines: of a header, of a signature.
        _ if is_capitals(&chars[line.start..line.end]) => {
            is_capitals(above) && (was_full || last.marker.is_some_and(Marker::is_section))
        }
        // "CHỈ THỊ" on its line is a title, whatever stands below it, and a title of office is one above a name.
        _ if is_capitals(above) && (last.marker.is_none() || !small) => false,
        ',' => true,
        _ if small || ends_on_a_joint(above) => true,
        _ if chars[line.start].is_ascii_digit() => was_full || is_wrapped,
        _ => {
            let tokens = text.tokens_in(line.start, line.end);
            let begun = begins_demand(tokens) && !ends_on_a_body(above);
            // "1.4. Giao Sở Xây dựng" and below it "Theo dõi …": a demand begins there. "… của tỉnh Điện" and below it
            // "Biên vào …": nothing does.
            let joint = ends_on_a_body(above) && !begins_demand(tokens);
            let begins = (begun || begins_sentence(tokens)) && !joint;
            let told = last.marker.is_some() || above.len() >= NO_NAME;
            (was_full && !(last.marker.is_some() && begun)) || (is_wrapped && told && !begins)
        }
    }
}

/// Shortest line that is surely no name on a line of its own, in characters.
const NO_NAME: usize = 34;

/// "của Bộ", "Ủy ban": a body whose name goes on.
fn ends_on_a_body(chars: &[char]) -> bool {
    const BODIES: [&str; 10] =
        ["Bộ", "Sở", "Cục", "Ban", "Ủy ban", "Uỷ ban", "Chi cục", "Tổng cục", "Trung tâm", "Phòng"];
    let words: String = chars[chars.len().saturating_sub(12)..].iter().collect();
    BODIES.iter().any(|body| words.strip_suffix(body).is_some_and(|before| before.ends_with(is_blank)))
}

/// "giai đoạn 2021" and below it "- 2025": a range, no dash of a list.
fn parts_figures(above: &[char], line: &[char]) -> bool {
    let dashed = matches!(line.first(), Some('-' | '–')) && line.get(1).is_some_and(|c| is_blank(*c));
    above.last().is_some_and(char::is_ascii_digit)
        && dashed
        && line.iter().skip(2).take(4).filter(|c| c.is_ascii_digit()).count() == 4
}

/// How many lines above a label its list may have begun.
const MAX_INNER: usize = 24;

/// Takes the markers from "(2)", "b)", "ii)" at the start of a line whose list began within the line above.
fn join_inner_points(text: &Text, lines: &mut [Line]) {
    let chars = text.chars();
    for at in 1..lines.len() {
        let Some(label) = label_of(chars, &lines[at]) else { continue };
        let Some(before) = label_before(&label) else { continue };
        // The paragraph it may be within: up to the last marker or blank line.
        let mut from = at;
        while from > at.saturating_sub(MAX_INNER)
            && !lines[from].after_blank
            && (from == at || lines[from].marker.is_none())
        {
            from -= 1;
        }
        if from == at || lines[at].after_blank {
            continue;
        }
        let first = lines[from].marker.map_or(lines[from].start, |(_, words)| words);
        let within: String = chars[first..lines[at].start].iter().collect();
        // What the list before it began with stands behind a colon, a semicolon or a comma.
        let listed = within
            .match_indices(&before)
            .any(|(found, _)| within[..found].trim_end().ends_with([':', ';', ',']) || found == 0);
        if listed {
            lines[at].marker = None;
            lines[at].inner = true;
        }
    }
}

/// "(2)", "b)", "ii)" in front of a line.
fn label_of(chars: &[char], line: &Line) -> Option<String> {
    let (marker, words) = line.marker?;
    let label: String = chars[line.start..words].iter().filter(|c| !is_blank(**c)).collect();
    let listed = matches!(marker, Marker::Bracketed(_) | Marker::Letter) || label.starts_with('(');
    listed.then_some(label)
}

/// What stands before this in a list: "(1)" before "(2)".
fn label_before(label: &str) -> Option<String> {
    const ROMAN: [&str; 8] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"];
    const LETTERS: [&str; 12] = ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k", "l", "m"];
    let bare = label.trim_matches(['(', ')', '.']);
    let before = if let Ok(number) = bare.parse::<u32>() {
        number.checked_sub(1).filter(|before| *before > 0)?.to_string()
    } else {
        let names: &[&str] = if ROMAN[1..].contains(&bare) { &ROMAN } else { &LETTERS };
        let place = names.iter().position(|name| *name == bare)?;
        names[place.checked_sub(1)?].to_owned()
    };
    Some(label.replace(bare, &before))
}

/// "./.": whatever stands below it is no more of it.
fn ends_the_letter(chars: &[char]) -> bool {
    chars.ends_with(&['/', '.'])
}

/// "các tỉnh:" at the end of a line, and names behind it.
fn enumerates(text: &Text, last: &Paragraph, line: &Line) -> bool {
    let tokens = text.tokens_in(last.start, line.end);
    let colon = tokens.partition_point(|token| token.end < last.end);
    enumerates_members(tokens, 0, colon)
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
    const JOINTS: [&str; 27] = [
        "Số",
        "Tổng",
        "Phó",
        "Đồng chí",
        "ngày",
        "tháng",
        "năm",
        "số",
        "và",
        "của",
        "các",
        "từ",
        "đến",
        "trước",
        "tại",
        "về",
        "theo",
        "cho",
        "với",
        "những",
        "trên",
        "trong",
        "là",
        "bằng",
        "để",
        "do",
        "hoặc",
    ];
    let words: String = chars[chars.len().saturating_sub(16)..].iter().collect();
    JOINTS.iter().any(|joint| words.strip_suffix(joint).is_some_and(|before| before.ends_with(is_blank)))
        || ends_on_a_label(&words)
        || ["Bộ trưởng", "Chủ tịch", "Thủ trưởng"].iter().any(|title| {
            words
                .trim_end()
                .strip_suffix(title)
                .is_some_and(|before| before.trim_end().is_empty() || before.trim_end().ends_with([':', '-']))
        })
}

/// "…: (i)": what it is the label of stands on the next line.
fn ends_on_a_label(words: &str) -> bool {
    let Some((_, label)) = words.rsplit_once('(') else { return false };
    let Some(label) = label.strip_suffix(')') else { return false };
    !label.is_empty()
        && (label.chars().all(|c| c.is_ascii_digit()) || label.chars().all(|c| matches!(c, 'i' | 'v' | 'x')))
}

/// "(1)" is a point of its own where no other numbers are, else part of one.
fn level_brackets(lines: &mut [Line]) {
    let other = |marker| matches!(marker, Marker::Number(_) | Marker::Decimal);
    if lines.iter().any(|line| line.marker.is_some_and(|(marker, _)| other(marker))) {
        return;
    }
    for line in lines {
        if let Some((Marker::Bracketed(number), words)) = line.marker {
            line.marker = Some((Marker::Number(number), words));
        }
    }
}

/// Whether these have letters and none of them is small.
pub(super) fn is_capitals(chars: &[char]) -> bool {
    chars.iter().any(|c| c.is_uppercase()) && !chars.iter().any(|c| c.is_lowercase())
}
