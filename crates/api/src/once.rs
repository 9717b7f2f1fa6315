//! Idempotency keys: a write of somebody signed in that carries `Idempotency-Key` is carried out once
//! (draft-ietf-httpapi-idempotency-key-header). Sent again, with an answer that was lost on the way, it gets the first
//! answer; sent again while the first is being carried out, or with another request, it is refused.
//!
//! Answers are kept in memory for an hour ([`Repeats`](crate::Repeats)): some hold a code that is shown once, and may
//! lie on no disk. What has to hold for longer, or over a restart, holds by itself: evidence by its id, documents by
//! their digest, other systems' events by theirs.

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use sha2::{Digest, Sha256};

use crate::{
    extract::unread,
    node::Node,
    problem::Problem,
    repeats::{Kept, Known, Turn, Which},
    says,
    viewer::{CSRF, Credential, credential_of, scope_of, token_digest},
};

/// Name of the header.
pub const HEADER: &str = "idempotency-key";
/// Longest key: room for any scheme of ids.
const MAX_KEY_BYTES: usize = 128;

/// What the writes of one route share.
#[derive(Clone)]
pub struct Once {
    /// The node.
    pub node: Node,
    /// Largest body of the route.
    pub max_bytes: usize,
}

/// Carries a write out, or gives the answer it had.
pub async fn once(State(Once { node, max_bytes }): State<Once>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let Some(key) = request.headers().get(HEADER).filter(|_| !reads) else {
        return next.run(request).await;
    };
    let key = key.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > MAX_KEY_BYTES {
        return Problem::bad_field(HEADER, says::no_key_text(MAX_KEY_BYTES)).into_response();
    }
    // Only who is signed in now is told what was answered before; the handler says the rest.
    let Some(credential) = credential_of(request.headers()) else { return next.run(request).await };
    let caller = match scope_of(&node, &credential).await {
        Ok(Some(scope)) => scope.actor,
        Ok(None) => return next.run(request).await,
        Err(problem) => return problem.into_response(),
    };
    let who = match &credential {
        Credential::Session(token) => token_digest(token),
        Credential::Key(shown) => shown.secret_hash,
    };
    let key: [u8; 32] = Sha256::new().chain_update(who).chain_update(key).finalize().into();
    let (parts, body) = request.into_parts();
    let body = match to_bytes(body, max_bytes).await {
        Ok(body) => body,
        Err(fault) => return unread(&fault).into_response(),
    };
    let asked = fingerprint(&parts.method, &parts.uri.to_string(), &parts.headers, &body);
    let turn = match node.repeats.begin(Which { caller, key, request: asked }, node.now()) {
        Known::New(turn) => turn,
        Known::Running => return Problem::being_carried_out().into_response(),
        Known::Other => return Problem::key_reused().into_response(),
        Known::Answered(Kept { status, headers, body }) => return (status, headers, body).into_response(),
    };
    let request = Request::from_parts(parts, Body::from(body));
    // In a task of its own: a client that hangs up leaves the write to be finished, and its answer to be kept.
    let done = tokio::spawn(carry_out(request, next, turn));
    done.await.unwrap_or_else(|fault| Problem::internal(&fault).into_response())
}

async fn carry_out(request: Request, next: Next, turn: Turn) -> Response {
    let (parts, body) = next.run(request).await.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Problem::internal(&"an answer could not be read").into_response();
    };
    // What failed for a passing reason is tried again.
    let passing = parts.status.is_server_error() || parts.status == StatusCode::TOO_MANY_REQUESTS;
    if !passing {
        turn.end(Kept { status: parts.status, headers: parts.headers.clone(), body: body.clone() });
    }
    Response::from_parts(parts, Body::from(body))
}

fn fingerprint(method: &Method, uri: &str, headers: &HeaderMap, body: &[u8]) -> [u8; 32] {
    let header = |name: &str| headers.get(name).map_or(&b""[..], |value| value.as_bytes()).to_vec();
    let mut digest = Sha256::new();
    for part in [
        method.as_str().as_bytes(),
        uri.as_bytes(),
        &header(header::CONTENT_TYPE.as_str()),
        &header(CSRF),
        body,
    ] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part);
    }
    digest.finalize().into()
}
