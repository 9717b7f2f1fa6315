//! A campaign file and the letters beside it, as they are checked and issued.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use access::secrecy::Taking;
use app::{AppFault, NodeConfig};
use campaign::{Campaign, Fault};

const OPEN: Taking = Taking { isolated: false };

fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)
}

/// The example's campaign file with its letter, in a folder of their own.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::create_dir(desk.at("chien-dich")).unwrap();
        for name in ["campaign.toml", "cong-van.txt"] {
            fs::copy(repository("examples/tet-2027").join(name), desk.file(name)).unwrap();
        }
        desk
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.at("chien-dich").join(name)
    }

    /// Changes a file once.
    fn change(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.file(name)).unwrap();
        assert!(text.contains(from), "{name} has no {from}");
        fs::write(self.file(name), text.replacen(from, to, 1)).unwrap();
    }

    /// Writes the letter's own digest into the campaign file.
    fn seal(&self) {
        let digest = app::sha256(&fs::read(self.file("cong-van.txt")).unwrap());
        let text = fs::read_to_string(self.file("campaign.toml")).unwrap();
        let (before, rest) = text.split_once("sha256 = \"").unwrap();
        let after = rest.split_once('"').unwrap().1;
        fs::write(self.file("campaign.toml"), format!("{before}sha256 = \"{digest}\"{after}")).unwrap();
    }

    fn read(&self, taking: Taking) -> Result<Campaign, Vec<Fault>> {
        match app::read_campaign(&self.file("campaign.toml"), taking) {
            Ok(read) => Ok(read.campaign),
            Err(AppFault::Campaign(faults)) => Err(faults),
            Err(other) => panic!("{other}"),
        }
    }

    fn faults(&self) -> Vec<(String, String)> {
        let faults = self.read(OPEN).unwrap_err();
        faults
            .into_iter()
            .map(|fault| {
                (fault.field, format!("{} ({})", fault.what, fault.hint.as_deref().unwrap_or_default()))
            })
            .collect()
    }

    /// The one fault there is.
    fn fault(&self) -> (String, String) {
        match <[_; 1]>::try_from(self.faults()) {
            Ok([fault]) => fault,
            Err(faults) => panic!("{faults:#?}"),
        }
    }
}

#[test]
fn the_example_is_found_in_order() {
    assert_eq!(Desk::new().read(OPEN).unwrap().id.as_str(), "tet-2027");
    assert!(app::read_campaign(&repository("examples/tet-2027/campaign.toml"), OPEN).is_ok());
}

#[test]
fn a_letter_that_is_not_there_is_named_with_the_place_looked_at() {
    let desk = Desk::new();
    fs::remove_file(desk.file("cong-van.txt")).unwrap();
    let (field, what) = desk.fault();
    assert_eq!(field, "directive[0].file");
    assert!(what.contains("chien-dich/cong-van.txt") && what.contains("put the letter beside"), "{what}");
}

#[test]
fn a_letter_that_was_changed_is_told_by_its_digest_and_by_the_quotes_that_no_longer_stand() {
    let desk = Desk::new();
    // Two letters longer: every quote behind it stands elsewhere.
    desk.change("cong-van.txt", "30 phút kể từ khi phát hiện", "300 phút kể từ khi phát hiện");
    let faults = desk.faults();
    let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["directive[0].sha256", "obligation[13].span", "obligation[14].span"]);
    assert!(faults[1].1.contains("stands nowhere in the letter"), "{}", faults[1].1);
    assert!(faults[2].1.contains("stands at [2906, 3031]"), "{}", faults[2].1);
    desk.seal();
    assert_eq!(desk.faults().len(), 2);
}

#[test]
fn a_quote_that_does_not_stand_where_it_is_said_to_is_a_fault_beside_the_files_others() {
    let desk = Desk::new();
    desk.change("campaign.toml", "span = [835, 983]", "span = [836, 984]");
    desk.change("campaign.toml", "span = [2905, 3030]", "span = [90000, 90125]");
    desk.change("campaign.toml", "span = [1895, 1962] }", "span = [1894, 1961] }");
    desk.change("campaign.toml", "kind = \"report\"", "kind = \"raport\"");
    let faults = desk.faults();
    let fields: Vec<&str> = faults.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "obligation[0].span",
            "obligation[7].condition.span",
            "obligation[14].span",
            "obligation[14].check[0].kind"
        ]
    );
    assert!(faults[0].1.contains("the quote stands at [835, 983]"), "{}", faults[0].1);
    assert!(faults[2].1.contains("lies outside the letter, which has"), "{}", faults[2].1);
}

