//! Who holds a cell for its owner: told on the board, kept in the snapshot, and no verdict of anything.

use std::sync::Arc;

use campaign::{Board, Evidence};

use crate::support::{Also, Log, at, bytes, cell_at, key, obligation, province, slug, told};

const ACKNOWLEDGE: &str = "[[obligation.check]]\nkind = \"acknowledgement\"\n";

/// Which unit holds it, and since when.
fn holder(evidence: &[&Evidence], when: &str) -> Option<(String, String)> {
    let cell = cell_at(&province(&obligation(ACKNOWLEDGE)), evidence.iter().copied(), at(when));
    let holder = cell.holder?;
    Some((holder.unit.unwrap().to_string(), holder.from.edge()))
}

fn unit(found: Option<(String, String)>) -> Option<String> {
    found.map(|(unit, _)| unit)
}

#[test]
fn whom_it_was_given_to_last_holds_it_until_it_is_taken_back_or_over() {
    let mut own = Log::of("di-dong");
    let first = own.assign(at("2027-02-02T08:00:00"), "tram", None);
    let second = own.assign(at("2027-02-03T08:00:00"), "kho", Some(at("2027-02-04T08:00:00")));
    let both = [&second, &first];
    assert_eq!(holder(&both, "2027-02-02T07:59:59"), None);
    let since = at("2027-02-02T08:00:00").edge();
    assert_eq!(holder(&both, "2027-02-02T08:00:00"), Some(("tram".to_owned(), since)));
    assert_eq!(unit(holder(&both, "2027-02-03T08:00:00")).as_deref(), Some("kho"));
    assert_eq!(holder(&both, "2027-02-04T08:00:00"), None, "over, and the one before does not come back");
    // Taking back an earlier one says nothing of the present one, whichever comes first.
    let earlier = own.take_back(at("2027-02-03T09:00:00"), first.id);
    assert_eq!(unit(holder(&[&earlier, &second, &first], "2027-02-03T10:00:00")).as_deref(), Some("kho"));
    let back = own.take_back(at("2027-02-03T09:00:00"), second.id);
    assert_eq!(unit(holder(&[&back, &second, &first], "2027-02-03T08:59:59")).as_deref(), Some("kho"));
    assert_eq!(holder(&[&back, &second, &first], "2027-02-03T09:00:00"), None);
    // An entry made by mistake is corrected as any other.
    let mistaken = own.withdraw(at("2027-02-03T08:30:00"), &[second.id]);
    assert_eq!(unit(holder(&[&mistaken, &second, &first], "2027-02-03T10:00:00")).as_deref(), Some("tram"));
}

#[test]
fn who_holds_it_moves_no_verdict_and_is_the_owners_word_alone() {
    let campaign = province(&obligation(ACKNOWLEDGE));
    let (mut own, when) = (Log::of("di-dong"), at("2027-02-06T00:00:00"));
    let given = own.assign(at("2027-02-02T08:00:00"), "tram", None);
    let (with, without) = (cell_at(&campaign, [&given], when), cell_at(&campaign, [], when));
    assert_eq!(told(&with), told(&without));
    assert_eq!(
        (with.status, with.grade, with.since, &with.findings),
        (without.status, without.grade, without.since, &without.findings)
    );
    assert_eq!(with.holder.as_ref().map(|holder| holder.id), Some(given.id));
    let above = Log::of("so").assign(at("2027-02-02T08:00:00"), "tram", None).about("di-dong");
    let unit = Log::of("tram").assign(at("2027-02-02T08:00:00"), "tram", None).about("di-dong");
    for other in [&above, &unit] {
        assert_eq!(cell_at(&campaign, [other], when).holder, None, "{}", other.log);
    }
}

#[test]
fn the_live_board_tells_the_turn_by_itself_and_a_snapshot_keeps_it() {
    let campaign = province(&obligation(ACKNOWLEDGE));
    let campaigns = || vec![Arc::clone(&campaign)];
    let mut own = Log::of("di-dong");
    let over = at("2027-02-03T08:00:00");
    let given = own.assign(at("2027-02-02T08:00:00"), "tram", Some(over));
    let mut board = Board::new(campaigns(), at("2027-02-02T08:00:00"));
    assert_eq!(board.apply(&given, at("2027-02-02T08:00:00")), [key()]);
    let units: Vec<_> = board.assigned().map(|cell| cell.holder.clone().unwrap().unit).collect();
    assert_eq!(units, [Some(slug("tram"))]);
    let snapshot = board.snapshot();
    let restored = Board::restore(&snapshot, campaigns(), board.now()).unwrap();
    assert_eq!(bytes(&restored, over), bytes(&board, over));
    assert_eq!(restored.snapshot(), snapshot);
    assert!(restored.held(&key()).unwrap().holder.is_some());
    assert_eq!(board.next_change_at(), Some(over));
    assert_eq!(board.tick(over), [key()]);
    assert_eq!(board.assigned().count(), 0);
    // A snapshot of the format before, which kept no holder, is discarded.
    let text = String::from_utf8(snapshot).unwrap();
    let body = &text[r#"{"body":"#.len()..text.rfind(",\"sha256\"").unwrap()];
    let old = body.replace("\"v\":2}", "\"v\":1}");
    let old = format!("{{\"body\":{old},\"sha256\":\"{}\"}}", journal::Hash::of(old.as_bytes()).hex());
    let fault = Board::restore(old.as_bytes(), campaigns(), over).unwrap_err();
    assert!(matches!(fault, campaign::SnapshotFault::Version(_)), "{fault}");
}
