//! A campaign written as a campaign file, which [`super::parse_cut`] reads as the same campaign but for its digest.
//! Keys come in the order of `shape`, and what a file may leave out is written as well, so that there is one text for a
//! campaign.

use serde_json::{Value as Json, json};
use toml_edit::{Array, DocumentMut, Item, Table, Value};

use super::shape::{FILE, Holds, SCHEMA, TableShape};
use crate::model::Campaign;

/// The text of a campaign.
pub fn text(campaign: &Campaign) -> String {
    let mut document = DocumentMut::new();
    fill(document.as_table_mut(), &FILE, &content(campaign));
    document.to_string()
}

/// What the campaign says, by the keys of the file. The types of the model name theirs as the file does.
fn content(campaign: &Campaign) -> Json {
    let obligations = campaign.obligations.iter().map(|obligation| {
        let mut obligation = json!(obligation);
        obligation["check"] = obligation["checks"].take();
        if obligation["due"].is_null() {
            obligation["due_strict"] = Json::Null;
        }
        obligation
    });
    json!({
        "schema": SCHEMA,
        "campaign": {
            "id": campaign.id, "title": campaign.title, "zone": campaign.zone, "from": campaign.from,
            "to": campaign.to, "summary_s": campaign.summary_s,
        },
        "directive": campaign.directives,
        "phase": campaign.phases,
        "critical": campaign.critical,
        "freeze": campaign.freeze,
        "organisation": campaign.organisations,
        "target": campaign.targets,
        "briefing": campaign.briefings,
        "obligation": obligations.collect::<Vec<_>>(),
    })
}

fn fill(table: &mut Table, shape: &TableShape, content: &Json) {
    for field in shape.fields {
        let value = &content[field.name];
        match field.holds {
            Holds::Table(shape) if value.is_object() => {
                let mut inner = Table::new();
                fill(&mut inner, shape, value);
                table.insert(field.name, Item::Table(inner));
            }
            Holds::Tables(shape) if value.as_array().is_some_and(|list| !list.is_empty()) => {
                let lines = value.as_array().into_iter().flatten();
                table
                    .insert(field.name, Item::ArrayOfTables(lines.map(|line| filled(shape, line)).collect()));
            }
            Holds::Table(_) | Holds::Tables(_) => {}
            _ => {
                if let Some(value) = plain(value) {
                    table.insert(field.name, Item::Value(value));
                }
            }
        }
    }
}

fn filled(shape: &TableShape, content: &Json) -> Table {
    let mut table = Table::new();
    fill(&mut table, shape, content);
    table
}

/// A value that is no table; none for what is absent, and for an empty list, which a file leaves out.
fn plain(value: &Json) -> Option<Value> {
    match value {
        Json::String(text) => Some(text.as_str().into()),
        Json::Bool(flag) => Some((*flag).into()),
        Json::Number(number) => Some(number.as_i64()?.into()),
        Json::Array(list) if list.is_empty() => None,
        Json::Array(list) => Some(Value::Array(list.iter().filter_map(plain).collect::<Array>())),
        Json::Null | Json::Object(_) => None,
    }
}
