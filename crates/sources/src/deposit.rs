//! Files that another system puts into a folder: each line of a table, and each object of a JSON file, is an event that
//! the mapping reads as it reads the body of a webhook. In a table the paths of the mapping are names of columns.

use calendar::Instant;
use campaign::Said;
use serde_json::{Map, Value};

use crate::{
    event::FieldFault,
    mapping::Mapping,
    reading::{MAX_BODY_BYTES, MAX_EVENTS, Reading, Says},
    says,
    table::{MAX_LINES, Note, Table, read_table},
    webhook,
    workbook::MAX_WORKBOOK_BYTES,
};

/// Largest file taken.
pub const MAX_DEPOSIT_BYTES: usize = MAX_WORKBOOK_BYTES;
/// Most events of a file.
pub const MAX_DEPOSITED: usize = MAX_LINES - 1;
const _: () = assert!(MAX_DEPOSITED >= MAX_EVENTS, "a file holds at least what a body holds");

/// What a file is, by the end of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DepositKind {
    /// Text split into columns, or a workbook.
    Table,
    /// An object, or a list of objects.
    Json,
}

/// An event of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposited {
    /// The line it begins at, or its place in the list, from 1.
    pub line: u64,
    /// What it says.
    pub reading: Reading,
}

/// What does not fit in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DepositFault {
    /// The line, or the place in the list, from 1; 0 where the file as a whole is meant.
    pub line: u64,
    /// The name of the cell, in a workbook.
    pub cell: Option<String>,
    /// The field: a column, or a path.
    pub field: String,
    /// What is wrong.
    pub what: Said,
}

