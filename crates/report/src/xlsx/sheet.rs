//! The markup of one sheet.

use std::fmt::Write as _;

use calendar::Instant;

use super::{MAX_CELL_UNITS, Row, Sheet, Value};
use crate::{
    ooxml::{self, escape},
    outline::legible,
};

/// Places in `cellXfs` of `parts/styles.xml`.
mod style {
    pub(super) const PLAIN: u8 = 0;
    pub(super) const TITLE: u8 = 1;
    pub(super) const HEADER: u8 = 2;
    pub(super) const TEXT: u8 = 3;
    /// As `TEXT`, and typed again it is a text still.
    pub(super) const GUARDED: u8 = 4;
    pub(super) const WHOLE: u8 = 5;
    pub(super) const DECIMAL: u8 = 6;
    pub(super) const MOMENT: u8 = 7;
}

/// With more digits a spreadsheet would round the number; it is then written as a text.
const MAX_DIGITS: i64 = 999_999_999_999_999;
/// Days between 30 December 1899, where spreadsheets begin to count, and 1970.
const DAYS_TO_1970: f64 = 25_569.0;
const DAY_MS: f64 = 86_400_000.0;
/// Height of a line of 12-point letters, in points.
const LINE_POINTS: f64 = 15.75;
const TITLE_POINTS: f64 = 21.0;
/// The highest row a spreadsheet has, in points.
const MAX_POINTS: f64 = 409.5;
/// Vietnam's clocks are so far ahead.
const VIETNAM_MS: i64 = 7 * 3_600 * 1_000;

/// `xl/worksheets/sheetN.xml`.
pub(super) fn write(sheet: &Sheet) -> String {
    let mut xml = String::from(ooxml::DECLARATION);
    xml.push_str("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
    xml.push_str("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
    if sheet.filtered {
        xml.push_str(
            "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" \
             activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>",
        );
    }
    xml.push_str("<cols>");
    for (place, width) in sheet.widths.iter().enumerate() {
        let column = place + 1;
        let _ = write!(xml, "<col min=\"{column}\" max=\"{column}\" width=\"{width}\" customWidth=\"1\"/>");
    }
    xml.push_str("</cols><sheetData>");
    for (place, row) in sheet.rows.iter().enumerate() {
        write_row(place + 1, row, &sheet.widths, &mut xml);
    }
    xml.push_str("</sheetData>");
    if sheet.filtered && !sheet.widths.is_empty() {
        let last = cell_name(sheet.widths.len() - 1, sheet.rows.len().max(1));
        let _ = write!(xml, "<autoFilter ref=\"A1:{last}\"/>");
    }
    // On paper as wide as a sheet of A4 lying on its side, however long.
    xml.push_str(
        "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>",
    );
    xml.push_str("<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>");
    xml
}

fn write_row(number: usize, row: &Row, widths: &[u16], xml: &mut String) {
    let points = height(row, widths);
    let _ = write!(xml, "<row r=\"{number}\" ht=\"{points}\" customHeight=\"1\">");
    match row {
        Row::Blank => {}
        Row::Title(text) => write_text(&cell_name(0, number), style::TITLE, text, xml),
        Row::Line(name, text) => {
            write_text(&cell_name(0, number), style::PLAIN, name, xml);
            write_text(&cell_name(1, number), style::PLAIN, text, xml);
        }
        Row::Header(names) => {
            for (column, name) in names.iter().enumerate() {
                write_text(&cell_name(column, number), style::HEADER, name, xml);
            }
        }
        Row::Cells(cells) => {
            for (column, value) in cells.iter().enumerate() {
                write_cell(&cell_name(column, number), value, xml);
            }
        }
    }
    xml.push_str("</row>");
}

/// How high a row has to be for its texts, broken into lines as wide as their columns. Not every program reckons it by
/// itself.
fn height(row: &Row, widths: &[u16]) -> f64 {
    let lines = |text: &str, column: usize| {
        widths.get(column).map_or(1, |width| lines_of(text, usize::from(*width).max(2) - 1))
    };
    let text_of = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        _ => String::new(),
    };
    let most = match row {
        Row::Title(_) => return TITLE_POINTS,
        Row::Line(..) | Row::Blank => 1,
        Row::Header(names) => names.iter().enumerate().map(|(at, name)| lines(name, at)).max().unwrap_or(1),
        Row::Cells(cells) => {
            cells.iter().enumerate().map(|(at, cell)| lines(&text_of(cell), at)).max().unwrap_or(1)
        }
    };
    (most as f64 * LINE_POINTS).min(MAX_POINTS)
}

/// Lines of a text broken at spaces, and within words that are wider than a line.
fn lines_of(text: &str, width: usize) -> usize {
    let (mut lines, mut used) = (1, 0);
    for word in text.split(' ') {
        let letters = word.chars().count();
        let space = usize::from(used > 0);
        if used + space + letters <= width {
            used += space + letters;
        } else {
            lines += usize::from(used > 0) + letters.saturating_sub(1) / width;
            used = letters - letters.saturating_sub(1) / width * width;
        }
    }
    lines
}

fn write_cell(name: &str, value: &Value, xml: &mut String) {
    match value {
        Value::Empty => {
            let _ = write!(xml, "<c r=\"{name}\" s=\"{}\"/>", style::TEXT);
        }
        Value::Text(text) => {
            let guarded = text.starts_with(['=', '+', '-', '@', '\'']);
            write_text(name, if guarded { style::GUARDED } else { style::TEXT }, text, xml);
        }
        Value::Number { value, places } => {
            let number = decimal(*value, *places);
            if value.unsigned_abs() > MAX_DIGITS.unsigned_abs() {
                return write_text(name, style::TEXT, &number, xml);
            }
            let style = if *places == 0 { style::WHOLE } else { style::DECIMAL };
            let _ = write!(xml, "<c r=\"{name}\" s=\"{style}\"><v>{number}</v></c>");
        }
        Value::Moment(at) => {
            let _ = write!(xml, "<c r=\"{name}\" s=\"{}\"><v>{}</v></c>", style::MOMENT, serial(*at));
        }
    }
}

fn write_text(name: &str, style: u8, text: &str, xml: &mut String) {
    let _ = write!(xml, "<c r=\"{name}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    escape(&literal(&fitted(&legible(text))), xml);
    xml.push_str("</t></is></c>");
}

/// What fits into a cell; the rest is where the report's other forms show it.
fn fitted(text: &str) -> String {
    let mut units = 0;
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        units += letter.len_utf16();
        // The last place is the mark's.
        if units >= MAX_CELL_UNITS {
            kept.push('…');
            break;
        }
        kept.push(letter);
    }
    kept
}

/// Spreadsheets read `_x0041_` in a text as the letter A. What stands in a report stands there for itself.
fn literal(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let code = text.as_bytes().get(at + 1..at + 7);
        let is_code = letter == '_'
            && code.is_some_and(|code| {
                code[0] == b'x' && code[5] == b'_' && code[1..5].iter().all(u8::is_ascii_hexdigit)
            });
        match is_code {
            true => written.push_str("_x005F_"),
            false => written.push(letter),
        }
    }
    written
}

