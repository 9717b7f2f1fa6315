//! What is wrong is named: the letter, the target, the folder, the log, the organisation, and what there is instead.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

mod support;

use std::{fs, path::Path};

use support::{code, example, serving, text, thongsuot};

#[test]
fn a_campaign_is_checked_and_issued_with_the_letter_it_names() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("campaign.toml");
    fs::copy(example("campaign.toml"), &file).unwrap();
    let data = dir.path().join("data");
    let check = ["campaign", "check", file.to_str().unwrap()];
    let serve =
        ["serve", "--data", data.to_str().unwrap(), "--listen", "127.0.0.1:0", "--campaign", check[2]];
    for args in [&check[..], &serve] {
        let output = thongsuot(args);
        assert_eq!(code(&output), 2, "{}", text(&output.stderr));
        let said = text(&output.stderr);
        assert!(
            said.contains("error: ") && said.contains("campaign.toml:15:8: directive[0].file: "),
            "{said}"
        );
        assert!(said.contains("\nhint: put the letter beside this file"), "{said}");
    }
    let letter = fs::read_to_string(example("cong-van.txt")).unwrap();
    fs::write(dir.path().join("cong-van.txt"), format!("TỐI MẬT\n{letter}")).unwrap();
    for args in [&check[..], &serve] {
        let output = thongsuot(args);
        assert_eq!((code(&output), text(&output.stdout).as_str()), (2, ""));
        let said = text(&output.stderr);
        assert!(
            said.contains("secrecy mark") && !said.contains("Kính gửi") && !said.contains("Sở"),
            "{said}"
        );
    }
    fs::write(dir.path().join("cong-van.txt"), letter).unwrap();
    let output = thongsuot(&check);
    assert_eq!((code(&output), text(&output.stderr).as_str()), (0, ""));
    assert!(text(&output.stdout).contains("15 obligations"), "{}", text(&output.stdout));
    // A report may be due after the end; who wrote another year hears of it.
    let late = fs::read_to_string(&file).unwrap().replace("due = 2027-02-22T16:00", "due = 2072-02-22T16:00");
    fs::write(&file, late).unwrap();
    let output = thongsuot(&check);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 0, "{said}");
    assert!(said.contains("warning: ") && said.contains("obligation bao-cao is due 2072-02-22"), "{said}");
}

#[test]
fn targets_outside_the_granted_ranges_are_named_before_anything_is_measured() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("node.toml");
    fs::write(&config, "[measure]\ngranted = [\"127.0.21.0/24\", \"127.0.23.0/24\"]\n").unwrap();
    let (campaign, config) = (example("campaign.toml"), config.to_str().unwrap().to_owned());
    let output = thongsuot(&["campaign", "check", &campaign, "--config", &config]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    let warned = |said: &str| said.lines().filter(|line| line.contains("outside the granted ranges")).count();
    let said = text(&output.stderr);
    assert_eq!(warned(&said), 4, "{said}");
    let wanted = "target cd-truc-nam is not measured: 127.0.22.11:15100 is outside the granted ranges \
                  (127.0.21.0/24, 127.0.23.0/24); grant its range to cap-dai-duong-truc under [measure.granted]";
    assert!(said.contains(wanted), "{said}");
    let output = thongsuot(&["campaign", "check", &campaign, "--config", &config, "--format", "json"]);
    let checked: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(checked["warnings"].as_array().unwrap().len(), 4, "{checked}");
    // Without a configuration nothing is known of the node.
    assert_eq!(warned(&text(&thongsuot(&["campaign", "check", &campaign]).stderr)), 0);

    let data = dir.path().join("data");
    let said = serving(&["--config", &config, "--data", data.to_str().unwrap(), "--campaign", &campaign]);
    assert_eq!(warned(&said), 4, "{said}");
    assert!(said.contains(wanted) && said.contains("WARN"), "{said}");
}

#[test]
fn every_fault_of_a_node_configuration_is_told_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("node.toml");
    fs::write(
        &config,
        "[node]\nisolatd = true\n[http]\nlisten = \"8080\"\n[measure]\ngranted = [\"10.0.0.1\"]\n",
    )
    .unwrap();
    let output = thongsuot(&["doctor", "--config", config.to_str().unwrap()]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    for wanted in [
        "node.toml:2:1: node.isolatd: ",
        "node.toml:4:10: http.listen: ",
        "node.toml:6:12: measure.granted[0]: ",
    ] {
        assert!(said.contains(wanted), "missing {wanted} in:\n{said}");
    }
    assert_eq!(said.matches("\nhint: ").count(), 3, "{said}");
}

#[test]
fn what_is_in_the_way_is_named_before_anything_is_done() {
    let dir = tempfile::tempdir().unwrap();
    let (full, data) = (dir.path().join("day"), dir.path().join("data"));
    fs::create_dir(&full).unwrap();
    fs::write(full.join("x"), "x").unwrap();
    let (full, file, data) = (
        full.to_str().unwrap().to_owned(),
        full.join("x").to_str().unwrap().to_owned(),
        data.to_str().unwrap().to_owned(),
    );
    for (out, says) in [(&full, "the folder is not empty"), (&file, "a file is in the way")] {
        for args in [
            vec!["report", "tet-2027", "--as", "docx", "--data", &data, "--out", out],
            vec!["journal", "export", "--data", &data, "--out", out],
            vec!["journal", "generate", "--entries", "1", "--seed", "1", "--out", out],
        ] {
            let output = thongsuot(&args);
            let said = text(&output.stderr);
            assert_eq!(code(&output), 2, "{said}");
            assert!(said.contains(&format!("error: --out {out}: {says}\nhint: ")), "{said}");
        }
    }
    for args in [
        vec!["campaign", "status", "--data", &file],
        vec!["journal", "export", "--data", &file, "--out", &data],
        vec!["serve", "--listen", "127.0.0.1:0", "--data", &file],
    ] {
        let output = thongsuot(&args);
        let said = text(&output.stderr);
        assert_eq!(code(&output), 2, "{said}");
        assert!(said.contains(&format!("--data {file}: is a file, not a directory")), "{said}");
    }
    assert!(!Path::new(&data).exists());
}

