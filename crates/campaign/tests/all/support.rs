//! A small province, and evidence about it in one line each.

use std::sync::Arc;

use calendar::Instant;
use campaign::{
    Assignment, Board, Body, Campaign, Cell, CellKey, ChecklistAnswer, ChecklistResult, Evidence,
    GivenChange, Outcome, TargetState, TargetSummary,
};
use journal::{EntryId, Facts, Grade, Hash, Held, Kind, Origin, Slug};

pub fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

pub fn at(text: &str) -> Instant {
    Instant::parse_edge(&format!("{text}+07:00")).unwrap()
}

/// The campaign file every test of the board starts from, with the checks of one obligation.
pub fn province(obligations: &str) -> Arc<Campaign> {
    let text = format!("{HEAD}{obligations}");
    match campaign::parse(&text, "province.toml") {
        Ok(campaign) => Arc::new(campaign),
        Err(faults) => panic!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
    }
}

pub const HEAD: &str = r#"
schema = 1
[campaign]
id = "tet"
title = "Tết"
zone = "Asia/Ho_Chi_Minh"
from = 2027-02-01T00:00:00+07:00
to = 2027-02-11T00:00:00+07:00
summary_s = 300
[[organisation]]
id = "so"
kind = "regulator"
[[organisation]]
id = "di-dong"
kind = "telecom_operator"
parent = "so"
[[organisation]]
id = "tram"
kind = "unit"
parent = "di-dong"
[[organisation]]
id = "buu-dien"
kind = "postal_operator"
parent = "so"
[[target]]
id = "a"
owner = "di-dong"
kind = "tcp"
address = "127.0.0.1:1001"
[[target]]
id = "b"
owner = "tram"
kind = "https"
address = "https://127.0.0.1:1002/"
[[target]]
id = "c"
owner = "buu-dien"
kind = "icmp"
address = "127.0.0.1"
[[briefing]]
id = "pho-bien"
sha256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
"#;

pub fn briefing_digest() -> Hash {
    Hash::parse("2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae").unwrap()
}

/// One obligation `x` of di-dong, due on 5 February at noon, with these checks.
pub fn obligation(checks: &str) -> String {
    format!(
        "[[obligation]]\nid = \"x\"\nquote = \"…\"\nowners = [\"di-dong\"]\ndue = 2027-02-05T12:00:00+07:00\n{checks}"
    )
}

pub fn key() -> CellKey {
    CellKey { organisation: slug("di-dong"), obligation: slug("x") }
}

/// A log being written.
pub struct Log {
    origin: Origin,
    next: u64,
    seed: u64,
}

impl Log {
    pub fn of(organisation: &str) -> Self {
        let origin = Origin::of("node.example", &slug(organisation)).unwrap();
        let seed = organisation.bytes().fold(7, |seed, byte| seed * 31 + u64::from(byte));
        Self { origin, next: 0, seed }
    }

