//! An obligation is given to a unit or a person of its owner: by who leads the owner, with the name as a commitment, and
//! whoever holds it is told of it and of nothing else.

use access::Role;
use journal::{Draft, EntryId, Fact, Facts};
use store::{Account, Asked, PageAsked, RecordFault};

use crate::support::{Node, at, field, key, slug};

fn given(node: &Node, facts: &[(&str, Fact)]) -> Draft {
    let mut stated = vec![("obligation", "truc".into()), ("change", "given".into())];
    stated.extend_from_slice(facts);
    let mut draft = node.draft("obligation.assigned", "obligation:truc", &stated);
    draft.grade = None;
    draft.private = Facts::from([("note".to_owned(), "ca đêm".into())]);
    draft
}

fn taken_back(node: &Node, id: EntryId) -> Draft {
    let facts = [("obligation", "truc".into()), ("change", "withdrawn".into())];
    let mut draft = node.draft("obligation.assigned", "obligation:truc", &facts);
    (draft.grade, draft.answers) = (None, vec![id]);
    draft
}

async fn holder(node: &Node) -> Option<campaign::Holder> {
    node.store.cell(&node.regulator(), &key("di-dong", "truc"), &Asked::default()).await.unwrap().cell.holder
}

#[tokio::test]
async fn what_is_given_outlives_a_restart_and_names_nobody_in_the_journal() {
    let mut node = Node::new().await;
    let (person, own) = node.account("an", Role::UnitStaff, "tram").await;
    let facts = [("unit", "tram".into()), ("account", person.actor.as_str().into())];
    let draft = given(&node, &facts);
    let first = node.record("di-dong", draft.clone()).await;
    assert!(node.record("di-dong", draft).await.replayed, "the same again is one fact");
    for _ in 0..2 {
        let held = holder(&node).await.unwrap();
        assert_eq!(
            (held.id, held.unit, held.from),
            (first.id, Some(slug("tram")), at("2027-02-01T08:00:00"))
        );
        assert_eq!(held.account.unwrap().as_str(), person.actor);
        node.reopen().await;
    }
    let view = node.store.find_evidence(&node.regulator(), first.id).await.unwrap();
    assert_eq!(view.private.unwrap()["person"], store::Disclosed::Value("Người an".into()));
    let bytes = String::from_utf8(view.entry.canonical()).unwrap();
    assert!(!bytes.contains("Người") && !bytes.contains("ca đêm") && !bytes.contains("\"an\""), "{bytes}");
    // Whoever holds it is told what it was given; the owner's other cells stay unseen.
    let told = node.store.assignments(&own, &PageAsked::default()).await.unwrap().lines;
    assert_eq!((told.len(), told[0].own, told[0].note.as_deref()), (1, true, Some("ca đêm")));
    assert_eq!((told[0].key.clone(), told[0].person.as_deref()), (key("di-dong", "truc"), Some("Người an")));
    assert!(!own.sees(&slug("di-dong")));
    assert!(node.store.cell(&own, &key("di-dong", "truc"), &Asked::default()).await.is_err());
    let above = node.store.assignments(&node.regulator(), &PageAsked::default()).await.unwrap().lines;
    assert_eq!((above.len(), above[0].own), (1, false));
    for (role, organisation) in
        [(Role::OperatorManager, "buu-dien"), (Role::Administrator, "di-dong"), (Role::Machine, "tram")]
    {
        let scope = node.scope(role, organisation);
        assert!(
            node.store.assignments(&scope, &PageAsked::default()).await.unwrap().lines.is_empty(),
            "{role} of {organisation}"
        );
    }
    // Once erased the name is gone, and the holder stays.
    node.store.erase(&node.operator("di-dong"), first.id, &["person".to_owned()], "").await.unwrap();
    let told = node.store.assignments(&own, &PageAsked::default()).await.unwrap().lines;
    assert_eq!((told[0].person.as_deref(), told[0].note.as_deref()), (None, Some("ca đêm")));
}

