//! The annexes: the seals of the logs with how to check them, and the list of the evidence named in the report.

use calendar::Instant;

use super::{frame, grounds, plain_cells};
use crate::{
    model::{CheckpointPart, EvidencePart, Model},
    outline::{Annex, Block, Cell, Look, Row, Run, Table, legible},
    wording::Wording,
};

/// Annex I: checkpoints, digests, and how to verify the bundle without the server.
pub(super) fn seals(model: &Model, words: &Wording) -> Annex {
    let mut body = vec![Block::paragraph(Look::Plain, words.text("report-seal-meaning", &[]))];
    if model.checkpoints.is_empty() {
        body.push(Block::paragraph(Look::Plain, words.text("report-seal-none", &[])));
    } else {
        body.push(Block::Table(checkpoints(&model.checkpoints, words)));
    }
    body.push(Block::Table(digests(model, words)));
    signatures(model, words, &mut body);
    let title = Run::bold(words.text("report-verify-title", &[]));
    body.push(Block::Paragraph { look: Look::Lead, runs: vec![title] });
    let steps = ["report-verify-1", "report-verify-2", "report-verify-3", "report-verify-4"];
    body.extend(steps.map(|key| Block::paragraph(Look::Item, words.text(key, &[]))));
    annex("I", "report-annex-seal", model, words, body)
}

/// Annex II: every entry the report names, once.
pub(super) fn evidence(model: &Model, words: &Wording) -> Annex {
    let body = if model.evidence.is_empty() {
        Block::paragraph(Look::Plain, words.text("report-list-none", &[]))
    } else {
        let keys = [
            "report-list-number",
            "report-list-kind",
            "report-list-organisation",
            "report-list-held",
            "report-list-recorded",
            "report-list-grade",
        ];
        Block::Table(Table {
            widths: vec![280, 160, 160, 160, 125, 115],
            header: keys.map(|key| words.text(key, &[])).to_vec(),
            rows: model.evidence.iter().map(|evidence| listed(evidence, words)).collect(),
            dense: true,
            together: false,
        })
    };
    annex("II", "report-annex-evidence", model, words, vec![body])
}

fn checkpoints(checkpoints: &[CheckpointPart], words: &Wording) -> Table {
    let header = ["report-seal-log", "report-seal-size", "report-seal-root"];
    let rows = checkpoints.iter().map(|checkpoint| {
        let size = words.integer(i64::try_from(checkpoint.size).unwrap_or(i64::MAX));
        Row::new(vec![Cell::plain(&checkpoint.origin), Cell::centred(size), Cell::plain(&checkpoint.root)])
    });
    Table {
        widths: vec![300, 120, 580],
        header: header.map(|key| words.text(key, &[])).to_vec(),
        rows: rows.collect(),
        dense: true,
        together: false,
    }
}

/// What a reader compares with the bundle: the files the campaign came from, and the keys the checkpoints are signed with.
fn digests(model: &Model, words: &Wording) -> Table {
    let campaign = words.text("report-campaign-digest", &[("id", &model.campaign.id)]);
    let mut rows = vec![[campaign, model.campaign.digest.clone()]];
    for (place, directive) in model.directives.iter().enumerate() {
        let number = (place + 1).to_string();
        let name = words.text("report-directive-digest", &[("number", &number)]);
        rows.push([name, directive.sha256.clone()]);
    }
    for checkpoint in &model.checkpoints {
        if let Some(key) = &checkpoint.key {
            rows.push([words.text("report-key", &[("origin", &checkpoint.origin)]), key.clone()]);
        }
    }
    Table {
        widths: vec![350, 650],
        header: ["report-digest-of", "report-digest"].map(|key| words.text(key, &[])).to_vec(),
        rows: rows.into_iter().map(|row| Row::new(plain_cells(row))).collect(),
        dense: true,
        together: false,
    }
}

/// Who stands by which draft, and for whom. The names are those the reader may see.
fn signatures(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    if model.attested.is_empty() {
        return;
    }
    let title = Run::bold(words.text("report-attested-title", &[]));
    body.push(Block::Paragraph { look: Look::Lead, runs: vec![title] });
    for signed in &model.attested {
        let signer =
            grounds::private(&signed.signer, words).unwrap_or_else(|| words.text("report-dots", &[]));
        let lines = signed.lines.iter().map(String::as_str).chain([&*signer]).collect::<Vec<_>>().join(" – ");
        let (time, at) = (words.moment(signed.recorded_at), words.moment(signed.drafted_at));
        let args = [("lines", &*lines), ("time", &time), ("at", &at), ("report", &signed.report)];
        body.push(Block::paragraph(Look::Item, words.text("report-attested", &args)));
    }
}

fn listed(evidence: &EvidencePart, words: &Wording) -> Row {
    let held = match evidence.held_to {
        Some(to) if to == evidence.held_from => clock(to),
        Some(to) => span(evidence.held_from, to),
        None => words.text("report-list-ongoing", &[("from", &clock(evidence.held_from))]),
    };
    let mut row = plain_cells([
        grounds::number(&evidence.number),
        words.kind(&evidence.kind),
        evidence.organisation_name.clone(),
        held,
        clock(evidence.recorded_at),
        words.grade(evidence.grade),
    ]);
    if evidence.by_digest > 0 {
        let count = words.text("report-list-by-digest", &[("count", &evidence.by_digest.to_string())]);
        row[1].paragraphs.push(vec![Run::plain(count)]);
    }
    if !evidence.signed_for.is_empty() {
        let lines = evidence.signed_for.join(" – ");
        row[1].paragraphs.push(vec![Run::plain(words.text("report-list-signed-for", &[("lines", &lines)]))]);
    }
    if let Some(signer) = grounds::private(&evidence.signer, words) {
        row[1].paragraphs.push(vec![Run::plain(words.text("report-list-signer", &[("signer", &signer)]))]);
    }
    Row::new(row)
}

/// A span; its day stands once where both ends are on it.
fn span(from: Instant, to: Instant) -> String {
    let end = clock(to);
    let end = if from.local_date() == to.local_date() {
        end.split_once(' ').map_or(&*end, |(_, time)| time)
    } else {
        &end
    };
    format!("{} – {end}", clock(from))
}

/// A moment as a list has room for it: `06/02/2027 23:59:30`.
fn clock(at: Instant) -> String {
    let local = at.local_datetime();
    let date = crate::wording::date_short(local.date());
    format!("{date} {:02}:{:02}:{:02}", local.hour(), local.minute(), local.second())
}

fn annex(numeral: &str, title: &str, model: &Model, words: &Wording, body: Vec<Block>) -> Annex {
    let date = words.date_long(model.at.local_date());
    let sign = frame::sign(model, words);
    let of = [
        ("paper", &*words.text(&format!("paper-named-{}", model.paper.name()), &[])),
        ("sign", &sign),
        ("date", &date),
        ("body", &model.letterhead.body),
    ];
    Annex {
        label: words.text("report-annex", &[("numeral", numeral)]),
        title: words.text(title, &[]),
        of: legible(&words.text("report-annex-of", &of)),
        body,
    }
}
