//! What may enter a journal: every fault of a draft at once, each naming its field.

use campaign::{Body, Campaign, Evidence, validate};
use journal::{Draft, EntryId, Fact, Facts, Grade, Held, Kind, Origin, Subject};

use crate::support::{at, obligation, province, slug};

const CHECKS: &str = r#"[[obligation.check]]
kind = "inspection"
checklist = [{ item = "pin" }, { item = "may-no" }]
[[obligation.check]]
kind = "plan"
requires = "approved"
plan = "ung-cuu"
[[obligation.check]]
kind = "briefing"
briefing = "pho-bien"
shifts = ["ca-1"]
[[obligation.check]]
kind = "availability"
targets = ["a"]
"#;

fn campaign() -> std::sync::Arc<Campaign> {
    province(&obligation(CHECKS))
}

fn facts(json: &str) -> Facts {
    serde_json::from_str(json).unwrap()
}

fn draft(kind: &str, subject: &str, stated: &str) -> Draft {
    Draft {
        id: EntryId::v7(at("2027-02-02T00:00:00"), [3; 10]),
        kind: Kind::new(kind).unwrap(),
        subject: Subject::new(subject).unwrap(),
        held: Held::at(at("2027-02-02T00:00:00")),
        source: "test".to_owned(),
        actor: "u-1".to_owned(),
        answers: Vec::new(),
        campaign: None,
        grade: Some(Grade::Attested),
        facts: facts(stated),
        private: Facts::new(),
    }
}

fn with(mut draft: Draft, private: &str) -> Draft {
    draft.private = facts(private);
    draft
}

fn faults(draft: &Draft, writer: &str) -> Vec<String> {
    let campaign = campaign();
    let now = at("2027-02-12T12:00:00");
    let fault =
        validate(draft, [&*campaign], &slug(writer), now).map_or_else(|fault| fault.fields, |()| Vec::new());
    fault.iter().map(ToString::to_string).collect()
}

fn measured(mut draft: Draft, seconds: i64) -> Draft {
    draft.grade = Some(Grade::Measured);
    draft.held = Held::between(draft.held.from, draft.held.from.plus_ms(seconds * 1_000));
    draft
}

