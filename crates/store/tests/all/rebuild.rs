//! Everything but the journal can be dropped: it comes back the same.

use std::fs;

use campaign::CellKey;
use journal::EntryId;
use store::{Asked, Store};

use crate::support::{Node, ids, key, raw_sql, texts};

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

#[tokio::test]
async fn an_index_that_lost_an_entry_is_built_anew_while_the_node_runs() {
    let node = busy().await;
    let scope = node.operator("di-dong");
    let cell = key("di-dong", "thong-suot");
    let before = ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap());
    node.store.examine().await.unwrap();
    assert_eq!(node.store.rebuild_count(), 0, "a sound index is left alone");
    let lost = "DELETE FROM evidence WHERE seq = (SELECT max(seq) FROM evidence WHERE topic IN \
                (SELECT no FROM topics WHERE topic LIKE 'summaries/%'))";
    state_sql(&node, lost).await;
    let without = ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap());
    assert_eq!(without.len(), before.len() - 1);
    node.store.examine().await.unwrap();
    assert_eq!(ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap()), before);
    assert_eq!((node.store.rebuild_count(), node.store.damage_count()), (1, 0), "it is no evidence");
}

/// A busy node, bytes of whose index turned while it was stopped, in the first page of a tree; with a cell's evidence as
/// it was found before. None on a server, whose pages are its own to check.
async fn turned(tree: &str, turn: impl FnOnce(&mut [u8])) -> Option<(Node, CellKey, Vec<EntryId>)> {
    let mut node = busy().await;
    if node.postgres.is_some() {
        return None;
    }
    let cell = key("di-dong", "thong-suot");
    let before = ids(&node.store.evidence(&node.operator("di-dong"), &cell, None, 100).await.unwrap());
    node.store.close().await.unwrap();
    let path = node.data().join("state.db");
    let page = root_page(&path, tree).await;
    let mut file = fs::read(&path).unwrap();
    turn(&mut file[(page - 1) * 4096..page * 4096]);
    fs::write(&path, file).unwrap();
    node.store = Store::open(node.options()).await.unwrap();
    Some((node, cell, before))
}

#[tokio::test]
async fn a_page_of_the_index_that_turned_is_built_anew_for_who_asks_for_it() {
    let Some((mut node, cell, before)) = turned("evidence", |page| page[0] = 0xff).await else { return };
    let scope = node.operator("di-dong");
    assert_eq!(node.store.rebuild_count(), 0, "a start does not read it");
    let (one, other) = tokio::join!(
        node.store.evidence(&scope, &cell, None, 100),
        node.store.evidence(&scope, &cell, None, 100)
    );
    assert_eq!((ids(&one.unwrap()), ids(&other.unwrap())), (before.clone(), before.clone()));
    assert_eq!(node.store.rebuild_count(), 1);
    // What is recorded from then on is found in it as well.
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.reopen().await;
    assert_eq!(ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap()), before);
    assert_eq!(node.store.rebuild_count(), 0);
}

/// Runs SQL on what is derived, which no store has open.
async fn state_sql(node: &Node, sql: &str) {
    match &node.postgres {
        Some(postgres) => drop(postgres.sql(&format!("SET search_path = state; {sql}"))),
        None => raw_sql(&node.data().join("state.db"), sql).await,
    }
}

#[tokio::test]
async fn a_line_a_name_or_a_sum_that_turned_at_rest_is_never_read() {
    let mut node = busy().await;
    let scope = node.operator("di-dong");
    let cell = key("di-dong", "thong-suot");
    let before = ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap());
    for turned in [
        "UPDATE evidence SET topic = topic + 64 WHERE seq = (SELECT max(seq) FROM evidence)",
        "UPDATE evidence SET recorded_at = recorded_at - 4096 WHERE seq = (SELECT max(seq) FROM evidence)",
        "UPDATE topics SET topic = 'summbries/di-dong' WHERE topic = 'summaries/di-dong'",
        "UPDATE sums SET digest = digest - 1",
        "UPDATE cursor SET size = size - 1 WHERE log = (SELECT min(log) FROM cursor)",
    ] {
        node.store.close().await.unwrap();
        state_sql(&node, turned).await;
        node.store = Store::open(node.options()).await.unwrap();
        let found = ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap());
        assert_eq!(found, before, "{turned}");
        let began_anew = turned.contains("cursor");
        assert_eq!(node.store.rebuild_count(), u64::from(!began_anew), "{turned}");
    }
}

#[tokio::test]
async fn a_name_that_turned_in_its_index_alone_hides_nothing() {
    let name = "summaries/di-dong".as_bytes();
    let turn = |page: &mut [u8]| {
        let found = page.windows(name.len()).position(|bytes| bytes == name);
        page[found.unwrap()] ^= 1;
    };
    let Some((node, cell, before)) = turned("sqlite_autoindex_topics_1", turn).await else { return };
    let found = node.store.evidence(&node.operator("di-dong"), &cell, None, 100).await;
    assert_eq!(ids(&found.unwrap()), before);
    assert_eq!(node.store.rebuild_count(), 1);
}

#[tokio::test]
async fn one_damaged_entry_keeps_nobody_from_an_index_that_is_built_anew() {
    let mut node = busy().await;
    let scope = node.operator("buu-dien");
    node.record("buu-dien", node.acknowledgement("truc")).await;
    let cell = key("buu-dien", "truc");
    let before = ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap());
    assert_eq!(before.len(), 1);
    node.store.close().await.unwrap();
    let damaged = "UPDATE entries SET leaf = (SELECT leaf FROM entries ORDER BY seq DESC LIMIT 1) \
                   WHERE seq = (SELECT min(seq) FROM entries WHERE seq > (SELECT min(seq) FROM disclosures))";
    node.raw_sql(damaged.into()).await;
    state_sql(&node, "UPDATE sums SET digest = digest - 1").await;
    node.store = Store::open(node.options()).await.unwrap();
    assert_eq!(ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap()), before);
    assert_eq!(node.store.rebuild_count(), 1);
    node.reopen().await;
    assert_eq!(ids(&node.store.evidence(&scope, &cell, None, 100).await.unwrap()), before);
    node.store.examine().await.unwrap();
    assert!(node.store.damage_count() > 0, "it is told all the same");
}

async fn root_page(path: &std::path::Path, table: &str) -> usize {
    let sql = format!("SELECT rootpage || '' FROM sqlite_schema WHERE name = '{table}'");
    texts(path, sql).await[0].parse().unwrap()
}
