//! What people record: acknowledgements, inspections with a signer, plans, briefings, explanations,
//! corrections and erasures; and the regulator's campaign, approvals and waivers.

use super::stream::{LogStream, facts};
use crate::draft::Draft;
use crate::entry::Grade;
use crate::fact::Fact;
use crate::hash::Hash;
use crate::id::EntryId;

const OBLIGATIONS: [&str; 10] = [
    "truc-24-24",
    "kiem-tra-nguon",
    "mang-luoi-thong-suot",
    "duong-uu-tien",
    "phuong-an-ung-pho",
    "chat-luong-dich-vu",
    "ngan-chan-tin-rac",
    "an-toan-buu-gui",
    "gio-mo-cua",
    "bao-cao-nhanh",
];
const OPERATORS: [&str; 3] = ["di-dong-mau", "co-dinh-mau", "buu-chinh-mau"];
const ITEMS: [&str; 6] = ["may-no", "ac-quy", "dieu-hoa", "chong-set", "cap-quang", "phong-chay"];
const FAMILY: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Đặng", "Bùi", "Đỗ"];
const GIVEN: [&str; 8] =
    ["Văn Mẫu", "Thị Thử", "Minh Ví Dụ", "Quốc Mẫu", "Thu Thử", "Đức Ví", "Ngọc Dụ", "Hữu Mẫu"];
const NOTES: [&str; 4] = [
    "Đã chạy thử tải 30 phút, không có cảnh báo",
    "Thay một bình ắc-quy \"số 4\"",
    "Cửa phòng máy kẹt, đã báo sửa\nHẹn lại ngày mai",
    "Đủ nhiên liệu cho 16 giờ",
];

pub(super) fn draw(stream: &mut LogStream) -> Option<Draft> {
    let obligation = stream.random.pick(&OBLIGATIONS);
    match stream.random.below(100) {
        0..=21 => simple(stream, "acknowledgement.given", obligation),
        22..=43 => inspection_signed(stream, obligation),
        44..=58 => plan(stream, obligation),
        59..=74 => briefing_read(stream, obligation),
        75..=82 => handling_promised(stream, obligation),
        83..=92 => finding_explained(stream, obligation),
        93..=96 => evidence_corrected(stream, obligation),
        _ => report_submitted(stream, obligation),
    }
}

pub(super) fn regulator(stream: &mut LogStream) -> Option<Draft> {
    let obligation = stream.random.pick(&OBLIGATIONS);
    let organisation = stream.random.pick(&OPERATORS);
    let subject = ("obligation", obligation);
    if stream.random.chance(100) {
        let until = stream.now.plus_ms(3 * 86_400_000).to_string();
        let stated = facts([
            ("obligation", obligation.into()),
            ("organisation", organisation.into()),
            ("until", until.into()),
        ]);
        let draft = stream.draft("obligation.waived", subject, Some(Grade::Attested), stated)?;
        let reason = facts([("reason", stream.random.pick(&NOTES).into())]);
        return Some(Draft { private: reason, ..draft });
    }
    let stated = facts([
        ("obligation", obligation.into()),
        ("organisation", organisation.into()),
        ("plan", "phuong-an-tet".into()),
    ]);
    stream.draft("plan.approved", subject, Some(Grade::Countersigned), stated)
}

pub(super) fn campaign_issued(stream: &mut LogStream, campaign: Hash) -> Option<Draft> {
    let stated = facts([("title", "Đợt bảo đảm sinh mẫu".into())]);
    let draft = stream.draft("campaign.issued", ("campaign", "sinh-mau"), None, stated)?;
    Some(Draft { private: facts([("file", campaign.hex().into())]), ..draft })
}

pub(super) fn disclosure_erased(stream: &mut LogStream, entry: EntryId) -> Option<Draft> {
    let fields = Fact::List(vec!["note".into()]);
    let stated = facts([("entry", entry.to_string().into()), ("fields", fields)]);
    stream.draft("disclosure.erased", ("entry", &entry.to_string()), None, stated)
}

fn simple(stream: &mut LogStream, kind: &str, obligation: &str) -> Option<Draft> {
    let stated = facts([("obligation", obligation.into())]);
    stream.draft(kind, ("obligation", obligation), Some(Grade::Attested), stated)
}

