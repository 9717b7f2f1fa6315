//! Writes a workbook (ECMA-376 SpreadsheetML), byte for byte the same for the same report.
//!
//! The markup is written here and not by a library for the reasons it is for Word documents: an archive without the time
//! of day in it. Every text stands in its own cell as an inline string, so that none is taken for a formula, however it
//! begins; one that a spreadsheet would take for a formula when it is typed again is marked as text besides.

mod package;
mod sheet;

use calendar::Instant;

use crate::{ooxml::PackFault, outline::Meta};

/// A row has place for so many letters of one cell, by the limits of spreadsheets.
pub(crate) const MAX_CELL_UNITS: usize = 32_767;
/// A sheet has so many rows, by the same limits.
pub(crate) const MAX_ROWS: usize = 1_048_576;

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum XlsxFault {
    /// It could not be packed.
    #[error(transparent)]
    Pack(#[from] PackFault),
    /// A sheet would have more rows than a sheet can.
    #[error("sheet {sheet} would have {rows} rows, and a sheet has {MAX_ROWS} at most")]
    TooLong {
        /// Its name.
        sheet: String,
        /// How many it would have.
        rows: usize,
    },
}

/// A workbook.
pub(crate) struct Book {
    /// What a file manager shows of it.
    pub(crate) meta: Meta,
    /// Its sheets, in order.
    pub(crate) sheets: Vec<Sheet>,
}

/// A sheet.
pub(crate) struct Sheet {
    /// Its name: at most 31 letters, none of `[]:*?/\`.
    pub(crate) name: String,
    /// Widths of its columns, in digits of the standard letter.
    pub(crate) widths: Vec<u16>,
    /// Whether the first row is a header that stays in view and can be filtered by.
    pub(crate) filtered: bool,
    /// Its rows.
    pub(crate) rows: Vec<Row>,
}

/// A row.
pub(crate) enum Row {
    /// A line that says what follows.
    Title(String),
    /// A line beside no table: what it is about, and what is to be said of it.
    Line(String, String),
    /// Names of columns.
    Header(Vec<String>),
    /// What stands in them.
    Cells(Vec<Value>),
    /// Nothing.
    Blank,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Nothing.
    Empty,
    /// A text, shown as one line of letters a reader can see.
    Text(String),
    /// `value / 10^places`, as a number to reckon with.
    Number {
        /// All its digits.
        value: i64,
        /// How many of them stand behind the point.
        places: u8,
    },
    /// A moment on Vietnam's clocks.
    Moment(Instant),
}

impl Value {
    /// A text; nothing where it is empty.
    pub(crate) fn text(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        if text.is_empty() { Self::Empty } else { Self::Text(text.to_owned()) }
    }

    /// A whole number.
    pub(crate) fn count(count: usize) -> Self {
        Self::Number { value: i64::try_from(count).unwrap_or(i64::MAX), places: 0 }
    }

    /// A moment, where there is one.
    pub(crate) fn moment(at: Option<Instant>) -> Self {
        at.map_or(Self::Empty, Self::Moment)
    }
}

/// The bytes of an `.xlsx` file.
pub(crate) fn write(book: &Book) -> Result<Vec<u8>, XlsxFault> {
    if let Some(long) = book.sheets.iter().find(|sheet| sheet.rows.len() > MAX_ROWS) {
        return Err(XlsxFault::TooLong { sheet: long.name.clone(), rows: long.rows.len() });
    }
    Ok(package::pack(book)?)
}
