//! Sessions: how long they live, what ends them, and that nobody else's are there.

use access::Role;
use store::{
    Account, IDLE_MS, MAX_SESSIONS, NewAccount, NewSession, RecordFault, Rotation, SESSION_MS, Store,
};

use crate::support::{Node, slug};

async fn account(node: &Node, login: &str, organisation: &str) -> Account {
    let new = NewAccount {
        login: login.to_owned(),
        password_hash: "$argon2id$test".to_owned(),
        role: Role::DutyOfficer,
        organisation: slug(organisation),
        name: "Trực ban".to_owned(),
    };
    node.store.add_account(&node.scope(Role::Administrator, organisation), new).await.unwrap()
}

async fn open(node: &Node, token: u8, login: &str) -> store::Session {
    let new = NewSession { login: login.to_owned(), csrf: "c".to_owned(), device: format!("d{token}") };
    node.store.open_session([token; 32], new, None).await.unwrap()
}

async fn lives(store: &Store, token: u8) -> bool {
    store.find_session([token; 32]).await.unwrap().is_some()
}

#[tokio::test]
async fn a_session_ends_at_its_absolute_limit_however_much_it_is_used() {
    let mut node = Node::new().await;
    account(&node, "truc", "di-dong").await;
    let session = open(&node, 1, "truc").await;
    node.reopen().await;
    let step = IDLE_MS / 2;
    for _ in 1..SESSION_MS / step {
        node.clock.advance(step);
        let (found, owner) = node.store.find_session([1; 32]).await.unwrap().unwrap();
        assert_eq!((found.expires_at, owner.organisation.as_str()), (session.expires_at, "di-dong"));
    }
    node.clock.advance(step - 1);
    assert!(lives(&node.store, 1).await);
    node.clock.advance(1);
    assert!(!lives(&node.store, 1).await);
}

#[tokio::test]
async fn a_session_that_lies_idle_ends_before() {
    let node = Node::new().await;
    let scope = account(&node, "truc", "di-dong").await.scope(&node.store);
    open(&node, 1, "truc").await;
    node.clock.advance(IDLE_MS - 1);
    assert!(lives(&node.store, 1).await);
    node.clock.advance(IDLE_MS);
    assert!(node.store.own_sessions(&scope).await.unwrap().is_empty());
    assert!(!lives(&node.store, 1).await);
}

#[tokio::test]
async fn a_sign_in_takes_the_place_of_the_session_before() {
    let node = Node::new().await;
    account(&node, "truc", "di-dong").await;
    open(&node, 1, "truc").await;
    let new = NewSession { login: "truc".to_owned(), csrf: "c".to_owned(), device: String::new() };
    node.store.open_session([2; 32], new, Some([1; 32])).await.unwrap();
    assert!(!lives(&node.store, 1).await && lives(&node.store, 2).await);
}

#[tokio::test]
async fn an_account_has_its_own_sessions_and_closes_no_others() {
    let node = Node::new().await;
    let own = account(&node, "truc", "di-dong").await.scope(&node.store);
    let other = account(&node, "khac", "di-dong").await.scope(&node.store);
    for token in [1, 2, 3] {
        open(&node, token, "truc").await;
        node.clock.advance(1_000);
    }
    let listed = node.store.own_sessions(&own).await.unwrap();
    let devices: Vec<_> = listed.iter().map(|session| session.device.as_str()).collect();
    assert_eq!(devices, ["d3", "d2", "d1"]);
    assert!(node.store.own_sessions(&other).await.unwrap().is_empty());
    let fault = node.store.close_own_session(&other, &listed[0].handle).await.unwrap_err();
    assert!(matches!(fault, RecordFault::NotFound(_)) && lives(&node.store, 3).await);
    node.store.close_own_session(&own, &listed[0].handle).await.unwrap();
    assert!(!lives(&node.store, 3).await && lives(&node.store, 2).await);
    node.store.close_own_sessions(&own).await.unwrap();
    assert!(!lives(&node.store, 1).await && !lives(&node.store, 2).await);
}

#[tokio::test]
async fn the_oldest_session_beyond_the_limit_ends() {
    let node = Node::new().await;
    account(&node, "truc", "di-dong").await;
    for token in 0..=MAX_SESSIONS as u8 {
        open(&node, token, "truc").await;
        node.clock.advance(1_000);
    }
    assert!(!lives(&node.store, 0).await && lives(&node.store, 1).await);
}

#[tokio::test]
async fn a_password_changed_gives_another_token_and_ends_the_other_sessions() {
    let node = Node::new().await;
    let scope = account(&node, "truc", "di-dong").await.scope(&node.store);
    open(&node, 1, "truc").await;
    open(&node, 2, "truc").await;
    let mut changed = node.store.sessions_changed();
    let rotation = Rotation { old: [1; 32], new: [3; 32], csrf: "c2".to_owned() };
    node.store.change_password(&scope, "$new".to_owned(), rotation.clone()).await.unwrap();
    assert!(!lives(&node.store, 1).await && !lives(&node.store, 2).await);
    let (session, _) = node.store.find_session([3; 32]).await.unwrap().unwrap();
    assert_eq!(session.csrf, "c2");
    assert!(changed.has_changed().unwrap());
    changed.mark_unchanged();
    // A session that has ended changes nothing any more.
    assert!(node.store.change_password(&scope, "$newer".to_owned(), rotation).await.is_err());
    assert_eq!(node.store.find_login("truc").await.unwrap().unwrap().1, "$new");
}

#[tokio::test]
async fn an_account_shut_out_has_no_session_and_gets_none() {
    let node = Node::new().await;
    let actor = account(&node, "truc", "di-dong").await.actor;
    open(&node, 1, "truc").await;
    let changed = node.store.sessions_changed();
    let admin = node.scope(Role::Administrator, "di-dong");
    node.store.disable_account(&admin, &actor).await.unwrap();
    assert!(!lives(&node.store, 1).await && changed.has_changed().unwrap());
    let new = NewSession { login: "truc".to_owned(), csrf: "c".to_owned(), device: String::new() };
    assert!(node.store.open_session([2; 32], new, None).await.is_err());
    node.store.enable_account(&admin, &actor).await.unwrap();
    assert!(!lives(&node.store, 1).await, "being let in again does not bring them back");
}

#[tokio::test]
async fn other_rights_end_a_session_wherever_they_were_changed() {
    let mut node = Node::new().await;
    account(&node, "truc", "di-dong").await;
    for change in ["UPDATE accounts SET role = 'auditor'", "UPDATE accounts SET organisation = 'tram'"] {
        open(&node, 1, "truc").await;
        node.store.close().await.unwrap();
        node.raw_sql(change.into()).await;
        node.store = Store::open(node.options()).await.unwrap();
        assert!(!lives(&node.store, 1).await, "{change}");
        node.store.close_session([1; 32]).await.unwrap();
    }
}
