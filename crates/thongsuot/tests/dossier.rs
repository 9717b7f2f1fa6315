//! A dossier is checked and judged again without the server, and any byte of it that changed is named.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "a test may stop at once")]

mod support;

use std::{collections::BTreeSet, fs, path::Path};

use access::{Role, Scope, secrecy::Taking};
use app::{NodeConfig, SystemClock};
use calendar::{Clock, Instant};
use journal::{Draft, Fact, Facts, Grade, Held, Kind, Slug, Subject};
use serde_json::Value;
use support::{code, text, thongsuot};

const CONFIG: &str = "[node]\nname = \"nut.example\"\n";

fn campaign(now: Instant) -> String {
    let (from, to) = (now.plus_ms(-86_400_000).edge(), now.plus_ms(864_000_000).edge());
    format!(
        r#"schema = 1
[campaign]
id = "tet"
title = "Tết"
zone = "Asia/Ho_Chi_Minh"
from = {from}
to = {to}
summary_s = 300
[[organisation]]
id = "so"
kind = "regulator"
[[organisation]]
id = "di-dong"
kind = "telecom_operator"
parent = "so"
[[target]]
id = "a"
owner = "di-dong"
kind = "tcp"
address = "127.0.0.1:1001"
[[obligation]]
id = "thong-suot"
title = "Thông suốt"
quote = "thông suốt"
owners = ["di-dong"]
[[obligation.check]]
kind = "availability"
targets = ["a"]
thresholds = [{{ name = "availability_ppm", op = ">=", value = 999000, unit = "ppm", source = "Quy chuẩn mẫu", source_date = "2026-01-01" }}]
[[obligation.check]]
kind = "acknowledgement"
"#
    )
}

fn draft(kind: &str, subject: &str, held: Held, grade: Option<Grade>, facts: &[(&str, Fact)]) -> Draft {
    use std::sync::atomic::{AtomicU8, Ordering};
    static NEXT: AtomicU8 = AtomicU8::new(1);
    let mut random = [0; 10];
    random[9] = NEXT.fetch_add(1, Ordering::Relaxed);
    Draft {
        id: journal::EntryId::v7(held.from, random),
        kind: Kind::new(kind).unwrap(),
        subject: Subject::new(subject).unwrap(),
        held,
        source: "test".to_owned(),
        actor: "u".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade,
        facts: facts.iter().map(|(name, fact)| ((*name).to_owned(), fact.clone())).collect(),
        private: Facts::new(),
    }
}

fn summary(from: Instant, ok: i64, lost: i64) -> Draft {
    let line = [
        ("target", "a".into()),
        ("sent", Fact::Int(ok + lost)),
        ("ok", Fact::Int(ok)),
        ("lost", Fact::Int(lost)),
    ];
    let line = Fact::Map(line.map(|(name, fact)| (name.to_owned(), fact)).into());
    let held = Held::between(from, from.plus_ms(300_000));
    let facts = [("period_s", Fact::Int(300)), ("targets", Fact::List(vec![line]))];
    draft("measurement.summarised", "organisation:di-dong", held, Some(Grade::Measured), &facts)
}

