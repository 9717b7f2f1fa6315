//! What turned on the disk, or was changed past the program, is told by the node itself.

use journal::{Entry, Fact, Hash};
use store::{Damage, EnvironmentReason, Part, ReadFault};

use crate::support::{ALTERED, Node, Raw, slug};

/// A node whose operator has five entries: with a name, with a photograph, under two signed heads.
async fn node() -> (Node, Hash) {
    let node = Node::new().await;
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.record("di-dong", node.inspection("Nguyễn Văn Mẫu")).await;
    let photo = node.store.put_blob(&node.operator("di-dong"), b"\x89PNG photo".to_vec()).await.unwrap();
    let mut draft = node.inspection("Trần Thị Mẫu");
    draft.facts.insert("photos".to_owned(), Fact::Int(1));
    draft.private.insert("photo_1".to_owned(), photo.to_string().into());
    node.record("di-dong", draft).await;
    node.store.sign_checkpoints().await.unwrap();
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.store.sign_checkpoints().await.unwrap();
    (node, photo)
}

async fn examined(node: &Node) -> Vec<Damage> {
    node.store.examine().await.unwrap();
    node.store.damages(&node.regulator())
}

/// What is found after this was done to the journal of a stopped node.
async fn found_after(change: Raw) -> Vec<(u64, Part)> {
    let (mut node, _) = node().await;
    node.store.close().await.unwrap();
    node.raw_sql(change).await;
    node.store = store::Store::open(node.options()).await.unwrap();
    let found = examined(&node).await;
    assert!(found.iter().all(|damage| damage.organisation == slug("di-dong")), "{found:?}");
    found.into_iter().map(|damage| (damage.index, damage.part)).collect()
}

#[tokio::test]
async fn what_is_as_it_was_recorded_is_examined_without_a_word() {
    let (node, _) = node().await;
    // More than a page, so that one begins in the middle of a log.
    let more = (0..520).map(|_| node.acknowledgement("truc")).collect::<Vec<_>>();
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    for receipt in
        futures_util::future::join_all(more.into_iter().map(|draft| node.store.record(&scope, &log, draft)))
            .await
    {
        receipt.unwrap();
    }
    node.store.sign_checkpoints().await.unwrap();
    assert_eq!(examined(&node).await, []);
    assert_eq!(node.store.examination_count(), 1);
    let last = node
        .store
        .erase(&node.operator("di-dong"), named(&node).await, &["signer".to_owned()], "xin rút tên")
        .await;
    last.unwrap();
    assert_eq!(examined(&node).await, [], "what was erased is no damage");
}

/// The entry that names Nguyễn Văn Mẫu.
async fn named(node: &Node) -> journal::EntryId {
    let entry = node.store.entry(&node.operator("di-dong"), &slug("di-dong"), 1).await.unwrap();
    Entry::parse(&entry.canonical).unwrap().id
}

#[tokio::test]
async fn a_row_that_turned_is_told_with_its_entry() {
    let last_id = "UPDATE ids SET seq = seq - 1 WHERE seq = (SELECT max(seq) FROM entries)";
    assert_eq!(found_after(last_id.into()).await, [(4, Part::Id)]);
    let gone = "DELETE FROM ids WHERE seq = (SELECT max(seq) - 2 FROM entries)";
    assert_eq!(found_after(gone.into()).await, [(2, Part::Id)]);
    let value = Raw {
        sqlite: "UPDATE disclosures SET value = CAST('\"Khác\"' AS BLOB) WHERE field = 'signer'",
        postgres: "UPDATE disclosures SET value = convert_to('\"Khác\"', 'UTF8') WHERE field = 'signer'",
    };
    assert_eq!(found_after(value).await, [(1, Part::ClearValue), (2, Part::ClearValue)]);
    let field = "UPDATE disclosures SET field = 'signed' WHERE field = 'photo_1'";
    assert_eq!(found_after(field.into()).await, [(2, Part::ClearValue)]);
    let astray = "UPDATE disclosures SET seq = seq + 100 WHERE field = 'photo_1'";
    assert_eq!(found_after(astray.into()).await, [(2, Part::ClearValue), (102, Part::ClearValue)]);
    let not_erased =
        "DELETE FROM disclosures WHERE seq = (SELECT min(seq) FROM disclosures WHERE field = 'signer')";
    assert_eq!(found_after(not_erased.into()).await, [(1, Part::ClearValue)]);
    let nobodys = "DELETE FROM blobs WHERE organisation = 'di-dong'";
    assert_eq!(found_after(nobodys.into()).await, [(2, Part::Document)]);
    // The right edge of the tree is read at the start; these are inside.
    let inside = "UPDATE nodes SET hash = (SELECT leaf FROM entries ORDER BY seq DESC LIMIT 1) WHERE ((key >> 40) & 63) = 1";
    assert_eq!(found_after(inside.into()).await, [(1, Part::Tree), (3, Part::Tree)]);
    let older = "UPDATE checkpoints SET note = replace(note, 'nut-1', 'nut-2') \
                 WHERE size < (SELECT max(size) FROM checkpoints AS newer WHERE newer.log = checkpoints.log)";
    assert_eq!(found_after(older.into()).await, [(2, Part::Checkpoint)]);
    let earlier = "UPDATE logs SET recorded_at = recorded_at - 1 WHERE origin LIKE '%/di-dong'";
    assert_eq!(found_after(earlier.into()).await, [(4, Part::Log)]);
}

