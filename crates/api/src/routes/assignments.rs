//! Assignments: an organisation gives what it owes to a unit or a person of its own, and takes it back. It answers for
//! it all the same.

use access::{Action, Scope};
use axum::{Json, extract::State, http::StatusCode};
use journal::{EntryId, Fact, Facts, Slug};
use store::AssignmentView;

use super::{evidence::Saying, paging::Page};
use crate::{
    extract::{Body, Params, Part},
    node::Node,
    problem::Problem,
    viewer::{Viewer, Writer},
    wire::{
        AssignmentLine, AssignmentOrder, AssignmentReturn, AssignmentsView, GivenId, HolderPerson,
        ObligationView, ReceiptView,
    },
};

/// `GET /assignments`.
#[utoipa::path(get, path = "/api/v1/assignments", params(Page), responses((status = 200, body = AssignmentsView), (status = "4XX", body = Problem)))]
pub async fn list(
    State(node): State<Node>,
    viewer: Viewer,
    Params(page): Params<Page>,
) -> Result<Json<AssignmentsView>, Problem> {
    let scope = &viewer.scope;
    let found = node.store.assignments(scope, &page.into()).await?;
    let people = node.store.assignable(scope).await?.into_iter().map(|account| HolderPerson {
        account: account.actor,
        name: account.name,
        organisation: account.organisation.to_string(),
    });
    Ok(Json(AssignmentsView {
        next: found.next,
        assignments: found.lines.into_iter().map(|one| line(scope, one)).collect(),
        people: people.collect(),
        may_assign: scope.may(Action::Assign, &scope.organisation).is_ok(),
    }))
}

/// `POST /assignments`.
#[utoipa::path(post, path = "/api/v1/assignments", request_body = AssignmentOrder, responses((status = 201, body = ReceiptView), (status = "4XX", body = Problem)))]
pub async fn give(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(order): Body<AssignmentOrder>,
) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
    let facts = [
        ("unit", order.unit.map(|unit| unit.to_string())),
        ("account", order.account.map(|account| account.to_string())),
        ("until", order.until.map(|until| until.to_string())),
    ];
    let facts = facts.into_iter().filter_map(|(field, text)| Some((field.to_owned(), Fact::Text(text?))));
    let given = change("given", GivenId::admit(order.id)?, Vec::new(), facts.collect(), order.note);
    given.record(&node, &viewer.scope, &order.obligation).await
}

/// `POST /assignments/{id}/withdraw`: what was done meanwhile stays as it is.
#[utoipa::path(post, path = "/api/v1/assignments/{id}/withdraw", params(("id" = String, Path)), request_body = AssignmentReturn, responses((status = 201, body = ReceiptView), (status = "4XX", body = Problem)))]
pub async fn withdraw(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
    Body(body): Body<AssignmentReturn>,
) -> Result<(StatusCode, Json<ReceiptView>), Problem> {
    let scope = &viewer.scope;
    let returned = GivenId::admit(body.id)?;
    let id = EntryId::parse(&id).map_err(|_| Problem::not_found())?;
    let given = node.store.find_evidence(scope, id).await?;
    scope.may(Action::Assign, &given.organisation).map_err(|_| Problem::denied())?;
    let obligation = given.entry.facts.get("obligation").and_then(Fact::as_text);
    let obligation = obligation.filter(|_| given.entry.kind.as_str() == "obligation.assigned");
    let obligation = obligation.and_then(|text| Slug::new(text).ok()).ok_or_else(Problem::not_found)?;
    let back = change("withdrawn", returned, vec![id], Facts::new(), body.note);
    back.record(&node, scope, &obligation).await
}

/// An entry that gives an obligation to somebody or takes it back, before it is one.
fn change(
    word: &'static str,
    id: Option<EntryId>,
    answers: Vec<EntryId>,
    mut facts: Facts,
    note: Option<String>,
) -> Saying {
    facts.insert("change".to_owned(), Fact::from(word));
    let private = note.map(|note| ("note".to_owned(), Fact::Text(note))).into_iter().collect();
    Saying { kind: "obligation.assigned", id, answers, facts, private }
}

fn line(scope: &Scope, found: AssignmentView) -> AssignmentLine {
    let (campaign, obligation) = (&found.obligation.campaign, &found.obligation.what);
    let owner = campaign.find_organisation(&found.key.organisation);
    AssignmentLine {
        organisation_name: owner.map_or_else(|| found.key.organisation.to_string(), |one| one.name.clone()),
        obligation: ObligationView::of(campaign, obligation, |one| {
            scope.sees(one) || *one == found.key.organisation
        }),
        organisation: found.key.organisation.to_string(),
        status: found.status,
        holder: (&found.holder).into(),
        person: found.person,
        note: found.note,
        own: found.own,
    }
}
