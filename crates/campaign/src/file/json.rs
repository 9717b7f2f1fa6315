//! The campaign file as JSON and back, key for key: what a form on the screen edits and what another program writes.
//!
//! Nothing is judged here. A file that is no TOML is told with its place; JSON becomes the text that says the same, and
//! that text is read like any other, so that a fault has one line and one field whichever way the file came.

use serde_json::{Map, Value as Json};
use toml_edit::{Array, ArrayOfTables, Datetime, DocumentMut, InlineTable, Item, Table, Value};

use super::{
    Fault, Faults, MAX_BYTES, says,
    shape::{FILE, Holds, TableShape},
};

/// The keys of a file as JSON; moments and days are the texts they are written as. Comments stay behind.
pub fn to_json(text: &str, file_name: &str) -> Result<Json, Vec<Fault>> {
    let mut faults = Faults::new(file_name, text);
    if text.len() > MAX_BYTES {
        faults.add(0, "", says::file_too_large(text.len(), MAX_BYTES), None);
        return Err(faults.settle());
    }
    match faults.document(text) {
        Some(document) => Ok(object(document.as_table().iter().map(|(key, item)| (key, of_item(item))))),
        None => Err(faults.settle()),
    }
}

/// The text of a file with these keys, in the order of the file's own description; a key that it does not know comes
/// after them and is a fault once the text is read. What is null is left out.
pub fn to_toml(form: &Map<String, Json>) -> String {
    let mut document = DocumentMut::new();
    fill(document.as_table_mut(), Some(&FILE), form);
    document.to_string()
}

fn object<'a>(entries: impl Iterator<Item = (&'a str, Json)>) -> Json {
    Json::Object(entries.map(|(key, value)| (key.to_owned(), value)).collect())
}

fn of_item(item: &Item) -> Json {
    match item {
        Item::None => Json::Null,
        Item::Value(value) => of_value(value),
        Item::Table(table) => object(table.iter().map(|(key, item)| (key, of_item(item)))),
        Item::ArrayOfTables(tables) => {
            let lines =
                tables.iter().map(|table| object(table.iter().map(|(key, item)| (key, of_item(item)))));
            Json::Array(lines.collect())
        }
    }
}

fn of_value(value: &Value) -> Json {
    match value {
        Value::String(text) => Json::String(text.value().clone()),
        Value::Integer(number) => Json::from(*number.value()),
        // What is no number of JSON is no value of any key either: as text it is told as a fault.
        Value::Float(number) => serde_json::Number::from_f64(*number.value())
            .map_or_else(|| Json::String(number.value().to_string()), Json::Number),
        Value::Boolean(flag) => Json::Bool(*flag.value()),
        Value::Datetime(moment) => Json::String(moment.value().to_string()),
        Value::Array(list) => Json::Array(list.iter().map(of_value).collect()),
        Value::InlineTable(table) => object(table.iter().map(|(key, value)| (key, of_value(value)))),
    }
}

fn fill(table: &mut Table, shape: Option<&TableShape>, form: &Map<String, Json>) {
    let fields = shape.map_or(&[][..], |shape| shape.fields);
    let known =
        fields.iter().filter_map(|field| Some((field.name, Some(&field.holds), form.get(field.name)?)));
    let is_known = |key: &String| fields.iter().any(|field| field.name == key);
    let unknown =
        form.iter().filter(|(key, _)| !is_known(key)).map(|(key, value)| (key.as_str(), None, value));
    for (key, holds, value) in known.chain(unknown) {
        if let Some(item) = to_item(value, holds) {
            table.insert(key, item);
        }
    }
}

