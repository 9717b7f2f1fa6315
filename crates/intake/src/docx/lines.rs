//! From blocks to the lines of a letter as its reader takes them: a paragraph is a line, a row of a table one with tabs,
//! and what a table only sets side by side (issuer and motto, recipients and signature) one column after the other.

use unicode_normalization::UnicodeNormalization;

use super::body::{Block, Cell, Table};
use crate::{
    bounds::MAX_LETTER_BYTES,
    paper::{PaperFault, is_part_of_form},
};

/// Widest table whose cells may hold the parts of a letter's form.
const MAX_FORM_COLUMNS: usize = 3;

/// The lines of a letter, one under the other.
#[derive(Default)]
pub(super) struct Lines {
    out: String,
}

impl Lines {
    /// Adds blocks below what is there.
    pub(super) fn add(&mut self, blocks: &[Block]) -> Result<(), PaperFault> {
        for block in blocks {
            match block {
                Block::Paragraph(text) if text.trim().is_empty() => self.blank(),
                Block::Paragraph(text) => text.split('\n').try_for_each(|line| self.line(line))?,
                Block::Table(table) => self.table(table)?,
            }
        }
        Ok(())
    }

    /// Adds one line.
    pub(super) fn line(&mut self, line: &str) -> Result<(), PaperFault> {
        let line = line.trim();
        if line.is_empty() {
            return Ok(());
        }
        if self.out.len() + line.len() > MAX_LETTER_BYTES {
            return Err(PaperFault::TooLong);
        }
        self.out.push_str(line);
        self.out.push('\n');
        Ok(())
    }

    /// A blank line, and never two.
    pub(super) fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// The text in normal form C.
    pub(super) fn text(self) -> String {
        let clean = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
        self.out.trim_end().chars().filter(clean).nfc().collect()
    }

    fn table(&mut self, table: &Table) -> Result<(), PaperFault> {
        if sets_side_by_side(table) {
            for cell in table.rows.iter().flatten().filter(|cell| !cell.goes_on) {
                self.blank();
                self.add(&cell.blocks)?;
            }
            self.blank();
            return Ok(());
        }
        for (at, row) in table.rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| flat(&source(table, at, cell).blocks)).collect();
            self.line(&cells.join("\t"))?;
        }
        Ok(())
    }
}

/// Whether a table is there for the page's sake: one of a single column, one that holds parts of a letter's form, or one
/// without lines in whose cells paragraphs stand.
fn sets_side_by_side(table: &Table) -> bool {
    let cells = || table.rows.iter().flatten();
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    if columns <= 1 {
        return true;
    }
    let form = |cell: &Cell| paragraphs(&cell.blocks).any(|text| text.split('\n').any(is_part_of_form));
    let several = |cell: &Cell| {
        let lines = paragraphs(&cell.blocks).filter(|text| !text.is_empty()).count();
        lines > 1 || cell.blocks.iter().any(|block| matches!(block, Block::Table(_)))
    };
    columns <= MAX_FORM_COLUMNS && (cells().any(form) || !table.ruled && cells().any(several))
}

fn paragraphs(blocks: &[Block]) -> impl Iterator<Item = &str> {
    blocks.iter().filter_map(|block| match block {
        Block::Paragraph(text) => Some(text.as_str()),
        Block::Table(_) => None,
    })
}

/// The cell whose words stand in this one: itself, or the one above that it goes on with. Each row is read by itself, so
/// that whom three rows charge together is charged with each.
fn source<'a>(table: &'a Table, row: usize, cell: &'a Cell) -> &'a Cell {
    if !cell.goes_on {
        return cell;
    }
    let above = table.rows.get(..row).unwrap_or_default().iter().rev();
    above
        .filter_map(|row| row.iter().find(|one| one.column == cell.column))
        .find(|one| !one.goes_on)
        .unwrap_or(cell)
}

/// What stands in a cell, as one line.
fn flat(blocks: &[Block]) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts = blocks.iter().map(|block| match block {
        Block::Paragraph(text) => words(text),
        Block::Table(table) => {
            let cells = table.rows.iter().flatten().map(|cell| flat(&cell.blocks));
            cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" ")
        }
    });
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
