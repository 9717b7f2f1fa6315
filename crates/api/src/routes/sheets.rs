//! Inspections pasted as a sheet: what each row would do, then the rows themselves. Turns are not taken from sheets:
//! a measurement is a machine's word, and whoever pastes is a person.

use std::collections::BTreeMap;

use access::Action;
use axum::{Json, body::Bytes, extract::State};
use campaign::{ChecklistResult, Said};
use journal::{Draft, EntryId, Fact, Facts, Held, Kind, Origin, Slug};
use serde::Deserialize;
use sources::{Inspection, Note, Row, Table, read_inspections};
use store::{Incoming, RecordFault};

use super::evidence::{grade, subject};
use crate::{
    extract::{Params, Raw},
    node::Node,
    problem::Problem,
    says,
    viewer::{Viewer, Writer},
    wire::{CellFault, CellNote, ItemView, RowOutcome, RowRead, RowView, SheetView},
};

/// Largest sheet taken: a workbook is larger than what stands in it.
pub const MAX_BYTES: usize = sources::MAX_WORKBOOK_BYTES;

/// How an entry made from a sheet names its way in.
const SOURCE: &str = "sheet";
/// What is recorded from a sheet.
const KIND: &str = "inspection.signed";

/// Whether the rows are recorded or only looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Preview,
    Apply,
}

/// Which sheet of a workbook is meant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its name; the first one where none is named.
    pub sheet: Option<String>,
}

/// `POST /sources/preview`.
#[utoipa::path(post, path = "/api/v1/sources/preview", params(("sheet" = Option<String>, Query, description = "The sheet of a workbook; the first one otherwise.")), request_body(content = String, content_type = "text/csv"), responses((status = 200, body = SheetView), (status = "4XX", body = Problem)))]
pub async fn preview(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Params(which): Params<Which>,
    Raw(body): Raw,
) -> Result<Json<SheetView>, Problem> {
    go_through(&node, &viewer, &which, body, Mode::Preview).await
}

/// `POST /sources/apply`.
#[utoipa::path(post, path = "/api/v1/sources/apply", params(("sheet" = Option<String>, Query, description = "The sheet of a workbook; the first one otherwise.")), request_body(content = String, content_type = "text/csv"), responses((status = 200, body = SheetView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub async fn apply(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Params(which): Params<Which>,
    Raw(body): Raw,
) -> Result<Json<SheetView>, Problem> {
    go_through(&node, &viewer, &which, body, Mode::Apply).await
}

async fn go_through(
    node: &Node,
    viewer: &Viewer,
    which: &Which,
    body: Bytes,
    mode: Mode,
) -> Result<Json<SheetView>, Problem> {
    viewer.scope.may(Action::Inspect, &viewer.scope.organisation).map_err(|_| Problem::denied())?;
    let body = node.store.admit(body, Incoming::Sheet).await?;
    let sheet = read_inspections(&body, which.sheet.as_deref());
    let sheet = sheet.map_err(|fault| {
        // The line is the place in the body.
        let field = if fault.line == 0 { "body".to_owned() } else { format!("body[{}]", fault.line) };
        Problem::bad_field(field, fault.what)
    })?;
    // The campaign that the entries name is the one in force, as for what is recorded on the screens.
    let campaign = node.store.campaign(&viewer.scope).ok_or_else(Problem::not_found)?;
    let mut seen = BTreeMap::new();
    let mut views = Vec::with_capacity(sheet.rows.len());
    for (row, line) in sheet.rows.iter().zip(&sheet.table.lines) {
        let mut view = take_row(node, viewer, campaign.digest, &mut seen, row, mode).await?;
        for fault in &mut view.faults {
            fault.cell = sheet.table.place(&fault.column).and_then(|place| sheet.table.cell(place, row.line));
        }
        view.notes = line.notes.iter().filter_map(|note| cell_note(&sheet.table, row.line, note)).collect();
        views.push(view);
    }
    let count = |wanted: &[RowOutcome]| views.iter().filter(|row| wanted.contains(&row.outcome)).count();
    let (name, names) = sheet.table.sheet.map(|sheet| (sheet.name, sheet.names)).unzip();
    Ok(Json(SheetView {
        recorded: count(&[RowOutcome::Recorded, RowOutcome::WouldBeRecorded]),
        repeated: count(&[RowOutcome::Repeated]),
        faulty: count(&[RowOutcome::Faulty]),
        rows: views,
        sheet: name,
        sheets: names.unwrap_or_default(),
    }))
}

/// What becomes of a row; an error where the storage does not answer.
async fn take_row(
    node: &Node,
    viewer: &Viewer,
    campaign: journal::Hash,
    seen: &mut BTreeMap<EntryId, u64>,
    row: &Row,
    mode: Mode,
) -> Result<RowView, Problem> {
    let line = row.line;
    let mut view = RowView {
        line,
        outcome: RowOutcome::Faulty,
        receipt: None,
        read: None,
        faults: Vec::new(),
        notes: Vec::new(),
    };
    let inspection = match &row.says {
        Ok(inspection) => inspection,
        Err(faults) => {
            let fault = |one: &sources::FieldFault| CellFault::new(one.field.clone(), one.what.clone());
            view.faults = faults.iter().map(fault).collect();
            return Ok(view);
        }
    };
    view.read = Some(read_view(inspection));
    let draft = draft(node, viewer, campaign, inspection)?;
    if let Some(first) = seen.insert(draft.id, line) {
        view.faults.push(CellFault::new(String::new(), says::row_repeats(first)));
        return Ok(view);
    }
    match carry_out(node, viewer, draft, mode).await {
        Ok((outcome, receipt)) => (view.outcome, view.receipt) = (outcome, receipt),
        Err(RecordFault::Environment(fault)) => return Err(RecordFault::Environment(fault).into()),
        Err(fault) => view.faults = cell_faults(&fault, inspection),
    }
    Ok(view)
}