#[test]
fn composed_and_decomposed_letters_hold_the_same_quotes() {
    use unicode_normalization::UnicodeNormalization;
    let desk = Desk::new();
    let letter = fs::read_to_string(desk.file("cong-van.txt")).unwrap();
    fs::write(desk.file("cong-van.txt"), letter.nfd().collect::<String>()).unwrap();
    desk.seal();
    desk.read(OPEN).unwrap();
    let file = fs::read_to_string(desk.file("campaign.toml")).unwrap();
    fs::write(desk.file("campaign.toml"), file.nfd().collect::<String>()).unwrap();
    desk.read(OPEN).unwrap();
}

#[test]
fn every_draft_holds_against_the_letter_it_was_drawn_from() {
    let mut letters: Vec<PathBuf> =
        fs::read_dir(repository("testdata/letters")).unwrap().map(|entry| entry.unwrap().path()).collect();
    letters.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    letters.sort();
    assert!(letters.len() >= 9);
    for path in letters {
        let bytes = fs::read(&path).unwrap();
        // What is no letter has no draft.
        let Ok(letter) = directive::read(&bytes, &OPEN) else { continue };
        let desk = Desk::new();
        fs::write(desk.file("cong-van.txt"), &bytes).unwrap();
        let draft = directive::draft(
            &letter,
            &directive::LetterFile {
                name: "cong-van.txt",
                sha256: &app::sha256(&bytes),
                original_sha256: None,
            },
        );
        fs::write(desk.file("campaign.toml"), &draft).unwrap();
        for fault in desk.read(OPEN).unwrap_err() {
            let line = draft.lines().nth(fault.line as usize - 1).unwrap();
            assert!(line.contains("ĐIỀN"), "{}: {fault}", path.display());
        }
    }
}

#[test]
fn no_letter_is_looked_for_outside_the_folder() {
    let desk = Desk::new();
    fs::copy(desk.file("cong-van.txt"), desk.at("ngoai.txt")).unwrap();
    let outside = desk.at("ngoai.txt").display().to_string();
    for name in ["../ngoai.txt", "a/../../ngoai.txt", outside.as_str(), "/dev/zero"] {
        let desk = Desk::new();
        desk.change("campaign.toml", "file = \"cong-van.txt\"", &format!("file = {name:?}"));
        let (field, what) = desk.fault();
        assert_eq!(field, "directive[0].file", "{name}");
        assert!(what.starts_with("leads out of the folder"), "{name}: {what}");
    }
    std::os::unix::fs::symlink("../ngoai.txt", desk.file("lien-ket.txt")).unwrap();
    desk.change("campaign.toml", "file = \"cong-van.txt\"", "file = \"lien-ket.txt\"");
    assert!(desk.fault().1.starts_with("leads out of the folder"), "{:?}", desk.fault());
    // A link to a file of the same folder, and a folder below it, stay inside.
    fs::remove_file(desk.file("lien-ket.txt")).unwrap();
    std::os::unix::fs::symlink("cong-van.txt", desk.file("lien-ket.txt")).unwrap();
    desk.read(OPEN).unwrap();
    fs::create_dir(desk.file("van-ban")).unwrap();
    fs::rename(desk.file("cong-van.txt"), desk.file("van-ban/cong-van.txt")).unwrap();
    desk.change("campaign.toml", "file = \"lien-ket.txt\"", "file = \"van-ban/cong-van.txt\"");
    desk.read(OPEN).unwrap();
}

#[test]
fn what_is_no_letter_is_refused_with_its_reason() {
    let cases: [(&[u8], &str); 6] = [
        (b"", "the file is empty"),
        (&[0xff, 0xfe, 0x00, 0x01, 0x80], "not UTF-8"),
        (b"CFF-1.4\n\0\0", "binary"),
        (b"%PDF-1.4\n\0\0", "cannot be looked at"),
        (b"\x89PNG\r\n\x1a\n", "no text, .docx or pdf"),
        (&vec![b'a'; directive::MAX_LETTER_BYTES + 1], "more than"),
    ];
    for (bytes, says) in cases {
        let desk = Desk::new();
        fs::write(desk.file("cong-van.txt"), bytes).unwrap();
        let (field, what) = desk.fault();
        assert!(field == "directive[0].file" && what.contains(says), "{field}: {what}");
    }
    let desk = Desk::new();
    fs::remove_file(desk.file("cong-van.txt")).unwrap();
    fs::create_dir(desk.file("cong-van.txt")).unwrap();
    assert!(desk.fault().1.contains("is no file"), "{:?}", desk.fault());
}

