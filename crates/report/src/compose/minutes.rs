//! Minutes of a comparison (biên bản đối chiếu): who met, how each obligation stands by the journals, what was said to it.
//! Names, remarks and the conclusion are written by who was there.

use super::{Parts, frame, gaps, grounds, quote};
use crate::{
    model::Model,
    outline::{Block, Cell, Look, Row, Table},
    wording::Wording,
};

pub(super) fn body(model: &Model, words: &Wording) -> Vec<Block> {
    let dots = words.text("report-dots", &[]);
    let mut parts = Parts::default();
    let mut body = vec![frame::basis(model, words)];
    body.push(parts.next("record-parties", words));
    for name in present(model) {
        let line = words.text("record-party", &[("name", name), ("dots", &dots)]);
        body.push(Block::paragraph(Look::Item, line));
    }
    body.push(parts.next("record-found", words));
    body.push(Block::Table(found(model, words)));
    body.push(parts.next("paper-gaps", words));
    gaps::both(model, words, &mut body);
    body.push(parts.next("record-said", words));
    said(model, words, &mut body);
    body.push(Block::paragraph(Look::Plain, &dots));
    body.push(parts.next("record-concluded", words));
    body.push(Block::paragraph(Look::Plain, &dots));
    body.push(frame::end(model, words));
    body
}

/// Who draws them up, whom it reports to, and whoever else they speak of, each once.
fn present(model: &Model) -> Vec<&String> {
    let spoken_of = model.by_organisation.iter().map(|line| &line.name);
    let all = std::iter::once(&model.letterhead.body).chain(&model.letterhead.addressees).chain(spoken_of);
    let mut present: Vec<&String> = Vec::new();
    for name in all {
        if !present.contains(&name) {
            present.push(name);
        }
    }
    present
}

/// Every obligation of every owner, with how it stands.
fn found(model: &Model, words: &Wording) -> Table {
    let keys = [
        "workbook-number",
        "workbook-obligation",
        "report-organisation",
        "report-column-status",
        "report-list-grade",
    ];
    let cells = model.obligations.iter().flat_map(|one| one.cells.iter().map(move |cell| (one, cell)));
    let rows = cells.map(|(obligation, cell)| {
        Row::new(vec![
            Cell::centred(obligation.number.to_string()),
            Cell::plain(quote::short_title(&obligation.title)),
            Cell::plain(&cell.organisation_name),
            Cell::plain(words.status(cell.status)),
            Cell::plain(words.grade(cell.grade)),
        ])
    });
    Table {
        widths: vec![70, 390, 240, 160, 140],
        header: keys.map(|key| words.text(key, &[])).to_vec(),
        rows: rows.collect(),
        dense: true,
        together: false,
    }
}

/// What was said beside the verdicts.
fn said(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    for obligation in &model.obligations {
        for explanation in obligation.cells.iter().flat_map(|cell| &cell.explanations) {
            let args = [
                ("number", &*obligation.number.to_string()),
                ("said", &grounds::explanation(explanation, words)),
            ];
            body.push(Block::paragraph(Look::Item, words.text("record-line", &args)));
        }
    }
}
