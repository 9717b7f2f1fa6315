//! A restored old backup is noticed against checkpoints kept outside; nothing forks until a person decides, and the
//! decision stands in the journal.

use std::path::{Path, PathBuf};

use access::Role;
use store::{
    BackupOrder, EnvironmentReason, ExportScope, Keys, OpenOptions, ReadFault, RecordFault, RestoreOrder,
    Store, backup, restore,
};

use crate::support::{Node, key, raw_sql, slug, texts};

/// A node that keeps its checkpoints outside, with a backup of an earlier moment.
struct Guarded {
    node: Node,
    backup: PathBuf,
}

impl Guarded {
    async fn new() -> Self {
        let mut node = Node::new().await;
        node.store.close().await.unwrap();
        std::fs::create_dir(node.dir.path().join("outside")).unwrap();
        node.store = Store::open(options(&node)).await.unwrap();
        node.record("di-dong", node.acknowledgement("truc")).await;
        node.store.sign_checkpoints().await.unwrap();
        let backup_dir = node.dir.path().join("backup");
        let data = node.dir.path().join("data");
        let (database, now) = (node.database(), node.store.now());
        let order = BackupOrder { data, database, to: backup_dir.clone(), keys: Keys::Within, now };
        backup(&order).await.unwrap();
        Self { node, backup: backup_dir }
    }

    /// Puts the backup in the place of the data directory.
    async fn roll_back(&mut self) -> Result<(), store::OpenFault> {
        self.node.store.close().await.unwrap();
        let data = self.node.dir.path().join("data");
        std::fs::remove_dir_all(&data).unwrap();
        if let Some(postgres) = &self.node.postgres {
            postgres.sql(
                "SET client_min_messages = warning; DROP SCHEMA journal CASCADE; DROP SCHEMA state CASCADE",
            );
        }
        let database = self.node.database();
        restore(&RestoreOrder { from: self.backup.clone(), data, database, keys: None }).await.unwrap();
        self.node.store = Store::open(options(&self.node)).await?;
        Ok(())
    }

    fn outside(&self) -> PathBuf {
        self.node.dir.path().join("outside")
    }
}

fn options(node: &Node) -> OpenOptions {
    let mut options = node.options();
    options.outside = Some(node.dir.path().join("outside"));
    options
}

async fn refused(node: &Node) -> EnvironmentReason {
    let draft = node.acknowledgement("truc");
    match node.store.record(&node.operator("di-dong"), &slug("di-dong"), draft).await {
        Err(RecordFault::Environment(fault)) => fault.reason,
        other => panic!("{other:?}"),
    }
}

async fn exported(node: &Node, to: &Path) -> journal::verify::Report {
    node.store.export(&node.regulator(), &ExportScope::All, Vec::new(), to).await.unwrap();
    journal::verify::verify(to, None).unwrap()
}

