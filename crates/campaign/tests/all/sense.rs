//! What a file must say besides being well formed: who issues it, by when what can be judged, nothing twice, nothing
//! hidden.

use std::path::Path;

fn full() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/campaign/full.toml");
    std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

/// The fields of the faults once a part of the full file is replaced.
fn fields(from: &str, to: &str) -> Vec<String> {
    let good = full();
    assert!(good.contains(from), "{from}");
    let faults = campaign::parse(&good.replacen(from, to, 1), "c.toml").err().unwrap_or_default();
    assert!(faults.iter().all(|fault| fault.line > 1 && fault.hint.is_some()), "{faults:?}");
    faults.into_iter().map(|fault| fault.field).collect()
}

#[test]
fn a_campaign_has_a_regulator_at_the_top_who_can_issue_it() {
    assert_eq!(fields("kind = \"regulator\"", "kind = \"agency\""), ["organisation"]);
    let under_a_ministry =
        "kind = \"regulator\"\nparent = \"bo\"\n[[organisation]]\nid = \"bo\"\nkind = \"agency\"";
    assert_eq!(fields("kind = \"regulator\"", under_a_ministry), ["organisation[0].parent"]);
    let two_levels =
        "kind = \"regulator\"\nparent = \"bo\"\n[[organisation]]\nid = \"bo\"\nkind = \"regulator\"";
    assert_eq!(fields("kind = \"regulator\"", two_levels), [""; 0]);
    // One fault in one place: a misspelt kind or an unknown parent is not told twice.
    assert_eq!(fields("kind = \"regulator\"", "kind = \"regulatr\""), ["organisation[0].kind"]);
    assert_eq!(
        fields("kind = \"regulator\"", "kind = \"regulator\"\nparent = \"ai\""),
        ["organisation[0].parent"]
    );
}

#[test]
fn what_people_do_may_be_due_after_the_end_and_what_is_measured_may_not() {
    // The report of the full file is due after its end as it stands.
    let campaign = campaign::parse(&full(), "c.toml").unwrap();
    let late: Vec<&str> = campaign.due_after_end().map(|obligation| obligation.id.as_str()).collect();
    assert_eq!(late, ["bao-cao"]);
    let due = |moment: &str| format!("sector = \"telecom\"\ndue = {moment}");
    assert_eq!(fields("sector = \"telecom\"", &due("2027-02-15T00:00:00.001+07:00")), ["obligation[1].due"]);
    assert_eq!(fields("sector = \"telecom\"", &due("2027-02-15T00:00:00+07:00")), [""; 0]);
}

#[test]
fn a_check_may_stand_beside_another_of_its_kind_and_not_beside_itself() {
    let report = "[[obligation.check]]\nkind = \"report\"\n";
    assert_eq!(fields(report, &format!("{report}{report}")), ["obligation[5].check[1]"]);
    let stronger = "[[obligation.check]]\nkind = \"report\"\nmin_grade = \"countersigned\"\n";
    assert_eq!(fields(report, &format!("{report}{stronger}")), [""; 0]);
    let default_said = "[[obligation.check]]\nkind = \"report\"\nmin_grade = \"attested\"\n";
    assert_eq!(fields(report, &format!("{report}{default_said}")), ["obligation[5].check[1]"]);

    let list = "checklist = [\n  { item = \"soi-chieu\", title = \"Máy soi chiếu hoạt động\" },\n  { item = \"so-truc\", title = \"Sổ trực ghi đủ\" },\n]\n";
    let beside =
        |other: &str| format!("{list}[[obligation.check]]\nkind = \"inspection\"\nchecklist = [{other}]\n");
    assert_eq!(fields(list, &beside("{ item = \"niem-phong\" }")), [""; 0]);
    assert_eq!(fields(list, &beside("{ item = \"so-truc\" }")), [""; 0]);
    // The items decide; their order and titles do not.
    let same = beside("{ item = \"so-truc\" }, { item = \"soi-chieu\" }");
    assert_eq!(fields(list, &same), ["obligation[4].check[1]"]);
}

#[test]
fn a_file_issued_under_earlier_rules_is_still_read() {
    let text = full().replacen("kind = \"regulator\"", "kind = \"agency\"", 1).replacen(
        "title = \"Tổng đài phía Bắc\"",
        "title = \"Tổng\\u0007đài\"",
        1,
    );
    assert_eq!(campaign::parse(&text, "c.toml").unwrap_err().len(), 2);
    assert!(campaign::parse_issued(&text, "c.toml").is_ok());
    assert!(campaign::parse_issued("schema = 1", "c.toml").is_err());
}

