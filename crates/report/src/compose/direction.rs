//! The letter of direction (văn bản chỉ đạo nội bộ): to the units, or from the authority to whoever owes something, each
//! obligation in the words of the letter it came from, with who has it, by when, and how it is proved.

use super::{Parts, frame, quote, summary};
use crate::{
    model::{Model, ObligationPart},
    outline::{Block, Look},
    parts::AssignmentPart,
    wording::Wording,
};

pub(super) fn body(model: &Model, words: &Wording) -> Vec<Block> {
    let mut parts = Parts::default();
    let mut body = vec![frame::basis(model, words)];
    body.push(parts.next("direction-tasks", words));
    for obligation in &model.obligations {
        body.push(quote::heading(obligation, words));
        body.push(quote::quote(obligation, words));
        body.extend(task(model, obligation, words));
    }
    body.push(parts.next("paper-periods", words));
    summary::extent(model, words, &mut body);
    body.extend(summary::periods(model, words));
    body.push(parts.next("direction-carrying-out", words));
    for key in ["direction-carrying-people", "direction-carrying-evidence", "direction-carrying-trouble"] {
        let line = words.text(key, &[("body", &model.letterhead.body)]);
        body.push(Block::paragraph(Look::Item, line));
    }
    body.push(frame::end(model, words));
    body
}

/// Who has it and how it is proved.
pub(super) fn task(model: &Model, obligation: &ObligationPart, words: &Wording) -> Vec<Block> {
    let owners: Vec<String> = obligation
        .cells
        .iter()
        .map(|cell| {
            let given = given_of(model, obligation, &cell.organisation_name);
            match given.and_then(|given| given.unit.as_ref()) {
                Some(unit) => {
                    let args = [("owner", &*cell.organisation_name), ("unit", unit)];
                    words.text("direction-given", &args)
                }
                None => cell.organisation_name.clone(),
            }
        })
        .collect();
    let mut lines = vec![words.text("direction-owners", &[("owners", &owners.join("; "))])];
    let checks = quote::checks(&obligation.checks, words);
    if !checks.is_empty() {
        lines.push(words.text("direction-proof", &[("checks", &checks)]));
    }
    lines.into_iter().map(|line| Block::paragraph(Look::Item, line)).collect()
}

/// What was given of an obligation, where somebody was given it.
pub(super) fn given_of<'a>(
    model: &'a Model,
    obligation: &ObligationPart,
    organisation: &str,
) -> Option<&'a AssignmentPart> {
    let same =
        |one: &&AssignmentPart| one.obligation == obligation.number && one.organisation_name == organisation;
    model.assignments.iter().find(same)
}
