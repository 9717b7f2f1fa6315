//! The situation report (báo cáo nhanh): how it stands now, what turned since the one before, what wants somebody. Short:
//! it is written again and again, and goes into a chat as it is.

use campaign::{DutyWhat, Status};

use super::{Parts, frame, gaps, grounds, quote, summary};
use crate::{
    model::{CellPart, Model},
    outline::{Block, Look, Run},
    parts::{ChangePart, DutyPart, PeriodPart, StandPart},
    wording::Wording,
};

/// What wants somebody, worst first; what is unproven has a part of its own.
const ATTENTION: [Status; 3] = [Status::Failing, Status::NoSignal, Status::AtRisk];

pub(super) fn body(model: &Model, words: &Wording) -> Vec<Block> {
    let mut parts = Parts::default();
    let mut body = vec![frame::basis(model, words)];
    body.push(parts.next("situation-standing", words));
    hours(model, words, &mut body);
    body.push(Block::Table(summary::by_status(model, words)));
    if model.by_organisation.len() > 1 {
        body.push(Block::Table(summary::by_organisation(&model.by_organisation, words)));
    }
    body.push(parts.next("situation-changes", words));
    changes(model, words, &mut body);
    body.push(parts.next("situation-attention", words));
    attention(model, words, &mut body);
    body.push(parts.next("situation-gaps", words));
    gaps::unproven(model, words, &mut body);
    if let Some(duty) = &model.duty {
        body.push(parts.next("situation-duty", words));
        logged(model, duty, words, &mut body);
    }
    body.push(frame::end(model, words));
    body
}

/// The phase it is in, and the critical hours that hold or come next.
fn hours(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    let mut say = |key: &str, period: &PeriodPart| {
        let (from, to) = (words.moment(period.from), words.deadline(period.to));
        let args = [("title", &*period.title), ("from", &from), ("to", &to)];
        body.push(Block::paragraph(Look::Plain, words.text(key, &args)));
    };
    let holds = |one: &&PeriodPart| one.from <= model.at && model.at < one.to;
    if let Some(phase) = model.campaign.phases.iter().find(holds) {
        say("situation-phase", phase);
    }
    let critical = &model.campaign.critical;
    if let Some(now) = critical.iter().find(holds) {
        say("situation-critical-now", now);
    } else if let Some(next) = critical.iter().filter(|one| one.from > model.at).min_by_key(|one| one.from) {
        say("situation-critical-next", next);
    }
}

fn changes(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    let Some(since) = &model.since else {
        return body.push(Block::paragraph(Look::Plain, words.text("situation-first", &[])));
    };
    let moment = words.moment(since.at);
    if model.changes.is_empty() {
        let unchanged = words.text("situation-unchanged", &[("moment", &moment)]);
        return body.push(Block::paragraph(Look::Plain, unchanged));
    }
    body.push(Block::paragraph(Look::Lead, words.text("situation-since", &[("moment", &moment)])));
    body.extend(
        model.changes.iter().map(|change| Block::paragraph(Look::Item, turned(model, change, words))),
    );
}

fn turned(model: &Model, change: &ChangePart, words: &Wording) -> String {
    let obligation = model.obligations.iter().find(|one| one.number == change.obligation);
    let stand = |stand: Option<StandPart>| match stand {
        None => words.text("situation-absent", &[]),
        Some(stand) => {
            let status = words.status(stand.status).to_lowercase();
            let late = if stand.late { format!(", {}", words.text("late", &[])) } else { String::new() };
            format!("{status} ({}{late})", words.grade(stand.grade))
        }
    };
    let args = [
        ("obligation", &*obligation.map(|one| quote::called(one, words)).unwrap_or_default()),
        ("organisation", &change.organisation_name),
        ("before", &stand(change.before)),
        ("after", &stand(change.after)),
    ];
    words.text("situation-turned", &args)
}

fn attention(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    let mut found = false;
    for status in ATTENTION {
        let cells = || model.obligations.iter().flat_map(|one| one.cells.iter().map(move |cell| (one, cell)));
        let cells: Vec<_> = cells().filter(|(_, cell)| cell.status == status).collect();
        if cells.is_empty() {
            continue;
        }
        found = true;
        let args = [("status", &*words.status(status)), ("count", &words.integer(cells.len() as i64))];
        let runs = vec![Run::bold(words.text("situation-stands", &args))];
        body.push(Block::Paragraph { look: Look::Lead, runs });
        let lines = cells.into_iter().map(|(obligation, cell)| {
            let called = quote::called(obligation, words);
            line(&format!("{called}, {}", cell.organisation_name), cell, words)
        });
        body.extend(lines.map(|line| Block::paragraph(Look::Item, line)));
    }
    if !found {
        body.push(Block::paragraph(Look::Plain, words.text("report-gaps-none", &[])));
    }
}

/// A cell in one line, of whatever it is called: why it stands so, how far that can be trusted, what was promised, and
/// what was said beside it.
pub(super) fn line(called: &str, cell: &CellPart, words: &Wording) -> String {
    let args = [
        ("called", called),
        ("reason", cell.reason.trim_end_matches('.')),
        ("grade", &words.grade(cell.grade)),
    ];
    let mut said = vec![words.text("situation-line", &args)];
    if cell.late {
        said.push(words.text("situation-late", &[]));
    }
    if let Some(until) = cell.promised_until {
        said.push(words.text("report-promised", &[("moment", &words.deadline(until))]));
    }
    said.extend(cell.explanations.iter().map(|one| grounds::explanation(one, words)));
    said.join(" ")
}

/// What the duty log has since the report before: when, of which sort and about what. Its words stay in it.
fn logged(model: &Model, duty: &[DutyPart], words: &Wording, body: &mut Vec<Block>) {
    let count = words.integer(duty.len() as i64);
    let key = if model.since.is_some() { "situation-duty-since" } else { "situation-duty-day" };
    let look = if duty.is_empty() { Look::Plain } else { Look::Lead };
    body.push(Block::paragraph(look, words.text(key, &[("count", &count)])));
    for entry in duty {
        let what = match entry.what {
            DutyWhat::Heard => "situation-duty-heard",
            DutyWhat::Told => "situation-duty-told",
            DutyWhat::Handover => "situation-duty-handover",
            DutyWhat::Note => "situation-duty-note",
        };
        let mut text = format!("{}: {}", words.moment(entry.at), words.text(what, &[]));
        if !entry.about.is_empty() {
            text = format!("{text} ({})", entry.about.join(", "));
        }
        body.push(Block::paragraph(Look::Item, format!("{text}.")));
    }
}
