//! Whether a store is ready is asked of the writer and the database, and answered in a bounded time.

use std::time::Duration;

use store::{EnvironmentReason, READY_WITHIN};

use crate::support::{Node, slug};

/// Leaves no room for anything more.
async fn fill(node: &Node) {
    let Some(postgres) = &node.postgres else {
        node.limit.set(1);
        // Pages that were let go are room as well.
        while node
            .store
            .record(&node.operator("di-dong"), &slug("di-dong"), node.acknowledgement("truc"))
            .await
            .is_ok()
        {}
        return;
    };
    postgres.sql_whole(
        "CREATE FUNCTION journal.full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$",
    );
    postgres.sql(
        "CREATE TRIGGER full_disk BEFORE INSERT ON journal.facts_about_this_file FOR EACH ROW EXECUTE FUNCTION journal.full_disk()",
    );
}

#[tokio::test]
async fn a_store_that_takes_no_writes_is_not_ready_and_is_again_when_it_does() {
    let node = Node::new().await;
    node.store.check_ready().await.unwrap();
    fill(&node).await;
    // What was answered a moment ago stands.
    node.store.check_ready().await.unwrap();
    node.clock.advance(1_000);
    let fault = node.store.check_ready().await.unwrap_err();
    assert_eq!(fault.reason, EnvironmentReason::DiskFull, "{fault}");
    match &node.postgres {
        Some(postgres) => drop(postgres.sql("DROP TRIGGER full_disk ON journal.facts_about_this_file")),
        None => node.limit.set(u32::MAX - 1),
    }
    node.clock.advance(1_000);
    node.store.check_ready().await.unwrap();
    node.store.close().await.unwrap();
    node.clock.advance(1_000);
    let fault = node.store.check_ready().await.unwrap_err();
    assert!(matches!(fault.reason, EnvironmentReason::Closed | EnvironmentReason::Disk), "{fault}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_writer_that_is_held_up_is_not_waited_for() {
    let node = Node::new().await;
    node.store.check_ready().await.unwrap();
    node.clock.advance(1_000);
    let holding = node.hold_up(READY_WITHIN + Duration::from_secs(1)).await;
    let begun = tokio::time::Instant::now();
    let fault = node.store.check_ready().await.unwrap_err();
    assert!(matches!(fault.reason, EnvironmentReason::Busy), "{fault}");
    assert!(begun.elapsed() < READY_WITHIN + Duration::from_millis(500), "{:?}", begun.elapsed());
    holding.await.unwrap();
    node.clock.advance(1_000);
    node.store.check_ready().await.unwrap();
}