fn read_view(inspection: &Inspection) -> RowRead {
    let item = |(item, result): &(Slug, ChecklistResult)| ItemView {
        item: item.to_string(),
        result: word(*result).to_owned(),
    };
    RowRead {
        obligation: inspection.obligation.to_string(),
        organisation: inspection.organisation.as_ref().map(ToString::to_string),
        at: inspection.at,
        signer: inspection.signer.clone(),
        items: inspection.answers.iter().map(item).collect(),
    }
}

fn cell_note(table: &Table, line: u64, note: &Note) -> Option<CellNote> {
    let column = table.columns.get(note.column)?.clone();
    (note.what != Note::ERROR).then(|| CellNote {
        column,
        cell: table.cell(note.column, line),
        what: note.what.clone(),
    })
}

async fn carry_out(
    node: &Node,
    viewer: &Viewer,
    draft: Draft,
    mode: Mode,
) -> Result<(RowOutcome, Option<crate::wire::ReceiptView>), RecordFault> {
    let own = &viewer.scope.organisation;
    let receipt = match mode {
        Mode::Preview => node.store.preview(&viewer.scope, own, draft).await?,
        Mode::Apply => Some(node.store.record(&viewer.scope, own, draft).await?),
    };
    let outcome = match &receipt {
        None => RowOutcome::WouldBeRecorded,
        Some(receipt) if receipt.replayed => RowOutcome::Repeated,
        Some(_) => RowOutcome::Recorded,
    };
    Ok((outcome, receipt.map(Into::into)))
}

fn draft(
    node: &Node,
    viewer: &Viewer,
    campaign: journal::Hash,
    inspection: &Inspection,
) -> Result<Draft, Problem> {
    let own = &viewer.scope.organisation;
    let about = inspection.organisation.as_ref().unwrap_or(own);
    let origin = Origin::of(node.store.node(), own).map_err(|fault| Problem::internal(&fault))?;
    let answers = inspection.answers.iter().map(|(item, result)| {
        let text = |text: &str| Fact::Text(text.to_owned());
        let facts = [("item".to_owned(), text(item.as_str())), ("result".to_owned(), text(word(*result)))];
        Fact::Map(Facts::from(facts))
    });
    let mut facts = Facts::from([
        ("obligation".to_owned(), Fact::Text(inspection.obligation.to_string())),
        ("checklist".to_owned(), Fact::List(answers.collect())),
    ]);
    if about != own {
        facts.insert("organisation".to_owned(), Fact::Text(about.to_string()));
    }
    let mut private = Facts::from([("signer".to_owned(), Fact::Text(inspection.signer.clone()))]);
    private.extend(inspection.note.clone().map(|note| ("note".to_owned(), Fact::Text(note))));
    Ok(Draft {
        id: EntryId::v8(&origin, SOURCE, &inspection.external_id(about)),
        kind: Kind::new(KIND).map_err(|fault| Problem::internal(&fault))?,
        subject: subject(&inspection.obligation)?,
        held: Held::at(inspection.at),
        source: SOURCE.to_owned(),
        actor: viewer.scope.actor.clone(),
        answers: Vec::new(),
        campaign: Some(campaign),
        grade: grade(KIND, None, about == own),
        facts,
        private,
    })
}

const fn word(result: ChecklistResult) -> &'static str {
    match result {
        ChecklistResult::Pass => "pass",
        ChecklistResult::Fail => "fail",
        ChecklistResult::NotApplicable => "not_applicable",
    }
}

/// The faults of a draft by the column that its field came from.
fn cell_faults(fault: &RecordFault, inspection: &Inspection) -> Vec<CellFault> {
    let whole = |what: Said| vec![CellFault::new(String::new(), what)];
    match fault {
        RecordFault::Invalid(faults) => {
            let cell = |one: &campaign::EvidenceFault| {
                CellFault::new(column(&one.field, &inspection.answers), one.what.clone())
            };
            faults.iter().map(cell).collect()
        }
        RecordFault::Conflict { .. } => whole(says::row_conflict()),
        RecordFault::Denied(_) => whole(says::row_denied()),
        RecordFault::NotFound(_) => {
            vec![CellFault::new("organisation".to_owned(), says::row_unknown())]
        }
        other => whole(other.to_string().into()),
    }
}

fn column(field: &str, answers: &[(Slug, ChecklistResult)]) -> String {
    if let Some(rest) = field.strip_prefix("facts.checklist[") {
        let place = rest.split(']').next().and_then(|digits| digits.parse::<usize>().ok());
        return place
            .and_then(|place| answers.get(place))
            .map(|(item, _)| item.to_string())
            .unwrap_or_default();
    }
    match field {
        "facts.obligation" | "subject" | "kind" => "obligation",
        "facts.organisation" | "organisation" => "organisation",
        "held.from" | "held.to" => "at",
        "private.signer" => "signer",
        "private.note" => "note",
        _ => "",
    }
    .to_owned()
}
