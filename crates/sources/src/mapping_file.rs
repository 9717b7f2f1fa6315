//! Reads a mapping file: TOML, every fault at once, each with line, field and a hint.
//!
//! A key nobody knows is a fault, so that a typing error never silently leaves an object unmapped.

use std::collections::{BTreeMap, BTreeSet};

use campaign::{
    Fault,
    settings::{Reader, Section},
};
use journal::Slug;
use toml_edit::{ArrayOfTables, Item, Value};

use crate::{
    mapping::{EventPaths, Mapping},
    path::JsonPath,
    reading::Kind,
};

/// Largest file read: the rules of some fifty thousand targets.
pub const MAX_MAPPING_BYTES: usize = 4 * 1024 * 1024;
/// Most conditions of one rule.
const MAX_CONDITIONS: usize = 8;
/// Most combinations of paths: each is a look-up for every event.
const MAX_COMBINATIONS: usize = 16;
/// Most values of `down` or `up`.
const MAX_VALUES: usize = 64;

const EVENT_KEYS: [&str; 6] = ["id", "state", "down", "up", "time", "cause"];
const WHEN_HINT: &str = "write when = { host = \"core-1\" }: a JSON path and the value it must have";

/// Reads the text of a mapping for a source of this kind; `file` names it in faults.
pub fn parse_mapping(text: &str, file: &str, kind: Kind) -> Result<Mapping, Vec<Fault>> {
    if text.len() > MAX_MAPPING_BYTES {
        return Reader::read(file, "", |reader, _| {
            let what = format!("is larger than {MAX_MAPPING_BYTES} bytes");
            reader.add(0, "", what, "use a file for each source");
            Mapping::default()
        });
    }
    Reader::read(file, text, |reader, root| {
        let mut mapping = Mapping::default();
        reader.only(root, &["event", "target", "evidence"]);
        let mut rules = Rules { reader };
        mapping.evidence = rules.evidence(root, kind);
        let turns = ["event", "target"].iter().any(|key| root.table.get(key).is_some());
        // A mapping of evidence alone turns no target.
        if turns || root.table.get("evidence").is_none() {
            mapping.event = rules.event(root, kind);
            rules.targets(root, &mut mapping);
        }
        mapping
    })
}

/// Reads what a mapping holds besides plain keys.
pub(crate) struct Rules<'r, 'a> {
    pub(crate) reader: &'r mut Reader<'a>,
}

impl Rules<'_, '_> {
    /// `[event]`, which a webhook and a folder have and no other kind.
    fn event(&mut self, root: Section<'_>, kind: Kind) -> Option<EventPaths> {
        let item = root.table.get("event");
        let hint = "write [event] with id, state, down, up and time";
        match (item, kind.is_mapped()) {
            (None, true) => {
                let what = format!("is missing: a {} says where id, state and time stand", kind.name());
                self.reader.add(0, "event", what, hint);
                return None;
            }
            (Some(_), false) => {
                let what = format!("is for webhooks and folders alone: what {} sends is known", kind.name());
                self.reader.add(root.place_of_key("event"), "event", what, "leave it out");
                return None;
            }
            (None, false) => return None,
            (Some(_), true) => {}
        }
        let Some(table) = item.and_then(Item::as_table_like) else {
            self.reader.add(root.place_of_key("event"), "event", "is no table", hint);
            return None;
        };
        let section = Section { path: "event", table, start: root.place_of_key("event") };
        self.reader.only(section, &EVENT_KEYS);
        let (id, state) = (self.path(section, "id"), self.path(section, "state"));
        let (down, up) = (self.values(section, "down"), self.values(section, "up"));
        let time = self.path(section, "time");
        let cause = if table.get("cause").is_some() { self.path(section, "cause") } else { None };
        if let Some(both) = down.iter().find(|value| up.contains(*value)) {
            let what = format!("lists {both:?}, which down lists too");
            self.reader.add(section.place("up"), "event.up", what, "a value means one of the two");
        }
        Some(EventPaths { id: id?, state: state?, down, up, time: time?, cause })
    }

