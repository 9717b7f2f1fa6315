//! Recoveries, delegations and openings: who may do what for a time, on whose word, and what the journal says of it.

use access::{Action, Role, Scope, SignedAs};
use store::{NewDelegation, NewSession, PageAsked, RECOVERY_MS, REST_MS, RecordFault, Rotation};

use crate::support::{Node, at, field, slug};

const HOUR_MS: i64 = 3_600_000;

/// The entries of a kind in a log, oldest first.
async fn entries(node: &Node, organisation: &str, kind: &str) -> Vec<journal::Entry> {
    let scope = node.scope(Role::RegulatorHead, "so");
    let page = node.store.entries(&scope, &slug(organisation), None, 200).await.unwrap();
    let read = page.entries.into_iter().rev().map(|stored| {
        let entry = journal::Entry::parse(&stored.canonical).unwrap();
        let evidence = campaign::Evidence::read(&entry, stored.index).unwrap();
        assert!(evidence.body.is_understood(), "{}", entry.kind);
        entry
    });
    read.filter(|entry| entry.kind.as_str() == kind).collect()
}

fn text<'a>(entry: &'a journal::Entry, key: &str) -> &'a str {
    entry.facts.get(key).unwrap().as_text().unwrap()
}

#[tokio::test]
async fn two_administrators_let_an_owner_set_the_password_anew() {
    let node = Node::new().await;
    let (lost, own) = node.account("truc", Role::DutyOfficer, "di-dong").await;
    let (first, asks) = node.account("qt-1", Role::Administrator, "di-dong").await;
    let (_, confirms) = node.account("qt-2", Role::Administrator, "so").await;
    node.second_factor("qt-1", &asks).await;
    node.second_factor("qt-2", &confirms).await;
    node.clock.advance(REST_MS);
    node.store.begin_second_factor(&own, b"12345678901234567890").await.unwrap();
    let session = NewSession { login: "truc".to_owned(), csrf: "c".to_owned(), device: String::new() };
    node.store.open_session([1; 32], session, None).await.unwrap();
    let begun = node.store.find_begun_second_factor(&own).await.unwrap().unwrap();
    let rotation = Rotation { old: [1; 32], new: [2; 32], csrf: "c".to_owned() };
    node.store.confirm_second_factor(&own, begun, 1, vec![[9; 32]], rotation).await.unwrap();

    for reason in ["", "  ", "a\u{202e}b", &"x".repeat(301)] {
        let fault = node.store.ask_recovery(&asks, &lost.actor, reason).await.unwrap_err();
        assert_eq!(field(&fault), "reason");
    }
    let asked = node.store.ask_recovery(&asks, &lost.actor, "Mất điện thoại").await.unwrap();
    assert_eq!(asked.reason.as_deref(), Some("Mất điện thoại"));
    let again = node.store.ask_recovery(&confirms, &lost.actor, "Nữa").await.unwrap_err();
    assert_eq!(field(&again), "id", "one at a time");
    let fault = node.store.confirm_recovery(&asks, &asked.id, [5; 32]).await.unwrap_err();
    assert_eq!(field(&fault), "id", "nobody confirms what they asked for");
    assert!(node.store.find_session([2; 32]).await.unwrap().is_some(), "nothing happened so far");
    let stranger = node.scope(Role::Administrator, "buu-dien");
    let fault = node.store.confirm_recovery(&stranger, &asked.id, [5; 32]).await.unwrap_err();
    assert!(matches!(fault, RecordFault::NotFound(_)));
    assert!(node.store.recoveries(&stranger, &PageAsked::default()).await.unwrap().lines.is_empty());

    node.store.confirm_recovery(&confirms, &asked.id, [5; 32]).await.unwrap();
    assert!(node.store.find_session([2; 32]).await.unwrap().is_none(), "the sessions end");
    assert!(node.store.find_second_factor(&lost).await.unwrap().is_none(), "the second factor is gone");
    assert_eq!(node.store.find_login("truc").await.unwrap().unwrap().1, "", "so is the password");
    assert!(node.store.confirm_recovery(&confirms, &asked.id, [6; 32]).await.is_err(), "once");
    assert!(node.store.accept_invitation([5; 32], "$new".to_owned()).await.unwrap());
    assert_eq!(node.store.find_login("truc").await.unwrap().unwrap().1, "$new");
    let told = entries(&node, "di-dong", "account.changed").await;
    let told: Vec<(&str, &str)> = told
        .iter()
        .filter(|entry| text(entry, "account") == lost.actor)
        .map(|entry| (text(entry, "change"), entry.actor.as_str()))
        .collect();
    let wanted = [
        ("made", "u-di-dong"),
        ("recovery_asked", first.actor.as_str()),
        ("recovery_confirmed", confirms.actor.as_str()),
        ("enrolled", lost.actor.as_str()),
    ];
    assert_eq!(told, wanted);
}

