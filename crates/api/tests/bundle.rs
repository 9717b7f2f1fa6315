//! The report with its bundle, as it is handed over: one archive that verifies once it is unpacked, and nothing of it
//! left on the node.

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::{path::Path, sync::Arc};

use access::{Role, Scope};
use api::{
    bundle,
    reporting::{Kind, Order},
};
use calendar::{Instant, ManualClock};
use futures_util::StreamExt;
use journal::{Slug, verify};
use store::{OpenOptions, Store};

const CAMPAIGN: &str = r#"
schema = 1
[campaign]
id = "tet"
title = "Tết"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-11T00:00:00+07:00
[[organisation]]
id = "so"
name = "Sở"
kind = "regulator"
[[organisation]]
id = "di-dong"
name = "Di động"
kind = "telecom_operator"
parent = "so"
[[obligation]]
id = "truc"
title = "Trực"
quote = "trực 24/24"
owners = ["di-dong"]
[[obligation.check]]
kind = "acknowledgement"
"#;

async fn unpack(body: axum::body::Body, into: &Path) -> u64 {
    let mut bytes = Vec::new();
    let mut stream = body.into_data_stream();
    while let Some(piece) = stream.next().await {
        bytes.extend_from_slice(&piece.unwrap());
    }
    let length = bytes.len() as u64;
    zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap().extract(into).unwrap();
    length
}

#[tokio::test]
async fn what_is_handed_over_verifies_and_nothing_of_it_stays() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let clock = ManualClock::new(Instant::parse("2027-02-01T01:00:00.000Z").unwrap());
    let options = || OpenOptions::new(&data, "nut.example", Arc::new(clock.clone()));
    let store = Store::open(options()).await.unwrap();
    let scope = |store: &Store, role, organisation: &str| {
        Scope::new("u-1", role, Slug::new(organisation).unwrap(), &store.tree())
    };
    let regulator = scope(&store, Role::RegulatorHead, "so");
    store.issue_campaign(&regulator, CAMPAIGN.as_bytes(), "tet.toml").await.unwrap();
    let regulator = scope(&store, Role::RegulatorHead, "so");
    let campaign = store.campaign(&regulator).unwrap();
    let order = Order { campaign, organisation: None, at: None };

    let (body, length) = bundle::archive(&store, &regulator, &order, Kind::Docx).await.unwrap();
    let scratch = data.join("scratch");
    let left = || std::fs::read_dir(&scratch).map_or(0, Iterator::count);
    assert_eq!(left(), 0, "the archive has no name any more while it is sent");
    let out = dir.path().join("out");
    assert_eq!(unpack(body, &out).await, length);
    let found = verify::verify(&out.join("bao-cao-tet"), None).unwrap();
    assert!(found.holds() && found.attachments.contains_key("bao-cao-tet.docx"), "{found}");
    assert_eq!(found.logs.len(), 1);

    // What a crash left behind is gone after the next start.
    store.close().await.unwrap();
    drop(store);
    std::fs::create_dir_all(scratch.join("left/over")).unwrap();
    let store = Store::open(options()).await.unwrap();
    assert_eq!(left(), 0);
    store.close().await.unwrap();
}
