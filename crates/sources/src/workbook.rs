//! Workbooks of spreadsheets (Office Open XML, ECMA-376): the cells of one sheet as text, each with its place.
//!
//! A workbook is a ZIP archive of XML from a stranger: what is unpacked, the rows, the columns and the texts are all
//! bounded, and only the parts that are read are unpacked. Formulas are taken by the value that was computed last, and
//! dates, which have no zone there, at +07:00; both are said.

use std::collections::BTreeMap;

use calendar::Instant;
use campaign::Said;
use intake::{
    archive::{ArchiveFault, Bounds, Parts},
    xml::{self, Part, XmlFault, attribute},
};

use crate::{
    says,
    table::{Line, MAX_COLUMNS, MAX_LINES, Note, SheetFault},
    text::one_line,
};

/// Largest workbook taken, in bytes.
pub const MAX_WORKBOOK_BYTES: usize = 2 * 1024 * 1024;
/// What is unpacked of it: a sheet of a thousand rows takes a hundredth of the bytes.
const BOUNDS: Bounds = Bounds { parts: 2_000, bytes: 16 * 1024 * 1024 };
/// Most texts that cells share.
const MAX_SHARED: usize = 200_000;
/// Longest text of a cell, in characters: what a spreadsheet lets a cell hold.
const MAX_CELL_CHARS: usize = 32_767;
/// Most merged areas.
const MAX_MERGED: usize = 10_000;
/// Most cells that merged areas fill.
const MAX_FILLED: usize = MAX_LINES * MAX_COLUMNS;
/// Days between 30 December 1899, where counting begins, and 1970.
const DAYS_TO_1970: i64 = 25_569;
/// How much later counting begins in workbooks of old Macintoshes.
const DAYS_OF_1904: i64 = 1_462;
/// The last day that a serial number may name: 31 December 9999.
const MAX_SERIAL: f64 = 2_958_465.99;
const DAY_MS: f64 = 86_400_000.0;
/// Vietnam's clocks are so far ahead.
const VIETNAM_MS: i64 = 7 * 3_600 * 1_000;

/// What was read of a workbook.
pub struct Workbook {
    /// The sheet that was read.
    pub sheet: String,
    /// Every sheet there is.
    pub sheets: Vec<String>,
    /// The lines with something in them; cells by their column from 0.
    pub lines: Vec<Line>,
}

/// Whether the bytes are an archive, as workbooks are.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads the sheet of this name, or the first one.
pub fn read_workbook(bytes: &[u8], wanted: Option<&str>) -> Result<Workbook, SheetFault> {
    if bytes.len() > MAX_WORKBOOK_BYTES {
        return Err(fault(says::book_too_large(MAX_WORKBOOK_BYTES)));
    }
    let mut parts = Parts::open(bytes, BOUNDS).map_err(unread)?;
    let book = Book::read(&need(&mut parts, "xl/workbook.xml")?)?;
    let links = read_links(&need(&mut parts, "xl/_rels/workbook.xml.rels")?)?;
    let sheets: Vec<String> = book.sheets.iter().map(|(name, _)| name.clone()).collect();
    let found = match wanted {
        None => book.sheets.first(),
        Some(wanted) => book.sheets.iter().find(|(name, _)| name == wanted),
    };
    let Some((sheet, link)) = found else {
        let there = sheets.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ");
        return Err(fault(says::book_no_sheet(there)));
    };
    let path = links.get(link).ok_or_else(|| fault(says::book_no_place()))?;
    let shared =
        parts.find("xl/sharedStrings.xml").map_err(unread)?.map(|xml| read_shared(&xml)).transpose()?;
    let dates = parts.find("xl/styles.xml").map_err(unread)?.map(|xml| read_date_styles(&xml)).transpose()?;
    let xml = need(&mut parts, path)?;
    let reading = Reading {
        shared: shared.unwrap_or_default(),
        dates: dates.unwrap_or_default(),
        since_1904: book.since_1904,
    };
    Ok(Workbook { sheet: sheet.clone(), sheets, lines: reading.lines(&xml)? })
}

