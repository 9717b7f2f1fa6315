//! Recoveries by two who may be one, and who is told of a recovery without asking.

use access::{Role, Scope};
use store::{Account, HEAD_NOTICE_MS, Invited, OWN_NOTICE_MS, REST_MS, RecordFault};

use crate::support::{Node, field, slug};

/// An administrator whom another invited, and whose code that other kept: two accounts, one person.
async fn puppet(node: &Node, of: &Scope, login: &str) -> (Account, Scope) {
    let invited = Invited {
        login: login.to_owned(),
        name: "Ma".to_owned(),
        role: Role::Administrator,
        organisation: slug("di-dong"),
    };
    let (made, _) = node.store.invite(of, invited, [7; 32]).await.unwrap();
    assert!(node.store.accept_invitation([7; 32], "$argon2id$ma".to_owned()).await.unwrap());
    let scope = made.scope(&node.store);
    (made, scope)
}

/// What the log tells of an account: what was done, and by whom.
async fn told(node: &Node, of: &Account) -> Vec<(String, String, Option<String>)> {
    let scope = node.scope(Role::Auditor, "so");
    let page = node.store.entries(&scope, &slug("di-dong"), None, 200).await.unwrap();
    let read = page.entries.into_iter().rev().map(|stored| {
        let entry = journal::Entry::parse(&stored.canonical).unwrap();
        assert!(campaign::Evidence::read(&entry, stored.index).unwrap().body.is_understood());
        entry
    });
    let of_it = read.filter(|entry| entry.subject.to_string() == format!("account:{}", of.actor));
    let text = |entry: &journal::Entry, key: &str| Some(entry.facts.get(key)?.as_text()?.to_owned());
    of_it
        .map(|entry| (text(&entry, "change").unwrap(), entry.actor.clone(), text(&entry, "asked_by")))
        .collect()
}

#[tokio::test]
async fn an_administrator_and_their_own_invention_recover_nobody() {
    let node = Node::new().await;
    let (victim, _) = node.account("cap", Role::OperatorManager, "di-dong").await;
    let (master, asks) = node.account("qt", Role::Administrator, "di-dong").await;
    let (ma, confirms) = puppet(&node, &asks, "ma").await;
    let asked = node.store.ask_recovery(&asks, &victim.actor, "Quên").await.unwrap();
    let fault = node.store.confirm_recovery(&confirms, &asked.id, [5; 32]).await.unwrap_err();
    assert_eq!(field(&fault), "id", "{fault}");
    // Nor the other way round, nor a moment before the time is over.
    node.store.withdraw_recovery(&asks, &asked.id).await.unwrap();
    node.clock.advance(REST_MS - 1);
    let fault = node.store.ask_recovery(&confirms, &victim.actor, "Quên").await.unwrap_err();
    assert_eq!(field(&fault), "id", "{fault}");
    // What was asked for too early is not ripe because its confirmation comes late.
    let asked = node.store.ask_recovery(&asks, &victim.actor, "Quên").await.unwrap();
    node.clock.advance(1);
    assert!(node.store.confirm_recovery(&confirms, &asked.id, [5; 32]).await.is_err());

    assert_eq!(node.store.find_login("cap").await.unwrap().unwrap().1, "$argon2id$test");
    assert!(node.store.find_invitation([5; 32]).await.unwrap().is_none());
    let line = |change: &str, by: &Account, asked_by: Option<&Account>| {
        (change.to_owned(), by.actor.clone(), asked_by.map(|one| one.actor.clone()))
    };
    let wanted = [
        line("recovery_asked", &master, None),
        line("recovery_refused", &ma, Some(&master)),
        line("recovery_withdrawn", &master, None),
        line("recovery_refused", &ma, None),
        line("recovery_asked", &master, None),
        line("recovery_refused", &ma, Some(&master)),
    ];
    assert_eq!(told(&node, &victim).await[1..], wanted, "each attempt is on record");
}

