//! One's own sessions: where one is signed in, and an end to any of it. What belongs to another account is not there.

use axum::{
    Json,
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::{
    cookie,
    extract::Part,
    node::Node,
    problem::Problem,
    viewer::{OwnWriter, Person},
    wire::{SessionLine, SessionsView},
};

/// `GET /sessions`.
#[utoipa::path(get, path = "/api/v1/sessions", responses((status = 200, body = SessionsView), (status = "4XX", body = Problem)))]
pub async fn list(State(node): State<Node>, viewer: Person) -> Result<Json<SessionsView>, Problem> {
    let sessions = node.store.own_sessions(&viewer.scope).await?;
    let line = |session: store::Session| SessionLine {
        current: session.handle == viewer.session.handle,
        id: session.handle,
        device: session.device,
        created_at: session.created_at,
        seen_at: session.seen_at,
        expires_at: session.expires_at,
    };
    Ok(Json(SessionsView { sessions: sessions.into_iter().map(line).collect() }))
}

/// `DELETE /sessions/{id}`.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", params(("id" = String, Path)), responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn close(
    State(node): State<Node>,
    OwnWriter(viewer): OwnWriter,
    Part(id): Part<String>,
) -> Result<Response, Problem> {
    node.store.close_own_session(&viewer.scope, &id).await?;
    let answer = StatusCode::NO_CONTENT.into_response();
    Ok(if id == viewer.session.handle { cookie::take(answer) } else { answer })
}

/// `DELETE /sessions`: signs out everywhere, here too.
#[utoipa::path(delete, path = "/api/v1/sessions", responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn close_all(State(node): State<Node>, OwnWriter(viewer): OwnWriter) -> Result<Response, Problem> {
    node.store.close_own_sessions(&viewer.scope).await?;
    Ok(cookie::take(StatusCode::NO_CONTENT.into_response()))
}