#[tokio::test]
async fn a_recovery_is_refused_to_the_wrong_person_and_at_the_wrong_time() {
    let node = Node::new().await;
    let (lost, _) = node.account("truc", Role::DutyOfficer, "di-dong").await;
    let (first, asks) = node.account("qt-1", Role::Administrator, "di-dong").await;
    let (second, confirms) = node.account("qt-2", Role::Administrator, "di-dong").await;
    let (_, above) = node.account("qt-3", Role::Administrator, "so").await;
    assert_eq!(field(&node.store.ask_recovery(&asks, &first.actor, "x").await.unwrap_err()), "id");
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Administrator) {
        let scope = node.scope(role, "di-dong");
        let fault = node.store.ask_recovery(&scope, &lost.actor, "x").await.unwrap_err();
        assert!(matches!(fault, RecordFault::Denied(_)), "{role}");
    }
    // The account itself confirms nothing about itself.
    let asked = node.store.ask_recovery(&asks, &second.actor, "Quên").await.unwrap();
    assert_eq!(field(&node.store.confirm_recovery(&confirms, &asked.id, [1; 32]).await.unwrap_err()), "id");
    node.store.withdraw_recovery(&confirms, &asked.id).await.unwrap();
    assert!(node.store.confirm_recovery(&above, &asked.id, [1; 32]).await.is_err(), "withdrawn");
    // It waits a day.
    let asked = node.store.ask_recovery(&asks, &lost.actor, "Quên").await.unwrap();
    node.clock.advance(RECOVERY_MS);
    let late = node.store.confirm_recovery(&above, &asked.id, [1; 32]).await.unwrap_err();
    assert!(matches!(late, RecordFault::NotFound(_)));
    // Who asked must still be one who may.
    let asked = node.store.ask_recovery(&asks, &lost.actor, "Quên").await.unwrap();
    node.store.set_role(&above, &first.actor, Role::Auditor).await.unwrap();
    assert_eq!(field(&node.store.confirm_recovery(&above, &asked.id, [1; 32]).await.unwrap_err()), "id");
    // Neither one shut out nor one that never came is recovered.
    node.store.disable_account(&above, &lost.actor).await.unwrap();
    assert_eq!(field(&node.store.ask_recovery(&confirms, &lost.actor, "x").await.unwrap_err()), "id");
    assert_eq!(node.store.find_login("truc").await.unwrap().unwrap().1, "$argon2id$test");
}

fn order(node: &Node, actor: &str) -> NewDelegation {
    let now = node.store.now();
    NewDelegation {
        actor: actor.to_owned(),
        signed_as: SignedAs::Kt,
        position: "Giám đốc".to_owned(),
        own_position: "Phó Giám đốc".to_owned(),
        actions: [Action::Inspect].into(),
        organisations: [].into(),
        from: now.plus_ms(HOUR_MS),
        until: now.plus_ms(3 * HOUR_MS),
        basis: "Quyết định số 12/QĐ-VT ngày 20/01/2027".to_owned(),
        document: None,
    }
}

