//! Idempotency keys: a write of somebody signed in that carries `Idempotency-Key` is carried out once. Sent again, with
//! an answer that was lost on the way, it gets the first answer.
//!
//! Answers are kept in memory for an hour, for the session that asked: some hold a code that is shown once, and may lie
//! on no disk. What has to hold for longer, or over a restart, holds by itself: evidence by its id, documents by their
//! digest, other systems' events by theirs.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use calendar::Instant;
use sha2::{Digest, Sha256};

use crate::{
    node::Node,
    problem::Problem,
    routes::{blobs, sources},
    says,
    viewer::{CSRF, Credential, credential_of, scope_of, token_digest},
};

/// Name of the header.
pub const HEADER: &str = "idempotency-key";
/// Longest key: room for any scheme of ids.
const MAX_KEY_BYTES: usize = 128;
/// How long an answer is kept.
const KEPT_MS: i64 = 60 * 60 * 1_000;
/// Answers kept; beyond it the expired ones go, then the oldest.
const MAX_KEPT: usize = 4_096;
/// Largest answer kept. What is longer answers a question, not a write.
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// Answers of the last hour.
#[derive(Default)]
pub struct Repeats(Mutex<HashMap<[u8; 32], Turn>>);

struct Turn {
    begun: Instant,
    /// Held while the write is carried out, so that a second one waits for its answer.
    answer: Arc<tokio::sync::Mutex<Option<Kept>>>,
}

#[derive(Clone)]
struct Kept {
    request: [u8; 32],
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Repeats {
    fn turn(&self, key: [u8; 32], now: Instant) -> Arc<tokio::sync::Mutex<Option<Kept>>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if turns.len() >= MAX_KEPT {
            turns.retain(|_, turn| now.ms_since(turn.begun) < KEPT_MS);
        }
        if turns.len() >= MAX_KEPT
            && let Some(oldest) = turns.iter().min_by_key(|(_, turn)| turn.begun).map(|(key, _)| *key)
        {
            turns.remove(&oldest);
        }
        let turn = turns.entry(key).or_insert_with(|| Turn { begun: now, answer: Arc::default() });
        if now.ms_since(turn.begun) >= KEPT_MS {
            *turn = Turn { begun: now, answer: Arc::default() };
        }
        Arc::clone(&turn.answer)
    }
}

/// Carries a write out, or gives the answer it had.
pub async fn once(State(node): State<Node>, request: Request, next: Next) -> Response {
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
    match scope_of(&node, &credential).await {
        Ok(Some(_)) => {}
        Ok(None) => return next.run(request).await,
        Err(problem) => return problem.into_response(),
    }
    let who = match &credential {
        Credential::Session(token) => token_digest(token),
        Credential::Key(shown) => shown.secret_hash,
    };
    let key: [u8; 32] = Sha256::new().chain_update(who).chain_update(key).finalize().into();
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, blobs::MAX_BYTES.max(sources::MAX_BYTES)).await else {
        return Problem::too_large().into_response();
    };
    let asked = fingerprint(&parts.method, &parts.uri.to_string(), &parts.headers, &body);
    let turn = node.repeats.turn(key, node.now());
    let request = Request::from_parts(parts, Body::from(body));
    // In a task of its own: a client that hangs up leaves the write to be finished, and its answer to be kept.
    let done = tokio::spawn(async move {
        let mut answer = turn.lock().await;
        if let Some(kept) = answer.as_ref() {
            return if kept.request == asked {
                (kept.status, kept.headers.clone(), kept.body.clone()).into_response()
            } else {
                Problem::conflict(says::key_used()).into_response()
            };
        }
        let (parts, body) = next.run(request).await.into_parts();
        let Ok(body) = to_bytes(body, usize::MAX).await else {
            return Problem::internal(&"an answer could not be read").into_response();
        };
        // What failed for a passing reason is tried again.
        let passing = parts.status.is_server_error() || parts.status == StatusCode::TOO_MANY_REQUESTS;
        if !passing && body.len() <= MAX_ANSWER_BYTES {
            let (status, headers) = (parts.status, parts.headers.clone());
            *answer = Some(Kept { request: asked, status, headers, body: body.clone() });
        }
        Response::from_parts(parts, Body::from(body))
    });
    done.await.unwrap_or_else(|fault| Problem::internal(&fault).into_response())
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
