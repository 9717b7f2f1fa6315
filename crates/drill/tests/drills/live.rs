//! A drill before an audience.

use std::sync::atomic::{AtomicBool, Ordering};

use access::{Role, Scope};
use campaign::Status;
use drill::{Audience, Saying};
use journal::Slug;
use simulator::Dice;
use store::{Asked, Store};

use crate::support::{order, trouble};

/// Promises to see to the first cell that fails, as somebody who watches the board would.
async fn watch_and_answer(store: Store) {
    let operator = Slug::new("di-dong").unwrap();
    let scope = Scope::new("u-1", Role::OperatorManager, operator.clone(), &store.tree());
    loop {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        let board = store.board_at(&scope, &Asked::default()).await.unwrap();
        let Some(failing) = board.into_iter().find(|cell| cell.status == Status::Failing) else { continue };
        let mut saying = Saying { at: store.now(), dice: &mut Dice::of(1, "audience") };
        let draft = saying.promise(&failing.obligation, 3_600).unwrap();
        store.record(&scope, &operator, draft).await.unwrap();
        return;
    }
}

#[test]
fn where_the_file_has_no_officer_the_audience_answers_and_the_play_ends_when_it_is_stopped() {
    let power = trouble("mat-dien", "power_lost", "site = \"dien-luoi\"", "00:30:00", 1_800);
    let dir = tempfile::tempdir_in(drill::memory()).unwrap();
    let mut order = order(&[power], 1, dir.path());
    order.file.officers.clear();
    let (from, planned_to) = (order.file.from, order.file.to);
    let stop = AtomicBool::new(false);
    let mut serve = |store: &Store| {
        tokio::spawn(watch_and_answer(store.clone()));
        Ok(())
    };
    let audience = Audience { speed: 3_600, password_hash: "none".to_owned(), serve: &mut serve };
    let answer = drill::play_before(order, Some(audience), &stop, &mut |hour| {
        stop.store(hour > from, Ordering::Relaxed);
    });
    let answer = answer.unwrap();
    let turn = &answer.troubles[0].turned[0];
    assert!(turn.answered_at.unwrap() >= turn.at, "{turn:?}");
    assert_eq!(answer.planned_to, planned_to);
    assert!((from.plus_ms(3_600_000)..planned_to).contains(&answer.to), "{}", answer.to);
}
