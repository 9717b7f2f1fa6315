//! What the measuring engine hands over reaches the log, whatever stands under its id.
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::sync::Arc;

use access::{Role, Scope};
use app::StoreSink;
use calendar::{Instant, ManualClock};
use journal::{Draft, Entry, EntryId, Fact, Facts, Grade, Held, Kind, Origin, Slug, Subject};
use measure::Sink;
use store::{OpenOptions, Store};
use tempfile::TempDir;

const CAMPAIGN: &str = include_str!("campaign.toml");
const MINUTE: [&str; 2] = ["2027-02-01T00:59:00.000Z", "2027-02-01T01:00:00.000Z"];

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

struct Node {
    store: Store,
    sink: StoreSink,
    _dir: TempDir,
}

impl Node {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = ManualClock::new(Instant::parse("2027-02-01T01:00:00.000Z").unwrap());
        let options = OpenOptions::new(dir.path().join("data"), "nut.example", Arc::new(clock));
        let store = Store::open(options).await.unwrap();
        let head = Scope::new("u-1", Role::RegulatorHead, slug("so"), &store.tree());
        store.issue_campaign(&head, CAMPAIGN.as_bytes(), "tet.toml").await.unwrap();
        let sink = StoreSink::new(store.clone(), store.tree());
        Self { store, sink, _dir: dir }
    }

    /// The minute of di-dong's target as the engine states it.
    fn minute(&self, ok: i64) -> Draft {
        let origin = Origin::of(self.store.node(), &slug("di-dong")).unwrap();
        let line =
            [("sent", 20), ("ok", ok), ("lost", 20 - ok), ("own_late", 0), ("excluded", 0), ("gap_s", 0)];
        let mut line: Facts = line.map(|(name, count)| (name.to_owned(), Fact::Int(count))).into();
        line.insert("target".to_owned(), "sn-loi".into());
        let facts = [("period_s", Fact::Int(60)), ("targets", Fact::List(vec![Fact::Map(line)]))];
        let [from, to] = MINUTE.map(|at| Instant::parse(at).unwrap());
        Draft {
            id: EntryId::v8(&origin, "measure", &format!("summary/di-dong/{from}")),
            kind: Kind::new("measurement.summarised").unwrap(),
            subject: Subject::of("organisation", &slug("di-dong")).unwrap(),
            held: Held::between(from, to),
            source: "measure".to_owned(),
            actor: "measure".to_owned(),
            answers: Vec::new(),
            campaign: None,
            grade: Some(Grade::Measured),
            facts: facts.map(|(name, fact)| (name.to_owned(), fact)).into(),
            private: Facts::new(),
        }
    }

    /// A line of an organisation's duty log under an id, as an earlier version let its writer choose it.
    async fn note(&self, organisation: &str, id: EntryId) {
        let draft = Draft {
            id,
            kind: Kind::new("duty.logged").unwrap(),
            subject: Subject::of("organisation", &slug(organisation)).unwrap(),
            held: Held::at(self.store.now()),
            source: "screens".to_owned(),
            grade: None,
            facts: [("what".to_owned(), "note".into())].into(),
            private: [("text".to_owned(), "Trời quang".into())].into(),
            ..self.minute(20)
        };
        let role = if organisation == "so" { Role::RegulatorDesk } else { Role::DutyOfficer };
        let scope = Scope::new("u-2", role, slug(organisation), &self.store.tree());
        self.store.record(&scope, &slug(organisation), draft).await.unwrap();
    }

    /// What the node itself says was measured in di-dong's log: id and answers of each minute.
    async fn stated(&self) -> Vec<(EntryId, i64)> {
        let reader = Scope::new("u-3", Role::Auditor, slug("di-dong"), &self.store.tree());
        let page = self.store.entries(&reader, &slug("di-dong"), None, 100).await.unwrap();
        let entries = page.entries.iter().map(|stored| Entry::parse(&stored.canonical).unwrap());
        let summaries = entries.filter(|entry| entry.source == "measure");
        let line =
            |entry: &Entry| entry.facts["targets"].as_list().unwrap()[0].as_map().unwrap()["ok"].clone();
        summaries.map(|entry| (entry.id, if let Fact::Int(ok) = line(&entry) { ok } else { -1 })).collect()
    }
}

#[tokio::test]
async fn a_period_made_again_after_a_restart_is_not_stated_twice() {
    let node = Node::new().await;
    for ok in [19, 12, 19] {
        node.sink.record(&slug("di-dong"), node.minute(ok)).await.unwrap();
    }
    assert_eq!(node.stated().await, [(node.minute(19).id, 19)]);
}

#[tokio::test]
async fn whoever_took_the_id_of_a_period_keeps_it_out_of_no_log() {
    for taken_by in ["di-dong", "so"] {
        let node = Node::new().await;
        node.note(taken_by, node.minute(3).id).await;
        for _ in 0..2 {
            node.sink.record(&slug("di-dong"), node.minute(3)).await.unwrap();
        }
        let stated = node.stated().await;
        assert_eq!(stated.iter().map(|(_, ok)| *ok).collect::<Vec<_>>(), [3], "{taken_by}");
        assert_ne!(stated[0].0, node.minute(3).id, "{taken_by}");
    }
}

#[tokio::test]
async fn a_rosy_period_under_the_node_s_id_does_not_stand_in_for_its_own() {
    let node = Node::new().await;
    let scope = Scope::machine("k-1", slug("di-dong"), &node.store.tree());
    let forged = Draft { source: "screens".to_owned(), ..node.minute(20) };
    node.store.record(&scope, &slug("di-dong"), forged).await.unwrap();
    node.sink.record(&slug("di-dong"), node.minute(0)).await.unwrap();
    assert_eq!(node.stated().await.iter().map(|(_, ok)| *ok).collect::<Vec<_>>(), [0]);
}
