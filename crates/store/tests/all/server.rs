//! What only a server can do to a journal: stop, be shared, be set up wrong, be of an earlier form.

use std::{fmt::Debug, sync::Arc, time::Duration};

use store::{Database, EnvironmentReason, OpenFault, OpenOptions, RecordFault, Store};
use testkit_postgres::Server;
use tokio::task::JoinHandle;

use crate::support::{Node, slug};

/// A server that a test may stop. It goes with the process.
fn own_server() -> &'static Server {
    Box::leak(Box::new(Server::start()))
}

async fn opened(node: &Node, database: Database, dir: &str) -> Result<Store, OpenFault> {
    let mut options =
        OpenOptions::new(node.dir.path().join(dir), "nut-1.example", Arc::new(node.clock.clone()));
    options.database = database;
    Store::open(options).await
}

/// Waits until that many entries more are on record, as long as somebody writes them.
async fn wait_for_entries<T: Debug>(store: &Store, more: u64, writing: &mut JoinHandle<T>) {
    let wanted = store.entry_count() + more;
    let grown = async {
        while store.entry_count() < wanted {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::select! {
        ended = writing => panic!("the writer ended: {ended:?}"),
        within = tokio::time::timeout(Duration::from_mins(2), grown) => within.expect("nothing is recorded any more"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_falls_over_loses_nothing_acknowledged_and_the_store_goes_on_with_it() {
    let server = own_server();
    let mut node = Node::new().await;
    let database = server.database();
    let at = || Database::Postgres { url: database.url() };
    node.store.close().await.unwrap();
    node.store = opened(&node, at(), "other").await.unwrap();
    node.store
        .issue_campaign(&node.regulator(), crate::support::CAMPAIGN.as_bytes(), "tet.toml")
        .await
        .unwrap();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let mut writing = {
        let (store, scope) = (node.store.clone(), node.operator("di-dong"));
        let form = node.acknowledgement("truc");
        tokio::spawn(async move {
            let (mut taken, mut refused) = (Vec::new(), 0);
            while !*stopped.borrow() {
                let draft = journal::Draft { id: store.new_id(), ..form.clone() };
                match store.record(&scope, &slug("di-dong"), draft).await {
                    Ok(receipt) => taken.push(receipt),
                    Err(RecordFault::Environment(_)) => refused += 1,
                    Err(other) => panic!("{other}"),
                }
            }
            (taken, refused)
        })
    };
    for _ in 0..3 {
        wait_for_entries(&node.store, 50, &mut writing).await;
        tokio::task::spawn_blocking(|| server.crash_and_restart()).await.unwrap();
    }
    wait_for_entries(&node.store, 50, &mut writing).await;
    stop.send(true).unwrap();
    let (mut taken, refused) = writing.await.unwrap();
    assert!(refused > 0, "no record met the stop");
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    // Where it stops between two records, the first that comes meets a connection that is gone, and the next a new one.
    tokio::task::spawn_blocking(|| server.crash_and_restart()).await.unwrap();
    let late = || store::Store::record(&node.store, &scope, &log, node.acknowledgement("truc"));
    let refused = refused + u64::from(late().await.is_err());
    taken.push(late().await.unwrap());
    // One that was refused may have been kept all the same, as after any cut connection; none is kept twice.
    let size = node.store.entries(&scope, &log, None, 1).await.unwrap().size;
    assert!(size >= taken.len() as u64 && size <= taken.len() as u64 + refused);
    node.store.close().await.unwrap();
    node.store = opened(&node, at(), "other").await.unwrap();
    for receipt in &taken {
        assert_eq!(node.store.entry(&scope, &log, receipt.index).await.unwrap().leaf, receipt.leaf);
    }
    let out = node.dir.path().join("export");
    node.store.export(&node.regulator(), &store::ExportScope::All, Vec::new(), &out).await.unwrap();
    assert!(journal::verify::verify(&out, None).unwrap().holds());
    node.store.close().await.unwrap();
}

#[tokio::test]
async fn one_node_writes_a_database_and_the_second_is_refused() {
    let node = Node::new().await;
    // As a copy of the data directory on another machine would.
    let other = node.dir.path().join("other");
    std::fs::create_dir(&other).unwrap();
    for name in ["node.key", "accounts.key", "format", "database"] {
        std::fs::copy(node.data().join(name), other.join(name)).unwrap();
    }
    let fault = opened(&node, node.database(), "other").await.unwrap_err();
    match fault {
        OpenFault::Environment(fault) => assert_eq!(fault.reason, EnvironmentReason::Busy, "{fault}"),
        other => panic!("{other}"),
    }
    node.record("di-dong", node.acknowledgement("truc")).await;
}

#[tokio::test]
async fn a_directory_and_a_database_that_do_not_belong_together_are_refused() {
    let node = Node::new().await;
    node.store.close().await.unwrap();
    let mut files = node.options();
    files.database = Database::Sqlite;
    let fault = Store::open(files).await.unwrap_err().to_string();
    assert!(fault.contains("lies in PostgreSQL"), "{fault}");
    assert!(!node.data().join("journal.db").exists(), "no second history was begun");
    // A fresh directory beside a journal that is signed with another key.
    let fault = opened(&node, node.database(), "fresh").await.unwrap_err().to_string();
    assert!(fault.contains("node.key"), "{fault}");
    let other = Node::new().await;
    other.store.close().await.unwrap();
    let mut swapped = node.options();
    swapped.database = other.database();
    let fault = Store::open(swapped).await.unwrap_err().to_string();
    assert!(fault.contains("another data directory"), "{fault}");
    Store::open(node.options()).await.unwrap();
}

#[tokio::test]
async fn a_server_that_could_lose_what_it_acknowledged_or_show_what_it_may_not_is_refused() {
    let server = own_server();
    let node = Node::bare().await;
    let database = server.database();
    let open = || opened(&node, Database::Postgres { url: database.url() }, "other");
    let refused = async |says: &str| match open().await.unwrap_err() {
        OpenFault::Database { what } => assert!(what.contains(says), "{what}"),
        other => panic!("{other}"),
    };
    server.sql("postgres", "ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf()");
    refused("fsync off").await;
    server.sql(
        "postgres",
        "ALTER SYSTEM RESET fsync; SELECT pg_reload_conf(); REVOKE thongsuot_reader FROM thongsuot",
    );
    refused("GRANT thongsuot_reader").await;
    server.sql("postgres", "GRANT thongsuot_reader TO thongsuot; ALTER ROLE thongsuot_reader BYPASSRLS");
    refused("ordinary role").await;
    server.sql(
        "postgres",
        "ALTER ROLE thongsuot_reader NOBYPASSRLS; ALTER ROLE thongsuot_reader RENAME TO other",
    );
    refused("CREATE ROLE thongsuot_reader").await;
    server.sql("postgres", "ALTER ROLE other RENAME TO thongsuot_reader");
    open().await.unwrap();
    let fault =
        opened(&node, Database::Postgres { url: "postgres:///?password=bí mật&port=x".to_owned() }, "x");
    let fault = fault.await.unwrap_err().to_string();
    assert!(fault.contains("postgres://") && !fault.contains("bí mật"), "{fault}");
}

/// Every step there was, in order.
const STEPS: [&str; 4] = [
    include_str!("../../migrations/postgres/journal-0001.sql"),
    include_str!("../../migrations/postgres/journal-0002.sql"),
    include_str!("../../migrations/postgres/journal-0003.sql"),
    include_str!("../../migrations/postgres/journal-0004.sql"),
];

/// A journal of an earlier form with the rows of the present one, which is set aside as `present`.
fn of_form(postgres: &testkit_postgres::Database, form: usize) {
    postgres.sql("SET client_min_messages = warning; DROP SCHEMA IF EXISTS journal, state CASCADE");
    let steps = STEPS[..form].join("\n");
    // All in one statement: a function's body has semicolons of its own.
    postgres.sql_whole(&format!(
        "SET ROLE thongsuot; CREATE SCHEMA journal; SET search_path = journal; {steps};
         CREATE TABLE form (applied BIGINT NOT NULL); INSERT INTO form VALUES ({form})"
    ));
    let tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'journal' AND table_name <> 'form'";
    for table in postgres.sql(tables).lines() {
        let columns = postgres.sql(&format!(
            "SELECT string_agg(column_name, ', ') FROM information_schema.columns \
             WHERE table_schema = 'journal' AND table_name = '{table}'"
        ));
        postgres
            .sql(&format!("INSERT INTO journal.{table} ({columns}) SELECT {columns} FROM present.{table}"));
    }
}

#[tokio::test]
async fn a_journal_of_every_earlier_form_is_brought_to_the_present_one_and_of_a_later_one_refused() {
    let mut node = Node::new().await;
    let receipt = node.record("di-dong", node.inspection("An")).await;
    node.store.sign_checkpoints().await.unwrap();
    let board = node.store.board_snapshot();
    node.store.close().await.unwrap();
    node.postgres.as_ref().unwrap().sql("ALTER SCHEMA journal RENAME TO present");
    for form in 1..=STEPS.len() {
        of_form(node.postgres.as_ref().unwrap(), form);
        node.store = Store::open(node.options()).await.unwrap();
        let (operator, log) = (node.operator("di-dong"), slug("di-dong"));
        let entry = node.store.entry(&operator, &log, receipt.index).await.unwrap();
        assert_eq!((entry.leaf, node.store.board_snapshot()), (receipt.leaf, board.clone()), "form {form}");
        // What came with the later forms is there.
        let sent = store::Sent { caller: "a-1".to_owned(), key: [1; 32], request: [2; 32] };
        let record = node.store.record(&operator, &log, node.acknowledgement("truc"));
        let (receipt, marked) = store::carrying_out(sent.clone(), record).await;
        assert!(receipt.is_ok() && marked, "form {form}");
        let known = node.store.find_carried_out(&sent, &[7; 32]).await.unwrap();
        assert!(matches!(known, Some(store::CarriedOut::Unanswered(Some(_)))), "form {form}");
        let postgres = node.postgres.as_ref().unwrap();
        assert_eq!(postgres.sql("SELECT applied FROM journal.form"), STEPS.len().to_string(), "form {form}");
        for walled in ["entries", "recoveries"] {
            let seen =
                postgres.sql(&format!("SET ROLE thongsuot_reader; SELECT count(*) FROM journal.{walled}"));
            assert_eq!(seen, "0", "form {form}");
        }
        node.store.close().await.unwrap();
    }
    let postgres = node.postgres.as_ref().unwrap();
    postgres.sql("UPDATE journal.form SET applied = 99");
    let fault = Store::open(node.options()).await.unwrap_err();
    assert!(matches!(fault, OpenFault::NewerVersion { .. }), "{fault}");
}

#[tokio::test]
async fn no_statistics_are_kept_of_what_may_be_erased() {
    let node = Node::new().await;
    let receipt = node.record("di-dong", node.inspection("Trần Thị Mẫu")).await;
    for _ in 0..20 {
        node.record("di-dong", node.inspection("Trần Thị Mẫu")).await;
    }
    node.store
        .erase(&node.operator("di-dong"), receipt.id, &["signer".to_owned()], "theo yêu cầu")
        .await
        .unwrap();
    let postgres = node.postgres.as_ref().unwrap();
    postgres.sql("ANALYZE journal.disclosures; ANALYZE journal.blobs");
    let kept = "SELECT attname FROM pg_stats WHERE schemaname = 'journal' AND tablename IN ('disclosures', 'blobs') \
                AND attname IN ('salt', 'value', 'sha256')";
    assert_eq!(postgres.sql(kept), "");
}
