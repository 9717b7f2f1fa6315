//! Idempotency keys: a write of somebody signed in that carries `Idempotency-Key` is carried out once
//! (draft-ietf-httpapi-idempotency-key-header). Sent again, with an answer that was lost on the way, it gets the first
//! answer; sent again while the first is being carried out, or with another request, it is refused.
//!
//! What was written is known for a day, also by a node that fell over meanwhile: the store keeps a mark in the transaction
//! of the write, and the answer sealed under what its sender alone has, for some hold a code that is shown once. In memory
//! the answers of the last hour are kept, refusals among them ([`Repeats`](crate::Repeats)): to refuse again is the same.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::{CarriedOut, Sent, carrying_out};

use crate::{
    extract::unread,
    gate::Leaves,
    machine_key,
    node::Node,
    problem::Problem,
    repeats::{Kept, Known, MAX_ANSWER_BYTES, Turn},
    says,
    viewer::{CSRF, Credential, credential_of, scope_of, token_digest},
};

/// Name of the header.
pub const HEADER: &str = "idempotency-key";
/// Longest key: room for any scheme of ids.
const MAX_KEY_BYTES: usize = 128;
/// What the bytes that seal an answer are derived for.
const PURPOSE: &[u8] = b"thongsuot/answer/v1";

/// What the writes of one route share.
#[derive(Clone)]
pub struct Once {
    /// The node.
    pub node: Node,
    /// Largest body of the route.
    pub max_bytes: usize,
    /// What they leave.
    pub leaves: Leaves,
}

/// A write with its key.
struct Keyed {
    node: Node,
    leaves: Leaves,
    sent: Sent,
    /// What its answer is sealed under.
    opener: [u8; 32],
}

/// Carries a write out, or gives the answer it had.
pub async fn once(State(route): State<Once>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let Some(key) = request.headers().get(HEADER).filter(|_| !reads) else {
        return next.run(request).await;
    };
    let key = key.to_str().unwrap_or_default().to_owned();
    if key.is_empty() || key.len() > MAX_KEY_BYTES {
        return Problem::bad_field(HEADER, says::no_key_text(MAX_KEY_BYTES)).into_response();
    }
    // Only who is signed in now is told what was answered before; the handler says the rest.
    let Some(credential) = credential_of(request.headers()) else { return next.run(request).await };
    let caller = match scope_of(&route.node, &credential).await {
        Ok(Some(scope)) => scope.actor,
        Ok(None) => return next.run(request).await,
        Err(problem) => return problem.into_response(),
    };
    let (parts, body) = request.into_parts();
    let body = match to_bytes(body, route.max_bytes).await {
        Ok(body) => body,
        Err(fault) => return unread(&fault).into_response(),
    };
    let (who, opener) = named(&credential, &parts.headers, &key);
    let request = fingerprint(&parts.method, &parts.uri.to_string(), &parts.headers, &body);
    let sent = Sent { caller, key: who, request };
    let keyed = Keyed { node: route.node, leaves: route.leaves, sent, opener };
    let turn = match keyed.node.repeats.begin(keyed.sent.clone(), keyed.node.now()) {
        Known::New(turn) => turn,
        Known::Running => return Problem::being_carried_out().into_response(),
        Known::Other => return Problem::key_reused().into_response(),
        Known::Answered(kept) => return kept.into_response(),
    };
    match keyed.node.store.find_carried_out(&keyed.sent, &keyed.opener).await {
        Ok(None) => {}
        Ok(Some(known)) => return again(known, turn),
        Err(fault) => return Problem::from(fault).into_response(),
    }
    let request = Request::from_parts(parts, Body::from(body));
    // In a task of its own: a client that hangs up leaves the write to be finished, and its answer to be kept.
    let done = tokio::spawn(carry_out(request, next, turn, keyed));
    done.await.unwrap_or_else(|fault| Problem::internal(&fault).into_response())
}