#[tokio::test]
async fn an_old_backup_is_noticed_and_nothing_is_recorded_or_signed_until_a_person_decides() {
    let mut guarded = Guarded::new().await;
    for _ in 0..3 {
        guarded.node.record("di-dong", guarded.node.acknowledgement("truc")).await;
    }
    guarded.node.store.sign_checkpoints().await.unwrap();
    guarded.roll_back().await.unwrap();
    let node = &guarded.node;
    assert!(node.store.is_in_doubt());
    let found = node.store.rollbacks(&node.regulator());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].forked, found[0].found_size, found[0].kept_size), (false, 1, 4));
    assert!(node.store.rollbacks(&node.operator("buu-dien")).is_empty(), "another's log is not told of");

    // Nothing is recorded in any log, nothing signed; reading goes on.
    assert_eq!(refused(node).await, EnvironmentReason::RolledBack);
    let (other, log) = (node.operator("buu-dien"), slug("buu-dien"));
    let other = node.store.record(&other, &log, node.acknowledgement("truc"));
    assert!(matches!(other.await, Err(RecordFault::Environment(_))));
    let new = store::NewAccount {
        login: "moi".to_owned(),
        password_hash: "$argon2id$x".to_owned(),
        role: Role::DutyOfficer,
        organisation: slug("di-dong"),
        name: "Mới".to_owned(),
    };
    match node.store.add_account(&node.scope(Role::Administrator, "di-dong"), new).await {
        Err(RecordFault::Environment(fault)) => assert_eq!(fault.reason, EnvironmentReason::RolledBack),
        other => panic!("an account is an entry: {other:?}"),
    }
    node.store.sign_checkpoints().await.unwrap();
    assert_eq!(node.store.logs(&node.operator("di-dong")).await.unwrap()[0].size, 1);
    let page = node.store.board_page(&node.regulator(), &store::BoardQuery::default()).await;
    assert!(!page.unwrap().cells.is_empty());

    // Who may not decide does not; a reason is asked for; a log that is fine is not decided on.
    let keeper = node.scope(Role::Administrator, "so");
    let accept = |scope, log: &str, why: &str| {
        let (store, log, why) = (node.store.clone(), slug(log), why.to_owned());
        async move { store.accept_rollback(&scope, &log, &why).await }
    };
    assert!(matches!(accept(node.regulator(), "di-dong", "đĩa hỏng").await, Err(RecordFault::Denied(_))));
    assert!(matches!(accept(keeper.clone(), "di-dong", " ").await, Err(RecordFault::Invalid(_))));
    assert!(matches!(accept(keeper.clone(), "so", "đĩa hỏng").await, Err(RecordFault::NotFound(_))));
    let receipt = accept(keeper, "di-dong", "đĩa hỏng, khôi phục bản sao").await.unwrap();
    assert_eq!(receipt.index, 1, "where the history was found to end");
    assert!(!node.store.is_in_doubt());
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.store.sign_checkpoints().await.unwrap();

    let report = exported(node, &node.dir.path().join("export")).await;
    assert!(report.holds(), "{report}");
    let said = report.to_string();
    assert!(said.contains("entries 1 to 3 of an earlier history are lost; accepted in entry 1"), "{said}");

    // The next start finds everything in order, also with a copy of the head that was given up.
    std::fs::write(guarded.outside().join("pasted.txt"), &found[0].checkpoint).unwrap();
    guarded.node.store.close().await.unwrap();
    guarded.node.store = Store::open(options(&guarded.node)).await.unwrap();
    assert!(!guarded.node.store.is_in_doubt());
}

#[tokio::test]
async fn a_journal_that_goes_on_from_what_was_kept_is_in_order() {
    let mut guarded = Guarded::new().await;
    // Nothing was signed since the backup: equal. Then it goes on: longer.
    guarded.roll_back().await.unwrap();
    assert!(!guarded.node.store.is_in_doubt());
    guarded.node.record("di-dong", guarded.node.acknowledgement("truc")).await;
    guarded.node.store.close().await.unwrap();
    guarded.node.store = Store::open(options(&guarded.node)).await.unwrap();
    assert!(!guarded.node.store.is_in_doubt());
}

#[tokio::test]
async fn another_history_of_the_same_length_is_noticed() {
    let mut guarded = Guarded::new().await;
    guarded.node.record("di-dong", guarded.node.acknowledgement("truc")).await;
    guarded.node.store.sign_checkpoints().await.unwrap();
    // Somebody goes on from the backup without the outside copy, which signs another second entry.
    let kept = guarded.node.dir.path().join("kept");
    std::fs::rename(guarded.outside(), &kept).unwrap();
    std::fs::create_dir(guarded.outside()).unwrap();
    guarded.roll_back().await.unwrap();
    for _ in 0..3 {
        guarded.node.record("di-dong", guarded.node.acknowledgement("truc")).await;
    }
    guarded.node.store.sign_checkpoints().await.unwrap();
    guarded.node.store.close().await.unwrap();
    std::fs::remove_dir_all(guarded.outside()).unwrap();
    std::fs::rename(&kept, guarded.outside()).unwrap();
    guarded.node.store = Store::open(options(&guarded.node)).await.unwrap();
    let node = &guarded.node;
    let found = node.store.rollbacks(&node.regulator());
    assert_eq!((found[0].forked, found[0].found_size, found[0].kept_size), (true, 4, 2));
    assert_eq!(refused(node).await, EnvironmentReason::RolledBack);
    // What was signed before can still be shown; nothing new is signed.
    let keeper = node.scope(Role::Administrator, "so");
    node.store.accept_rollback(&keeper, &slug("di-dong"), "hai bản sổ").await.unwrap();
    let report = exported(node, &node.dir.path().join("export")).await;
    assert!(
        report.holds() && report.to_string().contains("contradicted a signed head of size 2"),
        "{report}"
    );
}

