//! A report on an invented province, of any length: each obligation shows another status, in turn.

#![allow(dead_code, clippy::unwrap_used, reason = "each test uses a part of it, and a test may stop at once")]

use calendar::Instant;
use campaign::{CheckKind, DutyWhat, Modality, Op, Status};
use journal::Grade;
use report::{
    AssignmentPart, CampaignPart, CellPart, ChangePart, CheckPart, CheckpointPart, DirectivePart, DutyPart,
    EvidenceNumber, EvidencePart, ExplanationPart, FigurePart, FindingPart, Letterhead, LimitPart,
    LimitedPart, Model, ObligationPart, OrganisationCounts, Paper, PeriodPart, Private, SincePart, StandPart,
    WaiverPart,
};

const OWNERS: [(&str, &str); 3] = [
    ("vien-thong", "Viễn thông Sơn Vân"),
    ("di-dong", "Di động Ban Mai, chi nhánh Sơn Vân"),
    ("buu-dien", "Bưu điện tỉnh Sơn Vân"),
];

/// Quotes in the form of a real letter.
const QUOTES: [&str; 3] = [
    "Tổ chức rà soát, kiểm tra đo thử, bảo dưỡng các hệ thống thiết bị, đường truyền bảo đảm cho mạng lưới hoạt động thông suốt",
    "Xây dựng các phương án ứng cứu tình huống, sự cố bất thường gây tắc nghẽn các mạng dịch vụ viễn thông, internet",
    "Bảo đảm thời gian mở, đóng cửa tại các điểm giao dịch theo quy định",
];

/// Every fourth obligation has no title of its own.
const TITLES: [&str; 3] =
    ["Rà soát, đo thử, bảo dưỡng mạng lưới", "Phương án ứng cứu sự cố", "Giờ mở cửa điểm giao dịch"];

const REASON: &str = "DNS lõi: không trả lời từ 23 giờ 58 phút, ngày 05/02/2027";

pub fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

/// A report on `obligations` obligations of three owners each.
pub fn model(obligations: usize) -> Model {
    let mut model = Model {
        paper: Paper::Results,
        letterhead: letterhead(),
        campaign: CampaignPart {
            id: "tet-2027".to_owned(),
            title: "Bảo đảm thông tin liên lạc dịp Tết Đinh Mùi 2027".to_owned(),
            from: at("2027-01-29T17:00:00.000Z"),
            to: at("2027-02-14T17:00:00.000Z"),
            digest: "5e".repeat(32),
            phases: vec![period("Trước Tết", "2027-01-29T17:00:00.000Z", "2027-02-04T17:00:00.000Z")],
            critical: vec![
                period("Giao thừa", "2027-02-05T13:00:00.000Z", "2027-02-05T19:00:00.000Z"),
                period("Rằm tháng Giêng", "2027-02-19T11:00:00.000Z", "2027-02-19T17:00:00.000Z"),
            ],
            freeze: vec![period("Những ngày Tết", "2027-02-04T17:00:00.000Z", "2027-02-09T17:00:00.000Z")],
        },
        directives: vec![DirectivePart {
            number: Some("12/STTTT-BCVT".to_owned()),
            issued: Some("2027-01-10".to_owned()),
            issuer: Some("Sở Thông tin và Truyền thông tỉnh Sơn Vân".to_owned()),
            subject: Some("V/v bảo đảm an toàn mạng lưới và an ninh thông tin dịp Tết Nguyên đán".to_owned()),
            sha256: "a7".repeat(32),
        }],
        at: at("2027-02-18T10:00:00.000Z"),
        counts: Vec::new(),
        by_organisation: Vec::new(),
        obligations: (1..=obligations).map(obligation).collect(),
        evidence: Vec::new(),
        attested: Vec::new(),
        checkpoints: OWNERS
            .iter()
            .map(|(id, _)| CheckpointPart {
                origin: format!("so-tttt.son-van.example/{id}"),
                size: 1_204,
                root: "4f".repeat(32),
                key: Some(
                    "so-tttt.son-van.example+c2d1e0f9+AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAh"
                        .to_owned(),
                ),
            })
            .collect(),
        assignments: Vec::new(),
        since: None,
        changes: Vec::new(),
        duty: None,
    };
    tally(&mut model);
    model
}

