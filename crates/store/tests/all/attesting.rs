//! A report signed for the head: under a delegation that covers it and holds at that moment, in its form, with the offices
//! as commitments.

use access::{Action, Role, Scope, SignedAs};
use campaign::Paper;
use journal::{Draft, EntryId, Fact, Facts, Grade, Hash};
use store::{Account, Disclosed, NewDelegation, RecordFault};

use crate::support::{Node, field, slug};

const HOUR_MS: i64 = 3_600_000;

/// A report that the operator drew up.
async fn drafted(node: &Node, report: Hash) -> EntryId {
    let facts = [
        ("campaign", "tet".into()),
        ("at", Fact::Text(node.store.now().to_string())),
        ("report", Fact::Text(report.hex())),
        ("known", Fact::List(Vec::new())),
        ("counts", Fact::Map(Facts::new())),
    ];
    let mut draft = node.draft("report.drafted", "campaign:tet", &facts);
    draft.grade = None;
    draft.private.insert("document".to_owned(), Fact::Text(report.hex()));
    node.record("di-dong", draft).await.id
}

/// A signature under it, as its form sends it.
async fn signature(node: &Node, drafted: EntryId) -> Draft {
    let facts = node.store.find_evidence(&node.operator("di-dong"), drafted).await.unwrap().entry.facts;
    let mut draft = node.draft("report.attested", "campaign:tet", &[]);
    (draft.facts, draft.answers, draft.grade) = (facts, vec![drafted], Some(Grade::Attested));
    draft.private.insert("signer".to_owned(), "Nguyễn Văn Mẫu".into());
    draft
}

async fn delegation(
    node: &Node,
    head: &Scope,
    deputy: &Account,
    actions: &[Action],
) -> store::DelegationView {
    let now = node.store.now();
    let new = NewDelegation {
        actor: deputy.actor.clone(),
        signed_as: SignedAs::Tuq,
        position: "Giám đốc".to_owned(),
        own_position: "Trưởng ca trực".to_owned(),
        actions: actions.iter().copied().collect(),
        organisations: [].into(),
        from: now,
        until: now.plus_ms(HOUR_MS),
        basis: "Giấy uỷ quyền số 7".to_owned(),
        document: None,
    };
    node.store.give_delegation(head, new).await.unwrap()
}

