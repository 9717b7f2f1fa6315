//! The campaign file: a full one reads, a faulty one tells every fault at once with line, field and hint.

use std::{
    fmt::Write,
    path::{Path, PathBuf},
};

use campaign::{CheckKind, Modality, OrganisationKind, PlanState};

fn testdata(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/campaign").join(name)
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

#[test]
fn a_file_with_every_key_reads() {
    let campaign = campaign::parse(&read(&testdata("full.toml")), "full.toml").unwrap();
    assert_eq!(campaign.obligations.len(), 7);
    assert_eq!(campaign.to.edge(), "2027-02-15T00:00:00+07:00");
    assert_eq!(campaign.phases[0].to, campaign.phases[1].from);
    assert_eq!(campaign.freeze[0].id.as_str(), "freeze-1");
    assert!(campaign.is_regulator(&campaign.organisations[0].id));
    assert_eq!(campaign.organisations[5].kind, OrganisationKind::PostalOperator);
    assert_eq!(campaign.targets[1].fail_after, 3);
    let promotion = campaign.obligations.last().unwrap();
    assert_eq!(
        (promotion.modality, promotion.condition.as_ref().unwrap().span),
        (Modality::MustNot, Some([30, 62]))
    );
    let plan = &campaign.obligations[3].checks[1];
    assert_eq!((plan.kind, plan.requires), (CheckKind::Plan, Some(PlanState::Tested)));
    let availability = &campaign.obligations[1].checks[0];
    assert_eq!(availability.thresholds[1].source_date, "2027-01-10");
    let own = campaign.targets_of(availability, &campaign.organisations[1].id);
    assert_eq!(own.iter().map(|target| target.id.as_str()).collect::<Vec<_>>(), ["core-bac", "portal"]);
}

#[test]
fn every_fault_of_a_faulty_file_is_told_at_once() {
    let mut names: Vec<PathBuf> =
        std::fs::read_dir(testdata("faulty")).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.sort();
    assert!(names.len() >= 8);
    for path in names {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let faults = campaign::parse(&read(&path), &format!("{name}.toml")).unwrap_err();
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../../../../testdata/campaign/faults", omit_expression => true }, {
            insta::assert_snapshot!(name, told.join("\n"));
        });
    }
}

#[test]
fn a_fault_in_one_place_is_one_fault() {
    let good = read(&testdata("full.toml"));
    for (from, to, field) in [
        ("owner = \"sonnet\"", "owner = \"sonet\"", "target[2].owner"),
        ("unit = \"us\"", "unit = \"ms\"", "obligation[2].check[0].thresholds[0].unit"),
        ("source = \"QCVN 36:2022/BTTTT\", ", "", "obligation[1].check[0].thresholds[0].source"),
        (", source_date = 2027-01-10", "", "obligation[1].check[0].thresholds[1].source_date"),
        ("briefing = \"phuong-an-truc\"", "briefing = \"x\"", "obligation[4].check[1].briefing"),
        ("kind = \"report\"", "kind = \"custody\"", "obligation[5].check[0].kind"),
        ("kind = \"report\"", "kind = \"report\"\nminimum = 3", "obligation[5].check[0].minimum"),
        ("due = 2027-01-27T17:00:00+07:00", "due = 2027-01-27T17:00:00", "obligation[0].due"),
        ("due = 2027-01-27T17:00:00+07:00", "due = 2027-01-27", "obligation[0].due"),
        (
            "to = \"lunar:2027-01-10T00:00\"\nsummary",
            "to = \"lunar:2027-01-31T00:00\"\nsummary",
            "campaign.to",
        ),
        ("id = \"trong-tet\"", "id = \"truoc-tet\"", "phase[1].id"),
        ("kind = \"regulator\"", "kind = \"regulator\"\nparent = \"sonpost\"", "organisation[0].parent"),
        ("valid_to = 2026-07-01T00:00:00+07:00\n", "", "organisation[3].successor"),
    ] {
        assert!(good.contains(from), "{from}");
        let faults = campaign::parse(&good.replacen(from, to, 1), "c.toml").unwrap_err();
        let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
        assert_eq!(fields, [field], "{from} → {to}: {faults:?}");
        assert!(faults[0].line > 1 && faults[0].hint.is_some(), "{:?}", faults[0]);
    }
}

#[test]
fn a_file_that_is_too_large_or_has_endless_faults_is_cut_short() {
    let large = " ".repeat(campaign::file::MAX_BYTES + 1);
    assert_eq!(campaign::parse(&large, "c.toml").unwrap_err().len(), 1);
    let mut faulty = String::new();
    for number in 0..5_000 {
        writeln!(faulty, "k{number} = 1").unwrap();
    }
    assert_eq!(campaign::parse(&faulty, "c.toml").unwrap_err().len(), 500);
}

#[test]
fn ten_thousand_obligations_read_in_reasonable_time() {
    let mut text = read(&testdata("full.toml"));
    for number in 0..10_000 {
        write!(
            text,
            "\n[[obligation]]\nid = \"nv-{number}\"\nquote = \"bảo đảm\"\nowners = [\"sonmobile\"]\n[[obligation.check]]\nkind = \"report\"\n"
        )
        .unwrap();
    }
    assert_eq!(campaign::parse(&text, "c.toml").unwrap().obligations.len(), 10_007);
}

#[test]
fn the_schema_in_the_reference_is_the_one_generated() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/campaign.schema.json");
    assert!(
        read(&path) == campaign::file::schema_text(),
        "run: cargo run -p campaign --example campaign_schema > docs/reference/campaign.schema.json"
    );
}
