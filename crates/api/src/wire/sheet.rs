//! Sheets of inspections: what each row would do, or did.

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
    /// What is wrong with it.
    pub faults: Vec<CellFault>,
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
    /// What is wrong.
    pub what: String,
}