fn inspection(node: &Node, scope: &Scope) -> journal::Draft {
    let mut draft = node.inspection("Nguyễn Văn Mẫu");
    draft.actor.clone_from(&scope.actor);
    draft
}

#[tokio::test]
async fn what_is_signed_under_a_delegation_says_so_and_only_while_it_holds() {
    let mut node = Node::new().await;
    let (deputy, _) = node.account("pho", Role::UnitStaff, "di-dong").await;
    let (_, head) = node.account("gd", Role::OperatorManager, "di-dong").await;
    let log = slug("di-dong");
    let mut new = order(&node, &deputy.actor);
    new.actions = [Action::Inspect, Action::FilePlan].into();
    let given = node.store.give_delegation(&head, new).await.unwrap();
    assert_eq!((given.position.as_deref(), given.name.as_deref()), (Some("Giám đốc"), Some("Người pho")));
    let may = |node: &Node, action| deputy.scope(&node.store).may(action, &log).is_ok();
    assert!(may(&node, Action::Inspect) && !may(&node, Action::FilePlan), "not yet: it is to come");
    let scope = deputy.scope(&node.store);
    let before = node.store.record(&scope, &log, inspection(&node, &scope)).await.unwrap();
    node.clock.advance(HOUR_MS);
    node.reopen().await;
    assert!(may(&node, Action::FilePlan) && !may(&node, Action::SubmitReport) && !may(&node, Action::Erase));
    let scope = deputy.scope(&node.store);
    let during = node.store.record(&scope, &log, inspection(&node, &scope)).await.unwrap();
    let mut forged = inspection(&node, &scope);
    forged.facts.insert("delegation".to_owned(), "d-other".into());
    assert_eq!(field(&node.store.record(&scope, &log, forged).await.unwrap_err()), "facts.delegation");
    node.clock.advance(2 * HOUR_MS);
    assert!(!may(&node, Action::FilePlan), "it is past");
    let scope = deputy.scope(&node.store);
    let mut late = inspection(&node, &scope);
    late.facts.insert("signed_as".to_owned(), "kt".into());
    assert_eq!(field(&node.store.record(&scope, &log, late).await.unwrap_err()), "facts.signed_as");

    let reader = node.regulator();
    let signature = async |id| node.store.find_evidence(&reader, id).await.unwrap().signature;
    assert_eq!(signature(before.id).await, None);
    let signed = signature(during.id).await.unwrap();
    assert_eq!((signed.signed_as, signed.own_position.as_deref()), (SignedAs::Kt, Some("Phó Giám đốc")));
    let entry = entries(&node, "di-dong", "inspection.signed").await.pop().unwrap();
    assert_eq!((text(&entry, "signed_as"), text(&entry, "delegation")), ("kt", given.delegation.id.as_str()));
    let told = entries(&node, "di-dong", "delegation.changed").await;
    assert_eq!((told.len(), text(&told[0], "account")), (1, deputy.actor.as_str()));
    let bytes = String::from_utf8(told[0].canonical()).unwrap();
    assert!(!bytes.contains("Giám đốc") && !bytes.contains("12/QĐ"), "{bytes}");
}

