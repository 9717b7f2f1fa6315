//! The letters the reader was tuned on keep reading as labelled: what was gained is not lost again unseen.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use access::secrecy::Taking;
use directive::{ContactKind, Letter, read};
use serde_json::Value;

/// Right, found and wanted.
#[derive(Debug, Default)]
struct Score(usize, usize, usize);

impl Score {
    fn sets(&mut self, got: &BTreeSet<String>, want: &BTreeSet<String>) {
        self.add(got.intersection(want).count(), got.len(), want.len());
    }

    fn add(&mut self, right: usize, found: usize, wanted: usize) {
        self.0 += right;
        self.1 += found;
        self.2 += wanted;
    }

    fn f1(&self) -> f64 {
        2.0 * self.0 as f64 / (self.1 + self.2) as f64
    }
}

fn labels() -> Vec<(PathBuf, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/letters/tuning");
    let mut found: Vec<(PathBuf, Value)> = [folder.clone(), folder.join("legacy")]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".expected.json"))
        .map(|path| {
            let label = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            (PathBuf::from(path.to_string_lossy().replace(".expected.json", ".txt")), label)
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn words(text: &str) -> String {
    let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    squeezed.trim_matches([' ', '.', ':', ';', '/']).to_lowercase()
}

fn texts(values: &Value, key: &str) -> BTreeSet<String> {
    values.as_array().unwrap().iter().filter_map(|value| value[key].as_str()).map(words).collect()
}

fn moments(values: &Value) -> BTreeSet<String> {
    let times = |value: &Value| match value["occurrences"].as_array() {
        Some(list) => list.clone(),
        None => [&value["at"], &value["iso"]].into_iter().filter(|at| at.is_string()).cloned().collect(),
    };
    values.as_array().unwrap().iter().flat_map(times).map(|at| at.as_str().unwrap().to_owned()).collect()
}

fn reached(values: &Value) -> BTreeSet<String> {
    let values = values.as_array().unwrap().iter();
    values
        .filter(|value| matches!(value["kind"].as_str(), Some("phone" | "fax" | "email")))
        .map(|value| {
            let told = value["value"].as_str().unwrap();
            if value["kind"] == "email" {
                return told.to_lowercase();
            }
            told.chars().filter(char::is_ascii_digit).collect()
        })
        .collect()
}

/// How much of two spans is common, of what both cover.
fn overlap(a: [usize; 2], b: [usize; 2]) -> f64 {
    let shared = a[1].min(b[1]).saturating_sub(a[0].max(b[0]));
    shared as f64 / (a[1].max(b[1]) - a[0].min(b[0])) as f64
}

fn claimed(letter: &Letter, want: &Value) -> (usize, usize) {
    let labels = want["obligations"].as_array().unwrap();
    let pairs = labels.iter().filter_map(|label| {
        let span: [usize; 2] = serde_json::from_value(label["span"].clone()).unwrap();
        letter
            .obligations
            .iter()
            .find(|obligation| overlap(obligation.span, span) >= 0.5)
            .map(|got| (got, label))
    });
    pairs.fold((0, 0), |(claimed, alike), (got, label)| {
        let same = serde_json::json!(got.modality) == label["modality"];
        (claimed + 1, alike + usize::from(same))
    })
}

#[test]
fn the_letters_tuned_on_read_as_labelled() {
    let mut scores: [(&str, Score); 6] =
        ["obligations", "modality", "addressees", "citations", "deadlines", "contacts"]
            .map(|field| (field, Score::default()));
    let letters = labels();
    for (path, want) in &letters {
        let letter = read(&std::fs::read(path).unwrap(), &Taking::default()).unwrap();
        let got = serde_json::to_value(&letter).unwrap();
        let name = path.file_name().unwrap().to_string_lossy();
        assert_eq!(got["complete"], want["complete"], "{name}");
        let (claimed, alike) = claimed(&letter, want);
        let wanted = want["obligations"].as_array().unwrap().len();
        scores[0].1.add(claimed, letter.obligations.len(), wanted);
        scores[1].1.add(alike, letter.obligations.len(), wanted);
        let names = |value: &Value| {
            value
                .as_array()
                .unwrap()
                .iter()
                .map(|name| words(name.as_str().unwrap()))
                .collect::<BTreeSet<_>>()
        };
        scores[2].1.sets(&names(&got["addressees"]), &names(&want["addressees"]));
        scores[3].1.sets(&texts(&got["citations"], "number"), &texts(&want["cited"], "number"));
        scores[4].1.sets(&moments(&got["deadlines"]), &moments(&want["deadlines"]));
        scores[5].1.sets(&reached(&got["contacts"]), &reached(&want["contacts"]));
        assert!(
            letter
                .contacts
                .iter()
                .all(|contact| contact.kind != ContactKind::Email || contact.value.contains('@'))
        );
    }
    assert!(letters.len() >= 75);
    for (field, score) in scores {
        println!("{field}: {score:?}, F1 {:.3}", score.f1());
        assert!(score.f1() >= 0.99, "{field}: {score:?}, F1 {:.3}", score.f1());
    }
}
