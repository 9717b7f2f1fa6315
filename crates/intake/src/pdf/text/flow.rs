//! Paragraphs from lines: where one ends, what goes on over the end of a page, what stands at a page's head and foot.
//!
//! A paragraph ends where the next word would still have fitted on its last line, where the next line is set in or has a
//! number or a dash in front, where the gap is wider than between lines. A line that is full and ends no sentence goes
//! on, whatever stands below it.

use std::collections::{HashMap, HashSet};

use super::{
    PageItems,
    columns::{Item, Line},
    rows::joined as words_of,
};
use crate::paper::{breaks_a_word, is_part_of_form};

/// How far lines of one edge may end from each other, in points.
const EDGE: f64 = 1.5;
/// How far a line is set in at least, of an em.
const SET_IN: f64 = 0.5;
/// A gap that parts paragraphs, in lines.
const PARTED: f64 = 1.25;
/// A gap in which a line was left empty, in lines.
const LEFT_EMPTY: f64 = 1.9;
/// How near to the longest lines others end that are full as well where they end unevenly, of an em.
const NEAR_EDGE: f64 = 4.0;
/// Letters of a note at the foot of a page, as a part of those of the text.
const NOTE_SIZE: f64 = 0.87;

/// How the lines of pages of one width are set.
#[derive(Clone, Copy, Debug)]
struct Setting {
    /// Where full lines end.
    right: f64,
    /// Whether they all end there.
    is_justified: bool,
    /// Where second lines begin, where that is further left than first lines do.
    margin: Option<f64>,
    /// From one line to the next.
    lead: f64,
    /// The size of most letters.
    size: f64,
}

/// The text of the pages.
pub(super) fn text(mut pages: Vec<PageItems>) -> String {
    let settings: Vec<Setting> = {
        let widths: Vec<u64> = pages.iter().map(|page| page.width.round() as u64).collect();
        let mut known: HashMap<u64, Setting> = HashMap::new();
        for width in &widths {
            known.entry(*width).or_insert_with(|| {
                Setting::of(pages.iter().filter(|page| page.width.round() as u64 == *width))
            });
        }
        widths.iter().filter_map(|width| known.get(width).copied()).collect()
    };
    let mut flow = Flow::default();
    let mut notes: Vec<Line> = Vec::new();
    let heads = Heads::of(&pages);
    for (page, setting) in pages.iter_mut().zip(settings) {
        let (head, foot) = heads.cut(&mut page.items);
        notes.extend(cut_notes(&mut page.items, &setting));
        flow.turn(head.iter().chain(&foot).find_map(Between::number));
        flow.between.extend(head);
        flow.page(std::mem::take(&mut page.items), &setting);
        flow.between.extend(foot);
    }
    flow.close();
    flow.put_all_between();
    flow.notes(notes);
    flow.out
}

/// Lines of one paragraph as one; what a dash at the end of a line means is told by the word.
#[cfg(test)]
fn joined(lines: &[&str]) -> String {
    lines.iter().fold(String::new(), |mut text, line| {
        append(&mut text, line);
        text
    })
}

/// Adds a line to the paragraph that it goes on with.
pub(super) fn append(text: &mut String, line: &str) {
    const DASHES: [char; 4] = ['-', '\u{2010}', '–', '—'];
    let before = text.trim_end_matches(DASHES);
    let cut = text.len() - before.len();
    let is_attached = cut > 0 && before.ends_with(char::is_alphanumeric);
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let next = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    // The dash of an address or a number is its own.
    let is_word = last.chars().all(char::is_alphabetic);
    if is_attached && is_word && !text.ends_with(['–', '—']) && breaks_a_word(last, next) {
        text.truncate(text.len() - cut);
    } else if !(text.is_empty() || is_attached || breaks_at_slash(text)) {
        text.push(' ');
    }
    text.push_str(line);
}

/// "1733/UBND-VX/|PC": a number goes on behind its slash. "./" and "v/v" end nothing.
fn breaks_at_slash(text: &str) -> bool {
    text.strip_suffix('/').is_some_and(|before| before.ends_with(char::is_alphanumeric))
}

