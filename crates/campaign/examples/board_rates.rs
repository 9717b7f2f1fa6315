//! What the board costs at 100, 1,000 and 10,000 obligations with 100 entries each: four in five are measured, one in
//! five is inspected by hand. Prints time per entry and per page, the snapshot, and the memory the process holds.
//!
//! `cargo run --release -p campaign --example board_rates`
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark reads the clock and may stop at once"
)]

use std::{sync::Arc, time::Instant as Stopwatch};

use calendar::Instant;
use campaign::{
    Board, Body, Campaign, ChecklistAnswer, ChecklistResult, Evidence, Obligation, Organisation, Target,
    TargetSummary,
};
use journal::{EntryId, Grade, Held, Kind, Origin, Slug};

const ENTRIES: u64 = 100;
const OWNERS: usize = 10;
const PERIOD_MS: i64 = 300_000;

fn main() {
    println!(
        "{:>11} {:>9} {:>10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>11} {:>9} {:>10} {:>9} {:>9}",
        "obligations",
        "entries",
        "fold µs/e",
        "settle ms",
        "apply µs",
        "p99 µs",
        "max µs",
        "page ms",
        "snapshot MB",
        "write ms",
        "restore ms",
        "board MB",
        "VmRSS MB"
    );
    for obligations in [100, 1_000, 10_000] {
        measure(obligations);
    }
}

fn measure(obligations: usize) {
    let campaign = Arc::new(campaign(obligations));
    let before_kb = resident_kb();
    let start = campaign.from;
    let mut board = Board::new(vec![Arc::clone(&campaign)], start);
    let clock = Stopwatch::now();
    let mut making = std::time::Duration::ZERO;
    for entry in 0..ENTRIES {
        for obligation in 0..obligations {
            let made = Stopwatch::now();
            let piece = evidence(&campaign, obligation, entry);
            making += made.elapsed();
            board.absorb(&piece);
        }
    }
    let entries = ENTRIES * obligations as u64;
    let fold_us = clock.elapsed().saturating_sub(making).as_secs_f64() * 1e6 / entries as f64;
    let now = start.plus_ms(ENTRIES as i64 * PERIOD_MS + 1_000);
    let (settle_ms, ()) = timed(|| board.settle(now));
    let board_kb = resident_kb().saturating_sub(before_kb);
    let mut applied: Vec<f64> = (0..2_000)
        .map(|number| {
            let piece =
                evidence(&campaign, number * 7 % obligations, ENTRIES + (number / obligations) as u64);
            timed(|| board.apply(&piece, now.plus_ms(number as i64))).0 * 1e3
        })
        .collect();
    applied.sort_by(f64::total_cmp);
    let last = campaign.obligations[obligations / 2].id.clone();
    let (page_ms, shown) =
        timed(|| board.page(Some(&last), 200, board.now(), |_| true, |_| true).cells.len());
    assert!(shown > 0);
    let held_kb = resident_kb();
    let (write_ms, snapshot) = timed(|| board.snapshot());
    let later = board.now();
    let expected = serde_json::to_vec(&board.cells_at(later)).unwrap();
    drop(board);
    let (restore_ms, restored) =
        timed(|| Board::restore(&snapshot, vec![Arc::clone(&campaign)], later).unwrap());
    assert!(
        serde_json::to_vec(&restored.cells_at(later)).unwrap() == expected,
        "the restored board is the same"
    );
    println!(
        "{obligations:>11} {entries:>9} {fold_us:>10.2} {settle_ms:>9.1} {:>9.1} {:>9.1} {:>9.1} {page_ms:>9.3} {:>11.2} {write_ms:>9.1} {restore_ms:>10.1} {:>9.1} {:>9.1}",
        applied[applied.len() / 2],
        applied[applied.len() * 99 / 100],
        applied[applied.len() - 1],
        snapshot.len() as f64 / 1e6,
        board_kb as f64 / 1e3,
        held_kb as f64 / 1e3,
    );
}

fn timed<T>(run: impl FnOnce() -> T) -> (f64, T) {
    let clock = Stopwatch::now();
    let result = run();
    (clock.elapsed().as_secs_f64() * 1e3, result)
}

fn resident_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok()).unwrap_or(0)
}

