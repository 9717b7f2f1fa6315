//! The words of both languages are complete, parse, and keep to the vocabulary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::{collections::BTreeSet, fs, path::PathBuf};

use campaign::{CheckKind, Reason, Status};
use fluent_bundle::FluentResource;
use journal::Grade;
use report::{Language, Wording};

const FILES: [&str; 4] = ["terms.ftl", "reasons.ftl", "report.ftl", "drill.ftl"];

fn locale(language: &str, file: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(language).join(file);
    fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// `key` and the names of its placeables, read from the text itself.
fn messages(language: &str, file: &str) -> Vec<(String, BTreeSet<String>)> {
    let mut messages: Vec<(String, BTreeSet<String>)> = Vec::new();
    for line in locale(language, file).lines().filter(|line| !line.starts_with('#')) {
        if let Some((key, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
            messages.push((key.to_owned(), BTreeSet::new()));
        }
        let names = line.split('$').skip(1).map(|rest| {
            rest.chars()
                .take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_')
                .collect::<String>()
        });
        if let Some((_, placeables)) = messages.last_mut() {
            placeables.extend(names);
        }
    }
    messages
}

#[test]
fn every_file_parses_and_names_no_message_twice() {
    for language in ["vi", "en"] {
        let mut seen = BTreeSet::new();
        for file in FILES {
            if let Err((_, faults)) = FluentResource::try_new(locale(language, file)) {
                panic!("{language}/{file}: {faults:?}");
            }
            for (key, _) in messages(language, file) {
                assert!(seen.insert(key.clone()), "{language}/{file}: {key} stands twice");
            }
        }
    }
}

#[test]
fn both_languages_say_the_same_things_with_the_same_arguments() {
    for file in FILES {
        let mut vietnamese = messages("vi", file);
        let mut english = messages("en", file);
        vietnamese.sort();
        english.sort();
        assert_eq!(vietnamese, english, "{file}");
    }
}

#[test]
fn every_reason_has_a_sentence_that_uses_its_own_arguments_alone() {
    let sentences: std::collections::BTreeMap<_, _> = messages("vi", "reasons.ftl").into_iter().collect();
    for (code, arguments) in Reason::CODES {
        let key = Reason::message_key(code);
        let used = sentences.get(&key).unwrap_or_else(|| panic!("{key} is missing"));
        for name in used {
            assert!(arguments.contains(&name.as_str()), "{key} uses ${name}, which {code} does not carry");
        }
    }
}

#[test]
fn every_status_grade_check_and_figure_has_its_word() {
    for language in [Language::Vietnamese, Language::English] {
        let words = Wording::of(language);
        for status in Status::ALL {
            assert_ne!(words.status(status), format!("status-{}", status.as_str()));
        }
        for grade in [Grade::Asserted, Grade::Attested, Grade::Countersigned, Grade::Measured] {
            assert!(!words.grade(Some(grade)).contains('-'));
        }
        for check in CheckKind::ALL {
            assert!(
                words.find(&format!("check-{}", check.rules().name.replace('-', "_"))).is_some(),
                "{check:?}"
            );
            for threshold in check.rules().thresholds {
                assert!(words.find(&format!("figure-{}", threshold.name)).is_some(), "{}", threshold.name);
            }
            for kind in check.rules().reads {
                assert!(!words.kind(kind).contains(kind), "{kind} has no word");
            }
        }
    }
}

/// Only an authority concludes that there was one.
#[test]
fn no_message_speaks_of_a_violation() {
    for (language, word) in [("vi", "vi phạm"), ("en", "violat")] {
        for file in FILES {
            let text = locale(language, file).to_lowercase();
            assert!(!text.contains(word), "{language}/{file}");
        }
    }
}
