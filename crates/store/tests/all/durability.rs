//! What was acknowledged is there; what was not left nothing behind.

use std::fs;

use store::{EnvironmentReason, OpenFault, RecordFault, Store};

use crate::support::{ALTERED, Node, slug};

#[tokio::test]
async fn what_was_acknowledged_is_there_after_a_stop_without_closing() {
    let node = Node::new().await;
    let mut receipts = Vec::new();
    for name in ["A", "B", "C"] {
        receipts.push(node.record("di-dong", node.inspection(name)).await);
    }
    if crate::POSTGRES {
        // Beside an open store this is what a killed process leaves: nothing that it had would be closed.
        return read_beside(&node, &receipts).await;
    }
    // A copy taken while the store is open is what a killed process leaves behind.
    let copy = tempfile::tempdir().unwrap();
    copy_all(&node.dir.path().join("data"), &copy.path().join("data"));
    let mut options = node.options();
    options.data_dir = copy.path().join("data");
    let copied = Store::open(options).await.unwrap();
    for receipt in receipts {
        let entry = copied.entry(&node.operator("di-dong"), &slug("di-dong"), receipt.index).await.unwrap();
        assert_eq!(entry.leaf, receipt.leaf);
    }
}

/// The journal as a backup of it reads it while its writer is in the middle of things.
async fn read_beside(node: &Node, receipts: &[store::Receipt]) {
    let to = node.dir.path().join("beside");
    let (data, database, now) = (node.data(), node.database(), node.store.now());
    let order = store::BackupOrder { data, database, to: to.clone(), keys: store::Keys::Within, now };
    store::backup(&order).await.unwrap();
    let (data, database) = (node.dir.path().join("copy"), node.spare());
    let order = store::RestoreOrder { from: to, data: data.clone(), database: database.clone(), keys: None };
    store::restore(&order).await.unwrap();
    let mut options = node.options();
    (options.data_dir, options.database) = (data, database);
    let copied = Store::open(options).await.unwrap();
    for receipt in receipts {
        let entry = copied.entry(&node.operator("di-dong"), &slug("di-dong"), receipt.index).await.unwrap();
        assert_eq!(entry.leaf, receipt.leaf);
    }
}

