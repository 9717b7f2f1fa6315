//! What a handler takes from a request: axum's own extractors refuse in plain text, and these with problem details like
//! every other answer. The workspace's lints refuse axum's outside this file.
#![allow(clippy::disallowed_types, reason = "they are wrapped here")]

use std::{error::Error, fmt, iter::successors};

use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
};
use http_body_util::LengthLimitError;
use serde::de::DeserializeOwned;

use crate::{problem::Problem, says};

/// A NUL character in an address; a bare one is no part of any.
const NUL: &str = "%00";

/// A JSON body. No text in it holds a NUL character: PostgreSQL keeps none.
pub struct Body<T>(pub T);

/// What the path names, in the order of its parts. A part that is no text, or holds a NUL character, names nothing that
/// could be there.
pub struct Part<T>(pub T);

/// A query string.
pub struct Params<T>(pub T);

/// A body of bytes, up to the route's limit.
pub struct Raw(pub Bytes);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let Raw(bytes) = Raw::from_request(Request::from_parts(parts.clone(), body), state).await?;
        if escapes_nul(&bytes) {
            return Err(Problem::bad_request(says::nul_character()));
        }
        let request = Request::from_parts(parts, axum::body::Body::from(bytes));
        let read = Json::<T>::from_request(request, state).await;
        read.map(|Json(body)| Self(body)).map_err(|fault| match fault {
            JsonRejection::JsonSyntaxError(_) => {
                Problem::bad_request(says::body_not_json(cause(&fault.body_text())))
            }
            JsonRejection::JsonDataError(_) => {
                Problem::bad_request(says::body_unfit(cause(&fault.body_text())))
            }
            _ => refused(fault.status()),
        })
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Part<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if parts.uri.path().contains(NUL) {
            return Err(Problem::not_found());
        }
        let read = Path::<T>::from_request_parts(parts, state).await;
        read.map(|Path(named)| Self(named)).map_err(|fault| {
            if fault.status().is_server_error() { Problem::internal(&fault) } else { Problem::not_found() }
        })
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if parts.uri.query().is_some_and(|query| query.contains(NUL)) {
            return Err(Problem::bad_request(says::nul_character()));
        }
        let read = Query::<T>::from_request_parts(parts, state).await;
        read.map(|Query(query)| Self(query))
            .map_err(|fault| Problem::bad_request(says::query_unfit(cause(&fault.body_text()))))
    }
}

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Bytes::from_request(request, state).await.map(Self).map_err(|fault| match fault.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
            _ => unread(&fault),
        })
    }
}

/// A body did not come in as fast as it has to; whoever listens says how fast that is.
#[derive(Clone, Copy, Debug)]
pub struct TooSlow;

impl fmt::Display for TooSlow {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the body came in too slowly")
    }
}

impl Error for TooSlow {}

/// Why a body could not be read.
pub fn unread(fault: &(dyn Error + 'static)) -> Problem {
    let mut causes = successors(Some(fault), |fault| (*fault).source());
    let found = causes.find_map(|cause| {
        let too_slow = cause.is::<TooSlow>().then(Problem::too_slow);
        too_slow.or_else(|| cause.is::<LengthLimitError>().then(Problem::too_large))
    });
    found.unwrap_or_else(|| Problem::bad_request(says::body_unread()))
}

/// What a reader found at fault, without axum's sentence about which reader it was.
fn cause(text: &str) -> &str {
    text.split_once(": ").map_or(text, |(_, cause)| cause)
}

fn refused(status: StatusCode) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => Problem::unsupported("application/json"),
        _ => Problem::bad_request(says::body_unread()),
    }
}

/// Whether a text of this JSON holds a NUL character, which JSON only writes as an escape.
fn escapes_nul(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        rest = rest.get(at + 1..).unwrap_or_default();
        if rest.starts_with(b"u0000") {
            return true;
        }
        // What is escaped, be it another backslash, is behind.
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::escapes_nul;

    #[test]
    fn a_nul_character_is_told_from_a_backslash_before_its_letters() {
        assert!(escapes_nul(br#"{"a":"\u0000"}"#) && escapes_nul(br#""\\\u0000""#));
        assert!(
            !escapes_nul(br#""\\u0000""#) && !escapes_nul(br#""\u00000\u0001"#.get(8..).unwrap_or_default())
        );
        assert!(!escapes_nul(b"") && !escapes_nul(b"\\"));
    }
}
