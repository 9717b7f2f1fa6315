//! Every sentence that the program can say of a fault is there in every language, and nothing else is.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use campaign::Sentence;

/// What one language says that the sentence does not carry over: where a parser of TOML stopped is shown by its line,
/// and its reason is English alone.
const NOT_SAID: [(&str, &str, &str); 1] = [("vi", "not_toml", "message")];

fn sentences() -> BTreeMap<&'static str, Sentence> {
    let lists = [
        campaign::file::says::ALL,
        campaign::evidence::says::ALL,
        intake::says::ALL,
        measure::says::ALL,
        sources::says::ALL,
        store::says::ALL,
        api::says::ALL,
    ];
    let mut all = BTreeMap::new();
    for sentence in lists.into_iter().flatten() {
        let earlier = all.insert(sentence.code, *sentence);
        assert!(earlier.is_none(), "{} stands in two lists", sentence.code);
    }
    all
}

/// The messages of a language: a message is its line and the lines below that are set in.
fn messages(locale: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../locales/{locale}/faults.ftl"));
    let text = std::fs::read_to_string(path).unwrap();
    let (mut messages, mut last) = (BTreeMap::<String, String>::new(), String::new());
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.split_once(" = ") {
            Some((key, sentence)) if !line.starts_with(' ') => {
                key.clone_into(&mut last);
                let earlier = messages.insert(last.clone(), sentence.to_owned());
                assert!(earlier.is_none(), "{locale}: {key} stands twice");
            }
            _ => messages.get_mut(&last).unwrap().push_str(line),
        }
    }
    messages
}

/// What a message is filled with.
fn placeables(message: &str) -> BTreeSet<&str> {
    let names = message.split("{ $").skip(1).map(|rest| rest.split([' ', '}']).next().unwrap());
    names.collect()
}

#[test]
fn every_fault_has_its_sentence_in_every_language_filled_with_what_it_carries() {
    for locale in ["vi", "en"] {
        let mut messages: BTreeMap<String, String> =
            messages(locale).into_iter().filter(|(key, _)| key.starts_with("fault-")).collect();
        for (code, sentence) in sentences() {
            let key = format!("fault-{code}");
            let message = messages.remove(&key).unwrap_or_else(|| panic!("{locale} has no {key}"));
            let said = placeables(&message);
            // What a key means is found by its name, which stands in no sentence.
            let carried = sentence.args.iter().copied().filter(|name| *name != "of");
            let carried: BTreeSet<&str> =
                carried.filter(|name| !NOT_SAID.contains(&(locale, code, name))).collect();
            assert_eq!(said, carried, "{locale}: {key} = {message}");
        }
        assert!(messages.is_empty(), "{locale} has sentences for no fault: {messages:?}");
    }
}

#[test]
fn the_english_screens_say_what_the_command_line_says() {
    let messages = messages("en");
    for (code, sentence) in sentences() {
        let english = sentence.english.replace('{', "{ $").replace('}', " }");
        assert_eq!(messages[&format!("fault-{code}")], english, "{code}");
    }
}

#[test]
fn whatever_a_key_that_must_be_there_means_is_said_in_every_language() {
    let file = "schema = 1\n[campaign]\n[[directive]]\n[[phase]]\n[[critical]]\n[[freeze]]\n[[organisation]]\n[[target]]\n\
                [[briefing]]\n[[obligation]]\n[obligation.condition]\n[[obligation.check]]\n\
                [[obligation.check.thresholds]]\n[[obligation.check.checklist]]\n";
    let mut meant: BTreeSet<String> = BTreeSet::new();
    for text in [file, "[[obligation]]\n", ""] {
        let faults = campaign::parse(text, "campaign.toml").unwrap_err();
        let hints = faults.iter().filter_map(|fault| fault.hint.as_ref());
        meant.extend(hints.filter_map(|hint| hint.args().get("of").cloned()));
    }
    for kind in campaign::CheckKind::ALL {
        meant.insert(format!("check.{}", kind.as_str()));
        let thresholds = kind.rules().thresholds.iter();
        meant.extend(thresholds.map(|rule| format!("threshold.{}", rule.name)));
    }
    assert!(meant.len() > 45, "{meant:?}");
    for locale in ["vi", "en"] {
        let messages = messages(locale);
        let known: BTreeSet<String> =
            messages.keys().filter_map(|key| key.strip_prefix("meaning-").map(str::to_owned)).collect();
        let wanted: BTreeSet<String> = meant.iter().map(|of| of.replace('.', "-")).collect();
        assert_eq!(wanted, known, "{locale}");
    }
}
