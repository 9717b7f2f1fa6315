//! A journal moves between the two databases whole, or not at all.

use std::fs;

use store::{Asked, Database, Destination, MoveFault, MoveOrder, NewSession, Store, move_journal};

use crate::support::{Node, key, slug, texts};

fn order(node: &Node, to: Destination) -> MoveOrder {
    MoveOrder { data: node.data(), postgres: node.database(), to }
}

/// The options of a node whose journal is where it was brought.
fn options(node: &Node, to: Destination) -> store::OpenOptions {
    let mut options = node.options();
    if to == Destination::Sqlite {
        options.database = Database::Sqlite;
    }
    options
}

async fn lived_in() -> Node {
    let node = Node::new().await;
    for number in 0..600 {
        node.record("di-dong", node.inspection(&format!("Người ký {number}"))).await;
    }
    node.record("buu-dien", node.acknowledgement("truc")).await;
    node.store.put_blob(&node.operator("di-dong"), b"a document".to_vec()).await.unwrap();
    node.store.sign_checkpoints().await.unwrap();
    node.record("buu-dien", node.acknowledgement("truc")).await;
    let new = store::NewAccount {
        login: "truc".to_owned(),
        password_hash: "$argon2id$x".to_owned(),
        role: access::Role::DutyOfficer,
        organisation: slug("di-dong"),
        name: "Trực".to_owned(),
    };
    node.store.add_account(&node.scope(access::Role::Administrator, "di-dong"), new).await.unwrap();
    let session = NewSession { login: "truc".to_owned(), csrf: "c".to_owned(), device: String::new() };
    node.store.open_session([3; 32], session, None).await.unwrap();
    node
}

/// Everything a person could tell the two apart by.
async fn seen(node: &Node, store: &Store) -> String {
    let (scope, all) = (node.operator("di-dong"), node.regulator());
    let logs = store.logs(&all).await.unwrap();
    let logs: Vec<_> = logs.iter().map(|log| (&log.origin, log.size, log.root, &log.checkpoint)).collect();
    let evidence = store.evidence(&scope, &key("di-dong", "kiem-tra"), None, 100).await.unwrap();
    let account = store.find_login("truc").await.unwrap();
    let session = store.find_session([3; 32]).await.unwrap();
    let board = store.board_at(&all, &Asked::default()).await.unwrap();
    format!("{logs:?}\n{evidence:?}\n{account:?}\n{session:?}\n{board:?}")
}

#[tokio::test]
async fn a_journal_goes_to_journal_db_and_back_with_everything_in_it() {
    let mut node = lived_in().await;
    let before = seen(&node, &node.store).await;
    let snapshot = node.store.board_snapshot();
    node.store.close().await.unwrap();
    for to in [Destination::Sqlite, Destination::Postgres] {
        let moved = move_journal(&order(&node, to)).await.unwrap();
        assert!(moved.rows > 2_000 && moved.logs.len() >= 2, "{moved:?}");
        node.store = Store::open(options(&node, to)).await.unwrap();
        assert_eq!(seen(&node, &node.store).await, before, "{to:?}");
        assert_eq!(node.store.board_snapshot(), snapshot);
        node.store.close().await.unwrap();
        // The source is empty: nobody starts from it, and nothing that is erased later stays in it.
        let postgres = node.postgres.as_ref().unwrap();
        let schemas = postgres.sql("SELECT count(*) FROM pg_namespace WHERE nspname IN ('journal', 'state')");
        assert_eq!(
            (schemas.as_str(), node.data().join("journal.db").exists()),
            match to {
                Destination::Sqlite => ("0", true),
                Destination::Postgres => ("2", false),
            }
        );
        let mut other = node.options();
        if to == Destination::Postgres {
            other.database = Database::Sqlite;
        }
        assert!(Store::open(other).await.is_err(), "{to:?}: the place it came from does not open");
    }
    // Going on after both, the log is one.
    node.store = Store::open(node.options()).await.unwrap();
    node.record("di-dong", node.acknowledgement("truc")).await;
    let out = node.dir.path().join("export");
    node.store.export(&node.regulator(), &store::ExportScope::All, Vec::new(), &out).await.unwrap();
    assert!(journal::verify::verify(&out, None).unwrap().holds());
}

#[tokio::test]
async fn a_destination_that_holds_something_and_a_journal_in_use_are_refused() {
    let node = lived_in().await;
    assert!(matches!(move_journal(&order(&node, Destination::Sqlite)).await, Err(MoveFault::Open(_))));
    node.store.close().await.unwrap();
    assert!(matches!(
        move_journal(&order(&node, Destination::Postgres)).await,
        Err(MoveFault::AlreadyThere(_))
    ));
    // Another journal at the destination is somebody's.
    let whole = node.data().join("journal.db");
    fs::write(&whole, b"half").unwrap();
    move_journal(&order(&node, Destination::Sqlite)).await.unwrap_err();
    assert_eq!(fs::read(&whole).unwrap(), b"half");
    fs::remove_file(&whole).unwrap();
    // What a move that was cut short left by its own name goes.
    fs::write(node.data().join("journal.db.moving"), b"half").unwrap();
    Store::open(node.options()).await.unwrap().close().await.unwrap();
    move_journal(&order(&node, Destination::Sqlite)).await.unwrap();
    assert!(!node.data().join("journal.db.moving").exists());
    let postgres = node.postgres.as_ref().unwrap();
    postgres.sql(
        "CREATE SCHEMA journal AUTHORIZATION thongsuot; CREATE TABLE journal.logs (no BIGINT); \
         ALTER TABLE journal.logs OWNER TO thongsuot",
    );
    assert!(matches!(move_journal(&order(&node, Destination::Postgres)).await, Err(MoveFault::NotEmpty(_))));
    Store::open(options(&node, Destination::Sqlite)).await.unwrap().close().await.unwrap();
    postgres.sql("SET client_min_messages = warning; DROP SCHEMA journal CASCADE");
    move_journal(&order(&node, Destination::Postgres)).await.unwrap();
    Store::open(node.options()).await.unwrap();
}

