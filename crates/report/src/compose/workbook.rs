//! The annex of figures: what a report says, in the rows and columns of a workbook.
//!
//! Every cell of the board stands in one row, what has no evidence included; each figure in a row of its own as a number,
//! with its limit and where that comes from, the evidence it rests on and what was said beside it.

use campaign::Status;

use super::{frame, grounds, term};
use crate::{
    model::{CellPart, EvidencePart, FigurePart, FindingPart, LimitPart, Model, ObligationPart},
    wording::Wording,
    xlsx::{Book, Row, Sheet, Value},
};

/// The workbook of a report.
pub(crate) fn book(model: &Model, words: &Wording) -> Book {
    let sheets = vec![
        summary(model, words),
        obligations(model, words),
        figures(model, words),
        evidence(model, words),
        seals(model, words),
    ];
    let mut meta = frame::meta(model, words);
    meta.title = title(model, words);
    Book { meta, sheets }
}

fn title(model: &Model, words: &Wording) -> String {
    crate::outline::legible(&words.text("workbook-title", &[("title", &model.campaign.title)]))
}

/// How many stand where: by status, then by organisation.
fn summary(model: &Model, words: &Wording) -> Sheet {
    let said = |key: &str| words.text(key, &[]);
    let mut rows = vec![
        Row::Title(title(model, words)),
        Row::Line(said("workbook-body"), model.letterhead.body.clone()),
        Row::Line(said("workbook-at"), words.moment(model.at)),
        Row::Line(said("workbook-campaign"), model.campaign.digest.clone()),
        Row::Line(said("workbook-note"), said("workbook-zone")),
        Row::Blank,
        Row::Header(vec![said("report-summary-status"), said("report-summary-cells")]),
    ];
    let count = |count: &usize| Value::count(*count);
    rows.extend(
        model
            .counts
            .iter()
            .map(|(status, cells)| Row::Cells(vec![Value::text(words.status(*status)), count(cells)])),
    );
    let total: usize = model.counts.iter().map(|(_, cells)| cells).sum();
    rows.push(Row::Cells(vec![Value::text(said("report-summary-total")), Value::count(total)]));
    rows.push(Row::Blank);
    let statuses = Status::ALL.iter().map(|status| words.status(*status));
    let names = std::iter::once(said("report-organisation")).chain(statuses);
    rows.push(Row::Header(names.chain([said("report-summary-total")]).collect()));
    for line in &model.by_organisation {
        let own: usize = line.counts.iter().map(|(_, cells)| cells).sum();
        let counts = line.counts.iter().map(|(_, cells)| count(cells));
        let cells = std::iter::once(Value::text(&line.name)).chain(counts);
        rows.push(Row::Cells(cells.chain([Value::count(own)]).collect()));
    }
    Sheet {
        name: said("workbook-summary"),
        widths: vec![34, 12, 12, 12, 12, 12, 12, 12, 9],
        filtered: false,
        rows,
    }
}

/// Every obligation of every owner, with how it stands.
fn obligations(model: &Model, words: &Wording) -> Sheet {
    let names = [
        "workbook-number",
        "workbook-obligation",
        "workbook-quote",
        "workbook-due",
        "report-organisation",
        "report-column-status",
        "report-list-grade",
        "workbook-reason",
        "workbook-late",
        "workbook-promised",
        "workbook-waived",
        "workbook-explanation",
    ];
    let rows = pairs(model).map(|(obligation, cell)| {
        Row::Cells(vec![
            Value::count(obligation.number),
            Value::text(&obligation.title),
            Value::text(&obligation.quote),
            Value::text(term(obligation, words)),
            Value::text(&cell.organisation_name),
            Value::text(words.status(cell.status)),
            Value::text(words.grade(cell.grade)),
            Value::text(&cell.reason),
            if cell.late { Value::text(words.text("late", &[])) } else { Value::Empty },
            Value::moment(cell.promised_until),
            cell.waiver.as_ref().map_or(Value::Empty, |waiver| Value::text(grounds::waiver(waiver, words))),
            explained(cell, words),
        ])
    });
    table("workbook-obligations", &names, &[5, 26, 36, 17, 20, 13, 11, 30, 11, 19, 22, 34], rows, words)
}

/// Every figure that a verdict rests on.
fn figures(model: &Model, words: &Wording) -> Sheet {
    let names = [
        "workbook-number",
        "workbook-obligation",
        "report-organisation",
        "workbook-check",
        "report-column-status",
        "report-list-grade",
        "workbook-figure",
        "workbook-target",
        "workbook-value",
        "workbook-unit",
        "workbook-limit-sign",
        "workbook-limit",
        "workbook-source",
        "workbook-source-date",
        "report-list-number",
        "workbook-explanation",
    ];
    let findings = pairs(model)
        .flat_map(|(obligation, cell)| cell.findings.iter().map(move |finding| (obligation, cell, finding)));
    let rows = findings.flat_map(|(obligation, cell, finding)| {
        finding.figures.iter().map(move |figure| figure_row(obligation, cell, finding, figure, words))
    });
    let widths = [5, 26, 20, 13, 13, 11, 17, 15, 11, 8, 8, 10, 16, 12, 34, 34];
    table("workbook-figures", &names, &widths, rows, words)
}

