//! An obligation as papers write it: its heading, the letter's words, by when, and how it is to be proved.

use campaign::{Modality, PlanState};

use super::grounds;
use crate::{
    model::ObligationPart,
    outline::{Block, Look, Run, legible},
    parts::CheckPart,
    wording::Wording,
};

/// The heading: number and title.
pub(super) fn heading(obligation: &ObligationPart, words: &Wording) -> Block {
    Block::Heading { level: 2, text: named(obligation, words) }
}

/// Number and title. An obligation without a title of its own is called by its number: its words are the quote.
fn named(obligation: &ObligationPart, words: &Wording) -> String {
    let number = obligation.number.to_string();
    if obligation.title.trim() == obligation.quote.trim() {
        return words.text("report-obligation-bare", &[("number", &number)]);
    }
    let title = short_title(&obligation.title);
    words.text("report-obligation", &[("number", &number), ("title", &title)])
}

/// An obligation where nothing else tells which it is: its number and what it is about.
pub(super) fn called(obligation: &ObligationPart, words: &Wording) -> String {
    let args = [("number", &*obligation.number.to_string()), ("title", &short_title(&obligation.title))];
    words.text("paper-obligation", &args)
}

/// The obligation in the letter's words, with its condition and its due date.
pub(super) fn quote(obligation: &ObligationPart, words: &Wording) -> Block {
    let mut runs =
        vec![Run::italic(format!("“{}”. ", obligation.quote.trim().trim_end_matches(['.', ';', ','])))];
    if let Some(condition) = &obligation.condition {
        runs.push(Run::plain(format!("{} ", words.text("report-condition", &[("quote", condition.trim())]))));
    }
    if obligation.modality == Modality::MustNot {
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
pub(super) fn term(obligation: &ObligationPart, words: &Wording) -> String {
    match obligation.due {
        Some(due) if obligation.due_strict => words.text("due-strict", &[("moment", &words.moment(due))]),
        Some(due) => words.text("due-by", &[("moment", &words.deadline(due))]),
        None => words.text("due-throughout", &[]),
    }
}

/// How much of a title stands in a heading or a line; the whole of it is the quote.
const TITLE_LETTERS: usize = 160;

/// A title short enough for a heading, cut at a word.
pub(super) fn short_title(title: &str) -> String {
    let title = legible(title.trim());
    if title.chars().count() <= TITLE_LETTERS {
        return title;
    }
    let cut: String = title.chars().take(TITLE_LETTERS).collect();
    let whole_words = cut.rsplit_once(' ').map_or(cut.as_str(), |(before, _)| before);
    format!("{}…", whole_words.trim_end_matches([',', ';', ' ']))
}

/// How it is to be proved, one check after another.
pub(super) fn checks(checks: &[CheckPart], words: &Wording) -> String {
    let one = |check: &CheckPart| {
        let name = words.check(check.kind);
        let detail = detail(check, words);
        if detail.is_empty() {
            return name;
        }
        words.text("paper-check", &[("check", &name), ("detail", &detail.join("; "))])
    };
    checks.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What a check asks for besides: targets, limits, lines to look at, how far a plan must have come.
fn detail(check: &CheckPart, words: &Wording) -> Vec<String> {
    let mut detail = Vec::new();
    if !check.targets.is_empty() {
        detail.push(check.targets.join(", "));
    }
    for limited in &check.limits {
        let name = words.figure(&limited.name);
        let limit = grounds::limited(&limited.limit, &limited.unit, words);
        // Where the check is called like its figure, once is enough.
        let named = name != words.check(check.kind);
        detail.push(if named { format!("{}: {limit}", name.to_lowercase()) } else { limit });
    }
    if !check.checklist.is_empty() {
        detail.push(check.checklist.join(", "));
    }
    if let Some(state) = check.requires {
        let state = match state {
            PlanState::Filed => "plan-state-filed",
            PlanState::Approved => "plan-state-approved",
            PlanState::Tested => "plan-state-tested",
        };
        detail.push(words.text(state, &[]));
    }
    detail
}
