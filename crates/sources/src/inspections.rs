//! Inspections from a table, pasted or in a workbook: one inspection a row. Each column that is none of the known ones is
//! an item of the checklist.

use std::collections::BTreeMap;

use calendar::{Instant, TimeFault};
use campaign::{ChecklistResult, Said};
use journal::Slug;

use crate::{
    event::FieldFault,
    says,
    table::{Line, MAX_COLUMNS, MAX_LINES, Note, SheetFault, Table, fault, read_table},
    text::one_line,
};

/// Most rows of a sheet: each is a write to the disk.
pub const MAX_ROWS: usize = MAX_LINES - 1;
/// What is told back of a cell that does not fit, in characters.
const MAX_SHOWN_CHARS: usize = 40;
/// Longest private text, in characters.
const MAX_TEXT_CHARS: usize = 2_000;
/// The columns that are no items.
const KNOWN: [&str; 5] = ["obligation", "organisation", "at", "signer", "note"];
/// The columns that every sheet has.
const NEEDED: [&str; 3] = ["obligation", "at", "signer"];

/// What may stand in an item's column; nothing where the item was not looked at.
const RESULTS: [(&str, ChecklistResult); 6] = [
    ("pass", ChecklistResult::Pass),
    ("đạt", ChecklistResult::Pass),
    ("fail", ChecklistResult::Fail),
    ("chưa đạt", ChecklistResult::Fail),
    ("not_applicable", ChecklistResult::NotApplicable),
    ("không áp dụng", ChecklistResult::NotApplicable),
];

/// A sheet of inspections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspections {
    /// The table as it was read.
    pub table: Table,
    /// One inspection or its faults for each of its lines.
    pub rows: Vec<Row>,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line it begins at, from 1.
    pub line: u64,
    /// The inspection, or its faults by column.
    pub says: Result<Inspection, Vec<FieldFault>>,
}

/// An inspection as a row states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// Of which obligation.
    pub obligation: Slug,
    /// Of which organisation; the writer's own where nothing stands there.
    pub organisation: Option<Slug>,
    /// When.
    pub at: Instant,
    /// Who signs for it.
    pub signer: String,
    /// What else there is to say.
    pub note: Option<String>,
    /// What was found, in the order of the columns.
    pub answers: Vec<(Slug, ChecklistResult)>,
}

impl Inspection {
    /// What makes it this inspection and no other, for its id. Who signed and what was noted is no part of it: an id
    /// stands in the journal for good, and a guess at a name must not be provable by it.
    pub fn external_id(&self, about: &Slug) -> String {
        format!("inspection/{about}/{}/{}", self.obligation, self.at)
    }
}

/// Reads a sheet; `sheet` names that of a workbook, whose first one is read otherwise.
pub fn read_inspections(bytes: &[u8], sheet: Option<&str>) -> Result<Inspections, SheetFault> {
    let table = read_table(bytes, sheet)?;
    check_columns(&table.columns)?;
    let rows = table.lines.iter().map(|line| Row { line: line.line, says: read_row(&table.columns, line) });
    Ok(Inspections { rows: rows.collect(), table })
}

/// The names of the columns, each once, those needed among them.
fn check_columns(columns: &[String]) -> Result<(), SheetFault> {
    if columns.len() > MAX_COLUMNS {
        return Err(fault(1, says::too_many_columns(MAX_COLUMNS)));
    }
    if let Some(missing) = NEEDED.iter().find(|name| !columns.iter().any(|column| column == *name)) {
        return Err(fault(1, says::column_missing(missing, KNOWN.join(", "))));
    }
    for (place, column) in columns.iter().enumerate() {
        if columns[..place].contains(column) {
            return Err(fault(1, says::column_twice(column)));
        }
        if !KNOWN.contains(&column.as_str()) && Slug::new(column.clone()).is_err() {
            return Err(fault(1, says::column_unknown(column)));
        }
    }
    Ok(())
}

fn read_row(columns: &[String], line: &Line) -> Result<Inspection, Vec<FieldFault>> {
    let mut faults = Vec::new();
    let mut add = |field: &str, what: Said| faults.push(FieldFault { field: field.to_owned(), what });
    if line.cells.len() != columns.len() {
        add("", says::cells_differ(line.cells.len(), columns.len()));
        return Err(faults);
    }
    for note in line.notes.iter().filter(|note| note.what == Note::ERROR) {
        let column = columns.get(note.column).map_or("", String::as_str);
        add(column, says::cell_error());
    }
    let cells: BTreeMap<&str, &str> =
        columns.iter().map(String::as_str).zip(line.cells.iter().map(|cell| cell.trim())).collect();
    let cell = |name: &str| cells.get(name).copied().filter(|text| !text.is_empty());
    for name in NEEDED.into_iter().filter(|name| cell(name).is_none()) {
        add(name, says::cell_empty());
    }
    let mut slug = |name: &str| {
        let text = cell(name)?;
        Slug::new(text.to_owned())
            .map_err(|_| add(name, says::cell_no_slug(one_line(text, MAX_SHOWN_CHARS))))
            .ok()
    };
    let (obligation, organisation) = (slug("obligation"), slug("organisation"));
    let at =
        cell("at").and_then(|text| Instant::parse_edge(text).map_err(|fault| add("at", no_time(fault))).ok());
    for name in ["signer", "note"] {
        if cell(name).is_some_and(|text| text.chars().count() > MAX_TEXT_CHARS) {
            add(name, says::cell_too_long(MAX_TEXT_CHARS));
        }
    }
    let mut answers = Vec::new();
    for item in columns.iter().filter(|column| !KNOWN.contains(&column.as_str())) {
        let Some(text) = cell(item) else { continue };
        let lower = text.to_lowercase();
        let found = RESULTS.iter().find(|(word, _)| *word == lower).map(|(_, result)| *result);
        match (found, Slug::new(item.clone())) {
            (Some(result), Ok(item)) => answers.push((item, result)),
            _ => add(item, says::cell_none_of(RESULTS.map(|(word, _)| word).join(", "))),
        }
    }
    if answers.is_empty() && faults.is_empty() {
        faults.push(FieldFault { field: String::new(), what: says::answers_nothing() });
    }
    match (obligation, at, cell("signer"), faults.is_empty()) {
        (Some(obligation), Some(at), Some(signer), true) => Ok(Inspection {
            obligation,
            organisation,
            at,
            signer: signer.to_owned(),
            note: cell("note").map(str::to_owned),
            answers,
        }),
        _ => Err(faults),
    }
}