#[tokio::test]
async fn a_proof_that_needs_a_new_signature_is_refused_while_in_doubt() {
    let mut guarded = Guarded::new().await;
    guarded.node.record("di-dong", guarded.node.acknowledgement("truc")).await;
    let to = guarded.node.dir.path().join("later");
    let data = guarded.node.dir.path().join("data");
    let now = guarded.node.store.now();
    let database = guarded.node.database();
    backup(&BackupOrder { data, database, to: to.clone(), keys: Keys::Within, now }).await.unwrap();
    guarded.node.record("di-dong", guarded.node.acknowledgement("truc")).await;
    guarded.node.store.sign_checkpoints().await.unwrap();
    guarded.backup = to;
    guarded.roll_back().await.unwrap();
    let node = &guarded.node;
    match node.store.proof(&node.operator("di-dong"), &slug("di-dong"), 0).await {
        Err(ReadFault::Environment(fault)) => assert_eq!(fault.reason, EnvironmentReason::RolledBack),
        other => panic!("{other:?}"),
    }
}

/// What was acknowledged after the last checkpoint outside can be lost unseen: that is a minute, or so many entries.
#[tokio::test]
async fn the_time_in_which_a_rollback_passes_unseen_is_kept_short() {
    let mut node = Node::new().await;
    node.store.close().await.unwrap();
    std::fs::create_dir(node.dir.path().join("outside")).unwrap();
    let mut options = options(&node);
    options.checkpoint_entries = 3;
    node.store = Store::open(options).await.unwrap();
    let mut ticks = node.store.ticks();
    let path = node.dir.path().join("outside/nut-1.example+di-dong.checkpoint");
    let kept = || std::fs::read_to_string(&path).ok().map(|note| note.lines().nth(1).unwrap().to_owned());
    node.record("di-dong", node.acknowledgement("truc")).await;
    ticks.look().await;
    assert_eq!(kept(), None, "nothing is signed at once");
    node.clock.advance(60_000);
    ticks.look().await;
    assert_eq!(kept().as_deref(), Some("1"), "after a minute");
    for _ in 0..3 {
        node.record("di-dong", node.acknowledgement("truc")).await;
    }
    ticks.look().await;
    assert_eq!(kept().as_deref(), Some("1"), "not faster than every ten seconds");
    node.clock.advance(10_000);
    ticks.look().await;
    assert_eq!(kept().as_deref(), Some("4"), "after so many entries");
}

/// The plain truth of it: what came after the last checkpoint is gone, and the journal that is left goes on.
#[tokio::test]
async fn a_rollback_to_the_last_checkpoint_is_not_noticed() {
    let mut guarded = Guarded::new().await;
    guarded.node.record("di-dong", guarded.node.acknowledgement("truc")).await;
    guarded.roll_back().await.unwrap();
    assert!(!guarded.node.store.is_in_doubt());
    guarded.node.record("di-dong", guarded.node.acknowledgement("truc")).await;
}

/// A node that names no folder outside, closed, whose journal was put back to what it was one entry before two more. None
/// on a server, which has one write-ahead log for the journal and what is derived from it.
async fn put_back() -> Option<Node> {
    let mut node = Node::new().await;
    if node.postgres.is_some() {
        return None;
    }
    let (journal, copy) = (node.data().join("journal.db"), node.dir.path().join("journal.db"));
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.store.close().await.unwrap();
    std::fs::copy(&journal, &copy).unwrap();
    node.store = Store::open(node.options()).await.unwrap();
    assert!(!node.store.is_in_doubt());
    for _ in 0..2 {
        node.record("di-dong", node.acknowledgement("truc")).await;
    }
    node.store.close().await.unwrap();
    std::fs::copy(&copy, &journal).unwrap();
    Some(node)
}