#[tokio::test]
async fn entries_and_documents_that_turned_are_told() {
    let (mut node, photo) = node().await;
    node.store.close().await.unwrap();
    let path = node.data().join("blobs").join(photo.to_string());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[3] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    node.store = store::Store::open(node.options()).await.unwrap();
    let part =
        |found: Vec<Damage>| found.into_iter().map(|damage| (damage.index, damage.part)).collect::<Vec<_>>();
    assert_eq!(part(examined(&node).await), [(2, Part::Document)]);

    node.store.close().await.unwrap();
    node.raw_sql(ALTERED).await;
    node.store = store::Store::open(node.options()).await.unwrap();
    let found: Vec<_> =
        examined(&node).await.into_iter().filter(|damage| damage.part == Part::Entry).collect();
    assert!(found.iter().filter(|damage| damage.organisation == slug("di-dong")).count() == 5, "{found:?}");
}

#[tokio::test]
async fn what_turned_is_never_read_as_what_was_recorded() {
    let (mut node, _) = node().await;
    let entry = named(&node).await;
    node.store.close().await.unwrap();
    node.raw_sql(Raw {
        sqlite: "UPDATE disclosures SET value = CAST('\"Khác\"' AS BLOB) WHERE field = 'signer'",
        postgres: "UPDATE disclosures SET value = convert_to('\"Khác\"', 'UTF8') WHERE field = 'signer'",
    })
    .await;
    node.store = store::Store::open(node.options()).await.unwrap();
    let damaged = |answer: Result<_, ReadFault>| matches!(answer, Err(ReadFault::Environment(fault)) if fault.reason == EnvironmentReason::Damaged);
    assert!(damaged(node.store.find_evidence(&node.operator("di-dong"), entry).await.map(drop)));
    // The entry itself, which commits to the name and does not hold it, is read as before.
    assert!(node.store.entry(&node.operator("di-dong"), &slug("di-dong"), 1).await.is_ok());

    node.store.close().await.unwrap();
    node.raw_sql("DELETE FROM disclosures WHERE field = 'signer'".into()).await;
    node.store = store::Store::open(node.options()).await.unwrap();
    let found = node.store.find_evidence(&node.operator("di-dong"), entry).await;
    assert!(damaged(found.map(drop)), "nobody erased it, and it is not to look so");

    node.store.close().await.unwrap();
    node.raw_sql("UPDATE ids SET seq = seq + 1 WHERE seq < (SELECT max(seq) FROM entries)".into()).await;
    node.store = store::Store::open(node.options()).await.unwrap();
    assert!(damaged(node.store.find_evidence(&node.operator("di-dong"), entry).await.map(drop)));
}

#[tokio::test]
async fn damage_is_told_to_those_who_read_the_log_and_found_without_asking() {
    let (mut node, _) = node().await;
    node.store.close().await.unwrap();
    node.raw_sql("DELETE FROM ids WHERE seq = (SELECT max(seq) FROM entries)".into()).await;
    node.store = store::Store::open(node.options()).await.unwrap();
    let mut ticks = node.store.ticks();
    for _ in 0..4 {
        node.clock.advance(5_000);
        ticks.look().await;
    }
    assert!(node.store.examination_count() > 0);
    assert_eq!(node.store.damage_count(), 1);
    assert_eq!(node.store.damages(&node.operator("di-dong")).len(), 1);
    assert_eq!(node.store.damages(&node.operator("buu-dien")), []);
}

#[tokio::test]
async fn heads_of_no_entry_and_names_that_lead_to_no_log_are_told() {
    let vanished = "UPDATE checkpoints SET size = -125 WHERE size = 3";
    assert_eq!(found_after(vanished.into()).await, [(0, Part::Checkpoint)]);
}

#[tokio::test]
async fn a_small_journal_is_examined_once_an_hour() {
    let (node, _) = node().await;
    let mut ticks = node.store.ticks();
    let mut rounds = Vec::new();
    for _ in 0..3 {
        for _ in 0..3_600 / 5 {
            node.clock.advance(5_000);
            ticks.look().await;
        }
        rounds.push(node.store.examination_count());
    }
    assert_eq!(rounds, [1, 2, 3]);
}