#[tokio::test]
async fn a_delegation_that_is_withdrawn_or_erased_is_no_more() {
    let node = Node::new().await;
    let (deputy, own) = node.account("pho", Role::UnitStaff, "di-dong").await;
    let (_, head) = node.account("gd", Role::OperatorManager, "di-dong").await;
    let admin = node.scope(Role::Administrator, "di-dong");
    let mut new = order(&node, &deputy.actor);
    new.actions = [Action::SubmitReport].into();
    new.from = node.store.now();
    let id = node.store.give_delegation(&admin, new).await.unwrap().delegation.id;
    let scope = deputy.scope(&node.store);
    assert!(scope.may(Action::SubmitReport, &slug("di-dong")).is_ok());
    assert!(!scope.is_same(&own), "a live stream is cut off and comes back with it");
    for other in ["buu-dien", "so"] {
        let fault = node.store.withdraw_delegation(&node.scope(Role::OperatorManager, other), &id).await;
        assert!(matches!(fault, Err(RecordFault::NotFound(_))), "{other}");
    }
    assert!(matches!(node.store.withdraw_delegation(&own, &id).await, Err(RecordFault::Denied(_))));
    let entry = entries(&node, "di-dong", "delegation.changed").await.remove(0);
    node.store.erase(&head, entry.id, &["position".to_owned()], "x").await.unwrap();
    let shown = node.store.delegations(&head, &PageAsked::default()).await.unwrap().lines.remove(0);
    assert_eq!((shown.position, shown.own_position.as_deref()), (None, Some("Phó Giám đốc")));
    node.store.withdraw_delegation(&head, &id).await.unwrap();
    assert!(deputy.scope(&node.store).may(Action::SubmitReport, &slug("di-dong")).is_err());
    assert_eq!(entries(&node, "di-dong", "delegation.changed").await.len(), 2);
    assert!(
        node.store
            .delegations(&node.scope(Role::OperatorManager, "buu-dien"), &PageAsked::default())
            .await
            .unwrap()
            .lines
            .is_empty()
    );
}

#[tokio::test]
async fn a_delegation_is_refused_with_its_field() {
    let node = Node::new().await;
    let (deputy, own) = node.account("pho", Role::DutyOfficer, "di-dong").await;
    let (auditor, _) = node.account("ks", Role::Auditor, "di-dong").await;
    let (other, _) = node.account("bd", Role::DutyOfficer, "buu-dien").await;
    let (manager, head) = node.account("gd", Role::OperatorManager, "di-dong").await;
    let now = node.store.now();
    type Change = Box<dyn Fn(&mut NewDelegation)>;
    let faults: Vec<(&str, Change)> = vec![
        ("account", Box::new(move |new| new.actor.clone_from(&manager.actor))),
        ("actions", Box::new(move |new| new.actor.clone_from(&auditor.actor))),
        ("actions", Box::new(|new| new.actions = [].into())),
        ("actions", Box::new(|new| new.actions = [Action::Waive].into())),
        ("actions", Box::new(|new| new.organisations = [slug("tram")].into())),
        ("actions", Box::new(|new| new.organisations = [slug("buu-dien")].into())),
        ("until", Box::new(|new| new.until = new.from)),
        ("until", Box::new(move |new| (new.from, new.until) = (now.plus_ms(-9), now))),
        ("until", Box::new(|new| new.until = at("2029-01-01T00:00:00"))),
        ("position", Box::new(|new| new.position = " ".to_owned())),
        ("basis", Box::new(|new| new.basis = "a\u{200b}".to_owned())),
    ];
    for (wanted, change) in faults {
        let mut new = order(&node, &deputy.actor);
        change(&mut new);
        assert_eq!(field(&node.store.give_delegation(&head, new).await.unwrap_err()), wanted);
    }
    let fault = node.store.give_delegation(&head, order(&node, &other.actor)).await.unwrap_err();
    assert!(matches!(fault, RecordFault::NotFound("account")), "of another organisation");
    let fault = node.store.give_delegation(&own, order(&node, &deputy.actor)).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Denied(_)), "a duty officer delegates nothing");
    assert!(entries(&node, "di-dong", "delegation.changed").await.is_empty());
}

