//! Row-level security as the second wall: a statement that forgot its scope gets no more than the scope, and what the store
//! reads for a viewer it reads behind it.

use access::Role;
use campaign::Status;
use store::{Asked, PageAsked};

use crate::support::{Node, at, key, slug};

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
    let nodes = "SELECT count(*) FROM journal.nodes";
    assert_ne!(behind(&node, "{di-dong}", nodes), "0");
    assert_eq!(behind(&node, "{tram}", nodes), "0");
    let topics = "SELECT count(*) FROM state.evidence";
    assert_ne!(behind(&node, "{di-dong}", topics), "0");
    assert_eq!(behind(&node, "{tram}", topics), "0");
}

/// A regulator's measurements judge an operator's cells; what it wrote of others stays behind the wall.
#[tokio::test]
async fn what_a_board_is_judged_from_opens_entries_about_those_organisations_and_nothing_else() {
    let node = lived_in().await;
    let judged =
        |ask: &str| behind(&node, "{buu-dien}", &format!("SET thongsuot.judged_from = '{{so,tram}}'; {ask}"));
    assert_eq!(
        judged("SELECT string_agg(DISTINCT about, ' ' ORDER BY about) FROM journal.entries"),
        "buu-dien so"
    );
    assert_eq!(judged("SELECT count(*) FROM journal.disclosures"), "0");
    assert_eq!(judged("SELECT string_agg(DISTINCT organisation, ' ') FROM journal.accounts"), "buu-dien");
    assert_eq!(judged("SELECT count(*) FROM journal.blobs"), "0");
    assert_eq!(judged("SELECT count(*) FROM journal.logs"), "1");
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

/// Walls without a gate: whatever goes around one still finds everything.
fn shut(node: &Node) {
    for table in ["entries", "ids", "nodes", "disclosures", "accounts", "blobs", "machine_keys", "recoveries"]
    {
        let alter = format!("ALTER POLICY of_scope ON journal.{table} USING (false)");
        node.postgres.as_ref().unwrap().sql(&alter);
    }
}

#[tokio::test]
async fn what_the_store_reads_for_a_viewer_it_reads_behind_the_wall() {
    let node = lived_in().await;
    let (scope, log, cell) = (node.operator("di-dong"), slug("di-dong"), key("di-dong", "truc"));
    let store = &node.store;
    let admin = node.scope(Role::Administrator, "di-dong");
    let actor = store.accounts(&admin, None, 10).await.unwrap().accounts[0].actor.clone();
    store.ask_recovery(&admin, &actor, "quên mật khẩu").await.unwrap();
    let mut claim = node.draft(
        "dispute.opened",
        "obligation:truc",
        &[
            ("obligation", "truc".into()),
            ("reply_due", at("2027-02-03T08:00:00").to_string().as_str().into()),
        ],
    );
    claim.grade = None;
    claim.private.insert("claim".to_owned(), "số liệu sai".into());
    let dispute = node.record("di-dong", claim).await.id;
    let id = store.evidence(&scope, &cell, None, 10).await.unwrap().items[0].entry.id;
    let known = store.cursor(&scope);
    let now = store.now();
    let past = Asked { at: None, known: Some(known.clone()) };
    let status = |cells: Vec<campaign::Cell>| {
        cells.into_iter().find(|one| one.key() == key("di-dong", "truc")).unwrap().status
    };
    // With the gates open, each of them finds something.
    assert!(!store.entries(&scope, &log, None, 10).await.unwrap().entries.is_empty());
    assert_eq!(status(store.board_at(&scope, &past).await.unwrap()), Status::Proven);
    assert!(!store.cell_records(&scope, &cell, &known, now).await.unwrap().records.is_empty());
    assert_eq!(store.disputes(&scope, None).await.unwrap().len(), 1);
    assert_eq!(store.recoveries(&admin, &PageAsked::default()).await.unwrap().lines.len(), 1);
    assert!(!store.assignable(&scope).await.unwrap().is_empty());
    assert!(store.proof(&scope, &log, 0).await.is_ok());
    assert!(store.consistency(&scope, &log, 1).await.is_ok());

    shut(&node);
    // A page with holes is damage to whoever asks, and not an empty log.
    assert!(store.entries(&scope, &log, None, 10).await.is_err());
    assert!(store.entry(&scope, &log, 0).await.is_err());
    assert!(store.find_evidence(&scope, id).await.is_err());
    assert!(store.evidence(&scope, &cell, None, 10).await.unwrap().items.is_empty());
    assert!(store.evidence(&scope, &cell, Some(id), 10).await.is_err());
    // A replay of another prefix: the last one is kept.
    let replayed = Asked { at: Some(now), known: Some(store.cursor(&node.operator("buu-dien"))) };
    assert_eq!(store.board_at(&node.operator("buu-dien"), &replayed).await.unwrap().len(), 2);
    node.record("di-dong", node.acknowledgement("truc")).await;
    let past = Asked { at: None, known: Some(store.cursor(&scope)) };
    assert_ne!(status(store.board_at(&scope, &past).await.unwrap()), Status::Proven);
    assert_ne!(store.cell(&scope, &cell, &past).await.unwrap().cell.status, Status::Proven);
    assert!(store.board_at(&scope, &Asked { at: None, known: Some(known) }).await.is_err());
    let known = store.cursor(&scope);
    assert!(store.cell_records(&scope, &cell, &known, now).await.unwrap().records.is_empty());
    assert!(store.disputes(&scope, None).await.unwrap().is_empty());
    assert!(store.find_dispute(&scope, dispute).await.is_err());
    assert!(store.answers(&scope, id).await.unwrap().is_empty());
    assert!(store.consistency(&scope, &log, 1).await.is_err(), "the tree was read around the wall");
    assert!(store.corrections(&scope, &log).await.unwrap().is_empty());
    let mut answer = node.acknowledgement("truc");
    answer.answers = vec![id];
    assert!(store.record(&scope, &log, answer).await.is_err(), "what is answered was read around it");
    assert!(store.erase(&admin, id, &["signer".to_owned()], "").await.is_err());
    let out = node.dir.path().join("export");
    assert!(store.export(&scope, &store::ExportScope::All, Vec::new(), &out).await.is_err());
    assert!(store.accounts(&admin, None, 10).await.unwrap().accounts.is_empty());
    assert!(store.recoveries(&admin, &PageAsked::default()).await.unwrap().lines.is_empty());
    assert!(store.assignable(&scope).await.unwrap().is_empty());
    // The node itself goes on judging and recording.
    node.record("di-dong", node.acknowledgement("truc")).await;
    assert_eq!(status(store.board_at(&node.regulator(), &Asked::default()).await.unwrap()), Status::Proven);
}

/// The wall of a replay holds back what no cell of the viewer is judged from, and nothing else.
#[tokio::test]
async fn a_board_replayed_behind_the_wall_is_the_live_one() {
    let node = lived_in().await;
    node.clock.advance(300_000);
    node.measure("di-dong", node.summary(40, 60)).await;
    let mut from_above = node.summary(50, 50);
    from_above.subject = journal::Subject::new("organisation:so").unwrap();
    node.store.record(&node.machine("so"), &slug("so"), from_above).await.unwrap();
    for scope in
        [node.regulator(), node.operator("di-dong"), node.operator("buu-dien"), node.operator("tram")]
    {
        let live = node.store.board_at(&scope, &Asked::default()).await.unwrap();
        let past = Asked { at: None, known: Some(node.store.cursor(&scope)) };
        assert_eq!(node.store.board_at(&scope, &past).await.unwrap(), live, "{}", scope.organisation);
        for cell in live {
            let known = node.store.cell(&scope, &cell.key(), &past).await.unwrap().cell;
            assert_eq!(known, cell);
        }
    }
}
