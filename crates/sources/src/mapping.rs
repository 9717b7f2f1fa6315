//! Which object of another system is which target: equal values at JSON paths, the first rule of the file that fits.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use journal::Slug;
use serde_json::Value;

use crate::{evidence::EvidenceRule, path::JsonPath, text::one_line};

/// Longest value of an object that is shown to people, in characters.
const MAX_SHOWN_CHARS: usize = 100;

/// What a mapping file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Where a webhook's body says what; none for a kind whose bodies are known.
    pub event: Option<EventPaths>,
    /// What bodies are evidence of another kind than a turn; the first rule that fits decides, before any target.
    pub evidence: Vec<EvidenceRule>,
    /// The rules, a set for each combination of paths.
    rules: Vec<RuleSet>,
}

/// Where the body of a generic webhook says what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPaths {
    /// Its id.
    pub id: JsonPath,
    /// Its state.
    pub state: JsonPath,
    /// The values of `state` that mean down.
    pub down: BTreeSet<String>,
    /// The values of `state` that mean up.
    pub up: BTreeSet<String>,
    /// Since when.
    pub time: JsonPath,
    /// Why.
    pub cause: Option<JsonPath>,
}

/// An object of another system as far as rules look at it: the values at their paths.
pub type Object = BTreeMap<String, String>;

#[derive(Clone, Debug, PartialEq, Eq)]
struct RuleSet {
    paths: Vec<JsonPath>,
    by_values: HashMap<Vec<String>, (usize, Slug)>,
}

impl Mapping {
    /// Adds a rule behind those that are there; false where another has the same conditions.
    pub(crate) fn add_rule(&mut self, target: Slug, when: BTreeMap<JsonPath, String>) -> bool {
        let number = self.len();
        let (paths, values): (Vec<_>, Vec<_>) = when.into_iter().unzip();
        let place = self.rules.iter().position(|set| set.paths == paths).unwrap_or_else(|| {
            self.rules.push(RuleSet { paths, by_values: HashMap::new() });
            self.rules.len() - 1
        });
        let set = &mut self.rules[place];
        if set.by_values.contains_key(&values) {
            return false;
        }
        set.by_values.insert(values, (number, target));
        true
    }

    /// How many rules there are.
    pub fn len(&self) -> usize {
        self.rules.iter().map(|set| set.by_values.len()).sum()
    }

    /// Whether no object is mapped.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// How many combinations of paths the rules look at; each costs one look-up an event.
    pub(crate) fn combinations(&self) -> usize {
        self.rules.len()
    }

    /// The targets named, each once.
    pub fn targets(&self) -> BTreeSet<&Slug> {
        self.rules.iter().flat_map(|set| set.by_values.values().map(|(_, target)| target)).collect()
    }

    /// The target of an object: that of the first rule in the file that fits.
    pub fn find_target(&self, object: &Value) -> Option<&Slug> {
        let fitting = self.rules.iter().filter_map(|set| {
            let values: Option<Vec<String>> = set.paths.iter().map(|path| path.find_text(object)).collect();
            set.by_values.get(&values?)
        });
        fitting.min_by_key(|(number, _)| *number).map(|(_, target)| target)
    }

    /// The object as the rules see it, for whoever has to write the rule that is missing.
    pub fn object(&self, object: &Value) -> Object {
        let told_apart = self.evidence.iter().flat_map(|rule| rule.when.keys());
        let paths: BTreeSet<&JsonPath> =
            self.rules.iter().flat_map(|set| &set.paths).chain(told_apart).collect();
        let seen = paths.into_iter().filter_map(|path| {
            let value = path.find_text(object)?;
            Some((path.to_string(), one_line(&value, MAX_SHOWN_CHARS)))
        });
        seen.collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;
    use serde_json::json;

    fn rule(mapping: &mut Mapping, target: &str, when: &[(&str, &str)]) -> bool {
        let when = when.iter().map(|(path, value)| (JsonPath::parse(path).unwrap(), (*value).to_owned()));
        mapping.add_rule(Slug::new(target).unwrap(), when.collect())
    }

    #[test]
    fn the_first_rule_that_fits_decides_whatever_it_looks_at() {
        let mut mapping = Mapping::default();
        assert!(rule(&mut mapping, "a", &[("host", "h1"), ("port", "1")]));
        assert!(rule(&mut mapping, "b", &[("host", "h1")]));
        assert!(rule(&mut mapping, "c", &[("port", "2"), ("host", "h1")]));
        assert!(!rule(&mut mapping, "d", &[("host", "h1")]));
        let find = |object: Value| mapping.find_target(&object).map(|slug| slug.as_str().to_owned());
        assert_eq!(find(json!({"host": "h1", "port": 1})).as_deref(), Some("a"));
        assert_eq!(find(json!({"host": "h1", "port": 2})).as_deref(), Some("b"));
        assert_eq!(find(json!({"host": "h1"})).as_deref(), Some("b"));
        assert_eq!(find(json!({"host": "h2", "port": "1"})), None);
        assert_eq!((mapping.len(), mapping.combinations(), mapping.targets().len()), (3, 2, 3));
    }

    #[test]
    fn an_unknown_object_is_shown_by_what_rules_look_at() {
        let mut mapping = Mapping::default();
        rule(&mut mapping, "a", &[("host", "h1")]);
        let shown = mapping.object(&json!({"host": "h\u{0}2", "secret": "x"}));
        assert_eq!(shown, Object::from([("host".to_owned(), "h2".to_owned())]));
    }
}