#[tokio::test]
async fn a_signature_for_the_head_carries_the_form_and_the_offices_it_is_given_for_and_by() {
    let node = Node::new().await;
    let (deputy, own) = node.account("pho", Role::DutyOfficer, "di-dong").await;
    let (_, head) = node.account("gd", Role::OperatorManager, "di-dong").await;
    let log = slug("di-dong");
    let report = node.store.put_blob(&head, b"a report".to_vec()).await.unwrap();
    let draft = drafted(&node, report).await;
    let refused = node.store.record(&own, &log, signature(&node, draft).await).await.unwrap_err();
    assert!(matches!(refused, RecordFault::Denied(_)), "a duty officer signs nothing of its own: {refused}");
    // One that covers other papers does not cover a report's signature.
    let other = delegation(&node, &head, &deputy, &[Action::SubmitReport, Action::Inspect]).await;
    let refused =
        node.store.record(&deputy.scope(&node.store), &log, signature(&node, draft).await).await.unwrap_err();
    assert!(matches!(refused, RecordFault::Denied(_)), "{refused}");
    node.store.withdraw_delegation(&head, &other.delegation.id).await.unwrap();
    let given = delegation(&node, &head, &deputy, &[Action::AttestReport]).await.delegation;
    let scope = deputy.scope(&node.store);
    let mut forged = signature(&node, draft).await;
    forged.private.insert("position".to_owned(), "Bộ trưởng".into());
    assert_eq!(field(&node.store.record(&scope, &log, forged).await.unwrap_err()), "private.position");
    let signed = signature(&node, draft).await;
    let receipt = node.store.record(&scope, &log, signed.clone()).await.unwrap();
    assert!(
        node.store.record(&scope, &log, signed).await.unwrap().replayed,
        "the same again is one signature"
    );

    let view = node.store.find_evidence(&node.regulator(), receipt.id).await.unwrap();
    let fact = |name: &str| view.entry.facts.get(name).and_then(Fact::as_text).unwrap();
    assert_eq!((fact("signed_as"), fact("delegation")), ("tuq", given.id.as_str()));
    let private = view.private.as_ref().unwrap();
    assert_eq!(private["position"], Disclosed::Value("Giám đốc".into()));
    assert_eq!(private["own_position"], Disclosed::Value("Trưởng ca trực".into()));
    let bytes = String::from_utf8(view.entry.canonical()).unwrap();
    assert!(!bytes.contains("Giám đốc") && !bytes.contains("Mẫu"), "{bytes}");
    let found = node.store.drafted(&head, Paper::Results, None).await.unwrap();
    assert_eq!(found[0].attested[0].signature.as_ref().map(|one| one.signed_as), Some(SignedAs::Tuq));

    // The head signs in its own right, and names nobody else's office.
    let own = node.store.record(&head, &log, signature(&node, draft).await).await.unwrap();
    let view = node.store.find_evidence(&head, own.id).await.unwrap();
    assert!(view.signature.is_none() && !view.entry.commitments.contains_key("position"));
    let mut alien = signature(&node, draft).await;
    alien.private.insert("position".to_owned(), "Giám đốc".into());
    assert_eq!(field(&node.store.record(&head, &log, alien).await.unwrap_err()), "private.position");
}

#[tokio::test]
async fn a_delegation_that_does_not_hold_at_that_moment_signs_nothing() {
    let node = Node::new().await;
    let (deputy, _) = node.account("pho", Role::DutyOfficer, "di-dong").await;
    let (signer, _) = node.account("ky", Role::Signer, "di-dong").await;
    let (_, head) = node.account("gd", Role::OperatorManager, "di-dong").await;
    let log = slug("di-dong");
    let report = node.store.put_blob(&head, b"a report".to_vec()).await.unwrap();
    let draft = drafted(&node, report).await;
    for account in [&deputy, &signer] {
        delegation(&node, &head, account, &[Action::AttestReport]).await;
    }
    let held: Vec<Scope> = [&deputy, &signer].map(|account| account.scope(&node.store)).into();
    node.clock.advance(HOUR_MS);
    // A scope that was made while it held is no delegation, not even for somebody who signs in their own right.
    for scope in &held {
        let refused = node.store.record(scope, &log, signature(&node, draft).await).await.unwrap_err();
        assert_eq!(field(&refused), "facts.delegation");
    }
    let late = node.store.record(&deputy.scope(&node.store), &log, signature(&node, draft).await).await;
    assert!(matches!(late, Err(RecordFault::Denied(_))));
    // Withdrawn counts from that moment too.
    let again = delegation(&node, &head, &deputy, &[Action::AttestReport]).await.delegation;
    let scope = deputy.scope(&node.store);
    node.store.withdraw_delegation(&head, &again.id).await.unwrap();
    let refused = node.store.record(&scope, &log, signature(&node, draft).await).await.unwrap_err();
    assert_eq!(field(&refused), "facts.delegation");
    // Of one whose words were erased nobody can tell whom it is signed for.
    let erased = delegation(&node, &head, &deputy, &[Action::AttestReport]).await.delegation;
    node.store.erase(&head, erased.entry, &["position".to_owned()], "").await.unwrap();
    let scope = deputy.scope(&node.store);
    let refused = node.store.record(&scope, &log, signature(&node, draft).await).await.unwrap_err();
    assert_eq!(field(&refused), "facts.delegation");
    assert!(node.store.drafted(&head, Paper::Results, None).await.unwrap()[0].attested.is_empty());
}
