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

/// How the node's clock stands in answers of a media type: between these two. Within a text of JSON the quotes would be
/// escaped, and within one of a calendar the line would begin with its property.
const CLOCKS: [(&str, &[u8], u8); 2] =
    [("application/json", b"\"now\":\"", b'"'), ("text/calendar", b"\r\nDTSTAMP:", b'\r')];

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
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let tag = tag(&bytes, kind.unwrap_or_default());
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
fn tag(bytes: &[u8], kind: &str) -> String {
    let mut digest = Sha256::new();
    let mut rest = bytes;
    if let Some((_, begin, end)) = CLOCKS.iter().find(|(of, ..)| kind.starts_with(of)) {
        while let Some(at) = rest.windows(begin.len()).position(|window| window == *begin) {
            let (before, after) = rest.split_at(at + begin.len());
            digest.update(before);
            rest = after.iter().position(|byte| byte == end).map_or(&[][..], |end| &after[end..]);
        }
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
        let tag = |text: &str| super::tag(text.as_bytes(), "application/json");
        let one = tag(r#"{"now":"2027-02-01T01:00:00.000Z","cells":[1]}"#);
        assert_eq!(one, tag(r#"{"now":"2027-02-01T02:00:00.000Z","cells":[1]}"#));
        assert_ne!(one, tag(r#"{"now":"2027-02-01T01:00:00.000Z","cells":[2]}"#));
        assert_ne!(one, tag(r#"{"at":"2027-02-01T01:00:00.000Z","cells":[1]}"#));
        assert_ne!(tag(r#"{"t":"\"now\":\"a\""}"#), tag(r#"{"t":"\"now\":\"b\""}"#), "a text is no clock");
    }

    #[test]
    fn when_a_calendar_was_made_changes_no_tag() {
        let tag = |text: &str| super::tag(text.as_bytes(), "text/calendar; charset=utf-8");
        let one = tag("UID:a\r\nDTSTAMP:20270201T010000Z\r\nSUMMARY:b\r\n");
        assert_eq!(one, tag("UID:a\r\nDTSTAMP:20270201T020000Z\r\nSUMMARY:b\r\n"));
        assert_ne!(one, tag("UID:a\r\nDTSTAMP:20270201T010000Z\r\nSUMMARY:c\r\n"));
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
