//! Live events: told to those who may see, from where they were, or told to reload.

use std::time::Duration;

use campaign::Status;
use journal::Cursor;
use store::{LiveEvent, Subscription};

use crate::support::{Node, at, key, slug};

async fn next(subscription: &mut Subscription) -> LiveEvent {
    tokio::time::timeout(Duration::from_secs(5), subscription.next()).await.unwrap().unwrap()
}

async fn is_silent(subscription: &mut Subscription) -> bool {
    tokio::time::timeout(Duration::from_millis(50), subscription.next()).await.is_err()
}

#[tokio::test]
async fn an_entry_is_told_with_the_cell_it_changed_to_those_who_see_it() {
    let node = Node::new().await;
    let mut regulator = node.store.subscribe(&node.regulator(), None);
    let mut own = node.store.subscribe(&node.operator("di-dong"), None);
    let mut other = node.store.subscribe(&node.operator("buu-dien"), None);
    node.record("di-dong", node.acknowledgement("truc")).await;
    for subscription in [&mut regulator, &mut own] {
        let LiveEvent::Cells { cells, .. } = next(subscription).await else { panic!("no cells") };
        assert_eq!(cells.len(), 1);
        assert_eq!((cells[0].key(), cells[0].status), (key("di-dong", "truc"), Status::Proven));
        let LiveEvent::Entry { origin, size, cursor } = next(subscription).await else { panic!("no entry") };
        assert_eq!((origin.organisation(), size), (&slug("di-dong"), 1));
        assert!(cursor.includes(&origin, 0));
    }
    assert!(is_silent(&mut other).await);
    node.measure("di-dong", node.turn("unknown", "down")).await;
    let mut told = Vec::new();
    for _ in 0..3 {
        told.push(next(&mut own).await);
    }
    assert!(told.iter().any(|event| matches!(event, LiveEvent::Target { id, .. } if id == &slug("a"))));
    assert!(is_silent(&mut other).await);
}

#[tokio::test]
async fn a_cursor_never_names_a_log_its_reader_does_not_see() {
    let node = Node::new().await;
    node.record("buu-dien", node.acknowledgement("truc")).await;
    let mut own = node.store.subscribe(&node.operator("di-dong"), None);
    node.record("di-dong", node.acknowledgement("truc")).await;
    let LiveEvent::Cells { cursor, .. } = next(&mut own).await else { panic!("no cells") };
    let logs: Vec<_> = cursor.iter().map(|(origin, _)| origin.organisation().to_string()).collect();
    assert_eq!(logs, ["di-dong"]);
}

#[tokio::test]
async fn who_comes_back_is_told_what_was_missed() {
    let node = Node::new().await;
    let scope = node.operator("di-dong");
    node.record("di-dong", node.inspection("A")).await;
    let cursor = node.store.cursor(&scope);
    node.record("di-dong", node.acknowledgement("truc")).await;
    let mut back = node.store.subscribe(&scope, Some(&cursor));
    let LiveEvent::Cells { cells, .. } = next(&mut back).await else { panic!("no cells") };
    assert!(cells.iter().any(|cell| cell.key() == key("di-dong", "truc")));
    // From before anything this process remembers, only the whole board will do.
    let mut lost = node.store.subscribe(&scope, Some(&Cursor::new()));
    assert!(matches!(next(&mut lost).await, LiveEvent::Reload { .. } | LiveEvent::Cells { .. }));
}

#[tokio::test]
async fn who_comes_back_after_a_restart_sees_what_time_changed() {
    let mut node = Node::new().await;
    let scope = node.operator("di-dong");
    node.record("di-dong", node.inspection("A")).await;
    let cursor = node.store.cursor(&scope);
    node.store.close().await.unwrap();
    node.clock.set(at("2027-02-05T12:00:01"));
    node.store = store::Store::open(node.options()).await.unwrap();
    let mut back = node.store.subscribe(&scope, Some(&cursor));
    let LiveEvent::Cells { cells, .. } = next(&mut back).await else { panic!("no cells") };
    let truc = cells.iter().find(|cell| cell.key() == key("di-dong", "truc")).unwrap();
    assert_eq!(truc.status, Status::Unproven);
}

