//! Erased is erased: not in a page, not in a gap, not in the write-ahead log.

use std::{fs, path::Path};

use journal::{Fact, verify};
use store::{Disclosed, ExportScope, RecordFault, Store};

use crate::support::{Node, Raw, slug};

/// Every file of the data directory that holds `bytes`, and on PostgreSQL every one of the database. What the server keeps
/// of its own log is the administrator's to let go (see the guide).
fn anywhere(node: &Node, bytes: &[u8]) -> Vec<String> {
    let mut found = holding(&node.data(), bytes);
    if let Some(postgres) = &node.postgres {
        found.extend(holding(&postgres.files(), bytes));
    }
    found
}

/// A file's bytes; none where the server removed it since it was listed.
fn read(path: &Path) -> Option<Vec<u8>> {
    match fs::read(path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

/// Every file under `dir` that holds `bytes`.
fn holding(dir: &Path, bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, bytes));
        } else if let Some(held) = read(&path)
            && held.windows(bytes.len()).any(|window| window == bytes)
        {
            found.push(path.display().to_string());
        }
    }
    found
}

#[tokio::test]
async fn an_erased_name_is_nowhere_and_the_journal_still_verifies() {
    let node = Node::new().await;
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    let data = node.data();
    let name = "Lê Thị Không Còn Ở Đây";
    let mut erased = Vec::new();
    // Many rows of many sizes, so that pages split, move rows and leave gaps; the name stands in every fifth.
    for number in 0..300_usize {
        let signer = if number % 5 == 0 {
            format!("{name} {number}")
        } else {
            format!("người khác {}", "y".repeat(number * 7))
        };
        let receipt = node.record("di-dong", node.inspection(&signer)).await;
        if number % 5 == 0 {
            erased.push(receipt.id);
        }
    }
    assert!(!anywhere(&node, name.as_bytes()).is_empty());
    for id in &erased {
        node.store.erase(&scope, *id, &["signer".to_owned()], "theo yêu cầu").await.unwrap();
    }
    assert_eq!(anywhere(&node, name.as_bytes()), Vec::<String>::new());
    if !crate::POSTGRES {
        assert!(fs::metadata(data.join("journal.db-wal")).unwrap().len() < 64 * 1024, "the log was cut");
    }
    let view = node.store.find_evidence(&scope, erased[0]).await.unwrap();
    assert_eq!(view.private.unwrap()["signer"], Disclosed::Erased);
    let out = node.dir.path().join("export");
    node.store.export(&scope, &ExportScope::Logs(vec![log]), Vec::new(), &out).await.unwrap();
    let report = verify::verify(&out, None).unwrap();
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    let gone: Vec<_> = report.logs.iter().map(|log| (log.erased, log.erased_unsaid)).collect();
    assert!(gone.iter().any(|(fields, unsaid)| *fields > 0 && *unsaid == 0), "said: {gone:?}");
    assert_eq!(holding(&out, name.as_bytes()), Vec::<String>::new());
    // Doing it again is no fault and records nothing.
    let size = node.store.entries(&scope, &slug("di-dong"), None, 1).await.unwrap().size;
    node.store.erase(&scope, erased[0], &["signer".to_owned()], "").await.unwrap();
    assert_eq!(node.store.entries(&scope, &slug("di-dong"), None, 1).await.unwrap().size, size);
}

#[tokio::test]
async fn an_erased_document_goes_unless_another_entry_names_it() {
    let node = Node::new().await;
    let scope = node.operator("di-dong");
    let secret = b"only once on this node".to_vec();
    let digest = node.store.put_blob(&scope, secret.clone()).await.unwrap();
    let mut ids = Vec::new();
    for name in ["A", "B"] {
        let mut draft = node.inspection(name);
        draft.facts.insert("photos".to_owned(), Fact::Int(1));
        draft.private.insert("photo_1".to_owned(), Fact::Text(digest.hex()));
        ids.push(node.record("di-dong", draft).await.id);
    }
    let data = node.dir.path().join("data");
    let field = ["photo_1".to_owned()];
    node.store.erase(&scope, ids[0], &field, "ảnh").await.unwrap();
    assert_eq!(node.store.get_blob(&scope, digest).await.unwrap(), secret);
    node.store.erase(&scope, ids[1], &field, "ảnh").await.unwrap();
    assert!(node.store.get_blob(&scope, digest).await.is_err());
    assert_eq!(anywhere(&node, &secret), Vec::<String>::new());
    assert_eq!(anywhere(&node, digest.hex().as_bytes()), Vec::<String>::new());
    assert!(!data.join("blobs").join(digest.hex()).exists());
}

