//! What was asked of whom and when, and how many stand where.

use calendar::{Instant, lunar_of, lunar_text};
use campaign::Status;

use crate::{
    model::{Model, OrganisationCounts},
    outline::{Block, Cell, Look, Row, Run, Table},
    parts::PeriodPart,
    wording::Wording,
};

/// How many organisations a summary may have and still stand on one page.
const TOGETHER_ROWS: usize = 15;

/// Period with lunar dates, extent, and how a status comes about.
pub(super) fn asked(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    extent(model, words, body);
    body.push(Block::paragraph(Look::Plain, words.text("report-method", &[])));
}

/// Period with lunar dates, and extent.
pub(super) fn extent(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    let (from, to) = (model.campaign.from, last_moment(model.campaign.to));
    let args = [
        ("from", &*words.moment(from)),
        ("to", &*words.deadline(model.campaign.to)),
        ("from_lunar", &*lunar_text(lunar_of(from.local_date()))),
        ("to_lunar", &*lunar_text(lunar_of(to.local_date()))),
    ];
    body.push(Block::paragraph(Look::Plain, words.text("report-period", &args)));
    let cells: usize = model.obligations.iter().map(|obligation| obligation.cells.len()).sum();
    let args = [
        ("obligations", &*words.integer(model.obligations.len() as i64)),
        ("organisations", &*words.integer(model.by_organisation.len() as i64)),
        ("cells", &*words.integer(cells as i64)),
    ];
    body.push(Block::paragraph(Look::Plain, words.text("report-asked-count", &args)));
}

/// By status, and by organisation where there is more than one.
pub(super) fn tables(model: &Model, words: &Wording, body: &mut Vec<Block>) {
    body.push(Block::paragraph(Look::Lead, words.text("report-summary-by-status", &[])));
    body.push(Block::Table(by_status(model, words)));
    if model.by_organisation.len() > 1 {
        body.push(Block::paragraph(Look::Lead, words.text("report-summary-by-organisation", &[])));
        body.push(Block::Table(by_organisation(&model.by_organisation, words)));
    }
}

pub(super) fn by_status(model: &Model, words: &Wording) -> Table {
    let total: usize = model.counts.iter().map(|(_, count)| count).sum();
    let mut rows: Vec<Row> = model
        .counts
        .iter()
        .map(|(status, count)| {
            Row::new(vec![
                Cell::plain(words.status(*status)),
                Cell::centred(words.integer(*count as i64)),
                Cell::centred(words.share(*count, total)),
            ])
        })
        .collect();
    let last =
        [words.text("report-summary-total", &[]), words.integer(total as i64), words.share(total, total)];
    rows.push(bold_row(last));
    let header = ["report-summary-status", "report-summary-cells", "report-summary-share"];
    Table {
        widths: vec![500, 250, 250],
        header: header.map(|key| words.text(key, &[])).to_vec(),
        rows,
        dense: false,
        together: true,
    }
}

pub(super) fn by_organisation(lines: &[OrganisationCounts], words: &Wording) -> Table {
    let mut header = vec![words.text("report-organisation", &[])];
    header.extend(Status::ALL.iter().map(|status| words.status(*status)));
    let rows = lines.iter().map(|line| {
        let mut row = vec![Cell::plain(&line.name)];
        row.extend(line.counts.iter().map(|(_, count)| Cell::centred(words.integer(*count as i64))));
        Row::new(row)
    });
    Table {
        widths: vec![265, 105, 105, 105, 105, 105, 105, 105],
        header,
        rows: rows.collect(),
        dense: true,
        together: lines.len() <= TOGETHER_ROWS,
    }
}

/// The phases, critical hours and freeze windows, one a line.
pub(super) fn periods(model: &Model, words: &Wording) -> Vec<Block> {
    let campaign = &model.campaign;
    let lists = [
        ("paper-phase", &campaign.phases),
        ("paper-critical", &campaign.critical),
        ("paper-freeze", &campaign.freeze),
    ];
    let line = |key: &str, one: &PeriodPart| {
        let (from, to) = (words.moment(one.from), words.deadline(one.to));
        let args = [("title", &*one.title), ("from", &from), ("to", &to)];
        Block::paragraph(Look::Item, words.text(key, &args))
    };
    lists.into_iter().flat_map(|(key, list)| list.iter().map(move |one| line(key, one))).collect()
}

fn bold_row<const N: usize>(texts: [String; N]) -> Row {
    let mut cells = texts.map(|text| Cell { paragraphs: vec![vec![Run::bold(text)]], ..Cell::centred("") });
    cells[0].align = crate::outline::Align::Left;
    Row::new(cells.to_vec())
}

/// The last moment of a half-open period, for its lunar day: a period up to midnight ends on the day before.
const fn last_moment(end: Instant) -> Instant {
    end.plus_ms(-1)
}