fn no_time(fault: TimeFault) -> Said {
    match fault {
        TimeFault::NoZone(shown) => says::cell_no_zone(shown),
        TimeFault::NotATime(shown) | TimeFault::NotCanonical(shown) => says::cell_no_time(shown),
        // A sheet names no lunar dates.
        TimeFault::OutOfRange | TimeFault::NoSuchLunarDate(..) => says::cell_time_out_of_range(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SHEET: &str = "obligation,at,signer,note,may-no,pin\n\
                         kiem-tra,2027-02-01T08:00:00+07:00,\"Trần, Văn A\",\"hai\ndòng\",đạt,chưa đạt\n";

    #[test]
    fn a_sheet_is_read_however_a_spreadsheet_writes_it() {
        let plain = read_inspections(SHEET.as_bytes(), None).unwrap().rows;
        let inspection = plain[0].says.as_ref().unwrap();
        assert_eq!((plain[0].line, inspection.signer.as_str()), (2, "Trần, Văn A"));
        assert_eq!(inspection.note.as_deref(), Some("hai\ndòng"));
        let found: Vec<ChecklistResult> = inspection.answers.iter().map(|(_, result)| *result).collect();
        assert_eq!(found, [ChecklistResult::Pass, ChecklistResult::Fail]);
        let semicolons = SHEET.replace("Trần, Văn A", "T; A").replace(',', ";").replace('\n', "\r\n");
        let tabs = SHEET.replace("Trần, Văn A", "T A").replace(',', "\t");
        let apart: String = unicode_normalization::UnicodeNormalization::nfd(SHEET).collect();
        for other in [format!("\u{feff}{SHEET}"), semicolons, tabs, apart] {
            let rows = read_inspections(other.as_bytes(), None).unwrap().rows;
            assert_eq!(rows[0].says.as_ref().unwrap().answers, inspection.answers, "{other}");
        }
    }

    #[test]
    fn every_fault_of_a_row_is_told_by_its_column_and_spoils_no_other_row() {
        let sheet =
            format!("{SHEET}Kiểm,08:00,,,tốt,\n,,,,,\nshort,row\nkiem-tra,2027-02-01T08:00:00Z,B,,,\n");
        let rows = read_inspections(sheet.as_bytes(), None).unwrap().rows;
        assert!(rows[0].says.is_ok());
        let told: Vec<(u64, Vec<&str>)> = rows[1..]
            .iter()
            .map(|row| {
                let faults = row.says.as_ref().unwrap_err();
                (row.line, faults.iter().map(|fault| fault.field.as_str()).collect())
            })
            .collect();
        assert_eq!(told, [(4, vec!["signer", "obligation", "at", "may-no"]), (6, vec![""]), (7, vec![""])]);
    }

    #[test]
    fn a_sheet_without_its_columns_is_refused_as_a_whole() {
        let told = |bytes: &[u8]| read_inspections(bytes, None).unwrap_err();
        assert!(told(b"").what.contains("empty"));
        assert!(told(b"obligation,at\n").what.contains("no column signer"));
        assert!(told(b"obligation,at,signer,pin,pin\n").what.contains("twice"));
        assert!(told("obligation,at,signer,Mục\n".as_bytes()).what.contains("Mục"));
        assert_eq!(told(b"obligation,at,signer\n\xff\n").line, 2);
        let rows = "a,b,c\n".repeat(MAX_ROWS + 1);
        assert!(told(format!("obligation,at,signer\n{rows}").as_bytes()).what.contains("more than 1000"));
    }

    proptest! {
        #[test]
        fn any_sheet_is_read_or_refused(rows in "([a-z\",;\t\n ]|đạt|2027-02-01T08:00:00Z){0,80}", bytes in any::<Vec<u8>>()) {
            crate::fuzz::sheet(format!("obligation,at,signer,pin\n{rows}").as_bytes());
            crate::fuzz::sheet(&bytes);
        }
    }
}
