//! Everything but the journal can be dropped: it comes back the same.

use std::fs;

use store::{Asked, Store};

use crate::support::{Node, ids, key};

/// A node whose board has heard of everything.
async fn busy() -> Node {
    let node = Node::new().await;
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.record("di-dong", node.inspection("A")).await;
    node.measure("di-dong", node.turn("unknown", "up")).await;
    for step in 0..20 {
        node.clock.advance(300_000);
        node.measure("di-dong", node.summary(59, i64::from(step % 7 == 3))).await;
    }
    node.measure("di-dong", node.turn("up", "down")).await;
    node
}

#[tokio::test]
async fn a_board_rebuilt_from_the_journal_equals_the_one_that_lived() {
    let mut node = busy().await;
    let lived = node.store.board_snapshot();
    let cells = node.store.board_at(&node.regulator(), &Asked::default()).await.unwrap();
    node.reopen().await;
    assert_eq!(node.store.board_snapshot(), lived, "from the snapshot");
    node.store.close().await.unwrap();
    node.drop_state();
    node.store = Store::open(node.options()).await.unwrap();
    assert_eq!(node.store.board_snapshot(), lived, "from nothing");
    assert_eq!(node.store.board_at(&node.regulator(), &Asked::default()).await.unwrap(), cells);
}

#[tokio::test]
async fn the_evidence_index_rebuilt_finds_the_same_entries() {
    let mut node = busy().await;
    let scope = node.operator("di-dong");
    let cell = key("di-dong", "thong-suot");
    let before = ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap());
    assert_eq!(before.len(), 22);
    node.store.close().await.unwrap();
    node.drop_state();
    node.store = Store::open(node.options()).await.unwrap();
    assert_eq!(ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap()), before);
}

#[tokio::test]
async fn a_damaged_or_foreign_state_is_rebuilt_without_a_word_from_the_user() {
    let mut node = busy().await;
    let lived = node.store.board_snapshot();
    let path = node.data().join("state.db");
    node.store.close().await.unwrap();
    match &node.postgres {
        Some(postgres) => {
            postgres.sql(
                "SET client_min_messages = warning; DROP TABLE state.cursor CASCADE; DROP TABLE state.topics",
            );
        }
        None => {
            fs::write(&path, b"not a database at all, and long enough to be looked at as one").unwrap();
        }
    }
    node.store = Store::open(node.options()).await.unwrap();
    assert_eq!(node.store.board_snapshot(), lived);
    node.store.close().await.unwrap();
    // The state of another directory, whose journal is ahead of this one.
    if let Some(postgres) = &node.postgres {
        postgres.sql("UPDATE state.facts_about_this_file SET value = '\\x07' WHERE name = 'journal'");
    } else {
        let other = busy().await;
        other.store.close().await.unwrap();
        fs::copy(other.data().join("state.db"), &path).unwrap();
    }
    node.store = Store::open(node.options()).await.unwrap();
    assert_eq!(node.store.board_snapshot(), lived);
}