impl Setting {
    fn of<'a>(pages: impl Iterator<Item = &'a PageItems>) -> Self {
        let (mut ends, mut leads, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
        let mut steps: Vec<(&Line, &Line)> = Vec::new();
        for page in pages {
            let mut last: Option<&Line> = None;
            for item in &page.items {
                let Item::Line(line) = item else {
                    last = None;
                    continue;
                };
                if line.words.len() > 2 {
                    ends.push(line.x1());
                }
                sizes.extend(line.words.iter().map(|_| line.size));
                if let Some(last) = last.filter(|last| (last.size - line.size).abs() < 0.05 * line.size) {
                    leads.push(line.y - last.y);
                    steps.push((last, line));
                }
                last = Some(line);
            }
        }
        let size = most(&sizes, 0.5).map_or(12.0, |(size, _)| size);
        leads.retain(|lead| (0.7 * size..2.2 * size).contains(lead));
        let (edge, count) = most(&ends, EDGE).unwrap_or((0.0, 0));
        let is_justified = count * 3 >= ends.len() && count > 1;
        let last = ends.iter().copied().fold(0.0, f64::max);
        // The longest of a few lines that end anywhere is full by chance.
        let full = ends.iter().filter(|end| last - **end < NEAR_EDGE * size).count();
        let right = match (is_justified, full > 2) {
            (true, _) => edge,
            (false, true) => last,
            (false, false) => f64::INFINITY,
        };
        let outdented = |(last, line): &(&Line, &Line)| {
            let full = right - last.x1() < space(line) + line.first_word();
            (full && line.x0() < last.x0() - SET_IN * line.size).then(|| line.x0())
        };
        let margins: Vec<f64> = steps.iter().filter_map(outdented).collect();
        Self {
            right,
            is_justified,
            margin: most(&margins, EDGE).map(|(margin, _)| margin),
            lead: most(&leads, 0.5).map_or(1.15 * size, |(lead, _)| lead),
            size,
        }
    }
}

/// How wide a space on a line is.
fn space(line: &Line) -> f64 {
    0.25 * line.size
}

/// The value about which most of them lie, and how many do; of two as many the greater.
fn most(values: &[f64], reach: f64) -> Option<(f64, usize)> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let mut best: Option<(f64, usize)> = None;
    let mut from = 0;
    for to in 0..sorted.len() {
        while sorted[to] - sorted[from] > 2.0 * reach {
            from += 1;
        }
        let count = to + 1 - from;
        if best.is_none_or(|(_, most)| count >= most) {
            best = Some((sorted[from + count / 2], count));
        }
    }
    best
}

impl Line {
    fn x0(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.x0)
    }

    fn x1(&self) -> f64 {
        self.words.last().map_or(0.0, |word| word.x1)
    }

    fn text(&self) -> String {
        words_of(&self.words)
    }

    /// How wide its first word is.
    fn first_word(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.x1 - word.x0)
    }
}

/// What stands at the head and the foot of pages, again and again.
struct Heads {
    /// Lines, with any figures, that stand in one place on several pages.
    running: HashSet<(String, i64)>,
}

/// A line as it stands on several pages: in one place, with other figures.
fn head_of((line, y): &(String, f64)) -> (String, i64) {
    (masked(line), (y / 4.0).round() as i64)
}

/// How many lines at either end of a page may be its head or foot.
const EDGE_LINES: usize = 2;

impl Heads {
    fn of(pages: &[PageItems]) -> Self {
        let mut seen: HashMap<(String, i64), usize> = HashMap::new();
        for page in pages {
            let (count, mut own) = (page.items.len(), Vec::new());
            for (at, item) in page.items.iter().enumerate() {
                if at < EDGE_LINES || at + EDGE_LINES >= count {
                    own.extend(line_of(item).as_ref().map(head_of));
                }
            }
            own.sort();
            own.dedup();
            own.into_iter().for_each(|line| *seen.entry(line).or_default() += 1);
        }
        // The first page mostly has none.
        let often = |count: usize| count > 1 && count * 2 + 1 >= pages.len();
        Self { running: seen.into_iter().filter(|(_, count)| often(*count)).map(|(head, _)| head).collect() }
    }

    /// Takes a page's head and foot from its items.
    fn cut(&self, items: &mut Vec<Item>) -> (Vec<Between>, Vec<Between>) {
        let (mut head, mut foot) = (Vec::new(), Vec::new());
        for _ in 0..EDGE_LINES {
            if let Some(one) = items.first().and_then(|item| self.is_one(item)) {
                items.remove(0);
                head.push(one);
            }
            if let Some(one) = items.last().and_then(|item| self.is_one(item)) {
                items.pop();
                foot.insert(0, one);
            }
        }
        (head, foot)
    }

