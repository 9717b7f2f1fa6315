//! From what a report says to how it is laid out: the parts, the tables and the sentences.
//!
//! The order is that of an official report: basis, what was asked, summary, each obligation, what cannot be concluded,
//! signature; then the annexes by which a reader follows any figure back. Every word comes from [`Wording`].

mod annex;
mod frame;
mod grounds;
mod summary;
pub(crate) mod workbook;

use campaign::Status;

use crate::{
    model::{Model, ObligationPart},
    outline::{Block, Cell, Look, Outline, Run, Table},
    wording::Wording,
};

/// Lays a model out in the words of a language.
pub fn outline(model: &Model, words: &Wording) -> Outline {
    let mut body = vec![frame::basis(model, words)];
    summary::asked(model, words, &mut body);
    summary::tables(model, words, &mut body);
    obligations(model, words, &mut body);
    gaps(model, words, &mut body);
    // It stays with the signature: a signature alone on a page vouches for nothing.
    body.push(Block::paragraph(Look::Lead, words.text("report-end", &[("title", &model.campaign.title)])));
    Outline {
        meta: frame::meta(model, words),
        head: frame::head(model, words),
        body,
        closing: frame::closing(model, words),
        annexes: vec![annex::seals(model, words), annex::evidence(model, words)],
    }
}

/// Part III: each obligation with its quote and one table row an owner.
fn obligations(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    body.push(Block::Heading { level: 1, text: words.text("report-part-obligations", &[]) });
    if model.obligations.is_empty() {
        body.push(Block::paragraph(Look::Plain, words.text("report-no-obligations", &[])));
    }
    for obligation in &model.obligations {
        let number = obligation.number.to_string();
        // An obligation without a title of its own is called by its number: its words are the quote below.
        let heading = if obligation.title.trim() == obligation.quote.trim() {
            words.text("report-obligation-bare", &[("number", &number)])
        } else {
            let title = legible_title(&obligation.title);
            words.text("report-obligation", &[("number", &number), ("title", &title)])
        };
        body.push(Block::Heading { level: 2, text: heading });
        body.push(quote(obligation, words));
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

/// The obligation in the letter's words, with its condition and its due date.
fn quote(obligation: &ObligationPart, words: &Wording) -> Block {
    let mut runs =
        vec![Run::italic(format!("“{}”. ", obligation.quote.trim().trim_end_matches(['.', ';', ','])))];
    if let Some(condition) = &obligation.condition {
        runs.push(Run::plain(format!("{} ", words.text("report-condition", &[("quote", condition.trim())]))));
    }
    if obligation.modality == campaign::Modality::MustNot {
        runs.push(Run::plain(format!("{} ", words.text("report-must-not", &[]))));
    }
    runs.push(Run::plain(due(obligation, words)));
    Block::Paragraph { look: Look::Lead, runs }
}

/// By when, as a sentence.
fn due(obligation: &ObligationPart, words: &Wording) -> String {
    match obligation.due {
        Some(due) if obligation.due_strict => {
            words.text("report-due-strict", &[("moment", &words.moment(due))])
        }
        Some(due) => words.text("report-due", &[("moment", &words.deadline(due))]),
        None => words.text("report-due-none", &[]),
    }
}

/// The same in few words, for a column of its own.
fn term(obligation: &ObligationPart, words: &Wording) -> String {
    match obligation.due {
        Some(due) if obligation.due_strict => words.text("due-strict", &[("moment", &words.moment(due))]),
        Some(due) => words.text("due-by", &[("moment", &words.deadline(due))]),
        None => words.text("due-throughout", &[]),
    }
}

/// Part IV: what is unproven and what is silent, said plainly and in one place.
fn gaps(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    body.push(Block::Heading { level: 1, text: words.text("report-part-gaps", &[]) });
    let mut found = false;
    for (status, key) in
        [(Status::Unproven, "report-gaps-unproven"), (Status::NoSignal, "report-gaps-no-signal")]
    {
        let lines = gap_lines(model, words, status);
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
            let number = obligation.number.to_string();
            let args = [
                ("number", &*number),
                ("organisation", &cell.organisation_name),
                ("reason", cell.reason.trim_end_matches('.')),
            ];
            lines.push(words.text("report-gap", &args));
        }
    }
    lines
}

/// How much of a title stands in a heading; the whole of it is the quote below.
const TITLE_LETTERS: usize = 160;

/// A title short enough for a heading, cut at a word.
fn legible_title(title: &str) -> String {
    let title = crate::outline::legible(title.trim());
    if title.chars().count() <= TITLE_LETTERS {
        return title;
    }
    let cut: String = title.chars().take(TITLE_LETTERS).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{}…", whole_words.trim_end_matches([',', ';', ' ']))
}

/// A header row's words, or a row of plain cells.
fn plain_cells<const N: usize>(texts: [String; N]) -> Vec<Cell> {
    texts.map(Cell::plain).to_vec()
}