#[tokio::test]
async fn a_subscriber_that_falls_behind_is_told_to_reload_and_then_goes_on() {
    let node = Node::new().await;
    let scope = node.operator("di-dong");
    let mut slow = node.store.subscribe(&scope, None);
    for number in 0..400 {
        node.record("di-dong", node.inspection(&format!("{number}"))).await;
    }
    assert!(matches!(next(&mut slow).await, LiveEvent::Reload { .. }));
    while !is_silent(&mut slow).await {}
    node.record("di-dong", node.acknowledgement("truc")).await;
    assert!(matches!(next(&mut slow).await, LiveEvent::Cells { .. }));
}

/// More changes of an organisation than are kept of one, or wait for anybody.
async fn flood(node: &Node, organisation: &str) {
    for _ in 0..300 {
        node.record(organisation, node.acknowledgement("truc")).await;
    }
}

#[tokio::test]
async fn how_much_others_say_is_told_to_nobody_who_listens_or_comes_back() {
    let node = Node::new().await;
    let scope = node.operator("di-dong");
    node.record("di-dong", node.acknowledgement("truc")).await;
    let before = node.store.cursor(&scope);
    node.record("di-dong", node.inspection("A")).await;
    let now = node.store.cursor(&scope);
    let told = async |from: &Cursor| {
        let mut back = node.store.subscribe(&scope, Some(from));
        let mut events = Vec::new();
        while let Ok(event) = tokio::time::timeout(Duration::from_millis(50), back.next()).await {
            events.push(format!("{:?}", event.unwrap()));
        }
        events
    };
    let calm = [told(&before).await, told(&now).await];
    let mut listening = node.store.subscribe(&scope, None);
    flood(&node, "buu-dien").await;
    assert_eq!([told(&before).await, told(&now).await], calm);
    assert!(is_silent(&mut listening).await);
    node.record("di-dong", node.acknowledgement("truc")).await;
    assert!(matches!(next(&mut listening).await, LiveEvent::Cells { .. } | LiveEvent::Entry { .. }));
    flood(&node, "di-dong").await;
    assert!(told(&before).await.iter().any(|event| event.contains("Reload")), "one's own is another matter");
}

#[tokio::test]
async fn a_new_campaign_makes_everybody_reload() {
    let node = Node::new().await;
    let mut own = node.store.subscribe(&node.operator("di-dong"), None);
    let changed = crate::support::CAMPAIGN.replace("Trực 24/24", "Trực ban");
    node.store.issue_campaign(&node.regulator(), changed.as_bytes(), "tet.toml").await.unwrap();
    assert!(matches!(next(&mut own).await, LiveEvent::Reload { .. }));
}

#[tokio::test]
async fn silence_turns_a_cell_without_anybody_asking() {
    let node = Node::new().await;
    let ticking = node.store.clone();
    let ticks = tokio::spawn(async move { ticking.run_ticks().await });
    node.measure("di-dong", node.turn("unknown", "up")).await;
    node.clock.advance(300_000);
    node.measure("di-dong", node.summary(60, 0)).await;
    let mut own = node.store.subscribe(&node.operator("di-dong"), None);
    node.clock.advance(3_600_000);
    loop {
        if let LiveEvent::Cells { cells, .. } = next(&mut own).await {
            let cell = cells.iter().find(|cell| cell.key() == key("di-dong", "thong-suot"));
            if cell.is_some_and(|cell| cell.status == Status::NoSignal) {
                break;
            }
        }
    }
    node.store.close().await.unwrap();
    assert!(own.next().await.is_none());
    ticks.await.unwrap();
}
