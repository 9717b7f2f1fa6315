//! Reads `granted` of the node's configuration: the ranges in which each organisation's targets may lie.
//!
//! A list is for every organisation; a table has an organisation a key, with ranges, or with grants that have their dates:
//!
//! ```toml
//! [measure.granted]
//! buu-dien = ["10.2.0.0/16"]
//! [[measure.granted.vien-thong]]
//! ranges = ["10.1.0.0/16"]
//! from = 2027-01-25T00:00:00+07:00
//! until = 2027-02-15T00:00:00+07:00
//! ```

use calendar::Instant;
use campaign::settings::{Reader, Section};
use ipnet::IpNet;
use journal::Slug;
use measure::{Grant, Granted};
use toml_edit::{Array, Item, TableLike, Value};

const EXAMPLE: &str = "write vien-thong = [\"10.1.0.0/16\"] under [measure.granted]";

/// What was granted; nothing where the key is absent.
pub fn read_granted(reader: &mut Reader<'_>, measure: Section<'_>) -> Granted {
    let Some(item) = measure.table.get("granted") else { return Granted::default() };
    if let Some(list) = item.as_value().and_then(Value::as_array) {
        return Granted::new(read_ranges(reader, "measure.granted", list));
    }
    let Some(table) = item.as_table_like() else {
        let what = format!("is {}, not a list of ranges or a table of organisations", item.type_name());
        reader.add(measure.place("granted"), "measure.granted", what, EXAMPLE);
        return Granted::default();
    };
    let mut granted = Granted::default();
    let section = Section { path: "measure.granted", table, start: measure.place("granted") };
    for (name, item) in table.iter() {
        let Ok(organisation) = Slug::new(name) else {
            let what = format!("{name:?} is not the id of an organisation");
            reader.add(section.place_of_key(name), &section.field(name), what, EXAMPLE);
            continue;
        };
        for grant in grants(reader, section, name, item) {
            granted = granted.to(organisation.clone(), grant);
        }
    }
    granted
}

/// The grants of one organisation, however they are written.
fn grants(reader: &mut Reader<'_>, section: Section<'_>, name: &str, item: &Item) -> Vec<Grant> {
    let path = section.field(name);
    let value = item.as_value().and_then(Value::as_array);
    if let Some(list) = value.filter(|list| list.iter().all(|one| one.as_inline_table().is_none())) {
        return vec![Grant { ranges: read_ranges(reader, &path, list), ..Grant::default() }];
    }
    let tables: Vec<&dyn TableLike> = match (value, item.as_array_of_tables(), item.as_table_like()) {
        (Some(list), ..) => {
            list.iter().filter_map(|one| Some(one.as_inline_table()? as &dyn TableLike)).collect()
        }
        (_, Some(tables), _) => tables.iter().map(|table| table as &dyn TableLike).collect(),
        (.., Some(table)) => vec![table],
        _ => {
            let what = format!("is {}, not a list of ranges or grants", item.type_name());
            reader.add(section.place(name), &path, what, EXAMPLE);
            return Vec::new();
        }
    };
    let start = section.place(name);
    tables.into_iter().map(|table| grant(reader, Section { path: &path, table, start })).collect()
}

fn grant(reader: &mut Reader<'_>, section: Section<'_>) -> Grant {
    reader.only(section, &["ranges", "from", "until"]);
    let list = section.table.get("ranges").and_then(Item::as_value).and_then(Value::as_array);
    let ranges = if let Some(list) = list {
        read_ranges(reader, &section.field("ranges"), list)
    } else {
        let what = "is no list of ranges".to_owned();
        reader.add(section.place("ranges"), &section.field("ranges"), what, EXAMPLE);
        Vec::new()
    };
    let (from, until) = (moment(reader, section, "from"), moment(reader, section, "until"));
    if from.zip(until).is_some_and(|(from, until)| until <= from) {
        let what = "is not after from".to_owned();
        reader.add(section.place("until"), &section.field("until"), what, "name a later moment");
    }
    Grant { ranges, from, until }
}

