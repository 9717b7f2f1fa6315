//! A draft is a campaign file but for what a person must decide, and says so in each of those places.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::path::Path;

use access::secrecy::Taking;
use directive::{Letter, LetterFile, draft, read};

fn letter(name: &str) -> Letter {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/letters").join(name);
    read(&std::fs::read(path).unwrap(), &Taking::default()).unwrap()
}

fn drafted(letter: &Letter) -> String {
    let sha256 = "ab".repeat(32);
    draft(letter, &LetterFile { name: "letter.txt", sha256: &sha256, original_sha256: None })
}

const LETTERS: [&str; 9] = [
    "cut-short.txt",
    "election-directive.txt",
    "nfd-nbsp.txt",
    "party-office.txt",
    "plain-clauses.txt",
    "starred-groups.txt",
    "storm-telegram.txt",
    "tet-decree-30.txt",
    "wrapped-points.txt",
];

#[test]
fn every_fault_of_a_draft_is_a_placeholder_it_marks() {
    for name in LETTERS {
        let text = drafted(&letter(name));
        let faults = campaign::parse(&text, "draft.toml").err().unwrap_or_default();
        assert!(text.contains("ĐIỀN"), "{name}: a draft always leaves something to decide");
        for fault in &faults {
            let line = text.lines().nth(fault.line as usize - 1).unwrap_or_default();
            assert!(line.contains("ĐIỀN"), "{name}: {fault}\n{line}");
        }
        let marked = text
            .lines()
            .filter(|line| !line.starts_with('#') && line.contains("= \"ĐIỀN") || line.contains("[\"ĐIỀN"));
        let named = marked.filter(|line| !line.starts_with("title"));
        let reported: std::collections::BTreeSet<u32> = faults.iter().map(|fault| fault.line).collect();
        assert!(named.count() <= reported.len(), "{name}: a placeholder no fault names");
    }
}

#[test]
fn a_filled_draft_is_a_campaign() {
    let text = drafted(&letter("party-office.txt"));
    let filled = text
        .replace("kind = \"ĐIỀN\"", "kind = \"agency\"")
        .replace("targets = [\"ĐIỀN\"]", "targets = [\"duong-truyen\"]")
        + "\n[[target]]\nid = \"duong-truyen\"\nowner = \"vien-thong-son-hai\"\nkind = \"tcp\"\naddress = \"127.0.0.1:9100\"\n";
    let campaign = campaign::parse(&filled, "draft.toml").unwrap_or_else(|faults| {
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{}\n{filled}", told.join("\n"))
    });
    let letter = letter("party-office.txt");
    assert_eq!(campaign.obligations.len(), letter.obligations.len());
    for (drafted, read) in campaign.obligations.iter().zip(&letter.obligations) {
        assert_eq!(drafted.quote, read.quote);
        assert_eq!(drafted.span, Some([read.span[0] as u32, read.span[1] as u32]));
        assert!(!drafted.owners.is_empty() && !drafted.checks.is_empty());
    }
    // "trước ngày mùng 6 Tết" and "chậm nhất ngày 20/02": the first ends where its day begins, the second where it ends.
    assert_eq!(campaign.obligations[2].due.unwrap().edge(), "2027-02-11T00:00:00+07:00");
    assert_eq!(campaign.obligations[3].due.unwrap().edge(), "2027-02-21T00:00:00+07:00");
    assert!(campaign.obligations[3].due_strict);
}

#[test]
fn every_passage_that_became_no_obligation_is_listed_with_its_place() {
    for name in LETTERS {
        let letter = letter(name);
        let text = drafted(&letter);
        for passage in &letter.unclaimed {
            let place = format!("# [{}, {}) ", passage.span[0], passage.span[1]);
            assert!(text.contains(&place), "{name}: {place}{}", passage.quote);
        }
        for obligation in &letter.obligations {
            assert!(text.contains(&format!("span = [{}, {}]", obligation.span[0], obligation.span[1])));
            for at in &obligation.deadlines {
                let span = letter.deadlines[*at].span;
                assert!(text.contains(&format!("[{}, {})", span[0], span[1])), "{name}: deadline {span:?}");
            }
        }
    }
}

#[test]
fn a_draft_warns_of_a_cut_letter() {
    assert!(drafted(&letter("cut-short.txt")).contains("có vẻ bị cắt"));
    assert!(!drafted(&letter("party-office.txt")).contains("có vẻ bị cắt"));
}
