//! Sheets of inspections: what each row would do, or did.

use std::collections::BTreeMap;

use calendar::Instant;
use campaign::Said;
use serde::Serialize;
use utoipa::ToSchema;

use super::ReceiptView;

/// What became of the rows of a sheet, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct SheetView {
    /// Rows that are facts from now on, or would be.
    pub recorded: usize,
    /// Rows that were facts before.
    pub repeated: usize,
    /// Rows with faults.
    pub faulty: usize,
    /// One result a row; rows without any cell are left out.
    pub rows: Vec<RowView>,
    /// The sheet that was read, where it is a workbook.
    pub sheet: Option<String>,
    /// Every sheet of the workbook.
    pub sheets: Vec<String>,
}

/// What became of a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowView {
    /// The line it begins at, from 1.
    pub line: u64,
    /// What became of it.
    pub outcome: RowOutcome,
    /// That it is durable; the first receipt where it was recorded before.
    pub receipt: Option<ReceiptView>,
    /// What was read of it, where it can be read.
    pub read: Option<RowRead>,
    /// What is wrong with it.
    pub faults: Vec<CellFault>,
    /// What is to be said of cells that are not at fault.
    pub notes: Vec<CellNote>,
}

/// An inspection as a row states it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RowRead {
    /// Of which obligation.
    pub obligation: String,
    /// Of which organisation; the viewer's own where nothing stands there.
    pub organisation: Option<String>,
    /// When.
    #[schema(value_type = String)]
    pub at: Instant,
    /// Who signs for it.
    pub signer: String,
    /// What was found.
    pub items: Vec<ItemView>,
}

/// What was found at an item of the checklist.
#[derive(Debug, Serialize, ToSchema)]
pub struct ItemView {
    /// Which item.
    pub item: String,
    /// `pass`, `fail` or `not_applicable`.
    pub result: String,
}

/// What is to be said of a cell that is not at fault.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellNote {
    /// The column.
    pub column: String,
    /// The name of the cell, as `B7`, where it is a workbook's.
    pub cell: Option<String>,
    /// `formula`: taken by the value that was computed last. `local_date`: a date without a zone, taken at +07:00.
    /// `merged`: the value of the merged area it belongs to.
    pub what: String,
}

/// What can become of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// It would be recorded.
    WouldBeRecorded,
    /// It is a fact from now on.
    Recorded,
    /// It was a fact before.
    Repeated,
    /// It has faults; the other rows are not touched by them.
    Faulty,
}

/// What is wrong with a row.
#[derive(Debug, Serialize, ToSchema)]
pub struct CellFault {
    /// The column; empty where the row as a whole is meant.
    pub column: String,
    /// The name of the cell, as `B7`, where it is a workbook's.
    pub cell: Option<String>,
    /// What is wrong, in English.
    pub what: String,
    /// Stable code of that sentence, for other languages; absent where there is English alone.
    pub code: Option<&'static str>,
    /// What the sentence is filled with.
    pub args: BTreeMap<&'static str, String>,
}

impl CellFault {
    /// What is wrong with the cell of a column, whose name is not known yet.
    pub fn new(column: String, said: Said) -> Self {
        Self { column, cell: None, what: said.as_str().to_owned(), code: said.code, args: said.args() }
    }
}
