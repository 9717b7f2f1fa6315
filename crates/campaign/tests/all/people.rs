//! What people sign: acknowledgement, inspection, plan, briefing, report, with corrections, explanations, waivers.

use campaign::{
    ChecklistResult::{Fail, NotApplicable, Pass},
    Outcome, Status,
};
use journal::{Fact, Facts, Grade, Hash};

use crate::support::{Also, Log, at, briefing_digest, bytes, cell_at, key, obligation, province, told};

const ACKNOWLEDGE: &str = "[[obligation.check]]\nkind = \"acknowledgement\"\n";
const INSPECT: &str =
    "[[obligation.check]]\nkind = \"inspection\"\nchecklist = [{ item = \"pin\" }, { item = \"may-no\" }]\n";

#[test]
fn a_proven_cell_names_the_entry_and_the_campaign_it_was_judged_by() {
    let campaign = province(&obligation(ACKNOWLEDGE));
    let given = Log::of("di-dong").acknowledge(at("2027-02-02T09:00:00"));
    let cell = cell_at(&campaign, [&given], at("2027-02-02T09:00:00"));
    assert_eq!(cell.findings[0].evidence, [given.id]);
    assert_eq!(cell.findings[0].campaign, campaign.digest);
}

#[test]
fn what_is_recorded_after_the_due_moment_is_marked() {
    let campaign = province(&obligation(ACKNOWLEDGE));
    let given = Log::of("di-dong").acknowledge(at("2027-02-05T09:00:00")).recorded(at("2027-02-05T13:00:00"));
    assert_eq!(
        told(&cell_at(&campaign, [&given], at("2027-02-06T00:00:00"))),
        "proven acknowledgement.given late"
    );
    let strict = province(&obligation(&format!("due_strict = true\n{ACKNOWLEDGE}")));
    let on_time = Log::of("di-dong").acknowledge(at("2027-02-05T12:00:00"));
    assert_eq!(
        told(&cell_at(&campaign, [&on_time], at("2027-02-06T00:00:00"))),
        "proven acknowledgement.given"
    );
    assert_eq!(
        told(&cell_at(&strict, [&on_time], at("2027-02-06T00:00:00"))),
        "proven acknowledgement.given late"
    );
}

#[test]
fn a_grade_below_the_one_asked_for_does_not_prove() {
    let campaign = province(&obligation(&format!("{ACKNOWLEDGE}min_grade = \"countersigned\"\n")));
    let mut own = Log::of("di-dong");
    // An organisation's word about itself is attested at best, whatever it states.
    let given = own.acknowledge(at("2027-02-02T09:00:00")).graded(Grade::Measured);
    let cell = cell_at(&campaign, [&given], at("2027-02-06T00:00:00"));
    assert_eq!(told(&cell), "unproven acknowledgement.low_grade");
    assert_eq!(cell.grade, Some(Grade::Attested));
    let confirmed =
        Log::of("so").acknowledge(at("2027-02-03T09:00:00")).about("di-dong").graded(Grade::Countersigned);
    assert_eq!(
        told(&cell_at(&campaign, [&given, &confirmed], at("2027-02-06T00:00:00"))),
        "proven acknowledgement.given"
    );
}

#[test]
fn nobody_but_the_regulator_speaks_of_another_organisation() {
    let campaign = province(&obligation(ACKNOWLEDGE));
    let foreign = Log::of("buu-dien").acknowledge(at("2027-02-02T09:00:00")).about("di-dong");
    let when = at("2027-02-06T00:00:00");
    assert_eq!(told(&cell_at(&campaign, [&foreign], when)), "unproven acknowledgement.missing");
    let waived = Log::of("di-dong").waive(at("2027-02-02T09:00:00"), None);
    assert_eq!(told(&cell_at(&campaign, [&waived], when)), "unproven acknowledgement.missing");
}

#[test]
fn an_inspection_needs_every_item_and_a_failed_item_fails_it_once_due() {
    let campaign = province(&obligation(INSPECT));
    let mut own = Log::of("di-dong");
    let first = own.inspect(at("2027-02-02T09:00:00"), &[("pin", Pass)]);
    let second = own.inspect(at("2027-02-03T09:00:00"), &[("may-no", Fail)]);
    let third = own.inspect(at("2027-02-06T09:00:00"), &[("may-no", NotApplicable)]);
    let all = [&first, &second, &third];
    assert_eq!(told(&cell_at(&campaign, all, at("2027-02-02T10:00:00"))), "not_due inspection.incomplete");
    assert_eq!(
        told(&cell_at(&campaign, [&first], at("2027-02-06T00:00:00"))),
        "unproven inspection.incomplete"
    );
    assert_eq!(told(&cell_at(&campaign, all, at("2027-02-03T10:00:00"))), "at_risk inspection.failed");
    assert_eq!(told(&cell_at(&campaign, all, at("2027-02-05T12:00:00"))), "failing inspection.failed");
    assert_eq!(told(&cell_at(&campaign, all, at("2027-02-06T10:00:00"))), "proven inspection.passed late");
}

