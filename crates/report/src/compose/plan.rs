//! The plan (phương án bảo đảm): aim and extent, each obligation with how it will be proved, who has it, when networks stay
//! as they are, and what is reported when. What measures are taken only its office knows: there are dots to write on.

use campaign::CheckKind;

use super::{Parts, assignment, direction, frame, quote, summary};
use crate::{
    model::Model,
    outline::{Block, Look},
    wording::Wording,
};

pub(super) fn body(model: &Model, words: &Wording) -> Vec<Block> {
    let mut parts = Parts::default();
    let mut body = vec![frame::basis(model, words)];
    body.push(parts.next("plan-aim", words));
    body.push(Block::paragraph(Look::Plain, words.text("plan-aims", &[("title", &model.campaign.title)])));
    summary::extent(model, words, &mut body);
    body.push(parts.next("plan-measures", words));
    for obligation in &model.obligations {
        body.push(quote::heading(obligation, words));
        body.push(quote::quote(obligation, words));
        body.extend(direction::task(model, obligation, words));
        let dots = words.text("report-dots", &[]);
        body.push(Block::paragraph(Look::Item, words.text("plan-measure", &[("dots", &dots)])));
    }
    body.push(parts.next("paper-periods", words));
    let periods = summary::periods(model, words);
    if periods.is_empty() {
        body.push(Block::paragraph(Look::Plain, words.text("report-gaps-none", &[])));
    }
    body.extend(periods);
    body.push(parts.next("plan-people", words));
    assignment::given(model, words, &mut body);
    body.push(Block::paragraph(
        Look::Plain,
        words.text("plan-shifts", &[("dots", &words.text("report-dots", &[]))]),
    ));
    body.push(parts.next("plan-reports", words));
    reports(model, words, &mut body);
    body.push(frame::end(model, words));
    body
}

/// What has to be reported, and by when.
fn reports(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    let asks =
        model.obligations.iter().filter(|one| one.checks.iter().any(|check| check.kind == CheckKind::Report));
    let lines: Vec<String> = asks
        .map(|one| {
            let args = [
                ("number", &*one.number.to_string()),
                ("title", &quote::short_title(&one.title)),
                ("term", &quote::term(one, words)),
            ];
            words.text("plan-report", &args)
        })
        .collect();
    if lines.is_empty() {
        body.push(Block::paragraph(Look::Plain, words.text("plan-reports-none", &[])));
    }
    body.extend(lines.into_iter().map(|line| Block::paragraph(Look::Item, line)));
}