#[tokio::test]
async fn without_a_folder_outside_what_was_derived_tells_of_entries_that_are_gone_until_a_person_decides() {
    let Some(mut node) = put_back().await else { return };
    for start in 1..=2 {
        node.store = Store::open(node.options()).await.unwrap();
        assert!(node.store.is_in_doubt(), "at start {start}");
        let found = node.store.rollbacks(&node.regulator());
        assert_eq!((found[0].forked, found[0].found_size, found[0].kept_size), (false, 1, 3));
        assert_eq!(refused(&node).await, EnvironmentReason::RolledBack);
        let (scope, cell) = (node.operator("di-dong"), key("di-dong", "truc"));
        let found = node.store.evidence(&scope, &cell, None, 10).await.unwrap();
        assert_eq!(found.items.len(), 1, "what is there is found, and nothing else");
        node.store.close().await.unwrap();
    }
    node.store = Store::open(node.options()).await.unwrap();
    let keeper = node.scope(Role::Administrator, "so");
    node.store.accept_rollback(&keeper, &slug("di-dong"), "đĩa hỏng").await.unwrap();
    node.record("di-dong", node.acknowledgement("truc")).await;
    node.store.close().await.unwrap();
    node.store = Store::open(node.options()).await.unwrap();
    assert!(!node.store.is_in_doubt());
    let report = exported(&node, &node.dir.path().join("export")).await;
    let said = report.to_string();
    assert!(report.holds() && said.contains("entries 1 to 2 of an earlier history are lost"), "{said}");
}

#[tokio::test]
async fn what_was_derived_tells_of_entries_that_are_gone_though_it_is_damaged_itself() {
    let Some(mut node) = put_back().await else { return };
    let state = node.data().join("state.db");
    raw_sql(&state, "UPDATE cursor SET size = size + 7").await;
    for start in 1..=2 {
        node.store = Store::open(node.options()).await.unwrap();
        assert!(node.store.is_in_doubt(), "at start {start}");
        node.store.close().await.unwrap();
    }
    // What is not signed says nothing, and keeps no node from starting; from then on the journal as it is, is guarded.
    raw_sql(&state, "UPDATE heads SET note = replace(note, 'di-dong', 'buu-dien')").await;
    node.store = Store::open(node.options()).await.unwrap();
    assert!(!node.store.is_in_doubt());
    node.store.close().await.unwrap();
    let sizes = texts(&state, "SELECT note FROM heads WHERE origin LIKE '%/di-dong'").await;
    assert!(sizes[0].starts_with("nut-1.example/di-dong\n1\n"), "{sizes:?}");
}

#[tokio::test]
async fn what_was_derived_tells_of_a_journal_of_which_nothing_is_left() {
    let Some(mut node) = put_back().await else { return };
    std::fs::write(node.data().join("journal.db"), b"").unwrap();
    for start in 1..=2 {
        node.store = Store::open(node.options()).await.unwrap();
        assert!(node.store.is_in_doubt(), "at start {start}");
        assert!(node.store.campaigns_in_force().is_empty());
        node.store.close().await.unwrap();
    }
    node.store = Store::open(node.options()).await.unwrap();
    for log in node.store.doubted_logs() {
        let keeper = node.scope(Role::Administrator, log.as_str());
        node.store.accept_rollback(&keeper, &log, "đĩa hỏng").await.unwrap();
    }
    node.reopen().await;
    assert!(!node.store.is_in_doubt());
}

#[tokio::test]
async fn heads_on_their_way_to_what_is_derived_anew_arrive_after_a_crash() {
    let Some(mut node) = put_back().await else { return };
    // The old one is gone, and the new one was not begun.
    let notes: Vec<String> = {
        let path = node.data().join("state.db");
        let notes = texts(&path, "SELECT note FROM heads").await;
        std::fs::remove_file(path).unwrap();
        notes
    };
    let carried = node.data().join("heads");
    std::fs::write(&carried, serde_json::to_vec(&notes).unwrap()).unwrap();
    for start in 1..=2 {
        node.store = Store::open(node.options()).await.unwrap();
        assert!(node.store.is_in_doubt() && !carried.exists(), "at start {start}");
        node.store.close().await.unwrap();
    }
}