/// A data directory with a measured, corrected, acknowledged obligation in it.
async fn fill(folder: &Path) {
    let now = SystemClock.now();
    fs::write(folder.join("node.toml"), CONFIG).unwrap();
    fs::write(folder.join("tet.toml"), campaign(now)).unwrap();
    let config = NodeConfig::read(&folder.join("node.toml")).unwrap();
    let taking = Taking { isolated: false };
    let store = app::open(&config, &folder.join("data"), taking).await.unwrap();
    app::issue(&store, &folder.join("tet.toml"), taking).await.unwrap();
    let (operator, regulator) = (Slug::new("di-dong").unwrap(), Slug::new("so").unwrap());
    let machine = Scope::machine("probe", operator.clone(), &store.tree());
    let measured = [
        draft(
            "clock.observed",
            "organisation:di-dong",
            Held::at(now.plus_ms(-3_600_000)),
            Some(Grade::Measured),
            &[("offset_us", Fact::Int(-1_200)), ("source", "chrony".into())],
        ),
        summary(now.plus_ms(-1_800_000), 300, 0),
        summary(now.plus_ms(-1_500_000), 100, 200),
        summary(now.plus_ms(-1_200_000), 299, 1),
        draft(
            "segment.sealed",
            "organisation:di-dong",
            Held::at(now.plus_ms(-600_000)),
            Some(Grade::Measured),
            &[("sha256", Fact::Text("a".repeat(64))), ("bytes", Fact::Int(4_096))],
        ),
    ];
    let outage = measured[2].id;
    for draft in measured {
        store.record(&machine, &operator, draft).await.unwrap();
    }
    let head = Scope::new("u-so", Role::RegulatorHead, regulator.clone(), &store.tree());
    let mut correction = draft(
        "evidence.corrected",
        "organisation:di-dong",
        Held::at(now.plus_ms(-500_000)),
        Some(Grade::Attested),
        &[("withdraws", Fact::Bool(true)), ("organisation", "di-dong".into())],
    );
    correction.answers = vec![outage];
    correction.private.insert("reason".to_owned(), "máy đo hỏng".into());
    store.record(&head, &regulator, correction).await.unwrap();
    let manager = Scope::new("u-1", Role::OperatorManager, operator.clone(), &store.tree());
    let mut given = draft(
        "acknowledgement.given",
        "obligation:thong-suot",
        Held::at(now.plus_ms(-400_000)),
        Some(Grade::Attested),
        &[("obligation", "thong-suot".into())],
    );
    given.private.insert("note".to_owned(), "đã nhận".into());
    store.record(&manager, &operator, given).await.unwrap();
    store.close().await.unwrap();
}

fn write(folder: &Path, out: &str) -> Value {
    let path = |name: &str| folder.join(name).display().to_string();
    let (data, config, out) = (path("data"), path("node.toml"), path(out));
    let output = thongsuot(&[
        "dossier",
        "--data",
        &data,
        "--config",
        &config,
        "--organisation",
        "di-dong",
        "--obligation",
        "thong-suot",
        "--out",
        &out,
        "--format",
        "json",
    ]);
    assert_eq!(code(&output), 0, "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn verify(folder: &Path) -> (i32, Value) {
    let output = thongsuot(&["verify", folder.to_str().unwrap(), "--format", "json"]);
    (code(&output), serde_json::from_slice(&output.stdout).unwrap_or_default())
}

#[tokio::test]
async fn a_dossier_holds_what_is_behind_one_sentence_and_is_judged_again_without_the_server() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path()).await;
    let claim = write(folder.path(), "ho-so");
    let keys: BTreeSet<&str> = claim.as_object().unwrap().keys().map(String::as_str).collect();
    let golden = [
        "at",
        "campaign",
        "cell",
        "clock",
        "complete",
        "corrections",
        "cut",
        "dossier",
        "entries",
        "findings",
        "known",
        "left_out",
        "made_at",
        "node",
        "obligation",
        "organisation",
        "program",
        "segments",
        "sentence",
        "verdict",
        "windows",
        "withheld",
    ];
    assert_eq!(keys, BTreeSet::from(golden), "the shape of dossier.json is stable");
    assert_eq!((&claim["dossier"], &claim["complete"]), (&2.into(), &true.into()));
    assert_eq!(claim["windows"].as_array().unwrap().len(), 3);
    assert_eq!(claim["clock"][0]["offset_us"], -1_200);
    assert_eq!(claim["segments"][0]["sha256"], "a".repeat(64).as_str());
    assert_eq!(claim["corrections"][0]["withdraws"], true);
    assert_eq!(
        (&claim["left_out"][0]["what"], &claim["left_out"][0]["reason"]),
        (&"withdrawn".into(), &"máy đo hỏng".into())
    );
    let limit = claim["findings"][0]["figures"]
        .as_array()
        .unwrap()
        .iter()
        .find_map(|figure| figure["limit"].as_object());
    assert_eq!(limit.unwrap()["source"], "Quy chuẩn mẫu");
    let (answer, found) = verify(&folder.path().join("ho-so"));
    assert_eq!((answer, &found["verdict"], &found["entries"]), (0, &"same".into(), &8.into()), "{found}");
    assert_eq!(found["disclosed"], 3, "the campaign's file, the reason, the note: {found}");
    let key = fs::read_to_string(folder.path().join("ho-so/key")).unwrap();
    let output = thongsuot(&["verify", folder.path().join("ho-so").to_str().unwrap(), "--key", key.trim()]);
    assert!(text(&output.stdout).contains("khoá đã đối chiếu"), "{}", text(&output.stdout));
}