#[tokio::test]
async fn a_journal_that_does_not_lead_to_its_signed_heads_does_not_move() {
    let node = lived_in().await;
    node.store.close().await.unwrap();
    node.raw_sql(crate::support::ALTERED).await;
    let fault = move_journal(&order(&node, Destination::Sqlite)).await.unwrap_err();
    assert!(matches!(&fault, MoveFault::Damaged(what) if what.contains("not what was recorded")), "{fault}");
    assert!(!node.data().join("journal.db").exists() && node.data().join("database").exists());
}

#[tokio::test]
async fn a_move_cut_short_at_its_last_step_leaves_one_journal_in_force() {
    let node = lived_in().await;
    node.store.close().await.unwrap();
    let marker = node.data().join("database");
    let kept = fs::read(&marker).unwrap();
    move_journal(&order(&node, Destination::Sqlite)).await.unwrap();
    // journal.db is whole, but the directory still says PostgreSQL: neither opens until a person has looked.
    fs::write(&marker, kept).unwrap();
    let fault = Store::open(options(&node, Destination::Sqlite)).await.unwrap_err().to_string();
    assert!(fault.contains("lies in PostgreSQL"), "{fault}");
    let fault = Store::open(node.options()).await.unwrap_err().to_string();
    assert!(fault.contains("a move was cut short"), "{fault}");
}

/// Each state that a kill can leave between two steps that last, made again.
#[tokio::test]
async fn a_move_that_was_cut_short_anywhere_is_made_again() {
    let mut node = lived_in().await;
    let before = seen(&node, &node.store).await;
    node.store.close().await.unwrap();
    let (journal, marker) = (node.data().join("journal.db"), node.data().join("database"));
    let unmarked = fs::read(&marker).unwrap();
    let postgres = node.postgres.as_ref().unwrap();
    // To journal.db: whole, and still marked as in PostgreSQL, which holds everything yet.
    move_journal(&order(&node, Destination::Sqlite)).await.unwrap();
    let file = fs::read(&journal).unwrap();
    // To PostgreSQL, cut before it is marked: the copy is whole there, and journal.db in force.
    move_journal(&order(&node, Destination::Postgres)).await.unwrap();
    let mark = fs::read(&marker).unwrap();
    assert_eq!(mark, unmarked);
    fs::remove_file(&marker).unwrap();
    fs::write(&journal, &file).unwrap();
    assert!(Store::open(node.options()).await.is_err(), "the copy does not serve");
    move_journal(&order(&node, Destination::Postgres)).await.unwrap();
    // Cut once it is marked: neither serves, and the move made again only clears away what was moved.
    fs::write(&journal, &file).unwrap();
    assert!(Store::open(node.options()).await.is_err());
    move_journal(&order(&node, Destination::Postgres)).await.unwrap();
    assert!(!journal.exists());
    // Back, cut before the mark is taken away.
    fs::write(&journal, &file).unwrap();
    move_journal(&order(&node, Destination::Sqlite)).await.unwrap();
    assert!(!marker.exists());
    // And to PostgreSQL, cut while its tables are still empty.
    move_journal(&order(&node, Destination::Postgres)).await.unwrap();
    postgres.sql(
        "TRUNCATE journal.facts_about_this_file, journal.logs, journal.entries, journal.ids, journal.nodes, \
         journal.checkpoints, journal.campaigns, journal.accounts, journal.sessions, journal.disclosures, \
         journal.blobs",
    );
    fs::remove_file(&marker).unwrap();
    fs::write(&journal, &file).unwrap();
    move_journal(&order(&node, Destination::Postgres)).await.unwrap();
    node.store = Store::open(node.options()).await.unwrap();
    assert_eq!(seen(&node, &node.store).await, before);
    // What went on in the meantime is nobody's left-over.
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.store.close().await.unwrap();
    fs::write(&journal, &file).unwrap();
    assert!(matches!(
        move_journal(&order(&node, Destination::Postgres)).await,
        Err(MoveFault::AlreadyThere(_))
    ));
    assert!(matches!(move_journal(&order(&node, Destination::Sqlite)).await, Err(MoveFault::NotEmpty(_))));
}

#[tokio::test]
async fn a_journal_that_lacks_what_was_signed_is_in_doubt_after_a_move_as_well() {
    let mut node = lived_in().await;
    node.store.close().await.unwrap();
    move_journal(&order(&node, Destination::Sqlite)).await.unwrap();
    let (journal, copy) = (node.data().join("journal.db"), node.dir.path().join("journal.db"));
    fs::copy(&journal, &copy).unwrap();
    node.store = Store::open(options(&node, Destination::Sqlite)).await.unwrap();
    assert!(!node.store.is_in_doubt());
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.store.close().await.unwrap();
    fs::copy(&copy, &journal).unwrap();
    // A move that was cut short after it had written down the heads, and is made again.
    let heads = texts(&node.data().join("state.db"), "SELECT note FROM heads").await;
    fs::write(node.data().join("heads"), serde_json::to_vec(&[heads.clone(), heads].concat()).unwrap())
        .unwrap();
    for to in [Destination::Postgres, Destination::Sqlite] {
        move_journal(&order(&node, to)).await.unwrap();
        for start in 1..=2 {
            node.store = Store::open(options(&node, to)).await.unwrap();
            assert_eq!(node.store.doubted_logs(), [slug("di-dong")], "{to:?}, start {start}");
            node.store.close().await.unwrap();
        }
    }
}