#[test]
fn a_proof_names_the_log_it_was_asked_of() {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("journal");
    let path = out.to_str().unwrap();
    assert_eq!(
        code(&thongsuot(&["journal", "generate", "--entries", "60", "--seed", "7", "--out", path])),
        0
    );
    let output = thongsuot(&["journal", "prove", path, "--index", "0"]);
    let said = text(&output.stderr);
    let log = said.trim_end().rsplit([' ', ',']).next().unwrap().to_owned();
    assert!(said.contains("hint: name one with --origin: "), "{said}");
    assert_eq!(code(&thongsuot(&["journal", "prove", path, "--origin", &log, "--index", "0"])), 0);
    let output = thongsuot(&["journal", "prove", path, "--origin", &log, "--index", "5000"]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    assert!(said.contains(&format!("5000 lies outside the log {log}, which has ")), "{said}");
    let output = thongsuot(&["journal", "prove", path, "--origin", "node.example/ai-do", "--index", "0"]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    assert!(said.contains("--origin node.example/ai-do: no such log") && said.contains(&log), "{said}");
}

#[test]
fn an_organisation_or_campaign_nobody_knows_is_answered_with_those_there_are() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data").to_str().unwrap().to_owned();
    let out = dir.path().join("out").to_str().unwrap().to_owned();
    let nothing =
        thongsuot(&["serve", "--listen", "127.0.0.1:0", "--data", &data, "--campaign", "nowhere.toml"]);
    assert_eq!(code(&nothing), 2, "{}", text(&nothing.stderr));
    let output = thongsuot(&["campaign", "status", "--data", &data]);
    let said = text(&output.stderr);
    assert!(said.contains(&format!("{data}: no campaign was issued here\nhint: ")), "{said}");

    serving(&["--data", &data, "--campaign", &example("campaign.toml")]);
    let report = ["report", "tet-2027", "--as", "docx", "--data", &data, "--out", &out];
    let output = thongsuot(&[&report[..], &["--organisation", "song-nga"]].concat());
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    assert!(
        said.contains("--organisation song-nga: ") && said.contains("song-ngan, song-ngan-mang-luoi"),
        "{said}"
    );
    let output = thongsuot(&["report", "tet", "--as", "docx", "--data", &data, "--out", &out]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    assert!(
        said.contains("no campaign tet ") && said.contains(&data) && said.contains("there are tet-2027"),
        "{said}"
    );
}

#[test]
fn verify_says_that_an_archive_is_to_be_unpacked() {
    let dir = tempfile::tempdir().unwrap();
    let archive = dir.path().join("bao-cao-tet-2027.zip");
    fs::write(&archive, "PK").unwrap();
    let archive = archive.to_str().unwrap();
    let output = thongsuot(&["verify", archive]);
    let said = text(&output.stderr);
    assert_eq!(code(&output), 2, "{said}");
    assert!(said.starts_with(&format!("error: {archive}: is a file")), "{said}");
    assert!(
        said.contains("\nhint: if it is the archive that the Reports page hands out, unpack it"),
        "{said}"
    );
}

#[test]
fn the_doctor_begins_no_data_directory() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let config = dir.path().join("node.toml");
    fs::write(&config, "[http]\nlisten = \"127.0.0.1:0\"\n").unwrap();
    let doctor = ["doctor", "--config", config.to_str().unwrap(), "--data", data.to_str().unwrap()];
    let output = thongsuot(&doctor);
    let said = text(&output.stdout);
    assert_eq!(code(&output), 1, "{said}");
    assert!(said.contains(&format!("no  data: --data {}: no data directory", data.display())), "{said}");
    assert!(!data.exists());
    serving(&["--data", doctor[4], "--campaign", &example("campaign.toml")]);
    let said = text(&thongsuot(&doctor).stdout);
    assert!(said.contains("ok  data: opens; 1 campaigns"), "{said}");
}

#[test]
fn a_node_without_campaign_or_accounts_says_so_when_it_starts() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data").to_str().unwrap().to_owned();
    let said = serving(&["--data", &data]);
    assert!(said.contains(&format!("`thongsuot serve --data {data} --campaign FILE`")), "{said}");
    assert!(said.contains(&format!("`thongsuot account add --data {data} ")), "{said}");
    let said = serving(&["--data", &data, "--campaign", &example("campaign.toml")]);
    assert!(!said.contains("--campaign FILE") && said.contains("`thongsuot account add"), "{said}");
}

#[test]
fn a_report_for_tomorrow_or_on_nobody_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data").to_str().unwrap().to_owned();
    let out = dir.path().join("out").to_str().unwrap().to_owned();
    serving(&["--data", &data, "--campaign", &example("campaign.toml")]);
    let report = ["report", "tet-2027", "--as", "docx", "--data", &data, "--out", &out];
    for (more, says) in [
        (["--at", "2999-01-01T00:00:00+07:00"], "--at 2999-01-01T00:00:00+07:00 is still to come"),
        (
            ["--organisation", "skhcn-van-dai"],
            "nothing to report on: skhcn-van-dai has no obligation in campaign tet-2027",
        ),
    ] {
        let output = thongsuot(&[&report[..], &more].concat());
        let said = text(&output.stderr);
        assert_eq!(code(&output), 2, "{said}");
        assert!(said.contains(&format!("error: {says}")), "{said}");
        assert!(!Path::new(&out).exists());
    }
}