#[tokio::test]
async fn it_is_given_by_who_leads_the_owner_to_somebody_of_the_owners_who_acts() {
    let node = Node::new().await;
    let of = async |login: &str, role, organisation: &str| node.account(login, role, organisation).await.0;
    let own = of("an", Role::DutyOfficer, "di-dong").await;
    let unit = of("binh", Role::UnitStaff, "tram").await;
    let elsewhere = of("chi", Role::DutyOfficer, "buu-dien").await;
    let auditor = of("dung", Role::Auditor, "di-dong").await;
    let shut_out = of("em", Role::DutyOfficer, "di-dong").await;
    node.store.disable_account(&node.scope(Role::Administrator, "so"), &shut_out.actor).await.unwrap();
    let manager = node.operator("di-dong");
    let offered = node.store.assignable(&manager).await.unwrap();
    assert_eq!(offered.iter().map(|one| one.login.as_str()).collect::<Vec<_>>(), ["an", "binh"]);
    assert!(node.store.assignable(&node.scope(Role::Signer, "di-dong")).await.unwrap().is_empty());
    let log = slug("di-dong");
    let to = |account: &Account| given(&node, &[("account", account.actor.as_str().into())]);
    for account in [&elsewhere, &auditor, &shut_out] {
        let fault = node.store.record(&manager, &log, to(account)).await.unwrap_err();
        assert_eq!(field(&fault), "facts.account", "{}", account.login);
    }
    // Of a unit that is named, the person is one of that unit.
    let facts = [("unit", "tram".into()), ("account", own.actor.as_str().into())];
    assert_eq!(
        field(&node.store.record(&manager, &log, given(&node, &facts)).await.unwrap_err()),
        "facts.account"
    );
    let mut forged = to(&own);
    forged.private.insert("person".to_owned(), "Ai đó".into());
    assert_eq!(field(&node.store.record(&manager, &log, forged).await.unwrap_err()), "private.person");
    for role in [Role::Signer, Role::UnitStaff, Role::Auditor, Role::Administrator, Role::Machine] {
        let fault = node.store.record(&node.scope(role, "di-dong"), &log, to(&own)).await.unwrap_err();
        assert!(matches!(fault, RecordFault::Denied(_)), "{role}: {fault}");
    }
    let fault = node.store.record(&node.regulator(), &log, to(&own)).await.unwrap_err();
    assert!(matches!(fault, RecordFault::Denied(_)), "nobody above says who carries it out: {fault}");
    for account in [&unit, &own] {
        node.store.record(&node.scope(Role::DutyOfficer, "di-dong"), &log, to(account)).await.unwrap();
        assert_eq!(holder(&node).await.unwrap().account.unwrap().as_str(), account.actor);
    }
}

#[tokio::test]
async fn what_was_given_last_is_taken_back_once() {
    let node = Node::new().await;
    let (manager, log) = (node.operator("di-dong"), slug("di-dong"));
    let first = node.record("di-dong", given(&node, &[("unit", "tram".into())])).await.id;
    node.clock.advance(60_000);
    let until = at("2027-02-03T08:00:00").to_string();
    let facts = [("unit", "tram".into()), ("until", until.as_str().into())];
    let second = node.record("di-dong", given(&node, &facts)).await.id;
    node.clock.advance(60_000);
    let refused = async |id| node.store.record(&manager, &log, taken_back(&node, id)).await.unwrap_err();
    assert_eq!(field(&refused(first).await), "answers", "it is held by another by now");
    let other = node.record("di-dong", node.acknowledgement("truc")).await.id;
    assert!(matches!(refused(other).await, RecordFault::NotFound(_)));
    let back = taken_back(&node, second);
    node.record("di-dong", back.clone()).await;
    assert_eq!(holder(&node).await, None);
    assert!(node.record("di-dong", back).await.replayed);
    assert_eq!(field(&refused(second).await), "answers");
    let staff = node.scope(Role::UnitStaff, "tram");
    assert!(
        node.store.assignments(&staff, &PageAsked::default()).await.unwrap().lines.is_empty(),
        "it is theirs no more"
    );
    // What is given for a time ends by itself.
    node.record("di-dong", given(&node, &facts)).await;
    assert_eq!(node.store.assignments(&staff, &PageAsked::default()).await.unwrap().lines.len(), 1);
    node.clock.advance(3 * 86_400_000);
    assert!(node.store.assignments(&staff, &PageAsked::default()).await.unwrap().lines.is_empty());
}
