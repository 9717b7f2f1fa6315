//! What each viewer sees, page by page, also while others write.

use access::Role;
use campaign::Status;
use journal::Held;
use store::{Asked, BoardQuery, ReadFault};

use crate::support::{Node, ids, key, slug};

fn query(limit: usize) -> BoardQuery {
    BoardQuery { limit, ..BoardQuery::default() }
}

#[tokio::test]
async fn an_operator_sees_its_own_cells_and_those_below_and_no_trace_of_others() {
    let node = Node::new().await;
    node.record("buu-dien", node.acknowledgement("truc")).await;
    let operator = node.operator("di-dong");
    let page = node.store.board_page(&operator, &query(100)).await.unwrap();
    let owners: Vec<&str> = page.cells.iter().map(|cell| cell.organisation.as_str()).collect();
    assert_eq!(owners, ["di-dong", "di-dong", "tram", "di-dong", "di-dong"]);
    assert_eq!(page.counts.iter().map(|(_, count)| count).sum::<u32>(), 5);
    let organisations: Vec<&str> = page.organisations.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(organisations, ["di-dong", "tram"]);
    assert!(page.cursor.iter().all(|(origin, _)| origin.organisation() != &slug("buu-dien")));
    // What is another's and what is not there get the same answer.
    for missing in [key("buu-dien", "truc"), key("khong-co", "truc"), key("di-dong", "khong-co")] {
        let fault = node.store.cell(&operator, &missing, &Asked::default()).await.unwrap_err();
        assert!(matches!(fault, ReadFault::NotFound("cell")), "{fault}");
        let fault = node.store.evidence(&operator, &missing, None, 10).await.unwrap_err();
        assert!(matches!(fault, ReadFault::NotFound("cell")), "{fault}");
    }
    for log in ["buu-dien", "khong-co"] {
        let fault = node.store.entries(&operator, &slug(log), None, 10).await.unwrap_err();
        assert!(matches!(fault, ReadFault::NotFound("log")), "{fault}");
    }
    let logs = node.store.logs(&operator).await.unwrap();
    assert!(logs.iter().all(|log| log.organisation != slug("buu-dien")));
    assert!(node.store.target(&node.operator("buu-dien"), &slug("a")).is_err());
    let admin = node.scope(Role::Administrator, "so");
    assert!(node.store.board_page(&admin, &query(10)).await.unwrap().cells.is_empty());
}

#[tokio::test]
async fn the_board_pages_by_obligation_and_counts_all_of_it() {
    let node = Node::new().await;
    let regulator = node.regulator();
    let (mut after, mut seen) = (None, Vec::new());
    loop {
        let asked = BoardQuery { after: after.take(), ..query(1) };
        let page = node.store.board_page(&regulator, &asked).await.unwrap();
        assert_eq!(page.obligations.len(), 1);
        assert_eq!(page.counts.iter().map(|(_, count)| count).sum::<u32>(), 7);
        seen.extend(page.cells.iter().map(campaign::Cell::key));
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 7);
    let only = BoardQuery { organisation: Some(slug("tram")), ..query(10) };
    let page = node.store.board_page(&regulator, &only).await.unwrap();
    assert_eq!(page.cells.len(), 1);
}

#[tokio::test]
async fn pages_of_evidence_hang_together_while_entries_are_written() {
    let node = Node::new().await;
    let scope = node.operator("di-dong");
    let cell = key("di-dong", "kiem-tra");
    for number in 0..25 {
        node.clock.advance(1_000);
        node.record("di-dong", node.inspection(&format!("{number}"))).await;
    }
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let page = node.store.evidence(&scope, &cell, before, 4).await.unwrap();
        seen.extend(ids(&page));
        // What is written meanwhile is newer than every page that follows.
        node.clock.advance(1_000);
        node.record("di-dong", node.inspection("meanwhile")).await;
        match page.next {
            Some(next) => before = Some(next),
            None => break,
        }
    }
    assert_eq!(seen.len(), 25);
    let mut distinct = seen.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), 25);
}

