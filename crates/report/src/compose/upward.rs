//! The consolidated report upward (báo cáo tổng hợp): what all who owe something have done, for whoever asked the
//! authority. What is missing comes first, in the whole and with each organisation.

use campaign::Status;

use super::{Parts, frame, gaps, quote, situation, summary};
use crate::{
    model::{CellPart, Model, ObligationPart, OrganisationCounts},
    outline::{Block, Cell, Look, Row, Table, legible},
    wording::Wording,
};

/// What an organisation has to answer for first.
const MISSING: [Status; 3] = [Status::Failing, Status::NoSignal, Status::Unproven];
/// What is told in one line a status, by the numbers of the obligations alone.
const SETTLED: [Status; 3] = [Status::Proven, Status::NotDue, Status::Waived];

pub(super) fn body(model: &Model, words: &Wording) -> Vec<Block> {
    let mut parts = Parts::default();
    let mut body = vec![frame::basis(model, words)];
    body.push(parts.next("paper-extent", words));
    summary::asked(model, words, &mut body);
    body.push(Block::Table(listed(model, words)));
    body.push(parts.next("paper-gaps", words));
    gaps::both(model, words, &mut body);
    body.push(parts.next("upward-whole", words));
    let lines = missing_first(&model.by_organisation);
    body.push(Block::Table(summary::by_status(model, words)));
    body.push(Block::paragraph(Look::Lead, words.text("upward-order", &[])));
    body.push(Block::Table(summary::by_organisation(&lines, words)));
    body.push(parts.next("upward-each", words));
    for (place, line) in lines.iter().enumerate() {
        let number = (place + 1).to_string();
        let heading =
            words.text("upward-organisation", &[("number", &number), ("name", &legible(&line.name))]);
        body.push(Block::Heading { level: 2, text: heading });
        organisation(model, &line.id, words, &mut body);
    }
    body.push(parts.next("upward-remarks", words));
    body.push(Block::paragraph(Look::Plain, words.text("report-dots", &[])));
    body.push(frame::end(model, words));
    body
}

/// The obligations with their numbers, by which all that follows calls them.
fn listed(model: &Model, words: &Wording) -> Table {
    let keys = ["workbook-number", "workbook-obligation", "workbook-due"];
    let rows = model.obligations.iter().map(|one| {
        Row::new(vec![
            Cell::centred(one.number.to_string()),
            Cell::plain(quote::short_title(&one.title)),
            Cell::plain(quote::term(one, words)),
        ])
    });
    Table {
        widths: vec![70, 650, 280],
        header: keys.map(|key| words.text(key, &[])).to_vec(),
        rows: rows.collect(),
        dense: true,
        together: false,
    }
}

/// Organisations with the most that is missing first; the rest in the order of the campaign.
fn missing_first(lines: &[OrganisationCounts]) -> Vec<OrganisationCounts> {
    let missing = |line: &OrganisationCounts| {
        let of = line.counts.iter().filter(|(status, _)| MISSING.contains(status));
        of.map(|(_, count)| count).sum::<usize>()
    };
    let mut lines = lines.to_vec();
    lines.sort_by_key(|line| std::cmp::Reverse(missing(line)));
    lines
}

/// One organisation: what is missing or at risk line by line, what is settled by numbers.
fn organisation(model: &Model, id: &str, words: &Wording, body: &mut Vec<Block>) {
    let cells = || -> Vec<(&ObligationPart, &CellPart)> {
        let own = |one: &'_ ObligationPart| one.cells.iter().position(|cell| cell.organisation == id);
        model.obligations.iter().filter_map(|one| Some((one, one.cells.get(own(one)?)?))).collect()
    };
    let settled = |cell: &CellPart| SETTLED.contains(&cell.status);
    let mut open: Vec<_> = cells().into_iter().filter(|(_, cell)| !settled(cell)).collect();
    open.sort_by_key(|(_, cell)| Status::ALL.iter().position(|status| *status == cell.status));
    for (obligation, cell) in open {
        let number = obligation.number.to_string();
        let called = words.text("report-obligation-bare", &[("number", &number)]);
        let line = situation::line(&called, cell, words);
        body.push(Block::paragraph(Look::Item, format!("{}. {line}", words.status(cell.status))));
    }
    for status in SETTLED {
        let numbers: Vec<String> = cells()
            .into_iter()
            .filter(|(_, cell)| cell.status == status)
            .map(|(obligation, cell)| graded(obligation, cell, words))
            .collect();
        if !numbers.is_empty() {
            let args = [("status", &*words.status(status)), ("numbers", &numbers.join(", "))];
            body.push(Block::paragraph(Look::Item, words.text("upward-settled", &args)));
        }
    }
}

/// The number of an obligation, with how far its proof can be trusted and whether it came late.
fn graded(obligation: &ObligationPart, cell: &CellPart, words: &Wording) -> String {
    let number = obligation.number.to_string();
    let mut beside: Vec<String> = cell.grade.map(|grade| words.grade(Some(grade))).into_iter().collect();
    beside.extend(cell.late.then(|| words.text("late", &[])));
    if beside.is_empty() { number } else { format!("{number} ({})", beside.join(", ")) }
}