#[test]
fn what_people_and_probes_send_in_order_is_admitted() {
    let digest = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    let x = r#""obligation":"x""#;
    let inspection = format!(
        r#"{{{x},"checklist":[{{"item":"pin","result":"pass"}},{{"item":"may-no","result":"not_applicable"}}],"photos":1}}"#
    );
    let signer = format!(r#"{{"signer":"Nguyễn Văn A","photo_1":"{digest}"}}"#);
    let mut explained =
        with(draft("finding.explained", "obligation:x", &format!("{{{x}}}")), r#"{"text":"mất điện lưới"}"#);
    explained.answers = vec![explained.id];
    explained.grade = None;
    let own = [
        draft("acknowledgement.given", "obligation:x", &format!("{{{x}}}")),
        with(draft("inspection.signed", "obligation:x", &inspection), &signer),
        with(
            draft("plan.filed", "obligation:x", &format!(r#"{{{x},"plan":"ung-cuu"}}"#)),
            &format!(r#"{{"document":"{digest}"}}"#),
        ),
        draft("briefing.read", "obligation:x", &format!(r#"{{{x},"shift":"ca-1","briefing":"{digest}"}}"#)),
        draft("handling.promised", "obligation:x", &format!(r#"{{{x},"until":"2027-02-03T00:00:00.000Z"}}"#)),
        explained,
        measured(
            draft(
                "measurement.summarised",
                "organisation:di-dong",
                r#"{"period_s":300,"targets":[{"target":"a","sent":60,"ok":59,"lost":1,"own_late":0,"excluded":0,"rtt_us_p50":1,"rtt_us_p95":2,"rtt_us_max":3,"loss_ppm":16666,"gap_s":0}]}"#,
            ),
            300,
        ),
        measured(
            draft(
                "target.turned",
                "target:b",
                r#"{"target":"b","from":"up","to":"down","cause":"refused","detail":"ECONNREFUSED"}"#,
            ),
            0,
        ),
        measured(draft("clock.observed", "node:n", r#"{"offset_us":-12,"source":"ntp"}"#), 0),
    ];
    for draft in &own {
        assert_eq!(faults(draft, "di-dong"), [""; 0], "{}", draft.kind);
    }
    let mut waived = with(
        draft(
            "obligation.waived",
            "obligation:x",
            &format!(r#"{{{x},"organisation":"di-dong","until":null}}"#),
        ),
        r#"{"reason":"bão số 3"}"#,
    );
    waived.grade = None;
    assert_eq!(faults(&waived, "so"), [""; 0]);
    assert_eq!(
        faults(&waived, "di-dong"),
        ["organisation: only the regulator waives an obligation"],
        "a waiver is the regulator's alone"
    );
    let approved = draft(
        "plan.approved",
        "obligation:x",
        &format!(r#"{{{x},"organisation":"di-dong","plan":"ung-cuu"}}"#),
    );
    assert_eq!(faults(&approved, "so"), [""; 0]);
}

#[test]
fn every_fault_of_a_draft_names_its_field() {
    let mut bad = with(
        draft(
            "inspection.signed",
            "obligation:y",
            r#"{"obligation":"x","checklist":[{"item":"pin","result":"pass"},{"item":"pin","result":"fail"},{"item":"noi","result":"pass"}],"photos":2,"phone":"0900"}"#,
        ),
        r#"{"photo_1":"xyz","name":"A"}"#,
    );
    bad.grade = Some(Grade::Measured);
    assert_eq!(
        faults(&bad, "di-dong"),
        [
            "facts.phone: is not known here",
            "subject: is not obligation:x",
            "grade: of inspection.signed is one of: attested, countersigned",
            "private.signer: is missing",
            "private.name: is not known here",
            "private.photo_1: is not the SHA-256 of a blob as 64 lower-case hex digits",
            "facts.checklist[1].item: pin is answered twice",
            "facts.checklist[2].item: noi is not in the checklist of x",
            "facts.photos: says 2, but 1 photographs are named",
        ]
    );
}

#[test]
fn an_obligation_is_given_to_a_unit_or_a_person_and_taken_back_by_its_id() {
    let given = |more: &str, private: &str| {
        let stated = format!(r#"{{"obligation":"x","change":"given"{more}}}"#);
        let mut draft = with(draft("obligation.assigned", "obligation:x", &stated), private);
        draft.grade = None;
        draft
    };
    let back = |more: &str| {
        let stated = format!(r#"{{"obligation":"x","change":"withdrawn"{more}}}"#);
        let mut draft = draft("obligation.assigned", "obligation:x", &stated);
        (draft.grade, draft.answers) = (None, vec![draft.id]);
        draft
    };
    let name = r#"{"person":"Nguyễn Văn A","note":"trực đêm"}"#;
    for draft in [
        given(r#","unit":"tram","until":"2027-02-03T00:00:00.000Z""#, "{}"),
        given(r#","account":"a-1""#, name),
        given(r#","unit":"tram","account":"a-1""#, name),
        back(""),
    ] {
        assert_eq!(faults(&draft, "di-dong"), [""; 0], "{:?}", draft.facts);
    }
    for (draft, writer, wanted) in [
        (given("", "{}"), "di-dong", "facts.unit: is missing: it is given to a unit or to a person"),
        (
            given(r#","unit":"buu-dien""#, "{}"),
            "di-dong",
            "facts.unit: buu-dien is no unit of di-dong in a campaign in force",
        ),
        (
            given(r#","unit":"di-dong""#, "{}"),
            "di-dong",
            "facts.unit: di-dong is no unit of di-dong in a campaign in force",
        ),
        (
            given(r#","account":"a-1""#, "{}"),
            "di-dong",
            "private.person: stands where an account is named, and nowhere else",
        ),
        (
            given(r#","unit":"tram""#, name),
            "di-dong",
            "private.person: stands where an account is named, and nowhere else",
        ),
        (
            given(r#","unit":"tram","until":"2027-02-01T00:00:00.000Z""#, "{}"),
            "di-dong",
            "facts.until: is not after held.from",
        ),
        (
            given(r#","unit":"tram","person":"Nguyễn Văn A""#, "{}"),
            "di-dong",
            "facts.person: is not known here",
        ),
        (
            given(r#","unit":"tram""#, "{}"),
            "tram",
            "facts.obligation: x is no obligation of tram in a campaign in force",
        ),
        (back(r#","unit":"tram""#), "di-dong", "facts.unit: is for what is given"),
    ] {
        assert!(
            faults(&draft, writer).contains(&wanted.to_owned()),
            "{wanted}: {:?}",
            faults(&draft, writer)
        );
    }
    let mut nothing = back("");
    nothing.answers.clear();
    assert_eq!(
        faults(&nothing, "di-dong"),
        ["answers: names not one entry: what was given is taken back by its id"]
    );
}

#[test]
fn drafts_that_contradict_the_campaign_are_refused() {
    let x = r#""obligation":"x""#;
    for (draft, writer, wanted) in [
        (
            draft("acknowledgement.given", "obligation:z", r#"{"obligation":"z"}"#),
            "di-dong",
            "facts.obligation: z is no obligation of di-dong in a campaign in force",
        ),
        (
            draft("acknowledgement.given", "obligation:x", &format!("{{{x}}}")),
            "buu-dien",
            "facts.obligation: x is no obligation of buu-dien in a campaign in force",
        ),
        (
            draft("acknowledgement.given", "obligation:x", &format!(r#"{{{x},"organisation":"di-dong"}}"#)),
            "tram",
            "facts.organisation: only the regulator speaks of another organisation",
        ),
        (
            draft("report.submitted", "obligation:x", &format!(r#"{{{x},"report":"{}"}}"#, "0".repeat(64))),
            "di-dong",
            "kind: no check of x reads report.submitted",
        ),
        (
            draft("plan.approved", "obligation:x", &format!(r#"{{{x},"plan":"ung-cuu"}}"#)),
            "di-dong",
            "facts.plan: nobody approves their own plan",
        ),
        (
            draft("plan.tested", "obligation:x", &format!(r#"{{{x},"plan":"khac","result":"pass"}}"#)),
            "di-dong",
            "facts.plan: is none of the plans asked for: ung-cuu",
        ),
        (
            draft("plan.tested", "obligation:x", &format!(r#"{{{x},"plan":"ung-cuu","result":"ok"}}"#)),
            "di-dong",
            "facts.result: is none of: pass, fail",
        ),
        (
            draft(
                "briefing.read",
                "obligation:x",
                &format!(r#"{{{x},"shift":"ca-1","briefing":"{}"}}"#, "0".repeat(64)),
            ),
            "di-dong",
            "facts.briefing: is not the digest of the briefing in force",
        ),
        (
            draft(
                "handling.promised",
                "obligation:x",
                &format!(r#"{{{x},"until":"2027-02-01T00:00:00.000Z"}}"#),
            ),
            "di-dong",
            "facts.until: is not after held.from",
        ),
        (
            draft("handling.promised", "obligation:x", &format!(r#"{{{x},"until":"2027-02-03T00:00:00"}}"#)),
            "di-dong",
            "facts.until: is not a time as YYYY-MM-DDTHH:MM:SS.mmmZ",
        ),
        (
            draft("evidence.corrected", "obligation:x", &format!(r#"{{{x},"withdraws":false}}"#)),
            "di-dong",
            "answers: is empty: it must name the entries it is about",
        ),
        (
            measured(
                draft("target.turned", "target:c", r#"{"target":"c","from":"up","to":"up","cause":"ok"}"#),
                0,
            ),
            "di-dong",
            "facts.target: c is no target of di-dong in a campaign in force",
        ),
        (
            measured(
                draft(
                    "measurement.summarised",
                    "organisation:di-dong",
                    r#"{"period_s":300,"targets":[{"target":"a","sent":1,"ok":1,"lost":1}]}"#,
                ),
                300,
            ),
            "di-dong",
            "facts.targets[0].sent: is less than ok and lost together",
        ),
        (
            measured(
                draft(
                    "measurement.summarised",
                    "organisation:di-dong",
                    r#"{"period_s":300,"targets":[{"target":"a","sent":1,"ok":-1,"lost":1}]}"#,
                ),
                300,
            ),
            "di-dong",
            "facts.targets[0].ok: is not between 0 and 4294967295",
        ),
        (
            measured(
                draft("measurement.summarised", "organisation:di-dong", r#"{"period_s":300,"targets":[]}"#),
                0,
            ),
            "di-dong",
            "held: is not a period [from, to) of at most 49 days",
        ),
    ] {
        let found = faults(&draft, writer);
        assert!(found.iter().any(|fault| fault == wanted), "{} by {writer}: {found:?}", draft.kind);
    }
    let unknown = draft("thing.happened", "thing:x", "{}");
    assert!(faults(&unknown, "di-dong")[0].starts_with("kind: thing.happened is not known here; known are"));
}

#[test]
fn a_word_names_no_time_to_come_and_none_far_from_the_campaign() {
    let x = r#"{"obligation":"x"}"#;
    let held = |moment: &str| {
        let mut draft = draft("acknowledgement.given", "obligation:x", x);
        draft.held = Held::at(at(moment));
        draft
    };
    for (moment, wanted) in [
        ("2027-02-12T12:10:00", None),
        ("2027-02-12T12:10:01", Some("held.from: is still to come")),
        ("2026-01-30T00:00:00", Some("held.from: is more than a year before every campaign in force")),
        ("2026-03-01T00:00:00", None),
    ] {
        let found = faults(&held(moment), "di-dong");
        assert!(found.iter().map(String::as_str).eq(wanted), "{moment}: {found:?}");
    }
    let far = r#"{"obligation":"x","until":"2028-03-03T00:00:00.000Z"}"#;
    assert_eq!(
        faults(&draft("handling.promised", "obligation:x", far), "di-dong"),
        ["facts.until: is more than a year after every campaign in force"]
    );
    // What nobody weighs is somebody's word all the same.
    let mut waived = with(
        draft(
            "obligation.waived",
            "obligation:x",
            r#"{"obligation":"x","organisation":"di-dong","until":null}"#,
        ),
        r#"{"reason":"bão"}"#,
    );
    (waived.grade, waived.held) = (None, Held::at(at("2020-01-01T00:00:00")));
    assert_eq!(faults(&waived, "so"), ["held.from: is more than a year before every campaign in force"]);
    // What was measured is kept whatever the clock did since.
    let turned = r#"{"target":"a","from":"up","to":"down","cause":"refused","detail":"\u0000"}"#;
    let mut turned = measured(draft("target.turned", "target:a", turned), 0);
    turned.held = Held::at(at("2027-02-20T00:00:00"));
    assert_eq!(faults(&turned, "di-dong"), [""; 0]);
}

#[test]
fn a_word_holds_no_letter_that_its_reader_does_not_see() {
    let note = |text: &str| {
        let draft = draft("acknowledgement.given", "obligation:x", r#"{"obligation":"x"}"#);
        faults(&with(draft, &format!(r#"{{"note":"{text}"}}"#)), "di-dong")
    };
    assert_eq!(note("đã nhận\\nđủ\\tba trang"), [""; 0]);
    assert_eq!(note("đã nhận 👨‍👩‍👧"), [""; 0]);
    for invisible in ["\u{200b}", "\u{3164}", "\u{ad}", "\u{e000}"] {
        assert!(!note(invisible).is_empty(), "{invisible:?}");
    }
    assert_eq!(note("…"), ["private.note: is empty"]);
    assert_eq!(note("đã \u{202e}nhận"), ["private.note: holds U+202E, which a reader does not see"]);
    assert_eq!(note("đã\\u0000nhận"), ["private.note: holds U+0000, which a reader does not see"]);
}

#[test]
fn a_correction_is_of_the_writers_own_word_and_states_what_such_an_entry_can_state() {
    let seal = |draft: Draft, log: &str| {
        let origin = Origin::of("node.example", &slug(log)).unwrap();
        draft.seal(origin, at("2027-02-02T00:00:00"), &mut || [1; 32]).unwrap().0
    };
    let correct = |stated: &str| draft("evidence.corrected", "obligation:x", stated);
    let check = |draft: &Draft, answered: &journal::Entry, writer: &str| {
        let fault = campaign::check_correction(draft, answered, &slug(writer), writer == "so");
        fault
            .map_or_else(|fault| fault.fields, |()| Vec::new())
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };
    let filed =
        seal(draft("plan.filed", "obligation:x", r#"{"obligation":"x","plan":"ung-cuu"}"#), "di-dong");
    let renamed = correct(r#"{"obligation":"x","withdraws":false,"fields":{"plan":"khac"}}"#);
    assert_eq!(check(&renamed, &filed, "di-dong"), [""; 0]);
    for (stated, writer, wanted) in [
        (
            r#"{"obligation":"x","withdraws":false,"fields":{"color":"red"}}"#,
            "di-dong",
            "facts.fields.color: is not known here",
        ),
        (
            r#"{"obligation":"x","withdraws":false,"fields":{"plan":3}}"#,
            "di-dong",
            "facts.fields.plan: is not text",
        ),
        (r#"{"obligation":"y","withdraws":true}"#, "di-dong", "facts.obligation: is not the obligation of "),
        (r#"{"obligation":"x","withdraws":true}"#, "so", "facts.organisation: is not whom "),
        (
            r#"{"obligation":"x","organisation":"buu-dien","withdraws":true}"#,
            "so",
            "facts.organisation: is not whom ",
        ),
        (r#"{"obligation":"x","withdraws":true}"#, "tram", "answers: "),
        (
            r#"{"obligation":"x","withdraws":false,"fields":{"plan":"ung-cuu"}}"#,
            "di-dong",
            "facts.fields: says what ",
        ),
    ] {
        let found = check(&correct(stated), &filed, writer);
        assert!(found.iter().any(|fault| fault.starts_with(wanted)), "{stated} by {writer}: {found:?}");
    }
    let turned = r#"{"target":"a","from":"up","to":"down","cause":"refused","detail":""}"#;
    let turned = seal(measured(draft("target.turned", "target:a", turned), 0), "di-dong");
    let withdraw = correct(r#"{"obligation":"x","withdraws":true}"#);
    assert!(check(&withdraw, &turned, "di-dong")[0].contains("is a measurement"));
    let about = correct(r#"{"obligation":"x","organisation":"di-dong","withdraws":true}"#);
    assert_eq!(check(&about, &turned, "so"), [""; 0]);
    let restated =
        correct(r#"{"obligation":"x","organisation":"di-dong","withdraws":false,"fields":{"to":"up"}}"#);
    assert!(check(&restated, &turned, "so")[0].starts_with("facts.fields: restates a measurement"));
}

#[test]
fn an_entry_of_a_later_version_is_kept_and_not_understood() {
    let origin = Origin::of("node.example", &slug("di-dong")).unwrap();
    let mut salt = || [1; 32];
    let seal = |draft: Draft, salt: &mut dyn FnMut() -> [u8; 32]| {
        draft.seal(origin.clone(), at("2027-02-02T00:00:00"), salt).unwrap().0
    };
    let unknown = seal(draft("thing.happened", "thing:x", r#"{"a":1}"#), &mut salt);
    let read = Evidence::read(&unknown, 4).unwrap();
    assert_eq!(
        (read.index, &read.body, read.body.is_understood()),
        (4, &Body::NotUnderstood { why: None }, false)
    );
    let odd = seal(draft("briefing.read", "obligation:x", r#"{"obligation":"x","shift":3}"#), &mut salt);
    assert_eq!(Evidence::read(&odd, 0).unwrap_err().to_string(), "facts.shift: is not text");
    let kept = Evidence::keep(&odd, 0);
    assert_eq!(kept.body, Body::NotUnderstood { why: Some("facts.shift: is not text".to_owned()) });
    let given = seal(
        draft("acknowledgement.given", "obligation:x", r#"{"obligation":"x","organisation":"tram"}"#),
        &mut salt,
    );
    assert_eq!(Evidence::read(&given, 0).unwrap().organisation, slug("tram"));
    assert_eq!(given.facts.get("obligation").and_then(Fact::as_text), Some("x"));
}
