//! The command line as a user meets it: answers, exit codes, and messages that name file, line and field.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod support;

use std::{fs, net::TcpListener, path::Path, process::Command};

use support::{code, example, text, thongsuot};

/// Whether any file under `dir` holds `needle`.
fn holds(dir: &Path, needle: &[u8]) -> bool {
    fs::read_dir(dir).unwrap().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds(&path, needle);
        }
        fs::read(path).unwrap().windows(needle.len()).any(|window| window == needle)
    })
}

#[test]
fn the_help_is_what_the_golden_file_says() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/help.txt");
    let commands = [
        "serve",
        "directive read",
        "campaign new",
        "campaign check",
        "campaign convert",
        "campaign status",
        "campaign calendar",
        "report",
        "dossier",
        "verify",
        "journal generate",
        "journal export",
        "journal prove",
        "measure probe",
        "account add",
        "store backup",
        "store restore",
        "store move",
        "store accept-rollback",
        "drill",
        "doctor",
    ];
    let help_of = |command: &str| {
        let args: Vec<&str> = command.split(' ').chain(["--help"]).collect();
        format!("\n== {command}\n{}", text(&thongsuot(&args).stdout))
    };
    let help = text(&thongsuot(&["--help"]).stdout) + &commands.map(help_of).concat();
    if fs::read_to_string(&golden).ok().as_deref() != Some(&help) {
        fs::write(golden.with_extension("new"), &help).unwrap();
        panic!("the help differs from tests/help.txt; tests/help.new holds what it says now");
    }
}

#[test]
fn a_letter_marked_secret_is_refused_and_nothing_of_it_is_said() {
    let dir = tempfile::tempdir().unwrap();
    for mark in ["MẬT", "TỐI MẬT", "TUYỆT MẬT"] {
        let letter = dir.path().join("letter.txt");
        fs::write(&letter, format!("SỞ KHOA HỌC VÀ CÔNG NGHỆ\n{mark}\nKính gửi: Các doanh nghiệp\nĐề nghị giữ kín cầu-vồng-tím.\n")).unwrap();
        let path = letter.to_str().unwrap();
        let out = dir.path().join("draft.toml");
        for args in [
            vec!["directive", "read", path, "--format", "json"],
            vec!["campaign", "new", "--from", path, "--out", out.to_str().unwrap()],
        ] {
            let output = thongsuot(&args);
            assert_eq!(code(&output), 2, "{mark}: {}", text(&output.stderr));
            assert!(output.stdout.is_empty());
            assert!(!text(&output.stderr).contains("cầu-vồng-tím"), "the error quotes the letter");
        }
        fs::remove_file(letter).unwrap();
        assert!(!holds(dir.path(), "cầu-vồng-tím".as_bytes()));
        assert!(!out.exists());
    }
}

#[test]
fn the_words_bao_mat_and_bi_mat_nha_nuoc_in_a_sentence_read_normally() {
    let dir = tempfile::tempdir().unwrap();
    let letter = dir.path().join("letter.txt");
    fs::write(&letter, "Kính gửi: Các doanh nghiệp viễn thông trên địa bàn tỉnh\n\nTăng cường bảo mật hệ thống, bảo vệ bí mật nhà nước theo quy định.\n").unwrap();
    let output = thongsuot(&["directive", "read", letter.to_str().unwrap(), "--format", "json"]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let letter: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(letter["obligations"].as_array().unwrap().len(), 1);
}

#[test]
fn a_node_that_calls_itself_isolated_and_has_an_uplink_does_not_start() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("node.toml");
    fs::write(&config, "[node]\nisolated = true\nuplink = \"https://tinh.example\"\n").unwrap();
    let data = dir.path().join("data");
    let output =
        thongsuot(&["serve", "--config", config.to_str().unwrap(), "--data", data.to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("node.uplink is set"), "{}", text(&output.stderr));
    assert!(!data.exists());
}

#[test]
fn letters_that_are_no_letters_are_refused_with_a_reason() {
    let dir = tempfile::tempdir().unwrap();
    let cases: [(&str, Vec<u8>, &str); 3] = [
        ("empty.txt", Vec::new(), "empty"),
        ("binary.txt", vec![0xff, 0xfe, 0x00, 0x01, 0x80], "byte"),
        ("large.txt", vec![b'a'; 50 * 1024 * 1024], "bytes"),
    ];
    for (name, bytes, says) in cases {
        let path = dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        let output = thongsuot(&["directive", "read", path.to_str().unwrap()]);
        assert_eq!(code(&output), 2, "{name}");
        let said = text(&output.stderr);
        assert!(said.contains(name) && said.contains(says), "{name}: {said}");
    }
}

#[test]
fn a_faulty_campaign_file_has_all_its_faults_told_with_file_line_and_field() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("faulty.toml");
    fs::write(&path, "schema = 1\n\n[campaign]\nid = \"Tết\"\ntitle = \"x\"\nzone = \"Asia/Ho_Chi_Minh\"\nfrom = \"2027-01-01\"\nto = \"2027-02-01T00:00:00+07:00\"\nsurprise = 1\n").unwrap();
    let output = thongsuot(&["campaign", "check", path.to_str().unwrap()]);
    assert_eq!(code(&output), 2);
    let said = text(&output.stderr);
    for wanted in
        ["faulty.toml:4:", "campaign.id", "faulty.toml:7:", "campaign.from", "faulty.toml:9:", "surprise"]
    {
        assert!(said.contains(wanted), "missing {wanted} in:\n{said}");
    }
}