fn to_item(value: &Json, holds: Option<&Holds>) -> Option<Item> {
    let shape = match holds {
        Some(Holds::Table(shape) | Holds::Tables(shape)) => Some(*shape),
        _ => None,
    };
    match value {
        Json::Object(keys) => {
            let mut table = Table::new();
            fill(&mut table, shape, keys);
            Some(Item::Table(table))
        }
        // An empty list has no headers: it stays a value, so that whoever reads on finds the key.
        Json::Array(list) if shape.is_some() && !list.is_empty() && list.iter().all(Json::is_object) => {
            let tables = list.iter().filter_map(Json::as_object).map(|keys| {
                let mut table = Table::new();
                fill(&mut table, shape, keys);
                table
            });
            Some(Item::ArrayOfTables(tables.collect::<ArrayOfTables>()))
        }
        value => to_value(value, holds).map(Item::Value),
    }
}

fn to_value(value: &Json, holds: Option<&Holds>) -> Option<Value> {
    Some(match value {
        Json::Null => return None,
        Json::Bool(flag) => (*flag).into(),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64()?.into(),
        },
        Json::String(text) => match (holds, text.parse::<Datetime>()) {
            (Some(Holds::Moment | Holds::Day), Ok(moment)) => moment.into(),
            _ => text.as_str().into(),
        },
        Json::Array(list) => list.iter().filter_map(|one| to_value(one, None)).collect::<Array>().into(),
        Json::Object(keys) => {
            let entries = keys.iter().filter_map(|(key, value)| Some((key.as_str(), to_value(value, None)?)));
            Value::InlineTable(entries.collect::<InlineTable>())
        }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const EXAMPLE: &str = include_str!("../../../../examples/tet-2027/campaign.toml");

    fn turned(text: &str) -> String {
        let form = to_json(text, "campaign.toml").unwrap();
        to_toml(form.as_object().unwrap())
    }

    #[test]
    fn a_file_turned_into_json_and_back_is_the_same_campaign() {
        let before = crate::file::parse_issued(EXAMPLE, "campaign.toml").unwrap();
        let mut after = crate::file::parse_issued(&turned(EXAMPLE), "campaign.toml").unwrap();
        assert_ne!(before.digest, after.digest, "it is another text");
        after.digest = before.digest;
        assert_eq!(before, after);
        assert_eq!(turned(EXAMPLE), turned(&turned(EXAMPLE)), "and there is one such text");
    }

    #[test]
    fn what_a_form_says_wrongly_is_told_by_line_and_field_as_of_any_file() {
        let form = json!({
            "schema": 1, "colour": "red",
            "campaign": { "id": "tet", "title": "Tết", "zone": "Asia/Ho_Chi_Minh", "from": "2027-02-01T00:00:00+07:00",
                          "to": "hôm sau", "summary_s": 1.5 },
            "organisation": [{ "id": "so", "kind": "regulator", "parent": null }],
            "obligation": [{ "id": "o", "quote": "q", "owners": ["so"], "check": [{ "kind": "acknowledgement" }] }],
        });
        let text = to_toml(form.as_object().unwrap());
        assert!(text.contains("from = 2027-02-01T00:00:00+07:00") && !text.contains("parent"), "{text}");
        let faults = crate::file::parse(&text, "campaign.toml").unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        for field in ["colour", "campaign.to", "campaign.summary_s"] {
            assert!(fields.contains(&field), "{field}: {fields:?}");
        }
    }

    #[test]
    fn a_text_that_is_no_toml_is_told_where() {
        let faults = to_json("schema = 1\n[campaign\n", "campaign.toml").unwrap_err();
        assert_eq!(faults[0].line, 2);
    }

    fn any_json() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::Bool),
            any::<i64>().prop_map(Json::from),
            any::<f64>().prop_map(|number| json!(number)),
            "\\PC{0,8}|2027-02-01(T00:00:00(\\+07:00)?)?".prop_map(Json::String),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
                prop::collection::btree_map(
                    "schema|campaign|obligation|check|id|due|[^\\x00]{0,4}",
                    inner,
                    0..4
                )
                .prop_map(|keys| Json::Object(keys.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_json_becomes_a_text_that_reads_as_toml(form in any_json()) {
            if let Json::Object(form) = form {
                let text = to_toml(&form);
                prop_assert!(to_json(&text, "campaign.toml").is_ok(), "{text}");
            }
        }
    }
}
