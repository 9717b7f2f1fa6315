//! The calendar file, read by a parser of others (the crate `icalendar`).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::collections::BTreeMap;

use calendar::Instant;
use campaign::{Campaign, Cell, board_at};
use icalendar::parser::{read_calendar, unfold};
use report::{DelegationEnd, Language, Schedule, Wording, ics};

const CAMPAIGN: &str = r#"
schema = 1
[campaign]
id = "tet"
title = "Bảo đảm thông tin liên lạc Tết Đinh Mùi; trực 24/24, cả Giao thừa"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-11T00:00:00+07:00
[[critical]]
id = "giao-thua"
title = "Giao thừa"
from = 2027-02-05T20:00:00+07:00
to = 2027-02-06T02:00:00+07:00
[[organisation]]
id = "so"
name = "Sở Khoa học và Công nghệ"
kind = "regulator"
[[organisation]]
id = "di-dong"
name = "Di động Ban Mai"
kind = "telecom_operator"
parent = "so"
[[organisation]]
id = "buu-dien"
name = "Bưu điện tỉnh"
kind = "postal_operator"
parent = "so"
[[obligation]]
id = "bao-cao"
title = "Báo cáo kết quả; kèm số liệu, theo mẫu"
quote = "báo cáo kết quả về Sở trước ngày 20/02/2027"
owners = ["di-dong", "buu-dien"]
due = 2027-02-20T00:00:00+07:00
due_strict = true
[[obligation.check]]
kind = "report"
[[obligation]]
id = "truoc-gio"
title = "Nộp phương án"
quote = "trước 16h00 ngày 03/02/2027"
owners = ["di-dong"]
due = 2027-02-03T16:00:00+07:00
due_strict = true
[[obligation.check]]
kind = "plan"
requires = "filed"
[[obligation]]
id = "het-ngay"
title = "Kiểm tra"
quote = "xong trong ngày 02/02/2027"
owners = ["di-dong"]
due = 2027-02-03T00:00:00+07:00
[[obligation.check]]
kind = "acknowledgement"
[[obligation]]
id = "suot-dot"
title = "Trực"
quote = "trực 24/24"
owners = ["di-dong"]
[[obligation.check]]
kind = "acknowledgement"
"#;

fn at(text: &str) -> Instant {
    Instant::parse_edge(&format!("{text}+07:00")).unwrap()
}

fn read() -> Campaign {
    campaign::parse(CAMPAIGN, "tet.toml").unwrap_or_else(|faults| {
        panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn file(campaign: &Campaign, cells: &[Cell]) -> String {
    let end = DelegationEnd {
        id: "d-1".to_owned(),
        organisation: "Di động Ban Mai".to_owned(),
        form: "KT.".to_owned(),
        until: at("2027-02-09T08:00:00"),
    };
    let schedule = Schedule { campaign, cells, delegations: vec![end] };
    let words = Wording::of(Language::Vietnamese);
    ics(&schedule.name(words), "nut.son-van.example", &schedule.events(words), at("2027-02-01T08:00:00"))
}

fn cells(campaign: &Campaign) -> Vec<Cell> {
    let now = at("2027-02-01T08:00:00");
    board_at(vec![std::sync::Arc::new(campaign.clone())], &[], now).cells_at(now)
}

/// The events by the names they are known by, each with its properties as the parser reads them.
fn events(file: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let unfolded = unfold(file);
    let calendar = read_calendar(&unfolded).unwrap();
    let of = |component: &icalendar::parser::Component<'_>| {
        let properties = component.properties.iter();
        properties.map(|one| (one.name.to_string(), one.val.to_string())).collect::<BTreeMap<_, _>>()
    };
    let events = calendar.components.iter().map(of).map(|event| (event["UID"].clone(), event));
    events.collect()
}

#[test]
fn every_deadline_stands_where_it_can_still_be_kept() {
    let campaign = read();
    let file = file(&campaign, &cells(&campaign));
    let events = events(&file);
    let event = |what: &str| &events[&format!("{what}.tet@nut.son-van.example")];
    // Before the 20th begins: the 19th is the last day.
    assert_eq!(event("due.bao-cao")["DTSTART"], "20270219");
    assert_eq!(event("due.bao-cao")["DTEND"], "20270220");
    assert!(event("due.bao-cao")["DESCRIPTION"].contains("Di động Ban Mai"));
    let before = event("due.truoc-gio");
    assert_eq!(before["DTSTART"], "20270203T090000Z");
    assert!(before["SUMMARY"].contains("phải xong trước giờ này") && !before.contains_key("DTEND"));
    assert_eq!(event("due.het-ngay")["DTSTART"], "20270202");
    assert_eq!(event("critical.giao-thua")["DTEND"], "20270205T190000Z");
    assert!(!events.keys().any(|uid| uid.contains("suot-dot")), "the campaign's end is its deadline");
    assert!(events.contains_key("campaign.tet.tet@nut.son-van.example"));
    assert_eq!(events["delegation.d-1@nut.son-van.example"]["DTSTART"], "20270209T010000Z");
}

#[test]
fn what_is_written_is_read_to_the_letter() {
    let campaign = read();
    let file = file(&campaign, &cells(&campaign));
    assert!(file.split_terminator("\r\n").all(|line| line.len() <= 75 && !line.contains(['\r', '\n'])));
    let found = &events(&file)["due.bao-cao.tet@nut.son-van.example"];
    let plain = |text: &str| text.replace("\\;", ";").replace("\\,", ",").replace("\\n", "\n");
    assert_eq!(plain(&found["SUMMARY"]), "Hạn: Báo cáo kết quả; kèm số liệu, theo mẫu");
    assert!(plain(&found["DESCRIPTION"]).contains("“báo cáo kết quả về Sở trước ngày 20/02/2027”\n"));
}

#[test]
fn whoever_sees_no_cell_gets_the_periods_alone() {
    let campaign = read();
    let file = file(&campaign, &[]);
    assert!(!file.contains("due.") && !file.contains("Bưu điện"), "{file}");
    assert!(file.contains("critical.giao-thua"));
}