#[test]
fn a_draft_from_a_letter_is_read_back_by_campaign_check() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("draft.toml");
    let output =
        thongsuot(&["campaign", "new", "--from", &example("cong-van.txt"), "--out", out.to_str().unwrap()]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let check = thongsuot(&["campaign", "check", out.to_str().unwrap(), "--format", "json"]);
    assert!(matches!(code(&check), 0 | 2), "{}", text(&check.stderr));
    serde_json::from_slice::<serde_json::Value>(&check.stdout).unwrap();
    let again =
        thongsuot(&["campaign", "new", "--from", &example("cong-van.txt"), "--out", out.to_str().unwrap()]);
    assert_eq!(code(&again), 2, "an existing file is left as it is");
}

#[test]
fn a_taken_port_is_exit_3_with_a_hint() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let output = thongsuot(&["serve", "--data", data.to_str().unwrap(), "--listen", &address]);
    assert_eq!(code(&output), 3);
    let said = text(&output.stderr);
    assert!(said.contains(&address) && said.contains("hint:"), "{said}");
}

const NEWER: &str = "thongsuot data directory, format 999\n";

#[test]
fn a_data_directory_of_a_newer_version_is_exit_3_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("format"), NEWER).unwrap();
    let output = thongsuot(&["campaign", "status", "--data", data.to_str().unwrap()]);
    assert_eq!(code(&output), 3, "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("999"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(data.join("format")).unwrap(), NEWER);
}

#[test]
fn a_data_directory_in_use_by_another_process_is_exit_3_and_names_it() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut server = Command::new(env!("CARGO_BIN_EXE_thongsuot"))
        .args(["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0"])
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(server.stderr.take().unwrap()));
    assert!(lines.any(|line| line.unwrap().starts_with("serving ")));
    let data = data.to_str().unwrap();
    let out = dir.path().join("out");
    let out = out.to_str().unwrap();
    let asked = [
        (vec!["campaign", "status", "--data", data], "Situation page"),
        (vec!["report", "tet-2027", "--as", "pdf", "--data", data, "--out", out], "Reports page"),
        (vec!["journal", "export", "--data", data, "--out", out], "Journal page"),
    ]
    .map(|(args, page)| (thongsuot(&args), page));
    server.kill().unwrap();
    server.wait().unwrap();
    for (output, page) in asked {
        let said = text(&output.stderr);
        assert_eq!(code(&output), 3, "{said}");
        assert!(said.contains(data) && said.contains(&server.id().to_string()), "{said}");
        assert!(said.contains(page) && said.contains("http://127.0.0.1:8080"), "{said}");
    }
}

#[test]
fn a_moment_without_a_zone_is_exit_2() {
    let output = thongsuot(&["campaign", "status", "--data", "nowhere", "--at", "2027-02-06T00:00:00"]);
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("--at"), "{}", text(&output.stderr));
}

#[test]
fn a_generated_journal_verifies_and_a_changed_byte_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("journal");
    let path = out.to_str().unwrap();
    assert_eq!(
        code(&thongsuot(&["journal", "generate", "--entries", "600", "--seed", "7", "--out", path])),
        0
    );
    let good = thongsuot(&["verify", path]);
    assert_eq!(code(&good), 0, "{}", text(&good.stdout));
    assert!(text(&good.stdout).contains("khoá chưa đối chiếu"));
    let bundle = find(&out, "tile/entries").unwrap();
    let mut bytes = fs::read(&bundle).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&bundle, bytes).unwrap();
    let bad = thongsuot(&["verify", path, "--format", "json"]);
    assert_eq!(code(&bad), 1);
    let report: serde_json::Value = serde_json::from_slice(&bad.stdout).unwrap();
    assert!(report["faults"].as_array().unwrap().iter().any(|fault| fault["index"].is_u64()), "{report}");
}

/// The first file whose path holds `part`.
fn find(dir: &Path, part: &str) -> Option<std::path::PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(dir).unwrap().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    entries.into_iter().find_map(|path| {
        if path.is_dir() { find(&path, part) } else { path.to_str()?.contains(part).then(|| path.clone()) }
    })
}

#[test]
fn a_campaign_file_turns_into_json_and_back_and_is_the_same_campaign() {
    let dir = tempfile::tempdir().unwrap();
    let convert = |file: &str, form: &str| thongsuot(&["campaign", "convert", file, "--as", form]);
    let json = convert(&example("campaign.toml"), "json");
    assert_eq!(code(&json), 0, "{}", text(&json.stderr));
    let keys: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(keys["campaign"]["zone"], "Asia/Ho_Chi_Minh");
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("campaign.json"), &json.stdout).unwrap();
    let toml = convert(&path("campaign.json"), "toml");
    assert_eq!(code(&toml), 0, "{}", text(&toml.stderr));
    fs::write(path("campaign.toml"), &toml.stdout).unwrap();
    fs::copy(example("cong-van.txt"), path("cong-van.txt")).unwrap();
    let checked = thongsuot(&["campaign", "check", &path("campaign.toml")]);
    assert_eq!(code(&checked), 0, "{}", text(&checked.stderr));
    assert_eq!(convert(&path("campaign.toml"), "json").stdout, json.stdout);

    fs::write(path("broken.toml"), "schema = 1\n[campaign\n").unwrap();
    fs::write(path("broken.json"), "{\"schema\": 1,\n").unwrap();
    for (name, at) in [("broken.toml", ":2:"), ("broken.json", ":2:")] {
        let told = convert(&path(name), "json");
        assert_eq!(code(&told), 2);
        assert!(text(&told.stderr).contains(at), "{}", text(&told.stderr));
    }
}
