//! A file against its shape: unknown keys, missing keys, and values of another kind than the key holds.

use journal::{Hash, Slug};
use toml_edit::{Item, Value};

use super::{
    Faults, moment,
    nearest::nearest,
    node::Node,
    says,
    shape::{Field, Holds, Need, TableShape, ZONE},
};
use crate::{Said, checks::CheckKind};

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
                let path = node.path_of(field.name);
                let hint = says::write_key(example(node, field), header(&path), field.meaning);
                faults.add(node.place, &path, says::missing(), Some(hint));
            }
            None => {}
        }
    }
}

fn unknown_key(node: &Node<'_>, key: &str, shape: &TableShape, faults: &mut Faults<'_>) {
    let known = || shape.fields.iter().map(|field| field.name);
    let hint = match nearest(key, known()) {
        Some(near) => says::did_you_mean(near),
        None => says::known_keys(known().collect::<Vec<_>>().join(", ")),
    };
    faults.add(node.place_of_key(key), &node.path_of(key), says::unknown_key(), Some(hint));
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
        Holds::Table(_) => format!("[{header}]"),
        Holds::Tables(_) => format!("[[{header}]]"),
        Holds::Slugs => format!("{name} = [\"…\"]"),
        Holds::Count(..) => format!("{name} = {}", if name == "schema" { "1" } else { "…" }),
        Holds::Moment => format!("{name} = 2027-01-25T00:00:00+07:00"),
        Holds::Day => format!("{name} = 2027-01-25"),
        Holds::Zone => format!("{name} = \"Asia/Ho_Chi_Minh\""),
        Holds::Flag => format!("{name} = true"),
        Holds::Span => format!("{name} = [0, 1]"),
        Holds::Word(words) => format!("{name} = \"{}\"", words.first().unwrap_or(&"…")),
        _ => format!("{name} = \"…\""),
    }
}

fn check_field(node: &Node<'_>, field: &Field, item: &Item, faults: &mut Faults<'_>) {
    let name = field.name;
    match field.holds {
        Holds::Table(shape) => {
            if let Some(table) = node.table(name) {
                check(&table, shape, faults);
            } else {
                let hint = Some(says::write(example(node, field)));
                faults.add(node.place_of(name), &node.path_of(name), says::no_table(item.type_name()), hint);
            }
        }
        Holds::Tables(shape) => check_tables(node, field, item, shape, faults),
        Holds::Slugs => check_slugs(node, name, item, faults),
        _ => {
            let found = match item.as_value() {
                Some(value) => check_value(node, field, value),
                None => Some((says::no_value(item.type_name()), Some(says::write(example(node, field))))),
            };
            if let Some((what, hint)) = found {
                faults.add(node.place_of(name), &node.path_of(name), what, hint);
            }
        }
    }
}

fn check_tables(
    node: &Node<'_>,
    field: &Field,
    item: &Item,
    shape: &'static TableShape,
    faults: &mut Faults<'_>,
) {
    let tables = node.tables(field.name);
    let mut add = |what| {
        let hint = Some(says::write(example(node, field)));
        faults.add(node.place_of(field.name), &node.path_of(field.name), what, hint);
    };
    let elements = match item {
        Item::ArrayOfTables(list) => list.len(),
        Item::Value(Value::Array(list)) => list.len(),
        _ => return add(says::no_tables(item.type_name())),
    };
    if tables.len() < elements {
        add(says::some_no_tables(elements - tables.len()));
    }
    if elements == 0 && field.need == Need::Required {
        add(says::empty());
    }
    for table in tables {
        check(&table, shape, faults);
    }
}

fn check_slugs(node: &Node<'_>, name: &str, item: &Item, faults: &mut Faults<'_>) {
    let path = node.path_of(name);
    let Some(list) = item.as_value().and_then(Value::as_array) else {
        let hint = Some(says::write(format!("{name} = [\"…\"]")));
        return faults.add(node.place_of(name), &path, says::no_slugs(item.type_name()), hint);
    };
    let mut seen = std::collections::BTreeSet::new();
    for (index, value) in list.iter().enumerate() {
        let place = node.place_of_element(name, index);
        let path = format!("{path}[{index}]");
        match value.as_str() {
            None => faults.add(place, &path, says::no_slug_kind(value.type_name()), None),
            Some(text) if Slug::new(text).is_err() => {
                let (what, hint) = no_slug(text);
                faults.add(place, &path, what, hint);
            }
            Some(text) if !seen.insert(text) => {
                faults.add(place, &path, says::stands_twice(text), None);
            }
            Some(_) => {}
        }
    }
    if list.is_empty() {
        faults.add(node.place_of(name), &path, says::empty(), Some(says::name_one()));
    }
}