#[tokio::test]
async fn any_byte_that_changed_is_named_and_another_verdict_is_not_borne_out() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path()).await;
    write(folder.path(), "ho-so");
    let dossier = folder.path().join("ho-so");
    let mut files: Vec<_> = fs::read_dir(&dossier).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 15, "{files:?}");
    for file in &files {
        let name = file.file_name().unwrap().to_str().unwrap();
        let bytes = fs::read(file).unwrap();
        for place in [0, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            fs::write(file, &changed).unwrap();
            let output = thongsuot(&["verify", dossier.to_str().unwrap()]);
            let said = text(&output.stdout);
            assert_eq!(code(&output), 1, "{name} at {place}: {said}");
            // Another node's key makes the manifest another's, which is what is named.
            assert!(
                said.contains(name) || (name == "key" && said.contains("manifest")),
                "{name} at {place}: {said}"
            );
        }
        fs::remove_file(file).unwrap();
        let output = thongsuot(&["verify", dossier.to_str().unwrap()]);
        assert_ne!(code(&output), 0, "{name} removed");
        fs::write(file, &bytes).unwrap();
    }
    fs::write(dossier.join("them.json"), b"{}").unwrap();
    assert!(text(&thongsuot(&["verify", dossier.to_str().unwrap()]).stdout).contains("them.json"));
    fs::remove_file(dossier.join("them.json")).unwrap();
    assert_eq!(verify(&dossier).0, 0, "as it was");
    let claim = dossier.join("dossier.json");
    let mut other: Value = serde_json::from_slice(&fs::read(&claim).unwrap()).unwrap();
    other["cell"]["status"] = "failing".into();
    fs::write(&claim, other.to_string()).unwrap();
    let (answer, found) = verify(&dossier);
    assert_eq!((answer, &found["verdict"]), (1, &"differs".into()), "{found}");
}

fn kept(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/dossier").join(path)
}

#[test]
fn a_dossier_of_the_first_version_is_verified_as_it_was() {
    for (name, entries, verdict) in [
        ("head", 3, "same"),
        ("operator", 1, "not judged again: the campaign file is withheld"),
        ("operator-waived", 1, "not judged again: entries it was judged from are withheld or too many"),
    ] {
        let (answer, found) = verify(&kept("form-1").join(name));
        assert_eq!(
            (answer, &found["verdict"], &found["entries"]),
            (0, &verdict.into(), &entries.into()),
            "{name}"
        );
        assert_eq!(found["vouched"], 0, "{name}");
    }
}

#[test]
fn an_operator_s_dossier_is_judged_again_by_what_was_cut_out_of_the_campaign() {
    let folder = kept("form-2/operator");
    let (answer, found) = verify(&folder);
    assert_eq!(
        (answer, &found["verdict"], &found["judged_by"]),
        (0, &"same".into(), &"extract".into()),
        "{found}"
    );
    assert_eq!((&found["entries"], &found["vouched"]), (&11.into(), &4.into()), "{found}");
    let said = text(&thongsuot(&["verify", folder.to_str().unwrap()]).stdout);
    assert!(said.contains("4 entries stand in logs of others, by the word of the node's key"), "{said}");
    assert!(said.contains("verdict: same, by the node's extract of the campaign file"), "{said}");

    let scratch = tempfile::tempdir().unwrap();
    let copy = scratch.path().join("ho-so");
    fs::create_dir(&copy).unwrap();
    for file in fs::read_dir(&folder).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.join(file.file_name())).unwrap();
    }
    for (file, from, to) in [
        ("campaign-extract.toml", "2027-02-10T17", "2027-02-11T17"),
        ("campaign-extract.toml", "\"inspection\"", "\"plan\""),
        ("dossier.json", "\"waived\"", "\"proven\""),
        ("dossier.json", "\"campaign-extract.toml\"", "null"),
    ] {
        let text_before = fs::read_to_string(copy.join(file)).unwrap();
        let changed = text_before.replace(from, to);
        assert_ne!(changed, text_before, "{file}: {from}");
        fs::write(copy.join(file), changed).unwrap();
        let output = thongsuot(&["verify", copy.to_str().unwrap()]);
        assert_eq!(code(&output), 1, "{file}: {from}");
        assert!(text(&output.stdout).contains(file), "{}", text(&output.stdout));
        fs::write(copy.join(file), text_before).unwrap();
    }
    assert_eq!(verify(&copy).0, 0, "as it was");
}