/// The name of a cell, as `B7`: columns from 0, lines from 1.
pub fn cell_name(column: usize, line: u64) -> String {
    let (mut letters, mut rest) = (Vec::new(), column + 1);
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &line.to_string()
}

/// Column from 0 and line from 1 of a cell's name.
fn place(name: &str) -> Option<(usize, u64)> {
    let digits = name.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, line) = name.split_at(digits);
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|letter| letter.is_ascii_uppercase()) {
        return None;
    }
    let column = letters.bytes().fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    let line = line.parse().ok().filter(|line| (1..=1_048_576).contains(line))?;
    Some((column - 1, line))
}

fn fault(what: impl Into<Said>) -> SheetFault {
    SheetFault { line: 0, what: what.into() }
}

impl From<XmlFault> for SheetFault {
    fn from(error: XmlFault) -> Self {
        fault(says::book_damaged(error))
    }
}

fn unread(unread: ArchiveFault) -> SheetFault {
    fault(match unread {
        ArchiveFault::NotOpened => says::book_not_opened(),
        ArchiveFault::TooManyParts => says::book_too_many_parts(BOUNDS.parts),
        ArchiveFault::NotUnpacked(part) => says::book_not_unpacked(one_line(&part, 60)),
        ArchiveFault::UnpacksLarge => says::book_unpacks_large(BOUNDS.bytes),
    })
}

