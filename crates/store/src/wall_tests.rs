//! The second wall, query by query, with the policy left out: what stands between a stranger's scope and another's rows
//! here is PostgreSQL alone. Each query finds something for the owner, so that none is empty for another reason.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::{collections::BTreeSet, sync::Arc};

use access::{Action, KeyLimit, Role, Scope};
use calendar::{Clock, Instant, ManualClock};
use campaign::CellKey;
use journal::{Draft, EntryId, Fact, Facts, Grade, Hash, Held, Kind, Slug, Subject};

use crate::{
    Account, Database, NewAccount, NewKey, OpenOptions, SourceProgress, Store,
    projections::Topic,
    sql::{Place, accounts, machine_keys, recoveries, state::TopicPlace},
};

const CAMPAIGN: &str = r#"
schema = 1
[campaign]
id = "tet"
title = "Tết"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-11T00:00:00+07:00
[[organisation]]
id = "so"
kind = "regulator"
[[organisation]]
id = "di-dong"
kind = "telecom_operator"
parent = "so"
[[organisation]]
id = "buu-dien"
kind = "postal_operator"
parent = "so"
[[obligation]]
id = "truc"
title = "Trực 24/24"
quote = "tổ chức trực 24/24"
owners = ["di-dong", "buu-dien"]
due = 2027-02-05T12:00:00+07:00
[[obligation.check]]
kind = "acknowledgement"
"#;

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

struct Node {
    store: Store,
    owner: Scope,
    foreign: Scope,
    account: Account,
    key: String,
    entry: EntryId,
    place: Place,
    blob: Hash,
    _dir: tempfile::TempDir,
    /// Goes after the store.
    _postgres: testkit_postgres::Database,
}

fn acknowledgement(store: &Store) -> Draft {
    Draft {
        id: store.new_id(),
        kind: Kind::new("acknowledgement.given").unwrap(),
        subject: Subject::new("obligation:truc").unwrap(),
        held: Held::at(store.now()),
        source: "test".to_owned(),
        actor: "whoever".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade: Some(Grade::Attested),
        facts: Facts::from([("obligation".to_owned(), Fact::from("truc"))]),
        private: Facts::from([("note".to_owned(), Fact::from("một lời riêng"))]),
    }
}

/// An operator with a row in each table a reader may ask.
async fn lived_in() -> Node {
    let postgres = testkit_postgres::database();
    let dir = tempfile::tempdir().unwrap();
    let clock = ManualClock::new(Instant::parse_edge("2027-02-01T08:00:00+07:00").unwrap());
    let mut options = OpenOptions::new(dir.path().join("data"), "nut-1.example", Arc::new(clock.clone()));
    options.database = Database::Postgres { url: postgres.url() };
    let store = Store::open(options).await.unwrap();
    let scope = |role, organisation| Scope::new("u", role, slug(organisation), &store.tree());
    store.issue_campaign(&scope(Role::RegulatorHead, "so"), CAMPAIGN.as_bytes(), "tet.toml").await.unwrap();
    let scope = |role, organisation| Scope::new("u", role, slug(organisation), &store.tree());
    let (owner, foreign) =
        (scope(Role::OperatorManager, "di-dong"), scope(Role::OperatorManager, "buu-dien"));
    let (admin, own) = (scope(Role::Administrator, "di-dong"), slug("di-dong"));
    let entry = store.record(&owner, &own, acknowledgement(&store)).await.unwrap().id;
    store.record(&owner, &own, acknowledgement(&store)).await.unwrap();
    let blob = store.put_blob(&owner, b"a document".to_vec()).await.unwrap();
    let new = NewAccount {
        login: "d".to_owned(),
        password_hash: "$argon2id$x".to_owned(),
        role: Role::DutyOfficer,
        organisation: own.clone(),
        name: "Người trực".to_owned(),
    };
    let account = store.add_account(&admin, new).await.unwrap();
    store.ask_recovery(&admin, &account.actor, "quên mật khẩu").await.unwrap();
    let limit = KeyLimit { actions: BTreeSet::from([Action::RecordMeasurement]), ..KeyLimit::default() };
    let new = NewKey {
        prefix: "p".to_owned(),
        secret_hash: [7; 32],
        name: "máy đo".to_owned(),
        organisation: own.clone(),
        limit,
        expires_at: clock.now().plus_ms(86_400_000),
    };
    let key = store.make_key(&admin, new).await.unwrap().id;
    let progress = SourceProgress { taken: 1, open: String::new(), caught_up_to: store.now() };
    let machine = Scope::machine("m", own.clone(), &store.tree());
    store.keep_source_progress(&machine, &slug("zabbix"), progress).await.unwrap();
    store.sign_checkpoints().await.unwrap();
    store.core.settle_index().await.unwrap();
    let place = store.core.journal.find_place(entry).await.unwrap().unwrap();
    Node { store, owner, foreign, account, key, entry, place, blob, _dir: dir, _postgres: postgres }
}

