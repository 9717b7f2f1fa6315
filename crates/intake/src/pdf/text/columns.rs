//! Rows as a reader takes them: the two columns of a letter's head and foot one after the other, other rows of several
//! pieces with tabs, everything else as lines that may go on with each other.

use super::{
    flow::{append, opens_a_point},
    rows::{Piece, Row, Word},
};
use crate::paper::is_part_of_form;

/// How wide the way between two columns is at least, of an em.
const WAY: f64 = 0.5;
/// How far below each other rows of both columns may stand, of an em: the day of issue is set off from the motto.
const NEAR: f64 = 4.0;
/// How far below the last row of both columns one of them goes on, of an em.
const CLOSE: f64 = 1.9;
/// A gap that makes a row of one line alone, of an em.
const WIDE: f64 = 4.0;
/// The step from a line of a column to the one it goes on in, of an em.
const WRAPPED: f64 = 1.45;
/// How many rows below the first of two columns tell where the way between them is: the first may nearly meet.
const SEEDS: usize = 6;

/// What stands on a page, from top to bottom.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// A line that may go on with the one before.
    Line(Line),
    /// A line that stands for itself: of a column, of a table.
    Kept(String, f64),
    /// A row of a table; the first of it may be said again on the next page.
    Row { text: String, is_first: bool },
    /// An end of what stands side by side.
    Blank,
}

/// One line of running text.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub words: Vec<Word>,
    pub y: f64,
    pub size: f64,
}

/// The items of rows that no lines part.
pub(super) fn items(rows: &[Row]) -> Vec<Item> {
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(row) = rows.get(at) {
        if let Some(band) = band(rows, at) {
            band.put(rows, &mut items);
            at = band.to;
            continue;
        }
        let several = |row: Option<&Row>| row.is_some_and(|row| pieces_of(row) > 1);
        let beside =
            several(at.checked_sub(1).and_then(|before| rows.get(before))) || several(rows.get(at + 1));
        let gap = |pair: &[Piece]| pair[1].x0() - pair[0].x1();
        let wide = row.pieces.windows(2).any(|pair| gap(pair) > WIDE * row.size);
        items.push(if several(Some(row)) && (beside || wide) {
            Item::Kept(row.tabbed(), row.y)
        } else {
            Item::Line(Line { words: row.words().cloned().collect(), y: row.y, size: row.size })
        });
        at += 1;
    }
    items
}

/// How many pieces a row has, a number or a dash in front of its words not counted.
fn pieces_of(row: &Row) -> usize {
    const LONGEST_NUMBER: usize = 6;
    let is_marker = |text: &str| {
        text.chars().count() <= LONGEST_NUMBER
            && (text.ends_with(['.', ')', '/']) || text.chars().all(|c| !c.is_alphanumeric()))
    };
    let marked = row.pieces.len() > 1 && row.pieces.first().is_some_and(|piece| is_marker(&piece.text()));
    row.pieces.len() - usize::from(marked)
}

/// Rows that are two columns of a letter's form.
struct Band {
    from: usize,
    to: usize,
    /// The middle of the way between them.
    way: f64,
}

impl Band {
    fn put(&self, rows: &[Row], items: &mut Vec<Item>) {
        let rows = rows.get(self.from..self.to).unwrap_or_default();
        for side in [Side::Left, Side::Right] {
            items.push(Item::Blank);
            let rows: Vec<Row> = rows.iter().map(|row| side.of(row, self.way)).collect();
            items.extend(column(&rows));
        }
        items.push(Item::Blank);
    }
}

/// The lines of one column. Its edges are not known, so that only a line as wide as the widest may go on in the next, and
/// only where nothing else begins there: "SỞ THÔNG TIN VÀ TRUYỀN | THÔNG".
pub(super) fn column(rows: &[Row]) -> Vec<Item> {
    let width = rows.iter().map(|row| row.x1() - row.x0()).fold(0.0, f64::max);
    let mut lines: Vec<(String, f64)> = Vec::new();
    let mut last: Option<&Row> = None;
    for row in rows.iter().filter(|row| !row.pieces.is_empty()) {
        let text = row.spaced();
        match lines.last_mut() {
            Some((line, _)) if last.is_some_and(|last| is_wrapped(last, row, width, line, &text)) => {
                append(line, &text);
            }
            _ => lines.push((text, row.y)),
        }
        last = Some(row);
    }
    lines.into_iter().map(|(text, y)| Item::Kept(text, y)).collect()
}

fn is_wrapped(last: &Row, row: &Row, width: f64, line: &str, text: &str) -> bool {
    let first_word = row.words().next().map_or(0.0, |word| word.x1 - word.x0);
    let room = width - (last.x1() - last.x0());
    let is_capital = |text: &str| !text.chars().any(char::is_lowercase);
    let has_letters = text.chars().any(char::is_alphabetic);
    room < first_word + 0.25 * row.size
        && (row.size - last.size).abs() < 0.05 * last.size
        && row.y - last.y <= WRAPPED * last.size
        && text.chars().any(char::is_alphanumeric)
        && (!has_letters || is_capital(line) == is_capital(text))
        && !line.ends_with([';', ':', '.'])
        && !(is_part_of_form(text) || opens_a_point(text) || names_an_issuer(line, text))
}