    fn is_one(&self, item: &Item) -> Option<Between> {
        let line = line_of(item)?;
        if is_page_number(&line.0) {
            return Some(Between::Number(line.0));
        }
        self.running.contains(&head_of(&line)).then_some(Between::Head(line.0))
    }
}

/// What stands between two pages.
enum Between {
    Number(String),
    Head(String),
}

impl Between {
    fn number(&self) -> Option<u32> {
        let Self::Number(line) = self else { return None };
        let figures = line.split('/').next()?.chars().filter(char::is_ascii_digit);
        figures.collect::<String>().parse().ok()
    }
}

/// A line, and where on the page it stands.
fn line_of(item: &Item) -> Option<(String, f64)> {
    match item {
        Item::Line(line) => Some((line.text(), line.y)),
        Item::Kept(text, y) => Some((text.clone(), *y)),
        Item::Row { .. } | Item::Blank => None,
    }
}

/// A line with its figures as one sign: "Trang 2/5" and "Trang 3/5" are alike.
fn masked(line: &str) -> String {
    line.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect()
}

/// "2", "- 2 -", "Trang 2/5".
fn is_page_number(line: &str) -> bool {
    const MAX_DIGITS: usize = 3;
    let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|'));
    let lower = bare.to_lowercase();
    let (named, figures) =
        lower.strip_prefix("trang").map_or((false, lower.as_str()), |rest| (true, rest.trim()));
    let mut parts = figures.split('/');
    let number = |part: &str| {
        (1..=MAX_DIGITS).contains(&part.trim().len()) && part.trim().bytes().all(|c| c.is_ascii_digit())
    };
    parts.next().is_some_and(number)
        && parts.next().is_none_or(|part| named && number(part))
        && parts.next().is_none()
}

/// Takes the notes at the foot of a page from its items.
fn cut_notes(items: &mut Vec<Item>, setting: &Setting) -> Vec<Line> {
    let is_small = |item: &Item| matches!(item, Item::Line(line) if line.size < NOTE_SIZE * setting.size);
    let opens = |item: &Item| matches!(item, Item::Line(line) if note_mark(&line.text()).is_some());
    let small = items.iter().rev().take_while(|item| is_small(item)).count();
    let from = items.len() - small;
    let Some(first) = items[from..].iter().position(opens).map(|at| from + at).filter(|first| *first > 0)
    else {
        return Vec::new();
    };
    let lines = items.split_off(first).into_iter();
    lines.filter_map(|item| if let Item::Line(line) = item { Some(line) } else { None }).collect()
}

/// The mark that a note begins with.
fn note_mark(line: &str) -> Option<&str> {
    let end = line.find(|c: char| !(c.is_ascii_digit() || "⁰¹²³⁴⁵⁶⁷⁸⁹*[]()".contains(c)))?;
    let mark = line.get(..end)?;
    (1..=4).contains(&mark.chars().count()).then_some(mark)
}

/// A paragraph being put together.
struct Paragraph {
    text: String,
    /// Its first line, where its second began, and its last line.
    first: Line,
    second: Option<f64>,
    last: Line,
    /// Whether a page ended since its last line.
    is_over_page: bool,
}

#[derive(Default)]
struct Flow {
    out: String,
    open: Option<Paragraph>,
    /// What stands between the pages, until it is known whether a paragraph goes on behind it.
    between: Vec<Between>,
    /// The number of the page, and whether one before it is missing.
    number: Option<u32>,
    is_gap: bool,
    /// Heads that were told already.
    told: Vec<String>,
    /// The first row of the table that was told last.
    table: Option<String>,
}

impl Flow {
    fn page(&mut self, items: Vec<Item>, setting: &Setting) {
        if let Some(open) = self.open.as_mut() {
            open.is_over_page = true;
        }
        if self.is_gap {
            self.put_all_between();
        }
        for item in items {
            match item {
                Item::Line(line) => self.line(line, setting),
                Item::Kept(text, _) => {
                    self.close();
                    self.put_between();
                    self.put(&text);
                }
                Item::Row { text, is_first } => {
                    self.close();
                    // The head of a table stands on each of its pages.
                    if is_first && self.table.as_ref() == Some(&text) {
                        continue;
                    }
                    self.put_between();
                    if is_first {
                        self.table = Some(text.clone());
                    }
                    self.put(&text);
                }
                Item::Blank => {
                    self.close();
                    self.blank();
                }
            }
        }
    }

