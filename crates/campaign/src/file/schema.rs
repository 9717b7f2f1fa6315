//! The JSON schema of the campaign file, made from the same shapes that read it.

use serde_json::{Map, Value, json};

use super::shape::{CHECK, FILE, Field, Holds, Need, TableShape, ZONE};
use crate::checks::{CheckKind, Rules};

/// The schema (JSON Schema 2020-12) of a campaign file read as JSON.
pub fn schema() -> Value {
    let mut schema = table(&FILE);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("Thông Suốt campaign file, version 1");
    schema
}

/// The schema as it is committed.
pub fn schema_text() -> String {
    format!("{:#}\n", schema())
}

fn table(shape: &TableShape) -> Value {
    let properties: Map<String, Value> =
        shape.fields.iter().map(|field| (field.name.to_owned(), described(field))).collect();
    let required: Vec<&str> =
        shape.fields.iter().filter(|field| field.need == Need::Required).map(|field| field.name).collect();
    let mut schema = json!({
        "type": "object",
        "description": shape.meaning,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    });
    if shape.meaning == CHECK.meaning {
        schema["allOf"] = CheckKind::ALL.iter().map(|kind| by_kind(kind.rules())).collect();
    }
    schema
}

fn described(field: &Field) -> Value {
    let mut schema = holds(field.holds);
    schema["description"] = json!(field.meaning);
    schema
}

const SLUG: &str = "^[a-z0-9][a-z0-9-]{0,63}$";
/// What `plain` refuses in a line of text.
const UNSHOWN: &str = "[\\u0000-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069]";
/// What it refuses in words of a letter, whose white space may be any.
const UNSHOWN_IN_PASSAGE: &str =
    "[\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f\\u202a-\\u202e\\u2066-\\u2069]";

fn holds(holds: Holds) -> Value {
    match holds {
        Holds::Slug => json!({ "type": "string", "pattern": SLUG }),
        Holds::Slugs => json!({
            "type": "array",
            "items": { "type": "string", "pattern": SLUG },
            "minItems": 1,
            "uniqueItems": true,
        }),
        Holds::Zone => json!({ "const": ZONE }),
        Holds::Text => {
            json!({ "type": "string", "pattern": "\\S", "not": { "pattern": UNSHOWN } })
        }
        Holds::Passage => {
            json!({ "type": "string", "pattern": "\\S", "not": { "pattern": UNSHOWN_IN_PASSAGE } })
        }
        Holds::Moment => json!({
            "type": "string",
            "pattern": "^(lunar:\\d{4}-\\d{2}\\+?-\\d{2}T\\d{2}:\\d{2}|\\d{4}-\\d{2}-\\d{2}[Tt ].*([Zz]|[+-]\\d{2}:\\d{2}))",
        }),
        Holds::Day => json!({ "type": "string", "format": "date" }),
        Holds::Digest => json!({ "type": "string", "pattern": "^[0-9a-f]{64}$" }),
        Holds::Count(i64::MIN, _) => json!({ "type": "integer" }),
        Holds::Count(least, most) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Holds::Flag => json!({ "type": "boolean" }),
        Holds::Word(words) => json!({ "enum": words }),
        Holds::CheckKind => {
            json!({ "enum": CheckKind::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>() })
        }
        Holds::Span => json!({
            "type": "array",
            "items": { "type": "integer", "minimum": 0 },
            "minItems": 2,
            "maxItems": 2,
        }),
        Holds::Table(shape) => table(shape),
        Holds::Tables(shape) => json!({ "type": "array", "items": table(shape) }),
    }
}

/// What one kind of check takes, needs and knows.
fn by_kind(rules: &Rules) -> Value {
    let foreign = CHECK.fields.iter().map(|field| field.name);
    let foreign =
        foreign.filter(|name| !matches!(*name, "kind" | "min_grade") && !rules.fields.contains(name));
    let mut properties: Map<String, Value> = foreign.map(|name| (name.to_owned(), json!(false))).collect();
    if rules.fields.contains(&"thresholds") {
        let known: Vec<Value> = rules
            .thresholds
            .iter()
            .map(|rule| {
                let (least, most) = rule.range;
                let signs: Vec<&str> = rule.ops.iter().map(|op| op.sign()).collect();
                json!({ "description": rule.meaning, "properties": {
                    "name": { "const": rule.name },
                    "unit": { "const": rule.unit },
                    "op": { "enum": signs },
                    "value": { "minimum": least, "maximum": most },
                }})
            })
            .collect();
        properties.insert("thresholds".to_owned(), json!({ "items": { "oneOf": known } }));
    }
    json!({
        "if": { "properties": { "kind": { "const": rules.name } } },
        "then": { "description": rules.meaning, "properties": properties, "required": rules.needs },
    })
}