#[tokio::test]
async fn the_broken_glass_is_on_both_records_and_mends_itself() {
    let mut node = Node::new().await;
    let (head, scope) = node.account("gd", Role::RegulatorHead, "so").await;
    node.account("truc", Role::DutyOfficer, "di-dong").await;
    assert!(
        node.store.accounts(&scope, None, 10).await.is_err(),
        "who holds accounts is not the head's to see"
    );
    let org = slug("di-dong");
    for (reason, minutes, wanted) in [("", 10, "reason"), ("Sự cố", 0, "minutes"), ("Sự cố", 61, "minutes")]
    {
        let fault = node.store.open_access(&scope, &org, reason, minutes).await.unwrap_err();
        assert_eq!(field(&fault), wanted);
    }
    let opened = node.store.open_access(&scope, &org, "Sự cố chưa rõ ai trực", 30).await.unwrap();
    for log in ["so", "di-dong"] {
        let told = entries(&node, log, "access.opened").await;
        assert_eq!((told.len(), text(&told[0], "account")), (1, head.actor.as_str()), "{log}");
        assert!(!String::from_utf8(told[0].canonical()).unwrap().contains("Sự cố"));
    }
    // Whom it is about sees it at once, with the reason; another organisation does not.
    let manager = node.operator("di-dong");
    let seen = node.store.openings(&manager, &PageAsked::default()).await.unwrap().lines;
    assert_eq!(seen[0].reason.as_deref(), Some("Sự cố chưa rõ ai trực"));
    assert!(
        node.store
            .openings(&node.operator("buu-dien"), &PageAsked::default())
            .await
            .unwrap()
            .lines
            .is_empty()
    );
    assert_eq!(node.store.openings_told(&manager), std::slice::from_ref(&opened.opening));
    assert_eq!(node.store.opening_count(), 1);

    let inside = head.scope(&node.store);
    let page = node.store.accounts(&inside, None, 10).await.unwrap();
    assert_eq!(page.accounts.len(), 1, "of that organisation alone");
    assert!(node.store.disable_account(&inside, &page.accounts[0].actor).await.is_err(), "it only reads");
    assert_eq!(inside.until(), Some(opened.opening.ends_at));
    node.reopen().await;
    assert!(node.store.accounts(&head.scope(&node.store), None, 10).await.is_ok(), "it outlives a restart");
    node.clock.advance(30 * 60_000);
    assert!(node.store.accounts(&head.scope(&node.store), None, 10).await.is_err(), "it has ended by itself");
    assert!(node.store.openings_told(&scope).is_empty() && node.store.openings_told(&manager).is_empty());

    let opened = node.store.open_access(&scope, &org, "Lần nữa", 30).await.unwrap();
    assert!(node.store.close_access(&manager, &opened.opening.id).await.is_err());
    node.store.close_access(&scope, &opened.opening.id).await.unwrap();
    assert!(node.store.accounts(&head.scope(&node.store), None, 10).await.is_err());
    assert_eq!(entries(&node, "di-dong", "access.closed").await.len(), 1);
}

#[tokio::test]
async fn the_glass_is_broken_by_nobody_else_and_towards_nobody_unknown() {
    let node = Node::new().await;
    for role in Role::ALL.into_iter().filter(|role| *role != Role::RegulatorHead) {
        for organisation in ["di-dong", "khong-co"] {
            let scope = node.scope(role, "so");
            let fault = node.store.open_access(&scope, &slug(organisation), "x", 5).await.unwrap_err();
            assert!(matches!(fault, RecordFault::Denied(_)), "{role} {organisation}");
        }
    }
    // A regulator's role in an operator's organisation raises nobody.
    let scope = node.scope(Role::RegulatorHead, "di-dong");
    for organisation in ["buu-dien", "khong-co"] {
        let fault = node.store.open_access(&scope, &slug(organisation), "x", 5).await.unwrap_err();
        assert!(matches!(fault, RecordFault::Denied(_)), "{organisation}");
    }
    let head = node.regulator();
    let fault = node.store.open_access(&head, &slug("khong-co"), "x", 5).await.unwrap_err();
    assert!(matches!(fault, RecordFault::NotFound(_)));
    assert!(matches!(node.store.open_access(&head, &slug("so"), "x", 5).await, Err(RecordFault::Denied(_))));
    assert!(entries(&node, "di-dong", "access.opened").await.is_empty());
}
