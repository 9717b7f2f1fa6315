//! The words of both languages are complete, parse, and keep to the vocabulary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

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

/// The text of every file below `folder` whose name ends so, but for tests of the screens.
fn texts(folder: &Path, endings: &[&str]) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            text += &texts(&path, endings);
        } else if endings.iter().any(|ending| name.ends_with(ending)) && !name.contains(".test.") {
            text += &fs::read_to_string(&path).unwrap();
        }
    }
    text
}

/// What the program and the screens write out between quotes.
struct Written {
    words: BTreeSet<String>,
    /// What is put together with a word: `status` of `"status-{}"`.
    families: BTreeSet<String>,
    units: BTreeSet<String>,
}

impl Written {
    fn read(program: &str, screens: &str) -> Self {
        let mut written = Self { words: BTreeSet::new(), families: BTreeSet::new(), units: BTreeSet::new() };
        let pieces: Vec<&str> = program.split('"').chain(screens.split(['"', '`'])).collect();
        for piece in &pieces {
            if let Some((family, _)) = piece.split_once("-{").or_else(|| piece.split_once("-${")) {
                written.families.insert(family.to_owned());
            }
            written.words.insert((*piece).to_owned());
        }
        for pair in pieces.windows(2).filter(|pair| pair[0].ends_with("unit: ")) {
            written.units.insert(pair[1].to_owned());
        }
        written
    }

    /// Whether somebody asks for a message: by its name; or by a family that is put together with a word, where the
    /// word is one that somebody writes, and a unit one that a figure has.
    fn ask_for(&self, key: &str) -> bool {
        let is_word = |word: String| self.words.contains(&word);
        is_word(key.to_owned())
            || key.match_indices('-').any(|(at, _)| {
                let (family, word) = (&key[..at], &key[at + 1..]);
                let is_family = self.families.contains(family) || self.words.contains(family);
                let is_said = match family {
                    "unit" => self.units.contains(word),
                    _ => {
                        is_word(word.to_owned())
                            || is_word(word.replace('_', "-"))
                            || is_word(word.replacen(['_', '-'], ".", 1))
                    }
                };
                is_family && is_said
            })
    }
}

#[test]
fn no_message_is_left_over() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let program: String = fs::read_dir(root.join("crates"))
        .unwrap()
        .map(|folder| texts(&folder.unwrap().path().join("src"), &[".rs"]))
        .collect();
    let written = Written::read(&program, &texts(&root.join("web/src"), &[".svelte", ".ts"]));
    for file in FILES {
        let keys = messages("vi", file).into_iter().map(|(key, _)| key);
        let left: Vec<String> = keys.filter(|key| !written.ask_for(key)).collect();
        assert_eq!(left, [""; 0], "{file}");
    }
    for nobody in ["report-nobody-asks", "figure-nobody_counts", "unit-bytes"] {
        assert!(!written.ask_for(nobody), "{nobody}");
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