/// `value / 10^places`, with a point and no zeros behind it that say nothing.
fn decimal(value: i64, places: u8) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0width$}", value.unsigned_abs(), width = usize::from(places) + 1);
    let (whole, fraction) = digits.split_at(digits.len() - usize::from(places));
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// The number by which spreadsheets know a moment: days, and the part of a day.
fn serial(at: Instant) -> f64 {
    (at.as_ms() + VIETNAM_MS) as f64 / DAY_MS + DAYS_TO_1970
}

/// The name of a cell, as `B7`: columns from 0, rows from 1.
fn cell_name(column: usize, row: usize) -> String {
    let (mut letters, mut rest) = (Vec::new(), column + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &row.to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_digits() {
        for (value, places, shown) in [
            (998_512, 4, "99.8512"),
            (1_000_000, 4, "100"),
            (-1, 3, "-0.001"),
            (0, 3, "0"),
            (12, 0, "12"),
            (i64::MIN, 0, "-9223372036854775808"),
        ] {
            assert_eq!(decimal(value, places), shown);
        }
    }

    #[test]
    fn a_number_too_long_for_a_spreadsheet_is_a_text() {
        let mut xml = String::new();
        write_cell("A1", &Value::Number { value: MAX_DIGITS + 1, places: 0 }, &mut xml);
        assert!(xml.contains("inlineStr") && xml.contains("1000000000000000"), "{xml}");
    }

    #[test]
    fn columns_are_named_past_z() {
        assert_eq!(
            [cell_name(0, 1), cell_name(25, 2), cell_name(26, 3), cell_name(701, 4)].join(" "),
            "A1 Z2 AA3 ZZ4"
        );
    }

    #[test]
    fn a_row_is_as_high_as_its_longest_text() {
        assert_eq!(
            [lines_of("", 5), lines_of("ab cd", 5), lines_of("ab cde", 5), lines_of("abcdefghij k", 5)],
            [1, 1, 2, 3]
        );
        let row = Row::Cells(vec![Value::text("a"), Value::text("ab cde")]);
        assert!((height(&row, &[6, 6]) - 2.0 * LINE_POINTS).abs() < 1e-9);
        assert!((height(&Row::Cells(vec![Value::text("a ".repeat(9_000))]), &[4]) - MAX_POINTS).abs() < 1e-9);
    }

    #[test]
    fn a_moment_is_the_number_a_spreadsheet_counts_it_by() {
        let at = Instant::parse("2026-02-01T00:00:00.000Z").unwrap();
        assert!((serial(at) - (46_054.0 + 7.0 / 24.0)).abs() < 1e-9);
    }

    #[test]
    fn what_reads_like_an_escape_stands_for_itself() {
        assert_eq!(literal("_x0041_ _x41_ đ_x0Ab9_"), "_x005F_x0041_ _x41_ đ_x005F_x0Ab9_");
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_says_so() {
        let cut = fitted(&"đ".repeat(MAX_CELL_UNITS + 5));
        assert_eq!((cut.chars().count(), cut.chars().last()), (MAX_CELL_UNITS, Some('…')));
        assert_eq!(fitted("ngắn"), "ngắn");
    }
}
