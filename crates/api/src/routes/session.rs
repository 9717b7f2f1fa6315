//! Signing in and out.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Json,
    extract::{ConnectInfo, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use store::Session;

use crate::{
    extract::Body,
    node::Node,
    password,
    problem::Problem,
    viewer::{COOKIE, Viewer, Writer, token_digest, token_of},
    wire::{SessionView, SignIn},
};

/// The longest a session lives: one shift with its hand-over.
const SESSION_MS: i64 = 14 * 3_600_000;
/// The longest password hashed: beyond it hashing would be a way to keep the node busy.
const MAX_PASSWORD_BYTES: usize = 1_024;

/// `POST /session`.
#[utoipa::path(post, path = "/api/v1/session", request_body = SignIn, responses((status = 200, body = SessionView), (status = "4XX", body = Problem)))]
pub async fn sign_in(
    State(node): State<Node>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Body(body): Body<SignIn>,
) -> Result<Response, Problem> {
    let (now, address): (_, IpAddr) = (node.now(), peer.ip());
    if !node.throttle.admit(address, &body.login, now) {
        return Err(Problem::slow_down());
    }
    if body.password.len() > MAX_PASSWORD_BYTES {
        return Err(Problem::bad_credentials());
    }
    let found = node.store.find_login(&body.login).await?;
    let found = found.filter(|(account, _)| account.disabled_at.is_none());
    let stored = found.as_ref().map(|(_, hash)| hash.clone());
    // Argon2 takes tens of milliseconds of a core: it gets a thread of its own.
    let fits = tokio::task::spawn_blocking(move || password::fits(&body.password, stored.as_deref()));
    let fits = fits.await.map_err(|fault| Problem::internal(&fault))?;
    let Some((account, _)) = found.filter(|_| fits) else {
        node.store.note_failure(&body.login).await?;
        return Err(Problem::bad_credentials());
    };
    node.throttle.forget(address, &account.login);
    node.store.forget_failures(&account.login).await?;
    let token = hex(&(node.random)());
    let session = Session {
        login: account.login.clone(),
        csrf: hex(&(node.random)()),
        created_at: now,
        seen_at: now,
        expires_at: now.plus_ms(SESSION_MS),
    };
    node.store.open_session(token_digest(&token), session.clone()).await?;
    let scope = account.scope(&node.store);
    let view = view(&node, &Viewer { scope, session, account });
    let cookie =
        format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}", SESSION_MS / 1_000);
    Ok(with_cookie(Json(view).into_response(), &cookie))
}

/// `GET /session`.
#[utoipa::path(get, path = "/api/v1/session", responses((status = 200, body = SessionView), (status = "4XX", body = Problem)))]
pub async fn show(State(node): State<Node>, viewer: Viewer) -> Json<SessionView> {
    Json(view(&node, &viewer))
}

/// `DELETE /session`.
#[utoipa::path(delete, path = "/api/v1/session", responses((status = 204), (status = "4XX", body = Problem)))]
pub async fn sign_out(
    State(node): State<Node>,
    _writer: Writer,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if let Some(token) = token_of(&headers) {
        node.store.close_session(token_digest(token)).await?;
    }
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok(with_cookie(StatusCode::NO_CONTENT.into_response(), &gone))
}

fn view(node: &Node, viewer: &Viewer) -> SessionView {
    let account = &viewer.account;
    let name = node.store.organisation_name(&viewer.scope, &account.organisation);
    SessionView {
        login: account.login.clone(),
        name: account.name.clone(),
        role: account.role.to_string(),
        organisation: account.organisation.to_string(),
        organisation_name: name.unwrap_or_else(|| account.organisation.to_string()),
        csrf: viewer.session.csrf.clone(),
        expires_at: viewer.session.expires_at,
    }
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

fn hex(bytes: &[u8; 32]) -> String {
    journal::Hash::new(*bytes).hex()
}
