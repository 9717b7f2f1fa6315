//! A letter says the same whatever it comes in: each letter the reader was tuned on, written as .docx and set as pdf,
//! reads to the obligations, days and names that its text reads to.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod blocks;
mod docx;
mod pdf;

use std::path::{Path, PathBuf};

use access::secrecy::Taking;
use directive::{Form, Letter, take};
use serde_json::{Value, json};

use self::blocks::{Block, blocks};

fn letters() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/letters");
    let mut paths: Vec<PathBuf> = [folder.clone(), folder.join("tuning"), folder.join("tuning/legacy")]
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    let text = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        // A font of before Unicode gives its codes as characters.
        let latin = || bytes.iter().copied().map(char::from).collect();
        String::from_utf8(bytes.clone()).unwrap_or_else(|_| latin())
    };
    paths.iter().map(|path| (path.file_stem().unwrap().to_string_lossy().into_owned(), text(path))).collect()
}

/// What a letter says, without where it says it.
fn said(letter: &Letter) -> Value {
    // A word that a dash breaks at the end of a line is whole in another form.
    let words = |text: &str| {
        text.replace("-\n", "").replace('-', "").split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let moments = |at: &usize| {
        let deadline = &letter.deadlines[*at];
        json!([deadline.at, deadline.occurrences, deadline.strict])
    };
    let obligations = letter.obligations.iter().map(|one| {
        json!({
            "quote": words(&one.quote),
            "modality": one.modality,
            "addressees": one.addressees,
            "sector": one.sector,
            "condition": one.condition.as_ref().map(|passage| words(&passage.quote)),
            "deadlines": one.deadlines.iter().map(moments).collect::<Vec<_>>(),
        })
    });
    let cited = letter.citations.iter().map(|one| json!([one.number, one.issued]));
    json!({
        "number": letter.number,
        "issued": letter.issued,
        "kind": letter.kind,
        "issuer": letter.issuer,
        "subject": letter.subject,
        "addressees": letter.addressees,
        "cited": cited.collect::<Vec<_>>(),
        "obligations": obligations.collect::<Vec<_>>(),
        "contacts": letter.contacts.iter().map(|one| json!([one.kind, one.value])).collect::<Vec<_>>(),
        "complete": letter.complete,
    })
}

/// Where two readings differ, as lines.
fn differences(want: &Value, got: &Value) -> Vec<String> {
    let (want, got) = (want.as_object().unwrap(), got.as_object().unwrap());
    let mut found = Vec::new();
    for (field, want) in want {
        let got = &got[field];
        match (want.as_array(), got.as_array()) {
            (Some(wanted), Some(found_there)) => {
                let missing =
                    wanted.iter().filter(|one| !found_there.contains(one)).map(|one| format!("- {one}"));
                let extra =
                    found_there.iter().filter(|one| !wanted.contains(one)).map(|one| format!("+ {one}"));
                found.extend(missing.chain(extra).map(|line| format!("{field} {line}")));
            }
            _ if want != got => found.push(format!("{field}: {want} became {got}")),
            _ => {}
        }
    }
    found
}

/// Whether a letter is typed in TCVN3: it has a letter where Unicode has the place at which a word may be broken, which no
/// program draws.
fn is_drawn(text: &str) -> bool {
    !text.contains('\u{ad}')
}

/// Takes each letter in another form and tells every difference.
fn read_alike(form: Form, written: impl Fn(&[Block], &str) -> Vec<u8>) {
    let letters: Vec<_> =
        letters().into_iter().filter(|(_, text)| form == Form::Docx || is_drawn(text)).collect();
    assert!(letters.len() >= 81, "{}", letters.len());
    let mut faults = Vec::new();
    for (name, text) in &letters {
        let want = take(text.as_bytes(), &Taking::default()).unwrap();
        let bytes = written(&blocks(text), text);
        let got = take(&bytes, &Taking::default());
        let got = got.unwrap_or_else(|fault| panic!("{name}: {fault}"));
        assert_eq!(got.form(), form, "{name}");
        let found = differences(&said(&want.letter()), &said(&got.letter()));
        if !found.is_empty() {
            faults.push(format!("{name}\n    {}\n", found.join("\n    ")));
            if std::env::var_os("PAPERS_SHOWN").is_some() {
                println!("=== {name}\n{}", got.text());
            }
        }
    }
    assert!(faults.is_empty(), "{} of {}\n{}", faults.len(), letters.len(), faults.concat());
}

#[test]
fn a_letter_reads_alike_as_docx() {
    read_alike(Form::Docx, |blocks, _| docx::docx(blocks, docx::Setting { counted: false }));
}

#[test]
fn a_letter_whose_numbers_word_counts_reads_alike() {
    read_alike(Form::Docx, |blocks, _| docx::docx(blocks, docx::Setting { counted: true }));
}

#[test]
fn a_letter_reads_alike_as_pdf() {
    read_alike(Form::Pdf, |blocks, text| {
        let longest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        // A letter whose lines were ended by hand, and pages numbered: both stay where they are.
        let setting = pdf::Setting { numbered: !text.lines().any(is_page_number), typed: longest <= TYPED };
        pdf::pdf(blocks, setting)
    });
}

/// Longest line of a letter whose lines were ended by hand, in characters.
const TYPED: usize = 140;

/// Whether a line of the text is the number of a page already.
fn is_page_number(line: &str) -> bool {
    let bare = line.trim().trim_matches(['-', ' ']);
    let figures = bare.strip_prefix("Trang ").unwrap_or(bare);
    !figures.is_empty() && figures.len() < 5 && figures.bytes().all(|c| c.is_ascii_digit() || c == b'/')
}
