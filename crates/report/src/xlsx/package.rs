//! The archive around the sheets.

use std::fmt::Write as _;

use super::{Book, sheet};
use crate::ooxml::{self, DECLARATION, PackFault, escape};

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Packs the parts; the content types come first.
pub(super) fn pack(book: &Book) -> Result<Vec<u8>, PackFault> {
    let (types, workbook, links) = (content_types(book), workbook(book), links(book));
    let properties = ooxml::core_properties(&book.meta);
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), types),
        ("_rels/.rels".to_owned(), include_str!("parts/package.rels").to_owned()),
        ("docProps/core.xml".to_owned(), properties),
        ("xl/workbook.xml".to_owned(), workbook),
        ("xl/_rels/workbook.xml.rels".to_owned(), links),
        ("xl/styles.xml".to_owned(), include_str!("parts/styles.xml").to_owned()),
    ];
    for (place, sheet) in book.sheets.iter().enumerate() {
        parts.push((format!("xl/{}", sheet_part(place)), sheet::write(sheet)));
    }
    ooxml::pack(parts.iter().map(|(name, content)| (name.as_str(), content.as_str())))
}

fn sheet_part(place: usize) -> String {
    format!("worksheets/sheet{}.xml", place + 1)
}

fn content_types(book: &Book) -> String {
    const OF_WORKBOOKS: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut xml = String::from(DECLARATION);
    xml.push_str("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
    xml.push_str(
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
         <Override PartName=\"/docProps/core.xml\" \
         ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    );
    let mut part = |name: &str, kind: &str| {
        let _ = write!(xml, "<Override PartName=\"/xl/{name}\" ContentType=\"{OF_WORKBOOKS}.{kind}+xml\"/>");
    };
    part("workbook.xml", "sheet.main");
    part("styles.xml", "styles");
    for place in 0..book.sheets.len() {
        part(&sheet_part(place), "worksheet");
    }
    xml.push_str("</Types>");
    xml
}

fn workbook(book: &Book) -> String {
    let mut xml = String::from(DECLARATION);
    let _ = write!(
        xml,
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"{RELATIONS}\"><sheets>"
    );
    for (place, sheet) in book.sheets.iter().enumerate() {
        xml.push_str("<sheet name=\"");
        escape(&sheet.name, &mut xml);
        let number = place + 1;
        let _ = write!(xml, "\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
    }
    xml.push_str("</sheets><definedNames>");
    // The names of the columns stand on every page.
    for (place, sheet) in book.sheets.iter().enumerate().filter(|(_, sheet)| sheet.filtered) {
        let _ = write!(xml, "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{place}\">'");
        escape(&sheet.name.replace('\'', "''"), &mut xml);
        xml.push_str("'!$1:$1</definedName>");
    }
    xml.push_str("</definedNames></workbook>");
    xml
}

/// Where each sheet lies; the styles come behind them.
fn links(book: &Book) -> String {
    let mut xml = String::from(DECLARATION);
    xml.push_str("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    let parts = (0..book.sheets.len()).map(|place| (sheet_part(place), "worksheet"));
    for (place, (part, kind)) in parts.chain([("styles.xml".to_owned(), "styles")]).enumerate() {
        let number = place + 1;
        let _ =
            write!(xml, "<Relationship Id=\"rId{number}\" Type=\"{RELATIONS}/{kind}\" Target=\"{part}\"/>");
    }
    xml.push_str("</Relationships>");
    xml
}