    fn line(&mut self, line: Line, setting: &Setting) {
        self.table = None;
        if let Some(open) = self.open.as_mut().filter(|open| open.goes_on(&line, setting)) {
            append(&mut open.text, &line.text());
            open.second.get_or_insert(line.x0());
            open.last = line;
            open.is_over_page = false;
            return;
        }
        let above = self.open.as_ref().filter(|open| !open.is_over_page).map(|open| open.last.y);
        self.close();
        self.put_between();
        if above.is_some_and(|above| line.y - above > LEFT_EMPTY * setting.lead) {
            self.blank();
        }
        self.open = Some(Paragraph {
            text: line.text(),
            first: line.clone(),
            second: None,
            last: line,
            is_over_page: false,
        });
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.put(&open.text);
        }
    }

    fn put(&mut self, line: &str) {
        self.out.push_str(line.trim());
        self.out.push('\n');
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Turns to a page of this number. Where one is missing before it nothing goes on over the gap.
    fn turn(&mut self, number: Option<u32>) {
        let is_next = match (self.number, number) {
            (Some(last), Some(number)) => number == last + 1,
            _ => true,
        };
        self.number = number.or(self.number.map(|last| last + 1));
        if !is_next {
            self.close();
            self.put_all_between();
            self.is_gap = true;
        }
    }

    /// Puts what stands between pages where it parts no list from its lead and no heading from its words: behind the end
    /// of a sentence.
    fn put_between(&mut self) {
        if self.is_gap || self.out.trim_end().ends_with(['.', '/']) {
            self.put_all_between();
        }
    }

    /// The number of each page; a head once.
    fn put_all_between(&mut self) {
        self.is_gap = false;
        for one in std::mem::take(&mut self.between) {
            match one {
                Between::Number(line) => self.put(&line),
                Between::Head(line) => {
                    let mask = masked(&line);
                    if !self.told.contains(&mask) {
                        self.told.push(mask);
                        self.put(&line);
                    }
                }
            }
        }
    }

    fn notes(&mut self, notes: Vec<Line>) {
        let mut open: Option<String> = None;
        for line in notes {
            let text = line.text();
            match open.as_mut().filter(|_| note_mark(&text).is_none()) {
                Some(note) => append(note, &text),
                None => {
                    if let Some(note) = open.replace(text) {
                        self.put(&note);
                    }
                }
            }
        }
        if let Some(note) = open {
            self.put(&note);
        }
    }
}

impl Paragraph {
    /// Whether a line goes on with this paragraph.
    fn goes_on(&self, line: &Line, setting: &Setting) -> bool {
        let last = &self.last;
        if (last.size - line.size).abs() > 0.12 * last.size {
            return false;
        }
        if !self.is_over_page && line.y - last.y > PARTED * setting.lead.max(0.9 * last.size) {
            return false;
        }
        // A number that is broken behind its dash: "1204/UBND-|NN".
        if self.text.strip_suffix('-').is_some_and(|before| before.ends_with(char::is_alphanumeric)) {
            return true;
        }
        let closes = self.text.trim_end().ends_with(['.', ':', ';', '!', '?']);
        let left = setting.right - last.x1();
        let text = line.text();
        let opens = text.starts_with(char::is_uppercase) || opens_a_point(&text);
        // Where lines end at one edge, one that is short of it is mostly the last of its paragraph.
        if left > space(line) + line.first_word() + 1.0
            || setting.is_justified && left > 2.0 * EDGE && (closes || opens)
            || is_part_of_form(&text)
            || is_day_of_issue(&text)
        {
            return false;
        }
        // The last line is full.
        let set_in = SET_IN * line.size;
        let is_number = text.starts_with(|c: char| c.is_ascii_digit()) && wants_a_number(&self.text);
        let step = line.x0() - last.x0();
        let is_second = self.second.is_some_and(|second| {
            (second - self.first.x0()).abs() > set_in && (line.x0() - second).abs() <= set_in
        });
        let is_marked = opens_a_point(&text) && !is_number && (closes || !is_second);
        // Points begin where first lines do; further left a number only opens a line of a sentence.
        if is_marked && (closes || step >= -set_in) && !self.hangs(line.x0(), set_in) {
            return false;
        }
        match self.second {
            Some(second) => (line.x0() - second).abs() <= set_in || !closes && line.x0() < second,
            // The second line begins further left, or where the words of the first do behind its number.
            None if step > set_in => self.hangs(line.x0(), set_in) || !closes && opens_a_point(&self.text),
            None if step.abs() <= set_in => {
                // A second line that is set in as the first is one itself, where second lines are not.
                let is_first = setting.margin.is_some_and(|margin| self.first.x0() > margin + set_in);
                !((closes || is_first) && opens)
            }
            None => true,
        }
    }

