//! The text of a letter from what its pages draw: rows from letters, tables from the lines that rule them, columns,
//! paragraphs from rows.
//!
//! A pdf says where each letter stands and nothing of words, lines or paragraphs. What is made of them here follows how
//! offices set letters: the form in two columns, running text between two edges, first lines set in, numbers and dashes
//! before items.

mod columns;
mod flow;
mod grid;
mod rows;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::page::Page;
use unicode_normalization::UnicodeNormalization;

use self::{
    columns::{Item, column, items},
    grid::{Grid, grids},
    rows::{Row, has_spaces, rows},
    sheet::{Letter, upright},
};
use super::pen::PageDrawn;
use crate::{
    bounds::MAX_LETTER_BYTES,
    paper::{PaperFault, is_part_of_form},
};

/// Widest table whose cells may hold the parts of a letter's form.
const MAX_FORM_COLUMNS: usize = 3;

/// One page, as items from top to bottom.
#[derive(Debug, Default)]
struct PageItems {
    width: f64,
    items: Vec<Item>,
}

/// The pages of a letter so far.
#[derive(Default)]
pub(super) struct Pages {
    pages: Vec<PageItems>,
    /// How many are pictures of pages.
    pictured: usize,
    /// What stands beside the letter.
    beside: Vec<String>,
}

impl Pages {
    /// Adds a page; `put_upon` is what annotations draw on it.
    pub(super) fn add(&mut self, page: &Page<'_>, drawn: &PageDrawn, put_upon: Option<PageDrawn>) {
        let sheet = upright(page, drawn, put_upon);
        self.pictured += usize::from(sheet.is_pictured);
        let spaced = has_spaces(&sheet.letters);
        self.beside.extend(sheet.leaning);
        self.beside.extend(rows(sheet.beside.iter(), spaced).iter().map(Row::tabbed));
        let (tables, running) = tables(&grids(&sheet.lines), &sheet.letters, spaced);
        let running = rows(running.into_iter(), spaced);
        let mut found = Vec::new();
        let mut from = 0;
        for (top, table) in tables {
            let to = running.partition_point(|row| row.y < top).max(from);
            found.extend(items(running.get(from..to).unwrap_or_default()));
            found.extend(table);
            from = to;
        }
        found.extend(items(running.get(from..).unwrap_or_default()));
        self.pages.push(PageItems { width: sheet.width, items: found });
    }

    /// The text in normal form C; a letter most of whose pages are pictures is refused.
    pub(super) fn text(self) -> Result<String, PaperFault> {
        if self.pictured > 0 && self.pictured * 2 >= self.pages.len() {
            return Err(PaperFault::Scanned { pages: self.pictured });
        }
        let mut text = flow::text(self.pages);
        for line in self.beside {
            text.push('\n');
            text.push_str(&line);
        }
        let text: String = text.trim().nfc().collect();
        if text.len() > MAX_LETTER_BYTES { Err(PaperFault::TooLong) } else { Ok(text) }
    }
}

/// A table's place on the page and what it says.
type Table = (f64, Vec<Item>);

/// The tables, and the letters that stand in none.
fn tables<'a>(grids: &[Grid], letters: &'a [Letter], spaced: bool) -> (Vec<Table>, Vec<&'a Letter>) {
    let mut running = Vec::new();
    let mut within: Vec<BTreeMap<usize, Vec<&Letter>>> = grids.iter().map(|_| BTreeMap::new()).collect();
    let mut last: Option<(&Letter, Option<(usize, usize)>)> = None;
    for letter in letters {
        // A word that is wider than its cell stands over its edge, and is one word.
        let word =
            last.filter(|(before, _)| !before.is_blank() && !letter.is_blank() && follows(before, letter));
        let place = match word {
            Some((_, place)) => place,
            None => grids.iter().enumerate().find_map(|(at, grid)| Some((at, grid.cell_of(letter)?))),
        };
        last = Some((letter, place));
        match place.and_then(|(at, cell)| Some(within.get_mut(at)?.entry(cell).or_default())) {
            Some(cell) => cell.push(letter),
            None => running.push(letter),
        }
    }
    let mut tables = Vec::new();
    for (grid, cells) in grids.iter().zip(within) {
        let said: Said =
            cells.iter().map(|(cell, letters)| (*cell, rows(letters.iter().copied(), spaced))).collect();
        if said.values().filter(|rows| !rows.is_empty()).count() > 1 {
            tables.push((grid.top(), table(grid, &said)));
        } else {
            running.extend(cells.into_values().flatten());
        }
    }
    (tables, running)
}

/// Whether a letter was drawn right behind another, without a gap.
fn follows(before: &Letter, letter: &Letter) -> bool {
    (letter.x0 - before.x1).abs() < 0.1 * letter.size && (letter.y - before.y).abs() < 0.05 * letter.size
}

/// The rows of letters in each cell.
type Said = BTreeMap<usize, Vec<Row>>;

/// The items of one table: row by row, but for one that holds parts of a letter's form, which is read cell by cell.
fn table(grid: &Grid, said: &Said) -> Vec<Item> {
    let by_row = grid.cells_by_row();
    let rows = |cell: &usize| said.get(cell).map(Vec::as_slice).unwrap_or_default();
    let columns = by_row.iter().map(Vec::len).max().unwrap_or(0);
    if columns <= MAX_FORM_COLUMNS && said.values().flatten().any(|row| is_part_of_form(&row.spaced())) {
        let cells: BTreeSet<usize> = by_row.into_iter().flatten().collect();
        let cell = |cell: usize| [Item::Blank].into_iter().chain(column(rows(&cell)));
        return cells.into_iter().flat_map(cell).chain([Item::Blank]).collect();
    }
    let texts = by_row.iter().map(|cells| {
        let cells: Vec<String> = cells.iter().map(|cell| in_cell(rows(cell), grid.right_of(*cell))).collect();
        cells.join("\t")
    });
    let rows = texts.enumerate().filter(|(_, text)| !text.trim().is_empty());
    rows.map(|(at, text)| Item::Row { text: text.trim().to_owned(), is_first: at == 0 }).collect()
}

/// What a cell says, as one line. An address that is wider than the cell is broken anywhere.
fn in_cell(rows: &[Row], right: f64) -> String {
    let mut text = String::new();
    let mut is_broken = false;
    for row in rows {
        let line = row.spaced();
        if is_broken {
            text.push_str(&line);
        } else {
            flow::append(&mut text, &line);
        }
        let is_address = ["@", "://", "www."].iter().any(|sign| line.contains(sign));
        is_broken = is_address && !line.contains(' ') && right - row.x1() < row.size;
    }
    text
}
