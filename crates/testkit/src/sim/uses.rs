//! What each byte of an SQLite file is for, told from the file's format alone: whether it is of a table or an index,
//! accounts for room that is free, or means nothing. (<https://www.sqlite.org/fileformat2.html>)
//!
//! A bit that turns in a byte of a table and that nobody notices is a fault; one in a gap is none.

use std::collections::BTreeSet;

use testkit_disk::Turned;

/// Bytes of the file's header that say what is in it; the rest of the header accounts for pages and versions.
const HEADER: [std::ops::Range<usize>; 5] = [0..24, 28..32, 44..48, 52..60, 60..64];
const HEADER_BYTES: usize = 100;

/// What the bytes of the schema are said to be of.
pub const SCHEMA: &str = "the schema";

/// The column of a signed head that says when it was signed, as the bytes of a table of their own.
pub const SIGNED_AT: &str = "moments of signing";

/// What a journal is recognised by, as the bytes of a table of their own: chance, which nothing else holds. What is
/// derived from another is built anew.
pub const IDENTITY: &str = "identity";

/// Values whose bytes go by a name of their own: of which table, in rows that begin with what, in which column, and the
/// name.
const APART: [(&str, &str, usize, &str); 3] = [
    ("checkpoints", "", 2, SIGNED_AT),
    ("facts_about_this_file", IDENTITY, 0, IDENTITY),
    ("facts_about_this_file", IDENTITY, 1, IDENTITY),
];

/// What a bit is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use<'a> {
    /// Nothing: a gap, or a page that is free.
    Nothing,
    /// Counts changes, or says where there is room.
    Accounting,
    /// It is of this table, of an index of it, or of the schema.
    Of(&'a str),
}

/// The uses of all bytes of a file.
pub struct Uses {
    names: Vec<String>,
    /// By byte: 0 nothing, 1 accounting, from 2 on a name.
    of: Vec<u16>,
    /// Bytes that say where on the page a cell is, of which only the lower bits are read.
    pointers: BTreeSet<usize>,
    page: usize,
    /// Bytes of a page that hold content.
    usable: usize,
}

/// A kind of page of a tree, by the byte it begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PageKind {
    IndexInterior,
    TableInterior,
    IndexLeaf,
    TableLeaf,
}

impl Uses {
    /// Of a file that is whole.
    pub fn of(file: &[u8]) -> Self {
        let page = match be(file, 16, 2) {
            1 => 65_536,
            size => size,
        };
        let reserved = file.get(20).copied().map_or(0, usize::from);
        let names = [SCHEMA, SIGNED_AT, IDENTITY].map(str::to_owned).to_vec();
        let of = vec![0; file.len()];
        let mut uses = Self { names, of, pointers: BTreeSet::new(), page, usable: page - reserved };
        uses.mark(0..HEADER_BYTES, 1);
        for range in HEADER {
            uses.mark(range, 2);
        }
        let mut schema = Vec::new();
        uses.tree(file, 1, 2, &mut schema);
        for row in schema {
            let Some((table, root)) = Self::table_of(&row) else { continue };
            let name = uses.names.iter().position(|name| *name == table).unwrap_or_else(|| {
                uses.names.push(table);
                uses.names.len() - 1
            });
            uses.tree(file, root, name as u16 + 2, &mut Vec::new());
        }
        uses
    }

