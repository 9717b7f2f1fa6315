//! The report on results (báo cáo kết quả): what was asked, summary, each obligation, what cannot be concluded.

use super::{frame, gaps, grounds, quote, summary};
use crate::{
    model::Model,
    outline::{Block, Look, Table},
    wording::Wording,
};

pub(super) fn body(model: &Model, words: &Wording) -> Vec<Block> {
    let mut body = vec![frame::basis(model, words)];
    let heading = |key: &str| Block::Heading { level: 1, text: words.text(key, &[]) };
    body.push(heading("report-part-asked"));
    summary::asked(model, words, &mut body);
    body.push(heading("report-part-summary"));
    summary::tables(model, words, &mut body);
    obligations(model, words, &mut body);
    body.push(heading("report-part-gaps"));
    gaps::both(model, words, &mut body);
    body.push(frame::end(model, words));
    body
}

/// Part III: each obligation with its quote and one table row an owner.
fn obligations(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    body.push(Block::Heading { level: 1, text: words.text("report-part-obligations", &[]) });
    if model.obligations.is_empty() {
        body.push(Block::paragraph(Look::Plain, words.text("report-no-obligations", &[])));
    }
    for obligation in &model.obligations {
        body.push(quote::heading(obligation, words));
        body.push(quote::quote(obligation, words));
        let rows = obligation.cells.iter().map(|cell| grounds::row(cell, words)).collect();
        let header = ["report-column-organisation", "report-column-status", "report-column-grounds"];
        body.push(Block::Table(Table {
            widths: vec![190, 180, 630],
            header: header.map(|key| words.text(key, &[])).to_vec(),
            rows,
            dense: false,
            together: false,
        }));
    }
}
