//! A backup is taken beside a node that writes, holds everything acknowledged before it began, and comes back only
//! whole.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use access::Role;
use store::{BackupFault, BackupOrder, Keys, NewSession, RestoreOrder, Store, backup, restore};

use crate::support::{ALTERED, Node, slug};

fn order(node: &Node, to: &Path, keys: Keys) -> BackupOrder {
    BackupOrder {
        data: node.data(),
        database: node.database(),
        to: to.to_owned(),
        keys,
        now: node.store.now(),
    }
}

async fn restored(node: &Node, from: &Path, name: &str) -> Result<PathBuf, BackupFault> {
    let data = node.dir.path().join(name);
    let order =
        RestoreOrder { from: from.to_owned(), data: data.clone(), database: node.spare(), keys: None };
    restore(&order).await.map(|_| data)
}

/// A node with entries of two organisations, a named document, an unnamed one, samples, and a session.
async fn lived_in() -> Node {
    let node = Node::new().await;
    let photo = node.store.put_blob(&node.operator("di-dong"), b"a photograph".to_vec()).await.unwrap();
    let mut inspection = node.inspection("An");
    inspection.facts.insert("photos".to_owned(), journal::Fact::Int(1));
    inspection.private.insert("photo_1".to_owned(), photo.hex().as_str().into());
    node.record("di-dong", inspection).await;
    node.record("buu-dien", node.acknowledgement("truc")).await;
    node.store.sign_checkpoints().await.unwrap();
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.store.put_blob(&node.operator("di-dong"), b"an abandoned form".to_vec()).await.unwrap();
    std::fs::write(node.store.segments_dir().join("tail-0000000001"), b"samples").unwrap();
    let new = store::NewAccount {
        login: "truc".to_owned(),
        password_hash: "$argon2id$x".to_owned(),
        role: Role::DutyOfficer,
        organisation: slug("di-dong"),
        name: "Trực".to_owned(),
    };
    node.store.add_account(&node.scope(Role::Administrator, "di-dong"), new).await.unwrap();
    let session = NewSession { login: "truc".to_owned(), csrf: "c".to_owned(), device: String::new() };
    node.store.open_session([3; 32], session, None).await.unwrap();
    node
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_beside_a_writing_node_holds_what_was_acknowledged_before_and_verifies() {
    let node = lived_in().await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let writing = {
        let (store, scope) = (node.store.clone(), node.operator("di-dong"));
        let drafts: Vec<_> = (0..4_000).map(|_| node.acknowledgement("truc")).collect();
        tokio::spawn(async move {
            let mut written = 0;
            for draft in drafts {
                if *stopped.borrow() {
                    break;
                }
                store.record(&scope, &slug("di-dong"), draft).await.unwrap();
                written += 1;
            }
            written
        })
    };
    let mut before = Vec::new();
    for _ in 0..20 {
        before.push(node.record("di-dong", node.acknowledgement("truc")).await);
    }
    let to = node.dir.path().join("backup");
    let made = backup(&order(&node, &to, Keys::Within)).await.unwrap();
    stop.send(true).unwrap();
    assert!(writing.await.unwrap() > 0, "nothing was written meanwhile");

    let data = restored(&node, &to, "restored").await.unwrap();
    let mut options = node.options();
    options.data_dir = data;
    options.database = node.spare();
    let copy = Store::open(options).await.unwrap();
    let reader = node.operator("di-dong");
    for receipt in &before {
        let entry = copy.entry(&reader, &slug("di-dong"), receipt.index).await.unwrap();
        assert_eq!(entry.leaf, receipt.leaf);
    }
    for log in copy.logs(&node.regulator()).await.unwrap() {
        assert_eq!(made.logs[&log.origin], (log.size, log.root));
    }
    let export = node.dir.path().join("export");
    copy.export(&node.regulator(), &store::ExportScope::All, Vec::new(), &export).await.unwrap();
    let report = journal::verify::verify(&export, None).unwrap();
    assert!(report.holds(), "{report}");
    assert!(copy.find_login("truc").await.unwrap().is_some());
    assert!(copy.find_session([3; 32]).await.unwrap().is_none(), "a session may have been ended since");
    copy.close().await.unwrap();
}

#[tokio::test]
async fn a_damaged_backup_is_refused_and_the_file_named() {
    let node = lived_in().await;
    let to = node.dir.path().join("backup");
    backup(&order(&node, &to, Keys::Within)).await.unwrap();
    let mut tried = 0;
    for file in files(&to) {
        let path = to.join(&file);
        let bytes = std::fs::read(&path).unwrap();
        let mut changed = bytes.clone();
        let at = changed.len() / 2;
        changed[at] ^= 1;
        for damaged in [Some(changed), Some(bytes[..bytes.len() - 1].to_vec()), None] {
            match damaged {
                Some(damaged) => std::fs::write(&path, damaged).unwrap(),
                None => std::fs::remove_file(&path).unwrap(),
            }
            let fault = restored(&node, &to, "restored").await.unwrap_err().to_string();
            // A key that is another one is told by what it did not sign or seal.
            let named = fault.contains(&file) || (file.starts_with("keys/") && fault.contains(".key"));
            assert!(named, "{file}: {fault}");
            assert!(!node.dir.path().join("restored").exists(), "{file}");
            tried += 1;
        }
        std::fs::write(&path, bytes).unwrap();
    }
    assert!(tried >= 3 * 6, "{tried}");
    std::fs::write(to.join("blobs/more"), b"x").unwrap();
    let fault = restored(&node, &to, "restored").await.unwrap_err().to_string();
    assert_eq!(fault, "blobs/more is not part of the backup");
    std::fs::remove_file(to.join("blobs/more")).unwrap();
    restored(&node, &to, "restored").await.unwrap();
}

#[tokio::test]
async fn a_directory_damaged_before_its_backup_does_not_come_back() {
    let node = lived_in().await;
    node.store.close().await.unwrap();
    node.raw_sql(ALTERED).await;
    let to = node.dir.path().join("backup");
    backup(&order(&node, &to, Keys::Within)).await.unwrap();
    let fault = restored(&node, &to, "restored").await.unwrap_err().to_string();
    assert!(fault.contains("journal.db") && fault.contains("not what was recorded"), "{fault}");
}

#[tokio::test]
async fn keys_stay_apart_unless_asked_for_and_only_the_right_ones_restore() {
    let node = lived_in().await;
    let (data, to) = (node.dir.path().join("data"), node.dir.path().join("backup"));
    backup(&order(&node, &to, Keys::Apart)).await.unwrap();
    let seeds: Vec<Vec<u8>> =
        ["node.key", "accounts.key"].iter().map(|name| std::fs::read(data.join(name)).unwrap()).collect();
    for file in files(&to) {
        let bytes = std::fs::read(to.join(&file)).unwrap();
        for seed in &seeds {
            assert!(!bytes.windows(64).any(|window| window == &seed[..64]), "{file} holds a key");
        }
    }
    assert!(matches!(restored(&node, &to, "restored").await, Err(BackupFault::NoKey(_))));
    let with = |keys: &Path| RestoreOrder {
        from: to.clone(),
        data: node.dir.path().join("restored"),
        database: node.spare(),
        keys: Some(keys.to_owned()),
    };
    let wrong = node.dir.path().join("wrong");
    std::fs::create_dir(&wrong).unwrap();
    std::fs::write(wrong.join("node.key"), "11".repeat(32)).unwrap();
    std::fs::copy(data.join("accounts.key"), wrong.join("accounts.key")).unwrap();
    let fault = restore(&with(&wrong)).await.unwrap_err().to_string();
    assert!(fault.contains("node.key"), "{fault}");
    std::fs::copy(data.join("node.key"), wrong.join("node.key")).unwrap();
    std::fs::write(wrong.join("accounts.key"), "22".repeat(32)).unwrap();
    let fault = restore(&with(&wrong)).await.unwrap_err().to_string();
    assert!(fault.contains("accounts.key"), "{fault}");
    restore(&with(&data)).await.unwrap();
    assert!(matches!(restore(&with(&data)).await, Err(BackupFault::NotEmpty(_))));
}

#[tokio::test]
async fn what_was_erased_before_is_in_no_byte_of_a_backup() {
    let node = lived_in().await;
    let receipt = node.record("di-dong", node.inspection("Trần Thị Bí Mật Riêng")).await;
    let scope = node.scope(Role::OperatorManager, "di-dong");
    node.store.erase(&scope, receipt.id, &["signer".to_owned()], "hết hạn").await.unwrap();
    let to = node.dir.path().join("backup");
    backup(&order(&node, &to, Keys::Within)).await.unwrap();
    for file in files(&to) {
        let bytes = std::fs::read(to.join(&file)).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("Bí Mật Riêng"), "{file}");
    }
}

/// The files of a backup, by path.
fn files(to: &Path) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut open = vec![to.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.strip_prefix(to).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.into_iter().collect()
}