    /// What a bit is for.
    pub fn of_bit(&self, Turned { byte, bit }: Turned) -> Use<'_> {
        let is_masked = self.pointers.contains(&byte) && 1 << (8 + usize::from(bit)) >= self.page;
        if is_masked { Use::Nothing } else { self.of_byte(byte) }
    }

    fn of_byte(&self, at: usize) -> Use<'_> {
        match self.of.get(at).copied().unwrap_or(0) {
            0 => Use::Nothing,
            1 => Use::Accounting,
            name => Use::Of(&self.names[usize::from(name) - 2]),
        }
    }

    fn mark(&mut self, range: std::ops::Range<usize>, what: u16) {
        let end = range.end.min(self.of.len());
        self.of[range.start.min(end)..end].fill(what);
    }

    /// The name of the table and the first page of a row of the schema: type, name, table, page, SQL.
    fn table_of(row: &[u8]) -> Option<(String, usize)> {
        let table = String::from_utf8(row.get(column_of(row, 2)?)?.to_vec()).ok()?;
        let root = row.get(column_of(row, 3)?)?;
        (!root.is_empty()).then(|| (table, be(root, 0, root.len())))
    }

    /// Marks a tree; what its rows hold is added to `rows`.
    fn tree(&mut self, file: &[u8], page: usize, what: u16, rows: &mut Vec<Vec<u8>>) {
        let begin = (page - 1) * self.page;
        let head = if page == 1 { begin + HEADER_BYTES } else { begin };
        let kind = match file.get(head) {
            Some(2) => PageKind::IndexInterior,
            Some(5) => PageKind::TableInterior,
            Some(10) => PageKind::IndexLeaf,
            Some(13) => PageKind::TableLeaf,
            _ => return,
        };
        let is_interior = matches!(kind, PageKind::IndexInterior | PageKind::TableInterior);
        let head_bytes = if is_interior { 12 } else { 8 };
        self.mark(head..head + head_bytes, what);
        // The first gap, where content begins, and bytes in gaps too small to note.
        self.mark(head + 1..head + 3, 1);
        self.mark(head + 5..head + 8, 1);
        let cells = be(file, head + 3, 2);
        let pointers = head + head_bytes..head + head_bytes + 2 * cells;
        self.pointers.extend(pointers.clone().step_by(2));
        self.mark(pointers, what);
        for cell in 0..cells {
            let at = begin + be(file, head + head_bytes + 2 * cell, 2);
            let below = self.cell(file, at, kind, what, rows);
            if let Some(below) = below {
                self.tree(file, below, what, rows);
            }
        }
        if is_interior {
            self.tree(file, be(file, head + 8, 4), what, rows);
        }
    }

    /// Marks a cell; the page below it, where there is one.
    fn cell(
        &mut self,
        file: &[u8],
        at: usize,
        kind: PageKind,
        what: u16,
        rows: &mut Vec<Vec<u8>>,
    ) -> Option<usize> {
        let is_interior = matches!(kind, PageKind::IndexInterior | PageKind::TableInterior);
        let below = is_interior.then(|| be(file, at, 4));
        let start = if is_interior { at + 4 } else { at };
        let (payload, mut next) = varint(file, start);
        if kind == PageKind::TableInterior {
            // Its only number is the key: where to look, and no row.
            self.mark(at..start, what);
            self.mark(start..next, 1);
            return below;
        }
        if kind == PageKind::TableLeaf {
            next = varint(file, next).1;
        }
        let local = self.local(payload, kind == PageKind::TableLeaf);
        let mut row = file.get(next..next + local).unwrap_or_default().to_vec();
        let end = next + local + if local < payload { 4 } else { 0 };
        self.mark(at..end, what);
        for (table, key, column, name) in APART {
            let is_of_table = self.names.get(usize::from(what) - 2).is_some_and(|name| name == table);
            let first = column_of(&row, 0).and_then(|first| row.get(first));
            if is_of_table
                && first.is_some_and(|first| first.starts_with(key.as_bytes()))
                && let Some(value) = column_of(&row, column)
                && let Some(apart) = self.names.iter().position(|known| known == name)
            {
                self.mark(next + value.start..next + value.end, apart as u16 + 2);
            }
        }
        if local < payload {
            self.overflow(file, be(file, next + local, 4), payload - local, what, &mut row);
        }
        rows.push(row);
        below
    }

    /// How many bytes of a payload are in its cell.
    const fn local(&self, payload: usize, is_table: bool) -> usize {
        let most = if is_table { self.usable - 35 } else { (self.usable - 12) * 64 / 255 - 23 };
        if payload <= most {
            return payload;
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let some = least + (payload - least) % (self.usable - 4);
        if some <= most { some } else { least }
    }

    fn overflow(&mut self, file: &[u8], page: usize, left: usize, what: u16, row: &mut Vec<u8>) {
        let (mut page, mut left) = (page, left);
        while page > 0 && left > 0 {
            let begin = (page - 1) * self.page;
            let here = left.min(self.usable - 4);
            self.mark(begin..begin + 4 + here, what);
            row.extend_from_slice(file.get(begin + 4..begin + 4 + here).unwrap_or_default());
            left -= here;
            page = be(file, begin, 4);
        }
    }
}

/// Where in a row the value of a column is.
fn column_of(row: &[u8], column: usize) -> Option<std::ops::Range<usize>> {
    let (header, mut at) = varint(row, 0);
    let mut value = header;
    for number in 0.. {
        if at >= header {
            break;
        }
        let (kind, next) = varint(row, at);
        let end = value + content_bytes(kind);
        if number == column {
            return Some(value..end);
        }
        (at, value) = (next, end);
    }
    None
}

/// A number of so many bytes, the most significant first.
fn be(file: &[u8], at: usize, bytes: usize) -> usize {
    let bytes = file.get(at..at + bytes).unwrap_or_default();
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

/// A number of seven bits a byte, and where it ends.
fn varint(file: &[u8], at: usize) -> (usize, usize) {
    let mut number = 0;
    for length in 0..9 {
        let byte = file.get(at + length).copied().map_or(0, usize::from);
        if length == 8 {
            return (number << 8 | byte, at + 9);
        }
        number = number << 7 | byte & 0x7f;
        if byte & 0x80 == 0 {
            return (number, at + length + 1);
        }
    }
    (number, at + 9)
}

/// How many bytes a value of this serial type takes.
const fn content_bytes(kind: usize) -> usize {
    match kind {
        0 | 8 | 9 => 0,
        1..=4 => kind,
        5 => 6,
        6 | 7 => 8,
        _ => (kind - 12) / 2,
    }
}