    fn targets(&mut self, root: Section<'_>, mapping: &mut Mapping) {
        let Some(item) = root.table.get("target") else {
            let hint = "write [[target]] with is = \"…\" and when = { … }";
            return self.reader.add(0, "target", "is missing: no object would be a target", hint);
        };
        match (item.as_array_of_tables(), item.as_array()) {
            (Some(tables), _) => self.tables(tables, mapping),
            (None, Some(list)) if !list.is_empty() => {
                for (number, value) in list.iter().enumerate() {
                    let start = value.span().map_or(0, |span| span.start);
                    let path = format!("target[{number}]");
                    match value.as_inline_table() {
                        Some(table) => self.rule(Section { path: &path, table, start }, mapping),
                        None => self.reader.add(start, &path, "is no table", "write [[target]]"),
                    }
                }
            }
            _ => self.reader.add(
                root.place_of_key("target"),
                "target",
                "is no list of tables",
                "write [[target]]",
            ),
        }
    }

    fn tables(&mut self, tables: &ArrayOfTables, mapping: &mut Mapping) {
        for (number, table) in tables.iter().enumerate() {
            let start = table.span().map_or(0, |span| span.start);
            self.rule(Section { path: &format!("target[{number}]"), table, start }, mapping);
        }
    }

    fn rule(&mut self, section: Section<'_>, mapping: &mut Mapping) {
        self.reader.only(section, &["is", "when"]);
        let is = self.reader.required(section, "is", "write is = \"…\": the id of a target of the campaign");
        let target = is.and_then(|text| match Slug::new(text.clone()) {
            Ok(target) => Some(target),
            Err(fault) => {
                let hint = "write the id of a target as the campaign file does";
                self.reader.add(
                    section.place("is"),
                    &section.field("is"),
                    format!("{text:?}: {fault}"),
                    hint,
                );
                None
            }
        });
        let when = self.when(section);
        let (Some(target), Some(when)) = (target, when) else { return };
        if mapping.combinations() > MAX_COMBINATIONS {
            return;
        }
        if !mapping.add_rule(target, when) {
            let what = "are the conditions of an earlier rule, which would always be taken";
            self.reader.add(section.place("when"), &section.field("when"), what, "leave one of the two out");
        } else if mapping.combinations() == MAX_COMBINATIONS + 1 {
            let what = format!("is one combination of paths more than the {MAX_COMBINATIONS} that are taken");
            self.reader.add(
                section.place("when"),
                &section.field("when"),
                what,
                "use the same paths in more rules",
            );
        }
    }

    pub(crate) fn when(&mut self, section: Section<'_>) -> Option<BTreeMap<JsonPath, String>> {
        let field = section.field("when");
        let Some(table) = section.table.get("when").and_then(Item::as_table_like) else {
            self.reader.add(section.place("when"), &field, "is missing, or no table", WHEN_HINT);
            return None;
        };
        if table.is_empty() || table.len() > MAX_CONDITIONS {
            let what = format!("holds {} conditions, not between 1 and {MAX_CONDITIONS}", table.len());
            self.reader.add(section.place("when"), &field, what, WHEN_HINT);
            return None;
        }
        let inner = Section { path: &field, table, start: section.place("when") };
        let mut when = BTreeMap::new();
        let before = self.reader.fault_count();
        for (key, item) in table.iter() {
            let path = JsonPath::parse(key);
            let value = item.as_value().and_then(plain);
            let (field, place) = (inner.field(key), inner.place_of_key(key));
            match (path, value) {
                (Err(fault), _) => self.reader.add(place, &field, fault.to_string(), WHEN_HINT),
                (_, None) if item.is_table_like() => {
                    let hint = format!("a path with dots stands in quotes: {{ \"{key}.…\" = \"…\" }}");
                    self.reader.add(place, &field, "is a table, not a value", &hint);
                }
                (_, None) => self.reader.add(place, &field, "is no text, integer or yes-or-no", WHEN_HINT),
                (Ok(path), Some(value)) => {
                    if when.insert(path, value).is_some() {
                        self.reader.add(place, &field, "names a path that stands here already", WHEN_HINT);
                    }
                }
            }
        }
        (self.reader.fault_count() == before).then_some(when)
    }

    pub(crate) fn path(&mut self, section: Section<'_>, key: &str) -> Option<JsonPath> {
        let hint = format!("write {key} = \"alarm.{key}\", a JSON path");
        let text = self.reader.required(section, key, &hint)?;
        match JsonPath::parse(&text) {
            Ok(path) => Some(path),
            Err(fault) => {
                self.reader.add(section.place(key), &section.field(key), format!("{text:?} {fault}"), &hint);
                None
            }
        }
    }