/// One owner, one target and one obligation of each sort are read from a file; the rest are copies, so that what the
/// reader needed does not count as the board's memory.
fn campaign(obligations: usize) -> Campaign {
    let mut campaign = campaign::parse(SORTS, "rates.toml").unwrap();
    let numbered = |kind: &str, number: usize| Slug::new(format!("{kind}-{number}")).unwrap();
    let owner = campaign.organisations.remove(0);
    campaign.organisations =
        (0..OWNERS).map(|number| Organisation { id: numbered("o", number), ..owner.clone() }).collect();
    let target = campaign.targets.remove(0);
    let (measured, inspected) = (campaign.obligations.remove(0), campaign.obligations.remove(0));
    for number in 0..obligations {
        let owner = numbered("o", number % OWNERS);
        campaign.targets.push(Target { id: numbered("t", number), owner: owner.clone(), ..target.clone() });
        let sort = if is_measured(number) { &measured } else { &inspected };
        let mut obligation = Obligation { id: numbered("x", number), owners: vec![owner], ..sort.clone() };
        for target in &mut obligation.checks[0].targets {
            *target = numbered("t", number);
        }
        campaign.obligations.push(obligation);
    }
    campaign
}

const SORTS: &str = r#"
schema = 1
[campaign]
id = "rates"
title = "rates"
zone = "Asia/Ho_Chi_Minh"
from = 2027-01-25T00:00:00+07:00
to = 2027-02-16T00:00:00+07:00
[[organisation]]
id = "o"
kind = "telecom_operator"
[[target]]
id = "t"
owner = "o"
kind = "icmp"
address = "127.0.0.1"
[[obligation]]
id = "measured"
quote = "bảo đảm thông suốt"
owners = ["o"]
[[obligation.check]]
kind = "availability"
targets = ["t"]
thresholds = [{ name = "availability_ppm", op = ">=", value = 999000, unit = "ppm", source = "QCVN 36", source_date = "2022-12-30" }]
[[obligation]]
id = "inspected"
quote = "tăng cường kiểm tra"
owners = ["o"]
[[obligation.check]]
kind = "inspection"
checklist = [{ item = "pin" }]
"#;

const fn is_measured(obligation: usize) -> bool {
    !obligation.is_multiple_of(5)
}

fn evidence(campaign: &Campaign, obligation: usize, entry: u64) -> Evidence {
    let owner = Slug::new(format!("o-{}", obligation % OWNERS)).unwrap();
    let from = campaign.from.plus_ms(entry as i64 * PERIOD_MS);
    let to = from.plus_ms(PERIOD_MS);
    let index = entry * campaign.obligations.len() as u64 + obligation as u64;
    let measured = is_measured(obligation);
    let (kind, body) = if measured {
        ("measurement.summarised", summary(obligation, entry))
    } else {
        ("inspection.signed", inspection(obligation))
    };
    Evidence {
        log: Origin::of("node.example", &owner).unwrap(),
        index,
        id: id(to, index),
        kind: Kind::new(kind).unwrap(),
        held: if measured { Held::between(from, to) } else { Held::at(to) },
        recorded_at: to.plus_ms((index % 900) as i64),
        actor: "u-1".to_owned(),
        source: "rates".to_owned(),
        grade: Some(if measured { Grade::Measured } else { Grade::Attested }),
        answers: Vec::new(),
        campaign: None,
        organisation: owner,
        body,
    }
}

fn id(at: Instant, index: u64) -> EntryId {
    let mut random = [0; 10];
    random[2..].copy_from_slice(&index.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
    EntryId::v7(at, random)
}

fn summary(obligation: usize, entry: u64) -> Body {
    let lost = u32::from((obligation as u64 + entry).is_multiple_of(50));
    let target = TargetSummary {
        target: Slug::new(format!("t-{obligation}")).unwrap(),
        sent: 60,
        ok: 60 - lost,
        lost,
        own_late: 0,
        excluded: 0,
        rtt_us_p50: Some(900),
        rtt_us_p95: Some(1_500),
        rtt_us_max: Some(2_000),
        gap_s: 0,
        not_after: None,
    };
    Body::MeasurementSummarised { period_s: 300, targets: vec![target] }
}

fn inspection(obligation: usize) -> Body {
    let answer = ChecklistAnswer { item: Slug::new("pin").unwrap(), result: ChecklistResult::Pass };
    Body::InspectionSigned {
        obligation: Slug::new(format!("x-{obligation}")).unwrap(),
        checklist: vec![answer],
        photos: 0,
    }
}
