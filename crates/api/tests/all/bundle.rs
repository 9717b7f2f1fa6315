//! The report with its bundle, as it is handed over: one archive that verifies once it is unpacked, and nothing of it
//! left on the node.

use std::path::Path;

use access::Role;
use api::{
    bundle,
    reporting::{Kind, Order},
};
use futures_util::StreamExt;
use journal::verify;
use store::Store;

use crate::ground::{Ground, OWED, campaign, unpack};

const ORGANISATIONS: [(&str, &str, &str); 2] =
    [("so", "regulator", ""), ("di-dong", "telecom_operator", "so")];

async fn unpacked(body: axum::body::Body, into: &Path) -> u64 {
    let mut bytes = Vec::new();
    let mut stream = body.into_data_stream();
    while let Some(piece) = stream.next().await {
        bytes.extend_from_slice(&piece.unwrap());
    }
    let length = bytes.len() as u64;
    unpack(bytes, into);
    length
}

#[tokio::test]
async fn what_is_handed_over_verifies_and_nothing_of_it_stays() {
    let ground = Ground::new(&campaign(&ORGANISATIONS, OWED), Vec::new()).await;
    let (store, regulator) = (&ground.node.store, ground.scope(Role::RegulatorHead, "so"));
    let campaign = store.campaign(&regulator).unwrap();
    let order = Order { campaign, organisation: None, at: None };

    let (body, length) = bundle::archive(store, &regulator, &order, Kind::Docx).await.unwrap();
    let scratch = ground.dir.path().join("data/scratch");
    let left = || std::fs::read_dir(&scratch).map_or(0, Iterator::count);
    assert_eq!(left(), 0, "the archive has no name any more while it is sent");
    let out = ground.dir.path().join("out");
    assert_eq!(unpacked(body, &out).await, length);
    let found = verify::verify(&out.join("bao-cao-tet"), None).unwrap();
    assert!(found.holds(), "{found}");
    let papers: Vec<&str> = found.attachments.keys().map(String::as_str).collect();
    assert_eq!(papers, ["bao-cao-tet.docx", "so-lieu-tet.xlsx"], "the figures go along");
    assert_eq!(found.logs.len(), 1);

    // What a crash left behind is gone after the next start.
    store.close().await.unwrap();
    std::fs::create_dir_all(scratch.join("left/over")).unwrap();
    let store = Store::open(ground.options()).await.unwrap();
    assert_eq!(left(), 0);
    store.close().await.unwrap();
}