    /// An entry held and recorded at `when`.
    pub fn write(&mut self, kind: &str, when: Instant, body: Body) -> Evidence {
        let mut random = [0; 10];
        random[2..]
            .copy_from_slice(&(self.seed + self.next).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
        let evidence = Evidence {
            log: self.origin.clone(),
            index: self.next,
            id: EntryId::v7(when, random),
            kind: Kind::new(kind).unwrap(),
            held: Held::at(when),
            recorded_at: when,
            actor: "u-1".to_owned(),
            source: "test".to_owned(),
            grade: Some(Grade::Attested),
            answers: Vec::new(),
            campaign: None,
            organisation: self.origin.organisation().clone(),
            body,
        };
        self.next += 1;
        evidence
    }

    pub fn acknowledge(&mut self, when: Instant) -> Evidence {
        self.write("acknowledgement.given", when, Body::AcknowledgementGiven { obligation: slug("x") })
    }

    pub fn inspect(&mut self, when: Instant, answers: &[(&str, ChecklistResult)]) -> Evidence {
        let answers =
            answers.iter().map(|(item, result)| ChecklistAnswer { item: slug(item), result: *result });
        let body = Body::InspectionSigned { obligation: slug("x"), checklist: answers.collect(), photos: 0 };
        self.write("inspection.signed", when, body)
    }

    pub fn file_plan(&mut self, when: Instant, plan: &str) -> Evidence {
        self.write("plan.filed", when, Body::PlanFiled { obligation: slug("x"), plan: slug(plan) })
    }

    pub fn approve_plan(&mut self, when: Instant, plan: &str) -> Evidence {
        self.write("plan.approved", when, Body::PlanApproved { obligation: slug("x"), plan: slug(plan) })
    }

    pub fn test_plan(&mut self, when: Instant, plan: &str, result: Outcome) -> Evidence {
        self.write("plan.tested", when, Body::PlanTested { obligation: slug("x"), plan: slug(plan), result })
    }

    pub fn read_briefing(&mut self, when: Instant, shift: &str, briefing: Hash) -> Evidence {
        self.write(
            "briefing.read",
            when,
            Body::BriefingRead { obligation: slug("x"), shift: slug(shift), briefing },
        )
    }

    pub fn submit(&mut self, when: Instant) -> Evidence {
        let report = Hash::of(&when.as_ms().to_be_bytes());
        self.write("report.submitted", when, Body::ReportSubmitted { obligation: slug("x"), report })
    }

    pub fn waive(&mut self, when: Instant, until: Option<Instant>) -> Evidence {
        self.write("obligation.waived", when, Body::ObligationWaived { obligation: slug("x"), until })
    }

    pub fn promise(&mut self, when: Instant, until: Instant) -> Evidence {
        self.write("handling.promised", when, Body::HandlingPromised { obligation: slug("x"), until })
    }

    /// The obligation is given to a unit.
    pub fn assign(&mut self, when: Instant, unit: &str, until: Option<Instant>) -> Evidence {
        self.hand(when, GivenChange::Given, Some(unit), until)
    }

    /// What an entry gave is taken back.
    pub fn take_back(&mut self, when: Instant, given: EntryId) -> Evidence {
        self.hand(when, GivenChange::Withdrawn, None, None).answering(&[given])
    }

    fn hand(
        &mut self,
        when: Instant,
        change: GivenChange,
        unit: Option<&str>,
        until: Option<Instant>,
    ) -> Evidence {
        let unit = unit.map(slug);
        let body = Assignment { obligation: slug("x"), change, unit, account: None, until };
        self.write("obligation.assigned", when, Body::ObligationAssigned(body))
    }

    pub fn explain(&mut self, when: Instant, answers: &[EntryId]) -> Evidence {
        self.write("finding.explained", when, Body::FindingExplained { obligation: slug("x") })
            .answering(answers)
    }

    pub fn withdraw(&mut self, when: Instant, answers: &[EntryId]) -> Evidence {
        self.correct(when, answers, true, Facts::new())
    }

    pub fn correct(
        &mut self,
        when: Instant,
        answers: &[EntryId],
        withdraws: bool,
        fields: Facts,
    ) -> Evidence {
        let body = Body::EvidenceCorrected { obligation: Some(slug("x")), withdraws, fields };
        self.write("evidence.corrected", when, body).answering(answers)
    }

    pub fn turn(&mut self, when: Instant, target: &str, to: TargetState) -> Evidence {
        let from = if to == TargetState::Down { TargetState::Up } else { TargetState::Down };
        let cause = if to == TargetState::Down { "refused" } else { "ok" };
        self.turn_because(when, target, from, to, cause)
    }

    pub fn turn_because(
        &mut self,
        when: Instant,
        target: &str,
        from: TargetState,
        to: TargetState,
        cause: &str,
    ) -> Evidence {
        let (target, cause) = (slug(target), cause.to_owned());
        let body = Body::TargetTurned { target, from, to, cause, detail: String::new() };
        self.write("target.turned", when, body).graded(Grade::Measured)
    }

    /// A summary of five minutes that began at `from`.
    pub fn summarise(&mut self, from: Instant, targets: &[TargetSummary]) -> Evidence {
        let to = from.plus_ms(300_000);
        let mut targets = targets.to_vec();
        targets.sort_by(|a, b| a.target.cmp(&b.target));
        let mut evidence =
            self.write("measurement.summarised", to, Body::MeasurementSummarised { period_s: 300, targets });
        evidence.held = Held::between(from, to);
        evidence.graded(Grade::Measured)
    }
}

/// One target's line: answered, lost.
pub fn line(target: &str, ok: u32, lost: u32) -> TargetSummary {
    TargetSummary {
        target: slug(target),
        sent: ok + lost,
        ok,
        lost,
        own_late: 0,
        excluded: 0,
        rtt_us_p50: (ok > 0).then_some(900),
        rtt_us_p95: (ok > 0).then_some(1_500),
        rtt_us_max: (ok > 0).then_some(2_000),
        gap_s: 0,
        not_after: None,
    }
}

/// Small changes to a piece of evidence.
pub trait Also {
    fn about(self, organisation: &str) -> Self;
    fn graded(self, grade: Grade) -> Self;
    fn recorded(self, when: Instant) -> Self;
    fn answering(self, answers: &[EntryId]) -> Self;
}

impl Also for Evidence {
    fn about(mut self, organisation: &str) -> Self {
        self.organisation = slug(organisation);
        self
    }

    fn graded(mut self, grade: Grade) -> Self {
        self.grade = Some(grade);
        self
    }

    fn recorded(mut self, when: Instant) -> Self {
        self.recorded_at = when;
        self
    }

    fn answering(mut self, answers: &[EntryId]) -> Self {
        self.answers = answers.to_vec();
        self
    }
}

/// The cell of obligation `x` at a moment.
pub fn cell_at<'a>(
    campaign: &Arc<Campaign>,
    evidence: impl IntoIterator<Item = &'a Evidence>,
    when: Instant,
) -> Cell {
    let board = campaign::board_at(vec![Arc::clone(campaign)], evidence, when);
    board.cell(&key(), when).unwrap()
}

/// A cell in a few words: `failing availability.down late`.
pub fn told(cell: &Cell) -> String {
    let late = if cell.late { " late" } else { "" };
    format!("{} {}{late}", cell.status.as_str(), cell.reason.code)
}

/// The bytes two boards are compared by.
pub fn bytes(board: &Board, when: Instant) -> String {
    serde_json::to_string(&board.cells_at(when)).unwrap()
}
