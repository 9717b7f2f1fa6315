//! Inspections pasted as a sheet: what each row would do, then the rows themselves. Turns are not taken from sheets:
//! a measurement is a machine's word, and whoever pastes is a person.

use std::collections::BTreeMap;

use access::Action;
use axum::{Json, extract::State};
use campaign::ChecklistResult;
use journal::{Draft, EntryId, Fact, Facts, Held, Kind, Origin, Slug};
use sources::{Inspection, Row, read_inspections};
use store::RecordFault;

use super::evidence::{grade, subject};
use crate::{
    extract::Raw,
    node::Node,
    problem::Problem,
    viewer::{Viewer, Writer},
    wire::{CellFault, RowOutcome, RowView, SheetView},
};

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

/// `POST /sources/preview`.
#[utoipa::path(post, path = "/api/v1/sources/preview", request_body(content = String, content_type = "text/csv"), responses((status = 200, body = SheetView), (status = "4XX", body = Problem)))]
pub async fn preview(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Raw(body): Raw,
) -> Result<Json<SheetView>, Problem> {
    go_through(&node, &viewer, &body, Mode::Preview).await
}

/// `POST /sources/apply`.
#[utoipa::path(post, path = "/api/v1/sources/apply", request_body(content = String, content_type = "text/csv"), responses((status = 200, body = SheetView), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub async fn apply(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Raw(body): Raw,
) -> Result<Json<SheetView>, Problem> {
    go_through(&node, &viewer, &body, Mode::Apply).await
}

async fn go_through(
    node: &Node,
    viewer: &Viewer,
    body: &[u8],
    mode: Mode,
) -> Result<Json<SheetView>, Problem> {
    viewer.scope.may(Action::Inspect, &viewer.scope.organisation).map_err(|_| Problem::denied())?;
    let rows = read_inspections(body).map_err(|fault| Problem::bad_field("body", fault.to_string()))?;
    // The campaign that the entries name is the one in force, as for what is recorded on the screens.
    let campaign = node.store.campaign(&viewer.scope).ok_or_else(Problem::not_found)?;
    let mut lines = BTreeMap::new();
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        let Row { line, says } = row;
        let faults = match says {
            Ok(inspection) => {
                let draft = draft(node, viewer, campaign.digest, &inspection)?;
                if let Some(first) = lines.insert(draft.id, line) {
                    let what = format!(
                        "is the inspection of line {first}: same obligation, organisation and moment"
                    );
                    vec![CellFault { column: String::new(), what }]
                } else {
                    match carry_out(node, viewer, draft, mode).await {
                        Ok((outcome, receipt)) => {
                            views.push(RowView { line, outcome, receipt, faults: Vec::new() });
                            continue;
                        }
                        Err(RecordFault::Environment(fault)) => {
                            return Err(RecordFault::Environment(fault).into());
                        }
                        Err(fault) => cell_faults(&fault, &inspection),
                    }
                }
            }
            Err(faults) => {
                faults.into_iter().map(|one| CellFault { column: one.field, what: one.what }).collect()
            }
        };
        views.push(RowView { line, outcome: RowOutcome::Faulty, receipt: None, faults });
    }
    let count = |wanted: &[RowOutcome]| views.iter().filter(|row| wanted.contains(&row.outcome)).count();
    Ok(Json(SheetView {
        recorded: count(&[RowOutcome::Recorded, RowOutcome::WouldBeRecorded]),
        repeated: count(&[RowOutcome::Repeated]),
        faulty: count(&[RowOutcome::Faulty]),
        rows: views,
    }))
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
    let whole = |what: &str| vec![CellFault { column: String::new(), what: what.to_owned() }];
    match fault {
        RecordFault::Invalid(faults) => {
            let cell = |one: &campaign::EvidenceFault| CellFault {
                column: column(&one.field, &inspection.answers),
                what: one.what.clone(),
            };
            faults.iter().map(cell).collect()
        }
        RecordFault::Conflict { .. } => whole(
            "this obligation, organisation and moment stand on record with another content, by another account or under another campaign; \
             correct that entry instead",
        ),
        RecordFault::Denied(_) => whole("your role does not allow this"),
        RecordFault::NotFound(_) => {
            vec![CellFault { column: "organisation".to_owned(), what: "is not known".to_owned() }]
        }
        other => whole(&other.to_string()),
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