fn copy_all(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_all(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[tokio::test]
async fn a_full_disk_refuses_whole_entries_and_the_writer_goes_on_when_space_returns() {
    let mut node = Node::new().await;
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    node.record("di-dong", node.inspection("A")).await;
    node.store.close().await.unwrap();
    fill(&node);
    node.store = Store::open(node.options()).await.unwrap();
    let (mut taken, mut refused) = (Vec::new(), None);
    for number in 0..400 {
        let draft = node.inspection(&format!("người ký {number} {}", "x".repeat(2_000)));
        match node.store.record(&scope, &log, draft.clone()).await {
            Ok(receipt) => taken.push(receipt),
            Err(RecordFault::Environment(fault)) => {
                assert_eq!(fault.reason, EnvironmentReason::DiskFull, "{fault}");
                refused = Some(draft);
                break;
            }
            Err(other) => panic!("{other}"),
        }
    }
    let refused = refused.unwrap();
    assert_eq!(node.store.entries(&scope, &log, None, 1).await.unwrap().size, 1 + taken.len() as u64);
    assert!(node.store.find_evidence(&scope, refused.id).await.is_err());
    node.limit.set(u32::MAX - 1);
    if let Some(postgres) = &node.postgres {
        postgres.sql("DROP TRIGGER full_disk ON journal.entries");
    }
    let receipt = node.store.record(&scope, &log, refused).await.unwrap();
    assert!(!receipt.replayed);
    assert_eq!(receipt.index, 1 + taken.len() as u64);
    node.reopen().await;
    for receipt in taken.into_iter().chain([receipt]) {
        assert_eq!(node.store.entry(&scope, &log, receipt.index).await.unwrap().leaf, receipt.leaf);
        node.store.proof(&scope, &log, receipt.index).await.unwrap();
    }
}

/// Leaves room for a few entries. The disk of a server is not this process's to fill: it says what it would say.
fn fill(node: &Node) {
    let Some(postgres) = &node.postgres else {
        let size = fs::metadata(node.data().join("journal.db")).unwrap().len();
        node.limit.set(u32::try_from(size / 4096).unwrap() + 12);
        return;
    };
    let refuse = "CREATE FUNCTION journal.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
                  IF (SELECT count(*) FROM journal.entries) > 8 THEN \
                  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END IF; \
                  RETURN NEW; END $$";
    postgres.sql_whole(refuse);
    postgres.sql("CREATE TRIGGER full_disk BEFORE INSERT ON journal.entries FOR EACH ROW EXECUTE FUNCTION journal.full_disk()");
}

#[tokio::test]
async fn a_second_opening_is_told_who_has_the_directory() {
    let node = Node::bare().await;
    match Store::open(node.options()).await.unwrap_err() {
        OpenFault::InUse { pid, .. } => assert_eq!(pid, Some(std::process::id())),
        other => panic!("{other}"),
    }
    node.store.close().await.unwrap();
    Store::open(node.options()).await.unwrap();
}

#[tokio::test]
async fn a_newer_directory_another_nodes_and_a_damaged_key_are_refused_and_left_alone() {
    let node = Node::new().await;
    node.store.close().await.unwrap();
    let mut options = node.options();
    options.node = "nut-2.example".to_owned();
    assert!(matches!(Store::open(options).await.unwrap_err(), OpenFault::OtherNode { .. }));
    let key = node.dir.path().join("data/node.key");
    let seed = fs::read(&key).unwrap();
    fs::write(&key, "no key").unwrap();
    assert!(matches!(Store::open(node.options()).await.unwrap_err(), OpenFault::Damaged { .. }));
    fs::write(&key, seed).unwrap();
    let format = node.dir.path().join("data/format");
    let text = fs::read_to_string(&format).unwrap();
    fs::write(&format, text.replace('1', "2")).unwrap();
    let fault = Store::open(node.options()).await.unwrap_err();
    assert!(matches!(fault, OpenFault::NewerVersion { found: 2, .. }), "{fault}");
    fs::write(&format, text).unwrap();
    let store = Store::open(node.options()).await.unwrap();
    assert_eq!(store.entries(&node.regulator(), &slug("so"), None, 10).await.unwrap().size, 1);
}

#[tokio::test]
async fn a_journal_under_another_key_or_with_a_changed_entry_is_refused() {
    let mut node = Node::new().await;
    node.record("di-dong", node.inspection("An")).await;
    node.store.sign_checkpoints().await.unwrap();
    node.store.close().await.unwrap();
    let key = node.data().join("node.key");
    let own = fs::read(&key).unwrap();
    fs::write(&key, format!("{}\n", "7".repeat(64))).unwrap();
    let fault = Store::open(node.options()).await.unwrap_err();
    assert!(fault.to_string().contains("node.key") && fault.to_string().contains("did not sign"), "{fault}");
    fs::write(&key, own).unwrap();
    node.store = Store::open(node.options()).await.unwrap();
    node.store.close().await.unwrap();
    node.raw_sql(ALTERED).await;
    node.drop_state();
    let fault = Store::open(node.options()).await.unwrap_err();
    assert!(fault.to_string().contains("is not what was recorded"), "{fault}");
}

#[tokio::test]
async fn a_closed_store_says_so() {
    let node = Node::new().await;
    let draft = node.acknowledgement("truc");
    node.store.close().await.unwrap();
    node.store.close().await.unwrap();
    let fault = node.store.record(&node.operator("di-dong"), &slug("di-dong"), draft).await.unwrap_err();
    assert!(
        matches!(&fault, RecordFault::Environment(fault) if fault.reason == EnvironmentReason::Closed),
        "{fault}"
    );
}

#[tokio::test]
async fn a_directory_that_lost_its_key_or_its_journal_is_not_begun_anew() {
    for lost in ["node.key", "journal.db"] {
        let node = Node::bare().await;
        node.store.close().await.unwrap();
        match (&node.postgres, lost) {
            (Some(postgres), "journal.db") => {
                postgres.sql("SET client_min_messages = warning; DROP SCHEMA journal CASCADE");
            }
            _ => std::fs::remove_file(node.data().join(lost)).unwrap(),
        }
        match Store::open(node.options()).await.unwrap_err() {
            OpenFault::Damaged { path, .. } if path.ends_with(lost) => {}
            OpenFault::Database { what } if lost == "journal.db" && what.contains("holds no journal") => {}
            other => panic!("{lost}: {other}"),
        }
        assert!(!node.data().join(lost).exists(), "{lost} was made anew");
    }
}
