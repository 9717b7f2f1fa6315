//! The dossier of a cell as it is downloaded: it verifies without the server, one flipped byte of any file does not, and
//! whose cell it is nobody learns who may not see it.

use std::{fs, path::Path};

use access::Role;
use axum::http::StatusCode;
use journal::{dossier, verify};
use serde_json::{Value, json};

use crate::ground::{Ground, OWED, campaign, unpack};

const ORGANISATIONS: [(&str, &str, &str); 4] = [
    ("so", "regulator", ""),
    ("di-dong", "telecom_operator", "so"),
    ("tram", "unit", "di-dong"),
    ("buu-dien", "postal_operator", "so"),
];

async fn ground() -> Ground {
    let ground = Ground::new(&campaign(&ORGANISATIONS, OWED), Vec::new()).await;
    for (login, role, organisation) in [
        ("ban-truc", Role::RegulatorDesk, "so"),
        ("phu-trach", Role::OperatorManager, "di-dong"),
        ("nguoi-ngoai", Role::OperatorManager, "buu-dien"),
        ("quan-tri", Role::Administrator, "di-dong"),
    ] {
        ground.signed_in(login, role, organisation).await;
    }
    let given =
        json!({ "kind": "acknowledgement.given", "obligation": "truc", "private": { "note": "đã nhận" } });
    assert_eq!(ground.post("phu-trach", "/evidence", given).await.0, StatusCode::CREATED);
    ground.clock.advance(60_000);
    ground
}

/// Whether the checker without the server finds nothing wrong.
fn holds(folder: &Path) -> bool {
    let files = verify::verify(folder, None).is_ok_and(|files| files.holds());
    files && dossier::check(folder).is_ok_and(|checked| checked.faults.is_empty())
}

#[tokio::test]
async fn a_dossier_that_was_downloaded_verifies_and_one_flipped_byte_does_not() {
    let ground = ground().await;
    let held = json!({ "obligation": "truc", "unit": "tram" });
    assert_eq!(ground.post("phu-trach", "/assignments", held).await.0, StatusCode::CREATED);
    let answer = ground.download("ban-truc", "/dossier/di-dong/truc").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    assert!(format!("{:?}", answer.headers).contains("ho-so-di-dong-truc.zip"));
    let out = ground.dir.path().join("out");
    unpack(answer.body, &out);
    let folder = out.join("ho-so-di-dong-truc");
    assert!(holds(&folder));
    let checked = dossier::check(&folder).unwrap();
    let kinds: Vec<&str> = checked.entries.iter().map(|one| one.entry.kind.as_str()).collect();
    assert!(kinds.contains(&"acknowledgement.given") && kinds.contains(&"campaign.issued"), "{kinds:?}");
    let noted =
        checked.entries.iter().find(|one| one.entry.kind.as_str() == "acknowledgement.given").unwrap();
    assert_eq!(
        noted.disclosed["note"].as_text(),
        Some("đã nhận"),
        "what its reader may read is opened in it"
    );
    let claim: Value = serde_json::from_slice(&fs::read(folder.join(dossier::STATEMENT)).unwrap()).unwrap();
    assert_eq!((&claim["verdict"]["status"], &claim["complete"]), (&json!("proven"), &json!(true)));
    assert_eq!(claim["verdict"]["held_by"]["unit"], "tram");
    assert_eq!(claim["cell"].get("holder"), None, "who holds a cell is no part of its verdict");

    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    assert!(files.len() > 6, "{files:?}");
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let mut changed = bytes.clone();
        changed[bytes.len() / 2] ^= 1;
        fs::write(&file, &changed).unwrap();
        assert!(!holds(&folder), "{} with one byte flipped", file.display());
        fs::write(&file, &bytes).unwrap();
    }
    assert!(holds(&folder), "as it was");
}

#[tokio::test]
async fn a_dossier_is_for_those_who_read_the_cell_and_tells_others_nothing() {
    let ground = ground().await;
    let get = async |login: &str, path: &str| ground.get(login, path).await;
    let theirs = get("nguoi-ngoai", "/dossier/di-dong/truc").await;
    assert_eq!(theirs.0, StatusCode::NOT_FOUND);
    for absent in ["/dossier/khong-co/truc", "/dossier/di-dong/khong-co"] {
        assert_eq!(get("nguoi-ngoai", absent).await, theirs, "{absent}");
    }
    let (status, _) = get("quan-tri", "/dossier/di-dong/truc").await;
    assert!(!status.is_success(), "who keeps the accounts reads no evidence: {status}");
    assert_eq!(get("ban-truc", "/dossier/di-dong/khong-co").await.0, StatusCode::NOT_FOUND);
    assert_eq!(
        get("ban-truc", "/dossier/di-dong/truc?at=2027-02-01T08:00:00").await.0,
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_dossier_of_the_past_claims_what_was_known_then() {
    let ground = ground().await;
    let at = "2027-02-01T07:59:59%2B07:00";
    let answer = ground.download("ban-truc", &format!("/dossier/di-dong/truc?at={at}")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let out = ground.dir.path().join("out");
    unpack(answer.body, &out);
    let folder = out.join("ho-so-di-dong-truc");
    assert!(holds(&folder));
    let claim: Value = serde_json::from_slice(&fs::read(folder.join(dossier::STATEMENT)).unwrap()).unwrap();
    assert_eq!(claim["verdict"]["status"], "not_due", "it was given a second later");
}