#[tokio::test]
async fn what_others_name_or_hold_does_not_keep_ones_own_and_is_not_taken_with_it() {
    let node = Node::new().await;
    let (own, other) = (node.operator("di-dong"), node.operator("buu-dien"));
    let secret = b"the same for both".to_vec();
    let digest = node.store.put_blob(&own, secret.clone()).await.unwrap();
    node.store.put_blob(&other, secret.clone()).await.unwrap();
    let file = |obligation: &str| {
        let mut draft = node.acknowledgement(obligation);
        draft.kind = journal::Kind::new("report.submitted").unwrap();
        draft.facts.insert("report".to_owned(), Fact::Text(digest.hex()));
        draft.private.insert("document".to_owned(), Fact::Text(digest.hex()));
        draft
    };
    let fields = ["document".to_owned()];
    let first = node.record("di-dong", file("bao-cao")).await;
    let second = node.record("buu-dien", file("bao-cao-buu-dien")).await;
    // The regulator names it as well, and holds nothing.
    let mut photo = node.inspection("An");
    photo.facts.extend([("organisation".to_owned(), "di-dong".into()), ("photos".to_owned(), Fact::Int(1))]);
    photo.private.insert("photo_1".to_owned(), Fact::Text(digest.hex()));
    node.store.record(&node.regulator(), &slug("so"), photo).await.unwrap();
    node.store.erase(&own, first.id, &fields, "").await.unwrap();
    assert!(node.store.get_blob(&own, digest).await.is_err(), "its own is gone at once");
    assert_eq!(node.store.get_blob(&other, digest).await.unwrap(), secret);
    node.store.erase(&other, second.id, &fields, "").await.unwrap();
    assert_eq!(anywhere(&node, &secret), Vec::<String>::new());
}

#[tokio::test]
async fn only_its_keeper_erases_and_only_what_is_private() {
    let node = Node::new().await;
    let receipt = node.record("di-dong", node.inspection("A")).await;
    let fields = ["signer".to_owned()];
    let by = |scope| {
        let (store, fields) = (node.store.clone(), fields.clone());
        async move { store.erase(&scope, receipt.id, &fields, "vì sao").await.unwrap_err() }
    };
    assert!(matches!(by(node.operator("buu-dien")).await, RecordFault::NotFound(_)));
    assert!(matches!(by(node.regulator()).await, RecordFault::Denied(_)));
    let scope = node.operator("di-dong");
    let fault = node.store.erase(&scope, receipt.id, &["note".to_owned()], "").await.unwrap_err();
    assert!(matches!(fault, RecordFault::Invalid(_)), "{fault}");
    let campaign = node.store.entries(&node.regulator(), &slug("so"), None, 1).await.unwrap();
    let entry = journal::Entry::parse(&campaign.entries[0].canonical).unwrap();
    let fault = node.store.erase(&node.regulator(), entry.id, &["file".to_owned()], "").await.unwrap_err();
    assert!(matches!(fault, RecordFault::Invalid(_)), "{fault}");
}

#[tokio::test]
async fn an_erasure_cut_short_by_a_crash_is_finished_at_the_next_start() {
    let mut node = Node::new().await;
    let name = "Trần Văn Đã Xoá";
    for number in 0..50 {
        node.record("di-dong", node.inspection(&format!("{name} {number}"))).await;
    }
    node.store.close().await.unwrap();
    // As a crash right after the erasure's transaction leaves it: rows gone, mark set, copies still in the file.
    node.raw_sql(Raw {
        sqlite: "DELETE FROM disclosures; INSERT INTO facts_about_this_file (name, value) VALUES ('erasing', x'01')",
        postgres: "DELETE FROM disclosures; INSERT INTO facts_about_this_file (name, value) VALUES ('erasing', '\\x01')",
    })
    .await;
    assert!(!anywhere(&node, name.as_bytes()).is_empty());
    node.store = Store::open(node.options()).await.unwrap();
    assert_eq!(anywhere(&node, name.as_bytes()), Vec::<String>::new());
}