/// The digest of a credential with a key, and what an answer under them is sealed with: the first is kept, and tells
/// nothing of the second.
fn named(credential: &Credential, headers: &HeaderMap, key: &str) -> ([u8; 32], [u8; 32]) {
    let (who, secret) = match credential {
        Credential::Session(token) => (token_digest(token), token.as_str()),
        Credential::Key(shown) => (shown.secret_hash, machine_key::bearer(headers).unwrap_or_default()),
    };
    let name = Sha256::new().chain_update(who).chain_update(key).finalize().into();
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length")]
    let derived =
        <Hmac<Sha256> as Mac>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of every length");
    (name, derived.chain_update(PURPOSE).chain_update([0]).chain_update(key).finalize().into_bytes().into())
}

/// What a write is told that was carried out before this node knew of it.
fn again(known: CarriedOut, turn: Turn) -> Response {
    match known {
        CarriedOut::Other => Problem::key_reused().into_response(),
        CarriedOut::Unanswered(entry) => Problem::carried_out(entry).into_response(),
        CarriedOut::Answered(bytes) => match read(&bytes) {
            Some(kept) => {
                turn.end(kept.clone());
                kept.into_response()
            }
            None => Problem::internal(&"a kept answer does not read").into_response(),
        },
    }
}

async fn carry_out(request: Request, next: Next, turn: Turn, keyed: Keyed) -> Response {
    let Keyed { node, leaves, sent, opener } = keyed;
    let (response, marked) = match leaves {
        Leaves::Mark => carrying_out(sent.clone(), next.run(request)).await,
        Leaves::Ids | Leaves::Nothing => (next.run(request).await, false),
    };
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Problem::internal(&"an answer could not be read").into_response();
    };
    // What failed for a passing reason is tried again; what left its mark before is not.
    let passing = parts.status.is_server_error() || parts.status == StatusCode::TOO_MANY_REQUESTS;
    if !passing {
        let kept = Kept { status: parts.status, headers: parts.headers.clone(), body: body.clone() };
        let wrote = marked || (parts.status.is_success() && leaves != Leaves::Nothing);
        if wrote && kept.may_lie_on_disk() {
            // The write is done: what follows of this costs its repeat the answer and nothing else.
            if let Err(fault) = node.store.keep_answer(sent, &opener, &written(&kept)).await {
                tracing::error!(%fault, "an answer was not kept");
            }
        }
        turn.end(kept);
    }
    Response::from_parts(parts, Body::from(body))
}

/// An answer as it is kept: a line of JSON, and the body.
#[derive(Serialize, Deserialize)]
struct Head {
    status: u16,
    headers: Vec<(String, String)>,
}

impl Kept {
    /// One with another session's token is nobody's again: the old token opens nothing.
    fn may_lie_on_disk(&self) -> bool {
        self.body.len() <= MAX_ANSWER_BYTES && !self.headers.contains_key(header::SET_COOKIE)
    }
}

impl IntoResponse for Kept {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

fn written(kept: &Kept) -> Vec<u8> {
    let text = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
    let headers = kept.headers.iter().filter_map(|(name, value)| Some((name.to_string(), text(value)?)));
    let head = Head { status: kept.status.as_u16(), headers: headers.collect() };
    let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
    bytes.push(b'\n');
    bytes.extend_from_slice(&kept.body);
    bytes
}

fn read(bytes: &[u8]) -> Option<Kept> {
    let (head, body) = bytes.split_at_checked(bytes.iter().position(|byte| *byte == b'\n')?)?;
    let head: Head = serde_json::from_slice(head).ok()?;
    let header = |(name, value): (String, String)| {
        Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?))
    };
    Some(Kept {
        status: StatusCode::from_u16(head.status).ok()?,
        headers: head.headers.into_iter().filter_map(header).collect(),
        body: Bytes::copy_from_slice(body.get(1..)?),
    })
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
