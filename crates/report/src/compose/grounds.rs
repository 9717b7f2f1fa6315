//! One organisation's row under an obligation: status and grade, and what they rest on.

use std::fmt::Write as _;

use campaign::Op;

use super::frame;
use crate::{
    model::{
        CellPart, EvidenceNumber, ExplanationPart, FigurePart, FindingPart, LimitPart, Private, WaiverPart,
    },
    outline::{Align, Cell, Row, Run},
    wording::Wording,
};

/// How many letters of an id stand beside an evidence number: the last eight, since the first tell the time alone.
const ID_TAIL: usize = 8;

pub(super) fn row(cell: &CellPart, words: &Wording) -> Row {
    let mut standing = vec![vec![Run::bold(words.status(cell.status))]];
    standing.push(vec![Run::plain(words.text("report-grade", &[("grade", &words.grade(cell.grade))]))]);
    if cell.late {
        standing.push(vec![Run::italic(words.text("late", &[]))]);
    }
    let mut grounds = Vec::new();
    if let Some(waiver) = &cell.waiver {
        waived(waiver, words, &mut grounds);
    }
    if let Some(until) = cell.promised_until {
        grounds.push(vec![Run::plain(words.text("report-promised", &[("moment", &words.deadline(until))]))]);
    }
    for finding in &cell.findings {
        judged(finding, words, &mut grounds);
    }
    for explanation in &cell.explanations {
        grounds.push(explained(explanation, words));
    }
    Row::new(vec![
        Cell::plain(&cell.organisation_name),
        Cell { align: Align::Left, paragraphs: standing },
        Cell { align: Align::Left, paragraphs: grounds },
    ])
}

/// A check's verdict: the reason, each figure on a line of its own, the evidence.
fn judged(finding: &FindingPart, words: &Wording, grounds: &mut Vec<Vec<Run>>) {
    let status = words.status(finding.status).to_lowercase();
    let verdict =
        words.text("report-finding", &[("check", &words.check(finding.check)), ("status", &status)]);
    let mut reason = vec![
        Run::bold(format!("{verdict}. ")),
        Run::plain(format!("{}.", finding.reason.trim_end_matches('.'))),
    ];
    if finding.late {
        reason.push(Run::italic(format!(" ({})", words.text("late", &[]))));
    }
    grounds.push(reason);
    grounds.extend(
        finding.figures.iter().map(|figure| vec![Run::plain(format!("+ {}", measured(figure, words)))]),
    );
    grounds.push(vec![Run::plain(evidence(&finding.evidence, words))]);
}

fn measured(figure: &FigurePart, words: &Wording) -> String {
    let name = words.figure(&figure.name);
    let value = words.quantity(figure.value, &figure.unit);
    let mut text = match &figure.target {
        Some(target) => {
            words.text("report-figure-target", &[("name", &name), ("target", target), ("value", &value)])
        }
        None => words.text("report-figure", &[("name", &name), ("value", &value)]),
    };
    if let Some(limit) = &figure.limit {
        let _ = write!(text, "; {}", limited(limit, &figure.unit, words));
    }
    text.push('.');
    text
}

fn limited(limit: &LimitPart, unit: &str, words: &Wording) -> String {
    let sign = sign(limit.op);
    let value = words.quantity(limit.value, unit);
    let mut text = words.text("report-limit", &[("sign", sign), ("value", &value)]);
    if !limit.source.is_empty() {
        let date = frame::day(&limit.source_date);
        let key = if date.is_empty() { "report-limit-source" } else { "report-limit-source-dated" };
        let _ = write!(text, ", {}", words.text(key, &[("source", &limit.source), ("date", &date)]));
    }
    text
}

/// The sign before a limit.
pub(super) const fn sign(op: Op) -> &'static str {
    match op {
        Op::AtLeast => "≥",
        Op::MoreThan => ">",
        Op::AtMost => "≤",
        Op::LessThan => "<",
    }
}