/// As [`xml::walk`], with the faults of a sheet.
fn walk(xml: &[u8], each: impl FnMut(Part<'_>) -> Result<(), SheetFault>) -> Result<(), SheetFault> {
    xml::walk(xml, each)
}

fn need(parts: &mut Parts<'_>, path: &str) -> Result<Vec<u8>, SheetFault> {
    let shown = one_line(path, 60);
    parts.find(path).map_err(unread)?.ok_or_else(|| fault(says::book_incomplete(shown)))
}

/// `xl/workbook.xml`.
#[derive(Default)]
struct Book {
    /// Names, and the links to where they are.
    sheets: Vec<(String, String)>,
    since_1904: bool,
}

impl Book {
    fn read(xml: &[u8]) -> Result<Self, SheetFault> {
        let mut book = Self::default();
        walk(xml, |part| {
            let Part::Open(tag) = part else { return Ok(()) };
            match tag.local_name().as_ref() {
                b"sheet" => {
                    let link = tag.attributes().flatten().find(|one| one.key.as_ref().ends_with(b":id"));
                    let link =
                        link.and_then(|one| one.unescape_value().ok()).unwrap_or_default().into_owned();
                    book.sheets.push((one_line(&attribute(tag, "name").unwrap_or_default(), 100), link));
                }
                b"workbookPr" => {
                    let value = attribute(tag, "date1904");
                    book.since_1904 = matches!(value.as_deref(), Some("1" | "true"));
                }
                _ => {}
            }
            Ok(())
        })?;
        if book.sheets.len() > BOUNDS.parts {
            return Err(fault(says::book_too_many_sheets()));
        }
        Ok(book)
    }
}

/// Where each link of the workbook leads to, as a path of the archive.
fn read_links(xml: &[u8]) -> Result<BTreeMap<String, String>, SheetFault> {
    let mut links = BTreeMap::new();
    walk(xml, |part| {
        if let Part::Open(tag) = part
            && tag.local_name().as_ref() == b"Relationship"
            && let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target"))
        {
            let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            links.insert(id, path);
        }
        Ok(())
    })?;
    Ok(links)
}

/// `xl/sharedStrings.xml`: the texts, without the readings that East Asian spreadsheets add.
fn read_shared(xml: &[u8]) -> Result<Vec<String>, SheetFault> {
    let mut shared: Vec<String> = Vec::new();
    let (mut in_text, mut in_reading) = (false, false);
    walk(xml, |part| {
        match part {
            Part::Open(tag) => match tag.local_name().as_ref() {
                b"si" if shared.len() == MAX_SHARED => {
                    return Err(fault(says::book_too_many_texts(MAX_SHARED)));
                }
                b"si" => shared.push(String::new()),
                b"rPh" => in_reading = true,
                b"t" => in_text = !in_reading,
                _ => {}
            },
            Part::Close(b"rPh") => in_reading = false,
            Part::Close(b"t") => in_text = false,
            Part::Text(text) if in_text => {
                if let Some(last) = shared.last_mut() {
                    last.push_str(text);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(shared)
}

/// `xl/styles.xml`: which of the cells' styles show a date.
fn read_date_styles(xml: &[u8]) -> Result<Vec<bool>, SheetFault> {
    let (mut own, mut styles, mut in_cells) = (BTreeMap::new(), Vec::new(), false);
    walk(xml, |part| {
        match part {
            Part::Open(tag) => match tag.local_name().as_ref() {
                b"numFmt" => {
                    if let (Some(id), Some(code)) = (attribute(tag, "numFmtId"), attribute(tag, "formatCode"))
                    {
                        own.insert(id, is_date_format(&code));
                    }
                }
                b"cellXfs" => in_cells = true,
                b"xf" if in_cells => {
                    let id = attribute(tag, "numFmtId").unwrap_or_default();
                    styles.push(own.get(&id).copied().unwrap_or_else(|| is_date_number(&id)));
                }
                _ => {}
            },
            Part::Close(b"cellXfs") => in_cells = false,
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}

/// The formats that every spreadsheet knows by number.
fn is_date_number(id: &str) -> bool {
    matches!(id.parse::<u32>(), Ok(14..=22 | 27..=36 | 45..=47 | 50..=58))
}

/// Whether a format shows days or hours, outside quotes, brackets and what a stroke escapes.
fn is_date_format(code: &str) -> bool {
    let (mut quoted, mut bracketed, mut escaped) = (false, false, false);
    for letter in code.chars() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match letter {
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            'd' | 'D' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' if !bracketed => return true,
            _ => {}
        }
    }
    false
}

/// What the cells of a sheet are read by.
struct Reading {
    shared: Vec<String>,
    dates: Vec<bool>,
    since_1904: bool,
}

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    place: Option<(usize, u64)>,
    kind: String,
    style: usize,
    has_formula: bool,
    value: String,
}

impl Reading {
    fn lines(&self, xml: &[u8]) -> Result<Vec<Line>, SheetFault> {
        let mut lines: BTreeMap<u64, Line> = BTreeMap::new();
        let (mut cell, mut in_value, mut next) = (None::<Cell>, false, (0, 1_u64));
        let mut merged = Vec::new();
        walk(xml, |part| {
            match part {
                Part::Open(tag) => match tag.local_name().as_ref() {
                    b"row" => {
                        let number = attribute(tag, "r").and_then(|text| text.parse().ok());
                        next = (0, number.unwrap_or(next.1));
                    }
                    b"c" => {
                        let named = attribute(tag, "r").and_then(|name| place(&name)).unwrap_or(next);
                        next = (named.0 + 1, named.1);
                        cell = Some(Cell {
                            place: Some(named),
                            kind: attribute(tag, "t").unwrap_or_default(),
                            style: attribute(tag, "s").and_then(|text| text.parse().ok()).unwrap_or(0),
                            ..Cell::default()
                        });
                    }
                    b"f" => {
                        if let Some(cell) = &mut cell {
                            cell.has_formula = true;
                        }
                    }
                    b"v" | b"t" => in_value = true,
                    b"mergeCell" if merged.len() < MAX_MERGED => {
                        merged.extend(attribute(tag, "ref").and_then(|area| read_area(&area)));
                    }
                    _ => {}
                },
                Part::Text(text) if in_value => {
                    if let Some(cell) = &mut cell {
                        cell.value.push_str(text);
                    }
                }
                Part::Close(b"v" | b"t") => in_value = false,
                Part::Close(b"c") => {
                    if let Some(cell) = cell.take() {
                        self.put(&mut lines, &cell)?;
                    }
                }
                Part::Close(b"row") => next.1 += 1,
                _ => {}
            }
            Ok(())
        })?;
        fill(&mut lines, &merged);
        Ok(lines.into_values().filter(|line| line.cells.iter().any(|cell| !cell.trim().is_empty())).collect())
    }

    /// Puts a cell where it belongs.
    fn put(&self, lines: &mut BTreeMap<u64, Line>, cell: &Cell) -> Result<(), SheetFault> {
        let Some((column, number)) = cell.place else { return Ok(()) };
        let (text, note) = self.text(cell);
        if text.trim().is_empty() && note.is_none() {
            return Ok(());
        }
        let told = |what: Said| SheetFault { line: number, what };
        if column >= MAX_COLUMNS {
            return Err(told(says::beyond_columns(cell_name(column, number), MAX_COLUMNS)));
        }
        if lines.len() == MAX_LINES && !lines.contains_key(&number) {
            return Err(told(says::sheet_too_long(MAX_LINES - 1)));
        }
        let line = lines.entry(number).or_insert_with(|| Line { line: number, ..Line::default() });
        if line.cells.len() <= column {
            line.cells.resize(column + 1, String::new());
        }
        line.notes.extend(note.map(|what| Note { column, what }));
        if cell.has_formula {
            line.notes.push(Note { column, what: Note::FORMULA.to_owned() });
        }
        line.cells[column] = text;
        Ok(())
    }

    /// The text of a cell, and what is to be said of it.
    fn text(&self, cell: &Cell) -> (String, Option<String>) {
        let bounded = |text: &str| text.chars().take(MAX_CELL_CHARS).collect::<String>();
        match cell.kind.as_str() {
            "s" => {
                let shared = cell.value.trim().parse::<usize>().ok().and_then(|place| self.shared.get(place));
                (shared.map(|text| bounded(text)).unwrap_or_default(), None)
            }
            "b" => (if cell.value.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(), None),
            "e" => (bounded(&cell.value), Some(Note::ERROR.to_owned())),
            "str" | "inlineStr" => (bounded(&cell.value), None),
            // ISO 8601, which some programs write instead of a number; without a zone it is none that is taken.
            "d" => (bounded(&cell.value), None),
            _ => {
                let is_date = self.dates.get(cell.style).copied().unwrap_or(false);
                match cell.value.trim().parse::<f64>() {
                    Ok(serial) if is_date && (0.0..=MAX_SERIAL).contains(&serial) => {
                        (self.moment(serial).edge(), Some(Note::DATE.to_owned()))
                    }
                    Ok(number) if number.is_finite() => (number_text(number), None),
                    _ => (bounded(&cell.value), None),
                }
            }
        }
    }

    /// The moment that a serial number names on Vietnam's clocks, to the second: what is finer is rounding.
    fn moment(&self, serial: f64) -> Instant {
        let first = if self.since_1904 { DAYS_OF_1904 } else { 0 } - DAYS_TO_1970;
        let ms = ((serial * DAY_MS / 1_000.0).round() * 1_000.0) as i64;
        Instant::from_ms(first * 86_400_000 + ms - VIETNAM_MS)
    }
}

/// A number as a person types it.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 9.0e15 {
        format!("{}", number as i64)
    } else {
        number.to_string()
    }
}

type Area = ((usize, u64), (usize, u64));

fn read_area(text: &str) -> Option<Area> {
    let (from, to) = text.split_once(':')?;
    let (from, to) = (place(from)?, place(to)?);
    (from.0 <= to.0 && from.1 <= to.1).then_some((from, to))
}

/// A merged area shows the value of its first cell: so does every cell of it that is read.
fn fill(lines: &mut BTreeMap<u64, Line>, merged: &[Area]) {
    let mut left = MAX_FILLED;
    for ((first, from), (last, to)) in merged {
        let value = lines.get(from).and_then(|line| line.cells.get(*first)).cloned();
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { continue };
        for (number, line) in lines.range_mut(from..=to) {
            for column in *first..=(*last).min(MAX_COLUMNS - 1) {
                if left == 0 {
                    return;
                }
                left -= 1;
                if (column, *number) == (*first, *from) {
                    continue;
                }
                if line.cells.len() <= column {
                    line.cells.resize(column + 1, String::new());
                }
                line.cells[column].clone_from(&value);
                line.notes.push(Note { column, what: Note::MERGED.to_owned() });
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use intake::fuzz::archive_of;

    use crate::fuzz::{BOOK, LINKS};
    use proptest::prelude::*;

    const STYLES: &[u8] = b"<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\\ hh:mm\"/>\
        <numFmt numFmtId=\"165\" formatCode=\"0.0\\d&quot;ngay&quot;[Red]\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/>\
        </cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"22\"/>\
        </cellXfs></styleSheet>";
    const SHARED: &str =
        "<sst><si><t>Trần &amp; Lê</t></si><si><r><t>đ</t></r><r><t>ạt</t></r><rPh><t>x</t></rPh></si></sst>";

    fn book(sheet: &str) -> Vec<u8> {
        let sheet = format!("<worksheet><sheetData>{sheet}</worksheet>");
        let other = "<worksheet><sheetData><row><c t=\"str\"><v>khác</v></c></row></sheetData></worksheet>";
        archive_of(&[
            ("xl/workbook.xml", BOOK),
            ("xl/_rels/workbook.xml.rels", LINKS),
            ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
            ("xl/worksheets/sheet2.xml", other.as_bytes()),
            ("xl/styles.xml", STYLES),
            ("xl/sharedStrings.xml", SHARED.as_bytes()),
        ])
    }

    fn lines(sheet: &str) -> Vec<Line> {
        read_workbook(&book(sheet), None).unwrap().lines
    }

    #[test]
    fn cells_are_read_as_a_person_sees_them() {
        let lines = lines(
            "<row r=\"2\"><c r=\"B2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>1</v></c><c r=\"D2\"><v>12</v></c>\
             <c r=\"E2\"><v>0.25</v></c><c r=\"F2\" t=\"b\"><v>1</v></c><c r=\"G2\" s=\"2\"><v>3.5</v></c></row>\
             <row><c s=\"1\"><v>46054.291666666664</v></c><c s=\"3\"><f>A1+1</f><v>46055</v></c>\
             <c t=\"e\"><v>#REF!</v></c><c t=\"inlineStr\"><is><t>tại chỗ</t></is></c></row></sheetData>",
        );
        assert_eq!(lines[0].cells, ["", "Trần & Lê", "đạt", "12", "0.25", "TRUE", "3.5"]);
        assert_eq!(lines[1].line, 3);
        assert_eq!(
            lines[1].cells,
            ["2026-02-01T07:00:00+07:00", "2026-02-02T00:00:00+07:00", "#REF!", "tại chỗ"]
        );
        let notes: Vec<(usize, &str)> =
            lines[1].notes.iter().map(|note| (note.column, note.what.as_str())).collect();
        assert_eq!(notes, [(0, Note::DATE), (1, Note::DATE), (1, Note::FORMULA), (2, Note::ERROR)]);
    }

    #[test]
    fn a_merged_area_shows_its_value_in_every_cell() {
        let lines = lines(
            "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>trạm</v></c><c r=\"C1\"><v>1</v></c></row>\
             <row r=\"2\"><c r=\"C2\"><v>2</v></c></row></sheetData>\
             <mergeCells><mergeCell ref=\"A1:B2\"/><mergeCell ref=\"B9:A1\"/></mergeCells>",
        );
        assert_eq!(lines[0].cells, ["trạm", "trạm", "1"]);
        assert_eq!(lines[1].cells, ["trạm", "trạm", "2"]);
        assert_eq!(lines[1].notes.len(), 2);
    }

    #[test]
    fn a_sheet_is_found_by_its_name_and_the_others_are_named_where_there_is_none() {
        let book = book("</sheetData>");
        let read = read_workbook(&book, Some("Tờ 2")).unwrap();
        assert_eq!((read.lines[0].cells[0].as_str(), read.sheets.len()), ("khác", 2));
        let told = read_workbook(&book, Some("Tờ 3")).err().unwrap().what;
        assert!(told.contains("\"Tờ 1\", \"Tờ 2\""), "{told}");
    }

    #[test]
    fn what_would_fill_the_memory_is_refused() {
        let told = |bytes: &[u8]| read_workbook(bytes, None).err().unwrap().to_string();
        let bomb = format!("<row>{}</row></sheetData>", " ".repeat(BOUNDS.bytes as usize));
        let bomb = book(&bomb);
        assert!(bomb.len() < 200_000, "{}", bomb.len());
        assert!(told(&bomb).contains("unpacks to more than"));
        assert!(told(&vec![0; MAX_WORKBOOK_BYTES + 1]).contains("larger than"));
        let row = |n: usize| format!("<row r=\"{n}\"><c r=\"A{n}\"><v>1</v></c></row>");
        let rows: String = (1..=MAX_LINES + 1).map(row).collect();
        assert_eq!(
            told(&book(&format!("{rows}</sheetData>"))),
            "line 1002: the sheet has more than 1000 rows; split it"
        );
        let far = "<row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row></sheetData>";
        assert!(told(&book(far)).contains("XFD1 lies beyond"));
        // A sheet whose rows are all there and blank is no large sheet.
        let blank = |n: usize| format!("<row r=\"{n}\"><c r=\"A{n}\" s=\"1\"/></row>");
        let blank: String = (1..5_000).map(blank).collect();
        assert!(lines(&format!("{blank}</sheetData>")).is_empty());
    }

    #[test]
    fn what_is_no_workbook_is_told() {
        let told = |bytes: &[u8]| read_workbook(bytes, None).err().unwrap().to_string();
        assert!(told(b"PK\x03\x04").contains("cannot be opened"));
        assert!(told(&archive_of(&[("word/document.xml", b"<a/>")])).contains("no xl/workbook.xml"));
        let mut torn = book("</sheetData>");
        torn.truncate(torn.len() / 2);
        assert!(told(&torn).contains("cannot be opened"));
        let broken = archive_of(&[("xl/workbook.xml", b"<a b=></"), ("xl/_rels/workbook.xml.rels", LINKS)]);
        assert!(read_workbook(&broken, None).is_err());
    }

    #[test]
    fn a_cell_has_a_name_and_the_name_leads_back() {
        for (column, line, name) in
            [(0, 1, "A1"), (25, 7, "Z7"), (26, 7, "AA7"), (701, 1, "ZZ1"), (16_383, 2, "XFD2")]
        {
            assert_eq!(cell_name(column, line), name);
            assert_eq!(place(name), Some((column, line)));
        }
        for name in ["", "A", "7", "a1", "AAAA1", "A0", "A1048577", "A1B"] {
            assert_eq!(place(name), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn any_workbook_is_read_or_refused(
            xml in "(<(row|c|v|f|is|t|si|mergeCell|xf|cellXfs)( (r|s|t|ref)=\"([A-Z]{1,2}[0-9]{1,3}|[0-9]{1,3}|s|b|A1:B3)\")?/?>|</(row|c|v|si)>|[0-9]{1,6}|&amp;|&x;){0,40}",
            bytes in any::<Vec<u8>>()
        ) {
            crate::fuzz::workbook(xml.as_bytes());
            crate::fuzz::workbook(&bytes);
        }
    }
}
