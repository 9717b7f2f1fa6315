//! A file against its shape: unknown keys, missing keys, and values of another kind than the key holds.

use journal::{Hash, Slug};
use toml_edit::{Item, Value};

use super::{
    Faults, moment,
    nearest::nearest,
    node::Node,
    shape::{Field, Holds, Need, TableShape, ZONE},
};
use crate::checks::CheckKind;

/// Checks a table and everything in it.
pub fn check(node: &Node<'_>, shape: &'static TableShape, faults: &mut Faults<'_>) {
    for key in node.keys() {
        if !shape.fields.iter().any(|field| field.name == key) {
            unknown_key(node, key, shape, faults);
        }
    }
    for field in shape.fields {
        match node.item(field.name) {
            Some(item) => check_field(node, field, item, faults),
            None if field.need == Need::Required => {
                let hint = Some(format!("{}: {}", example(node, field), field.meaning));
                faults.add(node.place, &node.path_of(field.name), "is missing", hint);
            }
            None => {}
        }
    }
}

fn unknown_key(node: &Node<'_>, key: &str, shape: &TableShape, faults: &mut Faults<'_>) {
    let known = || shape.fields.iter().map(|field| field.name);
    let hint = match nearest(key, known()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("known here are {}", known().collect::<Vec<_>>().join(", ")),
    };
    faults.add(node.place_of_key(key), &node.path_of(key), "is no key of this table", Some(hint));
}

/// The path as a table header: without the numbers of list elements.
fn header(path: &str) -> String {
    let parts = path.split('.').map(|part| part.split('[').next().unwrap_or(part));
    parts.collect::<Vec<_>>().join(".")
}

/// How a key is written.
fn example(node: &Node<'_>, field: &Field) -> String {
    let name = field.name;
    let header = header(&node.path_of(name));
    match field.holds {
        Holds::Table(_) => format!("write [{header}]"),
        Holds::Tables(_) => format!("write [[{header}]]"),
        Holds::Slugs => format!("write {name} = [\"…\"]"),
        Holds::Count(..) => format!("write {name} = {}", if name == "schema" { "1" } else { "…" }),
        Holds::Moment => format!("write {name} = 2027-01-25T00:00:00+07:00"),
        Holds::Day => format!("write {name} = 2027-01-25"),
        Holds::Zone => format!("write {name} = \"Asia/Ho_Chi_Minh\""),
        Holds::Flag => format!("write {name} = true"),
        Holds::Span => format!("write {name} = [0, 1]"),
        Holds::Word(words) => format!("write {name} = \"{}\"", words.first().unwrap_or(&"…")),
        _ => format!("write {name} = \"…\""),
    }
}

fn check_field(node: &Node<'_>, field: &Field, item: &Item, faults: &mut Faults<'_>) {
    let name = field.name;
    match field.holds {
        Holds::Table(shape) => match node.table(name) {
            Some(table) => check(&table, shape, faults),
            None => wrong(node, name, item, "a table", Some(example(node, field)), faults),
        },
        Holds::Tables(shape) => check_tables(node, field, item, shape, faults),
        Holds::Slugs => check_slugs(node, name, item, faults),
        _ => {
            let found = match item.as_value() {
                Some(value) => check_value(node, field, value),
                None => Some((format!("is {}, not a value", item.type_name()), Some(example(node, field)))),
            };
            if let Some((what, hint)) = found {
                faults.add(node.place_of(name), &node.path_of(name), what, hint);
            }
        }
    }
}

fn wrong(
    node: &Node<'_>,
    name: &str,
    item: &Item,
    wanted: &str,
    hint: Option<String>,
    faults: &mut Faults<'_>,
) {
    let what = format!("is {}, not {wanted}", item.type_name());
    faults.add(node.place_of(name), &node.path_of(name), what, hint);
}

fn check_tables(
    node: &Node<'_>,
    field: &Field,
    item: &Item,
    shape: &'static TableShape,
    faults: &mut Faults<'_>,
) {
    let tables = node.tables(field.name);
    let elements = match item {
        Item::ArrayOfTables(list) => list.len(),
        Item::Value(Value::Array(list)) => list.len(),
        _ => {
            return wrong(node, field.name, item, "a list of tables", Some(example(node, field)), faults);
        }
    };
    if tables.len() < elements {
        let what = format!("has {} elements that are no tables", elements - tables.len());
        faults.add(node.place_of(field.name), &node.path_of(field.name), what, Some(example(node, field)));
    }
    if elements == 0 && field.need == Need::Required {
        faults.add(
            node.place_of(field.name),
            &node.path_of(field.name),
            "is empty",
            Some(example(node, field)),
        );
    }
    for table in tables {
        check(&table, shape, faults);
    }
}

fn check_slugs(node: &Node<'_>, name: &str, item: &Item, faults: &mut Faults<'_>) {
    let Some(list) = item.as_value().and_then(Value::as_array) else {
        let hint = Some(format!("write {name} = [\"…\"]"));
        return wrong(node, name, item, "a list of slugs", hint, faults);
    };
    let path = node.path_of(name);
    let mut seen = std::collections::BTreeSet::new();
    for (index, value) in list.iter().enumerate() {
        let place = node.place_of_element(name, index);
        let path = format!("{path}[{index}]");
        match value.as_str() {
            None => faults.add(place, &path, format!("is {}, not a slug", value.type_name()), None),
            Some(text) if Slug::new(text).is_err() => {
                let (what, hint) = no_slug(text);
                faults.add(place, &path, what, hint);
            }
            Some(text) if !seen.insert(text) => {
                faults.add(place, &path, format!("{text} stands twice"), None);
            }
            Some(_) => {}
        }
    }
    if list.is_empty() {
        let hint = Some("name at least one, or leave the key out".to_owned());
        faults.add(node.place_of(name), &path, "is empty", hint);
    }
}