/// Whether a line in capitals names another body than the one above it goes on with.
fn names_an_issuer(above: &str, text: &str) -> bool {
    const OPENINGS: [&str; 22] = [
        "SỞ ",
        "BAN ",
        "BỘ ",
        "CỤC ",
        "CHI CỤC",
        "PHÒNG ",
        "UBND ",
        "ỦY BAN",
        "UỶ BAN",
        "VỤ ",
        "TRUNG TÂM",
        "TỔNG ",
        "VIỆN ",
        "TRƯỜNG ",
        "ĐÀI ",
        "BÁO ",
        "CÔNG TY",
        "TẬP ĐOÀN",
        "BƯU ĐIỆN",
        "VIỄN THÔNG",
        "CHI NHÁNH",
        "VĂN PHÒNG",
    ];
    !above.ends_with([',', '-'])
        && !above.ends_with(" VÀ")
        && OPENINGS.iter().any(|words| text.starts_with(words))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Side {
    fn has(self, word: &Word, way: f64) -> bool {
        (f64::midpoint(word.x0, word.x1) < way) == (self == Self::Left)
    }

    /// What of a row stands on this side.
    fn of(self, row: &Row, way: f64) -> Row {
        let words: Vec<Word> = row.words().filter(|word| self.has(word, way)).cloned().collect();
        // Each column has lines of its own, that stand nearly beside those of the other.
        let largest = words.iter().max_by(|a, b| a.size.total_cmp(&b.size));
        let (y, size) = largest.map_or((row.y, row.size), |word| (word.y, word.size));
        let pieces = if words.is_empty() { Vec::new() } else { vec![Piece { words }] };
        Row { y, size, pieces }
    }
}

/// Two columns of a letter's form that begin at a row.
fn band(rows: &[Row], at: usize) -> Option<Band> {
    let seeds = at..rows.len().min(at + SEEDS);
    let tells = |row: &Row| row.pieces.len() == 2 && !is_salutation(row);
    seeds.filter(|seed| tells(&rows[*seed])).find_map(|seed| band_around(rows, at, seed))
}

fn band_around(rows: &[Row], at: usize, seed: usize) -> Option<Band> {
    let [left, right] = rows[seed].pieces.as_slice() else { return None };
    let mut way = (left.x1(), right.x0());
    let (mut from, mut first) = (seed, seed);
    while let Some(row) = from.checked_sub(1).and_then(|above| rows.get(above)) {
        if rows[from].y - row.y > NEAR * row.size || !narrow(&mut way, row) {
            break;
        }
        from -= 1;
        // Above the first row of both, a column begins only at the page's head or with words of the form.
        if from == 0 || is_on_both(row, way) || opens_a_column(row, way) {
            first = from;
        }
    }
    if first != at {
        return None;
    }
    let mut to = seed + 1;
    while let Some(row) = rows.get(to) {
        let near = if is_on_both(row, way) { NEAR } else { CLOSE };
        if row.y - rows[to - 1].y > near * row.size || opens_the_letter(row, way) || !narrow(&mut way, row) {
            break;
        }
        to += 1;
    }
    let way = f64::midpoint(way.0, way.1);
    let columns = || rows[at..to].iter().flat_map(|row| [Side::Left.of(row, way), Side::Right.of(row, way)]);
    columns().any(|row| is_part_of_form(&row.spaced())).then_some(Band { from: at, to, way })
}

fn is_on_both(row: &Row, way: (f64, f64)) -> bool {
    let way = f64::midpoint(way.0, way.1);
    [Side::Left, Side::Right].into_iter().all(|side| row.words().any(|word| side.has(word, way)))
}

fn opens_a_column(row: &Row, way: (f64, f64)) -> bool {
    let way = f64::midpoint(way.0, way.1);
    [Side::Left, Side::Right].into_iter().any(|side| is_part_of_form(&side.of(row, way).spaced()))
}

/// Whether the way between the columns goes through a row; it is narrowed to what the row leaves of it.
fn narrow(way: &mut (f64, f64), row: &Row) -> bool {
    // Two columns have no third.
    if row.pieces.len() > 2 {
        return false;
    }
    let mut left = *way;
    for word in row.words().filter(|word| word.x1 > way.0 && word.x0 < way.1) {
        if f64::midpoint(word.x0, word.x1) < f64::midpoint(way.0, way.1) {
            left.0 = left.0.max(word.x1);
        } else {
            left.1 = left.1.min(word.x0);
        }
    }
    let is_open = left.1 - left.0 >= WAY * row.size;
    if is_open {
        *way = left;
    }
    is_open
}

/// Whether what is addressed, or the title of the letter, stands there alone.
fn opens_the_letter(row: &Row, way: (f64, f64)) -> bool {
    const TITLES: [&str; 7] =
        ["CHỈ THỊ", "CÔNG ĐIỆN", "KẾ HOẠCH", "THÔNG BÁO", "QUYẾT ĐỊNH", "PHƯƠNG ÁN", "BÁO CÁO"];
    is_salutation(row) || !is_on_both(row, way) && TITLES.iter().any(|title| row.spaced().starts_with(title))
}

fn is_salutation(row: &Row) -> bool {
    row.spaced().to_uppercase().starts_with("KÍNH GỬI")
}
