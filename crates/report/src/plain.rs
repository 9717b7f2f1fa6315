//! An outline as clean text, for a chat: no markup, no columns.
//!
//! It says what the paper says from its number to who signs. Quốc hiệu, the room for a signature and the annexes are the
//! paper's alone: who wants to look a number up takes the document.

use crate::outline::{Block, Cell, Head, Look, Outline, Run, Table};

/// Most columns that are read without their names.
const NARROW_COLUMNS: usize = 3;

/// The text, lines ended by `\n`.
pub fn plain_text(outline: &Outline) -> String {
    let mut lines = Lines::default();
    head(&outline.head, &mut lines);
    lines.blank();
    for block in &outline.body {
        match block {
            Block::Heading { text, .. } => {
                lines.blank();
                lines.push(text);
            }
            Block::Paragraph { look: Look::Item, runs } => lines.push(&format!("- {}", joined(runs))),
            Block::Paragraph { runs, .. } => lines.push(&joined(runs)),
            Block::Table(table) => rows(table, &mut lines),
        }
    }
    lines.blank();
    let closing = &outline.closing;
    lines.push(&closing.signatory);
    closing.own_office.iter().for_each(|office| lines.push(office));
    lines.blank();
    lines.push(&closing.title);
    closing.recipients.iter().for_each(|recipient| lines.push(&format!("- {recipient}")));
    lines.text
}

fn head(head: &Head, lines: &mut Lines) {
    lines.push(&head.superior);
    lines.push(&head.body);
    lines.push(&head.number);
    lines.push(&head.place_date);
    lines.blank();
    lines.push(&head.kind);
    lines.push(&head.subject);
    match head.addressees.as_slice() {
        [] => {}
        [only] => lines.push(&format!("{} {only}", head.to)),
        several => {
            lines.push(&head.to);
            several.iter().for_each(|addressee| lines.push(&format!("- {addressee}")));
        }
    }
}

/// A chat keeps no columns. Of a narrow table the names stand in one line and each row in one; in a row of a wide one each
/// cell is named.
fn rows(table: &Table, lines: &mut Lines) {
    let is_wide = table.header.len() > NARROW_COLUMNS;
    if !is_wide {
        lines.push(&format!("{}:", table.header.join(" | ")));
    }
    for row in &table.rows {
        let cells: Vec<String> = row.cells.iter().map(words).collect();
        let line = match cells.split_first() {
            Some((first, rest)) if is_wide => {
                let names = table.header.iter().skip(1);
                let named = rest.iter().zip(names).filter(|(cell, _)| !cell.is_empty());
                let named: Vec<String> = named.map(|(cell, name)| format!("{name}: {cell}")).collect();
                format!("- {first}: {}", named.join("; "))
            }
            _ => format!("- {}", cells.join(" | ")),
        };
        lines.push(&line);
    }
}

/// The paragraphs of a cell in one line.
fn words(cell: &Cell) -> String {
    let mut text = String::new();
    for paragraph in &cell.paragraphs {
        let ended = text.ends_with(['.', ';', ':']);
        let between = if ended { " " } else { "; " };
        text.push_str(if text.is_empty() { "" } else { between });
        text.push_str(&joined(paragraph));
    }
    text
}

fn joined(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

#[derive(Default)]
struct Lines {
    text: String,
}

impl Lines {
    /// A line, if it says anything. A space that holds a number to its unit is a plain one here: it is copied about.
    fn push(&mut self, line: &str) {
        let line = line.replace('\u{a0}', " ");
        if !line.trim().is_empty() {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    /// An empty line, unless there is one already.
    fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}