/// A moment with its zone; what is none is told and, being a limit, lets nothing pass meanwhile.
fn moment(reader: &mut Reader<'_>, section: Section<'_>, key: &str) -> Option<Instant> {
    let value = section.table.get(key).and_then(Item::as_value)?;
    let text = match value {
        Value::Datetime(written) => written.value().to_string(),
        Value::String(written) => written.value().clone(),
        other => other.type_name().to_owned(),
    };
    let read = Instant::parse_edge(&text).ok();
    if read.is_none() {
        let hint = format!("write {key} = 2027-01-25T00:00:00+07:00");
        let what = format!("{text:?} is not a moment with its zone");
        reader.add(section.place(key), &section.field(key), what, &hint);
    }
    read
}

/// The ranges of a list; `path` names it in faults.
pub fn read_ranges(reader: &mut Reader<'_>, path: &str, list: &Array) -> Vec<IpNet> {
    let mut ranges = Vec::new();
    for (number, value) in list.iter().enumerate() {
        let place = value.span().map_or(0, |span| span.start);
        let field = format!("{path}[{number}]");
        let Some(text) = value.as_str() else {
            let what = format!("is {}, not a range", value.type_name());
            reader.add(place, &field, what, "write \"192.0.2.0/24\"");
            continue;
        };
        if let Ok(range) = text.parse::<IpNet>() {
            ranges.push(range);
            continue;
        }
        let hint = match text.parse::<std::net::IpAddr>() {
            Ok(one) => format!("for this address alone write \"{}\"", IpNet::from(one)),
            Err(_) => "write \"192.0.2.0/24\"".to_owned(),
        };
        reader.add(place, &field, format!("{text:?} is not a range"), &hint);
    }
    ranges
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use crate::config_file::parse;

    fn lets(text: &str, owner: &str, address: &str, now: &str) -> bool {
        let granted = parse(text, "node.toml").unwrap().measure.granted;
        let now = Instant::parse_edge(now).unwrap();
        granted.check(&Slug::new(owner).unwrap(), address.parse().unwrap(), now).is_ok()
    }

    const NOW: &str = "2027-02-01T08:00:00+07:00";
    const LATER: &str = "2027-02-20T08:00:00+07:00";

    #[test]
    fn each_organisation_has_its_ranges_and_their_dates() {
        let table = "[measure.granted]\nbuu-dien = [\"10.2.0.0/16\"]\n[[measure.granted.vien-thong]]\n\
                     ranges = [\"10.1.0.0/16\"]\nuntil = 2027-02-15T00:00:00+07:00\n";
        let inline = "measure.granted = { buu-dien = [\"10.2.0.0/16\"], \
                      vien-thong = [{ ranges = [\"10.1.0.0/16\"], until = \"2027-02-15T00:00:00+07:00\" }] }\n";
        for text in [table, inline] {
            assert!(lets(text, "buu-dien", "10.2.0.1", LATER), "{text}");
            assert!(!lets(text, "buu-dien", "10.1.0.1", NOW), "{text}");
            assert!(lets(text, "vien-thong", "10.1.0.1", NOW), "{text}");
            assert!(!lets(text, "vien-thong", "10.1.0.1", LATER), "{text}");
            assert!(!lets(text, "khac", "10.2.0.1", NOW), "{text}");
        }
    }

    #[test]
    fn a_list_is_for_every_organisation_and_without_one_nothing_is_granted() {
        assert!(lets("[measure]\ngranted = [\"127.0.0.0/8\"]\n", "khac", "127.0.0.1", NOW));
        assert!(!lets("", "khac", "127.0.0.1", NOW));
    }

    #[test]
    fn what_does_not_read_is_told_with_its_place() {
        let text = "[measure.granted]\n\"Bưu điện\" = []\nb = 3\n[[measure.granted.c]]\nranges = [\"x\"]\n\
                    from = 2027-02-15\nto = 1\n";
        let told: Vec<String> =
            parse(text, "node.toml").unwrap_err().iter().map(ToString::to_string).collect();
        for wanted in [
            "is not the id of an organisation",
            "measure.granted.b: is integer, not a list of ranges or grants",
            "measure.granted.c.ranges[0]: \"x\" is not a range",
            "measure.granted.c.from: \"2027-02-15\" is not a moment with its zone",
            "measure.granted.c.to: is no key of this table",
        ] {
            assert!(told.iter().any(|one| one.contains(wanted)), "{wanted}: {told:#?}");
        }
    }
}
