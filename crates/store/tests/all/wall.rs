//! Row-level security as the second wall: a statement that forgot its scope gets no more than the scope, and what the store
//! reads for a viewer it reads behind it.

use journal::Slug;
use store::Asked;

use crate::support::{Node, key, slug};

/// What whoever reads for viewers of these organisations gets, whatever it asks.
fn behind(node: &Node, organisations: &str, ask: &str) -> String {
    node.postgres
        .as_ref()
        .unwrap()
        .sql(&format!("SET ROLE thongsuot_reader; SET thongsuot.organisations = '{organisations}'; {ask}"))
}

async fn lived_in() -> Node {
    let node = Node::new().await;
    node.record("di-dong", node.inspection("Người của di động")).await;
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.record("buu-dien", node.acknowledgement("truc")).await;
    // In the regulator's log, about an operator.
    let mut photo = node.inspection("Người của sở");
    photo.facts.insert("organisation".to_owned(), "di-dong".into());
    node.store.record(&node.regulator(), &slug("so"), photo).await.unwrap();
    for (organisation, login) in [("di-dong", "d"), ("buu-dien", "b")] {
        let new = store::NewAccount {
            login: login.to_owned(),
            password_hash: "$argon2id$x".to_owned(),
            role: access::Role::DutyOfficer,
            organisation: slug(organisation),
            name: login.to_owned(),
        };
        let admin = node.scope(access::Role::Administrator, organisation);
        node.store.add_account(&admin, new).await.unwrap();
    }
    node.store.put_blob(&node.operator("di-dong"), b"a document".to_vec()).await.unwrap();
    node.store.sign_checkpoints().await.unwrap();
    node.store.board_at(&node.regulator(), &Asked::default()).await.unwrap();
    node
}

#[tokio::test]
async fn a_statement_that_forgot_its_scope_yields_only_what_is_in_it() {
    let node = lived_in().await;
    let everything = node.postgres.as_ref().unwrap().sql("SELECT count(*) FROM journal.entries");
    let entries = "SELECT DISTINCT about FROM journal.entries ORDER BY about";
    assert_eq!(behind(&node, "{di-dong}", entries), "di-dong");
    assert_eq!(behind(&node, "{buu-dien}", entries), "buu-dien");
    assert_eq!(behind(&node, "{}", entries), "");
    let count = "SELECT count(*) FROM journal.entries";
    assert_eq!(behind(&node, "{so,di-dong,buu-dien,tram}", count), everything);
    // The regulator's log is not theirs, but the one entry in it that is about them is.
    let foreign = "SELECT count(*) FROM journal.entries WHERE about = 'di-dong' AND seq >> 40 = \
                   (SELECT max(seq >> 40) FROM journal.entries WHERE about = 'so')";
    assert_eq!(behind(&node, "{so,di-dong}", foreign), "1");
    for (table, own, others) in [
        ("disclosures", "{di-dong}", "{buu-dien}"),
        ("blobs", "{di-dong}", "{buu-dien}"),
        ("accounts", "{di-dong}", "{tram}"),
        ("checkpoints", "{di-dong}", "{tram}"),
        ("logs", "{di-dong}", "{tram}"),
        ("ids", "{di-dong}", "{tram}"),
    ] {
        let count = format!("SELECT count(*) FROM journal.{table}");
        assert_ne!(behind(&node, own, &count), "0", "{table}");
        assert_eq!(behind(&node, others, &count), "0", "{table}");
    }
    let topics = "SELECT count(*) FROM state.evidence";
    assert_ne!(behind(&node, "{di-dong}", topics), "0");
    assert_eq!(behind(&node, "{tram}", topics), "0");
}

#[tokio::test]
async fn without_a_scope_nothing_is_seen_and_nothing_is_written() {
    let node = lived_in().await;
    let postgres = node.postgres.as_ref().unwrap();
    assert_eq!(postgres.sql("SET ROLE thongsuot_reader; SELECT count(*) FROM journal.entries"), "0");
    for table in ["sessions", "invitations", "second_factors", "recovery_codes", "facts_about_this_file"] {
        let granted = format!("SELECT has_table_privilege('thongsuot_reader', 'journal.{table}', 'SELECT')");
        assert_eq!(postgres.sql(&granted), "f", "{table}");
    }
    let writes = "SELECT count(*) FROM pg_tables WHERE schemaname IN ('journal', 'state') AND \
                  (has_table_privilege('thongsuot_reader', schemaname || '.' || tablename, 'INSERT') OR \
                  has_table_privilege('thongsuot_reader', schemaname || '.' || tablename, 'UPDATE') OR \
                  has_table_privilege('thongsuot_reader', schemaname || '.' || tablename, 'DELETE'))";
    assert_eq!(postgres.sql(writes), "0");
}

#[tokio::test]
async fn what_the_store_reads_for_a_viewer_it_reads_behind_the_wall() {
    let node = lived_in().await;
    let scope = node.operator("di-dong");
    let log: Slug = slug("di-dong");
    let id = node.store.evidence(&scope, &key("di-dong", "truc"), None, 10).await.unwrap().items[0].entry.id;
    assert!(!node.store.entries(&scope, &log, None, 10).await.unwrap().entries.is_empty());
    // A wall without a gate: whatever goes around it still finds everything.
    let postgres = node.postgres.as_ref().unwrap();
    postgres.sql(
        "ALTER POLICY of_scope ON journal.entries USING (false); ALTER POLICY of_scope ON journal.accounts USING (false); \
         ALTER POLICY of_scope ON journal.blobs USING (false)",
    );
    assert!(node.store.entries(&scope, &log, None, 10).await.unwrap().entries.is_empty());
    assert!(node.store.entry(&scope, &log, 0).await.is_err());
    assert!(node.store.find_evidence(&scope, id).await.is_err());
    assert!(node.store.evidence(&scope, &key("di-dong", "truc"), None, 10).await.unwrap().items.is_empty());
    let out = node.dir.path().join("export");
    assert!(node.store.export(&scope, &store::ExportScope::All, Vec::new(), &out).await.is_err());
    let admin = node.scope(access::Role::Administrator, "di-dong");
    assert!(node.store.accounts(&admin, None, 10).await.unwrap().accounts.is_empty());
    // The node itself goes on judging and recording.
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.store.board_at(&node.regulator(), &Asked::default()).await.unwrap();
}
