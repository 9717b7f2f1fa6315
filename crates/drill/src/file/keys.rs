//! Reading the values of one table: integers, names, lists of names, moments.

use calendar::{Instant, parse_moment};
use campaign::settings::{Reader, Section};
use journal::Slug;
use toml_edit::{Item, Value};

/// What a moment may look like.
const MOMENT_HINT: &str =
    "write 2027-02-04T02:10:00, at +07:00 as the campaign is, or \"lunar:2027-01-01T00:00\"";

/// A table of a list, with its path.
pub struct Element<'a> {
    /// As `trouble[2]`.
    pub path: String,
    /// The table.
    pub table: &'a dyn toml_edit::TableLike,
    /// Where it begins.
    pub start: usize,
}

impl Element<'_> {
    /// It as a section.
    pub fn section(&self) -> Section<'_> {
        Section { path: &self.path, table: self.table, start: self.start }
    }
}

/// The tables of a list; a key that holds anything else is a fault.
pub fn elements<'a>(reader: &mut Reader<'_>, root: Section<'a>, key: &str) -> Vec<Element<'a>> {
    let Some(item) = root.table.get(key) else { return Vec::new() };
    let hint = format!("write [[{key}]]");
    let mut found = Vec::new();
    match item {
        Item::ArrayOfTables(tables) => {
            for (number, table) in tables.iter().enumerate() {
                let start = table.span().map_or(0, |span| span.start);
                found.push(Element { path: format!("{key}[{number}]"), table, start });
            }
        }
        Item::Value(Value::Array(list)) => {
            for (number, value) in list.iter().enumerate() {
                let (path, start) = (format!("{key}[{number}]"), value.span().map_or(0, |span| span.start));
                match value.as_inline_table() {
                    Some(table) => found.push(Element { path, table, start }),
                    None => reader.add(start, &path, "is no table", &hint),
                }
            }
        }
        _ => reader.add(root.place_of_key(key), key, "is no list of tables", &hint),
    }
    found
}

/// An integer within bounds, if the key is there.
pub fn integer(reader: &mut Reader<'_>, section: Section<'_>, key: &str, bounds: (i64, i64)) -> Option<i64> {
    let item = section.table.get(key)?;
    let (least, most) = bounds;
    let what = match item.as_integer() {
        Some(value) if (least..=most).contains(&value) => return Some(value),
        Some(value) => format!("{value} is not between {least} and {most}"),
        None => format!("is {}, not an integer", item.type_name()),
    };
    reader.add(section.place(key), &section.field(key), what, &format!("write {key} = {least}"));
    None
}

/// The same as a count.
pub fn count(reader: &mut Reader<'_>, section: Section<'_>, key: &str, bounds: (u32, u32)) -> Option<u32> {
    let bounds = (i64::from(bounds.0), i64::from(bounds.1));
    integer(reader, section, key, bounds).and_then(|value| u32::try_from(value).ok())
}

/// Whether a key that must be there is.
pub fn is_there(reader: &mut Reader<'_>, section: Section<'_>, key: &str, hint: &str) -> bool {
    let there = section.table.get(key).is_some();
    if !there {
        reader.add(section.start, &section.field(key), "is missing", hint);
    }
    there
}

/// A name, if the key is there.
pub fn slug(reader: &mut Reader<'_>, section: Section<'_>, key: &str) -> Option<Slug> {
    let hint = "use 1 to 64 of a-z, 0-9 and '-'";
    let text = reader.text(section, key, hint)?;
    if let Ok(slug) = Slug::new(text.as_str()) {
        return Some(slug);
    }
    reader.add(section.place(key), &section.field(key), format!("{text:?} is not a slug"), hint);
    None
}

/// A list of names; empty where the key is absent.
pub fn slugs(reader: &mut Reader<'_>, section: Section<'_>, key: &str) -> Vec<Slug> {
    let Some(item) = section.table.get(key) else { return Vec::new() };
    let names: Option<Vec<Slug>> = item.as_array().and_then(|list| {
        list.iter().map(|value| value.as_str().and_then(|text| Slug::new(text).ok())).collect()
    });
    names.unwrap_or_else(|| {
        let hint = format!("write {key} = [\"…\"], each of a-z, 0-9 and '-'");
        reader.add(section.place(key), &section.field(key), "is no list of slugs", &hint);
        Vec::new()
    })
}

/// A moment, if the key is there. Without a zone it is at +07:00, in which every campaign is reckoned.
pub fn moment(reader: &mut Reader<'_>, section: Section<'_>, key: &str) -> Option<Instant> {
    let item = section.table.get(key)?;
    let text = match item.as_value() {
        Some(Value::Datetime(datetime)) => datetime.value().to_string(),
        Some(Value::String(text)) => text.value().clone(),
        _ => String::new(),
    };
    let local =
        || text.replace(' ', "T").parse::<jiff::civil::DateTime>().ok().filter(|_| text.contains(':'));
    let found = parse_moment(&text).ok().or_else(|| local().map(Instant::from_local));
    if found.is_none() {
        let what = if text.is_empty() {
            format!("is {}, not a moment", item.type_name())
        } else {
            format!("{text:?} is not a moment")
        };
        reader.add(section.place(key), &section.field(key), what, MOMENT_HINT);
    }
    found
}