fn no_slug(text: &str) -> (String, Option<String>) {
    let what = format!("{:?} is not a slug", shorten(text));
    let spelt: String = text
        .to_lowercase()
        .chars()
        .map(|letter| if matches!(letter, 'a'..='z' | '0'..='9') { letter } else { '-' })
        .collect();
    let spelt = spelt.trim_matches('-');
    let example =
        if text.is_ascii() && Slug::new(spelt).is_ok() { format!(", as {spelt}") } else { String::new() };
    (what, Some(format!("use 1 to 64 of a-z, 0-9 and '-'{example}")))
}

/// The beginning of a text, for a message.
pub fn shorten(text: &str) -> String {
    const SHOWN_CHARS: usize = 40;
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What is wrong with a value, and what to write.
type Wrong = Option<(String, Option<String>)>;

fn check_value(node: &Node<'_>, field: &Field, value: &Value) -> Wrong {
    let hint = || Some(example(node, field));
    let is_not = |wanted: &str| Some((format!("is {}, not {wanted}", value.type_name()), hint()));
    match field.holds {
        Holds::Moment => moment::read(value).err().map(|fault| (fault.what, Some(fault.hint))),
        Holds::Flag => {
            if value.as_bool().is_some() {
                None
            } else {
                is_not("true or false")
            }
        }
        Holds::Count(least, most) => match value.as_integer() {
            None => is_not("an integer"),
            Some(count) if (least..=most).contains(&count) => None,
            Some(count) if field.name == "schema" => {
                Some((format!("{count} is a version this program does not read"), hint()))
            }
            Some(count) => Some((format!("{count} is not between {least} and {most}"), None)),
        },
        Holds::Span => check_span(value),
        Holds::Day => check_day(value),
        _ => match value.as_str() {
            None => is_not("text in quotes"),
            Some(text) => check_text(node, field, text),
        },
    }
}

fn check_text(node: &Node<'_>, field: &Field, text: &str) -> Wrong {
    match field.holds {
        Holds::Slug => {
            if Slug::new(text).is_ok() {
                None
            } else {
                Some(no_slug(text))
            }
        }
        Holds::Digest => {
            let hint = || Some("64 lower-case hex digits, as sha256sum prints them".to_owned());
            Hash::parse(text).err().map(|_| (format!("{:?} is not a SHA-256", shorten(text)), hint()))
        }
        Holds::Zone => check_zone(text),
        Holds::Word(words) => is_none_of(text, words.iter().copied()),
        Holds::CheckKind => is_none_of(text, CheckKind::ALL.iter().map(|kind| kind.as_str())),
        _ if text.trim().is_empty() => Some(("is blank".to_owned(), Some(example(node, field)))),
        _ => None,
    }
}

fn is_none_of<'a>(text: &str, words: impl Iterator<Item = &'a str> + Clone) -> Wrong {
    if words.clone().any(|word| word == text) {
        return None;
    }
    let all = words.clone().collect::<Vec<_>>().join(", ");
    let hint = match nearest(text, words) {
        Some(near) => format!("did you mean {near}? known are {all}"),
        None => format!("known are {all}"),
    };
    Some((format!("{:?} is not known here", shorten(text)), Some(hint)))
}

/// Whether there is a time zone of this name. Files that were issued before may name any.
pub fn is_zone(text: &str) -> bool {
    jiff::tz::TimeZoneDatabase::bundled().get(text).is_ok()
}

fn check_zone(text: &str) -> Wrong {
    (!is_zone(text))
        .then(|| (format!("{:?} is not a time zone", shorten(text)), Some(format!("write {ZONE}"))))
}

fn check_span(value: &Value) -> Wrong {
    let hint = Some("write [from, to] in characters of the letter, from less than to".to_owned());
    let list: Option<Vec<i64>> =
        value.as_array().and_then(|list| list.iter().map(Value::as_integer).collect());
    match list.as_deref() {
        Some([from, to])
            if (0..i64::from(u32::MAX)).contains(from) && *from < *to && *to <= i64::from(u32::MAX) =>
        {
            None
        }
        Some([from, to]) => Some((format!("[{from}, {to}] is no stretch of text"), hint)),
        _ => Some(("is not two integers".to_owned(), hint)),
    }
}

fn check_day(value: &Value) -> Wrong {
    let text = match value {
        Value::Datetime(datetime) => datetime.value().to_string(),
        Value::String(text) => text.value().clone(),
        _ => {
            return Some((
                format!("is {}, not a day", value.type_name()),
                Some("write 2027-01-25".to_owned()),
            ));
        }
    };
    let is_day = text.len() == "2027-01-25".len() && text.parse::<jiff::civil::Date>().is_ok();
    (!is_day).then(|| (format!("{:?} is not a day", shorten(&text)), Some("write 2027-01-25".to_owned())))
}
