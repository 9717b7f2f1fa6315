//! The drill file: faults are all told at once, each with its line and field.

use std::{fs, path::Path};

use crate::support::{CALM, campaign, trouble};

fn faults(text: &str) -> Vec<String> {
    let faults = drill::parse(text, "drill.toml", &campaign()).unwrap_err();
    faults
        .iter()
        .map(|fault| format!("{}:{}: {}: {}", fault.file, fault.line, fault.field, fault.what))
        .collect()
}

#[test]
fn every_fault_is_told_at_once_with_its_line_and_field() {
    let troubles = [
        trouble("mot", "cable_cut", "site = \"khong-co\"", "01:00:00", 60),
        trouble("hai", "power_lost", "site = \"dien-luoi\"\ncolour = 3", "23:00:00", 60),
        trouble("ba", "earthquake", "", "02:00:00", 60),
        trouble("mot", "slow", "target = \"hub\"\ntimes = 1", "02:00:00", 60),
        trouble("nam", "clock_wrong", "", "03:00:00", 0),
        trouble("sau", "officer_silent", "organisation = \"la\"", "03:00:00", 60),
    ];
    let told = faults(&format!("{CALM}{}", troubles.concat()));
    let first = CALM.lines().count() + 4;
    assert_eq!(told[0], format!("drill.toml:{first}: trouble[0].site: khong-co is no site"));
    for part in [
        "trouble[1].colour: is no key of this table",
        "trouble[1].at: lies outside the drill",
        "trouble[2].kind: \"earthquake\" is not known",
        "trouble[3].times: 1 is not between 2 and 10000",
        "trouble[3].target: hub is no target of the campaign",
        "trouble[4].offset_s: is missing",
        "trouble[4].for_s: 0 is not between 1 and 604800",
        "trouble[5].organisation: la is no organisation of the campaign",
    ] {
        assert!(told.iter().any(|line| line.contains(part)), "{part} is not among {told:#?}");
    }
    assert_eq!(told.len(), 9, "{told:#?}");
}

#[test]
fn what_rests_on_itself_stands_twice_or_lies_outside_is_refused() {
    let ring = "[[site]]\nid = \"dien-luoi\"\nneeds = [\"tram\"]\n";
    assert!(faults(&format!("{CALM}{ring}"))[0].contains("rests on itself"));
    let twice =
        trouble("a", "disk_full", "", "01:00:00", 60) + &trouble("a", "disk_full", "", "02:00:00", 60);
    assert!(faults(&format!("{CALM}{twice}"))[0].contains("a stands twice"));
    let early = CALM.replace("from = 2027-02-03", "from = 2027-01-03");
    assert!(faults(&early)[0].contains("lies outside the campaign"));
    let backwards = CALM.replace("to = 2027-02-03T05", "to = 2027-02-02T05");
    assert!(faults(&backwards)[0].contains("is not after from"));
    let away = CALM.replace("campaign.toml", "../campaign.toml");
    assert!(faults(&away)[0].contains("leads out of this folder"));
    assert!(drill::campaign_named(&away, "drill.toml").is_err());
}

#[test]
fn a_moment_without_a_zone_is_vietnams_and_another_zone_is_taken_at_its_word() {
    let at = |text: &str| {
        let file = drill::parse(&format!("{CALM}{text}"), "drill.toml", &campaign()).unwrap();
        file.troubles[0].at.0
    };
    let local = at(&trouble("a", "disk_full", "", "01:00:00", 60));
    assert_eq!(local, at(&trouble("a", "disk_full", "", "01:00:00+07:00", 60)));
    assert_eq!(local.plus_ms(2 * 3_600_000), at(&trouble("a", "disk_full", "", "01:00:00+05:00", 60)));
}

#[test]
fn the_example_reads_beside_its_campaign() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/tet-2027");
    let text = fs::read_to_string(folder.join("drill.toml")).unwrap();
    let named = drill::campaign_named(&text, "drill.toml").unwrap();
    let campaign = campaign::parse(&fs::read_to_string(folder.join(&named)).unwrap(), &named).unwrap();
    let file = drill::parse(&text, "drill.toml", &campaign).unwrap_or_else(|faults| panic!("{faults:#?}"));
    assert_eq!(file.to.ms_since(file.from), 7 * 24 * 3_600_000);
    for kind in drill::Kind::ALL {
        assert!(file.troubles.iter().any(|trouble| trouble.what.kind() == kind), "{kind:?} is missing");
    }
}

#[test]
fn a_trouble_before_the_targets_were_heard_of_is_refused_with_its_line() {
    let text = format!("{CALM}{}", trouble("som", "power_lost", "site = \"dien-luoi\"", "00:19:59", 900));
    let faults = drill::parse(&text, "drill.toml", &campaign()).unwrap_err();
    let line = text.lines().position(|line| line.starts_with("at = 2027-02-03T00:19:59")).unwrap() + 1;
    let told = faults.iter().map(ToString::to_string).collect::<String>();
    assert!(told.starts_with(&format!("drill.toml:{line}:")) && told.contains("trouble[0].at"), "{told}");
    let text = text.replace("00:19:59", "00:20:00");
    assert!(drill::parse(&text, "drill.toml", &campaign()).is_ok());
}