#[test]
fn the_regulators_word_is_not_overruled_by_the_owners_and_both_together_countersign() {
    let campaign = province(&obligation(&format!("{INSPECT}min_grade = \"countersigned\"\n")));
    let (mut own, mut regulator) = (Log::of("di-dong"), Log::of("so"));
    let passed = [("pin", Pass), ("may-no", Pass)];
    let signed = own.inspect(at("2027-02-02T09:00:00"), &passed);
    let when = at("2027-02-06T00:00:00");
    assert_eq!(told(&cell_at(&campaign, [&signed], when)), "unproven inspection.low_grade");
    let confirmed = regulator.inspect(at("2027-02-03T09:00:00"), &passed).about("di-dong");
    let cell = cell_at(&campaign, [&signed, &confirmed], when);
    assert_eq!((told(&cell).as_str(), cell.grade), ("proven inspection.passed", Some(Grade::Countersigned)));
    let failed = regulator
        .inspect(at("2027-02-03T10:00:00"), &[("pin", Fail)])
        .about("di-dong")
        .graded(Grade::Countersigned);
    let again = own.inspect(at("2027-02-04T09:00:00"), &passed);
    let all = [&signed, &confirmed, &failed, &again];
    assert_eq!(told(&cell_at(&campaign, all, when)), "failing inspection.failed");
}

#[test]
fn filed_approved_and_tested_are_three_states() {
    let check = |requires| {
        province(&obligation(&format!("[[obligation.check]]\nkind = \"plan\"\nrequires = \"{requires}\"\n")))
    };
    let (mut own, mut regulator) = (Log::of("di-dong"), Log::of("so"));
    let filed = own.file_plan(at("2027-02-02T09:00:00"), "ung-cuu");
    let self_approved = own.approve_plan(at("2027-02-02T10:00:00"), "ung-cuu");
    let approved = regulator.approve_plan(at("2027-02-03T09:00:00"), "ung-cuu").about("di-dong");
    let failed = own.test_plan(at("2027-02-04T08:00:00"), "ung-cuu", Outcome::Fail);
    let passed = own.test_plan(at("2027-02-04T09:00:00"), "ung-cuu", Outcome::Pass);
    let when = at("2027-02-06T00:00:00");
    let tell = |requires, evidence: &[&campaign::Evidence]| {
        told(&cell_at(&check(requires), evidence.iter().copied(), when))
    };
    assert_eq!(tell("filed", &[&filed]), "proven plan.filed");
    assert_eq!(tell("approved", &[&filed, &self_approved]), "unproven plan.short");
    assert_eq!(tell("approved", &[&filed, &approved]), "proven plan.approved");
    assert_eq!(tell("approved", &[&approved]), "unproven plan.not_filed");
    assert_eq!(tell("tested", &[&filed, &approved]), "unproven plan.short");
    assert_eq!(tell("tested", &[&filed, &failed]), "failing plan.test_failed");
    assert_eq!(tell("tested", &[&filed, &failed, &passed]), "proven plan.tested");
    let refiled = own.file_plan(at("2027-02-04T10:00:00"), "ung-cuu");
    assert_eq!(tell("approved", &[&filed, &approved, &refiled]), "unproven plan.short");
    let cell = cell_at(&check("approved"), [&filed, &approved], when);
    assert_eq!(cell.grade, Some(Grade::Countersigned));
}

#[test]
fn every_shift_reads_the_briefing_in_its_present_form() {
    let check =
        "[[obligation.check]]\nkind = \"briefing\"\nbriefing = \"pho-bien\"\nshifts = [\"ca-1\", \"ca-2\"]\n";
    let campaign = province(&obligation(check));
    let mut own = Log::of("di-dong");
    let one = own.read_briefing(at("2027-02-02T09:00:00"), "ca-1", briefing_digest());
    let stale = own.read_briefing(at("2027-02-02T10:00:00"), "ca-2", Hash::of(b"earlier"));
    let two = own.read_briefing(at("2027-02-03T10:00:00"), "ca-2", briefing_digest());
    let when = at("2027-02-06T00:00:00");
    assert_eq!(told(&cell_at(&campaign, [&one], when)), "unproven briefing.missing");
    assert_eq!(told(&cell_at(&campaign, [&one, &stale], when)), "unproven briefing.outdated");
    assert_eq!(told(&cell_at(&campaign, [&one, &stale, &two], when)), "proven briefing.read");
}

#[test]
fn a_correction_counts_whichever_arrives_first_and_not_before_it_holds() {
    let campaign = province(&obligation(INSPECT));
    let mut own = Log::of("di-dong");
    let signed = own.inspect(at("2027-02-02T09:00:00"), &[("pin", Pass), ("may-no", Pass)]);
    let withdrawn = own.withdraw(at("2027-02-03T09:00:00"), &[signed.id]);
    let before = at("2027-02-02T12:00:00");
    let after = at("2027-02-04T12:00:00");
    for order in [[&signed, &withdrawn], [&withdrawn, &signed]] {
        assert_eq!(told(&cell_at(&campaign, order, before)), "proven inspection.passed");
        assert_eq!(told(&cell_at(&campaign, order, after)), "not_due inspection.not_due");
    }
    // A correction that was itself an error is taken back.
    let taken_back = own.withdraw(at("2027-02-04T09:00:00"), &[withdrawn.id]);
    assert_eq!(
        told(&cell_at(&campaign, [&taken_back, &withdrawn, &signed], after)),
        "proven inspection.passed"
    );
}

