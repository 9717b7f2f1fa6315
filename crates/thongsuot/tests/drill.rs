//! `drill` as a user meets it: an answer in words and for programs, a document, a journal to keep; faults with their line.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod support;

use std::{fs, path::Path};

use support::{code, example, text, thongsuot};

/// An hour of the example, with one trouble.
fn hour(folder: &Path) -> String {
    for entry in fs::read_dir(example("")).unwrap().flatten() {
        fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
    }
    let whole = fs::read_to_string(example("drill.toml")).unwrap();
    let (ground, _) = whole.split_once("[[trouble]]").unwrap();
    let hour = ground.replace("to = 2027-02-10T00:00:00", "to = 2027-02-03T01:00:00");
    let trouble = "[[trouble]]\nid = \"dut-cap\"\nkind = \"cable_cut\"\nsite = \"cap-bac\"\nat = 2027-02-03T00:20:00\nfor_s = 900\n";
    let file = folder.join("drill.toml");
    fs::write(&file, format!("{hour}{trouble}")).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn an_hour_is_answered_in_words_for_programs_and_as_a_document_and_its_journal_can_be_kept() {
    let dir = tempfile::tempdir().unwrap();
    let file = hour(dir.path());
    let (out, data) = (dir.path().join("drill.md"), dir.path().join("kept"));
    let (out, data) = (out.to_str().unwrap(), data.to_str().unwrap());
    let told = thongsuot(&["drill", &file, "--seed", "7", "--out", out, "--data", data]);
    assert_eq!(code(&told), 0, "{}", text(&told.stderr));
    assert!(text(&told.stdout).contains("Mô phỏng:") && text(&told.stdout).contains("Đường trục hướng Bắc"));
    assert!(fs::read_to_string(out).unwrap().starts_with("# Diễn tập"));

    let json = thongsuot(&["drill", &file, "--seed", "7", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&answer["schema"], &answer["troubles"][0]["kind"]), (&1.into(), &"cable_cut".into()));
    let head = &answer["heads"][0];
    let (origin, root) = (head["origin"].as_str().unwrap(), head["root"].as_str().unwrap());
    let line = format!("{origin} {} {root}", head["size"]);
    assert!(text(&told.stdout).contains(&line), "the same seed gives the same heads: {line}");

    let config = dir.path().join("node.toml");
    fs::write(&config, "[node]\nname = \"dien-tap.example\"\n").unwrap();
    let journal = dir.path().join("journal");
    let (config, journal) = (config.to_str().unwrap(), journal.to_str().unwrap());
    let export = thongsuot(&["journal", "export", "--data", data, "--config", config, "--out", journal]);
    assert_eq!(code(&export), 0, "{}", text(&export.stderr));
    let verified = thongsuot(&["verify", journal]);
    assert_eq!(code(&verified), 0, "{}", text(&verified.stderr));
}

#[test]
fn a_faulty_drill_is_refused_with_file_line_and_field_before_anything_is_played() {
    let dir = tempfile::tempdir().unwrap();
    let file = hour(dir.path());
    let good = fs::read_to_string(&file).unwrap();
    fs::write(&file, good.replace("site = \"cap-bac\"\nat", "site = \"cap-tay\"\nat")).unwrap();
    let refused = thongsuot(&["drill", &file, "--seed", "7"]);
    assert_eq!(code(&refused), 2);
    let line = good.lines().position(|line| line == "site = \"cap-bac\"").unwrap() + 1;
    let told = text(&refused.stderr);
    assert!(told.contains(&format!("drill.toml:{line}:8: trouble[0].site: cap-tay is no site")), "{told}");

    fs::write(&file, &good).unwrap();
    let taken = thongsuot(&["drill", &file, "--seed", "7", "--out", &file]);
    assert_eq!(code(&taken), 2);
    assert_eq!(fs::read_to_string(&file).unwrap(), good, "what was there is left as it is");
    let full = thongsuot(&["drill", &file, "--seed", "7", "--data", dir.path().to_str().unwrap()]);
    assert_eq!(code(&full), 2);
}