fn figure_row(
    obligation: &ObligationPart,
    cell: &CellPart,
    finding: &FindingPart,
    figure: &FigurePart,
    words: &Wording,
) -> Row {
    let (value, places, unit) = words.exact(figure.value, &figure.unit);
    let numbers: Vec<String> = finding.evidence.iter().map(grounds::number).collect();
    let numbers = if numbers.is_empty() { words.text("grade-none", &[]) } else { numbers.join("; ") };
    let limit = |of: &dyn Fn(&LimitPart) -> Value| figure.limit.as_ref().map_or(Value::Empty, of);
    Row::Cells(vec![
        Value::count(obligation.number),
        Value::text(&obligation.title),
        Value::text(&cell.organisation_name),
        Value::text(words.check(finding.check)),
        Value::text(words.status(finding.status)),
        Value::text(words.grade(finding.grade)),
        Value::text(words.figure(&figure.name)),
        Value::text(figure.target.as_deref().unwrap_or_default()),
        Value::Number { value, places },
        Value::text(unit),
        limit(&|limit| Value::text(grounds::sign(limit.op))),
        limit(&|limit| {
            let (value, places, _) = words.exact(limit.value, &figure.unit);
            Value::Number { value, places }
        }),
        limit(&|limit| Value::text(&limit.source)),
        limit(&|limit| Value::text(frame::day(&limit.source_date))),
        Value::text(numbers),
        explained(cell, words),
    ])
}

/// Every entry that the report names.
fn evidence(model: &Model, words: &Wording) -> Sheet {
    let names = [
        "report-list-number",
        "report-list-kind",
        "report-list-organisation",
        "workbook-from",
        "workbook-to",
        "report-list-recorded",
        "report-list-grade",
        "workbook-signer",
        "workbook-by-digest",
        "workbook-id",
    ];
    let rows = model.evidence.iter().map(|entry| evidence_row(entry, words));
    table("workbook-evidence", &names, &[36, 17, 22, 19, 19, 19, 11, 24, 11, 38], rows, words)
}

fn evidence_row(entry: &EvidencePart, words: &Wording) -> Row {
    let signer = grounds::private(&entry.signer, words);
    let signed: Vec<&str> = entry.signed_for.iter().map(String::as_str).chain(signer.as_deref()).collect();
    Row::Cells(vec![
        Value::text(grounds::number(&entry.number)),
        Value::text(words.kind(&entry.kind)),
        Value::text(&entry.organisation_name),
        Value::Moment(entry.held_from),
        Value::moment(entry.held_to),
        Value::Moment(entry.recorded_at),
        Value::text(words.grade(entry.grade)),
        Value::text(signed.join(" – ")),
        if entry.by_digest == 0 { Value::Empty } else { Value::count(entry.by_digest) },
        Value::text(&entry.number.id),
    ])
}

/// The heads of the logs, by which the whole is checked.
fn seals(model: &Model, words: &Wording) -> Sheet {
    let names = ["report-seal-log", "report-seal-size", "report-seal-root", "workbook-key"];
    let rows = model.checkpoints.iter().map(|head| {
        Row::Cells(vec![
            Value::text(&head.origin),
            Value::count(usize::try_from(head.size).unwrap_or(usize::MAX)),
            Value::text(&head.root),
            Value::text(head.key.as_deref().unwrap_or_default()),
        ])
    });
    table("workbook-seals", &names, &[40, 9, 68, 60], rows, words)
}

fn pairs(model: &Model) -> impl Iterator<Item = (&ObligationPart, &CellPart)> {
    model.obligations.iter().flat_map(|one| one.cells.iter().map(move |cell| (one, cell)))
}

fn explained(cell: &CellPart, words: &Wording) -> Value {
    let said: Vec<String> = cell.explanations.iter().map(|one| grounds::explanation(one, words)).collect();
    Value::text(said.join(" "))
}

fn table(
    name: &str,
    names: &[&str],
    widths: &[u16],
    rows: impl Iterator<Item = Row>,
    words: &Wording,
) -> Sheet {
    let header = Row::Header(names.iter().map(|key| words.text(key, &[])).collect());
    Sheet {
        name: words.text(name, &[]),
        widths: widths.to_vec(),
        filtered: true,
        rows: std::iter::once(header).chain(rows).collect(),
    }
}
