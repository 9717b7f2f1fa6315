//! What a client has already is not sent again: an `ETag` on whatever is read and is no stream, and 304 without a body for
//! who shows it.
//!
//! The tag is a digest of the very answer, the node's clock left out. It tells its viewer nothing that the answer does
//! not: what other organisations do, which changes no byte of it, changes no tag either.

use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use journal::Hash;
use sha2::{Digest, Sha256};

use crate::problem::Problem;

/// How the clock stands in an answer. Within a text of it the quotes would be escaped.
const NOW: &[u8] = b"\"now\":\"";

/// Tags an answer, or leaves out what the client has.
pub async fn conditional(request: Request, next: Next) -> Response {
    // Of what is asked with HEAD there is no body to make a tag from.
    if *request.method() != Method::GET {
        return next.run(request).await;
    }
    let held = request.headers().clone();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // The handlers have made it whole: nothing is read from anywhere here.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Problem::internal(&"an answer could not be read").into_response();
    };
    let json = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    let tag = if json { tag(&bytes) } else { hex(Sha256::digest(&bytes)) };
    if let Ok(value) = HeaderValue::from_str(&tag) {
        parts.headers.insert(header::ETAG, value);
    }
    if shows(&held, &tag) {
        parts.status = StatusCode::NOT_MODIFIED;
        for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH] {
            parts.headers.remove(name);
        }
        return Response::from_parts(parts, Body::empty());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// Weak, for the clock may differ.
fn tag(bytes: &[u8]) -> String {
    let mut digest = Sha256::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(NOW.len()).position(|window| window == NOW) {
        let (before, after) = rest.split_at(at + NOW.len());
        digest.update(before);
        rest = after.iter().position(|byte| *byte == b'"').map_or(&[][..], |end| &after[end..]);
    }
    digest.update(rest);
    hex(digest.finalize())
}

fn hex(digest: impl Into<[u8; 32]>) -> String {
    format!("W/\"{}\"", &Hash::new(digest.into()).hex()[..32])
}

/// Whether the client shows this tag. Compared weakly, as a GET asks for.
fn shows(headers: &HeaderMap, tag: &str) -> bool {
    let opaque = tag.trim_start_matches("W/");
    let shown = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    shown
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .any(|one| one == "*" || one.trim_start_matches("W/") == opaque)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop at once")]
mod tests {
    use super::*;

    #[test]
    fn the_clock_alone_changes_no_tag_and_anything_else_does() {
        let one = tag(br#"{"now":"2027-02-01T01:00:00.000Z","cells":[1]}"#);
        assert_eq!(one, tag(br#"{"now":"2027-02-01T02:00:00.000Z","cells":[1]}"#));
        assert_ne!(one, tag(br#"{"now":"2027-02-01T01:00:00.000Z","cells":[2]}"#));
        assert_ne!(one, tag(br#"{"at":"2027-02-01T01:00:00.000Z","cells":[1]}"#));
        assert_ne!(tag(br#"{"t":"\"now\":\"a\""}"#), tag(br#"{"t":"\"now\":\"b\""}"#), "a text is no clock");
    }

    #[test]
    fn a_tag_is_found_in_a_list_weak_or_strong() {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, "\"x\", W/\"abc\"".parse().unwrap());
        assert!(shows(&headers, "W/\"abc\"") && !shows(&headers, "W/\"ab\""));
        headers.insert(header::IF_NONE_MATCH, "*".parse().unwrap());
        assert!(shows(&headers, "W/\"ab\""));
    }
}
