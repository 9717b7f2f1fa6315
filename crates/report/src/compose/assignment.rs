//! The assignment (phân công): who carries out what the organisation owes, until when; what was given to nobody is named
//! as such.

use super::{Parts, direction, frame, grounds, quote};
use crate::{
    model::{Model, ObligationPart},
    outline::{Block, Cell, Look, Row, Run, Table},
    parts::AssignmentPart,
    wording::Wording,
};

pub(super) fn body(model: &Model, words: &Wording) -> Vec<Block> {
    let mut parts = Parts::default();
    let mut body = vec![frame::basis(model, words)];
    body.push(parts.next("assignment-given", words));
    given(model, words, &mut body);
    body.push(parts.next("assignment-open", words));
    let open = nobody_has(model);
    if open.is_empty() {
        body.push(Block::paragraph(Look::Plain, words.text("report-gaps-none", &[])));
    } else {
        body.push(Block::paragraph(Look::Lead, words.text("assignment-open-lead", &[])));
    }
    for (obligation, organisation) in open {
        let args = [
            ("number", &*obligation.number.to_string()),
            ("title", &quote::short_title(&obligation.title)),
            ("organisation", organisation),
            ("term", &quote::term(obligation, words)),
        ];
        body.push(Block::paragraph(Look::Item, words.text("assignment-open-line", &args)));
    }
    body.push(parts.next("assignment-duties", words));
    for key in ["assignment-duties-people", "assignment-duties-owner"] {
        let line = words.text(key, &[("body", &model.letterhead.body)]);
        body.push(Block::paragraph(Look::Item, line));
    }
    body.push(frame::end(model, words));
    body
}

/// The table of what was given; a sentence where nothing was.
pub(super) fn given(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    if model.assignments.is_empty() {
        return body.push(Block::paragraph(Look::Plain, words.text("assignment-none", &[])));
    }
    let keys =
        ["workbook-number", "workbook-obligation", "assignment-holder", "assignment-span", "workbook-due"];
    let rows = model.assignments.iter().map(|given| row(model, given, words));
    body.push(Block::Table(Table {
        widths: vec![70, 350, 230, 200, 150],
        header: keys.map(|key| words.text(key, &[])).to_vec(),
        rows: rows.collect(),
        dense: false,
        together: false,
    }));
}

fn row(model: &Model, given: &AssignmentPart, words: &Wording) -> Row {
    let obligation = model.obligations.iter().find(|one| one.number == given.obligation);
    let title = obligation.map(|one| quote::short_title(&one.title)).unwrap_or_default();
    let term = obligation.map(|one| quote::term(one, words)).unwrap_or_default();
    let mut task = vec![vec![Run::plain(title)]];
    if let Some(note) = grounds::private(&given.note, words) {
        task.push(vec![Run::italic(note)]);
    }
    let unit = given.unit.as_ref().unwrap_or(&given.organisation_name);
    let mut holder = vec![vec![Run::plain(unit)]];
    holder.extend(grounds::private(&given.person, words).map(|person| vec![Run::bold(person)]));
    let from = words.moment(given.from);
    let span = match given.until {
        Some(until) => words.text("assignment-until", &[("from", &from), ("to", &words.deadline(until))]),
        None => words.text("report-list-ongoing", &[("from", &from)]),
    };
    Row::new(vec![
        Cell::centred(given.obligation.to_string()),
        Cell { paragraphs: task, ..Cell::default() },
        Cell { paragraphs: holder, ..Cell::default() },
        Cell::plain(span),
        Cell::plain(term),
    ])
}

/// What its owner carries out without having given it to anybody.
fn nobody_has(model: &Model) -> Vec<(&ObligationPart, &str)> {
    let cells = model.obligations.iter().flat_map(|one| one.cells.iter().map(move |cell| (one, cell)));
    cells
        .filter(|(one, cell)| direction::given_of(model, one, &cell.organisation_name).is_none())
        .map(|(one, cell)| (one, cell.organisation_name.as_str()))
        .collect()
}
