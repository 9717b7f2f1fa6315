//! Small pieces of WordprocessingML: runs, paragraphs, tables.

use std::fmt::Write as _;

use crate::{ooxml::escape, outline::Run};

/// Text of the page in twentieths of a point: A4 less the margins of 30 mm and 15 mm.
pub(super) const TEXT_WIDTH: u32 = 9355;

pub(super) fn run(run: &Run, xml: &mut String) {
    if run.text.is_empty() {
        return;
    }
    xml.push_str("<w:r>");
    if run.bold || run.italic {
        xml.push_str("<w:rPr>");
        xml.push_str(if run.bold { "<w:b/><w:bCs/>" } else { "" });
        xml.push_str(if run.italic { "<w:i/><w:iCs/>" } else { "" });
        xml.push_str("</w:rPr>");
    }
    xml.push_str("<w:t xml:space=\"preserve\">");
    escape(&run.text, xml);
    xml.push_str("</w:t></w:r>");
}

/// A paragraph of a named style.
pub(super) fn paragraph(style: &str, runs: &[Run], xml: &mut String) {
    paragraph_with(style, "", runs, xml);
}

/// A paragraph of a named style with further properties, in the schema's order.
pub(super) fn paragraph_with(style: &str, properties: &str, runs: &[Run], xml: &mut String) {
    let _ = write!(xml, "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{properties}</w:pPr>");
    for each in runs {
        run(each, xml);
    }
    xml.push_str("</w:p>");
}

/// A paragraph of one run.
pub(super) fn line(style: &str, text: &str, xml: &mut String) {
    paragraph(style, &[Run { text: text.to_owned(), bold: false, italic: false }], xml);
}

/// A drawn line of `length`, centred in a column of `width`: a paragraph's lower border between two indents.
pub(super) fn rule(length: u32, width: u32, xml: &mut String) {
    let side = width.saturating_sub(length) / 2;
    paragraph_with("Rule", &format!("<w:ind w:left=\"{side}\" w:right=\"{side}\"/>"), &[], xml);
}

/// Opens a table of these column widths.
pub(super) fn open_table(widths: &[u32], borders: bool, xml: &mut String) {
    let total: u32 = widths.iter().sum();
    let _ = write!(xml, "<w:tbl><w:tblPr><w:tblW w:w=\"{total}\" w:type=\"dxa\"/>");
    if borders {
        xml.push_str("<w:tblBorders>");
        for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
            let _ = write!(xml, "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>");
        }
        xml.push_str("</w:tblBorders>");
    }
    xml.push_str("<w:tblLayout w:type=\"fixed\"/>");
    let margin = if borders { 85 } else { 0 };
    let _ = write!(
        xml,
        "<w:tblCellMar><w:left w:w=\"{margin}\" w:type=\"dxa\"/><w:right w:w=\"{margin}\" w:type=\"dxa\"/></w:tblCellMar>"
    );
    xml.push_str("</w:tblPr><w:tblGrid>");
    for width in widths {
        let _ = write!(xml, "<w:gridCol w:w=\"{width}\"/>");
    }
    xml.push_str("</w:tblGrid>");
}

/// Opens a cell of this width.
pub(super) fn open_cell(width: u32, centre_vertically: bool, xml: &mut String) {
    let align = if centre_vertically { "<w:vAlign w:val=\"center\"/>" } else { "" };
    let _ = write!(xml, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{align}</w:tcPr>");
}
