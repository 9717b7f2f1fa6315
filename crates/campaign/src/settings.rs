//! Reading the small TOML files beside a campaign, such as the node's configuration: every fault at once, each with
//! line, field and a hint; a key nobody knows is a fault, so that a typing error never silently leaves a default.

use toml_edit::{Document, Item, TableLike};

use crate::{
    Said,
    file::{Fault, Faults},
};

/// A table of the file, the path that leads to it, and where it stands.
#[derive(Clone, Copy)]
pub struct Section<'a> {
    /// Its path; empty for the file itself.
    pub path: &'a str,
    /// The table.
    pub table: &'a dyn TableLike,
    /// What is missing in it is told here.
    pub start: usize,
}

impl<'a> Section<'a> {
    /// The file itself.
    pub fn root(document: &'a Document<&str>) -> Self {
        Self { path: "", table: document.as_table(), start: 0 }
    }

    /// The path of one of its keys.
    pub fn field(&self, key: &str) -> String {
        let key = key.escape_debug();
        if self.path.is_empty() { key.to_string() } else { format!("{}.{key}", self.path) }
    }

    /// Where the value of a key stands; where the table begins if the key is absent.
    pub fn place(&self, key: &str) -> usize {
        let value = self.table.get(key).and_then(Item::span).map(|span| span.start);
        value.unwrap_or_else(|| self.place_of_key(key))
    }

    /// Where a key itself stands.
    pub fn place_of_key(&self, key: &str) -> usize {
        self.key_start(key).unwrap_or(self.start)
    }

    fn key_start(&self, key: &str) -> Option<usize> {
        self.table.get_key_value(key).and_then(|(key, _)| key.span()).map(|span| span.start)
    }

    /// Where its first key stands.
    pub fn first_key(&self) -> Option<usize> {
        self.table.iter().filter_map(|(key, _)| self.key_start(key)).min()
    }
}

/// Reads the sections of a file and notes what is wrong with them.
pub struct Reader<'a> {
    faults: Faults<'a>,
}

impl<'a> Reader<'a> {
    /// Reads a text by `read`; `file` names it in faults.
    pub fn read<T>(
        file: &'a str,
        text: &'a str,
        read: impl FnOnce(&mut Self, Section<'_>) -> T,
    ) -> Result<T, Vec<Fault>> {
        let mut reader = Self { faults: Faults::new(file, text) };
        let Some(document) = reader.faults.document(text) else { return Err(reader.faults.settle()) };
        let value = read(&mut reader, Section::root(&document));
        if reader.faults.is_empty() { Ok(value) } else { Err(reader.faults.settle()) }
    }

    /// Notes a fault.
    pub fn add(&mut self, place: usize, field: &str, what: impl Into<Said>, hint: &str) {
        self.faults.add(place, field, what, Some(hint.into()));
    }

    /// How many faults there are so far.
    pub fn fault_count(&self) -> usize {
        self.faults.len()
    }

    /// Line and column of a byte offset.
    pub fn position(&self, place: usize) -> (u32, u32) {
        self.faults.locate(place)
    }

    /// Keys nobody knows are faults.
    pub fn only(&mut self, section: Section<'_>, known: &[&str]) {
        for (key, _) in section.table.iter().filter(|(key, _)| !known.contains(key)) {
            let hint = format!("known here are {}", known.join(", "));
            self.add(section.place_of_key(key), &section.field(key), "is no key of this table", &hint);
        }
    }

    /// Text, if the key is there.
    pub fn text(&mut self, section: Section<'_>, key: &str, hint: &str) -> Option<String> {
        let item = section.table.get(key)?;
        let what = match item.as_str() {
            Some(text) if !text.trim().is_empty() => return Some(text.to_owned()),
            Some(_) => "is blank".to_owned(),
            None => format!("is {}, not text in quotes", item.type_name()),
        };
        self.add(section.place(key), &section.field(key), what, hint);
        None
    }

    /// Text that must be there.
    pub fn required(&mut self, section: Section<'_>, key: &str, hint: &str) -> Option<String> {
        if section.table.get(key).is_none() {
            self.add(section.start, &section.field(key), "is missing", hint);
        }
        self.text(section, key, hint)
    }

    /// Yes or no, if the key is there.
    pub fn flag(&mut self, section: Section<'_>, key: &str) -> Option<bool> {
        let item = section.table.get(key)?;
        if item.as_bool().is_none() {
            let what = format!("is {}, not true or false", item.type_name());
            self.add(section.place(key), &section.field(key), what, &format!("write {key} = true"));
        }
        item.as_bool()
    }

    /// The table of a key, if the key is there.
    pub fn section<'s>(&mut self, root: Section<'s>, name: &'s str) -> Option<Section<'s>> {
        let item = root.table.get(name)?;
        let start = root.place_of_key(name);
        let table = item.as_table_like();
        if table.is_none() {
            let what = format!("is {}, not a table", item.type_name());
            self.add(start, name, what, &format!("write [{name}]"));
        }
        Some(Section { path: name, table: table?, start })
    }
}
