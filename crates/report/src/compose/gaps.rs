//! What cannot be concluded, said plainly and in one place: no evidence, or none any more.

use campaign::{Paper, Status};

use super::quote;
use crate::{
    model::Model,
    outline::{Block, Look, Run},
    wording::Wording,
};

/// What is unproven and what is silent.
pub(super) fn both(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    let kinds = [(Status::Unproven, "report-gaps-unproven"), (Status::NoSignal, "report-gaps-no-signal")];
    listed(model, &kinds, words, body);
}

/// What is unproven alone, where what is silent stands elsewhere.
pub(super) fn unproven(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    listed(model, &[(Status::Unproven, "report-gaps-unproven")], words, body);
}

fn listed(model: &Model, kinds: &[(Status, &str)], words: &Wording, body: &mut Vec<Block>) {
    let mut found = false;
    for (status, key) in kinds {
        let lines = gap_lines(model, words, *status);
        if lines.is_empty() {
            continue;
        }
        if !found {
            body.push(Block::paragraph(Look::Plain, words.text("report-gaps-meaning", &[])));
        }
        found = true;
        let count = words.integer(lines.len() as i64);
        body.push(Block::Paragraph {
            look: Look::Lead,
            runs: vec![Run::bold(words.text(key, &[("count", &count)]))],
        });
        body.extend(lines.into_iter().map(|line| Block::paragraph(Look::Item, line)));
    }
    if !found {
        body.push(Block::paragraph(Look::Plain, words.text("report-gaps-none", &[])));
    }
}

fn gap_lines(model: &Model, words: &Wording, status: Status) -> Vec<String> {
    let mut lines = Vec::new();
    for obligation in &model.obligations {
        for cell in obligation.cells.iter().filter(|cell| cell.status == status) {
            let called = match model.paper {
                // What each number stands for is told in these by a part of its own.
                Paper::Results | Paper::Upward | Paper::Minutes => {
                    words.text("report-obligation-bare", &[("number", &obligation.number.to_string())])
                }
                _ => quote::called(obligation, words),
            };
            let args = [
                ("obligation", &*called),
                ("organisation", &cell.organisation_name),
                ("reason", cell.reason.trim_end_matches('.')),
            ];
            lines.push(words.text("report-gap", &args));
        }
    }
    lines
}
