//! Second factors: each code counts once, and a copy of the database alone gives no secret.

use access::{Role, Scope};
use store::{Account, NewAccount, NewSession, OpenFault, Rotation, Store};

use crate::support::{Node, slug};

const SECRET: &[u8] = b"12345678901234567890";

async fn account(node: &Node) -> (Account, Scope) {
    let new = NewAccount {
        login: "truc".to_owned(),
        password_hash: "$argon2id$test".to_owned(),
        role: Role::DutyOfficer,
        organisation: slug("di-dong"),
        name: "A".to_owned(),
    };
    let admin = node.scope(Role::Administrator, "di-dong");
    let made = node.store.add_account(&admin, new).await.unwrap();
    let scope = made.scope(&node.store);
    (made, scope)
}

async fn open(node: &Node, token: u8) {
    let new = NewSession { login: "truc".to_owned(), csrf: "c".to_owned(), device: String::new() };
    node.store.open_session([token; 32], new, None).await.unwrap();
}

fn rotation(old: u8, new: u8) -> Rotation {
    Rotation { old: [old; 32], new: [new; 32], csrf: "c".to_owned() }
}

async fn enrol(node: &Node, scope: &Scope) {
    open(node, 1).await;
    node.store.begin_second_factor(scope, SECRET).await.unwrap();
    let begun = node.store.find_begun_second_factor(scope).await.unwrap().unwrap();
    let codes = vec![[7; 32], [8; 32]];
    node.store.confirm_second_factor(scope, begun, 100, codes, rotation(1, 2)).await.unwrap();
}

#[tokio::test]
async fn it_counts_from_its_confirmation_on_and_ends_the_other_sessions() {
    let mut node = Node::new().await;
    let (made, scope) = account(&node).await;
    open(&node, 5).await;
    node.store.begin_second_factor(&scope, b"given up").await.unwrap();
    assert!(node.store.find_second_factor(&made).await.unwrap().is_none(), "not confirmed yet");
    let stale = node.store.find_begun_second_factor(&scope).await.unwrap().unwrap();
    enrol(&node, &scope).await;
    let late = node.store.confirm_second_factor(&scope, stale, 100, Vec::new(), rotation(2, 3)).await;
    assert!(late.is_err(), "another secret than the one that was shown is confirmed by nobody");
    assert!(node.store.find_session([5; 32]).await.unwrap().is_none());
    assert!(node.store.find_session([1; 32]).await.unwrap().is_none());
    assert!(node.store.find_session([2; 32]).await.unwrap().is_some());
    node.reopen().await;
    let found = node.store.find_second_factor(&made).await.unwrap().unwrap();
    assert_eq!((found.secret.as_slice(), found.last_step), (SECRET, 100));
    assert!(!format!("{found:?}").contains("49, 50"), "the secret stays out of logs");
    assert!(node.store.begin_second_factor(&scope, b"other").await.is_err(), "it is removed first");
    node.store.remove_second_factor(&scope, rotation(2, 3)).await.unwrap();
    assert!(node.store.find_second_factor(&made).await.unwrap().is_none());
    assert!(node.store.find_session([2; 32]).await.unwrap().is_none());
    assert!(node.store.find_session([3; 32]).await.unwrap().is_some());
}

#[tokio::test]
async fn a_code_counts_once() {
    let node = Node::new().await;
    let (made, scope) = account(&node).await;
    enrol(&node, &scope).await;
    for (step, counts) in [(100, false), (99, false), (101, true), (101, false), (103, true), (102, false)] {
        assert_eq!(node.store.use_step(&made, step).await.unwrap(), counts, "{step}");
    }
    for (code, counts) in [(7, true), (7, false), (9, false), (8, true)] {
        assert_eq!(node.store.use_recovery_code(&made, [code; 32]).await.unwrap(), counts, "{code}");
    }
    node.store.renew_recovery_codes(&scope, vec![[9; 32]]).await.unwrap();
    assert_eq!(node.store.second_factor_state(&scope).await.unwrap().recovery_codes, 1);
}

#[tokio::test]
async fn a_copy_of_the_database_alone_gives_no_secret() {
    let mut node = Node::new().await;
    let (made, scope) = account(&node).await;
    enrol(&node, &scope).await;
    node.store.close().await.unwrap();
    let data = node.dir.path().join("data");
    let holds = |bytes: &[u8]| bytes.windows(SECRET.len()).any(|window| window == SECRET);
    match &node.postgres {
        Some(postgres) => {
            for file in std::fs::read_dir(postgres.files()).unwrap() {
                assert!(!holds(&std::fs::read(file.unwrap().path()).unwrap()));
            }
        }
        None => assert!(!holds(&std::fs::read(data.join("journal.db")).unwrap())),
    }
    let key = data.join("accounts.key");
    let kept = std::fs::read(&key).unwrap();
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);

    std::fs::remove_file(&key).unwrap();
    let fault = Store::open(node.options()).await.unwrap_err();
    assert!(matches!(&fault, OpenFault::Damaged { path, .. } if *path == key), "{fault}");
    assert!(!key.exists(), "no other key is made in its place");
    std::fs::write(&key, "ab".repeat(32)).unwrap();
    node.store = Store::open(node.options()).await.unwrap();
    assert!(node.store.find_second_factor(&made).await.is_err(), "another key opens nothing");
    node.store.close().await.unwrap();
    std::fs::write(&key, kept).unwrap();
    node.store = Store::open(node.options()).await.unwrap();
    assert!(node.store.find_second_factor(&made).await.unwrap().is_some());
}