impl DepositKind {
    /// The kind of a file of this name; none for what is not taken.
    pub fn of(name: &str) -> Option<Self> {
        let (_, end) = name.rsplit_once('.')?;
        match end.to_ascii_lowercase().as_str() {
            "csv" | "tsv" | "xlsx" => Some(Self::Table),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

impl DepositFault {
    fn whole(line: u64, what: impl Into<Said>) -> Self {
        Self { line, cell: None, field: String::new(), what: what.into() }
    }
}

/// Reads a file: all of it, or every fault of it. What no rule knows is no fault.
pub fn read_deposit(
    kind: DepositKind,
    mapping: &Mapping,
    bytes: &[u8],
    now: Instant,
) -> Result<Vec<Deposited>, Vec<DepositFault>> {
    let (objects, table) = match kind {
        DepositKind::Json => (of_json(bytes).map_err(|fault| vec![fault])?, None),
        DepositKind::Table => {
            let table = read_table(bytes, None);
            let table = table.map_err(|fault| vec![DepositFault::whole(fault.line, fault.what)])?;
            (of_table(&table)?, Some(table))
        }
    };
    let (mut events, mut faults) = (Vec::with_capacity(objects.len()), Vec::new());
    for (line, object) in objects {
        let reading = webhook::read(&object, mapping, now);
        match &reading.says {
            Says::Faulty(found) => {
                faults.extend(found.iter().map(|one| located(table.as_ref(), line, one)));
            }
            _ => events.push(Deposited { line, reading }),
        }
    }
    if faults.is_empty() { Ok(events) } else { Err(faults) }
}

fn located(table: Option<&Table>, line: u64, fault: &FieldFault) -> DepositFault {
    let cell = table.and_then(|table| table.cell(table.place(&fault.field)?, line));
    DepositFault { line, cell, field: fault.field.clone(), what: fault.what.clone() }
}

fn of_json(bytes: &[u8]) -> Result<Vec<(u64, Value)>, DepositFault> {
    if bytes.len() > MAX_BODY_BYTES {
        return Err(DepositFault::whole(0, format!("the file is larger than {MAX_BODY_BYTES} bytes")));
    }
    let document: Value = serde_json::from_slice(bytes).map_err(|fault| {
        DepositFault::whole(fault.line() as u64, format!("is no JSON at column {}", fault.column()))
    })?;
    let objects = match document {
        Value::Array(objects) => objects,
        object => vec![object],
    };
    if objects.len() > MAX_DEPOSITED {
        return Err(DepositFault::whole(
            0,
            format!("the file holds more than {MAX_DEPOSITED} events; split it"),
        ));
    }
    let numbered: Vec<(u64, Value)> = (1..).zip(objects).collect();
    match numbered.iter().find(|(_, object)| !object.is_object()) {
        Some((place, _)) => Err(DepositFault::whole(*place, "is no JSON object")),
        None => Ok(numbered),
    }
}

fn of_table(table: &Table) -> Result<Vec<(u64, Value)>, Vec<DepositFault>> {
    let (mut objects, mut faults) = (Vec::new(), Vec::new());
    for line in &table.lines {
        if line.cells.len() != table.columns.len() {
            let what = says::cells_differ(line.cells.len(), table.columns.len());
            faults.push(DepositFault::whole(line.line, what));
            continue;
        }
        for note in line.notes.iter().filter(|note| note.what == Note::ERROR) {
            faults.push(DepositFault {
                line: line.line,
                cell: table.cell(note.column, line.line),
                field: table.columns[note.column].clone(),
                what: says::cell_error(),
            });
        }
        let cells = table.columns.iter().zip(&line.cells).map(|(name, cell)| {
            let cell = cell.trim();
            (name.clone(), if cell.is_empty() { Value::Null } else { Value::String(cell.to_owned()) })
        });
        objects.push((line.line, Value::Object(cells.collect::<Map<_, _>>())));
    }
    if faults.is_empty() { Ok(objects) } else { Err(faults) }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use crate::{mapping_file::parse_mapping, reading::Kind};
    use proptest::prelude::*;

    const MAPPING: &str = "[event]\nid = \"ma\"\nstate = \"trang_thai\"\ndown = [\"mất\"]\nup = [\"có\"]\ntime = \"luc\"\n\
                           [[target]]\nis = \"sn-loi\"\nwhen = { tram = \"core-1\" }\n";

    fn read(name: &str, text: &str) -> Result<Vec<Deposited>, Vec<DepositFault>> {
        let mapping = parse_mapping(MAPPING, "map.toml", Kind::Folder).unwrap();
        let now = Instant::parse("2027-02-05T17:00:00.000Z").unwrap();
        read_deposit(DepositKind::of(name).unwrap(), &mapping, text.as_bytes(), now)
    }

    #[test]
    fn a_table_and_a_list_of_objects_say_the_same() {
        let table =
            read("a.CSV", "ma;tram;trang_thai;luc\n7;core-1;mất;2027-02-05T16:00:00Z\n8;core-9;?;?\n")
                .unwrap();
        let json = read(
            "a.json",
            r#"[{"ma":7,"tram":"core-1","trang_thai":"mất","luc":"2027-02-05T16:00:00Z"},{"ma":8,"tram":"core-9"}]"#,
        )
        .unwrap();
        assert!(matches!(&table[0].reading.says, Says::Turned { target, .. } if target.as_str() == "sn-loi"));
        assert!(matches!(table[1].reading.says, Says::Unmatched(_)));
        let readings =
            |events: &[Deposited]| events.iter().map(|one| one.reading.clone()).collect::<Vec<_>>();
        assert_eq!(readings(&table), readings(&json));
        assert_eq!((table[0].line, json[0].line), (2, 1));
    }

    #[test]
    fn every_fault_names_line_and_field_and_spoils_the_file() {
        let told = |name: &str, text: &str| {
            let faults = read(name, text).unwrap_err();
            faults.iter().map(|fault| (fault.line, fault.field.clone())).collect::<Vec<_>>()
        };
        let text = "ma,tram,trang_thai,luc\n7,core-1,mất,2027-02-05T16:00:00Z\n,core-1,?,hôm qua\n";
        assert_eq!(
            told("a.csv", text),
            [(3, "ma".to_owned()), (3, "trang_thai".to_owned()), (3, "luc".to_owned())]
        );
        assert_eq!(told("a.csv", "ma,tram\n1\n"), [(2, String::new())]);
        assert_eq!(told("a.json", "[{},3]"), [(2, String::new())]);
        assert_eq!(told("a.json", "{\n\"a\":"), [(2, String::new())]);
        assert_eq!(told("a.xlsx", "PK\u{3}\u{4}"), [(0, String::new())]);
        for name in ["a", "a.txt", ".csv~", "a.csv.part", "csv"] {
            assert_eq!(DepositKind::of(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_file_is_read_or_refused(text in "(ma|tram|core-1|mất|[0-9]{1,4}|[,;\n\t\"{}:\\[\\]]){0,60}") {
            for name in ["a.csv", "a.json"] {
                if let Err(faults) = read(name, &text) {
                    prop_assert!(!faults.is_empty());
                }
            }
        }
    }
}
