//! The session cookie: how a token reaches the browser and how it is taken back.

use axum::{
    http::{HeaderValue, header},
    response::Response,
};
use store::SESSION_MS;

use crate::{node::Node, viewer::COOKIE};

/// A fresh token or other secret, as text.
pub fn fresh(node: &Node) -> String {
    journal::Hash::new((node.random)()).hex()
}

/// Gives the browser a session's token. It lasts as long as a session can; the node ends it earlier.
pub fn give(response: Response, token: &str) -> Response {
    set(
        response,
        &format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}", SESSION_MS / 1_000),
    )
}

/// Takes the token from the browser.
pub fn take(response: Response) -> Response {
    set(response, &format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0"))
}

fn set(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}
