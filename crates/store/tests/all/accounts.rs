//! Accounts and sessions.

use access::Role;
use store::{NewAccount, RecordFault, Session};

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

fn session(node: &Node, login: &str) -> Session {
    let now = node.store.now();
    let (login, csrf) = (login.to_owned(), "c".to_owned());
    Session { login, csrf, created_at: now, seen_at: now, expires_at: now.plus_ms(3_600_000) }
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
    assert_eq!(node.store.accounts(&admin).await.unwrap().len(), 2);
    assert!(node.store.accounts(&node.operator("di-dong")).await.unwrap().is_empty());
    let (found, hash) = node.store.find_login("truc-1").await.unwrap().unwrap();
    assert_eq!((found.role, hash.as_str()), (Role::DutyOfficer, "$argon2id$test"));
    assert!(node.store.find_login("nobody").await.unwrap().is_none());
}

#[tokio::test]
async fn a_session_lives_until_it_expires_is_closed_or_its_account_is_shut_out() {
    let mut node = Node::new().await;
    let admin = node.scope(Role::Administrator, "di-dong");
    node.store.add_account(&admin, account("truc", "di-dong")).await.unwrap();
    for token in [[1; 32], [2; 32], [3; 32]] {
        node.store.open_session(token, session(&node, "truc")).await.unwrap();
    }
    node.reopen().await;
    node.clock.advance(120_000);
    let (found, owner) = node.store.find_session([1; 32]).await.unwrap().unwrap();
    assert_eq!((found.login.as_str(), owner.organisation.as_str()), ("truc", "di-dong"));
    let (again, _) = node.store.find_session([1; 32]).await.unwrap().unwrap();
    assert_eq!(again.seen_at, node.store.now());
    node.store.close_session([1; 32]).await.unwrap();
    assert!(node.store.find_session([1; 32]).await.unwrap().is_none());
    node.store.set_disabled(&admin, "truc", true).await.unwrap();
    assert!(node.store.find_session([2; 32]).await.unwrap().is_none());
    node.store.set_disabled(&admin, "truc", false).await.unwrap();
    assert!(node.store.find_session([2; 32]).await.unwrap().is_none(), "shutting out ends sessions");
    node.store.open_session([4; 32], session(&node, "truc")).await.unwrap();
    node.clock.advance(3_600_001);
    assert!(node.store.find_session([4; 32]).await.unwrap().is_none());
}

#[tokio::test]
async fn failed_sign_ins_are_counted_until_one_succeeds() {
    let node = Node::new().await;
    let admin = node.scope(Role::Administrator, "di-dong");
    let made = node.store.add_account(&admin, account("truc", "di-dong")).await.unwrap();
    assert_eq!(node.store.note_failure("truc").await.unwrap(), 1);
    assert_eq!(node.store.note_failure("truc").await.unwrap(), 2);
    assert_eq!(node.store.note_failure("nobody").await.unwrap(), 0);
    node.store.forget_failures("truc").await.unwrap();
    assert_eq!(node.store.find_login("truc").await.unwrap().unwrap().0.failures, 0);
    // Everybody may change their own password; it ends their sessions.
    node.store.open_session([9; 32], session(&node, "truc")).await.unwrap();
    node.store.set_password(&made.scope(&node.store), "truc", "$new".to_owned()).await.unwrap();
    assert_eq!(node.store.find_login("truc").await.unwrap().unwrap().1, "$new");
    assert!(node.store.find_session([9; 32]).await.unwrap().is_none());
    let other = node.operator("buu-dien");
    assert!(node.store.set_password(&other, "truc", "$x".to_owned()).await.is_err());
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
