//! Account recovery: one administrator asks, another confirms. What one does not manage is not there.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use store::Recovery;

use super::{accounts::view as account_view, paging::Page};
use crate::{
    code,
    extract::{Body, Params, Part},
    node::Node,
    problem::Problem,
    viewer::{Viewer, Writer},
    wire::{InvitationView, ReasonGiven, RecoveriesView, RecoveryView},
};

/// `POST /accounts/{id}/recovery`: asks that its owner may set the password anew.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/recovery", params(("id" = String, Path)), request_body = ReasonGiven, responses((status = 201, body = RecoveryView), (status = "4XX", body = Problem)))]
pub async fn ask(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
    Body(body): Body<ReasonGiven>,
) -> Result<Response, Problem> {
    let asked = node.store.ask_recovery(&viewer.scope, &id, &body.reason).await?;
    Ok((StatusCode::CREATED, Json(view(&node, &viewer, asked))).into_response())
}

/// `GET /recoveries`: those that wait.
#[utoipa::path(get, path = "/api/v1/recoveries", params(Page), responses((status = 200, body = RecoveriesView), (status = "4XX", body = Problem)))]
pub async fn list(
    State(node): State<Node>,
    viewer: Viewer,
    Params(page): Params<Page>,
) -> Result<Json<RecoveriesView>, Problem> {
    let waiting = node.store.recoveries(&viewer.scope, &page.into()).await?;
    let recoveries = waiting.lines.into_iter().map(|asked| view(&node, &viewer, asked)).collect();
    Ok(Json(RecoveriesView { recoveries, next: waiting.next }))
}

/// `POST /recoveries/{id}/confirm`: password and second factor are gone; the code for the owner is in this answer alone.
#[utoipa::path(post, path = "/api/v1/recoveries/{id}/confirm", params(("id" = String, Path)), responses((status = 201, body = InvitationView), (status = "4XX", body = Problem)))]
pub async fn confirm(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
) -> Result<Response, Problem> {
    let code = code::fresh(&node);
    let confirmed = node.store.confirm_recovery(&viewer.scope, &id, code::digest(&code)).await?;
    let (account, expires_at) = confirmed;
    let answer = InvitationView { account: account_view(&node, &viewer, account), code, expires_at };
    Ok((StatusCode::CREATED, Json(answer)).into_response())
}

/// `DELETE /recoveries/{id}`: takes the request back.
#[utoipa::path(delete, path = "/api/v1/recoveries/{id}", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn withdraw(
    State(node): State<Node>,
    Writer(viewer): Writer,
    Part(id): Part<String>,
) -> Result<StatusCode, Problem> {
    node.store.withdraw_recovery(&viewer.scope, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn view(node: &Node, viewer: &Viewer, asked: Recovery) -> RecoveryView {
    RecoveryView {
        id: asked.id,
        account: account_view(node, viewer, asked.account),
        asked_by_viewer: asked.asked_by == viewer.scope.actor,
        asked_by: asked.asked_by_name,
        reason: asked.reason,
        asked_at: asked.asked_at,
        expires_at: asked.expires_at,
    }
}