/// The same as another paper, with what that one has besides.
pub fn paper(paper: Paper, obligations: usize) -> Model {
    let mut model = Model { paper, ..model(obligations) };
    match paper {
        Paper::Direction => model.letterhead.addressees = OWNERS.map(|(_, name)| name.to_owned()).to_vec(),
        Paper::Plan | Paper::Assignment | Paper::Minutes => model.letterhead.addressees.clear(),
        Paper::Results | Paper::Situation | Paper::Upward => {}
    }
    let stand = |status, grade| Some(StandPart { status, grade, late: false });
    model.since = Some(SincePart { at: at("2027-02-18T05:00:00.000Z"), report: "b3".repeat(32) });
    model.changes = vec![
        ChangePart {
            obligation: 1,
            organisation_name: OWNERS[0].1.to_owned(),
            before: stand(Status::AtRisk, Some(Grade::Measured)),
            after: stand(Status::NoSignal, Some(Grade::Measured)),
        },
        ChangePart {
            obligation: 2,
            organisation_name: OWNERS[1].1.to_owned(),
            before: None,
            after: stand(Status::AtRisk, Some(Grade::Attested)),
        },
    ];
    let entry = |time: &str, what, about: &[&str]| DutyPart {
        at: at(time),
        what,
        about: about.iter().map(|one| (*one).to_owned()).collect(),
    };
    model.duty = Some(vec![
        entry("2027-02-18T06:15:00.000Z", DutyWhat::Heard, &[OWNERS[0].1, "DNS lõi"]),
        entry("2027-02-18T08:00:00.000Z", DutyWhat::Handover, &[]),
    ]);
    model.assignments = vec![AssignmentPart {
        obligation: 1,
        organisation_name: OWNERS[0].1.to_owned(),
        unit: Some("Trung tâm hạ tầng mạng".to_owned()),
        person: Private::Shown("Lò Văn Mây".to_owned()),
        note: Private::Shown("Trực tại trạm đèo".to_owned()),
        from: at("2027-01-30T01:00:00.000Z"),
        until: Some(at("2027-02-09T17:00:00.000Z")),
    }];
    model
}

fn period(title: &str, from: &str, to: &str) -> PeriodPart {
    PeriodPart { title: title.to_owned(), from: at(from), to: at(to) }
}

/// A report in which the given words stand in every place where words come from outside.
pub fn model_saying(words: &str) -> Model {
    let text = || words.to_owned();
    // The sixth has a waiver, an explanation and a silent target.
    let mut model = model(6);
    model.obligations.drain(..5);
    model.campaign.title = text();
    model.letterhead.body = text();
    model.letterhead.addressees = vec![text(), text()];
    for obligation in &mut model.obligations {
        obligation.title = text();
        obligation.quote = text();
        obligation.condition = Some(text());
        for check in &mut obligation.checks {
            check.targets = vec![text()];
            check.checklist = vec![text()];
        }
        for cell in &mut obligation.cells {
            cell.organisation_name = text();
            cell.reason = text();
            for finding in &mut cell.findings {
                finding.reason = text();
            }
            if let Some(waiver) = &mut cell.waiver {
                waiver.reason = Private::Shown(text());
            }
            for explanation in &mut cell.explanations {
                explanation.text = Private::Shown(text());
            }
        }
    }
    model
}

fn letterhead() -> Letterhead {
    Letterhead {
        superior: Some("Ủy ban nhân dân tỉnh Sơn Vân".to_owned()),
        body: "Sở Thông tin và Truyền thông".to_owned(),
        sign: Some("STTTT".to_owned()),
        place: Some("Sơn Vân".to_owned()),
        addressees: vec!["Ủy ban nhân dân tỉnh Sơn Vân".to_owned()],
        copies: vec!["Các doanh nghiệp bưu chính, viễn thông trên địa bàn tỉnh".to_owned()],
        signatory: Some("Giám đốc".to_owned()),
        signed_for: None,
    }
}

fn obligation(number: usize) -> ObligationPart {
    let quote = QUOTES[number % QUOTES.len()];
    ObligationPart {
        number,
        id: format!("nhiem-vu-{number}"),
        title: TITLES.get(number % 4).map_or(quote, |title| title).to_owned(),
        quote: quote.to_owned(),
        modality: if number.is_multiple_of(5) { Modality::MustNot } else { Modality::Must },
        condition: number
            .is_multiple_of(5)
            .then(|| "nếu có biện pháp chắc chắn bảo đảm chất lượng dịch vụ".to_owned()),
        due: (!number.is_multiple_of(3)).then(|| at("2027-02-05T10:00:00.000Z")),
        due_strict: number.is_multiple_of(2),
        checks: checks(number),
        cells: (0..OWNERS.len()).map(|owner| cell(number, owner)).collect(),
    }
}

/// Every third one asks for a report, every third for an inspection; the others measure.
fn checks(number: usize) -> Vec<CheckPart> {
    let check = |kind, min_grade| CheckPart {
        kind,
        min_grade,
        targets: Vec::new(),
        limits: Vec::new(),
        checklist: Vec::new(),
        requires: None,
    };
    match number % 3 {
        0 => vec![check(CheckKind::Report, Grade::Attested)],
        1 => vec![CheckPart {
            checklist: vec!["Ắc quy".to_owned(), "Máy phát điện".to_owned()],
            ..check(CheckKind::Inspection, Grade::Attested)
        }],
        _ => vec![CheckPart {
            targets: vec!["DNS lõi".to_owned()],
            limits: vec![LimitedPart {
                name: "availability_ppm".to_owned(),
                unit: "ppm".to_owned(),
                limit: LimitPart {
                    op: Op::AtLeast,
                    value: 999_500,
                    source: "QCVN 34:2022/BTTTT".to_owned(),
                    source_date: "2022-11-30".to_owned(),
                },
            }],
            ..check(CheckKind::Availability, Grade::Measured)
        }],
    }
}