    pub(crate) fn values(&mut self, section: Section<'_>, key: &str) -> BTreeSet<String> {
        let list = section.table.get(key).and_then(Item::as_array);
        let values: Option<BTreeSet<String>> = list.and_then(|list| list.iter().map(plain).collect());
        if let Some(values) = values.filter(|values| (1..=MAX_VALUES).contains(&values.len())) {
            return values;
        }
        let what = format!("is missing, or no list of 1 to {MAX_VALUES} texts or integers");
        let hint = format!("write {key} = [\"…\"]: the values of state that mean {key}");
        self.reader.add(section.place(key), &section.field(key), what, &hint);
        BTreeSet::new()
    }
}

/// A value as the text it is compared as.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.value().clone()),
        Value::Integer(number) => Some(number.value().to_string()),
        Value::Boolean(flag) => Some(flag.value().to_string()),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    const EVENT: &str = "[event]\nid = \"alarm.id\"\nstate = \"alarm.state\"\ndown = [\"raised\", 1]\nup = [\"cleared\"]\n\
                         time = \"alarm.at\"\n";

    fn told(text: &str, kind: Kind) -> Vec<String> {
        let faults = parse_mapping(text, "map.toml", kind).unwrap_err();
        faults.iter().map(|fault| fault.to_string().lines().next().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_mapping_is_read_however_it_is_written() {
        let tables =
            format!("{EVENT}[[target]]\nis = \"sn-loi\"\n[target.when]\n\"a.host\" = \"core-1\"\nport = 3\n");
        let inline = format!(
            "target = [{{ is = \"sn-loi\", when = {{ port = \"3\", \"a.host\" = \"core-1\" }} }}]\n{EVENT}"
        );
        let mapping = parse_mapping(&tables, "map.toml", Kind::Webhook).unwrap();
        assert_eq!(mapping, parse_mapping(&inline, "map.toml", Kind::Webhook).unwrap());
        let object = serde_json::json!({ "a": { "host": "core-1" }, "port": 3 });
        assert_eq!(mapping.find_target(&object).unwrap().as_str(), "sn-loi");
        assert!(mapping.event.unwrap().down.contains("1"));
    }

    #[test]
    fn every_fault_is_told_at_once_with_its_line_and_field() {
        let text = "[event]\nid = \"a..b\"\nstate = 3\ndown = [\"x\"]\nup = [\"x\"]\nwhen = \"t\"\n\
                    [[target]]\nis = \"Sai Tên\"\nwhen = { host = 1.5 }\n\
                    [[target]]\nis = \"a\"\n\
                    [[target]]\nis = \"b\"\nwhen = { host = \"h\" }\n\
                    [[target]]\nis = \"c\"\nwhen = { host = \"h\" }\n\
                    [[target]]\nis = \"d\"\nwhen = { labels.host = \"h\" }\n[more]\n";
        let told = told(text, Kind::Webhook);
        let starts: Vec<String> =
            told.iter().map(|line| line.split(": ").take(2).collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(
            starts,
            [
                "map.toml:1:2 event.time",
                "map.toml:2:6 event.id",
                "map.toml:3:9 event.state",
                "map.toml:5:6 event.up",
                "map.toml:6:1 event.when",
                "map.toml:8:6 target[0].is",
                "map.toml:9:10 target[0].when.host",
                "map.toml:10:1 target[1].when",
                "map.toml:17:8 target[3].when",
                "map.toml:20:10 target[4].when.labels",
                "map.toml:21:2 more",
            ],
            "{told:#?}"
        );
    }

    #[test]
    fn a_file_without_rules_or_for_another_kind_is_refused() {
        assert_eq!(told("", Kind::Webhook).len(), 2);
        assert_eq!(told("target = []\n", Kind::Zabbix), ["map.toml:1:1: target: is no list of tables"]);
        let event = format!("{EVENT}[[target]]\nis = \"a\"\nwhen = {{ host = \"h\" }}\n");
        assert!(told(&event, Kind::Zabbix)[0].contains("is for webhooks and folders alone"));
        assert!(told("[[target]\n", Kind::Zabbix)[0].starts_with("map.toml:1:"));
    }

    #[test]
    fn the_paths_that_rules_look_at_are_bounded() {
        let rule = |n: usize| format!("[[target]]\nis = \"t{n}\"\nwhen = {{ p{n} = \"h\" }}\n");
        let text = |n: usize| (0..n).map(rule).collect::<String>();
        assert!(parse_mapping(&text(MAX_COMBINATIONS), "map.toml", Kind::Zabbix).is_ok());
        assert_eq!(told(&text(MAX_COMBINATIONS + 4), Kind::Zabbix).len(), 1);
    }
}
