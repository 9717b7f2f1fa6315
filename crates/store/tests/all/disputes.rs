//! Disputes: decided from above and by another than who claims; what is under dispute stays.

use access::{Role, Scope};
use campaign::dispute::{DisputeState, Ruling};
use journal::{Draft, EntryId, Fact};
use store::RecordFault;

use crate::support::{Node, at, slug};

fn said(node: &Node, kind: &str, answers: Vec<EntryId>, facts: &[(&str, Fact)], field: &str) -> Draft {
    let mut facts = facts.to_vec();
    facts.push(("obligation", "kiem-tra".into()));
    let mut draft = node.draft(kind, "obligation:kiem-tra", &facts);
    draft.grade = None;
    draft.answers = answers;
    draft.private.insert(field.to_owned(), "lời nói".into());
    draft
}

fn opening(node: &Node, disputed: Vec<EntryId>) -> Draft {
    said(
        node,
        "dispute.opened",
        disputed,
        &[("reply_due", at("2027-02-03T08:00:00").to_string().as_str().into())],
        "claim",
    )
}

fn decision(node: &Node, dispute: EntryId) -> Draft {
    let facts = [("ruling", "upheld".into()), ("organisation", "di-dong".into())];
    said(node, "dispute.decided", vec![dispute], &facts, "reason")
}

async fn state(node: &Node, scope: &Scope) -> (DisputeState, Option<Ruling>) {
    let found = node.store.disputes(scope, None).await.unwrap();
    (found[0].dispute.state, found[0].dispute.decision.as_ref().map(|decided| decided.ruling))
}

#[tokio::test]
async fn a_dispute_runs_from_claim_to_decision_and_both_sides_see_it() {
    let node = Node::new().await;
    let (own, desk, head) =
        (node.operator("di-dong"), node.scope(Role::RegulatorDesk, "so"), node.regulator());
    let dispute = node.record("di-dong", opening(&node, Vec::new())).await.id;
    assert_eq!(state(&node, &own).await, (DisputeState::Open, None));
    node.clock.advance(3 * 86_400_000);
    assert_eq!(state(&node, &desk).await, (DisputeState::Overdue, None));
    let answer =
        said(&node, "dispute.answered", vec![dispute], &[("organisation", "di-dong".into())], "text");
    node.store.record(&desk, &slug("so"), answer).await.unwrap();
    assert_eq!(state(&node, &own).await, (DisputeState::Answered, None));
    for (scope, log) in [(&own, "di-dong"), (&desk, "so")] {
        let refused = node.store.record(scope, &slug(log), decision(&node, dispute)).await.unwrap_err();
        assert!(matches!(refused, RecordFault::Denied(_)), "{log}: {refused}");
    }
    node.store.record(&head, &slug("so"), decision(&node, dispute)).await.unwrap();
    assert_eq!(state(&node, &own).await, (DisputeState::Decided, Some(Ruling::Upheld)));
    let again = said(&node, "dispute.answered", vec![dispute], &[], "text");
    let refused = node.store.record(&own, &slug("di-dong"), again).await.unwrap_err();
    assert!(refused.to_string().contains("is decided"), "{refused}");
    assert!(node.store.disputes(&node.operator("buu-dien"), None).await.unwrap().is_empty());
    assert!(node.store.find_dispute(&node.operator("buu-dien"), dispute).await.is_err());
}

#[tokio::test]
async fn what_one_claimed_oneself_another_decides() {
    let node = Node::new().await;
    let head = node.regulator();
    let mut draft = opening(&node, Vec::new());
    draft.facts.insert("organisation".to_owned(), "di-dong".into());
    let dispute = node.store.record(&head, &slug("so"), draft).await.unwrap().id;
    let refused = node.store.record(&head, &slug("so"), decision(&node, dispute)).await.unwrap_err();
    assert!(refused.to_string().contains("another decides"), "{refused}");
    let other = Scope::new("u-khac", Role::RegulatorHead, slug("so"), &node.store.tree());
    node.store.record(&other, &slug("so"), decision(&node, dispute)).await.unwrap();
}

#[tokio::test]
async fn what_is_under_dispute_is_neither_erased_nor_cleared_away_until_it_is_decided() {
    let node = Node::new().await;
    let (own, head) = (node.operator("di-dong"), node.regulator());
    let inspected = node.record("di-dong", node.inspection("Người Ký")).await.id;
    let elsewhere = {
        let mut given = node.acknowledgement("truc");
        given.private.insert("note".to_owned(), "ghi chú".into());
        node.record("di-dong", given).await.id
    };
    let photo = node.store.put_blob(&own, b"to be named yet".to_vec()).await.unwrap();
    let dispute = node.record("di-dong", opening(&node, vec![inspected])).await.id;
    let erase = async |id: EntryId, field: &str| node.store.erase(&own, id, &[field.to_owned()], "").await;
    for (id, field) in [(inspected, "signer"), (dispute, "claim")] {
        let held = erase(id, field).await.unwrap_err();
        assert!(matches!(held, RecordFault::UnderDispute { dispute: by } if by == dispute), "{held}");
    }
    erase(elsewhere, "note").await.unwrap();
    node.clock.advance(2 * 86_400_000);
    node.store.sweep_blobs().await.unwrap();
    assert!(node.store.get_blob(&own, photo).await.is_ok(), "it may yet be named as evidence");
    node.store.record(&head, &slug("so"), decision(&node, dispute)).await.unwrap();
    node.store.sweep_blobs().await.unwrap();
    assert!(node.store.get_blob(&own, photo).await.is_err(), "decided: what nobody named goes");
    erase(inspected, "signer").await.unwrap();
    erase(dispute, "claim").await.unwrap();
}

#[tokio::test]
async fn no_number_of_disputes_lifts_the_hold_of_one() {
    let node = Node::new().await;
    let (own, head) = (node.operator("di-dong"), node.regulator());
    let inspected = node.record("di-dong", node.inspection("Người Ký")).await.id;
    let mut theirs = opening(&node, vec![inspected]);
    theirs.facts.insert("organisation".to_owned(), "di-dong".into());
    let first = node.store.record(&head, &slug("so"), theirs).await.unwrap().id;
    let held = async || {
        let erased = node.store.erase(&own, inspected, &["signer".to_owned()], "").await;
        matches!(erased, Err(RecordFault::UnderDispute { .. }))
    };
    // As many as may wait; then one is decided for each that is opened.
    let mut waiting = std::collections::VecDeque::new();
    let mut refused = 0;
    for _ in 0..260 {
        match node.store.record(&own, &slug("di-dong"), opening(&node, Vec::new())).await {
            Ok(receipt) => waiting.push_back(receipt.id),
            Err(fault) => {
                assert!(fault.to_string().contains("wait for a decision"), "{fault}");
                refused += 1;
                let id = waiting.pop_front().unwrap();
                node.store.record(&head, &slug("so"), decision(&node, id)).await.unwrap();
            }
        }
    }
    assert!(refused > 0);
    assert!(held().await);
    for scope in [&own, &head] {
        assert!(node.store.disputes(scope, None).await.unwrap().iter().any(|view| view.dispute.id == first));
    }
}