fn cell(number: usize, owner: usize) -> CellPart {
    let status = Status::ALL[(number + owner) % Status::ALL.len()];
    let (organisation, organisation_name) = OWNERS[owner];
    let proved = matches!(status, Status::Proven | Status::Failing | Status::AtRisk | Status::NoSignal);
    let evidence = if proved { vec![entry(number, owner, 0), entry(number, owner, 1)] } else { Vec::new() };
    CellPart {
        organisation: organisation.to_owned(),
        organisation_name: organisation_name.to_owned(),
        status,
        grade: proved.then_some(Grade::Measured),
        reason: REASON.to_owned(),
        late: status == Status::Proven,
        promised_until: (status == Status::Failing).then(|| at("2027-02-18T11:30:00.000Z")),
        waiver: (status == Status::Waived).then(|| waiver(number, owner)),
        findings: vec![FindingPart {
            check: CheckKind::Availability,
            check_version: 1,
            status,
            reason: REASON.to_owned(),
            grade: proved.then_some(Grade::Measured),
            late: status == Status::Proven,
            figures: if proved { figures() } else { Vec::new() },
            evidence,
        }],
        explanations: if status == Status::Failing { vec![explanation(number, owner)] } else { Vec::new() },
    }
}

fn figures() -> Vec<FigurePart> {
    let limit = |op, value| {
        let source = "QCVN 34:2022/BTTTT".to_owned();
        Some(LimitPart { op, value, source, source_date: "2022-11-30".to_owned() })
    };
    let target = Some("DNS lõi".to_owned());
    vec![
        FigurePart {
            name: "availability_ppm".to_owned(),
            value: 998_512,
            unit: "ppm".to_owned(),
            target: target.clone(),
            limit: limit(Op::AtLeast, 999_500),
        },
        FigurePart {
            name: "outage_s".to_owned(),
            value: 3_725,
            unit: "s".to_owned(),
            target,
            limit: limit(Op::AtMost, 1_800),
        },
    ]
}

fn entry(number: usize, owner: usize, nth: usize) -> EvidenceNumber {
    let index = (number * 10 + nth) as u64;
    EvidenceNumber {
        origin: format!("so-tttt.son-van.example/{}", OWNERS[owner].0),
        index: Some(index),
        id: format!("01a2b3c4-0000-7000-8000-{:08x}{index:04x}", owner * 0x0101_0101),
    }
}

fn waiver(number: usize, owner: usize) -> WaiverPart {
    WaiverPart {
        by: "Sở Thông tin và Truyền thông".to_owned(),
        person: Private::Withheld,
        until: Some(at("2027-02-20T00:00:00.000Z")),
        reason: Private::Shown("Điểm giao dịch đóng cửa để sửa chữa sau mưa lũ".to_owned()),
        evidence: entry(number, owner, 2),
    }
}

fn explanation(number: usize, owner: usize) -> ExplanationPart {
    ExplanationPart {
        by: OWNERS[owner].1.to_owned(),
        person: Private::Erased,
        recorded_at: Some(at("2027-02-06T01:10:00.000Z")),
        text: Private::Shown(
            "Cáp quang bị đứt do sạt lở tại đèo Ô Quy Hồ; đã chuyển sang hướng dự phòng.".to_owned(),
        ),
        evidence: entry(number, owner, 3),
    }
}

/// Counts the cells and lists the evidence, as the builder of a real report does.
fn tally(model: &mut Model) {
    let cells = || model.obligations.iter().flat_map(|obligation| &obligation.cells);
    let count = |of: &dyn Fn(&CellPart) -> bool| {
        Status::ALL
            .map(|status| (status, cells().filter(|cell| cell.status == status && of(cell)).count()))
            .to_vec()
    };
    let counts = count(&|_| true);
    let by_organisation = OWNERS
        .iter()
        .map(|(id, name)| OrganisationCounts {
            id: (*id).to_owned(),
            name: (*name).to_owned(),
            counts: count(&|cell| cell.organisation == *id),
        })
        .collect();
    let numbers = cells().flat_map(|cell| cell.findings.iter().flat_map(|finding| finding.evidence.clone()));
    let numbers: std::collections::BTreeSet<_> = numbers.collect();
    let evidence = numbers
        .into_iter()
        .map(|number| EvidencePart {
            number,
            kind: "measurement.summarised".to_owned(),
            organisation_name: "Viễn thông Sơn Vân".to_owned(),
            held_from: at("2027-02-05T16:55:00.000Z"),
            held_to: Some(at("2027-02-05T17:00:00.000Z")),
            recorded_at: at("2027-02-05T17:00:01.000Z"),
            grade: Some(Grade::Measured),
            signer: Private::Absent,
            signed_for: Vec::new(),
            by_digest: 0,
        })
        .collect();
    (model.counts, model.by_organisation, model.evidence) = (counts, by_organisation, evidence);
}