#[test]
fn no_fault_carries_what_a_terminal_would_obey() {
    let text = "schema = 1\n\"\\u001B[31m\" = 1\n[campaign]\nid = \"\\u202E\"\nfrom = \"\\u001B]0;x\\u0007\"\n\
                [[organisation]]\nkind = \"\\u009B\"\n";
    let faults = campaign::parse(text, "c.toml").unwrap_err();
    for fault in faults {
        let told = format!("{} {} {}", fault.field, fault.what, fault.hint.as_deref().unwrap_or_default());
        assert!(!told.chars().any(|c| c.is_control() || c == '\u{202e}'), "{told:?}");
    }
}

#[test]
fn a_host_that_ends_in_a_number_is_an_ipv4_address_gone_wrong() {
    let bad = ["999.1.1.1", "127.1", "1.2.3.4.5", "tong-dai.1", "1", "127.0.0.1.", "127.0.0.01", "a.0x7f"];
    let good = ["127.0.0.9", "tong-dai", "4g.example", "1.2.3.4.example", "a.0xg"];
    let forms = [
        ("127.0.0.1:9101", ":80", "target[0].address"),
        ("https://127.0.0.1:9443/", "/trang/1.2?x=3", "target[1].address"),
        ("https://127.0.0.1:9443/", ":8443/", "target[1].address"),
        ("\"127.0.0.2\"", "\"", "target[3].address"),
    ];
    for (from, rest, field) in forms {
        let before = if from.starts_with("https") { "https://" } else { "" };
        let before = if from.starts_with('"') { "\"" } else { before };
        for host in bad {
            assert_eq!(fields(from, &format!("{before}{host}{rest}")), [field], "{host}");
        }
        for host in good {
            assert_eq!(fields(from, &format!("{before}{host}{rest}")), [""; 0], "{host}");
        }
    }
    for host in ["::ffff:127.0.0.2", "::1"] {
        assert_eq!(fields("\"127.0.0.2\"", &format!("\"{host}\"")), [""; 0], "{host}");
    }
    assert_eq!(fields("127.0.0.1:9101", "[::ffff:127.0.0.2]:80"), [""; 0]);
}

#[test]
fn nothing_is_due_before_the_earliest_letter_or_long_before_the_campaign() {
    let due = "due = 2027-01-27T17:00:00+07:00";
    assert_eq!(fields(due, "due = 2027-01-10T00:00:00+07:00"), [""; 0]);
    assert_eq!(fields(due, "due = 2027-01-09T23:59:00+07:00"), ["obligation[0].due"]);
    // Without a dated letter a year before the campaign begins is far enough.
    let undated = full().replacen("issued = 2027-01-10\n", "", 1);
    let fields = |moment: &str| {
        let text = undated.replacen(due, &format!("due = {moment}"), 1);
        let faults = campaign::parse(&text, "c.toml").err().unwrap_or_default();
        faults.into_iter().map(|fault| fault.field).collect::<Vec<_>>()
    };
    let from = campaign::parse(&undated, "c.toml").unwrap().from;
    assert_eq!(fields(&from.plus_ms(-366 * 86_400_000).edge()), [""; 0]);
    assert_eq!(fields(&from.plus_ms(-366 * 86_400_000 - 1000).edge()), ["obligation[0].due"]);
}

#[test]
fn campaigns_are_reckoned_in_one_zone() {
    for zone in ["Asia/Bangkok", "Europe/Paris", "UTC", "Asia/Hanoi"] {
        assert_eq!(fields("Asia/Ho_Chi_Minh", zone), ["campaign.zone"], "{zone}");
    }
}

#[test]
fn what_was_issued_before_these_rules_is_still_read() {
    let text = full()
        .replacen("Asia/Ho_Chi_Minh", "Asia/Bangkok", 1)
        .replacen("127.0.0.1:9101", "999.1.1.1:80", 1)
        .replacen("due = 2027-01-27T", "due = 2017-01-27T", 1);
    assert_eq!(campaign::parse(&text, "c.toml").unwrap_err().len(), 3);
    assert!(campaign::parse_issued(&text, "c.toml").is_ok());
}