#[tokio::test]
async fn pages_of_entries_hang_together_while_entries_are_written() {
    let node = Node::new().await;
    let (scope, log) = (node.operator("di-dong"), slug("di-dong"));
    for number in 0..10 {
        node.record("di-dong", node.inspection(&format!("{number}"))).await;
    }
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let page = node.store.entries(&scope, &log, before, 3).await.unwrap();
        seen.extend(page.entries.iter().map(|entry| entry.index));
        node.record("di-dong", node.inspection("meanwhile")).await;
        match page.next {
            Some(next) => before = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
}

#[tokio::test]
async fn the_list_calls_late_what_the_cell_calls_late() {
    let node = Node::new().await;
    let in_time = node.measure("di-dong", node.summary(60, 0)).await;
    let mut backfilled = node.summary(60, 0);
    backfilled.held =
        Held::between(backfilled.held.from.plus_ms(-3_600_000), backfilled.held.from.plus_ms(-3_300_000));
    let backfilled = node.measure("di-dong", backfilled).await;
    let cell = key("di-dong", "thong-suot");
    let page = node.store.evidence(&node.operator("di-dong"), &cell, None, 10).await.unwrap();
    let late = |id| page.items.iter().find(|view| view.entry.id == id).unwrap().late;
    assert_eq!((late(in_time.id), late(backfilled.id)), (false, true));
}

#[tokio::test]
async fn a_measured_cell_is_followed_by_its_reason_and_its_evidence() {
    let node = Node::new().await;
    let scope = node.operator("di-dong");
    node.measure("di-dong", node.turn("unknown", "up")).await;
    node.clock.advance(300_000);
    node.measure("di-dong", node.summary(60, 0)).await;
    let down = node.measure("di-dong", node.turn("up", "down")).await;
    let cell = key("di-dong", "thong-suot");
    let detail = node.store.cell(&scope, &cell, &Asked::default()).await.unwrap();
    assert_eq!((detail.cell.status, detail.cell.reason.code), (Status::Failing, "availability.down"));
    assert_eq!(detail.targets.len(), 1);
    let evidence = node.store.evidence(&scope, &cell, None, 10).await.unwrap();
    assert_eq!(evidence.items.len(), 3);
    assert!(evidence.items.iter().any(|item| item.entry.id == down.id));
    let target = node.store.target(&scope, &slug("a")).unwrap();
    assert_eq!(target.now.state, campaign::TargetState::Down);
    assert_eq!(target.used_by.len(), 1);
}

#[tokio::test]
async fn names_and_notes_are_for_those_who_may_read_what_is_disclosed() {
    let node = Node::new().await;
    let cell = key("di-dong", "kiem-tra");
    node.record("di-dong", node.inspection("Nguyễn Thị A")).await;
    let own = node.store.evidence(&node.operator("di-dong"), &cell, None, 10).await.unwrap();
    assert_eq!(own.items[0].private.as_ref().unwrap().len(), 1);
    let above = node.store.evidence(&node.regulator(), &cell, None, 10).await.unwrap();
    assert_eq!(above.items[0].private.as_ref().unwrap().len(), 1);
    assert!(node.store.evidence(&node.machine("di-dong"), &cell, None, 10).await.is_err());
}

#[tokio::test]
async fn an_obligation_shows_the_cells_its_viewer_sees_or_is_not_there() {
    let node = Node::new().await;
    let truc = slug("truc");
    let all = node.store.obligation(&node.regulator(), &truc, &Asked::default()).await.unwrap();
    assert_eq!(all.cells.len(), 2);
    let own = node.store.obligation(&node.operator("buu-dien"), &truc, &Asked::default()).await.unwrap();
    assert_eq!(own.cells.len(), 1);
    assert!(node.store.obligation(&node.operator("tram"), &truc, &Asked::default()).await.is_err());
}
