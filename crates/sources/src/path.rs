//! A path into a JSON document: names with dots between them, as `labels.instance`; a name that holds a dot or a
//! quote stands in double quotes, as `labels."host.name"`; the place in a list stands in brackets, as `items[0].id`.

use std::fmt;

use serde_json::Value;

/// Longest path, in bytes.
const MAX_PATH_BYTES: usize = 256;
/// Most steps of a path.
const MAX_STEPS: usize = 16;

/// A path that was read; ordered and compared by its steps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JsonPath {
    steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Name(String),
    Place(usize),
}

/// Why a text is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathFault {
    /// Nothing is named.
    #[error("is empty, or has an empty name between two dots")]
    Empty,
    /// Too long.
    #[error("is longer than 256 bytes or 16 steps")]
    TooLong,
    /// A quote or a bracket is not closed, or what follows it is no new step.
    #[error("has a quote or a bracket that is not closed, or text right behind one")]
    Open,
    /// What stands in brackets is no place.
    #[error("has something else than a number in brackets")]
    NoPlace,
}

impl JsonPath {
    /// Reads a path.
    pub fn parse(text: &str) -> Result<Self, PathFault> {
        if text.len() > MAX_PATH_BYTES {
            return Err(PathFault::TooLong);
        }
        let mut steps = Vec::new();
        let mut rest = text;
        loop {
            let (name, after) = take_name(rest)?;
            steps.push(Step::Name(name));
            rest = after;
            while let Some(inside) = rest.strip_prefix('[') {
                let (digits, after) = inside.split_once(']').ok_or(PathFault::Open)?;
                if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                    return Err(PathFault::NoPlace);
                }
                steps.push(Step::Place(digits.parse().map_err(|_| PathFault::NoPlace)?));
                rest = after;
            }
            if steps.len() > MAX_STEPS {
                return Err(PathFault::TooLong);
            }
            match rest.strip_prefix('.') {
                Some(after) => rest = after,
                None if rest.is_empty() => return Ok(Self { steps }),
                None => return Err(PathFault::Open),
            }
        }
    }

    /// What stands at this path, if anything does.
    pub fn find<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        self.steps.iter().try_fold(document, |value, step| match step {
            Step::Name(name) => value.as_object()?.get(name),
            Step::Place(place) => value.as_array()?.get(*place),
        })
    }

    /// The text, number or yes-or-no at this path, as text.
    pub fn find_text(&self, document: &Value) -> Option<String> {
        scalar(self.find(document)?)
    }
}

/// Text, number and yes-or-no as text: other systems send `1` and `"1"` for the same.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn take_name(text: &str) -> Result<(String, &str), PathFault> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(['.', '[']).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        return match name {
            "" => Err(PathFault::Empty),
            name if name.contains(['"', ']']) => Err(PathFault::Open),
            name => Ok((name.to_owned(), rest)),
        };
    };
    let mut name = String::new();
    let mut letters = quoted.char_indices();
    while let Some((place, letter)) = letters.next() {
        match letter {
            '"' => return Ok((name, &quoted[place + 1..])),
            '\\' => name.push(letters.next().ok_or(PathFault::Open)?.1),
            letter => name.push(letter),
        }
    }
    Err(PathFault::Open)
}

impl fmt::Display for JsonPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, step) in self.steps.iter().enumerate() {
            match step {
                Step::Place(place) => write!(out, "[{place}]")?,
                Step::Name(name) => {
                    out.write_str(if number > 0 { "." } else { "" })?;
                    if name.is_empty() || name.contains(['.', '[', ']', '"', '\\']) {
                        let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
                        write!(out, "\"{escaped}\"")?;
                    } else {
                        out.write_str(name)?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn found(path: &str) -> Option<String> {
        let document = json!({
            "labels": { "host.name": "core-1", "n": 7, "\"": true },
            "items": [[{ "id": "a" }]],
            "none": null,
        });
        JsonPath::parse(path).unwrap().find_text(&document)
    }

    #[test]
    fn a_path_leads_through_names_quotes_and_lists() {
        assert_eq!(found("labels.\"host.name\"").as_deref(), Some("core-1"));
        assert_eq!(found("labels.n").as_deref(), Some("7"));
        assert_eq!(found("labels.\"\\\"\"").as_deref(), Some("true"));
        assert_eq!(found("items[0][0].id").as_deref(), Some("a"));
        for nothing in ["labels", "none", "items[1]", "labels[0]", "labels.host.name", "labels.n.x"] {
            assert_eq!(found(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn what_is_no_path_is_told() {
        for (text, fault) in [
            ("", PathFault::Empty),
            ("a..b", PathFault::Empty),
            ("a.", PathFault::Empty),
            ("[0]", PathFault::Empty),
            ("a[0", PathFault::Open),
            ("a[0]b", PathFault::Open),
            ("\"a", PathFault::Open),
            ("\"a\"b", PathFault::Open),
            ("a]", PathFault::Open),
            ("a[x]", PathFault::NoPlace),
            ("a[]", PathFault::NoPlace),
            ("a[99999999999999999999999]", PathFault::NoPlace),
        ] {
            assert_eq!(JsonPath::parse(text), Err(fault), "{text}");
        }
        assert_eq!(JsonPath::parse(&"a".repeat(257)), Err(PathFault::TooLong));
        assert_eq!(JsonPath::parse(&vec!["a"; 17].join(".")), Err(PathFault::TooLong));
    }

    proptest! {
        #[test]
        fn whatever_is_read_is_written_as_the_same_path(text in "[a-c.\\[\\]\"\\\\01 ]{0,24}") {
            if let Ok(path) = JsonPath::parse(&text) {
                prop_assert_eq!(JsonPath::parse(&path.to_string()), Ok(path));
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>()) {
            let _ = JsonPath::parse(&text);
        }
    }
}