#[test]
fn a_marked_letter_is_taken_by_an_isolated_node_alone_and_nothing_of_it_is_said() {
    let desk = Desk::new();
    desk.change("cong-van.txt", "Nơi nhận", "TỐI MẬT\nNơi nhận");
    desk.change("campaign.toml", "span = [835, 983]", "span = [836, 984]");
    desk.change("campaign.toml", "kind = \"report\"", "kind = \"cầu-vồng-tím\"");
    let faults = desk.read(OPEN).unwrap_err();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("directive[0].file: bears a secrecy mark"), "{told:?}");
    assert!(!told[0].contains("cầu-vồng-tím"));
    let faults = desk.read(Taking { isolated: true }).unwrap_err();
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["directive[0].sha256", "obligation[0].span", "obligation[14].check[0].kind"]);
}

#[test]
fn a_marked_campaign_file_is_refused_whole() {
    let desk = Desk::new();
    desk.change("campaign.toml", "# Chiến dịch mẫu", "# MẬT\n# Chiến dịch mẫu");
    let refused = app::read_campaign(&desk.file("campaign.toml"), OPEN).err().unwrap();
    assert!(refused.is_input() && refused.to_string().contains("secrecy mark"), "{refused}");
    desk.read(Taking { isolated: true }).unwrap();
}

#[test]
fn of_several_letters_any_may_hold_a_quote_and_none_is_told_while_one_is_unread() {
    let desk = Desk::new();
    let second = "Sở yêu cầu: bảo đảm liên lạc cho lực lượng phòng chống lụt bão.\n";
    fs::write(desk.file("bo-sung.txt"), second).unwrap();
    let digest = app::sha256(second.as_bytes());
    let beside = format!("[[directive]]\nfile = \"bo-sung.txt\"\nsha256 = \"{digest}\"\n\n[[briefing]]");
    desk.change("campaign.toml", "[[briefing]]", &beside);
    desk.read(OPEN).unwrap();
    desk.change("campaign.toml", "span = [835, 983]", "span = [836, 984]");
    let (field, what) = desk.fault();
    assert!(field == "obligation[0].span" && what.contains("no letter has the quote"), "{field}: {what}");
    fs::remove_file(desk.file("bo-sung.txt")).unwrap();
    assert_eq!(desk.fault().0, "directive[1].file");
}

#[test]
fn a_file_without_letters_or_without_spans_stays_what_it_was() {
    let desk = Desk::new();
    let text = fs::read_to_string(desk.file("campaign.toml")).unwrap();
    let without_spans: String = text
        .lines()
        .filter(|line| !line.starts_with("span = "))
        .fold(String::new(), |all, line| all + line + "\n");
    let (before, rest) = text.split_once("[[directive]]").unwrap();
    let without_letters = format!("{before}[[briefing]]{}", rest.split_once("[[briefing]]").unwrap().1);
    fs::write(desk.file("campaign.toml"), without_spans).unwrap();
    desk.read(OPEN).unwrap();
    fs::write(desk.file("campaign.toml"), without_letters).unwrap();
    fs::remove_file(desk.file("cong-van.txt")).unwrap();
    desk.read(OPEN).unwrap();
}

#[tokio::test]
async fn what_is_issued_was_checked_with_its_letter_and_a_restart_does_not_ask_for_it_again() {
    let desk = Desk::new();
    let file = desk.file("campaign.toml");
    let store = app::open(&NodeConfig::default(), &desk.at("data"), OPEN).await.unwrap();
    fs::rename(desk.file("cong-van.txt"), desk.file("cat.txt")).unwrap();
    let refused = app::issue(&store, &file, OPEN).await.unwrap_err();
    assert!(refused.is_input() && refused.to_string().contains("directive[0].file"), "{refused}");
    assert!(store.campaigns_in_force().is_empty());
    fs::rename(desk.file("cat.txt"), desk.file("cong-van.txt")).unwrap();
    app::issue(&store, &file, OPEN).await.unwrap();
    assert_eq!(store.campaigns_in_force().len(), 1);
    fs::remove_file(desk.file("cong-van.txt")).unwrap();
    app::issue(&store, &file, OPEN).await.unwrap();
    store.close().await.unwrap();
}

#[test]
fn what_the_measuring_engine_would_refuse_is_a_fault_of_the_file() {
    let long = format!("{}.example:80", "a".repeat(64));
    for (from, to, field, says) in [
        (
            "https://127.0.21.80:18443/",
            "https://truc@127.0.21.80:18443/",
            "target[4].address",
            "no address for https",
        ),
        (
            "https://127.0.21.80:18443/",
            "https://127.0.21.80:18443/đường",
            "target[4].address",
            "visible ASCII",
        ),
        ("127.0.21.31:15001", "-a.example:80", "target[1].address", "no host name or address"),
        ("127.0.21.31:15001", &long, "target[1].address", "no host name or address"),
    ] {
        let desk = Desk::new();
        desk.change("campaign.toml", from, to);
        let (at, what) = desk.fault();
        assert_eq!(at, field, "{to}: {what}");
        assert!(what.contains(says), "{to}: {what}");
    }
}
