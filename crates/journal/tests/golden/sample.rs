//! Entries in the shapes the product records, with fixed ids, times and salts, in an invented
//! province. They are the raw material of every golden file.

use calendar::Instant;
use journal::{Disclosure, Draft, Entry, EntryId, Fact, Facts, Grade, Hash, Held, Origin, SigningKey};

/// The node of the sample.
pub const NODE: &str = "nut.tinh.example";

/// The log of the sample.
pub fn origin() -> Origin {
    Origin::new(format!("{NODE}/di-dong-mau")).unwrap()
}

/// The key of the sample node: the seed 00 01 02 … 1f.
pub fn key() -> SigningKey {
    SigningKey::from_seed(NODE, &std::array::from_fn(|at| at as u8)).unwrap()
}

/// 2027-02-05T10:00:00.000Z and so many minutes: the afternoon before Giao thừa.
pub fn minute(minute: i64) -> Instant {
    Instant::parse("2027-02-05T10:00:00.000Z").unwrap().plus_ms(minute * 60_000)
}

fn id(at: i64) -> EntryId {
    EntryId::v7(minute(at), std::array::from_fn(|byte| (at as u8).wrapping_mul(17) ^ byte as u8))
}

fn facts<const N: usize>(pairs: [(&str, Fact); N]) -> Facts {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn draft(at: i64, kind: &str, subject: &str, grade: Option<Grade>, stated: Facts) -> Draft {
    Draft {
        id: id(at),
        kind: kind.parse().unwrap(),
        subject: subject.parse().unwrap(),
        held: Held::at(minute(at)),
        source: "bieu-mau".to_owned(),
        actor: "u-7f3a".to_owned(),
        answers: Vec::new(),
        campaign: Some(Hash::of(b"campaign")),
        grade,
        facts: stated,
        private: Facts::new(),
    }
}

fn people() -> Vec<Draft> {
    let inspected = facts([
        ("obligation", "kiem-tra-nguon".into()),
        (
            "checklist",
            Fact::List(vec![
                facts([("item", "may-no".into()), ("result", "pass".into())]).into(),
                facts([("item", "ac-quy".into()), ("result", "not_applicable".into())]).into(),
            ]),
        ),
        ("photos", 1.into()),
    ]);
    let signed = facts([
        ("signer", "Nguyễn Văn Mẫu".into()),
        ("note", "Máy nổ \"số 2\"\nđã thử tải".into()),
        ("photo_1", Hash::of(PHOTO).hex().into()),
    ]);
    let told = facts([("obligation", "truc-24-24".into())]);
    let promised =
        facts([("obligation", "kiem-tra-nguon".into()), ("until", minute(300).to_string().into())]);
    let untold = facts([
        (
            "a_list",
            Fact::List(vec![Fact::Null, true.into(), (-9_007_199_254_740_991).into(), Fact::List(vec![])]),
        ),
        ("controls", "\u{0}\u{1f}\u{8}\t\n\u{c}\r\"\\/\u{7f}\u{2028}".into()),
        ("empty", Fact::Map(Facts::new())),
        ("text", "Tết Đinh Mùi 𝄞".into()),
    ]);
    vec![
        draft(0, "acknowledgement.given", "obligation:truc-24-24", Some(Grade::Attested), told.clone()),
        Draft {
            private: signed,
            ..draft(
                1,
                "inspection.signed",
                "obligation:kiem-tra-nguon",
                Some(Grade::Countersigned),
                inspected,
            )
        },
        draft(2, "rumour.heard", "thing:khong-ro", Some(Grade::Asserted), untold),
        draft(3, "handling.promised", "obligation:kiem-tra-nguon", Some(Grade::Attested), promised),
        Draft {
            answers: vec![id(0), id(1)],
            private: facts([("text", "Mất điện lưới từ 16 giờ".into())]),
            ..draft(4, "finding.explained", "obligation:truc-24-24", Some(Grade::Asserted), told)
        },
    ]
}

fn machines() -> Vec<Draft> {
    let machine = |draft: Draft| Draft {
        source: "measure".to_owned(),
        actor: "machine".to_owned(),
        campaign: None,
        ..draft
    };
    let turned = facts([
        ("target", "cong-web".into()),
        ("from", "up".into()),
        ("to", "down".into()),
        ("cause", "refused".into()),
        ("detail", "connection refused".into()),
    ]);
    let target = facts([
        ("target", "cong-web".into()),
        ("sent", 60.into()),
        ("ok", 57.into()),
        ("lost", 3.into()),
        ("own_late", 0.into()),
        ("excluded", 0.into()),
        ("rtt_us_p50", 812.into()),
        ("rtt_us_p95", 1_934.into()),
        ("rtt_us_max", 20_411.into()),
        ("loss_ppm", 50_000.into()),
        ("gap_s", 0.into()),
    ]);
    let summary = facts([("period_s", 300.into()), ("targets", Fact::List(vec![target.into()]))]);
    let offset = facts([("offset_us", (-412).into()), ("source", "chrony".into())]);
    let outside = EntryId::v8(&origin(), "giam-sat", "alarm/2027/000017");
    vec![
        machine(draft(5, "target.turned", "target:cong-web", Some(Grade::Measured), turned.clone())),
        Draft {
            held: Held::between(minute(1), minute(6)),
            ..machine(draft(
                6,
                "measurement.summarised",
                "organisation:di-dong-mau",
                Some(Grade::Measured),
                summary,
            ))
        },
        machine(draft(7, "clock.observed", "node:nut-tinh", None, offset)),
        Draft {
            id: outside,
            held: Held::since(minute(7)),
            source: "giam-sat".to_owned(),
            ..machine(draft(8, "target.turned", "target:cong-web", Some(Grade::Measured), turned))
        },
    ]
}

/// The bytes of the one picture.
pub const PHOTO: &[u8] = b"not really a picture\n";

/// The nine entries with their disclosures.
pub fn entries() -> Vec<(Entry, Vec<Disclosure>)> {
    let mut salts = 0;
    let mut salt = || {
        salts += 1;
        *Hash::of(format!("salt {salts}").as_bytes()).as_bytes()
    };
    let drafts = people().into_iter().chain(machines()).enumerate();
    drafts.map(|(at, draft)| draft.seal(origin(), minute(at as i64), &mut salt).unwrap()).collect()
}
