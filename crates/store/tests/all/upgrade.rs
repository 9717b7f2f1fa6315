//! A data directory of an earlier version opens in the present one, with everything that was in it.

use access::Role;
use calendar::Instant;
use store::{NewSession, SourceProgress, Store};

use crate::support::{Node, raw_sql, slug};

/// journal.db as the first version made it, with an account and a session in it.
const FIRST: &str = concat!(
    include_str!("../../migrations/sqlite/journal-0001.sql"),
    "INSERT INTO accounts (login, actor, password_hash, role, organisation, name, created_at)
     VALUES ('truc', 'a-1', '$argon2id$kept', 'duty_officer', 'di-dong', 'Trực ban', 1);
     INSERT INTO sessions (token_hash, login, csrf, created_at, seen_at, expires_at)
     VALUES (zeroblob(32), 'truc', 'c', 1, 1, 9007199254740991);
     INSERT INTO blobs (sha256, organisation, bytes, stored_at) VALUES (zeroblob(32), 'di-dong', 9, 1);
     PRAGMA user_version = 1;"
);

#[tokio::test]
async fn the_first_version_is_upgraded_and_signs_everybody_out_once() {
    let mut node = Node::bare().await;
    node.store.close().await.unwrap();
    let data = node.dir.path().join("data");
    std::fs::remove_file(data.join("state.db")).unwrap();
    std::fs::write(data.join("journal.db"), b"").unwrap();
    raw_sql(&data.join("journal.db"), FIRST).await;
    node.store = Store::open(node.options()).await.unwrap();
    let (account, hash) = node.store.find_login("truc").await.unwrap().unwrap();
    assert_eq!((account.role, hash.as_str()), (Role::DutyOfficer, "$argon2id$kept"));
    assert!(node.store.find_session([0; 32]).await.unwrap().is_none());
    let new = NewSession { login: "truc".to_owned(), csrf: "c".to_owned(), device: String::new() };
    node.store.open_session([0; 32], new, None).await.unwrap();
    node.reopen().await;
    assert!(node.store.find_session([0; 32]).await.unwrap().is_some());
    // What later versions brought is there, and empty.
    let admin = node.scope(Role::Administrator, "di-dong");
    assert!(node.store.keys(&admin, None, 10).await.unwrap().keys.is_empty());
    // What came with later versions is there too.
    let machine = access::Scope::machine("source/zbx", slug("di-dong"), &node.store.tree());
    let progress = SourceProgress { taken: 7, open: "{}".to_owned(), caught_up_to: Instant::from_ms(9) };
    let zbx = slug("zbx");
    assert_eq!(node.store.find_source_progress(&machine, &zbx).await.unwrap(), None);
    node.store.keep_source_progress(&machine, &zbx, progress.clone()).await.unwrap();
    node.reopen().await;
    assert_eq!(node.store.find_source_progress(&machine, &zbx).await.unwrap(), Some(progress));
    let duty = access::Scope::new("a-1", Role::DutyOfficer, slug("di-dong"), &node.store.tree());
    assert!(node.store.find_source_progress(&duty, &zbx).await.is_err());
    // A report of that time was named in its entry's facts alone, and is no abandoned form.
    let document = data.join("blobs").join(journal::Hash::new([0; 32]).hex());
    std::fs::write(&document, b"a report").unwrap();
    node.store.sweep_blobs().await.unwrap();
    assert!(document.exists());
}
