//! Every letter of `testdata/letters` reads exactly as its labels say, field by field, and scores 1.0 as a whole.
//!
//! The letters are ours, written in the form of real ones; places, people and numbers in them are invented.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::path::{Path, PathBuf};

use access::secrecy::Taking;
use directive::{Letter, read};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/letters")
}

fn labelled() -> Vec<(String, Letter, Value)> {
    let mut letters: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| {
            let label = std::fs::read_to_string(path.with_extension("expected.json")).unwrap();
            let letter = read(&std::fs::read(&path).unwrap(), &Taking::default()).unwrap();
            (
                path.file_stem().unwrap().to_string_lossy().into_owned(),
                letter,
                serde_json::from_str(&label).unwrap(),
            )
        })
        .collect();
    letters.sort_by(|a, b| a.0.cmp(&b.0));
    letters
}

/// A letter in the shape of its labels.
fn as_labels(letter: &Letter) -> Value {
    let obligations: Vec<Value> = letter
        .obligations
        .iter()
        .map(|obligation| {
            json!({
                "id": obligation.id,
                "quote": obligation.quote,
                "span": obligation.span,
                "who": obligation.addressees,
                "modality": obligation.modality,
                "sector": obligation.sector,
                "condition": obligation.condition.as_ref().map(|passage| &passage.quote),
                "trigger": obligation.trigger.as_ref().map(|passage| &passage.quote),
                "deadlines": obligation.deadlines,
            })
        })
        .collect();
    let deadlines: Vec<Value> = letter
        .deadlines
        .iter()
        .map(|deadline| {
            let mut label =
                json!({"strict": deadline.strict, "quote": deadline.quote, "span": deadline.span});
            match &deadline.at {
                Some(at) => label["iso"] = json!(at),
                None => label["occurrences"] = json!(deadline.occurrences),
            }
            label
        })
        .collect();
    let cited: Vec<Value> = letter
        .citations
        .iter()
        .map(|cited| json!({"number": cited.number, "date": cited.issued, "issuer": cited.issuer, "span": cited.span}))
        .collect();
    let contacts: Vec<Value> =
        letter.contacts.iter().map(|contact| json!({"kind": contact.kind, "value": contact.value})).collect();
    // Headings and header lines are left out of the labels: what matters is that no sentence is lost.
    let labelled = ["basis", "purpose", "statement", "courtesy", "contact"];
    let unclaimed: Vec<Value> = letter
        .unclaimed
        .iter()
        .map(|passage| json!({"why": passage.why, "quote": passage.quote}))
        .filter(|passage| labelled.contains(&passage["why"].as_str().unwrap()))
        .collect();
    json!({
        "number": letter.number,
        "issued": letter.issued,
        "kind": letter.kind,
        "issuer": letter.issuer,
        "subject": letter.subject,
        "addressees": letter.addressees,
        "cited": cited,
        "obligations": obligations,
        "deadlines": deadlines,
        "contacts": contacts,
        "complete": letter.complete,
        "unclaimed": unclaimed,
    })
}

#[test]
fn every_letter_reads_as_its_labels_say() {
    let letters = labelled();
    assert!(letters.len() >= 9, "testdata/letters holds {} letters", letters.len());
    for (name, letter, label) in letters {
        let got = as_labels(&letter);
        for (field, want) in label.as_object().unwrap() {
            if field != "file" {
                let got = serde_json::to_string_pretty(&got[field]).unwrap();
                assert_eq!(got, serde_json::to_string_pretty(want).unwrap(), "{name}: {field}");
            }
        }
    }
}

#[test]
fn obligations_score_an_f1_of_one_over_all_letters() {
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for (_, letter, label) in labelled() {
        let spans: Vec<[usize; 2]> = letter.obligations.iter().map(|obligation| obligation.span).collect();
        let labels: Vec<[usize; 2]> = label["obligations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|obligation| serde_json::from_value(obligation["span"].clone()).unwrap())
            .collect();
        right +=
            labels.iter().filter(|label| spans.iter().any(|span| overlap(*span, **label) >= 0.5)).count();
        found += spans.len();
        wanted += labels.len();
    }
    let f1 = 2.0 * right as f64 / (found + wanted) as f64;
    println!("obligations: {right} right, {found} found, {wanted} wanted, F1 {f1:.3}");
    assert!((f1 - 1.0).abs() < f64::EPSILON, "F1 {f1}");
    assert!(wanted >= 60);
}

fn overlap(a: [usize; 2], b: [usize; 2]) -> f64 {
    let shared = a[1].min(b[1]).saturating_sub(a[0].max(b[0]));
    shared as f64 / (a[1].max(b[1]) - a[0].min(b[0])) as f64
}

#[test]
fn the_json_has_the_keys_readers_rely_on() {
    let (_, letter, _) = labelled().into_iter().find(|(name, ..)| name == "tet-decree-30").unwrap();
    let value = serde_json::to_value(&letter).unwrap();
    for key in [
        "number",
        "issued",
        "addressees",
        "citations",
        "obligations",
        "deadlines",
        "contacts",
        "complete",
        "kind",
        "issuer",
        "subject",
        "unclaimed",
        "cut_at",
        "characters",
    ] {
        assert!(value.get(key).is_some(), "{key}");
    }
    let forbidden = &value["obligations"][2];
    assert_eq!(forbidden["modality"], "must_not");
    assert_eq!(forbidden["condition"]["quote"], "trừ trường hợp khắc phục sự cố khẩn cấp");
    assert_eq!(value["deadlines"][0]["at"], "2027-01-25");
    assert_eq!(value["deadlines"][0]["strict"], true);
    assert!(value["deadlines"][3]["at"].is_null(), "what comes back has occurrences instead");
}

#[test]
fn the_example_campaigns_letter_reads_whole() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/tet-2027/cong-van.txt");
    let letter = read(&std::fs::read(path).unwrap(), &Taking::default()).unwrap();
    assert!(letter.complete);
    assert_eq!(letter.obligations.len(), 15);
    assert!(letter.deadlines.iter().all(|deadline| deadline.strict));
}
