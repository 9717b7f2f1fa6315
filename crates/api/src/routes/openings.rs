//! Break-glass access: opened by whom the policy lets, seen at once by whom it is about, ended early by its holder.

use access::Action;
use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{board::slug, paging::Page};
use crate::{
    extract::{Body, Params, Part},
    node::Node,
    problem::Problem,
    viewer::{OwnWriter, Viewer, Writer},
    wire::{OpeningOrder, OpeningView, OpeningsView},
};

/// `GET /openings`: those of the viewer's side, on either end.
#[utoipa::path(get, path = "/api/v1/openings", params(Page), responses((status = 200, body = OpeningsView), (status = "4XX", body = Problem)))]
pub async fn list(
    State(node): State<Node>,
    viewer: Viewer,
    Params(page): Params<Page>,
) -> Result<Json<OpeningsView>, Problem> {
    let found = node.store.openings(&viewer.scope, &page.into()).await?;
    Ok(Json(OpeningsView {
        next: found.next,
        openings: found.lines.into_iter().map(|one| view(&node, &viewer, one)).collect(),
        may_open: viewer.scope.organisations(Action::BreakGlass).next().is_some(),
        longest_minutes: node.store.longest_opening_minutes(),
    }))
}

/// `POST /openings`: an entry in both logs, and a time that ends by itself.
#[utoipa::path(post, path = "/api/v1/openings", request_body = OpeningOrder, responses((status = 201, body = OpeningView), (status = "4XX", body = Problem)))]
pub async fn open(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Body(order): Body<OpeningOrder>,
) -> Result<Response, Problem> {
    let organisation = slug("organisation", order.organisation)?;
    let opened = node.store.open_access(&viewer.scope, &organisation, &order.reason, order.minutes).await?;
    Ok((StatusCode::CREATED, Json(view(&node, &viewer, opened))).into_response())
}

/// `DELETE /openings/{id}`: ends one's own before its time.
#[utoipa::path(delete, path = "/api/v1/openings/{id}", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn close(
    State(node): State<Node>,
    OwnWriter(person): OwnWriter,
    Part(id): Part<String>,
) -> Result<StatusCode, Problem> {
    node.store.close_access(&person.scope, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn view(node: &Node, viewer: &Viewer, found: store::OpeningView) -> OpeningView {
    let one = found.opening;
    OpeningView {
        lasts: one.holds(node.now()),
        own: one.actor == viewer.scope.actor,
        organisation_name: node.store.name_on_record(&one.organisation),
        organisation: one.organisation.to_string(),
        by_name: node.store.name_on_record(&one.holder),
        by: one.holder.to_string(),
        id: one.id,
        name: found.name,
        reason: found.reason,
        opened_at: one.opened_at,
        ends_at: one.ends_at,
        closed_at: one.closed_at,
    }
}