fn evidence(numbers: &[EvidenceNumber], words: &Wording) -> String {
    if numbers.is_empty() {
        return words.text("report-evidence-none", &[]);
    }
    let numbers: Vec<String> = numbers.iter().map(number).collect();
    words.text("report-evidence", &[("numbers", &format!("{}.", numbers.join("; ")))])
}

/// `so-tttt.example/viettel#12 (0a1b2c3d)`; without the place where that log does not go
/// along, the id alone where nothing is known of the entry.
pub(super) fn number(number: &EvidenceNumber) -> String {
    if number.origin.is_empty() {
        return number.id.clone();
    }
    let tail = number.id.len().saturating_sub(ID_TAIL);
    let tail = number.id.get(tail..).unwrap_or(&number.id);
    match number.index {
        Some(index) => format!("{}#{index} ({tail})", number.origin),
        None => format!("{} ({tail})", number.origin),
    }
}

fn waived(waiver: &WaiverPart, words: &Wording, grounds: &mut Vec<Vec<Run>>) {
    let (until, more) = waiver_lines(waiver, words);
    grounds.push(vec![Run::bold(until)]);
    grounds.extend(more.into_iter().flatten().map(|line| vec![Run::plain(line)]));
    grounds.push(vec![Run::plain(evidence(std::slice::from_ref(&waiver.evidence), words))]);
}

/// Until when, by whom, and why where there is a reason.
fn waiver_lines(waiver: &WaiverPart, words: &Wording) -> (String, [Option<String>; 2]) {
    let until = match waiver.until {
        Some(until) => words.text("report-waived", &[("moment", &words.deadline(until))]),
        None => words.text("report-waived-open", &[]),
    };
    let by = match private(&waiver.person, words) {
        Some(person) => words.text("report-waived-by-person", &[("by", &waiver.by), ("person", &person)]),
        None => words.text("report-waived-by", &[("by", &waiver.by)]),
    };
    let reason = private(&waiver.reason, words).map(|reason| {
        let reason = reason.trim().trim_end_matches('.');
        words.text("report-waived-reason", &[("reason", reason)])
    });
    (until, [Some(by), reason])
}

/// A waiver in one line.
pub(super) fn waiver(waiver: &WaiverPart, words: &Wording) -> String {
    let (until, more) = waiver_lines(waiver, words);
    std::iter::once(until).chain(more.into_iter().flatten()).collect::<Vec<_>>().join(" ")
}

/// An explanation stands beside the verdict and changes nothing of it.
fn explained(explanation: &ExplanationPart, words: &Wording) -> Vec<Run> {
    let numbers = evidence(std::slice::from_ref(&explanation.evidence), words);
    vec![Run::italic(self::explanation(explanation, words)), Run::plain(format!(" {numbers}"))]
}

/// Who said what, and when.
pub(super) fn explanation(explanation: &ExplanationPart, words: &Wording) -> String {
    let moment =
        explanation.recorded_at.map_or_else(|| words.text("report-dots", &[]), |at| words.moment(at));
    let person = private(&explanation.person, words);
    let text = private(&explanation.text, words).unwrap_or_default();
    let key = match (&explanation.text, &person) {
        (Private::Shown(_), Some(_)) => "report-explanation-person",
        (Private::Shown(_), None) => "report-explanation",
        _ => "report-explanation-bare",
    };
    let args = [
        ("by", &*explanation.by),
        ("person", person.as_deref().unwrap_or_default()),
        ("moment", &moment),
        ("text", text.trim()),
    ];
    words.text(key, &args)
}

/// A value that may be personal as this reader is shown it; nothing where there never was one.
pub(super) fn private(value: &Private, words: &Wording) -> Option<String> {
    match value {
        Private::Absent => None,
        Private::Withheld => Some(words.text("private-withheld", &[])),
        Private::Erased => Some(words.text("private-erased", &[])),
        Private::Shown(text) => Some(text.clone()),
    }
}