#[tokio::test]
async fn whoever_comes_into_new_hands_waits_whatever_the_way() {
    let node = Node::new().await;
    let (victim, _) = node.account("cap", Role::OperatorManager, "di-dong").await;
    let (_, asks) = node.account("qt", Role::Administrator, "di-dong").await;
    let (raised, _) = node.account("nang", Role::DutyOfficer, "di-dong").await;
    let (let_in, _) = node.account("mo", Role::Administrator, "di-dong").await;
    let (recovered, _) = node.account("lay-lai", Role::Administrator, "di-dong").await;
    let (above, helps) = node.account("tren", Role::Administrator, "so").await;
    node.store.set_role(&asks, &raised.actor, Role::Administrator).await.unwrap();
    node.store.disable_account(&asks, &let_in.actor).await.unwrap();
    node.store.enable_account(&asks, &let_in.actor).await.unwrap();
    let asked = node.store.ask_recovery(&asks, &recovered.actor, "Quên").await.unwrap();
    node.store.confirm_recovery(&helps, &asked.id, [3; 32]).await.unwrap();
    assert!(node.store.accept_invitation([3; 32], "$argon2id$moi".to_owned()).await.unwrap());
    let asked = node.store.ask_recovery(&asks, &victim.actor, "Quên").await.unwrap();
    let find = async |login: &str| node.store.find_login(login).await.unwrap().unwrap().0;
    for login in ["nang", "mo", "lay-lai"] {
        let scope = find(login).await.scope(&node.store);
        let fault = node.store.confirm_recovery(&scope, &asked.id, [5; 32]).await.unwrap_err();
        assert_eq!(field(&fault), "id", "{login}");
    }
    // Who was made on the machine, and whom nobody touched since, helps at once.
    assert_eq!(above.role, Role::Administrator);
    node.store.confirm_recovery(&helps, &asked.id, [5; 32]).await.unwrap();
    assert!(node.store.accept_invitation([5; 32], "$argon2id$moi".to_owned()).await.unwrap());
    // The others do when the time is over.
    node.clock.advance(REST_MS);
    for (n, login) in (10..).zip(["nang", "mo", "lay-lai"]) {
        let scope = find(login).await.scope(&node.store);
        let asked = node.store.ask_recovery(&asks, &victim.actor, "Quên").await.unwrap();
        node.store.confirm_recovery(&scope, &asked.id, [n; 32]).await.unwrap();
        assert!(node.store.accept_invitation([n; 32], "$argon2id$moi".to_owned()).await.unwrap());
    }
}

#[tokio::test]
async fn who_takes_a_second_factor_away_has_had_one_of_their_own() {
    let node = Node::new().await;
    let (lost, own) = node.account("truc", Role::DutyOfficer, "di-dong").await;
    let (_, asks) = node.account("qt-1", Role::Administrator, "di-dong").await;
    let (_, confirms) = node.account("qt-2", Role::Administrator, "di-dong").await;
    node.second_factor("truc", &own).await;
    let refused = async |scope: &Scope| {
        let fault = node.store.ask_recovery(scope, &lost.actor, "Mất máy").await.unwrap_err();
        assert!(matches!(fault, RecordFault::Invalid(_)), "{fault}");
    };
    refused(&asks).await;
    node.second_factor("qt-1", &asks).await;
    node.clock.advance(REST_MS - 1);
    refused(&asks).await;
    node.clock.advance(1);
    let asked = node.store.ask_recovery(&asks, &lost.actor, "Mất máy").await.unwrap();
    assert!(node.store.confirm_recovery(&confirms, &asked.id, [1; 32]).await.is_err());
    node.second_factor("qt-2", &confirms).await;
    assert!(
        node.store.confirm_recovery(&confirms, &asked.id, [1; 32]).await.is_err(),
        "turned on to that end"
    );
    node.clock.advance(REST_MS);
    let asked = node.store.ask_recovery(&asks, &lost.actor, "Mất máy").await.unwrap();
    node.store.confirm_recovery(&confirms, &asked.id, [1; 32]).await.unwrap();
    assert!(node.store.find_second_factor(&lost).await.unwrap().is_none());
}

#[tokio::test]
async fn the_owner_and_the_head_are_told_of_a_recovery_and_nobody_else_is() {
    let node = Node::new().await;
    let (lost, owner) = node.account("truc", Role::DutyOfficer, "di-dong").await;
    let (_, asks) = node.account("qt-1", Role::Administrator, "di-dong").await;
    let (_, confirms) = node.account("qt-2", Role::Administrator, "so").await;
    let asked = node.store.ask_recovery(&asks, &lost.actor, "Quên").await.unwrap();
    let seen = async |scope: &Scope| -> Vec<(String, Option<String>, Option<String>)> {
        let notices = node.store.recovery_notices(scope).await.unwrap();
        let line = |one: store::RecoveryNotice| {
            (one.id, one.asked_by_name, one.confirmed.map(|(by, _)| by.unwrap_or_default()))
        };
        notices.into_iter().map(line).collect()
    };
    let waits = vec![(asked.id.clone(), Some("Người qt-1".to_owned()), None)];
    let (head, above) = (node.operator("di-dong"), node.regulator());
    for scope in [&owner, &head, &above] {
        assert_eq!(seen(scope).await, waits, "{}", scope.role);
    }
    node.store.confirm_recovery(&confirms, &asked.id, [1; 32]).await.unwrap();
    let done = vec![(asked.id, Some("Người qt-1".to_owned()), Some("Người qt-2".to_owned()))];
    for scope in [&owner, &head, &above] {
        assert_eq!(seen(scope).await, done, "{}", scope.role);
    }
    let others = [
        node.operator("buu-dien"),
        node.operator("tram"),
        node.scope(Role::DutyOfficer, "di-dong"),
        node.scope(Role::Auditor, "so"),
    ];
    for scope in &others {
        assert!(seen(scope).await.is_empty(), "{} {}", scope.role, scope.organisation);
    }
    node.clock.advance(HEAD_NOTICE_MS);
    assert!(seen(&head).await.is_empty());
    assert_eq!(seen(&owner).await, done);
    node.clock.advance(OWN_NOTICE_MS - HEAD_NOTICE_MS);
    assert!(seen(&owner).await.is_empty());
}
