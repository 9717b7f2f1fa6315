//! A dispute's state follows from its entries alone, in whatever order they come.

use campaign::{
    Body, Evidence,
    dispute::{Claim, Dispute, DisputeState, Ruling},
};
use journal::EntryId;

use crate::support::{Log, at, slug};

fn opening(log: &mut Log) -> Evidence {
    let claim = Claim { obligation: slug("x"), figure: None, reply_due: at("2027-02-03T08:00:00") };
    log.write("dispute.opened", at("2027-02-02T08:00:00"), Body::DisputeOpened(claim))
}

fn answering(log: &mut Log, to: EntryId, when: &str, ruling: Option<Ruling>, actor: &str) -> Evidence {
    let (kind, body) = match ruling {
        Some(ruling) => ("dispute.decided", Body::DisputeDecided { obligation: slug("x"), ruling }),
        None => ("dispute.answered", Body::DisputeAnswered { obligation: slug("x") }),
    };
    Evidence { answers: vec![to], actor: actor.to_owned(), ..log.write(kind, at(when), body) }
}

fn state(opening: &Evidence, said: &[&Evidence], when: &str) -> Dispute {
    Dispute::fold(opening, said.iter().copied(), |log| log == &slug("so"), at(when)).unwrap()
}

#[test]
fn a_claim_waits_is_overdue_answered_and_decided() {
    let (mut own, mut above) = (Log::of("di-dong"), Log::of("so"));
    let opened = opening(&mut own);
    assert_eq!(state(&opened, &[], "2027-02-02T09:00:00").state, DisputeState::Open);
    assert_eq!(state(&opened, &[], "2027-02-03T08:00:00").state, DisputeState::Overdue);
    let answer = answering(&mut above, opened.id, "2027-02-03T09:00:00", None, "u-2");
    assert_eq!(
        state(&opened, &[&answer], "2027-02-03T08:30:00").state,
        DisputeState::Overdue,
        "not known then"
    );
    assert_eq!(state(&opened, &[&answer], "2027-02-04T08:00:00").state, DisputeState::Answered);
    let decided = answering(&mut above, opened.id, "2027-02-05T09:00:00", Some(Ruling::Upheld), "u-3");
    let late = answering(&mut above, opened.id, "2027-02-06T09:00:00", None, "u-2");
    let second = answering(&mut above, opened.id, "2027-02-06T10:00:00", Some(Ruling::Rejected), "u-3");
    let forward = state(&opened, &[&answer, &decided, &late, &second], "2027-02-07T08:00:00");
    assert_eq!(forward, state(&opened, &[&second, &late, &decided, &answer], "2027-02-07T08:00:00"));
    assert_eq!((forward.state, forward.answers.len(), forward.holds()), (DisputeState::Decided, 1, false));
    assert_eq!(forward.decision.unwrap().ruling, Ruling::Upheld, "the first decision counts");
}

#[test]
fn nobody_decides_in_their_own_matter() {
    let (mut own, mut above) = (Log::of("di-dong"), Log::of("so"));
    let opened = opening(&mut own);
    let by_owner = answering(&mut own, opened.id, "2027-02-03T09:00:00", Some(Ruling::Upheld), "u-9");
    let by_claimant = answering(&mut above, opened.id, "2027-02-03T10:00:00", Some(Ruling::Upheld), "u-1");
    let found = state(&opened, &[&by_owner, &by_claimant], "2027-02-04T08:00:00");
    assert!(found.holds() && found.decision.is_none());
}