/// What each query that reads for a viewer yields behind the wall of a scope: how many rows.
async fn yields(node: &Node, scope: &Scope) -> Vec<(&'static str, usize)> {
    let (journal, index) = (node.store.core.seen(scope), node.store.core.indexed(scope));
    let (own, log, places) = (slug("di-dong"), node.place.log, [node.place]);
    let mut visited = 0;
    let count = |_| {
        visited += 1;
        Ok(())
    };
    journal.visit(log, 0, 1_000, count).await.unwrap();
    let before = Some(TopicPlace { recorded_at: Instant::from_ms(i64::MAX), place: node.place });
    let cell = Topic::Cell(CellKey { organisation: own.clone(), obligation: slug("truc") }).text();
    let mut connection = journal.acquire().await.unwrap();
    let rows = vec![
        ("visit", visited),
        ("find_entry", usize::from(journal.find_entry(node.place).await.unwrap().is_some())),
        ("entries_at", journal.entries_at(&places).await.unwrap().len()),
        ("entries_before", journal.entries_before(log, 1_000, 10).await.unwrap().len()),
        ("find_place", usize::from(journal.find_place(node.entry).await.unwrap().is_some())),
        ("nodes", journal.nodes(log, &[(0, 0), (1, 0)]).await.unwrap().into_iter().flatten().count()),
        ("disclosures", journal.disclosures(&places).await.unwrap().len()),
        ("owners_of_blob", journal.owners_of_blob(node.blob).await.unwrap().len()),
        ("holds_blob", usize::from(journal.holds_blob(node.blob, &[&own]).await.unwrap())),
        ("find_checkpoint", usize::from(journal.find_checkpoint(log).await.unwrap().is_some())),
        (
            "source_progress",
            usize::from(journal.find_source_progress(&own, &slug("zabbix")).await.unwrap().is_some()),
        ),
        ("topic", index.places(&cell, before, 10).await.unwrap().len()),
        (
            "accounts",
            accounts::page(&mut connection, ([&own].into_iter(), None), "", 10).await.unwrap().len(),
        ),
        (
            "account",
            usize::from(accounts::find_actor(&mut connection, &node.account.actor).await.unwrap().is_some()),
        ),
        ("keys", machine_keys::page(&mut connection, [&own].into_iter(), "", 10).await.unwrap().len()),
        ("key", usize::from(machine_keys::find(&mut connection, &node.key).await.unwrap().is_some())),
        ("recoveries", recoveries::waiting(&mut connection, node.store.now()).await.unwrap().len()),
    ];
    rows
}

#[tokio::test]
async fn without_the_policy_postgresql_yields_a_stranger_nothing() {
    let node = lived_in().await;
    for (query, rows) in yields(&node, &node.owner).await {
        assert_ne!(rows, 0, "{query} finds nothing of the owner's own");
    }
    for (query, rows) in yields(&node, &node.foreign).await {
        assert_eq!(rows, 0, "{query}");
    }
    // Nor to whom a board is judged for from the same organisation's word: it sees entries about it, and no more.
    let judging = node.store.core.judging(&node.foreign, BTreeSet::from([slug("di-dong")]));
    assert!(judging.journal.find_entry(node.place).await.unwrap().is_some());
    assert!(judging.journal.disclosures(&[node.place]).await.unwrap().is_empty());
    assert!(judging.journal.owners_of_blob(node.blob).await.unwrap().is_empty());
    assert_eq!(judging.journal.find_checkpoint(node.place.log).await.unwrap().map(|kept| kept.size), None);
    node.store.close().await.unwrap();
}
