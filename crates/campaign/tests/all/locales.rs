//! Every reason has its sentence in every locale, and no sentence uses what its reason does not carry.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use campaign::Reason;

/// Messages of one line each, which is all `reasons.ftl` uses, with the placeables they name.
fn messages(locale: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../locales/{locale}/reasons.ftl"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut messages = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (key, sentence) = line.split_once(" = ").unwrap_or_else(|| panic!("{locale}: {line}"));
        let placeables =
            sentence.split("{ $").skip(1).map(|rest| rest.split(" }").next().unwrap().to_owned());
        assert_eq!(sentence.matches('{').count(), sentence.matches("{ $").count(), "{locale}: {line}");
        assert!(
            messages.insert(key.to_owned(), placeables.collect()).is_none(),
            "{locale}: {key} stands twice"
        );
    }
    messages
}

#[test]
fn every_reason_has_its_sentence_in_every_locale() {
    for locale in ["vi", "en"] {
        let mut messages = messages(locale);
        for (code, args) in Reason::CODES {
            let key = Reason::message_key(code);
            let used = messages.remove(&key).unwrap_or_else(|| panic!("{locale} has no {key}"));
            for name in used {
                assert!(
                    args.contains(&name.as_str()),
                    "{locale}: {key} uses ${name}, which {code} does not carry"
                );
            }
        }
        assert!(messages.is_empty(), "{locale} has sentences for no reason: {messages:?}");
    }
}

#[test]
fn codes_are_listed_once_and_in_order() {
    let codes: Vec<&str> = Reason::CODES.iter().map(|(code, _)| *code).collect();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(codes, sorted);
}