fn no_slug(text: &str) -> (Said, Option<Said>) {
    let spelt: String = text
        .to_lowercase()
        .chars()
        .map(|letter| if matches!(letter, 'a'..='z' | '0'..='9') { letter } else { '-' })
        .collect();
    let spelt = spelt.trim_matches('-');
    let hint = if text.is_ascii() && Slug::new(spelt).is_ok() {
        says::slug_form_as(spelt)
    } else {
        says::slug_form()
    };
    (says::no_slug(shorten(text)), Some(hint))
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
type Wrong = Option<(Said, Option<Said>)>;

fn check_value(node: &Node<'_>, field: &Field, value: &Value) -> Wrong {
    let hint = || Some(says::write(example(node, field)));
    match field.holds {
        Holds::Moment => moment::read(value).err().map(|fault| (fault.what, Some(fault.hint))),
        Holds::Flag => {
            if value.as_bool().is_some() {
                None
            } else {
                Some((says::no_flag(value.type_name()), hint()))
            }
        }
        Holds::Count(least, most) => match value.as_integer() {
            None => Some((says::no_integer(value.type_name()), hint())),
            Some(count) if (least..=most).contains(&count) => None,
            Some(count) if field.name == "schema" => Some((says::unread_version(count), hint())),
            Some(count) => Some((says::not_between(count, least, most), None)),
        },
        Holds::Span => check_span(value),
        Holds::Day => check_day(value),
        _ => match value.as_str() {
            None => Some((says::no_text(value.type_name()), hint())),
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
            let fault = || (says::no_digest(shorten(text)), Some(says::digest_form()));
            Hash::parse(text).err().map(|_| fault())
        }
        Holds::Zone => check_zone(text),
        Holds::Word(words) => is_none_of(text, words.iter().copied()),
        Holds::CheckKind => is_none_of(text, CheckKind::ALL.iter().map(|kind| kind.as_str())),
        _ if text.trim().is_empty() => Some((says::blank(), Some(says::write(example(node, field))))),
        _ => None,
    }
}

fn is_none_of<'a>(text: &str, words: impl Iterator<Item = &'a str> + Clone) -> Wrong {
    if words.clone().any(|word| word == text) {
        return None;
    }
    let all = words.clone().collect::<Vec<_>>().join(", ");
    let hint = match nearest(text, words) {
        Some(near) => says::near_of_known(near, all),
        None => says::known_words(all),
    };
    Some((says::not_known(shorten(text)), Some(hint)))
}

/// Whether there is a time zone of this name. Files that were issued before may name any.
pub fn is_zone(text: &str) -> bool {
    jiff::tz::TimeZoneDatabase::bundled().get(text).is_ok()
}

fn check_zone(text: &str) -> Wrong {
    (!is_zone(text)).then(|| (says::no_zone(shorten(text)), Some(says::write(ZONE))))
}

fn check_span(value: &Value) -> Wrong {
    let hint = Some(says::span_form());
    let list: Option<Vec<i64>> =
        value.as_array().and_then(|list| list.iter().map(Value::as_integer).collect());
    match list.as_deref() {
        Some([from, to])
            if (0..i64::from(u32::MAX)).contains(from) && *from < *to && *to <= i64::from(u32::MAX) =>
        {
            None
        }
        Some([from, to]) => Some((says::no_stretch(from, to), hint)),
        _ => Some((says::no_two_integers(), hint)),
    }
}

fn check_day(value: &Value) -> Wrong {
    let hint = || Some(says::write("2027-01-25"));
    let text = match value {
        Value::Datetime(datetime) => datetime.value().to_string(),
        Value::String(text) => text.value().clone(),
        _ => return Some((says::no_day_kind(value.type_name()), hint())),
    };
    let is_day = text.len() == "2027-01-25".len() && text.parse::<jiff::civil::Date>().is_ok();
    (!is_day).then(|| (says::no_day(shorten(&text)), hint()))
}