#[test]
fn a_correction_replaces_facts_and_a_new_entry_takes_an_old_ones_place() {
    let campaign = province(&obligation(INSPECT));
    let mut own = Log::of("di-dong");
    let signed = own.inspect(at("2027-02-02T09:00:00"), &[("pin", Pass), ("may-no", Fail)]);
    let answer = |item: &str| {
        Fact::Map(Facts::from([("item".to_owned(), item.into()), ("result".to_owned(), "pass".into())]))
    };
    let fields = Facts::from([("checklist".to_owned(), Fact::List(vec![answer("pin"), answer("may-no")]))]);
    let corrected = own.correct(at("2027-02-03T09:00:00"), &[signed.id], false, fields);
    let when = at("2027-02-04T00:00:00");
    assert_eq!(told(&cell_at(&campaign, [&corrected, &signed], when)), "proven inspection.passed");
    let anew = own.inspect(at("2027-02-03T10:00:00"), &[("pin", Pass)]).answering(&[signed.id]);
    assert_eq!(told(&cell_at(&campaign, [&anew, &signed], when)), "not_due inspection.incomplete");
}

#[test]
fn an_operator_withdraws_its_own_word_but_not_the_regulators() {
    let campaign = province(&obligation(ACKNOWLEDGE));
    let given = Log::of("so").acknowledge(at("2027-02-02T09:00:00")).about("di-dong");
    let when = at("2027-02-06T00:00:00");
    let by_operator = Log::of("di-dong").withdraw(at("2027-02-03T09:00:00"), &[given.id]);
    assert_eq!(told(&cell_at(&campaign, [&given, &by_operator], when)), "proven acknowledgement.given");
    let by_regulator = Log::of("so").withdraw(at("2027-02-03T09:00:00"), &[given.id]).about("di-dong");
    assert_eq!(told(&cell_at(&campaign, [&given, &by_regulator], when)), "unproven acknowledgement.missing");
}

#[test]
fn explanations_promises_and_waivers_stand_beside_the_finding() {
    let campaign = province(&obligation(INSPECT));
    let (mut own, mut regulator) = (Log::of("di-dong"), Log::of("so"));
    let failed = own.inspect(at("2027-02-02T09:00:00"), &[("pin", Fail)]);
    let promised = own.promise(at("2027-02-05T13:00:00"), at("2027-02-05T18:00:00"));
    let explained = own.explain(at("2027-02-05T14:00:00"), &[failed.id]);
    let waived = regulator.waive(at("2027-02-06T08:00:00"), Some(at("2027-02-08T00:00:00"))).about("di-dong");
    let all = [&failed, &promised, &explained, &waived];
    let cell = cell_at(&campaign, all, at("2027-02-05T15:00:00"));
    assert_eq!(told(&cell), "failing inspection.failed");
    assert_eq!(cell.promised_until, Some(at("2027-02-05T18:00:00")));
    assert_eq!(cell.explanations, [explained.id]);
    assert_eq!(cell.next_change_at, Some(at("2027-02-05T18:00:00")));
    assert_eq!(cell_at(&campaign, all, at("2027-02-05T18:00:00")).promised_until, None);
    let cell = cell_at(&campaign, all, at("2027-02-06T09:00:00"));
    assert_eq!((cell.status, cell.reason.code), (Status::Waived, "cell.waived"));
    assert_eq!(cell.waiver.as_ref().map(|waiver| waiver.id), Some(waived.id));
    assert_eq!(cell.findings[0].status, Status::Failing);
    assert!(cell.late, "the waiver was written down after the due moment");
    assert_eq!(told(&cell_at(&campaign, all, at("2027-02-08T00:00:00"))), "failing inspection.failed");
}

#[test]
fn the_worst_check_decides() {
    let campaign = province(&obligation(&format!("{ACKNOWLEDGE}[[obligation.check]]\nkind = \"report\"\n")));
    let mut own = Log::of("di-dong");
    let given = own.acknowledge(at("2027-02-02T09:00:00"));
    let submitted = own.submit(at("2027-02-03T09:00:00"));
    assert_eq!(told(&cell_at(&campaign, [&given], at("2027-02-04T00:00:00"))), "not_due report.not_due");
    assert_eq!(told(&cell_at(&campaign, [&given], at("2027-02-06T00:00:00"))), "unproven report.missing");
    assert_eq!(
        told(&cell_at(&campaign, [&given, &submitted], at("2027-02-06T00:00:00"))),
        "proven acknowledgement.given"
    );
    let board = campaign::board_at(vec![campaign], [&given, &submitted], at("2027-02-06T00:00:00"));
    assert!(bytes(&board, board.now()).contains("report.submitted"));
    assert!(board.held(&key()).is_some());
}
