//! Accounts.

use access::Role;
use store::{DEVICE_MS, NewAccount, RecordFault};

use crate::support::{Node, slug};

fn account(login: &str, organisation: &str) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        password_hash: "$argon2id$test".to_owned(),
        role: Role::DutyOfficer,
        organisation: slug(organisation),
        name: "Trực ban".to_owned(),
    }
}

#[tokio::test]
async fn accounts_are_managed_where_the_administrator_stands_and_below() {
    let node = Node::new().await;
    let admin = node.scope(Role::Administrator, "di-dong");
    let made = node.store.add_account(&admin, account("truc-1", "di-dong")).await.unwrap();
    assert!(!made.actor.contains("truc"));
    node.store.add_account(&admin, account("truc-2", "tram")).await.unwrap();
    let fault = node.store.add_account(&admin, account("truc-3", "buu-dien")).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Denied(_)), "{fault}");
    let fault = node.store.add_account(&admin, account("truc-1", "di-dong")).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Invalid(_)), "{fault}");
    let fault = node.store.add_account(&admin, account(" x", "di-dong")).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Invalid(_)), "{fault}");
    assert_eq!(node.store.accounts(&admin, None, 10).await.unwrap().accounts.len(), 2);
    assert!(node.store.accounts(&node.operator("di-dong"), None, 10).await.is_err());
    let (found, hash) = node.store.find_login("truc-1").await.unwrap().unwrap();
    assert_eq!((found.role, hash.as_str()), (Role::DutyOfficer, "$argon2id$test"));
    assert!(node.store.find_login("nobody").await.unwrap().is_none());
}

#[tokio::test]
async fn failed_sign_ins_are_counted_until_one_succeeds() {
    let node = Node::new().await;
    let admin = node.scope(Role::Administrator, "di-dong");
    node.store.add_account(&admin, account("truc", "di-dong")).await.unwrap();
    assert_eq!(node.store.note_failure("truc").await.unwrap(), 1);
    assert_eq!(node.store.note_failure("truc").await.unwrap(), 2);
    assert_eq!(node.store.note_failure("nobody").await.unwrap(), 0);
    node.store.forget_failures("truc").await.unwrap();
    assert_eq!(node.store.find_login("truc").await.unwrap().unwrap().0.failures, 0);
}

#[tokio::test]
async fn the_name_behind_an_entry_is_shown_to_those_who_may_know() {
    let node = Node::new().await;
    let admin = node.scope(Role::Administrator, "di-dong");
    let mut new = account("ql", "di-dong");
    new.role = Role::OperatorManager;
    let made = node.store.add_account(&admin, new).await.unwrap();
    let scope = made.scope(&node.store);
    let receipt = node.store.record(&scope, &slug("di-dong"), node.acknowledgement("truc")).await.unwrap();
    let seen = node.store.find_evidence(&scope, receipt.id).await.unwrap();
    assert_eq!(seen.actor_name.as_deref(), Some("Trực ban"));
}

#[tokio::test]
async fn a_browser_is_known_for_its_login_alone_and_not_for_ever() {
    let mut node = Node::new().await;
    let given = node.store.seal_device("truc", [1; 32]).unwrap();
    let other = node.store.seal_device("truc", [2; 32]).unwrap();
    let known = node.store.find_device("truc", &given).unwrap();
    assert_ne!(node.store.find_device("truc", &other), Some(known));
    assert_eq!(node.store.find_device("truc-2", &given), None);
    for at in 0..given.len() {
        let mut changed = given.clone();
        changed[at] ^= 1;
        assert_eq!(node.store.find_device("truc", &changed), None);
        assert_eq!(node.store.find_device("truc", &given[..at]), None);
    }
    node.reopen().await;
    node.clock.advance(DEVICE_MS - 1);
    assert_eq!(node.store.find_device("truc", &given), Some(known));
    node.clock.advance(1);
    assert_eq!(node.store.find_device("truc", &given), None);
}
