//! Headings, paragraphs and tables.

use super::markup::{self, TEXT_WIDTH};
use crate::outline::{Align, Block, Cell, Look, Run, Table};

pub(super) fn write(blocks: &[Block], xml: &mut String) {
    for block in blocks {
        match block {
            Block::Heading { level: 1, text } => markup::line("Heading1", text, xml),
            Block::Heading { text, .. } => markup::line("Heading2", text, xml),
            Block::Paragraph { look: Look::Plain, runs } => markup::paragraph("Body", runs, xml),
            Block::Paragraph { look: Look::Lead, runs } => markup::paragraph("Lead", runs, xml),
            Block::Paragraph { look: Look::Item, runs } => markup::paragraph("Item", &dashed(runs), xml),
            Block::Table(table) => write_table(table, xml),
        }
    }
}

fn dashed(runs: &[Run]) -> Vec<Run> {
    let dash = Run { text: "- ".to_owned(), bold: false, italic: false };
    std::iter::once(dash).chain(runs.iter().cloned()).collect()
}

fn write_table(table: &Table, xml: &mut String) {
    let widths = absolute(&table.widths);
    let (text, head) =
        if table.dense { ("TableSmall", "TableSmallHead") } else { ("TableText", "TableHead") };
    markup::open_table(&widths, true, xml);
    xml.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (width, title) in widths.iter().zip(&table.header) {
        markup::open_cell(*width, true, xml);
        markup::line(head, title, xml);
        xml.push_str("</w:tc>");
    }
    xml.push_str("</w:tr>");
    // All rows but the last stay with the next one where the table is to stand together.
    let last = table.rows.len().saturating_sub(1);
    for (place, row) in table.rows.iter().enumerate() {
        let keep = if table.together && place < last { "<w:keepNext/>" } else { "" };
        xml.push_str(if row.whole { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" } else { "<w:tr>" });
        for (width, cell) in widths.iter().zip(&row.cells) {
            write_cell(cell, *width, text, keep, xml);
        }
        xml.push_str("</w:tr>");
    }
    xml.push_str("</w:tbl>");
    // Two tables that follow each other would grow into one.
    markup::paragraph_with("Rule", "<w:pBdr><w:bottom w:val=\"nil\"/></w:pBdr>", &[], xml);
}

fn write_cell(cell: &Cell, width: u32, style: &str, keep: &str, xml: &mut String) {
    let align = match cell.align {
        Align::Left => "",
        Align::Centre => "<w:jc w:val=\"center\"/>",
    };
    let properties = format!("{keep}{align}");
    markup::open_cell(width, false, xml);
    for runs in &cell.paragraphs {
        markup::paragraph_with(style, &properties, runs, xml);
    }
    if cell.paragraphs.is_empty() {
        markup::paragraph(style, &[], xml);
    }
    xml.push_str("</w:tc>");
}

/// Thousandths of the text's width as twentieths of a point; the last column takes what rounding leaves.
fn absolute(shares: &[u16]) -> Vec<u32> {
    let mut widths: Vec<u32> = shares.iter().map(|share| TEXT_WIDTH * u32::from(*share) / 1000).collect();
    let spent: u32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += TEXT_WIDTH.saturating_sub(spent);
    }
    widths
}
