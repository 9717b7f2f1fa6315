//! From a campaign file and evidence to what a report says, through the board itself.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at once")]

use std::sync::Arc;

use calendar::Instant;
use campaign::{Body, Campaign, ChecklistAnswer, ChecklistResult, Evidence, Status, TargetState, board_at};
use journal::{EntryId, Grade, Held, Kind, Origin, Slug};
use report::{
    CheckpointPart, Disclosures, Language, Lately, Letterhead, Model, NothingDisclosed, Paper, Private,
    Sources, Wording,
};

const CAMPAIGN: &str = r#"
schema = 1
[campaign]
id = "tet"
title = "Bảo đảm thông tin liên lạc Tết Đinh Mùi"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-11T00:00:00+07:00
[[organisation]]
id = "so"
name = "Sở Khoa học và Công nghệ tỉnh Sơn Vân"
kind = "regulator"
[[organisation]]
id = "di-dong"
name = "Di động Ban Mai"
kind = "telecom_operator"
parent = "so"
[[organisation]]
id = "buu-dien"
name = "Bưu điện tỉnh Sơn Vân"
kind = "postal_operator"
parent = "so"
[[target]]
id = "dns"
title = "DNS lõi"
owner = "di-dong"
kind = "tcp"
address = "127.0.0.1:1001"
[[obligation]]
id = "mang-luoi"
title = "Mạng lưới thông suốt"
quote = "bảo đảm cho mạng lưới hoạt động thông suốt"
owners = ["di-dong"]
[[obligation.check]]
kind = "availability"
targets = ["dns"]
[[obligation]]
id = "nguon-dien"
quote = "kiểm tra nguồn điện dự phòng"
owners = ["di-dong", "buu-dien"]
due = 2027-02-03T12:00:00+07:00
[[obligation.check]]
kind = "inspection"
checklist = [{ item = "ac-quy", title = "Ắc quy" }]
[[obligation]]
id = "tiep-nhan"
quote = "tiếp nhận và triển khai công văn"
owners = ["di-dong", "buu-dien"]
due = 2027-02-02T12:00:00+07:00
[[obligation.check]]
kind = "acknowledgement"
"#;

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

fn at(text: &str) -> Instant {
    Instant::parse_edge(&format!("{text}+07:00")).unwrap()
}

