//! A table of the file with its path, and where its keys stand in the text.

use calendar::Instant;
use journal::{Hash, Slug};
use toml_edit::{Item, Table, TableLike, Value};
use unicode_normalization::UnicodeNormalization;

use super::moment;

/// Where lines begin, to turn a byte offset into line and column.
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// The lines of a text.
    pub fn new(text: &'a str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(place, _)| place + 1);
        Self { text, starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// Line and column of a byte offset, from 1; the column counts characters.
    pub fn locate(&self, place: usize) -> (u32, u32) {
        let place = place.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= place).max(1);
        let before = self.text.get(self.starts[line - 1]..place).unwrap_or_default();
        (line as u32, before.chars().count() as u32 + 1)
    }
}

/// A table of the file.
#[derive(Clone)]
pub struct Node<'a> {
    table: &'a dyn TableLike,
    /// Its path, as `obligation[2]`; empty for the file itself.
    pub path: String,
    /// Where it begins.
    pub place: usize,
}

impl<'a> Node<'a> {
    /// The file itself.
    pub fn root(table: &'a Table) -> Self {
        Self { table, path: String::new(), place: 0 }
    }

    /// The path of one of its keys.
    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Where the value of a key stands; where the table begins if the key is absent.
    pub fn place_of(&self, key: &str) -> usize {
        let value = self.table.get(key).and_then(Item::span);
        value.or_else(|| self.key_span(key)).map_or(self.place, |span| span.start)
    }

    /// Where a key itself stands.
    pub fn place_of_key(&self, key: &str) -> usize {
        self.key_span(key).map_or_else(|| self.place_of(key), |span| span.start)
    }

    fn key_span(&self, key: &str) -> Option<std::ops::Range<usize>> {
        self.table.get_key_value(key).and_then(|(key, _)| key.span())
    }

    /// Where an element of a list stands.
    pub fn place_of_element(&self, key: &str, index: usize) -> usize {
        let element = self.table.get(key).and_then(Item::as_array).and_then(|list| list.get(index));
        element.and_then(Value::span).map_or_else(|| self.place_of(key), |span| span.start)
    }

    /// Its keys.
    pub fn keys(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.table.iter().map(|(key, _)| key)
    }

    /// What a key holds.
    pub fn item(&self, key: &str) -> Option<&'a Item> {
        self.table.get(key)
    }

    /// The value of a key that is no table of its own.
    pub fn value(&self, key: &str) -> Option<&'a Value> {
        self.table.get(key).and_then(Item::as_value)
    }

    /// The table of a key.
    pub fn table(&self, key: &str) -> Option<Self> {
        let item = self.table.get(key)?;
        let table = item.as_table_like()?;
        Some(Self { table, path: self.path_of(key), place: self.table_place(key, item) })
    }

    fn table_place(&self, key: &str, item: &Item) -> usize {
        item.span().or_else(|| self.key_span(key)).map_or(self.place, |span| span.start)
    }

    /// The tables of a key, however they are written; none where it holds something else.
    pub fn tables(&self, key: &str) -> Vec<Self> {
        let path = self.path_of(key);
        let node = |(index, (table, place)): (usize, (&'a dyn TableLike, usize))| Self {
            table,
            path: format!("{path}[{index}]"),
            place,
        };
        match self.table.get(key) {
            Some(Item::ArrayOfTables(list)) => {
                let tables = list.iter().map(|table| {
                    let place = table.span().map_or(self.place, |span| span.start);
                    (table as &dyn TableLike, place)
                });
                tables.enumerate().map(node).collect()
            }
            Some(Item::Value(Value::Array(list))) => {
                let tables = list.iter().filter_map(|value| {
                    let place = value.span().map_or(self.place, |span| span.start);
                    Some((value.as_inline_table()? as &dyn TableLike, place))
                });
                tables.enumerate().map(node).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Text in normal form C.
    pub fn text(&self, key: &str) -> Option<String> {
        let text = self.value(key)?.as_str()?;
        Some(text.nfc().collect())
    }

    /// Text as it stands, for words and names.
    pub fn word(&self, key: &str) -> Option<&'a str> {
        self.value(key)?.as_str()
    }

    /// A slug.
    pub fn slug(&self, key: &str) -> Option<Slug> {
        Slug::new(self.word(key)?).ok()
    }

    /// A list of slugs, with the index of each in the list.
    pub fn slugs(&self, key: &str) -> Vec<(usize, Slug)> {
        let list = self.value(key).and_then(Value::as_array);
        let texts = list.into_iter().flatten().enumerate();
        texts.filter_map(|(index, value)| Some((index, Slug::new(value.as_str()?).ok()?))).collect()
    }

    /// A moment.
    pub fn moment(&self, key: &str) -> Option<Instant> {
        moment::read(self.value(key)?).ok()
    }

    /// A digest.
    pub fn digest(&self, key: &str) -> Option<Hash> {
        Hash::parse(self.word(key)?).ok()
    }

    /// An integer.
    pub fn int(&self, key: &str) -> Option<i64> {
        self.value(key)?.as_integer()
    }

    /// An integer that fits a count.
    pub fn count(&self, key: &str) -> Option<u32> {
        self.int(key)?.try_into().ok()
    }

    /// Yes or no.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.value(key)?.as_bool()
    }

    /// A day, bare or in quotes.
    pub fn day(&self, key: &str) -> Option<String> {
        let text = match self.value(key)? {
            Value::Datetime(datetime) => datetime.value().to_string(),
            value => value.as_str()?.to_owned(),
        };
        (text.len() == "2027-01-25".len() && text.parse::<jiff::civil::Date>().is_ok()).then_some(text)
    }

    /// `[from, to]`.
    pub fn span(&self, key: &str) -> Option<[u32; 2]> {
        let list = self.value(key)?.as_array()?;
        let [from, to] = [list.get(0)?, list.get(1)?].map(|value| u32::try_from(value.as_integer()?).ok());
        let (from, to) = (from?, to?);
        (list.len() == 2 && from < to).then_some([from, to])
    }
}