fn inspection_signed(stream: &mut LogStream, obligation: &str) -> Option<Draft> {
    let count = stream.random.below(ITEMS.len() as u64) as usize + 1;
    let mut checklist = Vec::with_capacity(count);
    for item in &ITEMS[..count] {
        let result = stream.random.pick(&["pass", "pass", "pass", "fail", "not_applicable"]);
        checklist.push(facts([("item", (*item).into()), ("result", result.into())]).into());
    }
    let stated = facts([
        ("obligation", obligation.into()),
        ("checklist", Fact::List(checklist)),
        ("photos", 1.into()),
    ]);
    let grade = stream.random.pick(&[Grade::Attested, Grade::Attested, Grade::Countersigned]);
    let draft = stream.draft("inspection.signed", ("obligation", obligation), Some(grade), stated)?;
    if stream.to_erase.is_none() && stream.random.chance(50) {
        stream.to_erase = Some(draft.id);
    }
    let random = &mut stream.random;
    let private = facts([
        ("signer", format!("{} {}", random.pick(&FAMILY), random.pick(&GIVEN)).into()),
        ("note", random.pick(&NOTES).into()),
        ("photo_1", Hash::new(random.bytes()).hex().into()),
    ]);
    Some(Draft { private, ..draft })
}

fn plan(stream: &mut LogStream, obligation: &str) -> Option<Draft> {
    let tested = stream.random.chance(400);
    let kind = if tested { "plan.tested" } else { "plan.filed" };
    let mut stated = facts([("obligation", obligation.into()), ("plan", "phuong-an-tet".into())]);
    if tested {
        let result = stream.random.pick(&["pass", "pass", "fail"]);
        stated.insert("result".to_owned(), result.into());
    }
    let draft = stream.draft(kind, ("obligation", obligation), Some(Grade::Attested), stated)?;
    let document = Hash::new(stream.random.bytes()).hex();
    Some(Draft { private: facts([("document", document.into())]), ..draft })
}

fn briefing_read(stream: &mut LogStream, obligation: &str) -> Option<Draft> {
    let shift = format!("ca-{}", stream.random.below(3) + 1);
    let briefing = Hash::of(shift.as_bytes()).hex();
    let stated =
        facts([("obligation", obligation.into()), ("shift", shift.into()), ("briefing", briefing.into())]);
    stream.draft("briefing.read", ("obligation", obligation), Some(Grade::Attested), stated)
}

fn handling_promised(stream: &mut LogStream, obligation: &str) -> Option<Draft> {
    let until = stream.now.plus_ms(stream.random.below(7_200_000)).to_string();
    let stated = facts([("obligation", obligation.into()), ("until", until.into())]);
    stream.draft("handling.promised", ("obligation", obligation), Some(Grade::Asserted), stated)
}

fn answers(stream: &mut LogStream) -> Vec<EntryId> {
    if stream.recent.is_empty() { Vec::new() } else { vec![stream.random.pick(&stream.recent)] }
}

fn finding_explained(stream: &mut LogStream, obligation: &str) -> Option<Draft> {
    let answers = answers(stream);
    let draft = Draft { answers, ..simple(stream, "finding.explained", obligation)? };
    Some(Draft { private: facts([("text", stream.random.pick(&NOTES).into())]), ..draft })
}

fn evidence_corrected(stream: &mut LogStream, obligation: &str) -> Option<Draft> {
    let answers = answers(stream);
    let withdraws = stream.random.chance(500);
    let stated = facts([("obligation", obligation.into()), ("withdraws", withdraws.into())]);
    let subject = ("obligation", obligation);
    let draft = stream.draft("evidence.corrected", subject, Some(Grade::Attested), stated)?;
    Some(Draft { answers, ..draft })
}

fn report_submitted(stream: &mut LogStream, obligation: &str) -> Option<Draft> {
    let report = Hash::new(stream.random.bytes()).hex();
    let stated = facts([("obligation", obligation.into()), ("report", report.into())]);
    stream.draft("report.submitted", ("obligation", obligation), Some(Grade::Attested), stated)
}