fn campaign() -> Arc<Campaign> {
    match campaign::parse(CAMPAIGN, "province.toml") {
        Ok(campaign) => Arc::new(campaign),
        Err(faults) => panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

fn entry(organisation: &str, index: u64, when: &str, body: Body) -> Evidence {
    let (kind, grade) = match body {
        Body::TargetTurned { .. } => ("target.turned", Some(Grade::Measured)),
        Body::InspectionSigned { .. } => ("inspection.signed", Some(Grade::Attested)),
        Body::AcknowledgementGiven { .. } => ("acknowledgement.given", Some(Grade::Attested)),
        Body::ObligationWaived { .. } => ("obligation.waived", None),
        Body::FindingExplained { .. } => ("finding.explained", None),
        ref other => panic!("no story needs {other:?}"),
    };
    let mut random = [0; 10];
    random[8] = organisation.len() as u8;
    random[9] = index as u8;
    Evidence {
        log: Origin::of("nut.son-van.example", &slug(organisation)).unwrap(),
        index,
        id: EntryId::v7(at(when), random),
        kind: Kind::new(kind).unwrap(),
        held: Held::at(at(when)),
        recorded_at: at(when),
        actor: "u-1".to_owned(),
        source: "test".to_owned(),
        grade,
        answers: Vec::new(),
        campaign: None,
        organisation: slug(organisation),
        body,
    }
}

/// A target that answered and fell silent at 23:58; a late inspection; a waiver; an explanation; the rest unproven.
fn story() -> Vec<Evidence> {
    let turn = |from, to, cause: &str| Body::TargetTurned {
        target: slug("dns"),
        from,
        to,
        cause: cause.to_owned(),
        detail: String::new(),
    };
    let checklist = vec![ChecklistAnswer { item: slug("ac-quy"), result: ChecklistResult::Pass }];
    let up = entry("di-dong", 0, "2027-02-01T00:00:05", turn(TargetState::Unknown, TargetState::Up, "ok"));
    let down =
        entry("di-dong", 1, "2027-02-05T23:58:00", turn(TargetState::Up, TargetState::Down, "refused"));
    let inspection = Body::InspectionSigned { obligation: slug("nguon-dien"), checklist, photos: 0 };
    let inspected = entry("di-dong", 2, "2027-02-04T09:00:00", inspection);
    let explained =
        entry("di-dong", 3, "2027-02-05T23:59:00", Body::FindingExplained { obligation: slug("mang-luoi") });
    let explained = Evidence { answers: vec![down.id], ..explained };
    let waiver = Body::ObligationWaived { obligation: slug("nguon-dien"), until: None };
    let waived = Evidence { organisation: slug("buu-dien"), ..entry("so", 0, "2027-02-02T08:00:00", waiver) };
    let acknowledged = entry(
        "di-dong",
        4,
        "2027-02-01T08:00:00",
        Body::AcknowledgementGiven { obligation: slug("tiep-nhan") },
    );
    vec![up, down, inspected, explained, waived, acknowledged]
}

fn build(campaign: &Arc<Campaign>, only: Option<&str>, disclosures: &dyn Disclosures) -> Model {
    build_paper(Paper::Results, campaign, only, disclosures)
}

fn build_paper(
    paper: Paper,
    campaign: &Arc<Campaign>,
    only: Option<&str>,
    disclosures: &dyn Disclosures,
) -> Model {
    let evidence = story();
    let now = at("2027-02-05T23:59:30");
    let board = board_at(vec![Arc::clone(campaign)], &evidence, now);
    let mut cells = board.cells_at(now);
    cells.retain(|cell| only.is_none_or(|id| cell.organisation.as_str() == id));
    let checkpoint = CheckpointPart {
        origin: "nut.son-van.example/di-dong".to_owned(),
        size: 5,
        root: "00".repeat(32),
        key: None,
    };
    let reporter = slug(only.unwrap_or("so"));
    let sources = Sources {
        paper,
        reporter: &reporter,
        campaign,
        cells: &cells,
        evidence: &evidence,
        disclosures,
        checkpoints: vec![checkpoint],
        letterhead: Letterhead::of(campaign, &reporter),
        attested: Vec::new(),
        at: now,
        lately: Lately::default(),
    };
    Model::build(sources, Wording::of(Language::Vietnamese))
}

/// Gave its reader the words, and the name of a signer that was since erased.
struct Given;

impl Disclosures for Given {
    fn private(&self, _entry: &EntryId, field: &str) -> Private {
        match field {
            "signer" => Private::Erased,
            "text" => Private::Shown("Cáp bị đứt do sạt lở".to_owned()),
            _ => Private::Withheld,
        }
    }

    fn goes_along(&self, log: &Origin) -> bool {
        log.organisation().as_str() != "so"
    }

    fn by_digest(&self, _entry: &EntryId) -> usize {
        2
    }

    fn actor(&self, actor: &str) -> Private {
        Private::Shown(format!("người giữ mã {actor}"))
    }
}

#[test]
fn every_verdict_comes_with_its_words_its_figures_and_its_evidence_numbers() {
    let model = build(&campaign(), None, &Given);
    let network = &model.obligations[0].cells[0];
    assert_eq!((network.status, network.grade), (Status::Failing, Some(Grade::Measured)));
    assert_eq!(
        network.reason,
        "DNS lõi: không trả lời từ 23 giờ 58 phút, ngày 05/02/2027 (bị từ chối kết nối)"
    );
    let number = &network.findings[0].evidence[0];
    assert_eq!((number.origin.as_str(), number.index), ("nut.son-van.example/di-dong", Some(1)));
    assert_eq!(network.explanations[0].text, Private::Shown("Cáp bị đứt do sạt lở".to_owned()));
    assert_eq!(network.explanations[0].by, "Di động Ban Mai");
    let power = &model.obligations[1].cells;
    assert!(power[0].status == Status::Proven && power[0].late, "inspected after the due moment");
    let waiver = power[1].waiver.as_ref().unwrap();
    assert_eq!(
        (power[1].status, waiver.by.as_str()),
        (Status::Waived, "Sở Khoa học và Công nghệ tỉnh Sơn Vân")
    );
    assert_eq!((&waiver.reason, waiver.evidence.index), (&Private::Withheld, None));
    let signer = model.evidence.iter().find(|evidence| evidence.kind == "inspection.signed").unwrap();
    assert_eq!((&signer.signer, signer.by_digest), (&Private::Erased, 2));
}

#[test]
fn counts_add_up_and_the_unproven_is_among_them() {
    let model = build(&campaign(), None, &NothingDisclosed);
    let total: usize = model.counts.iter().map(|(_, count)| count).sum();
    assert_eq!(total, 5);
    assert_eq!(model.obligations[2].cells[1].status, Status::Unproven);
    for (place, (status, count)) in model.counts.iter().enumerate() {
        let by_organisation: usize = model.by_organisation.iter().map(|line| line.counts[place].1).sum();
        assert_eq!(by_organisation, *count, "{status:?}");
    }
}

#[test]
fn a_reader_who_was_given_nothing_reads_no_private_word() {
    let model = serde_json::to_string(&build(&campaign(), None, &NothingDisclosed)).unwrap();
    for word in ["sạt lở", "người giữ mã", "u-1"] {
        assert!(!model.contains(word), "{word}");
    }
}

#[test]
fn an_operators_report_goes_to_the_regulator_and_holds_its_own_cells_numbered_without_a_gap() {
    let model = build(&campaign(), Some("buu-dien"), &NothingDisclosed);
    assert_eq!(model.letterhead.body, "Bưu điện tỉnh Sơn Vân");
    assert_eq!(model.letterhead.addressees, ["Sở Khoa học và Công nghệ tỉnh Sơn Vân"]);
    let numbers: Vec<_> = model.obligations.iter().map(|obligation| obligation.number).collect();
    assert_eq!(numbers, [1, 2], "a gap would tell what others owe");
    assert_eq!(model.by_organisation.len(), 1);
    let text = serde_json::to_string(&model.obligations).unwrap();
    assert!(!text.contains("Ban Mai"), "another's cells stay out");
}

#[test]
fn a_report_without_any_cell_is_still_a_document() {
    let campaign = campaign();
    let reporter = slug("so");
    let sources = Sources {
        paper: Paper::Results,
        reporter: &reporter,
        campaign: &campaign,
        cells: &[],
        evidence: &[],
        disclosures: &NothingDisclosed,
        checkpoints: Vec::new(),
        letterhead: Letterhead::of(&campaign, &reporter),
        attested: Vec::new(),
        at: at("2027-02-01T00:00:00"),
        lately: Lately::default(),
    };
    let words = Wording::of(Language::Vietnamese);
    assert!(report::docx(&Model::build(sources, words), words).unwrap().starts_with(b"PK"));
}

/// The same campaign, drawn from a letter of its own authority and one of the level above.
fn asked_from_above() -> Arc<Campaign> {
    let letter = |issuer: &str| {
        let sha256 = "ab".repeat(32);
        format!("[[directive]]\nfile = \"a.txt\"\nsha256 = \"{sha256}\"\nissuer = \"{issuer}\"\n")
    };
    let letters = letter("SỞ KHOA HỌC VÀ CÔNG NGHỆ  TỈNH SƠN VÂN") + &letter("UBND tỉnh Sơn Vân");
    let units = "[[organisation]]\nid = \"tram\"\nname = \"Trung tâm hạ tầng\"\nkind = \"unit\"\nparent = \"di-dong\"\n";
    let text = CAMPAIGN.replacen("[[organisation]]", &format!("{letters}[[organisation]]"), 1);
    let text = text.replacen("[[target]]", &format!("{units}[[target]]"), 1);
    Arc::new(campaign::parse(&text, "province.toml").unwrap())
}

#[test]
fn each_paper_is_addressed_to_whom_it_is_for() {
    let campaign = asked_from_above();
    let to = |paper, only| build_paper(paper, &campaign, only, &NothingDisclosed).letterhead.addressees;
    assert_eq!(to(Paper::Upward, None), ["UBND tỉnh Sơn Vân"], "who asked the authority, not the authority");
    assert_eq!(to(Paper::Direction, None), ["Di động Ban Mai", "Bưu điện tỉnh Sơn Vân"]);
    assert_eq!(to(Paper::Direction, Some("di-dong")), ["Trung tâm hạ tầng"]);
    assert_eq!(to(Paper::Results, Some("di-dong")), ["Sở Khoa học và Công nghệ tỉnh Sơn Vân"]);
    for paper in [Paper::Plan, Paper::Assignment] {
        assert!(to(paper, Some("di-dong")).is_empty(), "{paper:?}");
    }
    let minutes = build_paper(Paper::Minutes, &campaign, Some("di-dong"), &NothingDisclosed);
    let text = report::plain_text(&report::outline(&minutes, Wording::of(Language::Vietnamese)));
    assert!(!text.contains("Kính gửi"), "{text}");
    for side in ["- Di động Ban Mai: …", "- Sở Khoa học và Công nghệ tỉnh Sơn Vân: …"] {
        assert_eq!(text.matches(side).count(), 1, "{text}");
    }
}

#[test]
fn what_is_asked_names_the_checks_and_of_the_targets_those_of_who_is_spoken_of() {
    let campaign = campaign();
    let all = build_paper(Paper::Direction, &campaign, None, &NothingDisclosed);
    let checks = &all.obligations[0].checks[0];
    assert_eq!((checks.targets.as_slice(), checks.checklist.len()), (&["DNS lõi".to_owned()][..], 0));
    assert_eq!(all.obligations[1].checks[0].checklist, ["Ắc quy"]);
    let text =
        serde_json::to_string(&build_paper(Paper::Plan, &campaign, Some("buu-dien"), &NothingDisclosed));
    assert!(!text.unwrap().contains("DNS lõi"), "another's target");
}
