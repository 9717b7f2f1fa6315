//! What a signer is told before signing.

use campaign::{
    Body, Cell, Evidence, Status, board_at,
    review::{counts, differences, is_asserted_only},
};
use journal::Grade;

use crate::support::{Log, at, key, obligation, province, slug};

const TWO: &str = "[[obligation.check]]\nkind = \"acknowledgement\"\nmin_grade = \"asserted\"\n";

fn given(grade: Grade, when: &str) -> Evidence {
    let mut log = Log::of("di-dong");
    let body = Body::AcknowledgementGiven { obligation: slug("x") };
    Evidence { grade: Some(grade), ..log.write("acknowledgement.given", at(when), body) }
}

fn cells(evidence: &[Evidence], when: &str) -> Vec<Cell> {
    board_at(vec![province(&obligation(TWO))], evidence, at(when)).cells_at(at(when))
}

#[test]
fn what_rests_on_a_word_alone_is_counted_apart_and_among_the_proven() {
    let asserted = cells(&[given(Grade::Asserted, "2027-02-02T08:00:00")], "2027-02-03T08:00:00");
    assert!(is_asserted_only(&asserted[0]));
    let told = counts(&asserted);
    assert_eq!((told["proven"], told["asserted_only"], told["late"], told["failing"]), (1, 1, 0, 0));
    let signed = cells(&[given(Grade::Attested, "2027-02-06T08:00:00")], "2027-02-07T08:00:00");
    let told = counts(&signed);
    assert_eq!((told["proven"], told["asserted_only"], told["late"]), (1, 0, 1), "a late one is told");
}

#[test]
fn a_difference_is_a_turn_or_another_number_and_nothing_else() {
    let before = cells(&[], "2027-02-03T08:00:00");
    let after = cells(&[given(Grade::Asserted, "2027-02-02T08:00:00")], "2027-02-03T08:00:00");
    assert_eq!(differences(&before, &before), []);
    let changed = differences(&before, &after);
    assert_eq!(changed.len(), 1);
    assert!(changed[0].is_turned() && changed[0].figures.is_empty());
    assert_eq!(changed[0].key, key());
    let stands = (changed[0].before.as_ref().unwrap().status, changed[0].after.as_ref().unwrap().status);
    assert_eq!(stands, (Status::NotDue, Status::Proven));
    let gone = differences(&after, &[]);
    assert_eq!((gone[0].before.is_some(), gone[0].after.is_none()), (true, true));
    let mut other = after.clone();
    other[0].findings[0].figures.push(campaign::Figure {
        name: "loss_ppm",
        value: 7,
        unit: "ppm",
        target: None,
        limit: None,
    });
    let changed = differences(&after, &other);
    assert!(!changed[0].is_turned());
    assert_eq!((changed[0].figures[0].before, changed[0].figures[0].after), (None, Some(7)));
}
