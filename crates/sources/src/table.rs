//! Tables pasted or put down by people and programs: CSV (RFC 4180), what a spreadsheet copies (columns split by tabs),
//! and workbooks. Whatever it was, it becomes lines of text cells under named columns.

use campaign::Said;
use csv::ReaderBuilder;
use unicode_normalization::UnicodeNormalization;

use crate::{
    reading::MAX_BODY_BYTES,
    says,
    workbook::{self, cell_name, is_workbook, read_workbook},
};

/// Most columns.
pub const MAX_COLUMNS: usize = 128;
/// Most lines with something in them, the one that names the columns among them.
pub const MAX_LINES: usize = 1_001;

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The lines below them, but for blank ones.
    pub lines: Vec<Line>,
    /// The sheet it was read from, where it is a workbook.
    pub sheet: Option<Sheet>,
}

/// Where in a workbook a table stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The name of the sheet.
    pub name: String,
    /// Every sheet of the workbook.
    pub names: Vec<String>,
    /// The first column of the table, from 0.
    first_column: usize,
}

/// A line of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// The line it begins at, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
    /// What is to be said of them.
    pub notes: Vec<Note>,
}

/// What is to be said of a cell that was read without fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its column, from 0.
    pub column: usize,
    /// What.
    pub what: String,
}

impl Note {
    /// A formula.
    pub const FORMULA: &str = "formula";
    /// A date of a workbook, which has no zone.
    pub const DATE: &str = "local_date";
    /// A value of a merged area.
    pub const MERGED: &str = "merged";
    /// An error that a spreadsheet shows, as `#REF!`.
    pub const ERROR: &str = "error";
}

/// Why a table as a whole is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct SheetFault {
    /// The line, from 1; 0 where none is meant.
    pub line: u64,
    /// What is wrong.
    pub what: Said,
}

impl std::fmt::Display for SheetFault {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.line == 0 {
            out.write_str(&self.what)
        } else {
            write!(out, "line {}: {}", self.line, self.what)
        }
    }
}

pub(crate) fn fault(line: u64, what: impl Into<Said>) -> SheetFault {
    SheetFault { line, what: what.into() }
}

/// Reads a table; `sheet` names that of a workbook, whose first one is read otherwise.
pub fn read_table(bytes: &[u8], sheet: Option<&str>) -> Result<Table, SheetFault> {
    if is_workbook(bytes) { of_workbook(bytes, sheet) } else { of_text(bytes) }
}

impl Table {
    /// The name of a cell, as `B7`, where the table is a workbook's.
    pub fn cell(&self, column: usize, line: u64) -> Option<String> {
        self.sheet.as_ref().map(|sheet| cell_name(sheet.first_column + column, line))
    }

    /// The place of a column.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

fn of_workbook(bytes: &[u8], sheet: Option<&str>) -> Result<Table, SheetFault> {
    let book = read_workbook(bytes, sheet)?;
    let workbook::Workbook { sheet, sheets, lines } = book;
    let mut lines = lines.into_iter();
    let first = lines.next().ok_or_else(|| fault(0, says::sheet_named_empty(&sheet)))?;
    let begins = first.cells.iter().position(|cell| !cell.trim().is_empty()).unwrap_or(0);
    let names = first.cells.iter().skip(begins).map(|name| normal(name.trim())).collect::<Vec<_>>();
    let width = names.iter().rposition(|name| !name.is_empty()).map_or(0, |last| last + 1);
    let mut table = Table {
        columns: names.into_iter().take(width).collect(),
        lines: Vec::new(),
        sheet: Some(Sheet { name: sheet, names: sheets, first_column: begins }),
    };
    for mut line in lines {
        if let Some((column, _)) = line
            .cells
            .iter()
            .enumerate()
            .find(|(place, cell)| !(begins..begins + width).contains(place) && !cell.trim().is_empty())
        {
            let cell = cell_name(column, line.line);
            return Err(fault(line.line, says::under_no_column(cell)));
        }
        line.cells.resize((begins + width).max(line.cells.len()), String::new());
        line.cells = line.cells.iter().skip(begins).take(width).map(|cell| normal(cell)).collect();
        line.notes.retain_mut(|note| {
            let inside = note.column >= begins && note.column < begins + width;
            note.column = note.column.saturating_sub(begins);
            inside
        });
        table.lines.push(line);
    }
    Ok(table)
}

/// Some systems write letters and their marks apart; entries hold them together.
fn normal(text: &str) -> String {
    text.nfc().collect()
}

fn of_text(bytes: &[u8]) -> Result<Table, SheetFault> {
    if bytes.len() > MAX_BODY_BYTES {
        return Err(fault(1, says::sheet_too_large(MAX_BODY_BYTES)));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = before.split(|byte| *byte == b'\n').count() as u64;
        fault(line, says::sheet_not_utf8())
    })?;
    let text = normal(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut reader = ReaderBuilder::new()
        .delimiter(separator(&text))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let first = records.next().ok_or_else(|| fault(1, says::sheet_empty()))?;
    let first = first.map_err(|error| fault(1, says::sheet_unreadable(error)))?;
    let columns = first.iter().map(|name| name.trim().to_owned()).collect();
    let mut table = Table { columns, lines: Vec::new(), sheet: None };
    for record in records {
        let record = record.map_err(|error| fault(0, says::sheet_unreadable(error)))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if table.lines.len() + 1 == MAX_LINES {
            return Err(fault(line, says::sheet_too_long(MAX_LINES - 1)));
        }
        let cells = record.iter().map(str::to_owned).collect();
        table.lines.push(Line { line, cells, notes: Vec::new() });
    }
    Ok(table)
}

/// What splits the first line: of the three the one that stands there most, outside quotes.
fn separator(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0_u32), (b';', 0), (b'\t', 0)];
    for byte in text.bytes().take_while(|byte| *byte != b'\n') {
        quoted ^= byte == b'"';
        for (separator, count) in &mut counts {
            *count += u32::from(!quoted && byte == *separator);
        }
    }
    // Of equal counts the last one is taken; the comma stands first, but for a line without any it is as good.
    counts.into_iter().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| separator)
}
