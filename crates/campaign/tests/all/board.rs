//! The board itself: what changed, pages, counts, snapshots.

use std::sync::Arc;

use campaign::{Board, CellKey, SnapshotFault, Status, TargetState};

use crate::support::{Also, Log, at, bytes, key, line, obligation, province, slug};

const ACKNOWLEDGE: &str = "[[obligation.check]]\nkind = \"acknowledgement\"\n";

#[test]
fn evidence_changes_the_cells_it_is_about_and_no_others() {
    let campaign = province(&obligation(ACKNOWLEDGE));
    let mut own = Log::of("di-dong");
    let mut board = Board::new(vec![Arc::clone(&campaign)], at("2027-02-01T00:00:00"));
    let given = own.acknowledge(at("2027-02-02T00:00:00"));
    assert_eq!(board.apply(&given, at("2027-02-02T00:00:01")), [key()]);
    assert!(board.apply(&given, at("2027-02-02T00:00:02")).is_empty(), "the same again is no news");
    assert_eq!(board.cursor().size(&given.log), 1);
    let elsewhere = own.write(
        "acknowledgement.given",
        at("2027-02-02T00:00:03"),
        campaign::Body::AcknowledgementGiven { obligation: slug("y") },
    );
    assert!(board.apply(&elsewhere, at("2027-02-02T00:00:03")).is_empty());
    let unknown =
        own.write("thing.happened", at("2027-02-02T00:00:04"), campaign::Body::NotUnderstood { why: None });
    assert!(board.apply(&unknown, at("2027-02-02T00:00:04")).is_empty());
    assert_eq!(board.cursor().size(&given.log), 3, "what is not understood is taken in all the same");
}

#[test]
fn a_clock_that_jumps_back_undoes_nothing() {
    let campaign = province(&obligation(ACKNOWLEDGE));
    let mut board = Board::new(vec![campaign], at("2027-02-06T00:00:00"));
    assert_eq!(board.held(&key()).unwrap().status, Status::Unproven);
    assert!(board.tick(at("2027-02-01T00:00:00")).is_empty());
    assert_eq!(board.now(), at("2027-02-06T00:00:00"));
    // Asked for the past, it still answers for the past.
    assert_eq!(board.cell(&key(), at("2027-02-01T00:00:00")).unwrap().status, Status::NotDue);
}

#[test]
fn pages_follow_the_file_and_show_only_what_is_seen() {
    let obligations: String = (0..25)
        .map(|number| obligation(ACKNOWLEDGE).replace("\"x\"", &format!("\"x-{number:02}\"")))
        .map(|text| text.replace("[\"di-dong\"]", "[\"di-dong\", \"buu-dien\"]"))
        .collect();
    let campaign = province(&obligations);
    let board = Board::new(vec![campaign], at("2027-02-02T00:00:00"));
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = board.page(
            after.as_ref(),
            10,
            board.now(),
            |organisation| organisation.as_str() == "buu-dien",
            |_| true,
        );
        assert!(page.obligations.len() <= 10 && page.cells.len() == page.obligations.len());
        seen.extend(page.cells.iter().map(|cell| cell.obligation.to_string()));
        match page.next {
            Some(next) => after = Some(next.clone()),
            None => break,
        }
    }
    assert_eq!(seen, (0..25).map(|number| format!("x-{number:02}")).collect::<Vec<_>>());
    assert_eq!(board.counts(|_| true).of(Status::NotDue), 50);
    assert_eq!(board.counts(|organisation| organisation.as_str() == "di-dong").of(Status::NotDue), 25);
    let none = board.page(None, 10, board.now(), |_| false, |_| true);
    assert!(none.obligations.is_empty() && none.next.is_none());
    let past = board.page(None, 1, at("2027-02-07T00:00:00"), |_| true, |_| true);
    assert!(past.cells.iter().all(|cell| cell.status == Status::Unproven));
}

#[test]
fn a_snapshot_is_taken_back_only_whole_and_for_the_same_campaign() {
    let campaign = province(&obligation(ACKNOWLEDGE));
    let mut board = Board::new(vec![Arc::clone(&campaign)], at("2027-02-01T00:00:00"));
    board.apply(&Log::of("di-dong").acknowledge(at("2027-02-02T00:00:00")), at("2027-02-02T00:00:00"));
    let snapshot = board.snapshot();
    let restored = Board::restore(&snapshot, vec![Arc::clone(&campaign)], board.now()).unwrap();
    assert_eq!(bytes(&restored, board.now()), bytes(&board, board.now()));
    assert_eq!(restored.snapshot(), snapshot);
    assert_eq!(restored.cursor(), board.cursor());
    for place in 0..snapshot.len() {
        let mut flipped = snapshot.clone();
        flipped[place] ^= 1;
        assert!(Board::restore(&flipped, vec![Arc::clone(&campaign)], board.now()).is_err(), "byte {place}");
        assert!(Board::restore(&snapshot[..place], vec![Arc::clone(&campaign)], board.now()).is_err());
    }
    let other = province(&obligation("[[obligation.check]]\nkind = \"report\"\n"));
    assert_eq!(
        Board::restore(&snapshot, vec![other], board.now()).map(|_| ()).unwrap_err(),
        SnapshotFault::Campaigns
    );
}