    /// Whether lines begin where the words behind the paragraph's number do.
    fn hangs(&self, x0: f64, set_in: f64) -> bool {
        opens_a_point(&self.text)
            && self.first.words.get(1).is_some_and(|word| (word.x0 - x0).abs() <= set_in)
    }
}

/// Whether a line ends on what a number follows: the next line begins with it, and is no point.
fn wants_a_number(text: &str) -> bool {
    const BEFORE: [&str; 12] =
        ["ngày", "tháng", "năm", "số", "từ", "đến", "trước", "sau", "và", "quý", "điểm", "khoản"];
    let last = text.split_whitespace().next_back().unwrap_or_default();
    last.ends_with([',', '-', '–']) || BEFORE.contains(&last.to_lowercase().as_str())
}

/// "Lam Trà, ngày 15 tháng 4 năm 2024" on a line of its own.
fn is_day_of_issue(text: &str) -> bool {
    const LONGEST: usize = 60;
    let named = text.split_once(", ngày ").filter(|_| text.chars().count() <= LONGEST);
    named.is_some_and(|(place, day)| {
        place.starts_with(char::is_uppercase)
            && day.contains(" tháng ")
            && day.ends_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a line begins with what orders points: "1.", "2)", "1.1", "a)", "IV.", a dash, a dot.
pub(super) fn opens_a_point(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let bare = first.trim_start_matches('(').trim_end_matches(['.', ')', '/']);
    let closed = first.len() > bare.len();
    let is_dash = !first.is_empty()
        && first.chars().all(|c| {
            matches!(
                c,
                '-' | '–' | '—' | '+' | '*' | '•' | '●' | '▪' | '■' | '○' | '◦' | '§' | '→' | '\u{f000}'
                    ..='\u{f0ff}'
            )
        });
    let part = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_digit());
    let is_number = bare.len() <= 8 && bare.split('.').all(part) && (closed || bare.contains('.'));
    let is_letter = closed && bare.chars().count() == 1 && bare.chars().all(char::is_lowercase);
    let is_roman =
        closed && (1..=5).contains(&bare.len()) && bare.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    is_dash || is_number || is_letter || is_roman
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_as_their_words_want() {
        assert_eq!(joined(&["mạng Inter-", "net của"]), "mạng Internet của");
        assert_eq!(joined(&["Bưu chính-", "viễn thông"]), "Bưu chính-viễn thông");
        assert_eq!(joined(&["số 1733/UBND-", "VX2 ngày"]), "số 1733/UBND-VX2 ngày");
        assert_eq!(
            joined(&["từ ngày 26–", "29/6, gửi a@stttt-", "sonhai.example"]),
            "từ ngày 26–29/6, gửi a@stttt-sonhai.example"
        );
        assert_eq!(joined(&["Sở -", "đơn vị"]), "Sở - đơn vị");
        assert_eq!(joined(&["trực 24/", "24 giờ"]), "trực 24/24 giờ");
        assert_eq!(joined(&["kết quả./", "Nơi"]), "kết quả./ Nơi");
    }

    #[test]
    fn a_page_number_is_known_and_a_date_is_none() {
        for line in ["2", "- 2 -", "Trang 2", "Trang 2/5", "12"] {
            assert!(is_page_number(line), "{line}");
        }
        for line in ["2/5", "1990", "Trang bị", "", "2."] {
            assert!(!is_page_number(line), "{line}");
        }
    }
}
