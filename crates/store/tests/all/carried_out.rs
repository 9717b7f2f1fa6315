//! A write under its sender's key leaves a mark with its entry, and the answer sealed: both outlive the node.

use store::{CARRIED_OUT_MS, CarriedOut, Sent, carrying_out};

use crate::support::{Node, slug};

fn sent(request: u8) -> Sent {
    Sent { caller: "a-1".to_owned(), key: [1; 32], request: [request; 32] }
}

const OPENER: [u8; 32] = [7; 32];

#[tokio::test]
async fn a_write_is_known_by_the_mark_in_its_transaction_and_then_by_its_answer() {
    let mut node = Node::new().await;
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    assert_eq!(node.store.find_carried_out(&sent(2), &OPENER).await.unwrap(), None);
    let record = node.store.record(&scope, &log, node.acknowledgement("truc"));
    let (receipt, marked) = carrying_out(sent(2), record).await;
    assert!(marked);
    // The node falls over before it answers.
    node.reopen().await;
    let known = async |request| node.store.find_carried_out(&sent(request), &OPENER).await.unwrap();
    assert_eq!(known(2).await, Some(CarriedOut::Unanswered(Some(receipt.unwrap().id))));
    assert_eq!(known(3).await, Some(CarriedOut::Other));
    node.store.keep_answer(sent(2), &OPENER, b"secret").await.unwrap();
    node.reopen().await;
    let known = async |opener| node.store.find_carried_out(&sent(2), opener).await.unwrap();
    assert_eq!(known(&OPENER).await, Some(CarriedOut::Answered(b"secret".to_vec())));
    // Who has not what it was sealed under learns that it was done, and nothing of the answer.
    assert!(matches!(known(&[8; 32]).await, Some(CarriedOut::Unanswered(Some(_)))));
    node.clock.advance(CARRIED_OUT_MS);
    assert_eq!(known(&OPENER).await, None);
}

#[tokio::test]
async fn what_is_refused_leaves_no_mark_and_a_write_of_several_entries_leaves_one() {
    let node = Node::new().await;
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    let refused = node.store.record(&scope, &log, node.acknowledgement("khong-co"));
    let (refused, marked) = carrying_out(sent(2), refused).await;
    assert!(refused.is_err() && !marked);
    assert_eq!(node.store.find_carried_out(&sent(2), &OPENER).await.unwrap(), None);
    let both = async {
        let first = node.store.record(&scope, &log, node.acknowledgement("truc")).await.unwrap();
        node.store.record(&scope, &log, node.acknowledgement("truc")).await.unwrap();
        first
    };
    let (first, marked) = carrying_out(sent(2), both).await;
    let known = node.store.find_carried_out(&sent(2), &OPENER).await.unwrap();
    assert_eq!((known, marked), (Some(CarriedOut::Unanswered(Some(first.id))), true));
}
