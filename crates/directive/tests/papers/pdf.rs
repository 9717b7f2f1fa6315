//! Letters set as pdf: justified between the margins of Decree 30, first lines set in, the form in two columns, ruled
//! tables, the page's number at its head.

use serde_json::{Value, json};

use crate::blocks::Block;

/// Everything a letter says is in the data; nothing of it is read as markup.
const TEMPLATE: &str = r#"
#let d = json("data.json")
#set page(
  paper: "a4",
  margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 20mm),
  header: context {
    let number = counter(page).get().first()
    if d.numbered and not d.typed and number > 1 { align(center, text(size: 13pt)[#number]) }
  },
)
#set text(font: "Liberation Serif", size: 14pt, lang: "vi", hyphenate: false)
#set par(justify: true, leading: 0.6em, spacing: 0.95em, first-line-indent: (amount: 10mm, all: true))
#set text(size: 6.5pt) if d.typed
#set par(justify: false, spacing: 0.6em, first-line-indent: 0pt) if d.typed
#let column(lines) = {
  set par(justify: false, first-line-indent: 0pt, spacing: 0.6em)
  set text(size: 13pt) if not d.typed
  align(center, lines.map(line => par(line)).join())
}
#for block in d.blocks {
  if block.kind == "line" { par(block.text) }
  if block.kind == "blank" { v(1em) }
  if block.kind == "columns" { grid(columns: (8fr, 10fr), column-gutter: 4pt, column(block.left), column(block.right)) }
  if block.kind == "table" {
    set par(justify: false, first-line-indent: 0pt)
    set text(size: 11pt)
    table(columns: block.columns, stroke: 0.5pt, inset: 4pt, ..block.cells.map(cell => [#cell]))
  }
}
"#;

/// How a letter is set.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Its pages bear their number.
    pub numbered: bool,
    /// Its lines end where they were typed to end, as on a machine.
    pub typed: bool,
}

/// The bytes of the pdf.
pub fn pdf(blocks: &[Block], setting: Setting) -> Vec<u8> {
    let Setting { numbered, typed } = setting;
    let blocks: Vec<Value> = blocks.iter().map(block).collect();
    let data = json!({ "blocks": blocks, "numbered": numbered, "typed": typed });
    typeset::pdf(TEMPLATE, data.to_string().as_bytes()).unwrap()
}

fn block(block: &Block) -> Value {
    match block {
        // A tab is as wide as the setting makes it; here it is a gap that no two words have.
        Block::Line(line) => json!({ "kind": "line", "text": line.replace('\t', "            ") }),
        Block::Blank => json!({ "kind": "blank" }),
        Block::Columns(left, right) => json!({ "kind": "columns", "left": left, "right": right }),
        Block::Table(rows) => {
            let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
            let cells = rows.iter().flat_map(|row| {
                let missing = columns - row.len();
                row.iter().cloned().chain(std::iter::repeat_n(String::new(), missing))
            });
            json!({ "kind": "table", "columns": columns, "cells": cells.collect::<Vec<_>>() })
        }
    }
}
