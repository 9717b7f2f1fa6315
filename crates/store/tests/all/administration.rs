//! What an administrator may do with accounts, and what it may not.

use access::{Role, Scope};
use store::{Account, INVITATION_MS, Invited, NewAccount, RecordFault};

use crate::support::{Node, slug};

async fn account(node: &Node, login: &str, role: Role, organisation: &str) -> Account {
    let new = NewAccount {
        login: login.to_owned(),
        password_hash: "$argon2id$test".to_owned(),
        role,
        organisation: slug(organisation),
        name: "A".to_owned(),
    };
    node.store.add_account(&node.scope(Role::Administrator, organisation), new).await.unwrap()
}

fn invited(login: &str, role: Role, organisation: &str) -> Invited {
    Invited { login: login.to_owned(), name: "A".to_owned(), role, organisation: slug(organisation) }
}

fn field(fault: &RecordFault) -> &str {
    match fault {
        RecordFault::Invalid(faults) => &faults[0].field,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn accounts_come_in_pages_and_only_those_one_manages() {
    let node = Node::new().await;
    for n in 0..5 {
        account(&node, &format!("truc-{n}"), Role::DutyOfficer, "di-dong").await;
        account(&node, &format!("buu-{n}"), Role::DutyOfficer, "buu-dien").await;
        account(&node, &format!("tram-{n}"), Role::UnitStaff, "tram").await;
    }
    let admin = node.scope(Role::Administrator, "di-dong");
    let (mut logins, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = node.store.accounts(&admin, after.as_deref(), 4).await.unwrap();
        logins.extend(page.accounts.into_iter().map(|account| account.login));
        pages += 1;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert!(logins.is_sorted() && !logins.iter().any(|login| login.starts_with("buu")));
    assert_eq!((logins.len(), pages), (10, 3));
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
        assert!(node.store.accounts(&node.scope(role, "so"), None, 4).await.is_err(), "{role}");
    }
}

#[tokio::test]
async fn what_one_does_not_manage_is_not_there() {
    let node = Node::new().await;
    let sibling = account(&node, "buu", Role::DutyOfficer, "buu-dien").await.actor;
    let above = account(&node, "so", Role::RegulatorDesk, "so").await.actor;
    let admin = node.scope(Role::Administrator, "di-dong");
    for actor in [sibling.as_str(), above.as_str(), "a-nobody"] {
        let faults = [
            node.store.disable_account(&admin, actor).await.unwrap_err(),
            node.store.enable_account(&admin, actor).await.unwrap_err(),
            node.store.set_role(&admin, actor, Role::Auditor).await.unwrap_err(),
            node.store.invite_again(&admin, actor, [1; 32]).await.unwrap_err(),
            node.store.end_sessions(&admin, actor).await.unwrap_err(),
        ];
        assert!(faults.iter().all(|fault| matches!(fault, RecordFault::NotFound("account"))), "{actor}");
    }
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
        let scope = node.scope(role, "buu-dien");
        for actor in [sibling.as_str(), "a-nobody"] {
            let fault = node.store.disable_account(&scope, actor).await.unwrap_err();
            assert!(matches!(fault, RecordFault::Denied(_)), "{role}");
        }
    }
}

#[tokio::test]
async fn a_code_sets_the_password_once_and_in_time() {
    let node = Node::new().await;
    let admin = node.scope(Role::Administrator, "di-dong");
    let new = invited("moi", Role::DutyOfficer, "tram");
    let (made, expires_at) = node.store.invite(&admin, new, [1; 32]).await.unwrap();
    assert!(!made.enrolled && expires_at == node.store.now().plus_ms(INVITATION_MS));
    assert_eq!(node.store.find_login("moi@tram").await.unwrap().unwrap().1, "");
    assert_eq!(node.store.find_invitation([1; 32]).await.unwrap().unwrap().login, "moi@tram");
    assert!(!node.store.accept_invitation([9; 32], "$h".to_owned()).await.unwrap());

    node.clock.advance(INVITATION_MS);
    assert!(node.store.find_invitation([1; 32]).await.unwrap().is_none());
    assert!(!node.store.accept_invitation([1; 32], "$h".to_owned()).await.unwrap());
    node.store.invite_again(&admin, &made.actor, [2; 32]).await.unwrap();
    node.store.invite_again(&admin, &made.actor, [3; 32]).await.unwrap();
    assert!(!node.store.accept_invitation([2; 32], "$h".to_owned()).await.unwrap(), "the last code counts");
    assert!(node.store.accept_invitation([3; 32], "$h".to_owned()).await.unwrap());
    assert!(!node.store.accept_invitation([3; 32], "$other".to_owned()).await.unwrap());
    assert_eq!(node.store.find_login("moi@tram").await.unwrap().unwrap().1, "$h");
    let fault = node.store.invite_again(&admin, &made.actor, [4; 32]).await.unwrap_err();
    assert_eq!(field(&fault), "id");
}

#[tokio::test]
async fn an_account_shut_out_takes_its_code_along() {
    let node = Node::new().await;
    let admin = node.scope(Role::Administrator, "di-dong");
    let (made, _) =
        node.store.invite(&admin, invited("moi", Role::DutyOfficer, "tram"), [1; 32]).await.unwrap();
    node.store.disable_account(&admin, &made.actor).await.unwrap();
    assert!(!node.store.accept_invitation([1; 32], "$h".to_owned()).await.unwrap());
    node.store.enable_account(&admin, &made.actor).await.unwrap();
    assert!(!node.store.accept_invitation([1; 32], "$h".to_owned()).await.unwrap());
}

#[tokio::test]
async fn nobody_is_raised_above_what_its_administrator_manages() {
    let node = Node::new().await;
    let target = account(&node, "truc", Role::DutyOfficer, "di-dong").await.actor;
    let admin = node.scope(Role::Administrator, "di-dong");
    for role in [Role::RegulatorDesk, Role::RegulatorHead, Role::Machine] {
        let fault = node.store.invite(&admin, invited("x", role, "di-dong"), [1; 32]).await.unwrap_err();
        assert_eq!(field(&fault), "role", "{role}");
        let fault = node.store.set_role(&admin, &target, role).await.unwrap_err();
        assert_eq!(field(&fault), "role", "{role}");
    }
    // An organisation nobody stands above would see everything in a regulator's role.
    let lone = node.scope(Role::Administrator, "rieng");
    let fault =
        node.store.invite(&lone, invited("x", Role::RegulatorHead, "rieng"), [1; 32]).await.unwrap_err();
    assert_eq!(field(&fault), "role");
    for organisation in ["so", "buu-dien", "khong-co"] {
        let new = invited("x", Role::DutyOfficer, organisation);
        let fault = node.store.invite(&admin, new, [1; 32]).await.unwrap_err();
        assert!(matches!(fault, RecordFault::Denied(_)), "{organisation}");
    }
    let above = node.scope(Role::Administrator, "so");
    node.store.invite(&above, invited("x", Role::RegulatorHead, "so"), [1; 32]).await.unwrap();
}

#[tokio::test]
async fn an_administrator_leaves_its_own_rights_and_the_topmost_keeps_one() {
    let node = Node::new().await;
    let first = account(&node, "qt-1", Role::Administrator, "so").await;
    let scope = |account: &Account| -> Scope { account.scope(&node.store) };
    let faults = [
        node.store.set_role(&scope(&first), &first.actor, Role::RegulatorHead).await.unwrap_err(),
        node.store.disable_account(&scope(&first), &first.actor).await.unwrap_err(),
    ];
    assert!(faults.iter().all(|fault| field(fault) == "id"));
    // Somebody invited who never came is nobody yet.
    node.store.invite(&scope(&first), invited("qt-0", Role::Administrator, "so"), [1; 32]).await.unwrap();
    let elsewhere = node.scope(Role::Administrator, "so");
    let faults = [
        node.store.disable_account(&elsewhere, &first.actor).await.unwrap_err(),
        node.store.set_role(&elsewhere, &first.actor, Role::Auditor).await.unwrap_err(),
    ];
    assert!(faults.iter().all(|fault| field(fault) == "id"));
    let second = account(&node, "qt-2", Role::Administrator, "so").await;
    node.store.set_role(&scope(&second), &first.actor, Role::Auditor).await.unwrap();
    assert!(node.store.disable_account(&elsewhere, &second.actor).await.is_err());
    // Below, whoever stands above makes another.
    let below = account(&node, "qt-3", Role::Administrator, "di-dong").await;
    let left = node.store.disable_account(&scope(&second), &below.actor).await.unwrap();
    assert!(left.disabled_at.is_some());
}

/// What the entries of a log tell of accounts, oldest first: what was done, the role, by whom.
async fn told(node: &Node, organisation: &str) -> Vec<(String, String, String)> {
    let scope = node.scope(Role::Auditor, "so");
    let page = node.store.entries(&scope, &slug(organisation), None, 100).await.unwrap();
    let mut told = Vec::new();
    for stored in page.entries.into_iter().rev() {
        let entry = journal::Entry::parse(&stored.canonical).unwrap();
        if entry.kind.as_str() != "account.changed" {
            continue;
        }
        assert!(campaign::Evidence::read(&entry, stored.index).unwrap().body.is_understood());
        let text = |key: &str| entry.facts.get(key).unwrap().as_text().unwrap().to_owned();
        assert_eq!(entry.subject.to_string(), format!("account:{}", text("account")));
        told.push((text("change"), text("role"), entry.actor.clone()));
    }
    told
}

#[tokio::test]
async fn the_log_of_an_organisation_tells_who_could_do_what() {
    let mut node = Node::new().await;
    let admin = node.scope(Role::Administrator, "so");
    let new = Invited {
        name: "Nguyễn Văn Mẫu".to_owned(),
        ..invited("van-mau", Role::DutyOfficer, "di-dong")
    };
    let (made, _) = node.store.invite(&admin, new, [1; 32]).await.unwrap();
    node.store.invite_again(&admin, &made.actor, [2; 32]).await.unwrap();
    node.store.accept_invitation([2; 32], "$h".to_owned()).await.unwrap();
    node.store.set_role(&admin, &made.actor, Role::OperatorManager).await.unwrap();
    node.store.disable_account(&admin, &made.actor).await.unwrap();
    node.store.disable_account(&admin, &made.actor).await.unwrap();
    node.store.enable_account(&admin, &made.actor).await.unwrap();
    node.store.end_sessions(&admin, &made.actor).await.unwrap();
    let by = |change: &str, role: &str, actor: &str| (change.to_owned(), role.to_owned(), actor.to_owned());
    let wanted = [
        by("invited", "duty_officer", "u-so"),
        by("invited_again", "duty_officer", "u-so"),
        by("enrolled", "duty_officer", &made.actor),
        by("role_changed", "operator_manager", "u-so"),
        by("shut_out", "operator_manager", "u-so"),
        by("let_in", "operator_manager", "u-so"),
        by("signed_out", "operator_manager", "u-so"),
    ];
    assert_eq!(told(&node, "di-dong").await, wanted, "each once, what changed nothing not at all");
    let page = node.store.entries(&node.regulator(), &slug("di-dong"), None, 100).await.unwrap();
    for stored in page.entries {
        let text = String::from_utf8(stored.canonical).unwrap();
        assert!(!text.contains("van-mau") && !text.contains("Nguyễn"), "{text}");
    }
    node.reopen().await;
    assert_eq!(told(&node, "di-dong").await, wanted);
}

#[tokio::test]
async fn what_was_refused_is_not_told() {
    let node = Node::new().await;
    let only = account(&node, "qt", Role::Administrator, "so").await;
    let before = told(&node, "so").await;
    let elsewhere = node.scope(Role::Administrator, "so");
    assert!(node.store.disable_account(&elsewhere, &only.actor).await.is_err());
    let taken = NewAccount {
        login: "qt".to_owned(),
        password_hash: "$argon2id$test".to_owned(),
        role: Role::Auditor,
        organisation: slug("so"),
        name: "A".to_owned(),
    };
    assert!(node.store.add_account(&elsewhere, taken).await.is_err());
    assert!(!node.store.accept_invitation([7; 32], "$h".to_owned()).await.unwrap());
    assert_eq!((before.len(), told(&node, "so").await), (1, before), "and the log goes on");
    account(&node, "qt-2", Role::Administrator, "so").await;
    assert_eq!(told(&node, "so").await.len(), 2);
    let mut forged = node.acknowledgement("truc");
    forged.kind = journal::Kind::new("account.changed").unwrap();
    let fault = node.store.record(&node.scope(Role::Administrator, "so"), &slug("so"), forged).await;
    assert_eq!(field(&fault.unwrap_err()), "kind");
}
