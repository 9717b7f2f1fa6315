//! Past boards: how it stood, and what was known.

use campaign::Status;
use store::{Asked, BoardQuery, ReadFault};

use crate::support::{Node, at, key};

#[tokio::test]
async fn a_late_entry_shows_as_late_and_what_was_known_before_does_not_change() {
    let node = Node::new().await;
    let scope = node.operator("di-dong");
    let cell = key("di-dong", "truc");
    node.clock.set(at("2027-02-06T09:00:00"));
    let before = node.store.cursor(&scope);
    node.clock.advance(60_000);
    node.record("di-dong", node.acknowledgement("truc")).await;
    let stood = |asked: Asked| {
        let (store, scope, cell) = (node.store.clone(), scope.clone(), cell.clone());
        async move { store.cell(&scope, &cell, &asked).await.unwrap().cell }
    };
    let now = stood(Asked::default()).await;
    assert!(now.status == Status::Proven && now.late);
    // By what was known before the entry, the same moment was unproven, and still is.
    let then = stood(Asked { at: None, known: Some(before.clone()) }).await;
    assert_eq!(then.status, Status::Unproven);
    let moment = at("2027-02-04T09:00:00");
    assert_eq!(stood(Asked { at: Some(moment), known: None }).await.status, Status::NotDue);
    // A page of that past board says the same as the cell.
    let query =
        BoardQuery { asked: Asked { at: None, known: Some(before) }, limit: 10, ..BoardQuery::default() };
    let page = node.store.board_page(&scope, &query).await.unwrap();
    let found = page.cells.iter().find(|found| found.key() == cell).unwrap();
    assert_eq!(found.status, Status::Unproven);
}

#[tokio::test]
async fn a_waiver_counts_for_whom_it_is_given_to_at_any_known_position() {
    let node = Node::new().await;
    let operator = node.operator("buu-dien");
    let promise = || {
        let facts =
            [("obligation", "truc".into()), ("until", node.store.now().plus_ms(600_000).to_string().into())];
        node.draft("handling.promised", "obligation:truc", &facts)
    };
    node.clock.advance(60_000);
    node.record("buu-dien", node.acknowledgement("truc")).await;
    let acknowledged = node.store.cursor(&operator);
    node.clock.advance(60_000);
    node.record("buu-dien", promise()).await;
    node.clock.advance(60_000);
    let facts = [("obligation", "truc".into()), ("organisation", "buu-dien".into())];
    let mut waiver = node.draft("obligation.waived", "obligation:truc", &facts);
    waiver.private.insert("reason".to_owned(), "bão".into());
    node.store.record(&node.regulator(), &crate::support::slug("so"), waiver).await.unwrap();
    let cell = key("buu-dien", "truc");
    let status = |known| {
        let (store, operator, cell) = (node.store.clone(), operator.clone(), cell.clone());
        async move {
            store.cell(&operator, &cell, &Asked { at: None, known: Some(known) }).await.unwrap().cell.status
        }
    };
    let waived = node.store.cursor(&operator);
    assert_eq!(status(waived.clone()).await, Status::Waived, "the latest position is the live board");
    node.clock.advance(60_000);
    node.record("buu-dien", promise()).await;
    assert_eq!(status(waived).await, Status::Waived);
    assert_eq!(status(acknowledged).await, Status::Proven);
}

#[tokio::test]
async fn a_moment_becomes_the_position_known_then() {
    let node = Node::new().await;
    let scope = node.operator("di-dong");
    let mut cursors = vec![node.store.cursor(&scope)];
    let mut moments = vec![node.store.now()];
    for number in 0..5 {
        node.clock.advance(60_000);
        node.record("di-dong", node.inspection(&format!("{number}"))).await;
        moments.push(node.store.now());
        cursors.push(node.store.cursor(&scope));
    }
    for (moment, cursor) in moments.into_iter().zip(cursors).skip(1) {
        assert_eq!(node.store.known_at(&scope, moment.plus_ms(10)).await.unwrap(), cursor);
    }
}

#[tokio::test]
async fn a_position_beyond_the_journal_or_of_others_is_refused() {
    let node = Node::new().await;
    let scope = node.operator("di-dong");
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.record("buu-dien", node.acknowledgement("truc")).await;
    let mut beyond = node.store.cursor(&scope);
    let origin = beyond.iter().next().unwrap().0.clone();
    beyond.set(origin, 99);
    let others = node.store.cursor(&node.operator("buu-dien"));
    for known in [beyond, others] {
        let asked = Asked { at: None, known: Some(known) };
        let fault = node.store.board_at(&scope, &asked).await.unwrap_err();
        assert!(matches!(fault, ReadFault::Invalid(_)), "{fault}");
    }
}