#[test]
fn a_snapshot_is_canonical_json() {
    let check = "[[obligation.check]]\nkind = \"availability\"\ntargets = [\"a\", \"b\"]\n";
    let campaign = province(&obligation(&format!("{ACKNOWLEDGE}{check}")));
    let (mut own, mut regulator) = (Log::of("di-dong"), Log::of("so"));
    let mut board = Board::new(vec![campaign], at("2027-02-01T00:00:00"));
    let given = own.acknowledge(at("2027-02-02T00:00:00"));
    let evidence = [
        own.withdraw(at("2027-02-02T03:00:00"), &[given.id]),
        own.turn(at("2027-02-02T01:00:00"), "a", TargetState::Down),
        own.summarise(at("2027-02-02T00:00:00"), &[line("a", 3, 4), line("b", 5, 0)]),
        own.promise(at("2027-02-02T04:00:00"), at("2027-02-03T00:00:00")),
        own.explain(at("2027-02-02T04:00:00"), &[given.id]),
        regulator.waive(at("2027-02-02T05:00:00"), None).about("di-dong"),
        given,
    ];
    for piece in &evidence {
        board.apply(piece, at("2027-02-02T06:00:00"));
    }
    let snapshot = String::from_utf8(board.snapshot()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&snapshot).unwrap();
    assert_eq!(sorted(&value), snapshot);
}

/// RFC 8785 for what a snapshot holds: integers, and keys of ASCII.
fn sorted(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort_unstable();
            let fields: Vec<String> =
                keys.iter().map(|key| format!("{:?}:{}", key, sorted(&map[*key]))).collect();
            format!("{{{}}}", fields.join(","))
        }
        serde_json::Value::Array(list) => {
            format!("[{}]", list.iter().map(sorted).collect::<Vec<_>>().join(","))
        }
        other => other.to_string(),
    }
}

#[test]
fn of_campaigns_with_the_same_id_the_last_one_counts() {
    let first = province(&obligation(ACKNOWLEDGE));
    let second = province(&obligation("[[obligation.check]]\nkind = \"report\"\n"));
    let board = Board::new(vec![first, Arc::clone(&second)], at("2027-02-06T00:00:00"));
    let cell = board.held(&key()).unwrap();
    assert_eq!((cell.reason.code, cell.findings[0].campaign), ("report.missing", second.digest));
    assert_eq!(board.campaigns().count(), 1);
}

#[test]
fn a_targets_page_has_its_last_turn_and_summary() {
    let check = "[[obligation.check]]\nkind = \"availability\"\ntargets = [\"a\"]\n";
    let campaign = province(&obligation(check));
    let mut own = Log::of("di-dong");
    let down = own.turn(at("2027-02-02T01:00:00"), "c", TargetState::Down);
    let turned = own.turn(at("2027-02-02T01:00:00"), "a", TargetState::Down);
    let earlier = own.turn(at("2027-02-02T00:00:00"), "a", TargetState::Up);
    let summary = own.summarise(at("2027-02-02T00:55:00"), &[line("a", 3, 4)]);
    let board =
        campaign::board_at(vec![campaign], [&down, &turned, &earlier, &summary], at("2027-02-02T02:00:00"));
    let target = board.target(&slug("a")).unwrap();
    assert_eq!((target.state, target.since), (TargetState::Down, Some(at("2027-02-02T01:00:00"))));
    assert_eq!(target.last.map(|last| (last.ok, last.lost)), Some((3, 4)));
    assert!(board.target(&slug("c")).is_none(), "di-dong may not report on another's target");
    assert!(board.cell(&CellKey { organisation: slug("so"), obligation: slug("x") }, board.now()).is_none());
}

#[test]
fn a_snapshot_in_parts_is_the_same_bytes_and_one_taken_in_passing_comes_to_the_same_board() {
    let campaign = province(&obligation("[[obligation.check]]\nkind = \"acknowledgement\""));
    let campaigns = || vec![Arc::clone(&campaign)];
    let mut log = Log::of("di-dong");
    let told: Vec<_> =
        (1..9).map(|minute| log.acknowledge(at(&format!("2027-02-02T08:0{minute}:00")))).collect();
    let now = at("2027-02-03T00:00:00");
    let mut board = Board::new(campaigns(), now);
    for evidence in &told[..4] {
        board.apply(evidence, now);
    }
    let mut bytes = Vec::new();
    let mut parts = board.begin_snapshot(&mut bytes);
    while board.continue_snapshot(&mut parts, &mut bytes, 1) == Some(false) {}
    assert_eq!(bytes, board.snapshot());

    // Evidence comes between the beginning and the cells: they know more than the cursor says.
    let mut passing = Vec::new();
    let mut parts = board.begin_snapshot(&mut passing);
    for evidence in &told[4..] {
        board.apply(evidence, now);
    }
    while board.continue_snapshot(&mut parts, &mut passing, 1) == Some(false) {}
    let mut restored = Board::restore(&passing, campaigns(), now).unwrap();
    assert_eq!(restored.cursor().size(&told[0].log), 4);
    for evidence in &told[4..] {
        restored.absorb(evidence);
    }
    restored.settle(now);
    assert_eq!(restored.snapshot(), board.snapshot());

    let other = Board::new(vec![province(&obligation("[[obligation.check]]\nkind = \"report\""))], now);
    assert_eq!(other.continue_snapshot(&mut parts, &mut passing, 1), None);
}
